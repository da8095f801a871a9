package journeytest

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// What goes wrong on a working day loses nothing of hers and tells nobody.
func TestTroubles(t *testing.T) {
	if testing.Short() {
		t.Skip("the walk at a desk is enough in short")
	}
	browser, served := newBrowser(t), practice(t)
	for _, trouble := range []struct {
		name string
		met  func(*testing.T, site, context.Context)
	}{
		{"a referral sent empty", sentEmpty},
		{"a wrong password", wrongPassword},
		{"a session that ended over a half-filled form", sessionEnded},
		{"a referral sent twice", sentTwice},
		{"two people at one record", twoAtOneRecord},
		{"back after signing out", backAfterSigningOut},
		{"a page that is not there", noSuchPage},
	} {
		t.Run(trouble.name, func(t *testing.T) { trouble.met(t, served, browser) })
	}
}

// wantSummary fails the test unless the page says first what is wrong, and
// leads from there to each field.
func (v *visitor) wantSummary(problems ...string) {
	v.t.Helper()
	v.sees(append(problems, "There is a problem")...)
	if title := ask[string](v, "document.title"); !strings.HasPrefix(title, "Error: ") {
		v.t.Errorf("%s: the title is %q", v.what, title)
	}
	if !ask[bool](v, "document.activeElement.matches('.govuk-error-summary')") {
		v.t.Errorf("%s: the focus is not on what is wrong", v.what)
	}
	for _, href := range ask[[]string](v, "[...document.querySelectorAll('.govuk-error-summary a')].map(a => a.getAttribute('href'))") {
		if !ask[bool](v, "!!document.querySelector('main form "+href+"')") {
			v.t.Errorf("%s: %s leads to no field", v.what, href)
		}
	}
	v.reach("link", problems[:1])
	v.do(v.what, enter)
	v.until("the focus in a field", "document.activeElement.matches('main form input, main form select, main form textarea')")
}

func sentEmpty(t *testing.T, s site, browser context.Context) {
	v := s.as(t, browser, "Officer", atADesk)
	v.fill(given, "First name")
	v.fill("31", "Date of birth", "Day")
	v.press("Send referral").wantSummary("Enter her last name")
	if kept := v.holds("First name") + v.holds("Date of birth", "Day"); kept != given+"31" {
		t.Errorf("of what was typed, %q is kept", kept)
	}
	v.picture("error")
	v.follow("My referrals").seesNot(given)
}

func wrongPassword(t *testing.T, s site, browser context.Context) {
	v := visit(t, browser, s.url, atADesk).open("/refer").sees("Sign in")
	v.signIn(s.names["Officer"], "quiet river stone brigde")
	v.wantSummary("The name or the password is not right")
	if name, password := v.holds("Sign-in name"), v.holds("Password"); name != s.names["Officer"] || password != "" {
		t.Errorf("the page holds the name %q and the password %q", name, password)
	}
	v.signIn(s.names["Officer"], s.password).sees("Refer a woman")
}

func sessionEnded(t *testing.T, s site, browser context.Context) {
	v := s.as(t, browser, "Officer", atADesk)
	form(v)
	v.anotherTab().open("/refer").press("Sign out").sees("You have signed out")
	v.press("Send referral").stands(401).sees("What you entered is kept")
	v.seesNot(given, family)
	v.signIn(s.names["Officer"], s.password).sees("We kept what you typed", "It is not saved yet")
	if kept := v.holds("First name") + " " + v.holds("Last name"); kept != name {
		t.Errorf("of her name, %q is kept", kept)
	}
	v.choose("She agreed to us contacting her", "Yes")
	v.press("Send referral").sees("Referral sent")
}

func sentTwice(t *testing.T, s site, browser context.Context) {
	v := s.as(t, browser, "Officer", atADesk)
	form(v)
	v.fill("Twicesent", "Last name")
	v.choose("She agreed to us contacting her", "Yes")
	const twice = `(() => {
		const form = document.querySelector('main form'), body = new URLSearchParams(new FormData(form))
		window.sent = 0
		for (const n of [1, 2]) fetch(form.action, {method: 'POST', body}).then(r => { window.sent += r.ok ? 1 : 9 })
		return true })()`
	ask[bool](v, twice)
	v.until("both to be taken", "window.sent === 2")
	v.press("Send referral").sees("Referral sent")
	v.follow("My referrals")
	if n := strings.Count(v.text(), "Twicesent"); n != 1 {
		t.Errorf("sent three times, she stands in the list %d times", n)
	}
}

func twoAtOneRecord(t *testing.T, s site, browser context.Context) {
	first, second := s.as(t, browser, "Keyworker", atADesk), s.as(t, browser, "Service lead", atADesk)
	first.follow("New to me", "Bernadette Lawson").follow("Record a contact")
	second.open(first.path()).sees("Record a contact")
	for _, v := range []*visitor{first, second} {
		v.choose("How did you meet or talk?", "Phone")
		v.choose("What happened?", "No answer")
		v.choose("How many minutes? (optional)", "15")
	}
	second.press("Save").sees("Contact recorded")
	first.fill("She asked for a call in the evening", "Note (optional)")
	first.press("Save").sees("Saved since you opened this page", "Tried to reach her: phone, 15 minutes, by Riverside Women's Centre")
	first.picture("conflict")
	if kept := first.holds("Note (optional)"); kept != "She asked for a call in the evening" {
		t.Errorf("of her note, %q is kept", kept)
	}
	first.press("Save").sees("Contact recorded", "She asked for a call in the evening")
}

func backAfterSigningOut(t *testing.T, s site, browser context.Context) {
	v := s.as(t, browser, "Keyworker", atADesk)
	v.follow("New to me", "Bernadette Lawson").sees("Bernadette Lawson")
	v.press("Sign out").sees("You have signed out")
	for range 3 {
		was := ask[int](v, "navigation.currentEntry.index")
		v.what = "going back"
		v.do(v.what, chromedp.Evaluate[chromedp.Void]("history.back()"))
		v.until("the page before", fmt.Sprintf("navigation.currentEntry.index < %d && document.readyState === 'complete' && !!document.querySelector('h1')", was))
		v.seesNot("Bernadette Lawson", "Priya Nair", "Your caseload")
	}
}

func noSuchPage(t *testing.T, s site, browser context.Context) {
	v := s.as(t, browser, "Keyworker", atADesk)
	v.open("/no/such/page").stands(404).sees("Page not found")
	v.open("/woman/nobody").stands(404).sees("Page not found")
}
