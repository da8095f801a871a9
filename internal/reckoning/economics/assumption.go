package economics

import (
	"fmt"
	"math/big"
	"regexp"
	"strings"
)

// Assumption is something that a range hangs on and that no source here states.
// Until somebody decides it, it may be anything it can be.
type Assumption struct {
	Name string // in addresses
	// Title names it, and Asks says what it asks, in plain words.
	Title, Asks string
	// Typed is what was tried, as it was typed; "" while it is undecided.
	Typed     string
	low, high *big.Rat
	// falls says that the result falls as the assumption rises.
	falls bool
	whole bool // counts years, and is no share
}

// Decided says whether anybody put a range to it.
func (a Assumption) Decided() bool { return a.Typed != "" }

// Words says what the assumption is taken to be.
func (a Assumption) Words() string {
	if !a.Decided() {
		if a.whole {
			return "undecided: counted once"
		}
		return "undecided: anything from " + a.at(a.low) + " to " + a.at(a.high)
	}
	if a.whole {
		return plain(a.low) + " to " + a.at(a.high)
	}
	return a.at(a.low) + " to " + a.at(a.high)
}

// at writes one end of it.
func (a Assumption) at(end *big.Rat) string {
	switch {
	case a.whole && end.Cmp(big.NewRat(1, 1)) == 0:
		return "1 year"
	case a.whole:
		return plain(end) + " years"
	}
	return plain(new(big.Rat).Mul(end, big.NewRat(100, 1))) + "%"
}

// middle is half way; of years, the whole one below.
func (a Assumption) middle() *big.Rat {
	middle := half(a.low, a.high)
	if a.whole {
		middle.SetInt(new(big.Int).Quo(middle.Num(), middle.Denom()))
	}
	return middle
}

// plain writes a number without trailing noughts.
func plain(n *big.Rat) string {
	text := n.FloatString(2)
	return strings.TrimSuffix(strings.TrimRight(text, "0"), ".")
}

// Names of the assumptions; that of optimism is followed by the grade of the
// value it is about.
const (
	Deadweight   = "deadweight"
	Attribution  = "attribution"
	Displacement = "displacement"
	DropOff      = "drop_off"
	Years        = "years"
	Places       = "prison_places"
	optimism     = "optimism_"
)

// mostYears is how far the discount rate goes before it changes.
const mostYears = 30

// Undecided returns every assumption that the returns of a library hang on, each
// undecided. There is one for optimism in each grade that a return has.
func Undecided(library Library) []Assumption {
	share := func(name, title, asks string, falls bool) Assumption {
		return Assumption{Name: name, Title: title, Asks: asks, falls: falls, low: new(big.Rat), high: big.NewRat(1, 1)}
	}
	list := []Assumption{
		share(Deadweight, "Would have come anyway", "Of the change, what would have come without the service?", true),
		share(Attribution, "Owed to this service", "Of the rest, what is owed to this service and not to others?", false),
		share(Displacement, "Moved elsewhere", "Of that, what only moved to other places or people?", true),
		{Name: Years, Title: "Years it lasts", Asks: "How many years does it last?", whole: true, low: big.NewRat(1, 1), high: big.NewRat(1, 1)},
		share(DropOff, "Lost each year", "After the first year, what is lost with each year?", true),
	}
	graded := map[Grade]bool{}
	placed := false
	for _, value := range library.Returns() {
		graded[value.Confidence] = true
		placed = placed || value.Times == PrisonPlaces
	}
	for _, grade := range Grades() {
		if graded[grade] {
			list = append(list, share(optimism+string(grade), "Too hopeful: "+grade.Words(),
				"By how much are values of this grade too hopeful?", true))
		}
	}
	if placed {
		list = append(list, share(Places, "Prison places not used", "For each 100 women who engaged, how many places in prison were not used?", false))
	}
	return list
}

var rangeForm = regexp.MustCompile(`^(\d{1,3}(?:\.\d{1,2})?)\s*%?\s*(?:to|-|–)\s*(\d{1,3}(?:\.\d{1,2})?)\s*%?$`)

// Try returns the assumption with a range as somebody types it, such as "20 to
// 40" in per cent, or "1 to 3" years. "" leaves it undecided. The error is for
// whoever typed it.
func (a Assumption) Try(typed string) (Assumption, error) {
	typed = strings.TrimSpace(typed)
	if typed == "" {
		return a, nil
	}
	example, most := "20 to 40", big.NewRat(100, 1)
	if a.whole {
		example, most = "1 to 3", big.NewRat(mostYears, 1)
	}
	match := rangeForm.FindStringSubmatch(typed)
	if match == nil {
		return a, fmt.Errorf("enter two numbers, such as %s: nobody knows this to one number", example)
	}
	low, _ := new(big.Rat).SetString(match[1])
	high, _ := new(big.Rat).SetString(match[2])
	switch {
	case low.Cmp(high) > 0:
		return a, fmt.Errorf("enter the smaller number first, such as %s", example)
	case high.Cmp(most) > 0:
		return a, fmt.Errorf("enter numbers up to %s", plain(most))
	case a.whole && (!low.IsInt() || !high.IsInt() || low.Sign() == 0):
		return a, fmt.Errorf("enter whole years from 1 to %d", mostYears)
	}
	if !a.whole {
		low.Quo(low, big.NewRat(100, 1))
		high.Quo(high, big.NewRat(100, 1))
	}
	a.Typed, a.low, a.high = typed, low, high
	return a, nil
}
