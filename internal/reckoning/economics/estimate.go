package economics

import (
	"cmp"
	"fmt"
	"math/big"
	"slices"
	"strings"

	"throughline/internal/domain/calendar"
	"throughline/internal/reckoning/figure"
)

// Counts are what values are multiplied by, as whoever reads may know them: a
// count that is hidden from the reader is not known.
type Counts struct {
	// Costed says that there are cost lines, and Window which days they cover.
	Costed bool
	Window calendar.Window
	Pence  int64 // what they come to
	// Women who engaged, of those referred in the window; Known is false where the
	// count is hidden.
	Women int
	Known bool
}

// Estimate is what one value comes to, under the assumptions. Each stands by
// itself.
type Estimate struct {
	Value Value
	Range Range
	// Of says what the value was multiplied by.
	Of string
	// Swings show how far each assumption moves the result, the farthest first.
	Swings []Swing
	// Prices says whether the value was brought to the prices of the cost lines.
	Prices string
}

// Swing is how far the result moves where one assumption goes from one end to the
// other and all others stand in their middle.
type Swing struct {
	Title         string
	AtLow, AtHigh string // the ends of the assumption
	Low, High     int64  // the result at each, in pence
}

// Wide is how far the two results lie apart, in pence.
func (s Swing) Wide() int64 { return max(s.Low, s.High) - min(s.Low, s.High) }

// Estimates works out every return of the library, in its order, which is no
// ranking. What cannot be worked out is named in without, with the reason.
func Estimates(library Library, assumptions []Assumption, counts Counts) (made []Estimate, without []string) {
	discount, rated := library.Value("discount_rate")
	for _, value := range library.Returns() {
		if why := counts.lack(value.Times); why != "" || !rated {
			without = append(without, value.Text+": "+cmp.Or(why, "there is no discount rate"))
			continue
		}
		made = append(made, working{library.Deflator, assumptions, discount.Central.rat}.of(value, counts))
	}
	return made, without
}

// lack says why a value cannot be multiplied, "" where it can.
func (c Counts) lack(times Times) string {
	switch {
	case !c.Costed:
		return "no cost is recorded, so there are no days to count over"
	case times == PrisonPlaces && !c.Known:
		return "the number of women is hidden"
	}
	return ""
}

// quantity is what a value is multiplied by, and what that is in words.
func (c Counts) quantity(times Times) (*big.Rat, string) {
	if times == PrisonPlaces {
		return new(big.Rat).SetInt64(int64(c.Women)), "Women who engaged: " + figure.Thousands(int64(c.Women))
	}
	return big.NewRat(c.Pence, 100), "Pounds spent, by the cost lines: " + figure.Pounds(c.Pence)
}

// working is what every estimate is worked out with.
type working struct {
	deflator    Deflator
	assumptions []Assumption
	discount    *big.Rat // per cent a year
}

// factor is one thing that an estimate hangs on.
type factor struct {
	Assumption
	mid *big.Rat
	at  func(*big.Rat) string
}

// ends returns the two ends, the one with the smaller result first.
func (f factor) ends() (worst, best *big.Rat) {
	if f.falls {
		return f.high, f.low
	}
	return f.low, f.high
}

func (w working) of(value Value, counts Counts) Estimate {
	made := Estimate{Value: value}
	value, made.Prices = w.deflator.restated(value, counts.Window.To)
	quantity, of := counts.quantity(value.Times)
	made.Of = of
	factors := w.factors(value)
	worth := func(pick func(factor) *big.Rat) *big.Rat {
		return new(big.Rat).Mul(quantity, w.perUnit(factors, pick))
	}
	made.Range.low = worth(func(f factor) *big.Rat { worst, _ := f.ends(); return worst })
	made.Range.central = worth(func(f factor) *big.Rat { return f.mid })
	made.Range.high = worth(func(f factor) *big.Rat { _, best := f.ends(); return best })
	for _, moved := range factors {
		if w.idle(moved) {
			continue
		}
		if moved.Name != "" && !moved.Decided() {
			made.Range.undecided = append(made.Range.undecided, moved.Title)
		}
		if moved.low.Cmp(moved.high) == 0 {
			continue
		}
		result := func(end *big.Rat) int64 {
			return pence(worth(func(f factor) *big.Rat {
				if f.Name == moved.Name {
					return end
				}
				return f.mid
			}))
		}
		made.Swings = append(made.Swings, Swing{
			Title: moved.Title, AtLow: moved.at(moved.low), AtHigh: moved.at(moved.high), Low: result(moved.low), High: result(moved.high),
		})
	}
	slices.SortStableFunc(made.Swings, func(a, b Swing) int { return cmp.Compare(b.Wide(), a.Wide()) })
	return made
}

// factors lists what the result of a value hangs on: the value itself, which has
// no name, and the assumptions that are about it.
func (w working) factors(value Value) []factor {
	low, central, high := value.span()
	list := []factor{{
		Assumption: Assumption{Title: "The value itself", low: low, high: high}, mid: central,
		at: func(end *big.Rat) string { return figure.Pounds(pence(end)) + value.after() },
	}}
	for _, a := range w.assumptions {
		if a.Name == Places && value.Times != PrisonPlaces ||
			strings.HasPrefix(a.Name, optimism) && a.Name != optimism+string(value.Confidence) {
			continue
		}
		list = append(list, factor{a, a.middle(), a.at})
	}
	return list
}

// idle says whether a factor can make no difference: what is counted once loses
// nothing from year to year.
func (w working) idle(f factor) bool {
	once := !slices.ContainsFunc(w.assumptions, func(a Assumption) bool { return a.Name == Years && a.Decided() })
	return once && (f.Name == Years || f.Name == DropOff)
}

// perUnit is what one of what is counted comes to, with each factor as picked.
func (w working) perUnit(factors []factor, pick func(factor) *big.Rat) *big.Rat {
	result := big.NewRat(1, 1)
	years, drop := int64(1), new(big.Rat)
	for _, f := range factors {
		at := pick(f)
		switch {
		case f.Name == Years:
			years = at.Num().Int64()
		case f.Name == DropOff:
			drop = at
		case f.falls:
			result.Mul(result, new(big.Rat).Sub(big.NewRat(1, 1), at))
		default:
			result.Mul(result, at)
		}
	}
	return result.Mul(result, overYears(years, drop, w.discount))
}

// overYears is what one pound in the first year comes to over so many years, each
// losing a share of the year before and discounted to the first.
func overYears(years int64, drop, discount *big.Rat) *big.Rat {
	one := big.NewRat(1, 1)
	rate := new(big.Rat).Quo(discount, big.NewRat(100, 1))
	step := new(big.Rat).Quo(new(big.Rat).Sub(one, drop), new(big.Rat).Add(one, rate))
	sum, year := new(big.Rat), new(big.Rat).Set(one)
	for range years {
		sum.Add(sum, year)
		year.Mul(year, step)
	}
	return sum
}

// Doubled says which of the estimates would count the same money twice, were they
// added. Nothing here adds them.
func Doubled(estimates []Estimate) []string {
	var said []string
	spent, placed := 0, 0
	for _, one := range estimates {
		switch one.Value.Times {
		case PoundsSpent:
			spent++
		case PrisonPlaces:
			placed++
		}
	}
	if spent > 1 {
		said = append(said, fmt.Sprintf("%d of these start from the same pounds spent. Two of them together would count those pounds twice.", spent))
	}
	if spent > 0 && placed > 0 {
		said = append(said, "What a place in prison costs may be part of what the others count. No source says.")
	}
	return said
}
