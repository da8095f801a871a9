package vault

import (
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"log/slog"

	"github.com/tink-crypto/tink-go/v2/aead"
	"github.com/tink-crypto/tink-go/v2/keyset"
	"github.com/tink-crypto/tink-go/v2/tink"
)

// ErrTampered says that sealed bytes do not open here: changed, moved from
// another place, or another woman's. A page says so; it never shows a blank.
//
// Why: docs/adr/0005-identity-sealed.md.
var ErrTampered = errors.New("tampered: these sealed bytes do not belong here")

// Place is where sealed bytes are kept. It is bound into them: moved to another
// row or column they do not open.
type Place struct{ Table, Row, Column string }

// Key seals and opens what belongs to one woman, drafts, or what staff sign in
// with. It is safe for use
// by several goroutines.
type Key struct {
	aead     tink.AEAD
	instance string
	kind     string // woman, draft or sign-in
	owner    string // her id
	token    string
}

const (
	tokenBytes = 16
	// sealedToken is tokenBytes sealed: Tink's prefix, the nonce, the tag.
	sealedToken = 5 + 12 + tokenBytes + 16
)

// NewWoman makes a key for the woman with this id and returns it with its
// wrapped form, which is what the database keeps. Destroying every copy of the
// wrapped form erases whatever the key sealed.
func (v *Vault) NewWoman(id string) (wrapped []byte, key *Key, err error) {
	if id == "" {
		return nil, nil, errors.New("a woman's key needs her id")
	}
	handle, err := keyset.NewHandle(aead.AES256GCMKeyTemplate())
	if err != nil {
		return nil, nil, fmt.Errorf("making a woman's key: %w", err)
	}
	sealer, err := aead.New(handle)
	if err != nil {
		return nil, nil, fmt.Errorf("using a woman's key: %w", err)
	}
	token := make([]byte, tokenBytes)
	if _, err := rand.Read(token); err != nil {
		return nil, nil, fmt.Errorf("making a woman's token: %w", err)
	}
	wrapped, err = sealer.Encrypt(token, associated("token", v.instance, id))
	if err != nil {
		return nil, nil, fmt.Errorf("sealing a woman's token: %w", err)
	}
	wrappedSet, err := wrap(handle, v.kek, associated("woman", v.instance, id))
	if err != nil {
		return nil, nil, fmt.Errorf("wrapping a woman's key: %w", err)
	}
	return append(wrapped, wrappedSet...), v.womanKey(sealer, id, token), nil
}

// Woman opens the wrapped key of the woman with this id. It returns ErrTampered
// where the key is not hers. Opening costs a few microseconds, so nothing is
// kept: a key that was destroyed in the database opens nothing more.
func (v *Vault) Woman(id string, wrapped []byte) (*Key, error) {
	if len(wrapped) <= sealedToken {
		return nil, fmt.Errorf("opening a woman's key: %w", ErrTampered)
	}
	handle, err := unwrap(wrapped[sealedToken:], v.kek, associated("woman", v.instance, id))
	if err != nil {
		return nil, fmt.Errorf("opening a woman's key: %w", ErrTampered)
	}
	sealer, err := aead.New(handle)
	if err != nil {
		return nil, fmt.Errorf("using a woman's key: %w", err)
	}
	token, err := sealer.Decrypt(wrapped[:sealedToken], associated("token", v.instance, id))
	if err != nil {
		return nil, fmt.Errorf("opening a woman's token: %w", ErrTampered)
	}
	return v.womanKey(sealer, id, token), nil
}

func (v *Vault) womanKey(sealer tink.AEAD, id string, token []byte) *Key {
	return &Key{aead: sealer, instance: v.instance, kind: "woman", owner: id, token: hex.EncodeToString(token)}
}

// Token names the woman in the ledger: 32 hexadecimal digits that only her key
// ties to her, so that once it is destroyed they point at nobody. The draft key
// has none.
//
// Why: docs/adr/0005-identity-sealed.md.
func (k *Key) Token() string { return k.token }

// Seal seals plain for this place. The result is 33 bytes longer than plain.
func (k *Key) Seal(place Place, plain []byte) ([]byte, error) {
	sealedBytes, err := k.aead.Encrypt(plain, k.associated(place))
	if err != nil {
		return nil, fmt.Errorf("sealing %s.%s: %w", place.Table, place.Column, err)
	}
	return sealedBytes, nil
}

// Open opens what Seal sealed for this place, or returns ErrTampered.
func (k *Key) Open(place Place, sealedBytes []byte) ([]byte, error) {
	plain, err := k.aead.Decrypt(sealedBytes, k.associated(place))
	if err != nil {
		// Tink's reason says nothing a reader could use.
		return nil, fmt.Errorf("opening %s.%s: %w", place.Table, place.Column, ErrTampered)
	}
	return plain, nil
}

// associated is the associated data of a place. The key's version is not in
// it: Tink writes the key's number before the sealed bytes and opens them with
// that key alone.
func (k *Key) associated(place Place) []byte {
	return associated("field", k.kind, k.instance, k.owner, place.Table, place.Row, place.Column)
}

// Format prints [sealed] whatever the verb.
func (k Key) Format(f fmt.State, _ rune) { writeSealed(f) }

// LogValue logs [sealed].
func (k Key) LogValue() slog.Value { return slog.StringValue(sealed) }
