package allocate_test

import (
	"context"
	"fmt"
	"net/url"
	"strings"
	"testing"

	"throughline/internal/casework/caseworktest"
	"throughline/internal/domain/access"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
	"throughline/internal/edge/web/webtest"
)

// list is what the page of those who wait would send, as it was opened.
func list(page *webtest.Page, cases ...string) url.Values {
	sent := url.Values{"key": {page.Attr("input[name=key]", "value")}}
	for _, caseID := range cases {
		sent.Set("version-"+caseID, page.Attr("input[name=version-"+caseID+"]", "value"))
		sent.Set("keyworker-"+caseID, page.Attr("select[name=keyworker-"+caseID+"] option[selected]", "value"))
	}
	return sent
}

func TestThreeAreAllocatedWithOneSubmit(t *testing.T) {
	w := newWorld(t, caseworktest.Lead, jo, priya)
	a, b, c, later := w.refer(t, "Amina", nil), w.refer(t, "Beata", nil), w.refer(t, "Cora", nil), w.refer(t, "Dora", nil)
	page := w.site.Get("/allocate").WantStatus(200)
	sent := list(page, a, b, c, later)
	sent["case"] = []string{a, b, c}
	if got := sent.Get("keyworker-"+a) + " " + sent.Get("keyworker-"+b); got != jo.ID+" "+priya.ID {
		t.Errorf("suggested are %s: not all to one who has room for one", got)
	}
	w.site.Post("/allocate", sent).WantRedirect("/allocate?women=3")
	for _, caseID := range []string{a, b, c} {
		if w.row(t, caseID).Worker != sent.Get("keyworker-"+caseID) {
			t.Errorf("%s is with %q", caseID, w.row(t, caseID).Worker)
		}
	}
	w.site.Get("/allocate?women=3").WantText(".govuk-notification-banner", "3 women are allocated").WantText("main", "1 woman waits")
	written := len(w.room.Record.Facts())
	w.site.Post("/allocate", sent).WantRedirect("/allocate?women=3")
	if len(w.room.Record.Facts()) != written {
		t.Error("a double click allocated again")
	}
	page = w.site.Get("/allocate")
	sent = list(page, later)
	sent.Set("only", later)
	w.site.Post("/allocate", sent).WantRedirect("/allocate?women=1")
}

func TestWhatIsWrongWithOneOfSeveralKeepsNoneOfTheOthers(t *testing.T) {
	w := newWorld(t, caseworktest.Lead, jo)
	a, b := w.refer(t, "Amina", nil), w.refer(t, "Beata", nil)
	sent := list(w.site.Get("/allocate"), a, b)
	sent["case"] = []string{a, b}
	sent.Set("keyworker-"+a, jo.ID)
	sent.Set("keyworker-"+b, jo.ID)
	page := w.site.Post("/allocate", sent).WantStatus(422).WantText("title", "Error:")
	page.WantText(".govuk-error-summary", "Beata Okafor: Jo has 1 of 1 women now").WantText("#reason-"+b+"-error", "Say why you allocate one more")
	if got := page.Attr(".govuk-error-summary a", "href"); got != "#reason-"+b {
		t.Errorf("the summary leads to %q", got)
	}
	if page.Attr("select[name=keyworker-"+b+"] option[selected]", "value") != jo.ID || page.Attr("input[value="+b+"][checked]", "name") != "case" {
		t.Error("the choice is not kept")
	}
	if w.row(t, a).Worker != jo.ID || w.row(t, b).Worker != "" {
		t.Errorf("they are with %q and %q", w.row(t, a).Worker, w.row(t, b).Worker)
	}
	again := list(page, b)
	again["case"] = []string{b}
	again.Set("keyworker-"+b, jo.ID)
	again.Set("reason-"+b, "She asked for Jo")
	w.site.Post("/allocate", again).WantRedirect("/allocate?women=1")
}

func TestNothingTickedAndNoOneChosenAreNamed(t *testing.T) {
	w := newWorld(t, caseworktest.Lead, priya)
	a := w.refer(t, "Amina", nil)
	sent := list(w.site.Get("/allocate"), a)
	w.site.Post("/allocate", sent).WantStatus(422).WantText(".govuk-error-summary", "Tick at least one woman")
	sent["case"] = []string{a}
	sent.Set("keyworker-"+a, "")
	w.site.Post("/allocate", sent).WantStatus(422).WantText("#keyworker-"+a+"-error", "Amina Okafor: Choose a keyworker")
	sent.Set("version-"+a, "soon")
	w.site.Post("/allocate", sent).WantStatus(422)
	sent.Set("version-"+a, "99")
	sent.Set("keyworker-"+a, priya.ID)
	w.site.Post("/allocate", sent).WantStatus(422).WantText(".govuk-error-summary", "Amina Okafor: somebody else saved first")
}

