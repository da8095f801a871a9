package signin

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"net/http"
	"runtime"
	"time"

	"github.com/go-webauthn/webauthn/webauthn"

	"throughline/internal/casework/administration"
	"throughline/internal/domain/access"
)

// Limits that hold whatever the settings say.
const (
	// SessionLength is the longest a session lives, however busy it is.
	SessionLength = 8 * time.Hour
	// seenEvery is how often the use of a session is written down. A session
	// may go idle this much early, never late.
	seenEvery   = 15 * time.Second
	tokenLength = 32 // bytes, 256 bits
)

// Options are the settings of the desk; the zero value is the safe one.
type Options struct {
	// LoopbackHTTP says that pages are served over plain HTTP on this machine
	// only, where a Secure cookie would not come back.
	LoopbackHTTP bool
	// Origin is how browsers reach the site; without it there are no passkeys.
	Origin string
	// Witness writes a line of the ledger. Needed where there are passkeys.
	Witness func(ctx context.Context, entry access.Entry) error
	// Idle is how long a session of a role may rest, where it differs from
	// IdleLimit.
	Idle map[access.Role]time.Duration
	// TriesPerAccount and TriesPerBlock are how many sign-ins a minute are let
	// through for one name and one address block; 10 and 100 when 0.
	TriesPerAccount, TriesPerBlock int
	// CodesPerHour is how many codes an hour are let through for one account; 30
	// when 0.
	CodesPerHour int
	// AtOnce is how many passwords are checked at once, each taking 64 MiB; as
	// many as cores when 0. Waiting is how many more may wait; 16 when 0.
	AtOnce, Waiting int
}

// IdleLimit is how long a session of a role may rest. Officers sit at shared
// desks.
func IdleLimit(role access.Role) time.Duration {
	if role == access.Officer {
		return 5 * time.Minute
	}
	return 15 * time.Minute
}

// Books is where accounts, second factors and sessions are kept.
type Books interface {
	administration.AccountStore
	administration.FactorStore
	administration.SessionStore
}

// Desk is where staff sign in and where each request asks who is signed in.
type Desk struct {
	books   Books
	seal    Sealer
	clock   func() time.Time
	options Options
	names   *tries // passwords and codes together, a minute
	blocks  *tries
	codes   *tries // codes, an hour
	hashing *queue
	party   *webauthn.WebAuthn // what passkeys are bound to; nil where they cannot be
	nobody  phc                // checked for names that do not exist, at the same cost
}

// New opens a desk. The clock is asked at every call.
func New(books Books, seal Sealer, clock func() time.Time, options Options) *Desk {
	orElse := func(n, usual int) int {
		if n > 0 {
			return n
		}
		return usual
	}
	return &Desk{
		books:   books,
		seal:    seal,
		clock:   clock,
		options: options,
		names:   newTries(orElse(options.TriesPerAccount, 10), tryWindow),
		blocks:  newTries(orElse(options.TriesPerBlock, 100), tryWindow),
		codes:   newTries(orElse(options.CodesPerHour, codesPerHour), time.Hour),
		hashing: newQueue(orElse(options.AtOnce, runtime.GOMAXPROCS(0)), orElse(options.Waiting, 16)),
		party:   relyingParty(options.Origin),
		nobody: phc{
			memory: argonMemory, passes: argonPasses, lanes: argonLanes,
			salt: make([]byte, saltLength), digest: make([]byte, digestLength),
		},
	}
}

// SignIn checks a name and a password and starts a session: a half one, until
// EnterCode makes it whole, unless the account is a practice account. remoteAddr is the
// peer's address, never one that a header claims. The errors are
// administration.ErrWrongSignIn and administration.ErrTooManyTries; others are
// failures of the store.
func (d *Desk) SignIn(ctx context.Context, typedName, password, remoteAddr string) (token string, in administration.SignedIn, err error) {
	nobody := administration.SignedIn{}
	now := d.clock()
	name, err := Name(typedName)
	if err != nil {
		// The name cannot exist; it takes the road of one that does not.
		name = ""
	}
	if !d.blocks.allow(addressBlock(remoteAddr), now) || !d.names.allow(name, now) {
		return "", nobody, administration.ErrTooManyTries
	}
	form, err := passwordForm(password)
	if err != nil {
		// Nobody can have chosen this password; the work is done all the same.
		form = ""
	}
	account, err := d.books.AccountByName(ctx, name)
	kept := d.nobody
	switch {
	case errors.Is(err, administration.ErrNoAccount):
	case err != nil:
		return "", nobody, fmt.Errorf("looking for the account: %w", err)
	default:
		if kept, err = parsePHC(account.PasswordHash); err != nil {
			return "", nobody, fmt.Errorf("reading the password hash of account %s: %w", account.ID, err)
		}
	}
	right := false
	if err := d.hashing.do(ctx, func() { right = kept.holds(form) }); err != nil {
		return "", nobody, err
	}
	if !right || form == "" || account.ID == "" || account.Disabled {
		return "", nobody, administration.ErrWrongSignIn
	}
	return d.beginFor(ctx, account, now)
}

