package linkage

import (
	"fmt"
	"math"
	"slices"
)

// Plan is a model made ready for two tables. It does not change, so several
// scorers may work on it at once.
type Plan struct {
	model       *Model
	left, right *Table
	blocks      []*block
	comparisons []asked
	prior       float64
	slots       int
}

// asked is a comparison made ready.
type asked struct {
	levels []answer
}

type answer struct {
	holds     test
	weight    float64
	frequency *frequency
}

// frequency gives a rare value more weight than a common one.
type frequency struct {
	left, right []int32   // by record, the value
	more        []float32 // by value, what it adds
}

// mostComparisons is how many comparisons a model may have for a plan.
const mostComparisons = 16

// Plan makes the model ready to compare each record of one table with those of
// another, or, with nil, with those after it in the same one.
func (m *Model) Plan(left, right *Table) (*Plan, error) {
	const doing = "making the model ready"
	if (right == nil) != m.Same {
		return nil, fmt.Errorf("%s: a model for one list compares it with itself, one for two compares two", doing)
	}
	if right == nil {
		right = left
	}
	if left.words != right.words {
		return nil, fmt.Errorf("%s: the tables do not share their words", doing)
	}
	if err := m.check(); err != nil {
		return nil, fmt.Errorf("%s: %w", doing, err)
	}
	if len(m.Comparisons) > mostComparisons {
		return nil, fmt.Errorf("%s: it has %d comparisons, and %d are the most", doing, len(m.Comparisons), mostComparisons)
	}
	c := newCompiling(left, right)
	p := &Plan{model: m, left: left, right: right, prior: math.Log2(m.Prior / (1 - m.Prior))}
	for _, comparison := range m.Comparisons {
		one := asked{}
		for _, level := range comparison.Levels {
			read, err := parseCondition(level.Condition)
			if err != nil {
				return nil, fmt.Errorf("%s: %w", doing, err)
			}
			ready := answer{holds: read.ask(c), weight: level.Weight()}
			if level.Frequency != "" && !level.Null {
				ready.frequency = c.frequency(comparison, level)
			}
			one.levels = append(one.levels, ready)
		}
		p.comparisons = append(p.comparisons, one)
	}
	for _, text := range m.Blocking {
		read, err := parseRule(text)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", doing, err)
		}
		p.blocks = append(p.blocks, c.block(read))
	}
	p.slots = len(c.slots)
	if c.failed != nil {
		return nil, fmt.Errorf("%s: %w", doing, c.failed)
	}
	c.pack()
	for _, block := range p.blocks {
		block.index(right.rows)
	}
	return p, nil
}

// frequency counts how often each value of a column stands in the tables. It is
// measured against the answer in which the values are the same.
func (c *compiling) frequency(comparison Comparison, level Level) *frequency {
	i, j := slices.Index(c.left.columns, level.Frequency), slices.Index(c.right.columns, level.Frequency)
	if i < 0 || j < 0 {
		if c.failed == nil {
			c.failed = fmt.Errorf("there is no column %q to count values of: the records have %q", level.Frequency, c.left.columns)
		}
		return nil
	}
	f := &frequency{left: c.left.values[i], right: c.right.values[j], more: make([]float32, len(c.left.words.texts))}
	counts, total := make([]int32, len(f.more)), 0
	count := func(values []int32) {
		for _, value := range values {
			if value != 0 {
				counts[value]++
				total++
			}
		}
	}
	count(f.left)
	if c.left != c.right {
		count(f.right)
	}
	base := exactly(comparison, level)
	for value, times := range counts {
		if times > 0 {
			share := max(float64(times)/float64(total), level.FrequencyLeast)
			f.more[value] = float32(level.FrequencyWeight * math.Log2(base/share))
		}
	}
	return f
}

// exactly returns how often the values of the column are the same in records of
// two women.
func exactly(comparison Comparison, level Level) float64 {
	for _, other := range comparison.Levels {
		read, err := parseCondition(other.Condition)
		if s, ok := read.(same); err == nil && ok && !s.differ && s.left.column == level.Frequency && s.right.column == level.Frequency &&
			len(s.left.change) == 0 && len(s.right.change) == 0 && other.U > 0 {
			return other.U
		}
	}
	return level.U
}

