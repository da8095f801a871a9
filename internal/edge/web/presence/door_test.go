package presence_test

import (
	"context"
	"fmt"
	"net/url"
	"strings"
	"testing"

	"throughline/internal/casework"
	"throughline/internal/casework/caseworktest"
	"throughline/internal/casework/presence"
	"throughline/internal/domain/access"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
	pages "throughline/internal/edge/web/presence"
	"throughline/internal/edge/web/webtest"
)

var ctx = context.Background()

// world is a service with two suites.
type world struct {
	*caseworktest.Room
	t      *testing.T
	desk   *presence.Desk
	site   *webtest.Site
	suites []string // ids, by name
}

func newWorld(t *testing.T, asker access.Asker) *world {
	t.Helper()
	room := caseworktest.NewRoom(t)
	desk := &presence.Desk{Bench: room.Bench, Staff: caseworktest.Team{
		{ID: caseworktest.Keyworker.ID, Name: "Priya", Agency: "Advance", Role: access.Keyworker},
		{ID: caseworktest.Lead.ID, Name: "Ruth", Agency: "Advance", Role: access.ServiceLead},
	}}
	w := &world{Room: room, t: t, desk: desk}
	for _, name := range []string{"Eastgate", "Mill Lane"} {
		if err := desk.List(ctx, caseworktest.Lead, room.Key(), journey.SuiteEntry{Name: name, Force: "Metropolitan Police", Area: "Central West"}); err != nil {
			t.Fatal(err)
		}
	}
	day, err := desk.Suites(ctx, caseworktest.Lead)
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range day.Suites {
		w.suites = append(w.suites, line.Suite.Suite)
	}
	w.site = webtest.Start(t, asker, pages.Door{Desk: desk})
	return w
}

// date puts a day into the three boxes of a form.
func date(sent url.Values, name string, day calendar.Day) url.Values {
	year, month, on := day.Date()
	sent.Set(name+"-day", fmt.Sprint(on))
	sent.Set(name+"-month", fmt.Sprint(int(month)))
	sent.Set(name+"-year", fmt.Sprint(year))
	return sent
}

func TestThreeCallsAreRecordedFromOnePage(t *testing.T) {
	w := newWorld(t, caseworktest.Keyworker)
	page := w.site.Get("/suites").WantStatus(200).WantText("h1", "Suites").WantText("main", "Not called yet today").
		WantText("main", "Visits this week: 0, meant are 2.").WantText("main", "Training: none written down.").WantNone("a[href=/suites/add]")
	for i, sent := range []url.Values{
		{"answered": {"custody_sergeant"}, "women": {"2"}, "offered": {"1"}},
		{"answered": {"detention_officer"}, "women": {"0"}},
		{"answered": {"nobody"}},
	} {
		suite := w.suites[i%2]
		sent.Set("key", page.Attr("form[action=/suites/"+suite+"/call] input[name=key]", "value"))
		w.site.Post("/suites/"+suite+"/call", sent).WantRedirect("/suites?done=call")
		written := len(w.Record.Facts())
		w.site.Post("/suites/"+suite+"/call", sent).WantRedirect("/suites?done=call")
		if len(w.Record.Facts()) != written {
			t.Error("a double click wrote a second call")
		}
		page = w.site.Get("/suites?done=call").WantText(".govuk-notification-banner", "The call is written down")
	}
	page.WantText("main", "Custody sergeant, 2 women there, 1 offered").WantText("main", "Detention officer, 0 women there").WantText("main", "Nobody answered")
	w.WaitDays(1)
	w.site.Get("/suites").WantText("main", "Not called yet today")
}

func TestWhatIsWrongWithACallIsNamedAndKept(t *testing.T) {
	w := newWorld(t, caseworktest.Keyworker)
	for _, row := range []struct {
		name, answered, women, offered string
		field, says                    string
	}{
		{"nobody chosen", "", "2", "", "answered", "Choose who answered"},
		{"a word", "custody_sergeant", "two", "", "women", "Enter how many women were there"},
		{"below nothing", "custody_sergeant", "-1", "", "women", "Enter how many women were there"},
		{"more than any suite holds", "custody_sergeant", "2000", "", "women", "Enter how many women were there"},
		{"a word for offered", "custody_sergeant", "2", "all", "offered", "Enter how many were offered"},
		{"more offered than there", "custody_sergeant", "2", "3", "offered", "No more can be offered it than were there"},
		{"numbers from nobody", "nobody", "2", "", "women", "Nobody answered: leave the numbers empty"},
	} {
		page := w.site.Post("/suites/"+w.suites[1]+"/call", url.Values{"key": {"k"}, "answered": {row.answered}, "women": {row.women}, "offered": {row.offered}}).WantStatus(422)
		id := row.field + "-" + w.suites[1]
		page.WantText("title", "Error:").WantText("#"+id+"-error", row.says)
		if page.Attr(".govuk-error-summary a", "href") != "#"+id || page.Attr("#women-"+w.suites[1], "value") != row.women || page.Attr("#women-"+w.suites[0], "value") != "" {
			t.Errorf("%s: the values are not kept, or the summary leads elsewhere", row.name)
		}
	}
	w.site.Post("/suites/nowhere/call", url.Values{"key": {"k"}, "answered": {"nobody"}}).WantStatus(422)
}

