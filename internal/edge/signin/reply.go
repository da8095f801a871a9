package signin

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"net/http"
	"time"

	"throughline/internal/casework/administration"
	"throughline/internal/casework/onward"
)

// ReplyIdle is how long a referral that was opened by a link may rest in a browser
// before it closes, and ReplyLength how long it stays open whatever happens.
const (
	ReplyIdle   = 15 * time.Minute
	ReplyLength = 2 * time.Hour
)

// Digits of a PIN, and bytes of a nonce and of a token.
const (
	replyDigits = 6
	nonceLength = 16
	replyLength = 32
)

// Reply is where a service that has no account opens a referral, with a link and a
// PIN. It shares its limits with the desk of the staff.
type Reply struct {
	desk   *Desk
	links  onward.LinkStore
	pepper []byte
	memory uint32 // KiB that a hash takes; tests take fewer
}

var _ onward.Secrets = (*Reply)(nil)

// NewReply opens the door of links. The pepper comes from the vault: without it, what
// the database keeps makes no token.
func NewReply(desk *Desk, links onward.LinkStore, pepper []byte) *Reply {
	return &Reply{desk: desk, links: links, pepper: pepper, memory: argonMemory}
}

// of works out what follows from a form's key and the pepper for one use.
func (r *Reply) of(use string, parts ...string) []byte {
	sum := hmac.New(sha256.New, r.pepper)
	for _, part := range append([]string{"reply by link", use}, parts...) {
		var length [8]byte
		binary.BigEndian.PutUint64(length[:], uint64(len(part)))
		sum.Write(length[:])
		sum.Write([]byte(part))
	}
	return sum.Sum(nil)
}

// Referral returns the id of the referral that a form with this key makes.
func (r *Reply) Referral(key string) string { return hex.EncodeToString(r.of("referral", key)[:16]) }

// Nonce returns what the token of a link is made of.
func (r *Reply) Nonce(key, referral string) []byte {
	return r.of("nonce", key, referral)[:nonceLength]
}

// Token returns the token of a link, 256 bits that nobody without the pepper can work
// out, and the SHA-256 that it is found by.
func (r *Reply) Token(nonce []byte) (string, []byte) {
	token := base64.RawURLEncoding.EncodeToString(r.of("token", string(nonce)))
	return token, tokenHash(token)
}

// PIN returns the six digits that a form with this key makes.
func (r *Reply) PIN(key, referral string) string {
	return fmt.Sprintf("%0*d", replyDigits, binary.BigEndian.Uint64(r.of("pin", key, referral))%1_000_000)
}

// Proof returns what is kept of token and PIN. Without the token, which is kept
// nowhere, no PIN can be tried against it.
func (r *Reply) Proof(ctx context.Context, token, pin string) (proof string, err error) {
	err = r.desk.hashing.do(ctx, func() { proof = hashWith(r.memory, proofForm(token, pin)) })
	return proof, err
}

// ReplyToken says whether a text has the form of a token.
func ReplyToken(text string) bool {
	raw, err := base64.RawURLEncoding.Strict().DecodeString(text)
	return err == nil && len(raw) == replyLength
}

// ReplyPIN returns the six digits of a typed PIN, however they were written, and
// false where it is not six of them.
func ReplyPIN(typed string) (string, bool) {
	digits := digitsForm(typed)
	return digits, len(digits) == replyDigits
}

