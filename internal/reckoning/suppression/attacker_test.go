package suppression

import (
	"cmp"
	"fmt"
	"math/bits"
	"math/rand/v2"
	"slices"
	"testing"

	"throughline/internal/reckoning/figure"
)

// The attacker has everything that was released together, knows the policy, how
// counts are rounded and which counts are parts of which, and even which of the
// hidden counts are small. He tries every cohort there could be. A hidden count
// is recovered where it is the same in all of them.

// group is a set of the kinds of women in a cohort, a bit for each kind.
type group uint16

// cohort is how many women there are of each kind.
type cohort []int

func (c cohort) in(g group) int {
	sum := 0
	for kind, women := range c {
		if g>>kind&1 == 1 {
			sum += women
		}
	}
	return sum
}

// asked is one figure of a release: those counted, and of whom; none: a count.
type asked struct{ counted, of group }

// shape is what is released together: figures, and which add up to which.
type shape struct {
	name  string
	kinds int
	asked []asked
	sums  []figure.Sum
}

// adds declares that figures add up to another, by place.
func (s *shape) adds(total int, parts ...int) {
	sum := figure.Sum{Total: figure.Place{Row: total}}
	for _, part := range parts {
		sum.Parts = append(sum.Parts, figure.Place{Row: part})
	}
	s.sums = append(s.sums, sum)
}

func (s *shape) put(counted, of group) int {
	s.asked = append(s.asked, asked{counted, of})
	return len(s.asked) - 1
}

// settle declares, of every figure that is out of a base, whose count is its base,
// and which figures count the same women.
func (s *shape) settle() shape {
	for place, one := range s.asked {
		if first := slices.IndexFunc(s.asked, func(other asked) bool { return other.counted == one.counted }); first < place {
			s.adds(place, first)
		}
		if at := slices.IndexFunc(s.asked, func(other asked) bool { return one.of != 0 && other.counted == one.of }); at >= 0 {
			s.sums = append(s.sums, figure.Sum{Total: figure.Place{Row: place, Base: true}, Parts: []figure.Place{{Row: at}}})
		}
	}
	return *s
}

// margins releases a count for each part of two ways to split a group, crossed,
// with its totals.
func (s *shape) margins(of [2]group, by [2]group, within, base func(group) group) {
	put := func(g group) int { return s.put(within(g), base(g)) }
	total := put(of[0] | of[1])
	var across, down [2][]int
	for i, row := range of {
		for j, column := range by {
			place := put(row & column)
			across[i], down[j] = append(across[i], place), append(down[j], place)
		}
	}
	var rows, columns []int
	for i := range of {
		rows = append(rows, put(of[i]))
		s.adds(rows[i], across[i]...)
		columns = append(columns, put(by[i]))
		s.adds(columns[i], down[i]...)
	}
	s.adds(total, rows...)
	s.adds(total, columns...)
}

// shapes are what is tried. A kind of woman is her area, her pathway, and how far
// she came.
func shapes() []shape {
	all, none := func(g group) group { return g }, func(group) group { return 0 }
	grid := shape{name: "one table with margins", kinds: 4}
	grid.margins([2]group{0b0011, 0b1100}, [2]group{0b0101, 0b1010}, all, none)

	areas, pathways := [2]group{0b00001111, 0b11110000}, [2]group{0b00110011, 0b11001100}
	const engaged = group(0b01010101)
	several := shape{name: "referrals crossed, and those who engaged of each", kinds: 8}
	several.margins(areas, pathways, all, none)
	several.margins(areas, pathways, func(g group) group { return g & engaged }, all)

	// By area only: referred, of whom engaged, of whom met the condition.
	referred, took, met := [2]group{0b000111, 0b111000}, group(0b011011), group(0b001001)
	funnel := shape{name: "each stage of the one before, by area", kinds: 6}
	for _, stage := range []struct{ in, of group }{{0b111111, 0}, {took, 0b111111}, {met, took}, {met, 0b111111}} {
		total := funnel.put(stage.in, stage.of)
		funnel.adds(total, funnel.put(stage.in&referred[0], stage.of&referred[0]), funnel.put(stage.in&referred[1], stage.of&referred[1]))
	}
	return []shape{grid.settle(), several.settle(), funnel.settle()}
}

func (s shape) figures(t failer, women cohort) []figure.Figure {
	list := make([]figure.Figure, len(s.asked))
	for i, one := range s.asked {
		meaning := figure.Meaning{ID: fmt.Sprintf("figure %d", i)}
		tally := figure.Tally{Numerator: women.in(one.counted), Base: women.in(one.of)}
		made, err := figure.NewCount(meaning, tally)
		if one.of != 0 {
			made, err = figure.NewProportion(meaning, tally)
		}
		if err != nil {
			t.Fatal(err)
		}
		list[i] = made
	}
	return list
}

// known is what the attacker knows of a group: that it is between these.
type known struct {
	group     group
	low, high int
}

