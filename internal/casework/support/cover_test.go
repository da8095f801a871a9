package support_test

import (
	"errors"
	"testing"

	"throughline/internal/casework"
	"throughline/internal/casework/caseworktest"
	"throughline/internal/casework/support"
	"throughline/internal/domain/access"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
)

func TestWhoCoversActsAsHerKeyworkerUntilTheLastDay(t *testing.T) {
	h := newHouse(t)
	today := calendar.DayOf(caseworktest.Start)
	amina := h.hers("Amina", urgent("nowhere_safe"))
	barred := h.hers("Beata")
	h.bars(barred, journey.ConflictEntry{Account: caseworktest.OtherWorker.ID})
	opens := func(when string, want bool) {
		t.Helper()
		_, err := h.desk.Open(ctx, caseworktest.OtherWorker, amina, "")
		if want != (err == nil) {
			t.Errorf("%s: the colleague opens her record: %v", when, err)
		}
		if _, err := h.desk.Open(ctx, caseworktest.OtherWorker, barred, ""); casework.KindOf(err) != casework.NotFound {
			t.Errorf("%s: whom a conflict bars opens a record: %v", when, err)
		}
	}
	opens("before it is arranged", false)
	leave := support.Leave{Keyworker: caseworktest.Keyworker.ID, From: today.AddDays(1), Until: today.AddDays(3), Cover: caseworktest.OtherWorker.ID}
	key := h.Key()
	done, err := h.desk.PlanLeave(ctx, caseworktest.Lead, key, leave)
	if err != nil || done != (support.Arranged{Women: 1, Left: 1}) {
		t.Fatalf("arranged %+v, %v", done, err)
	}
	written := len(h.Record.Facts())
	if _, err := h.desk.PlanLeave(ctx, caseworktest.Lead, key, leave); err != nil || len(h.Record.Facts()) != written {
		t.Errorf("sent twice it wrote %d facts, %v", len(h.Record.Facts())-written, err)
	}
	opens("before the first day", false)
	h.WaitDays(1)
	opens("on the first day", true)
	day, err := h.desk.Today(ctx, caseworktest.OtherWorker)
	if err != nil || names(day.Covering) != "Amina " || names(day.Safety) != "Amina " || day.Safety[0].CoverFor != "Priya" || day.Safety[0].CoverUntil != leave.Until {
		t.Errorf("her Today: %+v, %v", day.Covering, err)
	}
	if _, err := h.desk.RecordContact(ctx, caseworktest.OtherWorker, amina, casework.AnyVersion, h.Key(),
		journey.ContactEntry{At: calendar.At(h.Now()), How: journey.Phone, Spoke: true}); err != nil {
		t.Errorf("the colleague writes: %v", err)
	}
	h.WaitDays(2)
	opens("on the last day", true)
	h.WaitDays(1)
	opens("the day after", false)
	if day, err := h.desk.Today(ctx, caseworktest.OtherWorker); err != nil || len(day.Covering) != 0 {
		t.Errorf("the day after: %+v, %v", day.Covering, err)
	}
}

func TestACoverEndsWhereTheLeaveIsCancelledOrSheIsMoved(t *testing.T) {
	h := newHouse(t)
	today := calendar.DayOf(caseworktest.Start)
	first, second := h.hers("Amina"), h.hers("Beata")
	key := h.Key()
	if _, err := h.desk.PlanLeave(ctx, caseworktest.Lead, key, support.Leave{
		Keyworker: caseworktest.Keyworker.ID, From: today, Until: today.AddDays(9), Cover: caseworktest.OtherWorker.ID,
	}); err != nil {
		t.Fatal(err)
	}
	opens := func(caseID string) bool {
		_, err := h.desk.Open(ctx, caseworktest.OtherWorker, caseID, "")
		return err == nil
	}
	profile, err := h.desk.Profile(ctx, caseworktest.Lead, caseworktest.Keyworker.ID)
	if err != nil || len(profile.Leaves) != 1 || profile.Covered[key][0].Women != 2 || profile.Present() {
		t.Errorf("the profile: %+v, %v", profile, err)
	}
	facts, err := h.Bench.Pen(caseworktest.Lead).Allocate(h.row(first), "keyworker-3", "Advance", "")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := h.Record.Append(ctx, casework.Change{Facts: facts}); err != nil {
		t.Fatal(err)
	}
	if opens(first) || !opens(second) {
		t.Errorf("after one was moved the cover opens %v and %v", opens(first), opens(second))
	}
	if err := h.desk.CancelLeave(ctx, caseworktest.Lead, h.Key(), caseworktest.Keyworker.ID, key); err != nil || opens(second) {
		t.Errorf("after the leave was cancelled she opens it still: %v", err)
	}
}

