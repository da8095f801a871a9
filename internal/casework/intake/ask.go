package intake

import (
	"context"
	"slices"

	"throughline/internal/casework"
	"throughline/internal/domain/access"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
	"throughline/internal/domain/scheme"
)

// asked are the classes of what a woman enters who asks for support herself.
var asked = access.SetOf(access.Identity, access.Offence)

// Ask refers a woman who asks for support herself, once for each key, by the
// voluntary pathway of a scheme that this service runs. It looks at nobody's
// record, and answers the same whether or not the service knows her. Where no
// scheme has such a pathway it is Unavailable. Source: 004:166.
func (d Desk) Ask(ctx context.Context, entry journey.Asking, key string) (casework.Receipt, error) {
	const op = "ask"
	asker := access.ByHerself()
	if asked&^access.Allowed(asker, access.Unrelated, access.Append, access.ForReferral) != 0 {
		return casework.Receipt{}, casework.Fail(casework.Forbidden, op, "nobody may ask for herself")
	}
	digest, err := casework.Digest(key, op, asker, entry)
	if err != nil {
		return casework.Receipt{}, err
	}
	book := d.voluntary(entry, d.Today())
	if book == nil {
		return casework.Receipt{}, casework.Fail(casework.Unavailable, op, "no scheme that this service runs takes women who ask for themselves")
	}
	entry.Scheme = book.ID
	if entry.Provider == "" {
		entry.Provider = d.Provider
	}
	facts, err := d.Pen(asker).Ask(entry)
	if err != nil {
		return casework.Receipt{}, &casework.Error{Kind: casework.Invalid, Op: op, Err: err}
	}
	note := d.Note(asker, access.Append, access.ForReferral, op, asked)
	for _, fact := range facts {
		note.Women = []string{fact.Woman}
		if fact.Case != "" {
			note.Case = fact.Case
		}
	}
	return d.Record.Append(ctx, casework.Change{Key: key, Digest: digest, Seen: casework.AnyVersion, Facts: facts, Entry: note, Outgoing: d.tells(note.Case)})
}

// voluntary returns the rulebook by whose voluntary pathway a woman comes who
// asks for herself: the first that no clause closes, else the first there is, for
// whoever asks is heard. It is nil where no scheme that the service runs has one.
func (d Desk) voluntary(entry journey.Asking, on calendar.Day) *scheme.Rulebook {
	books := slices.DeleteFunc(d.Delivered(on), func(book *scheme.Rulebook) bool { return book.Pathway(string(journey.Voluntary)) == nil })
	if len(books) == 0 {
		return nil
	}
	encounter := encounterOf(journey.Referral{Identity: entry.Identity}, on)
	for _, decision := range scheme.DecideAll(books, encounter, d.Settings, on) {
		if decision.Pathway == string(journey.Voluntary) && decision.Decision != scheme.Closed {
			return bookOf(books, decision.Scheme)
		}
	}
	return books[0]
}

// MayAsk says whether a scheme that this service runs takes women who ask for
// themselves.
func (d Desk) MayAsk() bool {
	book, _ := d.Runs(journey.Voluntary)
	return book != nil
}

// NewKey returns a key under which one woman asks once.
func (d Desk) NewKey() string { return d.NewID() }

// Elsewhere lists what the rulebooks of the schemes that this service runs say
// there is instead, for a woman who cannot ask for herself here.
func (d Desk) Elsewhere() []string {
	var said []string
	for _, book := range d.Delivered(d.Today()) {
		for _, pathway := range book.Pathways {
			for _, offer := range pathway.Offers {
				if !offer.NotStated && offer.Pathway == "" && !slices.Contains(said, offer.Text) {
					said = append(said, offer.Text)
				}
			}
		}
	}
	return said
}
