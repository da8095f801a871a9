package vault

import (
	"bytes"
	"crypto/rand"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"log/slog"

	"github.com/tink-crypto/tink-go/v2/aead"
	"github.com/tink-crypto/tink-go/v2/insecurecleartextkeyset"
	"github.com/tink-crypto/tink-go/v2/keyset"
	"github.com/tink-crypto/tink-go/v2/prf"
	tinkproto "github.com/tink-crypto/tink-go/v2/proto/tink_go_proto"
	"github.com/tink-crypto/tink-go/v2/tink"
)

// ErrWrongKey says that the master key is not the one these keys were wrapped
// with: another installation's key, or a damaged file.
var ErrWrongKey = errors.New("the master key does not open the other keys")

// Vault is an opened set of keys. It is safe for use by several goroutines.
type Vault struct {
	instance string
	kek      tink.AEAD
	index    *prf.Set
	draft    *Key
}

// Instance names the installation the keys belong to: 32 hexadecimal digits,
// not secret, the same after a restore.
func (v *Vault) Instance() string { return v.instance }

// Draft returns the key that seals drafts written before a woman has a key of
// her own.
//
// Why: docs/adr/0007-keys-and-recovery.md.
func (v *Vault) Draft() *Key { return v.draft }

// SignIn returns the key that seals what staff sign in with. It is the draft key
// under a name of its own, so that nothing sealed for the one opens as the other.
func (v *Vault) SignIn() *Key { return &Key{aead: v.draft.aead, instance: v.instance, kind: "sign-in"} }

// Format prints [sealed] whatever the verb.
func (v Vault) Format(f fmt.State, _ rune) { writeSealed(f) }

// LogValue logs [sealed].
func (v Vault) LogValue() slog.Value { return slog.StringValue(sealed) }

const sealed = "[sealed]"

func writeSealed(w io.Writer) { _, _ = io.WriteString(w, sealed) }

// keys is what the key folder holds. Kek is a keyset in the clear; Index and
// Draft are keysets wrapped by it.
type keys struct {
	Instance string `json:"instance"`
	Kek      []byte `json:"kek"`
	Index    []byte `json:"index"`
	Draft    []byte `json:"draft"`
}

func newKeys() (keys, error) {
	name := make([]byte, 16)
	if _, err := rand.Read(name); err != nil {
		return keys{}, fmt.Errorf("naming the installation: %w", err)
	}
	made := keys{Instance: hex.EncodeToString(name)}

	master, err := keyset.NewHandle(aead.AES256GCMKeyTemplate())
	if err != nil {
		return keys{}, fmt.Errorf("making the master key: %w", err)
	}
	var clear bytes.Buffer
	if err := insecurecleartextkeyset.Write(master, keyset.NewBinaryWriter(&clear)); err != nil {
		return keys{}, fmt.Errorf("writing out the master key: %w", err)
	}
	made.Kek = clear.Bytes()
	kek, err := aead.New(master)
	if err != nil {
		return keys{}, fmt.Errorf("using the master key: %w", err)
	}

	for _, other := range []struct {
		name     string
		template *tinkproto.KeyTemplate
		into     *[]byte
	}{
		{"index", prf.HMACSHA256PRFKeyTemplate(), &made.Index},
		{"draft", aead.AES256GCMKeyTemplate(), &made.Draft},
	} {
		handle, err := keyset.NewHandle(other.template)
		if err != nil {
			return keys{}, fmt.Errorf("making the %s key: %w", other.name, err)
		}
		if *other.into, err = wrap(handle, kek, associated(other.name, made.Instance)); err != nil {
			return keys{}, fmt.Errorf("wrapping the %s key: %w", other.name, err)
		}
	}
	return made, nil
}

// open makes the vault of these keys, and so proves that they belong together.
func (k keys) open() (*Vault, error) {
	if raw, err := hex.DecodeString(k.Instance); err != nil || len(raw) != 16 {
		return nil, errors.New("the installation's name is not 32 hexadecimal digits")
	}
	master, err := insecurecleartextkeyset.Read(keyset.NewBinaryReader(bytes.NewReader(k.Kek)))
	if err != nil {
		return nil, fmt.Errorf("reading the master key: %w", err)
	}
	kek, err := aead.New(master)
	if err != nil {
		return nil, fmt.Errorf("using the master key: %w", err)
	}
	v := &Vault{instance: k.Instance, kek: kek}

	index, err := unwrap(k.Index, kek, associated("index", k.Instance))
	if err != nil {
		return nil, fmt.Errorf("opening the index key: %w", ErrWrongKey)
	}
	if v.index, err = prf.NewPRFSet(index); err != nil {
		return nil, fmt.Errorf("using the index key: %w", err)
	}
	draft, err := unwrap(k.Draft, kek, associated("draft", k.Instance))
	if err != nil {
		return nil, fmt.Errorf("opening the draft key: %w", ErrWrongKey)
	}
	sealer, err := aead.New(draft)
	if err != nil {
		return nil, fmt.Errorf("using the draft key: %w", err)
	}
	v.draft = &Key{aead: sealer, instance: v.instance, kind: "draft"}
	return v, nil
}

func wrap(handle *keyset.Handle, kek tink.AEAD, data []byte) ([]byte, error) {
	var wrapped bytes.Buffer
	if err := handle.WriteWithAssociatedData(keyset.NewBinaryWriter(&wrapped), kek, data); err != nil {
		return nil, err
	}
	return wrapped.Bytes(), nil
}

func unwrap(wrapped []byte, kek tink.AEAD, data []byte) (*keyset.Handle, error) {
	return keyset.ReadWithAssociatedData(keyset.NewBinaryReader(bytes.NewReader(wrapped)), kek, data)
}

// associated joins parts with their lengths, so that no two lists of parts
// give the same bytes.
func associated(parts ...string) []byte {
	var joined []byte
	for _, part := range parts {
		joined = binary.AppendUvarint(joined, uint64(len(part)))
		joined = append(joined, part...)
	}
	return joined
}