// reads returns what a release tells of the groups in it, and which counts he
// wants.
func (s shape) reads(policy Policy, women cohort, shown []ProtectedFigure) (facts []known, wanted []group) {
	tells := func(g group, hidden, whole bool) {
		value := women.in(g)
		low, high := policy.reach(printing{}, value)
		switch {
		case hidden && policy.small(value):
			low, high = 1, policy.hides
			wanted = append(wanted, g)
		case hidden && whole: // hidden with its base: it may be anything
			low, high = 0, unlimited
		case hidden:
			low, high = policy.hides+1, unlimited
			wanted = append(wanted, g)
		}
		facts = append(facts, known{g, low, high})
	}
	for i, one := range s.asked {
		if one.of == 0 {
			tells(one.counted, shown[i].hidden, false)
			continue
		}
		tells(one.of, shown[i].baseHidden, false)
		tells(one.counted, shown[i].hidden, shown[i].baseHidden)
		if others := one.of &^ one.counted; policy.small(women.in(others)) {
			wanted = append(wanted, others)
		}
	}
	return facts, wanted
}

// attack looks for a cohort that reads the same, in which the group wanted has
// another count. It tries every one there is; at false, the count is recovered.
func attack(women cohort, facts []known, wanted group) bool {
	value := women.in(wanted)
	for _, other := range []known{{wanted, 0, value - 1}, {wanted, value + 1, unlimited}} {
		if other.high >= 0 && (&trying{truth: women, facts: append(slices.Clone(facts), other), guess: make(cohort, len(women))}).from(0) {
			return true
		}
	}
	return false
}

// trying is the search through cohorts: kinds before a place are guessed.
type trying struct {
	truth, guess cohort
	facts        []known
}

func (t *trying) from(kind int) bool {
	done := group(1)<<kind - 1
	low, high := 0, unlimited
	for _, fact := range t.facts {
		so := t.guess.in(fact.group & done)
		if so > fact.high {
			return false
		}
		left := fact.group &^ done
		if left == 0 {
			if so < fact.low {
				return false
			}
			continue
		}
		if kind < len(t.guess) && left>>kind&1 == 1 {
			high = min(high, fact.high-so)
			if bits.OnesCount16(uint16(left)) == 1 {
				low = max(low, fact.low-so)
			}
		}
	}
	if kind == len(t.guess) {
		return true
	}
	// What nothing limits need not be tried far beyond the truth.
	high = min(high, t.truth[kind]+20)
	values := make([]int, 0, max(0, high-low+1))
	for value := low; value <= high; value++ {
		values = append(values, value)
	}
	slices.SortFunc(values, func(a, b int) int {
		near := func(v int) int { return max(v-t.truth[kind], t.truth[kind]-v) }
		return cmp.Or(cmp.Compare(near(a), near(b)), cmp.Compare(a, b))
	})
	for _, value := range values {
		if t.guess[kind] = value; t.from(kind + 1) {
			return true
		}
	}
	return false
}

// cohorts is how many random cohorts the attacker is given, and with -short.
const cohorts, cohortsWhenShort = 10_000, 500

func TestTheExhaustiveAttackerRecoversNoHiddenCellInTenThousandCohorts(t *testing.T) {
	many := cohorts
	if testing.Short() {
		many = cohortsWhenShort
	}
	for _, policy := range policies {
		for _, shape := range shapes() {
			t.Run(policy.name+"/"+shape.name, func(t *testing.T) {
				random := rand.New(rand.NewPCG(20210831, uint64(shape.kinds)))
				hidden, withheld := 0, 0
				for range many {
					women := make(cohort, shape.kinds)
					most := []int{2, 4, 9, 15, 40}[random.IntN(5)]
					for kind := range women {
						women[kind] = random.IntN(most + 1)
					}
					shown, err := policy.Figures(shape.figures(t, women), shape.sums...)
					if err != nil {
						t.Fatal(err)
					}
					if allHidden(shown) {
						withheld++ // he learns only that something in it is small
						continue
					}
					facts, wanted := shape.reads(policy, women, shown)
					hidden += len(wanted)
					for _, one := range wanted {
						if !attack(women, facts, one) {
							t.Fatalf("of %v the group %b can only be %d: %s", women, one, women.in(one), texts(shown))
						}
					}
				}
				t.Logf("%d cohorts, %d hidden counts, %d releases withheld whole", many, hidden, withheld)
			})
		}
	}
}

func allHidden(shown []ProtectedFigure) bool {
	return !slices.ContainsFunc(shown, func(f ProtectedFigure) bool { return !f.hidden || !f.baseHidden })
}

func texts(shown []ProtectedFigure) string {
	list := make([]string, len(shown))
	for i, f := range shown {
		list[i] = f.Text()
	}
	return fmt.Sprintf("%q", list)
}

func TestTheAttackerRecoversWhatIsOnlyCrossedOut(t *testing.T) {
	// 3 and 20 make 23: crossing out the 3 alone hides nothing.
	facts := []known{{0b01, 1, 4}, {0b10, 20, 20}, {0b11, 23, 23}}
	if attack(cohort{3, 20}, facts, 0b01) {
		t.Error("the attacker does not see the 3")
	}
	facts[2].high = 24
	if !attack(cohort{3, 20}, facts, 0b01) {
		t.Error("the attacker sees a 3 that may be a 4")
	}
}
