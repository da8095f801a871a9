package ending_test

import (
	"fmt"
	"strings"
	"testing"

	"throughline/internal/domain/calendar"
	"throughline/internal/domain/ending"
	"throughline/internal/domain/journey"
	"throughline/internal/domain/scheme"
)

func d(text string) calendar.Day {
	day, err := calendar.ParseDay(text)
	if err != nil {
		panic(err)
	}
	return day
}

// waiver is the alcohol waiver: two sessions of two kinds within 28 days, and
// the fine is waived. Source: 000:507.
func waiver() ending.Rule {
	clock := &scheme.Clock{Start: "she receives the notice", Days: 28, StartDayCounts: scheme.No, LastDayIn: scheme.Yes, Provision: scheme.Provision{Source: "000:507"}}
	return ending.Rule{ConditionRule: scheme.ConditionRule{
		Exists: true, UnitsRequired: 2, UnitName: "alcohol awareness session", Clock: clock,
		Units:  []scheme.Unit{{Name: "alcohol awareness session", Required: 1}, {Name: "follow-up session", Required: 1}},
		Ending: &scheme.Ending{Disposal: scheme.EndsFineWaived, Provision: scheme.Provision{Text: "The fine is waived.", Source: "000:507"}},
	}}
}

// ends is a rule of appointments that ends so.
func ends(disposal scheme.Disposal, decider string) ending.Rule {
	return ending.Rule{ConditionRule: scheme.ConditionRule{
		Exists: true, UnitName: "appointment", Decider: decider,
		Ending: &scheme.Ending{Disposal: disposal, Provision: scheme.Provision{Source: "000:554", Mark: scheme.Inferred}},
	}}
}

