package column

import "math"

// Codes is a column of texts of which there are far fewer than places. A place
// that was never set holds the text "".
type Codes struct {
	Names Texts
	// A number is held in two bytes until there are too many names for that; it is
	// one more than the number of the name, and 0 is "".
	narrow []uint16
	wide   []int32
}

// Set writes a text at a place.
func (c *Codes) Set(place int, text string) {
	number := int32(0)
	if text != "" {
		number = c.Names.Number(text) + 1
	}
	if c.wide == nil && number > math.MaxUint16 {
		c.wide = make([]int32, len(c.narrow), max(place+1, len(c.narrow)))
		for i, narrow := range c.narrow {
			c.wide[i] = int32(narrow)
		}
		c.narrow = nil
	}
	if c.wide != nil {
		c.wide = reaching(c.wide, place)
		c.wide[place] = number
		return
	}
	c.narrow = reaching(c.narrow, place)
	c.narrow[place] = uint16(number)
}

// reaching returns the column long enough to hold a place.
func reaching[T any](column []T, place int) []T {
	if place < len(column) {
		return column
	}
	return append(column, make([]T, place+1-len(column))...)
}

// Number returns the number of the name at a place, None for "".
func (c *Codes) Number(place int) int32 {
	switch {
	case place < len(c.wide):
		return c.wide[place] - 1
	case place < len(c.narrow):
		return int32(c.narrow[place]) - 1
	}
	return None
}

// Text returns the text at a place.
func (c *Codes) Text(place int) string { return c.Names.Text(c.Number(place)) }

// Are returns the places that hold a text, of so many places.
func (c *Codes) Are(text string, places int) Bits {
	number := None
	if text != "" {
		if number = c.Names.Find(text); number == None {
			return nil
		}
	}
	found := make(Bits, Words(places))
	for place := range places {
		if c.Number(place) == number {
			found[place/Span] |= 1 << (place % Span)
		}
	}
	return found
}
