package my_test

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"throughline/internal/casework"
	"throughline/internal/casework/administration"
	"throughline/internal/casework/caseworktest"
	"throughline/internal/casework/herspace"
	"throughline/internal/casework/sharing"
	"throughline/internal/domain/access"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
	"throughline/internal/domain/need"
	"throughline/internal/domain/safecontact"
	"throughline/internal/edge/web"
	"throughline/internal/edge/web/my"
	"throughline/internal/edge/web/webtest"
	"throughline/internal/reckoning/reading"
)

var ctx = context.Background()

const (
	words = "river stone bridge lamp"
	pin   = "4826"
	code  = "40718264"
)

// opener opens one woman's space with her words or her code.
type opener struct {
	woman string
	open  map[string]bool
	fault error
}

func (o *opener) begin(right bool) (string, error) {
	switch {
	case o.fault != nil:
		return "", o.fault
	case !right:
		return "", herspace.ErrNotOpened
	}
	o.open["hers"] = true
	return "hers", nil
}

func (o *opener) OpenWithCard(_ context.Context, typed, number, _ string) (string, error) {
	return o.begin(typed == words && number == pin)
}

func (o *opener) OpenWithCode(_ context.Context, typed, _ string) (string, error) {
	return o.begin(typed == code)
}

func (o *opener) Current(_ context.Context, token string) (string, error) {
	if !o.open[token] {
		return "", herspace.ErrClosed
	}
	return o.woman, nil
}

func (o *opener) Close(_ context.Context, token string) error {
	delete(o.open, token)
	return nil
}

func (*opener) Cookie(token string) *http.Cookie {
	cookie := &http.Cookie{Name: "page", Value: token, Path: "/", HttpOnly: true, SameSite: http.SameSiteStrictMode}
	if token == "" {
		cookie.MaxAge = -1
	}
	return cookie
}

func (o *opener) Token(r *http.Request) string {
	if cookie, err := r.Cookie("page"); err == nil {
		return cookie.Value
	}
	return ""
}

type staff struct{}

func (staff) NameOf(context.Context, string) (string, error) { return "Priya", nil }

func (staff) Colleagues(context.Context) ([]sharing.Colleague, error) {
	return []sharing.Colleague{{ID: "tom", Name: "Tom", Agency: "Housing", Role: access.Partner}}, nil
}

// lines are those of the ledger that name her.
type lines struct{ record *caseworktest.Watched }

func (l lines) Looked(_ context.Context, woman string, offset, limit int) ([]access.Entry, error) {
	var found []access.Entry
	for _, entry := range slices.Backward(l.record.Ledger) {
		if slices.Contains(entry.Women, woman) {
			found = append(found, entry)
		}
	}
	found = found[min(offset, len(found)):]
	return found[:min(limit, len(found))], nil
}

// space is one woman's own space, with a site in front of it.
type space struct {
	*caseworktest.Room
	t     *testing.T
	row   journey.Row
	open  *opener
	site  *webtest.Site
	share sharing.Desk
}

func newSpace(t *testing.T, change ...func(*web.Config)) *space {
	t.Helper()
	room := caseworktest.NewRoom(t)
	s := &space{Room: room, t: t, open: &opener{open: map[string]bool{}}}
	referral := caseworktest.Amina()
	referral.Scheme = "lwds"
	facts, err := room.Bench.Pen(caseworktest.Officer).Refer(referral, "")
	receipt := s.append(caseworktest.Officer, facts, err)
	s.row = s.reload(receipt.Case)
	facts, err = room.Bench.Pen(caseworktest.Lead).Allocate(s.row, caseworktest.Keyworker.ID, "Advance", "")
	s.append(caseworktest.Lead, facts, err)
	s.row = s.reload(receipt.Case)
	s.open.woman = s.row.Woman
	schemes := caseworktest.Rules(t)
	s.share = sharing.Desk{Bench: room.Bench, Schemes: schemes, People: staff{}}
	door := my.Door{
		Desk:  herspace.Desk{Bench: room.Bench, Schemes: schemes, Ledger: lines{room.Record}, People: staff{}},
		Share: s.share, Space: s.open, Phone: "020 7946 0000",
	}
	s.site = webtest.StartWith(t, access.Asker{}, func(c *web.Config) {
		c.Space = s.open
		for _, one := range change {
			one(c)
		}
	}, door)
	return s
}

