package signin

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"throughline/internal/casework/administration"
	"throughline/internal/casework/onward"
	"throughline/internal/casework/onwardtest"
)

// gate is a door of links with one link, and a clock that a test turns.
type gate struct {
	*Reply
	t     *testing.T
	links *onwardtest.Links
	now   time.Time
	token string
	pin   string
}

func newGate(t *testing.T) *gate {
	t.Helper()
	g := &gate{t: t, links: onwardtest.NewLinks(), now: time.Date(2026, time.March, 3, 12, 0, 0, 0, time.UTC)}
	desk := New(nil, nil, func() time.Time { return g.now }, Options{LoopbackHTTP: true, TriesPerBlock: 1000})
	g.Reply = NewReply(desk, g.links, []byte("pepper"))
	g.memory = 64
	g.keep("key")
	return g
}

// keep makes the link of a form with this key.
func (g *gate) keep(key string) {
	g.t.Helper()
	nonce := g.Nonce(key, "referral")
	var lookup []byte
	g.token, lookup = g.Token(nonce)
	g.pin = g.PIN(key, "referral")
	proof, err := g.Proof(context.Background(), g.token, g.pin)
	if err != nil {
		g.t.Fatal(err)
	}
	err = g.links.KeepLink(context.Background(), onward.Link{
		Referral: "referral", Case: "case", Woman: "grace", Lookup: lookup, Nonce: nonce, Proof: proof, Made: g.now, Until: g.now.Add(240 * time.Hour),
	})
	if err != nil {
		g.t.Fatal(err)
	}
}

func (g *gate) open(token, pin string) (string, error) {
	session, _, err := g.Open(context.Background(), token, pin, "192.0.2.7:1000")
	return session, err
}

// wrong returns a PIN that is not the right one.
func (g *gate) wrong() string {
	if g.pin == "000000" {
		return "000001"
	}
	return "000000"
}

func TestALinkOpensWithItsPINAlone(t *testing.T) {
	g := newGate(t)
	other, _ := g.Token(g.Nonce("another", "referral"))
	for name, try := range map[string]struct{ token, pin string }{
		"a wrong PIN":        {g.token, g.wrong()},
		"no PIN":             {g.token, ""},
		"five digits":        {g.token, g.pin[:5]},
		"another link":       {other, g.pin},
		"no link":            {"", g.pin},
		"a text for a token": {"' OR 1=1 --", g.pin},
	} {
		if session, err := g.open(try.token, try.pin); !errors.Is(err, onward.ErrNotOpened) || session != "" || err.Error() != onward.ErrNotOpened.Error() {
			t.Errorf("%s: %q, %v", name, session, err)
		}
	}
	session, err := g.open(g.token, g.pin[:3]+" "+g.pin[3:])
	if err != nil {
		t.Fatalf("the PIN as it is read out: %v", err)
	}
	link, err := g.Current(context.Background(), g.token, session)
	if err != nil || link.Referral != "referral" {
		t.Errorf("the session opens %+v, %v", link, err)
	}
	if again, err := g.open(g.token, g.pin); err != nil || again == session {
		t.Errorf("a later visit: %q, %v", again, err)
	}
	if _, err := g.Current(context.Background(), other, session); !errors.Is(err, onward.ErrClosed) {
		t.Errorf("the session under another address: %v", err)
	}
}

func TestGuessingFreezesALink(t *testing.T) {
	g := newGate(t)
	var opened, refused atomic.Int32
	var tries sync.WaitGroup
	for i := range 40 {
		tries.Go(func() {
			_, _, err := g.Open(context.Background(), g.token, g.wrong(), fmt.Sprintf("192.0.%d.7:1000", i))
			switch {
			case err == nil:
				opened.Add(1)
			case errors.Is(err, onward.ErrNotOpened):
				refused.Add(1)
			}
		})
	}
	tries.Wait()
	if opened.Load() != 0 || refused.Load() == 0 {
		t.Errorf("%d of 40 guesses opened, %d were refused", opened.Load(), refused.Load())
	}
	if _, _, err := g.Open(context.Background(), g.token, g.pin, "203.0.113.9:1000"); !errors.Is(err, onward.ErrNotOpened) {
		t.Errorf("the right PIN of a frozen link: %v", err)
	}
	g.keep("a new form")
	if _, _, err := g.Open(context.Background(), g.token, g.pin, "203.0.113.9:1000"); err != nil {
		t.Errorf("the new link: %v", err)
	}
}

func TestOneNetworkTriesLinksTenTimesAMinute(t *testing.T) {
	g := newGate(t)
	for range 10 {
		if _, err := g.open("nothing", "000000"); !errors.Is(err, onward.ErrNotOpened) {
			t.Fatal(err)
		}
	}
	if _, err := g.open(g.token, g.pin); !errors.Is(err, administration.ErrTooManyTries) {
		t.Errorf("the eleventh try: %v", err)
	}
	g.now = g.now.Add(time.Minute)
	if _, err := g.open(g.token, g.pin); err != nil {
		t.Errorf("a minute later: %v", err)
	}
}

