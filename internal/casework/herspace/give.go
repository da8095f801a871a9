package herspace

import (
	"context"
	"errors"
	"time"

	"throughline/internal/casework"
	"throughline/internal/domain/access"
	"throughline/internal/domain/journey"
)

// Desk is where her own space is given to her, and where she is in it.
type Desk struct {
	casework.Bench
	casework.Schemes
	Cards   CardStore
	Secrets Secrets
	Ledger  Ledger
	People  People
}

// People knows who works here.
type People interface {
	// NameOf returns the name of an account as colleagues read it, "" where there
	// is none.
	NameOf(ctx context.Context, account string) (string, error)
}

// giving is the class of how she comes in: it is hers to identify herself with.
var giving = access.SetOf(access.Identity)

// CardView is how a woman's card stands.
type CardView struct {
	Row    journey.Row
	Who    journey.Identity
	Issued time.Time // zero where she has none
	Frozen bool
}

// Given says whether she has a card.
func (v CardView) Given() bool { return !v.Issued.IsZero() }

// CardOf returns how the card of a woman stands, to those who may give her one.
func (d Desk) CardOf(ctx context.Context, asker access.Asker, caseID string) (CardView, error) {
	const op = "see her card"
	row, err := d.giver(ctx, op, asker, caseID)
	if err != nil {
		return CardView{}, err
	}
	who, err := d.Record.Who(ctx, []string{row.Woman})
	if err != nil {
		return CardView{}, casework.In(op, err)
	}
	view := CardView{Row: row, Who: who[row.Woman]}
	card, err := d.Cards.Card(ctx, row.Woman)
	switch {
	case errors.Is(err, ErrNoCard):
	case err != nil:
		return CardView{}, casework.In(op, err)
	default:
		view.Issued, view.Frozen = card.Issued, card.Frozen()
	}
	if err := d.Tell(ctx, op, d.Note(asker, access.Read, access.ForSupport, op, giving, row)); err != nil {
		return CardView{}, err
	}
	return view, nil
}

// giver lets those through who may give a woman her way in: those who support
// her, and their lead.
func (d Desk) giver(ctx context.Context, op string, asker access.Asker, caseID string) (journey.Row, error) {
	return d.supporter(ctx, op, asker, caseID, giving)
}

// supporter lets those through who support the woman of a case and may write
// these classes: not her herself, who may write some of them too.
func (d Desk) supporter(ctx context.Context, op string, asker access.Asker, caseID string, classes access.Classes) (journey.Row, error) {
	row, standing, err := d.Admit(ctx, op, asker, caseID, access.Append, access.ForSupport, classes)
	if err == nil && standing.Is(access.Herself) {
		return journey.Row{}, d.Absent(ctx, op, asker, row, access.Append, access.ForSupport)
	}
	return row, err
}

// Giving is a card as it is given to her: the PIN is hers, typed by her, twice.
type Giving struct {
	PIN, Again string
	Before     time.Time // when the card was given that the page showed; zero for none
}

// GiveCard gives her a card in the place of the one she had, and returns its
// words. They are told this once.
func (d Desk) GiveCard(ctx context.Context, asker access.Asker, caseID string, entry Giving) (words string, err error) {
	const op = "give card"
	row, err := d.giver(ctx, op, asker, caseID)
	if err != nil {
		return "", err
	}
	who, err := d.Record.Who(ctx, []string{row.Woman})
	if err != nil {
		return "", casework.In(op, err)
	}
	pin, err := d.chosen(entry, who[row.Woman])
	if err != nil {
		return "", err
	}
	words = d.Secrets.NewPhrase()
	lookup, proof, err := d.Secrets.Phrase(ctx, words, pin)
	if err != nil {
		return "", casework.In(op, err)
	}
	if err := d.tellGiven(ctx, op, asker, row); err != nil {
		return "", err
	}
	card := Card{Woman: row.Woman, Lookup: lookup, Proof: proof, Issued: d.Now()}
	if err := d.Cards.KeepCard(ctx, card, entry.Before); err != nil {
		return "", casework.In(op, err)
	}
	return words, nil
}

// chosen returns the PIN she chose, or says what to put right.
func (d Desk) chosen(entry Giving, who journey.Identity) (string, error) {
	pin, ok := d.Secrets.PIN(entry.PIN)
	again, okAgain := d.Secrets.PIN(entry.Again)
	switch {
	case !ok:
		return "", journey.Problems{{Field: "pin", Say: "Enter four numbers"}}
	case guessable(pin, who.Born):
		return "", journey.Problems{{Field: "pin", Say: "Choose other numbers: these are easy to guess"}}
	case !okAgain || pin != again:
		return "", journey.Problems{{Field: "again", Say: "Enter the same four numbers again"}}
	}
	return pin, nil
}

// tellGiven writes down that her way in changed, before it does.
func (d Desk) tellGiven(ctx context.Context, op string, asker access.Asker, row journey.Row) error {
	return d.Tell(ctx, op, d.Note(asker, access.Append, access.ForSupport, op, giving, row))
}

// TakeCard takes her card back, with what it opened and every code: from the
// next request on her space is closed everywhere.
func (d Desk) TakeCard(ctx context.Context, asker access.Asker, caseID string) error {
	const op = "take card back"
	row, err := d.giver(ctx, op, asker, caseID)
	if err != nil {
		return err
	}
	if err := d.tellGiven(ctx, op, asker, row); err != nil {
		return err
	}
	if err := d.Cards.RevokeCard(ctx, row.Woman); err != nil {
		return casework.In(op, err)
	}
	return nil
}

// MakeCode makes a code to read out to her face to face, and returns until when
// it opens her space. One made before opens it no more.
func (d Desk) MakeCode(ctx context.Context, asker access.Asker, caseID string) (code string, until time.Time, err error) {
	const op = "make code"
	row, err := d.giver(ctx, op, asker, caseID)
	if err != nil {
		return "", time.Time{}, err
	}
	code = d.Secrets.NewCode()
	lookup, err := d.Secrets.Code(ctx, code)
	if err != nil {
		return "", time.Time{}, casework.In(op, err)
	}
	if err := d.tellGiven(ctx, op, asker, row); err != nil {
		return "", time.Time{}, err
	}
	now := d.Now()
	until = now.Add(CodeLasts)
	if err := d.Cards.KeepCode(ctx, Code{Lookup: lookup, Woman: row.Woman, Expires: until}, now); err != nil {
		return "", time.Time{}, casework.In(op, err)
	}
	return code, until, nil
}

// NewKey returns a key for one sending of a form.
func (d Desk) NewKey() string { return d.Bench.NewID() }
