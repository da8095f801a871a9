package administration

import (
	"context"
	"encoding/hex"
	"time"

	"throughline/internal/casework"
)

// Session is one signed-in browser. The token itself is never kept, only its
// SHA-256.
type Session struct {
	TokenHash []byte
	Account   string // the account's id
	Created   time.Time
	LastSeen  time.Time
	Expires   time.Time // the end whatever happens, however busy the session
	Half      bool      // the password was right and the code is still to come
	Shown     time.Time // when a code was last entered in it, zero before
	Offered   []byte    // sealed: what somebody without a second factor is to keep
}

// ID names the session among those of its account. The token cannot be worked
// out from it.
func (s Session) ID() string { return hex.EncodeToString(s.TokenHash) }

// SignedIn is who is signed in, and how surely.
type SignedIn struct {
	Account
	Session string // id of the session
	// Half says that the password was right and the code is still to come: until
	// then nobody acts.
	Half bool
	// Enrol says that there is no second factor yet: one is to be set up first.
	Enrol bool
	// Sure says that a code was entered a short while ago, or that the account is
	// a practice account, which has no second factor.
	Sure bool
	// Rest is how long from now the session lasts if nothing more is sent; 0 where
	// nobody says.
	Rest time.Duration
}

// ErrNoSession says that no session has this token.
var ErrNoSession = casework.Fail(casework.NotFound, "finding a session", "there is no such session")

// SessionStore keeps sessions.
type SessionStore interface {
	// AddSession keeps a new session.
	AddSession(ctx context.Context, session Session) error
	// Session returns the session whose token hashes to this, or ErrNoSession.
	Session(ctx context.Context, tokenHash []byte) (Session, error)
	// RenewSession keeps a new session in place of the one whose token hashes to
	// old. Where that one has ended meanwhile it keeps nothing and answers
	// ErrNoSession.
	RenewSession(ctx context.Context, old []byte, session Session) error
	// TouchSession notes that the session was used. A session that has ended
	// meanwhile stays ended, without an error.
	TouchSession(ctx context.Context, tokenHash []byte, seen time.Time) error
	// SessionsOf returns the sessions of an account, the newest first.
	SessionsOf(ctx context.Context, account string) ([]Session, error)
	// EndSession forgets the session; forgetting one that is not there is no error.
	EndSession(ctx context.Context, tokenHash []byte) error
	// EndSessionsOf forgets all sessions of an account.
	EndSessionsOf(ctx context.Context, account string) error
	// EndExpiredSessions forgets the sessions whose Expires is at or before now.
	EndExpiredSessions(ctx context.Context, now time.Time) error
}

// What signing in can answer beside success. An unknown name, a wrong password
// and a disabled account are one answer, so that nobody learns who has one.
var (
	ErrWrongSignIn  = casework.Fail(casework.Invalid, "signing in", "the name or the password is not right")
	ErrTooManyTries = casework.Fail(casework.TooMany, "signing in", "too many tries, wait a minute")
	ErrSignedOut    = casework.Fail(casework.SignedOut, "finding who asks", "nobody is signed in")
)
