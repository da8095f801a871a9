package cli

import (
	"context"
	"io"
	"testing"
	"time"

	"throughline/internal/domain/access"
	"throughline/internal/domain/calendar"
)

// aDay is an installation with 50 keyworkers of 30 women each.
func aDay(b *testing.B) *installation {
	b.Helper()
	in := anInstallation(b)
	if err := in.furnishBench(context.Background(), terminal{err: io.Discard}, benchCohort{keyworkers: dayKeyworkers, open: dayKeyworkers * dayWomen}); err != nil {
		b.Fatal(err)
	}
	return in
}

// against reports how often a bare query fits into the time of one run.
func against(b *testing.B, bare func() error) {
	b.Helper()
	spent := b.Elapsed()
	b.StopTimer()
	began := time.Now()
	for range b.N {
		if err := bare(); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(spent)/float64(time.Since(began)), "x-bare")
}

// Today of a keyworker with 30 women: the lists sorted, the names opened, and the
// read written down durably.
func BenchmarkToday(b *testing.B) {
	in, ctx := aDay(b), context.Background()
	keyworker := access.Asker{ID: benchKeyworker, Name: "Keyworker", Agency: benchProvider, Role: access.Keyworker}
	b.ResetTimer()
	for range b.N {
		day, err := in.support.Today(ctx, keyworker)
		if err != nil || day.Load.Open != dayWomen {
			b.Fatalf("%d women, %v", day.Load.Open, err)
		}
	}
	against(b, func() error {
		return in.bareQuery(ctx, "SELECT row_json FROM cases WHERE worker = $1 AND closed = 0", benchKeyworker)
	})
}

// The board of 50 keyworkers.
func BenchmarkBoard(b *testing.B) {
	in, ctx := aDay(b), context.Background()
	lead := access.Asker{ID: benchLead, Name: "Lead", Agency: benchProvider, Role: access.ServiceLead}
	b.ResetTimer()
	for range b.N {
		board, err := in.support.Board(ctx, lead)
		if err != nil || len(board.Loads) != dayKeyworkers || board.Loads[0].Open != dayWomen {
			b.Fatalf("%d keyworkers, %v", len(board.Loads), err)
		}
	}
	year := int32(calendar.DayOf(in.now()).AddMonths(-12))
	against(b, func() error {
		return in.bareQuery(ctx, "SELECT worker, SUM(CASE WHEN closed = 0 THEN 1 ELSE 0 END) FROM cases WHERE worker <> '' AND (closed = 0 OR allocated >= $1) GROUP BY worker", year)
	})
}
