package evaluation_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
	"throughline/internal/reckoning/evaluation"
	"throughline/internal/reckoning/grouping"
	"throughline/internal/reckoning/suppression"
)

// somebody draws a case of one of a few groups.
func somebody(t *rapid.T, i int) journey.Row {
	return caution(fmt.Sprint("case-", i), func(row *journey.Row) {
		row.Provider = rapid.SampledFrom([]string{"", "Advance", "Pecan"}).Draw(t, "provider")
		row.Area = rapid.SampledFrom([]string{"", "North", "South"}).Draw(t, "area")
		row.Referred = from.AddDays(rapid.IntRange(0, 90).Draw(t, "referred"))
		row.Woman = fmt.Sprint("woman-", rapid.IntRange(0, 5).Draw(t, "woman"))
		row.Timing = rapid.SampledFrom([]journey.ReArrestTiming{"", journey.ReArrestBeforeAny}).Draw(t, "timing")
		if rapid.Bool().Draw(t, "ended") {
			row.Closed, row.Reason = row.Referred+30, rapid.SampledFrom(journey.ClosureReasons).Draw(t, "reason")
		}
	})
}

// The figures of a group are those of its cases, counted as if there were no
// others in the scheme; whether a caution is her first is told by them all.
func TestTheFiguresOfAGroupAreThoseOfItsCases(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var all evaluation.Columns
		byArea := map[string]*evaluation.Columns{}
		for i := range rapid.IntRange(1, 30).Draw(t, "cases") {
			row := somebody(t, i)
			all.Put(row)
			if byArea[row.Area] == nil {
				byArea[row.Area] = &evaluation.Columns{}
			}
			byArea[row.Area].Put(row)
		}
		split, err := all.Split(scope, grouping.Area)
		if err != nil {
			t.Fatal(err)
		}
		if len(split.Parts) != len(byArea) {
			t.Fatalf("%d groups, want %d", len(split.Parts), len(byArea))
		}
		for _, part := range split.Parts {
			alone, err := byArea[part.Code].Count(scope)
			if err != nil {
				t.Fatal(err)
			}
			for _, f := range part.Book.Figures {
				id := f.Meaning().ID
				own, ok := alone.Figure(id)
				if strings.HasPrefix(id, "re_arrest.") || !ok && f.Tally().Numerator == 0 {
					continue
				}
				if own.Text() != f.Text() {
					t.Fatalf("%s in %q is %s, want %s", id, part.Code, f.Text(), own.Text())
				}
			}
		}
	})
}

func TestNarrowedTo(t *testing.T) {
	april := calendar.On(2020, time.April, 1)
	in := func(provider, area string, on calendar.Day, age int) func(*journey.Row) {
		return func(row *journey.Row) {
			row.Provider, row.Area, row.Referred, row.Age = provider, area, on, &age
		}
	}
	var columns evaluation.Columns
	for i, change := range []func(*journey.Row){
		in("Advance", "North", from, 20), in("Advance", "South", april, 20), in("Pecan", "North", april, 40), in("", "North", april-1, 40),
	} {
		columns.Put(caution(fmt.Sprint(i), change))
	}
	for _, test := range []struct {
		narrow evaluation.Narrowing
		want   int
		words  string
	}{
		{evaluation.Narrowing{}, 4, ""},
		{evaluation.Narrowing{Provider: "Advance"}, 2, "provider: Advance"},
		{evaluation.Narrowing{Provider: grouping.NotKnown}, 1, "provider: Not known"},
		{evaluation.Narrowing{Provider: "Nobody"}, 0, "provider: Nobody"},
		{evaluation.Narrowing{Area: "North"}, 3, "area: North"},
		{evaluation.Narrowing{Area: "North", Provider: "Pecan"}, 1, "provider: Pecan; area: North"},
		{evaluation.Narrowing{Group: evaluation.Group{By: grouping.Age, Value: "18 to 24"}}, 2, "age: 18 to 24"},
		{evaluation.Narrowing{Referred: calendar.Window{From: april}}, 2, "referred from 1 April 2020"},
		{evaluation.Narrowing{Referred: calendar.Window{To: april - 1}}, 2, "referred up to 31 March 2020"},
		{evaluation.Narrowing{Referred: calendar.Window{From: april, To: april}, Area: "North"}, 1, "area: North; referred 1 April 2020 to 1 April 2020"},
	} {
		book, err := columns.Count(scope.Narrowed(test.narrow))
		if err != nil {
			t.Fatal(err)
		}
		got, _ := book.Figure("referrals.total")
		if n, _ := got.Numerator(); n != test.want || test.narrow.Words() != test.words {
			t.Errorf("%q has %d referrals, want %d (%q)", test.narrow.Words(), n, test.want, test.words)
		}
	}
}

