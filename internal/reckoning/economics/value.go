package economics

import (
	"fmt"
	"math/big"
	"regexp"

	"go.yaml.in/yaml/v3"

	"throughline/internal/domain/scheme"
	"throughline/internal/reckoning/figure"
)

// NotStated is what a document writes where its source is silent.
const NotStated = "not_stated"

// Grade says how sure a value is, by where it was read.
type Grade string

// The grades, the surest first.
const (
	Stated Grade = "stated" // printed in one of the two source documents
	High   Grade = "high"   // read in an official text
	Medium Grade = "medium" // read in a second-hand account
	Low    Grade = "low"    // generally known, and not looked up
)

// Grades lists the grades, the surest first.
func Grades() []Grade { return []Grade{Stated, High, Medium, Low} }

// Words says where a value of the grade was read.
func (g Grade) Words() string {
	switch g {
	case Stated:
		return "stated in a source document"
	case High:
		return "official text seen"
	case Medium:
		return "second-hand account seen"
	}
	return "not looked up"
}

// Use is what a value may be used for.
type Use string

// The uses.
const (
	Cost        Use = "cost"         // beside the cost of a scheme
	AvoidedCost Use = "avoided_cost" // times a count: money not spent elsewhere
	SocialValue Use = "social_value" // times a count: worth that nobody gets back as money
	ForMethod   Use = "method"       // in the working itself
	OnlyContext Use = "context"      // to be read, and nothing else
)

// The units of values.
const (
	poundsAWoman = "GBP per woman"
	poundsPlace  = "GBP per place"
	poundsAYear  = "GBP a year"
	poundsBack   = "GBP per GBP" // what each pound spent brings
	millions     = "GBP million"
	billions     = "GBP billion"
	perCent      = "per cent"
)

var units = []string{poundsAWoman, poundsPlace, poundsAYear, poundsBack, millions, billions, perCent}

// Times is what a value is multiplied by.
type Times string

// What values are multiplied by.
const (
	ByNothing    Times = ""
	PoundsSpent  Times = "pounds_spent"  // the cost lines of the scheme
	PrisonPlaces Times = "prison_places" // places not used, as a share of the women who engaged
)

// Value is a number that somebody printed.
type Value struct {
	ID         string        `yaml:"id"`
	Text       string        `yaml:"text"`
	Unit       string        `yaml:"unit"`
	Low        Amount        `yaml:"low"`
	Central    Amount        `yaml:"central"`
	High       Amount        `yaml:"high"`
	Total      int64         `yaml:"total"` // pounds that Central was worked out from, among so many Women
	Women      int           `yaml:"women"`
	Source     scheme.Source `yaml:"source"` // lines of the two source documents
	Mark       scheme.Mark   `yaml:"mark"`
	Outside    string        `yaml:"outside"` // the publication, where it is neither of the two
	Year       string        `yaml:"year"`
	PriceBase  string        `yaml:"price_base"` // financial year, such as 2020-21
	Confidence Grade         `yaml:"confidence"`
	Use        Use           `yaml:"use"`
	Times      Times         `yaml:"times"`
	Method     string        `yaml:"method"` // whose working it is
	Note       string        `yaml:"note"`
}

// From says where the value was read.
func (v Value) From() string {
	if v.Source != "" {
		return string(v.Source)
	}
	return v.Outside
}

// Words writes the value with its unit, and says so where no range is printed.
func (v Value) Words() string {
	switch {
	case v.Low.known() && v.High.known():
		return v.of(v.Low) + " to " + v.of(v.High) + v.after()
	case v.Central.known():
		return v.of(v.Central) + v.after() + ", and no range is stated"
	}
	return "not stated"
}

func (v Value) of(amount Amount) string {
	switch v.Unit {
	case perCent:
		return amount.text + "%"
	case millions:
		return "£" + amount.text + "m"
	case billions:
		return "£" + amount.text + "bn"
	}
	return figure.Pounds(pence(amount.rat))
}

func (v Value) after() string {
	switch v.Unit {
	case poundsBack:
		return " for each £1"
	case poundsAWoman:
		return " for each woman"
	case poundsPlace:
		return " for a place"
	case poundsAYear:
		return " a year"
	}
	return ""
}

// span returns the least, the middle and the most that the value may be. A value
// without a range is all three; a range without a middle has its half way for
// one.
func (v Value) span() (low, central, high *big.Rat) {
	low, central, high = v.Low.rat, v.Central.rat, v.High.rat
	if central == nil {
		central = half(low, high)
	}
	if low == nil {
		low = central
	}
	if high == nil {
		high = central
	}
	return low, central, high
}

func half(low, high *big.Rat) *big.Rat {
	sum := new(big.Rat).Add(low, high)
	return sum.Quo(sum, big.NewRat(2, 1))
}

// Amount is a number as a document writes it, or not_stated.
type Amount struct {
	text string
	rat  *big.Rat // nil: not stated
}

func (a Amount) known() bool { return a.rat != nil }

// UnmarshalYAML reads a plain decimal number, or not_stated.
func (a *Amount) UnmarshalYAML(node *yaml.Node) error {
	a.text = node.Value
	if node.Kind == yaml.ScalarNode && a.text == NotStated {
		return nil
	}
	if node.Kind != yaml.ScalarNode || !plainNumber.MatchString(a.text) {
		return fmt.Errorf("line %d: %q is no number: write digits, or %s", node.Line, a.text, NotStated)
	}
	a.rat, _ = new(big.Rat).SetString(a.text)
	return nil
}

var plainNumber = regexp.MustCompile(`^\d{1,12}(\.\d{1,6})?$`)

// pence turns pounds into pence, rounded once, half up.
func pence(amount *big.Rat) int64 {
	doubled := new(big.Rat).Mul(amount, big.NewRat(200, 1))
	doubled.Add(doubled, big.NewRat(1, 1))
	whole := new(big.Int).Div(doubled.Num(), new(big.Int).Mul(doubled.Denom(), big.NewInt(2)))
	return whole.Int64()
}
