package recordtest

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"throughline/internal/casework"
	"throughline/internal/domain/access"
	"throughline/internal/edge/record"
)

// whoLooked tries that a woman is shown every line that names her, by whatever
// road it was written, and none that does not.
func whoLooked(t *testing.T, s *record.Store, lines *Lines) {
	ctx := context.Background()
	amina, grace := refer(t, s, "Amina", "Hill"), refer(t, s, "Grace", "Bell")
	for i, women := range [][]string{{amina.Woman}, {amina.Woman, grace.Woman}, {grace.Woman}, nil, {amina.Woman, amina.Woman}} {
		entry := Officer.Note(Noon, access.Read, access.ForReferral, fmt.Sprint("look ", i), access.SetOf(access.Identity))
		entry.Women = women
		if err := s.Witness(ctx, entry); err != nil {
			t.Fatal(err)
		}
	}
	for _, row := range []struct {
		name  string
		woman string
		trace string
	}{{"Amina", amina.Woman, "trace of " + amina.Woman}, {"Grace", grace.Woman, "trace of " + grace.Woman}} {
		var want []string
		for _, entry := range slices.Backward(lines.All()) {
			if slices.Contains(entry.Women, row.trace) {
				want = append(want, entry.What)
			}
		}
		got, err := s.Looked(ctx, row.woman, 0, 100)
		if err != nil {
			t.Fatal(err)
		}
		var whats []string
		for _, entry := range got {
			whats = append(whats, entry.What)
			if len(entry.Women) != 1 || entry.Women[0] != row.trace {
				t.Errorf("%s is shown a line that names %q", row.name, entry.Women)
			}
		}
		if !slices.Equal(whats, want) || len(want) < 3 {
			t.Errorf("%s is shown %q, the ledger has %q", row.name, whats, want)
		}
		if part, err := s.Looked(ctx, row.woman, 1, 1); err != nil || len(part) != 1 || part[0].What != want[1] {
			t.Errorf("the second line alone is %+v, %v", part, err)
		}
	}
	if _, err := s.Looked(ctx, "nobody", 0, 100); casework.KindOf(err) != casework.NotFound {
		t.Errorf("a woman there is not: %v", err)
	}
}
