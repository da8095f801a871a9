package linking_test

import (
	"bytes"
	"fmt"
	"mime/multipart"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"throughline/internal/casework"
	"throughline/internal/casework/caseworktest"
	"throughline/internal/casework/jobs"
	"throughline/internal/casework/linking"
	"throughline/internal/domain/access"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
	door "throughline/internal/edge/web/linking"
	"throughline/internal/edge/web/webtest"
)

// office is the pages of a lead who links a feed, and the women who are here.
type office struct {
	*webtest.Site
	t      *testing.T
	record *caseworktest.Record
	jobs   jobs.Desk
	now    time.Time
}

func open(t *testing.T) *office {
	t.Helper()
	o := &office{t: t, now: caseworktest.Start}
	clock := func() time.Time { return o.now }
	o.record = caseworktest.NewRecord(clock)
	ids := 0
	bench := casework.Bench{Record: o.record, Now: clock, NewID: func() string {
		ids++
		return fmt.Sprintf("id%08d", ids)
	}}
	crew := caseworktest.Crew{caseworktest.Lead, caseworktest.Admin, caseworktest.Keyworker}
	desk := &linking.Desk{Bench: bench, Telling: o.record, Store: o.record, Staff: crew}
	o.jobs = jobs.Desk{Bench: bench, Store: o.record, Staff: crew, Kinds: []casework.JobKind{linking.Comparing{Desk: *desk}}}
	o.Site = webtest.Start(t, caseworktest.Lead, door.Door{Desk: desk})
	on := calendar.OnDay(calendar.On(2020, 1, 6))
	for id, who := range map[string]journey.Identity{
		"w1": {Given: "Amina", Family: "Hill", KnownAs: "Mina", Born: calendar.On(1990, 3, 27), Postcode: "SE15 8BP"},
		"w2": {Given: "Beth", Family: "Shaw", Born: calendar.On(1985, 3, 27)},
	} {
		facts := []journey.Fact{
			{Woman: id, Happened: on, Known: on, Body: journey.IdentityTold{}, Words: &journey.Words{Identity: &who}},
			{Woman: id, Case: "caseofher" + id, Happened: on, Known: on, Body: journey.Referred{Scheme: "lwds", Pathway: journey.ConditionalCaution}},
		}
		if _, err := o.record.Append(t.Context(), casework.Change{Facts: facts}); err != nil {
			t.Fatal(err)
		}
	}
	return o
}

// send sends a feed with a last day.
func (o *office) send(content string, until ...string) *webtest.Page {
	o.t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	for i, part := range []string{"until-day", "until-month", "until-year"} {
		if i < len(until) {
			if err := form.WriteField(part, until[i]); err != nil {
				o.t.Fatal(err)
			}
		}
	}
	part, err := form.CreateFormFile("file", "Amina Hill.csv")
	if err != nil {
		o.t.Fatal(err)
	}
	if _, err := part.Write([]byte(content)); err != nil {
		o.t.Fatal(err)
	}
	if err := form.Close(); err != nil {
		o.t.Fatal(err)
	}
	request, err := http.NewRequest(http.MethodPost, o.URL+"/link", &body)
	if err != nil {
		o.t.Fatal(err)
	}
	request.Header.Set("Content-Type", form.FormDataContentType())
	request.Header.Set("Origin", o.URL)
	request.Header.Set("Sec-Fetch-Site", "same-origin")
	return o.Do(request)
}

const head = "arrest_id,given_name,family_name,date_of_birth,postcode,arrested_on,force,offence_code,outcome\n"

const rows = "P1,Amina,Hill,1990-03-27,SE15 8BP,2021-01-05,E23000001,TH68010,charged\n" +
	"P2,Amina,Hill,,,2021-02-05,,,\n" + "P3,Beth,Shaw,,,2021-03-05,,,\n" +
	"P4,Zoe,Quinn,1961-11-02,,2021-04-05,,,\n" + "P5,Secret,Name,soon,,2021-04-05,,,\n"

