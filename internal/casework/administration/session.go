package administration

import (
	"context"
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
}

// ErrNoSession says that no session has this token.
var ErrNoSession = casework.Fail(casework.NotFound, "finding a session", "there is no such session")

// SessionStore keeps sessions.
type SessionStore interface {
	// AddSession keeps a new session.
	AddSession(ctx context.Context, session Session) error
	// Session returns the session whose token hashes to this, or ErrNoSession.
	Session(ctx context.Context, tokenHash []byte) (Session, error)
	// TouchSession notes that the session was used. A session that has ended
	// meanwhile stays ended, without an error.
	TouchSession(ctx context.Context, tokenHash []byte, seen time.Time) error
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
