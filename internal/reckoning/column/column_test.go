package column_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"throughline/internal/domain/calendar"
	"throughline/internal/reckoning/column"
)

// A column of yes or no, and one of numbers, say at every place what was written
// there last, whatever was written in which order.
func TestAColumnSaysWhatWasWrittenLast(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var yes column.Bits
		var numbers column.Numbers
		const places = 200
		var said [places]bool
		var counted [places]int
		for range rapid.IntRange(0, 400).Draw(t, "writes") {
			place := rapid.IntRange(0, places-1).Draw(t, "place")
			said[place] = rapid.Bool().Draw(t, "yes")
			yes.Set(place, said[place])
			counted[place] = rapid.IntRange(0, 1000).Draw(t, "number")
			numbers.Set(place, counted[place])
		}
		var want []int
		sum := 0
		for place := range places {
			if yes.Has(place) != said[place] || numbers.At(place) != counted[place] {
				t.Fatalf("place %d holds %v and %d, want %v and %d", place, yes.Has(place), numbers.At(place), said[place], counted[place])
			}
			some := numbers.Some(place/column.Span)>>(place%column.Span)&1 != 0
			if some != (counted[place] > 0) {
				t.Fatalf("place %d holds something: %v, and it holds %d", place, some, counted[place])
			}
			if said[place] {
				want = append(want, place)
				sum += counted[place]
			}
		}
		got := 0
		for at := range column.Words(places) {
			got += numbers.Sum(at, yes.Word(at))
		}
		if places := slices.Collect(yes.Places()); !slices.Equal(places, want) || yes.Count() != len(want) || got != sum {
			t.Fatalf("places %v (%d) with %d, want %v with %d", places, yes.Count(), got, want, sum)
		}
	})
}

func TestPlacesMayBeLeftEarly(t *testing.T) {
	var yes column.Bits
	yes.Set(3, true)
	yes.Set(70, true)
	for place := range yes.Places() {
		if place != 3 {
			t.Errorf("came to %d after leaving at 3", place)
		}
		break
	}
}

func TestANumberBelowZeroIsNone(t *testing.T) {
	var numbers column.Numbers
	numbers.Set(0, 5)
	numbers.Set(0, -5)
	if got := numbers.At(0); got != 0 {
		t.Errorf("it holds %d", got)
	}
}

// Texts number each distinct text once and in the order they came.
func TestTextsAreNumberedInTheOrderTheyCame(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var texts column.Texts
		var order []string
		for range rapid.IntRange(0, 300).Draw(t, "texts") {
			text := rapid.StringN(0, 3, 6).Draw(t, "text")
			if !slices.Contains(order, text) {
				if found := texts.Find(text); found != column.None {
					t.Fatalf("%q is found as %d before it came", text, found)
				}
				order = append(order, text)
			}
			if got, want := texts.Number(text), slices.Index(order, text); int(got) != want {
				t.Fatalf("%q has the number %d, want %d", text, got, want)
			}
		}
		for i, text := range order {
			if texts.Text(int32(i)) != text || texts.Find(text) != int32(i) {
				t.Fatalf("number %d is %q, want %q", i, texts.Text(int32(i)), text)
			}
		}
		if texts.Len() != len(order) || texts.Text(column.None) != "" || texts.Text(int32(len(order))) != "" {
			t.Fatalf("%d texts, want %d", texts.Len(), len(order))
		}
	})
}

func TestMoreNamesThanTwoBytesHold(t *testing.T) {
	var codes column.Codes
	const places = 70_000
	for place := range places {
		codes.Set(place, fmt.Sprint("name ", place))
	}
	codes.Set(places+5, "name 7")
	for _, test := range []struct {
		place int
		want  string
	}{{0, "name 0"}, {65_535, "name 65535"}, {69_999, "name 69999"}, {places + 1, ""}, {places + 5, "name 7"}, {places + 6, ""}} {
		if got := codes.Text(test.place); got != test.want {
			t.Errorf("place %d holds %q, want %q", test.place, got, test.want)
		}
	}
	for text, want := range map[string][]int{"name 7": {7, places + 5}, "": {places, places + 1, places + 2, places + 3, places + 4, places + 6}, "none such": nil} {
		found := codes.Are(text, places+7)
		if got := slices.Collect(found.Places()); !slices.Equal(got, want) {
			t.Errorf("%q stands at %v, want %v", text, got, want)
		}
	}
}

func TestDaysWithinAWindow(t *testing.T) {
	var days column.Days
	first := calendar.On(2020, time.January, 1)
	for place := range 130 {
		days.Set(place, first.AddDays(place))
	}
	days.Set(5, 0)
	within := days.Within(calendar.Window{From: first.AddDays(4), To: first.AddDays(6)})
	if got := slices.Collect(within.Places()); !slices.Equal(got, []int{4, 6}) || days.At(200) != 0 {
		t.Errorf("places %v lie within, want 4 and 6: 5 holds no day", got)
	}
}

// Days are found 64 at a time, as each of them is by itself.
func TestDaysAreFoundAsEachByItself(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		day := rapid.Custom(func(t *rapid.T) calendar.Day { return calendar.Day(rapid.Int32Range(-3, 6).Draw(t, "day")) })
		var days column.Days
		for place, on := range rapid.SliceOfN(day, 0, 200).Draw(t, "days") {
			days.Set(place, on)
		}
		window := calendar.Window{From: day.Draw(t, "from"), To: day.Draw(t, "to")}
		found := days.Within(window)
		for place, on := range days {
			if found.Has(place) != window.Holds(on) {
				t.Fatalf("%d from %d to %d: %t", on, window.From, window.To, found.Has(place))
			}
		}
	})
}

func BenchmarkDaysWithin(b *testing.B) {
	var days column.Days
	for place := range 1_500_000 {
		days.Set(place, calendar.Day(1+place*7919%700))
	}
	for b.Loop() {
		days.Within(calendar.Window{From: 100, To: 400})
	}
}
