package justice_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"throughline/internal/casework"
	"throughline/internal/casework/caseworktest"
	"throughline/internal/casework/intake"
	"throughline/internal/casework/justice"
	"throughline/internal/casework/support"
	"throughline/internal/domain/access"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
	"throughline/internal/domain/need"
	"throughline/schemes"
)

var ctx = context.Background()

func TestMain(m *testing.M) { caseworktest.Main(m) }

type team []support.Keyworker

func (t team) Keyworkers(context.Context) ([]support.Keyworker, error) { return t, nil }

type force struct {
	*caseworktest.Room
	t       *testing.T
	intake  intake.Desk
	support support.Desk
	desk    justice.Desk
}

func newForce(t *testing.T) *force {
	t.Helper()
	books, err := schemes.Library()
	if err != nil {
		t.Fatal(err)
	}
	room := caseworktest.NewRoom(t)
	return &force{
		room, t, intake.Desk{Bench: room.Bench, Schemes: casework.Schemes{Rules: books, Delivers: []string{"lwds"}}},
		support.Desk{Bench: room.Bench, Schemes: casework.Schemes{Rules: books, Delivers: []string{"lwds"}}, People: team{{ID: caseworktest.Keyworker.ID, Name: "Priya", OpenLimit: 30, YearLimit: 60}}},
		justice.Desk{Bench: room.Bench, Schemes: casework.Schemes{Rules: books, Delivers: []string{"lwds"}}},
	}
}

func (f *force) must(receipt casework.Receipt, err error) casework.Receipt {
	f.t.Helper()
	if err != nil {
		f.t.Fatal(err)
	}
	return receipt
}

func (f *force) refer(asker access.Asker, name string, change ...func(*journey.Referral)) string {
	f.t.Helper()
	entry := caseworktest.Amina()
	entry.Identity.Given = name
	for _, one := range change {
		one(&entry)
	}
	return f.must(f.intake.Refer(ctx, asker, entry, f.Key())).Case
}

func (f *force) allocate(caseID string) {
	f.t.Helper()
	f.must(f.support.Allocate(ctx, caseworktest.Lead, caseID, casework.AnyVersion, f.Key(), support.Allocation{Keyworker: caseworktest.Keyworker.ID}))
}

func (f *force) attend(caseID string, times int) {
	f.t.Helper()
	for i := range times {
		f.must(f.support.RecordAttendance(ctx, caseworktest.Keyworker, caseID, casework.AnyVersion, f.Key(), journey.Meeting{
			At: calendar.At(f.Now().Add(time.Duration(i) * time.Minute)), How: journey.OneToOne, Outcome: journey.Attended,
		}))
	}
}

func (f *force) close(caseID string) {
	f.t.Helper()
	f.must(f.support.Close(ctx, caseworktest.Keyworker, caseID, casework.AnyVersion, f.Key(), support.Ending{On: calendar.DayOf(f.Now()), Reason: journey.ClosedMovedAway}))
}

func due(day calendar.Day) func(*journey.Referral) {
	return func(r *journey.Referral) { r.Condition.Due = day }
}

func noCaution(r *journey.Referral) { r.Outcome, r.Condition = "no_further_action", nil }

