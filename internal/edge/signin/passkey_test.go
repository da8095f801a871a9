package signin

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"errors"
	"testing"

	"github.com/go-webauthn/webauthn/protocol/webauthncbor"
	"github.com/go-webauthn/webauthn/protocol/webauthncose"

	"throughline/internal/casework/administration"
	"throughline/internal/domain/access"
)

// device is a passkey device that does what a test tells it, wrong things too.
type device struct {
	t        *testing.T
	key      *ecdsa.PrivateKey
	id       []byte
	count    uint32
	careless bool   // does not make sure of its user
	origin   string // of the page it believes it is on
}

const siteOrigin = "https://record.example.org"

func newDevice(t *testing.T) *device {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	id := make([]byte, 16)
	rand.Read(id)
	return &device{t: t, key: key, id: id, origin: siteOrigin}
}

func (d *device) must(text []byte, err error) []byte {
	d.t.Helper()
	if err != nil {
		d.t.Fatal(err)
	}
	return text
}

func encoded(raw []byte) string { return base64.RawURLEncoding.EncodeToString(raw) }

// flags of what a device says of itself.
const (
	userPresent  = 1 << 0
	userVerified = 1 << 2
	keyIncluded  = 1 << 6
)

// said is what the device says of itself, and of the page it believes it is on.
func (d *device) said(kind, options string, flags byte) (data, client []byte) {
	d.t.Helper()
	var asked struct{ Challenge string }
	if err := json.Unmarshal([]byte(options), &asked); err != nil {
		d.t.Fatal(err)
	}
	if !d.careless {
		flags |= userVerified
	}
	host := sha256.Sum256([]byte("record.example.org"))
	data = append(host[:], flags|userPresent)
	data = binary.BigEndian.AppendUint32(data, d.count)
	return data, d.must(json.Marshal(map[string]any{"type": kind, "challenge": asked.Challenge, "origin": d.origin}))
}

func (d *device) answer(response map[string]string) []byte {
	d.t.Helper()
	return d.must(json.Marshal(map[string]any{
		"id": encoded(d.id), "rawId": encoded(d.id), "type": "public-key", "clientExtensionResults": map[string]any{}, "response": response,
	}))
}

// make answers what a new passkey is made from.
func (d *device) make(options []byte) []byte {
	d.t.Helper()
	data, client := d.said("webauthn.create", string(options), keyIncluded)
	public := d.must(webauthncbor.Marshal(webauthncose.EC2PublicKeyData{
		PublicKeyData: webauthncose.PublicKeyData{KeyType: int64(webauthncose.EllipticKey), Algorithm: int64(webauthncose.AlgES256)},
		Curve:         int64(webauthncose.P256), XCoord: d.key.X.FillBytes(make([]byte, 32)), YCoord: d.key.Y.FillBytes(make([]byte, 32)),
	}))
	data = append(data, make([]byte, 16)...) // of no known make
	data = binary.BigEndian.AppendUint16(data, uint16(len(d.id)))
	data = append(append(data, d.id...), public...)
	object := d.must(webauthncbor.Marshal(map[string]any{"fmt": "none", "attStmt": map[string]any{}, "authData": data}))
	return d.answer(map[string]string{"clientDataJSON": encoded(client), "attestationObject": encoded(object)})
}

// use answers what a passkey is asked.
func (d *device) use(options []byte) []byte {
	d.t.Helper()
	d.count++
	data, client := d.said("webauthn.get", string(options), 0)
	hashed := sha256.Sum256(client)
	signed := sha256.Sum256(append(append([]byte(nil), data...), hashed[:]...))
	signature := d.must(ecdsa.SignASN1(rand.Reader, d.key, signed[:]))
	return d.answer(map[string]string{
		"clientDataJSON": encoded(client), "authenticatorData": encoded(data), "signature": encoded(signature), "userHandle": encoded([]byte("a1")),
	})
}

// witnessed are the ledger lines of a desk.
type witnessed []access.Entry

// withPasskey is a desk at which the keyworker has codes and a passkey.
func withPasskey(t *testing.T) (desk *Desk, kept *books, mine *device, lines *witnessed) {
	t.Helper()
	lines = &witnessed{}
	desk, kept, watch, _ := enrolled(t, Options{Origin: siteOrigin, TriesPerAccount: 1000, Witness: func(_ context.Context, entry access.Entry) error {
		*lines = append(*lines, entry)
		return nil
	}})
	mine = newDevice(t)
	token := begun(t, desk, keyworker(), watch.now)
	offered, err := desk.OfferPasskey(t.Context(), token)
	if err != nil {
		t.Fatal(err)
	}
	if err := desk.AddPasskey(t.Context(), token, mine.make(offered)); err != nil {
		t.Fatal(err)
	}
	return desk, kept, mine, lines
}

