package hardship_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"throughline/internal/casework"
	"throughline/internal/casework/caseworktest"
	"throughline/internal/casework/hardship"
	"throughline/internal/casework/intake"
	"throughline/internal/casework/keeping"
	"throughline/internal/casework/support"
	"throughline/internal/domain/access"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
	"throughline/internal/domain/scheme"
	"throughline/schemes"
)

func TestMain(m *testing.M) { caseworktest.Main(m) }

var (
	ctx             = context.Background()
	priya, jo, lead = caseworktest.Keyworker, caseworktest.OtherWorker, caseworktest.Lead
	second          = access.Asker{ID: "lead-2", Name: "Maya", Agency: "Advance", Role: access.ServiceLead}
)

type keyworkers []support.Keyworker

func (k keyworkers) Keyworkers(context.Context) ([]support.Keyworker, error) { return k, nil }

// centre is a service with a fund.
type centre struct {
	*caseworktest.Room
	t     *testing.T
	desk  hardship.Desk
	into  intake.Desk
	cases support.Desk
	women int
	fund  string
}

func newCentre(t *testing.T, change ...func(*journey.FundSet)) *centre {
	t.Helper()
	books, err := schemes.Library()
	if err != nil {
		t.Fatal(err)
	}
	rules := casework.Schemes{Rules: books, Delivers: []string{"lwds"}, Settings: map[string]scheme.Settings{"lwds": {"covered_areas": []string{"Central West"}}}}
	room := caseworktest.NewRoom(t)
	var team caseworktest.Team
	for _, asker := range []access.Asker{priya, jo, lead, second} {
		team = append(team, casework.Person{ID: asker.ID, Name: asker.Name, Agency: asker.Agency, Role: asker.Role})
	}
	c := &centre{
		Room: room, t: t, desk: hardship.Desk{Bench: room.Bench, Staff: team}, into: intake.Desk{Bench: room.Bench, Schemes: rules},
		cases: support.Desk{Bench: room.Bench, Schemes: rules, People: keyworkers{{ID: priya.ID, OpenLimit: 30, YearLimit: 60}, {ID: jo.ID, OpenLimit: 30, YearLimit: 60}}},
	}
	budget, ceiling := int64(10_000), int64(5_000)
	entry := journey.FundSet{Name: "Winter fund", From: calendar.DayOf(room.Now()).AddDays(-30), To: calendar.DayOf(room.Now()).AddDays(300), Pence: &budget, Ceiling: &ceiling}
	for _, one := range change {
		one(&entry)
	}
	c.must(c.desk.Set(ctx, lead, 0, c.Key(), entry))
	c.fund = c.keep().Books[0].Fund
	return c
}

func noCeiling(f *journey.FundSet) { f.Ceiling = nil }

func (c *centre) must(err error) {
	c.t.Helper()
	if err != nil {
		c.t.Fatal(err)
	}
}

func (c *centre) keep() hardship.Kept {
	c.t.Helper()
	kept, err := c.desk.Keep(ctx, lead, 0)
	c.must(err)
	return kept
}

func (c *centre) woman(name string, worker access.Asker) string {
	c.t.Helper()
	c.women++
	entry := caseworktest.Amina()
	entry.Identity = journey.Identity{Given: name, Family: "Reed" + name, Born: calendar.On(1980, time.May, c.women), Phone: fmt.Sprintf("07700 9004%02d", c.women)}
	entry.Reference = "ref-" + name
	receipt, err := c.into.Refer(ctx, caseworktest.Officer, entry, c.Key())
	c.must(err)
	_, err = c.cases.Allocate(ctx, lead, receipt.Case, casework.AnyVersion, c.Key(), support.Allocation{Keyworker: worker.ID})
	c.must(err)
	return receipt.Case
}

