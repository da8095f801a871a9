package journey

import (
	"slices"

	"throughline/internal/domain/calendar"
)

// GroupEntry is how she joins a group, as a person enters it.
type GroupEntry struct {
	Group    string
	Waiting  bool // on the list, where no place is free or she wants to wait
	Needs    []GroupNeed
	Ages     []int // of the children who come to the crèche, in years
	AskFirst YesNo
}

// JoinGroup gives her a place in a group, or puts her on its waiting list.
func (p Pen) JoinGroup(row Row, entry GroupEntry) ([]Fact, error) {
	known, joined := row.InGroup(entry.Group)
	var problems Problems
	problems.check(row.Open(), "group", "Her support has ended")
	problems.check(entry.Group != "", "group", "Choose a group")
	problems.check(!joined || known.Step == PlaceLeft, "group", "She is on the list of this group already")
	for _, one := range entry.Needs {
		problems.check(oneOf(one, GroupNeeds), "needs", "Choose what she needs from the list")
	}
	creche := slices.Contains(entry.Needs, NeedsCreche)
	problems.check(!creche || len(entry.Ages) > 0, "ages", "Enter the age of each child who comes, such as 2, 5")
	problems.check(creche || len(entry.Ages) == 0, "ages", "Choose the crèche too, or leave the ages out")
	for _, age := range entry.Ages {
		problems.check(age >= 0 && age <= oldestChild, "ages", "Enter ages in years, from 0 to 17")
	}
	if err := problems.err(); err != nil {
		return nil, err
	}
	step := PlaceGiven
	if entry.Waiting {
		step = PlaceAsked
	}
	return []Fact{p.write(row.Woman, row.Case, calendar.At(p.Now), GroupPlace{
		Group: entry.Group, Step: step, Needs: entry.Needs, Ages: entry.Ages, AskFirst: entry.AskFirst,
	}, nil)}, nil
}

// StepInGroup moves her on in a group: a place is offered to her who waits, she
// takes it, or she gives it up. What she answers to an offer is hers: no answer
// takes nothing away.
func (p Pen) StepInGroup(row Row, group string, step PlaceStep) ([]Fact, error) {
	known, joined := row.InGroup(group)
	var problems Problems
	problems.check(joined && known.Step != PlaceLeft, "step", "She is not on the list of this group")
	switch step {
	case PlaceOffered:
		problems.check(!joined || known.Step == PlaceAsked, "step", "A place was offered to her already")
	case PlaceGiven:
		problems.check(!joined || known.Step != PlaceGiven, "step", "She has a place already")
	case PlaceLeft:
	default:
		problems.check(false, "step", "Choose what happens with her place")
	}
	if err := problems.err(); err != nil {
		return nil, err
	}
	return []Fact{p.write(row.Woman, row.Case, calendar.At(p.Now), GroupPlace{Group: group, Step: step}, nil)}, nil
}

// RegisterEntry is what a register says of one woman at one session.
type RegisterEntry struct {
	Session Session
	Outcome Outcome
	Counts  YesNo  // towards her condition; "" where nobody says
	Unit    string // which part of the condition, where it has several
}

// TakeRegister writes down what became of her place at a session: an appointment
// of the kind group, under one id, so that a later entry of the register corrects
// the one before. Whoever runs the group may not know that she has a condition, so
// nothing here asks about it: her keyworker says later which part it was.
func (p Pen) TakeRegister(row Row, entry RegisterEntry) ([]Fact, error) {
	at := entry.Session.At
	var problems Problems
	problems.check(oneOf(entry.Outcome, RegisterOutcomes), "outcome", "Choose what happened")
	problems.check(!entry.Session.Cancelled, "outcome", "This session was called off")
	problems.check(entry.Outcome == CancelledByHer || at.Day() <= p.today(), "outcome", "The session is still to come")
	problems.check(at.Day() >= row.Referred, "outcome", "That is before she was referred, on "+row.Referred.Short())
	problems.check(entry.Unit == "" || row.Condition != nil && row.Condition.HasPart(entry.Unit), "counts", "Choose one of the parts of the condition")
	if err := problems.err(); err != nil {
		return nil, err
	}
	if !entry.Outcome.Came() {
		entry.Counts, entry.Unit = "", ""
	}
	minutes := entry.Session.Minutes
	if !entry.Outcome.Came() {
		minutes = 0
	}
	return []Fact{p.write(row.Woman, row.Case, at, Attendance{
		Appointment: SessionAppointment(entry.Session.SessionSet.Session, row.Case), At: at, How: Group,
		Outcome: entry.Outcome, Counts: entry.Counts, Unit: entry.Unit, Minutes: minutes,
	}, nil)}, nil
}
