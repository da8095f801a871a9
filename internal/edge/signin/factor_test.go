package signin

import (
	"bytes"
	"errors"
	"image/png"
	"strings"
	"testing"
	"time"

	"throughline/internal/casework/administration"
)

const address = "192.0.2.7:5000"

// enrolled is a desk at which the keyworker has a second factor, and its secret.
func enrolled(t *testing.T, options Options) (desk *Desk, kept *books, watch *wristwatch, secret string) {
	t.Helper()
	desk, kept, watch = openDesk(options, keyworker())
	secret = newSecret()
	sealed, err := box{}.Seal(factorsTable, "a1", secretColumn, []byte(secret))
	if err != nil {
		t.Fatal(err)
	}
	if err := kept.AddFactor(t.Context(), administration.Factor{Account: "a1", Secret: sealed, Step: 1, Since: watch.now}); err != nil {
		t.Fatal(err)
	}
	return desk, kept, watch, secret
}

func code(t *testing.T, secret string, at time.Time) string {
	t.Helper()
	made, err := codeAt(secret, at.Unix()/stepSeconds)
	if err != nil {
		t.Fatal(err)
	}
	return made
}

// The values are those of RFC 6238, appendix B, for SHA-1, cut to six digits.
func TestCodesAreThoseOfTheStandard(t *testing.T) {
	const secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ" // "12345678901234567890"
	for seconds, want := range map[int64]string{59: "287082", 1111111109: "081804", 1111111111: "050471", 1234567890: "005924", 2000000000: "279037"} {
		if got := code(t, secret, time.Unix(seconds, 0)); got != want {
			t.Errorf("at %d the code is %s, want %s", seconds, got, want)
		}
	}
}

func TestACodeIsReadAsPeopleTypeIt(t *testing.T) {
	for typed, want := range map[string]string{
		"123456": "123456", " 123 456 ": "123456", "123-456": "123456", "１２３４５６": "123456", "000000": "000000",
		"": "", "12345": "", "1234567": "", "12345a": "", "-123456.0": "", "+123456": "", "١٢٣٤٥٦": "", strings.Repeat("1", 1000): "",
	} {
		got, is := Code(typed)
		if is != (want != "") || is && got != want {
			t.Errorf("%q is read as %q, %v; want %q", typed, got, is, want)
		}
	}
}

func FuzzCode(f *testing.F) {
	for _, typed := range []string{"123456", "12 34 56", "１２３-４５６", "", "\xff", "1\u00a023456"} {
		f.Add(typed)
	}
	f.Fuzz(func(t *testing.T, typed string) {
		code, is := Code(typed)
		if !is {
			return
		}
		if len(code) != codeDigits || strings.Trim(code, "0123456789") != "" {
			t.Errorf("%q was taken as the code %q", typed, code)
		}
		if again, still := Code(code); again != code || !still {
			t.Errorf("%q is read as %q the second time", code, again)
		}
	})
}

func TestAPasswordAloneOpensHalfASession(t *testing.T) {
	practice := keyworker()
	practice.ID, practice.Name, practice.Demo = "a2", "beth", true
	desk, kept, watch := openDesk(Options{}, keyworker(), practice)
	for _, row := range []struct {
		what, name string
		factor     bool
		want       administration.SignedIn
	}{
		{"who has no second factor is to set one up", "amira", false, administration.SignedIn{Half: true, Enrol: true}},
		{"who has one is to enter a code", "amira", true, administration.SignedIn{Half: true}},
		{"a practice account is in", "beth", false, administration.SignedIn{Sure: true}},
	} {
		if row.factor {
			kept.factors["a1"] = administration.Factor{Account: "a1"}
		}
		token, in, err := desk.SignIn(t.Context(), row.name, longPassword, address)
		if err != nil {
			t.Fatal(err)
		}
		again, err := desk.Current(t.Context(), token)
		for _, got := range []administration.SignedIn{in, again} {
			if err != nil || got.Half != row.want.Half || got.Enrol != row.want.Enrol || got.Sure != row.want.Sure || got.Name != row.name {
				t.Errorf("%s: %+v, %v", row.what, got, err)
			}
		}
		if row.want.Half {
			watch.now = watch.now.Add(HalfLength)
			if _, err := desk.Current(t.Context(), token); !errors.Is(err, administration.ErrSignedOut) {
				t.Errorf("%s: half a session after %v: %v", row.what, HalfLength, err)
			}
		}
	}
}

