package cli

import (
	"context"
	"io"
	"testing"

	"throughline/internal/casework/support"
	"throughline/internal/domain/access"
)

// The first page of a keyworker's caseload, 50 of 10,000: names opened, and the
// read written down durably.
func BenchmarkCaseload(b *testing.B) {
	in := anInstallation(b)
	if err := in.furnishBench(context.Background(), terminal{err: io.Discard}, benchCohort{open: 10000}); err != nil {
		b.Fatal(err)
	}
	keyworker := access.Asker{ID: benchKeyworker, Name: "Keyworker", Agency: "Riverside", Role: access.Keyworker}
	b.ResetTimer()
	for range b.N {
		page, err := in.support.Caseload(context.Background(), keyworker, support.Query{})
		if err != nil || len(page.Lines) != 50 || page.Total != 10000 {
			b.Fatalf("%d of %d, %v", len(page.Lines), page.Total, err)
		}
	}
}
