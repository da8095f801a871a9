package signin

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"sync"
	"testing"
	"time"

	"throughline/internal/casework"
	"throughline/internal/casework/administration"
	"throughline/internal/casework/caseworktest"
	"throughline/internal/domain/access"
)

// books keeps accounts and sessions in memory, as the record would.
type books struct {
	mutex                      sync.Mutex
	accounts                   map[string]administration.Account
	sessions                   map[string]administration.Session
	factors                    map[string]administration.Factor
	broken                     error
	administration.FactorStore // passkeys, and what a desk never asks
}

func newBooks(accounts ...administration.Account) *books {
	b := &books{accounts: map[string]administration.Account{}, sessions: map[string]administration.Session{}, factors: map[string]administration.Factor{}, FactorStore: caseworktest.NewSignIns()}
	for _, account := range accounts {
		b.accounts[account.ID] = account
	}
	return b
}

func (b *books) Account(_ context.Context, id string) (administration.Account, error) {
	account, found := b.accounts[id]
	if !found {
		return administration.Account{}, administration.ErrNoAccount
	}
	return account, b.broken
}

func (b *books) AccountByName(_ context.Context, name string) (administration.Account, error) {
	if b.broken != nil {
		return administration.Account{}, b.broken
	}
	for _, account := range b.accounts {
		if account.Name == name {
			return account, nil
		}
	}
	return administration.Account{}, administration.ErrNoAccount
}

func (b *books) Accounts(context.Context) ([]administration.Account, error) { return nil, nil }

func (b *books) AddAccount(_ context.Context, account administration.Account) error {
	b.accounts[account.ID] = account
	return nil
}

func (b *books) SaveAccount(_ context.Context, account administration.Account) error {
	b.accounts[account.ID] = account
	return nil
}

func (b *books) AddSession(_ context.Context, session administration.Session) error {
	b.mutex.Lock()
	defer b.mutex.Unlock()
	b.sessions[string(session.TokenHash)] = session
	return nil
}

func (b *books) Session(_ context.Context, tokenHash []byte) (administration.Session, error) {
	session, found := b.sessions[string(tokenHash)]
	if !found {
		return administration.Session{}, administration.ErrNoSession
	}
	return session, nil
}

func (b *books) SessionsOf(context.Context, string) ([]administration.Session, error) {
	return nil, nil
}

func (b *books) RenewSession(ctx context.Context, old []byte, session administration.Session) error {
	b.mutex.Lock()
	_, found := b.sessions[string(old)]
	delete(b.sessions, string(old))
	b.mutex.Unlock()
	if !found {
		return administration.ErrNoSession
	}
	return b.AddSession(ctx, session)
}

func (b *books) Factor(_ context.Context, account string) (administration.Factor, error) {
	b.mutex.Lock()
	defer b.mutex.Unlock()
	factor, found := b.factors[account]
	if !found {
		return factor, administration.ErrNoFactor
	}
	return factor, nil
}

func (b *books) AddFactor(_ context.Context, factor administration.Factor) error {
	b.mutex.Lock()
	defer b.mutex.Unlock()
	if _, found := b.factors[factor.Account]; found {
		return administration.ErrFactorKept
	}
	b.factors[factor.Account] = factor
	return nil
}

func (b *books) UseStep(_ context.Context, account string, step int64) error {
	b.mutex.Lock()
	defer b.mutex.Unlock()
	factor, found := b.factors[account]
	if !found || step <= factor.Step {
		return administration.ErrCodeUsed
	}
	factor.Step = step
	b.factors[account] = factor
	return nil
}

func (b *books) TouchSession(_ context.Context, tokenHash []byte, seen time.Time) error {
	session := b.sessions[string(tokenHash)]
	session.LastSeen = seen
	b.sessions[string(tokenHash)] = session
	return nil
}

func (b *books) EndSession(_ context.Context, tokenHash []byte) error {
	delete(b.sessions, string(tokenHash))
	return nil
}

func (b *books) EndSessionsOf(_ context.Context, account string) error {
	for hash, session := range b.sessions {
		if session.Account == account {
			delete(b.sessions, hash)
		}
	}
	return nil
}

func (b *books) EndExpiredSessions(_ context.Context, now time.Time) error {
	for hash, session := range b.sessions {
		if !session.Expires.After(now) {
			delete(b.sessions, hash)
		}
	}
	return nil
}

const longPassword = "gooseberry tram 41 lanterns"

// keptPassword is hashed once: each hash takes 64 MiB and a tenth of a second.
var keptPassword = sync.OnceValue(func() string {
	hash, err := Hash(longPassword)
	if err != nil {
		panic(err)
	}
	return hash
})

