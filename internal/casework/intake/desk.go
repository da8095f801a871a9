package intake

import (
	"throughline/internal/casework"
	"throughline/internal/domain/access"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/ending"
	"throughline/internal/domain/journey"
)

// Desk is where referrals come in.
type Desk struct {
	casework.Bench
	casework.Schemes
	Provider string   // the organisation that supports her where the entry names none; may be ""
	Inboxes  []string // agencies of the service whose inbox is told that a request came
}

// entered are the classes of what an officer enters and may read again.
var entered = access.SetOf(access.Identity, access.Offence, access.Condition)

// settled returns the entry with all that the desk knows better than a form, as
// the rulebooks decide on the day she is referred: the route, what its rulebook
// states of the condition, the referring agency and who supports her.
func (d Desk) settled(asker access.Asker, entry journey.Referral, on calendar.Day) (journey.Referral, error) {
	if entry.Agency == "" {
		entry.Agency = asker.Agency
	}
	if entry.Role == "" {
		entry.Role = string(asker.Role)
	}
	if entry.Force == "" && asker.Role.Police() {
		entry.Force = asker.Agency
	}
	if entry.Provider == "" {
		entry.Provider = d.Provider
	}
	entry = entry.AsAnswered()
	book, pathway := d.route(entry, on)
	if book == nil {
		return entry, casework.Fail(casework.Unavailable, "refer", "no scheme is delivered by this service")
	}
	if entry.Widening.Answer == journey.AsksInstead && pathway != journey.Voluntary {
		return entry, &casework.Error{Kind: casework.Invalid, Op: "refer", Err: journey.Problems{{
			Field: "widening", Say: "Nobody may ask for herself at this service. Tell her what else there is, or go on",
		}}}
	}
	entry.Scheme, entry.Pathway = book.ID, pathway
	if entry.Condition != nil {
		condition := *entry.Condition
		entry.Condition = &condition
		rule := ending.RuleOf(book, pathway, d.Settings[book.ID])
		if due, stated := rule.Clock.Due(condition.Given); stated && !condition.Due.Known() {
			entry.Condition.Due = due
		}
		if condition.Units == rule.UnitsRequired {
			entry.Condition.Parts = rule.Parts()
		}
	}
	return entry, nil
}
