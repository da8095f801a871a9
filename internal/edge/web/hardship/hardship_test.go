package hardship_test

import (
	"context"
	"fmt"
	"net/url"
	"strings"
	"testing"
	"time"

	"throughline/internal/casework"
	"throughline/internal/casework/caseworktest"
	verbs "throughline/internal/casework/hardship"
	"throughline/internal/casework/intake"
	"throughline/internal/casework/support"
	"throughline/internal/domain/access"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
	"throughline/internal/domain/scheme"
	"throughline/internal/edge/web/hardship"
	"throughline/internal/edge/web/webtest"
	"throughline/internal/edge/web/woman"
	"throughline/schemes"
)

func TestMain(m *testing.M) { caseworktest.Main(m) }

var (
	ctx             = context.Background()
	priya, jo, lead = caseworktest.Keyworker, caseworktest.OtherWorker, caseworktest.Lead
)

type keyworkers []support.Keyworker

func (k keyworkers) Keyworkers(context.Context) ([]support.Keyworker, error) { return k, nil }

// centre is a service whose pages of the fund a test opens.
type centre struct {
	*caseworktest.Room
	t     *testing.T
	desk  *verbs.Desk
	into  intake.Desk
	cases support.Desk
	site  *webtest.Site
	women int
}

func newCentre(t *testing.T, asker access.Asker) *centre {
	t.Helper()
	books, err := schemes.Library()
	if err != nil {
		t.Fatal(err)
	}
	rules := casework.Schemes{Rules: books, Delivers: []string{"lwds"}, Settings: map[string]scheme.Settings{"lwds": {"covered_areas": []string{"Central West"}}}}
	room := caseworktest.NewRoom(t)
	var team caseworktest.Team
	for _, one := range []access.Asker{priya, jo, lead} {
		team = append(team, casework.Person{ID: one.ID, Name: one.Name, Agency: one.Agency, Role: one.Role})
	}
	c := &centre{
		Room: room, t: t, desk: &verbs.Desk{Bench: room.Bench, Staff: team}, into: intake.Desk{Bench: room.Bench, Schemes: rules},
		cases: support.Desk{Bench: room.Bench, Schemes: rules, People: keyworkers{{ID: priya.ID, OpenLimit: 30, YearLimit: 60}, {ID: jo.ID, OpenLimit: 30, YearLimit: 60}}},
	}
	c.site = webtest.Start(t, asker, hardship.Door{Desk: c.desk})
	return c
}

func (c *centre) must(err error) {
	c.t.Helper()
	if err != nil {
		c.t.Fatal(err)
	}
}

func (c *centre) woman(name string) string {
	c.t.Helper()
	c.women++
	entry := caseworktest.Amina()
	entry.Identity = journey.Identity{Given: name, Family: "Reed" + name, Born: calendar.On(1980, time.May, c.women), Phone: fmt.Sprintf("07700 9004%02d", c.women)}
	entry.Reference = "ref-" + name
	receipt, err := c.into.Refer(ctx, caseworktest.Officer, entry, c.Key())
	c.must(err)
	_, err = c.cases.Allocate(ctx, lead, receipt.Case, casework.AnyVersion, c.Key(), support.Allocation{Keyworker: priya.ID})
	c.must(err)
	return receipt.Case
}

// fund sets a fund of £100, of which £50 may be given alone.
func (c *centre) fund() string {
	c.t.Helper()
	budget, ceiling := int64(10_000), int64(5_000)
	c.must(c.desk.Set(ctx, lead, 0, c.Key(), journey.FundSet{
		Name: "Winter fund", From: calendar.On(2026, 1, 1), To: calendar.On(2026, 12, 31), Pence: &budget, Ceiling: &ceiling,
		Buys: []journey.HardshipKind{journey.BuysFood, journey.BuysTravel},
	}))
	kept, err := c.desk.Keep(ctx, lead, 0)
	c.must(err)
	return kept.Books[0].Fund
}

// form opens a page and returns the hidden fields of its first form with these
// filled in, given as name, value, name, value.
func (c *centre) form(path string, fill ...string) url.Values {
	c.t.Helper()
	page := c.site.Get(path).WantStatus(200)
	form := url.Values{"key": {page.Attr("main input[name=key]", "value")}, "version": {page.Attr("main input[name=version]", "value")}}
	for i := 0; i+1 < len(fill); i += 2 {
		form.Add(fill[i], fill[i+1])
	}
	return form
}

type refused struct {
	fill  []string
	says  string
	field string // the id the message leads to
}

