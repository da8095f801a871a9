package journey

import (
	"fmt"
	"slices"
	"testing"

	"throughline/internal/domain/calendar"
)

// waiver gives the condition of the alcohol waiver: one session of each kind.
// Source: 000:507.
func (s *story) waiver(on, due string) *story {
	return s.tell(on, ConditionGiven{
		Condition: "condition-1", Units: 2, Parts: []Part{{"alcohol_awareness_session", 1}, {"follow_up_session", 1}}, Given: d(on), Due: d(due),
	})
}

// came adds a meeting that was one part of the condition.
func (s *story) came(on, unit string) *story {
	return s.tell(on, Attendance{
		Appointment: fmt.Sprintf("appointment-%d", len(s.facts)), At: calendar.OnDay(d(on)), How: Group, Outcome: Attended, Counts: Yes, Unit: unit,
	})
}

func TestAConditionOfSeveralPartsIsMetOnTheDayOfTheLast(t *testing.T) {
	tests := []struct {
		name  string
		story func(s *story)
		units int
		met   string
	}{
		{"neither", func(*story) {}, 0, ""},
		{"one of the two", func(s *story) { s.came("2013-03-05", "alcohol_awareness_session") }, 1, ""},
		{"both, the first kind first", func(s *story) {
			s.came("2013-03-05", "alcohol_awareness_session").came("2013-03-20", "follow_up_session")
		}, 2, "2013-03-20"},
		{"both, the other way round", func(s *story) {
			s.came("2013-03-05", "follow_up_session").came("2013-03-20", "alcohol_awareness_session")
		}, 2, "2013-03-20"},
		{"the same kind twice", func(s *story) {
			s.came("2013-03-05", "follow_up_session").came("2013-03-20", "follow_up_session")
		}, 1, ""},
		{"a meeting that was no part", func(s *story) {
			s.came("2013-03-05", "follow_up_session").came("2013-03-20", "")
		}, 1, ""},
		{"a part that is none of them", func(s *story) { s.came("2013-03-05", "tea") }, 0, ""},
		{"one marked as not counting", func(s *story) {
			s.came("2013-03-05", "follow_up_session").counted("2013-03-20", Attended, No)
		}, 1, ""},
	}
	for _, test := range tests {
		s := referred("2013-03-01").waiver("2013-03-01", "2013-03-29")
		test.story(s)
		if c := s.row(t, "").Condition; c.Required != 2 || c.Units != test.units || c.Met != d(test.met) {
			t.Errorf("%s: %d of %d, met on %s; want %d, %q", test.name, c.Units, c.Required, c.Met, test.units, test.met)
		}
	}
}

func TestWithoutANumberOnlyPoliceCanHoldItMet(t *testing.T) {
	s := referred("2013-05-01").cautioned("2013-05-01", 0, "2013-06-26").meets("2013-05-08", Attended).meets("2013-05-15", Attended)
	row := s.row(t, "")
	if c := row.Condition; c.Met.Known() || c.Counted() != 2 || len(c.Came) != 2 || row.At(d("2013-05-16")).Condition != ConditionInProgress {
		t.Errorf("%+v", c)
	}
	s.tell("2013-06-01", ConditionDecided{Condition: "condition-1", Decision: DecidedMet})
	if state := s.row(t, "").At(d("2013-06-02")).Condition; state != ConditionDecidedMet {
		t.Errorf("held met it is %s", state)
	}
}

func TestMetInTimeIsByTheDateOrWithoutOne(t *testing.T) {
	for _, test := range []struct {
		due, last string
		inTime    bool
	}{
		{"2013-03-29", "2013-03-28", true}, {"2013-03-29", "2013-03-29", true}, {"2013-03-29", "2013-03-30", false}, {"", "2014-03-30", true},
	} {
		c := referred("2013-03-01").waiver("2013-03-01", test.due).came("2013-03-05", "follow_up_session").
			came(test.last, "alcohol_awareness_session").row(t, "").Condition
		if c.InTime() != test.inTime {
			t.Errorf("due %q, met on %s: in time %v", test.due, c.Met, c.InTime())
		}
	}
	if referred("2013-03-01").waiver("2013-03-01", "2013-03-29").row(t, "").Condition.InTime() {
		t.Error("what is not met is not met in time")
	}
}

