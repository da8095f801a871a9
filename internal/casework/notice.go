package casework

import (
	"throughline/internal/domain/access"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/ending"
	"throughline/internal/domain/journey"
)

// Noticed are the classes that a notice to police holds.
var Noticed = access.SetOf(access.Identity, access.Condition)

// RuleOf returns what the rulebook she was referred under says of her condition,
// with what this place decided.
func (s Schemes) RuleOf(row journey.Row) ending.Rule {
	return ending.RuleOf(s.Rules.Of(row.Scheme, row.Referred), row.Pathway, s.Settings[row.Scheme])
}

// NoticeOf returns the notice to police of a case, and false where it has no
// condition, as it stands today. It names her as the force that sent her did.
func (s Schemes) NoticeOf(one Case, today calendar.Day) (ending.Notice, bool) {
	row := one.Row
	told := ending.Told{Name: one.ToldBy(row.Sender).Name(), Reference: Reference(row.Case)}
	for _, fact := range one.Facts {
		if fact.Case != row.Case {
			continue
		}
		switch body := fact.Body.(type) {
		case journey.ConditionGiven:
			if fact.Words != nil {
				told.Text = fact.Words.Text
			}
		case journey.Attendance: // a meeting by her own choice is certified by nobody
			if row.Condition != nil && !row.Condition.EndedBefore(body.At.Day()) {
				told.Certifies = fact.Agency
			}
		}
	}
	return ending.NoticeOf(row, told, s.RuleOf(row), today)
}

// ToldBy returns who she is as an agency itself entered it: what she told the
// service later, such as another name, stays with the service. Of a woman whom
// no agency sent through here it is who she is.
func (c Case) ToldBy(agency string) journey.Identity {
	if agency == "" {
		return c.Who
	}
	var who journey.Identity
	for _, fact := range c.Facts {
		if fact.Agency == agency && fact.Words != nil && fact.Words.Identity != nil {
			who = who.Merge(*fact.Words.Identity)
		}
	}
	return who
}
