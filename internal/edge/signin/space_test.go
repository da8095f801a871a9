package signin

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"throughline/internal/casework"
	"throughline/internal/casework/administration"
	"throughline/internal/casework/herspace"
	"throughline/internal/casework/herspacetest"
)

// opened is her door with one card, and a clock that the test turns.
type opened struct {
	*Space
	cards  *herspacetest.Cards
	now    time.Time
	hashes int
}

const (
	herWords = "river stone bridge lamp"
	herPIN   = "4826"
)

func openSpace(t *testing.T, options Options) *opened {
	t.Helper()
	o := &opened{cards: herspacetest.NewCards(), now: time.Date(2026, time.March, 3, 9, 0, 0, 0, time.UTC)}
	o.Space = NewSpace(New(newBooks(), box{}, func() time.Time { return o.now }, options), o.cards, []byte("pepper"))
	o.memory, o.desk.nobody.memory = 64, 64
	o.give(t, "grace", herWords, herPIN)
	o.hashed = func() { o.hashes++ }
	return o
}

func (o *opened) give(t *testing.T, woman, words, pin string) {
	t.Helper()
	lookup, proof, err := o.Phrase(context.Background(), words, pin)
	if err == nil {
		err = o.cards.KeepCard(context.Background(), herspace.Card{Woman: woman, Lookup: lookup, Proof: proof, Issued: o.now}, time.Time{})
	}
	if err != nil {
		t.Fatal(err)
	}
}