// ask asks the fund for food, in pounds.
func (c *centre) ask(asker access.Asker, caseID string, pounds int64, change ...func(*journey.HardshipEntry)) error {
	entry := journey.HardshipEntry{Buys: journey.BuysFood, Pence: pounds * 100, For: "food for the week", Safe: journey.SafeToHave}
	for _, one := range change {
		one(&entry)
	}
	return c.desk.Ask(ctx, asker, caseID, c.Key(), c.fund, entry)
}

func now(entry *journey.HardshipEntry) {
	entry.Now, entry.Why, entry.Paid, entry.Urgent = true, "she has not eaten", journey.PaidVoucher, true
}

// last returns the newest request of a woman.
func (c *centre) last(asker access.Asker, caseID string) hardship.Request {
	c.t.Helper()
	hers, err := c.desk.Hers(ctx, asker, caseID)
	c.must(err)
	return hers.Requests[0]
}

func (c *centre) give(asker access.Asker, caseID string, pounds int64) error {
	return c.desk.Give(ctx, asker, caseID, c.Key(), journey.GivenEntry{
		Request: c.last(asker, caseID).Grant.Request, On: calendar.DayOf(c.Now()), Pence: pounds * 100, Paid: journey.PaidVoucher,
	})
}

func (c *centre) decide(asker access.Asker, caseID string, answer journey.HardshipDecision) error {
	return c.desk.Decide(ctx, asker, caseID, c.Key(), c.last(lead, caseID).Grant.Request, answer, "because")
}

func says(err error) string {
	var problems journey.Problems
	if !errors.As(err, &problems) {
		return ""
	}
	return problems.Error()
}

func TestUpToTheCeilingNobodyElseIsAsked(t *testing.T) {
	c := newCentre(t)
	amina := c.woman("Amina", priya)
	c.must(c.ask(priya, amina, 50))
	if one := c.last(priya, amina); one.Second || !one.MayGive || one.For != "food for the week" || one.FundName != "Winter fund" {
		t.Errorf("her keyworker sees %+v", one)
	}
	c.must(c.give(priya, amina, 45))
	kept := c.keep()
	if len(kept.Waiting) != 0 || kept.Books[0].Spent != 4500 || *kept.Books[0].Left != 5500 || kept.Total != 4500 {
		t.Errorf("the lead sees %+v", kept)
	}
	if row, _ := c.Record.Row(ctx, amina); row.Activities[journey.HardshipPayment] != 1 {
		t.Errorf("figures count it %d times", row.Activities[journey.HardshipPayment])
	}
}

func TestAboveTheCeilingAndWhereNoneIsStatedASecondPersonAgrees(t *testing.T) {
	for name, row := range map[string]struct {
		change []func(*journey.FundSet)
		pounds int64
	}{"above the ceiling": {nil, 51}, "no ceiling": {[]func(*journey.FundSet){noCeiling}, 5}} {
		t.Run(name, func(t *testing.T) {
			c := newCentre(t, row.change...)
			amina := c.woman("Amina", priya)
			c.must(c.ask(priya, amina, row.pounds))
			if got := says(c.give(priya, amina, row.pounds)); !strings.Contains(got, "Nobody has agreed to it yet") {
				t.Errorf("given alone: %q", got)
			}
			if waiting := c.keep().Waiting; len(waiting) != 1 || waiting[0].Name != "Amina ReedAmina" || waiting[0].For != "food for the week" || waiting[0].By != "Priya, Advance" {
				t.Errorf("the lead is asked %+v", waiting)
			}
			if err := c.decide(priya, amina, journey.HardshipApproved); casework.KindOf(err) != casework.Forbidden {
				t.Errorf("a keyworker agrees: %v", err)
			}
			c.must(c.decide(lead, amina, journey.HardshipQuestion))
			if one := c.last(priya, amina); one.Said != "because" || one.MayGive || one.Then != "Ruth, Advance" {
				t.Errorf("a question is shown as %+v", one)
			}
			c.must(c.decide(lead, amina, journey.HardshipApproved))
			if books := c.keep().Books; books[0].Committed != row.pounds*100 || books[0].Spent != 0 {
				t.Errorf("agreed is %+v", books[0])
			}
			c.must(c.give(priya, amina, row.pounds))
			if books := c.keep().Books; books[0].Committed != 0 || books[0].Spent != row.pounds*100 {
				t.Errorf("given is %+v", books[0])
			}
		})
	}
}