func keyworker() administration.Account {
	return administration.Account{
		ID: "a1", Name: "amira", DisplayName: "Amira", Agency: "centre-north",
		Role: access.Keyworker, PasswordHash: keptPassword(), Version: 1,
	}
}

type wristwatch struct{ now time.Time }

func (w *wristwatch) read() time.Time { return w.now }

func openDesk(options Options, accounts ...administration.Account) (*Desk, *books, *wristwatch) {
	kept := newBooks(accounts...)
	watch := &wristwatch{now: time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)}
	return New(kept, box{}, watch.read, options), kept, watch
}

// box seals by writing the place before what is sealed.
type box struct{}

func (box) place(table, row, column string) []byte {
	return []byte(table + "/" + row + "/" + column + ":")
}

func (b box) Seal(table, row, column string, plain []byte) ([]byte, error) {
	return append(b.place(table, row, column), plain...), nil
}

func (b box) Open(table, row, column string, sealed []byte) ([]byte, error) {
	plain, is := bytes.CutPrefix(sealed, b.place(table, row, column))
	if !is {
		return nil, errors.New("sealed elsewhere")
	}
	return plain, nil
}

// begun starts a whole session of an account and returns its token.
func begun(t *testing.T, desk *Desk, account administration.Account, now time.Time) string {
	t.Helper()
	token, session := newSession(account, now)
	if err := desk.books.AddSession(t.Context(), session); err != nil {
		t.Fatal(err)
	}
	return token
}

func TestSignIn(t *testing.T) {
	left := keyworker()
	left.ID, left.Name, left.Disabled = "a2", "beth", true
	for _, row := range []struct {
		what, name, password string
		err                  error
	}{
		{"right", "amira", longPassword, nil},
		{"right, in capitals", "AMIRA", longPassword, nil},
		{"right, in full-width letters", "ａｍｉｒａ", longPassword, nil},
		{"password with no-break spaces", "amira", "gooseberry\u00a0tram\u00a041\u00a0lanterns", nil},
		{"wrong password", "amira", longPassword + "!", administration.ErrWrongSignIn},
		{"password in capitals", "amira", "GOOSEBERRY TRAM 41 LANTERNS", administration.ErrWrongSignIn},
		{"empty password", "amira", "", administration.ErrWrongSignIn},
		{"unknown name", "nobody", longPassword, administration.ErrWrongSignIn},
		{"a name that cannot be", "ami ra\x00", longPassword, administration.ErrWrongSignIn},
		{"empty name", "", longPassword, administration.ErrWrongSignIn},
		{"disabled, right password", "beth", longPassword, administration.ErrWrongSignIn},
	} {
		t.Run(row.what, func(t *testing.T) {
			desk, kept, _ := openDesk(Options{}, keyworker(), left)
			token, account, err := desk.SignIn(t.Context(), row.name, row.password, "192.0.2.7:5000")
			if !errors.Is(err, row.err) {
				t.Fatalf("SignIn: %v, want %v", err, row.err)
			}
			if row.err != nil {
				if err.Error() != row.err.Error() || token != "" || account.ID != "" || len(kept.sessions) != 0 {
					t.Errorf("a sign-in that failed gave %q, %v and %d sessions", err, account, len(kept.sessions))
				}
				return
			}
			if account.ID != "a1" {
				t.Errorf("signed in as %q", account.ID)
			}
			current, err := desk.Current(t.Context(), token)
			if err != nil || current.ID != "a1" {
				t.Errorf("Current: %v, %v", current.ID, err)
			}
			for hash := range kept.sessions {
				if bytes.Contains([]byte(hash), []byte(token)) || len(hash) != 32 {
					t.Error("the token itself is kept")
				}
			}
		})
	}
}

func TestUnknownNameCostsTheSameWork(t *testing.T) {
	desk, _, _ := openDesk(Options{}, keyworker())
	kept, err := parsePHC(keptPassword())
	if err != nil {
		t.Fatal(err)
	}
	if desk.nobody.memory != kept.memory || desk.nobody.passes != kept.passes || desk.nobody.lanes != kept.lanes ||
		len(desk.nobody.digest) != len(kept.digest) || len(desk.nobody.salt) != len(kept.salt) {
		t.Errorf("nobody costs %v, somebody %v", desk.nobody, kept)
	}
}

