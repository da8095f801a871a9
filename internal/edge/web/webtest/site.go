package webtest

import (
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"throughline/internal/domain/access"
	"throughline/internal/edge/web"
)

// Site is a running site and a browser in front of it.
type Site struct {
	Desk    *Desk
	URL     string
	Browser *http.Client
	t       testing.TB
}

// What the site is called, and who runs it.
const (
	service      = "Throughline"
	organisation = "the Fern Centre"
)

// Start serves the doors, with the asker signed in; nobody is when asker is the
// zero Asker. It ends with the test.
func Start(t testing.TB, asker access.Asker, doors ...web.Door) *Site {
	t.Helper()
	return StartWith(t, asker, func(*web.Config) {}, doors...)
}

// StartWith is Start with a change to what the site is told.
func StartWith(t testing.TB, asker access.Asker, change func(*web.Config), doors ...web.Door) *Site {
	t.Helper()
	desk := NewDesk()
	config := web.Config{
		Service: service, Organisation: organisation, Desk: desk, LeaveTo: "/elsewhere",
		Log: slog.New(slog.NewTextHandler(io.Discard, nil)),
	}
	change(&config)
	handler, err := web.New(config, doors...)
	if err != nil {
		t.Fatalf("starting the site: %v", err)
	}
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatalf("opening a cookie jar: %v", err)
	}
	site := &Site{Desk: desk, URL: server.URL, t: t, Browser: &http.Client{
		Jar:           jar,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}
	if asker.ID != "" {
		site.As(asker)
	}
	return site
}

// As signs the asker in without the sign-in page.
func (s *Site) As(asker access.Asker) {
	s.t.Helper()
	s.Carry(s.Desk.Open(asker))
}

// Carry makes the browser carry the token of a session.
func (s *Site) Carry(token string) {
	s.t.Helper()
	target, err := url.Parse(s.URL)
	if err != nil {
		s.t.Fatalf("reading the address of the site: %v", err)
	}
	s.Browser.Jar.SetCookies(target, []*http.Cookie{s.Desk.Cookie(token)})
}

// Get opens a page. Redirects are not followed: see Page.To.
func (s *Site) Get(path string) *Page {
	s.t.Helper()
	request, err := http.NewRequest(http.MethodGet, s.URL+path, nil)
	if err != nil {
		s.t.Fatalf("asking for %s: %v", path, err)
	}
	return s.Do(request)
}

// Post sends a form.
func (s *Site) Post(path string, form url.Values) *Page {
	s.t.Helper()
	request, err := http.NewRequest(http.MethodPost, s.URL+path, strings.NewReader(form.Encode()))
	if err != nil {
		s.t.Fatalf("sending to %s: %v", path, err)
	}
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	request.Header.Set("Origin", s.URL)
	request.Header.Set("Sec-Fetch-Site", "same-origin")
	return s.Do(request)
}

// Do sends any request and reads the answer.
func (s *Site) Do(request *http.Request) *Page {
	s.t.Helper()
	answer, err := s.Browser.Do(request)
	if err != nil {
		s.t.Fatalf("%s %s: %v", request.Method, request.URL.Path, err)
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		s.t.Fatalf("%s %s: reading the answer: %v", request.Method, request.URL.Path, err)
	}
	page := read(s.t, fmt.Sprintf("%s %s", request.Method, request.URL.Path), answer, body)
	page.address = request.URL.RequestURI()
	page.wantPlain()
	return page
}
