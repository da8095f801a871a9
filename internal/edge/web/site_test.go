package web_test

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/a-h/templ"

	"throughline/internal/casework"
	"throughline/internal/domain/access"
	"throughline/internal/edge/web"
	"throughline/internal/edge/web/govuk"
	"throughline/internal/edge/web/webtest"
)

var (
	officer   = access.Asker{ID: "a1", Name: "Sam Okafor", Agency: "met", Role: access.Officer}
	keyworker = access.Asker{ID: "a2", Name: "Priya Shah", Agency: "fern", Role: access.Keyworker}
)

// door is a front door made of a list.
type door []web.Route

func (d door) Routes() []web.Route { return d }

func words(text string) templ.Component { return templ.Raw("<h1>" + text + "</h1>") }

func page(title string) web.Handle {
	return func(*web.Request) (web.Response, error) {
		return web.Show(web.Page{Title: title, Body: words(title)}), nil
	}
}

func fails(err error) web.Handle {
	return func(*web.Request) (web.Response, error) { return web.Response{}, err }
}

// refer is a front door for officers, with a form that has a problem unless a
// reference is entered.
func refer(saved *[]url.Values) door {
	return door{
		{Method: "GET", Path: "/refer", Audience: web.For(access.Officer), Nav: "Refer a woman", Handle: page("Refer a woman")},
		{Method: "POST", Path: "/refer", Audience: web.For(access.Officer), Handle: func(r *web.Request) (web.Response, error) {
			var problems govuk.Problems
			if r.Field("reference") == "" {
				problems.Add("reference", "Enter the custody or crime reference")
				return web.Show(web.Page{Title: "Refer a woman", Problems: problems}), nil
			}
			*saved = append(*saved, r.Posted)
			return web.Redirect("/refer/sent"), nil
		}},
		{Method: "GET", Path: "/refer/sent", Audience: web.For(access.Officer), Handle: page("Referral sent")},
		{Method: "GET", Path: "/today", Audience: web.For(access.Keyworker, access.ServiceLead), Nav: "Today", Handle: page("Today")},
		{Method: "GET", Path: "/help", Audience: web.Public(), Handle: page("Help")},
	}
}

func TestARoleWithoutAPageIsToldWhatItsAccountIsAndWhomToAsk(t *testing.T) {
	everybody := door{{Method: "GET", Path: "/schemes", Audience: web.SignedIn(), Nav: "Schemes", Handle: page("Schemes")}}
	for _, role := range access.Roles {
		site := webtest.Start(t, access.Asker{ID: "a3", Name: "Joan Ellis", Agency: "Westgate", Role: role}, everybody, refer(new([]url.Values)))
		start := site.Get("/")
		switch role {
		case access.Officer:
			start.WantRedirect("/refer")
		case access.Keyworker, access.ServiceLead:
			start.WantRedirect("/today")
		default:
			start.WantStatus(200).WantText("dl", "Joan Ellis").WantText("dl", role.Words()).WantText("dl", "Westgate")
			start.WantText("main li", "Schemes").WantText("main", "ask the person who looks after accounts at the Fern Centre")
		}
	}
}

func TestASiteWithARouteNobodyIsMeantToOpenDoesNotStart(t *testing.T) {
	tests := map[string]struct {
		routes []web.Route
		want   string
	}{
		"no audience":            {[]web.Route{{Method: "GET", Path: "/x", Handle: page("X")}}, "no audience is declared"},
		"an audience of nobody":  {[]web.Route{{Method: "GET", Path: "/x", Handle: page("X"), Audience: web.For()}}, "no audience is declared"},
		"nothing handles it":     {[]web.Route{{Method: "GET", Path: "/x", Audience: web.Public()}}, "nothing handles it"},
		"a method of no form":    {[]web.Route{{Method: "PUT", Path: "/x", Audience: web.Public(), Handle: page("X")}}, "not GET or POST"},
		"an act in the menu":     {[]web.Route{{Method: "POST", Path: "/x", Audience: web.Public(), Handle: page("X"), Nav: "X"}}, "navigation"},
		"a code from nobody":     {[]web.Route{{Method: "GET", Path: "/x", Audience: web.Public(), StepUp: true, Handle: page("X")}}, "nobody to ask for a code"},
		"twice":                  {[]web.Route{{Method: "GET", Path: "/x", Audience: web.Public(), Handle: page("X")}, {Method: "GET", Path: "/x", Audience: web.Public(), Handle: page("X")}}, "stands twice"},
		"two patterns that meet": {[]web.Route{{Method: "GET", Path: "/x/{a}", Audience: web.Public(), Handle: page("X")}, {Method: "GET", Path: "/x/{b}", Audience: web.Public(), Handle: page("X")}}, "/x/{b}"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			_, err := web.New(web.Config{Desk: webtest.NewDesk(), Log: slog.Default()}, door(test.routes))
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("New() = %v, want an error with %q", err, test.want)
			}
		})
	}
}

