package onwardtest

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
	"sync"
	"time"

	"throughline/internal/casework/onward"
)

// Links is an onward.LinkStore in memory.
type Links struct {
	Fault error // what every call answers, where it is to fail

	mutex    sync.Mutex
	links    map[string]onward.Link // by referral
	sessions map[string]onward.LinkSession
}

var _ onward.LinkStore = (*Links)(nil)

// NewLinks returns an empty store.
func NewLinks() *Links {
	return &Links{links: map[string]onward.Link{}, sessions: map[string]onward.LinkSession{}}
}

// do runs work alone, unless there is a fault.
func (l *Links) do(work func() error) error {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	if l.Fault != nil {
		return l.Fault
	}
	return work()
}

func (l *Links) end(referral string) {
	maps.DeleteFunc(l.sessions, func(_ string, session onward.LinkSession) bool { return session.Referral == referral })
}

// KeepLink puts a link in the place of the one its referral had.
func (l *Links) KeepLink(_ context.Context, link onward.Link) error {
	return l.do(func() error {
		if before, known := l.links[link.Referral]; known && bytes.Equal(before.Lookup, link.Lookup) {
			return nil
		}
		l.links[link.Referral] = link
		l.end(link.Referral)
		return nil
	})
}

// LinkOf returns the link of a referral.
func (l *Links) LinkOf(_ context.Context, referral string) (link onward.Link, err error) {
	err = l.do(func() error {
		var known bool
		if link, known = l.links[referral]; !known {
			return onward.ErrNoLink
		}
		return nil
	})
	return link, err
}

// DropLink forgets the link of a referral, and its sessions.
func (l *Links) DropLink(_ context.Context, referral string) error {
	return l.do(func() error {
		delete(l.links, referral)
		l.end(referral)
		return nil
	})
}

// TryLink counts a try and returns the link, unless it is frozen or over.
func (l *Links) TryLink(_ context.Context, lookup []byte, now time.Time) (found onward.Link, err error) {
	err = l.do(func() error {
		for referral, link := range l.links {
			if bytes.Equal(link.Lookup, lookup) && !link.Frozen() && now.Before(link.Until) {
				link.Wrong++
				l.links[referral], found = link, link
				return nil
			}
		}
		return onward.ErrNoLink
	})
	return found, err
}

// ClearLinkTries forgets the tries of a link.
func (l *Links) ClearLinkTries(_ context.Context, lookup []byte) error {
	return l.do(func() error {
		for referral, link := range l.links {
			if bytes.Equal(link.Lookup, lookup) {
				link.Wrong = 0
				l.links[referral] = link
			}
		}
		return nil
	})
}

// AddLinkSession keeps a new session, and forgets those that have ended.
func (l *Links) AddLinkSession(_ context.Context, session onward.LinkSession) error {
	return l.do(func() error {
		maps.DeleteFunc(l.sessions, func(_ string, old onward.LinkSession) bool { return !old.Expires.After(session.LastSeen) })
		l.sessions[string(session.TokenHash)] = session
		return nil
	})
}

// LinkSession returns the session whose token hashes to this.
func (l *Links) LinkSession(_ context.Context, tokenHash []byte) (session onward.LinkSession, err error) {
	err = l.do(func() error {
		var known bool
		if session, known = l.sessions[string(tokenHash)]; !known {
			return onward.ErrNoSession
		}
		return nil
	})
	return session, err
}

// TouchLinkSession notes that the session was used.
func (l *Links) TouchLinkSession(_ context.Context, tokenHash []byte, seen time.Time) error {
	return l.do(func() error {
		if session, known := l.sessions[string(tokenHash)]; known {
			session.LastSeen = seen
			l.sessions[string(tokenHash)] = session
		}
		return nil
	})
}

// EndLinkSession forgets the session.
func (l *Links) EndLinkSession(_ context.Context, tokenHash []byte) error {
	return l.do(func() error {
		delete(l.sessions, string(tokenHash))
		return nil
	})
}

// Secrets are onward.Secrets that cost nothing.
type Secrets struct{}

var _ onward.Secrets = Secrets{}

func sum(parts ...string) []byte {
	all := sha256.Sum256([]byte(fmt.Sprint(parts)))
	return all[:]
}

// Referral returns the id of the referral that a form with this key makes.
func (Secrets) Referral(key string) string { return hex.EncodeToString(sum("referral", key)[:16]) }

// Nonce returns what the token of a link is made of.
func (Secrets) Nonce(key, referral string) []byte { return sum("nonce", key, referral)[:16] }

// Token returns the token of a link, and what it is found by.
func (Secrets) Token(nonce []byte) (string, []byte) {
	token := hex.EncodeToString(nonce)
	return token, Lookup(token)
}

// Lookup returns what a link with this token is found by.
func Lookup(token string) []byte { return sum("lookup", token) }

// PIN returns the digits that a form with this key makes.
func (Secrets) PIN(key, referral string) string {
	one := sum("pin", key, referral)
	return fmt.Sprintf("%06d", (int(one[0])<<16|int(one[1])<<8|int(one[2]))%1_000_000)
}

// Proof returns what is kept of token and PIN.
func (Secrets) Proof(_ context.Context, token, pin string) (string, error) {
	return hex.EncodeToString(sum("proof", token, pin)), nil
}
