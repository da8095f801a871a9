package suppression

import (
	"math/rand/v2"
	"slices"
	"testing"

	"throughline/internal/reckoning/figure"
)

// The attacker of a sequence has every release, from the first to the last. He
// knows when the same women were counted, that an earlier count stands where a
// new one differs from it by few, and wants to know by how many, or what is
// hidden in any of them.

// moment is one release of a sequence: the cohort by then, and what was shown.
type moment struct {
	women cohort
	shown []ProtectedFigure
	stood []int // by figure: the release whose count stands in this one; its own where it was printed anew
}

// relation is what he knows of two groups, each of one release: by how much the
// first may be more than the second.
type relation struct {
	more, less group
	low, high  int
}

// over gives a group as it is at a release, in one cohort of all releases.
func over(release, kinds int, g group) group { return g << (release * kinds) }

// released protects the cohorts of a sequence one after the other.
func (s shape) released(t failer, policy Policy, sequence []cohort) []moment {
	var earlier Earlier
	firsts := make([]map[int]int, len(s.asked)) // by figure: at which release a count was printed first
	var moments []moment
	for release, women := range sequence {
		protecting := policy.After(&earlier)
		figures := s.figures(t, women)
		shown, err := protecting.Figures(figures, s.sums...)
		if err != nil {
			t.Fatal(err)
		}
		made := moment{women: women, shown: shown, stood: make([]int, len(s.asked))}
		for i, f := range shown {
			made.stood[i] = release
			if f.hidden {
				continue
			}
			stands := protecting.Stands(figures[i], false)
			if firsts[i] == nil {
				firsts[i] = map[int]int{}
			}
			if first, known := firsts[i][stands]; known {
				made.stood[i] = first
			} else {
				firsts[i][stands] = release
			}
		}
		for i, f := range shown {
			id, count := f.Meaning().ID, women.in(s.asked[i].counted)
			if f.hidden {
				earlier.Hidden(id, "", false, count)
			} else {
				earlier.Printed(id, "", false, protecting.Stands(figures[i], false))
			}
		}
		moments = append(moments, made)
	}
	return moments
}

// tells returns what a sequence tells, and what he wants of it.
func (s shape) tells(policy Policy, moments []moment) (facts, wanted []relation) {
	for release, m := range moments {
		if allHidden(m.shown) { // withheld whole: he learns only that something in it is small
			continue
		}
		for i, one := range s.asked {
			here := over(release, s.kinds, one.counted)
			value := m.women.in(one.counted)
			low, high := policy.reach(printing{}, value)
			switch {
			case policy.small(value):
				low, high = 1, policy.hides
				wanted = append(wanted, relation{more: here})
			case m.shown[i].hidden:
				low, high = policy.hides+1, unlimited
				wanted = append(wanted, relation{more: here})
			case m.stood[i] != release && value > 0:
				low, high = policy.hides+1, unlimited
				before := over(m.stood[i], s.kinds, one.counted)
				facts = append(facts, relation{here, before, -policy.hides, policy.hides})
				if apart := distance(value, moments[m.stood[i]].women.in(one.counted)); apart > 0 {
					wanted = append(wanted, relation{more: here, less: before})
				}
			}
			facts = append(facts, relation{here, 0, low, high})
		}
	}
	return facts, wanted
}

// follow looks for a sequence that reads the same, in which what is wanted is
// another number. Undecided is true where it gave up.
func follow(truth cohort, facts []relation, wanted relation) (found, undecided bool) {
	value := truth.in(wanted.more) - truth.in(wanted.less)
	for _, bound := range [][2]int{{-unlimited, value - 1}, {value + 1, unlimited}} {
		other := wanted
		other.low, other.high = bound[0], bound[1]
		s := &following{truth: truth, facts: append(slices.Clone(facts), other), guess: make(cohort, len(truth)), steps: 200_000}
		for kind := range truth { // what is wanted first, for there the guess has to differ
			s.order = append(s.order, kind)
		}
		slices.SortStableFunc(s.order, func(a, b int) int {
			return asInt((wanted.more|wanted.less)>>b&1 == 1) - asInt((wanted.more|wanted.less)>>a&1 == 1)
		})
		if s.from(0, 0) {
			return true, false
		}
		undecided = undecided || s.steps <= 0
	}
	return false, undecided
}

type following struct {
	truth, guess cohort
	facts        []relation
	order        []int
	steps        int
}

// from guesses the kinds from a place in the order on; those done are guessed.
func (s *following) from(place int, done group) bool {
	if s.steps--; s.steps <= 0 {
		return false
	}
	for _, fact := range s.facts {
		so := s.guess.in(fact.more&done) - s.guess.in(fact.less&done)
		if fact.less&^done == 0 && so > fact.high || fact.more&^done == 0 && so < fact.low {
			return false
		}
	}
	if place == len(s.order) {
		return true
	}
	kind := s.order[place]
	for apart := range 15 {
		for _, value := range []int{s.truth[kind] + apart, s.truth[kind] - apart} {
			if s.guess[kind] = value; value >= 0 && s.from(place+1, done|1<<kind) {
				return true
			}
			if apart == 0 {
				break
			}
		}
	}
	return false
}

// sequences is how many random sequences of three releases the attacker is given,
// and with -short.
const sequences, sequencesWhenShort = 100, 30

