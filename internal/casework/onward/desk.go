package onward

import (
	"context"
	"errors"
	"time"

	"throughline/internal/casework"
	"throughline/internal/domain/access"
	"throughline/internal/domain/directory"
	"throughline/internal/domain/journey"
)

// Desk is where women are sent on, and where services answer.
type Desk struct {
	casework.Bench
	Sharing   Sharing
	Links     LinkStore
	Secrets   Secrets
	Delivered []directory.Entry // that came with the program
	Staff     casework.Staff    // nil where nobody knows their names
	Origin    string            // how browsers reach the site, such as https://example.org
	Mail      bool              // e-mails leave from here
}

// Sharing is where she agrees to what is shared, and where it is read.
type Sharing interface {
	// Spelled returns the name of an agency as it is known here, and as it was typed
	// where it is not.
	Spelled(ctx context.Context, agency string) (string, error)
	// Look returns what a partner would get if she said yes, and the classes of it that
	// the asker may not read.
	Look(ctx context.Context, asker access.Asker, caseID string, entry casework.Agreeing) (casework.Pack, access.Classes, error)
	// Agree checks her answer and makes its facts.
	Agree(ctx context.Context, pen journey.Pen, row journey.Row, standing casework.Standing, entry casework.Agreeing) ([]journey.Fact, error)
	// By returns what somebody gets by one permission of hers and by nothing else.
	By(ctx context.Context, asker access.Asker, caseID, permission string) (casework.Pack, error)
}

// MostWrong is how many wrong PINs freeze a link. Whoever sent her makes a new one.
const MostWrong = 5

// Link lets a service that has no account open one referral, with a PIN that is
// told another way. Neither its token nor the PIN is kept.
type Link struct {
	Referral string
	Case     string
	Woman    string
	Lookup   []byte // SHA-256 of the token
	Nonce    []byte // what the token is made of, with the key of the vault
	Proof    string // of token and PIN, an Argon2id PHC string
	Inbox    string // e-mail address it goes to; "" where it is told otherwise
	Wrong    int    // tries since the last right one
	Made     time.Time
	Until    time.Time // from then on it opens nothing
}

// Frozen says whether the link opens nothing until a new one is made.
func (l Link) Frozen() bool { return l.Wrong >= MostWrong }

// LinkSession is one browser in which a referral is open. Its token is never kept,
// only the SHA-256 of it.
type LinkSession struct {
	TokenHash []byte
	Referral  string
	Case      string
	Woman     string
	LastSeen  time.Time
	Expires   time.Time
}

// What the store can answer beside success.
var (
	ErrNoLink    = casework.Fail(casework.NotFound, "finding a link", "there is no such link")
	ErrNoSession = casework.Fail(casework.NotFound, "finding a session", "there is no such session")
)

// What opening a link can answer beside success. An unknown link, one that ran out
// or was taken back, a frozen one and a wrong PIN are one answer.
var (
	ErrNotOpened = casework.Fail(casework.Invalid, "opening a link", "the link or the PIN is not right")
	ErrClosed    = casework.Fail(casework.SignedOut, "opening a link", "it is not open in this browser")
)

// LinkStore keeps links and the sessions they open.
type LinkStore interface {
	// KeepLink puts a link in the place of the one its referral had, and ends the
	// sessions of that. The same link again changes nothing.
	KeepLink(ctx context.Context, link Link) error
	// LinkOf returns the link of a referral, or ErrNoLink.
	LinkOf(ctx context.Context, referral string) (Link, error)
	// DropLink forgets the link of a referral, and its sessions.
	DropLink(ctx context.Context, referral string) error
	// TryLink counts a try and returns the link, counted. It answers ErrNoLink where
	// there is none, it is frozen or over. Tries made at once are counted one by one.
	TryLink(ctx context.Context, lookup []byte, now time.Time) (Link, error)
	// ClearLinkTries forgets the tries of a link after a right one.
	ClearLinkTries(ctx context.Context, lookup []byte) error

	// AddLinkSession keeps a new session, and forgets those that ended by its LastSeen.
	AddLinkSession(ctx context.Context, session LinkSession) error
	// LinkSession returns the session whose token hashes to this, or ErrNoSession.
	LinkSession(ctx context.Context, tokenHash []byte) (LinkSession, error)
	// TouchLinkSession notes that the session was used.
	TouchLinkSession(ctx context.Context, tokenHash []byte, seen time.Time) error
	// EndLinkSession forgets the session; forgetting one that is not there is no error.
	EndLinkSession(ctx context.Context, tokenHash []byte) error
}

// Secrets makes what opens a link. The same key gives the same link and the same
// PIN, so that a form sent twice shows them again.
type Secrets interface {
	// Referral returns the id of the referral that a form with this key makes.
	Referral(key string) string
	// Nonce returns what the token of a link is made of, for a form with this key.
	Nonce(key, referral string) []byte
	// Token returns the token of a link, and what it is found by.
	Token(nonce []byte) (token string, lookup []byte)
	// PIN returns the six digits that a form with this key makes.
	PIN(key, referral string) string
	// Proof returns what is kept of token and PIN.
	Proof(ctx context.Context, token, pin string) (string, error)
}

// identified is the class that referrals and what is written about them stand in:
// a woman is sent on by her name.
var identified = access.SetOf(access.Identity)

// supports says whether the asker is among those who support her.
func supports(asker access.Asker) func(casework.Standing) bool {
	return func(standing casework.Standing) bool {
		return standing.Is(access.Service) || asker.Role == access.Keyworker && standing.Is(access.Allocated)
	}
}

// admit loads the row of a case for those who support her.
func (d Desk) admit(ctx context.Context, op string, asker access.Asker, caseID string) (journey.Row, casework.Standing, error) {
	row, standing, err := d.Admit(ctx, op, asker, caseID, access.Append, access.ForSupport, identified|access.SetOf(access.Plan))
	if err == nil && !supports(asker)(standing) {
		err = d.Absent(ctx, op, asker, row, access.Append, access.ForSupport)
	}
	return row, standing, err
}

// write writes what those who support her decide about a referral.
func (d Desk) write(ctx context.Context, op string, asker access.Asker, caseID, key string, entered any, decide func(journey.Pen, journey.Row) ([]journey.Fact, error)) (casework.Receipt, error) {
	return d.Bench.Write(ctx, casework.Writing{
		Op: op, Asker: asker, Case: caseID, Key: key, Action: access.Append, Purpose: access.ForSupport, Classes: identified,
		Entered: entered, May: supports(asker),
		Decide: func(pen journey.Pen, row journey.Row, _ casework.Standing) ([]journey.Fact, error) {
			return decide(pen, row)
		},
	})
}

// standing says whose lists the asker sees: her own as a keyworker, all as the lead.
func standing(op string, asker access.Asker) (casework.Filter, error) {
	sent := journey.Tie{Who: journey.Elsewhere, How: journey.SentElsewhere}
	switch asker.Role {
	case access.Keyworker:
		return casework.Filter{Worker: asker.ID, Tied: sent}, nil
	case access.ServiceLead:
		return casework.Filter{Tied: sent}, nil
	}
	return casework.Filter{}, casework.Fail(casework.Forbidden, op, "not for %s", asker.Role.Words())
}

func problem(field, say string) error { return journey.Problems{{Field: field, Say: say}} }

// isProblem says whether an error is about what was entered.
func isProblem(err error) bool {
	var problems journey.Problems
	return errors.As(err, &problems)
}

// problemsOf returns what an error says about what was entered.
func problemsOf(err error) journey.Problems {
	var problems journey.Problems
	errors.As(err, &problems)
	return problems
}
