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

// ChoosesLanguage says that the form was sent to choose a language and for
// nothing else: the page is shown again with what was typed on it.
func (r *Request) ChoosesLanguage() bool {
	return r.Method == http.MethodPost && r.chooses()
}

// readLanguage finds the language she asks for: now, or before in this browser.
func (r *Request) readLanguage() {
	if !r.hers {
		return
	}
	if r.chooses() {
		r.language = r.chosen()
	} else if cookie, err := r.Cookie(r.site.languageCookie("").Name); err == nil {
		if _, known := r.site.Words.Language(cookie.Value); known {
			r.language = cookie.Value
		}
	}
}

// chosen is the language that was chosen in this request, as it was sent.
func (r *Request) chosen() string {
	if r.Method == http.MethodPost {
		return r.Field(languageField)
	}
	return r.Query(languageField)
}

// chooses says whether a language that there is was chosen in this request.
func (r *Request) chooses() bool {
	_, known := r.site.Words.Language(r.chosen())
	return r.hers && known
}

// languageCookie keeps her language until the browser is closed. It says no more
// than what an address would: which language she reads.
func (s *site) languageCookie(tag string) *http.Cookie {
	name, secure := languageField, strings.HasPrefix(s.Origin, "https://")
	if secure {
		name = "__Host-" + languageField
	}
	cookie := &http.Cookie{Name: name, Value: tag, Path: "/", Secure: secure, HttpOnly: true, SameSite: http.SameSiteLaxMode}
	if tag == "" {
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
		// What was posted has no address: the link leads to where her pages start.
		target := url.URL{Path: start}
		if request.Method == http.MethodGet {
			target.Path, target.RawQuery = request.URL.Path, request.URL.RawQuery
		}
		query := target.Query()
		query.Set(languageField, one.Tag)
		target.RawQuery = query.Encode()
		choices = append(choices, languageChoice{one, one.Tag == page.Words.Wanted.Tag, target.String()})
	}
	return choices
}

// terms are the words of the components of the page.
func (f frame) terms() govuk.Terms {
	return govuk.Terms{
		Problem: f.Words.Say("page.problem"), Error: f.Words.Say("page.error"),
		Day: f.Words.Say("page.day"), Month: f.Words.Say("page.month"), Year: f.Words.Say("page.year"),
	}
}
