package scheme

import (
	"fmt"
	"slices"

	"throughline/internal/domain/calendar"
)

// Stand is how one pathway stands for all encounters that answer its clauses
// alike.
type Stand struct {
	Pathway   string
	Decision  Standing
	No        []string // ids of the clauses answered no
	NotKnown  []string // ids of the clauses not known
	WouldNeed []string // what would have to be known, in plain words
}

// Sorter decides one encounter after another under a rulebook, as Decide does.
// It works each clause out once for every set of the words the clause asks, so
// that a million encounters cost little more than looking at them; what it holds
// grows with the different values of those words, not with the encounters. Make
// one with NewSorter. It is not safe for use by several at once.
type Sorter struct {
	book     *Rulebook
	settings Settings

	words    []*word          // that any clause asks
	values   []map[any]uint32 // of each word: its values, numbered; 0 is not known
	now      []uint32         // the values of the encounter at hand, by word
	pathways []sorted
	stands   []*Stand
	pairs    map[[2]uint32]uint32
}

// sorted is what is worked out of one pathway.
type sorted struct {
	pathway *Pathway
	clauses []sortedClause
	stands  map[uint32]*Stand // by the answers of its clauses
}

type sortedClause struct {
	clause  *Clause
	asks    []int // places in words
	answers map[uint32]uint32
	told    []told // by answer, less one
}

// told is one answer of a clause, with what would have to be known.
type told struct {
	holds Answer
	needs []string
}

// NewSorter returns a sorter for a rulebook and what was decided locally.
func NewSorter(book *Rulebook, settings Settings) *Sorter {
	s := &Sorter{book: book, settings: settings, pairs: map[[2]uint32]uint32{}}
	for i := range book.Pathways {
		made := sorted{pathway: &book.Pathways[i], stands: map[uint32]*Stand{}}
		for j := range made.pathway.Clauses {
			clause := sortedClause{clause: &made.pathway.Clauses[j], answers: map[uint32]uint32{}}
			for _, name := range clause.clause.test.asks {
				if asked := wordNamed(name); asked != nil {
					clause.asks = append(clause.asks, s.place(asked))
				}
			}
			if !clause.clause.NotStated {
				made.clauses = append(made.clauses, clause)
			}
		}
		s.pathways = append(s.pathways, made)
	}
	s.now = make([]uint32, len(s.words))
	s.stands = make([]*Stand, len(s.pathways))
	return s
}

// place returns where a word stands among those asked.
func (s *Sorter) place(asked *word) int {
	at := slices.Index(s.words, asked)
	if at < 0 {
		at = len(s.words)
		s.words, s.values = append(s.words, asked), append(s.values, map[any]uint32{})
	}
	return at
}

// Sort returns how every pathway stands for an encounter on a day, in the
// rulebook's order. Encounters whose clauses are answered alike get the same
// Stand, which is not to be written to; the list is the sorter's own and holds
// until the next call.
func (s *Sorter) Sort(e *Encounter, on calendar.Day) []*Stand {
	for i, asked := range s.words {
		s.now[i] = s.number(i, asked, e)
	}
	inForce := s.book.inForce(on)
	for i := range s.pathways {
		p := &s.pathways[i]
		key := inForceNumber[inForce.Holds]
		for j := range p.clauses {
			key = s.pair(key, p.clauses[j].answer(s, e))
		}
		stand, known := p.stands[key]
		if !known {
			stand = s.stand(p, inForce)
			p.stands[key] = stand
		}
		s.stands[i] = stand
	}
	return s.stands
}

var inForceNumber = map[Answer]uint32{Yes: 1, No: 2, NotKnown: 3, NotStated: 4}

// number returns the number of what an encounter says of a word.
func (s *Sorter) number(i int, asked *word, e *Encounter) uint32 {
	value, ok := asked.known(e)
	if !ok {
		return 0
	}
	if list, several := value.([]string); several {
		value = fmt.Sprintf("%q", list)
	}
	n, known := s.values[i][value]
	if !known {
		n = uint32(len(s.values[i])) + 1
		s.values[i][value] = n
	}
	return n
}

// pair returns one number for two, the same for the same two. It begins far
// above the numbers of single values, so that none is taken for another.
func (s *Sorter) pair(a, b uint32) uint32 {
	key := [2]uint32{a, b}
	n, known := s.pairs[key]
	if !known {
		n = uint32(len(s.pairs)) + firstPair
		s.pairs[key] = n
	}
	return n
}

const firstPair = 1 << 31

// answer returns the number of the clause's answer to the encounter at hand.
func (c *sortedClause) answer(s *Sorter, e *Encounter) uint32 {
	key := c.key(s)
	n, known := c.answers[key]
	if !known {
		n = c.work(s.book, e, s.settings)
		c.answers[key] = n
	}
	return n
}

// key returns one number for the words that the clause asks of the encounter at
// hand.
func (c *sortedClause) key(s *Sorter) uint32 {
	key := uint32(0)
	for _, place := range c.asks {
		key = s.pair(key, s.now[place])
	}
	return key
}

// work works the clause out, and returns the number of its answer.
func (c *sortedClause) work(book *Rulebook, e *Encounter, settings Settings) uint32 {
	answer, needs := book.answer(c.clause, book.facts(knownOf(e), settings))
	for i, known := range c.told {
		if known.holds == answer.Holds && slices.Equal(known.needs, needs) {
			return uint32(i) + 1
		}
	}
	c.told = append(c.told, told{answer.Holds, needs})
	return uint32(len(c.told))
}

// stand puts the answers of the clauses to the encounter at hand together.
func (s *Sorter) stand(p *sorted, inForce ClauseAnswer) *Stand {
	stand := &Stand{Pathway: p.pathway.Code, Decision: Open}
	add := func(id string, holds Answer, needs []string) {
		switch holds {
		case No:
			stand.Decision = Closed
			stand.No = append(stand.No, id)
		case NotKnown:
			if stand.Decision == Open {
				stand.Decision = Unclear
			}
			stand.NotKnown = append(stand.NotKnown, id)
		}
		for _, need := range needs {
			if !slices.Contains(stand.WouldNeed, need) {
				stand.WouldNeed = append(stand.WouldNeed, need)
			}
		}
	}
	var days []string
	if inForce.Holds == NotKnown {
		days = []string{theDay}
	}
	add(inForceID, inForce.Holds, days)
	for i := range p.clauses {
		c := &p.clauses[i]
		said := c.told[c.answers[c.key(s)]-1]
		add(c.clause.ID, said.holds, said.needs)
	}
	return stand
}

// theDay is what would have to be known of an encounter without a date.
const theDay = "the day of the encounter"
