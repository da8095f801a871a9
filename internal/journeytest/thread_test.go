package journeytest

import (
	"regexp"
	"strings"
	"testing"
	"time"

	"throughline/internal/journeytest/keystroke"
)

// The thread is one woman's way from the offer to the evidence, walked by the
// people who carry it.
func TestTheThreadAtADesk(t *testing.T) { walk(t, atADesk) }

func TestTheThreadOnAPhone(t *testing.T) {
	if testing.Short() {
		t.Skip("the walk at a desk is enough in short")
	}
	walk(t, onAPhone)
}

func TestTheThreadWithoutScripts(t *testing.T) {
	if testing.Short() {
		t.Skip("the walk at a desk is enough in short")
	}
	walk(t, withoutScripts)
}

// journey is a walk under way: who takes part, and the woman it is about.
type journey struct {
	site
	officer, keyworker, lead *visitor
	reference                string // of her referral
	record                   string // path of her record
}

const (
	given, family = "Rosalind", "Ashdown"
	name          = given + " " + family
)

func walk(t *testing.T, how manner) {
	browser, site := newBrowser(t), practice(t)
	j := &journey{
		site:      site,
		officer:   site.as(t, browser, "Officer", how),
		keyworker: site.as(t, browser, "Keyworker", how),
		lead:      site.as(t, browser, "Service lead", how),
	}
	j.refer()
	j.allocate()
	j.meet()
	j.assessAndPlan()
	j.close()
	j.police()
	j.evidence()
	commission(site.as(t, browser, "Commissioner", how), j.record)
	administer(site.as(t, browser, "Administrator", how), j.record)
}

// form fills in a referral for a conditional caution, all but her answer.
func form(v *visitor) {
	v.pick("Eastgate", "Where")
	v.fill("01MP/4471/26", "Custody or crime reference")
	v.fill(given, "First name")
	v.fill(family, "Last name")
	v.fillDay("9", "4", "1991", "Date of birth")
	v.choose("What is happening?", "Conditional caution")
	v.fill("2", "How many appointments must she attend?")
	v.pick("Charge", "What would have happened without this scheme?")
	v.fill("Theft from a shop", "Offence")
	v.fill("07700 900123", "Her phone number")
	v.choose("How can we reach her safely?", "Text")
}

func (j *journey) refer() {
	v := j.officer
	v.sees("Refer a woman")
	v.picture("refer")
	v.within(keystroke.Referral, "a referral", func() {
		form(v)
		v.choose("She agreed to us contacting her", "Yes")
		v.choose("Anything urgent today?", "Children need care")
		v.press("Send referral")
	})
	v.sees("Referral sent", "Read this to her", "Copy for custody record", "Routes open to her", "Text her", name)
	found := regexp.MustCompile(`Reference\s+(\S{4}-\S{4})`).FindStringSubmatch(v.text())
	if found == nil {
		v.t.Fatalf("the page of what was sent names no reference:\n%s", v.text())
	}
	j.reference = found[1]
	v.picture("sent")
	v.follow("See how this referral stands").sees(name, j.reference, "Conditional caution")
	v.follow("My referrals").sees(name, j.reference, "Received, not accepted yet", "0 of 2")
	v.picture("my referrals")

	// No is noted in ten seconds, without a name.
	v.follow("Refer a woman").follow("note it in ten seconds")
	v.choose("What did she say?", "She wants to think")
	v.choose("Did you give her the leaflet?", "Yes")
	v.choose("May we ask her again?", "Yes")
	v.picture("declined")
	v.press("Save").sees("Noted. No name is kept.")
}

func (j *journey) allocate() {
	v := j.lead
	v.open("/today").sees("Unallocated (7", name, "Urgent at referral: children need care")
	v.picture("today of the lead")
	v.within(keystroke.Allocate, "an allocation", func() {
		v.follow("Allocate").sees("7 women wait for a keyworker", name)
		v.picture("waiting")
		v.pick("Priya Nair", name, "Keyworker for "+name)
		v.press(name, "Allocate")
	})
	v.sees("She is allocated")
	v.follow("Board").sees("Priya Nair", "25 of 30", "42 of 60")
	v.picture("board")
}

func (j *journey) meet() {
	v := j.keyworker
	v.follow("Today").sees("25 of 30; 42 of 60 this year", "New to me", name)
	v.picture("today")
	v.follow(name, name).sees(name, "0 of 2 done", "Text her")
	j.record = v.path()

	tomorrow := time.Now().AddDate(0, 0, 1)
	v.follow("Appointments").sees("None booked")
	v.fillDay(tomorrow.Format("2"), tomorrow.Format("1"), tomorrow.Format("2006"), "Which day?")
	v.fill("8am", "What time?") // before anybody else in the practice system comes
	v.choose("How will you meet?", "One to one")
	v.press("Book an appointment", "Save").sees("Appointment booked", "8am")
	v.seesNot("None booked")

	for n, want := range []string{"1 of 2 done", "2 of 2 done"} {
		v.follow("Summary").follow("Record a contact")
		v.choose("How did you meet or talk?", "One to one")
		v.choose("What happened?", "Came")
		v.choose("How many minutes? (optional)", "45")
		v.choose("Does it count towards the condition?", "Yes")
		v.fill("She would like help with rent first", "Note (optional)")
		if n == 0 {
			v.picture("contact")
		}
		v.press("Save").sees("Contact recorded", want)
	}
	v.sees("met")
}