func (s *space) append(by access.Asker, facts []journey.Fact, err error) casework.Receipt {
	s.t.Helper()
	if err != nil {
		s.t.Fatal(err)
	}
	receipt, err := s.Record.Append(ctx, casework.Change{
		Key: s.Key(), Digest: "a test", Facts: facts, Entry: s.Bench.Note(by, access.Append, access.ForSupport, "a test", 0),
	})
	if err != nil {
		s.t.Fatal(err)
	}
	return receipt
}

// worker writes what her keyworker does.
func (s *space) worker(facts []journey.Fact, err error) casework.Receipt {
	s.t.Helper()
	return s.append(caseworktest.Keyworker, facts, err)
}

func (s *space) pen() journey.Pen { return s.Bench.Pen(caseworktest.Keyworker) }

func (s *space) reload(caseID string) journey.Row {
	s.t.Helper()
	row, err := s.Record.Row(ctx, caseID)
	if err != nil {
		s.t.Fatal(err)
	}
	return row
}

// in opens her space in the browser.
func (s *space) in() *space {
	s.t.Helper()
	s.site.Post("/my/open", url.Values{"words": {words}, "pin": {pin}}).WantRedirect("/my/safe")
	return s
}

// full is a space with something on every page.
func full(t *testing.T) *space {
	s := newSpace(t)
	s.worker(s.pen().Assess(s.row, calendar.DayOf(s.Now()), []journey.PathwayAnswer{{Pathway: need.Health, Asked: true, Present: true}, {Pathway: need.Accommodation, Asked: true, Present: true}}))
	s.worker(s.pen().Book(s.row, journey.BookingEntry{At: []calendar.Moment{calendar.At(s.Now().Add(24 * time.Hour))}, How: journey.OneToOne, Place: "The library"}))
	s.worker(s.pen().SetGoal(s.row, journey.GoalEntry{Words: "A front door of my own", State: journey.GoalOpen}))
	s.worker(s.pen().SetGoal(s.row, journey.GoalEntry{Words: "A course", State: journey.GoalReached}))
	s.worker(s.pen().RecordContact(s.row, journey.ContactEntry{At: calendar.At(s.Now()), How: journey.Phone, Spoke: true, Note: "She wants to paint"}))
	_, err := s.share.Answer(ctx, caseworktest.Keyworker, s.row.Case, s.Key(), sharing.Answer{
		Recipient: "Housing", Purpose: access.ForSupport, Classes: access.SetOf(access.Identity, access.Needs), Answer: journey.Yes, Until: calendar.DayOf(s.Now()).AddDays(30),
	})
	if err != nil {
		t.Fatal(err)
	}
	return s.in()
}

// pages are all that she reads, with something of what each says.
var pages = []struct{ path, says string }{
	{"/my/safe", "Can somebody see your screen?"},
	{"/my", "Hello, Amina"}, {"/my", "You have done 0 of 2 visits"}, {"/my", "Wednesday 4 March"}, {"/my", "1 of 2 steps done"},
	{"/my/next", "The library"}, {"/my/next", "I can't come"},
	{"/my/plan", "A front door of my own"}, {"/my/plan", "Add to my plan"},
	{"/my/seen", "What is written about me"}, {"/my/seen", "Who I share with"},
	{"/my/written", "She wants to paint"}, {"/my/written", "Priya wrote this"}, {"/my/written", "Some notes may be held back"}, {"/my/written", "Metropolitan Police told us about you"},
	{"/my/looked", "Read your page"}, {"/my/looked", "Advance: keyworker"},
	{"/my/sharing", "They can see: your name and how to reach you, what you need"}, {"/my/sharing", "Nothing bad happens if you say no"}, {"/my/sharing", "Stop sharing"},
	{"/my/reach", "It holds until"}, {"/my/reach", "We use a way only if you said it is safe"},
	{"/my/more", "Print my plan"}, {"/my/print", "A course ✓"}, {"/my/data", "Ask for a copy"},
	{"/my/say/feel", "Very hard"}, {"/my/say/feel?of=health", "your health"}, {"/my/say/agree", "I do not agree"}, {"/my/say/add", "What do you want to do?"},
	{"/my/say/talk?of=feeling", "Thank you for telling us"}, {"/my/say/copy", "You can have a copy"}, {"/my/say/correct", "What is wrong?"}, {"/my/say/delete", "delete"},
	{"/my/say/reach?of=phone", "leave no message"}, {"/my/say/reach?of=text", "No, do not use this"},
}