// Open opens a referral with the token of a link and its PIN. remoteAddr is the
// peer's address. The errors are onward.ErrNotOpened and
// administration.ErrTooManyTries; others are failures of the store. A hash is worked
// out whether or not there is such a link.
func (r *Reply) Open(ctx context.Context, token, pin, remoteAddr string) (session string, link onward.Link, err error) {
	now := r.desk.clock()
	if !r.desk.blocks.allow(addressBlock(remoteAddr), now) || !r.desk.names.allow("reply "+addressBlock(remoteAddr), now) {
		return "", onward.Link{}, administration.ErrTooManyTries
	}
	digits, whole := ReplyPIN(pin)
	kept := r.nobody()
	err = onward.ErrNoLink
	if ReplyToken(token) {
		link, err = r.links.TryLink(ctx, tokenHash(token), now)
	}
	switch {
	case errors.Is(err, onward.ErrNoLink):
	case err != nil:
		return "", onward.Link{}, fmt.Errorf("looking for the link: %w", err)
	default:
		if kept, err = parsePHC(link.Proof); err != nil {
			return "", onward.Link{}, fmt.Errorf("reading the proof of a link: %w", err)
		}
	}
	right := false
	if err := r.desk.hashing.do(ctx, func() { right = kept.holds(proofForm(token, digits)) }); err != nil {
		return "", onward.Link{}, err
	}
	if !right || !whole || link.Referral == "" {
		return "", onward.Link{}, onward.ErrNotOpened
	}
	if err := r.links.ClearLinkTries(ctx, link.Lookup); err != nil {
		return "", onward.Link{}, fmt.Errorf("forgetting the tries of a link: %w", err)
	}
	session = newToken()
	err = r.links.AddLinkSession(ctx, onward.LinkSession{
		TokenHash: tokenHash(session), Referral: link.Referral, Case: link.Case, Woman: link.Woman, LastSeen: now, Expires: now.Add(ReplyLength),
	})
	if err != nil {
		return "", onward.Link{}, fmt.Errorf("starting a session: %w", err)
	}
	return session, link, nil
}

// nobody is what is checked where there is no such link, at the same cost.
func (r *Reply) nobody() phc {
	return phc{memory: r.memory, passes: argonPasses, lanes: argonLanes, salt: make([]byte, saltLength), digest: make([]byte, digestLength)}
}

// Current returns the link by which a session was opened, or onward.ErrClosed. The
// session belongs to the address of that link alone: a newer link ends it.
func (r *Reply) Current(ctx context.Context, token, session string) (onward.Link, error) {
	if session == "" {
		return onward.Link{}, onward.ErrClosed
	}
	hash, now := tokenHash(session), r.desk.clock()
	opened, err := r.links.LinkSession(ctx, hash)
	if errors.Is(err, onward.ErrNoSession) {
		return onward.Link{}, onward.ErrClosed
	}
	if err != nil {
		return onward.Link{}, fmt.Errorf("reading the session: %w", err)
	}
	link, err := r.links.LinkOf(ctx, opened.Referral)
	if err != nil && !errors.Is(err, onward.ErrNoLink) {
		return onward.Link{}, fmt.Errorf("reading the link: %w", err)
	}
	over := !now.Before(opened.LastSeen.Add(ReplyIdle)) || !now.Before(opened.Expires) || !now.Before(link.Until)
	if err != nil || over || !hmac.Equal(link.Lookup, tokenHash(token)) {
		if err := r.Close(ctx, session); err != nil {
			return onward.Link{}, err
		}
		return onward.Link{}, onward.ErrClosed
	}
	if now.Sub(opened.LastSeen) >= seenEvery {
		if err := r.links.TouchLinkSession(ctx, hash, now); err != nil {
			return onward.Link{}, fmt.Errorf("noting that the session is in use: %w", err)
		}
	}
	return link, nil
}

// Close ends a session at once. Closing twice is no error.
func (r *Reply) Close(ctx context.Context, session string) error {
	if err := r.links.EndLinkSession(ctx, tokenHash(session)); err != nil {
		return fmt.Errorf("closing a link: %w", err)
	}
	return nil
}

// replyCookie is the name of the cookie, which says nothing.
const replyCookie = "request"

// Cookie carries a session for the pages under a path, and for no others, until the
// browser closes. An empty session takes it away.
func (r *Reply) Cookie(path, session string) *http.Cookie {
	name, secure := replyCookie, !r.desk.options.LoopbackHTTP
	if secure {
		name = "__Secure-" + replyCookie
	}
	cookie := &http.Cookie{Name: name, Value: session, Path: path, Secure: secure, HttpOnly: true, SameSite: http.SameSiteStrictMode}
	if session == "" {
		cookie.MaxAge = -1
	}
	return cookie
}

// Session returns the session a request carries, or "". Two cookies of the name count
// as none.
func (r *Reply) Session(request *http.Request) string {
	cookies := request.CookiesNamed(r.Cookie("/", "").Name)
	if len(cookies) != 1 {
		return ""
	}
	return cookies[0].Value
}
