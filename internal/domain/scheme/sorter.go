package scheme

import (
	"fmt"
	"slices"

	"throughline/internal/domain/calendar"
)

// Local is a rulebook with what was decided locally about it.
type Local struct {
	Book     *Rulebook
	Settings Settings
}

// Stand is how one pathway stands for all encounters that answer its clauses
// alike.
type Stand struct {
	Pathway   string
	Decision  Standing
	No        []string // ids of the clauses answered no
	NotKnown  []string // ids of the clauses not known
	WouldNeed []string // what would have to be known, in plain words
}

// Sorter decides one encounter after another under several rulebooks, as Decide
// does under each. It works a clause out once for every set of the words that the
// clause asks, so that a million encounters cost little more than looking at
// them; what it holds grows with the different values of those words, not with
// the encounters. Make one with NewSorter. It is not safe for use by several at
// once.
type Sorter struct {
	words  []*word          // that any clause asks
	values []map[any]uint32 // of each word: its values, numbered from 1
	now    []uint32         // the encounter at hand, by word; 0 is not known
	pairs  map[[2]uint32]uint32
	books  []sortedBook
	stands [][]*Stand
}

// sortedBook is what is worked out under one rulebook.
type sortedBook struct {
	Local
	pathways []sortedPathway
}

type sortedPathway struct {
	code    string
	clauses []sortedClause
	stands  map[uint32]*Stand // by the answers of its clauses
}

type sortedClause struct {
	clause *Clause
	asks   []int    // places in words
	told   []told   // every answer there was
	to     []uint32 // the answer to each number of what it asks, its place in told plus one
}

// told is one answer of a clause, with what would have to be known.
type told struct {
	holds Answer
	needs []string
}

// NewSorter returns a sorter under these rulebooks.
func NewSorter(under ...Local) *Sorter {
	s := &Sorter{pairs: map[[2]uint32]uint32{}}
	for _, local := range under {
		made := sortedBook{Local: local}
		for i := range local.Book.Pathways {
			made.pathways = append(made.pathways, s.pathway(&local.Book.Pathways[i]))
		}
		s.books = append(s.books, made)
		s.stands = append(s.stands, make([]*Stand, len(made.pathways)))
	}
	s.now = make([]uint32, len(s.words))
	return s
}

func (s *Sorter) pathway(p *Pathway) sortedPathway {
	made := sortedPathway{code: p.Code, stands: map[uint32]*Stand{}}
	for i := range p.Clauses {
		clause := sortedClause{clause: &p.Clauses[i]}
		if clause.clause.NotStated {
			continue
		}
		for _, name := range clause.clause.test.asks {
			if asked := wordNamed(name); asked != nil {
				clause.asks = append(clause.asks, s.place(asked))
			}
		}
		made.clauses = append(made.clauses, clause)
	}
	return made
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

// Sort returns how every pathway stands for an encounter on a day, rulebook by
// rulebook and in the order of each. Encounters whose clauses are answered alike
// get the same Stand, which is not to be written to; the lists are the sorter's
// own and hold until the next call.
func (s *Sorter) Sort(e *Encounter, on calendar.Day) [][]*Stand {
	if on.Known() && e.OccurredOn != on {
		dated := *e
		dated.OccurredOn, e = on, &dated
	}
	for i, asked := range s.words {
		s.now[i] = s.number(i, asked, e)
	}
	for i := range s.books {
		b := &s.books[i]
		inForce := b.Book.inForce(on).Holds
		for j := range b.pathways {
			s.stands[i][j] = s.stand(b, &b.pathways[j], inForce, e)
		}
	}
	return s.stands
}

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

// pair returns one number for two, the same for the same two.
func (s *Sorter) pair(a, b uint32) uint32 {
	key := [2]uint32{a, b}
	n, known := s.pairs[key]
	if !known {
		n = uint32(len(s.pairs))
		s.pairs[key] = n
	}
	return n
}

// stand returns how a pathway stands for the encounter at hand.
func (s *Sorter) stand(b *sortedBook, p *sortedPathway, inForce Answer, e *Encounter) *Stand {
	key := inForceNumber[inForce]
	for i := range p.clauses {
		if c := &p.clauses[i]; len(c.asks) > 0 {
			key = s.pair(key, c.answer(s, b, e))
		}
	}
	stand, known := p.stands[key]
	if !known {
		stand = p.stand(s, b, inForce, e)
		p.stands[key] = stand
	}
	return stand
}

var inForceNumber = map[Answer]uint32{Yes: 1, No: 2, NotKnown: 3, NotStated: 4}

// answer returns the number of the clause's answer to the encounter at hand: its
// place in told, plus one.
func (c *sortedClause) answer(s *Sorter, b *sortedBook, e *Encounter) uint32 {
	var n uint32
	for i, place := range c.asks {
		if i == 0 {
			n = s.now[place]
		} else {
			n = s.pair(n, s.now[place])
		}
	}
	if int(n) >= len(c.to) {
		c.to = append(c.to, make([]uint32, int(n)+1-len(c.to))...)
	}
	if c.to[n] == 0 {
		c.to[n] = c.work(b, e)
	}
	return c.to[n]
}

// work works the clause out, and returns the number of its answer.
func (c *sortedClause) work(b *sortedBook, e *Encounter) uint32 {
	answer, needs := b.Book.answer(c.clause, b.Book.facts(knownOf(e, e.OccurredOn), b.Settings))
	for i, known := range c.told {
		if known.holds == answer.Holds && slices.Equal(known.needs, needs) {
			return uint32(i) + 1
		}
	}
	c.told = append(c.told, told{answer.Holds, needs})
	return uint32(len(c.told))
}

// stand puts the answers of the clauses to the encounter at hand together.
func (p *sortedPathway) stand(s *Sorter, b *sortedBook, inForce Answer, e *Encounter) *Stand {
	stand := &Stand{Pathway: p.code, Decision: Open}
	add := func(id string, said told) {
		switch said.holds {
		case No:
			stand.Decision = Closed
			stand.No = append(stand.No, id)
		case NotKnown:
			if stand.Decision == Open {
				stand.Decision = Unclear
			}
			stand.NotKnown = append(stand.NotKnown, id)
		}
		for _, need := range said.needs {
			if !slices.Contains(stand.WouldNeed, need) {
				stand.WouldNeed = append(stand.WouldNeed, need)
			}
		}
	}
	begins := told{holds: inForce}
	if inForce == NotKnown {
		begins.needs = []string{theDay}
	}
	add(inForceID, begins)
	for i := range p.clauses {
		c := &p.clauses[i]
		add(c.clause.ID, c.told[c.answer(s, b, e)-1])
	}
	return stand
}

// theDay is what would have to be known of an encounter without a date.
const theDay = "the day of the encounter"
