package column

import "throughline/internal/domain/calendar"

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
	for place, day := range d {
		if window.Holds(day) {
			found[place/Span] |= 1 << (place % Span)
		}
	}
	return found
}
