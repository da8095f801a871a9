package reportpack

import (
	"strings"

	"throughline/internal/reckoning/chart"
	"throughline/internal/reckoning/evaluation"
	"throughline/internal/reckoning/figure"
)

// Windows says over which days figures were counted, each span once.
func Windows(figures []chart.Reading) string {
	var said []string
	seen := map[string]bool{}
	for _, one := range figures {
		if text := one.Meaning().Window.Words(); !seen[text] {
			seen[text] = true
			said = append(said, text)
		}
	}
	return strings.Join(said, "; ")
}

// Readings lists the figures of a table, row by row.
func Readings(table evaluation.Table) []chart.Reading {
	var all []chart.Reading
	for _, row := range table.Rows {
		for _, cell := range row {
			if cell.Figure != nil {
				all = append(all, cell.Figure)
			}
		}
	}
	return all
}

// LeftOut says whom an exact figure does not count, "" where it counts everybody.
func LeftOut(one chart.Reading) string {
	shown, ok := one.Shown()
	if !ok {
		return ""
	}
	tally := shown.Tally()
	var parts []string
	if tally.Missing > 0 {
		parts = append(parts, "not known for "+figure.Thousands(int64(tally.Missing)))
	}
	if tally.NotApplicable > 0 {
		parts = append(parts, "does not apply to "+figure.Thousands(int64(tally.NotApplicable)))
	}
	return strings.Join(parts, "; ")
}
