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

// Desk is a sign-in desk that keeps everything in memory.
type Desk struct {
	mu       sync.Mutex
	accounts map[string]access.Asker // by sign-in name
	sessions map[string]access.Asker // by token
	opened   int
	Fault    error // what every call answers, when set
}

// NewDesk returns a desk without accounts.
func NewDesk() *Desk {
	return &Desk{accounts: map[string]access.Asker{}, sessions: map[string]access.Asker{}}
}

// Add lets the asker sign in under a name, with Password.
func (d *Desk) Add(name string, asker access.Asker) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.accounts[name] = asker
}

// Open starts a session without a password.
func (d *Desk) Open(asker access.Asker) (token string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.opened++
	token = fmt.Sprintf("token-%d", d.opened)
	d.sessions[token] = asker
	return token
}

// EndAll ends every session, as when they rest too long.
func (d *Desk) EndAll() {
	d.mu.Lock()
	defer d.mu.Unlock()
	clear(d.sessions)
}

// SignIn starts a session for an account added before.
func (d *Desk) SignIn(_ context.Context, name, password, _ string) (string, administration.Account, error) {
	if d.Fault != nil {
		return "", administration.Account{}, d.Fault
	}
	d.mu.Lock()
	asker, known := d.accounts[name]
	d.mu.Unlock()
	if !known || password != Password {
		return "", administration.Account{}, administration.ErrWrongSignIn
	}
	return d.Open(asker), account(asker), nil
}

// Current returns whose session a token is.
func (d *Desk) Current(_ context.Context, token string) (administration.Account, error) {
	if d.Fault != nil {
		return administration.Account{}, d.Fault
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	asker, open := d.sessions[token]
	if !open {
		return administration.Account{}, administration.ErrSignedOut
	}
	return account(asker), nil
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
	return administration.Account{ID: asker.ID, DisplayName: asker.Name, Agency: asker.Agency, Role: asker.Role}
}
