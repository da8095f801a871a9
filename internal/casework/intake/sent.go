package intake

import (
	"context"
	"time"

	"throughline/internal/casework"
	"throughline/internal/domain/access"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
)

// SentView is what the officer sees after sending. No source states who calls
// her by when, so it names the service and no time.
type SentView struct {
	Case      string
	Reference string
	First     string // the name she uses
	Name      string
	Sent      calendar.Moment
	Scheme    string
	Pathway   journey.Pathway
	Service   string // who supports her: the provider, or the scheme by its title
	Contact   journey.Contact
	Agreed    string
	Urgent    []string
	Condition *SentCondition // nil where nothing is required of her
	Instead   string         // the outcome in whose place she asks for herself; "" where none is

	Doors       Doors
	ChangeUntil time.Time
	MayChange   bool
	Version     int              // of what was sent, to change it against
	Entry       journey.Referral // as it was sent, to put it right
}

// SentCondition is what is required of her, as police wrote it.
type SentCondition struct {
	Text  string
	Units int
	Given calendar.Day
	Due   calendar.Day // zero: no date is stated
}

// Sent returns what the asker's agency sent: the receipt, what to read to her
// and what to copy to the custody record.
func (d Desk) Sent(ctx context.Context, asker access.Asker, caseID string) (SentView, error) {
	const op = "referral sent"
	row, _, err := d.Admit(ctx, op, asker, caseID, access.Read, access.ForReferral, entered)
	if err != nil {
		return SentView{}, err
	}
	if row.Sender != asker.Agency {
		return SentView{}, d.Absent(ctx, op, asker, row, access.Read, access.ForReferral)
	}
	one, err := d.Record.Case(ctx, caseID, entered)
	if err != nil {
		return SentView{}, casework.In(op, err)
	}
	view := d.viewOf(one)
	note := d.Note(asker, access.Read, access.ForReferral, op, entered, row)
	if err := d.Tell(ctx, op, note); err != nil {
		return SentView{}, err
	}
	return view, nil
}

func (d Desk) viewOf(one casework.Case) SentView {
	row, sent := one.Row, sentOf(one)
	entry := entryOf(row, sent)
	view := SentView{
		Case: row.Case, Reference: casework.Reference(row.Case),
		First: entry.Identity.First(), Name: entry.Identity.Name(), Sent: sent.referred.Happened,
		Scheme: row.Scheme, Pathway: row.Pathway, Service: d.service(row),
		Contact: row.Contact, Agreed: row.Agreed, Urgent: row.Urgent,
		Doors:       d.doors(encounterOf(entry.AsAnswered(), row.Referred), row.Referred, row.Scheme, row.Pathway),
		ChangeUntil: sent.referred.Happened.Time().Add(ChangeFor),
		Entry:       entry,
	}
	view.Version = versionOf(entry)
	view.MayChange = d.Now().Before(view.ChangeUntil)
	view.Instead = sent.referred.Body.(journey.Referred).Instead
	if c := entry.Condition; c != nil {
		view.Condition = &SentCondition{Text: c.Text, Units: c.Units, Given: c.Given, Due: c.Due}
	}
	return view
}

// service names who supports her.
func (d Desk) service(row journey.Row) string {
	if row.Provider != "" {
		return row.Provider
	}
	if book := d.Rules.Of(row.Scheme, row.Referred); book != nil {
		return book.Title
	}
	return row.Scheme
}

// entryOf returns the referral as it was entered. Who she is comes only from
// what was told with it, never from what she told the service later.
func entryOf(row journey.Row, sent sentFacts) journey.Referral {
	referred := sent.referred.Body.(journey.Referred)
	entry := journey.Referral{
		Scheme: row.Scheme, Pathway: row.Pathway, Area: referred.Area, Agency: referred.Agency, Role: referred.Role,
		Provider: referred.Provider, Outcome: referred.Outcome, Offence: referred.Offence,
		Contact: referred.Contact, Agreed: referred.Agreed, Urgent: referred.Urgent,
		Explained: referred.Explained, Legal: referred.Legal, Widening: journey.WideningOf(referred),
	}
	if words := sent.referred.Words; words != nil {
		entry.Reference, entry.Typed, entry.Widening.Words = words.Reference, words.Offence, words.Text
	}
	if sent.identity != nil && sent.identity.Words != nil && sent.identity.Words.Identity != nil {
		entry.Identity = *sent.identity.Words.Identity
	}
	if sent.encounter != nil {
		met := sent.encounter.Body.(journey.Encounter)
		entry.Met, entry.Force, entry.Suite = met.What, met.Force, met.Suite
		entry.Asked = met.AsAsked()
	}
	if referred.Instead != "" && referred.Instead != journey.Undecided { // as it was entered, before the warning
		entry.Outcome, entry.Asked.Considered = referred.Instead, ""
	}
	if sent.condition != nil {
		given := sent.condition.Body.(journey.ConditionGiven)
		entry.Condition = &journey.ConditionEntry{Units: given.Units, Given: given.Given, Due: given.Due}
		if words := sent.condition.Words; words != nil {
			entry.Condition.Text = words.Text
		}
	}
	return entry
}