func TestEveryPageOfHerSpace(t *testing.T) {
	s := full(t)
	for _, row := range pages {
		page := s.site.Get(row.path).WantStatus(200).WantText("main", row.says)
		if page.Attr("a[data-leave]", "href") != "/exit" {
			t.Errorf("%s cannot be left", row.path)
		}
		if page.Header.Get("Cache-Control") != "no-store" {
			t.Errorf("%s may be kept: %v", row.path, page.Header)
		}
		title := page.Text("title")
		if !strings.HasSuffix(title, " - My Space") {
			t.Errorf("%s is titled %q", row.path, title)
		}
		for _, word := range []string{"amina", "throughline", "advance", "police", "caution", "court", "custody", "arrest", "offence", "probation", "abuse", "diversion"} {
			if strings.Contains(strings.ToLower(title+row.path), word) {
				t.Errorf("%s, titled %q, says %q outside the page", row.path, title, word)
			}
		}
		if links := len(page.All("main li a")); links > 5 && row.path != "/my/written" {
			t.Errorf("%s offers %d ways on, at most five are read at once", row.path, links)
		}
	}
}

func TestHerSpaceIsEasyToRead(t *testing.T) {
	s := full(t)
	read := map[string]*webtest.Page{}
	for _, row := range pages {
		read[row.path] = s.site.Get(row.path)
	}
	webtest.WantReading(t, reading.Hers, read)
}

func TestHerSpaceOpensWithTheCardOrACode(t *testing.T) {
	for _, row := range []struct {
		name, path string
		form       url.Values
		opens      bool
	}{
		{"her words and PIN", "/my/open", url.Values{"words": {words}, "pin": {pin}}, true},
		{"another PIN", "/my/open", url.Values{"words": {words}, "pin": {"0000"}}, false},
		{"other words", "/my/open", url.Values{"words": {"no such words here"}, "pin": {pin}}, false},
		{"nothing", "/my/open", nil, false},
		{"a code", "/my/code", url.Values{"code": {code}}, true},
		{"another code", "/my/code", url.Values{"code": {"1"}}, false},
		{"no code", "/my/code", nil, false},
	} {
		s := newSpace(t)
		page := s.site.Post(row.path, row.form)
		if row.opens {
			page.WantRedirect("/my/safe")
			if cookie := page.Header.Get("Set-Cookie"); !strings.Contains(cookie, "SameSite=Strict") || !strings.Contains(cookie, "HttpOnly") {
				t.Errorf("%s: the cookie is %s", row.name, cookie)
			}
			s.site.Get("/my").WantStatus(200)
			continue
		}
		page.WantStatus(422).WantText(".govuk-error-summary", "Let's sort this together. Call 020 7946 0000.")
		if strings.Contains(page.Body, row.form.Get("pin")+`"`) && row.form.Get("pin") != "" {
			t.Errorf("%s: the PIN comes back in the page", row.name)
		}
		s.site.Get("/my").WantRedirect("/my/open")
	}
}

func TestWhateverIsWrongTheAnswerIsTheSame(t *testing.T) {
	var bodies []string
	for _, form := range []url.Values{
		{"words": {"x"}, "pin": {"0000"}}, {"words": {"x"}, "pin": {""}}, {"words": {"x"}, "pin": {"12345"}},
	} {
		s := newSpace(t)
		page := s.site.Post("/my/open", form).WantStatus(422)
		bodies = append(bodies, page.Body)
	}
	for _, body := range bodies[1:] {
		if body != bodies[0] {
			t.Error("one wrong answer differs from another")
		}
	}
}

func TestTooManyTriesAndFaults(t *testing.T) {
	for _, row := range []struct {
		fault  error
		status int
		says   string
	}{
		{administration.ErrTooManyTries, 429, "Please wait a minute"},
		{errors.New("the disk is gone"), 500, "not working"},
	} {
		s := newSpace(t)
		s.open.fault = row.fault
		for _, path := range []string{"/my/open", "/my/code"} {
			page := s.site.Post(path, url.Values{"words": {words}, "pin": {pin}, "code": {code}}).WantStatus(row.status)
			if row.status == 429 {
				page.WantText(".govuk-error-summary", row.says)
			}
		}
	}
}

