package reportpack_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"throughline/internal/domain/calendar"
	"throughline/internal/reckoning/chart"
	"throughline/internal/reckoning/evaluation"
	"throughline/internal/reckoning/figure"
	"throughline/internal/reckoning/reportpack"
	"throughline/internal/reckoning/suppression"
)

var pandemic = calendar.Window{From: calendar.On(2019, time.November, 1), To: calendar.On(2021, time.August, 31)}

func share(t *testing.T, id, title string, tally figure.Tally) figure.Figure {
	t.Helper()
	made, err := figure.NewProportion(figure.Meaning{ID: id, Title: title, Definition: "As told", Source: "004:1", Window: pandemic}, tally)
	if err != nil {
		t.Fatal(err)
	}
	return made
}

// london is a report of London with a few figures, a table of one of them, and two
// charts.
func london(t *testing.T) reportpack.Report {
	t.Helper()
	engaged := share(t, "engaged.total", "Engaged", figure.Tally{Numerator: 160, Base: 175})
	before := share(t, "re_arrest.before_engaging", "Re-arrest before engaging", figure.Tally{Numerator: 14, Base: 142, Missing: 2, NotApplicable: 33})
	alone := share(t, "duration.over_3_months", "Over three months", figure.Tally{Numerator: 5, Base: 7})
	nobody := share(t, "net_widening", "In the place of something lighter", figure.Tally{})
	drawing, err := chart.Bars(chart.Spec{ID: "duration", Headline: "Long", Cohort: "Open cases"}, []chart.Bar{{Label: "Over three", Figure: alone}})
	if err != nil {
		t.Fatal(err)
	}
	return reportpack.Report{
		Scheme: "lwds", Title: "London Women's Diversion Service", AsAt: calendar.On(2021, time.August, 31), Publication: suppression.NotForPublication,
		Figures: []chart.Reading{engaged, before, alone, nobody},
		Tables: []evaluation.Table{{ID: "T6", Title: "Needs", Columns: []string{"Need", "Women"}, Rows: [][]evaluation.Cell{
			{{Words: "Any"}, {Figure: engaged}}, {{Words: "Other"}, {Figure: before}},
		}}},
		Charts: []evaluation.Drawn{{ID: "funnel", Drawing: drawing}, {ID: "needs", Drawing: drawing}, {ID: "duration", Drawing: drawing}, {ID: "area-funnel", Drawing: drawing}},
	}
}

// hidden is the same report as somebody outside the service may read it.
func hidden(t *testing.T) reportpack.Report {
	t.Helper()
	report, policy := london(t), suppression.Default()
	var exact []figure.Figure
	for _, reading := range report.Figures {
		exact = append(exact, reading.(figure.Figure))
	}
	protected, err := policy.Figures(exact)
	if err != nil {
		t.Fatal(err)
	}
	report.Policy, report.Publication, report.Figures = policy.Name(), policy.Words(), nil
	for _, one := range protected {
		report.Figures = append(report.Figures, one)
	}
	return report
}

func TestTheFourAnswersSayWhatTheFiguresSay(t *testing.T) {
	var said []string
	for _, answer := range reportpack.Of(london(t)).Answers {
		said = append(said, answer.Title)
		for _, finding := range answer.Findings {
			said = append(said, finding.Says)
		}
	}
	want := []string{
		"Reached", "Took up support: 160 of 175 (91.4%, 95% interval 86.3 to 94.7) of those referred.",
		"Fair?", "Worked",
		"Capacity", "Open for more than three months: 5 of 7 (fewer than 10, so no percentage).",
	}
	if diff := cmp.Diff(want, said); diff != "" {
		t.Error(diff)
	}
}

func TestEveryChartStandsOnce(t *testing.T) {
	pack := reportpack.Of(london(t))
	placed := map[string]string{}
	put := func(where string, charts []evaluation.Drawn) {
		for _, drawn := range charts {
			if placed[drawn.ID] != "" {
				t.Errorf("%s stands with %s and with %s", drawn.ID, placed[drawn.ID], where)
			}
			placed[drawn.ID] = where
		}
	}
	for _, answer := range pack.Answers {
		put(answer.Title, answer.Charts)
	}
	for _, table := range pack.Tables {
		put(table.ID, table.Charts)
	}
	put("further", pack.Further)
	want := map[string]string{"funnel": "Reached", "duration": "Capacity", "needs": "T6", "area-funnel": "further"}
	if diff := cmp.Diff(want, placed); diff != "" {
		t.Error(diff)
	}
}