func TestMyReferrals(t *testing.T) {
	f := newForce(t)
	today := calendar.DayOf(f.Now())
	f.refer(caseworktest.Officer, "Waiting")
	booked := f.refer(caseworktest.Colleague, "Booked", noCaution)
	passed := f.refer(caseworktest.Officer, "Passed", due(today.AddDays(5)))
	undated := f.refer(caseworktest.Officer, "Undated")
	met := f.refer(caseworktest.Officer, "Met", due(today.AddDays(5)))
	closed := f.refer(caseworktest.Officer, "Closed", noCaution)
	decided := f.refer(caseworktest.Officer, "Decided", due(today.AddDays(5)))
	self := f.refer(caseworktest.Officer, "Herself", noCaution, func(r *journey.Referral) { r.Met = "" })
	elsewhere := f.refer(caseworktest.OtherForce, "Elsewhere")
	for _, caseID := range []string{booked, passed, undated, met, closed, decided, self, elsewhere} {
		f.allocate(caseID)
	}
	f.attend(undated, 1)
	f.attend(met, 3)
	f.attend(passed, 1)
	f.close(met)
	f.close(closed)
	f.must(f.support.Book(ctx, caseworktest.Keyworker, booked, casework.AnyVersion, f.Key(), support.Booking{At: calendar.At(f.Now().Add(time.Hour)), How: journey.Phone}))
	f.must(f.desk.DecideCondition(ctx, caseworktest.Officer, decided, casework.AnyVersion, f.Key(), journey.DecisionEntry{Decision: journey.DecidedWithdrawn, On: today}))
	f.WaitDays(60)

	for _, asker := range []access.Asker{caseworktest.Officer, caseworktest.Colleague} {
		list, err := f.desk.MyReferrals(ctx, asker)
		if err != nil {
			t.Fatal(err)
		}
		for _, row := range []struct {
			name  string
			group justice.Group
			want  string
		}{
			{"decision needed", list.DecisionNeeded, "Passed Okafor"},
			{"waiting", list.Waiting, "Waiting Okafor"},
			{"attending", list.Attending, "Undated Okafor"},
			{"met", list.Met, "Met Okafor"},
			{"closed", list.Closed, "Closed Okafor"},
			{"booked", list.Booked, "Decided Okafor, Booked Okafor"},
		} {
			var names []string
			for _, line := range row.group.Lines {
				names = append(names, line.Name)
			}
			if got := strings.Join(names, ", "); got != row.want || row.group.Total != len(names) {
				t.Errorf("%s: %q of %d, want %q", row.name, got, row.group.Total, row.want)
			}
		}
		if line := list.Met.Lines[0]; line.Attended != 2 || line.Condition.Met != today || line.Condition.Awaited() || !line.Closed {
			t.Errorf("met %+v %+v: two attended, on the day of the second, and nothing after", line, line.Condition)
		}
		if c := list.DecisionNeeded.Lines[0].Condition; c.Attended != 1 || !c.Awaited() || c.Due != today.AddDays(5) {
			t.Errorf("passed %+v", c)
		}
		if c := list.Attending.Lines[0].Condition; c.Awaited() || c.Due.Known() {
			t.Errorf("without a date %+v: none is made up", c)
		}
		if line := list.Booked.Lines[1]; !line.FirstBooked || !line.Accepted || line.Condition != nil {
			t.Errorf("booked %+v", line)
		}
		if c := list.Booked.Lines[0].Condition; c.Decision != journey.DecidedWithdrawn || c.Awaited() {
			t.Errorf("decided on the day it was given %+v", c)
		}
		line, _ := f.Record.Last()
		if line.What != "my referrals" || len(line.Women) != 7 {
			t.Errorf("ledger %+v: seven women were shown", line)
		}
		if _, err := f.desk.Sent(ctx, asker, self); casework.KindOf(err) != casework.NotFound {
			t.Errorf("a woman who came by herself: %v", err)
		}
	}
}

// canary plants a word that can be searched for in every sealed field.
func (f *force) canary(caseID string) {
	now := calendar.At(f.Now())
	priya, any := caseworktest.Keyworker, casework.AnyVersion
	f.must(f.support.RecordContact(ctx, priya, caseID, any, f.Key(), journey.ContactEntry{At: now, How: journey.Phone, Spoke: true, Note: "canary note"}))
	f.must(f.support.RecordAttendance(ctx, priya, caseID, any, f.Key(), journey.Meeting{At: now, How: journey.OneToOne, Outcome: journey.MissedWithExcuse, Note: "canary note", Excuse: "canary excuse"}))
	hers := 1
	f.must(f.support.Assess(ctx, priya, caseID, any, f.Key(), support.Screening{On: now.Day(), Answers: []journey.PathwayAnswer{
		{Pathway: need.DomesticAbuseVAWG, Asked: true, Present: true, Hers: &hers, Detail: "current", Words: "canary need"},
	}}))
	f.must(f.support.SetTier(ctx, priya, caseID, any, f.Key(), support.TierChoice{Tier: need.TierHigh, Reason: "canary tier"}))
	f.must(f.support.SetGoal(ctx, priya, caseID, any, f.Key(), journey.GoalEntry{Words: "canary goal", State: journey.GoalOpen}))
	f.must(f.support.AgreePlan(ctx, priya, caseID, any, f.Key(), support.Answer{Answer: journey.PlanNotAgreed, Words: "canary plan"}))
	f.must(f.support.RecordActivity(ctx, priya, caseID, any, f.Key(), journey.ActivityEntry{What: journey.SafetyPlanning, On: now.Day(), Service: "canary refuge"}))
	f.must(f.support.AnswerOutcomes(ctx, priya, caseID, any, f.Key(), support.Answers{On: now.Day(), Wave: journey.During, Answers: map[string]string{"canary_measure": "yes"}}))
	moved := journey.Identity{KnownAs: "Canary", Phone: "canary phone", Postcode: "CANARY"}
	row, err := f.Record.Row(ctx, caseID)
	if err != nil {
		f.t.Fatal(err)
	}
	told := journey.Fact{Woman: row.Woman, Happened: now, Known: now, By: priya.ID, Agency: priya.Agency}
	identity, background, described := told, told, told
	identity.Body, identity.Words = journey.IdentityTold{}, &journey.Words{Identity: &moved}
	background.Body, background.Words = journey.BackgroundTold{}, &journey.Words{ForeignNational: journey.Yes, Text: "canary background"}
	described.Body = journey.Described{Borough: "canary borough", Ethnicity: "canary ethnicity", Language: "canary"}
	f.must(f.Record.Append(ctx, casework.Change{Facts: []journey.Fact{identity, background, described}}))
	f.must(f.support.Close(ctx, priya, caseID, any, f.Key(), support.Ending{On: now.Day(), Reason: journey.ClosedTransferred, Onward: "canary onward", Note: "canary closing"}))
}

