package cli

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"runtime"
	"runtime/debug"
	"slices"
	"time"

	"throughline/internal/casework"
	"throughline/internal/casework/evidence"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
	"throughline/internal/edge/record"
	"throughline/internal/reckoning/figure"
)

type benchPackCommand struct {
	place
	Rounds int    `help:"How often the whole pack is counted." default:"15"`
	AsAt   string `help:"Also work the pack out as at this earlier day, which reads every fact." name:"as-at"`
	NoSQL  bool   `help:"Leave out the same counts by SQL." name:"no-sql"`
}

// packMeasured is what a run prints. Times are in milliseconds.
type packMeasured struct {
	Version   string  `json:"version"`
	Cores     int     `json:"cores"`
	Generated string  `json:"generated"`
	Cases     int     `json:"cases"`
	Figures   int     `json:"figures"`
	Tables    int     `json:"tables"`
	FromRows  float64 `json:"load_from_rows_ms"`
	FromShelf float64 `json:"load_from_shelf_ms"`
	ShelfMiB  float64 `json:"shelf_mib"`
	HeapMiB   float64 `json:"heap_mib"` // after loading, with everything let go of
	Resident  float64 `json:"resident_mib"`
	Pack      float64 `json:"pack_ms"` // figures, tables and charts, the median of the rounds
	Slowest   float64 `json:"pack_slowest_ms"`
	Appended  float64 `json:"append_to_figure_ms"` // from an appended fact to the figure that counts it, at the median
	SQL       float64 `json:"sql_ms,omitempty"`    // the counts alone, over a wide table of the same rows
	Ratio     float64 `json:"sql_to_pack,omitempty"`
	Checked   int     `json:"counts_checked,omitempty"` // that SQL and the columns agree on
	AsAt      float64 `json:"as_at_ms,omitempty"`
}

// Run measures the report pack of a generated record.
func (c benchPackCommand) Run(ctx context.Context, t terminal) error {
	asAt, err := calendar.ParseDay(c.AsAt)
	if err != nil {
		return coded{exitUsage, fmt.Errorf("--as-at: %w", err)}
	}
	if c.Rounds < 1 {
		return coded{exitUsage, errors.New("--rounds: say how often, 1 or more")}
	}
	in, err := c.open(ctx, opening{})
	if err != nil {
		return err
	}
	measured, err := c.measure(ctx, t, in, asAt)
	if err := errors.Join(err, in.close(ctx)); err != nil {
		return err
	}
	encoder := json.NewEncoder(t.out)
	encoder.SetIndent("", "  ")
	return encoder.Encode(measured)
}

func (c benchPackCommand) measure(ctx context.Context, t terminal, in *installation, asAt calendar.Day) (*packMeasured, error) {
	generated, err := in.record.Setting(ctx, generatedName)
	if err != nil {
		return nil, err
	}
	if generated == "" {
		return nil, coded{exitConfig, fmt.Errorf("%s was not generated: run throughline bench generate --data with an empty folder first", in.Data)}
	}
	m := &packMeasured{Version: version(), Cores: runtime.NumCPU(), Generated: generated}
	if err := m.load(ctx, t, in); err != nil {
		return nil, err
	}
	report, err := m.pack(ctx, t, in, c.Rounds)
	if err != nil {
		return nil, err
	}
	if err := m.append(ctx, t, in, c.Rounds); err != nil {
		return nil, err
	}
	if !c.NoSQL {
		if err := m.bySQL(ctx, t, in, report); err != nil {
			return nil, err
		}
	}
	if asAt.Known() {
		t.say("Working the pack out as at %s ...", asAt.Short())
		in.evidence.Progress = func(folded int) {
			if folded%100_000 == 0 {
				t.say("%d women folded ...", folded)
			}
		}
		began := time.Now()
		if _, err := in.evidence.AtServer(ctx, evidence.Query{Scheme: "lwds", AsAt: asAt}); err != nil {
			return nil, err
		}
		m.AsAt = milliseconds(time.Since(began))
	}
	return m, nil
}

