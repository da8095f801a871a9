package cli

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"throughline/internal/casework/administration"
	"throughline/internal/domain/access"
	"throughline/internal/edge/record/recordtest"
	"throughline/internal/edge/signin"
	"throughline/internal/edge/web"
)

const firstPassword = "seven brown kettles sing"

// browser is one browser before a running installation.
type browser struct {
	*http.Client
	url string
	t   *testing.T
}

func newBrowser(t *testing.T, url string) browser {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	return browser{&http.Client{Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}, url, t}
}

// send posts a form, or opens the page where there is none.
func (b browser) send(path string, form url.Values) (status int, to, page string) {
	b.t.Helper()
	var answer *http.Response
	var err error
	if form == nil {
		answer, err = b.Get(b.url + path)
	} else {
		answer, err = b.PostForm(b.url+path, form)
	}
	if err != nil {
		b.t.Fatal(err)
	}
	defer answer.Body.Close()
	for _, cookie := range answer.Cookies() {
		if cookie.Name != "throughline" || !cookie.HttpOnly || cookie.Path != "/" || cookie.SameSite != http.SameSiteLaxMode || cookie.MaxAge > 0 || !cookie.Expires.IsZero() {
			b.t.Errorf("%s sets the cookie %v", path, cookie)
		}
	}
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		b.t.Fatal(err)
	}
	return answer.StatusCode, answer.Header.Get("Location"), string(body)
}

var shownKey = regexp.MustCompile(`Key: <strong>([A-Z2-7 ]+)</strong>`)

func codeAt(t *testing.T, secret string, at time.Time) string {
	t.Helper()
	code, err := totp.GenerateCode(secret, at)
	if err != nil {
		t.Fatal(err)
	}
	return code
}

// signIn enters the password and returns the key of codes that are to be set up,
// "" where a code is asked for.
func (b browser) signIn(name string) (secret string) {
	b.t.Helper()
	status, _, page := b.send("/sign-in", url.Values{"name": {name}, "password": {firstPassword}, "next": {"/account"}})
	if status != http.StatusOK {
		b.t.Fatalf("a right password was answered with %d: %s", status, page)
	}
	if found := shownKey.FindStringSubmatch(page); found != nil {
		return strings.ReplaceAll(found[1], " ", "")
	}
	return ""
}

// Amina signs in for the first time, sets up codes, loses her phone and sets up
// new ones, on each database.
func TestSigningInFromTheFirstPasswordToALostPhone(t *testing.T) {
	for engine, where := range map[string]func(*testing.T) []string{
		"SQLite": func(t *testing.T) []string { return []string{"--data", filepath.Join(t.TempDir(), "one")} },
		"PostgreSQL": func(t *testing.T) []string {
			return []string{"--data", filepath.Join(t.TempDir(), "two"), "--database", recordtest.FreshPostgres(t)}
		},
	} {
		t.Run(engine, func(t *testing.T) {
			flags := where(t)
			printed(t, append([]string{"init"}, flags...)...)
			if code, _, said := ran(firstPassword+"\n", append([]string{"user", "add", "amina", "--role", "court", "--agency", "Westgate"}, flags...)...); code != exitOK {
				t.Fatal(said)
			}
			var secret string
			served(t, flags, func(in *installation, address string) {
				first := newBrowser(t, address)
				secret = first.signIn("amina")
				if status, to, _ := first.send("/account", nil); status != http.StatusSeeOther || !strings.HasPrefix(to, "/sign-in/code") {
					t.Errorf("before the code /account is answered with %d to %s", status, to)
				}
				now := time.Now()
				if status, to, page := first.send("/sign-in/code", url.Values{"code": {codeAt(t, secret, now)}, "next": {"/account"}}); status != http.StatusSeeOther || to != "/account" {
					t.Fatalf("the first code is answered with %d: %s", status, page)
				}
				second := newBrowser(t, address)
				if again := second.signIn("amina"); again != "" {
					t.Error("codes are offered a second time")
				}
				if status, _, _ := second.send("/sign-in/code", url.Values{"code": {codeAt(t, secret, now)}}); status != http.StatusUnprocessableEntity {
					t.Errorf("a code that was used is answered with %d", status)
				}
				if status, _, page := second.send("/sign-in/code", url.Values{"code": {codeAt(t, secret, now.Add(30*time.Second))}}); status != http.StatusSeeOther {
					t.Fatalf("the next code is answered with %d: %s", status, page)
				}

				// Signing out everywhere binds the next request of every browser.
				if status, to, _ := second.send("/account/sign-out-everywhere", url.Values{}); status != http.StatusSeeOther || to != "/signed-out" {
					t.Errorf("signing out everywhere is answered with %d to %s", status, to)
				}
				began := time.Now()
				for _, one := range []browser{first, second} {
					if status, to, _ := one.send("/account", nil); status != http.StatusSeeOther || !strings.HasPrefix(to, "/sign-in?") {
						t.Errorf("after that /account is answered with %d to %s", status, to)
					}
				}
				t.Logf("%s: both sessions were refused %v after they were ended", engine, time.Since(began).Round(time.Millisecond))
			})

			printed(t, append([]string{"user", "reset-factor", "amina"}, flags...)...)
			if code, _, said := ran("", append([]string{"user", "reset-factor", "amina"}, flags...)...); code != exitNotFound {
				t.Errorf("taking away what is not there ended with %d: %s", code, said)
			}
			served(t, flags, func(in *installation, address string) {
				if anew := newBrowser(t, address).signIn("amina"); anew == "" || anew == secret {
					t.Errorf("after the reset the key offered is %q", anew)
				}
			})
			printed(t, append([]string{"ledger", "verify"}, flags...)...)
			if engine == "SQLite" {
				neverInClear(t, flags[1], secret)
			}
		})
	}
}