func TestPoliceNeverSeeWhatSheTold(t *testing.T) {
	f := newForce(t)
	caseID := f.refer(caseworktest.Officer, "Amina")
	f.allocate(caseID)
	f.canary(caseID)
	list, err := f.desk.MyReferrals(ctx, caseworktest.Officer)
	if err != nil {
		t.Fatal(err)
	}
	one, err := f.desk.Sent(ctx, caseworktest.Officer, caseID)
	if err != nil {
		t.Fatal(err)
	}
	receipt, err := f.intake.Sent(ctx, caseworktest.Officer, caseID)
	if err != nil {
		t.Fatal(err)
	}
	never := []string{
		"canary", string(need.DomesticAbuseVAWG), string(journey.ClosedTransferred), string(journey.PlanNotAgreed),
		string(journey.SafetyPlanning), string(journey.MissedWithExcuse), caseworktest.Keyworker.ID,
	}
	for name, view := range map[string]any{"my referrals": list, "one referral": one, "receipt": receipt} {
		text, err := json.Marshal(view)
		if err != nil {
			t.Fatal(err)
		}
		for _, word := range never {
			if strings.Contains(strings.ToLower(string(text)), word) {
				t.Errorf("%s carries %q: %s", name, word, text)
			}
		}
	}
	if one.Who.Given != "Amina" || one.Who.Phone != "07700 900123" || one.Text != "Attend two appointments" || !one.Closed || one.Police != "01CW/100/26" {
		t.Errorf("of their own entry they see %+v", one)
	}
}

// Police decide against what they see. What the service writes beside it moves
// no number that they are shown; what counts towards the condition does.
func TestWhatPoliceDecideAgainstIsWhatTheySee(t *testing.T) {
	f := newForce(t)
	caseID := f.refer(caseworktest.Officer, "Amina")
	f.allocate(caseID)
	version := func() int {
		one, err := f.desk.Sent(ctx, caseworktest.Officer, caseID)
		if err != nil {
			t.Fatal(err)
		}
		return one.Version
	}
	before := version()
	priya := caseworktest.Keyworker
	f.must(f.support.RecordContact(ctx, priya, caseID, casework.AnyVersion, f.Key(), journey.ContactEntry{At: calendar.At(f.Now()), How: journey.Phone, Note: "She rang"}))
	f.must(f.support.SetTier(ctx, priya, caseID, casework.AnyVersion, f.Key(), support.TierChoice{Tier: need.TierHigh, Reason: "much at once"}))
	if version() != before {
		t.Error("the number they are shown tells that the service wrote")
	}
	f.must(f.support.RecordAttendance(ctx, priya, caseID, casework.AnyVersion, f.Key(), journey.Meeting{
		At: calendar.At(f.Now()), How: journey.OneToOne, Outcome: journey.Attended, Counts: journey.Yes,
	}))
	if version() == before {
		t.Error("it does not tell that what they decide on has changed")
	}
	entry := journey.DecisionEntry{Decision: journey.DecidedMet, On: calendar.DayOf(f.Now())}
	if _, err := f.desk.DecideCondition(ctx, caseworktest.Officer, caseID, before, f.Key(), entry); casework.KindOf(err) != casework.Conflict {
		t.Errorf("upon what does not stand: %v", err)
	}
	f.must(f.desk.DecideCondition(ctx, caseworktest.Officer, caseID, version(), f.Key(), entry))
}

