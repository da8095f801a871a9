package evidence

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"throughline/internal/casework"
	"throughline/internal/domain/access"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
	"throughline/internal/reckoning/chart"
	"throughline/internal/reckoning/stats"
)

// SurveyEntry is a draw as a person enters it.
type SurveyEntry struct {
	Scheme string
	On     calendar.Day
	Size   int // how many women
	Seed   int
}

// MayDraw says whether the asker may draw women for a survey.
func MayDraw(asker access.Asker) bool { return asker.Role == access.ServiceLead }

// asksWomen says whether the asker may see which women of hers were drawn.
func asksWomen(op string, asker access.Asker) error {
	if asker.Role != access.Keyworker && !MayDraw(asker) {
		return casework.Fail(casework.Forbidden, op, "%s asks no women", asker.Role.Words())
	}
	return nil
}

// Survey is a draw with what became of it.
type Survey struct {
	journey.Survey
	// Drawn, Asked and Answered are figures; nil for whoever reads none.
	Drawn, Asked, Answered chart.Reading
}

// Surveys returns the draws for a scheme, the newest first; to those who lead the
// service with who was asked since. It names nobody.
func (d *Desk) Surveys(ctx context.Context, asker access.Asker, scheme string) ([]Survey, error) {
	const op = "list surveys"
	if err := asksWomen(op, asker); err != nil {
		return nil, err
	}
	drawn, err := d.draws(ctx, op, scheme)
	if err != nil {
		return nil, err
	}
	surveys := make([]Survey, len(drawn))
	for i, one := range drawn {
		surveys[i].Survey = one
	}
	if !MayDraw(asker) || len(drawn) == 0 {
		return surveys, nil
	}
	report, err := d.Report(ctx, asker, Query{Scheme: scheme})
	if err != nil {
		return nil, err
	}
	for i := range surveys {
		id := "survey." + surveys[i].On.String()
		surveys[i].Drawn, _ = report.Figure(id + ".drawn")
		surveys[i].Asked, _ = report.Figure(id + ".asked")
		surveys[i].Answered, _ = report.Figure(id + ".answered")
	}
	return surveys, nil
}

// draws returns every draw for a scheme, or for any where it is "".
func (d *Desk) draws(ctx context.Context, op, scheme string) ([]journey.Survey, error) {
	facts, _, err := d.Record.Loose(ctx, 0, journey.KindSurveyDrawn)
	if err != nil {
		return nil, casework.In(op, err)
	}
	return journey.SurveysOf(facts, scheme), nil
}

// DrawSurvey draws women at random from those whose support ended at least three
// months before a day, and writes down who was drawn, by which seed and from how
// many: the same seed draws the same women from the same frame. No woman is drawn
// twice, and none of whom anybody is barred.
func (d *Desk) DrawSurvey(ctx context.Context, asker access.Asker, key string, entry SurveyEntry) error {
	const op = "draw survey"
	if !MayDraw(asker) {
		return casework.Fail(casework.Forbidden, op, "only those who lead the service draw women for a survey")
	}
	if _, _, err := d.settled(op, Query{Scheme: entry.Scheme}); err != nil {
		return err
	}
	digest, err := casework.Digest(key, op, asker, entry)
	if err != nil {
		return err
	}
	change := casework.Change{Key: key, Digest: digest, Entry: d.Note(asker, access.Append, access.ForEvidence, op, 0)}
	if d.SentBefore(ctx, change) {
		return nil
	}
	before, err := d.draws(ctx, op, entry.Scheme)
	if err != nil {
		return err
	}
	if slices.ContainsFunc(before, func(s journey.Survey) bool { return s.On == entry.On }) {
		return casework.In(op, journey.Problems{{Field: "on", Say: "There is a survey of that day already: choose another day"}})
	}
	drawn, err := d.draw(ctx, entry)
	if err != nil {
		return casework.In(op, err)
	}
	if change.Facts, err = d.Pen(asker).DrawSurvey(entry.On, drawn); err != nil {
		return casework.In(op, err)
	}
	if _, err := d.Record.Append(ctx, change); err != nil {
		return casework.In(op, err)
	}
	return nil
}