func TestCodesAreSetUpOnce(t *testing.T) {
	desk, kept, watch := openDesk(Options{}, keyworker())
	token, _, err := desk.SignIn(t.Context(), "amira", longPassword, address)
	if err != nil {
		t.Fatal(err)
	}
	other, _, err := desk.SignIn(t.Context(), "amira", longPassword, address)
	if err != nil {
		t.Fatal(err)
	}
	offered, err := desk.Offer(t.Context(), token)
	if err != nil {
		t.Fatal(err)
	}
	if picture, err := png.Decode(bytes.NewReader(offered.Picture)); err != nil || picture.Bounds().Dx() != pictureSide {
		t.Errorf("the picture: %v", err)
	}
	elsewhere, err := desk.Offer(t.Context(), other)
	if err != nil || elsewhere.Secret == offered.Secret || len(offered.Secret) != 32 {
		t.Errorf("two sessions were offered %q and %q, %v", offered.Secret, elsewhere.Secret, err)
	}
	if _, err := desk.EnterCode(t.Context(), token, code(t, elsewhere.Secret, watch.now), address); !errors.Is(err, administration.ErrWrongCode) {
		t.Errorf("a code of another secret: %v", err)
	}
	renewed, err := desk.EnterCode(t.Context(), token, code(t, offered.Secret, watch.now), address)
	if err != nil {
		t.Fatal(err)
	}
	in, err := desk.Current(t.Context(), renewed)
	if err != nil || in.Half || in.Enrol || !in.Sure {
		t.Errorf("after the code: %+v, %v", in, err)
	}
	if _, err := desk.Current(t.Context(), token); !errors.Is(err, administration.ErrSignedOut) {
		t.Errorf("the token before still works: %v", err)
	}
	if _, err := desk.EnterCode(t.Context(), other, code(t, elsewhere.Secret, watch.now), address); !errors.Is(err, administration.ErrWrongCode) {
		t.Errorf("a second factor in place of the first: %v", err)
	}
	if _, err := desk.Offer(t.Context(), renewed); !errors.Is(err, administration.ErrNoFactor) {
		t.Errorf("the secret is shown again: %v", err)
	}
	// What was used to set codes up opens nothing more.
	next, _, err := desk.SignIn(t.Context(), "amira", longPassword, address)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := desk.EnterCode(t.Context(), next, code(t, offered.Secret, watch.now), address); !errors.Is(err, administration.ErrWrongCode) {
		t.Errorf("the same code again: %v", err)
	}
	if strings.Contains(string(kept.factors["a1"].Secret), ":"+offered.Secret) == false {
		t.Error("what was offered is not what is kept")
	}
}

func TestWhichCodesOpenASession(t *testing.T) {
	for _, row := range []struct {
		what  string
		after time.Duration // from now to the moment the code is of
		used  time.Duration // the code of this moment was used before; none where 0
		err   error
	}{
		{"the code of now", 0, 0, nil},
		{"the code before", -30 * time.Second, 0, nil},
		{"the code after", 30 * time.Second, 0, nil},
		{"two codes before", -60 * time.Second, 0, administration.ErrWrongCode},
		{"two codes after", 60 * time.Second, 0, administration.ErrWrongCode},
		{"a code earlier than one used", -30 * time.Second, 30 * time.Second, administration.ErrWrongCode},
		{"a code later than one used", 30 * time.Second, -30 * time.Second, nil},
	} {
		t.Run(row.what, func(t *testing.T) {
			desk, kept, watch, secret := enrolled(t, Options{})
			enter := func(at time.Duration) (string, error) {
				token, session := newSession(keyworker(), watch.now)
				session.Half = true
				if err := kept.AddSession(t.Context(), session); err != nil {
					t.Fatal(err)
				}
				return desk.EnterCode(t.Context(), token, code(t, secret, watch.now.Add(at)), address)
			}
			if row.used != 0 {
				if _, err := enter(row.used); err != nil {
					t.Fatal(err)
				}
			}
			token, err := enter(row.after)
			if !errors.Is(err, row.err) || (token == "") != (row.err != nil) {
				t.Errorf("%v, want %v", err, row.err)
			}
			if _, err := enter(row.after); !errors.Is(err, administration.ErrWrongCode) {
				t.Errorf("the same code twice: %v", err)
			}
		})
	}
}

// Whatever is wrong with a code, the answer is the same word for word, and half a
// session stays half.
func TestWrongCodesHaveOneAnswer(t *testing.T) {
	desk, kept, watch, secret := enrolled(t, Options{TriesPerAccount: 100})
	token, _, err := desk.SignIn(t.Context(), "amira", longPassword, address)
	if err != nil {
		t.Fatal(err)
	}
	late := code(t, secret, watch.now.Add(-time.Hour))
	for _, typed := range []string{"", "no code", "000000", late, strings.Repeat("9", 5000)} {
		if _, err := desk.EnterCode(t.Context(), token, typed, address); err == nil || err.Error() != administration.ErrWrongCode.Error() {
			t.Errorf("%.20q: %v", typed, err)
		}
	}
	if in, err := desk.Current(t.Context(), token); err != nil || !in.Half {
		t.Errorf("after wrong codes: %+v, %v", in, err)
	}
	delete(kept.factors, "a1") // taken away while she types
	if _, err := desk.EnterCode(t.Context(), token, code(t, secret, watch.now), address); !errors.Is(err, administration.ErrWrongCode) {
		t.Errorf("a code of a factor that is gone: %v", err)
	}
}

