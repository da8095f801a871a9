package journey

import (
	"slices"
	"strings"

	"throughline/internal/domain/calendar"
	"throughline/internal/domain/need"
)

// Allocate makes her this keyworker's, who works for an agency; "" where it is
// not known. reason says why, where a limit is passed.
func (p Pen) Allocate(row Row, keyworker, agency, reason string) ([]Fact, error) {
	var problems Problems
	problems.check(keyworker != "", "keyworker", "Choose a keyworker")
	problems.check(row.Open(), "keyworker", "Her support has ended: there is nothing to allocate")
	problems.check(keyworker != row.Worker || keyworker == "", "keyworker", "She is already allocated to this keyworker")
	if err := problems.err(); err != nil {
		return nil, err
	}
	return []Fact{p.write(row.Woman, row.Case, calendar.At(p.Now), Allocated{Keyworker: keyworker, Agency: agency}, sealedText(reason))}, nil
}

// Meeting is what a person enters after an appointment, or after one that was
// not booked.
type Meeting struct {
	Appointment string // id of the booked appointment, "" for one that was not booked
	At          calendar.Moment
	How         AppointmentKind
	Outcome     Outcome
	Counts      YesNo  // towards the condition
	Unit        string // which part of the condition it was, where it has several
	Minutes     int
	Note        string
	Excuse      string
	With        Company
	StillSafe   YesNo // what she said when asked whether the ways to reach her are still safe; "" where nobody asked
}

// RecordAttendance writes down what became of an appointment.
func (p Pen) RecordAttendance(row Row, entry Meeting) ([]Fact, error) {
	var problems Problems
	problems.check(oneOf(entry.How, AppointmentKinds), "how", "Choose how you met")
	problems.check(oneOf(entry.Outcome, Outcomes), "outcome", "Choose what happened")
	problems.check(entry.At.Known(), "at", "Enter when it was")
	cancelled := entry.Outcome == CancelledByHer || entry.Outcome == CancelledByService
	problems.check(!entry.At.Known() || cancelled || entry.At.Day() <= p.today(), "at", "It has not happened yet: choose today or an earlier day")
	problems.check(!entry.At.Known() || entry.At.Day() >= row.Referred, "at", "That is before she was referred, on "+row.Referred.Short())
	problems.check(entry.Minutes >= 0 && entry.Minutes <= 24*60, "minutes", "Enter how long it took in minutes, up to 1,440")
	problems.check(entry.Unit == "" || row.Condition != nil && row.Condition.HasPart(entry.Unit), "unit", "Choose one of the parts of the condition")
	problems.check(!entry.Outcome.Came() || entry.Counts == No || entry.Unit != "" || !row.inParts(), "unit", "Choose which part of the condition it was")
	problems.check(!entry.With.crowded(), "with", "She cannot be alone and with somebody: choose again")
	problems.check(entry.Outcome != MissedWithExcuse || strings.TrimSpace(entry.Excuse) != "", "excuse", "Say what the reason was")
	if err := problems.err(); err != nil {
		return nil, err
	}
	if entry.Appointment == "" {
		entry.Appointment = p.NewID()
	}
	if !entry.Outcome.Came() {
		entry.Counts, entry.With = "", Company{}
	}
	if entry.Counts == No {
		entry.Unit = ""
	}
	var words *Words
	if note, excuse := strings.TrimSpace(entry.Note), strings.TrimSpace(entry.Excuse); note != "" || excuse != "" {
		words = &Words{Text: note, Excuse: excuse}
	}
	return p.withSafety(row, entry.At, entry.StillSafe, p.write(row.Woman, row.Case, entry.At, Attendance{
		Appointment: entry.Appointment, At: entry.At, How: entry.How,
		Outcome: entry.Outcome, Counts: entry.Counts, Unit: entry.Unit, Minutes: entry.Minutes, With: entry.With,
	}, words))
}

