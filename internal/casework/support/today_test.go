package support_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"throughline/internal/casework"
	"throughline/internal/casework/caseworktest"
	"throughline/internal/casework/support"
	"throughline/internal/domain/access"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
)

func due(day calendar.Day) func(*journey.Referral) {
	return func(r *journey.Referral) { r.Condition.Due = day }
}

func urgent(codes ...string) func(*journey.Referral) {
	return func(r *journey.Referral) { r.Urgent = codes }
}

func TestTodayOfAKeyworker(t *testing.T) {
	h := newHouse(t)
	today := calendar.DayOf(caseworktest.Start)
	unsafe := h.hers("Unsafe", urgent("nowhere_safe", "interpreter"))
	safe := h.hers("Reached", urgent("risk_to_herself"))
	h.speak(safe)
	h.hers("Interpreter", urgent("interpreter"))
	soon := h.hers("Soon", due(today.AddDays(14)))
	h.speak(soon)
	later := h.hers("Later", due(today.AddDays(15)))
	h.speak(later)
	h.book(soon, 30*time.Minute)
	h.book(soon, 7*24*time.Hour)
	h.book(soon, 8*24*time.Hour)
	h.book(safe, 10*time.Minute)
	h.must(h.desk.SetGoal(ctx, caseworktest.Keyworker, soon, casework.AnyVersion, h.Key(),
		journey.GoalEntry{Words: "A flat of my own", State: journey.GoalOpen, Review: today}))
	h.refer("Waiting")
	h.Wait(20 * time.Minute)

	page, err := h.desk.Today(ctx, caseworktest.Keyworker)
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range []struct {
		list string
		got  []support.Line
		want string
	}{
		{"safety", page.Safety, "Unsafe "},
		{"now and next", page.Next, "Soon Soon "},
		{"outcomes to record", page.Outcomes, "Reached "},
		{"conditions due", page.Conditions, "Soon "},
		{"new to me", page.New, "Unsafe Interpreter "},
		{"reviews due", page.Reviews, "Soon "},
	} {
		if got := names(row.got); got != row.want {
			t.Errorf("%s: %q, want %q", row.list, got, row.want)
		}
	}
	if page.ConditionsNoDate != 3 {
		t.Errorf("%d conditions without a date, want 3", page.ConditionsNoDate)
	}
	if page.Load.Open != 5 || page.Load.Year != 5 || page.Load.Keyworker.OpenLimit != 2 || !page.Load.Over() {
		t.Errorf("load %+v", page.Load)
	}
	if line := page.Safety[0]; line.Case != unsafe || line.Instruction == "" || line.Phone == "" || !slices.Equal(line.Urgent, []string{"nowhere_safe", "interpreter"}) {
		t.Errorf("the safety line is %+v", line)
	}
	line, _ := h.Record.Last()
	if line.What != "today" || len(line.Women) != 4 {
		t.Errorf("the read was written down as %+v, want the four women shown", line)
	}
}

func TestTodayOfALead(t *testing.T) {
	h := newHouse(t)
	today := calendar.DayOf(caseworktest.Start)
	h.refer("Oldest")
	silent := h.hers("Silent")
	h.hers("Passed", due(today.AddDays(5)))
	h.WaitDays(14)
	h.refer("Newest")
	h.speak(h.hers("Fine"))
	page, err := h.desk.Today(ctx, caseworktest.Lead)
	if err != nil {
		t.Fatal(err)
	}
	if got := names(page.Unallocated); got != "Oldest Newest " || page.OldestWait != 14 {
		t.Errorf("unallocated %q, the oldest %d days", got, page.OldestWait)
	}
	if got := names(page.ConditionsAtRisk); got != "Passed " || page.ConditionsAtRisk[0].Days != -9 {
		t.Errorf("conditions at risk %q", got)
	}
	if got := names(page.Silent); got != "Silent Passed " && got != "Passed Silent " {
		t.Errorf("no contact for 14 days: %q, want %s among them", got, silent)
	}
	if len(page.Over) != 1 || page.Over[0].Keyworker.Name != "Priya" || page.Over[0].Open != 3 {
		t.Errorf("over capacity %+v", page.Over)
	}
	if page.Silent[0].WorkerName != "Priya" {
		t.Errorf("her keyworker is named %q", page.Silent[0].WorkerName)
	}
}

