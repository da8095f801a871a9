package journey

import (
	"testing"

	"throughline/internal/domain/calendar"
	"throughline/internal/domain/need"
)

func TestEngagedMeansNotClosedAsNeverTakenUpOrStoppedAfterTheFirst(t *testing.T) {
	tests := []struct {
		reason  ClosureReason
		engaged bool
	}{
		{"", true}, // open
		{ClosedCompleted, true}, {ClosedTransferred, true}, {ClosedOrderEnded, true}, {ClosedMovedAway, true},
		{ClosedDied, true}, {ClosedForOtherReasons, true},
		{ClosedDidNotEngage, false}, {ClosedAfterFirst, false},
	}
	for _, test := range tests {
		s := referred("2021-01-04")
		if test.reason != "" {
			s.tell("2021-02-01", Closed{Reason: test.reason})
		}
		row := s.row(t, "")
		if row.Engaged() != test.engaged || row.Open() != (test.reason == "") {
			t.Errorf("closed as %q: engaged %v, open %v", test.reason, row.Engaged(), row.Open())
		}
	}
}

func TestTheConditionIsMetAtTheRequiredAttendedUnit(t *testing.T) {
	tests := []struct {
		name  string
		story *story
		units int
		met   string
	}{
		{"nothing yet", referred("2021-01-04").cautioned("2021-01-04", 2, ""), 0, ""},
		{"one attended", referred("2021-01-04").cautioned("2021-01-04", 2, "").meets("2021-01-11", Attended), 1, ""},
		{"two attended", referred("2021-01-04").cautioned("2021-01-04", 2, "").meets("2021-01-11", Attended).meets("2021-01-18", Attended), 2, "2021-01-18"},
		{"late counts as come", referred("2021-01-04").cautioned("2021-01-04", 2, "").meets("2021-01-11", AttendedLate).meets("2021-01-18", AttendedLate), 2, "2021-01-18"},
		{"a third changes no date", referred("2021-01-04").cautioned("2021-01-04", 2, "").meets("2021-01-11", Attended).meets("2021-01-18", Attended).meets("2021-01-25", Attended), 3, "2021-01-18"},
		{"missed, excused, cancelled and booked do not count", referred("2021-01-04").cautioned("2021-01-04", 2, "").
			meets("2021-01-11", Attended).meets("2021-01-12", Missed).meets("2021-01-13", MissedWithExcuse).
			meets("2021-01-14", CancelledByHer).meets("2021-01-15", CancelledByService).
			tell("2021-01-16", Booked{Appointment: "b", At: calendar.OnDay(d("2021-03-16"))}), 1, ""},
		{"an appointment marked as not counting", referred("2021-01-04").cautioned("2021-01-04", 2, "").meets("2021-01-11", Attended).counted("2021-01-18", Attended, No), 1, ""},
		{"an appointment that is not marked counts", referred("2021-01-04").cautioned("2021-01-04", 2, "").meets("2021-01-11", Attended).counted("2021-01-18", Attended, ""), 2, "2021-01-18"},
		{"recorded out of order", referred("2021-01-04").cautioned("2021-01-04", 2, "").meets("2021-01-25", Attended).meets("2021-01-11", Attended), 2, "2021-01-25"},
		{"three asked for", referred("2021-01-04").cautioned("2021-01-04", 3, "").meets("2021-01-11", Attended).meets("2021-01-18", Attended), 2, ""},
		{"how many is not stated", referred("2021-01-04").cautioned("2021-01-04", 0, "").meets("2021-01-11", Attended).meets("2021-01-18", Attended), 2, ""},
	}
	for _, test := range tests {
		row := test.story.row(t, "")
		if row.Condition.Units != test.units || row.Condition.Met != d(test.met) || row.ConditionMet() != (test.met != "") {
			t.Errorf("%s: %d units, met on %q; want %d, %q", test.name, row.Condition.Units, row.Condition.Met, test.units, test.met)
		}
	}
}

func TestNoDeadlineIsInvented(t *testing.T) {
	tests := []struct {
		due, on  string
		state    ConditionState
		daysLeft int
	}{
		{"", "2025-01-01", ConditionInProgress, 0},
		{"2021-03-01", "2021-02-28", ConditionInProgress, 1},
		{"2021-03-01", "2021-03-01", ConditionInProgress, 0},
		{"2021-03-01", "2021-03-02", ConditionTimePassed, -1},
	}
	for _, test := range tests {
		row := referred("2021-01-04").cautioned("2021-01-04", 2, test.due).meets("2021-01-11", Attended).row(t, "")
		at := row.At(d(test.on))
		if at.Condition != test.state || at.DaysLeft != test.daysLeft {
			t.Errorf("due %q, on %s: %s with %d days left, want %s with %d", test.due, test.on, at.Condition, at.DaysLeft, test.state, test.daysLeft)
		}
	}
	if at := referred("2021-01-04").row(t, "").At(d("2021-02-01")); at.Condition != "" {
		t.Errorf("without a condition its state is %q, want none", at.Condition)
	}
}

