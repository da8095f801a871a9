package herspace

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"throughline/internal/casework"
	"throughline/internal/domain/access"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
	"throughline/internal/domain/need"
)

// View is her record as she sees it herself.
type View struct {
	Row    journey.Row
	At     journey.At
	First  string // the name she uses
	Who    journey.Identity
	Worker string // her keyworker's name, "" where none is allocated

	Cover      string       // who works with her while her keyworker is away, "" where she is there
	CoverUntil calendar.Day // the last day of that

	Next       journey.Appointment // zero: none is booked
	Goals      []Goal
	PlanAnswer journey.PlanAnswer // what she said to the plan; "" where she was not asked
	PlanWords  string
	Entries    []Entry            // what is written of her, the newest first
	Summary    journey.Summary    // with which she moves on to another service; zero: there is none
	Safety     journey.SafetyPlan // hers, where she turned it on; zero where she did not
}

// Steps returns how many of her steps are done, of all that are needed. A goal that
// nobody broke into steps is one step.
func (v View) Steps() (done, all int) {
	for _, goal := range v.Goals {
		if goal.State == journey.GoalSetAside {
			continue
		}
		states := make([]journey.StepState, len(goal.Steps))
		for i, step := range goal.Steps {
			states[i] = step.State
		}
		switch {
		case len(states) == 0 && goal.State == journey.GoalReached:
			states = []journey.StepState{journey.StepDone}
		case len(states) == 0:
			states = []journey.StepState{journey.StepOpen}
		}
		for _, state := range states {
			switch state {
			case journey.StepDone:
				done, all = done+1, all+1
			case journey.StepOpen:
				all++
			}
		}
	}
	return done, all
}

// Step returns one of the steps of her plan, with its goal, and false where there
// is none of this id.
func (v View) Step(id string) (Goal, journey.Step, bool) {
	for _, goal := range v.Goals {
		for _, step := range goal.Steps {
			if step.Step == id {
				return goal, step, true
			}
		}
	}
	return Goal{}, journey.Step{}, false
}

// Goal returns one of her goals, and false where there is none of this id.
func (v View) Goal(id string) (Goal, bool) {
	if i := slices.IndexFunc(v.Goals, func(g Goal) bool { return g.Goal == id }); i >= 0 {
		return v.Goals[i], true
	}
	return Goal{}, false
}

// Entry returns one thing that is written of her, and false where she is shown
// none of this id.
func (v View) Entry(fact string) (Entry, bool) {
	if i := slices.IndexFunc(v.Entries, func(e Entry) bool { return e.Fact == fact }); i >= 0 {
		return v.Entries[i], true
	}
	return Entry{}, false
}

// Pathways are those she may be asked about in her space: in which she told of a
// need.
func (v View) Pathways() []need.Pathway { return v.Row.Needs.Pathways() }

// Goal is a goal of her plan as it stands.
type Goal struct {
	journey.GoalSet
	Words   string
	Measure string // how she will know that it is reached
	Steps   []journey.Step
}

// Entry is one thing that is written of her, with her own answers to it.
type Entry struct {
	Fact   string
	At     calendar.Moment
	Mine   bool   // she wrote it herself
	Worker bool   // her keyworker wrote it
	Agency string // for whom it was written
	Body   journey.Body
	Text   string
	Excuse string
	Hers   []Answer // the oldest first
}

// Answer is what she answered to an entry.
type Answer struct {
	On   calendar.Day
	Text string
}

// reading is what she reads her own record for.
const reading = access.ForSupport

// mine returns the row of the woman who asks: of her open case, or else of the
// last one.
func (d Desk) mine(ctx context.Context, op string, asker access.Asker) (journey.Row, error) {
	if asker.Role != access.Woman || asker.ID == "" {
		return journey.Row{}, casework.Fail(casework.NotFound, op, "there is no such space")
	}
	rows, err := d.Record.Rows(ctx, asker, casework.Filter{Woman: asker.ID})
	if err != nil {
		return journey.Row{}, casework.In(op, err)
	}
	if len(rows) == 0 {
		return journey.Row{}, casework.Fail(casework.NotFound, op, "there is no such space")
	}
	for _, row := range rows {
		if row.Open() {
			return row, nil
		}
	}
	return rows[0], nil
}

// Open returns her record to her. Notes are left out where somebody wrote down
// that they would put another person in danger.
func (d Desk) Open(ctx context.Context, asker access.Asker) (View, error) {
	const op = "open her space"
	row, err := d.mine(ctx, op, asker)
	if err != nil {
		return View{}, err
	}
	classes := d.Standing(asker, row).Allowed(access.Read, reading)
	one, err := d.Record.Case(ctx, row.Case, classes)
	if err != nil {
		return View{}, casework.In(op, err)
	}
	view := d.viewOf(one)
	if view.Worker, err = d.worker(ctx, row.Worker); err != nil {
		return View{}, casework.In(op, err)
	}
	if cover, holds := one.Row.CoverOn(d.Bench.Today()); holds {
		if view.Cover, err = d.worker(ctx, cover.Account); err != nil {
			return View{}, casework.In(op, err)
		}
		view.CoverUntil = cover.Until
	}
	if err := d.Tell(ctx, op, d.Note(asker, access.Read, reading, op, classes, row)); err != nil {
		return View{}, err
	}
	return view, nil
}