func TestEveryEndingHasItsWords(t *testing.T) {
	london := ending.Rule{ConditionRule: scheme.ConditionRule{Exists: true, UnitName: "appointment", Decider: "police"}}
	silent := ending.Rule{ConditionRule: scheme.ConditionRule{Exists: true, Ending: &scheme.Ending{Provision: scheme.Provision{NotStated: true, Source: "000:450"}}}}
	parts := []journey.PartStanding{{Unit: "alcohol_awareness_session", Required: 1, Units: 1}, {Unit: "follow-up_session", Required: 1}}
	given := d("2013-03-01")
	tests := []struct {
		name string
		c    journey.Condition
		rule ending.Rule
		on   string
		want string
	}{
		{"not begun, no date", journey.Condition{Required: 2}, london, "2013-03-02", "Not met yet. No date stated."},
		{"going on, with a date", journey.Condition{Required: 2, Units: 1, Due: d("2013-03-29")}, london, "2013-03-29", "Not met yet. Complete by 29 March 2013."},
		{"more time", journey.Condition{Required: 2, Due: d("2013-03-29"), Consequence: journey.Extended, Decided: d("2013-03-10")}, london, "2013-03-11",
			"Not met yet. Complete by 29 March 2013. More time was given on 10 March 2013."},
		{"other terms", journey.Condition{Required: 1, Consequence: journey.Varied, Decided: d("2013-03-10")}, london, "2013-03-11",
			"Not met yet. No date stated. What is asked was changed on 10 March 2013."},
		{"a caution met", journey.Condition{Required: 2, Units: 2, Met: d("2013-03-20")}, london, "2013-04-01",
			"Condition met on 20 March 2013. Since then she comes by her own choice; police are told nothing more."},
		{"a caution met in time", journey.Condition{Required: 2, Units: 2, Met: d("2013-03-29"), Due: d("2013-03-29")}, london, "2013-04-01",
			"Condition met on 29 March 2013, in time. Since then she comes by her own choice; police are told nothing more."},
		{"a caution met late", journey.Condition{Required: 2, Units: 2, Met: d("2013-03-30"), Due: d("2013-03-29")}, london, "2013-04-01",
			"Condition met on 30 March 2013, after the date to complete by, 29 March 2013: what follows is for police to decide. Since then she comes by her own choice; police are told nothing more."},
		{"a fine waived", journey.Condition{Required: 2, Units: 2, Met: d("2013-03-20"), Due: d("2013-03-29")}, waiver(), "2013-04-01",
			"Both sessions done on 20 March 2013, in time: the fine is waived (000:507). Since then she comes by her own choice; police are told nothing more."},
		{"sessions done too late", journey.Condition{Required: 2, Units: 2, Met: d("2013-03-30"), Due: d("2013-03-29")}, waiver(), "2013-04-01",
			"Both sessions done on 30 March 2013, after the date to complete by, 29 March 2013: the fine stands (inferred). Who decides what follows is not stated. Since then she comes by her own choice; police are told nothing more."},
		{"sessions done too late, and held met", journey.Condition{Required: 2, Units: 2, Met: d("2013-03-30"), Due: d("2013-03-29"), Decision: journey.DecidedMet, Decided: d("2013-04-01")}, waiver(), "2013-04-02",
			"Both sessions done on 30 March 2013, after the date to complete by, 29 March 2013. Police hold it met, decided on 1 April 2013: the fine is waived (000:507). Since then she comes by her own choice; police are told nothing more."},
		{"a caution met late, and held met", journey.Condition{Required: 2, Units: 2, Met: d("2013-03-30"), Due: d("2013-03-29"), Decision: journey.DecidedMet, Decided: d("2013-03-31")}, london, "2013-04-01",
			"Condition met on 30 March 2013, after the date to complete by, 29 March 2013. Police hold it met, decided on 31 March 2013. Since then she comes by her own choice; police are told nothing more."},
		{"time passed on a fine", journey.Condition{Required: 2, Parts: parts, Units: 1, Due: d("2013-03-29")}, waiver(), "2013-03-30",
			"Not met. The date to complete by, 29 March 2013, has passed. The fine stands (inferred). Who decides what follows is not stated."},
		{"time passed on a caution", journey.Condition{Required: 2, Due: d("2013-03-29")}, london, "2013-03-30",
			"Not met. The date to complete by, 29 March 2013, has passed. What follows is for police to decide."},
		{"a restorative disposal", journey.Condition{Required: 4, Units: 4, Met: d("2013-05-20")}, ends(scheme.EndsRestorativeDisposal, "police"), "2013-06-01",
			"All 4 appointments done on 20 May 2013: it is recorded as a restorative disposal (000:554, inferred). Since then she comes by her own choice; police are told nothing more."},
		{"a triage disposal", journey.Condition{Required: 1, Units: 1, Met: d("2013-05-20")}, ends(scheme.EndsTriageDisposal, "police"), "2013-06-01",
			"The appointment done on 20 May 2013: it ends as a triage disposal (000:554, inferred). Since then she comes by her own choice; police are told nothing more."},
		{"a requirement of an order", journey.Condition{Required: 7, Units: 7, Met: d("2013-05-20")}, ends(scheme.EndsRequirementCompleted, "court"), "2013-06-01",
			"All 7 appointments done on 20 May 2013: the requirement is completed (000:554, inferred). Since then she comes by her own choice; police are told nothing more."},
		{"it informs a decision", journey.Condition{Required: 1, Units: 1, Met: d("2013-05-20")}, ends(scheme.EndsInformsDecision, "police"), "2013-06-01",
			"The appointment done on 20 May 2013: it informs the decision of those who decide (000:554, inferred). Since then she comes by her own choice; police are told nothing more."},
		{"a court decides", journey.Condition{Required: 1, Units: 1, Met: d("2013-05-20")}, ends(scheme.EndsCourtDecision, "court"), "2013-06-01",
			"The appointment done on 20 May 2013: the court decides what follows (000:554, inferred). Since then she comes by her own choice; police are told nothing more."},
		{"an ending nobody states", journey.Condition{Required: 1, Units: 1, Met: d("2013-05-20")}, silent, "2013-06-01",
			"Condition met on 20 May 2013: what it leads to is not stated (000:450). Since then she comes by her own choice; police are told nothing more."},
		{"held met", journey.Condition{Required: 2, Units: 1, Decision: journey.DecidedMet, Decided: d("2013-05-20")}, waiver(), "2013-06-01",
			"Police hold it met, decided on 20 May 2013. The fine is waived (000:507). Since then she comes by her own choice; police are told nothing more."},
		{"held met on no day", journey.Condition{Required: 2, Decision: journey.DecidedMet}, london, "2013-06-01",
			"Police hold it met. Since then she comes by her own choice; police are told nothing more."},
		{"held not met", journey.Condition{Required: 2, Decision: journey.DecidedNotMet, Decided: d("2013-05-20")}, london, "2013-06-01",
			"Police hold it not met, decided on 20 May 2013. What follows is not stated."},
		{"held not met, with a warning", journey.Condition{Required: 2, Decision: journey.DecidedNotMet, Consequence: journey.Warned, Decided: d("2013-05-20")}, london, "2013-06-01",
			"Police hold it not met, decided on 20 May 2013. She was warned."},
		{"held not met, and a fine", journey.Condition{Required: 2, Decision: journey.DecidedNotMet, Decided: d("2013-05-20")}, waiver(), "2013-06-01",
			"Police hold it not met, decided on 20 May 2013. The fine stands (inferred)."},
		{"withdrawn", journey.Condition{Required: 2, Decision: journey.DecidedWithdrawn, Decided: d("2013-05-20")}, london, "2013-06-01", "Police withdrew it on 20 May 2013."},
		{"referred back", journey.Condition{Required: 2, ReferredBack: d("2013-05-20")}, ends(scheme.EndsRestorativeDisposal, "police"), "2013-06-01",
			"Not met. Referred back on 20 May 2013. What follows is for police to decide."},
	}
	for _, test := range tests {
		test.c.Given = given
		got := ending.Of(journey.Row{Condition: &test.c}, d(test.on), test.rule)
		if got.Words() != test.want {
			t.Errorf("%s:\n%s\nwant\n%s", test.name, got.Words(), test.want)
		}
		if after := got.State == journey.ConditionMet || got.State == journey.ConditionDecidedMet; after != (got.After != "") {
			t.Errorf("%s: %s, then %q", test.name, got.State, got.After)
		}
	}
	if none := ending.Of(journey.Row{}, d("2013-06-01"), london); none != (ending.Ending{}) {
		t.Errorf("without a condition: %+v", none)
	}
	if got := ending.Of(journey.Row{Condition: &journey.Condition{Units: 3}}, given, london).Brief(); got != "3 done. Not met yet. No date stated" {
		t.Errorf("where no number is stated %q", got)
	}
	brief := ending.Of(journey.Row{Condition: &journey.Condition{Required: 2, Units: 1, Parts: parts}}, given, waiver()).Brief()
	if want := "1 of 2 done: alcohol awareness session 1 of 1, follow-up session 0 of 1. Not met yet. No date stated"; brief != want {
		t.Errorf("in brief %q, want %q", brief, want)
	}
}

