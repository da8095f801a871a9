package intake

import (
	"slices"

	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
	"throughline/internal/domain/scheme"
)

// Door is one pathway of one scheme as it stands for a woman, with the titles
// that a page says.
type Door struct {
	scheme.Decision
	Title       string // of the pathway
	SchemeTitle string
}

// Closing returns the clauses that close the door.
func (d Door) Closing() []scheme.ClauseAnswer {
	return slices.DeleteFunc(slices.Clone(d.Clauses), func(c scheme.ClauseAnswer) bool { return c.Holds != scheme.No })
}

// Doors are the pathways of every scheme, as they stand for one woman. A scheme
// that is only proposed is not among them and is never offered.
type Doors struct {
	Hers    []Door // of the scheme she is referred to, the pathway she comes by first
	Open    []Door
	Unclear []Door // what would have to be known is about her or the encounter
	// Elsewhere are unclear too, but hang on what another place has not decided
	// here, such as the areas it covers.
	Elsewhere []Door
	Closed    []Door
}

// doors decides under every scheme and sorts the answers for a woman who comes by
// a pathway of a scheme; by none where nobody referred her.
func (d Desk) doors(encounter scheme.Encounter, on calendar.Day, id string, pathway journey.Pathway) Doors {
	books := slices.DeleteFunc(d.Listed(on), func(book *scheme.Rulebook) bool {
		return book.Status == scheme.ProposedOnly && book.ID != id
	})
	var sorted Doors
	for _, decision := range scheme.DecideAll(books, encounter, d.Settings, on) {
		book := bookOf(books, decision.Scheme)
		decision.Offers = slices.DeleteFunc(decision.Offers, func(offer scheme.OfferMade) bool { return d.neverOffered(offer, on) })
		door := Door{Decision: decision, Title: book.Pathway(decision.Pathway).Title, SchemeTitle: book.Title}
		switch {
		case decision.Scheme == id && decision.Pathway == string(pathway):
			sorted.Hers = slices.Insert(sorted.Hers, 0, door)
		case decision.Scheme == id:
			sorted.Hers = append(sorted.Hers, door)
		case decision.Decision == scheme.Open:
			sorted.Open = append(sorted.Open, door)
		case decision.Decision == scheme.Closed:
			sorted.Closed = append(sorted.Closed, door)
		case len(decision.Undecided) > 0 && !slices.Contains(d.Delivers, decision.Scheme):
			sorted.Elsewhere = append(sorted.Elsewhere, door)
		default:
			sorted.Unclear = append(sorted.Unclear, door)
		}
	}
	return sorted
}

// neverOffered says whether an offer leads to a scheme that is only proposed.
func (d Desk) neverOffered(offer scheme.OfferMade, on calendar.Day) bool {
	if offer.Scheme == "" {
		return false
	}
	book := d.Rules.Of(offer.Scheme, on)
	return book != nil && book.Status == scheme.ProposedOnly
}

// WhatIsOpen says which doors are open for an encounter today, the one by which
// she would come here first. Nothing is kept, and nobody is named in it.
func (d Desk) WhatIsOpen(entry journey.Referral) Doors {
	on := d.Today()
	entry = entry.AsAnswered()
	book, pathway := d.route(entry, on)
	if book == nil {
		return d.doors(encounterOf(entry, on), on, "", "")
	}
	return d.doors(encounterOf(entry, on), on, book.ID, pathway)
}