func (c *centre) wantRefused(path string, tests map[string]refused) {
	c.t.Helper()
	for name, test := range tests {
		c.t.Run(name, func(t *testing.T) {
			before := len(c.Record.Facts())
			form := c.form(path, test.fill...)
			page := c.site.Post(path, form).WantStatus(422)
			page.WantText("title", "Error: ").WantText(".govuk-error-summary", test.says)
			if page.Attr(".govuk-error-summary a[href=#"+test.field+"]", "href") == "" || page.Attr("main #"+test.field, "id") == "" {
				t.Errorf("the summary does not lead to a field %q", test.field)
			}
			for i := 0; i+1 < len(test.fill); i += 2 {
				if test.fill[i] != "act" && !kept(page, test.fill[i], test.fill[i+1]) {
					t.Errorf("%s: %q was not kept", test.fill[i], test.fill[i+1])
				}
			}
			if len(c.Record.Facts()) != before {
				t.Error("something was written")
			}
		})
	}
}

// kept says whether a field still holds what was typed or chosen.
func kept(page *webtest.Page, name, value string) bool {
	if strings.TrimSpace(value) == "" || page.Text("textarea[name="+name+"]") == value {
		return true
	}
	return len(page.All("input[name="+name+"][value="+value+"]")) > 0 || page.Attr("input[name="+name+"]", "value") == value
}

// with returns a form with one field more.
func with(form []string, more ...string) []string {
	return append(append([]string{}, form...), more...)
}

func TestALeadSetsAFund(t *testing.T) {
	c := newCentre(t, lead)
	c.site.Get("/funds").WantStatus(200).WantText("main", "There is no fund yet").WantText(".govuk-service-navigation", "Funds").WantText("main", "No request waits")
	days := []string{"from-day", "1", "from-month", "1", "from-year", "2026", "to-day", "31", "to-month", "3", "to-year", "2026"}
	c.wantRefused("/funds/new", map[string]refused{
		"no name":                {days, "Enter what the fund is called", "name"},
		"no period":              {[]string{"name", "Winter fund"}, "Enter the first day it pays", "from-day"},
		"a day that is none":     {[]string{"name", "Winter fund", "from-day", "31", "from-month", "2", "from-year", "2026"}, "Enter a date that exists", "from-day"},
		"ends before it begins":  {[]string{"name", "W", "from-day", "1", "from-month", "3", "from-year", "2026", "to-day", "1", "to-month", "1", "to-year", "2026"}, "not before the first", "to-day"},
		"a budget in words":      {with(days, "name", "Winter fund", "budget", "a lot"), "Enter the amount in pounds", "budget"},
		"a ceiling in halfpence": {with(days, "name", "Winter fund", "ceiling", "5.505"), "Enter the amount in pounds", "ceiling"},
	})
	form := c.form("/funds/new", with(days, "name", "Winter fund", "funder", "A trust", "budget", "1,200.50", "buys", "food")...)
	for range 2 {
		c.site.Post("/funds/new", form).WantRedirect("/funds?done=set")
	}
	page := c.site.Get("/funds?done=set").WantText(".govuk-notification-banner", "The fund is saved").WantText("tbody", "£1,200.50").WantText("tbody", "Always: no ceiling is stated")
	change := page.Attr("tbody a", "href")
	stale := c.form(change, with(days, "name", "Spring fund")...)
	c.site.Post(change, c.form(change, with(days, "name", "Cold weather fund", "ceiling", "20")...)).WantRedirect("/funds?done=set")
	c.site.Get("/funds").WantText("tbody", "Above £20.00").WantText("tbody", "Not stated")
	again := c.site.Post(change, stale).WantStatus(422).WantText(".govuk-error-summary", "Somebody saved this after you opened it")
	stale.Set("key", again.Attr("input[name=key]", "value"))
	stale.Set("version", again.Attr("input[name=version]", "value"))
	c.site.Post(change, stale).WantRedirect("/funds?done=set")
}

