package economics_test

import (
	"strings"
	"testing"

	"throughline/internal/reckoning/chart"
	"throughline/internal/reckoning/evaluation"
	"throughline/internal/reckoning/figure"
)

// rowsOf are the rows of a table as a page shows them, by their first cells.
func rowsOf(t *testing.T, table evaluation.Table) string {
	t.Helper()
	if err := (figure.Table{ID: table.ID, Columns: table.Columns}).Check(); err != nil {
		t.Fatal(err)
	}
	var rows strings.Builder
	for _, row := range table.Cells() {
		if len(row) != len(table.Columns) {
			t.Errorf("%s: %d cells for %d columns: %q", table.ID, len(row), len(table.Columns), row)
		}
		rows.WriteString(strings.Join(row, "|") + "\n")
	}
	return rows.String()
}

func TestCostsStandBesideWhatOthersPrint(t *testing.T) {
	cost, err := figure.NewUnitCost(figure.Meaning{ID: "cost.per_referred", Title: "Cost for each woman referred", Unit: "GBP per woman", Window: covered},
		34_016_000, figure.Tally{Base: 175})
	if err != nil {
		t.Fatal(err)
	}
	table := library(t).CostTable("London", []chart.Reading{cost})
	rows := rowsOf(t, table)
	for _, want := range []string{
		"London|Cost for each woman referred|£1,943.77 (£340,160 for 175)|not stated: cost lines hold one sum|1 November 2019 to 31 August 2021|cost lines",
		"Elsewhere|Support at a women's centre, for each woman|£2,126 for each woman, and no range is stated|not stated|not stated|004:113",
		"Elsewhere|A place at a women's centre|no one number|£1,223 to £4,125 for a place|2020|Women's Budget Group, 2020",
		"Elsewhere|Court liaison for women, for each woman assessed|£491.07 (£55,000 for 112)|not stated|2009-10|000:592",
		"Elsewhere|Salaries of liaison and diversion in a city area, for a year|no one number|£640,000 to £728,250 a year|not stated|000:406",
	} {
		if !strings.Contains(rows, want+"\n") {
			t.Errorf("the table lacks %q:\n%s", want, rows)
		}
	}
	if strings.Contains(rows, "2.84") || !strings.Contains(table.Note, "never added") {
		t.Errorf("returns stand among costs, or the note is gone: %s\n%s", table.Note, rows)
	}
}

func TestReArrestNeverStandsBesideReoffending(t *testing.T) {
	rate := func(id, measure string) chart.Reading {
		f, err := figure.NewProportion(figure.Meaning{ID: id, Title: id, Measure: measure, Window: covered}, figure.Tally{Numerator: 24, Base: 142})
		if err != nil {
			t.Fatal(err)
		}
		return f
	}
	table := library(t).RateTable("London", []chart.Reading{rate("engaged.total", ""), rate("re_arrest.women", figure.MeasureRearrest)})
	rows := rowsOf(t, table)
	if strings.Contains(rows, "re_arrest") || !strings.Contains(rows, "London|engaged.total|24 of 142") || !strings.Contains(table.Note, "Not directly comparable") {
		t.Errorf("%s\n%s", table.Note, rows)
	}
	if n := strings.Count(rows, "\n"); n != 13 {
		t.Errorf("%d rows, want one of our own and 12 of others", n)
	}
}
