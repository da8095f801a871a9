package packs

import (
	"throughline/internal/domain/access"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
)

// Content is what was found for a pack when it was begun. It is kept sealed, and
// nothing is added to it.
type Content struct {
	Pack      string            `json:"pack"`
	Sort      journey.PackSort  `json:"sort"`
	Reference string            `json:"reference"`
	Recipient string            `json:"recipient,omitempty"`
	Basis     string            `json:"basis,omitempty"`
	AsAt      calendar.Moment   `json:"as_at"`
	From      calendar.Day      `json:"from,omitzero"`
	Until     calendar.Day      `json:"until,omitzero"`
	Classes   access.Classes    `json:"classes"`
	Items     []Item            `json:"items"`
	Grounds   map[string]string `json:"grounds,omitempty"` // of items held back from her already, by item
}

// Item is one entry of the record, or one part that says something of the record
// as a whole.
type Item struct {
	ID    string `json:"id"` // of the fact; a word for a part of its own
	Title string `json:"title"`
	Class string `json:"class"` // code of its data class
	On    string `json:"on"`
	By    string `json:"by,omitempty"` // role and agency, never a name
	Lines []Line `json:"lines"`
	// Places are where somebody else stands in the lines.
	Places []Place `json:"-"`
}

// Line is one thing an item says.
type Line struct {
	Key  string `json:"key"`
	Text string `json:"text"`
}

// Place is a piece of a line in which somebody else stands.
type Place struct {
	Line   int    // which line, from 0
	From   int    // where the piece begins, in bytes
	To     int    // and ends
	What   string // what stands there, in words
	Number int    // within its item, from 1
}

// Text returns the piece.
func (p Place) Text(item Item) string { return item.Lines[p.Line].Text[p.From:p.To] }

// Ground is why an item stays out.
type Ground string

// The grounds, with what they mean for the one who reads the pack.
const (
	GroundOther     Ground = "another_person" // another person's safety, or what another person told
	GroundNotAsked  Ground = "not_asked_for"
	GroundPrivilege Ground = "legal_advice"
	GroundHarm      Ground = "serious_harm"
)

// GroundWords are the grounds as people read them.
var GroundWords = map[Ground]string{
	GroundOther:     "It is about another person, or could put one in danger",
	GroundNotAsked:  "It is not what was asked for",
	GroundPrivilege: "It is advice from a lawyer",
	GroundHarm:      "It could cause serious harm",
}

// Grounds lists the grounds in the order people choose from.
var Grounds = []Ground{GroundOther, GroundNotAsked, GroundPrivilege, GroundHarm}
