package keeping_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"throughline/internal/casework"
	"throughline/internal/casework/caseworktest"
	"throughline/internal/casework/keeping"
	"throughline/internal/domain/access"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
)

func TestMain(m *testing.M) { caseworktest.Main(m) }

var background = context.Background()

// world is a service with one woman, and the two people who answer for keeping.
type world struct {
	t      *testing.T
	room   *caseworktest.Room
	desk   keeping.Desk
	stones *caseworktest.Stones
	caseID string
	woman  string
}

func newWorld(t *testing.T) *world {
	t.Helper()
	w := &world{t: t, room: caseworktest.NewRoom(t), stones: &caseworktest.Stones{}}
	w.desk = keeping.Desk{Bench: w.room.Bench, Store: w.room.Kept(), Stones: w.stones}
	w.caseID, w.woman = w.refer("Amina", nil)
	return w
}

func (w *world) refer(given string, change func(*journey.Referral)) (caseID, woman string) {
	w.t.Helper()
	entry := caseworktest.Amina()
	entry.Scheme, entry.Pathway, entry.Agency, entry.Identity.Given = "lwds", journey.ConditionalCaution, caseworktest.Officer.Agency, given
	entry.Condition.Given = calendar.DayOf(w.room.Now())
	if change != nil {
		change(&entry)
	}
	facts, err := w.desk.Pen(caseworktest.Officer).Refer(entry, "")
	if err != nil {
		w.t.Fatal(err)
	}
	receipt := w.append(facts...)
	return receipt.Case, receipt.Woman
}

func (w *world) append(facts ...journey.Fact) casework.Receipt {
	w.t.Helper()
	receipt, err := w.room.Record.Append(background, casework.Change{
		Seen: casework.AnyVersion, Facts: facts, Entry: caseworktest.Officer.Note(w.room.Now(), access.Append, access.ForReferral, "refer", 0),
	})
	if err != nil {
		w.t.Fatal(err)
	}
	return receipt
}

// end closes a case today.
func (w *world) end(caseID, woman string) {
	w.t.Helper()
	now := calendar.At(w.room.Now())
	w.append(journey.Fact{Woman: woman, Case: caseID, Happened: now, Known: now, Body: journey.Closed{Reason: journey.ClosedCompleted}})
}

func (w *world) queue(asker access.Asker) keeping.Queue {
	w.t.Helper()
	queue, err := w.desk.Queue(background, asker)
	if err != nil {
		w.t.Fatal(err)
	}
	return queue
}

func years(n int) time.Duration { return time.Duration(n) * 366 * 24 * time.Hour }

func TestWhoseTimeIsOverIsAskedForAndNeverErasedByItself(t *testing.T) {
	w := newWorld(t)
	w.end(w.caseID, w.woman)
	w.refer("Beata", func(r *journey.Referral) { r.Identity.Phone = "07700 900124" }) // supported still
	if due := w.queue(caseworktest.Lead).Due; len(due) != 0 {
		t.Errorf("on the day support ended %d are due", len(due))
	}
	w.room.Wait(years(6))
	for _, row := range []struct {
		asker access.Asker
		name  string
	}{{caseworktest.Lead, "Amina Okafor"}, {caseworktest.Governance, ""}} {
		queue := w.queue(row.asker)
		if len(queue.Due) != 1 || queue.Due[0].Name != row.name || queue.Due[0].Rule.ID != "centre" {
			t.Errorf("%s reads %+v", row.asker.Role, queue.Due)
		}
		if entry, _ := w.room.Record.Last(); entry.Purpose != access.ForLegal || len(entry.Women) != 1 {
			t.Errorf("the read is written down as %+v", entry)
		}
	}
	w.room.Wait(years(30))
	if _, err := w.room.Record.Case(background, w.caseID, access.SetOf(access.Identity)); err != nil {
		t.Errorf("thirty years later her record is gone though nobody decided so: %v", err)
	}
	if err := w.desk.Keep(background, caseworktest.Lead, w.caseID, w.room.Key(), w.desk.Today().AddMonths(24), "her claim goes on"); err != nil {
		t.Fatal(err)
	}
	if due := w.queue(caseworktest.Lead).Due; len(due) != 0 {
		t.Error("kept for longer she is due still")
	}
	w.room.Wait(years(3))
	if due := w.queue(caseworktest.Lead).Due; len(due) != 1 {
		t.Error("once that time is over too nobody is asked")
	}
}

