package intake

import (
	"slices"

	"throughline/internal/casework"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
	"throughline/internal/domain/scheme"
)

// encounterOf returns a referral as the rulebooks ask about it. She is sent, so
// that she was told, offered support and accepted it.
func encounterOf(entry journey.Referral, on calendar.Day) scheme.Encounter {
	met := entry.Asked
	met.What, met.Force, met.Area, met.Suite = entry.Met, entry.Force, entry.Area, entry.Suite
	met.Offence, met.Outcome = entry.Offence, entry.Outcome
	met.Information, met.Offered, met.Accepted = journey.Yes, journey.Yes, journey.Yes
	encounter := casework.EncounterOf(met)
	encounter.OccurredOn, encounter.WouldOtherwise = on, entry.Widening.Otherwise
	if born := entry.Identity.Born; born.Known() && born <= on {
		age := born.YearsAt(on)
		encounter.Age = &age
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
	case entry.Met == "court" && (entry.Condition != nil || len(entry.Asked.Orders) > 0):
		return []journey.Pathway{journey.CourtOrder, journey.LiaisonAndDiversion}
	case entry.Met == "court": // no order is made yet
		return []journey.Pathway{journey.LiaisonAndDiversion, journey.CourtOrder}
	}
	return nil
}

// beside are the pathways that a woman may be referred by whatever the police
// decide, where every clause is known to hold. Source: 000:336, 440, 513.
var beside = []journey.Pathway{journey.Triage, journey.LiaisonAndDiversion, journey.OffenderManagement}

// route chooses the scheme and pathway of a referral among those that the
// service runs: what the police are doing, where no clause closes it; else one
// that stands open beside it; else her own request, where its door is known to be
// open before where it may be. She is referred somewhere even where all are closed. A woman who asks for herself comes by that route
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
	switch {
	case entry.Widening.Answer == journey.AsksInstead && (first(open, journey.Voluntary) || first(notClosed, journey.Voluntary)):
	case first(notClosed, mechanisms(entry)...):
	case first(open, beside...):
	case first(open, journey.Voluntary):
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

// LeadsTo returns the pathway by which a referral would come today: "" where the
// service runs no scheme.
func (d Desk) LeadsTo(entry journey.Referral) journey.Pathway {
	_, pathway := d.route(entry.AsAnswered(), d.Today())
	return pathway
}

// Runs returns the pathway of this code that the service runs itself, with its
// rulebook; both are nil where it runs none.
func (d Desk) Runs(pathway journey.Pathway) (*scheme.Rulebook, *scheme.Pathway) {
	for _, book := range d.Delivered(d.Today()) {
		if p := book.Pathway(string(pathway)); p != nil {
			return book, p
		}
	}
	return nil, nil
}

// Asks lists the words of an encounter that the rulebooks ask for: of the schemes
// this service runs, or of every scheme that takes women.
func (d Desk) Asks(everywhere bool) []string {
	books := d.Delivered(d.Today())
	if everywhere {
		books = d.Listed(d.Today())
	}
	var words []string
	for _, book := range books {
		if book.Status != scheme.ProposedOnly {
			words = append(words, book.Asks()...)
		}
	}
	slices.Sort(words)
	return slices.Compact(words)
}
