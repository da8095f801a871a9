package justice_test

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"throughline/internal/casework"
	"throughline/internal/casework/caseworktest"
	"throughline/internal/casework/intake"
	"throughline/internal/casework/justice"
	"throughline/internal/casework/support"
	"throughline/internal/domain/access"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/ending"
	"throughline/internal/domain/journey"
)

// elsewhere is a force whose women are under other schemes than London's.
func elsewhere(t *testing.T, settings ...string) *force {
	t.Helper()
	room, rules := caseworktest.NewRoom(t), caseworktest.Rules(t)
	if len(settings) > 0 {
		rules.Settings[caseworktest.Waiver] = map[string]any{"receipt_day_counts": settings[0] == "yes", "day_28_counts": settings[1] == "yes"}
	}
	return &force{
		room, t, intake.Desk{Bench: room.Bench, Schemes: rules},
		support.Desk{Bench: room.Bench, Schemes: rules, People: team{{ID: caseworktest.Keyworker.ID, Name: "Priya", OpenLimit: 30, YearLimit: 60}}},
		justice.Desk{Bench: room.Bench, Schemes: rules},
	}
}

var sessions = []journey.Part{{Unit: "alcohol_awareness_session", Required: 1}, {Unit: "follow-up_session", Required: 1}}

// fined gives her a penalty notice that is waived after both sessions.
func (f *force) fined(due calendar.Day) string {
	return f.Under(f.t, caseworktest.Waiver, journey.PenaltyNotice, journey.ConditionEntry{Text: "Both sessions", Units: 2, Parts: sessions, Given: f.Bench.Today(), Due: due})
}

func (f *force) comes(caseID, unit string, outcome journey.Outcome) {
	f.t.Helper()
	entry := journey.Meeting{At: calendar.At(f.Now()), How: journey.Group, Outcome: outcome, Unit: unit}
	if outcome == journey.MissedWithExcuse {
		entry.Excuse = "canary excuse"
	}
	f.must(f.support.RecordAttendance(ctx, caseworktest.Keyworker, caseID, casework.AnyVersion, f.Key(), entry))
}

// elsewhere says that she met somebody of another agency.
func (f *force) elsewhere(caseID string) {
	f.t.Helper()
	row, err := f.Record.Row(ctx, caseID)
	if err != nil {
		f.t.Fatal(err)
	}
	partner := caseworktest.Keyworker
	partner.Agency = "A partner"
	facts, err := f.Bench.Pen(partner).RecordAttendance(row, journey.Meeting{
		At: calendar.At(f.Now()), How: journey.Group, Outcome: journey.Attended, Counts: journey.No,
	})
	if err != nil {
		f.t.Fatal(err)
	}
	f.must(f.Record.Append(ctx, casework.Change{Facts: facts}))
}

func lines(notice ending.Notice) string {
	var text []string
	for _, row := range notice.Rows() {
		text = append(text, row.Key+": "+row.Value)
	}
	return strings.Join(text, "\n")
}

func TestANoticeOfAFineWaived(t *testing.T) {
	f := elsewhere(t, "no", "yes")
	given := f.Bench.Today()
	caseID := f.fined(given.AddDays(28))
	f.comes(caseID, "alcohol_awareness_session", journey.Attended)
	f.WaitDays(10)
	f.comes(caseID, "follow-up_session", journey.AttendedLate)
	f.WaitDays(5)
	f.elsewhere(caseID)
	f.comes(caseID, "", journey.Missed)                            // her own choice by now, and nobody's business
	f.comes(caseID, "alcohol_awareness_session", journey.Attended) // the same
	f.canary(caseID)
	notice, err := f.desk.Notice(ctx, caseworktest.Officer, caseID, access.Read)
	if err != nil {
		t.Fatal(err)
	}
	const want = `Woman: Amina Okafor
Reference: REF
Condition: Both sessions
Given on: 3 March 2026
Asked: 1 alcohol awareness session, 1 follow-up session
She came to: Alcohol awareness session: 1 of 1, on 3 March 2026; Follow-up session: 1 of 1, on 13 March 2026
How it stands: Both sessions done on 13 March 2026, in time.
Time the scheme allows: 28 days from the day she receives the notice (000:507). The day she receives the notice is not counted. What is done on the last day is in time. The last day is 31 March 2026.
Complete by: 31 March 2026
Police decision: None yet.
Who decides if it is not met: Not stated
What it leads to: The fine is waived (000:507).
Certified by: Advance, from what it recorded up to 13 March 2026.`
	if got := lines(notice); got != strings.Replace(want, "REF", casework.Reference(caseID), 1) {
		t.Errorf("the notice says\n%s\nwant\n%s", got, want)
	}
	hers, err := f.support.Notice(ctx, caseworktest.Keyworker, caseID, access.Read)
	if err != nil || lines(hers) != lines(notice) {
		t.Errorf("her keyworker's says\n%s, %v", lines(hers), err)
	}
}

