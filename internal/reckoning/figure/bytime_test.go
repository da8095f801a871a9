package figure

import (
	"encoding/json"
	"strings"
	"testing"

	"throughline/internal/reckoning/stats"
)

// byTime is the share of forty women with the event by a day: ten on day 10, ten on
// day 40, ten followed for 20 days without it, and ten for 60.
func byTime(t *testing.T, day int) Figure {
	t.Helper()
	days := make([]stats.Ends, 61)
	days[10].Events, days[20].Censored, days[40].Events, days[60].Censored = 10, 10, 10, 10
	curve, err := stats.KaplanMeierByDay(days)
	if err != nil {
		t.Fatal(err)
	}
	at := curve.At(day)
	f, err := NewByTime(about("re_arrest.by"), Tally{Numerator: at.EventsSoFar, Base: curve.Size()}, at)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// After day 40 survival is 3/4 times 1/2: the estimate is 62.5 %, and not 20 of 40. By
// hand: Greenwood 0.375 √(10/(40·30) + 10/(20·10)) is 0.0906, and 0.375 to the power
// of e to 0.4826 either way gives 0.204 and 0.546.
func TestAShareByATimeSaysWhatItStandsOn(t *testing.T) {
	f := byTime(t, 50)
	if want := "62.5% by 50 days, 95% interval 45.4 to 79.6 (20 of 40 so far, 10 still followed)"; f.Text() != want || f.Short() != want {
		t.Errorf("%s, and short %s", f.Text(), f.Short())
	}
	if _, ratio := f.Ratio(); ratio {
		t.Error("an estimate has no exact ratio")
	}
	text, err := json.Marshal(f)
	for _, want := range []string{`"numerator":20,"base":40,"percent":62.50`, `"method":"log_log"`, `"at_risk":10`, `"standard_error":9.06`} {
		if err != nil || !strings.Contains(string(text), want) {
			t.Errorf("%s, %v: want %s", text, err, want)
		}
	}
	var file strings.Builder
	form := f.Written()
	if err := WriteCSV(&file, []string{"Re-arrested"}, [][]CSVCell{{{Figure: &form}}}); err != nil {
		t.Fatal(err)
	}
	want := "Re-arrested,Re-arrested: of,Re-arrested: %,Re-arrested: 95% low,Re-arrested: 95% high,Re-arrested: still followed,Re-arrested: standard error\r\n20,40,62.50,45.41,79.59,10,9.06\r\n"
	if file.String() != want {
		t.Errorf("CSV %q", file.String())
	}
}

// An estimate from exact counts would tell what rounding hides.
func TestRoundedCountsHaveNoEstimate(t *testing.T) {
	rounded, err := byTime(t, 50).Recounted(Tally{Numerator: 5, Base: 10})
	if err != nil {
		t.Fatal(err)
	}
	if _, ok := rounded.Estimate(); ok || rounded.Text() != "5 of 10 so far, no estimate: too few are followed so long, or counts are rounded" {
		t.Errorf("%s", rounded.Text())
	}
	if _, ok := rounded.Percent(1); ok {
		t.Error("5 of 10 followed for unequal times is no percentage")
	}
	form := rounded.Written()
	if _, err := json.Marshal(rounded); err != nil || form.AtRisk != nil || form.Interval != nil {
		t.Errorf("%+v, %v", form, err)
	}
}

// After day 60 nobody is left.
func TestWhereFewAreFollowedThereIsNoEstimate(t *testing.T) {
	if _, ok := byTime(t, 60).Estimate(); !ok {
		t.Error("ten are followed up to day 60")
	}
	if f := byTime(t, 61); f.Written().Percent != nil || f.Text() != "20 of 40 so far, no estimate: too few are followed so long, or counts are rounded" {
		t.Errorf("after all ended: %s", f.Text())
	}
}

func TestAShareByATimeIsRefused(t *testing.T) {
	for _, tally := range []Tally{{Numerator: 3, Base: 4}, {Numerator: 2, Base: 1}} {
		if _, err := NewByTime(about("x"), tally, stats.Step{EventsSoFar: 2}); err == nil {
			t.Errorf("%+v was taken", tally)
		}
	}
	if _, err := Compare(byTime(t, 50), byTime(t, 50)); err == nil || !strings.Contains(err.Error(), "curves") {
		t.Errorf("two estimates were compared: %v", err)
	}
}

func TestNobodyToFollowIsNoBase(t *testing.T) {
	f, err := NewByTime(about("x"), Tally{}, stats.Step{})
	if err != nil || f.Text() != NoBase {
		t.Errorf("%s, %v", f.Text(), err)
	}
}