func TestTheDecisionIsThePolicesAndKeepsItsOwnDate(t *testing.T) {
	decided := func(on string, decision ConditionDecision) *story {
		return referred("2021-01-04").tell(on, ConditionDecided{Condition: "condition-1", Decision: decision}).cautioned("2021-01-04", 2, "")
	}
	for _, on := range []string{"2021-01-03", "2021-01-04", "2021-02-04"} {
		row := decided(on, DecidedNotMet).row(t, "")
		if row.Condition.Decision != DecidedNotMet || row.Condition.Decided != d(on) {
			t.Errorf("decided on %s: %+v", on, row.Condition)
		}
		if state := row.At(d("2021-03-01")).Condition; state != ConditionNotMet {
			t.Errorf("decided not met: the state is %s", state)
		}
	}
	undated := referred("2021-01-04").cautioned("2021-01-04", 2, "")
	undated.add(Fact{Case: "case-1", Known: calendar.OnDay(d("2021-01-04")), Body: ConditionDecided{Condition: "condition-1", Decision: DecidedMet}})
	if c := undated.row(t, "").Condition; c.Decision != DecidedMet || c.Decided.Known() || c.Met.Known() {
		t.Errorf("a decision without a date gives no date: %+v", c)
	}
	other := decided("2021-02-04", DecidedMet)
	other.tell("2021-02-05", ConditionDecided{Condition: "another", Decision: DecidedWithdrawn})
	if c := other.row(t, "").Condition; c.Decision != DecidedMet {
		t.Errorf("a decision on another condition changed this one: %+v", c)
	}
}

func TestReArrestIsTimedAgainstWhatSheHadAttended(t *testing.T) {
	begin := func() *story { return referred("2021-01-04") }
	two := func() *story { return begin().meets("2021-01-11", Attended).meets("2021-01-18", AttendedLate) }
	tests := []struct {
		name   string
		story  *story
		timing ReArrestTiming
		on     string
		count  int
	}{
		{"no arrest", two(), "", "", 0},
		{"before the referral", two().hers("2021-01-03", Arrested{Arrest: "a"}), "", "", 0},
		{"on the day of the referral", two().hers("2021-01-04", Arrested{Arrest: "a"}), "", "", 0},
		{"before any appointment", two().hers("2021-01-05", Arrested{Arrest: "a"}), ReArrestBeforeAny, "2021-01-05", 1},
		{"on the day of the first", two().hers("2021-01-11", Arrested{Arrest: "a"}), ReArrestBeforeAny, "2021-01-11", 1},
		{"after one", two().hers("2021-01-12", Arrested{Arrest: "a"}), ReArrestAfterOne, "2021-01-12", 1},
		{"a missed one is not attended", begin().meets("2021-01-11", Attended).meets("2021-01-12", Missed).hers("2021-02-01", Arrested{Arrest: "a"}), ReArrestAfterOne, "2021-02-01", 1},
		{"a booked one is not attended", begin().tell("2021-01-11", Booked{Appointment: "b", At: calendar.OnDay(d("2021-01-12"))}).hers("2021-02-01", Arrested{Arrest: "a"}), ReArrestBeforeAny, "2021-02-01", 1},
		{"after two, still supported", two().hers("2021-01-19", Arrested{Arrest: "a"}), ReArrestAfterTwoSupported, "2021-01-19", 1},
		{"closed later", two().tell("2021-03-01", Closed{Reason: ClosedCompleted}).hers("2021-02-28", Arrested{Arrest: "a"}), ReArrestAfterTwoSupported, "2021-02-28", 1},
		{"closed on the day of the arrest", two().tell("2021-03-01", Closed{Reason: ClosedCompleted}).hers("2021-03-01", Arrested{Arrest: "a"}), ReArrestAfterClosed, "2021-03-01", 1},
		{"after closure", two().tell("2021-03-01", Closed{Reason: ClosedCompleted}).hers("2021-05-01", Arrested{Arrest: "a"}), ReArrestAfterClosed, "2021-05-01", 1},
		{"closed before two", begin().meets("2021-01-11", Attended).tell("2021-02-01", Closed{Reason: ClosedAfterFirst}).hers("2021-05-01", Arrested{Arrest: "a"}), ReArrestAfterOne, "2021-05-01", 1},
		{"the first of several decides", two().hers("2021-06-01", Arrested{Arrest: "c"}).hers("2021-01-12", Arrested{Arrest: "b"}).hers("2020-12-01", Arrested{Arrest: "a"}), ReArrestAfterOne, "2021-01-12", 2},
	}
	for _, test := range tests {
		row := test.story.row(t, "")
		if row.Timing != test.timing || row.ReArrest != d(test.on) || row.ReArrests != test.count {
			t.Errorf("%s: %q on %q, %d in all; want %q on %q, %d", test.name, row.Timing, row.ReArrest, row.ReArrests, test.timing, test.on, test.count)
		}
	}
}