func TestDecidingOnTheCondition(t *testing.T) {
	f := newForce(t)
	today := calendar.DayOf(f.Now())
	caseID := f.refer(caseworktest.Officer, "Amina")
	one, err := f.desk.Sent(ctx, caseworktest.Colleague, caseID)
	if err != nil {
		t.Fatal(err)
	}
	entry := journey.DecisionEntry{Decision: journey.DecidedNotMet, On: today, Words: "She moved abroad"}
	first := f.must(f.desk.DecideCondition(ctx, caseworktest.Colleague, caseID, one.Version, "one key", entry))
	again, err := f.desk.DecideCondition(ctx, caseworktest.Colleague, caseID, one.Version, "one key", entry)
	if err != nil || !again.Replayed || again.Version != first.Version {
		t.Errorf("sent again: %+v, %v", again, err)
	}
	if _, err := f.desk.DecideCondition(ctx, caseworktest.Officer, caseID, one.Version, f.Key(), entry); casework.KindOf(err) != casework.Conflict {
		t.Errorf("on an old version: %v", err)
	}
	one, _ = f.desk.Sent(ctx, caseworktest.Officer, caseID)
	if one.Condition.Decision != journey.DecidedNotMet || one.Condition.Decided != today || one.Words != "She moved abroad" {
		t.Errorf("decided %+v", one.Condition)
	}
	line, _ := f.Record.Last()
	if line.Purpose != access.ForCondition || line.Classes != "ID,OF,CO" {
		t.Errorf("ledger %+v", line)
	}
	voluntary := f.refer(caseworktest.Officer, "Grace", noCaution)
	for name, bad := range map[string]journey.DecisionEntry{
		"no decision": {On: today}, "a day to come": {Decision: journey.DecidedMet, On: today.AddDays(1)},
	} {
		if _, err := f.desk.DecideCondition(ctx, caseworktest.Officer, caseID, casework.AnyVersion, f.Key(), bad); casework.KindOf(err) != casework.Invalid {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := f.desk.DecideCondition(ctx, caseworktest.Officer, voluntary, casework.AnyVersion, f.Key(), entry); casework.KindOf(err) != casework.Invalid {
		t.Errorf("without a condition: %v", err)
	}
}

func TestADecisionPutRightStandsWhateverItsDay(t *testing.T) {
	f := newForce(t)
	caseID := f.refer(caseworktest.Officer, "Amina")
	f.WaitDays(5)
	today := calendar.DayOf(f.Now())
	for _, entry := range []journey.DecisionEntry{
		{Decision: journey.DecidedNotMet, On: today, Words: "She did not come"},
		{Decision: journey.DecidedMet, On: today.AddDays(-2), Words: "She did"},
	} {
		f.must(f.desk.DecideCondition(ctx, caseworktest.Officer, caseID, casework.AnyVersion, f.Key(), entry))
	}
	one, err := f.desk.Sent(ctx, caseworktest.Officer, caseID)
	if err != nil || one.Condition.Decision != journey.DecidedMet || one.Condition.Decided != today.AddDays(-2) || one.Words != "She did" {
		t.Errorf("decided %+v %q, %v", one.Condition, one.Words, err)
	}
}

func TestWhoSeesWhatAForceSent(t *testing.T) {
	f := newForce(t)
	caseID := f.refer(caseworktest.Officer, "Amina")
	f.allocate(caseID)
	for _, asker := range []access.Asker{caseworktest.OtherForce, caseworktest.Keyworker, caseworktest.Lead, caseworktest.Commissioner, caseworktest.Admin} {
		_, sent := f.desk.Sent(ctx, asker, caseID)
		_, decided := f.desk.DecideCondition(ctx, asker, caseID, casework.AnyVersion, f.Key(), journey.DecisionEntry{Decision: journey.DecidedMet, On: calendar.DayOf(f.Now())})
		if casework.KindOf(sent) != casework.NotFound || casework.KindOf(decided) != casework.NotFound {
			t.Errorf("%s: %v and %v, want both not found", asker.Role, sent, decided)
		}
		list, err := f.desk.MyReferrals(ctx, asker)
		if asker.Role.Police() && (err != nil || list.Waiting.Total+list.Booked.Total > 0) {
			t.Errorf("another force: %+v, %v", list, err)
		}
		if !asker.Role.Police() && casework.KindOf(err) != casework.Forbidden {
			t.Errorf("%s lists referrals: %v", asker.Role, err)
		}
	}
	f.Record.Deaf = errors.New("the disk is full")
	if list, err := f.desk.MyReferrals(ctx, caseworktest.Officer); err == nil || list.Booked.Total > 0 {
		t.Error("a list that cannot be written down was shown")
	}
	if one, err := f.desk.Sent(ctx, caseworktest.Officer, caseID); err == nil || one.Name != "" {
		t.Error("a read that cannot be written down was shown")
	}
}

func TestALongGroupSaysHowManyThereAre(t *testing.T) {
	f := newForce(t)
	for i := range justice.PerGroup + 3 {
		f.refer(caseworktest.Officer, fmt.Sprint("Name", i))
	}
	list, err := f.desk.MyReferrals(ctx, caseworktest.Officer)
	if err != nil || len(list.Waiting.Lines) != justice.PerGroup || list.Waiting.Total != justice.PerGroup+3 {
		t.Errorf("%d lines of %d, %v", len(list.Waiting.Lines), list.Waiting.Total, err)
	}
}

// A woman of whom nothing is asked comes by her own choice: that police sent her
// is no reason to tell them. Source: 004:166.
func TestWhereNothingIsAskedNothingIsReported(t *testing.T) {
	f := newForce(t)
	caseID := f.refer(caseworktest.Officer, "Grace", noCaution)
	f.allocate(caseID)
	before, err := f.desk.MyReferrals(ctx, caseworktest.Officer)
	if err != nil || before.Booked.Total != 1 {
		t.Fatalf("listed %+v, %v", before, err)
	}
	f.must(f.support.Book(ctx, caseworktest.Keyworker, caseID, casework.AnyVersion, f.Key(), support.Booking{At: calendar.At(f.Now().Add(time.Hour)), How: journey.Phone}))
	f.attend(caseID, 5)
	after, err := f.desk.MyReferrals(ctx, caseworktest.Officer)
	if err != nil || after.Booked.Total != 1 || after.Booked.Lines[0].Attended != 0 {
		t.Errorf("after five meetings police read %+v, %v", after, err)
	}
	one, err := f.desk.Sent(ctx, caseworktest.Officer, caseID)
	if err != nil || one.Attended != 0 || one.Condition != nil {
		t.Errorf("of her referral they read %+v, %v", one.Line, err)
	}
}

// A decision puts a condition in the group that it names, whatever she came to.
func TestAConditionStandsInItsGroupAsPoliceDecided(t *testing.T) {
	for decision, want := range map[journey.ConditionDecision]func(justice.List) justice.Group{
		journey.DecidedMet:       func(l justice.List) justice.Group { return l.Met },
		journey.DecidedWithdrawn: func(l justice.List) justice.Group { return l.Attending },
	} {
		f := newForce(t)
		caseID := f.refer(caseworktest.Officer, "Amina")
		f.allocate(caseID)
		f.attend(caseID, 2)
		if decision == journey.DecidedMet {
			caseID = f.refer(caseworktest.Officer, "Grace", func(r *journey.Referral) { r.Reference = "another" })
			f.allocate(caseID)
		}
		f.must(f.desk.DecideCondition(ctx, caseworktest.Officer, caseID, casework.AnyVersion, f.Key(), journey.DecisionEntry{Decision: decision, On: calendar.DayOf(f.Now())}))
		list, err := f.desk.MyReferrals(ctx, caseworktest.Officer)
		if err != nil {
			t.Fatal(err)
		}
		found := false
		for _, line := range want(list).Lines {
			found = found || line.Case == caseID
		}
		if !found {
			t.Errorf("decided %s: listed %+v", decision, list)
		}
	}
}
