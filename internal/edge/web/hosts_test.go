package web_test

import (
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"throughline/internal/edge/web"
	"throughline/internal/edge/web/webtest"
)

// onTwoHosts is a site whose woman's pages have a host of their own.
func onTwoHosts(t *testing.T, change func(*web.Config)) (http.Handler, error) {
	t.Helper()
	config := web.Config{
		Service: "Throughline", Organisation: "the Fern Centre", Desk: webtest.NewDesk(), LeaveTo: "https://weather.example",
		Origin: "https://throughline.example", HerOrigin: "https://calm.example",
		Log: slog.New(slog.NewTextHandler(io.Discard, nil)),
	}
	change(&config)
	return web.New(config, hers())
}

func TestHerPagesHaveAHostOfTheirOwnAndNothingElseIsThere(t *testing.T) {
	handler, err := onTwoHosts(t, func(*web.Config) {})
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range []struct {
		what, method, host, path string
		status                   int
		to                       string
	}{
		{"her page on her host", "GET", "calm.example", "/hers", 200, ""},
		{"her page, the host written large", "GET", "CALM.example", "/hers", 200, ""},
		{"the front of her host", "GET", "calm.example", "/", 303, "/hers"},
		{"a page of staff on her host", "GET", "calm.example", "/staff", 404, ""},
		{"signing in on her host", "GET", "calm.example", "/sign-in", 404, ""},
		{"a form of staff on her host", "POST", "calm.example", "/sign-out", 404, ""},
		{"leaving from her host", "GET", "calm.example", "/exit", 303, "https://weather.example"},
		{"her page on the other host", "GET", "throughline.example", "/hers", 303, "https://calm.example/hers"},
		{"a leaflet in her language leads to the other host", "GET", "throughline.example", "/hers?lang=cy", 303, "https://calm.example/hers?lang=cy"},
		{"what she posts on the other host", "POST", "throughline.example", "/hers", 303, "https://calm.example/hers"},
		{"a page of staff on the other host", "GET", "throughline.example", "/staff", 200, ""},
		{"no page on the other host", "GET", "throughline.example", "/nowhere", 404, ""},
		{"leaving from the other host", "GET", "throughline.example", "/exit", 303, "https://weather.example"},
	} {
		request := httptest.NewRequest(row.method, row.path, nil)
		request.Host = row.host
		answer := httptest.NewRecorder()
		handler.ServeHTTP(answer, request)
		if answer.Code != row.status || answer.Header().Get("Location") != row.to {
			t.Errorf("%s: %d to %q, want %d to %q", row.what, answer.Code, answer.Header().Get("Location"), row.status, row.to)
		}
		if answer.Header().Get("Content-Security-Policy") == "" || answer.Header().Get("Cache-Control") != "no-store" {
			t.Errorf("%s: the answer lacks the headers of every answer", row.what)
		}
		if strings.EqualFold(row.host, "calm.example") && strings.Contains(answer.Body.String(), "Sign in") {
			t.Errorf("%s: her host says where staff sign in", row.what)
		}
	}
}

func TestAHostOfHerOwnHasToMakeSense(t *testing.T) {
	for name, change := range map[string]func(*web.Config){
		"no host":             func(c *web.Config) { c.HerOrigin = "calm" },
		"another scheme":      func(c *web.Config) { c.HerOrigin = "ftp://calm.example" },
		"unencrypted, beside": func(c *web.Config) { c.HerOrigin = "http://calm.example" },
	} {
		if _, err := onTwoHosts(t, change); err == nil {
			t.Errorf("%s: the site starts", name)
		}
	}
	config := web.Config{Desk: webtest.NewDesk(), Log: slog.New(slog.DiscardHandler), HerOrigin: "https://calm.example", Origin: "https://throughline.example"}
	if _, err := web.New(config, door{}); err == nil {
		t.Error("a site without pages of hers starts with a host for them")
	}
}