func TestMoreTimeAndOtherTermsStandFromTheLatest(t *testing.T) {
	given := func() *story { return referred("2021-01-04").cautioned("2021-01-04", 2, "2021-02-01") }
	goesOn := func(s *story, on string, what Consequence, units int, due string) *story {
		s.tell(on, ConditionDecided{Condition: "condition-1", Consequence: what})
		return s.tell(on, ConditionVaried{Condition: "condition-1", Units: units, Due: d(due)})
	}
	tests := []struct {
		name     string
		story    *story
		on       string
		state    ConditionState
		required int
		due      string
	}{
		{"nothing changed", given(), "2021-02-02", ConditionTimePassed, 2, "2021-02-01"},
		{"more time", goesOn(given(), "2021-02-05", Extended, 2, "2021-03-01"), "2021-02-06", ConditionNotStarted, 2, "2021-03-01"},
		{"and that time has passed too", goesOn(given(), "2021-02-05", Extended, 2, "2021-03-01"), "2021-03-02", ConditionTimePassed, 2, "2021-03-01"},
		{"more time twice", goesOn(goesOn(given(), "2021-02-05", Extended, 2, "2021-03-01"), "2021-03-05", Extended, 2, "2021-04-01"),
			"2021-03-06", ConditionNotStarted, 2, "2021-04-01"},
		{"more time, and no date is stated", goesOn(given(), "2021-02-05", Extended, 2, ""), "2022-02-06", ConditionNotStarted, 2, ""},
		{"one unit instead of two", goesOn(given().meets("2021-01-11", Attended), "2021-02-05", Varied, 1, ""), "2021-02-06", ConditionMet, 1, ""},
		{"more time after it was held not met", goesOn(given().tell("2021-02-03", ConditionDecided{Condition: "condition-1", Decision: DecidedNotMet}),
			"2021-02-05", Extended, 2, "2021-03-01"), "2021-02-06", ConditionNotStarted, 2, "2021-03-01"},
		{"held not met after more time", goesOn(given(), "2021-02-05", Extended, 2, "2021-03-01").
			tell("2021-03-03", ConditionDecided{Condition: "condition-1", Decision: DecidedNotMet, Consequence: Warned}), "2021-03-04", ConditionNotMet, 2, "2021-03-01"},
		{"dated before the condition itself", goesOn(referred("2021-01-04"), "2021-01-01", Extended, 3, "2021-05-01").cautioned("2021-01-04", 2, "2021-02-01"),
			"2021-03-01", ConditionNotStarted, 3, "2021-05-01"},
	}
	for _, test := range tests {
		row := test.story.row(t, "")
		c := row.Condition
		if state := row.At(d(test.on)).Condition; state != test.state || c.Required != test.required || c.Due != d(test.due) {
			t.Errorf("%s: %s, %d required by %s; want %s, %d, %q", test.name, state, c.Required, c.Due, test.state, test.required, test.due)
		}
	}
	kept := goesOn(given(), "2021-02-05", Extended, 2, "2021-03-01")
	if c := kept.row(t, "2021-02-04").Condition; c.Due != d("2021-02-01") {
		t.Errorf("as it was known before, the date was %s", c.Due)
	}
	if given, ok := Effective(kept.facts, 0)[1].Body.(ConditionGiven); !ok || given.Due != d("2021-02-01") {
		t.Error("the old date is no longer a fact")
	}
}