func TestStoreFailureIsNoWrongPassword(t *testing.T) {
	desk, kept, _ := openDesk(Options{}, keyworker())
	kept.broken = errors.New("the disk is gone")
	if _, _, err := desk.SignIn(t.Context(), "amira", longPassword, "192.0.2.7:1"); !errors.Is(err, kept.broken) {
		t.Errorf("SignIn: %v", err)
	}
}

func TestTriesAreLimited(t *testing.T) {
	// The store fails at once, so that the limits are tried without hashing.
	broken := errors.New("reached the store")
	for _, row := range []struct {
		what    string
		name    func(i int) string
		address func(i int) string
		let     int
	}{
		{"one name from everywhere", func(int) string { return "amira" },
			func(i int) string { return fmt.Sprintf("192.0.%d.1:9", i%250) }, 10},
		{"one name in changing case", func(i int) string { return []string{"amira", "Amira", "ＡMIRA"}[i%3] },
			func(i int) string { return fmt.Sprintf("192.0.%d.1:9", i%250) }, 10},
		{"all names from one block", func(i int) string { return fmt.Sprintf("name%d", i) },
			func(i int) string { return fmt.Sprintf("192.0.2.%d:9", i%250) }, 100},
		{"all names from one IPv6 block", func(i int) string { return fmt.Sprintf("name%d", i) },
			func(i int) string { return fmt.Sprintf("[2001:db8:0:%x::1]:9", i%250) }, 100},
	} {
		t.Run(row.what, func(t *testing.T) {
			desk, kept, watch := openDesk(Options{})
			kept.broken = broken
			let := func() (n int) {
				for i := range 240 {
					_, _, err := desk.SignIn(t.Context(), row.name(i), longPassword, row.address(i))
					switch {
					case errors.Is(err, broken):
						n++
					case !errors.Is(err, administration.ErrTooManyTries):
						t.Fatal(err)
					}
				}
				return n
			}
			if n := let(); n != row.let {
				t.Errorf("let %d through, want %d", n, row.let)
			}
			watch.now = watch.now.Add(59 * time.Second)
			if n := let(); n != 0 {
				t.Errorf("let %d through in the same minute", n)
			}
			watch.now = watch.now.Add(time.Second)
			if n := let(); n != row.let {
				t.Errorf("let %d through a minute later, want %d", n, row.let)
			}
		})
	}
}

func TestSessionEnds(t *testing.T) {
	const minute = time.Minute
	for _, row := range []struct {
		what   string
		role   access.Role
		idle   map[access.Role]time.Duration
		pauses []time.Duration
		in     bool
	}{
		{"keyworker after 14 minutes", access.Keyworker, nil, []time.Duration{14 * minute}, true},
		{"keyworker after 15 minutes", access.Keyworker, nil, []time.Duration{15 * minute}, false},
		{"officer after 4 minutes", access.Officer, nil, []time.Duration{4 * minute}, true},
		{"officer after 5 minutes", access.Officer, nil, []time.Duration{5 * minute}, false},
		{"officer, busy for a quarter of an hour", access.Officer, nil, []time.Duration{4 * minute, 4 * minute, 4 * minute, 4 * minute}, true},
		{"keyworker, set to 2 minutes", access.Keyworker, map[access.Role]time.Duration{access.Keyworker: 2 * minute}, []time.Duration{2 * minute}, false},
		{"busy for just under eight hours", access.Keyworker, nil, slices.Repeat([]time.Duration{10 * minute}, 47), true},
		{"busy for eight hours", access.Keyworker, nil, slices.Repeat([]time.Duration{10 * minute}, 48), false},
		{"clock set back before the start", access.Keyworker, nil, []time.Duration{-minute}, false},
	} {
		t.Run(row.what, func(t *testing.T) {
			account := keyworker()
			account.Role = row.role
			desk, kept, watch := openDesk(Options{Idle: row.idle}, account)
			token := begun(t, desk, account, watch.now)
			var err error
			for _, pause := range row.pauses {
				watch.now = watch.now.Add(pause)
				_, err = desk.Current(t.Context(), token)
			}
			if in := err == nil; in != row.in {
				t.Errorf("signed in %v (%v), want %v", in, err, row.in)
			}
			if !row.in && (!errors.Is(err, administration.ErrSignedOut) || len(kept.sessions) != 0) {
				t.Errorf("ended with %v and %d sessions", err, len(kept.sessions))
			}
		})
	}
}

