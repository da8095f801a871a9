package casework

import (
	"slices"
	"time"

	"throughline/internal/domain/access"
	"throughline/internal/domain/journey"
)

// Standing is how an asker stands to a case at a moment: in which relations, and
// with which permissions of hers.
type Standing struct {
	asker       access.Asker
	at          time.Time
	relations   []access.Relation
	permissions []access.Permission
	until       time.Time // when the last opening ends
}

// StandingOf says how the asker stands to a case at a moment. A conflict comes
// before everything: for whom it bars, nothing else joins them. Of a woman whose
// record was erased that is everybody.
func StandingOf(asker access.Asker, row journey.Row, at time.Time) Standing {
	s := Standing{asker: asker, at: at}
	barred := slices.ContainsFunc(row.Door.Conflicts, func(c journey.Conflict) bool { return c.Bars(asker.ID, asker.Agency) })
	if barred || !row.Keeping.Erased.IsZero() {
		s.relations = []access.Relation{access.Blocked}
		return s
	}
	joined := func(holds bool, relation access.Relation) {
		if holds {
			s.relations = append(s.relations, relation)
		}
	}
	ours := asker.Agency != ""
	joined(asker.Role == access.Woman && asker.ID != "" && row.Woman == asker.ID, access.Herself)
	joined(asker.Role == access.Keyworker && (row.Worker == asker.ID || row.CoveredBy(asker.ID, at)), access.Allocated)
	joined(asker.Role == access.Specialist && slices.Contains(row.Door.Specialists, asker.ID), access.Allocated)
	joined(asker.Role == access.ServiceLead, access.Service)
	joined(asker.Role == access.PartnerManager && ours && row.Organisation() == asker.Agency, access.Organisation)
	joined(asker.Role.Police() && row.Sender != "" && row.Sender == asker.Agency, access.SentBy)
	joined((asker.Role == access.Court || asker.Role == access.Probation) && ours && row.Door.Supervisor == asker.Agency, access.Ordered)
	joined(asker.Role == access.InformationGovernance, access.Overseen)
	for _, o := range row.Door.Openings {
		if o.Account == asker.ID && !at.Before(o.From) && at.Before(o.Until) && o.Until.After(s.until) {
			s.until = o.Until
		}
	}
	joined(!s.until.IsZero(), access.Opened)
	for _, permission := range row.Door.Permissions {
		if ours && permission.Recipient == asker.Agency {
			s.permissions = append(s.permissions, permission.ForDoor())
		}
	}
	joined(len(s.permissions) > 0, access.Shared)
	joined(len(s.relations) == 0, access.Unrelated)
	return s
}

// Also returns the standing with one relation more, which follows from facts that
// are not hers, such as who runs a group she comes to. For whom a conflict bars,
// nothing else joins them.
func (s Standing) Also(relation access.Relation) Standing {
	if s.Is(access.Blocked) || s.Is(relation) {
		return s
	}
	s.relations = append(slices.Clone(s.relations), relation)
	return s
}

// Until returns when the last opening to the asker ends that holds now, the zero
// time where none does.
func (s Standing) Until() time.Time { return s.until }

// Is says whether the asker stands so to the case, whatever else joins them.
func (s Standing) Is(relation access.Relation) bool { return slices.Contains(s.relations, relation) }

// Allowed returns every class the asker may handle so, by any relation and any
// permission of hers.
func (s Standing) Allowed(action access.Action, purpose access.Purpose) access.Classes {
	return s.allowed(action, purpose, 0)
}

// Whole returns the classes the asker may handle so without being held to a part
// of them.
func (s Standing) Whole(action access.Action, purpose access.Purpose) access.Classes {
	return s.allowed(action, purpose, access.PartOnly)
}

// allowed returns the classes that are allowed without any of these terms.
func (s Standing) allowed(action access.Action, purpose access.Purpose, without access.Terms) access.Classes {
	var set access.Classes
	for _, class := range access.EveryClass {
		for _, decision := range s.answers(class, action, purpose) {
			if decision.Allow && decision.Needs&without == 0 {
				set |= access.Classes(class)
			}
		}
	}
	return set
}

// Decide returns the best answer of the door: a yes where one relation or
// permission gives one, without terms before one with terms.
func (s Standing) Decide(class access.Class, action access.Action, purpose access.Purpose) access.Decision {
	answers := s.answers(class, action, purpose)
	best := answers[0]
	for _, decision := range answers[1:] {
		switch {
		case decision.Allow && !best.Allow, decision.Allow && decision.Needs == 0, !best.Allow && decision.Needs.Has(access.HerPermission):
			best = decision
		}
	}
	return best
}

// answers asks the door in every relation; where she shared, with each of her
// permissions.
func (s Standing) answers(class access.Class, action access.Action, purpose access.Purpose) []access.Decision {
	var answers []access.Decision
	for _, relation := range s.relations {
		question := access.Question{Asker: s.asker, Relation: relation, Class: class, Action: action, Purpose: purpose, At: s.at}
		if relation != access.Shared {
			answers = append(answers, question.Answer())
			continue
		}
		for _, permission := range s.permissions {
			question.Permission = permission
			answers = append(answers, question.Answer())
		}
	}
	return answers
}