func TestAMatterReferredBackWaitsForThePolice(t *testing.T) {
	back := func() *story {
		return referred("2013-05-01").cautioned("2013-05-01", 4, "2013-06-26").tell("2013-05-20", ReferredBack{Condition: "condition-1"})
	}
	tests := []struct {
		name  string
		story *story
		on    string
		state ConditionState
	}{
		{"sent back", back(), "2013-05-21", ConditionReferredBack},
		{"sent back, and the date has passed too", back(), "2013-07-01", ConditionReferredBack},
		{"police give more time the same day", back().tell("2013-05-20", ConditionDecided{Condition: "condition-1", Consequence: Extended}), "2013-05-21", ConditionNotStarted},
		{"police hold it not met", back().tell("2013-05-22", ConditionDecided{Condition: "condition-1", Decision: DecidedNotMet}), "2013-05-23", ConditionNotMet},
		{"police withdraw it", back().tell("2013-05-22", ConditionDecided{Condition: "condition-1", Decision: DecidedWithdrawn}), "2013-05-23", ConditionWithdrawn},
		{"she completes it all the same", back().meets("2013-05-21", Attended).meets("2013-05-22", Attended).meets("2013-05-23", Attended).meets("2013-05-24", Attended),
			"2013-05-25", ConditionMet},
		{"sent back again after more time", back().tell("2013-05-22", ConditionDecided{Condition: "condition-1", Consequence: Extended}).
			tell("2013-06-01", ReferredBack{Condition: "condition-1"}), "2013-06-02", ConditionReferredBack},
		{"another condition was sent back", referred("2013-05-01").cautioned("2013-05-01", 4, "").tell("2013-05-20", ReferredBack{Condition: "another"}),
			"2013-05-21", ConditionNotStarted},
	}
	for _, test := range tests {
		state := test.story.row(t, "").At(d(test.on)).Condition
		if state != test.state {
			t.Errorf("%s: %s, want %s", test.name, state, test.state)
		}
		if state.Awaited() != (test.state == ConditionReferredBack) {
			t.Errorf("%s: a decision is awaited: %v", test.name, state.Awaited())
		}
	}
}

func TestAbsenceCountsOnlyWhileTheConditionRuns(t *testing.T) {
	s := referred("2021-01-04").meets("2021-01-05", Missed).cautioned("2021-01-06", 2, "").
		meets("2021-01-11", Missed).meets("2021-01-18", MissedWithExcuse).meets("2021-01-20", CancelledByHer).
		meets("2021-01-25", Attended).meets("2021-02-01", AttendedLate).meets("2021-02-08", Missed).meets("2021-02-15", MissedWithExcuse)
	c := s.row(t, "").Condition
	if !slices.Equal(c.Missed, []calendar.Day{d("2021-01-11")}) || !slices.Equal(c.Excused, []calendar.Day{d("2021-01-18")}) {
		t.Errorf("missed on %v, with an excuse on %v", c.Missed, c.Excused)
	}
	if !slices.Equal(c.Came, []calendar.Day{d("2021-01-25"), d("2021-02-01")}) {
		t.Errorf("came on %v", c.Came)
	}
	decided := referred("2021-01-04").cautioned("2021-01-04", 2, "").meets("2021-01-11", Missed).
		tell("2021-01-12", ConditionDecided{Condition: "condition-1", Decision: DecidedWithdrawn}).meets("2021-01-18", Missed)
	if c := decided.row(t, "").Condition; len(c.Missed) != 1 {
		t.Errorf("after it was withdrawn %v were missed", c.Missed)
	}
}