// of returns what the values of a pair add: the commoner of two decides.
func (f *frequency) of(left, right int32) float64 {
	one, other := f.left[left], f.right[right]
	if one == 0 || other == 0 {
		return 0
	}
	return float64(min(f.more[one], f.more[other]))
}

// Records returns how many records of the left table there are to score.
func (p *Plan) Records() int { return p.left.rows }

// Candidates returns how many pairs there are to compare, those that several rules
// find counted more than once.
func (p *Plan) Candidates() int64 {
	if len(p.blocks) == 0 {
		if p.model.Same {
			return int64(p.left.rows) * int64(p.left.rows-1) / 2
		}
		return int64(p.left.rows) * int64(p.right.rows)
	}
	var pairs int64
	for _, block := range p.blocks {
		for left := range p.left.rows {
			pairs += int64(len(block.with(int32(left))))
		}
	}
	if p.model.Same {
		pairs /= 2
	}
	return pairs
}

// Pair is two records, by their place in the tables, with the weight of evidence
// that they are of one woman.
type Pair struct {
	Left, Right int32
	Weight      float64
	Answers     Answers
}

// Answers holds which level of each comparison a pair met, four bits each.
type Answers uint64

// Of returns the level of a comparison, counted from 0.
func (a Answers) Of(comparison int) int { return int(a>>(4*comparison)) & 15 }

// Scorer weighs pairs of a plan. One scorer works for one goroutine.
type Scorer struct {
	plan *Plan
	scratch
}

// Scorer returns a new scorer.
func (p *Plan) Scorer() *Scorer { return &Scorer{p, *newScratch(p.slots)} }

// Score weighs the pairs of the records from one place of the left table up to
// another, and hands over each once.
func (s *Scorer) Score(from, to int, take func(Pair)) {
	p := s.plan
	for left := int32(from); left < int32(min(to, p.left.rows)); left++ {
		if len(p.blocks) == 0 {
			first := int32(0)
			if p.model.Same {
				first = left + 1
			}
			for right := first; right < int32(p.right.rows); right++ {
				take(s.Weigh(left, right))
			}
			continue
		}
		for i, block := range p.blocks {
			for _, right := range block.with(left) {
				if p.model.Same && right <= left {
					continue
				}
				if block.holds(&s.scratch, left, right) && !s.found(p.blocks[:i], left, right) {
					take(s.Weigh(left, right))
				}
			}
		}
	}
}

// found says whether an earlier rule finds the pair as well.
func (s *Scorer) found(earlier []*block, left, right int32) bool {
	for _, block := range earlier {
		if block.holds(&s.scratch, left, right) {
			return true
		}
	}
	return false
}

// Weigh weighs one pair.
func (s *Scorer) Weigh(left, right int32) Pair {
	pair := Pair{Left: left, Right: right, Weight: s.plan.prior}
	for i := range s.plan.comparisons {
		comparison := &s.plan.comparisons[i]
		for j := range comparison.levels {
			level := &comparison.levels[j]
			if level.holds(&s.scratch, left, right) != yes {
				continue
			}
			pair.Weight += level.weight
			if level.frequency != nil {
				pair.Weight += level.frequency.of(left, right)
			}
			pair.Answers |= Answers(j) << (4 * i)
			break
		}
	}
	return pair
}

// Evidence is what one comparison says about a pair, for a person who looks at it.
type Evidence struct {
	Comparison string
	Label      string
	Weight     float64 // of this answer
	Frequency  float64 // added or taken because the value is rare or common
}

// Evidence returns what each comparison says about a pair.
func (p *Plan) Evidence(pair Pair) []Evidence {
	list := make([]Evidence, len(p.comparisons))
	for i, comparison := range p.comparisons {
		j := pair.Answers.Of(i)
		level := p.model.Comparisons[i].Levels[j]
		list[i] = Evidence{Comparison: p.model.Comparisons[i].Name, Label: level.Label, Weight: level.Weight()}
		if ready := comparison.levels[j]; ready.frequency != nil {
			list[i].Frequency = ready.frequency.of(pair.Left, pair.Right)
		}
	}
	return list
}
