package support

import (
	"context"
	"strings"

	"throughline/internal/casework"
	"throughline/internal/domain/access"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
)

// SafetyPlan is her safety plan as the asker may see it.
type SafetyPlan struct {
	journey.SafetyPlan
	Open    bool         // false where it stays closed until a reason is given
	Printed calendar.Day // when she last agreed to have it on paper; zero: never
}

// SafetyPlan returns her safety plan. It is read on its own page alone, and each
// reading is written down apart. A lead, or who manages the organisation that
// supports her, reads it with a reason, for safeguarding.
func (d Desk) SafetyPlan(ctx context.Context, asker access.Asker, caseID, reason string) (SafetyPlan, error) {
	const op = "open safety plan"
	purpose := access.ForSupport
	if reason = strings.TrimSpace(reason); asker.Role != access.Keyworker {
		purpose = access.ForSafeguarding
	}
	row, standing, err := d.Admit(ctx, op, asker, caseID, access.Read, purpose, access.SetOf(access.Plan))
	if err != nil {
		return SafetyPlan{}, err
	}
	notes := access.SetOf(access.Notes)
	needsReason := standing.Decide(access.Notes, access.Read, purpose).Needs.Has(access.WrittenReason)
	if standing.Allowed(access.Read, purpose)&notes == 0 || needsReason && reason == "" {
		return SafetyPlan{}, nil
	}
	one, err := d.Record.Case(ctx, caseID, notes)
	if err != nil {
		return SafetyPlan{}, casework.In(op, err)
	}
	note := d.Note(asker, access.Read, purpose, op, notes, row)
	if needsReason {
		note.Reason, note.Said = "notes-opened", reason
	}
	if err := d.Tell(ctx, op, note); err != nil {
		return SafetyPlan{}, err
	}
	plan := SafetyPlan{SafetyPlan: journey.SafetyPlanOf(one.Facts), Open: true}
	for _, fact := range one.Facts {
		if body, ok := fact.Body.(journey.PaperAgreed); ok && body.What == journey.PaperSafetyPlan {
			plan.Printed = fact.Happened.Day()
		}
	}
	return plan, nil
}

// WriteSafetyPlan writes the parts of her safety plan that changed, in any order.
func (d Desk) WriteSafetyPlan(ctx context.Context, asker access.Asker, caseID string, seen int, key string, said map[journey.SafetySection]string) (casework.Receipt, error) {
	return d.write(ctx, change{
		verb: VerbSafety, asker: asker, caseID: caseID, seen: seen, key: key, classes: access.SetOf(access.Notes), entered: said,
		decide: func(pen journey.Pen, row journey.Row) ([]journey.Fact, error) {
			one, err := d.Record.Case(ctx, row.Case, access.SetOf(access.Notes))
			if err != nil {
				return nil, err
			}
			return pen.WriteSafetyPlan(row, journey.SafetyPlanOf(one.Facts), said)
		},
	})
}

// ShowSafetyPlan shows her safety plan in her own space, on her word, or hides it.
func (d Desk) ShowSafetyPlan(ctx context.Context, asker access.Asker, caseID string, seen int, key string, shown bool) (casework.Receipt, error) {
	return d.write(ctx, change{
		verb: VerbSafety, asker: asker, caseID: caseID, seen: seen, key: key, classes: access.SetOf(access.Notes), entered: shown,
		decide: func(pen journey.Pen, row journey.Row) ([]journey.Fact, error) {
			return pen.ShowSafetyPlan(row, shown), nil
		},
	})
}

// Paper is what she agrees to have on paper, and whether she says it is safe for
// her to hold.
type Paper struct {
	journey.PaperAgreed
	Safe journey.YesNo
}

// AgreePaper writes down what she agrees to have on paper.
func (d Desk) AgreePaper(ctx context.Context, asker access.Asker, caseID string, seen int, key string, entry Paper) (casework.Receipt, error) {
	classes := access.SetOf(access.Plan)
	if entry.What == journey.PaperSafetyPlan {
		classes = access.SetOf(access.Notes)
	}
	return d.write(ctx, change{
		verb: VerbPaper, asker: asker, caseID: caseID, seen: seen, key: key, classes: classes, entered: entry,
		decide: func(pen journey.Pen, row journey.Row) ([]journey.Fact, error) {
			goals, err := d.goals(ctx, row)
			if err != nil {
				return nil, err
			}
			ids := make([]string, len(goals))
			for i, goal := range goals {
				ids[i] = goal.Goal
			}
			return pen.AgreePaper(row, entry.PaperAgreed, entry.Safe, ids)
		},
	})
}
