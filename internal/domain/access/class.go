package access

import "strings"

// Class is a kind of data about a woman.
type Class uint16

// The data classes, which are also bits of a Classes set.
const (
	Identity   Class = 1 << iota // names, birth date, contact
	Offence                      // offence and disposal
	Condition                    // condition, counts, met or not, dates
	Needs                        // needs, scores, instruments
	Notes                        // case notes and disclosures
	Plan                         // support plan
	Children                     // children and dependants
	Sealed                       // immigration status, refuge or safe address, link to the person she fears
	Aggregates                   // counts in which no woman is a row
)

// EveryClass lists the classes in order.
var EveryClass = []Class{Identity, Offence, Condition, Needs, Notes, Plan, Children, Sealed, Aggregates}

var classCodes = map[Class]string{
	Identity: "ID", Offence: "OF", Condition: "CO", Needs: "ND", Notes: "CN",
	Plan: "PL", Children: "CH", Sealed: "SE", Aggregates: "AG",
}

// String returns the two-letter code of the class.
func (c Class) String() string { return classCodes[c] }

// Classes is a set of data classes.
type Classes uint16

// SetOf returns the set of these classes.
func SetOf(classes ...Class) Classes {
	var set Classes
	for _, class := range classes {
		set |= Classes(class)
	}
	return set
}

// Has says whether the class is in the set.
func (s Classes) Has(class Class) bool { return s&Classes(class) != 0 }

// String returns the codes in the set, such as "ID,OF,CO".
func (s Classes) String() string {
	var codes []string
	for _, class := range EveryClass {
		if s.Has(class) {
			codes = append(codes, class.String())
		}
	}
	return strings.Join(codes, ",")
}
