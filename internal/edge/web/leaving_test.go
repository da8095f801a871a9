package web_test

import (
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"throughline/internal/domain/access"
	"throughline/internal/edge/web"
	"throughline/internal/edge/web/webtest"
)

// hers is a door with one page of a woman's own, and one that is not.
func hers() door {
	page := func(*web.Request) (web.Response, error) { return web.Show(web.Page{Title: "Your name"}), nil }
	return door{
		{Method: "GET", Path: "/staff", Audience: web.Public(), Handle: page},
		{Method: "GET", Path: "/hers", Audience: web.Public(), Handle: page, Hers: true},
		{Method: "POST", Path: "/hers", Audience: web.Public(), Handle: func(*web.Request) (web.Response, error) {
			return web.Response{}, errors.New("a fault")
		}, Hers: true},
	}
}

func TestAWomansOwnPageCanBeLeftAndNamesNothingInItsTitle(t *testing.T) {
	site := webtest.Start(t, access.Asker{ID: "a", Name: "PC Dale", Role: access.Officer}, hers())
	page := site.Get("/hers").WantStatus(200).WantNone(".tl-account").WantNone(".govuk-service-navigation")
	if page.Text("title") != "Your name" || page.Attr("a[data-leave]", "href") != "/exit" || page.Attr("header a", "href") != "/hers" {
		t.Errorf("titled %q, left by %q, begun at %q", page.Text("title"), page.Attr("a[data-leave]", "href"), page.Attr("header a", "href"))
	}
	if !strings.Contains(page.Body, "/assets/leave.") {
		t.Error("Escape does nothing")
	}
	site.Post("/hers", nil).WantStatus(500).WantText("a[data-leave]", "Leave this page")
	site.Get("/staff").WantNone("a[data-leave]").WantText("title", "Throughline")
}

func TestLeavingEndsTheSessionAndHoldsEveryPageBack(t *testing.T) {
	site := webtest.Start(t, access.Asker{ID: "a", Name: "PC Dale", Role: access.Officer}, hers())
	left := site.Get("/exit").WantRedirect("/elsewhere")
	cookies := strings.Join(left.Header.Values("Set-Cookie"), "\n")
	if left.Header.Get("Clear-Site-Data") != `"cache"` || !strings.Contains(cookies, "throughline=;") || !strings.Contains(cookies, "seen=") || strings.Contains(cookies, "hers") {
		t.Errorf("it leaves with %v", left.Header)
	}
	for _, path := range []string{"/hers", "/staff", "/sign-in", "/", "/nowhere"} {
		page := site.Get(path).WantStatus(200).WantText("h1", "Continue").WantNone("header a").WantNone("footer p")
		if page.Text("title") != "Continue" || strings.Contains(page.Text("body"), "Fern") {
			t.Errorf("%s tells who it is: %s, %s", path, page.Text("title"), page.Text("body"))
		}
	}
	site.Post("/hers", url.Values{"name": {"Grace"}}).WantStatus(200).WantText("h1", "Continue")
	again := site.Get("/exit").WantRedirect("/elsewhere")
	if strings.Join(again.Header.Values("Set-Cookie"), "\n") == cookies {
		t.Error("the cookie does not change, and a browser may bring back a page it kept whole")
	}
	site.Post("/continue", nil).WantRedirect("/")
	site.Get("/").WantRedirect("/sign-in?next=%2F")
}

func TestSheLeavesAlthoughTheSessionCannotBeEnded(t *testing.T) {
	site := webtest.Start(t, access.Asker{ID: "a", Role: access.Officer}, hers())
	site.Desk.Fault = errors.New("the store is away")
	site.Get("/exit").WantRedirect("/elsewhere")
}

func TestOnHTTPSTheCookieOfLeavingIsBoundToTheHost(t *testing.T) {
	for origin, want := range map[string]string{"https://record.example": "__Host-seen=", "": "seen="} {
		handler, err := web.New(web.Config{Desk: webtest.NewDesk(), Log: slog.New(slog.NewTextHandler(io.Discard, nil)), Origin: origin, LeaveTo: "/elsewhere"}, hers())
		if err != nil {
			t.Fatal(err)
		}
		answer := serveOnce(handler, http.MethodGet, "/exit")
		last := answer.Header.Values("Set-Cookie")
		if got := last[len(last)-1]; !strings.HasPrefix(got, want) || strings.Contains(got, "Secure") != (origin != "") {
			t.Errorf("from %q: %s", origin, got)
		}
	}
}

func TestAWomansOwnPagesNeedSomewhereToLeaveTo(t *testing.T) {
	config := web.Config{Desk: webtest.NewDesk(), Log: slog.New(slog.NewTextHandler(io.Discard, nil))}
	if _, err := web.New(config, hers()); err == nil || !strings.Contains(err.Error(), "leave") {
		t.Errorf("without it: %v", err)
	}
	config.LeaveTo = "/elsewhere"
	guarded := hers()
	guarded[1].Audience = web.SignedIn()
	if _, err := web.New(config, guarded); err == nil || !strings.Contains(err.Error(), "sign in") {
		t.Errorf("with one that asks to sign in: %v", err)
	}
	config.LeaveTo = ""
	handler, err := web.New(config, door{})
	if err != nil {
		t.Fatal(err)
	}
	if answer := serveOnce(handler, http.MethodGet, "/exit"); answer.StatusCode != http.StatusNotFound {
		t.Errorf("a way out of nothing: status %d", answer.StatusCode)
	}
}

// serveOnce answers one request without a browser.
func serveOnce(handler http.Handler, method, path string) *http.Response {
	answer := httptest.NewRecorder()
	handler.ServeHTTP(answer, httptest.NewRequest(method, path, nil))
	return answer.Result()
}