func TestWhatIsWrongWithALeaveIsNamed(t *testing.T) {
	h := newHouse(t)
	today := calendar.DayOf(caseworktest.Start)
	h.hers("Amina")
	ok := support.Leave{Keyworker: caseworktest.Keyworker.ID, From: today, Until: today.AddDays(2)}
	if _, err := h.desk.PlanLeave(ctx, caseworktest.Lead, h.Key(), ok); err != nil {
		t.Fatal(err)
	}
	for _, row := range []struct {
		name, field string
		change      func(*support.Leave)
	}{
		{"no first day", "from", func(l *support.Leave) { l.From = 0 }},
		{"no last day", "until", func(l *support.Leave) { l.Until = 0 }},
		{"over already", "until", func(l *support.Leave) { l.From, l.Until = today-9, today-1 }},
		{"the wrong way round", "until", func(l *support.Leave) { l.From = today.AddDays(30); l.Until = today.AddDays(20) }},
		{"away then already", "from", func(l *support.Leave) {}},
		{"covered by herself", "cover", func(l *support.Leave) { l.Cover = caseworktest.Keyworker.ID }},
		{"covered by a stranger", "cover", func(l *support.Leave) { l.Cover = "keyworker-9" }},
		{"longer than a year", "until", func(l *support.Leave) { l.Cover, l.Until = caseworktest.OtherWorker.ID, today.AddMonths(13) }},
	} {
		entry := ok
		row.change(&entry)
		_, err := h.desk.PlanLeave(ctx, caseworktest.Lead, h.Key(), entry)
		var problems journey.Problems
		if !errors.As(err, &problems) || problems[0].Field != row.field {
			t.Errorf("%s: %v", row.name, err)
		}
	}
	ok.Keyworker = "keyworker-9"
	if _, err := h.desk.PlanLeave(ctx, caseworktest.Lead, h.Key(), ok); casework.KindOf(err) != casework.NotFound {
		t.Errorf("of nobody: %v", err)
	}
	for _, asker := range []access.Asker{caseworktest.Keyworker, caseworktest.Officer, caseworktest.Admin} {
		_, err := h.desk.PlanLeave(ctx, asker, h.Key(), ok)
		_, covers := h.desk.CoverLeave(ctx, asker, h.Key(), ok.Keyworker, "leave", "keyworker-2")
		_, profile := h.desk.Profile(ctx, asker, ok.Keyworker)
		for what, err := range map[string]error{"plans leave": err, "arranges cover": covers, "reads a profile": profile} {
			if casework.KindOf(err) != casework.Forbidden {
				t.Errorf("%s %s: %v", asker.Role, what, err)
			}
		}
	}
}

