package web_test

import (
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/a-h/templ"

	"throughline/internal/domain/access"
	"throughline/internal/domain/wording"
	"throughline/internal/edge/web"
	"throughline/internal/edge/web/govuk"
	"throughline/internal/edge/web/webtest"
)

// group writes a file of sentences.
func group(tag, name, review, sentences string) wording.File {
	return wording.File{Tag: tag, Group: name, Text: fmt.Appendf(nil, `{"review": {%s, "by": "Nia", "on": "2026-11-22"}, "sentences": {%s}}`, review, sentences)}
}

const (
	drafted    = `"status": "draft"`
	pageWords  = `"page.leave": "L", "page.skip": "S", "page.practice": "P", "page.run_by": "{organisation}", "page.error_title": "E {title}", "page.error": "E", "page.problem": "T", "page.day": "D", "page.month": "M", "page.year": "Y", "page.language": "Language", "page.large": "Large", "page.normal": "Normal", "page.not_yet": "Not in {language} yet", "page.draft": "Nobody checked {language}"`
	welshWords = `"page.leave": "Gadael", "page.skip": "S", "page.practice": "P", "page.run_by": "{organisation}", "page.error_title": "Gwall {title}", "page.error": "Gwall:", "page.problem": "Mae problem", "page.day": "Diwrnod", "page.month": "Mis", "page.year": "Blwyddyn", "page.language": "Iaith", "page.large": "Mawr", "page.normal": "Arferol", "page.not_yet": "Dim eto {language}", "page.draft": "Heb ei wirio {language}"`
)

// languages is a catalogue of three languages, two of them drafts.
func languages(t *testing.T) *wording.Catalogue {
	t.Helper()
	words, err := wording.New([]wording.File{
		group("en", "page", drafted, pageWords), group("en", "dates", drafted, ""), group("en", "walk", drafted, `"walk.title": "A walk"`),
		group("cy", "page", drafted, welshWords), group("cy", "dates", drafted, ""), group("cy", "walk", drafted, `"walk.title": "Tro"`),
		group("ar", "page", drafted, pageWords), group("ar", "dates", drafted, ""), group("ar", "walk", drafted, `"walk.title": "نزهة"`),
	})
	if err != nil {
		t.Fatal(err)
	}
	return words
}

// walk is a door of hers: a page without answers, and one that keeps them.
func walk() door {
	show := func(r *web.Request) (web.Response, error) {
		words := r.Words("walk")
		page := web.Page{Title: words.Say("walk.title"), Words: words}
		if r.Method == http.MethodPost {
			page.Answers = "answers"
			page.Body = templ.Raw(fmt.Sprintf(`<form id="answers" method="post"><input name="said" value="%s"></form>`, r.Field("said")))
			if !r.ChoosesLanguage() {
				page.Problems = govuk.Problems{{Field: "said", Text: words.Say("walk.title")}}
			}
		}
		return web.Show(page), nil
	}
	return door{
		{Method: "GET", Path: "/walk", Audience: web.Public(), Handle: show, Hers: true},
		{Method: "POST", Path: "/walk", Audience: web.Public(), Handle: show, Hers: true},
		{Method: "GET", Path: "/staff", Audience: web.Public(), Handle: show},
	}
}

func practising(t *testing.T, practice bool) *webtest.Site {
	t.Helper()
	return webtest.StartWith(t, access.Asker{}, func(c *web.Config) { c.Words, c.Practice = languages(t), practice }, walk())
}

func TestALanguageIsChosenOnceAndKept(t *testing.T) {
	site := practising(t, true)
	first := site.Get("/walk?step=2").WantText("title", "A walk")
	if first.Attr("html", "lang") != "en" || first.Attr("html", "dir") != "ltr" || first.Header.Get("Set-Cookie") != "" {
		t.Errorf("at first: %s, %s, %v", first.Attr("html", "lang"), first.Attr("html", "dir"), first.Header)
	}
	if got := first.Attr("a[hreflang=cy]", "href"); got != "/walk?lang=cy&step=2" {
		t.Errorf("Welsh is chosen at %q", got)
	}
	chosen := site.Get("/walk?lang=cy").WantText("title", "Tro").WantText("a[data-leave]", "Gadael").WantText(".govuk-inset-text", "Heb ei wirio Cymraeg")
	if cookie := chosen.Header.Get("Set-Cookie"); !strings.HasPrefix(cookie, "lang=cy;") || strings.Contains(cookie, "Max-Age") || strings.Contains(cookie, "Expires") {
		t.Errorf("what the browser keeps: %q", cookie)
	}
	if chosen.Attr("html", "lang") != "cy" || chosen.Text(".tl-languages strong") != "Cymraeg" || chosen.Attr(".tl-languages", "aria-label") != "Iaith" {
		t.Errorf("in Welsh: %s, %s", chosen.Attr("html", "lang"), chosen.Text(".tl-languages"))
	}
	if again := site.Get("/walk").WantText("title", "Tro"); again.Header.Get("Set-Cookie") != "" {
		t.Error("what was kept is kept anew")
	}
	site.Get("/walk?lang=tlh").WantText("title", "Tro")
	site.Get("/staff").WantText("title", "A walk - Throughline").WantNone(".tl-languages")
	site.Get("/walk?lang=en").WantText("title", "A walk").WantNone(".govuk-inset-text")
}