// compared sends a feed and has it compared, and returns where its pages are.
func (o *office) compared() string {
	o.t.Helper()
	o.send(head+rows, "24", "8", "2021").WantStatus(http.StatusSeeOther)
	at := o.Get("/link").Attr("tbody a", "href")
	o.Get(at).WantText("main", "The feed is being compared").WantNone("h2")
	if worked, err := o.jobs.Work(o.t.Context(), o.jobs.Kinds[0], "w1"); err != nil || !worked {
		o.t.Fatalf("worked %t, %v", worked, err)
	}
	return at
}

// arrests returns how many arrests stand on a woman's record.
func (o *office) arrests(woman string) int {
	o.t.Helper()
	told, err := o.record.Told(o.t.Context(), []string{woman})
	if err != nil {
		o.t.Fatal(err)
	}
	n := 0
	for _, fact := range journey.Effective(told[woman], 0) {
		if fact.Body.Kind() == journey.KindArrested {
			n++
		}
	}
	return n
}

func TestAFeedIsLinkedByAPersonAlone(t *testing.T) {
	o := open(t)
	o.Get("/link").WantText("main", "Nothing is linked until you press a button").WantText("main", "after 28 days").WantNone("table")
	at := o.compared()
	if o.arrests("w1") != 0 {
		t.Fatal("an arrest was linked before anybody decided")
	}
	page := o.Get(at).WantStatus(http.StatusOK).WantText("dl", "Arrests in the file 5").WantText("dl", "Last day it tells of 24 August 2021").
		WantText("details", "Row 6: date_of_birth is not a day such as 1985-04-10.").WantText("main", "From this weight on").
		WantText("form[action="+at+"/take]", "Put 1 arrest on these women's records")
	for _, gone := range []string{"Quinn", "Secret"} {
		if strings.Contains(page.Body, gone) {
			t.Errorf("%s is shown", gone)
		}
	}
	o.Post(at+"/take", url.Values{"version": {"1"}}).WantStatus(http.StatusUnprocessableEntity).WantText(".govuk-error-summary", "others than you were shown")
	o.Post(at+"/take", url.Values{"version": {page.Attr("input[name=version]", "value")}}).WantRedirect(at + "?done=take")
	o.Get(at+"?done=take").WantText(".govuk-notification-banner", "You can take each one back").WantText("main", "No arrest that waits fits this well").WantText("main", "Same woman")
	if o.arrests("w1") != 1 {
		t.Errorf("%d arrests on her record", o.arrests("w1"))
	}
	o.Post(at+"/back", url.Values{"pair": {"0"}}).WantRedirect(at + "?done=back")
	o.Get(at+"?done=back").WantText("main", "Taken back")
	if o.arrests("w1") != 0 {
		t.Error("it was not taken back")
	}
	o.Post(at+"/finish", nil).WantRedirect(at + "?done=finish")
	finished := o.Get(at+"?done=finish").WantText("main", "This feed is finished").WantNone("form[action=" + at + "/finish]")
	if strings.Contains(finished.Body, "Hill") {
		t.Error("a name is shown after it was finished")
	}
	o.Get("/link").WantText("tbody", "Finished, 0 arrests linked")
}