func TestOnlyTheServiceHasLists(t *testing.T) {
	h := newHouse(t)
	h.hers("Amina")
	for _, asker := range []access.Asker{caseworktest.Officer, caseworktest.Colleague, caseworktest.Commissioner, caseworktest.Admin} {
		_, today := h.desk.Today(ctx, asker)
		_, caseload := h.desk.Caseload(ctx, asker, support.Query{})
		_, board := h.desk.Board(ctx, asker)
		_, waiting := h.desk.Unallocated(ctx, asker)
		for list, err := range map[string]error{"today": today, "caseload": caseload, "board": board, "unallocated": waiting} {
			if casework.KindOf(err) != casework.Forbidden {
				t.Errorf("%s of %s: %v", list, asker.Role, err)
			}
		}
	}
	_, board := h.desk.Board(ctx, caseworktest.Keyworker)
	_, waiting := h.desk.Unallocated(ctx, caseworktest.Keyworker)
	if casework.KindOf(board) != casework.Forbidden || casework.KindOf(waiting) != casework.Forbidden {
		t.Errorf("a keyworker: board %v, unallocated %v", board, waiting)
	}
	h.Record.Deaf = errors.New("the disk is full")
	today, err := h.desk.Today(ctx, caseworktest.Keyworker)
	list, listErr := h.desk.Caseload(ctx, caseworktest.Keyworker, support.Query{})
	if err == nil || listErr == nil || len(today.New)+len(list.Lines) > 0 {
		t.Error("a read that cannot be written down was shown")
	}
}

func TestCaseload(t *testing.T) {
	h := newHouse(t)
	for i := range 53 {
		h.hers(fmt.Sprintf("Name%02d", i))
	}
	h.refer("Elsewhere")
	page, err := h.desk.Caseload(ctx, caseworktest.Keyworker, support.Query{})
	if err != nil {
		t.Fatal(err)
	}
	line, _ := h.Record.Last()
	if len(page.Lines) != 50 || page.Total != 53 || page.Pages != 2 || len(line.Women) != 50 || line.What != "caseload" {
		t.Errorf("%d of %d on %d pages; the ledger names %d", len(page.Lines), page.Total, page.Pages, len(line.Women))
	}
	last, _ := h.desk.Caseload(ctx, caseworktest.Keyworker, support.Query{Page: 2})
	if len(last.Lines) != 3 {
		t.Errorf("the second page has %d", len(last.Lines))
	}
	beyond, err := h.desk.Caseload(ctx, caseworktest.Keyworker, support.Query{Page: 9})
	if err != nil || len(beyond.Lines) != 0 {
		t.Errorf("a page beyond the last: %v with %d", err, len(beyond.Lines))
	}
	for _, row := range []struct {
		name  string
		asker access.Asker
		query support.Query
		total int
	}{
		{"part of a name in her own caseload", caseworktest.Keyworker, support.Query{Text: "ame0"}, 10},
		{"nobody of that name", caseworktest.Keyworker, support.Query{Text: "Elsewhere"}, 0},
		{"a reference", caseworktest.Keyworker, support.Query{Text: strings.ToLower(page.Lines[0].Reference)}, 1},
		{"another keyworker has none", caseworktest.OtherWorker, support.Query{}, 0},
		{"a lead sees all", caseworktest.Lead, support.Query{}, 54},
		{"a lead sees who waits", caseworktest.Lead, support.Query{State: support.StateWaiting}, 1},
		{"none is closed", caseworktest.Lead, support.Query{State: support.StateClosed}, 0},
	} {
		got, err := h.desk.Caseload(ctx, row.asker, row.query)
		if err != nil || got.Total != row.total {
			t.Errorf("%s: %d, %v, want %d", row.name, got.Total, err, row.total)
		}
	}
	if _, err := h.desk.Caseload(ctx, caseworktest.Lead, support.Query{Text: "okafor"}); casework.KindOf(err) != casework.Forbidden {
		t.Errorf("a lead looks for part of a name among all women: %v", err)
	}
}

