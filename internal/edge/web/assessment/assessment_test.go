package assessment_test

import (
	"context"
	"errors"
	"net/url"
	"slices"
	"strings"
	"testing"

	"throughline/internal/casework"
	"throughline/internal/casework/assessment"
	"throughline/internal/casework/caseworktest"
	"throughline/internal/casework/intake"
	"throughline/internal/casework/support"
	"throughline/internal/domain/access"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
	"throughline/internal/domain/need"
	page "throughline/internal/edge/web/assessment"
	"throughline/internal/edge/web/webtest"
	"throughline/internal/edge/web/woman"
	"throughline/schemes"
	"throughline/screening"
)

var ctx = context.Background()

type team []support.Keyworker

func (t team) Keyworkers(context.Context) ([]support.Keyworker, error) { return t, nil }

// house is a service whose pages a test opens, with one woman in Priya's caseload.
type house struct {
	*caseworktest.Room
	t      *testing.T
	site   *webtest.Site
	caseID string
}

func newHouse(t *testing.T, loaded ...string) *house {
	t.Helper()
	books, err := schemes.Library()
	if err != nil {
		t.Fatal(err)
	}
	tools, err := screening.Tools()
	if err != nil {
		t.Fatal(err)
	}
	instruments, err := screening.Instruments()
	if err != nil {
		t.Fatal(err)
	}
	room := caseworktest.NewRoom(t)
	rules := casework.Schemes{Rules: books, Delivers: []string{"lwds"}}
	record := woman.Door{Support: support.Desk{Bench: room.Bench, Schemes: rules, People: team{{ID: caseworktest.Keyworker.ID, Name: "Priya", OpenLimit: 30, YearLimit: 60}}}}
	h := &house{Room: room, t: t}
	h.site = webtest.Start(t, caseworktest.Keyworker, record, page.Door{
		Desk: assessment.Desk{Bench: room.Bench, Tools: tools, Tool: "common", Instruments: instruments, Loaded: loaded}, Woman: record,
		Write: func(given assessment.Given) ([]byte, error) { return []byte(given.Reference), nil },
		Read: func(data []byte, _ []need.Instrument) (page.Received, error) {
			if string(data) != "nine ones" {
				return page.Received{}, errors.New("it is no QuestionnaireResponse")
			}
			return page.Received{Instrument: "phq9", On: room.Bench.Today(), Items: []int{1, 1, 1, 1, 1, 1, 1, 1, 1}}, nil
		},
	})
	entry := caseworktest.Amina()
	entry.Urgent = []string{"nowhere_safe"}
	receipt, err := (intake.Desk{Bench: room.Bench, Schemes: rules}).Refer(ctx, caseworktest.Officer, entry, h.Key())
	if err != nil {
		t.Fatal(err)
	}
	h.caseID = receipt.Case
	if _, err := record.Support.Allocate(ctx, caseworktest.Lead, h.caseID, casework.AnyVersion, h.Key(), support.Allocation{Keyworker: caseworktest.Keyworker.ID}); err != nil {
		t.Fatal(err)
	}
	return h
}

func (h *house) path(part string) string { return woman.Path(h.caseID, part) }

// form opens a page and returns its form with these fields filled in.
func (h *house) form(part string, fill ...string) url.Values {
	h.t.Helper()
	shown := h.site.Get(h.path(part)).WantStatus(200)
	form := url.Values{"key": {shown.Attr("main input[name=key]", "value")}}
	for i := 0; i+1 < len(fill); i += 2 {
		form.Set(fill[i], fill[i+1])
	}
	return form
}

func today(h *house, fill ...string) []string { return append(day(h.Bench.Today()), fill...) }

func day(on calendar.Day) []string {
	iso := strings.Split(on.String(), "-")
	return []string{"on-year", iso[0], "on-month", iso[1], "on-day", iso[2]}
}

var parts = []string{"screening", "measures", "measures/phq9", "measures/gad7", "wellbeing", "safety-steps"}

