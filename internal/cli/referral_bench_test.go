package cli

import (
	"context"
	"fmt"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"throughline/internal/domain/access"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
	"throughline/internal/edge/record"
)

// anInstallation opens a new data folder with real keys and a real ledger.
func anInstallation(t testing.TB) *installation {
	t.Helper()
	where := place{Data: filepath.Join(t.TempDir(), "data")}
	if _, err := where.initialise(""); err != nil {
		t.Fatal(err)
	}
	in, err := where.open(context.Background(), opening{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := in.close(context.Background()); err != nil {
			t.Error(err)
		}
	})
	return in
}

// A whole referral, sealed, audited and durable, against bare inserts with the
// same driver and the same grouping.
func BenchmarkReferral(b *testing.B) {
	officer := access.Asker{ID: "o", Name: "PC Shah", Agency: "Metropolitan Police", Role: access.Officer}
	for _, clients := range []int{1, 32} {
		b.Run(fmt.Sprint("bare/", clients), func(b *testing.B) {
			in := anInstallation(b)
			b.ResetTimer()
			if _, err := in.record.Bare(context.Background(), record.Load{Clients: clients, Each: b.N/clients + 1, Rows: []int{bareBytes}}); err != nil {
				b.Fatal(err)
			}
		})
		b.Run(fmt.Sprint("referral/", clients), func(b *testing.B) {
			in := anInstallation(b)
			var next atomic.Int64
			var wait sync.WaitGroup
			b.ResetTimer()
			for range clients {
				wait.Go(func() {
					for {
						i := next.Add(1)
						if i > int64(b.N) {
							return
						}
						if _, err := in.intake.Refer(context.Background(), officer, journey.Referral{
							Area: "Central West", Agency: officer.Agency, Role: "officer", Met: "arrest", Outcome: "conditional_caution",
							Identity:  journey.Identity{Given: "Amina", Family: fmt.Sprint("Hill", i), Born: calendar.On(1960, time.March, 1).AddDays(int(i) % 15000), Phone: fmt.Sprint("07700 9", i)},
							Offence:   journey.Offence{Code: "TH68010", Label: "Theft from a shop"},
							Contact:   journey.ContactCall,
							Agreed:    journey.AgreedYes,
							Condition: &journey.ConditionEntry{Text: "Attend two appointments", Units: 2, Given: in.bench.Today()},
						}, fmt.Sprint("key", i)); err != nil {
							b.Error(err)
							return
						}
					}
				})
			}
			wait.Wait()
		})
	}
}
