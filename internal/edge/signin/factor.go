package signin

import (
	"context"
	"errors"
	"fmt"
	"time"

	"throughline/internal/casework/administration"
)

// Limits of the second factor.
const (
	// SureFor is how long a code that was entered counts as just entered.
	SureFor = 5 * time.Minute
	// HalfLength is how long somebody may take over the code, or over setting
	// codes up.
	HalfLength = 20 * time.Minute
	// codesPerHour is how many codes are tried for one account in an hour. Three
	// codes of a million are right at a time, so somebody who has the password and
	// tries without a rest is let in about once in fifteen months.
	codesPerHour = 30
)

// Sealer seals what staff sign in with. What is sealed for one table, row and
// column opens there alone.
type Sealer interface {
	Seal(table, row, column string, plain []byte) ([]byte, error)
	Open(table, row, column string, sealed []byte) ([]byte, error)
}

// Where secrets are kept, as the sealer is told.
const (
	sessionsTable, offeredColumn = "sessions", "offered"
	factorsTable, secretColumn   = "factors", "secret"
)

// beginFor starts the session of somebody whose password was right: a half one,
// unless the account is a practice account.
func (d *Desk) beginFor(ctx context.Context, account administration.Account, now time.Time) (string, administration.SignedIn, error) {
	token, session := newSession(account, now)
	if !account.Demo {
		session.Half, session.Expires = true, now.Add(HalfLength)
		_, err := d.books.Factor(ctx, account.ID)
		switch {
		case errors.Is(err, administration.ErrNoFactor):
			if session.Offered, err = d.seal.Seal(sessionsTable, session.ID(), offeredColumn, []byte(newSecret())); err != nil {
				return "", administration.SignedIn{}, fmt.Errorf("sealing a new secret: %w", err)
			}
		case err != nil:
			return "", administration.SignedIn{}, fmt.Errorf("looking for the second factor: %w", err)
		}
	}
	if err := d.books.EndExpiredSessions(ctx, now); err != nil {
		return "", administration.SignedIn{}, fmt.Errorf("forgetting expired sessions: %w", err)
	}
	if err := d.books.AddSession(ctx, session); err != nil {
		return "", administration.SignedIn{}, fmt.Errorf("starting a session: %w", err)
	}
	return token, signedIn(account, session, now), nil
}

// signedIn says who is signed in with a session.
func signedIn(account administration.Account, session administration.Session, now time.Time) administration.SignedIn {
	shown := !session.Shown.IsZero() && !now.Before(session.Shown) && now.Before(session.Shown.Add(SureFor))
	return administration.SignedIn{
		Account: account, Session: session.ID(), Half: session.Half, Enrol: session.Half && session.Offered != nil,
		Sure: !session.Half && (account.Demo || shown),
	}
}

// Offer returns the secret that somebody without a second factor is to keep. It
// answers administration.ErrSignedOut where the session is not good, and
// administration.ErrNoFactor where nothing is offered in it.
func (d *Desk) Offer(ctx context.Context, token string) (administration.Offer, error) {
	account, session, err := d.find(ctx, token)
	if err != nil {
		return administration.Offer{}, err
	}
	if session.Offered == nil {
		return administration.Offer{}, administration.ErrNoFactor
	}
	secret, err := d.seal.Open(sessionsTable, session.ID(), offeredColumn, session.Offered)
	if err != nil {
		return administration.Offer{}, fmt.Errorf("opening a new secret: %w", err)
	}
	return offer(string(secret), account.Name)
}

// EnterCode checks a code and gives the session a new token: a half session
// becomes whole, and one that is whole counts as sure. Where a secret is offered
// the code proves that it is kept, and it becomes the second factor. The errors
// are administration.ErrWrongCode, ErrTooManyTries and ErrSignedOut; others are
// failures of the store.
func (d *Desk) EnterCode(ctx context.Context, token, typed, remoteAddr string) (renewed string, err error) {
	account, session, err := d.find(ctx, token)
	if err != nil {
		return "", err
	}
	now := d.clock()
	if !d.blocks.allow(addressBlock(remoteAddr), now) || !d.names.allow(account.Name, now) || !d.codes.allow(account.ID, now) {
		return "", administration.ErrTooManyTries
	}
	code, is := Code(typed)
	if !is {
		code = "" // fits nothing; the work is done all the same
	}
	if session.Offered != nil {
		err = d.enrol(ctx, account, session, code, now)
	} else {
		err = d.useCode(ctx, account, code, now)
	}
	if err != nil {
		return "", err
	}
	return d.renew(ctx, account, session, now)
}

// renew makes a session whole and sure, under a new token.
func (d *Desk) renew(ctx context.Context, account administration.Account, session administration.Session, now time.Time) (renewed string, err error) {
	renewed, next := newSession(account, now)
	next.Shown = now
	if !session.Half { // entering a code makes no session longer
		next.Created, next.Expires = session.Created, session.Expires
	}
	err = d.books.RenewSession(ctx, session.TokenHash, next)
	if errors.Is(err, administration.ErrNoSession) {
		return "", administration.ErrSignedOut
	}
	if err != nil {
		return "", fmt.Errorf("renewing the session: %w", err)
	}
	return renewed, nil
}

// enrol makes what was offered the second factor, once a code proves that it is
// kept.
func (d *Desk) enrol(ctx context.Context, account administration.Account, session administration.Session, code string, now time.Time) error {
	secret, err := d.seal.Open(sessionsTable, session.ID(), offeredColumn, session.Offered)
	if err != nil {
		return fmt.Errorf("opening a new secret: %w", err)
	}
	step, err := stepOf(string(secret), code, now)
	if err != nil {
		return err
	}
	if step == noStep {
		return administration.ErrWrongCode
	}
	kept, err := d.seal.Seal(factorsTable, account.ID, secretColumn, secret)
	if err != nil {
		return fmt.Errorf("sealing a secret: %w", err)
	}
	err = d.books.AddFactor(ctx, administration.Factor{Account: account.ID, Secret: kept, Step: step, Since: now})
	if errors.Is(err, administration.ErrFactorKept) {
		return administration.ErrWrongCode // codes were set up elsewhere meanwhile
	}
	if err != nil {
		return fmt.Errorf("keeping the second factor: %w", err)
	}
	return nil
}

// useCode uses up the code of an account. A code that fits nothing takes the same
// road to the store as one that was used.
func (d *Desk) useCode(ctx context.Context, account administration.Account, code string, now time.Time) error {
	factor, err := d.books.Factor(ctx, account.ID)
	if errors.Is(err, administration.ErrNoFactor) {
		return administration.ErrWrongCode
	}
	if err != nil {
		return fmt.Errorf("looking for the second factor: %w", err)
	}
	secret, err := d.seal.Open(factorsTable, account.ID, secretColumn, factor.Secret)
	if err != nil {
		return fmt.Errorf("opening a secret: %w", err)
	}
	step, err := stepOf(string(secret), code, now)
	if err != nil {
		return err
	}
	err = d.books.UseStep(ctx, account.ID, step)
	if errors.Is(err, administration.ErrCodeUsed) {
		return administration.ErrWrongCode
	}
	if err != nil {
		return fmt.Errorf("using a code: %w", err)
	}
	return nil
}

// newSession makes a whole session that begins now, with its token.
func newSession(account administration.Account, now time.Time) (token string, session administration.Session) {
	token = newToken()
	return token, administration.Session{
		TokenHash: tokenHash(token), Account: account.ID, Created: now, LastSeen: now, Expires: now.Add(SessionLength),
	}
}
