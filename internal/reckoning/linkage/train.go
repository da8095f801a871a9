package linkage

import (
	"errors"
	"fmt"
	"maps"
	"math"
	"slices"
)

// Training says how the frequencies of a model are found from the records
// themselves, where nobody knows which pairs are one woman.
type Training struct {
	// Rules each choose pairs in which something is surely the same, so that many of
	// them are one woman. What a rule compares is not trained by it. Without rules
	// every pair is looked at, once.
	Rules []string
	// Draw returns a number from 0 below n, at random.
	Draw func(n int) int
	// Most is how many pairs are drawn at random for how often values agree in two
	// women; where there are fewer, all are taken. 0: a million.
	Most int
}

const (
	mostRounds = 100
	settled    = 1e-5 // training ends when no frequency moves by more
	mostDrawn  = 1_000_000
	// mostAnswered is from how many pairs on a rule is looked at in part: frequencies
	// of so many do not move any more.
	mostAnswered = 4_000_000
	least        = 1e-6 // no answer is held to be rarer
	// unseen is how many pairs each answer is held to have beside those that were
	// seen, so that what few records happen not to show is not held to be impossible.
	// Jeffreys (1946).
	unseen = 0.5
)

// Train returns the model with the frequencies that the records make most likely,
// by expectation and maximisation. Dempster, Laird and Rubin (1977).
func (m *Model) Train(left, right *Table, how Training) (*Model, error) {
	const doing = "training the model"
	if how.Draw == nil {
		return nil, fmt.Errorf("%s: nobody draws the pairs", doing)
	}
	trained := m.clone()
	plan, err := trained.Plan(left, right)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", doing, err)
	}
	apart := plan.drawn(how)
	trained.countApart(apart)
	rules := how.Rules
	if len(rules) == 0 {
		rules = []string{""}
	}
	found := make([][][]float64, len(m.Comparisons)) // by comparison and rule, how often each answer is one woman's
	for _, text := range rules {
		answers, touched, err := trained.session(left, right, text)
		if err != nil {
			return nil, fmt.Errorf("%s, %s: %w", doing, text, err)
		}
		for i, frequencies := range trained.maximise(answers, touched) {
			if frequencies != nil {
				found[i] = append(found[i], frequencies)
			}
		}
	}
	for i := range trained.Comparisons {
		if err := trained.Comparisons[i].settle(found[i]); err != nil {
			return nil, fmt.Errorf("%s: %w", doing, err)
		}
	}
	if trained.Prior, err = trained.estimatePrior(left, right); err != nil {
		return nil, fmt.Errorf("%s: %w", doing, err)
	}
	return trained, nil
}

func (m *Model) clone() *Model {
	out := *m
	out.Comparisons = slices.Clone(m.Comparisons)
	for i := range out.Comparisons {
		out.Comparisons[i].Levels = slices.Clone(m.Comparisons[i].Levels)
	}
	return &out
}

// counted is how many pairs gave the same answers to every comparison.
type counted map[Answers]float64

// drawn answers pairs drawn at random, or all where there are few.
func (p *Plan) drawn(how Training) counted {
	most, all := how.Most, int64(p.left.rows)*int64(p.right.rows)
	if most == 0 {
		most = mostDrawn
	}
	scorer, answers := p.Scorer(), counted{}
	if all <= int64(most) {
		p.every(scorer, func(pair Pair) { answers[pair.Answers]++ })
		return answers
	}
	for range most {
		left, right := how.Draw(p.left.rows), how.Draw(p.right.rows)
		if !p.model.Same || left != right {
			answers[scorer.Weigh(int32(left), int32(right)).Answers]++
		}
	}
	return answers
}

// every weighs every pair there is.
func (p *Plan) every(scorer *Scorer, take func(Pair)) {
	for left := range int32(p.left.rows) {
		from := int32(0)
		if p.model.Same {
			from = left + 1
		}
		for right := from; right < int32(p.right.rows); right++ {
			take(scorer.Weigh(left, right))
		}
	}
}

// countApart sets how often each answer is given by two women: nearly all pairs
// drawn at random are.
func (m *Model) countApart(answers counted) {
	for i := range m.Comparisons {
		levels := m.Comparisons[i].Levels
		counts, total := make([]float64, len(levels)), 0.0
		for answer, pairs := range answers {
			if j := answer.Of(i); !levels[j].Null {
				counts[j] += pairs
				total += pairs
			}
		}
		for j := range levels {
			if !levels[j].Null && !levels[j].FixedU && total > 0 {
				levels[j].U = (counts[j] + unseen) / (total + unseen*float64(len(levels)))
			}
		}
	}
}

// session answers the pairs of a rule, and says which comparisons it touches.
func (m *Model) session(left, right *Table, text string) (counted, []bool, error) {
	chosen := m.clone()
	chosen.Blocking = nil
	touched := make([]bool, len(m.Comparisons))
	if text != "" {
		read, err := parseRule(text)
		if err != nil {
			return nil, nil, err
		}
		columns := map[string]bool{}
		for _, one := range read.same {
			columns[one.left.column], columns[one.right.column] = true, true
		}
		for i, comparison := range m.Comparisons {
			touched[i] = slices.ContainsFunc(slices.Collect(maps.Keys(columns)), comparison.reads)
		}
		chosen.Blocking = []string{text}
	}
	plan, err := chosen.Plan(left, right)
	if err != nil {
		return nil, nil, err
	}
	answers, _ := plan.answered(mostAnswered)
	if len(answers) == 0 {
		return nil, nil, errors.New("the rule finds no pair")
	}
	return answers, touched, nil
}