// ContactEntry is a call, text or word outside an appointment.
type ContactEntry struct {
	At      calendar.Moment
	How     AppointmentKind
	Spoke   bool
	Minutes int
	Note    string
	With    Company

	StillSafe YesNo // as in Meeting
}

// RecordContact writes down that the service reached her, or tried to.
func (p Pen) RecordContact(row Row, entry ContactEntry) ([]Fact, error) {
	var problems Problems
	problems.check(oneOf(entry.How, AppointmentKinds), "how", "Choose how you met")
	problems.check(entry.At.Known() && entry.At.Day() <= p.today(), "at", "Enter when it was: today or an earlier day")
	problems.check(entry.Minutes >= 0 && entry.Minutes <= 24*60, "minutes", "Enter how long it took in minutes, up to 1,440")
	problems.check(!entry.With.crowded(), "with", "She cannot be alone and with somebody: choose again")
	if err := problems.err(); err != nil {
		return nil, err
	}
	if !entry.Spoke {
		entry.With = Company{}
	}
	return p.withSafety(row, entry.At, entry.StillSafe,
		p.write(row.Woman, row.Case, entry.At, ContactMade{How: entry.How, Spoke: entry.Spoke, Minutes: entry.Minutes, With: entry.With}, sealedText(entry.Note)))
}

// DecideExcuse writes down whether her reason for not coming was accepted, by
// the person who writes it.
func (p Pen) DecideExcuse(row Row, appointment string, accepted bool, reason string) ([]Fact, error) {
	var problems Problems
	problems.check(strings.TrimSpace(reason) != "", "reason", "Say why you decided so")
	if err := problems.err(); err != nil {
		return nil, err
	}
	return []Fact{p.write(row.Woman, row.Case, calendar.At(p.Now), ExcuseDecided{Appointment: appointment, Accepted: accepted}, sealedText(reason))}, nil
}

// PathwayAnswer is one pathway of an assessment as a person enters it.
type PathwayAnswer struct {
	Pathway need.Pathway
	Asked   bool
	Present bool
	Wanted  Wanted // only where need is present
	First   int    // 1, 2 or 3: what she wants to begin with, in her own order; 0 for none of them
	Hers    *int
	Workers *int
	Detail  string
	Words   string // hers
}

// firstsAtMost is how many pathways she may put first: a choice of ours, so that the
// plan begins with what matters most to her.
const firstsAtMost = 3

// Assess writes down an assessment over the nine pathways. Earlier answers stay
// as they were: re-scoring keeps every earlier score. Source: 004:211, 295.
func (p Pen) Assess(row Row, on calendar.Day, answers []PathwayAnswer) ([]Fact, error) {
	var problems Problems
	problems.check(on.Known() && on <= p.today(), "on", "Enter the day you talked: today or an earlier day")
	problems.check(!on.Known() || on >= row.Referred, "on", "That is before she was referred, on "+row.Referred.Short())
	var facts []Fact
	order := map[int]bool{}
	for _, answer := range answers {
		if !answer.Asked {
			continue
		}
		field := string(answer.Pathway)
		problems.check(answer.Pathway.Known(), field, "Choose one of the nine pathways")
		for _, rating := range []*int{answer.Hers, answer.Workers} {
			problems.check(rating == nil || *rating >= 0 && *rating <= 4, field, "Ratings go from 0, very hard, to 4, going well")
		}
		problems.check(answer.Wanted == "" || answer.Present && oneOf(answer.Wanted, []Wanted{WantedABit, WantedALot}), field, "Choose how much help she wants")
		problems.check(answer.Detail == "" || oneOf(answer.Detail, []string{"current", "history", "both"}), field, "Choose whether the abuse is now, in the past, or both")
		problems.check(answer.First >= 0 && answer.First <= firstsAtMost, field, "Choose first, second or third")
		problems.check(answer.First == 0 || answer.Present, field, "She does not want help with this now: leave its place empty")
		problems.check(answer.First == 0 || !order[answer.First], field, "Two pathways have the same place: choose another")
		order[answer.First] = true
		facts = append(facts, p.write(row.Woman, row.Case, calendar.OnDay(on), NeedAssessed{
			Pathway: answer.Pathway, Present: answer.Present, Wanted: answer.Wanted, First: answer.First, Hers: answer.Hers, Workers: answer.Workers, Detail: answer.Detail,
		}, sealedText(answer.Words)))
	}
	problems.check(len(facts) > 0, "assessment", "Answer at least one of the nine pathways")
	if err := problems.err(); err != nil {
		return nil, err
	}
	return facts, nil
}

