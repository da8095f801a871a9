package rules_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"throughline/internal/casework"
	"throughline/internal/casework/caseworktest"
	"throughline/internal/casework/evidence"
	"throughline/internal/casework/intake"
	"throughline/internal/casework/rules"
	"throughline/internal/casework/support"
	"throughline/internal/domain/access"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
	"throughline/internal/domain/scheme"
	"throughline/schemes"
)

func TestAnEditionDecidesFromItsDayOn(t *testing.T) {
	h := newHouse(t)
	other := h.instance()
	h.put(london(t, three...), h.tomorrow())
	today := calendar.DayOf(h.Now())
	for _, row := range []struct {
		on   calendar.Day
		want int
	}{{today, 2}, {today.AddDays(1), 3}, {today.AddDays(400), 3}, {today.AddDays(-400), 2}} {
		if got := h.desk.Live.Of("lwds", row.on).Condition("conditional_caution", nil).UnitsRequired; got != row.want {
			t.Errorf("on %s: %d appointments, want %d", row.on, got, row.want)
		}
	}
	if got := h.desk.Live.On(today.AddDays(1))[0].Condition("conditional_caution", nil).UnitsRequired; got != 3 {
		t.Errorf("the list of rulebooks of tomorrow asks %d, want 3", got)
	}
	// Another instance learns of it when it next reads.
	if got := other.Live.Of("lwds", today.AddDays(1)).Condition("conditional_caution", nil).UnitsRequired; got != 2 {
		t.Errorf("another instance knows of it before it reads: %d", got)
	}
	if err := other.Live.Refresh(ctx); err != nil {
		t.Fatal(err)
	}
	if got := other.Live.Of("lwds", today.AddDays(1)).Condition("conditional_caution", nil).UnitsRequired; got != 3 {
		t.Errorf("another instance, having read, asks %d, want 3", got)
	}
	line := h.lines.All()[0]
	if line.Actor != caseworktest.Lead.ID || line.What != "put edition in force" || line.Reason != "lwds "+h.tomorrow().String() || line.Classes != "" {
		t.Errorf("the ledger says %+v", line)
	}
}

// A woman referred before a new edition keeps the two appointments she was told
// of; one referred on its first day is asked three.
func TestAnOpenCaseKeepsTheEditionItEnteredUnder(t *testing.T) {
	h := newHouse(t)
	refer := intake.Desk{Bench: h.Bench, Schemes: h.here}
	lead := support.Desk{Bench: h.Bench, Schemes: h.here}
	referral := func(born calendar.Day) string {
		entry := caseworktest.Amina()
		entry.Identity.Born = born
		receipt, err := refer.Refer(ctx, caseworktest.Officer, entry, h.Key())
		if err != nil {
			t.Fatal(err)
		}
		return receipt.Case
	}
	before := referral(calendar.On(1990, time.May, 1))
	h.put(london(t, three...), h.tomorrow())
	sameDay := referral(calendar.On(1991, time.May, 1))
	h.WaitDays(1)
	after := referral(calendar.On(1992, time.May, 1))
	h.WaitDays(30)
	for _, row := range []struct {
		name, id string
		asked    int
		byPhone  journey.YesNo
	}{
		{"before it was written", before, 2, ""},
		{"after it was written, before its first day", sameDay, 2, ""},
		{"on its first day", after, 3, journey.Yes},
	} {
		view, err := lead.Open(ctx, caseworktest.Lead, row.id, "")
		if err != nil {
			t.Fatal(err)
		}
		if got := view.Condition.Rule.UnitsRequired; got != row.asked {
			t.Errorf("referred %s: the rulebook asks %d, want %d", row.name, got, row.asked)
		}
		if got := lead.SuggestCounts(view.Row, journey.Phone, journey.Attended); got != row.byPhone {
			t.Errorf("referred %s: a phone call counts %q, want %q", row.name, got, row.byPhone)
		}
	}
}

