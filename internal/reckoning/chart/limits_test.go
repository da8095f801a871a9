package chart

import (
	"strings"
	"testing"

	"throughline/internal/domain/calendar"
	"throughline/internal/reckoning/comparison"
	"throughline/internal/reckoning/figure"
	"throughline/internal/reckoning/suppression"
)

// offered are the offers of areas: one where many more were made than in the others
// together, one of which almost nothing can be said.
func offered(t *testing.T) (figure.Figure, []Point) {
	t.Helper()
	of := func(n, base int) figure.Figure {
		made, err := figure.NewProportion(figure.Meaning{ID: "reach.offered", Title: "Offered", Definition: "encounters at which the service was offered", Window: whole},
			figure.Tally{Numerator: n, Base: base})
		if err != nil {
			t.Fatal(err)
		}
		return made
	}
	return of(119, 2043), []Point{
		{"Central South", of(48, 900)}, {"Central West", of(61, 600)}, {"North", of(9, 440)}, {"East & River", of(1, 3)}, {"South", of(0, 100)},
	}
}

// months are counts of eight months, one of them far from the others.
func months(t *testing.T) []Point {
	t.Helper()
	var points []Point
	for i, n := range []int{4, 6, 3, 0, 21, 5, 7, 2} {
		points = append(points, Point{calendar.On(2020, 1, 1).AddMonths(i).String()[:7], reached(t, "referrals", n, whole)})
	}
	return points
}

func placedAreas(t *testing.T) ([]Point, comparison.Units) {
	t.Helper()
	all, points := offered(t)
	placed, err := comparison.AboutWhole(all, Readables(points))
	if err != nil {
		t.Fatal(err)
	}
	return points, placed
}

func limitDrawings(t *testing.T, add func(string, Drawing, error)) {
	t.Helper()
	points, placed := placedAreas(t)
	spec := Spec{ID: "areas", Headline: "2 of 5 areas lie outside the limits", Cohort: "arrests and other encounters", Rows: "Area"}
	drawing, err := Limits(spec, points, placed)
	add("areas", drawing, err)

	var figures []figure.Figure
	all, _ := offered(t)
	for _, point := range points {
		figures = append(figures, point.Figure.(figure.Figure))
	}
	protected, err := suppression.Default().Figures(append(figures, all))
	if err != nil {
		t.Fatal(err)
	}
	for i := range points {
		points[i].Figure = protected[i]
	}
	shown, _ := protected[len(points)].Shown()
	placed, err = comparison.AboutWhole(shown, Readables(points))
	if err != nil {
		t.Fatal(err)
	}
	drawing, err = Limits(spec, points, placed)
	add("areas-protected", drawing, err)

	counted := months(t)
	placed, err = comparison.AboutMean(6, Readables(counted))
	if err != nil {
		t.Fatal(err)
	}
	drawing, err = Months(Spec{ID: "months", Headline: "1 of 8 months lies far outside", Cohort: "women referred", Rows: "Month"}, counted, placed)
	add("months", drawing, err)
}

func TestUnitsAreNotPutInAnOrderOfWorth(t *testing.T) {
	points, placed := placedAreas(t)
	drawing, err := Limits(Spec{ID: "areas", Headline: "y", Cohort: "z"}, points, placed)
	if err != nil {
		t.Fatal(err)
	}
	for i, point := range points {
		if drawing.Rows[i][0] != point.Label {
			t.Errorf("row %d is %s", i, drawing.Rows[i][0])
		}
	}
	if got := drawing.Rows[1]; got[4] != "outside the 99.8% limits" || drawing.Columns[0] != "Group" {
		t.Errorf("%v", got)
	}
	placed.Spread = 4
	wide, err := Limits(Spec{ID: "areas", Headline: "y", Cohort: "z"}, points, placed)
	if err != nil || !strings.Contains(wide.Caption, "widened") {
		t.Errorf("%s, %v", wide.Caption, err)
	}
}

// Nobody was offered anything anywhere: the drawing has a floor and no more.
func TestLimitsAboutNothing(t *testing.T) {
	none := need(t, "x", 0, 50)
	placed, err := comparison.AboutWhole(none, []comparison.Readable{none})
	if err != nil {
		t.Fatal(err)
	}
	drawing, err := Limits(Spec{ID: "areas", Headline: "y", Cohort: "z"}, []Point{{"North", none}}, placed)
	if err != nil || strings.Contains(string(drawing.SVG), "NaN") {
		t.Errorf("%s, %v", drawing.SVG, err)
	}
}

func TestPlacesThatAreNotDrawn(t *testing.T) {
	points, placed := placedAreas(t)
	good := Spec{ID: "x", Headline: "A finding", Cohort: "women"}
	counted := months(t)
	about, err := comparison.AboutMean(6, Readables(counted))
	if err != nil {
		t.Fatal(err)
	}
	mixed := []Point{{"ours", reached(t, "referrals", 3, whole)}, {"theirs", reached(t, "referrals", 3, yearOne)}}
	for what, row := range map[string]struct {
		draw   func() (Drawing, error)
		reason string
	}{
		"no headline":     {func() (Drawing, error) { return Limits(Spec{ID: "x"}, points, placed) }, "no headline"},
		"no points":       {func() (Drawing, error) { return Limits(good, nil, placed) }, "do not belong together"},
		"a place too few": {func() (Drawing, error) { return Limits(good, points[:3], placed) }, "do not belong together"},
		"two windows": {func() (Drawing, error) {
			return Months(good, mixed, comparison.Units{Where: about.Where[:2], Limits: about.Limits[:2]})
		}, "windows differ"},
		"counts as shares":  {func() (Drawing, error) { return Limits(good, counted, about) }, "a count is not drawn so"},
		"shares as months":  {func() (Drawing, error) { return Months(good, points, placed) }, "a proportion is not drawn so"},
		"months of nothing": {func() (Drawing, error) { return Months(good, nil, about) }, "do not belong together"},
	} {
		if _, err := row.draw(); err == nil || !strings.Contains(err.Error(), row.reason) {
			t.Errorf("%s: %v, want %q", what, err, row.reason)
		}
	}
}