func TestTodayTellsThatARecordWasOpenedOutsideARole(t *testing.T) {
	h := newHouse(t)
	h.desk.Staff = caseworktest.Team{{ID: "elsewhere-1", Name: "Noor", Agency: "Harbour"}, {ID: "ig-1", Name: "Ines", Agency: "Council"}}
	caseID := h.hers("Amina")
	facts, err := journey.Pen{Now: h.Now(), By: "ig-1", Agency: "Council", NewID: h.Bench.NewID}.AgreeOpening(h.row(caseID), "elsewhere-1", "Harbour", "She may be in danger tonight")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := h.Record.Append(ctx, casework.Change{Facts: facts}); err != nil {
		t.Fatal(err)
	}
	for _, asker := range []access.Asker{caseworktest.Keyworker, caseworktest.Lead} {
		day, err := h.desk.Today(ctx, asker)
		if err != nil || len(day.Opened) != 1 || *day.Opened[0].Opened != (support.Opened{By: "Noor, Harbour", Agreed: "Ines, Council", Until: calendar.At(h.Now().Add(journey.OpeningLasts))}) {
			t.Errorf("%s is told %+v, %v", asker.Role, day.Opened, err)
		}
	}
	h.WaitDays(support.OpenedDays)
	if day, err := h.desk.Today(ctx, caseworktest.Keyworker); err != nil || len(day.Opened) != 0 {
		t.Errorf("a week later: %+v, %v", day.Opened, err)
	}
}

// bars marks a conflict of one woman with somebody.
func (h *house) bars(caseID string, entry journey.ConflictEntry) {
	h.t.Helper()
	entry.From = journey.ConflictHers
	facts, err := h.Bench.Pen(caseworktest.Lead).MarkConflict(h.row(caseID), entry)
	if err != nil {
		h.t.Fatal(err)
	}
	if _, err := h.Record.Append(ctx, casework.Change{Facts: facts}); err != nil {
		h.t.Fatal(err)
	}
}

func TestAKeyworkerWithAConflictIsNeitherSuggestedNorAccepted(t *testing.T) {
	h := newHouse(t)
	caseID := h.refer("Amina")
	h.bars(caseID, journey.ConflictEntry{Account: caseworktest.OtherWorker.ID})
	choice, err := h.desk.Choose(ctx, caseworktest.Lead, caseID)
	if err != nil || len(choice.Suggested) != 1 || choice.Suggested[0].Keyworker.ID != caseworktest.Keyworker.ID {
		t.Errorf("suggested %+v, %v", choice.Suggested, err)
	}
	lines, err := h.desk.Unallocated(ctx, caseworktest.Lead)
	if err != nil || len(lines) != 1 || len(lines[0].Suggested) != 1 {
		t.Errorf("suggested on the list %+v, %v", lines, err)
	}
	_, err = h.desk.Allocate(ctx, caseworktest.Lead, caseID, casework.AnyVersion, h.Key(), support.Allocation{Keyworker: caseworktest.OtherWorker.ID})
	var problems journey.Problems
	if !errors.As(err, &problems) || problems[0].Say != "Choose another keyworker: a conflict of interest is on record" {
		t.Errorf("she is accepted: %v", err)
	}
}

