package access

import (
	"fmt"
	"strings"
)

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

// MarshalText writes the codes in the set.
func (s Classes) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// UnmarshalText reads the codes that MarshalText writes, naming the first that is
// none.
func (s *Classes) UnmarshalText(text []byte) error {
	var set Classes
	for _, code := range strings.Split(string(text), ",") {
		if code == "" {
			continue
		}
		class, ok := ParseClass(code)
		if !ok {
			return fmt.Errorf("%q is not the code of a class of data", code)
		}
		set |= Classes(class)
	}
	*s = set
	return nil
}

// ParseClass returns the class of a code, and false where there is none.
func ParseClass(code string) (Class, bool) {
	for _, class := range EveryClass {
		if class.String() == code {
			return class, true
		}
	}
	return 0, false
}
