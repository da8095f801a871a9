package evaluation_test

import (
	"encoding/xml"
	"io"
	"strings"
	"testing"

	"throughline/internal/domain/journey"
	"throughline/internal/reckoning/evaluation"
	"throughline/internal/reckoning/figure"
	"throughline/internal/reckoning/suppression"
)

func londonBook(t *testing.T) *evaluation.Book {
	columns, scope := londonColumns(t)
	book, err := columns.Count(scope)
	if err != nil {
		t.Fatal(err)
	}
	return book
}

func cells(row []evaluation.Cell) string {
	texts := make([]string, len(row))
	for i, cell := range row {
		texts[i] = cell.String()
	}
	return strings.Join(texts, " | ")
}

func TestLondonTables(t *testing.T) {
	book := londonBook(t)
	tables := map[string]evaluation.Table{}
	for _, table := range book.Tables(book.Exact) {
		tables[table.ID] = table
		for i, row := range table.Rows {
			if len(row) != len(table.Columns) {
				t.Errorf("%s, row %d: %d cells for %d columns", table.ID, i+1, len(row), len(table.Columns))
			}
		}
		if err := table.WriteCSV(io.Discard); err != nil || table.Definition == "" || table.Source == "" {
			t.Errorf("%s: %v, definition %q, source %q", table.ID, err, table.Definition, table.Source)
		}
	}
	for _, want := range []struct {
		table string
		rows  int
		first string
	}{
		{"T1", 3, "Conditional caution | 32 | 80 | 30 | 142 | 131 of 142 (92.3%, 95% interval 86.7 to 95.6) | 127 of 131 (96.9%, 95% interval 92.4 to 98.8)"},
		{"T2", 6, "Re-arrest before any appointment | 8 of 142 (5.6%, 95% interval 2.9 to 10.7)"},
		{"T5", 3, "One to three needs | 61 of 160 (38.1%, 95% interval 31.0 to 45.8)"},
		{"T6", 9, "Somewhere to live | 91 of 160 (56.9%, 95% interval 49.1 to 64.3)"},
		{"T8", 3, "Up to three months | 13 of 35 (37.1%, 95% interval 23.2 to 53.7)"},
		{"T9", 6, "Feels safer from domestic abuse, at the end of support | 35 of 35 (100.0%, 95% interval 90.1 to 100.0) | 35 of 70 (50.0%, 95% interval 38.6 to 61.4) | 0 of 6 (0.0%, 95% interval 0.0 to 39.0) | 35 of 42 (83.3%, 95% interval 69.4 to 91.7) | 0 of 22 (0.0%, 95% interval 0.0 to 14.9)"},
		{"T10", 10, "Says she is less likely to reoffend, three months or more after | 12 of 12 (100.0%, 95% interval 75.8 to 100.0)"},
		{"T12", 9, "Somewhere to live | 71 of 71 (100.0%, 95% interval 94.9 to 100.0) | 1.18 on a scale from 0 to 4 (84 for 71) | 2.25 on a scale from 0 to 4 (160 for 71) | 53 of 71 (74.6%, 95% interval 63.4 to 83.3) | 18 of 71 (25.4%, 95% interval 16.7 to 36.6) | 0 of 71 (0.0%, 95% interval 0.0 to 5.1) | 23 of 71 (32.4%, 95% interval 22.7 to 43.9) | 0 of 71 (0.0%, 95% interval 0.0 to 5.1) | higher | no women in the base"},
		{"T14", 40, "TH68010 | theft from shop (under £200) | 33 of 142 (23.2%, 95% interval 17.1 to 30.8)"},
		{"T15", 3, "Central South | 976 | 29 of 976 (3.0%, 95% interval 2.1 to 4.2) | 29 of 29 (100.0%, 95% interval 88.3 to 100.0) | 27 of 29 (93.1%, 95% interval 78.0 to 98.1) | 26 of 27 (96.3%, 95% interval 81.7 to 99.3)"},
		{"T18", 8, "Onward referral | 137 | 97 | 1.41 activities per woman (137 for 97)"},
	} {
		table, ok := tables[want.table]
		if !ok || len(table.Rows) != want.rows {
			t.Errorf("%s has %d rows (%v), want %d", want.table, len(table.Rows), ok, want.rows)
			continue
		}
		// The label of an offence is whichever of its many writings came first.
		if got := cells(table.Rows[0]); got != want.first && want.table != "T14" {
			t.Errorf("%s begins with\n%s, want\n%s", want.table, got, want.first)
		}
	}
}

