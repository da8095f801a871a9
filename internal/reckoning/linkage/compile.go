package linkage

import (
	"fmt"
	"math"
	"slices"
	"time"
)

// compiling makes tests of conditions, over two tables that share their words. Each
// change of a column, and each number, is worked out once.
type compiling struct {
	left, right *Table
	changed     map[string][]int32   // by what is done to a text: another text for each
	dates       map[string][]float64 // the same, as seconds since 1970
	slots       map[string]int       // by amount: where a pair's number is kept
	failed      error                // the first column that is not there
}

// scratch holds what was worked out about one pair.
type scratch struct {
	likeness
	pair    uint64
	worked  []uint64 // for which pair a number was worked out
	numbers []float64
	known   []bool
}

func newScratch(slots int) *scratch {
	return &scratch{worked: make([]uint64, slots), numbers: make([]float64, slots), known: make([]bool, slots)}
}

// begin forgets the pair before.
func (s *scratch) begin() { s.pair++ }

// of returns the words of a column, each record's number of the text it becomes.
func (c *compiling) of(s side) func(left, right int32) int32 {
	table := c.left
	if s.right {
		table = c.right
	}
	i := slices.Index(table.columns, s.column)
	if i < 0 {
		if c.failed == nil {
			c.failed = fmt.Errorf("there is no column %q: the records have %q", s.column, table.columns)
		}
		return func(int32, int32) int32 { return 0 }
	}
	values, become := table.values[i], c.become(s)
	switch {
	case s.right && become == nil:
		return func(_, right int32) int32 { return values[right] }
	case s.right:
		return func(_, right int32) int32 { return become[values[right]] }
	case become == nil:
		return func(left, _ int32) int32 { return values[left] }
	}
	return func(left, _ int32) int32 { return become[values[left]] }
}

// become returns which text each text becomes; nil where it stays as it is. Only
// the texts of this column are worked out.
func (c *compiling) become(s side) []int32 {
	if len(s.change) == 0 {
		return nil
	}
	if done, ok := c.changed[s.key()]; ok {
		return done
	}
	words := c.left.words
	done := make([]int32, len(words.texts))
	for _, table := range []*Table{c.left, c.right} {
		i := slices.Index(table.columns, s.column)
		if i < 0 {
			continue
		}
		for _, value := range table.values[i] {
			if value == 0 || int(value) < len(done) && done[value] != 0 {
				continue
			}
			text, ok := words.texts[value], true
			for _, change := range s.change {
				if text, ok = change.of(text); !ok || text == "" {
					text = ""
					break
				}
			}
			done[value] = words.number(text)
		}
	}
	c.changed[s.key()] = done
	return done
}

func (always) ask(*compiling) test {
	return func(*scratch, int32, int32) truth { return yes }
}

func (n not) ask(c *compiling) test {
	what := n.what.ask(c)
	return func(s *scratch, left, right int32) truth {
		switch what(s, left, right) {
		case yes:
			return no
		case no:
			return yes
		}
		return unknown
	}
}

func (a and) ask(c *compiling) test { return tests(c, a.all, no, yes) }
func (o or) ask(c *compiling) test  { return tests(c, o.any, yes, no) }

// tests asks one after another: the first answer that settles the matter is it.
func tests(c *compiling, conditions []condition, settles, otherwise truth) test {
	var all []test
	for _, one := range conditions {
		all = append(all, one.ask(c))
	}
	return func(s *scratch, left, right int32) truth {
		answer := otherwise
		for _, one := range all {
			switch one(s, left, right) {
			case settles:
				return settles
			case unknown:
				answer = unknown
			}
		}
		return answer
	}
}

func (n null) ask(c *compiling) test {
	value := c.of(n.what)
	return func(_ *scratch, left, right int32) truth { return truthOf(value(left, right) == 0) }
}

func (m same) ask(c *compiling) test {
	a, b := c.of(m.left), c.of(m.right)
	return func(_ *scratch, left, right int32) truth {
		one, other := a(left, right), b(left, right)
		if one == 0 || other == 0 {
			return unknown
		}
		return truthOf((one == other) != m.differ)
	}
}