func TestANoticeWhileItRunsAndAfterItWasReferredBack(t *testing.T) {
	f := elsewhere(t)
	caseID := f.Under(t, caseworktest.Gateway, journey.Bail, journey.ConditionEntry{Text: "See the mentor", Units: 3, Given: f.Bench.Today()})
	say := func() string {
		t.Helper()
		notice, err := f.desk.Notice(ctx, caseworktest.Officer, caseID, access.Read)
		if err != nil {
			t.Fatal(err)
		}
		return lines(notice)
	}
	for _, want := range []string{
		"Asked: 3 appointments", "She came to: 0 of 3\n", "How it stands: Not met yet. No date stated.",
		"Time the scheme allows: 8 weeks from the day she is bailed (000:554). Not decided: whether the day she is bailed is the first day of the 8 weeks; whether what is done on the last day of the 8 weeks is in time. So no last day is filled in: it is 26 April 2026 at the earliest and 28 April 2026 at the latest.",
		"Complete by: No date is stated.", "Who decides if it is not met: Police",
		"What it leads to: When done: it is recorded as a restorative disposal (000:554). If not: what follows is for police to decide.",
		"Certified by: Nobody yet: no meeting is recorded.",
	} {
		if got := say(); !strings.Contains(got, want) {
			t.Errorf("at first the notice says\n%s\nwant %q", got, want)
		}
	}
	f.WaitDays(7)
	f.comes(caseID, "", journey.Missed)
	f.WaitDays(1)
	f.must(f.support.ReferBack(ctx, caseworktest.Keyworker, caseID, casework.AnyVersion, f.Key(), journey.BackEntry{Tried: true, Asked: true, Reason: "canary reason"}))
	if got := say(); !strings.Contains(got, "How it stands: Not met. Referred back on 11 March 2026.") || !strings.Contains(got, "What it leads to: What follows is for police to decide.") {
		t.Errorf("referred back, the notice says\n%s", got)
	}
	on := f.Bench.Today()
	f.must(f.desk.DecideCondition(ctx, caseworktest.Officer, caseID, casework.AnyVersion, f.Key(), journey.DecisionEntry{
		Consequence: journey.Varied, On: on, Terms: journey.Terms{Units: 2, Due: on.AddDays(28)}, Words: "She was in hospital",
	}))
	for _, want := range []string{"Asked: 2 appointments, as police changed it on 11 March 2026", "Complete by: 8 April 2026", "Police decision: What is asked was changed on 11 March 2026."} {
		if got := say(); !strings.Contains(got, want) {
			t.Errorf("with other terms the notice says\n%s\nwant %q", got, want)
		}
	}
	f.must(f.desk.DecideCondition(ctx, caseworktest.Officer, caseID, casework.AnyVersion, f.Key(), journey.DecisionEntry{Decision: journey.DecidedNotMet, Consequence: journey.Warned, On: on}))
	if got := say(); !strings.Contains(got, "Police decision: Not met on 11 March 2026. She was warned.") {
		t.Errorf("decided, the notice says\n%s", got)
	}
	f.must(f.desk.DecideCondition(ctx, caseworktest.Officer, caseID, casework.AnyVersion, f.Key(), journey.DecisionEntry{Decision: journey.DecidedWithdrawn, On: on}))
	if got := say(); !strings.Contains(got, "What it leads to: Nothing more is stated.") {
		t.Errorf("withdrawn, the notice says\n%s", got)
	}
	if got := say(); strings.Contains(got, "canary") {
		t.Errorf("the notice carries what the service wrote:\n%s", got)
	}
}

