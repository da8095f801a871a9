package web_test

import (
	"errors"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"throughline/internal/casework/administration"
	"throughline/internal/domain/access"
	"throughline/internal/edge/web"
	"throughline/internal/edge/web/webtest"
)

// half is a session of the officer whose password was right.
func half(enrol bool) administration.SignedIn {
	return administration.SignedIn{
		Account: administration.Account{ID: officer.ID, DisplayName: officer.Name, Agency: officer.Agency, Role: officer.Role},
		Half:    true, Enrol: enrol,
	}
}

// whole is a session of the officer in which a code was entered a while ago.
func whole() administration.SignedIn {
	in := half(false)
	in.Half = false
	return in
}

func codeTyped(code, next string) url.Values {
	return url.Values{"code": {code}, "next": {next}}
}

// guarded is a door of which some routes ask for a code anew.
func guarded(saved *[]url.Values) door {
	return append(refer(saved), door{
		{Method: "GET", Path: "/export", Audience: web.For(access.Officer), StepUp: true, Handle: page("Export")},
		{Method: "POST", Path: "/export", Audience: web.For(access.Officer), StepUp: true, Handle: func(r *web.Request) (web.Response, error) {
			*saved = append(*saved, r.Posted)
			return web.Redirect("/refer/sent"), nil
		}},
	}...)
}

func TestAPasswordLeadsToTheCodeAndTheCodeToThePageAskedFor(t *testing.T) {
	site := webtest.Start(t, access.Asker{}, refer(new([]url.Values)))
	site.Desk.AddHalf("sam", half(false))
	asked := site.Post("/sign-in", signIn("sam", webtest.Password, "/refer?suite=brixton")).WantStatus(200)
	asked.WantText("h1", "Enter your code").WantNone("nav").WantNone(".tl-account").WantNone("img")
	if next := asked.Attr("main input[name=next]", "value"); next != "/refer?suite=brixton" {
		t.Errorf("the code leads to %q", next)
	}
	site.Post("/sign-in/code", codeTyped(webtest.Code, "/refer?suite=brixton")).WantRedirect("/refer?suite=brixton")
	site.Get("/refer").WantStatus(200).WantText(".tl-account", "Sam Okafor")
	site.Get("/sign-in/code?next=%2Frefer").WantRedirect("/refer")
}

func TestWhoHasNoSecondFactorSetsOneUpFirst(t *testing.T) {
	site := webtest.Start(t, access.Asker{}, refer(new([]url.Values)))
	site.Desk.AddHalf("sam", half(true))
	asked := site.Post("/sign-in", signIn("sam", webtest.Password, "/refer")).WantStatus(200)
	asked.WantText("h1", "Set up your codes").WantText("main", "GEZD GNBV GY3T QOJQ")
	if asked.Attr("main img", "alt") == "" {
		t.Error("the picture says nothing to who cannot see it")
	}
	picture := site.Get(asked.Attr("main img", "src")).WantStatus(200)
	if picture.Body != "a picture" || picture.Header.Get("Content-Type") != "image/png" || picture.Header.Get("Cache-Control") != "no-store" {
		t.Errorf("the picture came as %q with %v", picture.Body, picture.Header)
	}
	wrong := site.Post("/sign-in/code", codeTyped("000000", "/refer")).WantStatus(422)
	wrong.WantText("h1", "Set up your codes").WantText("#code-error", "The code is not right").WantText("main", "GEZD GNBV GY3T QOJQ")
	site.Post("/sign-in/code", codeTyped(webtest.Code, "/refer")).WantRedirect("/refer")
	site.Get("/sign-in/code.png").WantStatus(404)
}

// Half a session opens nothing: every page leads to the code, and what is posted
// is kept and not carried out.
func TestHalfASessionOpensNothing(t *testing.T) {
	var saved []url.Values
	site := webtest.Start(t, access.Asker{}, guarded(&saved))
	site.Carry(site.Desk.OpenAs(half(false)))
	for _, path := range []string{"/", "/refer", "/refer/sent", "/today", "/export"} {
		site.Get(path).WantRedirect("/sign-in/code?" + url.Values{"next": {path}}.Encode())
	}
	typed := url.Values{"reference": {"01TD/5/25"}, "password": {"canary three words"}}
	asked := site.Post("/refer", typed).WantStatus(401).WantText("h1", "Enter your code").WantText("main", "What you entered is kept")
	if len(saved) != 0 || strings.Contains(asked.Body, "canary") {
		t.Errorf("saved %v; the page carries the password: %v", saved, strings.Contains(asked.Body, "canary"))
	}
	form := codeTyped(webtest.Code, asked.Attr("input[name=next]", "value"))
	form.Set("kept", asked.Attr("input[name=kept]", "value"))
	back := site.Post("/sign-in/code", form).WantStatus(200).WantText("button", "Continue and save")
	if got := back.Attr("main form input[name=reference]", "value"); got != "01TD/5/25" || back.Attr("main form", "action") != "/refer" {
		t.Errorf("the reference came back as %q", got)
	}
	site.Get("/help").WantStatus(200)
}

