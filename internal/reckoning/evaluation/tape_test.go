package evaluation_test

import (
	"bytes"
	"reflect"
	"testing"

	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
	"throughline/internal/reckoning/column"
	"throughline/internal/reckoning/evaluation"
	"throughline/internal/reckoning/grouping"
)

// Columns that were recorded and played back give the same figures, by every
// grouping, and go on as if nothing had been.
func TestColumnsArePlayedBackWhole(t *testing.T) {
	want := many(3000)
	want.PutLoose(journey.Fact{ID: "e", Supersedes: "case-000000", Happened: calendar.OnDay(from), Known: calendar.OnDay(asAt), Body: journey.Encounter{Encounter: "encounter-case-000000", Area: "Area 1"}})
	want.PutLoose(journey.Fact{ID: "t", Happened: calendar.OnDay(from), Body: journey.TrainingHeld{Session: "t", Audience: "custody_officer", Attendees: 14}})
	want.PutLoose(journey.Fact{ID: "f", Happened: calendar.OnDay(from), Body: journey.FeedLinked{Feed: "f", Until: from + 300}})
	want.PutLoose(journey.Fact{ID: "c", Happened: calendar.OnDay(from), Body: journey.CostRecorded{Scheme: "lwds", From: from, To: asAt, Pence: 123}})
	want.PutLoose(journey.Fact{ID: "s", Happened: calendar.OnDay(from + 300), Body: journey.SurveyDrawn{Survey: "s", Scheme: "lwds", Frame: 9, Cases: []string{"case-000000"}}})
	var to bytes.Buffer
	tape := column.Recording(&to)
	if err := want.Pass(tape); err != nil {
		t.Fatal(err)
	}
	if err := tape.Close(); err != nil {
		t.Fatal(err)
	}
	var got evaluation.Columns
	tape = column.Playing(bytes.NewReader(to.Bytes()), int64(to.Len()))
	if err := got.Pass(tape); err != nil {
		t.Fatal(err)
	}
	if err := tape.Close(); err != nil {
		t.Fatal(err)
	}
	played(t, "Columns", reflect.ValueOf(want).Elem(), reflect.ValueOf(&got).Elem())
	more := caution("one more", func(row *journey.Row) { row.Area = "Elsewhere" })
	for range 2 {
		if got.Newest() != want.Newest() || got.Len() != want.Len() {
			t.Errorf("%d cases up to %s, want %d up to %s", got.Len(), got.Newest(), want.Len(), want.Newest())
		}
		for _, by := range grouping.All() {
			one, other := splitOf(t, want, by.Code), splitOf(t, &got, by.Code)
			if len(one.Parts) != len(other.Parts) {
				t.Fatalf("%d groups by %s, want %d", len(other.Parts), by.Code, len(one.Parts))
			}
			sameFigures(t, other.Whole, one.Whole)
			for i := range one.Parts {
				sameFigures(t, other.Parts[i].Book, one.Parts[i].Book)
			}
		}
		want.Put(more)
		got.Put(more)
	}
}

// played says which parts of what was recorded were not played back: a column
// that was added must be passed too.
func played(t *testing.T, name string, want, got reflect.Value) {
	for i := range want.NumField() {
		field := want.Type().Field(i).Name
		if field == "spans" {
			continue // only remembered
		}
		if want.Field(i).IsZero() {
			t.Errorf("%s.%s is empty: nothing tells whether it is played back", name, field)
		}
		if got.Field(i).IsZero() && !want.Field(i).IsZero() {
			t.Errorf("%s.%s was not played back", name, field)
		}
		if field == "met" {
			played(t, "encounters", want.Field(i), got.Field(i))
		}
	}
}

func splitOf(t *testing.T, columns *evaluation.Columns, by string) *evaluation.Split {
	t.Helper()
	split, err := columns.Split(scope, by)
	if err != nil {
		t.Fatal(err)
	}
	return split
}

func sameFigures(t *testing.T, got, want *evaluation.Book) {
	t.Helper()
	if len(got.Figures) != len(want.Figures) {
		t.Fatalf("%d figures, want %d", len(got.Figures), len(want.Figures))
	}
	for i, f := range want.Figures {
		if got.Figures[i].Text() != f.Text() || got.Figures[i].Meaning() != f.Meaning() {
			t.Errorf("%s is %s, want %s", f.Meaning().ID, got.Figures[i].Text(), f.Text())
		}
	}
}

func FuzzColumns(f *testing.F) {
	for _, n := range []int{0, 3} {
		var to bytes.Buffer
		tape := column.Recording(&to)
		if err := many(n).Pass(tape); err != nil {
			f.Fatal(err)
		}
		f.Add(to.Bytes())
	}
	f.Fuzz(func(t *testing.T, kept []byte) {
		var got evaluation.Columns
		if got.Pass(column.Playing(bytes.NewReader(kept), int64(len(kept)))) == nil {
			if _, err := got.Count(scope); err != nil {
				t.Fatal(err)
			}
		}
	})
}

func BenchmarkPlay100000(b *testing.B) {
	columns := many(100_000)
	var to bytes.Buffer
	tape := column.Recording(&to)
	if err := columns.Pass(tape); err != nil {
		b.Fatal(err)
	}
	if err := tape.Close(); err != nil {
		b.Fatal(err)
	}
	b.SetBytes(int64(to.Len()))
	for b.Loop() {
		var played evaluation.Columns
		if err := played.Pass(column.Playing(bytes.NewReader(to.Bytes()), int64(to.Len()))); err != nil {
			b.Fatal(err)
		}
	}
}