// load brings the columns into memory twice: from the rows, and from the shelf.
func (m *packMeasured) load(ctx context.Context, t terminal, in *installation) error {
	shelf, ok := in.evidence.Shelf.(record.Shelf)
	if !ok {
		return coded{exitConfig, errors.New("this record keeps nothing between two starts")}
	}
	fresh := func() *evidence.Desk {
		desk := &evidence.Desk{Bench: in.evidence.Bench, Schemes: in.evidence.Schemes, Library: in.evidence.Library, Shelf: shelf}
		desk.Policy = in.evidence.Policy
		return desk
	}
	if err := os.Remove(shelf.Path); err != nil && !errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("forgetting what was kept: %w", err)
	}
	t.say("Loading from the rows ...")
	began := time.Now()
	if err := fresh().Load(ctx); err != nil {
		return err
	}
	m.FromRows = milliseconds(time.Since(began))
	if about, err := os.Stat(shelf.Path); err == nil {
		m.ShelfMiB = rounded(float64(about.Size()) / (1 << 20))
	}
	debug.FreeOSMemory()
	t.say("Loading from the shelf ...")
	in.evidence = fresh()
	began = time.Now()
	if err := in.evidence.Load(ctx); err != nil {
		return err
	}
	m.FromShelf = milliseconds(time.Since(began))
	debug.FreeOSMemory()
	var memory runtime.MemStats
	runtime.ReadMemStats(&memory)
	m.HeapMiB = rounded(float64(memory.HeapAlloc) / (1 << 20))
	var err error
	m.Resident, err = residentMiB(os.Getpid())
	return err
}

// pack counts the whole pack so many times. Each round asks for another period
// that leaves nobody out, so that nothing is remembered from the one before.
func (m *packMeasured) pack(ctx context.Context, t terminal, in *installation, rounds int) (evidence.Report, error) {
	t.say("Counting the pack %d times ...", rounds)
	report, err := in.evidence.AtServer(ctx, evidence.Query{Scheme: "lwds"})
	if err != nil {
		return report, err
	}
	m.Figures, m.Tables = len(report.Figures), len(report.Tables)
	total, _ := report.Figure("referrals.total")
	if exact, ok := total.(figure.Figure); ok {
		m.Cases, _ = exact.Numerator()
	}
	var took []time.Duration
	for i := range rounds {
		query := evidence.Query{Scheme: "lwds"}
		query.Narrow.Referred.From = calendar.On(2010, time.January, 1).AddDays(i)
		began := time.Now()
		if _, err := in.evidence.AtServer(ctx, query); err != nil {
			return report, err
		}
		took = append(took, time.Since(began))
	}
	slices.Sort(took)
	m.Pack, m.Slowest = milliseconds(took[len(took)/2]), milliseconds(took[len(took)-1])
	return report, nil
}

// append measures from an appended fact to the figure that counts it.
func (m *packMeasured) append(ctx context.Context, t terminal, in *installation, rounds int) error {
	t.say("Appending ...")
	var took []time.Duration
	before := -1
	for i := range rounds {
		today := calendar.DayOf(time.Now())
		began := time.Now()
		_, err := in.record.Append(ctx, casework.Change{Facts: []journey.Fact{{
			Happened: calendar.OnDay(today), Known: calendar.OnDay(today), Body: journey.TrainingHeld{Session: fmt.Sprint("bench-", i), Audience: "custody_officer", Attendees: 1},
		}}})
		if err != nil {
			return err
		}
		report, err := in.evidence.AtServer(ctx, evidence.Query{Scheme: "lwds"})
		if err != nil {
			return err
		}
		took = append(took, time.Since(began))
		shown, _ := report.Figure("training.custody_officer")
		exact, _ := shown.(figure.Figure)
		n, _ := exact.Numerator()
		if before >= 0 && n != before+1 {
			return fmt.Errorf("after a session of 1 the figure went from %d to %d attendances", before, n)
		}
		before = n
	}
	slices.Sort(took)
	m.Appended = milliseconds(took[len(took)/2])
	return nil
}

// bySQL counts the same by SQL over a wide table of the same rows, and holds
// every count against the columns'.
func (m *packMeasured) bySQL(ctx context.Context, t terminal, in *installation, report evidence.Report) (err error) {
	t.say("Making a wide table of the same rows ...")
	wide, err := in.record.MakeWide(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, wide.Drop(ctx)) }()
	t.say("Counting by SQL ...")
	if _, _, err := wide.Count(ctx, "lwds"); err != nil { // once to warm it
		return err
	}
	counts, took, err := wide.Count(ctx, "lwds")
	if err != nil {
		return err
	}
	for id, n := range counts {
		shown, ok := report.Figure(id)
		exact, isExact := shown.(figure.Figure)
		if got, counted := exact.Numerator(); !ok || !isExact || !counted || got != n {
			return fmt.Errorf("%s: SQL counts %d, the columns %d", id, n, got)
		}
	}
	m.Checked, m.SQL = len(counts), milliseconds(took)
	m.Ratio = rounded(m.SQL / m.Pack)
	return nil
}