func TestWhoMayOpenThesePages(t *testing.T) {
	h := newHouse(t)
	for _, part := range parts {
		shown := h.site.Get(h.path(part)).WantStatus(200).WantText(".tl-identity", "Amina Okafor")
		if title := shown.Text("title"); strings.Contains(title, "Amina") || len(shown.All("h1")) != 1 {
			t.Errorf("%s is titled %q, with %d main headings", part, title, len(shown.All("h1")))
		}
	}
	before := len(h.Record.Facts())
	for asker, status := range map[access.Asker]int{
		caseworktest.Lead: 200, caseworktest.OtherWorker: 404, caseworktest.Officer: 403, caseworktest.Commissioner: 403, caseworktest.Admin: 403,
	} {
		h.site.As(asker)
		for _, part := range parts {
			shown := h.site.Get(h.path(part)).WantStatus(status)
			if status != 200 && strings.Contains(shown.Body, "Okafor") {
				t.Errorf("%s reads her name at %q", asker.Role, part)
			}
			if status != 200 {
				h.site.Post(h.path(part), url.Values{"key": {h.Key()}}).WantStatus(status)
			}
		}
	}
	if len(h.Record.Facts()) != before {
		t.Error("somebody else wrote in her record")
	}
}

// What was told is not asked again unless she wants, and says where it is from.
func TestScreening(t *testing.T) {
	h := newHouse(t)
	shown := h.site.Get(h.path("screening")).WantText("main", "Raised on 3 March 2026, by Metropolitan Police. She was not asked this there.").
		WantText("main", "The common screening questions, version 2").WantNone("main input[type=radio][checked]")
	if n := len(shown.All("section h2")); n != 7 {
		t.Errorf("%d areas are asked about", n)
	}
	h.site.Post(h.path("screening"), h.form("screening", today(h, "where", "custody", "violence_now", "declined", "learning", "no", "learning-words", "I read a lot")...)).
		WantRedirect(h.path("screening") + "?done=screening")
	h.site.Get(h.path("screening")).WantText("main", "No. Tuesday 3 March 2026, 9:30am, in custody, asked by you. She said: “I read a lot”").
		WantText("details", "Ask again : Is reading, writing, or taking things in hard for you?").
		WantText("main", "She would rather not say now. Tuesday 3 March 2026, 9:30am, in custody, asked by you").
		WantText("details", "All that is known (2)")
	h.site.Get(h.path("timeline")).WantText(".tl-timeline", "Asked 2 screening questions")

	h.site.Post(h.path("screening"), h.form("screening", today(h, "where", "centre", "harm_to_herself", "yes")...)).
		WantRedirect(h.path("safety-steps") + "?done=harm")
	h.site.Get(h.path("safety-steps")+"?done=harm").WantText(".govuk-notification-banner", "before anything else").
		WantText("main", "call 999").WantText("main", "3 March 2026: Risk to herself, she said so, advance, from an answer")
	h.site.Get(h.path("")).WantText(".tl-alert", "Know this first Risk to herself")
}

// refused is a form that is not taken, and what the page then says.
type refused struct {
	fill        []string
	says, field string
	forge       string // a field whose value the page never offers, and so cannot keep
}

func (h *house) wantRefused(part string, tests map[string]refused) {
	h.t.Helper()
	for name, test := range tests {
		h.t.Run(name, func(t *testing.T) {
			before := len(h.Record.Facts())
			form := h.form(part, test.fill...)
			shown := h.site.Post(h.path(part), form).WantStatus(422).WantText("title", "Error: ").WantText(".govuk-error-summary", test.says)
			if shown.Attr(".govuk-error-summary a[href=#"+test.field+"]", "href") == "" || shown.Attr("main #"+test.field, "id") == "" {
				t.Errorf("the summary does not lead to a field %q", test.field)
			}
			if got := shown.Attr("main input[name=key]", "value"); got != form.Get("key") {
				t.Errorf("the key changed to %q", got)
			}
			for i := 0; i+1 < len(test.fill); i += 2 {
				if test.fill[i] != test.forge && !kept(shown, test.fill[i], test.fill[i+1]) {
					t.Errorf("%s: %q was not kept", test.fill[i], test.fill[i+1])
				}
			}
			if len(h.Record.Facts()) != before {
				t.Error("something was written")
			}
		})
	}
}