// What she comes to after police decided is hers: it neither meets the condition
// nor is it told to anybody. Where they give more time after all, it counts again.
func TestWhatComesAfterTheDecisionIsHerOwn(t *testing.T) {
	given := func() *story {
		return referred("2021-01-04").cautioned("2021-01-04", 2, "2021-02-01").meets("2021-01-11", Attended)
	}
	decided := func(s *story, on string, decision ConditionDecision) *story {
		return s.tell(on, ConditionDecided{Condition: "condition-1", Decision: decision})
	}
	tests := []struct {
		name  string
		story *story
		state ConditionState
		units int
	}{
		{"held met, and she comes again", decided(given(), "2021-02-03", DecidedMet).meets("2021-02-10", Attended), ConditionDecidedMet, 1},
		{"held not met, and she comes again", decided(given(), "2021-02-03", DecidedNotMet).meets("2021-02-10", Attended), ConditionNotMet, 1},
		{"withdrawn, and she comes again", decided(given(), "2021-02-03", DecidedWithdrawn).meets("2021-02-10", Attended), ConditionWithdrawn, 1},
		{"met, and then withdrawn", decided(given().meets("2021-01-18", Attended), "2021-02-03", DecidedWithdrawn), ConditionWithdrawn, 2},
		{"she came on the day itself", decided(given(), "2021-02-03", DecidedMet).meets("2021-02-03", Attended), ConditionMet, 2},
		{"held met, and no day was told", decided(given(), "", DecidedMet).meets("2021-02-10", Attended), ConditionMet, 2},
		{"more time after all", decided(given(), "2021-02-03", DecidedNotMet).meets("2021-02-10", Attended).
			tell("2021-02-12", ConditionDecided{Condition: "condition-1", Consequence: Extended}), ConditionMet, 2},
	}
	for _, test := range tests {
		row := test.story.row(t, "")
		if state := row.At(d("2021-03-01")).Condition; state != test.state || row.Condition.Units != test.units || len(row.Condition.Came) != test.units {
			t.Errorf("%s: %s after %d, came on %v; want %s after %d", test.name, state, row.Condition.Units, row.Condition.Came, test.state, test.units)
		}
	}
}