func TestAUnitIsNamedAsTheRulebookNamesIt(t *testing.T) {
	units := func(names ...string) ending.Rule {
		var rule ending.Rule
		for _, name := range names {
			rule.Units = append(rule.Units, scheme.Unit{Name: name, Required: 1})
		}
		if len(names) > 0 {
			rule.UnitName = names[0]
		}
		return rule
	}
	for want, rule := range map[string]ending.Rule{
		"2 appointments": units(), "2 days": units("day"), "2 conditions of the caution": units("condition of the caution"), "2 needs assessments": units("needs assessment"),
		"2 sessions": units("alcohol awareness session", "follow-up session"), "2 parts": units("needs assessment", "follow-up"),
	} {
		if got := rule.Count(2); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
	if got := units("day").Count(1); got != "1 day" {
		t.Error(got)
	}
	parts := fmt.Sprint(units("alcohol awareness session", "Follow-up session").Parts())
	if parts != "[{alcohol_awareness_session 1} {follow-up_session 1}]" || ending.UnitWords("follow-up_session") != "follow-up session" {
		t.Error(parts)
	}
	open := units("initial assessment", "follow-up")
	open.Units[1] = scheme.Unit{Name: "follow-up", Provision: scheme.Provision{NotStated: true}}
	if units("day").Parts() != nil || open.Parts() != nil {
		t.Error("one kind of unit, and one that nobody counted, give no parts")
	}
}

func TestWhoDecidesIsSaidOrNotStated(t *testing.T) {
	stated := ending.Rule{ConditionRule: scheme.ConditionRule{Decider: "police", ExcuseDecider: "case-worker"}}
	var silent ending.Rule
	for got, want := range map[string]string{
		ending.DecidesWords(stated.Decider): "What follows is for police to decide", ending.DecidesWords(""): "Who decides what follows is not stated",
		stated.ExcuseWords(): "By the scheme the case-worker decides", silent.ExcuseWords(): "The scheme does not state who decides",
	} {
		if got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

// noticeBook is a rulebook whose 28 days two local settings count. Source: 000:507.
const noticeBook = `
id: waiver
title: Waiver
status: live
in_force: {text: Since when it runs, not_stated: true, source: "000:507"}
settings:
  - {name: receipt_day_counts, kind: yes_no, text: whether the day she receives the notice is the first of the 28 days, source: "000:507"}
  - {name: day_28_counts, kind: yes_no, text: whether what is done on day 28 is in time, source: "000:507"}
pathways:
  - pathway: penalty_notice
    title: Penalty notice
    clauses:
      - {id: notice, text: She has a notice., given: true, source: "000:507"}
    condition:
      text: Both sessions.
      source: "000:507"
      units:
        - {required: 1, unit: alcohol awareness session, source: "000:507"}
        - {required: 1, unit: follow-up session, source: "000:507"}
      attended_late: {not_stated: true, source: "000:507"}
      clock: {text: Within 28 days., start: she receives the notice, days: 28, start_day_counts: receipt_day_counts, last_day_in: LAST, source: "000:507"}
      reasonable_excuse: {not_stated: true, source: "000:507"}
      not_met: {not_stated: true, text: Who decides, source: "000:507"}
    ending: {disposal: fine_waived, text: The fine is waived., source: "000:507"}
    offers:
      - {id: directory, text: Services near her., source: "000:756"}
`

func TestTheTimeAllowedSaysHowItIsCountedAndWhatWaits(t *testing.T) {
	const allowed = "28 days from the day she receives the notice (000:507). "
	first, last := "whether the day she receives the notice is the first of the 28 days", "whether what is done on day 28 is in time"
	tests := []struct {
		name    string
		lastDay string
		given   scheme.Settings
		due     string
		want    string
	}{
		{"both decided", "day_28_counts", scheme.Settings{"receipt_day_counts": false, "day_28_counts": true}, "2013-03-29",
			allowed + "The day she receives the notice is not counted. What is done on the last day is in time. The last day is 29 March 2013."},
		{"both decided the other way", "day_28_counts", scheme.Settings{"receipt_day_counts": true, "day_28_counts": false}, "2013-03-27",
			allowed + "The day she receives the notice is day 1. What is done on the last day is too late. The last day is 27 March 2013."},
		{"neither decided", "day_28_counts", nil, "",
			allowed + "Not decided: " + first + "; " + last + ". So no last day is filled in: it is 27 March 2013 at the earliest and 29 March 2013 at the latest."},
		{"one decided", "day_28_counts", scheme.Settings{"day_28_counts": true}, "",
			allowed + "What is done on the last day is in time. Not decided: " + first + ". So no last day is filled in: it is 28 March 2013 at the earliest and 29 March 2013 at the latest."},
		{"one that the source leaves open", "not_stated", scheme.Settings{"receipt_day_counts": true}, "",
			allowed + "The day she receives the notice is day 1. Not decided: whether what is done on the last day is in time. So no last day is filled in: it is 27 March 2013 at the earliest and 28 March 2013 at the latest."},
	}
	for _, test := range tests {
		book, err := scheme.Parse([]byte(strings.Replace(noticeBook, "LAST", test.lastDay, 1)))
		if err != nil {
			t.Fatal(err)
		}
		time := ending.RuleOf(book, journey.PenaltyNotice, test.given).Time(d("2013-03-01"))
		if time.Words() != test.want || time.Due != d(test.due) {
			t.Errorf("%s: due %q:\n%s\nwant %q:\n%s", test.name, time.Due, time.Words(), test.due, test.want)
		}
	}
	if words := ending.RuleOf(nil, journey.PenaltyNotice, nil).Time(d("2013-03-01")).Words(); words != "No time is stated." {
		t.Errorf("without a rulebook: %q", words)
	}
	clock := scheme.Clock{Start: "she is bailed", Weeks: 8, Months: 1, Days: 1}
	if words := (ending.Rule{ConditionRule: scheme.ConditionRule{Clock: &clock}}).Time(0).Words(); words != "1 month and 8 weeks and 1 day from the day she is bailed ()." {
		t.Errorf("without a start: %q", words)
	}
}