func TestLondonProtectedHidesSmallCountsEverywhere(t *testing.T) {
	book := londonBook(t)
	read, err := book.Protected(suppression.Default())
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range book.Figures {
		id := f.Meaning().ID
		protected, ok := read(id)
		if ok && f.Kind() == figure.ByTime {
			t.Errorf("%s is given, and a step of its curve can be one woman", id)
		}
		n, counts := f.Numerator()
		if !ok {
			if f.Kind() != figure.ByTime && (!strings.HasPrefix(id, "offences.") || n > 7) {
				t.Errorf("%s is not given", id)
			}
			continue
		}
		shown, visible := protected.Shown()
		switch {
		case counts && n >= 1 && n <= 7 && visible:
			t.Errorf("%s shows a count of %d", id, n)
		case visible && counts:
			if m, _ := shown.Numerator(); m%5 != 0 {
				t.Errorf("%s shows %d, which is not rounded", id, m)
			}
		}
		if protected.Written().Policy != "nhs-1-7-r5" {
			t.Errorf("%s does not name its policy", id)
		}
	}
	for _, table := range book.Tables(read) {
		if table.ID == "T14" && len(table.Rows) != 8 {
			t.Errorf("T14 has %d rows, want five offences, the others together, and two more", len(table.Rows))
		}
		for _, row := range table.Rows {
			for _, cell := range row {
				if cell.Figure == nil {
					continue
				}
				if _, exact := cell.Figure.(interface{ Cases() []string }); exact {
					t.Errorf("%s holds an exact figure", table.ID)
				}
			}
		}
	}
	drawn, err := book.Charts(read)
	if err != nil {
		t.Fatal(err)
	}
	for _, one := range drawn {
		if one.ID == "re-arrest" && (!strings.HasPrefix(one.Headline, "Re-arrested within 365 days, of those followed so long: 10 of 60") || len(one.Rows) != 3) {
			t.Errorf("re-arrests are drawn as %q with %d rows", one.Headline, len(one.Rows))
		}
	}
}

func TestEverySumDeclaredHolds(t *testing.T) {
	book := londonBook(t)
	if len(book.Sums) < 30 {
		t.Errorf("%d sums: disclosure control does not know the others", len(book.Sums))
	}
	for _, sum := range book.Sums {
		total, _ := book.Figure(sum.Total)
		left, _ := total.Numerator()
		for _, part := range sum.Parts {
			f, ok := book.Figure(part)
			if !ok {
				t.Errorf("%s: there is no %s", sum.Total, part)
			}
			n, _ := f.Numerator()
			left -= n
		}
		if left != 0 {
			t.Errorf("%s differs from its parts by %d", sum.Total, left)
		}
	}
}

func TestLondonCharts(t *testing.T) {
	book := londonBook(t)
	drawn, err := book.Charts(book.Exact)
	if err != nil {
		t.Fatal(err)
	}
	headlines := map[string]string{
		"funnel":    "Support was offered at 61 of 2,043 (3.0%) encounters",
		"needs":     "The most frequent need: Mental and physical health, 107 of 160 (66.9%)",
		"duration":  "Open for more than three months: 22 of 35 (62.9%)",
		"re-arrest": "Re-arrested within a year of the referral: 19.9% by 365 days, 95% interval 13.5 to 28.8 (24 of 142 so far, 48 still followed)",
		"distance":  "Moved up by most women: Mental and physical health, 64 of 81 (79.0%)",
	}
	if len(drawn) != len(headlines) {
		t.Errorf("%d charts, want %d", len(drawn), len(headlines))
	}
	for _, one := range drawn {
		if one.Headline != headlines[one.ID] {
			t.Errorf("%s: %q", one.ID, one.Headline)
		}
		if err := xml.Unmarshal(one.SVG, new(struct{})); err != nil || one.WriteCSV(io.Discard) != nil {
			t.Errorf("%s: %v", one.ID, err)
		}
	}
}

func TestAnEmptyBookHasTablesAndCharts(t *testing.T) {
	book := count(t)
	for _, table := range book.Tables(book.Exact) {
		if err := table.WriteCSV(io.Discard); err != nil {
			t.Error(err)
		}
	}
	if _, err := book.Charts(book.Exact); err != nil {
		t.Error(err)
	}
	if _, err := book.Protected(suppression.Default()); err != nil {
		t.Error(err)
	}
}

func TestEveryFigureSaysWhatItMeansAndWhereFrom(t *testing.T) {
	seen := map[string]bool{}
	for _, one := range count(t, caution("a", func(row *journey.Row) { row.OffenceCode = "CJ88001" })).Figures {
		meaning := one.Meaning()
		if meaning.Title == "" || meaning.Definition == "" || meaning.Source == "" || seen[meaning.ID] {
			t.Errorf("%+v says too little, or twice", meaning)
		}
		seen[meaning.ID] = true
	}
}