func TestChoosingALanguageKeepsWhatWasTyped(t *testing.T) {
	site := practising(t, true)
	page := site.Post("/walk", url.Values{"said": {"two hours"}}).WantStatus(422).WantNone(".tl-languages a").WantText(".tl-languages button[value=cy]", "Cymraeg")
	for _, button := range []string{"button[hidden]", "button[value=cy]"} {
		if form := page.Attr(".tl-languages "+button, "form"); form != "answers" {
			t.Errorf("%s belongs to the form %q", button, form)
		}
	}
	welsh := site.Post("/walk", url.Values{"said": {"two hours"}, "lang": {"cy"}}).WantStatus(200).WantText("title", "Tro")
	if said := welsh.Attr("input[name=said]", "value"); said != "two hours" {
		t.Errorf("what was typed is %q", said)
	}
	wrong := site.Post("/walk", url.Values{"said": {""}}).WantStatus(422).WantText("title", "Gwall Tro").WantText(".govuk-error-summary__title", "Mae problem")
	if wrong.Attr("html", "lang") != "cy" {
		t.Error("the language is forgotten")
	}
}

func TestOnALiveSystemADraftIsNotShown(t *testing.T) {
	page := practising(t, false).Get("/walk?lang=cy").WantText("title", "A walk").WantText(".govuk-inset-text", "Not in Welsh yet")
	if page.Attr("html", "lang") != "en" || page.Text(".tl-languages strong") != "Cymraeg" {
		t.Errorf("it stands in %s, and %s was asked for", page.Attr("html", "lang"), page.Text(".tl-languages strong"))
	}
}

func TestALanguageThatRunsTheOtherWaySaysSo(t *testing.T) {
	page := practising(t, true).Get("/walk?lang=ar").WantText("title", "نزهة")
	if page.Attr("html", "dir") != "rtl" || page.Attr("html", "lang") != "ar" {
		t.Errorf("it runs %s", page.Attr("html", "dir"))
	}
}

func TestLeavingForgetsTheLanguage(t *testing.T) {
	site := practising(t, true)
	site.Get("/walk?lang=cy")
	if cookies := strings.Join(site.Get("/exit").Header.Values("Set-Cookie"), "\n"); !strings.Contains(cookies, "lang=; Path=/; Max-Age=0") {
		t.Errorf("after leaving the browser keeps %s", cookies)
	}
}

func TestLargeWordsWithPicturesAreChosenOnceAndKept(t *testing.T) {
	site := practising(t, false)
	first := site.Get("/walk").WantNone(".tl-easy")
	if got := first.Attr(".tl-languages a[href=/walk?size=large]", "class"); got != "govuk-link" {
		t.Error("they are not offered")
	}
	large := site.Get("/walk?size=large").WantText(".tl-languages", "Normal")
	if cookie := large.Header.Get("Set-Cookie"); !strings.HasPrefix(cookie, "size=large;") || strings.Contains(cookie, "Max-Age") {
		t.Errorf("what the browser keeps: %q", cookie)
	}
	if got := site.Get("/walk").All("html.tl-easy"); len(got) != 1 {
		t.Error("they are forgotten")
	}
	typed := site.Post("/walk", url.Values{"said": {"two hours"}, "size": {"normal"}}).WantStatus(200).WantNone(".tl-easy").WantText("button[name=size]", "Large")
	if said := typed.Attr("input[name=said]", "value"); said != "two hours" {
		t.Errorf("what was typed is %q", said)
	}
	site.Get("/walk").WantNone(".tl-easy")
	site.Get("/walk?size=huge").WantNone(".tl-easy")
	site.Get("/staff?size=large").WantNone(".tl-easy")
}

func TestWithOneLanguageThereIsNoneToChoose(t *testing.T) {
	words, err := wording.New([]wording.File{group("en", "page", drafted, pageWords), group("en", "dates", drafted, "")})
	if err != nil {
		t.Fatal(err)
	}
	webtest.StartWith(t, access.Asker{}, func(c *web.Config) { c.Words = words }, walk()).Get("/walk").WantStatus(200).WantNone(".tl-languages [lang]").WantText(".tl-languages", "Large")
}

func TestAMissingSentenceIsLoggedByItsKey(t *testing.T) {
	var log strings.Builder
	site := webtest.StartWith(t, access.Asker{}, func(c *web.Config) { c.Words, c.Log = languages(t), slog.New(slog.NewTextHandler(&log, nil)) },
		door{{Method: "GET", Path: "/walk", Audience: web.Public(), Hers: true, Handle: func(r *web.Request) (web.Response, error) {
			return web.Show(web.Page{Title: r.Words("walk").Say("walk.nothing"), Words: r.Words("walk")}), nil
		}}})
	site.Get("/walk").WantStatus(200)
	if !strings.Contains(log.String(), "key=walk.nothing") {
		t.Errorf("the log says %q", log.String())
	}
}

func TestOnHTTPSTheCookieOfALanguageIsBoundToTheHost(t *testing.T) {
	handler, err := web.New(web.Config{
		Desk: webtest.NewDesk(), Log: slog.New(slog.NewTextHandler(io.Discard, nil)), Origin: "https://record.example", LeaveTo: "/elsewhere", Words: languages(t),
	}, walk())
	if err != nil {
		t.Fatal(err)
	}
	if cookie := serveOnce(handler, http.MethodGet, "/walk?lang=cy").Header.Get("Set-Cookie"); !strings.HasPrefix(cookie, "__Host-lang=cy") || !strings.Contains(cookie, "Secure") {
		t.Errorf("the cookie is %q", cookie)
	}
}