func TestNobodyAgreesToHerOwnRequest(t *testing.T) {
	c := newCentre(t, noCeiling)
	amina := c.woman("Amina", priya)
	c.must(c.ask(lead, amina, 20))
	if one := c.last(lead, amina); one.MayAgree || !one.Mine {
		t.Errorf("who asked is shown %+v", one)
	}
	if got := says(c.decide(lead, amina, journey.HardshipApproved)); !strings.Contains(got, "somebody else has to answer") {
		t.Errorf("who asked agrees: %q", got)
	}
	if !c.last(second, amina).MayAgree {
		t.Error("the other lead may not agree")
	}
	c.must(c.decide(second, amina, journey.HardshipApproved))

	named := newCentre(t, noCeiling, func(f *journey.FundSet) { f.Approvers = []string{second.ID} })
	beata := named.woman("Beata", priya)
	named.must(named.ask(priya, beata, 20))
	if got := says(named.decide(lead, beata, journey.HardshipApproved)); !strings.Contains(got, "Somebody else agrees to payments of this fund") {
		t.Errorf("a lead the fund does not name: %q", got)
	}
}

func TestAnEmergencyIsNeverStopped(t *testing.T) {
	c := newCentre(t, noCeiling)
	amina := c.woman("Amina", priya)
	c.must(c.ask(priya, amina, 150, now)) // more than is left
	kept := c.keep()
	if len(kept.Waiting) != 1 || !kept.Waiting[0].Ahead || kept.Waiting[0].Why != "she has not eaten" || *kept.Books[0].Left != -5000 {
		t.Errorf("the lead sees %+v in %+v", kept.Waiting, kept.Books[0])
	}
	c.must(c.decide(lead, amina, journey.HardshipDeclined)) // it stays given, and what was said stays
	if one := c.last(priya, amina); !one.Given.Known() || one.Answer != journey.HardshipDeclined || one.Ahead {
		t.Errorf("looked at afterwards it is %+v", one)
	}
	request := c.last(priya, amina).Grant.Request
	key := c.Key()
	for range 2 { // a double click
		c.must(c.desk.Return(ctx, priya, amina, key, request, 2000, "one voucher was not used"))
	}
	if got := says(c.desk.Return(ctx, priya, amina, c.Key(), request, 14_000, "")); !strings.Contains(got, "no more than was given") {
		t.Errorf("more came back than went: %q", got)
	}
	if books := c.keep().Books; books[0].Spent != 13_000 {
		t.Errorf("spent is %d", books[0].Spent)
	}
}

func TestARequestSentTwiceIsOne(t *testing.T) {
	c := newCentre(t)
	amina := c.woman("Amina", priya)
	key := c.Key()
	entry := journey.HardshipEntry{Buys: journey.BuysFood, Pence: 2000, For: "food", Safe: journey.SafeToHave, Now: true, Why: "hungry", Paid: journey.PaidCash}
	for range 2 {
		c.must(c.desk.Ask(ctx, priya, amina, key, c.fund, entry))
	}
	if hers, err := c.desk.Hers(ctx, priya, amina); err != nil || len(hers.Requests) != 1 {
		t.Errorf("%d requests, %v", len(hers.Requests), err)
	}
	fund := c.Key()
	for range 2 {
		c.must(c.desk.Set(ctx, lead, 0, fund, journey.FundSet{Name: "Summer", From: calendar.DayOf(c.Now()), To: calendar.DayOf(c.Now())}))
	}
	if books := c.keep().Books; len(books) != 2 || books[0].Left != nil {
		t.Errorf("the funds are %+v", books)
	}
}

