package woman_test

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"throughline/internal/casework"
	"throughline/internal/casework/caseworktest"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
	"throughline/internal/edge/web/woman"
)

func TestADayThenATime(t *testing.T) {
	h := newHouse(t, caseworktest.Keyworker)
	caseID := h.hers()
	path := woman.Path(caseID, "appointments")
	tomorrow := h.Bench.Today().AddDays(1)
	first := h.site.Get(path).WantText(".tl-chips", "Today Tomorrow Thursday 5 March In a week: Tuesday 10 March In two weeks: Tuesday 17 March").WantNone("input[name=slot]")
	if got := first.Attr(".tl-chips li:nth-child(2) a", "href"); got != "" && !strings.HasPrefix(got, path+"?on=2026-03-04") {
		t.Errorf("tomorrow leads to %s", got)
	}
	h.must(h.desk.TellBusy(ctx, caseworktest.Keyworker, caseID, casework.AnyVersion, h.Key(),
		journey.BusyEntry{Days: []time.Weekday{time.Wednesday}, From: "15:00", To: "16:00", Why: "School run"}))
	offered := h.site.Get(path+"?on="+tomorrow.String()+"&how=phone").WantText(".tl-chips a[aria-current]", "Tomorrow").
		WantText("main", "She cannot come on: Wednesdays, 3pm to 4pm: School run").
		WantText("main", "3:30pm She said she cannot come on Wednesdays, 3pm to 4pm (School run)")
	if n := len(offered.All("input[name=slot]")); n != 18 {
		t.Errorf("%d times, want every half hour from 9am", n)
	}
	if got := offered.Attr("input[name=how][checked]", "value") + " " + offered.Attr("input[name=at-day]", "value"); got != "phone 4" {
		t.Errorf("the form holds %s", got)
	}
	today := h.site.Get(path + "?on=" + h.Bench.Today().String())
	if got := today.Attr("input[name=slot]", "value"); got == "09:00" {
		t.Error("a time that has passed is offered")
	}
	h.site.Get(path + "?on=never").WantStatus(200).WantNone("input[name=slot]")
	h.site.Get(path + "?on=2026-03-02").WantStatus(200).WantNone("input[name=slot]") // a day that has passed

	h.site.Post(path, h.form(path+"?on="+tomorrow.String(), append(day("at", tomorrow), "slot", "14:00", "how", "phone")...)).WantRedirect(path + "?done=booked")
	if got := last[journey.Booked](h).At.Words(); got != "Wednesday 4 March 2026, 2pm" {
		t.Errorf("booked %s", got)
	}
	form := h.form(path, append(day("at", tomorrow), "slot", "15:30", "how", "phone")...)
	h.site.Post(path, form).WantStatus(422).WantText(".govuk-error-summary", "School run").WantText("label[for=despite]", "Why even so?")
	form.Set("despite", "Her mother picks them up")
	h.site.Post(path, form).WantRedirect(path + "?done=booked")
	h.site.Get(path).WantText("main", "She said she cannot come then Her mother picks them up")
}