func TestAVisitAndASessionAreWrittenDown(t *testing.T) {
	w := newWorld(t, caseworktest.Lead)
	today := calendar.DayOf(w.Now())
	path := "/suites/" + w.suites[0]
	w.site.Get(path).WantStatus(200).WantText("h1", "Eastgate").WantText("main", "Nobody. Ring the custody sergeant")
	for _, row := range []struct {
		what  string
		sent  url.Values
		field string
		says  string
	}{
		{"/visit", date(url.Values{"seen": {"3"}}, "on", today.AddDays(1)), "on", "today or an earlier day"},
		{"/visit", date(url.Values{"seen": {"some"}}, "on", today), "seen", "Enter how many women you spoke to"},
		{"/visit", url.Values{"seen": {"3"}}, "on", "Enter the day of the visit"},
		{"/training", date(url.Values{"audience": {"custody_officer"}, "attendees": {"9"}}, "on", today.AddDays(1)), "training-on", "Enter the day of the session"},
		{"/training", date(url.Values{"attendees": {"9"}}, "on", today), "audience", "Choose who was trained"},
		{"/training", date(url.Values{"audience": {"custody_officer"}, "attendees": {"0"}}, "on", today), "attendees", "Enter how many came"},
	} {
		row.sent.Set("key", "k"+row.field)
		page := w.site.Post(path+row.what, row.sent).WantStatus(422).WantText("#"+row.field+"-error", row.says)
		if row.sent.Get("seen") != "" && page.Attr("#seen", "value") != row.sent.Get("seen") || row.sent.Get("attendees") != "" && page.Attr("#attendees", "value") != row.sent.Get("attendees") {
			t.Errorf("%s: what was typed is lost", row.says)
		}
	}
	w.site.Post(path+"/visit", date(url.Values{"key": {"v"}, "seen": {"3"}}, "on", today)).WantRedirect(path + "?done=visit")
	w.site.Post(path+"/training", date(url.Values{"key": {"t"}, "audience": {"custody_officer"}, "attendees": {"14"}}, "on", today.AddMonths(-7))).WantRedirect(path + "?done=training")
	w.site.Get(path+"?done=visit").WantText("main", "Visits this week: 1, meant are 2. 3 women spoken to.").WantText("main", "The refresher was due "+today.AddMonths(-1).Short())
}

func TestALeadSeesWhoWasReferredFromASuite(t *testing.T) {
	w := newWorld(t, caseworktest.Lead)
	entry := caseworktest.Amina()
	entry.Scheme, entry.Pathway, entry.Suite = "lwds", journey.ConditionalCaution, "eastgate "
	facts, err := w.Bench.Pen(caseworktest.Officer).Refer(entry, "")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Record.Append(ctx, casework.Change{Facts: facts}); err != nil {
		t.Fatal(err)
	}
	w.site.Get("/suites").WantText("main", "1 referral in 30 days.").WantText("main", "No referral in 30 days.")
	w.site.Get("/suites/"+w.suites[0]).WantText("main", "Amina Okafor")
	if line, _ := w.Record.Last(); len(line.Women) != 1 {
		t.Errorf("the read names %d women", len(line.Women))
	}
	quiet, err := w.desk.Quiet(ctx, caseworktest.Lead)
	if err != nil || len(quiet) != 1 || quiet[0].Name != "Mill Lane" {
		t.Errorf("quiet are %+v, %v", quiet, err)
	}
	w.site.As(caseworktest.Keyworker)
	if body := w.site.Get("/suites/" + w.suites[0]).Body; strings.Contains(body, "Amina") || strings.Contains(body, "referred from here") {
		t.Error("a keyworker is shown women who are not hers")
	}
}

