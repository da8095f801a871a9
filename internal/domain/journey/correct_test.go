package journey

import (
	"testing"

	"throughline/internal/domain/calendar"
	"throughline/internal/domain/need"
)

// corrected adds a fact of the case as a verb does: superseding what stands in
// its place.
func (s *story) corrected(on string, body Body) *story {
	fact := Fact{Case: s.caseID, Happened: calendar.OnDay(d(on)), Known: calendar.OnDay(d(on)), Body: body}
	return s.add(Correcting([]Fact{fact}, Effective(s.facts, 0))[0])
}

func TestALaterEntryCorrectsTheOneInItsPlace(t *testing.T) {
	health := func(present bool) Body { return NeedAssessed{Pathway: need.Health, Present: present} }
	said := func(wave Wave, answer string) Body {
		return OutcomeAnswered{Wave: wave, Measure: "in_employment", Answer: answer}
	}
	decided := func(decision ConditionDecision) Body {
		return ConditionDecided{Condition: "condition-1", Decision: decision}
	}
	came := func(outcome Outcome) Body {
		return Attendance{Appointment: "a", At: calendar.OnDay(d("2021-03-01")), Outcome: outcome}
	}
	for _, row := range []struct {
		name     string
		firstOn  string
		first    Body
		secondOn string
		second   Body
		corrects bool
		follows  func(Row) bool
	}{
		{"a need that was not there after all", "2021-03-01", health(true), "2021-03-01", health(false), true,
			func(r Row) bool { return r.Needs.Count() == 0 && r.Assessed == d("2021-03-01") }},
		{"asked again on another day", "2021-03-01", health(true), "2021-03-02", health(false), false,
			func(r Row) bool { return r.Needs.Has(need.Health) && r.Assessed == d("2021-03-01") }},
		{"another pathway", "2021-03-01", health(true), "2021-03-01", NeedAssessed{Pathway: need.Accommodation}, false,
			func(r Row) bool { return r.Needs.Has(need.Health) }},
		{"an answer at the end, the same day", "2021-03-01", said(Exit, "no"), "2021-03-01", said(Exit, "yes"), true,
			func(r Row) bool { return r.Answer(Exit, "in_employment") == "yes" && len(r.Answers) == 1 }},
		{"an answer at the end, dated earlier", "2021-03-02", said(Exit, "no"), "2021-03-01", said(Exit, "yes"), true,
			func(r Row) bool { return r.Answer(Exit, "in_employment") == "yes" }},
		{"a later round of follow-up", "2021-03-01", said(FollowUp, "no"), "2021-06-01", said(FollowUp, "yes"), false,
			func(r Row) bool { return r.Answer(FollowUp, "in_employment") == "yes" && len(r.Answers) == 1 }},
		{"another wave", "2021-03-01", said(Exit, "no"), "2021-03-01", said(FollowUp, "yes"), false,
			func(r Row) bool { return r.Answer(Exit, "in_employment") == "no" && len(r.Answers) == 2 }},
		{"a decision dated earlier", "2021-03-02", decided(DecidedNotMet), "2021-03-01", decided(DecidedMet), true,
			func(r Row) bool { return r.Condition.Decision == DecidedMet && r.Condition.Decided == d("2021-03-01") }},
		{"an outcome of one appointment", "2021-03-01", came(Missed), "2021-03-01", came(Attended), true,
			func(r Row) bool { return r.Appointments.OnTime == 1 && r.Appointments.Missed == 0 }},
		{"a contact corrects nothing", "2021-03-01", ContactMade{How: Phone}, "2021-03-01", ContactMade{How: Phone, Spoke: true}, false,
			func(r Row) bool { return r.Appointments.LastContact.Known() }},
	} {
		s := referred("2021-01-04").cautioned("2021-01-04", 2, "").corrected(row.firstOn, row.first)
		first := s.last()
		s.corrected(row.secondOn, row.second)
		last := s.facts[len(s.facts)-1]
		if corrects := last.Supersedes == first && last.Why == CorrectionTyped; corrects != row.corrects || !corrects && last.Supersedes != "" {
			t.Errorf("%s: supersedes %q, why %q", row.name, last.Supersedes, last.Why)
		}
		if got := s.row(t, ""); !row.follows(got) {
			t.Errorf("%s: the row does not follow: %+v", row.name, got)
		}
	}
}

func TestAnotherCaseIsNotCorrected(t *testing.T) {
	s := referred("2021-01-04").tell("2021-03-01", NeedAssessed{Pathway: need.Health, Present: true})
	s.caseID = "case-2"
	s.corrected("2021-03-01", NeedAssessed{Pathway: need.Health})
	if last := s.facts[len(s.facts)-1]; last.Supersedes != "" {
		t.Errorf("an assessment of another case was superseded: %q", last.Supersedes)
	}
}