func TestWhileItIsClosedNothingOfHersIsShownAndNothingTaken(t *testing.T) {
	s := newSpace(t)
	for _, row := range pages {
		s.site.Get(row.path).WantRedirect("/my/open")
	}
	facts := len(s.Record.Facts())
	for _, path := range []string{"/my/say/add", "/my/say/talk", "/my/plan/step", "/my/sharing"} {
		s.site.Post(path, url.Values{"key": {"k"}, "text": {"A flat"}}).WantRedirect("/my/open?closed=1")
	}
	s.site.Get("/my/open?closed=1").WantText("main", "We did not keep what you were writing")
	if len(s.Record.Facts()) != facts {
		t.Error("something was written")
	}
	// Who works here has no way in either.
	s.site.As(caseworktest.Keyworker)
	s.site.Get("/my").WantRedirect("/my/open")
}

func TestLeavingAndClosingEndItWithinOneRequest(t *testing.T) {
	for _, leave := range []func(*space){
		func(s *space) { s.site.Get("/exit").WantStatus(303) },
		func(s *space) { s.site.Post("/my/close", nil).WantRedirect("/my/open") },
		func(s *space) { delete(s.open.open, "hers") },
	} {
		s := newSpace(t).in()
		s.site.Get("/my").WantStatus(200)
		leave(s)
		if s.open.open["hers"] {
			t.Error("the session goes on")
		}
		if page := s.site.Get("/my"); strings.Contains(page.Body, "Amina") {
			t.Errorf("after that the page says %s", page.Text("main"))
		}
	}
}

func TestWhatSheSaysIsWritten(t *testing.T) {
	s := full(t)
	view := func() herspace.View {
		t.Helper()
		desk := herspace.Desk{Bench: s.Bench, Ledger: lines{s.Record}, People: staff{}}
		view, err := desk.Open(ctx, access.InHerSpace(s.row.Woman))
		if err != nil {
			t.Fatal(err)
		}
		return view
	}
	now := view()
	goal, appointment := now.Goals[0].Goal, now.Next.ID
	note := ""
	for _, entry := range now.Entries {
		if entry.Text == "She wants to paint" {
			note = entry.Fact
		}
	}
	for _, row := range []struct {
		what, leads string
		form        url.Values
	}{
		{"add", "/my/plan?done=add", url.Values{"text": {"Learn to swim"}}},
		{"change", "/my/plan?done=change", url.Values{"of": {goal}, "text": {"Not yet"}}},
		{"agree", "/my/plan?done=agree", url.Values{"choice": {"not_agreed"}, "text": {"Too fast"}}},
		{"answer", "/my/written?done=answer", url.Values{"of": {note}, "text": {"I want to draw"}}},
		{"talk", "/my?done=talk", url.Values{"of": {"plan"}, "text": {""}}},
		{"feel", "/my/say/feel?of=accommodation", url.Values{"choice": {"4"}}},
		{"feel", "/my/say/feel?of=health", url.Values{"of": {"accommodation"}, "choice": {"3"}}},
		{"feel", "/my?done=feel", url.Values{"of": {"health"}, "go": {"skip"}}},
		{"feel", "/my/say/talk?of=feeling", url.Values{"of": {"health"}, "choice": {"0"}}},
		{"copy", "/my/data?done=copy", nil},
		{"correct", "/my/data?done=correct", url.Values{"text": {"My name"}}},
		{"delete", "/my/data?done=delete", nil},
		{"reach", "/my/reach?done=reach", url.Values{"of": {"phone"}, "choice": {"no"}}},
		{"reach", "/my/reach?done=reach", url.Values{"of": {"text"}, "choice": {"yes"}}},
		{"cannot", "/my?done=cannot", url.Values{"of": {appointment}, "text": {"My son is ill"}}},
	} {
		form := url.Values{"key": {s.Key()}}
		for name, values := range row.form {
			form[name] = values
		}
		page := s.site.Post("/my/say/"+row.what, form).WantRedirect(row.leads)
		if next := s.site.Get(page.To()).WantStatus(200); strings.Contains(row.leads, "done=") {
			if len(next.All(".govuk-inset-text")) == 0 {
				t.Errorf("%s does not say that it has come in", row.leads)
			}
		}
	}
	s.site.Post("/my/plan/step", url.Values{"key": {s.Key()}, "goal": {goal}, "reached": {"yes"}}).WantRedirect("/my/plan")
	now = view()
	if done, all := now.Steps(); done != 2 || all != 3 || now.PlanAnswer != journey.PlanNotAgreed || now.Next.At.Known() {
		t.Errorf("%d of %d steps, she said %q, next %v", done, all, now.PlanAnswer, now.Next.At)
	}
	if entry, _ := now.Entry(note); len(entry.Hers) != 1 || entry.Hers[0].Text != "I want to draw" {
		t.Errorf("her answer is %+v", entry.Hers)
	}
	row := s.reload(s.row.Case)
	if len(row.Asks) != 6 { // a change, a talk, things that are hard, a copy, a correction, deletion
		t.Errorf("waiting are %+v", row.Asks)
	}
	day := calendar.DayOf(s.Now())
	if row.SafeContact.Open(safecontact.Phone, day) || !row.SafeContact.Open(safecontact.Text, day) {
		t.Errorf("she may be reached by %+v", row.SafeContact)
	}
	s.site.Get("/my/written").WantText("main", "I want to draw")
}

