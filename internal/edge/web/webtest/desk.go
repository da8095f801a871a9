package webtest

import (
	"context"
	"fmt"
	"net/http"
	"sync"

	"throughline/internal/casework/administration"
	"throughline/internal/domain/access"
)

// Password is what every account of a Desk signs in with.
const Password = "correct horse battery staple"

// Code is the code that is right at a Desk, as often as it is entered.
const Code = "123456"

// Desk is a sign-in desk that keeps everything in memory.
type Desk struct {
	mu       sync.Mutex
	accounts map[string]administration.SignedIn // by sign-in name: how a session of it begins
	sessions map[string]administration.SignedIn // by token
	opened   int
	Fault    error // what every call answers, when set
	// EnterFault is what entering a code answers, when set.
	EnterFault error
	Passkeys   bool // there are passkeys
}

// NewDesk returns a desk without accounts.
func NewDesk() *Desk {
	return &Desk{accounts: map[string]administration.SignedIn{}, sessions: map[string]administration.SignedIn{}}
}

// Add lets the asker sign in under a name, with Password alone.
func (d *Desk) Add(name string, asker access.Asker) {
	d.AddHalf(name, administration.SignedIn{Account: account(asker), Sure: true})
}

// AddHalf lets somebody sign in under a name, with Password, to a session that
// begins like this one.
func (d *Desk) AddHalf(name string, in administration.SignedIn) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.accounts[name] = in
}

// Open starts a session without a password, in which a code was just entered.
func (d *Desk) Open(asker access.Asker) (token string) {
	return d.OpenAs(administration.SignedIn{Account: account(asker), Sure: true})
}

// OpenAs starts a session like this one, under an id of its own where it has none.
func (d *Desk) OpenAs(in administration.SignedIn) (token string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.opened++
	if in.Session == "" {
		in.Session = fmt.Sprintf("session-%d", d.opened)
	}
	token = fmt.Sprintf("token-%d", d.opened)
	d.sessions[token] = in
	return token
}

// EndAll ends every session, as when they rest too long.
func (d *Desk) EndAll() {
	d.mu.Lock()
	defer d.mu.Unlock()
	clear(d.sessions)
}

// SignIn starts a session for an account added before.
func (d *Desk) SignIn(_ context.Context, name, password, _ string) (string, administration.SignedIn, error) {
	if d.Fault != nil {
		return "", administration.SignedIn{}, d.Fault
	}
	d.mu.Lock()
	in, known := d.accounts[name]
	d.mu.Unlock()
	if !known || password != Password {
		return "", administration.SignedIn{}, administration.ErrWrongSignIn
	}
	return d.OpenAs(in), in, nil
}

// Current returns whose session a token is.
func (d *Desk) Current(_ context.Context, token string) (administration.SignedIn, error) {
	if d.Fault != nil {
		return administration.SignedIn{}, d.Fault
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	in, open := d.sessions[token]
	if !open {
		return administration.SignedIn{}, administration.ErrSignedOut
	}
	return in, nil
}

// Offer returns a secret that is always the same, and a picture that is none.
func (d *Desk) Offer(ctx context.Context, token string) (administration.Offer, error) {
	_, err := d.Current(ctx, token)
	return administration.Offer{Secret: "GEZDGNBVGY3TQOJQ", Picture: []byte("a picture")}, err
}

// EnterCode makes a session whole and sure, with Code.
func (d *Desk) EnterCode(ctx context.Context, token, code, _ string) (string, error) {
	in, err := d.Current(ctx, token)
	if err != nil {
		return "", err
	}
	if d.EnterFault != nil {
		return "", d.EnterFault
	}
	if code != Code {
		return "", administration.ErrWrongCode
	}
	in.Half, in.Enrol, in.Sure = false, false, true
	return d.OpenAs(in), d.SignOut(ctx, token)
}

// Passkey is the answer of a passkey that is right at a Desk.
const Passkey = `{"answer":"right"}`

// HasPasskey says yes where Passkeys is set.
func (d *Desk) HasPasskey(context.Context, string) (bool, error) { return d.Passkeys, d.Fault }

// AskPasskey asks for nothing in particular.
func (d *Desk) AskPasskey(ctx context.Context, token string) ([]byte, error) {
	if !d.Passkeys {
		return nil, administration.ErrNoPasskey
	}
	_, err := d.Current(ctx, token)
	return []byte(`{"challenge":"asked"}`), err
}

// OfferPasskey offers as AskPasskey asks.
func (d *Desk) OfferPasskey(ctx context.Context, token string) ([]byte, error) {
	return d.AskPasskey(ctx, token)
}

// UsePasskey makes a session whole and sure, with Passkey.
func (d *Desk) UsePasskey(ctx context.Context, token string, answer []byte, from string) (string, error) {
	if d.EnterFault == nil && string(answer) != Passkey {
		return "", administration.ErrWrongPasskey
	}
	return d.EnterCode(ctx, token, Code, from)
}

// AddPasskey takes Passkey.
func (d *Desk) AddPasskey(_ context.Context, _ string, answer []byte) error {
	if string(answer) != Passkey {
		return administration.ErrWrongPasskey
	}
	d.Passkeys = true
	return d.Fault
}

// SignOut ends a session.
func (d *Desk) SignOut(_ context.Context, token string) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	delete(d.sessions, token)
	return d.Fault
}

// Cookie carries a token.
func (d *Desk) Cookie(token string) *http.Cookie {
	cookie := &http.Cookie{Name: "throughline", Value: token, Path: "/", HttpOnly: true, SameSite: http.SameSiteLaxMode}
	if token == "" {
		cookie.MaxAge = -1
	}
	return cookie
}

// Token returns the token a request carries.
func (d *Desk) Token(r *http.Request) string {
	cookie, err := r.Cookie("throughline")
	if err != nil {
		return ""
	}
	return cookie.Value
}

func account(asker access.Asker) administration.Account {
	return administration.Account{ID: asker.ID, DisplayName: asker.Name, Agency: asker.Agency, Role: asker.Role, Specialism: asker.Specialism}
}
