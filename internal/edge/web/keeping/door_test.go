package keeping_test

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"throughline/internal/casework"
	"throughline/internal/casework/caseworktest"
	verbs "throughline/internal/casework/keeping"
	"throughline/internal/domain/access"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
	"throughline/internal/edge/web/keeping"
	"throughline/internal/edge/web/webtest"
)

func TestMain(m *testing.M) { caseworktest.Main(m) }

// canary stands in her notes, her offence and her reference alone: no page about
// keeping may show it.
const canary = "zebra-crossing-77"

type world struct {
	t      *testing.T
	room   *caseworktest.Room
	site   *webtest.Site
	caseID string
}

func newWorld(t *testing.T) *world {
	t.Helper()
	w := &world{t: t, room: caseworktest.NewRoom(t)}
	desk := &verbs.Desk{Bench: w.room.Bench, Store: w.room.Kept(), Stones: &caseworktest.Stones{}, Name: func(_ context.Context, id string) (string, error) {
		return map[string]string{caseworktest.Lead.ID: caseworktest.Lead.Name}[id], nil
	}}
	entry := caseworktest.Amina()
	entry.Scheme, entry.Pathway, entry.Reference, entry.Offence.Label = "lwds", journey.ConditionalCaution, canary, canary
	facts, err := desk.Pen(caseworktest.Officer).Refer(entry, "")
	if err != nil {
		t.Fatal(err)
	}
	receipt := w.append(facts...)
	w.caseID = receipt.Case
	now := calendar.At(w.room.Now())
	w.append(
		journey.Fact{Woman: receipt.Woman, Case: receipt.Case, Happened: now, Known: now, Body: journey.ContactMade{Spoke: true}, Words: &journey.Words{Text: canary}},
		journey.Fact{Woman: receipt.Woman, Case: receipt.Case, Happened: now, Known: now, Body: journey.Closed{Reason: journey.ClosedCompleted}},
	)
	w.site = webtest.Start(t, caseworktest.Lead, keeping.Door{Desk: desk})
	return w
}

func (w *world) append(facts ...journey.Fact) casework.Receipt {
	w.t.Helper()
	receipt, err := w.room.Record.Append(context.Background(), casework.Change{Seen: casework.AnyVersion, Facts: facts})
	if err != nil {
		w.t.Fatal(err)
	}
	return receipt
}

// send fills the form of an act and sends it.
func (w *world) send(act string, fields url.Values) *webtest.Page {
	w.t.Helper()
	form := w.site.Get(keeping.Path(w.caseID, act)).WantStatus(200)
	fields.Set("key", form.Attr("input[name=key]", "value"))
	if hold := form.Attr("input[name=hold]", "value"); hold != "" {
		fields.Set("hold", hold)
	}
	return w.site.Post(keeping.Path(w.caseID, act), fields)
}

func TestAnEmptyQueueSaysSoAndSaysTheRule(t *testing.T) {
	w := newWorld(t)
	w.site.Get("/keeping").WantStatus(200).WantText("main", "Nothing waits for you").
		WantText("main", "kept 6 years").WantText("main", "Nothing is erased by itself").WantText(".govuk-service-navigation", "Keeping records")
}

func TestTheLeadReadsWhoIsDueAndGovernanceTheReferenceAlone(t *testing.T) {
	w := newWorld(t)
	w.room.Wait(7 * 366 * 24 * time.Hour)
	w.site.Get("/keeping").WantText("table", "Amina Okafor").WantText("table", "Kept for the time")
	w.site.As(caseworktest.Governance)
	for _, path := range []string{"/keeping", keeping.Path(w.caseID, ""), keeping.Path(w.caseID, "hold")} {
		page := w.site.Get(path).WantStatus(200)
		page.WantText("main", casework.Reference(w.caseID))
		for _, secret := range []string{"Amina", "Okafor", canary} {
			if strings.Contains(page.Body, secret) {
				t.Errorf("%s shows %q to governance", path, secret)
			}
		}
	}
}

func TestTwoPeopleEraseAndAreToldWhenItIsComplete(t *testing.T) {
	w := newWorld(t)
	w.send("erase", url.Values{"ground": {"she_asked"}, "reason": {"She wrote to us"}}).WantRedirect(keeping.Path(w.caseID, "") + "?done=erase")
	mine := w.site.Get(keeping.Path(w.caseID, "")+"?done=erase").WantText(".govuk-notification-banner", "A second person has to agree")
	mine.WantText("main", "You asked for it to be erased").WantText("dl", "She asked for it. Asked by Ruth").WantText("li", "She wrote to us")
	if text := mine.Text("main"); strings.Contains(text, "Erase this record") {
		t.Error("the one who asked may confirm")
	}
	w.site.Get(keeping.Path(w.caseID, "agree")).WantRedirect(keeping.Path(w.caseID, ""))

	w.site.As(caseworktest.Governance)
	w.site.Get("/keeping").WantText("table", casework.Reference(w.caseID))
	form := w.site.Get(keeping.Path(w.caseID, "agree")).WantStatus(200)
	form.WantText(".govuk-warning-text", "cannot be undone").WantText("main", "figures of past years do not change").WantText("main", "Backups are kept 30 days")
	w.send("agree", url.Values{}).WantStatus(422).WantText("#confirm-error", "Confirm that you have read").WantText("title", "Error:")
	done := w.send("agree", url.Values{"confirm": {"yes"}})
	if done.Status != http.StatusSeeOther || !strings.HasPrefix(done.To(), "/keeping?gone=2026-") {
		t.Fatalf("erased it leads to %d %q", done.Status, done.To())
	}
	w.site.Get(done.To()).WantText(".govuk-notification-banner", "thrown away on 2 April 2026").WantText("main", "Nothing waits for you")
	w.site.Get(keeping.Path(w.caseID, "")).WantStatus(404)
	w.site.As(caseworktest.Lead)
	w.site.Get(keeping.Path(w.caseID, "")).WantStatus(404)
}

