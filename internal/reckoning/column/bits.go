package column

import (
	"iter"
	"math/bits"
)

// Span is how many places one word of Bits holds.
const Span = 64

// Words returns how many words so many places need.
func Words(places int) int { return (places + Span - 1) / Span }

// Bits is a column of yes or no. A place that was never set is no.
type Bits []uint64

// Set writes yes or no at a place.
func (b *Bits) Set(place int, yes bool) {
	at, bit := place/Span, uint64(1)<<(place%Span)
	if at >= len(*b) {
		if !yes {
			return
		}
		*b = append(*b, make([]uint64, at+1-len(*b))...)
	}
	if yes {
		(*b)[at] |= bit
		return
	}
	(*b)[at] &^= bit
}

// Has says what stands at a place.
func (b Bits) Has(place int) bool { return b.Word(place/Span)>>(place%Span)&1 != 0 }

// Word returns 64 places at once, the first in the lowest bit.
func (b Bits) Word(at int) uint64 {
	if at < len(b) {
		return b[at]
	}
	return 0
}

// Count returns how many places are yes.
func (b Bits) Count() int {
	sum := 0
	for _, word := range b {
		sum += bits.OnesCount64(word)
	}
	return sum
}

// Places goes through the places that are yes, from the first.
func (b Bits) Places() iter.Seq[int] {
	return func(yield func(int) bool) {
		for at, word := range b {
			for ; word != 0; word &= word - 1 {
				if !yield(at*Span + bits.TrailingZeros64(word)) {
					return
				}
			}
		}
	}
}

// Numbers is a column of whole numbers from 0, each bit of them a column of its
// own: the sum over any 64 places is a few counts of bits.
type Numbers []Bits

// Set writes a number at a place; one below 0 is written as 0.
func (n *Numbers) Set(place, number int) {
	number = max(number, 0)
	for len(*n) < bits.Len(uint(number)) {
		*n = append(*n, nil)
	}
	for plane := range *n {
		(*n)[plane].Set(place, number>>plane&1 != 0)
	}
}

// At returns the number at a place.
func (n Numbers) At(place int) int {
	number := 0
	for plane := range n {
		if n[plane].Has(place) {
			number |= 1 << plane
		}
	}
	return number
}

// Sum adds up the numbers of those of 64 places that are chosen.
func (n Numbers) Sum(at int, chosen uint64) int {
	sum := 0
	for plane := range n {
		sum += bits.OnesCount64(n[plane].Word(at)&chosen) << plane
	}
	return sum
}

// Some returns which of 64 places hold a number above 0.
func (n Numbers) Some(at int) uint64 {
	some := uint64(0)
	for plane := range n {
		some |= n[plane].Word(at)
	}
	return some
}