func (m compared) ask(c *compiling) test {
	a, b := c.amount(m.left), c.amount(m.right)
	holds := map[string]func(a, b float64) bool{
		"=": func(a, b float64) bool { return a == b }, "<>": func(a, b float64) bool { return a != b },
		"<": func(a, b float64) bool { return a < b }, "<=": func(a, b float64) bool { return a <= b },
		">": func(a, b float64) bool { return a > b }, ">=": func(a, b float64) bool { return a >= b },
	}[m.with]
	return func(s *scratch, left, right int32) truth {
		one, known := a(s, left, right)
		if !known {
			return unknown
		}
		other, known := b(s, left, right)
		if !known {
			return unknown
		}
		return truthOf(holds(one, other))
	}
}

// amount returns a measure that works a number out once for a pair, however many
// levels ask for it.
func (c *compiling) amount(of amount) measure {
	work := of.number(c)
	if _, fixed := of.(constant); fixed {
		return work
	}
	slot, ok := c.slots[of.key()]
	if !ok {
		slot = len(c.slots)
		c.slots[of.key()] = slot
	}
	return func(s *scratch, left, right int32) (float64, bool) {
		if s.worked[slot] != s.pair {
			s.numbers[slot], s.known[slot] = work(s, left, right)
			s.worked[slot] = s.pair
		}
		return s.numbers[slot], s.known[slot]
	}
}

func (k constant) number(*compiling) measure {
	return func(*scratch, int32, int32) (float64, bool) { return float64(k), true }
}

func (k alike) number(c *compiling) measure {
	a, b, words := c.of(k.left), c.of(k.right), c.left.words
	by := map[string]func(*likeness, string, string) float64{
		"jaro_winkler_similarity": (*likeness).jaroWinkler, "jaro_similarity": (*likeness).jaro,
		"levenshtein": (*likeness).levenshtein, "damerau_levenshtein": (*likeness).damerauLevenshtein,
	}[k.by]
	return func(s *scratch, left, right int32) (float64, bool) {
		one, other := a(left, right), b(left, right)
		if one == 0 || other == 0 {
			return 0, false
		}
		return by(&s.likeness, words.texts[one], words.texts[other]), true
	}
}

func (k length) number(c *compiling) measure {
	value, words := c.of(k.of), c.left.words
	return func(_ *scratch, left, right int32) (float64, bool) {
		one := value(left, right)
		return float64(len([]rune(words.texts[one]))), one != 0
	}
}

func (k seconds) number(c *compiling) measure {
	value := c.of(k.of)
	dates := c.seconds(k.of)
	return func(_ *scratch, left, right int32) (float64, bool) {
		one := value(left, right)
		if one == 0 || int(one) >= len(dates) {
			return 0, false
		}
		return dates[one], !math.IsNaN(dates[one])
	}
}

// seconds returns the seconds since 1970 of each text that is a date.
func (c *compiling) seconds(s side) []float64 {
	if done, ok := c.dates[s.key()]; ok {
		return done
	}
	words := c.left.words
	done := make([]float64, len(words.texts))
	for i := range done {
		done[i] = math.NaN()
	}
	for _, value := range c.become(s) {
		if value != 0 && math.IsNaN(done[value]) {
			if day, err := time.Parse(time.DateOnly, words.texts[value]); err == nil {
				done[value] = float64(day.Unix())
			}
		}
	}
	c.dates[s.key()] = done
	return done
}

func (k difference) number(c *compiling) measure {
	a, b := c.amount(k.from), c.amount(k.take)
	return func(s *scratch, left, right int32) (float64, bool) {
		one, known := a(s, left, right)
		if !known {
			return 0, false
		}
		other, known := b(s, left, right)
		return one - other, known
	}
}

func (k size) number(c *compiling) measure {
	of := c.amount(k.of)
	return func(s *scratch, left, right int32) (float64, bool) {
		number, known := of(s, left, right)
		return math.Abs(number), known
	}
}