func TestARequestIsOnePage(t *testing.T) {
	c := newCentre(t, priya)
	amina := c.woman("Amina")
	hers := woman.Path(amina, "hardship")
	c.site.Get(hers).WantStatus(200).WantText("main", "No fund pays today").WantText(".tl-identity", "Amina ReedAmina")
	fund := c.fund()
	right := []string{"buys", "food", "amount", "25", "for", "food until Friday", "safe", "yes", "fund", fund, "now", "later"}
	page := c.site.Get(hers).WantText("main", "Left: £100.00. Up to £50.00 you can give it yourself")
	if got := page.Attr("input[name=fund][checked]", "value"); got != fund {
		t.Errorf("the only fund is not chosen, but %q", got)
	}
	change := func(name, value string) []string {
		form := append([]string{}, right...)
		for i := 0; i < len(form); i += 2 {
			if form[i] == name {
				form[i+1] = value
			}
		}
		return form
	}
	c.wantRefused(hers, map[string]refused{
		"for nothing":            {change("buys", ""), "Choose what it is for", "buys"},
		"for what it never buys": {change("buys", "mobile_phone"), "This fund may not be spent on that", "buys"},
		"no amount":              {change("amount", ""), "Enter the amount in pounds", "amount"},
		"an amount in words":     {change("amount", "ten"), "Enter the amount in pounds", "amount"},
		"nobody said what for":   {change("for", ""), "Say what it is for", "for"},
		"nobody asked her":       {change("safe", ""), "Choose whether it is safe", "safe"},
		"no fund":                {change("fund", ""), "Choose a fund that pays today", "fund"},
		"now without a reason":   {with(change("now", "now"), "paid", "cash"), "Say why it cannot wait", "why"},
		"now and nohow":          {with(change("now", "now"), "why", "she is hungry"), "Choose how you gave it", "paid"},
	})
	form := c.form(hers, right...)
	for range 2 {
		c.site.Post(hers, form).WantRedirect(hers + "?done=may")
	}
	request := c.site.Get(hers).WantText("tbody", "Agreed: you can give it").Attr("tbody a", "href")
	c.wantRefused(request, map[string]refused{
		"more than was asked": {[]string{"act", "give", "given-day", "3", "given-month", "3", "given-year", "2026", "amount", "26", "paid", "cash"}, "no more than was asked for", "amount"},
		"no way":              {[]string{"act", "give", "given-day", "3", "given-month", "3", "given-year", "2026", "amount", "20"}, "Choose how you gave it", "paid"},
		"tomorrow":            {[]string{"act", "give", "given-day", "4", "given-month", "3", "given-year", "2026", "amount", "20", "paid", "cash"}, "Enter the day", "given-day"},
		"no day that exists":  {[]string{"act", "give", "given-day", "31", "given-month", "2", "given-year", "2026", "amount", "20", "paid", "cash"}, "Enter a date that exists", "given-day"},
	})
	c.site.Post(request, c.form(request, "act", "give", "given-day", "3", "given-month", "3", "given-year", "2026", "amount", "20", "paid", "voucher")).WantRedirect(hers + "?done=given")
	c.wantRefused(request, map[string]refused{
		"more back than went": {[]string{"act", "return", "returned", "21"}, "no more than was given", "returned"},
		"back in words":       {[]string{"act", "return", "returned", "some"}, "Enter the amount in pounds", "returned"},
	})
	c.site.Post(request, c.form(request, "act", "return", "returned", "5", "why", "not used")).WantRedirect(hers + "?done=returned")
	c.site.Get(request).WantText("dl", "Came back: £5.00").WantText("dl", "Voucher").WantText("dl", "food until Friday")
	c.site.Post(request, c.form(request, "act", "dance")).WantStatus(422)
	c.site.Get(woman.Path(amina, "hardship/none")).WantStatus(404)

	c.site.As(lead)
	c.site.Get("/funds").WantText("main", "In all: £15.00").WantText("main", "No woman who was given something has had an appointment since")
	c.site.Get("/funds?month=2026-02").WantText("main", "Nothing was given").WantText("main", "March 2026")
	file := c.site.Get("/funds/spending.csv?month=2026-03").WantStatus(200)
	if want := "month,fund,kind,paid_by,payments,amount_pence\n2026-03,Winter fund,food,voucher,1,1500\n"; file.Body != want {
		t.Errorf("the file says %q, want %q", file.Body, want)
	}
}

