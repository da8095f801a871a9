package evaluation_test

import (
	"fmt"
	"strings"
	"testing"

	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
	"throughline/internal/reckoning/evaluation"
	"throughline/internal/reckoning/figure"
)

// Asked of those who may be: completed closures with the need, in the year that
// the report asked about. Nobody was asked in any other year.
func TestLondonAskedOfThoseWhoMayBe(t *testing.T) {
	book := londonBook(t)
	for measure, want := range map[string]string{
		"safer_from_domestic_abuse": "35 of 42", "mental_health_improved": "37 of 46", "substance_use_improved": "25 of 34",
		"accommodation_improved": "31 of 39", "alternative_positive_choices": "57 of 67", "less_likely_to_reoffend": "57 of 67",
	} {
		f, _ := book.Figure("exit." + measure + ".asked.2021-03")
		if got := f.Short(); !strings.HasPrefix(got, want+" (") {
			t.Errorf("%s was asked of %s, want %s", measure, got, want)
		}
		if window := f.Meaning().Window; window.Words() != "1 April 2020 to 31 March 2021" {
			t.Errorf("it counts support that ended %s", window.Words())
		}
		for _, other := range []string{"2020-03", "2021-08"} {
			if f, _ := book.Figure("exit." + measure + ".asked." + other); f.Tally().Numerator != 0 || f.Tally().Base == 0 {
				t.Errorf("%s, %s: %s", measure, other, f.Short())
			}
		}
	}
}

// The women of London were asked on 16 August 2021 without a draw here: 94 could
// have been, and twelve were.
func TestLondonFollowUpFrame(t *testing.T) {
	columns, scope := londonColumns(t)
	book, err := columns.Count(scope)
	if err != nil {
		t.Fatal(err)
	}
	asked, _ := book.Figure("survey.not_drawn.drawn")
	answered, _ := book.Figure("survey.not_drawn.answered")
	if asked.Text() != "12 of 94 (12.8%, 95% interval 7.5 to 21.0)" || answered.Text() != "12 of 12 (100.0%, 95% interval 75.8 to 100.0)" {
		t.Errorf("asked %s, answered %s", asked.Text(), answered.Text())
	}
	if words := asked.Meaning().Window.Words(); words != "up to 16 May 2021" {
		t.Errorf("of those whose support ended %s", words)
	}
	for _, table := range book.Tables(book.Exact) {
		if says := "Asked without a draw here: 12 of 94"; table.ID == "T10" && !strings.Contains(table.Note, says) {
			t.Errorf("T10 notes %s", table.Note)
		}
	}
	if frame := columns.Frame("lwds", calendar.On(2021, 8, 16)); len(frame) != 94 {
		t.Errorf("%d could be drawn", len(frame))
	}
}

// A draw is a survey of its own: who was drawn, of whom, and who answered since.
func TestASurveyThatWasDrawn(t *testing.T) {
	wave := asAt - 30
	ended := func(id string, change func(*journey.Row)) journey.Row {
		return caution(id, func(row *journey.Row) {
			row.Closed, row.Reason = wave.AddMonths(-3), journey.ClosedCompleted
			if change != nil {
				change(row)
			}
		})
	}
	said := func(on calendar.Day, answer string) func(*journey.Row) {
		return func(row *journey.Row) {
			row.Answers = []journey.Answered{{Wave: journey.FollowUp, Measure: "in_employment", Answer: answer, On: on}}
		}
	}
	var columns evaluation.Columns
	for _, row := range []journey.Row{
		ended("drawn-answered", said(wave+2, "no")), ended("drawn-silent", said(wave+2, "no_answer")), ended("drawn-before", said(wave-1, "yes")), ended("drawn-not-asked", nil),
		ended("not-drawn", nil), ended("asked-besides", said(wave+9, "yes")),
		ended("a-day-too-late", func(row *journey.Row) { row.Closed++ }), ended("would-rather-not", func(row *journey.Row) { row.Again = journey.No }),
		caution("open", nil), ended("elsewhere", func(row *journey.Row) { row.Scheme = "other" }),
	} {
		columns.Put(row)
	}
	draw := func(scheme string) journey.Fact {
		return journey.Fact{ID: "draw-" + scheme, Happened: calendar.OnDay(wave), Body: journey.SurveyDrawn{Survey: "survey-1", Scheme: scheme, Frame: 6,
			Cases: []string{"drawn-answered", "drawn-silent", "drawn-before", "drawn-not-asked", "hidden from the reader"}}}
	}
	columns.PutLoose(draw("lwds"))
	columns.PutLoose(draw("other"))
	for _, test := range []struct{ id, want string }{
		{"drawn", "4 of 6"}, {"asked", "2 of 4"}, {"answered", "1 of 4"},
	} {
		f := surveyed(t, &columns, scope, "survey."+wave.String()+"."+test.id)
		if got := fmt.Sprintf("%d of %d", f.Tally().Numerator, f.Tally().Base); got != test.want {
			t.Errorf("%s is %s, want %s", test.id, got, test.want)
		}
	}
	if f := surveyed(t, &columns, scope, "survey.not_drawn.drawn"); f.Tally().Numerator != 1 {
		t.Errorf("asked besides: %s", f.Text())
	}
	earlier := scope
	earlier.AsAt = wave - 1
	book, err := columns.Count(earlier)
	if err != nil {
		t.Fatal(err)
	}
	if _, known := book.Figure("survey." + wave.String() + ".drawn"); known {
		t.Error("a survey is counted before its day")
	}
	columns.PutLoose(journey.Fact{ID: "over", Supersedes: "draw-lwds", Body: journey.Withdrawn{}})
	if book, err = columns.Count(scope); err != nil {
		t.Fatal(err)
	}
	if _, known := book.Figure("survey." + wave.String() + ".drawn"); known {
		t.Error("a survey that was taken back is counted")
	}
}

func surveyed(t *testing.T, columns *evaluation.Columns, scope evaluation.Scope, id string) figure.Figure {
	t.Helper()
	book, err := columns.Count(scope)
	if err != nil {
		t.Fatal(err)
	}
	f, ok := book.Figure(id)
	if !ok {
		t.Fatalf("there is no figure %s", id)
	}
	return f
}
