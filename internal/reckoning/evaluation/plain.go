package evaluation

import (
	"math/bits"

	"throughline/internal/domain/calendar"
	"throughline/internal/reckoning/column"
	"throughline/internal/reckoning/figure"
)

// plain is a judgement that columns give by themselves, so that very many figures
// of one form are counted without asking anything of single blocks. A nil column
// is everybody; of except, nobody.
type plain struct {
	among  *column.Bits // whom it is about, of those the definition is about
	theirs *column.Bits // whose question it is
	except *column.Bits // and whose it is not all the same
	known  *column.Bits // of whom the answer is known
	holds  *column.Bits // and of whom it is yes
}

// judge says the same of 64 cases.
func (p plain) judge(b block) marks {
	return when(wordOf(p.holds, b.at)).ifKnown(wordOf(p.known, b.at)).ifTheirs(p.own(b.at)).of(wordOf(p.among, b.at))
}

// own are those of 64 cases whose question it is.
func (p plain) own(at int) uint64 {
	own := wordOf(p.theirs, at)
	if p.except != nil {
		own &^= p.except.Word(at)
	}
	return own
}

func wordOf(column *column.Bits, at int) uint64 {
	if column == nil {
		return ^uint64(0)
	}
	return column.Word(at)
}

// plainly begins a definition that columns give by themselves.
func plainly(of flag, id, title, text, source string, by plain) definition {
	d := proportionOf(of, id, title, text, source, by.judge)
	d.plain = &by
	return d
}

// base is the cases that a definition is counted out of.
type base struct {
	of                baseOf
	places            column.Bits
	asked, own, known int
}

// baseOf says which base it is: definitions with the same are counted out of the
// same cases.
type baseOf struct {
	of                           flag
	ended                        calendar.Window
	among, theirs, except, known *column.Bits
}

// baseFor works out the base of a definition, unless it is that of the one before:
// figures that stand beside one another mostly share theirs.
func (n *counting) baseFor(d definition) *base {
	by := d.plain
	of := baseOf{d.of, d.ended, by.among, by.theirs, by.except, by.known}
	if n.shared.places != nil && n.shared.of == of {
		return &n.shared
	}
	if n.shared.places == nil {
		n.shared.places = make(column.Bits, len(n.chosen))
	}
	made := base{of: of, places: n.shared.places}
	ended := n.endedIn(d.ended)
	for at, those := range n.chosen {
		if those &= (block{n, at}).is(d.of) & wordOf(by.among, at); ended != nil {
			those &= ended.Word(at)
		}
		if those != 0 {
			made.asked += bits.OnesCount64(those)
			those &= by.own(at)
			made.own += bits.OnesCount64(those)
			those &= wordOf(by.known, at)
			made.known += bits.OnesCount64(those)
		}
		made.places[at] = those
	}
	n.shared = made
	return &n.shared
}

// tallyPlain is tally of a definition that columns give by themselves.
func (n *counting) tallyPlain(d definition) figure.Tally {
	of, counted := n.baseFor(d), 0
	for at, those := range of.places {
		switch {
		case those == 0:
		case d.amount != nil:
			counted += d.amount.Sum(at, those&wordOf(d.plain.holds, at))
		default:
			counted += bits.OnesCount64(those & wordOf(d.plain.holds, at))
		}
	}
	return figure.Tally{Numerator: counted, Base: of.known, Missing: of.own - of.known, NotApplicable: of.asked - of.own}
}