func TestTheCodePageNamesWhatIsWrong(t *testing.T) {
	for _, row := range []struct {
		what, code string
		status     int
		says       string
	}{
		{"nothing entered", " ", 422, "Enter the 6 digits"},
		{"a wrong code", "000000", 422, "The code is not right"},
		{"no code at all", "hello", 422, "The code is not right"},
	} {
		t.Run(row.what, func(t *testing.T) {
			site := webtest.Start(t, access.Asker{}, refer(new([]url.Values)))
			site.Carry(site.Desk.OpenAs(half(false)))
			form := codeTyped(row.code, "/refer")
			form.Set("kept", "reference=1")
			shown := site.Post("/sign-in/code", form).WantStatus(row.status)
			shown.WantText("title", "Error: Enter your code").WantText("#code-error", row.says)
			if shown.Attr(".govuk-error-summary a", "href") != "#code" || shown.Attr("#code", "value") != "" {
				t.Error("the summary leads elsewhere, or the code came back")
			}
			if shown.Attr("input[name=kept]", "value") != "reference=1" || shown.Attr("main input[name=next]", "value") != "/refer" {
				t.Error("where it leads, or what waits, is lost")
			}
			site.Get("/refer").WantStatus(http.StatusSeeOther)
		})
	}
}

func TestTooManyCodesAreToldToWait(t *testing.T) {
	site := webtest.Start(t, access.Asker{}, refer(new([]url.Values)))
	site.Carry(site.Desk.OpenAs(half(false)))
	site.Desk.EnterFault = administration.ErrTooManyTries
	site.Post("/sign-in/code", codeTyped("000000", "/refer")).WantStatus(429).WantText("#code-error", "Wait a minute")
	site.Desk.EnterFault = errors.New("disk")
	site.Post("/sign-in/code", codeTyped("000000", "/refer")).WantStatus(500)
	site.Desk.EnterFault = administration.ErrSignedOut
	site.Post("/sign-in/code", codeTyped("000000", "/refer")).WantStatus(303).WantRedirect("/sign-in?next=%2Frefer")
}

func TestACodeAfterTheSessionEndedLeadsToSigningIn(t *testing.T) {
	site := webtest.Start(t, access.Asker{}, refer(new([]url.Values)))
	site.Get("/sign-in/code?next=%2Frefer").WantRedirect("/sign-in?next=%2Frefer")
	site.Get("/sign-in/code.png").WantStatus(404)
	form := codeTyped(webtest.Code, "/refer")
	form.Set("kept", "reference=1")
	shown := site.Post("/sign-in/code", form).WantStatus(401).WantText("h1", "Sign in")
	if shown.Attr("input[name=kept]", "value") != "reference=1" || shown.Attr("input[name=next]", "value") != "/refer" {
		t.Error("where it leads, or what waits, is lost")
	}
}

func TestSomeActsAskForACodeAnew(t *testing.T) {
	var saved []url.Values
	site := webtest.Start(t, access.Asker{}, guarded(&saved))
	site.Carry(site.Desk.OpenAs(whole()))
	site.Get("/refer").WantStatus(200)
	asked := site.Get("/export").WantRedirect("/sign-in/code?next=%2Fexport")
	site.Get(asked.To()).WantStatus(200).WantText("h1", "Enter your code again").WantText(".tl-account", "Sam Okafor")

	kept := site.Post("/export", url.Values{"women": {"120"}}).WantStatus(401).WantText("h1", "Enter your code again")
	if len(saved) != 0 {
		t.Fatal("it was carried out without a code")
	}
	form := codeTyped(webtest.Code, "/export")
	form.Set("kept", kept.Attr("input[name=kept]", "value"))
	site.Post("/sign-in/code", form).WantStatus(200).WantText("h1", "the code is right").WantText("button", "Continue and save")
	site.Post("/export", url.Values{"women": {"120"}}).WantRedirect("/refer/sent")
	site.Get("/export").WantStatus(200).WantNone(".govuk-inset-text")
}

// Who may not open a page is told so before any code.
func TestACodeOpensNothingThatTheRoleDoesNot(t *testing.T) {
	site := webtest.Start(t, access.Asker{}, guarded(new([]url.Values)))
	in := whole()
	in.Role = access.Keyworker
	site.Carry(site.Desk.OpenAs(in))
	site.Get("/export").WantStatus(http.StatusForbidden)
}