func kept(shown *webtest.Page, name, value string) bool {
	if value == "" || shown.Text("textarea[name="+name+"]") == value || shown.Attr("input[name="+name+"]", "value") == value {
		return true
	}
	return slices.ContainsFunc([]string{"[checked]", ""}, func(state string) bool {
		return len(shown.All("input[name="+name+"][value="+value+"]"+state)) > 0
	})
}

func TestFormsThatAreNotTaken(t *testing.T) {
	h := newHouse(t)
	with := func(fill ...string) []string { return today(h, fill...) }
	h.wantRefused("screening", map[string]refused{
		"nothing asked":       {with("where", "centre"), "at least one question", "feeling", ""},
		"nowhere":             {with("feeling", "no", "feeling-words", "Kept"), "Choose where you asked her", "where", ""},
		"another place":       {with("feeling", "no", "where", "moon"), "Choose where you asked her", "where", "where"},
		"words and no answer": {with("where", "phone", "feeling-words", "Kept"), "Choose her answer", "feeling", ""},
		"another answer":      {with("where", "phone", "feeling", "maybe", "feeling-words", "Kept"), "Choose her answer", "feeling", "feeling"},
		"no day":              {[]string{"on-day", "", "where", "phone", "feeling", "no"}, "Enter the day you talked", "on-day", ""},
		"no such day":         {[]string{"on-day", "31", "on-month", "2", "on-year", "2026", "where", "phone", "feeling", "no"}, "a date that exists", "on-day", ""},
		"tomorrow":            {append(day(h.Bench.Today().AddDays(1)), "where", "phone", "feeling", "no"), "today or an earlier day", "on-day", ""},
	})
	h.wantRefused("safety-steps", map[string]refused{
		"nobody":             {with("present", "yes", "did", "Kept"), "Choose who is at risk", "to", ""},
		"neither yes nor no": {with("to", "herself", "did", "Kept"), "Choose yes or no", "to", ""},
		"now, nothing done":  {with("to", "herself", "present", "yes", "when", "now"), "write what was done", "to", ""},
		"no risk, and done":  {with("to", "others", "present", "no", "did", "Kept"), "Choose Yes for risk to others", "to", ""},
	})
	h.wantRefused("measures/gad7", map[string]refused{
		"nothing":            {with("note", "Kept"), "Enter the answer to every question, or the total", "item-1", ""},
		"a question left":    {with("item-1", "1", "item-2", "1", "item-3", "1", "item-4", "1", "item-5", "1", "item-6", "1"), "Question 7: enter a number from 0 to 3", "item-7", ""},
		"an answer too high": {with("item-1", "4", "item-2", "1", "item-3", "1", "item-4", "1", "item-5", "1", "item-6", "1", "item-7", "1"), "Question 1: enter a number from 0 to 3", "item-1", ""},
		"an answer in words": {with("item-1", "often", "item-2", "1", "item-3", "1", "item-4", "1", "item-5", "1", "item-6", "1", "item-7", "1"), "Question 1: enter a number", "item-1", ""},
		"a total too high":   {with("total", "22", "note", "Kept"), "The total goes from 0 to 21", "total", ""},
		"a total in words":   {with("total", "many"), "Enter the total as a number", "total", ""},
		"declined, and more": {with("total", "3", "declined", "yes"), "leave the answers empty", "declined", ""},
	})
	h.wantRefused("measures", map[string]refused{
		"no FHIR":      {[]string{"resource", "hello"}, "This cannot be read: it is no QuestionnaireResponse", "resource", ""},
		"nothing sent": {[]string{"resource", ""}, "This cannot be read", "resource", ""},
	})
}

