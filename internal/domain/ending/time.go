package ending

import (
	"strings"

	"throughline/internal/domain/calendar"
	"throughline/internal/domain/scheme"
)

// Time is the time that the rulebook allows for a condition given on a day.
type Time struct {
	Stated   bool
	Allowed  string       // how long, from what, and the source
	Counting []string     // how the days are counted, as far as it is known
	Due      calendar.Day // the last day in time; zero while the counting waits for anything
	Waits    []string     // for what, in words
	// Earliest and Latest bound the last day while it waits.
	Earliest, Latest calendar.Day
}

// Time returns what the rulebook allows from a start day. A day follows only
// where the time and the whole way of counting are stated or decided.
func (r Rule) Time(start calendar.Day) Time {
	clock := r.Clock
	if clock == nil {
		return Time{}
	}
	t := Time{Stated: true, Allowed: clock.Length() + " from the day " + clock.Start + cite(clock.Provision), Waits: r.Waits}
	count := func(rule scheme.Answer, yes, no string) {
		switch rule {
		case scheme.Yes:
			t.Counting = append(t.Counting, yes)
		case scheme.No:
			t.Counting = append(t.Counting, no)
		}
	}
	count(clock.StartDayCounts, "The day "+clock.Start+" is day 1", "The day "+clock.Start+" is not counted")
	count(clock.LastDayIn, "What is done on the last day is in time", "What is done on the last day is too late")
	t.Due, _ = clock.Due(start)
	if !t.Due.Known() {
		t.Earliest, t.Latest, _ = clock.Between(start)
	}
	return t
}

// Words returns the time allowed, how it is counted and what is not decided, as
// sentences.
func (t Time) Words() string {
	if !t.Stated {
		return "No time is stated."
	}
	words := append([]string{t.Allowed}, t.Counting...)
	switch {
	case t.Due.Known():
		words = append(words, "The last day is "+t.Due.Short())
	case t.Latest.Known():
		words = append(words, "Not decided: "+strings.Join(t.Waits, "; "),
			"So no last day is filled in: it is "+t.Earliest.Short()+" at the earliest and "+t.Latest.Short()+" at the latest")
	}
	return strings.Join(words, ". ") + "."
}
