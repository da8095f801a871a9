package intake

import (
	"throughline/internal/casework"
	"throughline/internal/domain/access"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
	"throughline/internal/domain/scheme"
)

// Desk is where referrals come in.
type Desk struct {
	casework.Bench
	casework.Schemes
	Provider string // the organisation that supports her where the entry names none; may be ""
}

// entered are the classes of what an officer enters and may read again.
var entered = access.SetOf(access.Identity, access.Offence, access.Condition)

// Routes says, pathway by pathway of every scheme, which doors are open for an
// encounter on a day, and why.
func (d Desk) Routes(encounter scheme.Encounter, on calendar.Day) []scheme.Decision {
	return scheme.DecideAll(d.Rules.On(on), encounter, d.Settings, on)
}

// encounterOf returns a referral as the rulebooks ask about it.
func encounterOf(entry journey.Referral, on calendar.Day) scheme.Encounter {
	yes := true
	encounter := scheme.Encounter{
		OccurredOn: on, Kind: entry.Met, Force: entry.Force, Area: entry.Area, Suite: entry.Suite,
		OffenceCode: entry.Offence.Code, OffenceLabel: entry.Offence.Label, PoliceOutcome: entry.Outcome,
		Offered: &yes, Accepted: &yes,
	}
	if born := entry.Identity.Born; born.Known() && born <= on {
		age := born.YearsAt(on)
		encounter.Age = &age
	}
	return encounter
}

// route chooses the scheme and pathway of a referral: the conditional caution
// where that is what the police are doing and no clause closes it, and otherwise
// a voluntary one. Source: 004:166.
func (d Desk) route(entry journey.Referral, on calendar.Day) (book string, pathway journey.Pathway, found bool) {
	routes := d.Routes(encounterOf(entry, on), on)
	if entry.Outcome == string(journey.ConditionalCaution) {
		for _, decision := range routes {
			if decision.Pathway == string(journey.ConditionalCaution) && decision.Decision != scheme.Closed {
				return decision.Scheme, journey.ConditionalCaution, true
			}
		}
	}
	for _, decision := range routes {
		if decision.Pathway != string(journey.Voluntary) {
			continue
		}
		if decision.Decision != scheme.Closed {
			return decision.Scheme, journey.Voluntary, true
		}
		if !found { // she is referred somewhere even so
			book, pathway, found = decision.Scheme, journey.Voluntary, true
		}
	}
	return book, pathway, found
}

// settled returns the entry with all that the desk knows better than a form:
// the route, the referring agency and who supports her.
func (d Desk) settled(asker access.Asker, entry journey.Referral) (journey.Referral, error) {
	book, pathway, found := d.route(entry, d.Today())
	if !found {
		return entry, casework.Fail(casework.Unavailable, "refer", "no scheme with a voluntary route is in this installation")
	}
	entry.Scheme, entry.Pathway = book, pathway
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
	return entry, nil
}
