package herspace

import (
	"context"

	"throughline/internal/casework"
	"throughline/internal/domain/access"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
	"throughline/internal/domain/need"
)

// writing is what she is about to write.
type writing struct {
	op      string
	asker   access.Asker
	key     string
	classes access.Classes
	entered any
	decide  func(pen journey.Pen, one casework.Case) ([]journey.Fact, error)
}

var planned = access.SetOf(access.Plan)

// write writes it into her own record.
func (d Desk) write(ctx context.Context, w writing) error {
	hers, err := d.mine(ctx, w.op, w.asker)
	if err != nil {
		return err
	}
	_, err = d.Bench.Write(ctx, casework.Writing{
		Op: w.op, Asker: w.asker, Case: hers.Case, Key: w.key, Action: access.Append, Purpose: access.ForSupport, Classes: w.classes, Entered: w.entered,
		Decide: func(pen journey.Pen, row journey.Row, standing casework.Standing) ([]journey.Fact, error) {
			one, err := d.Record.Case(ctx, row.Case, standing.Allowed(access.Read, reading))
			if err != nil {
				return nil, err
			}
			return w.decide(pen, one)
		},
	})
	return err
}

// CannotCome says that she cannot come to an appointment that is still to be, and
// why if she wants to say. It is her cancelling, and not a missed one.
func (d Desk) CannotCome(ctx context.Context, asker access.Asker, key, appointment, why string) error {
	classes := access.SetOf(access.Condition)
	if why != "" {
		classes |= access.SetOf(access.Notes)
	}
	return d.write(ctx, writing{"cannot come", asker, key, classes, []string{appointment, why}, func(pen journey.Pen, one casework.Case) ([]journey.Fact, error) {
		for _, booked := range journey.AppointmentsOf(one.Facts) {
			if booked.ID != appointment || booked.Outcome != journey.StillBooked || booked.At.Over(calendar.At(d.Now())) {
				continue
			}
			facts, err := pen.RecordAttendance(one.Row, journey.Meeting{
				Appointment: booked.ID, At: booked.At, How: booked.How, Outcome: journey.CancelledByHer, Excuse: why,
			})
			return journey.Correcting(facts, one.Facts), err
		}
		return nil, journey.Problems{{Field: "appointment", Say: "There is no such appointment any more"}}
	}})
}

// AddGoal adds something to her plan, in her words.
func (d Desk) AddGoal(ctx context.Context, asker access.Asker, key, words string) error {
	return d.write(ctx, writing{"add to her plan", asker, key, planned, words, func(pen journey.Pen, one casework.Case) ([]journey.Fact, error) {
		return pen.SetGoal(one.Row, journey.GoalEntry{Words: words, State: journey.GoalOpen})
	}})
}

// TickGoal says that she reached a goal, or that it is open again. Its words stay
// as they are.
func (d Desk) TickGoal(ctx context.Context, asker access.Asker, key, goal string, reached bool) error {
	entered := []any{goal, reached}
	return d.write(ctx, writing{"tick a goal", asker, key, planned, entered, func(pen journey.Pen, one casework.Case) ([]journey.Fact, error) {
		found, known := d.viewOf(one).Goal(goal)
		if !known {
			return nil, journey.Problems{{Field: "goal", Say: "Choose one of your steps"}}
		}
		state := journey.GoalOpen
		if reached {
			state = journey.GoalReached
		}
		return pen.SetGoal(one.Row, journey.GoalEntry{
			Goal: goal, Words: found.Words, Measure: found.Measure, Pathway: found.Pathway, State: state, Review: found.Review, Target: found.Target, Support: found.Support,
		})
	}})
}

// TickStep says that she took a step, or that it is still to be taken.
func (d Desk) TickStep(ctx context.Context, asker access.Asker, key, step string, done bool) error {
	return d.write(ctx, writing{"tick a step", asker, key, planned, []any{step, done}, func(pen journey.Pen, one casework.Case) ([]journey.Fact, error) {
		goal, found, known := d.viewOf(one).Step(step)
		if !known || found.State == journey.StepNotNeeded {
			return nil, journey.Problems{{Field: "step", Say: "Choose one of your steps"}}
		}
		state := journey.StepOpen
		if done {
			state = journey.StepDone
		}
		return pen.SetStep(one.Row, goal.Goal, journey.StepEntry{
			Step: step, Words: found.Words, Owner: found.Owner, Service: found.Service, State: state, Due: found.Due,
		})
	}})
}

