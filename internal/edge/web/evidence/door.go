package evidence

import (
	"net/http"

	"throughline/internal/casework"
	"throughline/internal/casework/evidence"
	"throughline/internal/casework/support"
	"throughline/internal/domain/access"
	"throughline/internal/edge/web"
)

// Door is the front door of evidence.
type Door struct {
	Desk   *evidence.Desk // with at least one rulebook
	People support.People // names the keyworkers of cases behind a figure
	Staff  casework.Staff // names to whom figures left; nil: nobody is named
}

// Routes lists its pages.
func (d Door) Routes() []web.Route {
	readers := web.For(access.ServiceLead, access.Commissioner)
	andStudies := web.For(access.ServiceLead, access.Commissioner, access.Evaluator)
	evaluators := web.For(access.Evaluator)
	asking := web.For(access.Keyworker, access.ServiceLead)
	return []web.Route{
		{Method: http.MethodGet, Path: "/evidence", Audience: readers, Handle: d.home, Nav: "Evidence"},
		{Method: http.MethodGet, Path: "/evidence/change", Audience: readers, Handle: d.change},
		{Method: http.MethodPost, Path: "/evidence/change", Audience: web.For(access.ServiceLead), Handle: d.propose, BodyLimit: longestChange},
		{Method: http.MethodGet, Path: "/evidence/surveys", Audience: asking, Handle: d.surveys, Nav: "Surveys"},
		{Method: http.MethodPost, Path: "/evidence/surveys", Audience: web.For(access.ServiceLead), Handle: d.drawSurvey},
		{Method: http.MethodGet, Path: "/evidence/surveys/{survey}", Audience: asking, Handle: d.survey},
		{Method: http.MethodGet, Path: "/evidence/re-arrest", Audience: readers, Handle: d.reArrest},
		{Method: http.MethodGet, Path: "/evidence/cost", Audience: readers, Handle: d.cost},
		{Method: http.MethodGet, Path: "/evidence/compare", Audience: readers, Handle: d.compare},
		{Method: http.MethodGet, Path: "/evidence/compare.csv", Audience: readers, Handle: d.compareFile},
		{Method: http.MethodGet, Path: "/evidence/pack", Audience: readers, Handle: d.pack},
		{Method: http.MethodPost, Path: "/evidence/pack", Audience: readers, Handle: d.askPack},
		{Method: http.MethodGet, Path: "/evidence/pack/{pack}", Audience: readers, Handle: d.ready},
		{Method: http.MethodPost, Path: "/evidence/pack/{pack}", Audience: readers, Handle: d.take, StepUp: true},
		{Method: http.MethodGet, Path: "/evidence/released", Audience: web.For(access.ServiceLead, access.InformationGovernance), Handle: d.released},
		{Method: http.MethodGet, Path: "/evidence/study", Audience: evaluators, Handle: d.study, Nav: "Study"},
		{Method: http.MethodPost, Path: "/evidence/study/{study}", Audience: evaluators, Handle: d.takeStudy, StepUp: true},
		// A table or chart by its id; with ".csv" after it, the file of it.
		{Method: http.MethodGet, Path: "/evidence/{part}", Audience: andStudies, Handle: d.part},
		{Method: http.MethodGet, Path: "/evidence/figure/{figure}", Audience: andStudies, Handle: d.figure},
	}
}

// longestChange is room for the longest rulebook there may be, as a form sends it.
const longestChange = 4 << 20