func TestCodesAndPasswordsShareTheirLimits(t *testing.T) {
	desk, _, watch, _ := enrolled(t, Options{TriesPerAccount: 5, CodesPerHour: 8})
	token, _, err := desk.SignIn(t.Context(), "amira", longPassword, address)
	if err != nil {
		t.Fatal(err)
	}
	try := func() error {
		_, err := desk.EnterCode(t.Context(), token, "000000", address)
		return err
	}
	for i := range 4 {
		if err := try(); !errors.Is(err, administration.ErrWrongCode) {
			t.Fatalf("try %d: %v", i, err)
		}
	}
	if err := try(); !errors.Is(err, administration.ErrTooManyTries) {
		t.Errorf("a password and five codes in a minute: %v", err)
	}
	if _, _, err := desk.SignIn(t.Context(), "amira", longPassword, address); !errors.Is(err, administration.ErrTooManyTries) {
		t.Errorf("a password after that: %v", err)
	}
	for range 4 {
		watch.now = watch.now.Add(time.Minute)
		if err := try(); !errors.Is(err, administration.ErrWrongCode) {
			t.Fatal(err)
		}
	}
	watch.now = watch.now.Add(time.Minute)
	if err := try(); !errors.Is(err, administration.ErrTooManyTries) {
		t.Errorf("a ninth code in an hour: %v", err)
	}
}

func TestASessionIsSureForAShortWhile(t *testing.T) {
	desk, _, watch, secret := enrolled(t, Options{})
	token, _, err := desk.SignIn(t.Context(), "amira", longPassword, address)
	if err != nil {
		t.Fatal(err)
	}
	if token, err = desk.EnterCode(t.Context(), token, code(t, secret, watch.now), address); err != nil {
		t.Fatal(err)
	}
	began := watch.now
	sure := func() bool {
		in, err := desk.Current(t.Context(), token)
		if err != nil {
			t.Fatal(err)
		}
		return in.Sure
	}
	watch.now = began.Add(SureFor - time.Second)
	if !sure() {
		t.Error("a code just entered does not count")
	}
	watch.now = began.Add(SureFor)
	if sure() {
		t.Errorf("a code counts after %v", SureFor)
	}
	watch.now = began.Add(10 * time.Minute)
	if token, err = desk.EnterCode(t.Context(), token, code(t, secret, watch.now), address); err != nil || !sure() {
		t.Errorf("a code entered again: %v", err)
	}
	session, err := desk.books.Session(t.Context(), tokenHash(token))
	if err != nil || !session.Expires.Equal(began.Add(SessionLength)) {
		t.Errorf("the session ends at %v, %v: a code made it longer", session.Expires, err)
	}
}

func TestASessionThatWasEndedIsNotRenewed(t *testing.T) {
	desk, kept, watch, secret := enrolled(t, Options{})
	token, _, err := desk.SignIn(t.Context(), "amira", longPassword, address)
	if err != nil {
		t.Fatal(err)
	}
	if err := kept.EndSessionsOf(t.Context(), "a1"); err != nil {
		t.Fatal(err)
	}
	if _, err := desk.EnterCode(t.Context(), token, code(t, secret, watch.now), address); !errors.Is(err, administration.ErrSignedOut) {
		t.Errorf("a code after the session ended: %v", err)
	}
	if _, err := desk.Offer(t.Context(), token); !errors.Is(err, administration.ErrSignedOut) {
		t.Errorf("a secret after the session ended: %v", err)
	}
	if len(kept.sessions) != 0 {
		t.Error("a session began")
	}
}

func TestASecretThatDoesNotOpenIsNoWrongCode(t *testing.T) {
	desk, kept, watch, secret := enrolled(t, Options{})
	moved := kept.factors["a1"]
	moved.Secret = append([]byte(nil), "factors/a2/secret:"+secret...)
	kept.factors["a1"] = moved
	token, _, err := desk.SignIn(t.Context(), "amira", longPassword, address)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := desk.EnterCode(t.Context(), token, code(t, secret, watch.now), address); err == nil || errors.Is(err, administration.ErrWrongCode) {
		t.Errorf("a secret sealed for another account: %v", err)
	}
}
