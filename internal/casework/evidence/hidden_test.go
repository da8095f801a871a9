package evidence_test

import (
	"encoding/json"
	"testing"

	"throughline/internal/casework"
	"throughline/internal/casework/caseworktest"
	"throughline/internal/casework/evidence"
	"throughline/internal/domain/access"
	"throughline/internal/domain/journey"
	"throughline/internal/reckoning/figure"
)

// protected returns the figures as somebody outside the service reads them.
func protected(t *testing.T, d *evidence.Desk, asker access.Asker, query evidence.Query) string {
	t.Helper()
	report, err := d.Report(ctx, asker, query)
	if err != nil {
		t.Fatal(err)
	}
	text, err := json.Marshal(report)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// Somebody who must not know that she is here reads exact figures without her,
// and the cases behind them are as many. Protected figures are one for all.
func TestExactFiguresLeaveOutWhoIsHidden(t *testing.T) {
	room := caseworktest.NewRoom(t)
	d := desk(t, room)
	today := evidence.Query{Scheme: london}
	referred(t, room, "a", first)
	referred(t, room, "b", first)
	other := caseworktest.Lead
	other.ID, other.Agency = "lead-2", "Lantern House"
	commissioner := access.Asker{ID: "commissioner-1", Agency: "Commissioning team", Role: access.Commissioner}
	open := protected(t, d, commissioner, today)
	write(t, room, on(first, "woman-b", "", journey.ConflictMarked{Conflict: "conflict-1", Account: other.ID, From: journey.ConflictHers}))
	write(t, room, on(first, "woman-b", "", journey.ConflictMarked{Conflict: "conflict-2", Agency: commissioner.Agency, From: journey.ConflictHers}))
	for _, test := range []struct {
		asker access.Asker
		want  int
	}{{caseworktest.Lead, 2}, {other, 1}, {caseworktest.Lead, 2}} {
		report, err := d.Report(ctx, test.asker, today)
		if err != nil {
			t.Fatal(err)
		}
		total, _ := report.Figure("referrals.total")
		list, err := d.Cases(ctx, test.asker, today, "referrals.total")
		if err != nil {
			t.Fatal(err)
		}
		if n, _ := total.(figure.Figure).Numerator(); n != test.want || len(list.Cases) != test.want {
			t.Errorf("%s of %s reads %d, and %d cases behind it, want %d", test.asker.ID, test.asker.Agency, n, len(list.Cases), test.want)
		}
	}
	if now := protected(t, d, commissioner, today); now != open {
		t.Errorf("the protected figures changed from %s to %s", open, now)
	}
	room.Record.Deaf = casework.Fail(casework.Unavailable, "writing", "the disk is full")
	if _, err := d.Report(ctx, other, today); casework.KindOf(err) != casework.Unavailable {
		t.Errorf("without its ledger line: %v", err)
	}
}