// served runs the pages of an installation while a test uses them.
func served(t *testing.T, flags []string, use func(in *installation, address string)) {
	t.Helper()
	ctx := context.Background()
	in := opened(t, flags)
	server := httptest.NewUnstartedServer(nil)
	address := "http://" + server.Listener.Addr().String()
	handler, err := in.site(ctx, terminal{&bytes.Buffer{}, &bytes.Buffer{}, &bytes.Buffer{}}, serving{organisation: "Riverside"}, address)
	if err != nil {
		t.Fatal(err)
	}
	server.Config.Handler = handler
	server.Start()
	defer func() {
		server.Close()
		if err := in.close(ctx); err != nil {
			t.Error(err)
		}
	}()
	use(in, address)
}

// neverInClear fails the test where a text stands in any file of a folder.
func neverInClear(t *testing.T, folder, text string) {
	t.Helper()
	files := 0
	err := filepath.WalkDir(folder, func(path string, entry os.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		content, err := os.ReadFile(path)
		files++
		if bytes.Contains(content, []byte(text)) {
			t.Errorf("%s holds it in clear", filepath.Base(path))
		}
		return err
	})
	if err != nil || files == 0 {
		t.Fatalf("%d files, %v", files, err)
	}
}

// A disabled account stays out on every road: a session, half a session, a
// password, a code, and an account of the same display name opens nothing of it.
func TestADisabledAccountStaysOutOnEveryRoad(t *testing.T) {
	flags := []string{"--data", fresh(t)}
	for _, name := range []string{"amina", "beth"} {
		if code, _, said := ran(firstPassword+"\n", append([]string{"user", "add", name, "--role", "keyworker", "--display-name", "A. Hill"}, flags...)...); code != exitOK {
			t.Fatal(said)
		}
	}
	served(t, flags, func(in *installation, address string) {
		whole, half := newBrowser(t, address), newBrowser(t, address)
		secret := whole.signIn("amina")
		if status, _, page := whole.send("/sign-in/code", url.Values{"code": {codeAt(t, secret, time.Now())}}); status != http.StatusSeeOther {
			t.Fatalf("the code is answered with %d: %s", status, page)
		}
		half.signIn("amina")
		if err := disable(context.Background(), in.record, "amina"); err != nil {
			t.Fatal(err)
		}
		for what, one := range map[string]browser{"a session": whole, "half a session": half} {
			if status, to, _ := one.send("/account", nil); status != http.StatusSeeOther || !strings.HasPrefix(to, "/sign-in?") {
				t.Errorf("%s is answered with %d to %s", what, status, to)
			}
		}
		if status, _, _ := half.send("/sign-in/code", url.Values{"code": {codeAt(t, secret, time.Now().Add(30*time.Second))}}); status != http.StatusUnauthorized {
			t.Errorf("a code is answered with %d", status)
		}
		if status, _, page := whole.send("/sign-in", url.Values{"name": {"amina"}, "password": {firstPassword}}); status != http.StatusUnprocessableEntity || !strings.Contains(page, "not right") {
			t.Errorf("a password is answered with %d", status)
		}
		desk := signin.New(in.record, sealingKey{in.vault.SignIn()}, in.now, signin.Options{})
		other, who, err := desk.SignIn(context.Background(), "beth", firstPassword, "192.0.2.7:1")
		if err != nil || who.Name != "beth" {
			t.Fatalf("signed in as %q, %v", who.Name, err)
		}
		if _, err := desk.EnterCode(context.Background(), other, codeAt(t, secret, time.Now().Add(30*time.Second)), "192.0.2.7:1"); !errors.Is(err, administration.ErrWrongCode) {
			t.Errorf("a code of hers for somebody of the same display name: %v", err)
		}
	})
}

