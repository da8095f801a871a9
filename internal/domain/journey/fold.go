package journey

import (
	"cmp"
	"slices"

	"throughline/internal/domain/access"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/need"
)

// Folding numbers the fold. It is raised whenever the same facts give other rows,
// so that a record works out anew the rows that an earlier version left.
const Folding = 9

// Fold works out the rows of every case of one woman from all her facts, as at a
// day; a zero day means all that is known. It is a pure function: the same facts
// give the same rows, in the order the cases began.
func Fold(facts []Fact, asAt calendar.Day) []Row {
	effective := Effective(facts, asAt)
	var rows []Row
	for _, fact := range effective {
		if _, ok := fact.Body.(Referred); ok && fact.Case != "" {
			row := foldCase(fact.Case, effective)
			row.Version = written(facts, fact.Case)
			rows = append(rows, row)
		}
	}
	return rows
}

// written counts the facts of a case and of its woman, superseded ones included,
// so that every append moves the version on. What is sealed from nearly everybody
// does not: a version stands on a page, and would tell that there is something.
func written(facts []Fact, id string) int {
	count, sealed := 0, map[string]bool{}
	for _, fact := range facts {
		kind := fact.Body.Kind()
		sealed[fact.ID] = kind.Class() == access.Sealed || (kind == KindWithdrawn || kind == KindUndone) && sealed[fact.Supersedes]
		if !sealed[fact.ID] && (fact.Case == id || fact.Case == "") {
			count++
		}
	}
	return count
}

// foldCase folds one case out of the effective facts of its woman: the case's
// own, and hers that belong to no case.
func foldCase(id string, effective []Fact) Row {
	f := folding{row: Row{Case: id}, appointments: appointments{}, courses: map[string]*course{}, goals: map[string]GoalSet{}, steps: map[string]StepSet{}, activities: map[string]ActivityKind{}}
	encounters := map[string]Fact{}
	for _, fact := range effective {
		f.reach(fact)
		if fact.Case != "" && fact.Case != id {
			continue
		}
		if body, ok := fact.Body.(Encounter); ok {
			encounters[body.Encounter] = fact
			continue
		}
		f.take(fact)
	}
	if fact, ok := encounters[f.row.Encounter]; ok && f.row.Encounter != "" {
		f.encounter(fact)
	}
	f.row.bookedAnew(f.booked, f.seen)
	f.settleAppointments()
	f.settleNeeds()
	f.settleMeasures()
	f.settlePlan()
	f.settleArrests()
	f.row.endPlaces()
	return f.row
}

// folding is the work in hand while one case is folded.
type folding struct {
	row          Row
	appointments appointments
	booked       string   // id of the fact that booked last
	seen         []string // ids of what she asked for that somebody saw to
	needs        []Fact
	measures     []measured
	goals        map[string]GoalSet
	steps        map[string]StepSet
	activities   map[string]ActivityKind
	arrests      []LaterArrest // before the referral too
	contacts     []calendar.Day
	condition    *Condition
	courses      map[string]*course // by condition, whichever of condition and decision is dated first
	offices      []string           // courts and probation offices that her order belonged to
}