func TestWhoOpensWhat(t *testing.T) {
	nobody := access.Asker{}
	tests := []struct {
		who    access.Asker
		path   string
		status int
	}{
		{officer, "/refer", 200}, {officer, "/today", 403}, {officer, "/help", 200}, {officer, "/nowhere", 404},
		{keyworker, "/refer", 403}, {keyworker, "/today", 200},
		{nobody, "/refer", 303}, {nobody, "/help", 200}, {nobody, "/nowhere", 404},
	}
	for _, test := range tests {
		t.Run(string(test.who.Role)+test.path, func(t *testing.T) {
			site := webtest.Start(t, test.who, refer(new([]url.Values)))
			site.Get(test.path).WantStatus(test.status)
		})
	}
}

func TestNavigationHoldsThePagesOfTheRole(t *testing.T) {
	site := webtest.Start(t, officer, refer(new([]url.Values)))
	shown := site.Get("/refer")
	shown.WantText("nav a[aria-current=page]", "Refer a woman").WantText(".tl-account", "Sam Okafor, Officer")
	if strings.Contains(shown.Text("nav"), "Today") {
		t.Error("an officer is offered a page of keyworkers")
	}
	if got := site.Get("/refer/sent").Attr("nav a", "aria-current"); got != "true" {
		t.Errorf("below an entry of the navigation aria-current is %q, want true", got)
	}
	site.Get("/").WantRedirect("/refer")
	webtest.Start(t, access.Asker{}, refer(new([]url.Values))).Get("/help").WantNone("nav").WantNone(".tl-account")
}

func TestAPageForOneSpecialismIsOfferedToNoOtherSpecialist(t *testing.T) {
	groups := door{{Method: "GET", Path: "/groups", Audience: web.For(access.Keyworker, access.Specialist).Specialising(access.Group), Nav: "Groups", Handle: page("Groups")}}
	for name, test := range map[string]struct {
		asker  access.Asker
		status int
	}{
		"a keyworker":               {access.Asker{ID: "a1", Name: "Priya", Role: access.Keyworker}, http.StatusOK},
		"a specialist for groups":   {access.Asker{ID: "a2", Name: "Joan", Role: access.Specialist, Specialism: access.Group}, http.StatusOK},
		"another specialist":        {access.Asker{ID: "a3", Name: "Ruth", Role: access.Specialist, Specialism: access.Immigration}, http.StatusForbidden},
		"somebody of no such group": {officer, http.StatusForbidden},
	} {
		t.Run(name, func(t *testing.T) {
			site := webtest.Start(t, test.asker, groups)
			site.Get("/groups").WantStatus(test.status)
			if start := site.Get("/"); test.status == http.StatusOK {
				start.WantRedirect("/groups")
			} else {
				start.WantStatus(http.StatusOK)
			}
		})
	}
}

func TestTheLayoutSaysWhatThePageIsAndWhoRunsIt(t *testing.T) {
	site := webtest.Start(t, officer, refer(new([]url.Values)))
	shown := site.Get("/refer").WantStatus(200)
	shown.WantText("title", "Refer a woman - Throughline").
		WantText("footer", "Not a government website. Run by the Fern Centre.").
		WantText("a.govuk-skip-link[href=#main-content]", "Skip to main content").
		WantText("main#main-content h1", "Refer a woman").
		WantNone(".tl-practice").WantNone("style").WantNone("[style]")
	if shown.Attr("html", "lang") != "en" {
		t.Error("the page does not say its language")
	}
	for _, script := range shown.All("script") {
		if script.FirstChild != nil {
			t.Error("the page holds an inline script, which its policy forbids")
		}
	}
	for _, path := range []string{shown.Attr("link[rel=stylesheet]", "href"), shown.Attr("script", "src"), shown.Attr("link[rel=icon]", "href")} {
		if got := site.Get(path).WantStatus(200).Header.Get("Cache-Control"); !strings.Contains(got, "immutable") {
			t.Errorf("%s: Cache-Control is %q", path, got)
		}
	}
}

func TestAPageWithProblemsSaysSoFirst(t *testing.T) {
	var saved []url.Values
	site := webtest.Start(t, officer, refer(&saved))
	shown := site.Post("/refer", url.Values{"reference": {" "}}).WantStatus(422)
	shown.WantText("title", "Error: Refer a woman").WantText(".govuk-error-summary a[href=#reference]", "Enter the custody or crime reference")
	if len(saved) != 0 {
		t.Error("a form with a problem was saved")
	}
	site.Post("/refer", url.Values{"reference": {"01TD/123/25"}}).WantRedirect("/refer/sent")
}

