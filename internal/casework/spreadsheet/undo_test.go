package spreadsheet_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"throughline/internal/casework"
	"throughline/internal/casework/caseworktest"
	"throughline/internal/casework/jobs"
	"throughline/internal/casework/spreadsheet"
	"throughline/internal/domain/access"
)

func TestWhatAFileMadeIsTakenBack(t *testing.T) {
	c := newCentre(t)
	lines := []string{headings, "R1,Amina,Okafor,27/03/1990,,,,,5/1/2026,,,,,,,", "R2,Beth,Shaw,1/2/1985,,,,,6/1/2026,,,,,,,", "R3,Beth,Shaw,1/2/1985,,,,,7/2/2026,,,,,,,"}
	id := c.send(lines...)
	c.bring(id)
	rows, _ := c.rows()
	c.now = c.now.Add(time.Hour)
	facts, err := c.Pen(caseworktest.Lead).Allocate(rows[1], "keyworker-2", "Advance", "")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := c.record.Append(t.Context(), casework.Change{Facts: facts}); err != nil {
		t.Fatal(err)
	}
	report := c.undo(id)
	if report.Back != 2 || !slices.Equal(report.Staying, []int{3}) || report.Undone.IsZero() {
		t.Errorf("taken back: %+v", report)
	}
	left, names := c.rows()
	if len(left) != 1 || left[0].Case != rows[1].Case || names[0] != "Beth Shaw" {
		t.Errorf("left are %v, %v", left, names)
	}
	if who, _ := c.record.Who(t.Context(), []string{rows[0].Woman}); who[rows[0].Woman].Name() != "" {
		t.Errorf("who was taken back is still named %q", who[rows[0].Woman].Name())
	}
	again := c.send(lines...)
	if checked := c.check(again); checked.Create != 1 || checked.Known != 1 || checked.Ask != 1 {
		t.Errorf("the file sent again: %d new, %d known and %d to choose", checked.Create, checked.Known, checked.Ask)
	}
	if err := c.Choose(t.Context(), caseworktest.Lead, again, map[int]string{4: rows[1].Woman}, ""); err != nil {
		t.Fatal(err)
	}
	if report := c.bring(again); report.Created != 2 || report.Unchanged != 1 {
		t.Errorf("brought in again: %+v", report)
	}
	if back, names := c.rows(); len(back) != 3 || !slices.Equal(names, []string{"Amina Okafor", "Beth Shaw", "Beth Shaw"}) {
		t.Errorf("after it was brought in again there are %v", names)
	}
}

func TestItCanBeTakenBackForADay(t *testing.T) {
	c := newCentre(t)
	id := c.send(headings, "R1,Amina,Okafor,27/03/1990,,,,,5/1/2026,,,,,,,")
	c.bring(id)
	c.now = c.now.Add(spreadsheet.Kept + time.Minute)
	if _, err := c.Undo(t.Context(), caseworktest.Lead, id); casework.KindOf(err) != casework.Invalid {
		t.Errorf("after a day it is taken back: %v", err)
	}
	if err := c.Forget(t.Context()); err != nil {
		t.Fatal(err)
	}
	if list, err := c.List(t.Context(), caseworktest.Lead); err != nil || len(list) != 0 {
		t.Errorf("after a day %d files are kept, %v", len(list), err)
	}
	if _, err := c.Reported(t.Context(), caseworktest.Lead, id); casework.KindOf(err) != casework.NotFound {
		t.Errorf("after a day the file is there: %v", err)
	}
}

func TestWorkThatIsCutShortDoublesNothing(t *testing.T) {
	for _, cut := range []int{1, 2, 3, 4, 5, 6, 7} {
		c := newCentre(t)
		lines := []string{headings}
		for n := range 60 {
			lines = append(lines, fmt.Sprintf("R%d,Ana%d,Okafor,27/03/1990,,,,,5/1/2026,Priya,Y,,,,,", n, n))
		}
		id := c.send(lines...)
		c.check(id)
		if _, err := c.Confirm(t.Context(), caseworktest.Lead, id); err != nil {
			t.Fatal(err)
		}
		broken := &brokenStore{Store: c.record, left: cut}
		crashed := c.Desk
		crashed.Store = broken
		if _, err := c.jobs.Work(t.Context(), spreadsheet.Bringing{Desk: crashed}, "w1"); !errors.Is(err, errCrash) {
			t.Fatalf("at write %d: %v", cut, err)
		}
		all, _ := c.record.Jobs(t.Context(), jobs.Filter{})
		if err := c.jobs.Retry(t.Context(), caseworktest.Lead, all[0].ID); err != nil {
			t.Fatal(err)
		}
		if report := c.work(0, id); report.Created != 60 || report.Left+report.Unchanged+report.Updated != 0 {
			t.Errorf("cut at write %d: %+v", cut, report)
		}
		if rows, _ := c.rows(); len(rows) != 60 {
			t.Errorf("cut at write %d there are %d cases", cut, len(rows))
		}
		if report := c.undo(id); report.Back != 60 {
			t.Errorf("cut at write %d, taken back are %d", cut, report.Back)
		}
	}
}

var errCrash = errors.New("the power went")

// brokenStore fails at a write to come.
type brokenStore struct {
	spreadsheet.Store
	left int
}

func (b *brokenStore) fails() bool {
	b.left--
	return b.left < 0
}

// KeepSheet keeps, or fails.
func (b *brokenStore) KeepSheet(ctx context.Context, id string, part int, account string, plain []byte) error {
	if b.fails() {
		return errCrash
	}
	return b.Store.KeepSheet(ctx, id, part, account, plain)
}

// Bring brings in, or fails.
func (b *brokenStore) Bring(ctx context.Context, entry access.Entry, bring func(casework.Intake) error) error {
	if b.fails() {
		return errCrash
	}
	return b.Store.Bring(ctx, entry, bring)
}
