package assessment

import (
	"context"

	"throughline/internal/domain/access"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
	"throughline/internal/domain/need"
)

// Wellbeing is one aspect of her well-being with what she said of it before.
type Wellbeing struct {
	need.Aspect
	Told []AspectTold // in the order in which she was asked
}

// AspectTold is how she rated an aspect once.
type AspectTold struct {
	On     calendar.Day
	Rating need.Rating
	Words  string // hers
}

// Wellbeing returns the four aspects with all that she said of them.
func (d Desk) Wellbeing(ctx context.Context, asker access.Asker, caseID string) ([]Wellbeing, error) {
	one, _, err := d.read(ctx, "open well-being", asker, caseID)
	if err != nil {
		return nil, err
	}
	told := map[need.Aspect][]AspectTold{}
	for _, fact := range one.Facts {
		if body, ok := fact.Body.(journey.WellbeingTold); ok {
			said := AspectTold{On: fact.Happened.Day(), Rating: need.Rating(body.Rating)}
			if fact.Words != nil {
				said.Words = fact.Words.Text
			}
			told[body.Aspect] = append(told[body.Aspect], said)
		}
	}
	var aspects []Wellbeing
	for _, aspect := range need.Aspects() {
		aspects = append(aspects, Wellbeing{aspect, told[aspect]})
	}
	return aspects, nil
}

// TellWellbeing writes down how she rates the aspects of her well-being. Another
// answer of the same day corrects the one before.
func (d Desk) TellWellbeing(ctx context.Context, asker access.Asker, caseID, key string, on calendar.Day, answers []journey.AspectAnswer) error {
	_, err := d.write(ctx, "tell well-being", asker, caseID, key, []any{on, answers}, func(pen journey.Pen, row journey.Row) ([]journey.Fact, error) {
		facts, err := pen.TellWellbeing(row, on, answers)
		if err != nil {
			return nil, err
		}
		one, err := d.Record.Case(ctx, row.Case, 0)
		if err != nil {
			return nil, err
		}
		return journey.Correcting(facts, one.Facts), nil
	})
	return err
}
