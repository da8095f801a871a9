package figure

import (
	"encoding/json"
	"math/big"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"throughline/internal/domain/calendar"
	"throughline/internal/reckoning/stats"
)

var launch = calendar.Window{
	From: calendar.On(2019, time.November, 1),
	To:   calendar.On(2021, time.August, 31),
}

func about(id string) Meaning {
	return Meaning{ID: id, Title: "Mental health", Definition: "need present at first assessment",
		Source: "004:258", Window: launch}
}

func proportion(t testing.TB, n, base int) Figure {
	t.Helper()
	f, err := NewProportion(about("need.health"), Tally{Numerator: n, Base: base})
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func TestPercentagesAreRoundedOnceAndHalfUp(t *testing.T) {
	tests := []struct {
		n, base  int
		two, one string
	}{
		{5, 160, "3.13", "3.1"},
		{14, 142, "9.86", "9.9"}, // never 5.6 and 4.2 added
		{61, 2043, "2.99", "3.0"},
		{107, 160, "66.88", "66.9"},
		{160, 175, "91.43", "91.4"},
		{1, 800, "0.13", "0.1"},
		{12, 12, "100.00", "100.0"},
		{0, 9, "0.00", "0.0"},
	}
	for _, test := range tests {
		f := proportion(t, test.n, test.base)
		two, _ := f.Percent(2)
		one, _ := f.Percent(1)
		if two != test.two || one != test.one {
			t.Errorf("%d of %d = %s and %s, want %s and %s", test.n, test.base, two, one, test.two, test.one)
		}
	}
}

func TestAFigureReadsCountsFirst(t *testing.T) {
	activities := Meaning{ID: "activities.each", Unit: "activities per woman"}
	cost := Meaning{ID: "cost.engaged", Unit: "GBP per woman"}
	mean, _ := NewMean(activities, Tally{Numerator: 337, Base: 137})
	empty, _ := NewMean(activities, Tally{})
	each, _ := NewUnitCost(cost, 34016000, Tally{Base: 160})
	liaison, _ := NewUnitCost(cost, 5500000, Tally{Base: 112})
	count, _ := NewCount(about("encounters"), Tally{Numerator: 2043})
	tests := []struct {
		figure Figure
		want   string
	}{
		{proportion(t, 61, 2043), "61 of 2,043 (3.0%, 95% interval 2.3 to 3.8)"},
		{proportion(t, 8, 12), "8 of 12 (66.7%, 95% interval 39.1 to 86.2)"},
		{proportion(t, 35, 35), "35 of 35 (100.0%, 95% interval 90.1 to 100.0)"},
		{proportion(t, 0, 0), "no women in the base"},
		{mean, "2.46 activities per woman (337 for 137)"},
		{empty, "no women in the base"},
		{each, "£2,126 (£340,160 for 160)"},
		{liaison, "£491.07 (£55,000 for 112)"},
		{count, "2,043"},
	}
	for _, test := range tests {
		if got := test.figure.Text(); got != test.want {
			t.Errorf("%q, want %q", got, test.want)
		}
	}
}

func TestShortKeepsTheIntervalOfNoneAndAll(t *testing.T) {
	for want, f := range map[string]Figure{
		"61 of 2,043 (3.0%)":                            proportion(t, 61, 2043),
		"12 of 12 (100.0%, 95% interval 75.8 to 100.0)": proportion(t, 12, 12),
		"0 of 12 (0.0%, 95% interval 0.0 to 24.2)":      proportion(t, 0, 12),
		"no women in the base":                          proportion(t, 0, 0),
	} {
		if got := f.Short(); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

func TestASentenceGivesNoPercentageOfFewerThanTen(t *testing.T) {
	count, _ := NewCount(about("encounters"), Tally{Numerator: 4})
	for want, f := range map[string]Figure{
		"no women in the base":                       proportion(t, 0, 0),
		"9 of 9 (fewer than 10, so no percentage)":   proportion(t, 9, 9),
		"5 of 10 (50.0%, 95% interval 23.7 to 76.3)": proportion(t, 5, 10),
		"4": count,
	} {
		if got := InSentence(f); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

func TestTheReportForm(t *testing.T) {
	meaning := about("need.health")
	share, err := NewProportion(meaning, Tally{Numerator: 1, Base: 2, Cases: []string{"W-0001"}})
	if err != nil {
		t.Fatal(err)
	}
	none := proportion(t, 0, 0)
	count, _ := NewCount(meaning, Tally{Numerator: 36, Cases: []string{"W-0001"}})
	meaning.Unit = "GBP per woman"
	cost, _ := NewUnitCost(meaning, 34016000, Tally{Base: 160})
	rest := `"window":{"from":"2019-11-01","to":"2021-08-31"},"definition":"need present at first assessment","source":"004:258"}`
	head := `{"id":"need.health","title":"Mental health",`
	tests := []struct {
		figure Figure
		want   string
	}{
		{share, head + `"numerator":1,"base":2,"percent":50.00,"interval":{"method":"wilson","low":9.45,"high":90.55},` + rest},
		{share.WithMethod(stats.MethodClopperPearson), head + `"numerator":1,"base":2,"percent":50.00,"interval":{"method":"clopper_pearson","low":1.26,"high":98.74},` + rest},
		{none, head + `"numerator":0,"base":0,"percent":null,"interval":null,` + rest},
		{count, head + `"numerator":36,"base":null,"percent":null,"interval":null,` + rest},
		{cost, head + `"numerator":340160,"base":160,"percent":null,"interval":null,"value":2126.00,"unit":"GBP per woman",` + rest},
	}
	for _, test := range tests {
		got, err := json.Marshal(test.figure)
		if err != nil || string(got) != test.want {
			t.Errorf("%v\n got %s\nwant %s", err, got, test.want)
		}
		if strings.Contains(string(got), "W-0001") {
			t.Error("a report names a case")
		}
	}
}

func TestNoFigureWithoutItsWorkings(t *testing.T) {
	tests := map[string]func() (Figure, error){
		"more than its base": func() (Figure, error) { return NewProportion(about("x"), Tally{Numerator: 3, Base: 2}) },
		"recounted beyond its base": func() (Figure, error) {
			return proportion(t, 1, 2).Recounted(Tally{Numerator: 3, Base: 2})
		},
		"below zero": func() (Figure, error) { return NewProportion(about("x"), Tally{Numerator: -1, Base: 2}) },
		"cases miscounted": func() (Figure, error) {
			return NewProportion(about("x"), Tally{Numerator: 2, Base: 2, Cases: []string{"a"}})
		},
		"no id":   func() (Figure, error) { return NewCount(Meaning{}, Tally{}) },
		"no unit": func() (Figure, error) { return NewUnitCost(about("x"), 5, Tally{Base: 1}) },
	}
	for name, make := range tests {
		if _, err := make(); err == nil {
			t.Errorf("%s: a figure was made", name)
		}
	}
	if _, ok := (Figure{}).Percent(2); ok {
		t.Error("the zero figure has a percentage")
	}
}

func TestAnyPercentageIsTheNearestHundredth(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		base := rapid.IntRange(1, 1_000_000).Draw(t, "base")
		n := rapid.IntRange(0, base).Draw(t, "n")
		f, err := NewProportion(about("x"), Tally{Numerator: n, Base: base})
		if err != nil {
			t.Fatal(err)
		}
		text, _ := f.Percent(2)
		printed, _ := new(big.Rat).SetString(text)
		// Half up: the ratio lies from half a hundredth below to less than half above.
		gap := new(big.Rat).Sub(big.NewRat(int64(n)*100, int64(base)), printed)
		if gap.Cmp(big.NewRat(-1, 200)) < 0 || gap.Cmp(big.NewRat(1, 200)) >= 0 {
			t.Fatalf("%d of %d printed as %s", n, base, text)
		}
	})
}

func TestComparing(t *testing.T) {
	of := func(measure string, n, base int, window calendar.Window) Figure {
		f, err := NewProportion(Meaning{ID: measure, Title: measure, Measure: measure, Window: window}, Tally{Numerator: n, Base: base})
		if err != nil {
			t.Fatal(err)
		}
		return f
	}
	year := calendar.Window{From: launch.From, To: launch.From + 365}
	count, _ := NewCount(Meaning{ID: "rearrest", Title: "count", Window: launch}, Tally{Numerator: 24})
	refused := []struct {
		name, reason string
		a, b         Figure
	}{
		{"re-arrest with reoffending", "proven reoffence counts convictions", of(MeasureRearrest, 10, 142, launch), of(MeasureProvenReoffence, 234, 1000, launch)},
		{"two measures", "measure different things", of("engaged", 1, 2, launch), of("met", 1, 2, launch)},
		{"two windows", "windows differ", of("engaged", 1, 2, launch), of("engaged", 1, 2, year)},
		{"two kinds", "a count", of("rearrest", 24, 142, launch), count},
		{"counts", "no interval", count, count},
	}
	for _, test := range refused {
		if _, err := Compare(test.a, test.b); err == nil || !strings.Contains(err.Error(), test.reason) {
			t.Errorf("%s: %v, want the reason %q", test.name, err, test.reason)
		}
	}
	verdicts := []struct {
		n, base, otherN, otherBase int
		want                       Verdict
	}{
		{56, 70, 48, 80, Higher},
		{48, 80, 56, 70, Lower},
		{131, 142, 29, 33, NoEffect},
		{0, 0, 29, 33, NotEnough},
	}
	for _, test := range verdicts {
		got, err := Compare(of("engaged", test.n, test.base, launch), of("engaged", test.otherN, test.otherBase, launch))
		if err != nil || got.Verdict != test.want {
			t.Errorf("%v: %q, %v", test, got.Verdict, err)
		}
	}
}

func TestTablesAddUp(t *testing.T) {
	count := func(n int) Cell {
		f, err := NewCount(about("referrals"), Tally{Numerator: n})
		if err != nil {
			t.Fatal(err)
		}
		return Of(f)
	}
	table := Table{ID: "T1", Columns: []string{"Pathway", "Referrals", "Engaged"},
		Rows: [][]Cell{
			{Text("Conditional caution"), count(142), Of(proportion(t, 131, 142))},
			{Text("=Voluntary"), count(33), Of(proportion(t, 29, 33))},
			{Text("Total"), count(175), Of(proportion(t, 160, 175))},
		},
		Sums: []Sum{{Total: Place{Row: 2, Column: 1}, Parts: []Place{{Row: 0, Column: 1}, {Row: 1, Column: 1}}}, {Total: Place{Row: 2, Column: 2}, Parts: []Place{{Row: 0, Column: 2}, {Row: 1, Column: 2}}}},
	}
	if err := table.Check(); err != nil {
		t.Error(err)
	}
	var written strings.Builder
	if err := table.WriteCSV(&written); err != nil {
		t.Fatal(err)
	}
	want := "Pathway,Referrals,Engaged,Engaged: of,Engaged: %,Engaged: 95% low,Engaged: 95% high\r\n" +
		"Conditional caution,142,131,142,92.25,86.66,95.62\r\n" +
		"'=Voluntary,33,29,33,87.88,72.67,95.18\r\n" +
		"Total,175,160,175,91.43,86.34,94.74\r\n"
	if written.String() != want {
		t.Errorf("got\n%s\nwant\n%s", &written, want)
	}

	wrong := table
	wrong.ID = "T29"
	if wrong.Check() == nil {
		t.Error("there is no T29")
	}
	wrong = table
	wrong.Sums = []Sum{{Total: Place{Row: 2, Column: 1}, Parts: []Place{{Row: 0, Column: 1}}}}
	if wrong.Check() == nil {
		t.Error("142 passed for 175")
	}
	wrong.Sums = []Sum{{Total: Place{Row: 2, Column: 0}, Parts: []Place{{Row: 0, Column: 1}}}}
	if wrong.Check() == nil {
		t.Error("words passed for a total")
	}
	wrong = table
	wrong.Rows = [][]Cell{{count(1)}}
	if wrong.Check() == nil || wrong.WriteCSV(&written) == nil {
		t.Error("a short row passed")
	}
}

func TestTextThatASpreadsheetWouldRunIsGuarded(t *testing.T) {
	for text, want := range map[string]string{
		"=1+1": "'=1+1", "  @sum": "'  @sum", "＝1": "'＝1", "\tx": "'\tx", "'quoted": "''quoted",
		"-5 cases": "'-5 cases", "Hounslow": "Hounslow", "": "",
	} {
		if got := SafeText(text); got != want {
			t.Errorf("%q became %q, want %q", text, got, want)
		}
	}
}
