package record

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
	"time"

	"throughline/internal/domain/journey"
	"throughline/internal/domain/need"
)

// Wide is the same cases as a wide table of the database, which benchmarks hold
// the columns of figures against: what SQL would take for the same counts.
type Wide struct {
	store   *Store
	columns []string
}

// wideTexts are the columns that hold texts; the others hold whole numbers.
var wideTexts = map[string]bool{"scheme": true, "pathway": true, "first_time": true, "timing": true, "offence": true}

// wideColumns are what the counts of a pack need of a case.
func wideColumns() []string {
	columns := []string{
		"scheme", "pathway", "referred", "engaged", "open", "assessed", "conditioned", "met", "first_time", "timing", "first_attended", "offence", "needs", "activities",
	}
	for _, pathway := range need.Pathways() {
		columns = append(columns, "need_"+string(pathway))
	}
	return columns
}

// MakeWide writes the wide table from the rows of the record. Drop removes it.
func (s *Store) MakeWide(ctx context.Context) (*Wide, error) {
	w := &Wide{s, wideColumns()}
	exec := func(query string) error {
		return s.exec(ctx, func(ctx context.Context, tx Tx) error { _, err := tx.ExecContext(ctx, query); return err })
	}
	var declared []string
	for i, name := range w.columns {
		kind := " INTEGER"
		if wideTexts[name] {
			kind = " TEXT"
		}
		declared = append(declared, w.columns[i]+kind)
	}
	if err := exec("CREATE TABLE wide (" + strings.Join(declared, ", ") + ")"); err != nil {
		return nil, fmt.Errorf("making a wide table: %w", err)
	}
	var values []any
	write := func() error {
		return s.exec(ctx, func(ctx context.Context, tx Tx) error {
			return s.engine.insertRows(ctx, tx, "wide ("+strings.Join(w.columns, ", ")+")", len(w.columns), values, "")
		})
	}
	if _, err := s.Changes(ctx, 0, func(row journey.Row) error {
		values = append(values, wideRow(row)...)
		if len(values) < 20_000*len(w.columns) {
			return nil
		}
		err := write()
		values = values[:0]
		return err
	}); err != nil {
		return nil, fmt.Errorf("filling a wide table: %w", err)
	}
	if err := write(); err != nil {
		return nil, fmt.Errorf("filling a wide table: %w", err)
	}
	return w, nil
}

func wideRow(row journey.Row) []any {
	bit := func(yes bool) int {
		if yes {
			return 1
		}
		return 0
	}
	activities := 0
	for _, count := range row.Activities {
		activities += count
	}
	values := []any{
		row.Scheme, string(row.Pathway), int(row.Referred), bit(row.Engaged()), bit(row.Open()), bit(row.Assessed.Known()),
		bit(row.Condition != nil && row.Condition.Required > 0), bit(row.ConditionMet()), string(row.FirstTime), string(row.Timing),
		int(row.Appointments.First), row.OffenceCode, row.Needs.Count(), activities,
	}
	for _, pathway := range need.Pathways() {
		values = append(values, bit(row.Needs.Has(pathway)))
	}
	return values
}

// Count counts by SQL what the figures of these ids count of a scheme, one query
// for each table of the report, and says how long that took.
func (w *Wide) Count(ctx context.Context, scheme string) (map[string]int, time.Duration, error) {
	began := time.Now()
	counts := map[string]int{}
	for _, table := range wideTables() {
		var selected []string
		for _, figure := range table {
			selected = append(selected, "COALESCE(SUM("+figure[1]+"), 0)")
		}
		found := make([]int, len(table))
		into := make([]any, len(table))
		for i := range found {
			into[i] = &found[i]
		}
		if err := w.store.reader.QueryRowContext(ctx, "SELECT "+strings.Join(selected, ", ")+" FROM wide WHERE scheme = $1", scheme).Scan(into...); err != nil {
			return nil, 0, fmt.Errorf("counting by SQL: %w", err)
		}
		for i, figure := range table {
			counts[figure[0]] = found[i]
		}
	}
	err := each(ctx, w.store.reader, "SELECT offence, COUNT(*) FROM wide WHERE scheme = $1 AND pathway = 'conditional_caution' AND offence <> '' GROUP BY offence", func(rows *sql.Rows) error {
		var code string
		var n int
		err := rows.Scan(&code, &n)
		counts["offences."+code] = n
		return err
	}, scheme)
	return counts, time.Since(began), err
}

// wideTables are the figures of each table with the SQL that counts them.
func wideTables() [][][2]string {
	when := func(condition string) string { return "CASE WHEN " + condition + " THEN 1 ELSE 0 END" }
	const caution, assessed = "pathway = 'conditional_caution'", "engaged = 1 AND assessed = 1"
	referrals := [][2]string{
		{"referrals.total", when("1 = 1")}, {"referrals.conditional_caution", when(caution)}, {"referrals.voluntary", when("pathway = 'voluntary'")},
		{"engaged.total", when("engaged = 1")}, {"engaged.conditional_caution", when("engaged = 1 AND " + caution)},
		{"engaged.voluntary", when("engaged = 1 AND pathway = 'voluntary'")},
		{"condition.met", when("engaged = 1 AND conditioned = 1 AND met = 1 AND " + caution)},
		{"condition.met_of_all_referred", when("conditioned = 1 AND met = 1 AND " + caution)},
	}
	needs := [][2]string{
		{"needs.four_or_more", when(assessed + " AND needs >= 4")},
		{"tier.standard", when(assessed + " AND needs BETWEEN 1 AND 3")},
		{"tier.medium", when(assessed + " AND needs BETWEEN 4 AND 6")},
		{"tier.high", when(assessed + " AND needs >= 7")},
		{"first_time", when("engaged = 1 AND first_time = 'yes'")},
	}
	for _, pathway := range need.Pathways() {
		needs = append(needs, [2]string{"needs." + string(pathway), when(assessed + " AND need_" + string(pathway) + " = 1")})
	}
	support := [][2]string{
		{"open.total", when("open = 1")}, {"open.conditional_caution", when("open = 1 AND " + caution)}, {"open.voluntary", when("open = 1 AND pathway = 'voluntary'")},
		{"activities.total", "activities"}, {"activities.women", when("activities > 0")},
	}
	var timings [][2]string
	for _, timing := range []journey.ReArrestTiming{journey.ReArrestBeforeAny, journey.ReArrestAfterOne, journey.ReArrestAfterTwoSupported, journey.ReArrestAfterClosed} {
		timings = append(timings, [2]string{"re_arrest." + string(timing), when(caution + " AND timing = '" + string(timing) + "'")})
	}
	return [][][2]string{referrals, needs, support, timings}
}

// Drop removes the wide table.
func (w *Wide) Drop(ctx context.Context) error {
	return w.store.exec(ctx, func(ctx context.Context, tx Tx) error { _, err := tx.ExecContext(ctx, "DROP TABLE wide"); return err })
}
