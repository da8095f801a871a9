package caseworktest

import (
	"errors"
	"slices"
	"testing"
	"time"

	"throughline/internal/casework"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
)

func promiseLoose(t *testing.T, h *held) {
	h.refer(Officer, "Amina", "")
	declined, err := h.pen(Officer).Decline(journey.Decline{Reason: "not_now"})
	if err != nil {
		t.Fatal(err)
	}
	h.append(casework.Change{Facts: declined})
	loose, mark, err := h.record.Loose(background, 0, journey.KindEncounter)
	if err != nil || len(loose) != 2 || slices.ContainsFunc(loose, func(fact journey.Fact) bool { return fact.Words != nil }) {
		t.Errorf("%d loose encounters, %v: hers and of her who said no", len(loose), err)
	}
	if more, _, err := h.record.Loose(background, mark, journey.KindEncounter); err != nil || len(more) != 0 {
		t.Errorf("%d after the mark, %v", len(more), err)
	}
}

// promiseService writes facts of the service itself.
func promiseService(t *testing.T, h *held) {
	vet := func(until calendar.Day) {
		facts, err := h.pen(Lead).Vet(Keyworker.ID, "Metropolitan Police", until)
		if err != nil {
			t.Fatal(err)
		}
		h.append(casework.Change{Facts: facts})
	}
	h.refer(Officer, "Amina", "")
	vet(calendar.On(2026, time.June, 1))
	first, mark, err := h.record.Loose(background, 0, journey.KindVetting)
	if err != nil || len(first) != 1 || first[0].Body.(journey.VettingRecorded).Until != calendar.On(2026, time.June, 1) {
		t.Fatalf("read %+v, %v", first, err)
	}
	vet(calendar.On(2027, time.June, 1))
	more, _, err := h.record.Loose(background, mark, journey.KindVetting, journey.KindEncounter)
	if err != nil || len(more) != 1 || more[0].Body.(journey.VettingRecorded).Until != calendar.On(2027, time.June, 1) {
		t.Errorf("after the mark %+v, %v", more, err)
	}
}

func promiseLoads(t *testing.T, h *held) {
	give := func(name, worker string) casework.Receipt {
		t.Helper()
		receipt := h.refer(Officer, name, "")
		row, err := h.record.Row(background, receipt.Case)
		if err != nil {
			t.Fatal(err)
		}
		facts, err := h.pen(Lead).Allocate(row, worker, "Advance", "")
		if err != nil {
			t.Fatal(err)
		}
		h.append(casework.Change{Facts: facts})
		return receipt
	}
	first := calendar.DayOf(h.now).AddDays(1)
	spoken, hidden := give("Amina", Keyworker.ID), give("Beata", Keyworker.ID)
	give("Cora", Keyworker.ID)
	ended := give("Dora", OtherWorker.ID)
	h.refer(Officer, "Esther", "")
	for caseID, write := range map[string]func(journey.Pen, journey.Row) ([]journey.Fact, error){
		spoken.Case: func(pen journey.Pen, row journey.Row) ([]journey.Fact, error) {
			return pen.RecordContact(row, journey.ContactEntry{At: calendar.At(h.now), How: journey.Phone, Spoke: true})
		},
		hidden.Case: func(pen journey.Pen, row journey.Row) ([]journey.Fact, error) {
			return pen.MarkConflict(row, journey.ConflictEntry{Account: Lead.ID, From: journey.ConflictHers})
		},
		ended.Case: func(pen journey.Pen, row journey.Row) ([]journey.Fact, error) {
			return pen.Close(row, calendar.DayOf(h.now), journey.ClosedMovedAway, "", "")
		},
	} {
		row, err := h.record.Row(background, caseID)
		if err != nil {
			t.Fatal(err)
		}
		facts, err := write(h.pen(Keyworker), row)
		if err != nil {
			t.Fatal(err)
		}
		h.append(casework.Change{Facts: facts})
	}
	loads, err := h.record.Loads(background, Lead, "", first)
	want := []casework.Carried{
		{Worker: Keyworker.ID, Open: 2, Taken: 2, New: 1, NewSince: first.AddDays(2)},
		{Worker: OtherWorker.ID, Taken: 1},
	}
	if err != nil || !slices.Equal(loads, want) {
		t.Errorf("carried %+v, %v; want %+v", loads, err, want)
	}
	later, err := h.record.Loads(background, Lead, "", first.AddDays(2))
	if err != nil || len(later) != 2 || later[0].Taken != 1 || later[0].Open != 2 {
		t.Errorf("from a later day: %+v, %v", later, err)
	}
	own, err := h.record.Loads(background, Keyworker, Keyworker.ID, first)
	if err != nil || len(own) != 1 || own[0].Open != 3 {
		t.Errorf("her own: %+v, %v", own, err)
	}
}

func promiseChanges(t *testing.T, h *held) {
	first := h.refer(Officer, "Amina", "")
	told := func(mark int64) (cases []string, next int64) {
		t.Helper()
		next, err := h.record.Changes(background, mark, func(row journey.Row) error {
			cases = append(cases, row.Case)
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		return cases, next
	}
	cases, mark := told(0)
	if !slices.Contains(cases, first.Case) {
		t.Errorf("from the beginning: %v", cases)
	}
	if cases, _ = told(mark); len(cases) != 0 {
		t.Errorf("with nothing new: %v", cases)
	}
	second := h.refer(Officer, "Grace", "")
	if cases, _ = told(mark); !slices.Equal(cases, []string{second.Case}) {
		t.Errorf("after one more: %v, want %s", cases, second.Case)
	}
	stop := errors.New("stop")
	if _, err := h.record.Changes(background, 0, func(journey.Row) error { return stop }); !errors.Is(err, stop) {
		t.Errorf("a taker that stops: %v", err)
	}
	women := 0
	err := h.record.History(background, func(facts []journey.Fact) error {
		women++
		for _, fact := range facts {
			if fact.Words != nil || fact.Woman != facts[0].Woman {
				t.Errorf("a %s of the history has words, or is another woman's", fact.Body.Kind())
			}
		}
		return nil
	})
	if err != nil || women != 2 {
		t.Errorf("the history of %d women, %v", women, err)
	}
}
