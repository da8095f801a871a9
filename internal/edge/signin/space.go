package signin

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	"golang.org/x/crypto/argon2"

	"throughline/internal/casework/administration"
	"throughline/internal/casework/herspace"
)

// SpaceIdle is how long a woman's own space may rest in a browser before it
// closes.
const SpaceIdle = 10 * time.Minute

// Space is where a woman opens her own space. It shares the limits on tries, and
// the turns in which hashes are worked out, with the desk of the staff.
type Space struct {
	desk   *Desk
	cards  herspace.CardStore
	pepper []byte
	memory uint32 // KiB that a hash takes; tests take fewer
	hashed func() // told of each hash that is worked out
}

var _ herspace.Secrets = (*Space)(nil)

// NewSpace opens the door of her own space. The pepper comes from the vault:
// without it, what the database keeps tells nothing about the words of a card.
func NewSpace(desk *Desk, cards herspace.CardStore, pepper []byte) *Space {
	return &Space{desk: desk, cards: cards, pepper: pepper, memory: argonMemory, hashed: func() {}}
}

// NewPhrase draws the words of a card.
func (*Space) NewPhrase() string { return newPhrase() }

// NewCode draws a code.
func (*Space) NewCode() string { return newCode() }

// PIN returns the four digits of a typed PIN.
func (*Space) PIN(typed string) (string, bool) {
	digits := digitsForm(typed)
	return digits, len(digits) == pinDigits
}

// Phrase returns what a card with these words is found by, and the proof of words
// and PIN.
func (s *Space) Phrase(ctx context.Context, words, pin string) ([]byte, string, error) {
	form := phraseForm(words)
	lookup, err := s.lookup(ctx, "card", form)
	if err != nil {
		return nil, "", err
	}
	var proof string
	err = s.desk.hashing.do(ctx, func() { proof = hashWith(s.memory, proofForm(form, digitsForm(pin))) })
	return lookup, proof, err
}

// Code returns what a code is found by.
func (s *Space) Code(ctx context.Context, code string) ([]byte, error) {
	return s.lookup(ctx, "code", digitsForm(code))
}

// proofForm is what the proof of a card is made of.
func proofForm(words, pin string) string { return words + " " + pin }

// lookup works out what something is found by, at the cost of a password: who
// takes the database away, and the pepper too, still pays it for each guess.
func (s *Space) lookup(ctx context.Context, of, form string) (lookup []byte, err error) {
	salt := append([]byte("her space "+of+" "), s.pepper...)
	err = s.desk.hashing.do(ctx, func() {
		s.hashed()
		lookup = argon2.IDKey([]byte(form), salt, argonPasses, s.memory, argonLanes, digestLength)
	})
	return lookup, err
}

// OpenWithCard opens her space with the words of her card and her PIN. remoteAddr
// is the peer's address. The errors are herspace.ErrNotOpened and
// administration.ErrTooManyTries; others are failures of the store. Both hashes
// are worked out whether or not there is such a card.
func (s *Space) OpenWithCard(ctx context.Context, words, pin, remoteAddr string) (token string, err error) {
	form, digits := phraseForm(words), digitsForm(pin)
	if !s.desk.blocks.allow(addressBlock(remoteAddr), s.desk.clock()) {
		return "", administration.ErrTooManyTries
	}
	lookup, err := s.lookup(ctx, "card", form)
	if err != nil {
		return "", err
	}
	card, err := s.cards.TryCard(ctx, lookup)
	kept := s.desk.nobody
	switch {
	case errors.Is(err, herspace.ErrNoCard):
	case err != nil:
		return "", fmt.Errorf("looking for the card: %w", err)
	default:
		if kept, err = parsePHC(card.Proof); err != nil {
			return "", fmt.Errorf("reading the proof of a card: %w", err)
		}
	}
	right := false
	if err := s.desk.hashing.do(ctx, func() {
		s.hashed()
		right = kept.holds(proofForm(form, digits))
	}); err != nil {
		return "", err
	}
	if !right || card.Woman == "" || len(digits) != pinDigits {
		return "", herspace.ErrNotOpened
	}
	if err := s.cards.ClearTries(ctx, lookup); err != nil {
		return "", fmt.Errorf("forgetting the tries of a card: %w", err)
	}
	return s.begin(ctx, card.Woman)
}

