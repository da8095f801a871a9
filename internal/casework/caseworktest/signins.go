package caseworktest

import (
	"bytes"
	"context"
	"slices"
	"time"

	"throughline/internal/casework/administration"
)

// SignIns keeps sessions and second factors in memory, as
// administration.SessionStore and administration.FactorStore say. It is for one
// goroutine.
type SignIns struct {
	Sessions []administration.Session
	Factors  map[string]administration.Factor
	Resets   map[string]administration.Reset
	Keys     []administration.Passkey
	Broken   error // what every call answers, when set

	asked map[string]string // by token hash
}

// NewSignIns returns a store with nothing in it.
func NewSignIns() *SignIns {
	return &SignIns{Factors: map[string]administration.Factor{}, Resets: map[string]administration.Reset{}}
}

func (s *SignIns) find(hash []byte) int {
	return slices.IndexFunc(s.Sessions, func(one administration.Session) bool { return bytes.Equal(one.TokenHash, hash) })
}

// AddSession keeps a new session.
func (s *SignIns) AddSession(_ context.Context, session administration.Session) error {
	s.Sessions = append(s.Sessions, session)
	return s.Broken
}

// Session returns a session by the hash of its token.
func (s *SignIns) Session(_ context.Context, hash []byte) (administration.Session, error) {
	i := s.find(hash)
	if i < 0 {
		return administration.Session{}, administration.ErrNoSession
	}
	return s.Sessions[i], s.Broken
}

// SessionsOf returns the sessions of an account, the newest first.
func (s *SignIns) SessionsOf(_ context.Context, account string) ([]administration.Session, error) {
	var hers []administration.Session
	for _, one := range s.Sessions {
		if one.Account == account {
			hers = append(hers, one)
		}
	}
	slices.SortStableFunc(hers, func(a, b administration.Session) int { return b.Created.Compare(a.Created) })
	return hers, s.Broken
}

// RenewSession keeps a session in place of another.
func (s *SignIns) RenewSession(ctx context.Context, old []byte, session administration.Session) error {
	if s.find(old) < 0 {
		return administration.ErrNoSession
	}
	if err := s.EndSession(ctx, old); err != nil {
		return err
	}
	return s.AddSession(ctx, session)
}

// TouchSession notes that a session was used.
func (s *SignIns) TouchSession(_ context.Context, hash []byte, seen time.Time) error {
	if i := s.find(hash); i >= 0 {
		s.Sessions[i].LastSeen = seen
	}
	return s.Broken
}

// EndSession forgets a session.
func (s *SignIns) EndSession(_ context.Context, hash []byte) error {
	if s.Broken == nil {
		s.Sessions = slices.DeleteFunc(s.Sessions, func(one administration.Session) bool { return bytes.Equal(one.TokenHash, hash) })
	}
	return s.Broken
}

// EndSessionsOf forgets the sessions of an account.
func (s *SignIns) EndSessionsOf(_ context.Context, account string) error {
	if s.Broken == nil {
		s.Sessions = slices.DeleteFunc(s.Sessions, func(one administration.Session) bool { return one.Account == account })
	}
	return s.Broken
}

// EndExpiredSessions forgets the sessions that have ended.
func (s *SignIns) EndExpiredSessions(_ context.Context, now time.Time) error {
	s.Sessions = slices.DeleteFunc(s.Sessions, func(one administration.Session) bool { return !one.Expires.After(now) })
	return s.Broken
}

// Factor returns the second factor of an account.
func (s *SignIns) Factor(_ context.Context, account string) (administration.Factor, error) {
	factor, found := s.Factors[account]
	if s.Broken == nil && !found {
		return factor, administration.ErrNoFactor
	}
	return factor, s.Broken
}

// AddFactor keeps the first second factor of an account.
func (s *SignIns) AddFactor(_ context.Context, factor administration.Factor) error {
	if _, found := s.Factors[factor.Account]; found {
		return administration.ErrFactorKept
	}
	s.Factors[factor.Account] = factor
	return s.Broken
}

// UseStep notes that a code was used.
func (s *SignIns) UseStep(_ context.Context, account string, step int64) error {
	factor, found := s.Factors[account]
	if !found || step <= factor.Step {
		return administration.ErrCodeUsed
	}
	factor.Step = step
	s.Factors[account] = factor
	return s.Broken
}

// Reset returns what is asked for an account.
func (s *SignIns) Reset(_ context.Context, account string) (administration.Reset, error) {
	reset, found := s.Resets[account]
	if s.Broken == nil && !found {
		return reset, administration.ErrNoReset
	}
	return reset, s.Broken
}

// AskReset keeps what was asked.
func (s *SignIns) AskReset(_ context.Context, reset administration.Reset) error {
	if s.Broken == nil {
		s.Resets[reset.Account] = reset
	}
	return s.Broken
}

// ConfirmReset takes a second factor away where somebody else asked for it.
func (s *SignIns) ConfirmReset(ctx context.Context, account, by string, since time.Time) error {
	reset, found := s.Resets[account]
	if s.Broken == nil && (!found || reset.AskedBy == by || reset.Asked.Before(since)) {
		return administration.ErrNoReset
	}
	return s.TakeFactor(ctx, account)
}

// TakeFactor takes a second factor away, and ends the sessions of its account.
func (s *SignIns) TakeFactor(ctx context.Context, account string) error {
	if _, err := s.Factor(ctx, account); err != nil {
		return err
	}
	delete(s.Factors, account)
	delete(s.Resets, account)
	s.Keys = slices.DeleteFunc(s.Keys, func(one administration.Passkey) bool { return one.Account == account })
	return s.EndSessionsOf(ctx, account)
}

// Passkeys returns the passkeys of an account.
func (s *SignIns) Passkeys(_ context.Context, account string) ([]administration.Passkey, error) {
	var hers []administration.Passkey
	for _, one := range s.Keys {
		if one.Account == account {
			hers = append(hers, one)
		}
	}
	return hers, s.Broken
}

// AddPasskey keeps a new passkey.
func (s *SignIns) AddPasskey(_ context.Context, passkey administration.Passkey) error {
	s.Keys = append(s.Keys, passkey)
	return s.Broken
}

// UsePasskey keeps the count after a use.
func (s *SignIns) UsePasskey(_ context.Context, passkey administration.Passkey) error {
	for i, one := range s.Keys {
		if bytes.Equal(one.Key, passkey.Key) && (one.Count < passkey.Count || one.Count == 0 && passkey.Count == 0) {
			s.Keys[i] = passkey
			return s.Broken
		}
	}
	return administration.ErrPasskeyCopied
}

// RemovePasskey forgets a passkey.
func (s *SignIns) RemovePasskey(_ context.Context, account string, key []byte) error {
	s.Keys = slices.DeleteFunc(s.Keys, func(one administration.Passkey) bool {
		return one.Account == account && bytes.Equal(one.Key, key)
	})
	return s.Broken
}

// SetChallenge keeps what is asked in a session.
func (s *SignIns) SetChallenge(_ context.Context, hash []byte, challenge string) error {
	if s.asked == nil {
		s.asked = map[string]string{}
	}
	s.asked[string(hash)] = challenge
	return s.Broken
}

// TakeChallenge returns what was asked, once.
func (s *SignIns) TakeChallenge(_ context.Context, hash []byte) (string, error) {
	challenge, found := s.asked[string(hash)]
	if !found {
		return "", administration.ErrNoChallenge
	}
	delete(s.asked, string(hash))
	return challenge, s.Broken
}