func TestWhatEndsASessionAtOnce(t *testing.T) {
	for what, act := range map[string]func(*Desk, *books, string){
		"signing out":        func(d *Desk, _ *books, token string) { _ = d.SignOut(t.Context(), token) },
		"disabling":          func(_ *Desk, b *books, _ string) { a := b.accounts["a1"]; a.Disabled = true; b.accounts["a1"] = a },
		"deleting":           func(_ *Desk, b *books, _ string) { delete(b.accounts, "a1") },
		"ending all of hers": func(_ *Desk, b *books, _ string) { _ = b.EndSessionsOf(t.Context(), "a1") },
	} {
		t.Run(what, func(t *testing.T) {
			desk, kept, watch := openDesk(Options{}, keyworker())
			token := begun(t, desk, keyworker(), watch.now)
			act(desk, kept, token)
			if _, err := desk.Current(t.Context(), token); !errors.Is(err, administration.ErrSignedOut) {
				t.Errorf("Current: %v", err)
			}
			if err := desk.SignOut(t.Context(), token); err != nil {
				t.Errorf("signing out again: %v", err)
			}
		})
	}
}

func TestUseIsNotedSparingly(t *testing.T) {
	desk, kept, watch := openDesk(Options{}, keyworker())
	began := watch.now
	token := begun(t, desk, keyworker(), began)
	hash := string(tokenHash(token))
	watch.now = began.Add(seenEvery - 1)
	_, _ = desk.Current(t.Context(), token)
	if !kept.sessions[hash].LastSeen.Equal(began) {
		t.Error("a write for every request")
	}
	watch.now = began.Add(seenEvery)
	_, _ = desk.Current(t.Context(), token)
	if !kept.sessions[hash].LastSeen.Equal(watch.now) {
		t.Error("the use was not noted")
	}
}

func TestRoleChangeBindsTheNextRequest(t *testing.T) {
	desk, kept, watch := openDesk(Options{}, keyworker())
	token := begun(t, desk, keyworker(), watch.now)
	changed := keyworker()
	changed.Role = access.Commissioner
	kept.accounts["a1"] = changed
	account, err := desk.Current(t.Context(), token)
	if err != nil || account.Asker().Role != access.Commissioner {
		t.Errorf("Current: %v, %v", account.Role, err)
	}
}

func TestCookie(t *testing.T) {
	for _, row := range []struct {
		what     string
		loopback bool
		token    string
		want     string
	}{
		{"over HTTPS", false, "abc", "__Host-throughline=abc; Path=/; HttpOnly; Secure; SameSite=Lax"},
		{"on this machine", true, "abc", "throughline=abc; Path=/; HttpOnly; SameSite=Lax"},
		{"taken away", false, "", "__Host-throughline=; Path=/; Max-Age=0; HttpOnly; Secure; SameSite=Lax"},
	} {
		t.Run(row.what, func(t *testing.T) {
			desk, _, _ := openDesk(Options{LoopbackHTTP: row.loopback})
			if got := desk.Cookie(row.token).String(); got != row.want {
				t.Errorf("%s, want %s", got, row.want)
			}
		})
	}
}

func TestToken(t *testing.T) {
	desk, _, _ := openDesk(Options{})
	for _, row := range []struct {
		what, header, want string
	}{
		{"none", "", ""},
		{"one", "__Host-throughline=abc", "abc"},
		{"the plain name does not count", "throughline=abc", ""},
		{"two", "__Host-throughline=abc; __Host-throughline=def", ""},
	} {
		t.Run(row.what, func(t *testing.T) {
			request := httptest.NewRequest(http.MethodGet, "/today", nil)
			request.Header.Set("Cookie", row.header)
			if got := desk.Token(request); got != row.want {
				t.Errorf("token %q, want %q", got, row.want)
			}
		})
	}
}

func TestTokensDiffer(t *testing.T) {
	desk, _, watch := openDesk(Options{}, keyworker())
	one := begun(t, desk, keyworker(), watch.now)
	other := begun(t, desk, keyworker(), watch.now)
	if one == other || len(one) != 43 {
		t.Errorf("tokens %q and %q", one, other)
	}
}

func TestAnswersHaveTheirKind(t *testing.T) {
	for err, kind := range map[error]casework.Kind{
		administration.ErrWrongSignIn:  casework.Invalid,
		administration.ErrTooManyTries: casework.TooMany,
		administration.ErrSignedOut:    casework.SignedOut,
		administration.ErrNoAccount:    casework.NotFound,
		administration.ErrNameTaken:    casework.Conflict,
		administration.ErrChanged:      casework.Conflict,
		ErrTooShort:                    casework.Invalid,
	} {
		if got := casework.KindOf(err); got != kind {
			t.Errorf("%v has kind %d, want %d", err, got, kind)
		}
	}
}