func TestTheMethodNamesWhoIsLeftOutOfExactFiguresAlone(t *testing.T) {
	leftOut := func(report reportpack.Report) [2]int {
		for _, one := range reportpack.Of(report).Method {
			if one.Meaning().ID == "re_arrest.before_engaging" {
				return [2]int{one.NotKnown, one.NotApplicable}
			}
		}
		t.Fatal("the figure is not in the method")
		return [2]int{}
	}
	if got := leftOut(london(t)); got != [2]int{2, 33} {
		t.Errorf("exact: %v", got)
	}
	if got := leftOut(hidden(t)); got != [2]int{} {
		t.Errorf("protected: %v", got)
	}
}

func TestWhatIsNotKnownIsSaid(t *testing.T) {
	says := func(report reportpack.Report, want string) bool {
		return slices.ContainsFunc(reportpack.Of(report).Unknown, func(one reportpack.Limit) bool { return strings.Contains(one.Says, want) })
	}
	for _, row := range []struct {
		want             string
		exact, protected bool
	}{
		{"It is not re-offending", true, true},
		{"“In the place of something lighter” has nobody in its base", true, true},
		{"“Engaged” has nobody", false, false},
		{"Hidden numbers stand as *", false, true},
	} {
		if got := says(london(t), row.want); got != row.exact {
			t.Errorf("the exact pack says %q: %v", row.want, got)
		}
		if got := says(hidden(t), row.want); got != row.protected {
			t.Errorf("the protected pack says %q: %v", row.want, got)
		}
	}
}

func TestThePrintedReportIsNotedForItsOwnSchemeAlone(t *testing.T) {
	note := func(report reportpack.Report) reportpack.Note {
		notes := reportpack.Of(report).Notes
		if len(notes) != 15 {
			t.Fatalf("%d notes", len(notes))
		}
		return notes[0]
	}
	first := note(london(t))
	if !strings.Contains(first.Says, "The report prints 9.8.") || len(first.Here) != 1 || first.Here[0].Text() != "14 of 142 (9.9%, 95% interval 6.0 to 15.9)" {
		t.Errorf("%+v", first)
	}
	if here := note(hidden(t)).Here[0].Text(); here != "15 of 140 (10.7%, 95% interval 6.6 to 16.9)" {
		t.Errorf("beside a protected report stands %s", here)
	}
	elsewhere := london(t)
	elsewhere.Scheme = "durham-checkpoint"
	if notes := reportpack.Of(elsewhere).Notes; notes != nil {
		t.Errorf("another scheme has notes on London's report: %v", notes)
	}
}

func TestAPackIsNamedForItsKindOfCopy(t *testing.T) {
	for _, row := range []struct {
		report reportpack.Report
		name   string
		head   string
	}{
		{london(t), "lwds-2021-08-31-not-for-publication", "Not for publication"},
		{hidden(t), "lwds-2021-08-31-nhs-1-7-r5", "Counts of 1 to 7 are shown as *."},
	} {
		if got := row.report.Name(); got != row.name {
			t.Errorf("%s, want %s", got, row.name)
		}
		head := ""
		for _, line := range row.report.Head() {
			head += line.Key + ": " + line.Text + "\n"
		}
		if !strings.Contains(head, row.head) || !strings.Contains(head, "As at: 31 August 2021") || strings.Contains(head, "Policy: nhs-1-7-r5") == row.report.Exact() {
			t.Errorf("the head of %s is\n%s", row.name, head)
		}
	}
}

func TestLeftOutSaysWhomAFigureDoesNotCount(t *testing.T) {
	for _, row := range []struct {
		tally figure.Tally
		want  string
	}{
		{figure.Tally{Numerator: 1, Base: 2}, ""},
		{figure.Tally{Numerator: 1, Base: 2, Missing: 3}, "not known for 3"},
		{figure.Tally{Numerator: 1, Base: 2, Missing: 3, NotApplicable: 1200}, "not known for 3; does not apply to 1,200"},
	} {
		if got := reportpack.LeftOut(share(t, "x", "X", row.tally)); got != row.want {
			t.Errorf("%+v: %q, want %q", row.tally, got, row.want)
		}
	}
	if got := reportpack.LeftOut(reportpack.Of(hidden(t)).Figures[2]); got != "" {
		t.Errorf("a hidden figure says %q", got)
	}
}
