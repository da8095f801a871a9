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

// Woman is the role of the woman herself, who asks for support without an
// account. It is not among Roles: nobody signs in with it.
const Woman Role = "woman"

// ByHerself returns the woman herself, as nobody who is known.
func ByHerself() Asker { return Asker{Role: Woman} }

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

// Words returns the role as people say it.
func (r Role) Words() string {
	if r == EvidenceReviewOfficer {
		return "Evidence Review Officer"
	}
	return strings.ToUpper(string(r[:1])) + strings.ReplaceAll(string(r[1:]), "-", " ")
}

// Police says whether the role acts for a police force.
func (r Role) Police() bool { return r == Officer || r == EvidenceReviewOfficer }

// Asker is the person who asks: an account acting for an agency in one role.
type Asker struct {
	ID     string
	Name   string
	Agency string
	Role   Role
}