func TestALeadAnswersWhatWaits(t *testing.T) {
	c := newCentre(t, priya)
	amina, fund := c.woman("Amina"), ""
	fund = c.fund()
	hers := woman.Path(amina, "hardship")
	c.site.Post(hers, c.form(hers, "buys", "travel", "amount", "60", "for", "a week of buses", "safe", "with_care", "fund", fund, "now", "later", "urgent", "yes")).WantRedirect(hers + "?done=asked")
	c.site.Post(hers, c.form(hers, "buys", "food", "amount", "70", "for", "food", "safe", "not_asked", "fund", fund, "now", "now", "why", "she is hungry", "paid", "cash")).WantRedirect(hers + "?done=ahead")
	request := c.site.Get(hers).WantText("tbody", "Waits for a lead").Attr("tbody a", "href")
	c.site.Get(request).WantNone("input[name=answer]")
	c.site.Post(request, url.Values{"key": {"x"}, "act": {"decide"}, "answer": {"approved"}}).WantStatus(403)

	c.site.As(lead)
	page := c.site.Get("/funds").WantText("table", "Given already: she is hungry").WantText("table", "Urgent today").WantText("table", "a week of buses")
	if text := page.Text("table"); strings.Index(text, "she is hungry") > strings.Index(text, "a week of buses") {
		t.Error("what was given first does not stand first")
	}
	given := page.Attr("tbody a", "href")
	c.wantRefused(given, map[string]refused{
		"no answer":             {[]string{"act", "decide"}, "Choose your answer", "answer"},
		"no without a reason":   {[]string{"act", "decide", "answer", "declined"}, "Say why, or what you want to know", "reason"},
		"a question of nothing": {[]string{"act", "decide", "answer", "question"}, "Say why, or what you want to know", "reason"},
	})
	form := c.form(given, "act", "decide", "answer", "approved")
	for range 2 {
		c.site.Post(given, form).WantRedirect("/funds?done=answered")
	}
	c.site.Get("/funds").WantText("table", "Urgent today")
	c.site.Get(hers).WantText("main", "Left: £30.00")
}

func TestWhatHappenedAfterAPaymentIsSaidInCounts(t *testing.T) {
	c := newCentre(t, lead)
	c.site.Get("/funds").WantText("main", "No woman who was given something has had an appointment since.")
	fund := c.fund()
	for _, name := range []string{"Amina", "Beata"} {
		hers := woman.Path(c.woman(name), "hardship")
		c.site.As(priya)
		c.site.Post(hers, c.form(hers, "buys", "food", "amount", "20", "for", "food", "safe", "not_asked", "fund", fund, "now", "now", "why", "she is hungry", "paid", "cash")).WantRedirect(hers + "?done=given")
	}
	rows, err := c.Record.Rows(ctx, lead, casework.Filter{})
	c.must(err)
	c.WaitDays(1)
	_, err = c.cases.RecordAttendance(ctx, priya, rows[0].Case, casework.AnyVersion, c.Key(), journey.Meeting{At: calendar.At(c.Now()), How: journey.OneToOne, Outcome: journey.Attended, Counts: journey.Yes})
	c.must(err)
	c.site.As(lead)
	c.site.Get("/funds").WantText("main", "Women who came to their next appointment after a first payment: 1 of 1 (fewer than 10, so no percentage). "+
		"1 more woman has had no appointment since. This does not say why they came. Counted from the first payment, 3 March 2026 to 4 March 2026.")
}

func TestOverTheBudgetIsSaidAndStopsNobody(t *testing.T) {
	c := newCentre(t, priya)
	amina, fund := c.woman("Amina"), c.fund()
	hers := woman.Path(amina, "hardship")
	c.site.Post(hers, c.form(hers, "buys", "food", "amount", "120", "for", "food", "safe", "yes", "fund", fund, "now", "now", "why", "no food at home", "paid", "supplier")).WantRedirect(hers + "?done=ahead")
	c.site.Get(hers).WantText("main", "The budget is used up. You can still ask")
	c.site.As(lead)
	c.site.Get("/funds").WantText("table", "-£20.00").WantText("table", "Over budget")
}

func TestWhoMayOpenThePagesOfTheFund(t *testing.T) {
	c := newCentre(t, lead)
	amina, fund := c.woman("Amina"), c.fund()
	for _, row := range []struct {
		asker       access.Asker
		funds, hers int
	}{{lead, 200, 200}, {priya, 403, 200}, {jo, 403, 404}, {caseworktest.Officer, 403, 403}, {caseworktest.Commissioner, 403, 403}, {caseworktest.Admin, 403, 403}} {
		c.site.As(row.asker)
		for _, path := range []string{"/funds", "/funds/new", "/funds/" + fund + "/change", "/funds/spending.csv"} {
			c.site.Get(path).WantStatus(row.funds)
		}
		c.site.Get(woman.Path(amina, "hardship")).WantStatus(row.hers)
	}
	c.site.As(lead)
	c.site.Get("/funds/none/change").WantStatus(404)
	c.site.Get(woman.Path("none", "hardship")).WantStatus(404)
}
