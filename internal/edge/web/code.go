package web

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"throughline/internal/casework"
	"throughline/internal/casework/administration"
	"throughline/internal/edge/web/govuk"
)

// Where codes are entered, and where the picture of a new secret is.
const (
	codePath    = "/sign-in/code"
	picturePath = "/sign-in/code.png"
)

// codeForm is the page that asks for the code of an authenticator app: where it
// leads, and what was posted that waits for it.
type codeForm struct {
	next     string
	kept     string
	lost     bool                  // something was posted that could not be kept
	again    bool                  // the session is whole: the code is asked for again
	offer    *administration.Offer // codes are to be set up first; nil where they are
	passkey  bool                  // the account can answer with a passkey instead
	problems govuk.Problems
}

func (f codeForm) title() string {
	switch {
	case f.offer != nil:
		return "Set up your codes"
	case f.again:
		return "Enter your code again"
	}
	return "Enter your code"
}

func (f codeForm) page() Page {
	page := Page{Title: f.title(), Body: codePage(f), Problems: f.problems}
	if f.passkey {
		page.Script = "passkey.js"
	}
	return page
}

func (f codeForm) field() govuk.Field {
	return govuk.Field{
		Name: "code", Label: "Code", Hint: "The 6 digits that your authenticator app shows now. Each code works once.",
		Error: f.problems.For("code"), Autocomplete: "one-time-code", InputMode: "numeric", NoSpelling: true, Width: 10,
	}
}

// groups writes a secret in groups of four, for who types it.
func groups(secret string) string {
	var out strings.Builder
	for i, letter := range secret {
		if i > 0 && i%4 == 0 {
			out.WriteByte(' ')
		}
		out.WriteRune(letter)
	}
	return out.String()
}

// codeForm begins the page for whoever is signed in.
func (s *site) codeForm(r *Request, next string) (codeForm, error) {
	return s.codeFormFor(r, s.Desk.Token(r.Request), r.in, next)
}

// codeFormFor begins the page for the session of a token.
func (s *site) codeFormFor(r *Request, token string, in administration.SignedIn, next string) (codeForm, error) {
	form := codeForm{next: next, again: !in.Half}
	var err error
	if !in.Enrol {
		if form.passkey, err = s.Desk.HasPasskey(r.Context(), token); err != nil {
			return form, fmt.Errorf("looking for passkeys: %w", err)
		}
		return form, nil
	}
	offered, err := s.Desk.Offer(r.Context(), token)
	if err != nil {
		return form, fmt.Errorf("offering codes: %w", err)
	}
	form.offer = &offered
	return form, nil
}

// askForCode answers somebody who has to enter a code first. What was posted is
// kept in the page, so that nothing typed is lost.
func (s *site) askForCode(r *Request) (Response, error) {
	here := localPath(r.URL.RequestURI())
	if r.Method != http.MethodPost {
		return Redirect(codePath + "?" + url.Values{"next": {here}}.Encode()), nil
	}
	form, err := s.codeForm(r, here)
	if err != nil {
		return Response{}, err
	}
	form.kept = keepable(r.Posted)
	if len(form.kept) > keptLimit || form.kept == "" {
		form.kept, form.lost, form.next = "", true, pageBefore(r.Request)
	}
	return Show(form.page()).WithStatus(http.StatusUnauthorized), nil
}

func (d signInDoor) askCode(r *Request) (Response, error) {
	next := localPath(r.Query("next"))
	switch {
	case r.in.Session == "":
		return Redirect("/sign-in?" + url.Values{"next": {next}}.Encode()), nil
	case r.in.Sure: // just entered, or a practice account
		return Redirect(next), nil
	}
	form, err := d.site.codeForm(r, next)
	if err != nil {
		return Response{}, err
	}
	return Show(form.page()), nil
}

func (d signInDoor) enterCode(r *Request) (Response, error) {
	if r.in.Session == "" {
		return d.gone(r), nil
	}
	form, err := d.answered(r)
	if err != nil {
		return Response{}, err
	}
	typed := r.Field("code")
	if typed == "" {
		form.problems.Add("code", "Enter the 6 digits of your code")
		return Show(form.page()), nil
	}
	token, err := d.site.Desk.EnterCode(r.Context(), d.site.Desk.Token(r.Request), typed, r.RemoteAddr)
	if errors.Is(err, administration.ErrWrongCode) {
		form.problems.Add("code", "The code is not right. Wait for the next one, then enter it")
		return Show(form.page()), nil
	}
	return d.entered(form, token, err)
}

// gone answers a code whose session ended while it was typed.
func (d signInDoor) gone(r *Request) Response {
	form := signInForm{next: localPath(r.Field("next")), kept: r.Posted.Get("kept"), hers: d.site.hers}
	return Show(form.page()).WithStatus(http.StatusUnauthorized)
}

// answered begins anew the page that a code was sent from.
func (d signInDoor) answered(r *Request) (codeForm, error) {
	form, err := d.site.codeForm(r, localPath(r.Field("next")))
	if err != nil {
		return form, err
	}
	if form.kept = r.Posted.Get("kept"); len(form.kept) > keptLimit {
		form.kept, form.lost = "", true
	}
	return form, nil
}

// entered leads on with the new token of the session, or shows why not.
func (d signInDoor) entered(form codeForm, token string, err error) (Response, error) {
	switch {
	case errors.Is(err, administration.ErrTooManyTries):
		form.problems.Add("code", "There were too many tries. Wait a minute, then try again")
		return Show(form.page()).WithStatus(http.StatusTooManyRequests), nil
	case errors.Is(err, administration.ErrSignedOut): // ended between two steps of this request
		return Redirect("/sign-in?" + url.Values{"next": {form.next}}.Encode()), nil
	case err != nil:
		return Response{}, fmt.Errorf("entering a code: %w", err)
	}
	title := "You have been signed in again"
	if form.again {
		title = "Thank you, the code is right"
	}
	return d.goOn(form.next, form.kept, title).withSession(d.site.Desk.Cookie(token)), nil
}

// picture is the secret that is offered, for the camera of an app.
func (d signInDoor) picture(r *Request) (Response, error) {
	if !r.in.Enrol {
		return Response{}, casework.Fail(casework.NotFound, "finding the page", "nothing is offered")
	}
	offered, err := d.site.Desk.Offer(r.Context(), d.site.Desk.Token(r.Request))
	if err != nil {
		return Response{}, fmt.Errorf("offering codes: %w", err)
	}
	header := http.Header{}
	header.Set("Content-Type", "image/png")
	return Response{status: http.StatusOK, body: offered.Picture, header: header}, nil
}
