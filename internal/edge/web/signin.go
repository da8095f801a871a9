package web

import (
	"errors"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"throughline/internal/casework/administration"
	"throughline/internal/edge/web/govuk"
)

// keptLimit is how many bytes of a posted form survive a session that ended
// meanwhile.
const keptLimit = 64 << 10

// signInDoor holds the routes of signing in and out, and the start page.
type signInDoor struct{ site *site }

// Routes lists them.
func (d signInDoor) Routes() []Route {
	// What was kept is encoded twice on its way back.
	const room = 4*keptLimit + 64<<10
	return []Route{
		{Method: http.MethodGet, Path: "/{$}", Audience: SignedIn(), Handle: d.start},
		{Method: http.MethodGet, Path: "/sign-in", Audience: Public(), Handle: d.ask},
		{Method: http.MethodPost, Path: "/sign-in", Audience: Public(), Handle: d.signIn, BodyLimit: room},
		{Method: http.MethodGet, Path: codePath, Audience: Public(), Handle: d.askCode},
		{Method: http.MethodPost, Path: codePath, Audience: Public(), Handle: d.enterCode, BodyLimit: room},
		{Method: http.MethodGet, Path: picturePath, Audience: Public(), Handle: d.picture},
		{Method: http.MethodPost, Path: askPasskeyPath, Audience: Public(), Handle: d.askPasskey},
		{Method: http.MethodPost, Path: passkeyPath, Audience: Public(), Handle: d.usePasskey, BodyLimit: room},
		{Method: http.MethodGet, Path: newPasskeyPath, Audience: SignedIn(), Handle: d.newPasskey, StepUp: true},
		{Method: http.MethodPost, Path: newPasskeyPath, Audience: SignedIn(), Handle: d.addPasskey, StepUp: true},
		{Method: http.MethodPost, Path: offerPasskeyPath, Audience: SignedIn(), Handle: d.offerPasskey, StepUp: true},
		{Method: http.MethodPost, Path: "/sign-out", Audience: Public(), Handle: d.signOut},
		{Method: http.MethodGet, Path: "/signed-out", Audience: Public(), Handle: d.signedOut},
	}
}

// start leads to the first page that is made for the role. Where there is none it
// says what the account is, what it can open all the same, and whom to ask.
func (d signInDoor) start(r *Request) (Response, error) {
	for _, route := range d.site.nav {
		if route.Audience.kind == roles && route.Audience.admits(r.Asker) {
			return Redirect(route.Path), nil
		}
	}
	return Show(Page{Title: "Your account", Body: startPage(r.Asker, d.site.Organisation, d.site.navFor(r))}), nil
}

// signInForm is the sign-in page: what was typed, where it leads, and what was
// posted by a session that had ended, without its password.
type signInForm struct {
	name     string
	next     string
	kept     string
	lost     bool   // something was posted that could not be kept
	drafted  bool   // what was posted waits in the page it leads to
	hers     string // where a woman asks for herself; "" where she cannot
	problems govuk.Problems
}

func (f signInForm) page() Page {
	return Page{Title: "Sign in", Body: signInPage(f), Problems: f.problems}
}

func (f signInForm) nameField() govuk.Field {
	return govuk.Field{
		Name: "name", Label: "Sign-in name", Value: f.name, Error: f.problems.For("name"),
		Autocomplete: "username", NoSpelling: true, Width: 20,
	}
}

func (f signInForm) passwordField() govuk.Field {
	return govuk.Field{
		Name: "password", Label: "Password", Type: "password", Error: f.problems.For("password"),
		Autocomplete: "current-password", NoSpelling: true, Width: 20,
	}
}

func (d signInDoor) ask(r *Request) (Response, error) {
	next := localPath(r.Query("next"))
	if r.Asker.ID != "" {
		return Redirect(next), nil
	}
	return Show(signInForm{next: next, hers: d.site.hers}.page()), nil
}

