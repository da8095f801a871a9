package intake

import (
	"slices"

	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
	"throughline/internal/domain/scheme"
)

// encounterOf returns a referral as the rulebooks ask about it.
func encounterOf(entry journey.Referral, on calendar.Day) scheme.Encounter {
	yes := true
	encounter := scheme.Encounter{
		OccurredOn: on, Kind: entry.Met, Force: entry.Force, Area: entry.Area, Suite: entry.Suite,
		OffenceCode: entry.Offence.Code, OffenceLabel: entry.Offence.Label, PoliceOutcome: entry.Outcome,
		Offered: &yes, Accepted: &yes,
		Residence: entry.Asked.Residence, Admitted: entry.Asked.Admitted,
	}
	if born := entry.Identity.Born; born.Known() && born <= on {
		age := born.YearsAt(on)
		encounter.Age = &age
	}
	if gravity := entry.Asked.Gravity; gravity > 0 {
		encounter.Gravity = &gravity
	}
	if pence := entry.Asked.ValuePence; pence != nil {
		pounds := float64(*pence) / 100
		encounter.ValueGBP = &pounds
	}
	return encounter
}

// mechanisms are the pathways that are themselves what the police or the court
// are doing. Police bail may follow a charge. Source: 000:481, 503, 507, 554, 590.
func mechanisms(entry journey.Referral) []journey.Pathway {
	switch {
	case entry.Outcome == "conditional_caution":
		return []journey.Pathway{journey.ConditionalCaution}
	case entry.Outcome == "penalty_notice":
		return []journey.Pathway{journey.PenaltyNotice}
	case entry.Outcome == "bail" || entry.Outcome == "charge":
		return []journey.Pathway{journey.Bail}
	case entry.Met == "court":
		return []journey.Pathway{journey.CourtOrder, journey.LiaisonAndDiversion}
	}
	return nil
}

// beside are the pathways that a woman may be referred by whatever the police
// decide, where every clause is known to hold. Source: 000:336, 440, 513.
var beside = []journey.Pathway{journey.Triage, journey.LiaisonAndDiversion, journey.OffenderManagement}

// route chooses the scheme and pathway of a referral among those that the
// service runs: what the police are doing, where no clause closes it; else one
// that stands open beside it; else her own request. She is referred somewhere
// even where all are closed. A woman who asks for herself comes by that route
// first. book is nil where the service runs no scheme. Source: 004:166; 000:501.
func (d Desk) route(entry journey.Referral, on calendar.Day) (book *scheme.Rulebook, pathway journey.Pathway) {
	books := d.Delivered(on)
	decisions := scheme.DecideAll(books, encounterOf(entry, on), d.Settings, on)
	first := func(may func(scheme.Decision) bool, pathways ...journey.Pathway) bool {
		for _, wanted := range pathways {
			for _, decision := range decisions {
				if decision.Pathway == string(wanted) && may(decision) {
					book, pathway = bookOf(books, decision.Scheme), wanted
					return true
				}
			}
		}
		return false
	}
	open := func(decision scheme.Decision) bool { return decision.Decision == scheme.Open }
	notClosed := func(decision scheme.Decision) bool { return decision.Decision != scheme.Closed }
	even := func(scheme.Decision) bool { return true }
	asks := entry.Widening.Answer == journey.AsksInstead
	switch {
	case asks && first(notClosed, journey.Voluntary):
	case first(notClosed, mechanisms(entry)...):
	case first(open, beside...):
	case first(notClosed, journey.Voluntary):
	case first(even, journey.Voluntary):
	case len(decisions) > 0:
		book, pathway = bookOf(books, decisions[0].Scheme), journey.Pathway(decisions[0].Pathway)
	}
	return book, pathway
}

func bookOf(books []*scheme.Rulebook, id string) *scheme.Rulebook {
	i := slices.IndexFunc(books, func(book *scheme.Rulebook) bool { return book.ID == id })
	return books[i]
}

// LeadsTo returns the pathway by which a referral would come, as it stands
// today: "" where the service runs no scheme.
func (d Desk) LeadsTo(entry journey.Referral) journey.Pathway {
	_, pathway := d.route(entry.AsAnswered(), d.Today())
	return pathway
}

// TakesRequests says whether a woman may ask for support herself here, whatever
// the police decide.
func (d Desk) TakesRequests() bool {
	for _, book := range d.Delivered(d.Today()) {
		if book.Pathway(string(journey.Voluntary)) != nil {
			return true
		}
	}
	return false
}
