package support

import (
	"context"
	"errors"
	"slices"

	"throughline/internal/casework"
	"throughline/internal/domain/access"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
	"throughline/internal/domain/need"
)

// Screening is an assessment as a person enters it: the nine pathways, and what is
// told beside them.
type Screening struct {
	On      calendar.Day
	Answers []journey.PathwayAnswer
	Told    journey.AssessmentTold
}

// write returns the facts of an assessment. Where something was told beside the
// nine pathways, none of these has to be answered.
func (s Screening) write(pen journey.Pen, row journey.Row) ([]journey.Fact, error) {
	told, wrong := pen.Tell(row, s.On, s.Told)
	answered := slices.ContainsFunc(s.Answers, func(answer journey.PathwayAnswer) bool { return answer.Asked })
	if !answered && len(told) > 0 && wrong == nil {
		return told, nil
	}
	facts, err := pen.Assess(row, s.On, s.Answers)
	if err != nil { // of a wrong day each of them would speak
		return nil, together(err, onlyNew(wrong, err))
	}
	return append(told, facts...), wrong
}

// onlyNew returns the problems that another error does not name already.
func onlyNew(err, named error) error {
	var problems, known, left journey.Problems
	if !errors.As(err, &problems) || !errors.As(named, &known) {
		return err
	}
	for _, problem := range problems {
		if !slices.Contains(known, problem) {
			left = append(left, problem)
		}
	}
	if len(left) == 0 {
		return nil
	}
	return left
}

// Assess writes down an assessment. Earlier answers stay as they were; another
// answer of the same day corrects the one before.
func (d Desk) Assess(ctx context.Context, asker access.Asker, caseID string, seen int, key string, entry Screening) (casework.Receipt, error) {
	return d.write(ctx, change{
		verb: VerbAssess, asker: asker, caseID: caseID, seen: seen, key: key, classes: access.SetOf(access.Needs, access.Children), entered: entry,
		decide: func(pen journey.Pen, row journey.Row) ([]journey.Fact, error) {
			if err := stillOpen(row, "on"); err != nil {
				return nil, err
			}
			facts, err := entry.write(pen, row)
			if err != nil {
				return nil, err
			}
			return d.correcting(ctx, row, facts)
		},
	})
}

// TierChoice is a tier that a person chooses, and why.
type TierChoice struct {
	Tier   need.Tier
	Reason string
}

// SetTier chooses another tier than the count of needs gives.
func (d Desk) SetTier(ctx context.Context, asker access.Asker, caseID string, seen int, key string, entry TierChoice) (casework.Receipt, error) {
	return d.write(ctx, change{
		verb: VerbTier, asker: asker, caseID: caseID, seen: seen, key: key, classes: access.SetOf(access.Needs), entered: entry,
		decide: func(pen journey.Pen, row journey.Row) ([]journey.Fact, error) {
			if err := stillOpen(row, "tier"); err != nil {
				return nil, err
			}
			return pen.SetTier(row, entry.Tier, entry.Reason)
		},
	})
}

// Answer is what she said to her plan.
type Answer struct {
	Answer journey.PlanAnswer
	Words  string
}

// AgreePlan writes down what she said to the plan.
func (d Desk) AgreePlan(ctx context.Context, asker access.Asker, caseID string, seen int, key string, entry Answer) (casework.Receipt, error) {
	return d.write(ctx, change{
		verb: VerbPlan, asker: asker, caseID: caseID, seen: seen, key: key, classes: access.SetOf(access.Plan), entered: entry,
		decide: func(pen journey.Pen, row journey.Row) ([]journey.Fact, error) {
			if err := stillOpen(row, "answer"); err != nil {
				return nil, err
			}
			return pen.AgreePlan(row, entry.Answer, entry.Words)
		},
	})
}

// RecordActivity writes down support beyond appointments.
func (d Desk) RecordActivity(ctx context.Context, asker access.Asker, caseID string, seen int, key string, entry journey.ActivityEntry) (casework.Receipt, error) {
	return d.write(ctx, change{
		verb: VerbActivity, asker: asker, caseID: caseID, seen: seen, key: key, classes: access.SetOf(access.Plan), entered: entry,
		decide: func(pen journey.Pen, row journey.Row) ([]journey.Fact, error) { return pen.RecordActivity(row, entry) },
	})
}

// Answers are her answers to the outcome questions of a wave.
type Answers struct {
	On      calendar.Day
	Wave    journey.Wave
	Answers map[string]string // by measure
}

// AnswerOutcomes writes down her answers to the outcome questions. Another
// answer to the same question corrects the one before: at the end of support
// whatever its day, in the other waves on the same day.
func (d Desk) AnswerOutcomes(ctx context.Context, asker access.Asker, caseID string, seen int, key string, entry Answers) (casework.Receipt, error) {
	return d.write(ctx, change{
		verb: VerbAnswers, asker: asker, caseID: caseID, seen: seen, key: key, classes: access.SetOf(access.Needs), entered: entry,
		decide: func(pen journey.Pen, row journey.Row) ([]journey.Fact, error) {
			facts, err := pen.AnswerOutcomes(row, entry.On, entry.Wave, entry.Answers)
			if err != nil {
				return nil, err
			}
			return d.correcting(ctx, row, facts)
		},
	})
}

// correcting returns new facts of a case, each superseding the one that stands
// in its place.
func (d Desk) correcting(ctx context.Context, row journey.Row, facts []journey.Fact) ([]journey.Fact, error) {
	one, err := d.Record.Case(ctx, row.Case, 0)
	if err != nil {
		return nil, err
	}
	return journey.Correcting(facts, one.Facts), nil
}

// stillOpen refuses where support has ended.
func stillOpen(row journey.Row, field string) error {
	if row.Open() {
		return nil
	}
	return journey.Problems{{Field: field, Say: "Her support ended on " + row.Closed.Short()}}
}