// askToSignIn answers a visitor whom a route wants signed in. A page leads to
// signing in and back. A form that was posted is kept in the sign-in page, so
// that nothing typed is lost.
func (s *site) askToSignIn(r *Request) Response {
	here := localPath(r.URL.RequestURI())
	if r.Method != http.MethodPost {
		return Redirect("/sign-in?" + url.Values{"next": {here}}.Encode())
	}
	if page := s.keepEnded(r); page != "" {
		return Show(signInForm{next: page, drafted: true, hers: s.hers}.page()).WithStatus(http.StatusUnauthorized)
	}
	form := signInForm{next: here, kept: keepable(r.Posted), hers: s.hers}
	if len(form.kept) > keptLimit || form.kept == "" {
		form.kept, form.lost, form.next = "", true, pageBefore(r.Request)
	}
	return Show(form.page()).WithStatus(http.StatusUnauthorized)
}

// keepable returns what of a posted form may come back in a page: a password and
// a code never do, and are typed again.
func keepable(posted url.Values) string {
	safe := maps.Clone(posted)
	delete(safe, "password")
	delete(safe, "code")
	return safe.Encode()
}

// pageBefore returns the page of this site a form was sent from, or "/".
func pageBefore(r *http.Request) string {
	before, err := url.Parse(r.Referer())
	if err != nil || before.Host != r.Host {
		return "/"
	}
	return localPath(before.RequestURI())
}

func (d signInDoor) signIn(r *Request) (Response, error) {
	form := signInForm{name: r.Field("name"), next: localPath(r.Field("next")), kept: r.Posted.Get("kept"), drafted: r.Field("drafted") != "", hers: d.site.hers}
	if len(form.kept) > keptLimit {
		form.kept, form.lost = "", true
	}
	// A password is taken as typed: spaces at its ends may be meant.
	password := r.Posted.Get("password")
	if form.name == "" {
		form.problems.Add("name", "Enter your sign-in name")
	}
	if password == "" {
		form.problems.Add("password", "Enter your password")
	}
	if form.problems.Any() {
		return Show(form.page()), nil
	}
	token, in, err := d.site.Desk.SignIn(r.Context(), form.name, password, r.RemoteAddr)
	switch {
	case errors.Is(err, administration.ErrWrongSignIn):
		form.problems.Add("name", "The name or the password is not right")
		return Show(form.page()), nil
	case errors.Is(err, administration.ErrTooManyTries):
		form.problems.Add("name", "There were too many tries. Wait a minute, then try again")
		return Show(form.page()).WithStatus(http.StatusTooManyRequests), nil
	case err != nil:
		return Response{}, fmt.Errorf("signing in: %w", err)
	}
	if old := d.site.Desk.Token(r.Request); old != "" {
		if err := d.site.Desk.SignOut(r.Context(), old); err != nil {
			return Response{}, fmt.Errorf("ending the session before: %w", err)
		}
	}
	if !in.Half {
		return d.goOn(form.next, form.kept, "You have been signed in again").withSession(d.site.Desk.Cookie(token)), nil
	}
	asked, err := d.site.codeFormFor(r, token, in, form.next)
	if err != nil {
		return Response{}, err
	}
	asked.kept, asked.lost = form.kept, form.lost
	return Show(asked.page()).withSession(d.site.Desk.Cookie(token)), nil
}

// goOn leads to where somebody was going, or shows what waits to be saved there.
func (d signInDoor) goOn(next, kept, title string) Response {
	if kept == "" {
		return Redirect(next)
	}
	fields, err := url.ParseQuery(kept)
	if err != nil {
		return Redirect(next)
	}
	return Show(Page{Title: title, Body: continuePage(title, next, pairs(fields))})
}

// pair is one field of a posted form.
type pair struct{ name, value string }

// pairs lists the fields of a form by name, so that a page is the same each time.
func pairs(form url.Values) []pair {
	var all []pair
	for name, values := range form {
		for _, value := range values {
			all = append(all, pair{name, value})
		}
	}
	slices.SortStableFunc(all, func(a, b pair) int { return strings.Compare(a.name, b.name) })
	return all
}

func (d signInDoor) signOut(r *Request) (Response, error) {
	if token := d.site.Desk.Token(r.Request); token != "" {
		if err := d.site.Desk.SignOut(r.Context(), token); err != nil {
			return Response{}, fmt.Errorf("signing out: %w", err)
		}
	}
	return r.SignedOut(), nil
}

func (d signInDoor) signedOut(*Request) (Response, error) {
	return Show(Page{Title: "You have signed out", Body: signedOutPage()}), nil
}