func TestAFundIsChangedUponWhatStands(t *testing.T) {
	c := newCentre(t)
	known, err := c.desk.Fund(ctx, lead, c.fund)
	c.must(err)
	changed := known
	changed.Name = "Spring fund"
	key := c.Key()
	for range 2 {
		c.must(c.desk.Set(ctx, lead, casework.Version(known), key, changed))
	}
	changed.Name = "Autumn fund"
	if err := c.desk.Set(ctx, second, casework.Version(known), c.Key(), changed); casework.KindOf(err) != casework.Conflict {
		t.Errorf("upon an old page: %v", err)
	}
	changed.Fund = "none"
	if err := c.desk.Set(ctx, lead, 0, c.Key(), changed); casework.KindOf(err) != casework.NotFound {
		t.Errorf("no such fund: %v", err)
	}
	if _, err := c.desk.Fund(ctx, lead, "none"); casework.KindOf(err) != casework.NotFound {
		t.Errorf("no such fund is opened: %v", err)
	}
	if err := c.desk.Set(ctx, lead, 0, c.Key(), journey.FundSet{}); says(err) == "" {
		t.Errorf("an empty fund: %v", err)
	}
	if people, err := c.desk.Approvers(ctx, lead); err != nil || len(people) != 2 {
		t.Errorf("%d may be named, %v", len(people), err)
	}
}

func TestWhoMayAskAndWhoKeepsTheFunds(t *testing.T) {
	c := newCentre(t)
	amina := c.woman("Amina", priya)
	for _, asker := range []access.Asker{jo, caseworktest.Officer, caseworktest.Commissioner} {
		if err := c.ask(asker, amina, 20); casework.KindOf(err) != casework.NotFound {
			t.Errorf("%s asks for her: %v", asker.Role, err)
		}
		if _, err := c.desk.Hers(ctx, asker, amina); casework.KindOf(err) != casework.NotFound {
			t.Errorf("%s reads of her: %v", asker.Role, err)
		}
	}
	for _, asker := range []access.Asker{priya, caseworktest.Commissioner, caseworktest.Admin} {
		if _, err := c.desk.Keep(ctx, asker, 0); casework.KindOf(err) != casework.Forbidden {
			t.Errorf("%s keeps the funds: %v", asker.Role, err)
		}
		if _, _, err := c.desk.Spend(ctx, asker, 0); casework.KindOf(err) != casework.Forbidden {
			t.Errorf("%s takes the spending: %v", asker.Role, err)
		}
		if err := c.desk.Set(ctx, asker, 0, c.Key(), journey.FundSet{}); casework.KindOf(err) != casework.Forbidden {
			t.Errorf("%s sets a fund: %v", asker.Role, err)
		}
		if _, err := c.desk.Fund(ctx, asker, c.fund); casework.KindOf(err) != casework.Forbidden {
			t.Errorf("%s opens a fund: %v", asker.Role, err)
		}
	}
	if got := says(c.desk.Ask(ctx, priya, amina, c.Key(), "none", journey.HardshipEntry{})); !strings.Contains(got, "Choose a fund that pays today") {
		t.Errorf("no such fund: %q", got)
	}
}

func TestWhoIsHiddenIsInNoSum(t *testing.T) {
	c := newCentre(t)
	amina := c.woman("Amina", priya)
	c.must(c.ask(priya, amina, 20, now))
	row, err := c.Record.Row(ctx, amina)
	c.must(err)
	facts, err := c.Bench.Pen(second).MarkConflict(row, journey.ConflictEntry{Account: lead.ID, From: journey.ConflictHers})
	c.must(err)
	_, err = c.Record.Append(ctx, casework.Change{Key: c.Key(), Facts: facts})
	c.must(err)
	if kept := c.keep(); kept.Total != 0 || kept.Books[0].Spent != 0 || kept.Effect.Waiting != 0 {
		t.Errorf("who is barred sees %+v", kept)
	}
	if kept, err := c.desk.Keep(ctx, second, 0); err != nil || kept.Total != 2000 {
		t.Errorf("the other lead sees %+v, %v", kept.Total, err)
	}
}