func TestWhatComesBackIsBookedAtOnce(t *testing.T) {
	h := newHouse(t, caseworktest.Keyworker)
	caseID := h.hers()
	path := woman.Path(caseID, "appointments")
	// Over the day the clocks go forward, 29 March 2026, it stays at half past two.
	weekly := append(day("at", calendar.On(2026, time.March, 24)), "time", "2.30pm", "how", "group", "repeat", "1")
	with := func(fill ...string) []string { return append(append([]string{}, weekly...), fill...) }
	h.wantRefused(path, map[string]refused{
		"neither times nor a day": {weekly, "Enter how many times in all, or the last day", "times", ""},
		"once is not often":       {with("times", "1"), "from 2 to 26", "times", ""},
		"more than half a year":   {with("times", "27"), "from 2 to 26", "times", ""},
		"no number":               {with("times", "some"), "from 2 to 26", "times", ""},
		"no such last day":        {with("until-day", "31", "until-month", "2", "until-year", "2026"), "Enter a date that exists", "until-day", ""},
		"a last day before it":    {with(day("until", calendar.On(2026, time.March, 1))...), "after the first one", "until-day", ""},
		"no such rhythm":          {append(with("times", "3"), "repeat", "5"), "Choose how often", "repeat", "repeat"},
	})
	h.site.Post(path, h.form(path, with("times", "3")...)).WantRedirect(path + "?done=booked")
	page := h.site.Get(path).WantText("main", "Tuesday 24 March 2026, 2:30pm").WantText("main", "Tuesday 31 March 2026, 2:30pm").
		WantText("main", "Tuesday 7 April 2026, 2:30pm").WantText("main", "Comes back One of several")
	var offs []string
	for _, href := range attrs(page.All("main a[href]"), "href") {
		if strings.HasSuffix(href, "/off") {
			offs = append(offs, href)
		}
	}
	off := offs[1]
	h.site.Get(off).WantText("main", "It is one of several that come back").WantText("main", "Tuesday 31 March 2026")
	h.wantRefused(off, map[string]refused{"nobody called it off": {[]string{"why", "Kept words"}, "Choose who called it off", "by", ""}})
	h.site.Post(off, h.form(off, "by", "cancelled_by_service", "rest", "yes", "why", "The room is closed")).WantRedirect(path + "?done=off")
	row, err := h.Record.Row(ctx, caseID)
	if err != nil || len(row.Appointments.Booked) != 1 || row.Appointments.CancelledByService != 2 {
		t.Errorf("%+v, %v", row.Appointments, err)
	}
	h.site.Get(off).WantStatus(404)
	h.site.Post(off, url.Values{"key": {"again"}}).WantRedirect(path) // sent twice: the list says how it stands
}

func TestChangingATimeIsOneAct(t *testing.T) {
	h := newHouse(t, caseworktest.Keyworker)
	caseID := h.hers()
	id := h.book(caseID, 30*time.Hour)
	path := woman.Path(caseID, "appointments/"+id+"/time")
	later := day("at", h.Bench.Today().AddDays(3))
	with := func(fill ...string) []string { return append(append([]string{}, later...), fill...) }
	h.site.Get(path).WantStatus(200).WantText("h1", "Change the time").WantText(".tl-chips", "Tomorrow")
	h.site.Get(path + "?on=" + h.Bench.Today().AddDays(1).String()).WantNone(".govuk-radios__hint") // its own time is not in its way
	h.wantRefused(path, map[string]refused{
		"nobody asked":  {with("time", "2pm", "how", "phone", "place", "The café"), "Choose who called it off", "by", ""},
		"no time":       {with("how", "phone", "by", "cancelled_by_her"), "Enter the day and time", "at-day", ""},
		"no such clock": {with("time", "2:30", "how", "phone", "by", "cancelled_by_her"), "Enter a time such as", "time", ""},
		"no way":        {with("time", "2pm", "how", "", "by", "cancelled_by_her"), "Choose how you will meet", "how", ""},
	})
	h.site.Post(path, h.form(path, with("time", "2pm", "how", "phone", "by", "cancelled_by_her", "place", "The café")...)).
		WantRedirect(woman.Path(caseID, "appointments") + "?done=moved")
	h.site.Get(woman.Path(caseID, "appointments")).WantText("main", "Friday 6 March 2026, 2pm").WantText("main", "Time changed From Wednesday 4 March 2026").
		WantText("main", "She cancelled")
	h.site.Get(path).WantStatus(404)
	h.site.As(caseworktest.OtherWorker)
	h.site.Get(path).WantStatus(404)
	h.site.As(caseworktest.Officer)
	h.site.Get(path).WantStatus(403)
}

