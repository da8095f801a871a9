package linkage

import (
	"cmp"
	"slices"
)

// Decision is what follows from the weights of one record of a feed.
type Decision string

// The decisions. Only a person links what is for review.
const (
	Link   Decision = "link"
	Review Decision = "review"
	None   Decision = "none"
)

// Thresholds say from which weight on a record is linked, and from which a person
// has to look. A second woman within Margin of the first is for a person too.
type Thresholds struct {
	Link, Review, Margin float64
}

// Usual are the thresholds where nobody chose others: the model holds one in about
// thirty that are just linked to be another woman, and a person looks at what is
// less sure than that and not as good as ruled out.
var Usual = Thresholds{Link: 5, Review: -2, Margin: 3}

// Best is one record of a feed with the woman whose records fit it best.
type Best struct {
	Record   int32 // of the feed, the right table
	Pair     Pair  // the zero Pair where no record was compared with it
	Second   Pair  // of the woman who fits it next best
	Rivals   bool  // there is a second woman
	Compared bool
}

// Bests keeps, for each record of a feed, the two women who fit it best. A woman may
// have several records, one for each name she uses.
type Bests struct {
	woman []int32 // by record of the left table, which woman
	list  []Best
}

// NewBests begins, with which woman each record of the left table is of, for a feed
// of so many records.
func NewBests(woman []int32, feed int) *Bests {
	b := &Bests{woman: woman, list: make([]Best, feed)}
	for i := range b.list {
		b.list[i].Record = int32(i)
	}
	return b
}

// Take takes a pair.
func (b *Bests) Take(pair Pair) {
	one := &b.list[pair.Right]
	switch {
	case !one.Compared:
		one.Pair, one.Compared = pair, true
	case b.woman[pair.Left] == b.woman[one.Pair.Left]:
		if better(pair, one.Pair) {
			one.Pair = pair
		}
	case better(pair, one.Pair):
		one.Second, one.Rivals, one.Pair = one.Pair, true, pair
	case !one.Rivals || better(pair, one.Second):
		one.Second, one.Rivals = pair, true
	}
}

// better says which of two pairs fits better; of two that fit the same, the one of
// the earlier record, so that the order in which they come does not matter.
func better(a, b Pair) bool {
	return cmp.Or(cmp.Compare(a.Weight, b.Weight), cmp.Compare(b.Left, a.Left)) > 0
}

// Add takes what another scorer kept.
func (b *Bests) Add(other *Bests) {
	for _, one := range other.list {
		if one.Compared {
			b.Take(one.Pair)
		}
		if one.Rivals {
			b.Take(one.Second)
		}
	}
}

// List returns one for each record of the feed, in its order.
func (b *Bests) List() []Best { return slices.Clone(b.list) }

// Decide says what follows from one of them.
func (t Thresholds) Decide(one Best) Decision {
	switch {
	case !one.Compared || one.Pair.Weight < t.Review:
		return None
	case one.Pair.Weight < t.Link || one.Rivals && one.Second.Weight >= t.Review && one.Pair.Weight-one.Second.Weight < t.Margin:
		return Review
	}
	return Link
}
