package web

import (
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"strings"

	"throughline/internal/domain/wording"
	"throughline/internal/edge/web/govuk"
	"throughline/locales"
)

// languageField carries the language she chooses: in an address, as a leaflet
// prints it (/ask?lang=cy), or in a form that keeps what she typed.
const languageField = "lang"

// sizeField carries whether she wants large words with pictures, in the same way.
const sizeField = "size"

// The sizes of words.
const (
	sizeLarge  = "large"
	sizeNormal = "normal"
)

// findWords takes the sentences that come with the program where no others were
// given.
func (c *Config) findWords() error {
	if c.Words == nil {
		words, err := locales.Catalogue()
		if err != nil {
			return fmt.Errorf("reading the sentences of her pages: %w", err)
		}
		c.Words = words
	}
	if c.Words.Report == nil {
		log := c.Log
		c.Words.Report = func(language, key string) {
			log.Error("a sentence is missing, or a value in it", slog.String("language", language), slog.String("key", key))
		}
	}
	return nil
}

// Words returns what a page of these groups says, in the language that she chose
// where it may be shown so, else in English. See wording.Catalogue.For.
func (r *Request) Words(groups ...string) wording.Words {
	return r.site.Words.For(r.language, r.site.Practice, groups...)
}

// ChoosesLanguage says that the form was sent to choose a language, or the size
// of the words, and for nothing else: the page is shown again with what was typed
// on it.
func (r *Request) ChoosesLanguage() bool {
	return r.Method == http.MethodPost && (r.chooses() || r.choosesSize())
}

// readLanguage finds the language and the size of words she asks for: now, or
// before in this browser.
func (r *Request) readLanguage() {
	if !r.hers {
		return
	}
	r.language = r.chosen(languageField)
	if !r.chooses() {
		r.language = r.kept(languageField)
	}
	if _, known := r.site.Words.Language(r.language); !known {
		r.language = ""
	}
	size := r.chosen(sizeField)
	if !r.choosesSize() {
		size = r.kept(sizeField)
	}
	r.easy = size == sizeLarge
}

// chosen is what was chosen in this request, as it was sent.
func (r *Request) chosen(field string) string {
	if r.Method == http.MethodPost {
		return r.Field(field)
	}
	return r.Query(field)
}

// kept is what was chosen before, as this browser says.
func (r *Request) kept(field string) string {
	cookie, err := r.Cookie(r.site.choiceCookie(field, "").Name)
	if err != nil {
		return ""
	}
	return cookie.Value
}

// chooses says whether a language that there is was chosen in this request.
func (r *Request) chooses() bool {
	_, known := r.site.Words.Language(r.chosen(languageField))
	return r.hers && known
}

// choosesSize says whether a size of words was chosen in this request.
func (r *Request) choosesSize() bool {
	size := r.chosen(sizeField)
	return r.hers && (size == sizeLarge || size == sizeNormal)
}

// keepChoices sets the cookies of what was chosen in this request.
func (s *site) keepChoices(w http.ResponseWriter, request *Request) {
	if request.chooses() {
		http.SetCookie(w, s.choiceCookie(languageField, request.language))
	}
	if request.choosesSize() {
		http.SetCookie(w, s.choiceCookie(sizeField, request.chosen(sizeField)))
	}
}

// choiceCookie keeps her language, or the size of the words, until the browser is
// closed. It says no more than that.
func (s *site) choiceCookie(field, value string) *http.Cookie {
	name, secure := field, strings.HasPrefix(s.Origin, "https://")
	if secure {
		name = "__Host-" + field
	}
	cookie := &http.Cookie{Name: name, Value: value, Path: "/", Secure: secure, HttpOnly: true, SameSite: http.SameSiteLaxMode}
	if value == "" {
		cookie.MaxAge = -1
	}
	return cookie
}

// languageChoice is one language a page may be read in.
type languageChoice struct {
	wording.Language
	current bool
	href    string // to choose it by a link, where nothing was typed
}

// choices lists the languages of the page; none where there is only one.
func (s *site) choices(request *Request, page Page, start string) []languageChoice {
	spoken := s.Words.Languages()
	if len(spoken) < 2 {
		return nil
	}
	var choices []languageChoice
	for _, one := range spoken {
		choices = append(choices, languageChoice{one, one.Tag == page.Words.Wanted.Tag, linkTo(request, start, languageField, one.Tag)})
	}
	return choices
}

// linkTo leads to the same page with something chosen. What was posted has no
// address: from there the link leads to where her pages start.
func linkTo(request *Request, start, field, value string) string {
	target := url.URL{Path: start}
	if request.Method == http.MethodGet {
		target.Path, target.RawQuery = request.URL.Path, request.URL.RawQuery
	}
	query := target.Query()
	query.Set(field, value)
	target.RawQuery = query.Encode()
	return target.String()
}

// otherSize is the size of words that the page does not have: what it is called,
// what is sent for it, and where a link to it leads.
type otherSize struct{ key, value, href string }

func otherSizeOf(request *Request, start string) otherSize {
	if request.easy {
		return otherSize{"page.normal", sizeNormal, linkTo(request, start, sizeField, sizeNormal)}
	}
	return otherSize{"page.large", sizeLarge, linkTo(request, start, sizeField, sizeLarge)}
}

// terms are the words of the components of the page.
func (f frame) terms() govuk.Terms {
	return govuk.Terms{
		Problem: f.Words.Say("page.problem"), Error: f.Words.Say("page.error"),
		Day: f.Words.Say("page.day"), Month: f.Words.Say("page.month"), Year: f.Words.Say("page.year"),
	}
}
