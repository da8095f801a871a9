package column

import (
	"math"

	"throughline/internal/domain/calendar"
)

// Days is a column of days; a place that was never set holds no day.
type Days []calendar.Day

// Set writes a day at a place.
func (d *Days) Set(place int, day calendar.Day) {
	*d = reaching(*d, place)
	(*d)[place] = day
}

// At returns the day at a place.
func (d Days) At(place int) calendar.Day {
	if place < len(d) {
		return d[place]
	}
	return 0
}

// Within returns the places whose day lies in a window.
func (d Days) Within(window calendar.Window) Bits {
	found := make(Bits, Words(len(d)))
	low, high := window.From, window.To
	if !low.Known() {
		low = math.MinInt32
	}
	if !high.Known() {
		high = math.MaxInt32
	}
	if low > high {
		return found
	}
	wide, off := uint32(high-low), uint32(-low) // no day, less the first of the window
	for at := range found {
		word := uint64(0)
		for i, day := range d[at*Span : min(len(d), (at+1)*Span)] {
			// Without a branch, a day before the window is far beyond it.
			var in uint64
			if from := uint32(day - low); from <= wide && from != off {
				in = 1
			}
			word |= in << i
		}
		found[at] = word
	}
	return found
}
