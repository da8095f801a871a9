package ask_test

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"net/url"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"throughline/internal/casework"
	"throughline/internal/domain/access"
	"throughline/internal/domain/journey"
	"throughline/internal/domain/need"
	"throughline/internal/edge/web"
	"throughline/internal/edge/web/ask"
	"throughline/internal/edge/web/webtest"
	"throughline/internal/reckoning/reading"
)

var update = flag.Bool("update", false, "write testdata/pages.*.txt anew from the pages")

var now = time.Date(2026, time.March, 3, 9, 0, 0, 0, time.UTC)

// shown is when the page was shown that answers are sent from.
var shown = strconv.FormatInt(now.Add(-time.Minute).Unix(), 10)

// desk stands in for the verbs.
type desk struct {
	closed bool
	fault  error
	sent   []journey.Asking
	keys   []string
}

func (d *desk) Ask(_ context.Context, entry journey.Asking, key string) (casework.Receipt, error) {
	if d.fault != nil {
		return casework.Receipt{}, d.fault
	}
	d.sent, d.keys = append(d.sent, entry), append(d.keys, key)
	return casework.Receipt{Case: "caseabcd2345"}, nil
}
func (d *desk) MayAsk() bool { return !d.closed }
func (d *desk) Elsewhere() []string {
	return []string{"Women's services near her, from the directory."}
}
func (d *desk) NewKey() string { return "new-key" }
func (d *desk) Pen(access.Asker) journey.Pen {
	return journey.Pen{Now: now, NewID: func() string { return "id" }}
}

func open(t *testing.T, d *desk, change func(*ask.Door)) *webtest.Site {
	t.Helper()
	return openOn(t, d, false, change)
}

// openOn opens her door on a live or a practice system.
func openOn(t *testing.T, d *desk, practice bool, change func(*ask.Door)) *webtest.Site {
	t.Helper()
	door := ask.Door{Desk: d, Now: func() time.Time { return now }, Allow: func(string) bool { return true }, Phone: "020 7946 0000"}
	if change != nil {
		change(&door)
	}
	return webtest.StartWith(t, access.Asker{}, func(c *web.Config) { c.Practice = practice }, door)
}

// whole are the answers of a woman who answers everything.
func whole() url.Values {
	return url.Values{
		"key": {"her-key"}, "shown": {shown},
		"contact": {"call"}, "voicemail": {"no"}, "phone": {"07700 900123"}, "times": {"10 to 2"}, "ask_for": {"the library"},
		"name": {"Grace"}, "family": {"Bell"}, "born-day": {"27"}, "born-month": {"3"}, "born-year": {"1990"},
		"wants": {string(need.Accommodation), string(need.SexWork)}, "lives": {"Brent"},
		"urgent": {"nowhere_safe"}, "language": {"Polish"}, "agreed": {"yes"},
	}
}

// with returns her answers with some of them changed, sent from a page.
func with(at string, changes ...string) url.Values {
	form := whole()
	form.Set("at", at)
	for i := 0; i+1 < len(changes); i += 2 {
		form.Set(changes[i], changes[i+1])
	}
	return form
}