// take adds one fact to the work in hand.
func (f *folding) take(fact Fact) {
	row := &f.row
	row.Known = max(row.Known, fact.Known.Day())
	row.asks(fact)
	f.measure(fact)
	if row.sentOn(fact) {
		return
	}
	switch body := fact.Body.(type) {
	case Referred:
		row.Woman, row.Referred = fact.Woman, fact.Happened.Day()
		row.Scheme, row.Pathway = body.Scheme, body.Pathway
		row.Agency, row.Role, row.Sender, row.Area, row.Provider = body.Agency, body.Role, body.Sender, body.Area, body.Provider
		row.Encounter, row.Age = body.Encounter, body.Age
		row.OffenceCode, row.OffenceLabel, row.Outcome = body.Offence.Code, body.Offence.Label, body.Outcome
		row.Contact, row.Agreed, row.Urgent = body.Contact, body.Agreed, body.Urgent
		row.Otherwise, row.Warned = body.Otherwise, body.Warned
	case Allocated:
		row.Worker, row.WorkerAgency, row.Allocated = body.Keyworker, body.Agency, fact.Happened.Day()
	case ConditionGiven:
		f.condition = conditionOf(body)
	case ConditionDecided, ConditionVaried, ReferredBack:
		f.runs(fact)
	case Booked:
		f.appointments.take(fact)
		f.booked = max(f.booked, fact.ID)
	case Attendance, ExcuseDecided:
		f.appointments.take(fact)
	case SeenTo:
		f.seen = append(f.seen, body.Ask)
	case ContactMade:
		if body.Spoke {
			f.contacts = append(f.contacts, fact.Happened.Day())
		}
	case NeedAssessed:
		f.needs = append(f.needs, fact)
	case TierSet:
		row.TierChosen = body.Tier
	case GoalSet:
		f.goals[body.Goal] = body
	case StepSet:
		f.steps[body.Step] = body
	case SupportExtended:
		row.Extended = fact.Happened.Day()
	case FollowUpAgreed:
		row.FollowUp, row.Again = body.On, body.Agreed
	case PlanAgreed:
		row.PlanAnswer = body.Answer
	case ActivityRecorded:
		f.activities[body.Activity] = body.What
		row.grant(fact)
	case HardshipAsked, HardshipDecided, HardshipReturned:
		row.grant(fact)
	case GroupPlace:
		row.place(fact, body)
	case KeptApart, ApartEnded:
		row.keepApart(fact)
	case OutcomeAnswered:
		f.answered(Answered{body.Wave, body.Measure, body.Answer, fact.Happened.Day()})
	case Closed:
		row.Closed, row.Reason, row.Onward = fact.Happened.Day(), body.Reason, body.Onward
	case Described:
		// What a later telling leaves out stays as it was told.
		row.Borough, row.Ethnicity = cmp.Or(body.Borough, row.Borough), cmp.Or(body.Ethnicity, row.Ethnicity)
		row.Language, row.Interpreter = cmp.Or(body.Language, row.Language), cmp.Or(body.Interpreter, row.Interpreter)
		row.FirstTime = cmp.Or(body.FirstTime, row.FirstTime)
		if body.ChildrenUnder18 != nil {
			row.Mother = YesNoOf(*body.ChildrenUnder18 > 0)
		}
	case Arrested:
		f.arrests = append(f.arrests, LaterArrest{fact.Happened.Day(), body.outcomeOf()})
	case Supervised:
		if body.Agency != "" {
			f.offices = append(f.offices, body.Agency)
		}
		row.Door.take(fact)
	default:
		row.Concerns.take(fact)
		row.Door.take(fact)
		row.Keeping.take(fact)
	}
}

// answered keeps her latest answer to a question of a wave: facts come in the
// order they happened.
func (f *folding) answered(said Answered) {
	answers := f.row.Answers
	if i := slices.IndexFunc(answers, func(a Answered) bool { return a.Wave == said.Wave && a.Measure == said.Measure }); i >= 0 {
		answers[i] = said
		return
	}
	f.row.Answers = append(answers, said)
}

// encounter adds what the police logged of the encounter she was referred from.
func (f *folding) encounter(fact Fact) {
	body := fact.Body.(Encounter)
	row := &f.row
	row.Known = max(row.Known, fact.Known.Day())
	row.Encountered = fact.Happened.Day()
	row.Residence, row.Suite = body.Residence, body.Suite
	row.OffenceCode = cmp.Or(body.Offence.Code, row.OffenceCode)
	row.OffenceLabel = cmp.Or(body.Offence.Label, row.OffenceLabel)
	row.Outcome = cmp.Or(body.Outcome, row.Outcome)
}

