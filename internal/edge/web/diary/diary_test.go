package diary_test

import (
	"context"
	"net/url"
	"strings"
	"testing"

	"throughline/internal/casework"
	"throughline/internal/casework/caseworktest"
	diaries "throughline/internal/casework/diary"
	"throughline/internal/domain/access"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
	"throughline/internal/edge/web/diary"
	"throughline/internal/edge/web/webtest"
)

var ctx = context.Background()

type staff []access.Asker

func (s staff) Staff(context.Context) ([]casework.Person, error) {
	var people []casework.Person
	for _, one := range s {
		people = append(people, casework.Person{ID: one.ID, Name: one.Name, Role: one.Role})
	}
	return people, nil
}

func (s staff) Asker(_ context.Context, id string) (access.Asker, error) {
	for _, one := range s {
		if one.ID == id {
			return one, nil
		}
	}
	return access.Asker{}, casework.Fail(casework.NotFound, "finding an account", "there is none")
}

type groups []casework.GroupSession

func (g groups) Sessions(context.Context, access.Asker, calendar.Day, calendar.Day) ([]casework.GroupSession, error) {
	return g, nil
}

// one keeps one address.
type one struct{ feed diaries.Feed }

func (o *one) KeepFeed(_ context.Context, feed diaries.Feed) error {
	o.feed = feed
	return nil
}

func (o *one) RemoveFeed(context.Context, string) error {
	o.feed = diaries.Feed{}
	return nil
}

func (o *one) FeedOf(_ context.Context, account string) (diaries.Feed, error) {
	return o.found(account == o.feed.Account)
}

func (o *one) FeedAt(_ context.Context, hash []byte) (diaries.Feed, error) {
	return o.found(string(hash) == string(o.feed.Hash))
}

func (o *one) found(is bool) (diaries.Feed, error) {
	if !is || o.feed.Account == "" {
		return diaries.Feed{}, casework.Fail(casework.NotFound, "finding an address", "there is none")
	}
	return o.feed, nil
}

// start serves the diary of a week in which Amina comes on Wednesday at two.
func start(t *testing.T, asker access.Asker) (*caseworktest.Room, *webtest.Site, journey.Row) {
	t.Helper()
	room := caseworktest.NewRoom(t)
	people := staff{caseworktest.Keyworker, caseworktest.OtherWorker}
	append := func(facts []journey.Fact, err error) casework.Receipt {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		receipt, err := room.Record.Append(ctx, casework.Change{Key: room.Key(), Seen: casework.AnyVersion, Facts: facts})
		if err != nil {
			t.Fatal(err)
		}
		return receipt
	}
	receipt := append(room.Bench.Pen(caseworktest.Officer).Refer(caseworktest.Amina(), ""))
	row, err := room.Record.Row(ctx, receipt.Case)
	if err != nil {
		t.Fatal(err)
	}
	append(room.Bench.Pen(caseworktest.Lead).Allocate(row, caseworktest.Keyworker.ID, "Advance", ""))
	wednesday, _ := calendar.AtClock(room.Bench.Today().AddDays(1), 14, 0)
	append(room.Bench.Pen(caseworktest.Keyworker).Book(row, journey.BookingEntry{
		At: []calendar.Moment{wednesday}, How: journey.OneToOne, Place: "The café", Warned: []journey.Warning{journey.WarnHers}, Despite: "Straight after the other",
	}))
	group, _ := calendar.AtClock(room.Bench.Today().AddDays(2), 10, 30)
	return room, webtest.Start(t, asker, diary.Door{Desk: diaries.Desk{
		Bench: room.Bench, Staff: people, Askers: people, Feeds: &one{}, Services: []string{"Throughline"},
		Sessions: groups{{At: group, Title: "Film club", Place: "The big room", Worker: caseworktest.Keyworker.ID, Taken: 6, Places: 10, Href: "/groups/film"}},
	}}), row
}

func TestTheDiaryDayByDay(t *testing.T) {
	room, site, row := start(t, caseworktest.Keyworker)
	page := site.Get("/diary").WantStatus(200).WantText("title", "Diary").
		WantText("main", "Tuesday 3 March 2026").WantText("main", "No one is booked today").
		WantText("main h3", "Tomorrow, Wednesday 4 March 2026").WantText("main", "2pm Amina One to one The café").
		WantText("main", "Take care She has another appointment about then. Even so: Straight after the other").
		WantText("main", "Text her, in neutral words").WantText("main", "Group, 6 of 10 places taken")
	if page.Attr("main a[href=/woman/"+row.Case+"/appointments]", "href") == "" || page.Attr("main a[href=/groups/film]", "href") == "" {
		t.Error("it leads to neither her appointments nor the group")
	}
	page.WantNone("a[href*=contact]").WantNone("main form")
	room.WaitDays(2)
	site.Get("/diary").WantText("main", "Before this, without an outcome").WantText("main", "No outcome recorded yet").WantText("main a", "Record what happened")
	site.Get("/diary?from=2026-06-01").WantText("main", "Nothing is booked in these days").WantText("nav ul", "Today")
	for _, nonsense := range []string{"/diary?from=yesterday", "/diary?view=month", "/diary?from=2026-02-31&worker=x"} {
		site.Get(nonsense).WantStatus(200)
	}
}