// A period leaves out the windows that do not lie in it: a table never sets side
// by side what was counted over different times.
func TestAPeriodLeavesOutWhatLiesOutsideIt(t *testing.T) {
	narrow := scope.Narrowed(evaluation.Narrowing{Referred: calendar.Window{From: calendar.On(2020, time.April, 1), To: asAt}})
	if len(narrow.Periods) != 1 || narrow.Periods[0].Title != "After March" || narrow.YearOne != (calendar.Window{}) {
		t.Errorf("periods %v, year 1 %v", narrow.Periods, narrow.YearOne)
	}
	if narrow.Reach.From != calendar.On(2020, time.April, 1) {
		t.Errorf("reach is counted from %s", narrow.Reach.From)
	}
	before := scope.Narrowed(evaluation.Narrowing{Referred: calendar.Window{To: from - 1}})
	if before.Reach != (calendar.Window{}) {
		t.Errorf("reach is counted over %v, and no encounter lies in both windows", before.Reach)
	}
}

func TestEncountersByWhatTheyTell(t *testing.T) {
	var columns evaluation.Columns
	for i, suite := range []string{"Walworth", "Walworth", "Charing Cross"} {
		columns.PutLoose(journey.Fact{ID: fmt.Sprint(i), Happened: calendar.OnDay(from), Known: calendar.OnDay(from), Body: journey.Encounter{
			Encounter: fmt.Sprint("e", i), Suite: suite, Offered: journey.YesNoOf(i == 0),
		}})
	}
	bySuite, err := columns.Split(scope, grouping.Suite)
	if err != nil {
		t.Fatal(err)
	}
	var said []string
	for _, part := range bySuite.Parts {
		offered, _ := part.Book.Figure("reach.offered")
		said = append(said, part.Title+" "+offered.Short())
	}
	want := []string{"Walworth 1 of 2 (50.0%)", "Charing Cross 0 of 1 (0.0%, 95% interval 0.0 to 79.3)"}
	if !slices.Equal(said, want) {
		t.Errorf("%q, want %q", said, want)
	}
	byAge, err := columns.Split(scope, grouping.Age)
	if err != nil {
		t.Fatal(err)
	}
	for _, part := range byAge.Parts {
		if _, told := part.Book.Figure("reach.offered"); told {
			t.Error("no encounter tells an age, and reach is told by it")
		}
	}
	if _, err := columns.Split(scope, "mood"); err == nil {
		t.Error("there are groups by mood")
	}
}

// The groups of London are protected beside the whole: no small count is shown,
// and the whole reads as it does without them.
func TestGroupsAreProtectedBesideTheWhole(t *testing.T) {
	columns, scope := londonColumns(t)
	for _, by := range []string{grouping.Area, grouping.EthnicGroup, grouping.Age, grouping.Provider} {
		split, err := columns.Split(scope, by)
		if err != nil {
			t.Fatal(err)
		}
		whole, err := split.Whole.Protected(suppression.Default())
		if err != nil {
			t.Fatal(err)
		}
		for _, table := range []string{"T1", "T2", "T5", "T6"} {
			ids := split.Whole.IDs(table)
			readers, err := split.Protected(suppression.Default(), whole, ids)
			if err != nil {
				t.Fatal(err)
			}
			for _, id := range ids {
				alone, _ := whole(id)
				if beside, _ := readers.Whole(id); beside.Text() != alone.Text() {
					t.Errorf("%s by %s: the whole reads %s, and %s without groups", id, by, beside.Text(), alone.Text())
				}
				for i, read := range readers.Parts {
					reading, ok := read(id)
					if !ok {
						continue
					}
					exact, _ := split.Parts[i].Book.Figure(id)
					if n, _ := exact.Numerator(); n > 0 && n < 8 && !strings.Contains(reading.Text(), suppression.Marker) {
						t.Errorf("%s in %s reads %s", id, split.Parts[i].Title, reading.Text())
					}
				}
			}
			for _, one := range split.Tables(readers) {
				if one.ID == table && (one.Columns[0] != split.By.Title || one.Rows[0][0].Words != "All") {
					t.Errorf("%s begins with %v, %v", table, one.Columns, one.Rows[0])
				}
			}
		}
	}
}
