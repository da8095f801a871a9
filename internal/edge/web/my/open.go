package my

import (
	"errors"
	"fmt"
	"net/http"

	"throughline/internal/casework/administration"
	"throughline/internal/casework/herspace"
	"throughline/internal/domain/wording"
	"throughline/internal/edge/web"
	"throughline/internal/edge/web/govuk"
)

// opening is a page on which she opens her space.
type opening struct {
	wording.Words
	typed    string // the words of her card; never a PIN or a code
	problems govuk.Problems
	closed   bool // what she was writing was lost
	phone    string
	try      Try
}

// form names the form that language is chosen with, so that what she typed stays.
const form = "answers"

func (o opening) answer(name string) web.Response {
	p := page(o.Words, name, openBody(o))
	if name == "code" {
		p.Body = codeBody(o)
	}
	p.Problems, p.Answers = o.problems, form
	return web.Show(p)
}

func (d Door) opening(r *web.Request) opening {
	return opening{Words: words(r), typed: r.Field("words"), closed: r.Query("closed") != "", phone: d.Phone, try: d.Try}
}

func (d Door) askCard(r *web.Request) (web.Response, error) {
	return d.opening(r).answer("open"), nil
}

func (d Door) askCode(r *web.Request) (web.Response, error) {
	return d.opening(r).answer("code"), nil
}

// openWithCard opens her space with the words on her card and her PIN.
func (d Door) openWithCard(r *web.Request) (web.Response, error) {
	page := d.opening(r)
	if r.ChoosesLanguage() {
		return page.answer("open"), nil
	}
	token, err := d.Space.OpenWithCard(r.Context(), r.Field("words"), r.Field("pin"), r.RemoteAddr)
	return d.opened(r, page, "open", "words", token, err)
}

// openWithCode opens it with a code that was read out to her.
func (d Door) openWithCode(r *web.Request) (web.Response, error) {
	page := d.opening(r)
	if r.ChoosesLanguage() {
		return page.answer("code"), nil
	}
	token, err := d.Space.OpenWithCode(r.Context(), r.Field("code"), r.RemoteAddr)
	return d.opened(r, page, "code", "code", token, err)
}

// opened leads into her space, or says in the same words whatever was not right
// how it is sorted out together.
func (d Door) opened(r *web.Request, page opening, name, field, token string, err error) (web.Response, error) {
	switch {
	case errors.Is(err, herspace.ErrNotOpened):
		page.problems.Add(field, page.together())
		return page.answer(name), nil
	case errors.Is(err, administration.ErrTooManyTries):
		page.problems.Add(field, page.Say("my.wait"))
		return page.answer(name).WithStatus(http.StatusTooManyRequests), nil
	case err != nil:
		return web.Response{}, fmt.Errorf("opening her space: %w", err)
	}
	if old := d.Space.Token(r.Request); old != "" {
		if err := d.Space.Close(r.Context(), old); err != nil {
			return web.Response{}, fmt.Errorf("closing what was open before: %w", err)
		}
	}
	return web.Redirect(safePath).WithSession(d.Space.Cookie(token)), nil
}

// together says whom to speak to.
func (o opening) together() string {
	if o.phone == "" {
		return o.Say("my.together_meet")
	}
	return o.Say("my.together", "phone", o.phone)
}

// close closes her space in this browser.
func (d Door) close(r *web.Request) (web.Response, error) {
	if token := d.Space.Token(r.Request); token != "" {
		if err := d.Space.Close(r.Context(), token); err != nil {
			return web.Response{}, err
		}
	}
	return web.Redirect(web.OpenSpace).WithSession(d.Space.Cookie("")), nil
}

// safe asks, before anything of hers is shown, whether it is safe to go on.
func (d Door) safe(r *web.Request) (web.Response, error) {
	w := words(r)
	return web.Show(page(w, "safe", safeBody(w))), nil
}

func (o opening) wordsField() govuk.Field {
	return govuk.Field{
		Name: "words", Label: o.Say("my.open.words"), Hint: o.Say("my.open.words_hint"), Value: o.typed,
		Error: o.problems.For("words"), Autocomplete: "off", NoSpelling: true,
	}
}

func (o opening) pinField() govuk.Field {
	return govuk.Field{
		Name: "pin", Label: o.Say("my.open.pin"), Hint: o.Say("my.open.pin_hint"), Type: "password",
		Autocomplete: "off", InputMode: "numeric", Width: 4,
	}
}

func (o opening) codeField() govuk.Field {
	return govuk.Field{
		Name: "code", Label: o.Say("my.code.code"), Hint: o.Say("my.code.hint"), Error: o.problems.For("code"),
		Autocomplete: "off", InputMode: "numeric", Width: 10,
	}
}
