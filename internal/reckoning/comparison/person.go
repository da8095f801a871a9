package comparison

import (
	"cmp"
	"regexp"
	"slices"
)

// Trait is something two people can be alike in.
type Trait string

// The traits that a comparison knows, by their column in a comparator file.
const (
	Age          Trait = "age"
	Ethnicity    Trait = "ethnicity"
	FirstTime    Trait = "first_time"
	OffenceGroup Trait = "offence_group"
	Area         Trait = "area"
)

// Traits lists them.
var Traits = []Trait{Age, Ethnicity, FirstTime, OffenceGroup, Area}

// NotStated stands for an answer that nobody gave: a value like any other.
const NotStated = "not_stated"

// OffenceGroupOf returns the group of an offence code of the criminal justice
// system: the Act it is against, by the letters and year it begins with, such as
// TH68 of TH68010. What is no such code is its own group.
func OffenceGroupOf(code string) string {
	if group := offenceCode.FindStringSubmatch(code); group != nil {
		return group[1]
	}
	return code
}

var offenceCode = regexp.MustCompile(`^([A-Z]{2}[0-9]{2})[0-9]{3}[A-Z0-9-]*$`)

// Person is one person by her coded answers.
type Person struct {
	Age    int              // whole years; 0 where it is not stated
	Coded  map[Trait]string // every trait but age; "" or absent where it is not stated
	Follow Follow
}

// Follow says how long a person was followed, and what happened.
type Follow struct {
	Days  int // from her first day to the last of which anything is known
	Event bool
	// EventDay is how many days after the first day it happened; it says nothing
	// where Undated is set, which is only that it happened within Days.
	EventDay int
	Undated  bool
}

// within says whether the event happened within so many days.
func (f Follow) within(days int) bool { return f.Event && (f.Undated || f.EventDay <= days) }

// answer returns what is coded of a trait; of age whether it is stated at all.
func (p Person) answer(trait Trait) string {
	if trait == Age && p.Age > 0 {
		return "stated"
	}
	return cmp.Or(p.Coded[trait], NotStated)
}

// inOrder returns people ordered by what is coded of them, so that the same
// people give the same answer however they were stored.
func inOrder(people []Person) []Person {
	return slices.SortedStableFunc(slices.Values(people), func(a, b Person) int {
		order := cmp.Compare(a.Age, b.Age)
		for _, trait := range Traits {
			order = cmp.Or(order, cmp.Compare(a.answer(trait), b.answer(trait)))
		}
		event := func(p Person) int {
			switch {
			case !p.Follow.Event:
				return -1
			case p.Follow.Undated:
				return p.Follow.Days
			}
			return p.Follow.EventDay
		}
		return cmp.Or(order, cmp.Compare(a.Follow.Days, b.Follow.Days), cmp.Compare(event(a), event(b)))
	})
}

// column is one number known of everybody: a value of a trait, or the age.
type column struct {
	trait Trait
	value string // "" for the age itself
}

func (c column) title() string {
	if c.value == "" {
		return string(c.trait)
	}
	return string(c.trait) + " " + c.value
}

// of returns the number of a person. An age not stated counts as the middle age:
// that it is not stated is a column of its own.
func (c column) of(p Person, middleAge float64) float64 {
	switch {
	case c.value == "" && p.Age > 0:
		return float64(p.Age)
	case c.value == "":
		return middleAge
	case p.answer(c.trait) == c.value:
		return 1
	}
	return 0
}

// columnsOf returns a column for the age, where it is asked for, and one for
// every value of the traits among people, in order.
func columnsOf(traits []Trait, people ...[]Person) []column {
	var columns []column
	for _, trait := range traits {
		if trait == Age {
			columns = append(columns, column{trait: Age})
		}
		values := valuesOf(trait, people...)
		if len(values) < 2 {
			continue
		}
		for _, value := range values {
			columns = append(columns, column{trait, value})
		}
	}
	return columns
}

func valuesOf(trait Trait, people ...[]Person) []string {
	seen := map[string]bool{}
	var values []string
	for _, group := range people {
		for _, person := range group {
			if value := person.answer(trait); !seen[value] {
				seen[value] = true
				values = append(values, value)
			}
		}
	}
	slices.Sort(values)
	return values
}
