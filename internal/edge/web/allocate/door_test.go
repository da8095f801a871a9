package allocate_test

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"throughline/internal/casework"
	"throughline/internal/casework/caseworktest"
	"throughline/internal/casework/intake"
	"throughline/internal/casework/support"
	"throughline/internal/domain/access"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
	"throughline/internal/domain/scheme"
	"throughline/internal/edge/web/allocate"
	"throughline/internal/edge/web/webtest"
	"throughline/schemes"
)

type people []support.Keyworker

func (p people) Keyworkers(context.Context) ([]support.Keyworker, error) { return p, nil }

var (
	priya = support.Keyworker{ID: "keyworker-1", Name: "Priya", Agency: "Advance", Languages: []string{"en", "pl"}, OpenLimit: 30, YearLimit: 60}
	jo    = support.Keyworker{ID: "keyworker-2", Name: "Jo", Agency: "Advance", Languages: []string{"en"}, OpenLimit: 1, YearLimit: 60}
)

// canary is a word that only the police reference and the offence hold: no page
// of allocation may show it.
const canary = "zebra-crossing-77"

type world struct {
	room  *caseworktest.Room
	desk  support.Desk
	intro intake.Desk
	site  *webtest.Site
	cases []string
}

func newWorld(t *testing.T, asker access.Asker, keyworkers ...support.Keyworker) *world {
	t.Helper()
	books, err := schemes.Library()
	if err != nil {
		t.Fatal(err)
	}
	w := &world{room: caseworktest.NewRoom(t)}
	w.desk = support.Desk{Bench: w.room.Bench, Schemes: casework.Schemes{Rules: books, Delivers: []string{"lwds"}}, People: people(keyworkers)}
	w.intro = intake.Desk{
		Bench: w.room.Bench, Provider: "Advance",
		Schemes: casework.Schemes{Rules: books, Delivers: []string{"lwds"}, Settings: map[string]scheme.Settings{"lwds": {"covered_areas": []string{"Central West"}}}},
	}
	w.site = webtest.Start(t, asker, allocate.Door{Desk: &w.desk})
	return w
}

// refer brings a woman in and returns her case.
func (w *world) refer(t *testing.T, given string, change func(*journey.Referral)) string {
	t.Helper()
	entry := caseworktest.Amina()
	entry.Identity.Given, entry.Reference, entry.Offence.Label = given, canary, canary
	entry.Identity.Phone = fmt.Sprintf("07700 9001%02d", len(w.cases))
	entry.Identity.Born = calendar.On(1990, time.March, 1+len(w.cases))
	if change != nil {
		change(&entry)
	}
	receipt, err := w.intro.Refer(context.Background(), caseworktest.Officer, entry, w.room.Key())
	if err != nil {
		t.Fatalf("referring %s: %v", given, err)
	}
	w.cases = append(w.cases, receipt.Case)
	return receipt.Case
}

func (w *world) row(t *testing.T, caseID string) journey.Row {
	t.Helper()
	row, err := w.room.Record.Row(context.Background(), caseID)
	if err != nil {
		t.Fatal(err)
	}
	return row
}

// form is what the page would send.
func form(page *webtest.Page, keyworker, reason string) url.Values {
	return url.Values{
		"key": {page.Attr("input[name=key]", "value")}, "version": {page.Attr("input[name=version]", "value")},
		"keyworker": {keyworker}, "reason": {reason},
	}
}

func TestTheListHasTheLongestWaitingFirstWithWhomToAsk(t *testing.T) {
	w := newWorld(t, caseworktest.Lead, jo, priya)
	w.refer(t, "Amina", nil)
	w.room.WaitDays(3)
	w.refer(t, "Beata", func(r *journey.Referral) { r.Urgent = []string{"nowhere_safe"} })

	page := w.site.Get("/allocate").WantStatus(200)
	page.WantText("main", "2 women wait for a keyworker. The oldest referral: 3 days ago.")
	page.WantText("main form", "nowhere safe to go").WantText("main form", "Jo: 0 of 1 now, 0 of 60 this year")
	if text := page.Text("main form"); strings.Index(text, "Amina") > strings.Index(text, "Beata") {
		t.Errorf("the longest waiting does not come first: %s", text)
	}
	page.WantText(".govuk-service-navigation", "Allocate").WantText(".govuk-service-navigation", "Board")
	page.WantText("title", "Allocate")
	if entry, _ := w.room.Record.Last(); len(entry.Women) != 2 {
		t.Errorf("the read names %d women, want 2", len(entry.Women))
	}
}