func TestThePagesSayTheseWords(t *testing.T) {
	for _, row := range []struct{ lang, file string }{{"en", "testdata/pages.txt"}, {"cy", "testdata/pages.cy.txt"}} {
		said := everyPage(t, row.lang)
		if *update {
			if err := os.WriteFile(row.file, []byte(said), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(row.file)
		if err != nil {
			t.Fatal(err)
		}
		if said != string(want) {
			t.Errorf("the pages say:\n%s\nRead them aloud, then run this test with -update", said)
		}
		for _, sentence := range strings.FieldsFunc(said, func(r rune) bool { return strings.ContainsRune(".?!", r) }) {
			for _, word := range []string{"caution", "custody", "court", "offence", "arrest", "diversion", "referral"} {
				if strings.Contains(strings.ToLower(sentence), word) {
					t.Errorf("%q says %s", sentence, word)
				}
			}
		}
	}
}

// everyPage returns the words of every page, on a practice system, which shows
// drafts.
func everyPage(t *testing.T, lang string) string {
	t.Helper()
	var said strings.Builder
	tell := func(what string, page *webtest.Page) {
		fmt.Fprintf(&said, "== %s: %s (%s)\n\n%s\n\n", what, page.Text("title"), page.Attr("html", "lang"), page.Text("main"))
	}
	speak := func(d *desk, change func(*ask.Door)) *webtest.Site {
		site := openOn(t, d, true, change)
		site.Get("/ask?lang=" + lang)
		return site
	}
	site := speak(&desk{}, nil)
	tell("first", site.Get("/ask"))
	for _, at := range []string{"safe", "contact", "name", "wants", "urgent", "check"} {
		tell("after "+at, site.Post("/ask", with(at)))
	}
	tell("nothing answered", site.Post("/ask", url.Values{"shown": {shown}, "at": {"contact"}}))
	tell("nothing agreed", site.Post("/ask", with("check", "agreed", "")))
	tell("too many", speak(&desk{}, func(d *ask.Door) { d.Allow = func(string) bool { return false } }).Post("/ask", with("check")))
	tell("shown too long ago", site.Post("/ask", with("check", "shown", "0")))
	tell("a fault of ours", speak(&desk{fault: casework.Fail(casework.Forbidden, "ask", "a fault")}, nil).Post("/ask", with("check")))
	tell("no such door", speak(&desk{closed: true}, nil).Get("/ask"))
	return said.String()
}

func TestEveryPageIsReadInTheLanguageSheChoseWithWhatSheTyped(t *testing.T) {
	for _, row := range []struct{ at, title, lang string }{
		{"safe", "Cyn i chi ddechrau", "cy"}, {"contact", "Sut i gysylltu â chi", "cy"}, {"name", "Eich enw", "cy"},
		{"wants", "Beth hoffech chi", "cy"}, {"urgent", "Heddiw", "cy"},
		// She agrees in no words that nobody reviewed.
		{"check", "Check your answers", "en"},
	} {
		d := &desk{}
		page := openOn(t, d, true, nil).Post("/ask", with(row.at, "lang", "cy", "agreed", "")).WantStatus(200).WantText("title", row.title)
		if page.Attr("html", "lang") != row.lang || page.Attr("input[name=at]", "value") != row.at || page.Attr("input[name=phone]", "value") != "07700 900123" {
			t.Errorf("%s: in %s, at %s, with the number %q", row.at, page.Attr("html", "lang"), page.Attr("input[name=at]", "value"), page.Attr("input[name=phone]", "value"))
		}
		if len(d.sent) > 0 {
			t.Errorf("%s: choosing a language sends", row.at)
		}
	}
	site := openOn(t, &desk{}, true, nil)
	thanks := site.Post("/ask", with("check"))
	form := url.Values{"lang": {"cy"}}
	for _, name := range []string{"at", "reference", "shown"} {
		form.Set(name, thanks.Attr("input[name="+name+"]", "value"))
	}
	site.Post("/ask", form).WantText("h1", "Diolch").WantText("strong", "ABCD-2345")
	form.Set("reference", "<b>Call me</b>")
	site.Post("/ask", form).WantText("h1", "Cyn i chi ddechrau")
}

func TestHerPagesAreEasyToRead(t *testing.T) {
	site := open(t, &desk{}, nil)
	pages := map[string]*webtest.Page{
		"first": site.Get("/ask"), "nothing answered": site.Post("/ask", url.Values{"shown": {shown}, "at": {"contact"}}),
		"not in her language": site.Get("/ask?lang=cy"), "no such door": open(t, &desk{closed: true}, nil).Get("/ask"),
		"a fault of ours": open(t, &desk{fault: errors.New("a fault")}, nil).Post("/ask", with("check")),
	}
	for _, at := range []string{"safe", "contact", "name", "wants", "urgent", "check"} {
		pages["after "+at] = site.Post("/ask", with(at, "lang", ""))
	}
	webtest.WantReading(t, reading.Hers, pages)
}

func TestOnALiveSystemSheReadsNoWordsThatNobodyReviewed(t *testing.T) {
	page := open(t, &desk{}, nil).Get("/ask?lang=cy").WantText("h1", "Before you start").
		WantText(".govuk-inset-text", "This page is not in Welsh yet. Ask us for an interpreter.")
	if page.Attr("html", "lang") != "en" {
		t.Errorf("it says it is in %s", page.Attr("html", "lang"))
	}
}

func TestWhatSheTypedComesOutAsSheMeantIt(t *testing.T) {
	for _, row := range []struct {
		name   string
		form   url.Values
		want   journey.Contact
		phone  string
		person string
	}{
		{"a call without a message", with("check"), journey.ContactNoMessage, "07700 900123", ""},
		{"a call, silent about messages", with("check", "voicemail", ""), journey.ContactNoMessage, "07700 900123", ""},
		{"a call with a neutral message", with("check", "voicemail", "yes"), journey.ContactCall, "07700 900123", ""},
		{"a text", with("check", "contact", "text", "voicemail", "yes"), journey.ContactText, "07700 900123", ""},
		{"through her sister, her own number left over", with("check", "contact", "through_somebody", "through", "Jo, 07700 900456"), journey.ContactThrough, "", "Jo, 07700 900456"},
	} {
		d := &desk{}
		open(t, d, nil).Post("/ask", row.form).WantStatus(200).WantText("strong", "2345")
		if len(d.sent) != 1 || d.keys[0] != "her-key" {
			t.Fatalf("%s: sent %d times under %v", row.name, len(d.sent), d.keys)
		}
		got := d.sent[0]
		if got.Contact != row.want || got.Identity.Phone != row.phone || got.Identity.Through != row.person {
			t.Errorf("%s: %+v", row.name, got)
		}
		if got.Identity.Given != "Grace" || got.Identity.Interpret != "Polish" || len(got.Wants) != 2 || got.Lives != "Brent" || strings.Join(got.Urgent, " ") != "nowhere_safe interpreter" || !got.Identity.Born.Known() {
			t.Errorf("%s: lost an answer: %+v", row.name, got)
		}
	}
}

func TestAPageNamesWhatToPutRightAndKeepsTheRest(t *testing.T) {
	for _, row := range []struct {
		name, shows, leads string
		form               url.Values
	}{
		{"no way to reach her", "Choose how we may contact you", "#contact", with("contact", "contact", "")},
		{"a way there is not", "Choose how we may contact you", "#contact", with("contact", "contact", "pigeon")},
		{"a call to no number", "Enter your phone number", "#phone", with("contact", "phone", "")},
		{"a number in words", "Enter your phone number", "#phone", with("contact", "phone", "my sister's")},
		{"through nobody", "Write who we should contact", "#through", with("contact", "contact", "through_somebody")},
		{"times as long as a letter", "Use fewer words", "#times", with("contact", "times", strings.Repeat("a", 201))},
		{"no name", "Enter the name you want us to use", "#name", with("name", "name", "  ")},
		{"a day there is not", "Enter the day you were born", "#born-day", with("name", "born-day", "31", "born-month", "2")},
		{"born tomorrow", "must be in the past", "#born-day", with("name", "born-day", "4", "born-year", "2026")},
		{"a wish there is not", "Choose from the list", "#wants", with("wants", "wants", "gold")},
		{"something urgent there is not", "Choose from the list", "#urgent", with("urgent", "urgent", "gold")},
		{"no agreement", "Tick the box if we may contact you", "#agreed", with("check", "agreed", "")},
		{"an earlier page that was skipped", "Enter the name you want us to use", "#name", with("check", "name", "")},
	} {
		d := &desk{}
		page := open(t, d, nil).Post("/ask", row.form).WantStatus(422).WantText(".govuk-error-summary", row.shows)
		if got := page.Attr(".govuk-error-summary__list a", "href"); got != row.leads {
			t.Errorf("%s: the summary leads to %q, want %q", row.name, got, row.leads)
		}
		if !strings.HasPrefix(page.Text("title"), "Error: ") || len(page.All(row.leads)) != 1 {
			t.Errorf("%s: titled %q, with %d of %s", row.name, page.Text("title"), len(page.All(row.leads)), row.leads)
		}
		if kept := page.Attr("input[name=lives]", "value"); kept != "Brent" {
			t.Errorf("%s: what she wrote of where she lives is %q", row.name, kept)
		}
		if len(d.sent) != 0 {
			t.Errorf("%s: it was sent", row.name)
		}
	}
}

func TestEveryStepLeadsOnAndBackWithItsAnswers(t *testing.T) {
	site := open(t, &desk{}, nil)
	for _, row := range []struct{ at, go_, to string }{
		{"safe", "", "contact"}, {"contact", "", "name"}, {"name", "", "wants"}, {"wants", "", "urgent"}, {"urgent", "", "check"},
		{"check", "back", "urgent"}, {"contact", "back", "safe"}, {"safe", "back", "safe"},
		{"check", "contact", "contact"}, {"check", "name", "name"}, {"nowhere", "", "safe"}, {"", "", "safe"},
	} {
		page := site.Post("/ask", with(row.at, "go", row.go_)).WantStatus(200)
		if to := page.Attr("input[name=at]", "value"); to != row.to {
			t.Errorf("%s %q leads to %s, want %s", row.at, row.go_, to, row.to)
		}
		if key := page.Attr("input[name=key]", "value"); key != "her-key" {
			t.Errorf("%s %q: the key is %q", row.at, row.go_, key)
		}
		if page.Attr("input[name=phone]", "value") != "07700 900123" || page.Attr("input[name=born-year]", "value") != "1990" {
			t.Errorf("%s %q loses her answers", row.at, row.go_)
		}
	}
	// Going back asks for nothing to be put right first.
	site.Post("/ask", url.Values{"shown": {shown}, "at": {"contact"}, "go": {"back"}}).WantStatus(200)
	if key := site.Post("/ask", with("safe", "key", "<a key that is none>")).Attr("input[name=key]", "value"); key != "new-key" {
		t.Errorf("a key that is none became %q", key)
	}
}

func TestWhateverGoesWrongHerAnswersAreStillThere(t *testing.T) {
	for _, row := range []struct {
		name   string
		fault  error
		allow  bool
		status int
		says   string
	}{
		{"too many ask", nil, false, 429, "Wait ten minutes, then send them again. Or call us on 020 7946 0000"},
		{"the record cannot be written", casework.Fail(casework.Unavailable, "ask", "the disk is full"), true, 503, "Your answers are still here"},
		{"nobody knows whether it was written", casework.Fail(casework.Unknown, "ask", "it took too long"), true, 503, "they count once only"},
		{"she sent other answers before", casework.Fail(casework.Conflict, "ask", "the key was used"), true, 409, "We have your answers already"},
	} {
		page := open(t, &desk{fault: row.fault}, func(d *ask.Door) { d.Allow = func(string) bool { return row.allow } }).
			Post("/ask", with("check")).WantStatus(row.status).WantText(".govuk-error-summary", row.says)
		if page.Attr("input[name=phone]", "value") != "07700 900123" || page.Attr("input[name=key]", "value") != "her-key" {
			t.Errorf("%s: her answers are gone", row.name)
		}
	}
	open(t, &desk{fault: errors.New("a fault of ours")}, nil).Post("/ask", with("check")).WantStatus(500).WantText("h1", "Sorry, something went wrong").WantText("a[data-leave]", "Leave this page").WantText("a[href=/ask]", "Go to the first page")
}

func TestEveryPageCanBeLeftAndSaysNothingOutside(t *testing.T) {
	site := open(t, &desk{}, nil)
	pages := map[string]*webtest.Page{"first": site.Get("/ask"), "an error": site.Post("/ask", url.Values{"shown": {shown}, "at": {"contact"}})}
	for _, at := range []string{"safe", "contact", "name", "wants", "urgent", "check"} {
		pages["after "+at] = site.Post("/ask", with(at))
	}
	for name, page := range pages {
		if page.Attr("a[data-leave]", "href") != "/exit" {
			t.Errorf("%s: there is no way out", name)
		}
		if page.Header.Get("Cache-Control") != "no-store" || page.Header.Get("Set-Cookie") != "" {
			t.Errorf("%s: the browser keeps something: %v", name, page.Header)
		}
		title := strings.ToLower(page.Text("title"))
		for _, word := range []string{"throughline", "grace", "help", "police", "women", "support"} {
			if strings.Contains(title, word) {
				t.Errorf("%s: the title says %q: %s", name, word, title)
			}
		}
		for _, form := range []string{"input[type=text]", "input[type=tel]"} {
			for _, field := range page.All(form) {
				for _, attribute := range field.Attr {
					if attribute.Key == "autocomplete" && attribute.Val != "off" {
						t.Errorf("%s: the browser may keep what she types", name)
					}
				}
			}
		}
	}
	closed := open(t, &desk{closed: true}, nil)
	closed.Get("/ask").WantStatus(200).WantText("main", "directory").WantNone("form")
	closed.Post("/ask", with("check")).WantStatus(200).WantText("main", "directory")
	open(t, &desk{}, func(d *ask.Door) { d.Phone = "" }).Get("/ask").WantText("main", "0808 2000 247")
	site.Get("/sign-in").WantText("a[href=/ask]", "Ask for help for yourself")
}

func TestABrowserThatSendsOldAnswersAgainIsShownNoneOfThem(t *testing.T) {
	for _, row := range []struct {
		name    string
		shown   string
		cleared bool
	}{
		{"a page just shown", strconv.FormatInt(now.Unix(), 10), false},
		{"a page shown 29 minutes ago", strconv.FormatInt(now.Add(-29*time.Minute).Unix(), 10), false},
		{"a page shown as long ago as a browser that left is held back", strconv.FormatInt(now.Add(-web.LeftFor).Unix(), 10), true},
		{"a page that does not say", "", true},
		{"a page that says nonsense", "yesterday", true},
	} {
		page := open(t, &desk{}, nil).Post("/ask", with("urgent", "shown", row.shown)).WantStatus(200)
		if cleared := strings.Contains(page.Text("main"), "We cleared your answers"); cleared != row.cleared || cleared == strings.Contains(page.Body, "07700") {
			t.Errorf("%s: cleared %v, want %v: %s", row.name, cleared, row.cleared, page.Text("main"))
		}
	}
}