func TestEveryAnswerCarriesTheSafetyHeaders(t *testing.T) {
	site := webtest.Start(t, officer, refer(new([]url.Values)), door{
		{Method: "GET", Path: "/file", Audience: web.SignedIn(), Handle: func(*web.Request) (web.Response, error) {
			return web.Download("figures.csv", "text/csv", []byte("a,b\n")), nil
		}},
		{Method: "GET", Path: "/broken", Audience: web.SignedIn(), Handle: func(*web.Request) (web.Response, error) { panic("a fault") }},
	})
	for _, path := range []string{"/refer", "/today", "/nowhere", "/file", "/broken", "/", "/assets/none.css", "/sign-in", "/refer/../x"} {
		header := site.Get(path).Header
		for name, want := range map[string]string{
			"Content-Security-Policy":      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';",
			"Cache-Control":                "no-store",
			"X-Content-Type-Options":       "nosniff",
			"Cross-Origin-Opener-Policy":   "same-origin",
			"Cross-Origin-Resource-Policy": "same-origin",
			"Permissions-Policy":           "geolocation=()",
			"X-Request-Id":                 "",
		} {
			if got := header.Get(name); got == "" || !strings.Contains(got, want) {
				t.Errorf("%s: %s is %q, want %q in it", path, name, got, want)
			}
		}
		if header.Get("Strict-Transport-Security") != "" {
			t.Errorf("%s: a site on plain HTTP must not claim HTTPS", path)
		}
	}
	if got := site.Get("/file").Header.Get("Content-Disposition"); got != "attachment; filename=figures.csv" {
		t.Errorf("Content-Disposition is %q", got)
	}
}

func TestOnlyPagesWithAFormTellThisSiteWhereTheReaderWas(t *testing.T) {
	site := webtest.Start(t, access.Asker{}, refer(new([]url.Values)))
	for path, want := range map[string]string{"/help": "no-referrer", "/sign-in": "same-origin"} {
		if got := site.Get(path).Header.Get("Referrer-Policy"); got != want {
			t.Errorf("%s: Referrer-Policy is %q, want %q", path, got, want)
		}
	}
}

func TestASiteOnHTTPSSaysItStaysThere(t *testing.T) {
	handler, err := web.New(web.Config{Desk: webtest.NewDesk(), Origin: "https://example.org", Practice: true, Log: slog.New(slog.NewTextHandler(io.Discard, nil))})
	if err != nil {
		t.Fatal(err)
	}
	answer := httptest.NewRecorder()
	handler.ServeHTTP(answer, httptest.NewRequest("GET", "/sign-in", nil))
	if got := answer.Header().Get("Strict-Transport-Security"); !strings.HasPrefix(got, "max-age=") {
		t.Errorf("Strict-Transport-Security is %q", got)
	}
	if !strings.Contains(answer.Body.String(), "Practice system") {
		t.Error("a practice system does not say so")
	}
	if _, err := web.New(web.Config{Desk: webtest.NewDesk(), Origin: "not an origin", Log: slog.Default()}); err == nil {
		t.Error("New() took an origin that is none")
	}
}

func TestAFormOfAnotherSiteIsRefused(t *testing.T) {
	var saved []url.Values
	site := webtest.Start(t, officer, refer(&saved))
	for name, header := range map[string]http.Header{
		"by fetch metadata": {"Sec-Fetch-Site": {"cross-site"}},
		"by origin":         {"Origin": {"https://elsewhere.example"}},
	} {
		t.Run(name, func(t *testing.T) {
			request, err := http.NewRequest("POST", site.URL+"/refer", strings.NewReader("reference=x"))
			if err != nil {
				t.Fatal(err)
			}
			request.Header = header
			request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
			site.Do(request).WantStatus(403).WantText("h1", "We could not take this")
		})
	}
	if len(saved) != 0 {
		t.Error("a form of another site was saved")
	}
}

