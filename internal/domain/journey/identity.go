package journey

import (
	"strings"

	"throughline/internal/domain/calendar"
)

// Identity is who she is and how to reach her. It exists in the clear only in
// memory, for an asker the door has let through.
type Identity struct {
	Given     string       `json:"given_name,omitempty"`
	Family    string       `json:"family_name,omitempty"`
	KnownAs   string       `json:"known_as,omitempty"`
	Born      calendar.Day `json:"date_of_birth,omitempty"`
	Postcode  string       `json:"postcode,omitempty"`
	Phone     string       `json:"phone,omitempty"`
	Email     string       `json:"email,omitempty"`
	Interpret string       `json:"interpreter,omitempty"` // language, dialect and gender she asked for

	// How she may be reached safely, in her own words.
	Times   string `json:"safe_times,omitempty"`
	Ask     string `json:"safe_word,omitempty"` // what to say or ask for when she answers
	Through string `json:"through,omitempty"`   // whom to reach her through, and how

	// Retold says that this telling holds all her words on how she may be reached:
	// those it leaves out are no longer so. It is true of a telling, never of who
	// she is.
	Retold bool `json:"retold,omitempty"`
}

// Reaching returns the instruction for reaching her: what was agreed, with what
// she said about it in her own words.
func (i Identity) Reaching(agreed Contact) string {
	lines := []string{agreed.Words()}
	for _, said := range []struct{ label, words string }{
		{"Through", i.Through}, {"Only at these times", i.Times}, {"What to ask for", i.Ask},
	} {
		if said.words != "" {
			lines = append(lines, said.label+": "+said.words)
		}
	}
	return strings.Trim(strings.Join(lines, ". "), ". ")
}

// Name returns the name she uses, and her family name.
func (i Identity) Name() string {
	first := i.KnownAs
	if first == "" {
		first = i.Given
	}
	return strings.TrimSpace(first + " " + i.Family)
}

// First returns the name she uses.
func (i Identity) First() string {
	if i.KnownAs != "" {
		return i.KnownAs
	}
	return i.Given
}

// Merge returns the identity with what a later telling adds or changes. What it
// leaves out stays, but for her words on how she may be reached, where they were
// told anew.
func (i Identity) Merge(later Identity) Identity {
	if later.Retold {
		i.Times, i.Ask, i.Through = "", "", ""
	}
	keep := func(old *string, new string) {
		if new != "" {
			*old = new
		}
	}
	keep(&i.Given, later.Given)
	keep(&i.Family, later.Family)
	keep(&i.KnownAs, later.KnownAs)
	keep(&i.Postcode, later.Postcode)
	keep(&i.Phone, later.Phone)
	keep(&i.Email, later.Email)
	keep(&i.Interpret, later.Interpret)
	keep(&i.Times, later.Times)
	keep(&i.Ask, later.Ask)
	keep(&i.Through, later.Through)
	if later.Born.Known() {
		i.Born = later.Born
	}
	return i
}

// TellsWho says whether the words of a kind of fact may say who she is or how to
// reach her.
func TellsWho(kind Kind) bool { return kind == KindIdentity || kind == KindSafeContact }

// Who returns who she is from the effective facts of a woman whose identity the
// door has opened.
func Who(effective []Fact) Identity {
	var who Identity
	for _, fact := range effective {
		if fact.Words != nil && fact.Words.Identity != nil {
			who = who.Merge(*fact.Words.Identity)
		}
	}
	return who
}
