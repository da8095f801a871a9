package evidence_test

import (
	"testing"

	"throughline/internal/casework/caseworktest"
	"throughline/internal/casework/evidence"
	"throughline/internal/casework/keeping"
	"throughline/internal/domain/journey"
)

// A woman who was erased is counted as before, as at today and as at an earlier
// day, and no list leads to her.
func TestWhoWasErasedIsCountedAndNotListed(t *testing.T) {
	room := caseworktest.NewRoom(t)
	d := desk(t, room)
	referred(t, room, "case0001", first)
	referred(t, room, "case0002", summer)
	today := evidence.Query{Scheme: london}
	before := counts(t, d, today, "open.total")
	stone := keeping.Stone{Woman: "woman-case0001", At: room.Now(), By: caseworktest.Governance.ID, Ground: journey.ErasureHers}
	if err := room.Kept().Erase(ctx, keeping.Erasure{Stone: stone, Entry: caseworktest.Governance.Note(room.Now(), "erase", "legal", "erase a record", 0)}); err != nil {
		t.Fatal(err)
	}
	if after := counts(t, d, today, "open.total"); after != before || before != 2 {
		t.Errorf("%d are counted after she was erased, and %d before", after, before)
	}
	if then := counts(t, d, atWinter, "open.total"); then != 2 {
		t.Errorf("as at winter %d are counted", then)
	}
	list, err := d.Cases(ctx, caseworktest.Lead, today, "open.total")
	if err != nil || len(list.Cases) != 1 || list.Cases[0].Case != "case0002" || list.Erased != 1 {
		t.Errorf("listed are %+v, %v", list, err)
	}
}