func TestNothingToAllocateSaysSo(t *testing.T) {
	newWorld(t, caseworktest.Lead, priya).site.Get("/allocate").WantStatus(200).
		WantText("main", "Everything is allocated").WantNone("table")
}

func TestAWomanIsAllocatedToWhomIsSuggested(t *testing.T) {
	w := newWorld(t, caseworktest.Lead, jo, priya)
	caseID := w.refer(t, "Amina", nil)
	page := w.site.Get("/allocate/" + caseID).WantStatus(200)
	page.WantText("h1", "Choose a keyworker").WantText(".govuk-radios", "0 of 30 now, 0 of 60 this year").WantText(".govuk-caption-l", "Amina")
	if got := page.Attr("input[name=keyworker][checked]", "value"); got != jo.ID {
		t.Errorf("%q is chosen beforehand, want the first suggested", got)
	}
	w.site.Post("/allocate/"+caseID, form(page, priya.ID, "")).WantRedirect("/allocate?done=allocated")
	if got := w.row(t, caseID).Worker; got != priya.ID {
		t.Errorf("she is with %q, want %q", got, priya.ID)
	}
	w.site.Get("/allocate?done=allocated").WantText(".govuk-notification-banner", "She is allocated")

	// Sending the same form twice allocates once.
	before := len(w.room.Record.Facts())
	w.site.Post("/allocate/"+caseID, form(page, priya.ID, "")).WantRedirect("/allocate?done=allocated")
	if after := len(w.room.Record.Facts()); after != before {
		t.Errorf("%d facts were written by sending twice", after-before)
	}
}

func TestASuggestionSpeaksHerLanguage(t *testing.T) {
	w := newWorld(t, caseworktest.Lead, jo, priya)
	caseID := w.refer(t, "Beata", nil)
	row := w.row(t, caseID)
	pen := w.desk.Pen(caseworktest.Lead)
	facts := []journey.Fact{{
		Woman: row.Woman, Happened: calendar.At(pen.Now), Known: calendar.At(pen.Now), By: pen.By, Agency: pen.Agency,
		Body: journey.Described{Language: "pl"},
	}}
	if _, err := w.room.Record.Append(context.Background(), casework.Change{Facts: facts, Key: "background"}); err != nil {
		t.Fatal(err)
	}
	page := w.site.Get("/allocate/" + caseID).WantStatus(200)
	page.WantText(".govuk-radios", "Speaks Polish, 0 of 30 now, 0 of 60 this year").WantText("dl", "Polish")
	if got := page.Attr("input[name=keyworker][checked]", "value"); got != priya.ID {
		t.Errorf("%q is chosen beforehand, want the one who speaks Polish", got)
	}
}

func TestPastALimitAReasonIsAskedAndThenNothingStops(t *testing.T) {
	w := newWorld(t, caseworktest.Lead, jo)
	first, second := w.refer(t, "Amina", nil), w.refer(t, "Beata", nil)
	w.site.Post("/allocate/"+first, form(w.site.Get("/allocate/"+first), jo.ID, "")).WantRedirect("/allocate?done=allocated")

	page := w.site.Get("/allocate/"+second).WantText(".govuk-radios", "over the limit with one more")
	page.WantNone("input[checked]")
	asked := w.site.Post("/allocate/"+second, form(page, jo.ID, "")).WantStatus(422)
	asked.WantText("title", "Error:").WantText("#reason-error", "Jo has 1 of 1 women now and 1 of 60 this year. Say why you allocate one more")
	if asked.Attr("input[name=keyworker][checked]", "value") != jo.ID || asked.Attr(".govuk-error-summary a", "href") != "#reason" {
		t.Error("the choice is not kept, or the summary does not lead to the reason")
	}
	w.site.Post("/allocate/"+second, form(asked, jo.ID, "She asked for Jo")).WantRedirect("/allocate?done=allocated")
	if got := w.row(t, second).Worker; got != jo.ID {
		t.Errorf("she is with %q, want %q", got, jo.ID)
	}
	w.site.Get("/board").WantText("tbody", "2 of 1").WantText("tbody", "Over the limit")
}