func TestTheFirstAssessmentStandsAndARescoreStandsBesideIt(t *testing.T) {
	row := referred("2021-01-04").
		assessed("2021-02-11", need.Accommodation).
		assessed("2021-01-11", need.Health, need.DomesticAbuseVAWG, need.DrugsAndAlcohol, need.Accommodation).
		row(t, "")
	if row.Assessed != d("2021-01-11") || row.Needs.Count() != 4 {
		t.Errorf("first %s with %d needs", row.Assessed, row.Needs.Count())
	}
	if tier, chosen := row.Tier(); tier != need.TierMedium || chosen {
		t.Errorf("tier %d, chosen %v: the first assessment gives tier 2", tier, chosen)
	}
	again := referred("2021-01-04").tell("2021-01-11", NeedAssessed{Pathway: need.DomesticAbuseVAWG, Present: true, Detail: "history"}).row(t, "")
	if again.Abuse != "history" {
		t.Errorf("abuse is %q, want history", again.Abuse)
	}
}

func TestTheTierFollowsTheNeedsUnlessAPersonChoseOne(t *testing.T) {
	tests := []struct {
		name   string
		story  *story
		tier   need.Tier
		chosen bool
	}{
		{"not assessed", referred("2021-01-04"), need.TierNotStated, false},
		{"assessed, and no need found", referred("2021-01-04").assessed("2021-01-11"), need.TierFor(0), false},
		{"one need", referred("2021-01-04").assessed("2021-01-11", need.Health), need.TierStandard, false},
		{"all nine", referred("2021-01-04").assessed("2021-01-11", need.Pathways()...), need.TierHigh, false},
		{"chosen above the count", referred("2021-01-04").assessed("2021-01-11", need.Health).tell("2021-01-12", TierSet{Tier: need.TierHigh}), need.TierHigh, true},
	}
	for _, test := range tests {
		if tier, chosen := test.story.row(t, "").Tier(); tier != test.tier || chosen != test.chosen {
			t.Errorf("%s: tier %d, chosen %v; want %d, %v", test.name, tier, chosen, test.tier, test.chosen)
		}
	}
}

func TestACorrectionReplacesAndAWithdrawalTakesBack(t *testing.T) {
	s := referred("2021-01-04").cautioned("2021-01-04", 2, "").meets("2021-01-11", Attended).meets("2021-01-18", Attended)
	wrong := s.facts[3]
	corrected := wrong
	corrected.Supersedes, corrected.Why, corrected.Known = wrong.ID, CorrectionTyped, calendar.OnDay(d("2021-02-01"))
	corrected.Body = Attendance{Appointment: wrong.Body.(Attendance).Appointment, At: wrong.Happened, How: OneToOne, Outcome: Missed}
	s.add(corrected)
	if row := s.row(t, ""); row.Appointments.Attended() != 1 || row.Appointments.Missed != 1 || row.ConditionMet() {
		t.Errorf("after the correction: %+v", row.Appointments)
	}
	if row := s.row(t, "2021-01-31"); row.Appointments.Attended() != 2 || !row.ConditionMet() {
		t.Errorf("before the correction was known: %+v", row.Appointments)
	}

	closed := referred("2021-01-04").tell("2021-02-01", Closed{Reason: ClosedMovedAway})
	closed.add(Fact{Case: "case-1", Happened: calendar.OnDay(d("2021-02-02")), Known: calendar.OnDay(d("2021-02-02")), Supersedes: closed.last(), Body: Withdrawn{}})
	if row := closed.row(t, ""); !row.Open() || row.Reason != "" {
		t.Errorf("a closure taken back leaves her open: %+v", row)
	}

	twice := referred("2021-01-04").tell("2021-02-01", Allocated{Keyworker: "a"})
	for _, keyworker := range []string{"b", "c"} {
		twice.add(Fact{Case: "case-1", Happened: calendar.OnDay(d("2021-02-01")), Known: calendar.OnDay(d("2021-02-01")), Supersedes: twice.last(), Body: Allocated{Keyworker: keyworker}})
	}
	if row := twice.row(t, ""); row.Worker != "c" {
		t.Errorf("a correction of a correction: her keyworker is %q, want c", row.Worker)
	}
}

