package linkage

import (
	"fmt"
	"math"
	"slices"
	"time"
)

// compiling makes tests of conditions, over two tables that share their words. Each
// change of a column, and each number, is worked out once. Its tests may be asked
// once it is packed.
type compiling struct {
	left, right *Table
	sides       [2]sheet // of the left and of the right table
	changed     map[string][]int32
	slots       map[string]int // by likeness: where what was worked out is remembered
	sketches    []sketch       // of each text, once a likeness is asked for
	failed      error          // the first column that is not there
}

func newCompiling(left, right *Table) *compiling {
	return &compiling{left: left, right: right, changed: map[string][]int32{}, slots: map[string]int{}}
}

// sheet holds what is asked of the records of one table.
type sheet struct {
	columns [][]int32
	places  map[string]int // by what a column holds
	views   []*values
}

// add returns the place of a column, which is made where it is not there.
func (s *sheet) add(name string, made func() []int32) int {
	place, there := s.places[name]
	if !there {
		if s.places == nil {
			s.places = map[string]int{}
		}
		place = len(s.columns)
		s.places[name], s.columns = place, append(s.columns, made())
	}
	return place
}

// pack puts what is asked of one record together, so that it is one look into
// memory.
func (c *compiling) pack() {
	for _, side := range c.sides {
		wide := len(side.columns)
		if wide == 0 {
			continue
		}
		packed := make([]int32, wide*len(side.columns[0]))
		for place, column := range side.columns {
			for record, value := range column {
				packed[record*wide+place] = value
			}
		}
		for _, view := range side.views {
			view.of, view.wide = packed, wide
		}
	}
}

// scratch holds what was worked out about one pair, and what was worked out about
// two texts: names come again and again.
type scratch struct {
	likeness
	known []remembered // by slot and place: see compiling.alike
}

// remembered is how alike two texts are.
type remembered struct {
	texts  uint64 // their numbers; 0: nothing is remembered
	number float64
}

// rememberedBits says how many pairs of texts are remembered for each likeness.
const rememberedBits = 13

func newScratch(slots int) *scratch {
	return &scratch{known: make([]remembered, slots<<rememberedBits)}
}

// values are one column of one side of a pair: each record's number of its text, or
// another number.
type values struct {
	of          []int32
	wide, place int
	right       bool
}

// at returns the number of a pair's record; 0 is a text that is not known.
func (v *values) at(left, right int32) int32 {
	if v.right {
		left = right
	}
	return v.of[int(left)*v.wide+v.place]
}

// table returns the table of a side, and where what is asked of it is held.
func (c *compiling) table(right bool) (*Table, *sheet) {
	if right && c.left != c.right {
		return c.right, &c.sides[1]
	}
	return c.left, &c.sides[0]
}

// of returns the texts of a column, as they are or as they become.
func (c *compiling) of(s side) *values {
	return c.view(s, "", func(value int32) int32 { return value })
}

// view returns a column of numbers that follow from the texts of another.
func (c *compiling) view(s side, what string, of func(text int32) int32) *values {
	table, sheet := c.table(s.right)
	i := slices.Index(table.columns, s.column)
	if i < 0 && c.failed == nil {
		c.failed = fmt.Errorf("there is no column %q: the records have %q", s.column, table.columns)
	}
	view := &values{right: s.right}
	view.place = sheet.add(what+s.key(), func() []int32 {
		done := make([]int32, table.rows)
		if i < 0 {
			return done
		}
		become := c.become(s)
		for record, value := range table.values[i] {
			if become != nil {
				value = become[value]
			}
			done[record] = of(value)
		}
		return done
	})
	sheet.views = append(sheet.views, view)
	return view
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
	return func(_ *scratch, left, right int32) truth { return truthOf(value.at(left, right) == 0) }
}

func (m same) ask(c *compiling) test {
	a, b := c.of(m.left), c.of(m.right)
	return func(_ *scratch, left, right int32) truth {
		one, other := a.at(left, right), b.at(left, right)
		if one == 0 || other == 0 {
			return unknown
		}
		return truthOf((one == other) != m.differ)
	}
}

func (m compared) ask(c *compiling) test {
	if quick := m.bounded(c); quick != nil {
		return quick
	}
	a, b := m.left.number(c), m.right.number(c)
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

func (k constant) number(*compiling) measure {
	return func(*scratch, int32, int32) (float64, bool) { return float64(k), true }
}

func (k alike) number(c *compiling) measure {
	a, b, work := c.of(k.left), c.of(k.right), c.alike(k)
	return func(s *scratch, left, right int32) (float64, bool) {
		one, other := a.at(left, right), b.at(left, right)
		if one == 0 || other == 0 {
			return 0, false
		}
		return work(s, one, other), true
	}
}

// alike returns how alike two texts are, by their numbers. What was worked out a
// short while ago is remembered.
func (c *compiling) alike(k alike) func(s *scratch, one, other int32) float64 {
	words := c.left.words
	by := map[string]func(*likeness, string, string) float64{
		"jaro_winkler_similarity": (*likeness).jaroWinkler, "jaro_similarity": (*likeness).jaro,
		"levenshtein": (*likeness).levenshtein, "damerau_levenshtein": (*likeness).damerauLevenshtein,
	}[k.by]
	slot, ok := c.slots[k.by] // the same two texts are as alike in any column
	if !ok {
		slot = len(c.slots)
		c.slots[k.by] = slot
	}
	first := slot << rememberedBits
	return func(s *scratch, one, other int32) float64 {
		texts := uint64(uint32(one))<<32 | uint64(uint32(other))
		at := &s.known[first+int(texts*0x9E3779B97F4A7C15>>(64-rememberedBits))]
		if at.texts != texts {
			at.texts, at.number = texts, by(&s.likeness, words.texts[one], words.texts[other])
		}
		return at.number
	}
}

func (k length) number(c *compiling) measure {
	value, words := c.of(k.of), c.left.words
	return func(_ *scratch, left, right int32) (float64, bool) {
		one := value.at(left, right)
		return float64(len([]rune(words.texts[one]))), one != 0
	}
}

func (k seconds) number(c *compiling) measure {
	const aDay = 24 * 60 * 60
	words, read := c.left.words, map[int32]int32{0: noDay}
	days := c.view(k.of, "days ", func(text int32) int32 {
		number, known := read[text]
		if !known {
			number = noDay
			if day, err := time.Parse(time.DateOnly, words.texts[text]); err == nil {
				number = int32(day.Unix() / aDay)
			}
			read[text] = number
		}
		return number
	})
	return func(_ *scratch, left, right int32) (float64, bool) {
		day := days.at(left, right)
		return float64(day) * aDay, day != noDay
	}
}

// noDay stands for a text that is no date.
const noDay = math.MinInt32

func (k difference) number(c *compiling) measure {
	a, b := k.from.number(c), k.take.number(c)
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
	of := k.of.number(c)
	return func(s *scratch, left, right int32) (float64, bool) {
		number, known := of(s, left, right)
		return math.Abs(number), known
	}
}
