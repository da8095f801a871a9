package journeytest

import (
	"context"
	"testing"

	"github.com/chromedp/chromedp"
)

const typed = "She asked for a call in the evening"

// What is typed outlives the page, the device, the session and a colleague who saves
// first.
func TestWhatIsTypedIsNotLost(t *testing.T) {
	if testing.Short() {
		t.Skip("the walk at a desk is enough in short")
	}
	browser, served := newBrowser(t), practice(t)
	for _, loss := range []struct {
		name string
		met  func(*testing.T, site, context.Context)
	}{
		{"the page is killed", pageKilled},
		{"without scripts it is kept by its button", keptByButton},
		{"the session ends", notesOutliveSession},
		{"a colleague saves first", colleagueFirst},
	} {
		t.Run(loss.name, func(t *testing.T) { loss.met(t, served, browser) })
	}
}

func (v *visitor) writesNote() string {
	v.t.Helper()
	v.follow("Record a contact").choose("How did you meet or talk?", "Phone")
	v.choose("What happened?", "No answer")
	v.fill(typed, "Note (optional)")
	return v.path()
}

func pageKilled(t *testing.T, s site, browser context.Context) {
	phone := s.as(t, browser, "Keyworker", onAPhone)
	her := phone.opens("/caseload", 0)
	form := phone.writesNote()
	phone.until("what is typed to be kept", "[...document.querySelectorAll('[data-keep-said]')].some(s => s.textContent.startsWith('What you typed is kept'))")
	phone.do("killing the page", chromedp.Navigate("about:blank"))

	desktop := s.as(t, browser, "Keyworker", atADesk)
	desktop.open(form).sees(her, "We kept what you typed at", "It is not saved yet").holdsNote()
	desktop.picture("draft")
	s.as(t, browser, "Service lead", atADesk).open(form).seesNot("We kept what you typed")
	desktop.press("Save").sees("Contact recorded", typed)
	desktop.open(form).seesNot("We kept what you typed")
}

func (v *visitor) holdsNote() {
	v.t.Helper()
	if kept := v.holds("Note (optional)"); kept != typed {
		v.t.Errorf("of the note, %q is kept", kept)
	}
	if !ask[bool](v, found("field", []string{"How did you meet or talk?", "Phone"})+".checked") {
		v.t.Error("how they talked is not kept")
	}
}

func keptByButton(t *testing.T, s site, browser context.Context) {
	v := s.as(t, browser, "Keyworker", manner{width: 360})
	v.opens("/caseload", 1)
	form := v.writesNote()
	v.press("Save for later")
	again := s.as(t, browser, "Keyworker", manner{width: 360})
	again.open(form).sees("We kept what you typed at").holdsNote()
	again.press("Start again").open(form).seesNot("We kept what you typed")
	if kept := again.holds("Note (optional)"); kept != "" {
		t.Errorf("started again, the note holds %q", kept)
	}
}

func notesOutliveSession(t *testing.T, s site, browser context.Context) {
	v := s.as(t, browser, "Keyworker", atADesk)
	her := v.opens("/caseload", 2)
	v.writesNote()
	v.anotherTab().open("/today").press("Sign out").sees("You have signed out")
	v.press("Save").stands(401).sees("What you entered is kept").seesNot(her, typed)
	v.signIn(s.names["Keyworker"], s.password).sees("We kept what you typed", "It is not saved yet").holdsNote()
	v.press("Save").sees("Contact recorded", typed)
}

func colleagueFirst(t *testing.T, s site, browser context.Context) {
	for _, choice := range []string{"Keep both", "Leave mine out"} {
		first, second := s.as(t, browser, "Keyworker", atADesk), s.as(t, browser, "Service lead", atADesk)
		first.opens("/caseload", 3)
		record := first.path()
		first.writesNote()
		second.open(record).follow("Record a contact")
		second.choose("How did you meet or talk?", "Phone")
		second.choose("What happened?", "No answer")
		second.choose("How many minutes? (optional)", "15")
		second.press("Save").sees("Contact recorded")
		first.press("Save").sees("Saved since you opened this page", choice).holdsNote()
		first.picture("both saved")
		first.press(choice)
		if choice == "Keep both" {
			first.sees("Contact recorded", typed)
			first.press("Undo").seesNot(typed)
			continue
		}
		first.open(record + "/contact").seesNot("We kept what you typed")
		first.open(record + "/timeline").seesNot(typed)
	}
}
