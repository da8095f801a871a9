package groups_test

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
	verbs "throughline/internal/casework/groups"
	"throughline/internal/casework/intake"
	"throughline/internal/casework/support"
	"throughline/internal/domain/access"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
	"throughline/internal/domain/scheme"
	"throughline/internal/edge/web/groups"
	"throughline/internal/edge/web/webtest"
	"throughline/internal/edge/web/woman"
	"throughline/schemes"
)

func TestMain(m *testing.M) { caseworktest.Main(m) }

var (
	ctx             = context.Background()
	priya, jo, lead = caseworktest.Keyworker, caseworktest.OtherWorker, caseworktest.Lead
	ana             = access.Asker{ID: "ana", Name: "Ana", Agency: "Advance", Role: access.Specialist, Specialism: access.Group}
)

type keyworkers []support.Keyworker

func (k keyworkers) Keyworkers(context.Context) ([]support.Keyworker, error) { return k, nil }

// centre is a service whose pages of groups a test opens.
type centre struct {
	*caseworktest.Room
	t     *testing.T
	desk  *verbs.Desk
	into  intake.Desk
	cases support.Desk
	site  *webtest.Site
	women int
}

// canary is a word that only the offence holds: no page of groups may show it.
const canary = "zebra-crossing-77"

func newCentre(t *testing.T, asker access.Asker) *centre {
	t.Helper()
	books, err := schemes.Library()
	if err != nil {
		t.Fatal(err)
	}
	rules := casework.Schemes{Rules: books, Delivers: []string{"lwds"}, Settings: map[string]scheme.Settings{"lwds": {"covered_areas": []string{"Central West"}}}}
	room := caseworktest.NewRoom(t)
	var team caseworktest.Team
	for _, one := range []access.Asker{priya, jo, lead, ana} {
		team = append(team, casework.Person{ID: one.ID, Name: one.Name, Agency: one.Agency, Role: one.Role, Specialism: one.Specialism})
	}
	c := &centre{
		Room: room, t: t, desk: &verbs.Desk{Bench: room.Bench, Schemes: rules, Staff: team}, into: intake.Desk{Bench: room.Bench, Schemes: rules},
		cases: support.Desk{Bench: room.Bench, Schemes: rules, People: keyworkers{{ID: priya.ID, OpenLimit: 30, YearLimit: 60}, {ID: jo.ID, OpenLimit: 30, YearLimit: 60}}},
	}
	c.site = webtest.Start(t, asker, groups.Door{Desk: c.desk})
	return c
}

func (c *centre) must(err error) {
	c.t.Helper()
	if err != nil {
		c.t.Fatal(err)
	}
}

func (c *centre) woman(name string, worker access.Asker) string {
	c.t.Helper()
	c.women++
	entry := caseworktest.Amina()
	entry.Identity = journey.Identity{Given: name, Family: "Reed" + name, Born: calendar.On(1980, time.May, c.women), Phone: fmt.Sprintf("07700 9004%02d", c.women)}
	entry.Reference, entry.Offence.Label = canary+name, canary
	receipt, err := c.into.Refer(ctx, caseworktest.Officer, entry, c.Key())
	c.must(err)
	_, err = c.cases.Allocate(ctx, lead, receipt.Case, casework.AnyVersion, c.Key(), support.Allocation{Keyworker: worker.ID})
	c.must(err)
	return receipt.Case
}

// group plans a group that Ana runs, with a session a week from tomorrow.
func (c *centre) group(places int) (group, session string) {
	c.t.Helper()
	group, err := c.desk.Set(ctx, lead, 0, c.Key(), journey.GroupSet{Title: "Cooking together", Place: "Camden Hub", Places: places, Workers: []string{ana.ID}})
	c.must(err)
	c.must(c.desk.AddSessions(ctx, lead, group, c.Key(), journey.SessionEntry{First: calendar.At(c.Now().AddDate(0, 0, 1)), Minutes: 90, Weeks: 2, Topics: []string{"Soup"}}))
	view, err := c.desk.Open(ctx, lead, group)
	c.must(err)
	return group, view.Meetings[0].SessionSet.Session
}