func TestErrorsBecomeStatusAndPageWithoutTheirCause(t *testing.T) {
	const secret = "the cause, with her name"
	tests := map[string]struct {
		err    error
		status int
	}{
		"invalid":     {casework.Fail(casework.Invalid, "referring", secret), 422},
		"forbidden":   {casework.Fail(casework.Forbidden, "reading", secret), 403},
		"not found":   {casework.Fail(casework.NotFound, "reading", secret), 404},
		"conflict":    {casework.Fail(casework.Conflict, "saving", secret), 409},
		"too many":    {casework.Fail(casework.TooMany, "searching", secret), 429},
		"unavailable": {casework.Fail(casework.Unavailable, "saving", secret), 503},
		"late":        {context.DeadlineExceeded, 503},
		"a fault":     {errors.New(secret), 500},
		"signed out":  {casework.Fail(casework.SignedOut, "reading", secret), 303},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			site := webtest.Start(t, officer, door{{Method: "GET", Path: "/x", Audience: web.SignedIn(), Handle: fails(test.err)}})
			shown := site.Get("/x").WantStatus(test.status)
			if strings.Contains(shown.Body, secret) {
				t.Error("the page tells the cause")
			}
			if test.status >= 500 {
				shown.WantText("main strong", shown.Header.Get("X-Request-Id"))
			}
		})
	}
}

func TestWhoCannotKnowWhetherItWasSavedIsToldSo(t *testing.T) {
	late := &casework.Error{Kind: casework.Unknown, Op: "waiting for the write", Err: context.DeadlineExceeded}
	site := webtest.Start(t, officer, door{
		{Method: "GET", Path: "/x", Audience: web.SignedIn(), Handle: fails(late)},
		{Method: "POST", Path: "/x", Audience: web.SignedIn(), Handle: fails(late)},
	})
	said := site.Post("/x", url.Values{"a": {"b"}}).WantStatus(503).WantText("main", "We cannot tell whether it was saved. Send the same page again: it is saved once only.")
	if strings.Contains(said.Body, "Nothing was saved") {
		t.Error("the page says that nothing was saved")
	}
	said.WantText("main strong", said.Header.Get("X-Request-Id"))
	if looked := site.Get("/x").WantStatus(503); strings.Contains(looked.Body, "cannot tell") {
		t.Error("a page that saves nothing speaks of saving")
	}
}

func TestAPageThatCannotBeMadeIsNeverHalfSent(t *testing.T) {
	half := templ.ComponentFunc(func(_ context.Context, w io.Writer) error {
		_, _ = io.WriteString(w, "<p>half of it</p>")
		return errors.New("the rest is missing")
	})
	faulty := templ.ComponentFunc(func(context.Context, io.Writer) error { panic("a fault") })
	for name, body := range map[string]templ.Component{"an error": half, "a panic": faulty} {
		t.Run(name, func(t *testing.T) {
			site := webtest.Start(t, officer, door{{Method: "GET", Path: "/x", Audience: web.SignedIn(), Handle: func(*web.Request) (web.Response, error) {
				return web.Show(web.Page{Title: "X", Body: body}), nil
			}}})
			if shown := site.Get("/x").WantStatus(500); strings.Contains(shown.Body, "half of it") {
				t.Error("half of the page was sent")
			}
		})
	}
}

func TestTooMuchIsRefused(t *testing.T) {
	var saved []url.Values
	routes := append(refer(&saved), web.Route{
		Method: "POST", Path: "/import", Audience: web.SignedIn(), BodyLimit: 3 << 20,
		Handle: func(*web.Request) (web.Response, error) { return web.Redirect("/refer"), nil },
	})
	site := webtest.Start(t, officer, routes)
	long := url.Values{"reference": {strings.Repeat("x", 2<<20)}}
	site.Post("/refer", long).WantStatus(413).WantText("h1", "That is too much at once")
	site.Post("/import", long).WantRedirect("/refer")
	if len(saved) != 0 {
		t.Error("a body over the limit was saved")
	}
}

func TestTheLogHoldsTheRouteAndNotThePath(t *testing.T) {
	var lines strings.Builder
	desk := webtest.NewDesk()
	handler, err := web.New(web.Config{Desk: desk, Log: slog.New(slog.NewTextHandler(&lines, nil))},
		door{{Method: "GET", Path: "/women/{id}", Audience: web.Public(), Handle: page("Summary")}})
	if err != nil {
		t.Fatal(err)
	}
	handler.ServeHTTP(httptest.NewRecorder(), httptest.NewRequest("GET", "/women/aisha?phone=07700900123", nil))
	if got := lines.String(); !strings.Contains(got, "/women/{id}") || !strings.Contains(got, "status=200") ||
		strings.Contains(got, "aisha") || strings.Contains(got, "0770") {
		t.Errorf("the log says %q", got)
	}
}

func TestRedirectsStayHere(t *testing.T) {
	for _, path := range []string{"https://elsewhere.example/", "//elsewhere.example", `/\elsewhere.example`, "javascript:alert(1)", "", "/a\r\nSet-Cookie: x=1"} {
		site := webtest.Start(t, officer, door{{Method: "GET", Path: "/x", Audience: web.SignedIn(), Handle: func(*web.Request) (web.Response, error) {
			return web.Redirect(path), nil
		}}})
		site.Get("/x").WantRedirect("/")
	}
}