func TestWhatIsWrongIsNamedAndKept(t *testing.T) {
	for _, row := range []struct {
		name, keyworker string
		field, says     string
	}{
		{"nobody chosen", "", "keyworker", "Choose a keyworker"},
		{"somebody who is none", "keyworker-9", "keyworker", "Choose one of the keyworkers of the service"},
	} {
		t.Run(row.name, func(t *testing.T) {
			w := newWorld(t, caseworktest.Lead, priya)
			caseID := w.refer(t, "Amina", nil)
			page := w.site.Post("/allocate/"+caseID, form(w.site.Get("/allocate/"+caseID), row.keyworker, "kept words")).WantStatus(422)
			page.WantText("#"+row.field+"-error", row.says).WantText("#reason", "kept words").WantText("title", "Error:")
			if w.row(t, caseID).Worker != "" {
				t.Error("she was allocated all the same")
			}
		})
	}
}

func TestAChangeMeanwhileIsToldAndSendingAgainWorks(t *testing.T) {
	w := newWorld(t, caseworktest.Lead, jo, priya)
	caseID := w.refer(t, "Amina", nil)
	opened := w.site.Get("/allocate/" + caseID)
	other := w.site.Get("/allocate/" + caseID)
	w.site.Post("/allocate/"+caseID, form(other, jo.ID, "")).WantRedirect("/allocate?done=allocated")

	told := w.site.Post("/allocate/"+caseID, form(opened, priya.ID, "kept words")).WantStatus(409)
	told.WantText(".tl-alert", "Someone else saved first").WantText(".tl-alert", "allocated").WantText("#reason", "kept words").WantText("dl", "Jo")
	if got := told.Attr("input[name=keyworker][checked]", "value"); got != priya.ID {
		t.Errorf("%q is chosen, want what was entered", got)
	}
	w.site.Post("/allocate/"+caseID, form(told, priya.ID, "")).WantRedirect("/allocate?done=allocated")
	if got := w.row(t, caseID).Worker; got != priya.ID {
		t.Errorf("she is with %q, want %q", got, priya.ID)
	}
}

func TestTheBoardShowsWhatEachCarriesAndLeadsToMoving(t *testing.T) {
	w := newWorld(t, caseworktest.Lead, jo, priya)
	caseID := w.refer(t, "Amina", nil)
	w.refer(t, "Beata", nil)
	w.site.Post("/allocate/"+caseID, form(w.site.Get("/allocate/"+caseID), priya.ID, "")).WantRedirect("/allocate?done=allocated")

	board := w.site.Get("/board").WantStatus(200)
	board.WantText("main", "1 woman waits").WantText("tbody", "Priya 1 of 30 1 of 60").WantText("tbody", "English, Polish").WantText("tbody", "0 of 1")
	if strings.Contains(board.Body, "Amina") {
		t.Error("the board names a woman")
	}
	board.WantText("td a[href=/board/keyworker-1]", "Move to…")
	hers := w.site.Get("/board/" + priya.ID).WantStatus(200)
	hers.WantText("tbody", "Amina").WantText("h1", "Women of Priya")
	if strings.Contains(hers.Body, "Beata") {
		t.Error("a woman of nobody stands among Priya's")
	}
	move := w.site.Get(hers.Attr("td a", "href")).WantStatus(200)
	move.WantText("h1", "Move to another keyworker").WantText("dl", "Priya")
	if text := move.Text(".govuk-radios"); strings.Contains(text, "Priya") || !strings.Contains(text, "Jo") {
		t.Errorf("she can move to: %s", text)
	}
	w.site.Get("/board/keyworker-9").WantStatus(404)
}

func TestOnlyTheLeadAllocatesAndNoOffenceIsShown(t *testing.T) {
	w := newWorld(t, caseworktest.Lead, priya)
	caseID := w.refer(t, "Amina", nil)
	paths := []string{"/allocate", "/allocate/" + caseID, "/board", "/board/" + priya.ID}
	for _, path := range paths {
		if strings.Contains(w.site.Get(path).WantStatus(200).Body, canary) {
			t.Errorf("%s shows the offence or the police reference", path)
		}
	}
	w.site.Get("/allocate/none").WantStatus(404)
	w.site.Post("/allocate/"+caseID, url.Values{"key": {"k"}, "version": {"soon"}, "keyworker": {priya.ID}}).WantStatus(422)
	for _, asker := range []access.Asker{caseworktest.Officer, caseworktest.Keyworker, caseworktest.Commissioner, caseworktest.Admin} {
		w.site.As(asker)
		for _, path := range paths {
			w.site.Get(path).WantStatus(http.StatusForbidden)
		}
		w.site.Post("/allocate/"+caseID, url.Values{"key": {"k"}, "version": {"1"}, "keyworker": {priya.ID}}).WantStatus(http.StatusForbidden)
	}
	if w.row(t, caseID).Worker != "" {
		t.Error("somebody else allocated her")
	}
}
