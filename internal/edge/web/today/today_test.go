package today_test

import (
	"context"
	"fmt"
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
	"throughline/internal/edge/web/today"
	"throughline/internal/edge/web/webtest"
	"throughline/schemes"
)

var ctx = context.Background()

type team []support.Keyworker

func (t team) Keyworkers(context.Context) ([]support.Keyworker, error) { return t, nil }

// house is a service with two keyworkers and its lists.
type house struct {
	*caseworktest.Room
	t      *testing.T
	desk   support.Desk
	intake intake.Desk
	site   *webtest.Site
}

func newHouse(t *testing.T, asker access.Asker) *house {
	t.Helper()
	books, err := schemes.Library()
	if err != nil {
		t.Fatal(err)
	}
	room := caseworktest.NewRoom(t)
	desk := support.Desk{Bench: room.Bench, Schemes: casework.Schemes{Rules: books, Delivers: []string{"lwds"}}, People: team{
		{ID: caseworktest.Keyworker.ID, Name: "Priya", OpenLimit: 30, YearLimit: 60},
		{ID: caseworktest.OtherWorker.ID, Name: "Jo", OpenLimit: 0, YearLimit: 60},
	}}
	return &house{Room: room, t: t, desk: desk,
		intake: intake.Desk{Bench: room.Bench, Schemes: casework.Schemes{Rules: books, Delivers: []string{"lwds"}, Settings: map[string]scheme.Settings{"lwds": {"covered_areas": []string{"Central West"}}}}},
		site:   webtest.Start(t, asker, today.Door{Support: desk}),
	}
}

// refer refers a woman; with a keyworker she is allocated to her.
func (h *house) refer(name string, worker access.Asker, change ...func(*journey.Referral)) string {
	h.t.Helper()
	entry := caseworktest.Amina()
	entry.Identity = journey.Identity{Given: name, Family: "Okafor", Born: calendar.On(1990, time.March, 27), Phone: "07700 900123"}
	for _, one := range change {
		one(&entry)
	}
	receipt, err := h.intake.Refer(ctx, caseworktest.Officer, entry, h.Key())
	if err != nil {
		h.t.Fatal(err)
	}
	if worker.ID != "" {
		_, err := h.desk.Allocate(ctx, caseworktest.Lead, receipt.Case, casework.AnyVersion, h.Key(), support.Allocation{Keyworker: worker.ID, Reason: "She asked for her"})
		if err != nil {
			h.t.Fatal(err)
		}
	}
	return receipt.Case
}

func TestTodayOfAKeyworker(t *testing.T) {
	h := newHouse(t, caseworktest.Keyworker)
	amina := h.refer("Amina", caseworktest.Keyworker, func(r *journey.Referral) { r.Urgent = []string{"nowhere_safe"} })
	h.refer("Canary", caseworktest.OtherWorker)
	if _, err := h.desk.Book(ctx, caseworktest.Keyworker, amina, casework.AnyVersion, h.Key(),
		support.Booking{At: calendar.At(h.Now().Add(26 * time.Hour)), How: journey.OneToOne}); err != nil {
		t.Fatal(err)
	}
	page := h.site.Get("/today").WantStatus(200).
		WantText("main", "Your caseload 1 of 30; 1 of 60 this year").
		WantText("a[role=button]", "Record a contact").
		WantText("main li", "Urgent at referral: nowhere safe to go").
		WantText("main li", "Tomorrow, Wednesday 4 March 2026, 11:30am").
		WantText("main li", "Text her, in neutral words").
		WantText("main", "1 more condition is open with no date stated.")
	if got, want := page.Text("h2"), "Safety Now and next Outcomes to record Conditions due in 14 days New to me Reviews due"; got != want {
		t.Errorf("the lists stand as %q, want %q", got, want)
	}
	for _, hidden := range []string{"Canary", "Common assault", "01CW/100/26"} {
		if strings.Contains(page.Body, hidden) {
			t.Errorf("Today shows %q", hidden)
		}
	}
	if page.Attr("main a[href=/woman/"+amina+"]", "href") == "" {
		t.Error("her name does not lead to her record")
	}
}