func TestAsAtCountsWhatWasKnownByThen(t *testing.T) {
	s := referred("2021-01-04").meets("2021-01-11", Attended)
	late := s.facts[1]
	late.ID, late.Known = "", calendar.OnDay(d("2021-03-01"))
	late.Body = Attendance{Appointment: "told-late", At: late.Happened, How: Phone, Outcome: Attended}
	s.add(late)
	for asAt, attended := range map[string]int{"2021-01-04": 0, "2021-01-11": 1, "2021-02-28": 1, "2021-03-01": 2, "": 2} {
		if got := s.row(t, asAt).Appointments.Attended(); got != attended {
			t.Errorf("as at %q she had come %d times, want %d", asAt, got, attended)
		}
	}
	if rows := Fold(s.facts, d("2021-01-03")); len(rows) != 0 {
		t.Errorf("before her referral was known there are %d cases", len(rows))
	}
	if row := s.row(t, "2021-02-28"); row.Known != d("2021-01-11") {
		t.Errorf("the row is of %s, want the last day on which a fact in it became known", row.Known)
	}
}

func TestTwoCasesOfOneWomanShareWhatIsHers(t *testing.T) {
	s := referred("2020-01-06").meets("2020-01-13", Attended).tell("2020-06-01", Closed{Reason: ClosedCompleted})
	s.hers("2020-01-06", Described{Borough: "Southwark", ChildrenUnder18: new(int)})
	s.caseID = "case-2"
	s.tell("2021-01-04", Referred{Scheme: "lwds", Pathway: Voluntary}).hers("2021-03-01", Arrested{Arrest: "a"})
	rows := Fold(s.facts, 0)
	if len(rows) != 2 || rows[0].Case != "case-1" || rows[1].Case != "case-2" {
		t.Fatalf("rows: %+v", rows)
	}
	first, second := rows[0], rows[1]
	if first.Open() || !second.Open() || first.Appointments.Attended() != 1 || second.Appointments.Attended() != 0 {
		t.Error("what belongs to one case must not reach the other")
	}
	for _, row := range rows {
		if row.Borough != "Southwark" || row.Mother != No || row.ReArrest != d("2021-03-01") {
			t.Errorf("what is hers belongs to both: %+v", row)
		}
	}
	if first.Timing != ReArrestAfterOne || second.Timing != ReArrestBeforeAny {
		t.Errorf("one arrest is timed against each referral: %s, %s", first.Timing, second.Timing)
	}
}

func TestAnExcuseIsDecidedByAPersonAndACancellationStaysOne(t *testing.T) {
	tests := []struct {
		outcome  Outcome
		accepted bool
		want     Appointments
	}{
		{Missed, true, Appointments{Excused: 1}},
		{MissedWithExcuse, false, Appointments{Missed: 1}},
		{MissedWithExcuse, true, Appointments{Excused: 1}},
		{Attended, false, Appointments{OnTime: 1}},
		{CancelledByHer, true, Appointments{CancelledByHer: 1}},
		{CancelledByService, false, Appointments{CancelledByService: 1}},
	}
	for _, test := range tests {
		s := referred("2021-01-04").meets("2021-01-11", test.outcome)
		s.tell("2021-01-12", ExcuseDecided{Appointment: s.facts[1].Body.(Attendance).Appointment, Accepted: test.accepted})
		got := s.row(t, "").Appointments
		got.FirstBooked, got.First, got.Last, got.LastContact = 0, 0, 0, 0
		if got.OnTime != test.want.OnTime || got.Missed != test.want.Missed || got.Excused != test.want.Excused ||
			got.CancelledByHer != test.want.CancelledByHer || got.CancelledByService != test.want.CancelledByService {
			t.Errorf("%s, accepted %v: %+v", test.outcome, test.accepted, got)
		}
	}
}

