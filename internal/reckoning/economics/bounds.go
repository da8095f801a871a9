package economics

import (
	"encoding/json"
	"math/big"
	"strconv"

	"throughline/internal/reckoning/figure"
)

// Range is an amount of money that is not known to one number. There is no way to
// have one of its numbers without the others.
type Range struct {
	low, central, high *big.Rat // pounds
	undecided          []string // titles of what nobody decided
}

// Pence returns the least, the middle and the most, each rounded once.
func (r Range) Pence() (low, central, high int64) {
	return pence(r.low), pence(r.central), pence(r.high)
}

// Settled says whether everything the range hangs on was decided by somebody.
// Where it was not, the middle is the half way of what nobody knows, and is not
// printed.
func (r Range) Settled() bool { return len(r.undecided) == 0 }

// String writes the range in whole pounds.
func (r Range) String() string {
	text := whole(r.low) + " to " + whole(r.high)
	switch n := len(r.undecided); n {
	case 0:
	case 1:
		return text + ", and no middle: 1 assumption is undecided"
	default:
		return text + ", and no middle: " + strconv.Itoa(n) + " assumptions are undecided"
	}
	return text + ", with " + whole(r.central) + " in the middle"
}

// MarshalJSON writes all of it, in pence.
func (r Range) MarshalJSON() ([]byte, error) {
	low, central, high := r.Pence()
	written := struct {
		Low       int64    `json:"low_pence"`
		Central   *int64   `json:"central_pence"`
		High      int64    `json:"high_pence"`
		Undecided []string `json:"undecided,omitempty"`
	}{low, &central, high, r.undecided}
	if !r.Settled() {
		written.Central = nil
	}
	return json.Marshal(written)
}

// whole writes pounds to the nearest one.
func whole(amount *big.Rat) string {
	hundredth := new(big.Rat).Quo(amount, big.NewRat(100, 1))
	return figure.Pounds(pence(hundredth) * 100)
}
