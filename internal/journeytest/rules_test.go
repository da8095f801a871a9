package journeytest

import (
	"fmt"
	"testing"
	"time"

	"throughline/internal/domain/calendar"
)

// A service lead changes a rulebook: what is wrong is put right, an encounter is
// tried, and the edition is put in force from tomorrow.
func TestARulebookIsChangedAtADesk(t *testing.T) { changeRules(t, atADesk) }

func TestARulebookIsChangedOnAPhone(t *testing.T) {
	if testing.Short() {
		t.Skip("the walk at a desk is enough in short")
	}
	changeRules(t, onAPhone)
}

func TestARulebookIsChangedWithoutScripts(t *testing.T) {
	if testing.Short() {
		t.Skip("the walk at a desk is enough in short")
	}
	changeRules(t, withoutScripts)
}

// rewrite replaces words in the text of the rulebook, as an editor would.
func rewrite(v *visitor, before, after string) {
	v.t.Helper()
	v.what = "changing the text of the rulebook"
	text := found("field", []string{"The rulebook"})
	if !ask[bool](v, fmt.Sprintf("%s.value.includes(%q)", text, before)) {
		v.t.Fatalf("the rulebook does not say %q", before)
	}
	ask[string](v, fmt.Sprintf("%s.value = %s.value.replace(%q, %q)", text, text, before, after))
}

func changeRules(t *testing.T, how manner) {
	browser, site := newBrowser(t), practice(t)
	lead, officer := site.as(t, browser, "Service lead", how), site.as(t, browser, "Officer", how)
	tomorrow := calendar.DayOf(time.Now().Add(10 * time.Minute)).AddDays(1)
	year, month, day := tomorrow.Date()
	v := lead
	v.follow("Schemes").sees("Schemes", "London Women's Diversion Service", "Run by this service")
	v.picture("schemes")
	v.follow("London Women's Diversion Service").sees("Who may enter", "004:166", "Not stated", "The law beside it")
	v.picture("scheme")
	v.follow("Change the rules").sees("nothing is kept until you put it in force")
	rewrite(v, "status: live", "statos: live")
	v.press("Check").sees("There is a problem", "Line 9: \"statos\" is not a key here", "Line by line")
	v.picture("scheme problem")
	v.reach("link", []string{"Line 9: \"statos\" is not a key here"})
	v.do(v.what, enter)
	v.until("the line", "location.hash === '#line-9'")
	rewrite(v, "statos: live", "status: live")
	rewrite(v, "- required: 2", "- required: 3")
	v.press("Check").seesNot("There is a problem").sees("What changes", "Asked: 3 × appointment", "scenarios are answered as the table", "Put it in force")
	v.fill("17", "Her age in years")
	v.press("Try it").sees("Before: Not open. After: Not open.", "Every clause answers the same.")
	v.picture("scheme tried")
	v.fillDay(fmt.Sprint(day), fmt.Sprint(int(month)), fmt.Sprint(year), "First day it decides")
	v.press("Put it in force").sees("There is a problem", "Say why it changes, and who decided it")
	v.fill("The board decided on three", "Why does it change, and who decided it?")
	v.press("Put it in force").sees("The edition is written", "to come", "The board decided on three", "Asked: 3 × appointment")
	v.picture("scheme history")
	v.follow("Read this edition").sees("Take this edition back")

	officer.follow("Schemes").follow("London Women's Diversion Service").sees("The board decided on three").seesNot("Change the rules")
	officer.follow("Try an encounter").fill("17", "Her age in years")
	officer.press("Try it").sees("Conditional caution: Not open", "She may ask for the same support herself")
	officer.open("/schemes/compare?a=lwds&b=lwds@"+tomorrow.String()).sees("Asked: 2 × appointment", "Asked: 3 × appointment", "The same?")
	officer.picture("scheme compared")
}
