package access

import (
	"fmt"
	"slices"
	"strings"
)

// Terms is a set of what a decision hangs on.
type Terms uint8

// What a decision may hang on.
const (
	HerPermission Terms = 1 << iota // on a no: with her permission in force it would be a yes
	WrittenReason                   // on a yes: a reason has to be written down first
	PartOnly                        // on a yes: a part of the class only, which the reason names
)

// Has says whether all of these are in the set.
func (t Terms) Has(terms Terms) bool { return t&terms == terms }

// String returns the terms as words, such as "reason+part", "" when there are
// none.
func (t Terms) String() string {
	var words []string
	for _, one := range []struct {
		term Terms
		word string
	}{{HerPermission, "permission"}, {WrittenReason, "reason"}, {PartOnly, "part"}} {
		if t.Has(one.term) {
			words = append(words, one.word)
		}
	}
	return strings.Join(words, "+")
}

// Decision is the door's answer.
type Decision struct {
	Allow  bool
	Reason string // in words, for the ledger and for the page where it may be shown
	Needs  Terms
}

// Answer says whether the asker may do this. Silence is no. Who holds two roles
// may do what both may, and owes what either owes.
func (q Question) Answer() Decision {
	first := q.answer(q.Asker.Role)
	if !first.Allow || q.Asker.Also == "" {
		return first
	}
	second := q.answer(q.Asker.Also)
	if !second.Allow {
		return second
	}
	first.Needs |= second.Needs
	return first
}

// answer is the answer to the asker in one role.
func (q Question) answer(role Role) Decision {
	if role == Specialist {
		role = q.Asker.Specialism.role()
	}
	if q.Relation == Blocked {
		// To somebody blocked she is as absent as a woman who was never here, in
		// every word of the answer.
		q.Relation = Unrelated
		return q.no(role, 0)
	}
	var needs Terms
	for i := range rules {
		row := &rules[i]
		if !row.speaksOf(&q, role) {
			continue
		}
		if row.relation == Shared && !q.Permission.covers(q.Asker.Agency, q.Class, q.Purpose, q.At) {
			needs = HerPermission
			continue
		}
		return Decision{Allow: true, Reason: row.reason, Needs: row.terms}
	}
	return q.no(role, needs)
}

// speaksOf says whether the row is about what this question asks.
func (row *rule) speaksOf(q *Question, role Role) bool {
	return row.role == role && (row.relation == q.Relation || row.relation == Unrelated) &&
		row.action == q.Action && row.classes.Has(q.Class) && slices.Contains(row.purposes, q.Purpose)
}

func (q Question) no(role Role, needs Terms) Decision {
	reason := fmt.Sprintf("%s, standing as %q to her, may not %s %s for %s", role.Words(), q.Relation, q.Action, q.Class, q.Purpose)
	if needs.Has(HerPermission) {
		reason += " without her permission"
	}
	return Decision{Reason: reason, Needs: needs}
}

// Decide says whether the asker, standing in this relation, may do this with
// this class for this purpose where she gave no permission. Silence is no.
func Decide(asker Asker, relation Relation, class Class, action Action, purpose Purpose) Decision {
	return Question{Asker: asker, Relation: relation, Class: class, Action: action, Purpose: purpose}.Answer()
}

// Allowed returns every class the asker may handle so.
func Allowed(asker Asker, relation Relation, action Action, purpose Purpose) Classes {
	var set Classes
	for _, class := range EveryClass {
		if Decide(asker, relation, class, action, purpose).Allow {
			set |= Classes(class)
		}
	}
	return set
}
