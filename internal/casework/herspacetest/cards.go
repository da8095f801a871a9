package herspacetest

import (
	"context"
	"maps"
	"sync"
	"time"

	"throughline/internal/casework/herspace"
)

// Cards is a herspace.CardStore in memory.
type Cards struct {
	Fault error // what every call answers, where it is to fail

	mutex    sync.Mutex
	cards    map[string]herspace.Card // by woman
	codes    map[string]herspace.Code // by lookup
	sessions map[string]herspace.Session
}

var _ herspace.CardStore = (*Cards)(nil)

// NewCards returns an empty store.
func NewCards() *Cards {
	return &Cards{cards: map[string]herspace.Card{}, codes: map[string]herspace.Code{}, sessions: map[string]herspace.Session{}}
}

// do runs work alone, unless there is a fault.
func (c *Cards) do(work func() error) error {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	if c.Fault != nil {
		return c.Fault
	}
	return work()
}

// Card returns the card of a woman.
func (c *Cards) Card(_ context.Context, woman string) (card herspace.Card, err error) {
	err = c.do(func() error {
		var known bool
		if card, known = c.cards[woman]; !known {
			return herspace.ErrNoCard
		}
		return nil
	})
	return card, err
}

// KeepCard puts a card in the place of the one given at before.
func (c *Cards) KeepCard(_ context.Context, card herspace.Card, before time.Time) error {
	return c.do(func() error {
		if old := c.cards[card.Woman]; !old.Issued.Equal(before) {
			return herspace.ErrCardChanged
		}
		c.close(card.Woman)
		card.Issued = card.Issued.UTC().Truncate(time.Microsecond)
		c.cards[card.Woman] = card
		return nil
	})
}

// close forgets everything of a woman.
func (c *Cards) close(woman string) {
	delete(c.cards, woman)
	maps.DeleteFunc(c.codes, func(_ string, code herspace.Code) bool { return code.Woman == woman })
	maps.DeleteFunc(c.sessions, func(_ string, session herspace.Session) bool { return session.Woman == woman })
}

// RevokeCard forgets the card, the codes and the sessions of a woman.
func (c *Cards) RevokeCard(_ context.Context, woman string) error {
	return c.do(func() error {
		c.close(woman)
		return nil
	})
}

// TryCard counts a try and returns the card, unless it is frozen.
func (c *Cards) TryCard(_ context.Context, lookup []byte) (found herspace.Card, err error) {
	err = c.do(func() error {
		for woman, card := range c.cards {
			if string(card.Lookup) == string(lookup) && !card.Frozen() {
				card.Wrong++
				c.cards[woman], found = card, card
				return nil
			}
		}
		return herspace.ErrNoCard
	})
	return found, err
}

// ClearTries forgets the tries of a card.
func (c *Cards) ClearTries(_ context.Context, lookup []byte) error {
	return c.do(func() error {
		for woman, card := range c.cards {
			if string(card.Lookup) == string(lookup) {
				card.Wrong = 0
				c.cards[woman] = card
			}
		}
		return nil
	})
}

// KeepCode keeps a code in the place of those before it.
func (c *Cards) KeepCode(_ context.Context, code herspace.Code, now time.Time) error {
	return c.do(func() error {
		maps.DeleteFunc(c.codes, func(_ string, old herspace.Code) bool { return old.Woman == code.Woman || !old.Expires.After(now) })
		c.codes[string(code.Lookup)] = code
		return nil
	})
}

// SpendCode forgets a code and returns whose it was.
func (c *Cards) SpendCode(_ context.Context, lookup []byte, now time.Time) (woman string, err error) {
	err = c.do(func() error {
		code, known := c.codes[string(lookup)]
		if !known || !code.Expires.After(now) {
			return herspace.ErrNoCode
		}
		delete(c.codes, string(lookup))
		woman = code.Woman
		return nil
	})
	return woman, err
}

// AddHerSession keeps a new session.
func (c *Cards) AddHerSession(_ context.Context, session herspace.Session) error {
	return c.do(func() error {
		c.sessions[string(session.TokenHash)] = session
		return nil
	})
}

// HerSession returns the session whose token hashes to this.
func (c *Cards) HerSession(_ context.Context, tokenHash []byte) (session herspace.Session, err error) {
	err = c.do(func() error {
		var known bool
		if session, known = c.sessions[string(tokenHash)]; !known {
			return herspace.ErrNoSession
		}
		return nil
	})
	return session, err
}

// TouchHerSession notes that the session was used.
func (c *Cards) TouchHerSession(_ context.Context, tokenHash []byte, seen time.Time) error {
	return c.do(func() error {
		if session, known := c.sessions[string(tokenHash)]; known {
			session.LastSeen = seen
			c.sessions[string(tokenHash)] = session
		}
		return nil
	})
}

// EndHerSession forgets the session.
func (c *Cards) EndHerSession(_ context.Context, tokenHash []byte) error {
	return c.do(func() error {
		delete(c.sessions, string(tokenHash))
		return nil
	})
}

// EndExpiredHerSessions forgets the sessions that have ended.
func (c *Cards) EndExpiredHerSessions(_ context.Context, now time.Time) error {
	return c.do(func() error {
		maps.DeleteFunc(c.sessions, func(_ string, session herspace.Session) bool { return !session.Expires.After(now) })
		return nil
	})
}