func TestAWomanWhoCameAgainIsNotDue(t *testing.T) {
	w := newWorld(t)
	w.end(w.caseID, w.woman)
	w.room.Wait(years(5))
	entry := caseworktest.Amina()
	entry.Scheme, entry.Pathway, entry.Condition.Given = "lwds", journey.ConditionalCaution, w.desk.Today()
	facts, err := w.desk.Pen(caseworktest.Officer).Refer(entry, w.woman)
	if err != nil {
		t.Fatal(err)
	}
	second := w.append(facts...)
	w.room.Wait(years(2))
	if due := w.queue(caseworktest.Lead).Due; len(due) != 0 {
		t.Error("she is supported still, and her old case is due")
	}
	w.end(second.Case, w.woman)
	if due := w.queue(caseworktest.Lead).Due; len(due) != 0 {
		t.Error("support ended today, and her old case is due")
	}
	w.room.Wait(years(6))
	if due := w.queue(caseworktest.Lead).Due; len(due) != 1 || due[0].Case != second.Case {
		t.Errorf("due is %+v, want her once, by the case that ended last", due)
	}
}

func TestRulesThatNobodyStatedLeadToAPerson(t *testing.T) {
	for _, row := range []struct {
		name string
		row  journey.Row
		want string
	}{
		{"nothing known", journey.Row{}, "centre"},
		{"abuse told of", journey.Row{Abuse: "history"}, "safeguarding"},
		{"children under 18", journey.Row{Mother: journey.Yes}, "child"},
		{"seventeen", journey.Row{Age: new(17)}, "child"},
		{"eighteen", journey.Row{Age: new(18)}, "centre"},
	} {
		rule := keeping.RuleOf(row.row)
		if rule.ID != row.want || rule.Words == "" || !strings.Contains(rule.Basis, "not confirmed") {
			t.Errorf("%s: %+v, want %s", row.name, rule, row.want)
		}
		if rule.Longer != (row.want != "centre") {
			t.Errorf("%s: longer %v", row.name, rule.Longer)
		}
	}
}

func TestTwoPeopleInTwoRolesErase(t *testing.T) {
	otherLead := caseworktest.Lead
	otherLead.ID = "lead-2"
	for _, row := range []struct {
		name          string
		first, second access.Asker
		kind          casework.Kind
		allowed       bool
	}{
		{"a lead and governance", caseworktest.Lead, caseworktest.Governance, 0, true},
		{"governance and a lead", caseworktest.Governance, caseworktest.Lead, 0, true},
		{"the same person", caseworktest.Lead, caseworktest.Lead, casework.Invalid, false},
		{"two leads", caseworktest.Lead, otherLead, casework.Invalid, false},
		{"a keyworker second", caseworktest.Lead, caseworktest.Keyworker, casework.NotFound, false},
		{"an administrator second", caseworktest.Lead, caseworktest.Admin, casework.NotFound, false},
		{"an officer second", caseworktest.Lead, caseworktest.Officer, casework.NotFound, false},
	} {
		t.Run(row.name, func(t *testing.T) {
			w := newWorld(t)
			if err := w.desk.Ask(background, row.first, w.caseID, w.room.Key(), journey.ErasureHers, "she wrote to us"); err != nil {
				t.Fatal(err)
			}
			stone, err := w.desk.Erase(background, row.second, w.caseID)
			if !row.allowed {
				if casework.KindOf(err) != row.kind || len(w.stones.List) != 0 {
					t.Errorf("it answers %v", err)
				}
				return
			}
			if err != nil || stone.Asked != row.first.ID || stone.By != row.second.ID || len(w.stones.List) != 1 {
				t.Errorf("the stone is %+v, %v", stone, err)
			}
		})
	}
}