// The page of what was sent, and a report as at a day, read the edition of their
// day too, whatever decides when they are asked for.
func TestWhatLooksBackReadsTheEditionOfItsDay(t *testing.T) {
	h := newHouse(t)
	refer := intake.Desk{Bench: h.Bench, Schemes: h.here}
	figures := evidence.Desk{Bench: h.Bench, Released: &caseworktest.Released{}, Schemes: h.here}
	before, err := refer.Refer(ctx, caseworktest.Officer, caseworktest.Amina(), h.Key())
	if err != nil {
		t.Fatal(err)
	}
	today := calendar.DayOf(h.Now())
	h.put(london(t, "title: London Women's Diversion Service", "title: London service", "to: 2020-08-31", "to: 2021-08-31",
		"text: September 2019 to August 2020,", "text: September 2019 to August 2021,"), h.tomorrow())
	h.WaitDays(1)
	entry := caseworktest.Amina()
	entry.Identity.Born = calendar.On(1992, time.May, 1)
	after, err := refer.Refer(ctx, caseworktest.Officer, entry, h.Key())
	if err != nil {
		t.Fatal(err)
	}
	for caseID, want := range map[string]string{before.Case: "London Women's Diversion Service", after.Case: "London service"} {
		if view, err := refer.Sent(ctx, caseworktest.Officer, caseID); err != nil || view.Service != want {
			t.Errorf("what was sent names %q (%v), want %q", view.Service, err, want)
		}
	}
	for asAt, want := range map[calendar.Day]calendar.Day{today: calendar.On(2020, time.August, 31), today.AddDays(1): calendar.On(2021, time.August, 31)} {
		report, err := figures.Report(ctx, caseworktest.Lead, evidence.Query{Scheme: "lwds", AsAt: asAt})
		if err != nil {
			t.Fatal(err)
		}
		if reach, ok := report.Figure("reach.offered"); !ok || reach.Meaning().Window.To != want {
			t.Errorf("as at %s the arrests are counted to %s, want %s", asAt, reach.Meaning().Window.To, want)
		}
	}
}

func TestWhatKeepsAnEditionFromBeingPutInForce(t *testing.T) {
	h := newHouse(t)
	today, changed := calendar.DayOf(h.Now()), london(t, three...)
	h.put(london(t, "- required: 2", "- required: 4"), today.AddDays(10))
	for _, row := range []struct {
		name  string
		entry rules.Edition
		want  []string
	}{
		{"nothing said", rules.Edition{Text: changed}, []string{"from: Enter the first day it decides", "why: Say why it changes, and who decided it"}},
		{"from today", rules.Edition{Text: changed, From: today, Why: "agreed"}, []string{"from: Enter 4 March 2026 or a later day: what is decided today never changes"}},
		{"a day that is taken", rules.Edition{Text: changed, From: today.AddDays(10), Why: "agreed"}, []string{"from: Another edition begins on that day: choose another day, or take that one back first"}},
		{"the edition that decides already", rules.Edition{Text: london(t), From: today.AddDays(2), Why: "agreed"}, []string{"text: Change something: this is the edition that decides already"}},
		{"no rulebook", rules.Edition{Text: "id: lwds\ntittle: London\n", From: today.AddDays(2), Why: "agreed"}, nil},
		{"another id", rules.Edition{Text: london(t, "id: lwds", "id: london"), From: today.AddDays(2), Why: "agreed"},
			[]string{`text: line 7: the id is "london": it stays lwds, since the cases of the scheme are known by it`}},
		{"an offer of no scheme", rules.Edition{Text: london(t, "pathway: voluntary\n        text", "scheme: nowhere\n        text"), From: today.AddDays(2), Why: "agreed"}, nil},
		{"scenarios that answer otherwise", rules.Edition{Text: london(t, "age == 18 ? over_18_includes_18 : age > 18", "age >= 18"), From: today.AddDays(2), Why: "agreed"}, nil},
	} {
		t.Run(row.name, func(t *testing.T) {
			row.entry.Scheme, row.entry.Seen = "lwds", 1
			err := h.desk.PutInForce(ctx, caseworktest.Lead, h.Key(), row.entry)
			got := said(t, err)
			if len(got) == 0 || row.want != nil && !slices.Equal(got, row.want) {
				t.Errorf("says %q, want %q", got, row.want)
			}
			if lines, err := h.store.Editions(ctx); err != nil || len(lines) != 1 {
				t.Errorf("%d lines are kept (%v), want the first alone", len(lines), err)
			}
		})
	}
}

