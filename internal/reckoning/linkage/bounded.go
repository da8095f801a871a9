package linkage

import (
	"math/bits"
	"unicode/utf8"
)

// sketch is what of a text is enough to say that another is not alike.
type sketch struct {
	letters uint64 // one bit for each letter it has, by the letter's place among 64
	begins  uint32 // its first four letters, where all its letters are ASCII
	long    uint16 // letters; longest where there are more
	ascii   bool
	short   bool      // all its letters are ASCII, and stand in whole
	whole   [2]uint64 // its letters, where it is short
}

func sketchOf(text string) sketch {
	s := sketch{ascii: true}
	for _, letter := range text {
		if s.long == longest {
			break
		}
		if s.long < 4 {
			s.begins |= uint32(letter&0x7F) << (8 * s.long)
		}
		s.long++
		s.letters |= 1 << (uint32(letter) % 64)
		s.ascii = s.ascii && letter < utf8.RuneSelf
	}
	s.ascii = s.ascii && len(text) <= longest
	if s.short = s.ascii && len(text) <= 16; s.short {
		for i := range len(text) {
			s.whole[i/8] |= uint64(text[i]) << (8 * (i % 8))
		}
	}
	return s
}

// jaro returns what the similarity of Jaro is at most: a letter that the other text
// has not agrees with none.
func (s sketch) jaro(other sketch) float64 {
	agree := min(int(s.long)-bits.OnesCount64(s.letters&^other.letters), int(other.long)-bits.OnesCount64(other.letters&^s.letters))
	if agree <= 0 {
		return 0
	}
	m := float64(agree)
	return (m/float64(s.long) + m/float64(other.long) + 1) / 3
}

// jaroWinkler returns what the similarity of Jaro and Winkler is at most.
func (s sketch) jaroWinkler(other sketch) float64 {
	jaro := s.jaro(other)
	if jaro <= winklerAlike {
		return jaro
	}
	same := winklerPrefix
	if s.ascii && other.ascii {
		same = min(bits.TrailingZeros32(s.begins^other.begins)/8, winklerPrefix)
	}
	return jaro + float64(same)*winklerScale*(1-jaro)
}

// slack is more than rounding can move a similarity.
const slack = 1e-9

// bounded returns a test of how alike two texts are that mostly needs no more than
// their sketches, or their ends; nil for any other comparison. Its answers are those
// of the number itself.
func (m compared) bounded(c *compiling) test {
	k, likeness := m.left.(alike)
	limit, fixed := m.right.(constant)
	switch {
	case !likeness || !fixed:
		return nil
	case m.with == ">=" && (k.by == "jaro_winkler_similarity" || k.by == "jaro_similarity"):
		return c.similar(k, float64(limit))
	case m.with == "<=" && limit == 1 && (k.by == "damerau_levenshtein" || k.by == "levenshtein"):
		return c.oneApart(k)
	}
	return nil
}

// similar asks whether two texts are at least as similar as a limit.
func (c *compiling) similar(k alike, limit float64) test {
	a, b, work := c.of(k.left), c.of(k.right), c.alike(k)
	c.sketch(a, b)
	most := sketch.jaro
	if k.by == "jaro_winkler_similarity" {
		most = sketch.jaroWinkler
	}
	least := limit - slack
	return func(s *scratch, left, right int32) truth {
		one, other := a.at(left, right), b.at(left, right)
		switch {
		case one == 0 || other == 0:
			return unknown
		case one == other:
			return truthOf(1 >= limit)
		case most(c.sketches[one], c.sketches[other]) < least:
			return no
		}
		return truthOf(work(s, one, other) >= limit)
	}
}

// sketch makes the sketches of these texts.
func (c *compiling) sketch(all ...*values) {
	texts := c.left.words.texts
	if grown := len(texts) - len(c.sketches); grown > 0 {
		c.sketches = append(c.sketches, make([]sketch, grown)...)
	}
	for _, one := range all {
		_, sheet := c.table(one.right)
		for _, number := range sheet.columns[one.place] {
			if c.sketches[number].long == 0 {
				c.sketches[number] = sketchOf(texts[number])
			}
		}
	}
}

// oneApart asks whether one change makes one text of the other.
func (c *compiling) oneApart(k alike) test {
	a, b, work, texts := c.of(k.left), c.of(k.right), c.alike(k), c.left.words
	c.sketch(a, b)
	swaps := k.by == "damerau_levenshtein"
	return func(s *scratch, left, right int32) truth {
		one, other := a.at(left, right), b.at(left, right)
		switch {
		case one == 0 || other == 0:
			return unknown
		case one == other:
			return yes
		}
		x, y := &c.sketches[one], &c.sketches[other]
		switch {
		case x.short && y.short && x.long == y.long:
			return truthOf(x.changedByOne(y, swaps))
		case x.ascii && y.ascii:
			return truthOf(apartByOne(texts.texts[one], texts.texts[other], swaps))
		}
		return truthOf(work(s, one, other) <= 1)
	}
}

// changedByOne says whether two short texts of one length, which are not the same,
// differ in one letter, or in two neighbours that changed places.
func (s *sketch) changedByOne(other *sketch, swaps bool) bool {
	low, high := s.whole[0]^other.whole[0], s.whole[1]^other.whole[1]
	first, last := bits.TrailingZeros64(low)/8, 7-bits.LeadingZeros64(high)/8+8
	if low == 0 {
		first = bits.TrailingZeros64(high)/8 + 8
	}
	if high == 0 {
		last = 7 - bits.LeadingZeros64(low)/8
	}
	return first == last || swaps && first+1 == last && s.letter(first) == other.letter(last) && s.letter(last) == other.letter(first)
}

// letter returns a letter of a short text.
func (s *sketch) letter(at int) byte { return byte(s.whole[at/8] >> (8 * (at % 8))) }

// apartByOne says whether two texts of ASCII, which are not the same, differ by one
// letter put in, taken out or changed, or by two neighbours that changed places.
func apartByOne(a, b string, swaps bool) bool {
	if len(a) > len(b)+1 || len(b) > len(a)+1 {
		return false
	}
	for len(a) > 0 && len(b) > 0 && a[0] == b[0] {
		a, b = a[1:], b[1:]
	}
	for len(a) > 0 && len(b) > 0 && a[len(a)-1] == b[len(b)-1] {
		a, b = a[:len(a)-1], b[:len(b)-1]
	}
	return len(a) <= 1 && len(b) <= 1 || swaps && len(a) == 2 && len(b) == 2 && a[0] == b[1] && a[1] == b[0]
}
