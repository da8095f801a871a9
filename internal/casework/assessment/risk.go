package assessment

import (
	"context"

	"throughline/internal/domain/access"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
)

// Risk is one risk as it was told.
type Risk struct {
	journey.RiskTold
	On     calendar.Day
	Agency string
	Done   string
}

// Risks returns every risk that was told, the latest first.
func (d Desk) Risks(ctx context.Context, asker access.Asker, caseID string) ([]Risk, error) {
	one, _, err := d.read(ctx, "open safety steps", asker, caseID)
	if err != nil {
		return nil, err
	}
	var risks []Risk
	for _, fact := range one.Facts {
		if body, ok := fact.Body.(journey.RiskTold); ok {
			risk := Risk{RiskTold: body, On: fact.Happened.Day(), Agency: fact.Agency}
			if fact.Words != nil {
				risk.Done = fact.Words.Text
			}
			risks = append([]Risk{risk}, risks...)
		}
	}
	return risks, nil
}

// NoteRisk writes down a risk, and what was done.
func (d Desk) NoteRisk(ctx context.Context, asker access.Asker, caseID, key string, on calendar.Day, risk journey.RiskEntry) error {
	_, err := d.write(ctx, "note risk", asker, caseID, key, []any{on, risk}, func(pen journey.Pen, row journey.Row) ([]journey.Fact, error) {
		return pen.NoteRisk(row, on, risk)
	})
	return err
}