func TestAScenarioThatAnswersOtherwiseNeedsAReason(t *testing.T) {
	h := newHouse(t)
	entry := rules.Edition{
		Scheme: "lwds", Text: london(t, "age == 18 ? over_18_includes_18 : age > 18", "age >= 18"), From: h.tomorrow(), Why: "18 is in",
		Accepted: []rules.Accepted{{Scenario: "no such scenario", Why: "nothing"}},
	}
	draft, err := h.desk.Check("lwds", entry.Text, 0)
	if err != nil {
		t.Fatal(err)
	}
	differing := 0
	for i, outcome := range draft.Outcomes {
		if !outcome.New() {
			continue
		}
		differing++
		problems := said(t, h.desk.PutInForce(ctx, caseworktest.Lead, h.Key(), entry))
		if want := rules.ScenarioField(i) + ": Say why another answer is right for “" + outcome.Scenario + "”"; !slices.Contains(problems, want) {
			t.Errorf("says %q, want %q among them", problems, want)
		}
		entry.Accepted = append(entry.Accepted, rules.Accepted{Scenario: outcome.Scenario, Why: " the force says so "})
	}
	if differing == 0 {
		t.Fatal("no scenario answers otherwise")
	}
	if err := h.desk.PutInForce(ctx, caseworktest.Lead, h.Key(), entry); err != nil {
		t.Fatal(err)
	}
	lines, err := h.store.Editions(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if kept := lines[0].Accepted; len(kept) != differing || kept[0].Why != "the force says so" {
		t.Errorf("the reasons kept are %+v", kept)
	}
	// What was accepted once is not asked again of the edition after it.
	again, err := h.desk.Check("lwds", entry.Text+"# a remark\n", h.tomorrow().AddDays(1))
	if err != nil {
		t.Fatal(err)
	}
	for _, outcome := range again.Outcomes {
		if outcome.New() {
			t.Errorf("%q is asked again", outcome.Scenario)
		}
	}
}

func TestOnlyAServiceLeadChangesARulebook(t *testing.T) {
	h := newHouse(t)
	for _, role := range access.Roles {
		if role == access.ServiceLead {
			continue
		}
		asker := access.Asker{ID: "someone", Role: role}
		if err := h.desk.PutInForce(ctx, asker, h.Key(), rules.Edition{Scheme: "lwds"}); casework.KindOf(err) != casework.Forbidden {
			t.Errorf("%s puts an edition in force: %v", role, err)
		}
		if err := h.desk.TakeBack(ctx, asker, h.Key(), "lwds", h.tomorrow(), "no"); casework.KindOf(err) != casework.Forbidden {
			t.Errorf("%s takes one back: %v", role, err)
		}
	}
	if len(h.lines.All()) != 0 {
		t.Error("something was written")
	}
}

func TestAnEditionIsTakenBackBeforeItsDay(t *testing.T) {
	h := newHouse(t)
	day := h.tomorrow()
	h.put(london(t, three...), day)
	if problems := said(t, h.desk.TakeBack(ctx, caseworktest.Lead, h.Key(), "lwds", day, " ")); !slices.Equal(problems, []string{"why: Say why it is taken back"}) {
		t.Errorf("without a reason: %q", problems)
	}
	if err := h.desk.TakeBack(ctx, caseworktest.Lead, h.Key(), "lwds", day.AddDays(1), "a slip"); !errors.Is(err, rules.ErrNoEdition) {
		t.Errorf("one there is not: %v", err)
	}
	if err := h.desk.TakeBack(ctx, caseworktest.Lead, h.Key(), "lwds", day, "a slip"); err != nil {
		t.Fatal(err)
	}
	if got := h.desk.Live.Of("lwds", day).Condition("conditional_caution", nil).UnitsRequired; got != 2 {
		t.Errorf("after it is taken back %d appointments are asked, want 2", got)
	}
	h.put(london(t, "- required: 2", "- required: 4"), day)
	sheet, err := h.desk.Open("lwds")
	if err != nil {
		t.Fatal(err)
	}
	var history []string
	for _, version := range sheet.History {
		switch {
		case version.TakenBack != nil:
			history = append(history, version.From.String()+" taken back")
			if version.TakenBack.Why != "a slip" || version.TakenBack.Name != caseworktest.Lead.Name || h.desk.MayTakeBack(version) {
				t.Errorf("what was taken back says %+v", version.TakenBack)
			}
		case version.ToCome && h.desk.MayTakeBack(version):
			history = append(history, version.From.String()+" to come")
		case version.Decides && !h.desk.MayTakeBack(version):
			history = append(history, "the first decides")
		}
	}
	if want := []string{day.String() + " to come", day.String() + " taken back", "the first decides"}; !slices.Equal(history, want) {
		t.Errorf("the history is %q, want %q", history, want)
	}
	h.WaitDays(1)
	if err := h.desk.TakeBack(ctx, caseworktest.Lead, h.Key(), "lwds", day, "a slip"); casework.KindOf(err) != casework.Conflict {
		t.Errorf("one that decides already: %v", err)
	}
}

// Just before midnight tomorrow is too soon: another instance could still decide
// by the edition before.
func TestTomorrowIsTooSoonJustBeforeMidnight(t *testing.T) {
	h := newHouse(t)
	midnight := h.tomorrow().Start()
	for _, row := range []struct {
		before time.Duration
		want   calendar.Day
	}{{time.Hour, h.tomorrow()}, {6 * time.Minute, h.tomorrow()}, {4 * time.Minute, h.tomorrow().AddDays(1)}, {time.Second, h.tomorrow().AddDays(1)}} {
		h.Wait(midnight.Add(-row.before).Sub(h.Now()))
		if got := h.desk.Earliest(); got != row.want {
			t.Errorf("%s before midnight the earliest day is %s, want %s", row.before, got, row.want)
		}
	}
}

func TestAKeyWritesOnce(t *testing.T) {
	h := newHouse(t)
	entry := rules.Edition{Scheme: "lwds", Text: london(t, three...), From: h.tomorrow(), Why: "agreed"}
	for range 2 {
		if err := h.desk.PutInForce(ctx, caseworktest.Lead, "one key", entry); err != nil {
			t.Fatal(err)
		}
	}
	if lines := h.lines.All(); len(lines) != 1 {
		t.Errorf("sent twice, the ledger has %d lines", len(lines))
	}
	for _, key := range []string{"", strings.Repeat("k", 65)} {
		entry.From = entry.From.AddDays(1)
		if err := h.desk.PutInForce(ctx, caseworktest.Lead, key, entry); casework.KindOf(err) != casework.Invalid {
			t.Errorf("with the key %q: %v", key, err)
		}
	}
}

// What somebody else put in force meanwhile is not written over unseen.
func TestAChangeUponAnOlderHistoryIsAConflict(t *testing.T) {
	h := newHouse(t)
	opened, err := h.desk.Open("lwds")
	if err != nil {
		t.Fatal(err)
	}
	h.put(london(t, "- required: 2", "- required: 4"), h.tomorrow())
	entry := rules.Edition{Scheme: "lwds", Text: london(t, three...), From: h.tomorrow().AddDays(1), Why: "agreed", Seen: opened.Seen}
	if err := h.desk.PutInForce(ctx, caseworktest.Lead, h.Key(), entry); !errors.Is(err, rules.ErrMovedOn) {
		t.Errorf("upon what was opened before: %v, want %v", err, rules.ErrMovedOn)
	}
	if opened, err = h.desk.Open("lwds"); err != nil {
		t.Fatal(err)
	}
	entry.Seen = opened.Seen
	if err := h.desk.PutInForce(ctx, caseworktest.Lead, h.Key(), entry); err != nil {
		t.Errorf("having seen it: %v", err)
	}
}

// A referral put right after midnight is still one of the day before.
func TestAReferralPutRightAfterMidnightKeepsTheEditionOfItsDay(t *testing.T) {
	h := newHouse(t)
	h.putWhatever(rules.Edition{Scheme: "lwds", Text: london(t, "age > 18\"", "age > 80\""), From: h.tomorrow()})
	h.Wait(h.tomorrow().Start().Sub(h.Now()) - time.Minute)
	refer := intake.Desk{Bench: h.Bench, Schemes: h.here}
	sent, err := refer.Refer(ctx, caseworktest.Officer, caseworktest.Amina(), h.Key())
	if err != nil {
		t.Fatal(err)
	}
	h.Wait(2 * time.Minute)
	entry := caseworktest.Amina()
	entry.Identity.KnownAs = "Mina"
	if _, err := refer.Amend(ctx, caseworktest.Officer, sent.Case, casework.AnyVersion, entry, h.Key()); err != nil {
		t.Fatal(err)
	}
	row, err := h.Record.Row(ctx, sent.Case)
	if err != nil || row.Pathway != journey.ConditionalCaution || row.Referred != h.tomorrow().AddDays(-2) {
		t.Errorf("put right after midnight she comes by %s from %s, %v", row.Pathway, row.Referred, err)
	}
}

// What an edition leads to has to be there on its first day, not only today.
func TestAnEditionLeadsOnlyToWhatIsThereOnItsDay(t *testing.T) {
	h := newHouse(t)
	all, err := schemes.Library()
	if err != nil {
		t.Fatal(err)
	}
	if h.desk.Live, err = rules.Open(ctx, all, h.store); err != nil {
		t.Fatal(err)
	}
	if h.desk.Law, err = schemes.Law(); err != nil {
		t.Fatal(err)
	}
	durham, _ := all.Edition("durham-gateway-to-change", 0)
	proposed := strings.Replace(string(durham.Text), "status: pilot", "status: proposed", 1)
	h.putWhatever(rules.Edition{Scheme: "durham-gateway-to-change", Text: proposed, From: h.tomorrow().AddDays(1)})
	offer := london(t, "    offers:\n", "    offers:\n      - id: durham\n        text: Gateway to Change.\n        scheme: durham-gateway-to-change\n        source: \"000:554\"\n")
	for from, want := range map[calendar.Day]bool{h.tomorrow(): false, h.tomorrow().AddDays(1): true, h.tomorrow().AddDays(2): true} {
		draft := h.checked("lwds", offer, from)
		if refused := slices.ContainsFunc(draft.Problems, func(p scheme.Problem) bool { return strings.Contains(p.Text, "which is proposed") }); refused != want {
			t.Errorf("from %s it is refused: %v, want %v: %v", from, refused, want, draft.Problems)
		}
	}
}

// putWhatever puts an edition in force, whatever scenarios it answers otherwise.
func (h *house) putWhatever(edition rules.Edition) {
	h.t.Helper()
	edition.Why, edition.Seen = "agreed with the commissioner", casework.AnyVersion
	for _, outcome := range h.checked(edition.Scheme, edition.Text, edition.From).Outcomes {
		edition.Accepted = append(edition.Accepted, rules.Accepted{Scenario: outcome.Scenario, Why: "it is meant so"})
	}
	if err := h.desk.PutInForce(ctx, caseworktest.Lead, h.Key(), edition); err != nil {
		h.t.Fatal(err)
	}
}

// checked is what is found of a text that is to be an edition.
func (h *house) checked(id, text string, from calendar.Day) rules.Draft {
	h.t.Helper()
	draft, err := h.desk.Check(id, text, from)
	if err != nil {
		h.t.Fatal(err)
	}
	return draft
}