// SetTier chooses another tier than the count of needs gives, with a reason.
func (p Pen) SetTier(row Row, tier need.Tier, reason string) ([]Fact, error) {
	var problems Problems
	problems.check(tier >= need.TierStandard && tier <= need.TierHigh, "tier", "Choose tier 1, 2 or 3")
	problems.check(strings.TrimSpace(reason) != "", "reason", "Say why you chose this tier")
	if err := problems.err(); err != nil {
		return nil, err
	}
	return []Fact{p.write(row.Woman, row.Case, calendar.At(p.Now), TierSet{Tier: tier}, sealedText(reason))}, nil
}

// GoalEntry is a goal of her plan as a person enters it.
type GoalEntry struct {
	Goal    string // id of the goal that changes, "" for a new one
	Words   string // hers, where they can be
	Measure string // how she and her keyworker will know that it is reached
	Pathway need.Pathway
	State   GoalState
	Target  calendar.Day
	Review  calendar.Day
	Support []GoalSupport
	Steps   []StepEntry // written with it; those in which nothing is entered are left out
}

// SetGoal writes a goal of her plan as it stands now, with new steps towards it.
func (p Pen) SetGoal(row Row, entry GoalEntry) ([]Fact, error) {
	var problems Problems
	problems.check(strings.TrimSpace(entry.Words) != "", "goal", "Write the goal, in her words if you can")
	problems.check(entry.Pathway == "" || entry.Pathway.Known(), "pathway", "Choose one of the nine pathways")
	problems.check(oneOf(entry.State, GoalStates), "state", "Choose how the goal stands")
	for _, support := range entry.Support {
		problems.check(oneOf(support, GoalSupports), "support", "Choose from the list")
	}
	problems.check(entry.Goal != "" || !entry.Target.Known() || entry.Target >= p.today(), "target", "Enter a day from today on")
	problems.check(row.Open(), "goal", "Her support has ended: the plan can no longer change")
	if entry.Goal == "" {
		entry.Goal = p.NewID()
	}
	steps := problems.steps(p, row, entry.Goal, entry.Steps)
	if err := problems.err(); err != nil {
		return nil, err
	}
	return append([]Fact{p.goal(row, entry)}, steps...), nil
}

// goal writes a goal as it stands now.
func (p Pen) goal(row Row, entry GoalEntry) Fact {
	words := sealedText(entry.Words)
	if measure := strings.TrimSpace(entry.Measure); words != nil {
		words.Measure = measure
	}
	return p.write(row.Woman, row.Case, calendar.At(p.Now), GoalSet{
		Goal: entry.Goal, Pathway: entry.Pathway, State: entry.State, Review: entry.Review, Target: entry.Target, Support: entry.Support,
	}, words)
}

// AgreePlan writes down what she said to the plan: agreed, not agreed and could
// not answer are three facts.
func (p Pen) AgreePlan(row Row, answer PlanAnswer, words string) ([]Fact, error) {
	var problems Problems
	problems.check(oneOf(answer, PlanAnswers), "answer", "Choose what she said to the plan")
	if err := problems.err(); err != nil {
		return nil, err
	}
	return []Fact{p.write(row.Woman, row.Case, calendar.At(p.Now), PlanAgreed{Answer: answer}, sealedText(words))}, nil
}