func TestTodayOfALead(t *testing.T) {
	h := newHouse(t, caseworktest.Lead)
	h.refer("Amina", access.Asker{})
	h.refer("Bela", caseworktest.OtherWorker)
	h.WaitDays(15)
	page := h.site.Get("/today").WantStatus(200).
		WantText("h2", "Unallocated (1, oldest 15 days)").
		WantText("main li", "1 of 0 women now").
		WantText("main li", "Nobody has met or spoken to her for 15 days").
		WantText("h2", "At risk").
		WantText("main li", "Keyworker: Jo")
	for _, link := range []string{"/allocate", "/board"} {
		if page.Attr("h2 a[href="+link+"]", "href") == "" {
			t.Errorf("nothing leads to %s", link)
		}
	}
	if strings.Contains(page.Text("h2"), "Safety") {
		t.Error("a lead sees the lists of a keyworker")
	}
}

func TestAnEmptyDay(t *testing.T) {
	for asker, says := range map[access.Asker]string{
		caseworktest.Keyworker: "No one is booked today or in the next 7 days.",
		caseworktest.Lead:      "Everything is allocated.",
	} {
		newHouse(t, asker).site.Get("/today").WantStatus(200).WantText("main", says)
	}
}

func TestWhoMayOpenTheLists(t *testing.T) {
	h := newHouse(t, caseworktest.Keyworker)
	h.refer("Amina", caseworktest.Keyworker)
	for _, asker := range []access.Asker{caseworktest.Officer, caseworktest.Commissioner, caseworktest.Admin} {
		h.site.As(asker)
		for _, path := range []string{"/today", "/caseload"} {
			if page := h.site.Get(path).WantStatus(403); strings.Contains(page.Body, "Okafor") {
				t.Errorf("%s reads a name at %s", asker.Role, path)
			}
		}
		h.site.Post("/caseload", url.Values{"text": {"Okafor"}}).WantStatus(403)
	}
}

func TestCaseload(t *testing.T) {
	h := newHouse(t, caseworktest.Keyworker)
	for n := range 51 {
		h.refer(fmt.Sprintf("Name%02d", n), caseworktest.Keyworker)
	}
	h.refer("Canary", caseworktest.OtherWorker)
	page := h.site.Get("/caseload").WantStatus(200).WantText("main [role=status]", "51 cases").WantText("table", "0 of 2 done. Not met yet. No date stated")
	if n := len(page.All("tbody tr")); n != 50 {
		t.Errorf("the first page holds %d cases", n)
	}
	page = h.site.Get(page.Attr(".govuk-pagination__next a", "href"))
	if n := len(page.All("tbody tr")); n != 1 {
		t.Errorf("the second page holds %d cases", n)
	}
	found := h.site.Post("/caseload", url.Values{"text": {"name07"}}).WantStatus(200).WantText("tbody", "Name07 Okafor").WantText("[role=status]", "1 case")
	if found.Attr("input[name=text]", "value") != "name07" {
		t.Error("the text searched for was not kept")
	}
	h.site.Post("/caseload", url.Values{"text": {"Canary"}}).WantText("[role=status]", "Nobody was found").WantNone("table")
	h.site.Get("/caseload?state=closed").WantText("[role=status]", "No cases here yet").WantText("option[selected]", "Closed")
	h.site.Post("/caseload", url.Values{"state": {"closed"}}).WantRedirect("/caseload?state=closed")
}

func TestALeadIsLedToTheSearchByExactDetails(t *testing.T) {
	h := newHouse(t, caseworktest.Lead)
	h.refer("Amina", caseworktest.Keyworker)
	h.site.Get("/caseload").WantStatus(200).WantNone("input[name=text]").WantText("a[href=/find]", "Find one woman by exact details")
	h.site.Post("/caseload", url.Values{"text": {"okafor"}}).WantRedirect("/caseload")
}
