package evaluation

import (
	"math/rand/v2"
	"testing"

	"throughline/internal/domain/calendar"
	"throughline/internal/reckoning/column"
	"throughline/internal/reckoning/figure"
)

// What columns give by themselves is what the judgement of single blocks gives,
// whichever columns a definition names, in whatever order they are counted.
func TestColumnsGiveWhatTheJudgementGives(t *testing.T) {
	dice := rand.New(rand.NewPCG(3, 4))
	var columns Columns
	some := make([]column.Bits, 5)
	const cases = 300
	var amount column.Numbers
	for at := range cases {
		columns.closed.Set(at, calendar.Day(dice.IntN(5)))
		for i := range some {
			some[i].Set(at, dice.IntN(2) == 0)
		}
		columns.flags[isEnded].Set(at, dice.IntN(3) > 0)
		amount.Set(at, dice.IntN(5))
	}
	chosen := make(column.Bits, column.Words(cases))
	for at := range cases {
		chosen.Set(at, dice.IntN(4) > 0)
	}
	n := &counting{Columns: &columns, chosen: chosen}
	pick := func(i int) *column.Bits {
		if dice.IntN(3) == 0 {
			return nil
		}
		return &some[i]
	}
	for range 200 {
		d := plainly([]flag{isEnded, anyCase}[dice.IntN(2)], "x", "", "", "", plain{among: pick(0), theirs: pick(1), except: pick(2), known: pick(3), holds: pick(4)})
		if dice.IntN(2) == 0 {
			d.ended = calendar.Window{From: calendar.Day(dice.IntN(3)), To: 4}
		}
		if dice.IntN(2) == 0 {
			d.kind, d.amount = figure.Mean, amount
		}
		judged := d
		judged.plain = nil
		for range 2 { // the second time out of the base of the first
			if got, want := n.tally(d), n.tally(judged); got.Numerator != want.Numerator || got.Base != want.Base || got.Missing != want.Missing || got.NotApplicable != want.NotApplicable {
				t.Fatalf("%+v, want %+v", got, want)
			}
		}
	}
}
