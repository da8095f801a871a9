package herspace

import (
	"context"
	"time"

	"throughline/internal/casework"
)

// MostWrong is how many wrong PINs freeze a card. A keyworker gives a new one.
const MostWrong = 5

// CodeLasts is how long a code that is read out may be used.
const CodeLasts = 15 * time.Minute

// Card is the way in of one woman. She has one at most. The words on it and her
// PIN are not kept.
type Card struct {
	Woman  string
	Lookup []byte // what its words are found by
	Proof  string // of words and PIN, an Argon2id PHC string
	Wrong  int    // tries since the last right one
	Issued time.Time
}

// Frozen says whether the card opens nothing any more.
func (c Card) Frozen() bool { return c.Wrong >= MostWrong }

// Code opens her space once.
type Code struct {
	Lookup  []byte // what it is found by
	Woman   string
	Expires time.Time
}

// Session is one browser in which her space is open. The token itself is never
// kept, only its SHA-256.
type Session struct {
	TokenHash []byte
	Woman     string
	Created   time.Time
	LastSeen  time.Time
	Expires   time.Time // the end whatever happens
}

// What the stores can answer beside success.
var (
	ErrNoCard      = casework.Fail(casework.NotFound, "finding a card", "there is no such card")
	ErrCardChanged = casework.Fail(casework.Conflict, "giving a card", "another card was given meanwhile")
	ErrNoCode      = casework.Fail(casework.NotFound, "finding a code", "there is no such code")
	ErrNoSession   = casework.Fail(casework.NotFound, "finding a session", "there is no such session")
)

// What coming in can answer beside success. Unknown words, a wrong PIN, a frozen
// card and a card taken back are one answer, so that nobody learns whose words
// they hold.
var (
	ErrNotOpened = casework.Fail(casework.Invalid, "opening her space", "the words, the PIN or the code are not right")
	ErrClosed    = casework.Fail(casework.SignedOut, "opening her space", "it is not open in this browser")
)

// CardStore keeps cards, codes and the sessions they open.
type CardStore interface {
	// Card returns the card of a woman, or ErrNoCard.
	Card(ctx context.Context, woman string) (Card, error)
	// KeepCard puts a card in the place of the one that was given at before, the
	// zero time where there was none; else it answers ErrCardChanged. The sessions
	// and codes of the woman end with her old card.
	KeepCard(ctx context.Context, card Card, before time.Time) error
	// RevokeCard forgets the card, the codes and the sessions of a woman.
	RevokeCard(ctx context.Context, woman string) error
	// TryCard counts a try and returns the card that the words are on, counted. It
	// answers ErrNoCard where there is none, and where the card is frozen. Tries
	// made at once are counted one by one.
	TryCard(ctx context.Context, lookup []byte) (Card, error)
	// ClearTries forgets the tries of a card after a right one.
	ClearTries(ctx context.Context, lookup []byte) error
	// KeepCode keeps a code, and forgets those of the woman before it and all that
	// have expired by now.
	KeepCode(ctx context.Context, code Code, now time.Time) error
	// SpendCode forgets a code and returns whose it was; ErrNoCode where there is
	// none, or it expired. Of many who spend it at once, one has it.
	SpendCode(ctx context.Context, lookup []byte, now time.Time) (woman string, err error)

	// AddHerSession keeps a new session.
	AddHerSession(ctx context.Context, session Session) error
	// HerSession returns the session whose token hashes to this, or ErrNoSession.
	HerSession(ctx context.Context, tokenHash []byte) (Session, error)
	// TouchHerSession notes that the session was used. One that has ended stays
	// ended, without an error.
	TouchHerSession(ctx context.Context, tokenHash []byte, seen time.Time) error
	// EndHerSession forgets the session; forgetting one that is not there is no error.
	EndHerSession(ctx context.Context, tokenHash []byte) error
	// EndExpiredHerSessions forgets the sessions whose Expires is at or before now.
	EndExpiredHerSessions(ctx context.Context, now time.Time) error
}

// Secrets makes the words, and brings what is typed into the form that is kept.
type Secrets interface {
	// NewPhrase draws the words of a card.
	NewPhrase() string
	// NewCode draws a code to be read out.
	NewCode() string
	// Phrase returns what a card with these words is found by, and the proof of
	// words and PIN.
	Phrase(ctx context.Context, words, pin string) (lookup []byte, proof string, err error)
	// Code returns what a code is found by.
	Code(ctx context.Context, code string) (lookup []byte, err error)
	// PIN returns the digits of a typed PIN, however they were written, and false
	// where it is not four of them.
	PIN(typed string) (digits string, ok bool)
}