// worker returns the name of her keyworker, "" where there is none any more.
func (d Desk) worker(ctx context.Context, account string) (string, error) {
	if account == "" {
		return "", nil
	}
	return d.People.NameOf(ctx, account)
}

func (d Desk) viewOf(one casework.Case) View {
	now := calendar.At(d.Now())
	view := View{Row: one.Row, At: one.Row.AtMoment(now), First: one.Who.First(), Who: one.Who, PlanAnswer: one.Row.PlanAnswer}
	for _, appointment := range journey.AppointmentsOf(one.Facts) {
		if appointment.Outcome == journey.StillBooked && !appointment.At.Over(now) {
			view.Next = appointment
			break
		}
	}
	for _, fact := range one.Facts {
		switch body := fact.Body.(type) {
		case journey.GoalSet:
			goal := Goal{GoalSet: body, Words: text(fact)}
			if fact.Words != nil {
				goal.Measure = fact.Words.Measure
			}
			view.setGoal(goal)
		case journey.PlanAgreed:
			view.PlanWords = text(fact)
		}
	}
	for _, step := range journey.StepsOf(one.Facts) {
		if i := slices.IndexFunc(view.Goals, func(g Goal) bool { return g.Goal == step.Goal }); i >= 0 {
			view.Goals[i].Steps = append(view.Goals[i].Steps, step)
		}
	}
	view.Summary, _ = journey.SummaryOf(one.Facts)
	if plan := journey.SafetyPlanOf(one.Facts); plan.Shown { // what she did not turn on is not even lent to a page
		view.Safety = plan
	}
	view.Entries = entriesOf(one)
	return view
}

func (v *View) setGoal(goal Goal) {
	if i := slices.IndexFunc(v.Goals, func(g Goal) bool { return g.Goal == goal.Goal }); i >= 0 {
		v.Goals[i] = goal
		return
	}
	v.Goals = append(v.Goals, goal)
}

func text(fact journey.Fact) string {
	if fact.Words == nil {
		return ""
	}
	return fact.Words.Text
}

// unlisted are the kinds that tell her nothing by themselves: who must not learn
// of her, and what stands beside another entry.
var unlisted = []journey.Kind{
	journey.KindConflict, journey.KindConflictOver, journey.KindConflictKept, journey.KindLiftAsked, journey.KindWithdrawn, journey.KindHeldBack, journey.KindAnsweredBack, journey.KindSeenTo,
	journey.KindApart, journey.KindApartEnded,
	journey.KindSafetyPlan, journey.KindSafetyShown, // whoever holds her phone must not learn of it
}

// worded are the kinds whose words she is shown. Of another she is told that it
// was written: a new kind opens its words to her only when somebody decides so.
var worded = []journey.Kind{
	journey.KindReferred, journey.KindAllocated, journey.KindHandover, journey.KindConditionGiven, journey.KindConditionDecided, journey.KindConditionVaried,
	journey.KindReferredBack, journey.KindBooked, journey.KindAttendance, journey.KindExcuseDecided, journey.KindContact, journey.KindNeed,
	journey.KindTier, journey.KindGoal, journey.KindPlanAgreed, journey.KindActivity, journey.KindAnswer, journey.KindClosed,
	journey.KindPermission, journey.KindPermissionBack, journey.KindOpening, journey.KindCheckedIn, journey.KindTalk, journey.KindChange,
	journey.KindCopy, journey.KindCorrection, journey.KindDeletion, journey.KindHealthNoted, journey.KindSupportNoted, journey.KindAgreement,
	journey.KindStep, journey.KindGoalReviewed, journey.KindExtended, journey.KindExitTalked, journey.KindSummaryAnswered,
	// What she said herself. What was done about a risk may put another person in danger.
	journey.KindScreened, journey.KindScored, journey.KindStrengths, journey.KindWellbeing, journey.KindExcluded, journey.KindFamily,
}

// entriesOf returns what is written of her, the newest first, without what is
// held back.
func entriesOf(one casework.Case) []Entry {
	held, answers := map[string]bool{}, map[string][]Answer{}
	for _, fact := range one.Facts {
		switch body := fact.Body.(type) {
		case journey.HeldBack:
			held[body.Entry] = body.Held
		case journey.AnsweredBack:
			answers[body.Entry] = append(answers[body.Entry], Answer{fact.Happened.Day(), text(fact)})
		}
	}
	var entries []Entry
	for _, fact := range one.Facts {
		if held[fact.ID] || slices.Contains(unlisted, fact.Body.Kind()) {
			continue
		}
		entry := Entry{
			Fact: fact.ID, At: fact.Happened, Body: fact.Body, Agency: fact.Agency, Hers: answers[fact.ID],
			Mine: fact.By != "" && fact.By == fact.Woman, Worker: fact.By != "" && fact.By == one.Row.Worker,
		}
		if fact.Words != nil && slices.Contains(worded, fact.Body.Kind()) {
			entry.Text, entry.Excuse = fact.Words.Text, fact.Words.Excuse
		}
		entries = append(entries, entry)
	}
	slices.SortStableFunc(entries, func(a, b Entry) int {
		return cmp.Or(cmp.Compare(b.At.Day(), a.At.Day()), strings.Compare(b.Fact, a.Fact))
	})
	return entries
}
