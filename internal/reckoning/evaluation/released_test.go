package evaluation_test

import (
	"testing"
	"time"

	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
	"throughline/internal/reckoning/evaluation"
	"throughline/internal/reckoning/suppression"
)

// Release after release, most of what may be read stays readable: what left before
// hides a few numbers more, never the whole report.
func TestALaterReleaseStaysReadable(t *testing.T) {
	data := readLondon(t)
	var earlier suppression.Earlier
	policy := suppression.Default()
	for _, day := range []calendar.Day{calendar.On(2021, time.March, 31), calendar.On(2021, time.June, 30), reported} {
		var columns evaluation.Columns
		for _, row := range data.rows(day) {
			columns.Put(row)
		}
		for _, fact := range journey.Effective(data.loose, day) {
			columns.PutLoose(fact)
		}
		book, err := columns.Count(londonScope(t, day))
		if err != nil {
			t.Fatal(err)
		}
		after := policy.After(&earlier)
		read, err := book.Protected(after)
		if err != nil {
			t.Fatal(err)
		}
		hidden, shown := 0, 0
		next := earlier
		for _, f := range book.Figures {
			r, ok := read(f.Meaning().ID)
			n, has := f.Numerator()
			base, based := f.Base()
			if ok {
				if _, ok := r.Shown(); ok {
					shown++
					if has {
						next.Printed(f.Meaning().ID, "", false, after.Stands(f, false))
					}
					if based {
						next.Printed(f.Meaning().ID, "", true, after.Stands(f, true))
					}
					continue
				}
			}
			hidden++
			if has {
				next.Hidden(f.Meaning().ID, "", false, n)
			}
			if based {
				next.Hidden(f.Meaning().ID, "", true, base)
			}
		}
		earlier = next
		if hidden > shown/2 {
			t.Errorf("as at %s %d figures are hidden, and %d shown", day, hidden, shown)
		}
	}
}