// ActivityEntry is support beyond appointments as a person enters it.
type ActivityEntry struct {
	What    ActivityKind
	Service string
	Pathway need.Pathway
	On      calendar.Day
	Pence   int64
	Outcome string
}

// RecordActivity writes down support beyond appointments.
func (p Pen) RecordActivity(row Row, entry ActivityEntry) ([]Fact, error) {
	var problems Problems
	problems.check(oneOf(entry.What, ActivityKinds), "kind", "Choose what you did")
	problems.check(entry.On.Known() && entry.On <= p.today(), "on", "Enter the day: today or an earlier day")
	problems.check(entry.Pathway == "" || entry.Pathway.Known(), "pathway", "Choose one of the nine pathways")
	problems.check(entry.Outcome == "" || IsCode(entry.Outcome), "outcome", "Choose what came of it from the list")
	problems.check(entry.Pence >= 0, "amount", "Enter the amount in pounds")
	if err := problems.err(); err != nil {
		return nil, err
	}
	return []Fact{p.write(row.Woman, row.Case, calendar.OnDay(entry.On), ActivityRecorded{
		Activity: p.NewID(), What: entry.What, Pathway: entry.Pathway, Pence: entry.Pence, Outcome: entry.Outcome,
	}, sealedText(entry.Service))}, nil
}

// Close ends support. Nothing closes by itself: not a tier, not a duration.
func (p Pen) Close(row Row, on calendar.Day, reason ClosureReason, onward, note string) ([]Fact, error) {
	var problems Problems
	problems.check(row.Open(), "reason", "Her support has already ended, on "+row.Closed.Short())
	problems.check(oneOf(reason, ClosureReasons), "reason", "Choose why support is ending")
	problems.check(on.Known() && on <= p.today() && on >= row.Referred, "on", "Enter the day support ended: between "+row.Referred.Short()+" and today")
	problems.check(reason != ClosedTransferred || strings.TrimSpace(onward) != "", "onward_scheme", "Say which service she is moving on to")
	problems.check(reason != ClosedDidNotEngage || row.Appointments.Attended() == 0, "reason", "She came to an appointment: choose another reason")
	problems.check(reason != ClosedAfterFirst || row.Appointments.Attended() == 1, "reason", "Choose this only where she came to one appointment")
	if err := problems.err(); err != nil {
		return nil, err
	}
	words, body := sealedText(note), Closed{Reason: reason}
	var service string
	if body.Onward, service = OnwardOf(onward); service != "" {
		if words == nil {
			words = &Words{}
		}
		words.Onward = service
	}
	return []Fact{p.write(row.Woman, row.Case, calendar.OnDay(on), body, words)}, nil
}

// AnswerOutcomes writes down her answers to the outcome questions of a wave.
func (p Pen) AnswerOutcomes(row Row, on calendar.Day, wave Wave, answers map[string]string) ([]Fact, error) {
	var problems Problems
	problems.check(on.Known() && on <= p.today(), "on", "Enter the day she answered: today or an earlier day")
	measures := make([]string, 0, len(answers))
	for measure, answer := range answers {
		problems.check(oneOf(answer, OutcomeAnswers), measure, "Choose her answer")
		problems.check(IsCode(measure), "answers", "Choose questions from the list")
		measures = append(measures, measure)
	}
	problems.check(len(answers) > 0, "answers", "Write down at least one answer")
	if err := problems.err(); err != nil {
		return nil, err
	}
	slices.Sort(measures)
	facts := make([]Fact, len(measures))
	for i, measure := range measures {
		facts[i] = p.write(row.Woman, row.Case, calendar.OnDay(on), OutcomeAnswered{Wave: wave, Measure: measure, Answer: answers[measure]}, nil)
	}
	return facts, nil
}