func TestTheVerbsOfPoliceSayWhatToPutRight(t *testing.T) {
	open := referred("2021-01-04").cautioned("2021-01-04", 2, "2021-02-01").row(t, "")
	waiver := referred("2021-01-04").waiver("2021-01-04", "").row(t, "")
	met := referred("2021-01-04").cautioned("2021-01-04", 1, "2021-02-01").meets("2021-01-11", Attended).row(t, "")
	longer := referred("2021-01-04").cautioned("2021-01-04", 2, "2021-02-01").
		tell("2021-02-05", ConditionDecided{Condition: "condition-1", Consequence: Extended}).
		tell("2021-02-05", ConditionVaried{Condition: "condition-1", Units: 2, Due: d("2021-03-01")}).row(t, "")
	sent := referred("2021-01-04").cautioned("2021-01-04", 2, "").tell("2021-02-05", ReferredBack{Condition: "condition-1"}).row(t, "")
	ended := referred("2021-01-04").cautioned("2021-01-04", 2, "2021-02-01").
		tell("2021-02-05", ConditionDecided{Condition: "condition-1", Consequence: Extended}).
		tell("2021-02-05", ConditionVaried{Condition: "condition-1", Units: 2, Due: d("2021-02-12")}).
		tell("2021-02-20", ConditionDecided{Condition: "condition-1", Decision: DecidedNotMet}).row(t, "")
	none := referred("2021-01-04").row(t, "")
	today := d("2021-03-01")
	more := func(due string) DecisionEntry {
		return DecisionEntry{Consequence: Extended, On: today, Terms: Terms{Due: d(due)}}
	}
	other := func(units int, parts ...Part) DecisionEntry {
		return DecisionEntry{Consequence: Varied, On: today, Terms: Terms{Units: units, Parts: parts}}
	}
	decides := func(row Row, entry DecisionEntry) func(Pen) ([]Fact, error) {
		return func(p Pen) ([]Fact, error) { return p.DecideCondition(row, entry) }
	}
	sends := func(row Row, entry BackEntry) func(Pen) ([]Fact, error) {
		return func(p Pen) ([]Fact, error) { return p.ReferBack(row, entry) }
	}
	meets := func(row Row, unit string, counts YesNo, outcome Outcome) func(Pen) ([]Fact, error) {
		return func(p Pen) ([]Fact, error) {
			return p.RecordAttendance(row, Meeting{At: calendar.OnDay(today), How: OneToOne, Outcome: outcome, Counts: counts, Unit: unit})
		}
	}
	asked := BackEntry{Tried: true, Asked: true, Reason: "No word for three weeks"}
	tests := []struct {
		name string
		verb func(Pen) ([]Fact, error)
		want problem
	}{
		{"not met, and a warning", decides(open, DecisionEntry{Decision: DecidedNotMet, Consequence: Warned, On: today}), problem{}},
		{"met, and a warning", decides(open, DecisionEntry{Decision: DecidedMet, Consequence: Warned, On: today}), problem{"consequence", "only where it is not met"}},
		{"an unknown consequence", decides(open, DecisionEntry{Decision: DecidedNotMet, Consequence: "fined", On: today}), problem{"consequence", "from the list"}},
		{"more time", decides(open, more("2021-03-15")), problem{}},
		{"more time without a date", decides(open, more("")), problem{}},
		{"more time to an earlier date", decides(open, more("2021-01-31")), problem{"due_on", "after 1 February 2021"}},
		{"more time, and not met", decides(open, DecisionEntry{Decision: DecidedNotMet, Consequence: Extended, On: today}), problem{"decision", "leave it open"}},
		{"more time for what is met", decides(met, more("2021-03-15")), problem{"decision", "met on 11 January 2021"}},
		{"other terms", decides(open, other(1)), problem{}},
		{"nothing asked any more", decides(open, other(0)), problem{"units_required", "as a number"}},
		{"other terms due before it was given", decides(open, DecisionEntry{Consequence: Varied, On: today, Terms: Terms{Units: 1, Due: d("2021-01-03")}}), problem{"due_on", "on or after 4 January 2021"}},
		{"other terms of the parts", decides(waiver, other(0, Part{"follow_up_session", 2})), problem{}},
		{"a part it does not have", decides(waiver, other(0, Part{"tea", 2})), problem{"units_required", "each part"}},
		{"a decision dated before the more time", decides(longer, DecisionEntry{Decision: DecidedNotMet, On: d("2021-02-04")}), problem{"on", "on or after 5 February 2021"}},
		{"a decision corrected to a day before the more time", decides(ended, DecisionEntry{Decision: DecidedMet, On: d("2021-02-04")}), problem{"on", "on or after 5 February 2021"}},
		{"a decision corrected to an earlier day after it", decides(ended, DecisionEntry{Decision: DecidedMet, On: d("2021-02-06")}), problem{}},
		{"more time dated before the decision it follows", decides(ended, DecisionEntry{Consequence: Extended, On: d("2021-02-19")}), problem{"on", "on or after 20 February 2021"}},

		{"refer back", sends(open, asked), problem{}},
		{"refer back without trying", sends(open, BackEntry{Asked: true, Reason: "x"}), problem{"tried", "Try to reach her first"}},
		{"refer back without asking", sends(open, BackEntry{Tried: true, Reason: "x"}), problem{"asked", "Ask for her reasons first"}},
		{"refer back without saying why", sends(open, BackEntry{Tried: true, Asked: true, Reason: " "}), problem{"reason", "why you refer it back"}},
		{"refer back what is met", sends(met, asked), problem{"reason", "met or decided"}},
		{"refer back twice", sends(sent, asked), problem{"reason", "on 5 February 2021"}},
		{"refer back nothing", sends(none, asked), problem{"reason", "no condition"}},

		{"one of the parts", meets(waiver, "follow_up_session", Yes, Attended), problem{}},
		{"no part where there are several", meets(waiver, "", Yes, Attended), problem{"unit", "which part"}},
		{"no part, and it does not count", meets(waiver, "", No, Attended), problem{}},
		{"no part, and she did not come", meets(waiver, "", "", Missed), problem{}},
		{"a part where there is one kind", meets(open, "follow_up_session", Yes, Attended), problem{"unit", "one of the parts"}},
		{"a part of no condition", meets(none, "follow_up_session", "", Attended), problem{"unit", "one of the parts"}},
	}
	for _, test := range tests {
		facts, err := test.verb(pen())
		expect(t, test.name, facts, err, test.want)
	}
}

