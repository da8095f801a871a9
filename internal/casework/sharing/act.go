package sharing

import (
	"context"
	"slices"

	"throughline/internal/casework"
	"throughline/internal/domain/access"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
)

// Decide writes down what the court or the probation office of her order decided
// on what is required of her. The service reports facts; those who ordered it
// decide. A second decision corrects the first.
func (d Desk) Decide(ctx context.Context, asker access.Asker, caseID, key string, entry journey.DecisionEntry) (casework.Receipt, error) {
	return d.write(ctx, change{
		op: "decide on an order", asker: asker, caseID: caseID, key: key,
		purpose: access.ForCondition, classes: access.SetOf(access.Condition), entered: entry,
		may: func(_ access.Asker, standing casework.Standing) bool { return standing.Is(access.Ordered) },
		decide: func(pen journey.Pen, row journey.Row, _ casework.Standing) ([]journey.Fact, error) {
			facts, err := pen.DecideCondition(row, entry)
			if err != nil {
				return nil, err
			}
			one, err := d.Record.Case(ctx, caseID, 0)
			if err != nil {
				return nil, err
			}
			return journey.Correcting(facts, one.Facts), nil
		},
	})
}

// NoteEntry is a note as a specialist enters it.
type NoteEntry struct {
	Class access.Class // what it is about, and so who may read it
	On    calendar.Day
	Text  string
}

// Write adds a note of a specialist who works with her.
func (d Desk) Write(ctx context.Context, asker access.Asker, caseID, key string, entry NoteEntry) (casework.Receipt, error) {
	const op = "specialist's note"
	row, err := d.Record.Row(ctx, caseID)
	if err != nil && casework.KindOf(err) != casework.NotFound {
		return casework.Receipt{}, casework.In(op, err)
	}
	may := d.mayNote(asker, row)
	if err != nil || len(may) == 0 {
		return casework.Receipt{}, d.Absent(ctx, op, asker, row, access.Append, access.ForSupport)
	}
	if !slices.Contains(may, entry.Class) {
		return casework.Receipt{}, casework.In(op, problem("class", "Choose what the note is about"))
	}
	return d.write(ctx, change{
		op: op, asker: asker, caseID: caseID, key: key, purpose: access.ForSupport, classes: access.SetOf(entry.Class), entered: entry,
		decide: func(pen journey.Pen, row journey.Row, _ casework.Standing) ([]journey.Fact, error) {
			return pen.NoteAs(row, entry.Class, entry.On, entry.Text)
		},
	})
}