// settleAppointments counts the appointments and dates the condition.
func (f *folding) settleAppointments() {
	sum := &f.row.Appointments
	f.settleTerms()
	for _, one := range f.appointments.list() {
		day := one.At.Day()
		if !sum.FirstBooked.Known() && one.Outcome != CancelledByService {
			sum.FirstBooked = day
		}
		switch one.Outcome {
		case Attended:
			sum.OnTime++
		case AttendedLate:
			sum.Late++
		case Missed:
			sum.Missed++
			f.missed(day, false)
		case MissedWithExcuse:
			sum.Excused++
			f.missed(day, true)
		case CancelledByHer:
			sum.CancelledByHer++
		case CancelledByService:
			sum.CancelledByService++
		case StillBooked:
			sum.Booked = append(sum.Booked, one.At)
		}
		if !one.Outcome.Came() {
			continue
		}
		switch sum.Attended() {
		case 1:
			sum.First = day
		case 2:
			sum.Second = day
		}
		sum.Last = day
		f.unit(one)
	}
	sum.LastContact = sum.Last
	for _, day := range f.contacts {
		sum.LastContact = max(sum.LastContact, day)
	}
	f.row.Condition = f.condition
}

// settleNeeds reads the first assessment.
func (f *folding) settleNeeds() {
	row := &f.row
	for _, fact := range f.needs { // in the order they happened
		on, body := fact.Happened.Day(), fact.Body.(NeedAssessed)
		if !row.Assessed.Known() {
			row.Assessed = on
		}
		if on == row.Assessed && body.Present {
			row.Needs = row.Needs.With(body.Pathway)
			if body.Pathway == need.DomesticAbuseVAWG {
				row.Abuse = body.Detail
			}
		}
	}
}

// settlePlan counts goals and activities, and dates what comes next of them. A
// step of a goal that is not worked on is not due.
func (f *folding) settlePlan() {
	row := &f.row
	for _, goal := range f.goals {
		row.Goals++
		switch {
		case goal.State == GoalReached:
			row.GoalsReached++
		case goal.State == GoalOpen && goal.Review.Known() && (!row.NextReview.Known() || goal.Review < row.NextReview):
			row.NextReview = goal.Review
		}
	}
	for _, step := range f.steps {
		if step.State == StepOpen && f.goals[step.Goal].State == GoalOpen && step.Due.Known() && (!row.NextStep.Known() || step.Due < row.NextStep) {
			row.NextStep = step.Due
		}
	}
	for _, what := range f.activities {
		if row.Activities == nil {
			row.Activities = map[ActivityKind]int{}
		}
		row.Activities[what]++
	}
	slices.SortFunc(row.Answers, func(a, b Answered) int {
		return cmp.Or(cmp.Compare(a.Wave, b.Wave), cmp.Compare(a.Measure, b.Measure))
	})
}

// settleArrests times her first arrest after the referral against what she had
// attended before it. A booked or missed appointment is not attended. Closure on
// the day of the arrest counts as closed. Source: 004:415-421.
func (f *folding) settleArrests() {
	row := &f.row
	for _, one := range f.arrests {
		row.LastArrest = max(row.LastArrest, one.On)
		if one.On > row.Referred {
			row.Later = append(row.Later, one)
		}
	}
	if len(row.Later) == 0 {
		return
	}
	slices.SortStableFunc(row.Later, func(a, b LaterArrest) int { return cmp.Compare(a.On, b.On) })
	row.ReArrests, row.ReArrest = len(row.Later), row.Later[0].On
	attended := 0
	for _, one := range f.appointments {
		if one.Outcome.Came() && one.At.Day() < row.ReArrest {
			attended++
		}
	}
	switch {
	case attended == 0:
		row.Timing = ReArrestBeforeAny
	case attended == 1:
		row.Timing = ReArrestAfterOne
	case row.Closed.Known() && row.Closed <= row.ReArrest:
		row.Timing = ReArrestAfterClosed
	default:
		row.Timing = ReArrestAfterTwoSupported
	}
}