func TestWhatWasSpentForAnErasedWomanStays(t *testing.T) {
	c := newCentre(t)
	amina := c.woman("Amina", priya)
	c.must(c.ask(priya, amina, 60, now))
	c.must(c.desk.Return(ctx, priya, amina, c.Key(), c.last(priya, amina).Grant.Request, 1000, ""))
	row, err := c.Record.Row(ctx, amina)
	c.must(err)
	store, ok := c.Record.Record.(keeping.Store)
	if !ok {
		t.Skip("this record erases elsewhere")
	}
	c.must(store.Erase(ctx, keeping.Erasure{Stone: keeping.Stone{Woman: row.Woman, At: c.Now()}, Entry: lead.Note(c.Now(), access.Erase, access.ForLegal, "erase", 0)}))
	kept := c.keep()
	if kept.Books[0].Spent != 5000 || kept.Total != 5000 || kept.Erased != 5000 || len(kept.Waiting) != 0 {
		t.Errorf("after the erasure the lead sees %+v", kept)
	}
	if _, err := c.desk.Hers(ctx, priya, amina); casework.KindOf(err) != casework.NotFound {
		t.Errorf("her page: %v", err)
	}
}

func TestTheNextAppointmentAfterAPaymentIsCounted(t *testing.T) {
	c := newCentre(t)
	amina, beata, cora := c.woman("Amina", priya), c.woman("Beata", priya), c.woman("Cora", priya)
	meet := func(caseID string, outcome journey.Outcome) {
		_, err := c.cases.RecordAttendance(ctx, priya, caseID, casework.AnyVersion, c.Key(), journey.Meeting{At: calendar.At(c.Now()), How: journey.OneToOne, Outcome: outcome, Counts: journey.Yes})
		c.must(err)
	}
	for _, caseID := range []string{amina, beata, cora} {
		c.must(c.ask(priya, caseID, 20, now))
	}
	c.WaitDays(1)
	meet(amina, journey.CancelledByService)
	c.WaitDays(1)
	meet(amina, journey.Attended)
	meet(beata, journey.Missed)
	found := c.keep().Effect
	if got := found.Came.Text(); got != "1 of 2 (50.0%, 95% interval 9.5 to 90.5)" || found.Waiting != 1 {
		t.Errorf("counted are %s, %d wait", got, found.Waiting)
	}
	meaning := found.Came.Meaning()
	if meaning.Definition == "" || meaning.Source == "" || meaning.Window != (calendar.Window{From: calendar.DayOf(c.Now()).AddDays(-2), To: c.desk.Today()}) {
		t.Errorf("it means %+v", meaning)
	}
}

func TestSpendingIsTakenAwayWithoutAnyWoman(t *testing.T) {
	c := newCentre(t)
	amina, beata := c.woman("Amina", priya), c.woman("Beata", priya)
	c.must(c.ask(priya, amina, 20, now))
	c.must(c.ask(priya, beata, 15, now))
	_, err := c.cases.RecordActivity(ctx, priya, amina, casework.AnyVersion, c.Key(), journey.ActivityEntry{What: journey.HardshipPayment, On: calendar.DayOf(c.Now()), Pence: 700})
	c.must(err)
	month, lines, err := c.desk.Spend(ctx, lead, 0)
	if err != nil || month != calendar.On(2026, time.March, 1) || len(lines) != 2 {
		t.Fatalf("%s, %+v, %v", month, lines, err)
	}
	if lines[0].FundName != "" || lines[0].Pence != 700 || lines[1].Payments != 2 || lines[1].Pence != 3500 {
		t.Errorf("the lines are %+v", lines)
	}
	if entry, _ := c.Record.Last(); entry.Action != access.Export || len(entry.Women) != 0 {
		t.Errorf("it is written down as %+v", entry)
	}
	if kept := c.keep(); kept.NoFund != 1 || kept.NoFundIn != 700 {
		t.Errorf("without a fund are %d payments, %d pence", kept.NoFund, kept.NoFundIn)
	}
}