func TestASuggestionWorksWhereSheLivesAndKnowsWhatIsUrgent(t *testing.T) {
	w := newWorld(t, caseworktest.Lead, jo, priya)
	err := w.desk.Describe(context.Background(), caseworktest.Lead, w.room.Key(), journey.KeyworkerDescribed{
		Account: priya.ID, Areas: []string{"central west"}, Specialisms: []string{"housing"}, Share: 100, Open: 30, Year: 60,
	})
	if err != nil {
		t.Fatal(err)
	}
	w.refer(t, "Amina", func(r *journey.Referral) { r.Urgent = []string{"nowhere_safe"} })
	w.site.Get("/allocate").WantText("main form", "Ask first: Priya: 0 of 30 now, 0 of 60 this year, covers Central West, knows about housing.")
}

// sentLeave is the form of a leave.
func sentLeave(page *webtest.Page, from, until calendar.Day, cover string) url.Values {
	sent := url.Values{"key": {page.Attr("form[action=/board/keyworker-1/leave] input[name=key]", "value")}, "cover": {cover}}
	for name, day := range map[string]calendar.Day{"from": from, "until": until} {
		if !day.Known() {
			continue
		}
		year, month, date := day.Date()
		sent.Set(name+"-day", fmt.Sprint(date))
		sent.Set(name+"-month", fmt.Sprint(int(month)))
		sent.Set(name+"-year", fmt.Sprint(year))
	}
	return sent
}

func TestLeaveIsPlannedCoveredAndCancelled(t *testing.T) {
	w := newWorld(t, caseworktest.Lead, jo, priya)
	today := calendar.DayOf(w.room.Now())
	a := w.refer(t, "Amina", nil)
	w.site.Post("/allocate/"+a, form(w.site.Get("/allocate/"+a), priya.ID, ""))
	page := w.site.Get("/board/"+priya.ID+"/profile").WantStatus(200).WantText("main", "No leave is planned").WantText("main", "Her women: 1 woman")
	sent := sentLeave(page, today, today.AddDays(4), "")
	leave := "/board/" + priya.ID + "/leave/" + sent.Get("key")
	w.site.Post("/board/"+priya.ID+"/leave", sent).WantRedirect("/board/keyworker-1/profile?done=leave")
	w.site.Get("/board").WantText("tbody", "Away until").WantText("tbody", "1 day of leave in 12 months taken off the year's limit")
	w.site.Get("/board/"+priya.ID+"/profile?done=leave").WantText("main", "Nobody covers 1 woman.").WantText(".govuk-notification-banner", "The leave is on the board")
	w.site.Post(leave+"/cover", url.Values{"key": {"c1"}, "cover": {""}}).WantStatus(422).WantText(".govuk-error-summary", "Choose who covers")
	w.site.Post(leave+"/cover", url.Values{"key": {"c1"}, "cover": {jo.ID}}).WantRedirect("/board/keyworker-1/profile?done=covered&left=0")
	w.site.Get("/board/"+priya.ID+"/profile").WantText("main", "Jo covers 1 woman.")
	w.site.Get("/board/"+priya.ID).WantText("tbody", "Jo until")
	w.site.Post(leave+"/cancel", url.Values{"key": {"c2"}}).WantRedirect("/board/keyworker-1/profile?done=cancelled")
	w.site.Get("/board/"+priya.ID).WantText("tbody", "None now")
}