func TestAKeyworkerWhoComesToBeBarredIsReplaced(t *testing.T) {
	h := newHouse(t)
	caseID := h.hers("Amina")
	h.bars(caseID, journey.ConflictEntry{Agency: caseworktest.Keyworker.Agency + " elsewhere"})
	if day, err := h.desk.Today(ctx, caseworktest.Lead); err != nil || len(day.Barred) != 0 {
		t.Errorf("barred from another agency: %+v, %v", day.Barred, err)
	}
	h.bars(caseID, journey.ConflictEntry{Account: caseworktest.Keyworker.ID})
	day, err := h.desk.Today(ctx, caseworktest.Lead)
	if err != nil || len(day.Barred) != 1 || day.Barred[0].Case != caseID {
		t.Errorf("the lead is told %+v, %v", day.Barred, err)
	}
	if _, err := h.desk.Open(ctx, caseworktest.Keyworker, caseID, ""); casework.KindOf(err) != casework.NotFound {
		t.Errorf("her keyworker still opens her record: %v", err)
	}
	line, _ := h.Record.Last()
	if line.Reason != access.ReasonConflict || line.Case != caseID || line.Classes != "" || len(line.Women) != 1 {
		t.Errorf("the try is written down as %+v", line)
	}
}

func TestAllocation(t *testing.T) {
	h := newHouse(t)
	h.hers("One")
	h.hers("Two")
	third := h.refer("Three")
	seen := h.row(third).Version
	_, err := h.desk.Allocate(ctx, caseworktest.Lead, third, seen, h.Key(), support.Allocation{Keyworker: caseworktest.Keyworker.ID})
	var problems journey.Problems
	if !errors.As(err, &problems) || problems[0].Field != "reason" || !strings.Contains(problems[0].Say, "2 of 2") {
		t.Errorf("over the limit without a reason: %v", err)
	}
	if _, err := h.desk.Allocate(ctx, caseworktest.Lead, third, seen, h.Key(), support.Allocation{Keyworker: "nobody"}); casework.KindOf(err) != casework.Invalid {
		t.Errorf("to nobody: %v", err)
	}
	for _, asker := range []access.Asker{caseworktest.Keyworker, caseworktest.Officer, caseworktest.Commissioner} {
		if _, err := h.desk.Allocate(ctx, asker, third, seen, h.Key(), support.Allocation{Keyworker: caseworktest.OtherWorker.ID}); casework.KindOf(err) != casework.Forbidden {
			t.Errorf("%s allocates: %v", asker.Role, err)
		}
	}
	h.must(h.desk.Allocate(ctx, caseworktest.Lead, third, seen, h.Key(), support.Allocation{Keyworker: caseworktest.Keyworker.ID, Reason: "She knows her"}))
	board, err := h.desk.Board(ctx, caseworktest.Lead)
	if err != nil || board.Loads[0].Open != 3 || board.Loads[0].New != 3 || board.Loads[1].Open != 0 || board.Waiting != 0 {
		t.Errorf("board %+v, %v", board, err)
	}
}

func TestWhomToAskFirst(t *testing.T) {
	h := newHouse(t)
	polish := h.refer("Ania")
	h.must(h.Record.Append(ctx, casework.Change{Facts: []journey.Fact{{
		Woman: h.row(polish).Woman, Happened: calendar.At(h.Now()), Known: calendar.At(h.Now()), Body: journey.Described{Language: "pl"},
	}}}))
	h.hers("Another")
	lines, err := h.desk.Unallocated(ctx, caseworktest.Lead)
	if err != nil || len(lines) != 1 {
		t.Fatalf("%d waiting, %v", len(lines), err)
	}
	if first := lines[0].Suggested[0]; first.Keyworker.Name != "Priya" || first.Speaks != "pl" || first.Open != 1 {
		t.Errorf("first %+v, want Priya, who speaks Polish", first)
	}
	h.hers("Third")
	lines, _ = h.desk.Unallocated(ctx, caseworktest.Lead)
	if first := lines[0].Suggested[0]; first.Keyworker.Name != "Jo" {
		t.Errorf("first %+v, want Jo: Priya is full", first.Keyworker.Name)
	}
}