func TestWhatIsToBePutRightIsSaidAndTheRestKept(t *testing.T) {
	s := full(t)
	for _, row := range []struct {
		what, says, keeps string
		form              url.Values
	}{
		{"add", "Write something, or go back", "", url.Values{"text": {"  "}}},
		{"add", "Use fewer words", strings.Repeat("a", 5000), nil},
		{"agree", "Choose one", "Too fast", nil},
		{"feel", "Choose one", "", nil},
		{"reach", "Choose one", "", url.Values{"of": {"text"}, "choice": {"unnamed"}}},
		{"correct", "Write something, or go back", "", nil},
	} {
		form := url.Values{"key": {s.Key()}, "text": {row.keeps}}
		for name, values := range row.form {
			form[name] = values
		}
		if row.what == "add" && row.keeps != "" && row.says == "Use fewer words" {
			form.Set("text", row.keeps)
		}
		page := s.site.Post("/my/say/"+row.what, form)
		if page.Status == 303 { // a long text that the record takes
			continue
		}
		page.WantStatus(422).WantText(".govuk-error-summary", row.says)
		if row.keeps != "" && !strings.Contains(page.Text("textarea"), row.keeps) {
			t.Errorf("%s: what she wrote is gone", row.what)
		}
		if !strings.HasPrefix(page.Text("title"), "Error: ") {
			t.Errorf("%s is titled %q", row.what, page.Text("title"))
		}
	}
}

func TestAScreenAboutNothingIsNotThere(t *testing.T) {
	s := full(t)
	for _, path := range []string{
		"/my/say/nothing", "/my/say/cannot", "/my/say/cannot?of=another", "/my/say/change?of=another", "/my/say/answer?of=another",
		"/my/say/feel?of=sex_work", "/my/say/reach?of=post", "/my/say/reach?of=email", "/my/say/reach",
	} {
		s.site.Get(path).WantStatus(404)
	}
	s.site.Post("/my/say/nothing", url.Values{"key": {"k"}}).WantStatus(404)
	s.site.Post("/my/say/cannot", url.Values{"key": {"k"}, "of": {"over"}}).WantRedirect("/my")
	s.site.Post("/my/plan/step", url.Values{"key": {"k"}, "goal": {"another"}}).WantRedirect("/my/plan")
}

func TestASharingIsStoppedAndGivenAgain(t *testing.T) {
	s := full(t)
	permission := s.site.Get("/my/sharing").WantText("main", "This is to help you.").WantText("main", "On. It ends on").Attr("input[name=permission]", "value")
	s.site.Post("/my/sharing", url.Values{"key": {s.Key()}, "permission": {permission}}).WantRedirect("/my/sharing")
	page := s.site.Get("/my/sharing").WantText("main", "Off. You stopped it.").WantText("main", "Share this again")
	s.site.Post("/my/sharing", url.Values{"key": {s.Key()}, "permission": {page.Attr("input[name=permission]", "value")}}).WantRedirect("/my/sharing")
	s.site.Get("/my/sharing").WantText("main", "On. It ends on")
	s.site.Post("/my/sharing", url.Values{"key": {s.Key()}, "permission": {"another"}}).WantRedirect("/my/sharing")
	s.site.Post("/my/sharing", url.Values{"permission": {s.site.Get("/my/sharing").Attr("input[name=permission]", "value")}}).WantStatus(422)
}