func TestAnOpenRequestCloses(t *testing.T) {
	for name, end := range map[string]func(g *gate, session string){
		"when it rests":       func(g *gate, _ string) { g.now = g.now.Add(ReplyIdle) },
		"with a newer link":   func(g *gate, _ string) { token := g.token; g.keep("a new form"); g.token = token },
		"with its link":       func(g *gate, _ string) { g.must(g.links.DropLink(context.Background(), "referral")) },
		"when it is closed":   func(g *gate, session string) { g.must(g.Close(context.Background(), session)) },
		"with its permission": func(g *gate, _ string) { g.now = g.now.Add(240 * time.Hour) },
		"after two hours whatever happens": func(g *gate, session string) {
			for range 12 {
				g.now = g.now.Add(10 * time.Minute)
				_, _ = g.Current(context.Background(), g.token, session) // used, and at the end closed
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			g := newGate(t)
			session, err := g.open(g.token, g.pin)
			g.must(err)
			end(g, session)
			if link, err := g.Current(context.Background(), g.token, session); !errors.Is(err, onward.ErrClosed) {
				t.Errorf("it is open still: %+v, %v", link, err)
			}
		})
	}
	g := newGate(t)
	session, err := g.open(g.token, g.pin)
	g.must(err)
	g.now = g.now.Add(14 * time.Minute)
	_, err = g.Current(context.Background(), g.token, session)
	g.must(err)
	g.now = g.now.Add(14 * time.Minute)
	if _, err = g.Current(context.Background(), g.token, session); err != nil {
		t.Errorf("one that is in use: %v", err)
	}
}

func (g *gate) must(err error) {
	g.t.Helper()
	if err != nil {
		g.t.Fatal(err)
	}
}

func TestAFailingStoreIsNoRefusal(t *testing.T) {
	g := newGate(t)
	session, err := g.open(g.token, g.pin)
	g.must(err)
	g.links.Fault = errors.New("the disk is gone")
	if _, err := g.open(g.token, g.pin); err == nil || errors.Is(err, onward.ErrNotOpened) {
		t.Errorf("opening: %v", err)
	}
	if _, err := g.Current(context.Background(), g.token, session); err == nil || errors.Is(err, onward.ErrClosed) {
		t.Errorf("reading: %v", err)
	}
	if err := g.Close(context.Background(), session); err == nil {
		t.Error("closing went well")
	}
}

func TestWhatAFormMakesIsItsOwn(t *testing.T) {
	g := newGate(t)
	token, lookup := g.Token(g.Nonce("key", "referral"))
	if !ReplyToken(token) || len(lookup) != 32 || strings.Contains(token, "=") {
		t.Errorf("the token is %q", token)
	}
	another := NewReply(g.desk, g.links, []byte("another pepper"))
	seen := map[string]string{}
	for name, made := range map[string]string{
		"token": token, "of another key": string(g.Nonce("other", "referral")), "of another referral": string(g.Nonce("key", "other")),
		"with another pepper": string(another.Nonce("key", "referral")), "referral": g.Referral("key"), "another referral": g.Referral("other"),
	} {
		if before, twice := seen[made]; twice {
			t.Errorf("%s and %s are the same", name, before)
		}
		seen[made] = name
	}
	if g.PIN("key", "referral") != g.PIN("key", "referral") || len(g.PIN("key", "referral")) != 6 {
		t.Error("a form that is sent twice shows two PINs")
	}
	link, err := g.links.LinkOf(context.Background(), "referral")
	g.must(err)
	if kept := fmt.Sprintf("%+v", link); strings.Contains(kept, g.token) || strings.Contains(kept, g.pin) {
		t.Error("the store holds the token or the PIN")
	}
}

func TestTheCookieOfALinkIsBoundToIt(t *testing.T) {
	g := newGate(t)
	cookie := g.Cookie("/r/abc", "session")
	if cookie.Path != "/r/abc" || !cookie.HttpOnly || cookie.SameSite != http.SameSiteStrictMode || cookie.MaxAge != 0 {
		t.Errorf("the cookie is %+v", cookie)
	}
	if gone := g.Cookie("/r/abc", ""); gone.MaxAge >= 0 {
		t.Errorf("the cookie that ends it is %+v", gone)
	}
	g.desk.options.LoopbackHTTP = false
	if cookie := g.Cookie("/r/abc", "session"); !cookie.Secure || cookie.Name != "__Secure-request" {
		t.Errorf("over TLS the cookie is %+v", cookie)
	}
	request := httptest.NewRequest(http.MethodGet, "/r/abc", nil)
	request.AddCookie(g.Cookie("/r/abc", "one"))
	if got := g.Session(request); got != "one" {
		t.Errorf("the session is %q", got)
	}
	request.AddCookie(g.Cookie("/r/abc", "two"))
	if got := g.Session(request); got != "" {
		t.Errorf("of two cookies it takes %q", got)
	}
}

func FuzzReplyPIN(f *testing.F) {
	for _, typed := range []string{"123456", "123 456", "１２３４５６", "12345", "no", strings.Repeat("1", 1000)} {
		f.Add(typed)
	}
	f.Fuzz(func(t *testing.T, typed string) {
		digits, whole := ReplyPIN(typed)
		if whole != (len(digits) == 6) || strings.Trim(digits, "0123456789") != "" {
			t.Errorf("%q is read as %q, %v", typed, digits, whole)
		}
	})
}

func FuzzReplyToken(f *testing.F) {
	f.Add("abc")
	f.Add(strings.Repeat("A", 43))
	f.Add("../../request")
	f.Fuzz(func(t *testing.T, text string) {
		if ReplyToken(text) && (len(text) != 43 || strings.ContainsAny(text, "/.?#%& ")) {
			t.Errorf("%q is taken for a token", text)
		}
	})
}
