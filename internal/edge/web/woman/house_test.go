package woman_test

import (
	"context"
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
	"throughline/internal/edge/web/woman"
	"throughline/schemes"
)

var ctx = context.Background()

type team []support.Keyworker

func (t team) Keyworkers(context.Context) ([]support.Keyworker, error) { return t, nil }

// house is a service whose pages a test opens.
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
	h := &house{Room: room, t: t,
		desk: support.Desk{Bench: room.Bench, Schemes: casework.Schemes{Rules: books, Delivers: []string{"lwds"}}, People: team{
			{ID: caseworktest.Keyworker.ID, Name: "Priya", OpenLimit: 30, YearLimit: 60},
			{ID: caseworktest.OtherWorker.ID, Name: "Jo", OpenLimit: 30, YearLimit: 60},
		}},
		intake: intake.Desk{Bench: room.Bench, Schemes: casework.Schemes{Rules: books, Delivers: []string{"lwds"}, Settings: map[string]scheme.Settings{"lwds": {"covered_areas": []string{"Central West"}}}}},
	}
	h.site = webtest.Start(t, asker, today.Door{Support: h.desk}, woman.Door{Support: h.desk})
	return h
}

// hers refers a woman and allocates her to Priya.
func (h *house) hers(change ...func(*journey.Referral)) string {
	h.t.Helper()
	entry := caseworktest.Amina()
	for _, one := range change {
		one(&entry)
	}
	receipt, err := h.intake.Refer(ctx, caseworktest.Officer, entry, h.Key())
	h.must(receipt, err)
	h.must(h.desk.Allocate(ctx, caseworktest.Lead, receipt.Case, casework.AnyVersion, h.Key(), support.Allocation{Keyworker: caseworktest.Keyworker.ID}))
	return receipt.Case
}

func (h *house) must(_ casework.Receipt, err error) {
	h.t.Helper()
	if err != nil {
		h.t.Fatal(err)
	}
}

// book books an appointment this long from now, and returns its id.
func (h *house) book(caseID string, in time.Duration) string {
	h.t.Helper()
	h.must(h.desk.Book(ctx, caseworktest.Keyworker, caseID, casework.AnyVersion, h.Key(),
		support.Booking{At: calendar.At(h.Now().Add(in)), How: journey.OneToOne}))
	return last[journey.Booked](h).Appointment
}

// last returns the newest fact, which has to be of this kind.
func last[B journey.Body](h *house) B {
	h.t.Helper()
	facts := h.Record.Facts()
	body, ok := facts[len(facts)-1].Body.(B)
	if !ok {
		h.t.Fatalf("the newest fact is a %s", facts[len(facts)-1].Body.Kind())
	}
	return body
}

// words of the newest fact.
func (h *house) words() string {
	facts := h.Record.Facts()
	if said := facts[len(facts)-1].Words; said != nil {
		return said.Text
	}
	return ""
}

// form opens a page and returns its form's hidden fields with these filled in,
// given as name, value, name, value.
func (h *house) form(path string, fill ...string) url.Values {
	h.t.Helper()
	page := h.site.Get(path).WantStatus(200)
	form := url.Values{"key": {page.Attr("main input[name=key]", "value")}, "version": {page.Attr("main input[name=version]", "value")}}
	return filled(form, fill...)
}

func filled(form url.Values, fill ...string) url.Values {
	for i := 0; i+1 < len(fill); i += 2 {
		form.Set(fill[i], fill[i+1])
	}
	return form
}

// day fills the three boxes of a date.
func day(name string, on calendar.Day) []string {
	iso := strings.Split(on.String(), "-")
	return []string{name + "-year", iso[0], name + "-month", iso[1], name + "-day", iso[2]}
}

// refused is a form that is not taken, and what the page then says.
type refused struct {
	fill  []string
	says  string
	field string // the id the message leads to
	forge string // a field whose value the page never offers, and so cannot keep
}

// wantRefused sends each form, and looks for its message, its link and what was
// typed. Nothing may be written.
func (h *house) wantRefused(path string, tests map[string]refused) {
	h.t.Helper()
	for name, test := range tests {
		h.t.Run(name, func(t *testing.T) {
			before := len(h.Record.Facts())
			form := h.form(path, test.fill...)
			page := h.site.Post(strings.SplitN(path, "?", 2)[0], form).WantStatus(422)
			page.WantText("title", "Error: ").WantText(".govuk-error-summary", test.says)
			if page.Attr(".govuk-error-summary a[href=#"+test.field+"]", "href") == "" {
				t.Errorf("the summary does not lead to %q", test.field)
			}
			if page.Attr("main #"+test.field, "id") == "" {
				t.Errorf("there is no field %q to lead to", test.field)
			}
			if got := page.Attr("main input[name=key]", "value"); got != form.Get("key") {
				t.Errorf("the key changed to %q", got)
			}
			for i := 0; i+1 < len(test.fill); i += 2 {
				if test.fill[i] != test.forge && !kept(page, test.fill[i], test.fill[i+1]) {
					t.Errorf("%s: %q was not kept", test.fill[i], test.fill[i+1])
				}
			}
			if len(h.Record.Facts()) != before {
				t.Error("something was written")
			}
		})
	}
}

// kept says whether a field still holds what was typed or chosen.
func kept(page *webtest.Page, name, value string) bool {
	if value == "" || page.Text("textarea[name="+name+"]") == value {
		return true
	}
	for _, shown := range []string{"input[name=" + name + "][value=" + value + "]", "select[name=" + name + "] option[value=" + value + "][selected]"} {
		if found := page.All(shown); len(found) > 0 {
			return true
		}
	}
	return page.Attr("input[name="+name+"]", "value") == value
}

func TestWhoMayOpenARecord(t *testing.T) {
	h := newHouse(t, caseworktest.Keyworker)
	caseID := h.hers()
	pages := []string{"", "timeline", "contact", "assessment", "plan", "appointments", "tier", "activity", "answers", "close"}
	for _, part := range pages {
		h.site.Get(woman.Path(caseID, part)).WantStatus(200).WantText(".tl-identity", "Amina Okafor").
			WantText(".tl-identity", "Text her, in neutral words")
	}
	for asker, status := range map[access.Asker]int{
		caseworktest.Lead: 200, caseworktest.OtherWorker: 404, caseworktest.Officer: 403, caseworktest.Commissioner: 403, caseworktest.Admin: 403,
	} {
		h.site.As(asker)
		for _, part := range pages {
			page := h.site.Get(woman.Path(caseID, part)).WantStatus(status)
			if status != 200 && strings.Contains(page.Body, "Okafor") {
				t.Errorf("%s reads her name at %q", asker.Role, part)
			}
		}
	}
	h.site.As(caseworktest.Keyworker)
	h.site.Get(woman.Path("no-such-case", "")).WantStatus(404)
}

func TestNoTitleOrAddressNamesHer(t *testing.T) {
	h := newHouse(t, caseworktest.Keyworker)
	caseID := h.hers()
	for _, part := range []string{"", "timeline", "contact", "assessment", "plan", "appointments", "tier", "activity", "answers", "close"} {
		page := h.site.Get(woman.Path(caseID, part))
		if title := page.Text("title"); strings.Contains(title, "Amina") {
			t.Errorf("%q is titled %q", part, title)
		}
		for _, link := range page.All("a[href]") {
			for _, a := range link.Attr {
				if a.Key == "href" && strings.Contains(a.Val, "Amina") {
					t.Errorf("%q links to %q", part, a.Val)
				}
			}
		}
		if n := len(page.All("h1")); n != 1 {
			t.Errorf("%q has %d main headings", part, n)
		}
	}
}
