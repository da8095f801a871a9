package evidence

import (
	"throughline/internal/casework/evidence"
	"throughline/internal/edge/web"
)

// reading is a report and what was asked for it.
type reading struct {
	evidence.Report
	asked   asked
	files   bool // the reader may take files away
	reviews bool // the reader may see what left
}

// read opens the report that was asked for.
func (d Door) read(r *web.Request, a asked) (reading, error) {
	report, err := d.Desk.Report(r.Context(), r.Asker, a.query())
	return reading{Report: report, asked: a, files: evidence.MayTake(r.Asker), reviews: evidence.MayReview(r.Asker)}, err
}