// answered counts the answers of the pairs that the rules find: of all records of
// the left table, or where that would be more pairs than most, of some that lie as
// far apart. It returns which share of the records that is.
func (p *Plan) answered(most int64) (counted, float64) {
	step := int(1 + p.Candidates()/most)
	scorer, answers, records := p.Scorer(), counted{}, 0
	for from := 0; from < p.Records(); from += step {
		scorer.Score(from, from+1, func(pair Pair) { answers[pair.Answers]++ })
		records++
	}
	return answers, float64(records) / float64(max(p.Records(), 1))
}

// reads says whether a comparison looks at a column.
func (c Comparison) reads(column string) bool {
	for _, level := range c.Levels {
		if list, err := tokens(level.Condition); err == nil {
			for _, t := range list {
				if t.text == column+"_l" || t.text == column+"_r" {
					return true
				}
			}
		}
	}
	return false
}

// maximise finds, by comparison, how often each answer is given by one woman; nil
// for a comparison that the rule touches.
func (m *Model) maximise(answers counted, touched []bool) [][]float64 {
	frequencies := make([][]float64, len(m.Comparisons))
	for i, comparison := range m.Comparisons {
		if !touched[i] {
			frequencies[i] = comparison.begin()
		}
	}
	order := slices.Sorted(maps.Keys(answers)) // sums in one order are the same each time
	share := 0.1
	for range mostRounds {
		sums, total, one := make([][]float64, len(frequencies)), 0.0, 0.0
		for i := range frequencies {
			sums[i] = make([]float64, len(m.Comparisons[i].Levels))
		}
		for _, answer := range order {
			pairs := answers[answer]
			odds := share / (1 - share)
			for i, known := range frequencies {
				if level := m.Comparisons[i].Levels[answer.Of(i)]; known != nil && !level.Null {
					odds *= known[answer.Of(i)] / level.U
				}
			}
			belongs := pairs * odds / (1 + odds)
			for i := range frequencies {
				sums[i][answer.Of(i)] += belongs
			}
			total += pairs
			one += belongs
		}
		moved := math.Abs(one/total - share)
		share = min(max(one/total, least), 1-least)
		for i, known := range frequencies {
			if known != nil {
				moved = max(moved, m.Comparisons[i].follow(known, sums[i]))
			}
		}
		if moved < settled {
			break
		}
	}
	return frequencies
}

// begin is what training begins with: one woman's records mostly agree.
func (c Comparison) begin() []float64 {
	const agree = 0.9
	frequencies, answers := make([]float64, len(c.Levels)), 0
	first := -1
	for j, level := range c.Levels {
		if !level.Null {
			if first < 0 {
				first = j
			}
			answers++
		}
	}
	for j, level := range c.Levels {
		switch {
		case level.Null:
		case level.FixedM:
			frequencies[j] = level.M
		case j == first:
			frequencies[j] = agree
		default:
			frequencies[j] = (1 - agree) / float64(max(answers-1, 1))
		}
	}
	return frequencies
}

// follow sets the frequencies to the shares of the sums, and returns how far the
// farthest moved.
func (c Comparison) follow(frequencies, sums []float64) float64 {
	total, moved := 0.0, 0.0
	for j, level := range c.Levels {
		if !level.Null {
			total += sums[j]
		}
	}
	if total == 0 {
		return 0
	}
	for j, level := range c.Levels {
		if level.Null || level.FixedM {
			continue
		}
		share := (sums[j] + unseen) / (total + unseen*float64(len(c.Levels)))
		moved = max(moved, math.Abs(share-frequencies[j]))
		frequencies[j] = share
	}
	return moved
}

// settle takes the mean of what the rules found.
func (c *Comparison) settle(found [][]float64) error {
	if len(found) == 0 {
		return fmt.Errorf("every rule compares %s: one that does not is needed to train it", c.Name)
	}
	for j := range c.Levels {
		if c.Levels[j].Null || c.Levels[j].FixedM {
			continue
		}
		sum := 0.0
		for _, frequencies := range found {
			sum += frequencies[j]
		}
		c.Levels[j].M = sum / float64(len(found))
	}
	return nil
}

// estimatePrior finds the share of pairs that are one woman, among all there are,
// as the pairs that are compared make it most likely.
func (m *Model) estimatePrior(left, right *Table) (float64, error) {
	ready := m.clone()
	ready.Prior = 0.5 // evidence alone
	for i := range ready.Comparisons {
		for j := range ready.Comparisons[i].Levels {
			ready.Comparisons[i].Levels[j].Frequency = ""
		}
	}
	plan, err := ready.Plan(left, right)
	if err != nil {
		return 0, err
	}
	answers, share := plan.answered(mostAnswered)
	weights := map[Answers]float64{}
	for answer := range answers {
		weights[answer] = ready.weight(answer)
	}
	all := float64(plan.left.rows) * float64(plan.right.rows)
	if m.Same {
		all = float64(plan.left.rows) * float64(plan.left.rows-1) / 2
	}
	all *= share
	order := slices.Sorted(maps.Keys(answers))
	prior := 1 / max(float64(max(plan.left.rows, plan.right.rows)), 2)
	for range mostRounds {
		sum := 0.0
		for _, answer := range order {
			sum += answers[answer] * Probability(weights[answer]+math.Log2(prior/(1-prior)))
		}
		next := min(max(sum/all, 1/(all+1)), 0.5)
		if math.Abs(next-prior) < prior*settled {
			return next, nil
		}
		prior = next
	}
	return prior, nil
}

// weight adds up what answers are worth, without what rare values add.
func (m *Model) weight(answers Answers) float64 {
	sum := math.Log2(m.Prior / (1 - m.Prior))
	for i, comparison := range m.Comparisons {
		sum += comparison.Levels[answers.Of(i)].Weight()
	}
	return sum
}
