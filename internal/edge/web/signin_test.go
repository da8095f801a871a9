package web_test

import (
	"errors"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"throughline/internal/casework/administration"
	"throughline/internal/domain/access"
	"throughline/internal/edge/web/webtest"
)

func signIn(name, password, next string) url.Values {
	return url.Values{"name": {name}, "password": {password}, "next": {next}}
}

func TestSigningInLeadsBackToThePageAskedFor(t *testing.T) {
	site := webtest.Start(t, access.Asker{}, refer(new([]url.Values)))
	site.Desk.Add("sam", officer)
	asked := site.Get("/refer?suite=brixton").WantRedirect("/sign-in?next=%2Frefer%3Fsuite%3Dbrixton")
	form := site.Get(asked.To()).WantStatus(200)
	next := form.Attr("form input[name=next]", "value")
	site.Post("/sign-in", signIn("sam", webtest.Password, next)).WantRedirect("/refer?suite=brixton")
	site.Get("/refer").WantStatus(200).WantText(".tl-account", "Sam Okafor")
	site.Get("/sign-in").WantRedirect("/")
}

func TestSigningInNamesWhatIsWrongAndKeepsTheName(t *testing.T) {
	tests := map[string]struct {
		form   url.Values
		fault  error
		status int
		says   string
	}{
		"nothing entered": {signIn("", "", "/"), nil, 422, "Enter your sign-in name"},
		"no password":     {signIn("sam", "", "/"), nil, 422, "Enter your password"},
		"wrong password":  {signIn("sam", "wrong", "/"), nil, 422, "The name or the password is not right"},
		"unknown name":    {signIn("tom", webtest.Password, "/"), nil, 422, "The name or the password is not right"},
		"too many tries":  {signIn("sam", webtest.Password, "/"), administration.ErrTooManyTries, 429, "too many tries"},
		"record away":     {signIn("sam", webtest.Password, "/"), errors.New("disk"), 500, "Sorry"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			site := webtest.Start(t, access.Asker{}, refer(new([]url.Values)))
			site.Desk.Add("sam", officer)
			site.Desk.Fault = test.fault
			shown := site.Post("/sign-in", test.form).WantStatus(test.status).WantText("main", test.says)
			if test.status != 500 && shown.Attr("input#name", "value") != test.form.Get("name") {
				t.Error("the name typed is lost")
			}
			if shown.Attr("input#password", "value") != "" {
				t.Error("the page repeats the password")
			}
			if len(shown.Header.Values("Set-Cookie")) != 0 {
				t.Error("a failed sign-in sets a cookie")
			}
		})
	}
}

func TestSigningInNeverLeadsToAnotherSite(t *testing.T) {
	for _, next := range []string{"https://elsewhere.example/", "//elsewhere.example/", `/\elsewhere.example`, "/%2F/../x:y", "javascript:alert(1)"} {
		site := webtest.Start(t, access.Asker{}, refer(new([]url.Values)))
		site.Desk.Add("sam", officer)
		to := site.Post("/sign-in", signIn("sam", webtest.Password, next)).WantStatus(303).To()
		target, err := url.Parse(to)
		if err != nil || target.Host != "" || target.Scheme != "" || strings.HasPrefix(to, "//") {
			t.Errorf("next %q leads to %q", next, to)
		}
	}
}

func TestWhatWasTypedSurvivesASessionThatEnded(t *testing.T) {
	var saved []url.Values
	site := webtest.Start(t, officer, refer(&saved))
	site.Desk.Add("sam", officer)
	site.Desk.EndAll()
	typed := url.Values{"reference": {`01TD/"5"/25 & more`}, "urgent": {"nowhere_safe", "children"}}

	asked := site.Post("/refer", typed).WantStatus(401).WantText("main", "What you entered is kept")
	kept := asked.Attr("input[name=kept]", "value")
	if len(saved) != 0 || kept == "" {
		t.Fatalf("saved %d, kept %q", len(saved), kept)
	}
	form := signIn("sam", "wrong", asked.Attr("input[name=next]", "value"))
	form.Set("kept", kept)
	again := site.Post("/sign-in", form).WantStatus(422)

	form = signIn("sam", webtest.Password, again.Attr("input[name=next]", "value"))
	form.Set("kept", again.Attr("input[name=kept]", "value"))
	back := site.Post("/sign-in", form).WantStatus(200).WantText("h1", "You have been signed in again").WantText("button", "Continue and save")

	resent := url.Values{}
	for _, input := range back.All("main form input[type=hidden]") {
		name, value := "", ""
		for _, a := range input.Attr {
			switch a.Key {
			case "name":
				name = a.Val
			case "value":
				value = a.Val
			}
		}
		resent.Add(name, value)
	}
	site.Post(back.Attr("main form", "action"), resent).WantRedirect("/refer/sent")
	if len(saved) != 1 || saved[0].Encode() != typed.Encode() {
		t.Errorf("saved %v, want what was typed: %v", saved, typed)
	}
}

func TestAPostedPasswordNeverComesBack(t *testing.T) {
	site := webtest.Start(t, officer, refer(new([]url.Values)))
	site.Desk.EndAll()
	asked := site.Post("/refer", url.Values{"name": {"jo"}, "password": {"canary three words"}}).WantStatus(401)
	if strings.Contains(asked.Body, "canary") {
		t.Errorf("the page carries the password: %s", asked.Body)
	}
	if kept := asked.Attr("input[name=kept]", "value"); kept != "name=jo" {
		t.Errorf("kept %q, want the rest of the form", kept)
	}
}

func TestAFormTooLongToKeepIsNotHalfKept(t *testing.T) {
	site := webtest.Start(t, officer, refer(new([]url.Values)))
	site.Desk.EndAll()
	shown := site.Post("/refer", url.Values{"note": {strings.Repeat("word ", 20_000)}}).WantStatus(401)
	shown.WantText("main", "could not be kept").WantNone("input[name=kept]")
}

func TestSigningOutEndsTheSession(t *testing.T) {
	site := webtest.Start(t, officer, refer(new([]url.Values)))
	target, err := url.Parse(site.URL)
	if err != nil {
		t.Fatal(err)
	}
	stolen := site.Browser.Jar.Cookies(target)
	left := site.Post("/sign-out", nil).WantRedirect("/signed-out")
	if got := left.Header.Get("Clear-Site-Data"); got != `"cache"` {
		t.Errorf("Clear-Site-Data is %q: the back button shows what was read", got)
	}
	site.Get("/signed-out").WantStatus(200).WantText("h1", "You have signed out")
	site.Browser.Jar.SetCookies(target, stolen)
	site.Get("/refer").WantStatus(http.StatusSeeOther)
}

func TestSigningInAgainEndsTheSessionBefore(t *testing.T) {
	site := webtest.Start(t, officer, refer(new([]url.Values)))
	site.Desk.Add("priya", keyworker)
	target, err := url.Parse(site.URL)
	if err != nil {
		t.Fatal(err)
	}
	before := site.Browser.Jar.Cookies(target)
	site.Post("/sign-in", signIn("priya", webtest.Password, "")).WantRedirect("/")
	site.Get("/today").WantStatus(200)
	site.Browser.Jar.SetCookies(target, before)
	site.Get("/refer").WantStatus(http.StatusSeeOther)
}
