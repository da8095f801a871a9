package evidence

import (
	"strings"

	"throughline/internal/casework/evidence"
	"throughline/internal/edge/web"
	"throughline/internal/reckoning/chart"
)

// reading is a report and what was asked for it.
type reading struct {
	evidence.Report
	asked asked
	files bool // the reader may take files away
}

// read opens the report that was asked for.
func (d Door) read(r *web.Request, a asked) (reading, error) {
	report, err := d.Desk.Report(r.Context(), r.Asker, a.query())
	return reading{Report: report, asked: a, files: evidence.MayTake(r.Asker)}, err
}

// windows says over which days figures were counted, each span once.
func windows(figures []chart.Reading) string {
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