func TestTheAttackerOfASequenceOfReleasesLearnsOfNoFewWomen(t *testing.T) {
	many := sequences
	if testing.Short() {
		many = sequencesWhenShort
	}
	shape := shape{name: "a table with margins", kinds: 4}
	shape.margins([2]group{0b0011, 0b1100}, [2]group{0b0101, 0b1010}, func(g group) group { return g }, func(group) group { return 0 })
	for _, test := range []struct {
		name   string
		policy Policy
		grows  bool // he knows that women only join, and none is taken out again
	}{
		{"the default, knowing that counts only grow", policies[0], true},
		{"nhs-1-7-r5", policies[0], false},
		{"lt5-secondary", policies[1], false},
		{"lt10", policies[2], false},
	} {
		t.Run(test.name, func(t *testing.T) {
			random := rand.New(rand.NewPCG(20210831, 7))
			stood, secrets, open := 0, 0, 0
			for range many {
				sequence := shape.sequence(random, test.grows)
				moments := shape.released(t, test.policy, sequence)
				facts, wanted := shape.tells(test.policy, moments)
				for kind := range 2 * shape.kinds {
					if test.grows {
						facts = append(facts, relation{over(1, shape.kinds, 1<<kind), 1 << kind, 0, unlimited})
					}
				}
				truth := slices.Concat(sequence...)
				for _, one := range wanted {
					secrets++
					found, undecided := follow(truth, facts, one)
					if undecided {
						open++
					} else if !found {
						t.Fatalf("of %v the groups %b less %b can only be %d: %s, then %s, then %s", sequence, one.more, one.less,
							truth.in(one.more)-truth.in(one.less), texts(moments[0].shown), texts(moments[1].shown), texts(moments[2].shown))
					}
				}
				for release, m := range moments {
					for _, before := range m.stood {
						stood += asInt(before < release)
					}
				}
			}
			t.Logf("%d sequences of three, %d earlier counts stood, %d secrets, %d undecided", many, stood, secrets, open)
			if stood == 0 || open > secrets/100 {
				t.Errorf("%d earlier counts stood; of %d secrets he gave %d up", stood, secrets, open)
			}
		})
	}
}

// sequence makes three cohorts, one after the other.
func (s shape) sequence(random *rand.Rand, grows bool) []cohort {
	women := make(cohort, s.kinds)
	most := []int{4, 9, 15, 40}[random.IntN(4)]
	for kind := range women {
		women[kind] = random.IntN(most + 1)
	}
	sequence := []cohort{women}
	for range 2 {
		women = slices.Clone(women)
		for kind := range women {
			women[kind] += random.IntN([]int{2, 4, 12}[random.IntN(3)])
			if !grows {
				women[kind] = max(0, women[kind]-random.IntN(3))
			}
		}
		sequence = append(sequence, women)
	}
	return sequence
}

func TestWhatComesAfterAnEarlierRelease(t *testing.T) {
	for _, test := range []struct {
		name     string
		printed  []int // before, of the same women
		hidden   []int
		nested   []int // as at the same day, of more of them or fewer
		now      int
		nhs, lt5 string
	}{
		{"nothing was printed", nil, nil, nil, 33, "35", "33"},
		{"one woman more", []int{32}, nil, nil, 33, "30", "32"},
		{"seven more", []int{32}, nil, nil, 39, "30", "39"},
		{"eight more", []int{32}, nil, nil, 40, "40", "40"},
		{"two fewer", []int{32}, nil, nil, 30, "30", "32"},
		{"the nearest of two", []int{20, 29}, nil, nil, 26, "30", "29"},
		{"as many as then", []int{32}, nil, nil, 32, "30", "32"},
		{"small now", []int{10}, nil, nil, 4, "*", "*"},
		{"none then, eight now", []int{0}, nil, nil, 8, "10", "8"},
		{"hidden then", nil, []int{20}, nil, 22, "*", "*"},
		{"hidden then, many more now", nil, []int{20}, nil, 32, "30", "32"},
		{"small then, and so hidden", nil, []int{3}, nil, 9, "10", "9"},
		{"all but two of a wider group", nil, nil, []int{35}, 33, "*", "*"},
		{"two more than a narrower group", nil, nil, []int{31}, 33, "*", "*"},
		{"the same as a wider group", nil, nil, []int{33}, 33, "35", "33"},
		{"far from a wider group", nil, nil, []int{60}, 33, "35", "33"},
	} {
		for _, want := range []struct{ policy, text string }{{"nhs-1-7-r5", test.nhs}, {"lt5-secondary", test.lt5}} {
			var earlier Earlier
			for _, count := range test.printed {
				earlier.Printed("women", "", false, count)
			}
			for _, count := range test.hidden {
				earlier.Hidden("women", "", false, count)
			}
			for _, count := range test.nested {
				earlier.PrintedOfAnother("women", "", false, count)
			}
			shown, err := named(t, want.policy).After(&earlier).Figures([]figure.Figure{count(t, test.now)})
			if err != nil || shown[0].Text() != want.text {
				t.Errorf("%s, by %s: %q, want %q (%v)", test.name, want.policy, shown[0].Text(), want.text, err)
			}
		}
	}
}

func TestEarlierCountsThatDoNotGoTogetherAreHidden(t *testing.T) {
	// 20 of 20 stood before; now 13 of 14: the 20 would stand over 14.
	var earlier Earlier
	earlier.Printed("share", "", false, 20)
	shown, err := Default().After(&earlier).Figures([]figure.Figure{share(t, 13, 14)})
	if err != nil || shown[0].Text() != "* of 15" {
		t.Errorf("%q, %v", shown[0].Text(), err)
	}
}