// halfIn is half a session, and what a passkey is asked in it.
func halfIn(t *testing.T, desk *Desk) (token string, asked []byte) {
	t.Helper()
	token = BeginHalf(t, desk.books, "a1", desk.clock())
	asked, err := desk.AskPasskey(t.Context(), token)
	if err != nil {
		t.Fatal(err)
	}
	return token, asked
}

func TestAPasskeyOpensASession(t *testing.T) {
	desk, _, mine, _ := withPasskey(t)
	token, asked := halfIn(t, desk)
	if has, err := desk.HasPasskey(t.Context(), token); err != nil || !has {
		t.Errorf("the account has no passkey, %v", err)
	}
	answer := mine.use(asked)
	renewed, err := desk.UsePasskey(t.Context(), token, answer, address)
	if err != nil {
		t.Fatal(err)
	}
	if in, err := desk.Current(t.Context(), renewed); err != nil || in.Half || !in.Sure {
		t.Errorf("after the passkey: %+v, %v", in, err)
	}
	if _, err := desk.UsePasskey(t.Context(), token, answer, address); !errors.Is(err, administration.ErrSignedOut) {
		t.Errorf("the token before: %v", err)
	}
	// The same answer opens nothing more, in this session or another.
	if _, err := desk.UsePasskey(t.Context(), renewed, answer, address); !errors.Is(err, administration.ErrWrongPasskey) {
		t.Errorf("answering what was not asked: %v", err)
	}
	other, _ := halfIn(t, desk)
	if _, err := desk.UsePasskey(t.Context(), other, answer, address); !errors.Is(err, administration.ErrWrongPasskey) {
		t.Errorf("the same answer in another session: %v", err)
	}
}

func TestWhatIsAskedOfAPasskeyIsAnsweredOnce(t *testing.T) {
	desk, _, mine, _ := withPasskey(t)
	token, asked := halfIn(t, desk)
	if _, err := desk.UsePasskey(t.Context(), token, []byte("{}"), address); !errors.Is(err, administration.ErrWrongPasskey) {
		t.Errorf("no answer at all: %v", err)
	}
	if _, err := desk.UsePasskey(t.Context(), token, mine.use(asked), address); !errors.Is(err, administration.ErrWrongPasskey) {
		t.Errorf("a right answer after a wrong one: %v", err)
	}
}

func TestWhichPasskeysAreRefused(t *testing.T) {
	for what, spoil := range map[string]func(*device){
		"the device did not make sure of its user": func(d *device) { d.careless = true },
		"the page was another site's":              func(d *device) { d.origin = "https://record.example.net" },
		"the key is another":                       func(d *device) { d.key = newDevice(d.t).key },
		"the passkey is nobody's":                  func(d *device) { d.id = []byte("another passkey.") },
	} {
		t.Run(what, func(t *testing.T) {
			desk, _, mine, lines := withPasskey(t)
			spoil(mine)
			token, asked := halfIn(t, desk)
			if renewed, err := desk.UsePasskey(t.Context(), token, mine.use(asked), address); !errors.Is(err, administration.ErrWrongPasskey) || renewed != "" {
				t.Errorf("answered with %v", err)
			}
			if in, err := desk.Current(t.Context(), token); err != nil || !in.Half || len(*lines) != 0 {
				t.Errorf("half a session became %+v, %v", in, err)
			}
		})
	}
}

func TestAPasskeyThatSeemsToBeCopiedIsRefusedAndForgotten(t *testing.T) {
	desk, kept, mine, lines := withPasskey(t)
	for range 3 {
		token, asked := halfIn(t, desk)
		if _, err := desk.UsePasskey(t.Context(), token, mine.use(asked), address); err != nil {
			t.Fatal(err)
		}
	}
	mine.count = 1 // a copy that was made before the last two uses
	token, asked := halfIn(t, desk)
	if _, err := desk.UsePasskey(t.Context(), token, mine.use(asked), address); !errors.Is(err, administration.ErrPasskeyCopied) {
		t.Errorf("a copy: %v", err)
	}
	if left, err := kept.Passkeys(t.Context(), "a1"); err != nil || len(left) != 0 {
		t.Errorf("%d passkeys are left, %v", len(left), err)
	}
	if len(*lines) != 1 || (*lines)[0].Reason != "a1" || (*lines)[0].What != "turn a passkey away that seems to be copied" {
		t.Errorf("the ledger says %+v", *lines)
	}
	if _, err := desk.AskPasskey(t.Context(), token); !errors.Is(err, administration.ErrNoPasskey) {
		t.Errorf("asking for it again: %v", err)
	}
}

