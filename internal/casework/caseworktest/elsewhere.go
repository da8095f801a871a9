package caseworktest

import (
	"context"
	"testing"

	"throughline/internal/casework"
	"throughline/internal/domain/journey"
	"throughline/internal/domain/scheme"
	"throughline/schemes"
)

// Two schemes of other places: a fine waived after one session of each kind
// within 28 days, and bail of eight weeks whose case-worker may send the matter
// back to police. Source: 000:507, 554.
const (
	Waiver  = "south-yorkshire-alcohol-waiver"
	Gateway = "durham-gateway-to-change"
)

// Rules returns every scheme, of which the service of the room runs London's.
func Rules(t testing.TB) casework.Schemes {
	t.Helper()
	library, err := schemes.Library()
	if err != nil {
		t.Fatal(err)
	}
	return casework.Schemes{Rules: library, Delivers: []string{"lwds"}, Settings: map[string]scheme.Settings{}}
}

// Under returns the case of a woman whom Officer referred under a scheme and
// pathway, with a condition, and who is Keyworker's.
func (r *Room) Under(t testing.TB, id string, pathway journey.Pathway, condition journey.ConditionEntry) string {
	t.Helper()
	entry := Amina()
	entry.Scheme, entry.Pathway, entry.Outcome, entry.Condition = id, pathway, string(pathway), &condition
	facts, err := r.Bench.Pen(Officer).Refer(entry, "")
	if err != nil {
		t.Fatal(err)
	}
	ctx := context.Background()
	receipt, err := r.Record.Append(ctx, casework.Change{Facts: facts})
	if err != nil {
		t.Fatal(err)
	}
	row, err := r.Record.Row(ctx, receipt.Case)
	if err != nil {
		t.Fatal(err)
	}
	if facts, err = r.Bench.Pen(Lead).Allocate(row, Keyworker.ID, Keyworker.Agency, ""); err != nil {
		t.Fatal(err)
	}
	if _, err := r.Record.Append(ctx, casework.Change{Facts: facts}); err != nil {
		t.Fatal(err)
	}
	return receipt.Case
}