func TestVettingIsRecordedAndWarnsBeforeItEnds(t *testing.T) {
	w := newWorld(t, caseworktest.Lead)
	today := calendar.DayOf(w.Now())
	w.site.Get("/suites").WantText("table", "Priya Not recorded")
	if got := w.site.Get("/suites/vetting").WantStatus(200).Attr("#force", "value"); got != "Metropolitan Police" {
		t.Errorf("the force is %q", got)
	}
	for _, row := range []struct {
		change func(url.Values)
		field  string
		says   string
	}{
		{func(v url.Values) { v.Set("keyworker", "") }, "keyworker", "Choose a keyworker"},
		{func(v url.Values) { v.Set("keyworker", caseworktest.Lead.ID) }, "keyworker", "Choose one of the keyworkers"},
		{func(v url.Values) { v.Set("force", " ") }, "force", "Enter the police force"},
		{func(v url.Values) { v.Set("until-month", "13") }, "until", "Enter the last day it holds"},
	} {
		sent := date(url.Values{"key": {"k" + row.says}, "keyworker": {caseworktest.Keyworker.ID}, "force": {"Metropolitan Police"}}, "until", today.AddDays(59))
		row.change(sent)
		page := w.site.Post("/suites/vetting", sent).WantStatus(422).WantText("#"+row.field+"-error", row.says)
		if page.Attr("#until-day", "value") != sent.Get("until-day") {
			t.Errorf("%s: the day is lost", row.says)
		}
	}
	for _, row := range []struct {
		days  int
		stand string
	}{{400, "In force"}, {59, "Renew: 59 days left"}, {-1, "Ended"}} {
		sent := date(url.Values{"key": {w.Key()}, "keyworker": {caseworktest.Keyworker.ID}, "force": {"metropolitan police"}}, "until", today.AddDays(row.days))
		w.site.Post("/suites/vetting", sent).WantRedirect("/suites?done=vetting")
		w.site.Get("/suites?done=vetting").WantText("table", row.stand)
		known, err := casework.VettingsOf(ctx, w.Bench.Record)
		one, found := known.Of(caseworktest.Keyworker.ID, "Metropolitan Police")
		if err != nil || !found || one.Until != today.AddDays(row.days) || one.Holds(today) != (row.days >= 0) {
			t.Errorf("whoever books reads %+v, %v, %v", one, found, err)
		}
	}
}

func TestTheLeadKeepsTheListOfSuites(t *testing.T) {
	w := newWorld(t, caseworktest.Lead)
	page := w.site.Get("/suites/add").WantStatus(200).WantNone("input[name=closed]")
	sent := url.Values{"key": {page.Attr("input[name=key]", "value")}, "name": {""}, "force": {""}, "area": {"Kept"}}
	page = w.site.Post("/suites/add", sent).WantStatus(422).WantText("#name-error", "Enter the name").WantText("#force-error", "Enter the police force")
	if page.Attr("#area", "value") != "Kept" {
		t.Error("the area is lost")
	}
	sent.Set("name", "eastgate")
	sent.Set("force", "Metropolitan Police")
	w.site.Post("/suites/add", sent).WantStatus(422).WantText("#name-error", "on the list already")
	sent.Set("name", "Kingsferry")
	w.site.Post("/suites/add", sent).WantRedirect("/suites?done=suite")
	w.site.Post("/suites/add", sent).WantRedirect("/suites?done=suite")
	w.site.Get("/suites").WantText("main", "Kingsferry")
	path := "/suites/" + w.suites[0] + "/change"
	if got := w.site.Get(path).Attr("#name", "value"); got != "Eastgate" {
		t.Errorf("its name is %q", got)
	}
	w.site.Post(path, url.Values{"key": {"off"}, "name": {"Eastgate"}, "force": {"Metropolitan Police"}, "area": {"Central West"}, "closed": {"yes"}}).WantRedirect("/suites?done=suite")
	if strings.Contains(w.site.Get("/suites").Body, "Eastgate") {
		t.Error("a closed suite stands on the list")
	}
	w.site.Get("/suites/" + w.suites[0]).WantStatus(404)
}

func TestWhoMayNotComeToSuites(t *testing.T) {
	w := newWorld(t, caseworktest.Officer)
	for _, asker := range []access.Asker{caseworktest.Officer, caseworktest.Commissioner, caseworktest.Admin} {
		w.site.As(asker)
		for _, path := range []string{"/suites", "/suites/add", "/suites/vetting", "/suites/" + w.suites[0], "/suites/" + w.suites[0] + "/change"} {
			w.site.Get(path).WantStatus(403)
		}
		if _, err := w.desk.Suites(ctx, asker); casework.KindOf(err) != casework.Forbidden {
			t.Errorf("%s: %v", asker.Role, err)
		}
	}
	w.site.As(caseworktest.Keyworker)
	for _, path := range []string{"/suites/add", "/suites/vetting", "/suites/" + w.suites[0] + "/training", "/suites/" + w.suites[0] + "/change"} {
		w.site.Post(path, url.Values{"key": {"k"}}).WantStatus(403)
	}
	for what, err := range map[string]error{
		"lists a suite":    w.desk.List(ctx, caseworktest.Keyworker, "k", journey.SuiteEntry{}),
		"records vetting":  w.desk.Vet(ctx, caseworktest.Keyworker, "k", presence.VettingEntry{}),
		"records training": w.desk.Train(ctx, caseworktest.Keyworker, "k", presence.TrainingEntry{}),
		"calls":            w.desk.Call(ctx, caseworktest.Officer, "k", journey.CallEntry{}),
		"visits":           w.desk.Visit(ctx, caseworktest.Officer, "k", presence.VisitEntry{}),
	} {
		if casework.KindOf(err) != casework.Forbidden {
			t.Errorf("who may not %s: %v", what, err)
		}
	}
}