func TestACopyStaysUntilItIsWrittenDown(t *testing.T) {
	desk, kept, mine, _ := withPasskey(t)
	mine.count = 5
	token, asked := halfIn(t, desk)
	if _, err := desk.UsePasskey(t.Context(), token, mine.use(asked), address); err != nil {
		t.Fatal(err)
	}
	mine.count = 1
	desk.options.Witness = func(context.Context, access.Entry) error { return errors.New("no ledger") }
	token, asked = halfIn(t, desk)
	if _, err := desk.UsePasskey(t.Context(), token, mine.use(asked), address); err == nil || errors.Is(err, administration.ErrPasskeyCopied) {
		t.Errorf("without a ledger: %v", err)
	}
	if left, _ := kept.Passkeys(t.Context(), "a1"); len(left) != 1 {
		t.Error("it was forgotten without a line")
	}
}

func TestWhereNoPasskeyIsMade(t *testing.T) {
	practice := keyworker()
	practice.Demo = true
	for what, row := range map[string]struct {
		origin  string
		account administration.Account
		half    bool
	}{
		"half a session":        {siteOrigin, keyworker(), true},
		"a practice account":    {siteOrigin, practice, false},
		"an address of numbers": {"http://127.0.0.1:8080", keyworker(), false},
		"no origin":             {"", keyworker(), false},
	} {
		t.Run(what, func(t *testing.T) {
			desk, kept, watch := openDesk(Options{Origin: row.origin}, row.account)
			token, session := newSession(row.account, watch.now)
			session.Half = row.half
			if err := kept.AddSession(t.Context(), session); err != nil {
				t.Fatal(err)
			}
			if _, err := desk.OfferPasskey(t.Context(), token); !errors.Is(err, administration.ErrNoPasskey) {
				t.Errorf("offered: %v", err)
			}
			if err := desk.AddPasskey(t.Context(), token, []byte("{}")); !errors.Is(err, administration.ErrWrongPasskey) {
				t.Errorf("added: %v", err)
			}
			if _, err := desk.AskPasskey(t.Context(), token); !errors.Is(err, administration.ErrNoPasskey) {
				t.Errorf("asked: %v", err)
			}
			if _, err := desk.UsePasskey(t.Context(), token, []byte("{}"), address); !errors.Is(err, administration.ErrWrongPasskey) {
				t.Errorf("used: %v", err)
			}
		})
	}
}

func TestAPasskeyIsMadeByADeviceThatIsSureOfItsUser(t *testing.T) {
	desk, kept, _, _ := withPasskey(t)
	careless := newDevice(t)
	careless.careless = true
	elsewhere := newDevice(t)
	elsewhere.origin = "https://record.example.net"
	for what, made := range map[string]func([]byte) []byte{
		"careless": careless.make, "made elsewhere": elsewhere.make, "no answer": func([]byte) []byte { return []byte("no") },
	} {
		token := begun(t, desk, keyworker(), desk.clock())
		offered, err := desk.OfferPasskey(t.Context(), token)
		if err != nil {
			t.Fatal(err)
		}
		if err := desk.AddPasskey(t.Context(), token, made(offered)); !errors.Is(err, administration.ErrWrongPasskey) {
			t.Errorf("%s: %v", what, err)
		}
	}
	if all, _ := kept.Passkeys(t.Context(), "a1"); len(all) != 1 {
		t.Errorf("%d passkeys are kept, want the one before", len(all))
	}
}

func TestPasskeysShareTheLimitsOfPasswords(t *testing.T) {
	desk, _, _, _ := withPasskey(t)
	token, _ := halfIn(t, desk)
	desk.names = newTries(2, tryWindow)
	for range 2 {
		if _, err := desk.UsePasskey(t.Context(), token, []byte("{}"), address); !errors.Is(err, administration.ErrWrongPasskey) {
			t.Fatal(err)
		}
	}
	if _, err := desk.UsePasskey(t.Context(), token, []byte("{}"), address); !errors.Is(err, administration.ErrTooManyTries) {
		t.Errorf("a third try: %v", err)
	}
}