// ShowSafety shows her safety plan in her space, or hides it.
func (d Desk) ShowSafety(ctx context.Context, asker access.Asker, key string, shown bool) error {
	return d.write(ctx, writing{"show her safety plan", asker, key, access.SetOf(access.Notes), shown, func(pen journey.Pen, one casework.Case) ([]journey.Fact, error) {
		return pen.ShowSafetyPlan(one.Row, shown), nil
	}})
}

// AgreePlan writes down what she says to the plan as a whole.
func (d Desk) AgreePlan(ctx context.Context, asker access.Asker, key string, answer journey.PlanAnswer, words string) error {
	entered := []any{answer, words}
	return d.write(ctx, writing{"answer to her plan", asker, key, planned, entered, func(pen journey.Pen, one casework.Case) ([]journey.Fact, error) {
		return pen.AgreePlan(one.Row, answer, words)
	}})
}

// AskForChange says that she wants her plan to be another.
func (d Desk) AskForChange(ctx context.Context, asker access.Asker, key, goal, words string) error {
	return d.write(ctx, writing{"ask for a change", asker, key, planned, []string{goal, words}, func(pen journey.Pen, one casework.Case) ([]journey.Fact, error) {
		if _, known := d.viewOf(one).Goal(goal); goal != "" && !known {
			return nil, journey.Problems{{Field: "words", Say: "Choose one of your steps"}}
		}
		return pen.AskForChange(one.Row, goal, words)
	}})
}

// AskToTalk says that she would rather speak to somebody.
func (d Desk) AskToTalk(ctx context.Context, asker access.Asker, key string, about journey.TalkAbout, words string) error {
	return d.write(ctx, writing{"ask to talk", asker, key, planned, []any{about, words}, func(pen journey.Pen, one casework.Case) ([]journey.Fact, error) {
		return pen.AskToTalk(one.Row, about, words)
	}})
}

// CheckIn says how things are: as a whole, or in one of the pathways she told of.
func (d Desk) CheckIn(ctx context.Context, asker access.Asker, key string, pathway need.Pathway, rating int, words string) error {
	classes, entered := access.SetOf(access.Needs), []any{pathway, rating, words}
	return d.write(ctx, writing{"check in", asker, key, classes, entered, func(pen journey.Pen, one casework.Case) ([]journey.Fact, error) {
		return pen.CheckIn(one.Row, pathway, rating, words)
	}})
}

// AnswerBack writes her own answer beside something that is written of her.
func (d Desk) AnswerBack(ctx context.Context, asker access.Asker, key, entry, words string) error {
	classes := access.SetOf(access.Needs, access.Notes, access.Plan)
	return d.write(ctx, writing{"answer an entry", asker, key, classes, []string{entry, words}, func(pen journey.Pen, one casework.Case) ([]journey.Fact, error) {
		if _, shown := d.viewOf(one).Entry(entry); shown {
			for _, fact := range one.Facts {
				if fact.ID == entry {
					return pen.AnswerBack(one.Row, fact, words)
				}
			}
		}
		return nil, journey.Problems{{Field: "answer", Say: "There is no such entry"}}
	}})
}

// AskForCopy asks for a copy of what is kept of her.
func (d Desk) AskForCopy(ctx context.Context, asker access.Asker, key string) error {
	return d.write(ctx, writing{"ask for a copy", asker, key, planned, nil, func(pen journey.Pen, one casework.Case) ([]journey.Fact, error) {
		return pen.AskForCopy(one.Row), nil
	}})
}

// AskForDeletion asks for what is kept of her to be deleted.
func (d Desk) AskForDeletion(ctx context.Context, asker access.Asker, key string) error {
	return d.write(ctx, writing{"ask for deletion", asker, key, planned, nil, func(pen journey.Pen, one casework.Case) ([]journey.Fact, error) {
		return pen.AskForDeletion(one.Row), nil
	}})
}

// AskForCorrection asks for something to be put right.
func (d Desk) AskForCorrection(ctx context.Context, asker access.Asker, key, words string) error {
	return d.write(ctx, writing{"ask for a correction", asker, key, planned, words, func(pen journey.Pen, one casework.Case) ([]journey.Fact, error) {
		return pen.AskForCorrection(one.Row, "", words)
	}})
}