// pathways are the nine, as their headings say them.
var pathways = []string{
	"Somewhere to live", "Education, training and work", "Mental and physical health", "Drugs and alcohol", "Money, benefits and debt",
	"Children and family", "Thinking and choices", "Domestic abuse and violence", "Sex work",
}

func (j *journey) assessAndPlan() {
	v := j.keyworker
	v.open(j.record+"/assessment").sees("First meeting", "Who sees this")
	v.picture("assessment")
	for n, pathway := range pathways {
		v.choose(pathway, "Does she want help with this?", []string{"A lot", "Not now", "A bit"}[n%3])
	}
	v.pick("1", pathways[0], "How is it going, in her view?")
	v.fill("A place of my own", pathways[0], "Her words (optional)")
	v.press("Save").sees("Somewhere to live")

	v.follow("Plan").sees("No goals yet")
	v.fill("Keep my flat", "The goal, in her words")
	v.pick(pathways[0], "Which pathway is it about? (optional)")
	v.press("Add a goal", "Save").sees("Goal 1", "Keep my flat")
	v.choose("She agrees")
	v.fill("Yes, that is what I want", "Her words (optional)")
	v.press("Her answer to the plan", "Save").sees("Yes, that is what I want")
	v.picture("plan")
	v.follow("Summary").sees("2 of 2 done", "Keep my flat", "The police who sent her see this")
	v.picture("woman")
	v.follow("Timeline").sees("She would like help with rent first")
	v.picture("timeline")
}

func (j *journey) close() {
	v := j.keyworker
	v.open(j.record+"/close").sees("Still open. This does not stop you:", "A goal is open: Keep my flat")
	v.choose("Why is support ending?", "Support completed")
	v.fill("She has a place to live", "Note (optional)")
	v.press("End support").sees("Her support ended on")
}

func (j *journey) police() {
	v := j.officer
	today := time.Now().Format("2 January 2006")
	v.follow("My referrals").sees(name, "Came to 2 of 2 appointments. Condition met on "+today)
	v.seesNot("rent first", "Keep my flat", "A place of my own", "She has a place to live")
	v.follow(name).sees("Condition met on " + today)
	v.seesNot("rent first", "Keep my flat", "A place of my own", "She has a place to live")
	v.follow("See the notice on the condition, to print or keep").sees("Notice to police", name, "2 of 2, on "+today, "Keep it as a PDF")
	v.seesNot("rent first", "Keep my flat", "A place of my own", "She has a place to live")
	v.open(j.record).stands(403)
	v.seesNot(name)
}

func (j *journey) evidence() {
	v := j.lead
	v.follow("Evidence").sees("Reached", "Worked", "Capacity", "Not for publication")
	v.picture("evidence")
	if !regexp.MustCompile(`\d+ of \d+`).MatchString(v.text()) {
		v.t.Errorf("evidence never says n of N:\n%s", v.text())
	}
	for _, chart := range []string{"T15", "T6", "T8"} {
		v.open("/evidence/" + chart).sees("Not for publication")
		if !ask[bool](v, "!!document.querySelector('main figure svg[role=img]')") {
			v.t.Errorf("%s has no chart", chart)
		}
		if small := ask[int](v, "[...document.querySelectorAll('svg.chart text')].filter(t => t.getScreenCTM().a * parseFloat(getComputedStyle(t).fontSize) < 13.9).length"); small > 0 {
			v.t.Errorf("%s: %d words of its chart are smaller than 14 px at %d px", chart, small, v.width)
		}
		v.picture(chart)
	}
	v.open("/evidence/T2").sees("Re-arrest is not re-offending")
	v.picture("T2")
	file := v.download("T2 as CSV")
	if !strings.Contains(file, "\r\nWomen re-arrested,") {
		v.t.Errorf("the table as a file: %q", file)
	}
	v.follow("Evidence").open("/evidence/figure/referrals.total")
	v.picture("cases behind a figure")
}

// commission reads the figures that are safe to publish, and no woman's record.
func commission(v *visitor, record string) {
	v.sees("Evidence", "Small numbers hidden").seesNot("Not for publication")
	v.picture("evidence of the commissioner")
	v.open("/evidence/figure/referrals.total").seesNot("Cases behind")
	if ask[bool](v, `!!document.querySelector('main a[href^="/woman/"]')`) {
		v.t.Error("a commissioner is led to a woman's record")
	}
	for _, path := range []string{record, record + "/timeline", "/caseload", "/allocate", "/today"} {
		v.open(path).seesNot(name)
		if v.status != 403 && v.status != 404 {
			v.t.Errorf("a commissioner opens %s with status %d", path, v.status)
		}
	}
}

// administer looks after accounts, and reads no woman's record.
func administer(v *visitor, record string) {
	v.follow("Accounts").sees("Accounts", "How this installation is doing", "Priya Nair")
	v.picture("admin")
	v.follow("Add a person").sees("Add a person")
	v.open(record).seesNot(name)
	if v.status != 403 && v.status != 404 {
		v.t.Errorf("an administrator opens a record with status %d", v.status)
	}
}