func (c *centre) join(asker access.Asker, caseID, group string, needs ...journey.GroupNeed) {
	c.t.Helper()
	_, err := c.desk.Join(ctx, asker, caseID, c.Key(), verbs.Joining{GroupEntry: journey.GroupEntry{Group: group, Needs: needs}})
	c.must(err)
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

// refused is a form that is not taken, and what the page then says.
type refused struct {
	fill  []string
	says  string
	field string // the id the message leads to
}

// wantRefused sends each form, and looks for its message, its link and what was
// typed. Nothing may be written.
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
			if got := page.Attr("main input[name=key]", "value"); got != form.Get("key") {
				t.Errorf("the key changed to %q", got)
			}
			for i := 0; i+1 < len(test.fill); i += 2 {
				if !kept(page, test.fill[i], test.fill[i+1]) {
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
	for _, shown := range []string{"input[name=" + name + "][value=" + value + "]", "select[name=" + name + "] option[value=" + value + "][selected]"} {
		if len(page.All(shown)) > 0 {
			return true
		}
	}
	return page.Attr("input[name="+name+"]", "value") == value
}

func TestAGroupIsPlannedFromTheFirstPage(t *testing.T) {
	c := newCentre(t, priya)
	c.site.Get("/groups").WantStatus(200).WantText("main", "No group is planned yet").WantText(".govuk-service-navigation", "Groups")
	page := c.site.Get("/groups/new").WantStatus(200)
	if got := page.Attr("input[name=workers][checked]", "value"); got != priya.ID {
		t.Errorf("at first %q runs it, want who plans it", got)
	}
	form := c.form("/groups/new", "title", "Walks by the canal", "place", "Camden Lock", "places", "6", "workers", priya.ID, "workers", ana.ID,
		"open", "women_only", "terms", "Trans women are welcome", "creche", "4", "youngest", "1", "oldest", "5", "step_free", "yes", "travel", "no", "pathway", "health", "language", "pl")
	to := c.site.Post("/groups/new", form).To()
	group := strings.TrimSuffix(strings.TrimPrefix(to, "/groups/"), "?done=set")
	for range 2 { // a double click plans one
		c.site.Post("/groups/new", form).WantRedirect(to)
	}
	open := c.site.Get(to).WantStatus(200).WantText(".govuk-notification-banner", "The group is saved").WantText("h1", "Walks by the canal")
	for _, want := range []string{"0 of 6", "Women only. Trans women are welcome", "4 places, for ages 1 to 5", "Priya, Advance; Ana, Advance", "Polish", "No session is planned yet"} {
		open.WantText("main", want)
	}
	plan := "/groups/" + group + "/sessions"
	c.site.Post(plan, c.form(plan, "at-day", "10", "at-month", "3", "at-year", "2026", "time", "10am", "minutes", "90", "weeks", "3", "topics", "Route one\nRoute two")).
		WantRedirect("/groups/" + group + "?done=planned")
	c.site.Get("/groups/"+group).WantText("table", "Tuesday 10 March 2026, 10am").WantText("table", "Tuesday 24 March 2026, 10am").WantText("table", "Route two")
	c.site.Get("/groups").WantText("tbody", "Walks by the canal").WantText("tbody", "You run it").WantText("tbody", "Route one")

	change := "/groups/" + group + "/change"
	stale := c.form(change, "title", "Walks for all", "place", "Camden Lock", "workers", priya.ID)
	c.site.Post(change, c.form(change, "title", "Walks in the park", "place", "Camden Lock", "workers", priya.ID)).WantRedirect("/groups/" + group + "?done=set")
	page = c.site.Post(change, stale).WantStatus(422).WantText(".govuk-error-summary", "Somebody saved this after you opened it")
	if got := page.Attr("input[name=title]", "value"); got != "Walks for all" {
		t.Errorf("what was typed became %q", got)
	}
	stale.Set("key", page.Attr("input[name=key]", "value"))
	stale.Set("version", page.Attr("input[name=version]", "value"))
	c.site.Post(change, stale).WantRedirect("/groups/" + group + "?done=set")
	c.site.Post("/groups/"+group+"/end", url.Values{"key": {c.Key()}}).WantRedirect("/groups?done=ended")
	c.site.Get("/groups").WantText("tbody", "Ended on")
}

func TestWhatHasToBePutRightInAGroup(t *testing.T) {
	c := newCentre(t, ana)
	group, _ := c.group(6)
	right := []string{"title", "Walks", "place", "The park", "workers", ana.ID}
	c.wantRefused("/groups/new", map[string]refused{
		"nothing":                {nil, "Enter what the group is called", "title"},
		"no place":               {[]string{"title", "Walks", "workers", ana.ID}, "Enter where it meets", "place"},
		"nobody runs it":         {[]string{"title", "Walks", "place", "The park"}, "Choose at least one person", "workers"},
		"places in words":        {append([]string{"places", "six"}, right...), "Enter a whole number", "places"},
		"fewer than no places":   {append([]string{"creche", "-1"}, right...), "Enter a whole number", "creche"},
		"the oldest comes first": {append([]string{"youngest", "5", "oldest", "2"}, right...), "Enter the ages from the youngest", "youngest"},
	})
	first := []string{"at-day", "10", "at-month", "3", "at-year", "2026"}
	c.wantRefused("/groups/"+group+"/sessions", map[string]refused{
		"no day":         {[]string{"time", "10am", "weeks", "1"}, "Enter the day of the first session", "at-day"},
		"no time":        {append([]string{"weeks", "1"}, first...), "Enter a time such as", "time"},
		"half two":       {append([]string{"weeks", "1", "time", "2:30"}, first...), "Enter a time such as", "time"},
		"a year of them": {append([]string{"weeks", "60", "time", "10am"}, first...), "Enter how many weeks it runs", "weeks"},
		"long in words":  {append([]string{"weeks", "1", "time", "10am", "minutes", "long"}, first...), "how long it takes in minutes", "minutes"},
	})
}

func TestSheGetsAPlaceFromTheGroupAndFromHerRecord(t *testing.T) {
	c := newCentre(t, priya)
	group, _ := c.group(1)
	amina, beata := c.woman("Amina", priya), c.woman("Beata", priya)
	c.site.Get("/groups/"+group+"/join?name=zzz").WantText("main", "No open case of yours has that name")
	found := c.site.Get("/groups/"+group+"/join?name=amin").WantStatus(200).WantText("main", "Amina ReedAmina")
	place := woman.Path(amina, "groups/"+group)
	if found.Attr("main ul a", "href") != place {
		t.Errorf("the search leads to %q", found.Attr("main ul a", "href"))
	}
	c.site.Get(woman.Path(amina, "groups")).WantStatus(200).WantText(".tl-identity", "Amina ReedAmina").WantText("main", "She is in no group").WantText("tbody", "Cooking together")
	c.wantRefused(place, map[string]refused{
		"no choice":          {nil, "Choose what happens with her place", "place"},
		"no ages":            {[]string{"place", "place", "needs", "creche"}, "Enter the age of each child", "ages"},
		"ages in words":      {[]string{"place", "place", "needs", "creche", "ages", "two"}, "Enter ages in years", "ages"},
		"ages and no crèche": {[]string{"place", "list", "ages", "2"}, "Choose the crèche too", "ages"},
	})
	form := c.form(place, "place", "place", "needs", "creche", "needs", "quiet", "ages", "2, 5", "ask_first", "yes")
	for range 2 {
		c.site.Post(place, form).WantRedirect(woman.Path(amina, "groups") + "?done=place")
	}
	c.site.Get("/groups/"+group).WantText("tbody", "The crèche (ages 2, 5); A quiet place to go; Speak to her keyworker first").WantText("main", "No place is free")

	full := woman.Path(beata, "groups/"+group)
	page := c.site.Get(full).WantText("main", "No place is free now")
	if got := page.Attr("input[name=place][checked]", "value"); got != "list" {
		t.Errorf("where it is full, %q is chosen", got)
	}
	c.wantRefused(full, map[string]refused{"a place too many": {[]string{"place", "place"}, "No place is free: put her on the waiting list", "place"}})
	c.site.Post(full, c.form(full, "place", "list")).WantRedirect(woman.Path(beata, "groups") + "?done=place")
	c.site.Post(place, c.form(place, "place", "left")).WantRedirect(woman.Path(amina, "groups") + "?done=place")
	c.site.Get("/groups/"+group).WantText("main", "1 place is free. Offer it to the first on the list").WantText("main", "First on the list, since")
	c.site.Post(full, c.form(full, "place", "offered")).WantRedirect(woman.Path(beata, "groups") + "?done=place")
	c.site.Get(full).WantText("main", "A place is offered to her")
	c.site.Post(full, c.form(full, "place", "given")).WantRedirect(woman.Path(beata, "groups") + "?done=place")
	c.site.Get(woman.Path(beata, "groups")).WantText("tbody", "Has a place")
}

func TestTheRegisterIsOnePageSavedAtOnce(t *testing.T) {
	c := newCentre(t, ana)
	group, session := c.group(10)
	amina, beata, cora := c.woman("Amina", priya), c.woman("Beata", jo), c.woman("Cora", jo)
	for _, caseID := range []string{amina, beata, cora} {
		c.join(lead, caseID, group, journey.NeedsStepFree)
	}
	register := "/groups/" + group + "/session/" + session
	c.site.Get(register).WantText("main", "This session is still to come").WantText("main", "Call this session off")
	c.WaitDays(1)
	c.Wait(4 * time.Hour)
	page := c.site.Get(register).WantStatus(200).WantText("main", "Amina ReedAmina").WantText("main", "No steps").WantText("main", "Soup")
	page.WantNone("select").WantNone("main a[href=" + woman.Path(amina, "") + "]")
	for _, secret := range []string{canary, "condition", "caution", "07700"} {
		if strings.Contains(strings.ToLower(page.Text("main")), secret) {
			t.Errorf("who runs the group reads %q", secret)
		}
	}
	form := c.form(register, "outcome-"+amina, "attended_late", "outcome-"+beata, "missed")
	stale := c.form(register, "outcome-"+amina, "attended")
	form.Set("act", "rest")
	before := len(c.Record.Facts())
	for range 2 {
		c.site.Post(register, form).WantRedirect("/groups/" + group + "?done=register")
	}
	if wrote := len(c.Record.Facts()) - before; wrote != 3 {
		t.Errorf("%d facts were written, want one for each woman", wrote)
	}
	c.site.Get("/groups/"+group).WantText("table", "2 of 3 came")
	page = c.site.Post(register, stale).WantStatus(422).WantText(".govuk-error-summary", "Somebody saved this after you opened it").WantText("main", "Written down: came late")
	if page.Attr("input[name=version]", "value") == stale.Get("version") {
		t.Error("sending again is still upon the old register")
	}
	c.wantRefused(register, map[string]refused{"what was said is left out": {[]string{"outcome-" + amina, "attended"}, "it was written down before", "outcome-" + beata}})

	// A keyworker of a woman says whether it counts.
	c.site.As(jo)
	page = c.site.Get(register).WantText("main", "Does it count for Beata ReedBeata?").WantText("main", "By the rules: not stated").WantText("main", "1 woman of another keyworker on this register")
	page.WantNone("input[name=outcome-" + amina + "]")
	c.wantRefused(register, map[string]refused{"the rules do not say": {[]string{"outcome-" + beata, "attended", "counts-" + beata, "rules", "outcome-" + cora, "attended", "counts-" + cora, "yes"},
		"the rules do not state whether this counts", "counts-" + beata}})
	c.site.Post(register, c.form(register, "outcome-"+beata, "attended", "counts-"+beata, "yes", "outcome-"+cora, "attended", "counts-"+cora, "no")).WantRedirect("/groups/" + group + "?done=register")
	if row, err := c.Record.Row(ctx, beata); err != nil || row.Condition.Units != 1 || row.Appointments.Missed != 0 {
		t.Errorf("put right, her row says %+v, %v", row.Appointments, err)
	}
}

func TestASessionIsCalledOff(t *testing.T) {
	c := newCentre(t, ana)
	group, session := c.group(10)
	off := "/groups/" + group + "/session/" + session + "/off"
	for range 2 {
		c.site.Post(off, url.Values{"key": {"off"}}).WantRedirect("/groups/" + group + "?done=off")
	}
	c.site.Post(off, url.Values{"key": {"again"}}).WantRedirect("/groups/" + group + "?done=off")
	c.site.Get("/groups/"+group).WantText("tbody", "Called off by us")
	c.site.Get("/groups/"+group+"/session/"+session).WantText("main", "We called this session off")
	c.site.As(priya)
	c.site.Post(off, url.Values{"key": {"hers"}}).WantStatus(http.StatusForbidden)
	c.site.Get("/groups/" + group + "/change").WantStatus(http.StatusForbidden)
}

func TestAPlaceThatMayNotBeSafeIsSentToTheLead(t *testing.T) {
	c := newCentre(t, priya)
	group, _ := c.group(10)
	amina, beata := c.woman("Amina", priya), c.woman("Beata", jo)
	c.join(jo, beata, group)
	apart := woman.Path(amina, "apart")
	c.wantRefused(apart, map[string]refused{
		"nobody":              {[]string{"reason", "a fight"}, "Enter her last name and date of birth", "family"},
		"no reason":           {[]string{"family", "ReedBeata", "born-day", "2", "born-month", "5", "born-year", "1980"}, "Say why they must not meet", "reason"},
		"no date that exists": {[]string{"family", "ReedBeata", "born-day", "31", "born-month", "2", "born-year", "1980", "reason", "a fight"}, "Enter a date that exists", "born-day"},
	})
	c.site.Post(apart, c.form(apart, "family", "ReedBeata", "born-day", "2", "born-month", "5", "born-year", "1980", "reason", "a fight")).WantRedirect(apart + "?done=apart")
	page := c.site.Get(apart+"?done=apart").WantText(".govuk-notification-banner", "Nothing here says whether she is known to us").WantText("main", "by Priya, Advance")
	if strings.Contains(page.Body, "ReedBeata") || strings.Contains(page.Body, "a fight") {
		t.Error("the page tells whom she must not meet, or why")
	}
	place := woman.Path(amina, "groups/"+group)
	c.wantRefused(place, map[string]refused{"a place": {[]string{"place", "place"}, verbs.Warning, "place"}})
	if page := c.site.Post(place, c.form(place, "place", "place")); strings.Contains(page.Body, "Beata") || len(page.All("textarea[name=looked]")) > 0 {
		t.Error("the warning tells who, or offers to go on")
	}
	c.site.As(lead)
	page = c.site.Post(place, c.form(place, "place", "place")).WantStatus(422).WantText(".govuk-error-summary", "Speak to Priya, Advance, who wrote it down")
	if strings.Contains(page.Body, "Beata") || page.Attr("main #looked", "id") == "" {
		t.Error("the lead is told who, or cannot go on")
	}
	c.site.Post(place, c.form(place, "place", "place", "looked", "They made it up")).WantRedirect(woman.Path(amina, "groups") + "?done=place")
	c.site.Get("/groups/"+group).WantText("main", "Look at this group today")
	told := c.site.Get(apart)
	id := told.Attr("input[name=apart]", "value")
	c.site.Post(apart+"/end", url.Values{"key": {"end"}, "apart": {id}}).WantStatus(422).WantText(".govuk-error-summary", "Say why it is safe now")
	c.site.Post(apart+"/end", url.Values{"key": {"end"}, "apart": {id}, "reason-" + id: {"they made it up"}}).WantRedirect(apart + "?done=apart-ended")
	c.site.Get(apart).WantNone("input[name=apart]")
}

func TestWhoMayOpenThePagesOfGroups(t *testing.T) {
	c := newCentre(t, lead)
	group, session := c.group(10)
	amina := c.woman("Amina", priya)
	c.join(priya, amina, group)
	ours := []string{"/groups", "/groups/new", "/groups/" + group, "/groups/" + group + "/session/" + session}
	hers := []string{woman.Path(amina, "groups"), woman.Path(amina, "groups/"+group), woman.Path(amina, "apart")}
	immigration := access.Asker{ID: "i", Agency: "Advance", Role: access.Specialist, Specialism: access.Immigration}
	for _, row := range []struct {
		asker        access.Asker
		ours, record int
	}{
		{lead, 200, 200}, {priya, 200, 200}, {jo, 200, 404}, {ana, 200, 403}, {immigration, 403, 403},
		{caseworktest.Officer, 403, 403}, {caseworktest.Commissioner, 403, 403}, {caseworktest.Admin, 403, 403},
	} {
		c.site.As(row.asker)
		for _, path := range ours {
			page := c.site.Get(path).WantStatus(row.ours)
			if row.asker.ID == jo.ID && strings.Contains(page.Body, "ReedAmina") {
				t.Errorf("a keyworker of another woman reads her name at %s", path)
			}
		}
		for _, path := range hers {
			c.site.Get(path).WantStatus(row.record)
		}
	}
	c.site.As(priya)
	for _, path := range []string{"/groups/none", "/groups/none/change", "/groups/none/sessions", "/groups/" + group + "/session/none", woman.Path(amina, "groups/none"), woman.Path("none", "groups")} {
		c.site.Get(path).WantStatus(404)
	}
}

func TestTheEndOfHerSupportIsSaidWhereHerPlaceWas(t *testing.T) {
	c := newCentre(t, priya)
	group, _ := c.group(10)
	amina := c.woman("Amina", priya)
	c.join(priya, amina, group)
	_, err := c.cases.Close(ctx, priya, amina, casework.AnyVersion, c.Key(), support.Ending{On: c.Bench.Today(), Reason: journey.ClosedCompleted})
	c.must(err)
	c.site.Get("/groups/"+group).WantText("main", "Her support has ended, and her place with it")
	c.site.Get(woman.Path(amina, "groups")).WantText("table", "It ended with her support").WantText("main", "She cannot join a group from here")
}
