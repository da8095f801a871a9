package need

import (
	"encoding/json"
	"fmt"
	"math/bits"
)

// Set is a set of pathways in which need is present.
type Set uint16

// With returns the set with the pathway in it. A pathway that is not one of the
// nine changes nothing.
func (s Set) With(pathway Pathway) Set { return s | bit(pathway) }

// Has says whether the pathway is in the set.
func (s Set) Has(pathway Pathway) bool { return s&bit(pathway) != 0 }

// Count returns how many pathways are in the set, 0 to 9.
func (s Set) Count() int { return bits.OnesCount16(uint16(s)) }

// Pathways returns the pathways in the set, in their settled order.
func (s Set) Pathways() []Pathway {
	var in []Pathway
	for _, one := range nine {
		if s.Has(one.pathway) {
			in = append(in, one.pathway)
		}
	}
	return in
}

func bit(pathway Pathway) Set {
	for i, one := range nine {
		if one.pathway == pathway {
			return 1 << i
		}
	}
	return 0
}

// MarshalJSON writes the codes of the pathways.
func (s Set) MarshalJSON() ([]byte, error) { return json.Marshal(s.Pathways()) }

// UnmarshalJSON reads the codes of the pathways.
func (s *Set) UnmarshalJSON(data []byte) error {
	var codes []Pathway
	if err := json.Unmarshal(data, &codes); err != nil {
		return fmt.Errorf("reading a set of needs: %w", err)
	}
	*s = 0
	for _, code := range codes {
		if !code.Known() {
			return fmt.Errorf("reading a set of needs: %q is not one of the nine pathways", code)
		}
		*s = s.With(code)
	}
	return nil
}