func TestAHoldIsSetShownAndLifted(t *testing.T) {
	w := newWorld(t)
	w.send("hold", url.Values{"reason": {""}}).WantStatus(422).WantText("#reason-error", "Say what it has to be held for")
	w.send("hold", url.Values{"reason": {"A court may ask for it"}}).WantRedirect(keeping.Path(w.caseID, "") + "?done=hold")
	page := w.site.Get(keeping.Path(w.caseID, "")).WantText("dl", "Held since").WantText("li", "A court may ask for it")
	if text := page.Text("main"); strings.Contains(text, "Ask for this record to be erased") {
		t.Error("held, it can be asked for")
	}
	w.site.Get(keeping.Path(w.caseID, "erase")).WantRedirect(keeping.Path(w.caseID, ""))
	lift := page.Attr("dl a", "href")
	form := w.site.Get(lift).WantText("h1", "Lift the hold")
	w.site.Post(keeping.Path(w.caseID, "lift"), url.Values{
		"key": {form.Attr("input[name=key]", "value")}, "hold": {form.Attr("input[name=hold]", "value")}, "reason": {"The court has decided"},
	}).WantRedirect(keeping.Path(w.caseID, "") + "?done=lift")
	w.site.Get(keeping.Path(w.caseID, "")).WantText("main", "Ask for this record to be erased")
}

func TestWhatWasTypedIsKeptWithWhatIsWrong(t *testing.T) {
	w := newWorld(t)
	page := w.send("keep", url.Values{"until-day": {"31"}, "until-month": {"2"}, "until-year": {"2030"}, "reason": {"kept words"}}).WantStatus(422)
	page.WantText("#until-error", "Enter a day to come").WantText("#reason", "kept words").WantText("title", "Error:")
	if page.Attr(".govuk-error-summary a", "href") != "#until-day" || page.Attr("#until-day", "value") != "31" {
		t.Error("the summary does not lead to the day, or the day is not kept")
	}
	w.send("keep", url.Values{"until-day": {"27"}, "until-month": {"3"}, "until-year": {"2030"}, "reason": {"Her claim goes on"}}).
		WantRedirect(keeping.Path(w.caseID, "") + "?done=keep")
	w.site.Get(keeping.Path(w.caseID, "")).WantText("li", "Kept until 27 March 2030, by Ruth. Her claim goes on")
	refused := w.send("erase", url.Values{"reason": {"kept words"}}).WantStatus(422)
	refused.WantText("#ground-error", "Choose why").WantText("#reason", "kept words")
}

func TestARequestIsRefused(t *testing.T) {
	w := newWorld(t)
	w.send("erase", url.Values{"ground": {"time_is_over"}, "reason": {"Nothing is open"}}).WantStatus(303)
	w.site.As(caseworktest.Governance)
	w.send("leave", url.Values{"reason": {"An appeal is open"}}).WantRedirect(keeping.Path(w.caseID, "") + "?done=leave")
	w.site.Get(keeping.Path(w.caseID, "")).WantText("li", "Not erased").WantText("li", "An appeal is open")
}

func TestNobodyElseOpensThesePages(t *testing.T) {
	w := newWorld(t)
	w.site.Get("/keeping/none").WantStatus(404)
	w.site.Get(keeping.Path(w.caseID, "sell")).WantStatus(404)
	w.site.Post(keeping.Path(w.caseID, "sell"), url.Values{}).WantStatus(404)
	for _, asker := range []access.Asker{caseworktest.Officer, caseworktest.Keyworker, caseworktest.Commissioner, caseworktest.Admin} {
		w.site.As(asker)
		for _, path := range []string{"/keeping", keeping.Path(w.caseID, ""), keeping.Path(w.caseID, "erase")} {
			w.site.Get(path).WantStatus(http.StatusForbidden)
		}
		w.site.Post(keeping.Path(w.caseID, "erase"), url.Values{"key": {"k"}, "ground": {"she_asked"}, "reason": {"x"}}).WantStatus(http.StatusForbidden)
	}
}

func TestWhatSheAsksForStandsHereUntilItIsSeenTo(t *testing.T) {
	w := newWorld(t)
	row, err := w.room.Record.Row(context.Background(), w.caseID)
	if err != nil {
		t.Fatal(err)
	}
	now := calendar.At(w.room.Now())
	ask := func(body journey.Body) string {
		return w.append(journey.Fact{Woman: row.Woman, Case: w.caseID, Happened: now, Known: now, Body: body}).Facts[0]
	}
	first, second := ask(journey.CopyAsked{}), ask(journey.DeletionAsked{})
	w.site.Get("/keeping").WantText("main", "She asks for it").WantText("main", "She asks for a copy of her record").WantText("main", "She asks for her record to be erased")
	w.site.Get(keeping.Path(w.caseID, "")).WantText("main", "She asks for her record to be erased").WantText("main", "Make a copy for her").WantText("main", "Ask for this record to be erased")
	w.site.As(caseworktest.Governance)
	w.site.Get("/keeping").WantText("main", "She asks for it").WantText("main", casework.Reference(w.caseID))
	ask(journey.SeenTo{Ask: first})
	ask(journey.SeenTo{Ask: second})
	w.site.Get("/keeping").WantText("main", "Nothing waits for you")
}