func TestLimitsAreForTheShareOfFullTimeAndWithoutLeave(t *testing.T) {
	h := newHouse(t)
	today := calendar.DayOf(caseworktest.Start)
	describe := func(entry journey.KeyworkerDescribed) error {
		entry.Account = caseworktest.Keyworker.ID
		return h.desk.Describe(ctx, caseworktest.Lead, h.Key(), entry)
	}
	if err := describe(journey.KeyworkerDescribed{Languages: []string{"pl"}, Areas: []string{"Hackney"}, Share: 50, Open: 30, Year: 60}); err != nil {
		t.Fatal(err)
	}
	board, err := h.desk.Board(ctx, caseworktest.Lead)
	if err != nil {
		t.Fatal(err)
	}
	for _, load := range board.Loads {
		if k := load.Keyworker; k.ID == caseworktest.Keyworker.ID && (k.OpenLimit != 15 || k.YearLimit != 30 || k.Areas[0] != "Hackney") {
			t.Errorf("half time: %+v", k)
		}
	}
	member := journey.Member{Leaves: []journey.LeavePlanned{{From: today.AddDays(-72), Until: today.AddDays(40)}}}
	if got := member.Adjusted(60, today); got != 48 { // 73 days of 365 are a fifth
		t.Errorf("with a fifth of the year away the limit is %d, want 48", got)
	}
	for _, row := range []struct {
		field string
		entry journey.KeyworkerDescribed
	}{
		{"share", journey.KeyworkerDescribed{Share: 0, Open: 30, Year: 60}},
		{"share", journey.KeyworkerDescribed{Share: 101, Open: 30, Year: 60}},
		{"open", journey.KeyworkerDescribed{Share: 100, Open: 0, Year: 60}},
		{"year", journey.KeyworkerDescribed{Share: 100, Open: 30, Year: 20}},
		{"specialisms", journey.KeyworkerDescribed{Share: 100, Open: 30, Year: 60, Specialisms: []string{"everything"}}},
	} {
		var problems journey.Problems
		if err := describe(row.entry); !errors.As(err, &problems) || problems[0].Field != row.field {
			t.Errorf("%+v: %v, want %s", row.entry, err, row.field)
		}
	}
}

func TestSeveralAreAllocatedAtOnceEachOnHerOwn(t *testing.T) {
	h := newHouse(t)
	first, second, third := h.refer("Amina"), h.refer("Beata"), h.hers("Cora")
	ticked := func(caseID, keyworker string) support.Ticked {
		return support.Ticked{Case: caseID, Seen: h.row(caseID).Version, Allocation: support.Allocation{Keyworker: keyworker, Reason: "She asked for her"}}
	}
	all := []support.Ticked{ticked(first, caseworktest.Keyworker.ID), ticked(second, ""), ticked(third, caseworktest.Keyworker.ID)}
	key := h.Key()
	done, wrong, err := h.desk.AllocateAll(ctx, caseworktest.Lead, key, all)
	if err != nil || done != 1 || len(wrong) != 2 || wrong[second] == nil || wrong[third] == nil {
		t.Errorf("%d done, %v wrong, %v", done, wrong, err)
	}
	if h.row(first).Worker != caseworktest.Keyworker.ID || h.row(second).Worker != "" {
		t.Error("one that is wrong keeps another")
	}
	if _, _, err := h.desk.AllocateAll(ctx, caseworktest.Keyworker, key, all); casework.KindOf(err) != casework.Forbidden {
		t.Errorf("a keyworker allocates: %v", err)
	}
	if _, _, err := h.desk.AllocateAll(ctx, caseworktest.Lead, key, []support.Ticked{{Case: "none"}}); casework.KindOf(err) != casework.NotFound {
		t.Errorf("of no case: %v", err)
	}
}

func TestWhatIsHandedOverIsForTheNextKeyworkerAndForHer(t *testing.T) {
	h := newHouse(t)
	caseID := h.hers("Amina")
	h.must(h.desk.Allocate(ctx, caseworktest.Lead, caseID, casework.AnyVersion, h.Key(),
		support.Allocation{Keyworker: caseworktest.OtherWorker.ID, Reason: "Priya leaves", Handover: "She likes to be called before ten"}))
	view, err := h.desk.Open(ctx, caseworktest.OtherWorker, caseID, "")
	if err != nil {
		t.Fatal(err)
	}
	told := ""
	for _, item := range view.Timeline {
		if item.Kind == journey.KindHandover {
			told = item.Text
		}
	}
	if told != "She likes to be called before ten" {
		t.Errorf("the next keyworker is told %q", told)
	}
}
