package practice

import (
	"fmt"
	"math/rand/v2"
	"time"

	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
)

// writer invents facts. Everything it draws comes from one seeded generator, in
// one order.
type writer struct {
	*rand.Rand
	today   calendar.Day
	places  []place
	facts   []journey.Fact
	phones  []int           // last three digits, each used once
	named   map[string]bool // full names in use
	taken   map[string]bool // times in keyworkers' diaries
	numbers map[string]int  // of the rows of each table
}

func newWriter(seed uint64, today calendar.Day) *writer {
	w := &writer{
		Rand: rand.New(rand.NewPCG(seed, 0x7468726f7567686c)), today: today, places: places(),
		facts: make([]journey.Fact, 0, usualFacts),
		named: map[string]bool{}, taken: map[string]bool{}, numbers: map[string]int{},
	}
	w.phones = w.Perm(1000)
	return w
}

// put writes a fact that was known when it happened.
func (w *writer) put(table, woman, caseID string, on calendar.Moment, by Account, body journey.Body, words *journey.Words) {
	w.numbers[table]++
	w.facts = append(w.facts, journey.Fact{
		Woman: woman, Case: caseID, Happened: on, Known: on, By: by.ID, Agency: by.Agency,
		Source: fmt.Sprintf("practice/%s/%05d", table, w.numbers[table]), Body: body, Words: words,
	})
}

// id returns a new id.
func (w *writer) id() string { return fmt.Sprintf("%016x%016x", w.Uint64(), w.Uint64()) }

// between returns a number from low to high, both included.
func (w *writer) between(low, high int) int { return low + w.IntN(max(0, high-low)+1) }

// dayIn returns a day from one to another, both included.
func (w *writer) dayIn(from, to calendar.Day) calendar.Day {
	return from.AddDays(w.between(0, to.Sub(from)))
}

// one returns one of several.
func one[T any](w *writer, of []T) T { return of[w.IntN(len(of))] }

func shuffle[T any](w *writer, all []T) {
	w.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
}

// clock returns a time on a day, in minutes after midnight.
func clock(day calendar.Day, minutes int) calendar.Moment {
	year, month, date := day.Date()
	return calendar.At(time.Date(year, month, date, minutes/60, minutes%60, 0, 0, calendar.London))
}

// hours are the times of day at which keyworkers meet women, in minutes after
// midnight. A meeting ends before the next of them.
var hours = []int{9*60 + 30, 10*60 + 45, 12 * 60, 13*60 + 30, 14*60 + 45, 16 * 60}

// diary returns the nearest free time of a keyworker on a working day, from the
// day on in steps of one day, and takes it.
func (w *writer) diary(worker Account, day calendar.Day, step int) calendar.Moment {
	for ; ; day = day.AddDays(step) {
		if weekday := day.Weekday(); weekday == time.Saturday || weekday == time.Sunday {
			continue
		}
		if at, free := w.hourOn(worker, day, w.IntN(len(hours))); free {
			return at
		}
	}
}

// hourOn takes a free time of a keyworker on this very day, looking from one
// of the hours on.
func (w *writer) hourOn(worker Account, day calendar.Day, from int) (calendar.Moment, bool) {
	for i := range hours {
		at := clock(day, hours[(from+i)%len(hours)])
		if key := worker.ID + " " + at.String(); !w.taken[key] {
			w.taken[key] = true
			return at, true
		}
	}
	return calendar.Moment{}, false
}