func TestWhenAndWhereSheCanMeet(t *testing.T) {
	h := newHouse(t, caseworktest.Keyworker)
	caseID := h.hers()
	path := woman.Path(caseID, "free")
	h.site.Get(path).WantText("main", "She has told us of no such time").WantText("main", "She has told us of no such place")
	h.wantRefused(path, map[string]refused{
		"no day":         {[]string{"act", "busy", "from", "3pm", "to", "4pm", "why", "Kept words"}, "Choose at least one day", "days", "act"},
		"one time alone": {[]string{"act", "busy", "days", "1", "from", "3pm"}, "Enter both times", "from", "act"},
		"no such clock":  {[]string{"act", "busy", "days", "1", "from", "teatime", "to", "4pm"}, "Enter a time such as", "from", "act"},
		"the wrong way":  {[]string{"act", "busy", "days", "1", "from", "4pm", "to", "3pm"}, "must be later", "to", "act"},
		"no such day":    {[]string{"act", "busy", "days", "9"}, "Choose from the days", "days", "days"},
		"no place":       {[]string{"act", "unsafe", "place", " "}, "Write the place", "place", "place"},
	})
	h.site.Post(path, h.form(path, "act", "busy", "days", "1", "from", "3pm", "to", "4:30pm", "why", "School run")).WantRedirect(path + "?done=free")
	h.site.Post(path, h.form(path, "act", "unsafe", "place", "The Red Lion")).WantRedirect(path + "?done=free")
	page := h.site.Get(path).WantText("main li", "Mondays, 3pm to 4:30pm: School run").WantText("main", "The Red Lion")
	h.site.Get(woman.Path(caseID, "appointments")).WantText("#place-hint", "She is not safe at The Red Lion")
	h.site.Get(woman.Path(caseID, "timeline")).WantText(".tl-timeline", "She cannot come on Mondays, 3pm to 4:30pm").WantText(".tl-timeline", "She said where she is not safe")
	for _, id := range attrs(page.All("input[name=free]"), "value") {
		h.site.Post(path, h.form(path, "act", "back", "free", id)).WantRedirect(path + "?done=free")
	}
	h.site.Get(path).WantText("main", "She has told us of no such time").WantText("main", "She has told us of no such place")
	h.site.As(caseworktest.OtherWorker)
	h.site.Get(path).WantStatus(404)
}

func TestTheNextStepOfAContact(t *testing.T) {
	h := newHouse(t, caseworktest.Keyworker)
	caseID := h.hers()
	path := woman.Path(caseID, "contact")
	h.site.Get(path).WantText("main", "One to one Counts towards the condition (004:").WantText("main", "Next appointment").WantText("main", "In a week: Tuesday 10 March")
	today := day("at", h.Bench.Today())
	with := func(fill ...string) []string { return append(append([]string{}, today...), fill...) }
	h.site.Post(path, h.form(path, with("how", "one_to_one", "outcome", "attended", "minutes", "30", "counts", "rules", "with", "interpreter", "next", "2026-03-10")...)).
		WantRedirect(woman.Path(caseID, "appointments") + "?done=contact&on=2026-03-10&how=one_to_one")
	if got := last[journey.Attendance](h); !got.With.Interpreter || got.Counts != journey.Yes {
		t.Errorf("wrote %+v", got)
	}
	h.site.Get(woman.Path(caseID, "timeline")).WantText(".tl-timeline", "There: an interpreter")
	h.site.Post(path, h.form(path, with("how", "one_to_one", "outcome", "attended", "counts", "rules", "next", "2026-03-10")...)).
		WantRedirect(woman.Path(caseID, "") + "?done=met")
	h.site.Get(woman.Path(caseID, "")+"?done=met").WantText(".govuk-notification-banner", "The condition is met").
		WantText("main", "Tell police now").WantText("main", "Book her next appointment")
}

func TestNobodyIsAloneWithSomebody(t *testing.T) {
	h := newHouse(t, caseworktest.Keyworker)
	path := woman.Path(h.hers(), "contact")
	form := h.form(path, append(day("at", h.Bench.Today()), "how", "phone", "outcome", "spoke", "note", "Kept words")...)
	form["with"] = []string{"alone", "child"}
	page := h.site.Post(path, form).WantStatus(422).WantText(".govuk-error-summary", "She cannot be alone and with somebody").WantText("textarea", "Kept words")
	if n := len(page.All("input[name=with][checked]")); n != 2 {
		t.Errorf("%d answers are kept, want 2", n)
	}
}

// attrs are the values of an attribute of these nodes.
func attrs(nodes []*html.Node, name string) []string {
	var values []string
	for _, node := range nodes {
		for _, a := range node.Attr {
			if a.Key == name {
				values = append(values, a.Val)
			}
		}
	}
	return values
}
