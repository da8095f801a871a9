package chart

import (
	"bytes"
	"encoding/xml"
	"errors"
	"flag"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"throughline/internal/domain/calendar"
	"throughline/internal/reckoning/figure"
	"throughline/internal/reckoning/stats"
	"throughline/internal/reckoning/suppression"
)

var update = flag.Bool("update", false, "write the golden files anew")

var (
	whole   = calendar.Window{From: calendar.On(2019, time.November, 1), To: calendar.On(2021, time.August, 31)}
	yearOne = calendar.Window{From: calendar.On(2019, time.September, 1), To: calendar.On(2020, time.August, 31)}
)

func need(t *testing.T, id string, n, base int) figure.Figure {
	t.Helper()
	f, err := figure.NewProportion(figure.Meaning{ID: "need." + id, Title: id, Measure: "need.present",
		Definition: "need present at first assessment", Window: whole}, figure.Tally{Numerator: n, Base: base})
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func reached(t *testing.T, id string, n int, window calendar.Window) figure.Figure {
	t.Helper()
	f, err := figure.NewCount(figure.Meaning{ID: id, Title: id, Window: window}, figure.Tally{Numerator: n})
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func needs(t *testing.T) []Bar {
	return []Bar{
		{"Mental health", need(t, "health", 107, 160)},
		{"Domestic abuse, and violence against women & girls", need(t, "domestic_abuse_vawg", 104, 160)},
		{"Drugs and alcohol", need(t, "drugs_and_alcohol", 80, 160)},
		{"Faith and culture", need(t, "other", 4, 160)},
	}
}

func protectedNeeds(t *testing.T) []Bar {
	bars := needs(t)
	var figures []figure.Figure
	for _, bar := range bars {
		figures = append(figures, bar.Figure.(figure.Figure))
	}
	protected, err := suppression.Default().Figures(figures)
	if err != nil {
		t.Fatal(err)
	}
	for i := range bars {
		bars[i].Figure = protected[i]
	}
	return bars
}

func diversion(t *testing.T) []Stage {
	return []Stage{
		{Label: "Referred", Reached: reached(t, "referred", 142, whole)},
		{Label: "Engaged", Reached: reached(t, "engaged", 131, whole), Left: []Exit{
			{"never came", reached(t, "never", 7, whole)}, {"not stated", reached(t, "unknown", 4, whole)}}},
		{Label: "Condition met", Reached: reached(t, "met", 127, whole), Left: []Exit{
			{"still open", reached(t, "open", 4, whole)}}},
	}
}

func support(t *testing.T) Course {
	t.Helper()
	var lives []stats.Life
	for day := 10; day <= 400; day += 10 {
		lives = append(lives, stats.Life{Days: day, Event: day%40 != 0})
	}
	curve, err := stats.KaplanMeier(lives)
	if err != nil {
		t.Fatal(err)
	}
	return Course{Event: "support ended", Definition: "days from first attended appointment to closure", Window: whole,
		Curve: curve, Marks: []Mark{{"3 months", 91}, {"6 months", 183}, {"12 months", 365}}, LeastAtRisk: 10}
}

func drawings(t *testing.T) map[string]Drawing {
	t.Helper()
	drawn := map[string]Drawing{}
	add := func(name string, drawing Drawing, err error) {
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		drawn[name] = drawing
	}
	spec := Spec{ID: "needs", Headline: "Two in three women had a mental health need", Cohort: "women engaged", Rows: "Need"}
	drawing, err := Bars(spec, needs(t))
	add("needs", drawing, err)
	drawing, err = Bars(spec, protectedNeeds(t))
	add("needs-protected", drawing, err)
	drawing, err = Funnel(Spec{ID: "funnel", Headline: "Nine in ten women referred met the condition", Cohort: "women given a conditional caution"}, diversion(t))
	add("funnel", drawing, err)
	drawing, err = Curve(Spec{ID: "duration", Headline: "Half of the women are supported for more than six months", Cohort: "women engaged"}, support(t))
	add("duration", drawing, err)
	drawing, err = Dumbbells(Spec{ID: "distance", Headline: "Women came furthest with money", Cohort: "women rated twice", Rows: "Part of her life"}, zeroToFour, journeys(t))
	add("distance", drawing, err)
	drawing, err = Tornado(worth, 4_252_000, swings())
	add("tornado", drawing, err)
	limitDrawings(t, add)
	return drawn
}

var zeroToFour = Scale{Low: 0, High: 4, LowWords: "very hard", HighWords: "going well"}

func mean(t *testing.T, id string, sum, base int) figure.Figure {
	t.Helper()
	f, err := figure.NewMean(figure.Meaning{ID: id, Title: id, Measure: "distance", Unit: "on a scale from 0 to 4", Window: whole}, figure.Tally{Numerator: sum, Base: base})
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// journeys are one up, one down, one at the very ends, one of nobody and one that
// is hidden.
func journeys(t *testing.T) []Dumbbell {
	t.Helper()
	rows := []Dumbbell{
		{"Money, benefits and debt", mean(t, "money.start", 62, 59), mean(t, "money.end", 141, 59), need(t, "money", 59, 71)},
		{"Education, training and work", mean(t, "work.start", 40, 20), mean(t, "work.end", 30, 20), need(t, "work", 20, 20)},
		{"Sex work", mean(t, "sex.start", 0, 9), mean(t, "sex.end", 36, 9), need(t, "sex", 9, 9)},
		{"Optimism", mean(t, "optimism.start", 0, 0), mean(t, "optimism.end", 0, 0), need(t, "optimism", 0, 12)},
	}
	few := []figure.Figure{mean(t, "few.start", 9, 3), mean(t, "few.end", 11, 3), need(t, "few", 3, 40)}
	hidden, err := suppression.Default().Figures(few)
	if err != nil {
		t.Fatal(err)
	}
	return append(rows, Dumbbell{"Autonomy", hidden[0], hidden[1], hidden[2]})
}

func TestAHiddenDistanceHasNoMarks(t *testing.T) {
	svg := string(drawings(t)["distance"].SVG)
	if circles, squares := strings.Count(svg, "<circle"), strings.Count(svg, `class="chart-bar"`); circles != 3 || squares != 3 {
		t.Errorf("%d starts and %d ends are drawn, want three of each", circles, squares)
	}
	if !strings.Contains(svg, ">*<") {
		t.Error("the hidden means are not marked")
	}
}

func TestDrawingsAreAsBefore(t *testing.T) {
	for name, drawing := range drawings(t) {
		var table bytes.Buffer
		if err := drawing.WriteCSV(&table); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		for file, got := range map[string][]byte{name + ".svg": drawing.SVG, name + ".csv": table.Bytes()} {
			path := filepath.Join("testdata", file)
			if *update {
				if err := os.WriteFile(path, got, 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(path)
			if err != nil || !bytes.Equal(got, want) {
				t.Errorf("%s differs (%v); look at it, then run with -update:\n%s", file, err, got)
			}
		}
	}
}

var classes = map[string]bool{"chart": true, "chart-bar": true, "chart-bar-2": true, "chart-label": true, "chart-axis": true, "chart-value": true}

func TestDrawingsCanBeReadByEveryone(t *testing.T) {
	for name, drawing := range drawings(t) {
		svg := string(drawing.SVG)
		for _, part := range []string{`role="img"`, "<title id=", "<desc id=", "aria-labelledby="} {
			if !strings.Contains(svg, part) {
				t.Errorf("%s lacks %s", name, part)
			}
		}
		if found := regexp.MustCompile(`style=|fill=|stroke=|<script|href`).FindString(svg); found != "" {
			t.Errorf("%s has %s", name, found)
		}
		if drawing.Caption == "" || len(drawing.Rows) == 0 || len(drawing.Rows[0]) != len(drawing.Columns) {
			t.Errorf("%s has no caption or no table", name)
		}
		decoder := xml.NewDecoder(bytes.NewReader(drawing.SVG))
		for {
			token, err := decoder.Token()
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				t.Fatalf("%s is no XML: %v", name, err)
			}
			element, ok := token.(xml.StartElement)
			if !ok {
				continue
			}
			for _, attribute := range element.Attr {
				value, err := strconv.ParseFloat(attribute.Value, 64)
				switch attribute.Name.Local {
				case "class":
					if !classes[attribute.Value] {
						t.Errorf("%s has the class %s, which no style sheet knows", name, attribute.Value)
					}
				case "font-size":
					if err != nil || value < 14 {
						t.Errorf("%s has text of %s", name, attribute.Value)
					}
				case "x", "width", "x1", "x2", "cx":
					if err != nil || value < 0 || value > width {
						t.Errorf("%s draws beyond its edge, at %s", name, attribute.Value)
					}
				}
			}
		}
	}
}

func TestAProtectedDrawingTellsNoMoreThanItsFigures(t *testing.T) {
	drawing := drawings(t)["needs-protected"]
	for _, exact := range []string{"107", "104 of", ": 4 of", ">4 of"} {
		if strings.Contains(string(drawing.SVG), exact) {
			t.Errorf("the exact %q shows", exact)
		}
	}
	if bars := strings.Count(string(drawing.SVG), `class="chart-bar"`); bars != 3 {
		t.Errorf("%d bars: the hidden one must have none", bars)
	}
	if !strings.Contains(string(drawing.SVG), "* of 160") {
		t.Error("the hidden figure is not marked")
	}
}

func TestWhatIsNotDrawn(t *testing.T) {
	good := Spec{ID: "x", Headline: "A finding", Cohort: "women engaged"}
	rearrest, _ := figure.NewProportion(figure.Meaning{ID: "rearrest", Window: whole}, figure.Tally{Numerator: 10, Base: 142})
	reoffence, _ := figure.NewProportion(figure.Meaning{ID: "proven_reoffence", Window: whole}, figure.Tally{Numerator: 234, Base: 1000})
	money, _ := figure.NewUnitCost(figure.Meaning{ID: "cost", Unit: "GBP per woman"}, 100, figure.Tally{Base: 1})
	stages := func(change func([]Stage)) func() error {
		return func() error {
			made := diversion(t)
			change(made)
			_, err := Funnel(good, made)
			return err
		}
	}
	tests := []struct {
		name, reason string
		draw         func() error
	}{
		{"re-arrest beside reoffending", "are not compared", func() error {
			_, err := Bars(good, []Bar{{"Ours", rearrest}, {"England", reoffence}})
			return err
		}},
		{"money as a bar", "not drawn as a bar", func() error { _, err := Bars(good, []Bar{{"Cost", money}}); return err }},
		{"nothing", "nothing to draw", func() error { _, err := Bars(good, nil); return err }},
		{"no headline", "no headline", func() error { _, err := Bars(Spec{ID: "x", Cohort: "women"}, needs(t)); return err }},
		{"no cohort", "who is drawn", func() error { _, err := Bars(Spec{ID: "x", Headline: "y"}, needs(t)); return err }},
		{"an id that breaks out", "is no id", func() error { _, err := Bars(Spec{ID: `x"><`}, needs(t)); return err }},
		{"mixed windows", "one cohort", stages(func(s []Stage) { s[1].Reached = reached(t, "engaged", 131, yearOne) })},
		{"exits of another window", "one cohort", stages(func(s []Stage) { s[2].Left[0].Women = reached(t, "open", 4, yearOne) })},
		{"more than before", "not one cohort", stages(func(s []Stage) { s[2].Reached = reached(t, "met", 140, whole) })},
		{"a loss unaccounted for", "not stated", stages(func(s []Stage) { s[1].Left = s[1].Left[:1] })},
		{"leaving before the start", "before the first", stages(func(s []Stage) { s[0].Left = s[1].Left })},
		{"a percentage as a stage", "not a count", stages(func(s []Stage) { s[1].Reached = rearrest })},
		{"one stage", "at least two", func() error { _, err := Funnel(good, diversion(t)[:1]); return err }},
		{"no distance", "nothing to draw", func() error { _, err := Dumbbells(good, zeroToFour, nil); return err }},
		{"a distance on no scale", "no scale", func() error { _, err := Dumbbells(good, Scale{}, journeys(t)); return err }},
		{"a distance without a finding", "no headline", func() error {
			_, err := Dumbbells(Spec{ID: "x", Cohort: "women"}, zeroToFour, journeys(t))
			return err
		}},
		{"distances of different things", "are not compared", func() error {
			_, err := Dumbbells(good, zeroToFour, []Dumbbell{{"a", mean(t, "a", 1, 1), rearrest, rearrest}})
			return err
		}},
		{"a percentage as a distance", "not drawn on a scale", func() error {
			_, err := Dumbbells(good, zeroToFour, []Dumbbell{{"a", rearrest, rearrest, rearrest}})
			return err
		}},
		{"a curve without marks", "no time is marked", func() error { _, err := Curve(good, Course{}); return err }},
		{"a curve of too few", "fewer than 50", func() error {
			course := support(t)
			course.LeastAtRisk = 50
			_, err := Curve(good, course)
			return err
		}},
	}
	for _, test := range tests {
		if err := test.draw(); err == nil || !strings.Contains(err.Error(), test.reason) {
			t.Errorf("%s: %v, want the reason %q", test.name, err, test.reason)
		}
	}
}
