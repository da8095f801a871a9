package evidence

import (
	"fmt"
	"strings"

	"throughline/internal/casework/evidence"
	"throughline/internal/edge/web"
	"throughline/internal/reckoning/chart"
	"throughline/internal/reckoning/figure"
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

// leastBase is the smallest base of which a sentence gives a percentage: of
// fewer women one changes it by ten points or more.
const leastBase = 10

// words says a figure in a sentence. Of fewer than ten women it gives no
// percentage.
func words(one chart.Reading) string {
	shown, ok := one.Shown()
	if !ok || shown.Kind() != figure.Proportion {
		return one.Text()
	}
	base, _ := shown.Base()
	if n, _ := shown.Numerator(); base > 0 && base < leastBase {
		return fmt.Sprintf("%d of %d (fewer than 10, so no percentage)", n, base)
	}
	return one.Text()
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
