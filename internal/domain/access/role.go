package access

import (
	"fmt"
	"slices"
	"strings"
)

// Role is what a person does, as written on the command line and in the
// accounts table.
type Role string

// The roles of people who sign in. The woman has no account of this kind.
const (
	Officer               Role = "officer"
	EvidenceReviewOfficer Role = "evidence-review-officer"
	Keyworker             Role = "keyworker"
	ServiceLead           Role = "service-lead"
	PartnerManager        Role = "partner-manager"
	Specialist            Role = "specialist"
	Partner               Role = "partner"
	Court                 Role = "court"
	Probation             Role = "probation"
	Commissioner          Role = "commissioner"
	Evaluator             Role = "evaluator"
	InformationGovernance Role = "information-governance"
	Administrator         Role = "administrator"
)

// Woman is she herself, asking for support or for her own record. She has no
// account of the kind above, so Roles does not list her.
const Woman Role = "woman"

// ByHerself returns the woman herself without an account, as nobody who is known.
func ByHerself() Asker { return Asker{Role: Woman} }

// Itself is the agency of the woman when she acts for herself.
const Itself = "self"

// InHerSpace returns the woman with this id, signed in to her own space.
func InHerSpace(woman string) Asker { return Asker{ID: woman, Agency: Itself, Role: Woman} }

// Specialism is what a specialist is for. A specialist with none may see
// nothing.
type Specialism string

// The specialisms.
const (
	Immigration         Specialism = "immigration"
	IDVA                Specialism = "idva" // domestic violence and abuse adviser
	DrugsAndAlcohol     Specialism = "drugs-and-alcohol"
	LiaisonAndDiversion Specialism = "liaison-and-diversion"
	Group               Specialism = "group" // groups, crèche, the centre's own rooms
)

// EverySpecialism lists the specialisms in order.
var EverySpecialism = []Specialism{Immigration, IDVA, DrugsAndAlcohol, LiaisonAndDiversion, Group}

// ParseSpecialism reads a specialism, naming the ones there are when it is none
// of them.
func ParseSpecialism(text string) (Specialism, error) {
	if specialism := Specialism(text); slices.Contains(EverySpecialism, specialism) {
		return specialism, nil
	}
	names := make([]string, len(EverySpecialism))
	for i, specialism := range EverySpecialism {
		names[i] = string(specialism)
	}
	return "", fmt.Errorf("%q is not a specialism: choose one of %s", text, strings.Join(names, ", "))
}

// Words returns the specialism as people say it, "" where there is none.
func (s Specialism) Words() string {
	switch s {
	case "":
		return ""
	case IDVA:
		return "Domestic abuse (IDVA)"
	case Group:
		return "Groups and the centre"
	}
	return strings.ToUpper(string(s[:1])) + strings.ReplaceAll(string(s[1:]), "-", " ")
}

// Roles lists every role, in the order people choose from.
var Roles = []Role{
	Officer, EvidenceReviewOfficer, Keyworker, ServiceLead, PartnerManager, Specialist, Partner,
	Court, Probation, Commissioner, Evaluator, InformationGovernance, Administrator,
}

// ParseRole reads a role, naming the ones there are when it is none of them.
func ParseRole(text string) (Role, error) {
	if role := Role(text); slices.Contains(Roles, role) {
		return role, nil
	}
	names := make([]string, len(Roles))
	for i, role := range Roles {
		names[i] = string(role)
	}
	return "", fmt.Errorf("%q is not a role: choose one of %s", text, strings.Join(names, ", "))
}

// role is the specialist of this specialism, as the table writes the role.
func (s Specialism) role() Role {
	if s == "" {
		return Specialist
	}
	return Specialist + " for " + Role(s)
}

// Words returns the role as people say it.
func (r Role) Words() string {
	switch r {
	case "":
		return "Nobody"
	case EvidenceReviewOfficer:
		return "Evidence Review Officer"
	}
	return strings.ToUpper(string(r[:1])) + strings.ReplaceAll(string(r[1:]), "-", " ")
}

// Work returns what the asker does, as people say it: the role, and of a
// specialist what for.
func (a Asker) Work() string {
	if a.Specialism == "" {
		return a.Role.Words()
	}
	return a.Role.Words() + ": " + a.Specialism.Words()
}

// Police says whether the role acts for a police force.
func (r Role) Police() bool { return r == Officer || r == EvidenceReviewOfficer }

// Asker is the person who asks: an account acting for an agency in one role.
type Asker struct {
	ID         string
	Name       string
	Agency     string
	Role       Role
	Specialism Specialism // of a specialist
	Also       Role       // a second role of the same person, "" for nearly everybody: it takes away and never adds
}