// OpenWithCode opens her space with a code that was read out to her, once. The
// errors are those of OpenWithCard.
func (s *Space) OpenWithCode(ctx context.Context, code, remoteAddr string) (token string, err error) {
	now := s.desk.clock()
	if !s.desk.blocks.allow(addressBlock(remoteAddr), now) || !s.desk.names.allow("code "+addressBlock(remoteAddr), now) {
		return "", administration.ErrTooManyTries
	}
	lookup, err := s.Code(ctx, code)
	if err != nil {
		return "", err
	}
	woman, err := s.cards.SpendCode(ctx, lookup, s.desk.clock())
	switch {
	case errors.Is(err, herspace.ErrNoCode), err == nil && len(digitsForm(code)) != spokenDigits:
		return "", herspace.ErrNotOpened
	case err != nil:
		return "", fmt.Errorf("looking for the code: %w", err)
	}
	return s.begin(ctx, woman)
}

func (s *Space) begin(ctx context.Context, woman string) (string, error) {
	now := s.desk.clock()
	if err := s.cards.EndExpiredHerSessions(ctx, now); err != nil {
		return "", fmt.Errorf("forgetting expired sessions: %w", err)
	}
	token := newToken()
	err := s.cards.AddHerSession(ctx, herspace.Session{
		TokenHash: tokenHash(token), Woman: woman, Created: now, LastSeen: now, Expires: now.Add(SessionLength),
	})
	if err != nil {
		return "", fmt.Errorf("starting a session: %w", err)
	}
	return token, nil
}

// Current returns whose space a token has open, or herspace.ErrClosed. A card
// taken back binds the next request.
func (s *Space) Current(ctx context.Context, token string) (woman string, err error) {
	if token == "" {
		return "", herspace.ErrClosed
	}
	hash, now := tokenHash(token), s.desk.clock()
	session, err := s.cards.HerSession(ctx, hash)
	if errors.Is(err, herspace.ErrNoSession) {
		return "", herspace.ErrClosed
	}
	if err != nil {
		return "", fmt.Errorf("reading the session: %w", err)
	}
	if !now.Before(session.LastSeen.Add(SpaceIdle)) || !now.Before(session.Expires) || now.Before(session.Created) {
		if err := s.Close(ctx, token); err != nil {
			return "", err
		}
		return "", herspace.ErrClosed
	}
	if now.Sub(session.LastSeen) >= seenEvery {
		if err := s.cards.TouchHerSession(ctx, hash, now); err != nil {
			return "", fmt.Errorf("noting that the session is in use: %w", err)
		}
	}
	return session.Woman, nil
}

// Close ends the session of a token at once. Closing twice is no error.
func (s *Space) Close(ctx context.Context, token string) error {
	if err := s.cards.EndHerSession(ctx, tokenHash(token)); err != nil {
		return fmt.Errorf("closing her space: %w", err)
	}
	return nil
}

// Cookie carries a session's token until the browser closes. It goes with no
// request that another site began, and its name says nothing. An empty token
// makes the cookie that takes it away again.
func (s *Space) Cookie(token string) *http.Cookie {
	name, secure := "page", !s.desk.options.LoopbackHTTP
	if secure {
		name = "__Host-page"
	}
	cookie := &http.Cookie{Name: name, Value: token, Path: "/", Secure: secure, HttpOnly: true, SameSite: http.SameSiteStrictMode}
	if token == "" {
		cookie.MaxAge = -1
	}
	return cookie
}

// Token returns the token a request carries, or "". Two cookies of the name count
// as none.
func (s *Space) Token(request *http.Request) string {
	cookies := request.CookiesNamed(s.Cookie("").Name)
	if len(cookies) != 1 {
		return ""
	}
	return cookies[0].Value
}