// newToken returns 256 random bits as text.
func newToken() string {
	raw := make([]byte, tokenLength)
	rand.Read(raw) // never fails: crypto/rand ends the program instead
	return base64.RawURLEncoding.EncodeToString(raw)
}

func tokenHash(token string) []byte {
	sum := sha256.Sum256([]byte(token))
	return sum[:]
}

// Current returns who is signed in with a token, read anew, so that disabling an
// account, changing its role or ending the session binds the next request. It
// answers administration.ErrSignedOut when the token is not, or no longer, good.
func (d *Desk) Current(ctx context.Context, token string) (administration.SignedIn, error) {
	account, session, err := d.find(ctx, token)
	if err != nil {
		return administration.SignedIn{}, err
	}
	now := d.clock()
	if now.Sub(session.LastSeen) >= seenEvery {
		if err := d.books.TouchSession(ctx, session.TokenHash, now); err != nil {
			return administration.SignedIn{}, fmt.Errorf("noting that the session is in use: %w", err)
		}
		session.LastSeen = now
	}
	in := signedIn(account, session, now)
	in.Rest = min(session.LastSeen.Add(d.idle(account.Role)).Sub(now), session.Expires.Sub(now))
	return in, nil
}

// find returns the session of a token and its account, where both are good. A
// session that is over, or whose account may not sign in, is ended.
func (d *Desk) find(ctx context.Context, token string) (administration.Account, administration.Session, error) {
	nobody := administration.Account{}
	if token == "" {
		return nobody, administration.Session{}, administration.ErrSignedOut
	}
	session, err := d.books.Session(ctx, tokenHash(token))
	if errors.Is(err, administration.ErrNoSession) {
		return nobody, session, administration.ErrSignedOut
	}
	if err != nil {
		return nobody, session, fmt.Errorf("reading the session: %w", err)
	}
	account, err := d.books.Account(ctx, session.Account)
	if err != nil && !errors.Is(err, administration.ErrNoAccount) {
		return nobody, session, fmt.Errorf("reading the signed-in account: %w", err)
	}
	if err != nil || account.Disabled || d.over(session, account.Role, d.clock()) {
		if err := d.books.EndSession(ctx, session.TokenHash); err != nil {
			return nobody, session, fmt.Errorf("ending the session: %w", err)
		}
		return nobody, session, administration.ErrSignedOut
	}
	return account, session, nil
}

// idle is how long a session of a role may rest here.
func (d *Desk) idle(role access.Role) time.Duration {
	if idle, set := d.options.Idle[role]; set {
		return idle
	}
	return IdleLimit(role)
}

// over says whether the session has rested too long or lived too long. A clock
// set back gives no session more time than it had.
func (d *Desk) over(session administration.Session, role access.Role, now time.Time) bool {
	return !now.Before(session.LastSeen.Add(d.idle(role))) || !now.Before(session.Expires) ||
		now.Before(session.Created)
}

// SignOut ends the session of a token at once. Signing out twice is no error.
func (d *Desk) SignOut(ctx context.Context, token string) error {
	if err := d.books.EndSession(ctx, tokenHash(token)); err != nil {
		return fmt.Errorf("signing out: %w", err)
	}
	return nil
}

func (d *Desk) cookieName() string {
	if d.options.LoopbackHTTP {
		return "throughline"
	}
	return "__Host-throughline"
}

// Cookie carries a session's token until the browser closes. An empty token
// makes the cookie that takes it away again.
func (d *Desk) Cookie(token string) *http.Cookie {
	cookie := &http.Cookie{
		Name: d.cookieName(), Value: token, Path: "/",
		Secure: !d.options.LoopbackHTTP, HttpOnly: true, SameSite: http.SameSiteLaxMode,
	}
	if token == "" {
		cookie.MaxAge = -1
	}
	return cookie
}

// Token returns the session token a request carries, or the empty string. Two
// cookies of the name count as none: one of them was planted.
func (d *Desk) Token(request *http.Request) string {
	cookies := request.CookiesNamed(d.cookieName())
	if len(cookies) != 1 {
		return ""
	}
	return cookies[0].Value
}