func TestABookingIsEndedByWhatBecameOfIt(t *testing.T) {
	s := referred("2021-01-04").tell("2021-01-05", Booked{Appointment: "a", At: calendar.OnDay(d("2021-01-20"))})
	if at := s.row(t, "").At(d("2021-01-10")); at.Next.Day() != d("2021-01-20") {
		t.Errorf("before the day: %+v", at)
	}
	if at := s.row(t, "").At(d("2021-01-21")); at.Next.Known() {
		t.Errorf("after the day, without an outcome: %+v", at)
	}
	for _, came := range []string{"2021-01-20", "2021-01-04"} { // the second is earlier than the booking itself
		told := referred("2021-01-04").tell("2021-01-05", Booked{Appointment: "a", At: calendar.OnDay(d("2021-01-20"))}).
			tell(came, Attendance{Appointment: "a", At: calendar.OnDay(d(came)), How: OneToOne, Outcome: Attended})
		if sum := told.row(t, "").Appointments; sum.OnTime != 1 || len(sum.Booked) != 0 {
			t.Errorf("she came on %s: %+v", came, sum)
		}
	}
}

func TestTheEncounterSheCameFromLendsItsOffence(t *testing.T) {
	s := &story{caseID: "case-1"}
	s.tell("2021-01-04", Referred{Scheme: "lwds", Pathway: ConditionalCaution, Encounter: "E1"}).
		hers("2021-01-02", Encounter{Encounter: "E1", Offence: Offence{Code: "TH68010"}, Outcome: "conditional_caution"}).
		hers("2020-01-02", Encounter{Encounter: "E0", Offence: Offence{Code: "CJ88001"}})
	row := s.row(t, "")
	if row.OffenceCode != "TH68010" || row.Encountered != d("2021-01-02") || row.Outcome != "conditional_caution" {
		t.Errorf("%+v", row)
	}
}

func TestWaitingSilenceAndWeeksAreOfTheDay(t *testing.T) {
	s := referred("2021-01-04")
	if at := s.row(t, "").At(d("2021-01-14")); at.Waiting != 10 || at.Silent != 10 || at.Weeks != 0 {
		t.Errorf("nobody has her yet: %+v", at)
	}
	s.tell("2021-01-15", Allocated{Keyworker: "kw"}).meets("2021-01-18", Attended).
		tell("2021-01-25", ContactMade{How: Phone, Spoke: true}).tell("2021-01-28", ContactMade{How: Phone})
	if at := s.row(t, "").At(d("2021-02-01")); at.Waiting != 0 || at.Silent != 7 || at.Weeks != 2 {
		t.Errorf("only a word with her ends the silence: %+v", at)
	}
	s.tell("2021-02-01", Closed{Reason: ClosedCompleted})
	if at := s.row(t, "").At(d("2021-12-31")); at.Weeks != 2 || at.Silent != 7 {
		t.Errorf("support ended: %+v", at)
	}
}

func TestAnAppointmentEarlierTodayIsOver(t *testing.T) {
	morning, _ := calendar.ParseMoment("2021-01-20T09:30:00Z")
	noon, _ := calendar.ParseMoment("2021-01-20T12:00:00Z")
	row := Row{Appointments: Appointments{Booked: []calendar.Moment{morning}}}
	if at := row.AtMoment(noon); at.Next.Known() {
		t.Errorf("at noon the morning's appointment is next: %v", at.Next)
	}
	if at := row.At(noon.Day()); at.Next != morning {
		t.Errorf("over the whole day %v is next", at.Next)
	}
}

// A version stands on a page. What is sealed from nearly everybody does not move
// it, nor does taking that back: who may not know of it would learn that it is.
func TestWhatIsSealedMovesNoVersion(t *testing.T) {
	hers := referred("2021-01-04")
	before := hers.row(t, "").Version
	hers.hers("2021-01-05", BackgroundTold{}).hers("2021-01-06", ConflictMarked{Conflict: "conflict-1", Account: "priya", From: ConflictHers})
	hers.hers("2021-01-07", ConflictLifted{Conflict: "conflict-1", Second: "second"}).hers("2021-01-08", BackgroundTold{})
	hers.add(Fact{Woman: "woman-1", Happened: calendar.OnDay(d("2021-01-09")), Known: calendar.OnDay(d("2021-01-09")), Supersedes: hers.last(), Body: Withdrawn{}})
	if after := hers.row(t, "").Version; after != before {
		t.Errorf("version %d after %d", after, before)
	}
	if after := hers.hers("2021-01-10", Described{Borough: "Camden"}).row(t, "").Version; after != before+1 {
		t.Errorf("version %d after %d and a fact that is not sealed", after, before)
	}
}