func TestQuestionnaires(t *testing.T) {
	h := newHouse(t)
	h.site.Get(h.path("measures")).WantText("main", "Not offered: the service has to register with the owner first WEMWBS: well-being").
		WantText("main", "AUDIT: drinking, in ten questions. World Health Organization 2001").WantText("h3", "throughline setting instruments").WantText("main", "Read a score only against earlier ones of the same questionnaire")
	h.site.Get(h.path("measures/phq9")).WantText("legend", "9. Thoughts that you would be better off dead").WantText("main", "LOINC")
	h.site.Get(h.path("measures/gad7")).WantText("main", "Its words are on the paper form, and not here").WantText("main", "Question 7").WantNone("legend[id]")
	for _, unused := range []string{"audit", "wemwbs", "unheard-of"} {
		h.site.Get(h.path("measures/" + unused)).WantStatus(404)
		h.site.Post(h.path("measures/"+unused), url.Values{"key": {h.Key()}}).WantStatus(404)
	}
	answers := func(ninth string) []string {
		fill := today(h)
		for n, answer := range []string{"2", "2", "2", "2", "1", "1", "1", "1", ninth} {
			fill = append(fill, "item-"+string(rune('1'+n)), answer)
		}
		return fill
	}
	h.site.Post(h.path("measures/phq9"), h.form("measures/phq9", answers("1")...)).WantRedirect(h.path("safety-steps") + "?done=harm")
	h.WaitDays(14)
	h.site.Post(h.path("measures"), h.form("measures", "resource", "nine ones")).WantRedirect(h.path("safety-steps") + "?done=harm")
	h.WaitDays(14)
	h.site.Post(h.path("measures/phq9"), h.form("measures/phq9", today(h, "total", "5", "note", "From the form")...)).WantRedirect(h.path("measures") + "?done=score")
	h.site.Post(h.path("measures/phq9"), h.form("measures/phq9", today(h, "declined", "yes")...)).WantRedirect(h.path("measures") + "?done=score")
	h.site.Get(h.path("measures")).
		WantText("main", "3 March 2026: 13, moderate, 10 or more is read as likely depression. She has thoughts of harm to herself.").
		WantText("main", "17 March 2026: 9, mild. 4 lower than the first, which may be chance: 6 or more is read as real.").
		WantText("main", "31 March 2026: 5, mild. 8 lower than the first, which is read as a real change. From the form").
		WantText("main", "She would rather not say then. You may ask again")
	h.site.Get(h.path("timeline")).WantText(".tl-timeline", "PHQ-9 answered: total 13").WantText(".tl-timeline", "PHQ-9: she would rather not say then")
}

// One that the service turned on is used, and each scale of several is read by itself.
func TestQuestionnairesTurnedOn(t *testing.T) {
	h := newHouse(t, "dialog")
	fill := today(h)
	for n, answer := range strings.Fields("5 5 5 5 5 5 5 6 1 2 2") {
		fill = append(fill, "item-"+strings.Fields("1 2 3 4 5 6 7 8 9 10 11")[n], answer)
	}
	h.site.Get(h.path("measures/dialog")).WantStatus(200).WantNone("input[name=total]")
	h.site.Post(h.path("measures/dialog"), h.form("measures/dialog", fill...)).WantStatus(303)
	h.site.Get(h.path("measures")).WantText("main", "Quality of life 5.1; Treatment 1.7")
}

func TestGivingAScoreAway(t *testing.T) {
	h := newHouse(t)
	h.site.Post(h.path("measures"), h.form("measures", "resource", "nine ones")).WantStatus(303)
	var scored string
	for _, fact := range h.Record.Facts() {
		if _, ok := fact.Body.(journey.InstrumentScored); ok {
			scored = fact.ID
		}
	}
	path := h.path("scores/" + scored)
	h.site.Get(path).WantText("main", "It does not hold her name")
	h.site.Post(path, url.Values{"agreed": {""}}).WantStatus(422).WantText(".govuk-error-summary", "Write whom it goes to, and that she agreed")
	file := h.site.Post(path, url.Values{"agreed": {"To her doctor"}}).WantStatus(200)
	if file.Header.Get("Content-Type") != "application/fhir+json" || !strings.Contains(file.Header.Get("Content-Disposition"), "answers-2026-03-03.json") || strings.Contains(file.Body, "Okafor") {
		t.Errorf("%v: %s", file.Header, file.Body)
	}
	if line, _ := h.Record.Last(); line.Action != access.Export || line.Said != "To her doctor" {
		t.Errorf("written down as %+v", line)
	}
	h.site.Get(h.path("scores/none")).WantStatus(404)
	for asker, status := range map[access.Asker]int{caseworktest.Lead: 403, caseworktest.OtherWorker: 404, caseworktest.Officer: 403} {
		h.site.As(asker)
		h.site.Get(path).WantStatus(status)
		h.site.Post(path, url.Values{"agreed": {"To her doctor"}}).WantStatus(status)
	}
}