func TestTheWeekIsRemembered(t *testing.T) {
	_, site, _ := start(t, caseworktest.Keyworker)
	site.Get("/diary").WantNone("table")
	week := site.Get("/diary?view=week").WantText("main h2", "2 March 2026 to 8 March 2026").WantText("table th", "Mon 2 Mar").WantText("table td", "2pm Amina One to one")
	if n := len(week.All("table thead th")); n != 7 {
		t.Errorf("a week of %d days", n)
	}
	if n := len(week.All("table th[aria-current]")); n != 1 {
		t.Errorf("%d days are today", n)
	}
	site.Get("/diary").WantText("table caption", "Week of 2 March 2026")
	site.Get("/diary?from=2026-03-29").WantText("main h2", "23 March 2026 to 29 March 2026") // the clocks go forward that Sunday
	site.Get("/diary?from=2026-10-25").WantText("main h2", "19 October 2026 to 25 October 2026")
	site.Get("/diary?view=agenda").WantNone("table")
	site.Get("/diary").WantNone("table")
}

func TestWhoseDiaryALeadReads(t *testing.T) {
	_, site, _ := start(t, caseworktest.Lead)
	site.Get("/diary").WantStatus(200).WantText("main", "With Priya").WantText("select option", "Everybody").WantNone("a[href=/diary/calendar]")
	site.Get("/diary?worker="+caseworktest.OtherWorker.ID).WantText("main", "Nothing is booked in these days")
	chosen := site.Get("/diary?worker="+caseworktest.Keyworker.ID).WantText("main", "2pm Amina")
	if links := chosen.Text("nav ul"); strings.Contains(links, "With") || chosen.Attr("select option[selected]", "value") != caseworktest.Keyworker.ID {
		t.Errorf("the keyworker is not kept: %s", links)
	}
	site.Get("/diary?worker=nobody").WantStatus(404)
	for _, asker := range []access.Asker{caseworktest.Officer, caseworktest.Commissioner, caseworktest.Admin} {
		site.As(asker)
		site.Get("/diary").WantStatus(403)
		site.Get("/diary/calendar").WantStatus(403)
	}
}

func TestACalendarAddressIsShownOnce(t *testing.T) {
	room, site, _ := start(t, caseworktest.Keyworker)
	site.Get("/diary/calendar").WantText("main", "You have no address").WantText("main", "first letters of her names")
	made := site.Post("/diary/calendar", url.Values{"act": {"make"}}).WantStatus(200).WantText("main", "shown only now")
	address := made.Text("pre")
	path := address[strings.Index(address, "/calendar/"):]
	if n := len(strings.Split(path, "/")[2]); n != 22 {
		t.Errorf("the address %s has a secret of %d letters, want 22", path, n)
	}
	again := site.Get("/diary/calendar").WantText("main", "An address was made on Tuesday 3 March 2026")
	if strings.Contains(again.Body, path) {
		t.Error("the address is shown again")
	}
	before := len(room.Record.Ledger)
	site.Carry("") // a calendar signs in nowhere
	file := site.Get(path).WantStatus(200)
	if !strings.Contains(file.Body, "SUMMARY:A.O.\r\n") || strings.Contains(file.Body, "Amina") || strings.Contains(file.Body, "café") {
		t.Errorf("the calendar says:\n%s", file.Body)
	}
	if kind := file.Header.Get("Content-Type"); kind != "text/calendar; charset=utf-8" {
		t.Errorf("it is a %s", kind)
	}
	if len(room.Record.Ledger) != before+1 {
		t.Error("the fetch is not written down")
	}
	site.Get("/calendar/guessed/diary.ics").WantStatus(404)
	site.As(caseworktest.Keyworker)
	site.Post("/diary/calendar", url.Values{"act": {"revoke"}}).WantRedirect("/diary/calendar?done=revoked")
	site.Get("/diary/calendar?done=revoked").WantText(".govuk-notification-banner", "taken back").WantText("main", "You have no address")
	site.Get(path).WantStatus(404)
}

// Nothing of a woman stands in a title or an address.
func TestNoTitleOrAddressNamesHer(t *testing.T) {
	_, site, _ := start(t, caseworktest.Keyworker)
	for _, path := range []string{"/diary", "/diary?view=week"} {
		page := site.Get(path)
		if strings.Contains(page.Text("title"), "Amina") || len(page.All("h1")) != 1 {
			t.Errorf("%s is titled %q", path, page.Text("title"))
		}
		for _, link := range page.All("a[href]") {
			for _, a := range link.Attr {
				if a.Key == "href" && strings.Contains(a.Val, "Amina") {
					t.Errorf("%s links to %q", path, a.Val)
				}
			}
		}
	}
}