func TestANoticeWhereNoNumberIsStated(t *testing.T) {
	f := elsewhere(t)
	facts, err := f.Bench.Pen(caseworktest.Officer).Refer(caseworktest.Amina(), "")
	if err != nil {
		t.Fatal(err)
	}
	for i, fact := range facts {
		switch body := fact.Body.(type) {
		case journey.Referred:
			body.Scheme, body.Pathway = caseworktest.Gateway, journey.Bail
			facts[i].Body = body
		case journey.ConditionGiven:
			body.Units = 0
			facts[i].Body = body
		}
	}
	receipt, err := f.Record.Append(ctx, casework.Change{Facts: facts})
	if err != nil {
		t.Fatal(err)
	}
	f.allocate(receipt.Case)
	f.attend(receipt.Case, 2)
	notice, err := f.desk.Notice(ctx, caseworktest.Officer, receipt.Case, access.Read)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"Asked: No number of appointments is stated\n", "She came to: 2, on 3 March 2026 and 3 March 2026\n", "How it stands: Not met yet. No date stated."} {
		if got := lines(notice); !strings.Contains(got, want) {
			t.Errorf("the notice says\n%s\nwant %q", got, want)
		}
	}
	one, err := f.desk.Sent(ctx, caseworktest.Officer, receipt.Case)
	if err != nil || one.Condition.Attended != 2 || one.Condition.Unit != "appointments" {
		t.Errorf("the referral says %+v, %v", one.Condition, err)
	}
}

func TestTheSameFactsGiveTheSameNoticeUntilTheDateHasPassed(t *testing.T) {
	f := elsewhere(t)
	caseID := f.fined(f.Bench.Today().AddDays(28))
	f.comes(caseID, "follow-up_session", journey.Attended)
	read := func() string {
		notice, err := f.desk.Notice(ctx, caseworktest.Officer, caseID, access.Read)
		if err != nil {
			t.Fatal(err)
		}
		return lines(notice)
	}
	first := read()
	f.WaitDays(28)
	if last := read(); last != first || !strings.Contains(first, "How it stands: Not met yet. Complete by 31 March 2026.") {
		t.Errorf("on the last day it says\n%s\nand at first\n%s", last, first)
	}
	f.WaitDays(1)
	passed := read()
	if !strings.Contains(passed, "How it stands: Not met. The date to complete by, 31 March 2026, has passed.") ||
		!strings.Contains(passed, "from what it recorded up to 1 April 2026") {
		t.Errorf("the day after it says\n%s", passed)
	}
	f.WaitDays(400)
	f.must(f.support.RecordContact(ctx, caseworktest.Keyworker, caseID, casework.AnyVersion, f.Key(), journey.ContactEntry{At: calendar.At(f.Now()), How: journey.Phone, Spoke: true}))
	if later := read(); later != passed {
		t.Errorf("a year later it says\n%s\nwant\n%s", later, passed)
	}
}

func TestWhoReadsANoticeAndWhatIsWrittenDown(t *testing.T) {
	f := elsewhere(t)
	caseID := f.fined(0)
	without := f.refer(caseworktest.Officer, "Grace", noCaution)
	for _, action := range []access.Action{access.Read, access.Export} {
		for asker, want := range map[access.Asker]bool{
			caseworktest.Officer: true, caseworktest.Colleague: true, caseworktest.OtherForce: false, caseworktest.Commissioner: false, caseworktest.Admin: false,
		} {
			notice, err := f.desk.Notice(ctx, asker, caseID, action)
			if (err == nil) != want || !want && (casework.KindOf(err) != casework.NotFound || notice.Name != "") {
				t.Errorf("%s, %s: %v", asker.Role, action, err)
			}
		}
		for asker, want := range map[access.Asker]bool{caseworktest.Keyworker: true, caseworktest.Lead: true, caseworktest.OtherWorker: false, caseworktest.Officer: false} {
			notice, err := f.support.Notice(ctx, asker, caseID, action)
			if (err == nil) != want || !want && (casework.KindOf(err) == casework.Internal || notice.Name != "") {
				t.Errorf("the service's: %s, %s: %v", asker.Role, action, err)
			}
		}
		if _, err := f.desk.Notice(ctx, caseworktest.Officer, caseID, action); err != nil {
			t.Fatal(err)
		}
		if line, _ := f.Record.Last(); line.Action != action || line.What != "condition notice" || line.Classes != "ID,CO" || len(line.Women) != 1 || line.Case != caseID {
			t.Errorf("written down as %+v", line)
		}
	}
	if _, err := f.desk.Notice(ctx, caseworktest.Officer, without, access.Read); casework.KindOf(err) != casework.NotFound {
		t.Errorf("without a condition: %v", err)
	}
	f.allocate(without)
	if _, err := f.support.Notice(ctx, caseworktest.Keyworker, without, access.Read); casework.KindOf(err) != casework.NotFound {
		t.Errorf("without a condition, for her keyworker: %v", err)
	}
	f.Record.Deaf = errors.New("the disk is full")
	if notice, err := f.desk.Notice(ctx, caseworktest.Officer, caseID, access.Read); err == nil || notice.Name != "" {
		t.Error("a notice that cannot be written down was shown")
	}
	if notice, err := f.support.Notice(ctx, caseworktest.Keyworker, caseID, access.Export); err == nil || notice.Name != "" {
		t.Error("a notice that cannot be written down was given to her keyworker")
	}
}