var wildcard = regexp.MustCompile(`\{[^}]*\}`)

// Half a session opens no page of the program that asks who is signed in: each
// leads to setting codes up, and nothing that is posted is carried out.
func TestHalfASessionOpensNoPageOfTheProgram(t *testing.T) {
	flags := []string{"--data", fresh(t)}
	if code, _, said := ran(firstPassword+"\n", append([]string{"user", "add", "amina", "--role", "administrator"}, flags...)...); code != exitOK {
		t.Fatal(said)
	}
	served(t, flags, func(in *installation, address string) {
		nobody, half := newBrowser(t, address), newBrowser(t, address)
		half.signIn("amina")
		doors, err := in.doors(context.Background())
		if err != nil {
			t.Fatal(err)
		}
		closed := 0
		for _, door := range doors {
			for _, route := range door.Routes() {
				if route.Audience.String() == web.Public().String() {
					continue // what stands open, or behind a secret of its own
				}
				path := wildcard.ReplaceAllString(route.Path, "x")
				var form url.Values
				if route.Method == http.MethodPost {
					form = url.Values{"field": {"value"}}
				}
				status, to, page := nobody.send(path, form)
				if !strings.HasPrefix(to, "/sign-in?") && status != http.StatusUnauthorized {
					continue // a page that asks nobody to sign in
				}
				closed++
				want, leads := http.StatusSeeOther, "/sign-in/code?"
				if form != nil {
					want, leads = http.StatusUnauthorized, ""
				}
				if status, to, page = half.send(path, form); status != want || !strings.HasPrefix(to, leads) || form != nil && !strings.Contains(page, "Set up your codes") {
					t.Errorf("%s %s is answered with %d to %q", route.Method, path, status, to)
				}
			}
		}
		if closed < 50 {
			t.Errorf("%d routes ask who is signed in: they were not all found", closed)
		}
		t.Logf("%d routes ask who is signed in", closed)
	})
}

// Whoever signs in lands on a page, whatever the role: one made for it, or one
// that says what the account is and whom to ask.
func TestEveryRoleLandsOnAPage(t *testing.T) {
	flags := []string{"--data", fresh(t)}
	served(t, flags, func(in *installation, address string) {
		hash, err := signin.HashDemo(firstPassword)
		if err != nil {
			t.Fatal(err)
		}
		for _, role := range access.Roles {
			account := administration.Account{ID: string(role), Name: string(role), DisplayName: "Joan", Agency: "Westgate", Role: role, PasswordHash: hash, Demo: true}
			if role == access.Specialist {
				account.Specialism = access.Immigration
			}
			if err := in.record.AddAccount(context.Background(), account); err != nil {
				t.Fatal(err)
			}
			one := newBrowser(t, address)
			if status, to, page := one.send("/sign-in", url.Values{"name": {account.Name}, "password": {firstPassword}, "next": {"/"}}); status != http.StatusSeeOther || to != "/" {
				t.Fatalf("%s: signing in is answered with %d: %s", role, status, page)
			}
			status, to, page := one.send("/", nil)
			if status == http.StatusSeeOther {
				status, _, page = one.send(to, nil)
			}
			if status != http.StatusOK || to == "" && !strings.Contains(page, "ask the person who looks after accounts") {
				t.Errorf("%s lands on %q with %d: %s", role, to, status, page)
			}
		}
	})
}