func TestAPracticeAccountPassesAndThePageSaysSo(t *testing.T) {
	site := webtest.Start(t, access.Asker{}, guarded(new([]url.Values)))
	in := whole()
	in.Demo, in.Sure = true, true
	site.Carry(site.Desk.OpenAs(in))
	site.Get("/export").WantStatus(200).WantText(".govuk-inset-text", "In real use this page asks for a code first")
	site.Get("/refer").WantStatus(200).WantNone(".govuk-inset-text")
}

func answered(with, next string) url.Values { return url.Values{"answer": {with}, "next": {next}} }

func TestAPasskeyStandsInForACode(t *testing.T) {
	site := webtest.Start(t, access.Asker{}, refer(new([]url.Values)))
	site.Desk.AddHalf("sam", half(false))
	site.Post("/sign-in", signIn("sam", webtest.Password, "/refer")).WantNone("form[data-passkey]")
	site.Post("/sign-in/passkey/ask", nil).WantStatus(404)

	site.Desk.Passkeys = true
	asked := site.Get("/sign-in/code?next=%2Frefer").WantStatus(200)
	if asked.Attr("form[data-passkey]", "data-passkey") != "/sign-in/passkey/ask" || len(asked.All("form[data-passkey][hidden]")) != 1 {
		t.Error("without scripts the form is shown, or it asks elsewhere")
	}
	options := site.Post("/sign-in/passkey/ask", nil).WantStatus(200)
	if options.Header.Get("Content-Type") != "application/json" || options.Body != `{"challenge":"asked"}` {
		t.Errorf("the script is answered %q", options.Body)
	}
	wrong := answered("{}", "/refer")
	wrong.Set("kept", "reference=1")
	shown := site.Post("/sign-in/passkey", wrong).WantStatus(422).WantText("#code-error", "The passkey is not right")
	if shown.Attr("form[data-passkey] input[name=kept]", "value") != "reference=1" {
		t.Error("what waits is lost")
	}
	site.Get("/refer").WantStatus(http.StatusSeeOther)
	site.Post("/sign-in/passkey", answered(webtest.Passkey, "/refer")).WantRedirect("/refer")
	site.Get("/refer").WantStatus(200)
}

func TestWhatElseAPasskeyIsAnswered(t *testing.T) {
	site := webtest.Start(t, access.Asker{}, refer(new([]url.Values)))
	site.Post("/sign-in/passkey", answered(webtest.Passkey, "/refer")).WantStatus(401).WantText("h1", "Sign in")
	site.Post("/sign-in/passkey/ask", nil).WantStatus(404)
	site.Desk.Passkeys = true
	site.Carry(site.Desk.OpenAs(half(false)))
	site.Desk.EnterFault = administration.ErrPasskeyCopied
	site.Post("/sign-in/passkey", answered(webtest.Passkey, "/refer")).WantStatus(422).WantText("#code-error", "It is removed").WantNone("form[data-passkey]")
	site.Desk.EnterFault = administration.ErrTooManyTries
	site.Post("/sign-in/passkey", answered(webtest.Passkey, "/refer")).WantStatus(429)
	site.Desk.EnterFault = errors.New("disk")
	site.Post("/sign-in/passkey", answered(webtest.Passkey, "/refer")).WantStatus(500)
}

func TestAPasskeyIsAddedAfterACode(t *testing.T) {
	site := webtest.Start(t, access.Asker{}, refer(new([]url.Values)))
	site.Carry(site.Desk.OpenAs(whole()))
	site.Get("/account/passkey").WantRedirect("/sign-in/code?next=%2Faccount%2Fpasskey")
	for _, path := range []string{"/account/passkey", "/account/passkey/offer"} {
		site.Post(path, answered(webtest.Passkey, "")).WantStatus(401)
	}
	if site.Desk.Passkeys {
		t.Fatal("a passkey was added without a code")
	}
	site.As(officer)
	page := site.Get("/account/passkey").WantStatus(200).WantText("p[data-passkey-cannot]", "Go on using codes")
	if page.Attr("form[data-passkey]", "data-passkey") != "/account/passkey/offer" || len(page.All("form[data-passkey][hidden][data-passkey-makes]")) != 1 {
		t.Error("without scripts the form is shown, or it asks elsewhere")
	}
	site.Post("/account/passkey/offer", nil).WantStatus(404)
	site.Post("/account/passkey", answered("{}", "")).WantStatus(422).WantText("main", "The passkey was not kept")
	site.Post("/account/passkey", answered(webtest.Passkey, "")).WantRedirect("/account?done=passkey")
	site.Desk.Fault = errors.New("disk")
	site.Post("/account/passkey", answered(webtest.Passkey, "")).WantStatus(500)
}