func TestPoliceSeeOfAbsenceOnlyOnceItIsReferredBack(t *testing.T) {
	f := elsewhere(t)
	caseID := f.Under(t, caseworktest.Gateway, journey.Bail, journey.ConditionEntry{Text: "See the mentor", Units: 3, Given: f.Bench.Today()})
	f.comes(caseID, "", journey.Missed)
	f.WaitDays(7)
	f.comes(caseID, "", journey.MissedWithExcuse)
	one, err := f.desk.Sent(ctx, caseworktest.Officer, caseID)
	if err != nil || one.Condition.Missed != 0 || one.Condition.Excused != 0 || one.Missed != nil || one.Excused != nil || one.Decider != "police" {
		t.Errorf("before it was referred back %+v %+v, %v", one.Condition, one, err)
	}
	f.must(f.support.ReferBack(ctx, caseworktest.Keyworker, caseID, casework.AnyVersion, f.Key(), journey.BackEntry{Tried: true, Asked: true, Reason: "canary reason"}))
	one, err = f.desk.Sent(ctx, caseworktest.Officer, caseID)
	if err != nil || one.Condition.Missed != 1 || one.Condition.Excused != 1 || len(one.Missed) != 1 || one.Missed[0] != f.Bench.Today().AddDays(-7) || len(one.Excused) != 1 {
		t.Errorf("referred back %+v, %v", one, err)
	}
	list, err := f.desk.MyReferrals(ctx, caseworktest.Officer)
	if err != nil || list.DecisionNeeded.Total != 1 || list.DecisionNeeded.Lines[0].Condition.ReferredBack != f.Bench.Today() {
		t.Errorf("listed %+v, %v", list, err)
	}
	for _, view := range []any{one, list} {
		text, err := json.Marshal(view)
		if err != nil || strings.Contains(string(text), "canary") {
			t.Errorf("police read %s, %v", text, err)
		}
	}
	on := f.Bench.Today()
	f.must(f.desk.DecideCondition(ctx, caseworktest.Officer, caseID, casework.AnyVersion, f.Key(), journey.DecisionEntry{
		Consequence: journey.Extended, On: on, Terms: journey.Terms{Due: on.AddDays(28)}, Words: "She was in hospital",
	}))
	one, err = f.desk.Sent(ctx, caseworktest.Officer, caseID)
	if err != nil || one.Condition.Awaited() || one.Missed != nil || one.Condition.Due != on.AddDays(28) || one.Words != "She was in hospital" {
		t.Errorf("with more time %+v %+v, %v", one.Condition, one, err)
	}
	f.must(f.desk.DecideCondition(ctx, caseworktest.Officer, caseID, casework.AnyVersion, f.Key(), journey.DecisionEntry{Decision: journey.DecidedWithdrawn, On: on}))
	if one, err = f.desk.Sent(ctx, caseworktest.Officer, caseID); err != nil || one.Words != "" {
		t.Errorf("a later decision stands with the words of an earlier one: %q, %v", one.Words, err)
	}
}