func TestWhatIsWrongWithALeaveIsNamedAndKept(t *testing.T) {
	for _, row := range []struct {
		name        string
		from, until int // days from today
		cover       string
		field, says string
	}{
		{"over already", -9, -2, "", "until", "Enter the last day: today or later"},
		{"the wrong way round", 9, 5, "", "until", "The last day must not be before the first"},
		{"covered by herself", 1, 5, priya.ID, "cover", "Choose somebody else than the one who is away"},
		{"covered by a stranger", 1, 5, "keyworker-9", "cover", "Choose one of the keyworkers of the service"},
	} {
		t.Run(row.name, func(t *testing.T) {
			w := newWorld(t, caseworktest.Lead, jo, priya)
			today := calendar.DayOf(w.room.Now())
			sent := sentLeave(w.site.Get("/board/"+priya.ID+"/profile"), today.AddDays(row.from), today.AddDays(row.until), row.cover)
			page := w.site.Post("/board/"+priya.ID+"/leave", sent).WantStatus(422).WantText("title", "Error:").WantText("#"+row.field+"-error", row.says)
			if got := page.Attr("#from-day", "value"); got != sent.Get("from-day") {
				t.Errorf("the first day is %q, want %q", got, sent.Get("from-day"))
			}
		})
	}
	w := newWorld(t, caseworktest.Lead, jo, priya)
	empty := sentLeave(w.site.Get("/board/"+priya.ID+"/profile"), 0, 0, "")
	w.site.Post("/board/"+priya.ID+"/leave", empty).WantStatus(422).WantText("#from-error", "Enter the first day").WantText("#until-error", "Enter the last day")
}

func TestWhatALeadWritesOfAKeyworkerIsCheckedAndKept(t *testing.T) {
	w := newWorld(t, caseworktest.Lead, jo, priya)
	path := "/board/" + priya.ID + "/profile"
	ok := url.Values{"languages": {"English, Polish, Panjabi"}, "areas": {"Hackney, Lambeth"}, "specialisms": {"housing"}, "share": {"50"}, "open": {"30"}, "year": {"60"}}
	for _, row := range []struct{ field, value, says string }{
		{"languages", "English, Elvish", "Not known: Elvish"},
		{"share", "0", "from 1 to 100"},
		{"share", "half", "from 1 to 100"},
		{"open", "none", "1 or more"},
		{"year", "10", "30 or more"},
		{"specialisms", "everything", "Choose from the list"},
	} {
		sent := url.Values{"key": {"k-" + row.field}}
		for name, values := range ok {
			sent[name] = values
		}
		sent.Set(row.field, row.value)
		page := w.site.Post(path, sent).WantStatus(422).WantText("#"+row.field+"-error", row.says)
		if got := page.Attr("#areas", "value"); got != "Hackney, Lambeth" {
			t.Errorf("%s: the areas are %q", row.field, got)
		}
	}
	ok.Set("key", "right")
	w.site.Post(path, ok).WantRedirect(path + "?done=described")
	w.site.Get("/board").WantText("tbody", "0 of 15").WantText("tbody", "English, Polish, Punjabi").WantText("tbody", "Hackney, Lambeth").WantText("tbody", "50% of full time")
}

func TestOnlyTheLeadPlansLeave(t *testing.T) {
	w := newWorld(t, caseworktest.Lead, jo, priya)
	w.site.Get("/board/keyworker-9/profile").WantStatus(404)
	for _, asker := range []access.Asker{caseworktest.Keyworker, caseworktest.Officer, caseworktest.Commissioner, caseworktest.Admin} {
		w.site.As(asker)
		w.site.Get("/board/" + priya.ID + "/profile").WantStatus(403)
		for _, path := range []string{"/allocate", "/board/keyworker-1/profile", "/board/keyworker-1/leave", "/board/keyworker-1/leave/x/cover", "/board/keyworker-1/leave/x/cancel"} {
			w.site.Post(path, url.Values{"key": {"k"}}).WantStatus(403)
		}
	}
}

func TestAMoveIsHandedOverInWords(t *testing.T) {
	w := newWorld(t, caseworktest.Lead, jo, priya)
	a := w.refer(t, "Amina", nil)
	page := w.site.Get("/allocate/" + a).WantNone("#handover")
	w.site.Post("/allocate/"+a, form(page, priya.ID, ""))
	page = w.site.Get("/allocate/" + a)
	sent := form(page, "", "")
	sent.Set("handover", "She likes mornings")
	page = w.site.Post("/allocate/"+a, sent).WantStatus(422).WantText("#handover", "She likes mornings")
	sent = form(page, jo.ID, "")
	sent.Set("handover", "She likes mornings")
	w.site.Post("/allocate/"+a, sent).WantRedirect("/allocate?done=allocated")
	view, err := w.desk.Open(context.Background(), access.Asker{ID: jo.ID, Name: "Jo", Agency: "Advance", Role: access.Keyworker}, a, "")
	if err != nil || !strings.Contains(fmt.Sprint(view.Timeline), "She likes mornings") {
		t.Errorf("Jo reads %v", err)
	}
}
