package administration

import (
	"context"
	"time"

	"throughline/internal/casework"
)

// Factor is the second factor of an account: the secret that an authenticator
// app makes a code from, a new one for each step of 30 seconds.
type Factor struct {
	Account string
	Secret  []byte // sealed
	Step    int64  // the last step whose code was used, counted from 1970
	Since   time.Time
}

// Reset is an administrator's wish that the second factor of an account be taken
// away. It is carried out when another administrator confirms it.
type Reset struct {
	Account string
	AskedBy string // account id of the administrator who asked
	Asked   time.Time
}

// Offer is a secret that somebody without a second factor is to keep in an
// authenticator app, until a code proves that it is kept.
type Offer struct {
	Secret  string // in base 32, to type
	Picture []byte // the same as a PNG that the app reads with a camera
}

// What a FactorStore can answer beside success.
var (
	ErrNoFactor   = casework.Fail(casework.NotFound, "finding a second factor", "the account has none")
	ErrFactorKept = casework.Fail(casework.Conflict, "keeping a second factor", "the account has one")
	ErrCodeUsed   = casework.Fail(casework.Invalid, "using a code", "this code, or a later one, was used")
	ErrNoReset    = casework.Fail(casework.Conflict, "taking away a second factor", "nobody else asked for it")
)

// ErrWrongCode says that a code does not open the session: wrong, too old, used
// already, or no code at all. They are one answer.
var ErrWrongCode = casework.Fail(casework.Invalid, "entering a code", "the code is not right")

// FactorStore keeps second factors: one secret of codes for an account, and
// passkeys. Taking the second factor away takes the passkeys too.
type FactorStore interface {
	// Factor returns the second factor of an account, or ErrNoFactor.
	Factor(ctx context.Context, account string) (Factor, error)
	// AddFactor keeps the first second factor of an account, or answers
	// ErrFactorKept.
	AddFactor(ctx context.Context, factor Factor) error
	// UseStep notes that the code of a step was used. However many ask at once,
	// one of them succeeds; the others get ErrCodeUsed.
	UseStep(ctx context.Context, account string, step int64) error
	// Reset returns what is asked for an account, or ErrNoReset.
	Reset(ctx context.Context, account string) (Reset, error)
	// AskReset keeps what was asked, in place of what was asked before.
	AskReset(ctx context.Context, reset Reset) error
	// ConfirmReset takes the second factor away where it was asked for by
	// somebody other than by, at or after since. Else it answers ErrNoReset.
	ConfirmReset(ctx context.Context, account, by string, since time.Time) error
	// TakeFactor takes the second factor away, asked for or not. Where there is
	// none it answers ErrNoFactor.
	TakeFactor(ctx context.Context, account string) error
	PasskeyStore
}