func TestNobodyElseAsksOrHolds(t *testing.T) {
	w := newWorld(t)
	for _, asker := range []access.Asker{caseworktest.Keyworker, caseworktest.Officer, caseworktest.Commissioner, caseworktest.Admin, access.InHerSpace(w.woman)} {
		for name, err := range map[string]error{
			"ask":  w.desk.Ask(background, asker, w.caseID, "k", journey.ErasureHers, "x"),
			"hold": w.desk.Hold(background, asker, w.caseID, "k", "x"),
			"keep": w.desk.Keep(background, asker, w.caseID, "k", w.desk.Today().AddDays(9), "x"),
		} {
			if casework.KindOf(err) != casework.NotFound {
				t.Errorf("%s, %s: %v", asker.Role, name, err)
			}
		}
		if _, err := w.desk.Look(background, asker, w.caseID); casework.KindOf(err) != casework.NotFound {
			t.Errorf("%s looks: %v", asker.Role, err)
		}
		if _, err := w.desk.Queue(background, asker); casework.KindOf(err) != casework.Forbidden {
			t.Errorf("%s lists: %v", asker.Role, err)
		}
	}
}

func TestAfterAnErasureSheIsNotThere(t *testing.T) {
	w := newWorld(t)
	if err := w.desk.Ask(background, caseworktest.Lead, w.caseID, w.room.Key(), journey.ErasureMistake, "the wrong woman"); err != nil {
		t.Fatal(err)
	}
	first, err := w.desk.Erase(background, caseworktest.Governance, w.caseID)
	if err != nil {
		t.Fatal(err)
	}
	if again, err := w.desk.Erase(background, caseworktest.Governance, w.caseID); err != nil || again.At.Compare(first.At) != 0 {
		t.Errorf("sent twice it answers %+v, %v", again, err)
	}
	if _, err := w.desk.Erase(background, caseworktest.Lead, w.caseID); casework.KindOf(err) != casework.NotFound {
		t.Errorf("somebody else is told of it: %v", err)
	}
	for _, caseID := range []string{w.caseID, "no such case"} {
		lines := len(w.room.Record.Ledger)
		if _, err := w.desk.Erase(background, caseworktest.Lead, caseID); casework.KindOf(err) != casework.NotFound || len(w.room.Record.Ledger) != lines+1 {
			t.Errorf("a try on %q: %v, and %d lines of the ledger", caseID, err, len(w.room.Record.Ledger)-lines)
		}
	}
	for _, asker := range []access.Asker{caseworktest.Lead, caseworktest.Governance, caseworktest.Officer, access.InHerSpace(w.woman)} {
		if rows, err := w.room.Record.Rows(background, asker, casework.Filter{}); err != nil || len(rows) != 0 {
			t.Errorf("%s finds her on a list: %v, %v", asker.Role, rows, err)
		}
	}
	if _, err := w.desk.Look(background, caseworktest.Lead, w.caseID); casework.KindOf(err) != casework.NotFound {
		t.Errorf("her page answers %v", err)
	}
	if _, err := w.room.Kept().Past(background, w.caseID, access.SetOf(access.Notes)); casework.KindOf(err) != casework.NotFound {
		t.Errorf("her past answers %v", err)
	}
	told := 0
	if _, err := w.room.Record.Changes(background, 0, func(row journey.Row) error {
		told++
		if row.Age == nil || row.Keeping.Erased.IsZero() || row.Condition == nil {
			t.Errorf("the row that figures are counted from is %+v", row)
		}
		return nil
	}); err != nil || told != 1 {
		t.Errorf("%d rows are told for figures, %v", told, err)
	}
}