func TestMoreTimeKeepsWhatIsAskedAndWhyIsSealedWithIt(t *testing.T) {
	row := referred("2021-01-04").waiver("2021-01-04", "2021-02-01").row(t, "")
	facts, err := pen().DecideCondition(row, DecisionEntry{Consequence: Extended, On: d("2021-02-20"), Terms: Terms{Due: d("2021-03-20")}, Words: " she was ill "})
	if err != nil || len(facts) != 2 {
		t.Fatalf("%d facts, %v", len(facts), err)
	}
	body := facts[1].Body.(ConditionVaried)
	if body.Units != 2 || !slices.Equal(body.Parts, []Part{{"alcohol_awareness_session", 1}, {"follow_up_session", 1}}) || body.Due != d("2021-03-20") {
		t.Errorf("%+v", body)
	}
	if facts[0].Words != nil || facts[1].Words.Text != "she was ill" {
		t.Errorf("words %+v, %+v", facts[0].Words, facts[1].Words)
	}
	facts, err = pen().DecideCondition(row, DecisionEntry{Consequence: Varied, On: d("2021-02-20"), Terms: Terms{Parts: []Part{{"alcohol_awareness_session", 1}, {"follow_up_session", 0}}}})
	if err != nil || facts[1].Body.(ConditionVaried).Units != 1 {
		t.Errorf("other terms: %+v, %v", facts, err)
	}
}

func TestMoreTimeIsAStepAndADecisionItsEnd(t *testing.T) {
	extended := func(due string) []Body {
		return []Body{ConditionDecided{Condition: "condition-1", Consequence: Extended}, ConditionVaried{Condition: "condition-1", Units: 2, Due: d(due)}}
	}
	s := referred("2021-01-04").cautioned("2021-01-04", 2, "2021-02-01")
	tell := func(on string, bodies ...Body) {
		for _, body := range bodies {
			s.corrected(on, body)
		}
	}
	tell("2021-02-05", extended("2021-03-01")...)
	tell("2021-02-05", extended("2021-03-08")...) // typed again the same day: put right
	tell("2021-03-10", extended("2021-04-01")...)
	tell("2021-04-05", ConditionDecided{Condition: "condition-1", Decision: DecidedNotMet})
	tell("2021-04-05", ConditionDecided{Condition: "condition-1", Decision: DecidedMet})
	tell("2021-04-10", extended("2021-05-01")...)                                              // after all
	tell("2021-05-05", ConditionDecided{Condition: "condition-1", Decision: DecidedWithdrawn}) // corrects nothing that came before it
	kinds := map[Kind]int{}
	for _, fact := range Effective(s.facts, 0) {
		kinds[fact.Body.Kind()]++
	}
	if kinds[KindConditionVaried] != 3 || kinds[KindConditionDecided] != 5 {
		t.Errorf("standing: %v; want three times more time was given, and two decisions", kinds)
	}
	if c := s.row(t, "").Condition; c.Due != d("2021-05-01") || c.Decision != DecidedWithdrawn {
		t.Errorf("%+v", c)
	}
}

func TestACautionMayAskForParts(t *testing.T) {
	entry := goodReferral()
	entry.Condition.Parts = []Part{{"needs_assessment", 1}, {"follow_up", 1}}
	facts, err := pen().Refer(entry, "")
	if err != nil || len(facts[len(facts)-1].Body.(ConditionGiven).Parts) != 2 {
		t.Fatalf("%v", err)
	}
	for name, parts := range map[string][]Part{
		"more than in all": {{"needs_assessment", 2}, {"follow_up", 1}}, "a part of none": {{"needs_assessment", 2}, {"follow_up", 0}}, "a part in words": {{"Needs assessment", 2}},
	} {
		entry.Condition.Parts = parts
		facts, err := pen().Refer(entry, "")
		expect(t, name, facts, err, problem{"units_required", "each part"})
	}
}