func TestAPairIsLookedAtSideBySide(t *testing.T) {
	o := open(t)
	at := o.compared()
	pair := at + "/pair/1"
	page := o.Get(pair).WantStatus(http.StatusOK).WantText("h1", "Is it the same woman?").WantText("table", "Amina Hill").WantText("table", "Both names the same. Speaks for the same woman").
		WantText("table", "No date of birth known. Says little either way").WantText("main", "in all. The model expects").WantText("main", "It starts at -3.8, as most pairs are of two women.").WantText("main", "Mina Hill").WantText("dl", "Arrest P2")
	if len(page.All("input[checked]")) != 0 {
		t.Error("an answer is chosen already")
	}
	o.Post(pair, url.Values{"reason": {"no day of birth"}}).WantStatus(http.StatusUnprocessableEntity).WantText(".govuk-error-summary", "Choose whether it is the same woman").WantText("textarea", "no day of birth")
	next := o.Post(pair, url.Values{"answer": {"cannot_tell"}, "reason": {"no day of birth"}}).WantStatus(http.StatusSeeOther).To()
	if next != at+"/pair/0" {
		t.Errorf("it goes on to %s", next)
	}
	if again := o.Get(pair); again.Attr("input[checked]", "value") != "cannot_tell" {
		t.Error("what was decided is not shown")
	}
	o.Post(next, url.Values{"answer": {"not_same"}}).WantRedirect(at + "/pair/2")
	o.Get(at+"/pair/2").WantText("table", "Beth Shaw").WantText("table", "27 March 1985")
	o.Post(at+"/pair/2", url.Values{"answer": {"same"}}).WantRedirect(at)
	if o.arrests("w1") != 0 || o.arrests("w2") != 1 {
		t.Errorf("%d and %d arrests on their records", o.arrests("w1"), o.arrests("w2"))
	}
	for _, wrong := range []string{"/pair/9", "/pair/-1", "/pair/x"} {
		o.Get(at + wrong).WantStatus(http.StatusNotFound)
		o.Post(at+wrong, url.Values{"answer": {"same"}}).WantStatus(http.StatusNotFound)
	}
	o.Post(at+"/back", url.Values{"pair": {"x"}}).WantStatus(http.StatusNotFound)
}

func TestTheThresholdIsChosenOnThePage(t *testing.T) {
	o := open(t)
	at := o.compared()
	if got := o.Get(at).Attr("option[selected]", "value"); got != "5" {
		t.Errorf("chosen is %s", got)
	}
	o.Post(at+"/threshold", url.Values{"threshold": {"-2"}}).WantRedirect(at)
	o.Get(at).WantText("form[action="+at+"/take]", "Put 3 arrests on these women's records").WantText("main", "There are none.")
	for _, wrong := range []string{"", "much", "3.3"} {
		o.Post(at+"/threshold", url.Values{"threshold": {wrong}}).WantStatus(http.StatusUnprocessableEntity).WantText(".govuk-error-summary", "Choose a weight from the table")
	}
}

func TestFeedsThatAreNotTakenAreSaidInWords(t *testing.T) {
	for _, row := range []struct {
		name, content string
		until         []string
		say           string
	}{
		{"no file", "", []string{"24", "8", "2021"}, "Choose the file"},
		{"no last day", head + rows, nil, "Enter the last day that the feed tells of"},
		{"a last day before an arrest", head + rows, []string{"1", "1", "2021"}, "The feed has an arrest on a later day than this"},
		{"no feed", "a,b\n1,2\n", []string{"24", "8", "2021"}, "The file has no column arrest_id"},
	} {
		t.Run(row.name, func(t *testing.T) {
			page := open(t).send(row.content, row.until...).WantStatus(http.StatusUnprocessableEntity).WantText(".govuk-error-summary", row.say)
			if len(row.until) > 0 && page.Attr("input[name=until-year]", "value") != "2021" {
				t.Error("the day that was typed is not kept")
			}
		})
	}
}

func TestNamesThatAreGoneAreSaidToBeGone(t *testing.T) {
	o := open(t)
	at := o.compared()
	o.now = o.now.Add(linking.Kept)
	if page := o.Get(at).WantText("main", "The names of this feed are gone"); strings.Contains(page.Body, "Hill") {
		t.Error("a name is shown")
	}
}

func TestWhoOpensThePagesOfAFeed(t *testing.T) {
	for _, asker := range []access.Asker{caseworktest.Keyworker, caseworktest.Admin, caseworktest.Officer, caseworktest.Commissioner} {
		t.Run(string(asker.Role), func(t *testing.T) {
			o := open(t)
			at := o.compared()
			o.As(asker)
			for _, path := range []string{"/link", at, at + "/pair/0"} {
				o.Get(path).WantStatus(http.StatusForbidden)
			}
			for _, step := range []string{"/threshold", "/take", "/back", "/finish", "/pair/0"} {
				o.Post(at+step, url.Values{"answer": {"same"}, "pair": {"0"}, "threshold": {"5"}}).WantStatus(http.StatusForbidden)
			}
			if o.arrests("w1") != 0 {
				t.Error("an arrest was linked")
			}
		})
	}
}