func TestAnErasureThatCouldNotBeKeptIsNotDone(t *testing.T) {
	w := newWorld(t)
	if err := w.desk.Ask(background, caseworktest.Lead, w.caseID, w.room.Key(), journey.ErasureHers, "she wrote"); err != nil {
		t.Fatal(err)
	}
	w.stones.Fail = errors.New("the disk is full")
	if _, err := w.desk.Erase(background, caseworktest.Governance, w.caseID); casework.KindOf(err) != casework.Unavailable {
		t.Errorf("it answers %v", err)
	}
	w.stones.Fail = nil
	if _, err := w.desk.Erase(background, caseworktest.Governance, w.caseID); err != nil || len(w.stones.List) != 1 {
		t.Errorf("sent again it answers %v with %d stones", err, len(w.stones.List))
	}
}

func TestAHoldComesBeforeAnErasureAndEndsByHand(t *testing.T) {
	w := newWorld(t)
	key := w.room.Key()
	for range 2 { // sent twice
		if err := w.desk.Hold(background, caseworktest.Governance, w.caseID, key, "a court may ask for it"); err != nil {
			t.Fatal(err)
		}
	}
	view, err := w.desk.Look(background, caseworktest.Lead, w.caseID)
	if err != nil || len(view.Keeping.Holds) != 1 || len(view.Steps) != 1 || view.Steps[0].Words != "a court may ask for it" {
		t.Fatalf("she is held as %+v, %v", view, err)
	}
	if queue := w.queue(caseworktest.Lead); len(queue.Held) != 1 {
		t.Errorf("held are %+v", queue.Held)
	}
	if err := w.desk.Ask(background, caseworktest.Lead, w.caseID, w.room.Key(), journey.ErasureHers, "she wrote"); casework.KindOf(err) != casework.Invalid {
		t.Errorf("held, an erasure is asked for: %v", err)
	}
	if err := w.desk.Lift(background, caseworktest.Lead, w.caseID, w.room.Key(), view.Keeping.Holds[0].ID, "the court has decided"); err != nil {
		t.Fatal(err)
	}
	key = w.room.Key()
	for range 2 {
		if err := w.desk.Ask(background, caseworktest.Lead, w.caseID, key, journey.ErasureHers, "she wrote"); err != nil {
			t.Fatalf("sent twice: %v", err)
		}
	}
	if queue := w.queue(caseworktest.Governance); len(queue.Asked) != 1 || len(queue.Held) != 0 {
		t.Errorf("asked for are %+v, held %+v", queue.Asked, queue.Held)
	}
	if err := w.desk.Refuse(background, caseworktest.Governance, w.caseID, w.room.Key(), "she changed her mind"); err != nil {
		t.Fatal(err)
	}
	if _, err := w.desk.Erase(background, caseworktest.Governance, w.caseID); casework.KindOf(err) != casework.Invalid {
		t.Errorf("refused, it is erased: %v", err)
	}
}

func TestWhatIsMissingIsNamed(t *testing.T) {
	w := newWorld(t)
	today := w.desk.Today()
	for _, row := range []struct {
		name  string
		err   error
		field string
	}{
		{"keep without a reason", w.desk.Keep(background, caseworktest.Lead, w.caseID, "a", today.AddDays(1), " "), "reason"},
		{"keep until today", w.desk.Keep(background, caseworktest.Lead, w.caseID, "b", today, "x"), "until"},
		{"keep for ever", w.desk.Keep(background, caseworktest.Lead, w.caseID, "c", today.AddMonths(121), "x"), "until"},
		{"hold without a reason", w.desk.Hold(background, caseworktest.Lead, w.caseID, "d", ""), "reason"},
		{"lift a hold there is none of", w.desk.Lift(background, caseworktest.Lead, w.caseID, "e", "h", "x"), "hold"},
		{"erase without a ground", w.desk.Ask(background, caseworktest.Lead, w.caseID, "f", "", "x"), "ground"},
		{"erase without a reason", w.desk.Ask(background, caseworktest.Lead, w.caseID, "g", journey.ErasureHers, ""), "reason"},
		{"refuse what nobody asked", w.desk.Refuse(background, caseworktest.Lead, w.caseID, "h", "x"), "reason"},
	} {
		var problems journey.Problems
		if !errors.As(row.err, &problems) || problems[0].Field != row.field || problems[0].Say == "" {
			t.Errorf("%s: %v", row.name, row.err)
		}
	}
}