// draw draws from the frame as it stands.
func (d *Desk) draw(ctx context.Context, entry SurveyEntry) (journey.SurveyDrawn, error) {
	d.mutex.Lock()
	defer d.mutex.Unlock()
	drawn := journey.SurveyDrawn{Scheme: entry.Scheme, Seed: entry.Seed}
	if err := d.refresh(ctx); err != nil {
		return drawn, err
	}
	women := map[string]string{}
	var ids []string
	for _, one := range d.now.Frame(entry.Scheme, entry.On) {
		women[one.ID], ids = one.Woman, append(ids, one.ID)
	}
	drawn.Frame = len(ids)
	asked := map[string]bool{}
	for _, id := range stats.Drawn(ids, entry.Seed) {
		if len(drawn.Cases) < entry.Size && !asked[women[id]] {
			asked[women[id]] = true
			drawn.Cases = append(drawn.Cases, id)
		}
	}
	if len(drawn.Cases) < entry.Size {
		return drawn, journey.Problems{{Field: "size", Say: fmt.Sprintf("%d can be drawn for that day: enter that many or fewer", len(asked))}}
	}
	return drawn, nil
}

// DrawnList is the women of a draw whom somebody supports, or leads the service of.
type DrawnList struct {
	journey.Survey
	Women []DrawnWoman // by name
}

// DrawnWoman is one woman to ask.
type DrawnWoman struct {
	Case, Reference, Name string
	Keyworker             string // account id; "" where none is allocated
	// Asked is when she was asked last since the draw; zero where nobody did.
	Asked calendar.Day
}

// toAsk are the classes that a list of women to ask tells of.
var toAsk = access.SetOf(access.Identity, access.Plan)

// Drawn returns the women of a draw whom the asker may see. Who they are is
// written down before anything is shown.
func (d *Desk) Drawn(ctx context.Context, asker access.Asker, survey string) (DrawnList, error) {
	const op = "women drawn for a survey"
	if err := asksWomen(op, asker); err != nil {
		return DrawnList{}, err
	}
	all, err := d.draws(ctx, op, "")
	if err != nil {
		return DrawnList{}, err
	}
	at := slices.IndexFunc(all, func(one journey.Survey) bool { return one.SurveyDrawn.Survey == survey })
	if at < 0 {
		return DrawnList{}, casework.Fail(casework.NotFound, op, "there is no such survey")
	}
	list := DrawnList{Survey: all[at]}
	var rows []journey.Row
	var women []string
	for _, id := range list.Cases {
		row, err := d.Record.Row(ctx, id)
		if err != nil {
			return DrawnList{}, casework.In(op, err)
		}
		if toAsk&^d.Standing(asker, row).Allowed(access.Read, access.ForSupport) == 0 {
			rows, women = append(rows, row), append(women, row.Woman)
		}
	}
	if err := d.Tell(ctx, op, d.Note(asker, access.Read, access.ForSupport, op, toAsk, rows...)); err != nil {
		return DrawnList{}, err
	}
	who, err := d.Record.Who(ctx, women)
	if err != nil {
		return DrawnList{}, casework.In(op, err)
	}
	for _, row := range rows {
		identity := who[row.Woman]
		one := DrawnWoman{Case: row.Case, Reference: casework.Reference(row.Case), Name: identity.Name(), Keyworker: row.Worker}
		for _, said := range row.Answers {
			if said.Wave == journey.FollowUp && said.On >= list.On {
				one.Asked = max(one.Asked, said.On)
			}
		}
		list.Women = append(list.Women, one)
	}
	slices.SortFunc(list.Women, func(a, b DrawnWoman) int { return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.Case, b.Case)) })
	return list, nil
}
