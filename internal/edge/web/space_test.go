package web_test

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"throughline/internal/casework/herspace"
	"throughline/internal/domain/access"
	"throughline/internal/edge/web"
	"throughline/internal/edge/web/webtest"
)

// herSpace is open for whom the cookie names.
type herSpace struct {
	closed []string
	fault  error
}

func (s *herSpace) Current(_ context.Context, token string) (string, error) {
	if token == "" {
		return "", herspace.ErrClosed
	}
	return token, s.fault
}

func (s *herSpace) Close(_ context.Context, token string) error {
	s.closed = append(s.closed, token)
	return s.fault
}

func (*herSpace) Cookie(token string) *http.Cookie {
	cookie := &http.Cookie{Name: "page", Value: token, Path: "/"}
	if token == "" {
		cookie.MaxAge = -1
	}
	return cookie
}

func (*herSpace) Token(r *http.Request) string {
	if cookie, err := r.Cookie("page"); err == nil {
		return cookie.Value
	}
	return ""
}

// mine is a space of one page, which says who she is, and one that opens it.
var mine = door{
	{Method: "GET", Path: "/my", Audience: web.InSpace(), Hers: true, Space: true, Handle: func(r *web.Request) (web.Response, error) {
		return web.Show(web.Page{Title: "Home", Body: words(string(r.Asker.Role) + " " + r.Asker.ID)}), nil
	}},
	{Method: "POST", Path: "/my", Audience: web.InSpace(), Hers: true, Space: true, Handle: func(*web.Request) (web.Response, error) { return web.Redirect("/my"), nil }},
	{Method: "GET", Path: "/my/open", Audience: web.Public(), Hers: true, Space: true, Handle: func(*web.Request) (web.Response, error) {
		return web.Show(web.Page{Title: "Open", Body: words("Open")}).WithSession((&herSpace{}).Cookie("grace")), nil
	}},
}

func TestAPageOfHerSpaceAsksForNobodyButHer(t *testing.T) {
	space := &herSpace{}
	site := webtest.StartWith(t, keyworker, func(c *web.Config) { c.Space = space }, mine)
	site.Get("/my").WantRedirect("/my/open")
	site.Post("/my", url.Values{"text": {"words"}}).WantRedirect("/my/open?closed=1")
	if cookie := site.Get("/my/open").WantStatus(200).Header.Get("Set-Cookie"); !strings.HasPrefix(cookie, "page=grace") {
		t.Errorf("opening sets %q", cookie)
	}
	page := site.Get("/my").WantStatus(200).WantText("h1", "woman grace").WantText("title", "Home - My Space").WantNone(".tl-account")
	if page.Attr("html", "class") != "govuk-template tl-hers tl-space" || !strings.Contains(page.Text("main"), "This closes if you rest") {
		t.Errorf("nothing closes it: %s", page.Text("main"))
	}
	site.Post("/my", url.Values{"text": {"words"}}).WantRedirect("/my")
	space.fault = errors.New("the disk is gone")
	site.Get("/my").WantStatus(500)
}

func TestLeavingClosesHerSpaceEvenWhereThatDoesNotWork(t *testing.T) {
	for _, fault := range []error{nil, errors.New("the disk is gone")} {
		space := &herSpace{fault: fault}
		site := webtest.StartWith(t, access.Asker{}, func(c *web.Config) { c.Space = space }, mine)
		site.Get("/my/open")
		page := site.Get("/exit").WantStatus(303)
		if len(space.closed) != 1 || space.closed[0] != "grace" || page.To() != "/elsewhere" {
			t.Errorf("closed %q, leads to %q", space.closed, page.To())
		}
		if cookies := strings.Join(page.Header.Values("Set-Cookie"), "; "); !strings.Contains(cookies, "page=; Path=/; Max-Age=0") {
			t.Errorf("the cookie stays: %s", cookies)
		}
	}
}

func TestASiteWithASpaceThatIsNotHersAloneDoesNotStart(t *testing.T) {
	for name, row := range map[string]struct {
		route web.Route
		space web.Space
		want  string
	}{
		"nowhere to open it":          {mine[0], nil, "nowhere to open it"},
		"a page of staff in it":       {web.Route{Method: "GET", Path: "/x", Audience: web.SignedIn(), Space: true, Handle: page("X")}, &herSpace{}, "pages of hers alone"},
		"a page outside that asks it": {web.Route{Method: "GET", Path: "/x", Audience: web.InSpace(), Hers: true, Handle: page("X")}, &herSpace{}, "pages of hers alone"},
		"a page with an account":      {web.Route{Method: "GET", Path: "/x", Audience: web.SignedIn(), Hers: true, Space: true, Handle: page("X")}, &herSpace{}, "asks nobody to sign in"},
	} {
		_, err := web.New(web.Config{Desk: webtest.NewDesk(), Log: slog.Default(), LeaveTo: "/elsewhere", Space: row.space}, door{row.route})
		if err == nil || !strings.Contains(err.Error(), row.want) {
			t.Errorf("%s: %v, want %q", name, err, row.want)
		}
	}
	if _, err := web.New(web.Config{Desk: webtest.NewDesk(), Log: slog.Default(), Space: &herSpace{}}, mine); err == nil || !strings.Contains(err.Error(), "leave to") {
		t.Errorf("a space without a way out: %v", err)
	}
}
