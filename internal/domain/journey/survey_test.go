package journey

import (
	"slices"
	"testing"
)

func TestADrawIsWrittenDown(t *testing.T) {
	p, _ := assessing()
	p.NewID = func() string { return "survey-1" }
	drawn := SurveyDrawn{Scheme: "lwds", Seed: 7, Frame: 3, Cases: []string{"b", "a"}}
	with := func(change func(*SurveyDrawn)) SurveyDrawn {
		other := drawn
		change(&other)
		return other
	}
	for name, test := range map[string]struct {
		on    string
		drawn SurveyDrawn
		want  problem
	}{
		"two of three":   {"2021-03-01", drawn, problem{}},
		"still to come":  {"2021-03-02", drawn, problem{"on", "today or an earlier day"}},
		"nobody":         {"2021-03-01", with(func(s *SurveyDrawn) { s.Cases = nil }), problem{"size", "1 or more"}},
		"more than are":  {"2021-03-01", with(func(s *SurveyDrawn) { s.Frame = 1 }), problem{"size", "fewer women"}},
		"a seed too big": {"2021-03-01", with(func(s *SurveyDrawn) { s.Seed = LargestSeed + 1 }), problem{"seed", "from 0 to 999,999"}},
		"a seed below":   {"2021-03-01", with(func(s *SurveyDrawn) { s.Seed = -1 }), problem{"seed", "from 0 to 999,999"}},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := p.DrawSurvey(d(test.on), test.drawn)
			wantProblem(t, err, test.want)
		})
	}
	facts, err := p.DrawSurvey(d("2021-02-28"), drawn)
	if err != nil {
		t.Fatal(err)
	}
	later, err := p.DrawSurvey(d("2021-03-01"), with(func(s *SurveyDrawn) { s.Scheme = "elsewhere" }))
	if err != nil {
		t.Fatal(err)
	}
	surveys := SurveysOf(append(facts, later...), "lwds")
	if len(surveys) != 1 || surveys[0].On != d("2021-02-28") || surveys[0].Survey != "survey-1" || !slices.Equal(surveys[0].Cases, drawn.Cases) {
		t.Errorf("the surveys are %+v", surveys)
	}
}

// Whoever can be asked may be drawn, and nobody else.
func TestWhoMayBeDrawn(t *testing.T) {
	ended := func(reason ClosureReason) *story {
		return referred("2021-01-04").tell("2021-02-01", Closed{Reason: reason})
	}
	for name, test := range map[string]struct {
		story *story
		want  bool
	}{
		"support ended":         {ended(ClosedCompleted), true},
		"she agreed":            {ended(ClosedCompleted).tell("2021-02-01", FollowUpAgreed{Agreed: Yes, On: d("2021-05-01")}), true},
		"she would rather not":  {ended(ClosedCompleted).tell("2021-02-01", FollowUpAgreed{Agreed: No}), false},
		"support goes on":       {referred("2021-01-04"), false},
		"she never took it up":  {ended(ClosedDidNotEngage), false},
		"she died":              {ended(ClosedDied), false},
		"hidden from somebody":  {ended(ClosedCompleted).hers("2021-02-02", ConflictMarked{Conflict: "conflict-1", Account: "priya", From: ConflictHers}), false},
		"her record was erased": {ended(ClosedCompleted).hers("2021-02-02", Erased{}), false},
		"moved on to another":   {ended(ClosedTransferred), true},
	} {
		t.Run(name, func(t *testing.T) {
			if got := test.story.row(t, "").Surveyable(); got != test.want {
				t.Errorf("may be drawn: %t, want %t", got, test.want)
			}
		})
	}
}