func (o *opened) code(t *testing.T, digits string) {
	t.Helper()
	lookup, err := o.Code(context.Background(), digits)
	if err == nil {
		err = o.cards.KeepCode(context.Background(), herspace.Code{Lookup: lookup, Woman: "grace", Expires: o.now.Add(herspace.CodeLasts)}, o.now)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// variants are her words and her PIN as keyboards and hands write them.
var variants = []struct{ name, words, pin string }{
	{"as they are on the card", herWords, herPIN},
	{"in capitals", "RIVER STONE BRIDGE LAMP", herPIN},
	{"as a phone begins a sentence", "River stone bridge lamp.", herPIN},
	{"with more space", "  river   stone bridge\tlamp \n", herPIN},
	{"with no space", "riverstonebridgelamp", herPIN},
	{"with hyphens", "river-stone-bridge-lamp", herPIN},
	{"with commas", "river, stone, bridge, lamp", herPIN},
	{"full width", "ｒｉｖｅｒ　ｓｔｏｎｅ　ｂｒｉｄｇｅ　ｌａｍｐ", "４８２６"},
	{"with a space no eye sees", "river\u200bstone\u00a0bridge\u2009lamp\ufeff", "48\u200b26"},
	{"with accents of a keyboard", "ríver stöne bridgê lamp", herPIN},
	{"in mathematical letters", "𝐫𝐢𝐯𝐞𝐫 𝐬𝐭𝐨𝐧𝐞 𝐛𝐫𝐢𝐝𝐠𝐞 𝐥𝐚𝐦𝐩", "𝟒𝟖𝟐𝟔"},
	{"PIN with spaces", herWords, " 4 8 2 6 "},
	{"PIN in Arabic digits", herWords, "٤٨٢٦"},
	{"PIN in Urdu digits", herWords, "۴۸۲۶"},
	{"PIN in Bengali digits", herWords, "৪৮২৬"},
	{"PIN in Panjabi digits", herWords, "੪੮੨੬"},
}

func TestHerWordsOpenHoweverTheyAreWritten(t *testing.T) {
	o := openSpace(t, Options{})
	for _, row := range variants {
		token, err := o.OpenWithCard(context.Background(), row.words, row.pin, "192.0.2.1:1")
		if err != nil {
			t.Errorf("%s: %v", row.name, err)
			continue
		}
		if woman, err := o.Current(context.Background(), token); woman != "grace" || err != nil {
			t.Errorf("%s: opened for %q, %v", row.name, woman, err)
		}
	}
}

func TestFiveWrongPINsFreezeACardHoweverTheWordsAreWritten(t *testing.T) {
	for first := range len(variants) {
		o, through := openSpace(t, Options{}), 0
		for i := range herspace.MostWrong {
			row := variants[(first+i)%len(variants)]
			if _, err := o.OpenWithCard(context.Background(), row.words, "9137", "192.0.2.1:1"); !errors.Is(err, herspace.ErrNotOpened) {
				t.Errorf("%s with another PIN: %v", row.name, err)
			}
		}
		for _, row := range variants[:3] {
			if _, err := o.OpenWithCard(context.Background(), row.words, row.pin, "192.0.2.1:1"); !errors.Is(err, herspace.ErrNotOpened) {
				through++
			}
		}
		if through > 0 {
			t.Errorf("beginning with words %s: %d opened after five wrong PINs", variants[first].name, through)
		}
	}
}

func TestARightPINForgetsTheWrongOnes(t *testing.T) {
	o := openSpace(t, Options{})
	for range 3 {
		for range herspace.MostWrong - 1 {
			if _, err := o.OpenWithCard(context.Background(), herWords, "9137", "192.0.2.1:1"); !errors.Is(err, herspace.ErrNotOpened) {
				t.Fatal(err)
			}
		}
		if _, err := o.OpenWithCard(context.Background(), herWords, herPIN, "192.0.2.1:1"); err != nil {
			t.Fatalf("the right PIN at the fifth try: %v", err)
		}
	}
}

func TestNobodyLearnsWhetherSomeWordsAreOnACard(t *testing.T) {
	o := openSpace(t, Options{})
	o.give(t, "frozen", "apple table window door", herPIN)
	o.give(t, "back", "garden chair lemon cloud", herPIN)
	if err := o.cards.RevokeCard(context.Background(), "back"); err != nil {
		t.Fatal(err)
	}
	for range herspace.MostWrong {
		if _, err := o.OpenWithCard(context.Background(), "apple table window door", "9137", "192.0.2.1:1"); !errors.Is(err, herspace.ErrNotOpened) {
			t.Fatal(err)
		}
	}
	for _, row := range []struct{ name, words, pin string }{
		{"words on no card", "lemon cloud river apple", herPIN},
		{"a wrong PIN", herWords, "9137"},
		{"a PIN that is too short", herWords, "48"},
		{"a PIN that is too long", herWords, "48261"},
		{"no PIN", herWords, ""},
		{"a PIN in letters", herWords, "four"},
		{"a frozen card and its PIN", "apple table window door", herPIN},
		{"a card taken back and its PIN", "garden chair lemon cloud", herPIN},
		{"no words", "", herPIN},
		{"words in another script", "река камень мост лампа", herPIN},
		{"words as long as a letter", strings.Repeat("river ", 1000), herPIN},
		{"nothing at all", "", ""},
	} {
		o.hashes = 0
		token, err := o.OpenWithCard(context.Background(), row.words, row.pin, "192.0.2.1:1")
		if token != "" || err != herspace.ErrNotOpened {
			t.Errorf("%s: %q, %v; want the one answer", row.name, token, err)
		}
		if o.hashes != 2 {
			t.Errorf("%s: %d hashes were worked out, want both", row.name, o.hashes)
		}
	}
}

func TestACodeWorksOnceForAQuarterOfAnHour(t *testing.T) {
	ctx, o := context.Background(), openSpace(t, Options{})
	o.code(t, "40718264")
	if _, err := o.OpenWithCode(ctx, "4071 8265", "192.0.2.1:1"); !errors.Is(err, herspace.ErrNotOpened) {
		t.Errorf("another code: %v", err)
	}
	token, err := o.OpenWithCode(ctx, "4071 ８264", "192.0.2.1:1")
	if err != nil {
		t.Fatalf("the code as it was read out: %v", err)
	}
	if woman, err := o.Current(ctx, token); woman != "grace" || err != nil {
		t.Errorf("opened for %q, %v", woman, err)
	}
	if _, err := o.OpenWithCode(ctx, "40718264", "192.0.2.1:1"); !errors.Is(err, herspace.ErrNotOpened) {
		t.Errorf("the code again: %v", err)
	}
	o.code(t, "51829375")
	o.now = o.now.Add(herspace.CodeLasts)
	if _, err := o.OpenWithCode(ctx, "51829375", "192.0.2.1:1"); !errors.Is(err, herspace.ErrNotOpened) {
		t.Errorf("the code as its time ends: %v", err)
	}
	for _, typed := range []string{"", "1", "river"} {
		if _, err := o.OpenWithCode(ctx, typed, "198.51.100.7:1"); !errors.Is(err, herspace.ErrNotOpened) {
			t.Errorf("%q: %v", typed, err)
		}
	}
}

func TestTriesFromOneNetworkAreCountedTogether(t *testing.T) {
	ctx, o := context.Background(), openSpace(t, Options{TriesPerBlock: 3, TriesPerAccount: 2})
	for _, row := range []struct {
		name, from string
		want       error
		try        func(from string) error
	}{
		{"words", "192.0.2.1:1", herspace.ErrNotOpened, func(from string) error { _, err := o.OpenWithCard(ctx, "no such words here", "1", from); return err }},
		{"a code", "192.0.2.9:1", herspace.ErrNotOpened, func(from string) error { _, err := o.OpenWithCode(ctx, "1", from); return err }},
		{"a password", "192.0.2.200:1", administration.ErrWrongSignIn, func(from string) error {
			_, _, err := o.desk.SignIn(ctx, "priya", "a password she has not", from)
			return err
		}},
		{"words, the fourth try", "192.0.2.2:1", administration.ErrTooManyTries, func(from string) error { _, err := o.OpenWithCard(ctx, herWords, herPIN, from); return err }},
		{"a code, the fifth", "192.0.2.3:1", administration.ErrTooManyTries, func(from string) error { _, err := o.OpenWithCode(ctx, "1", from); return err }},
		{"her words from elsewhere", "198.51.100.1:1", nil, func(from string) error { _, err := o.OpenWithCard(ctx, herWords, herPIN, from); return err }},
	} {
		if err := row.try(row.from); !errors.Is(err, row.want) {
			t.Errorf("%s: %v, want %v", row.name, err, row.want)
		}
	}
	for try, want := range []error{herspace.ErrNotOpened, herspace.ErrNotOpened, administration.ErrTooManyTries} {
		if _, err := o.OpenWithCode(ctx, fmt.Sprint(try), "203.0.113.5:1"); !errors.Is(err, want) {
			t.Errorf("code %d from one network: %v, want %v", try, err, want)
		}
	}
}

func TestHerSpaceClosesWhenItRests(t *testing.T) {
	ctx := context.Background()
	for _, row := range []struct {
		name string
		rest []time.Duration
		open bool
	}{
		{"at once", nil, true},
		{"after nine minutes", []time.Duration{9 * time.Minute}, true},
		{"after ten", []time.Duration{10 * time.Minute}, false},
		{"twice nine", []time.Duration{9 * time.Minute, 9 * time.Minute}, true},
		{"busy for eight hours", slices.Repeat([]time.Duration{8 * time.Minute}, 60), false},
		{"on a clock set back", []time.Duration{-time.Minute}, false},
	} {
		o := openSpace(t, Options{})
		token, err := o.OpenWithCard(ctx, herWords, herPIN, "192.0.2.1:1")
		if err != nil {
			t.Fatal(err)
		}
		for _, rest := range row.rest {
			o.now = o.now.Add(rest)
			_, err = o.Current(ctx, token)
		}
		if open := err == nil; open != row.open {
			t.Errorf("%s: open %v (%v), want %v", row.name, open, err, row.open)
		}
	}
}

func TestClosingAndTakingTheCardBackBindTheNextRequest(t *testing.T) {
	ctx, o := context.Background(), openSpace(t, Options{})
	for name, end := range map[string]func(token string) error{
		"she leaves":              func(token string) error { return o.Close(ctx, token) },
		"the card is taken back":  func(string) error { return o.cards.RevokeCard(ctx, "grace") },
		"another card was given":  func(string) error { o.give(t, "jo", "apple table window door", "7391"); return nil },
		"nothing of hers changes": func(string) error { return nil },
	} {
		if _, err := o.cards.Card(ctx, "grace"); err != nil {
			o.give(t, "grace", herWords, herPIN)
		}
		token, err := o.OpenWithCard(ctx, herWords, herPIN, "192.0.2.1:1")
		if err == nil {
			err = end(token)
		}
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		_, err = o.Current(ctx, token)
		if stays := name == "another card was given" || name == "nothing of hers changes"; stays != (err == nil) || !stays && casework.KindOf(err) != casework.SignedOut {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := o.Current(ctx, ""); !errors.Is(err, herspace.ErrClosed) {
		t.Errorf("without a token: %v", err)
	}
}

func TestAFaultOfTheStoreIsNoAnswerAboutACard(t *testing.T) {
	ctx, o := context.Background(), openSpace(t, Options{})
	token, err := o.OpenWithCard(ctx, herWords, herPIN, "192.0.2.1:1")
	if err != nil {
		t.Fatal(err)
	}
	o.cards.Fault = errors.New("the disk is gone")
	for name, try := range map[string]func() error{
		"words":   func() error { _, err := o.OpenWithCard(ctx, herWords, herPIN, "192.0.2.1:1"); return err },
		"a code":  func() error { _, err := o.OpenWithCode(ctx, "40718264", "192.0.2.1:1"); return err },
		"a visit": func() error { _, err := o.Current(ctx, token); return err },
		"leaving": func() error { return o.Close(ctx, token) },
	} {
		if err := try(); !errors.Is(err, o.cards.Fault) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestHerCookieTellsNobodyAnything(t *testing.T) {
	for _, loopback := range []bool{true, false} {
		cookie := openSpace(t, Options{LoopbackHTTP: loopback}).Cookie("token")
		if cookie.SameSite != http.SameSiteStrictMode || !cookie.HttpOnly || cookie.Secure == loopback || cookie.MaxAge != 0 || !cookie.Expires.IsZero() || cookie.Path != "/" || cookie.Domain != "" {
			t.Errorf("the cookie is %s", cookie)
		}
		if name := strings.TrimPrefix(cookie.Name, "__Host-"); name != "page" {
			t.Errorf("it is called %s", cookie.Name)
		}
	}
	o := openSpace(t, Options{})
	request := httptest.NewRequest(http.MethodGet, "/my", nil)
	if token := o.Token(request); token != "" {
		t.Errorf("a request without the cookie carries %q", token)
	}
	request.AddCookie(o.Cookie("hers"))
	if token := o.Token(request); token != "hers" {
		t.Errorf("a request with the cookie carries %q", token)
	}
	request.AddCookie(o.Cookie("planted"))
	if token := o.Token(request); token != "" {
		t.Errorf("a request with two carries %q", token)
	}
	if gone := o.Cookie(""); gone.MaxAge >= 0 {
		t.Errorf("taking it away: %s", gone)
	}
}

func TestACardIsFourOf2048FriendlyWords(t *testing.T) {
	if len(cardWords) != 2048 {
		t.Fatalf("there are %d words", len(cardWords))
	}
	seen := map[string]bool{}
	for _, word := range cardWords {
		if seen[word] || word != phraseForm(word) || len(word) < 2 || len(word) > 9 {
			t.Errorf("%q stands twice, or cannot be typed easily", word)
		}
		seen[word] = true
	}
	for _, word := range strings.Fields("police caution court custody arrest offence probation abuse diversion prison victim crime weapon kill hurt color favor " + unkindText) {
		if seen[word] {
			t.Errorf("%q may stand on a card", word)
		}
	}
	for range 200 {
		words := strings.Split(newPhrase(), " ")
		if len(words) != 4 || slices.ContainsFunc(words, func(word string) bool { return !seen[word] }) {
			t.Fatalf("a card says %q", words)
		}
		if code := newCode(); len(code) != 8 || digitsForm(code) != code {
			t.Fatalf("a code is %q", code)
		}
	}
	if newPhrase() == newPhrase() || newCode() == newCode() {
		t.Error("two cards in a row are alike")
	}
}

func FuzzWhatIsTypedAsWordsOrDigits(f *testing.F) {
	for _, row := range variants {
		f.Add(row.words)
		f.Add(row.pin)
	}
	f.Fuzz(func(t *testing.T, typed string) {
		if form := phraseForm(typed); form != phraseForm(form) {
			t.Errorf("%q is looked up as %q, and that as %q", typed, form, phraseForm(form))
		}
		for _, digit := range digitsForm(typed) {
			if digit < '0' || digit > '9' {
				t.Errorf("%q has the digit %q", typed, digit)
			}
		}
	})
}

// A woman is never an account, and an account never a woman: the two doors share
// their limits and nothing else.
func TestNoSessionOfStaffOpensHerSpace(t *testing.T) {
	ctx, o := context.Background(), openSpace(t, Options{})
	session := administration.Session{TokenHash: tokenHash("staff"), Account: "kw-1", Created: o.now, LastSeen: o.now, Expires: o.now.Add(time.Hour)}
	if err := o.desk.books.AddSession(ctx, session); err != nil {
		t.Fatal(err)
	}
	if _, err := o.Current(ctx, "staff"); !errors.Is(err, herspace.ErrClosed) {
		t.Errorf("a session of staff in her space: %v", err)
	}
	hers, err := o.OpenWithCard(ctx, herWords, herPIN, "192.0.2.1:1")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := o.desk.Current(ctx, hers); !errors.Is(err, administration.ErrSignedOut) {
		t.Errorf("her session at the desk of the staff: %v", err)
	}
}
