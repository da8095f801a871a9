package onward_test

import (
	"context"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"strings"
	"testing"
	"time"

	"throughline/directory"
	"throughline/internal/casework"
	"throughline/internal/casework/caseworktest"
	verbs "throughline/internal/casework/onward"
	"throughline/internal/casework/onwardtest"
	"throughline/internal/casework/sharing"
	"throughline/internal/domain/access"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
	"throughline/internal/domain/need"
	"throughline/internal/edge/web/onward"
	"throughline/internal/edge/web/webtest"
)

var ctx = context.Background()

type nobodyElse struct{}

func (nobodyElse) Colleagues(context.Context) ([]sharing.Colleague, error) { return nil, nil }

// gate opens links without the cost of hashes.
type gate struct {
	links  *onwardtest.Links
	now    func() time.Time
	closed bool // every session has ended
}

func (g *gate) Open(_ context.Context, token, pin, _ string) (string, verbs.Link, error) {
	link, err := g.links.TryLink(ctx, onwardtest.Lookup(token), g.now())
	proof, _ := onwardtest.Secrets{}.Proof(ctx, token, strings.ReplaceAll(pin, " ", ""))
	if err != nil || link.Proof != proof {
		return "", verbs.Link{}, verbs.ErrNotOpened
	}
	g.closed = false
	return "open " + link.Referral, link, g.links.ClearLinkTries(ctx, link.Lookup)
}

func (g *gate) Current(_ context.Context, _, session string) (verbs.Link, error) {
	referral, open := strings.CutPrefix(session, "open ")
	if !open || g.closed {
		return verbs.Link{}, verbs.ErrClosed
	}
	return g.links.LinkOf(ctx, referral)
}

func (g *gate) Close(context.Context, string) error {
	g.closed = true
	return nil
}

func (g *gate) Cookie(path, session string) *http.Cookie {
	return &http.Cookie{Name: "request", Value: url.QueryEscape(session), Path: path}
}

func (g *gate) Session(r *http.Request) string {
	cookie, err := r.Cookie("request")
	if err != nil {
		return ""
	}
	value, _ := url.QueryUnescape(cookie.Value)
	return value
}

// house is a service whose pages a test opens.
type house struct {
	*caseworktest.Room
	t      *testing.T
	desk   *verbs.Desk
	links  *onwardtest.Links
	gate   *gate
	site   *webtest.Site
	caseID string
}

func newHouse(t *testing.T, asker access.Asker) *house {
	t.Helper()
	room := caseworktest.NewRoom(t)
	delivered, err := directory.Entries()
	if err != nil {
		t.Fatal(err)
	}
	h := &house{Room: room, t: t, links: onwardtest.NewLinks()}
	share := sharing.Desk{Bench: room.Bench, Schemes: caseworktest.Rules(t), People: nobodyElse{}}
	h.desk = &verbs.Desk{
		Bench: room.Bench, Sharing: share, Links: h.links, Secrets: onwardtest.Secrets{}, Delivered: delivered, Origin: "https://example.org", Mail: true,
	}
	h.gate = &gate{links: h.links, now: h.Now}
	entry := caseworktest.Amina()
	entry.Scheme, entry.Pathway = "lwds", journey.ConditionalCaution
	facts, err := room.Bench.Pen(caseworktest.Officer).Refer(entry, "")
	h.write(facts, err)
	h.caseID = facts[len(facts)-1].Case
	h.write(room.Bench.Pen(caseworktest.Lead).Allocate(h.row(), caseworktest.Keyworker.ID, caseworktest.Keyworker.Agency, ""))
	h.write(room.Bench.Pen(caseworktest.Keyworker).Assess(h.row(), calendar.DayOf(h.Now()), []journey.PathwayAnswer{
		{Pathway: need.Accommodation, Asked: true, Present: true, Words: "sofa surfing"},
	}))
	h.site = webtest.Start(t, asker, onward.Door{Desk: h.desk, Reply: h.gate})
	return h
}

func (h *house) write(facts []journey.Fact, err error) {
	h.t.Helper()
	if err == nil {
		_, err = h.Record.Append(ctx, casework.Change{Facts: facts})
	}
	if err != nil {
		h.t.Fatal(err)
	}
}

func (h *house) row() journey.Row {
	h.t.Helper()
	row, err := h.Record.Row(ctx, h.caseID)
	if err != nil {
		h.t.Fatal(err)
	}
	return row
}

func (h *house) path(page string) string { return "/woman/" + h.caseID + page }

// look is what the form of a referral sends.
func (h *house) look(fill ...string) url.Values {
	h.t.Helper()
	page := h.site.Get(h.path("/onward/new")).WantStatus(200)
	form := url.Values{
		"key": {page.Attr("main input[name=key]", "value")}, "act": {"look"}, "service": {"other"}, "name": {"Fern Housing"}, "inbox": {"team@fern.example"},
		"pathway": {"accommodation"}, "items": {"ND"}, "note": {"Mornings are best"}, "chase": {"5"}, "until-day": {"31"}, "until-month": {"3"}, "until-year": {"2026"},
	}
	return filled(form, fill...)
}

func filled(form url.Values, fill ...string) url.Values {
	for i := 0; i+1 < len(fill); i += 2 {
		form.Set(fill[i], fill[i+1])
	}
	return form
}

// hiddenOf returns the fields that a page carries along.
func hiddenOf(page *webtest.Page, act string) url.Values {
	form := url.Values{}
	for _, input := range page.All("main input[type=hidden]") {
		name, value := "", ""
		for _, a := range input.Attr {
			switch a.Key {
			case "name":
				name = a.Val
			case "value":
				value = a.Val
			}
		}
		form.Add(name, value)
	}
	form.Set("act", act)
	return form
}

// sends sends her on by the pages, and returns the token and the PIN.
func (h *house) sends() (token, pin string) {
	h.t.Helper()
	preview := h.site.Post(h.path("/onward/new"), h.look()).WantStatus(200)
	sent := h.site.Post(h.path("/onward/new"), hiddenOf(preview, "yes")).WantStatus(200).WantText("h1", "Sent")
	body := sent.Text("main")
	_, rest, found := strings.Cut(body, "https://example.org/r/")
	if !found {
		h.t.Fatalf("no link is shown: %s", body)
	}
	token, _, _ = strings.Cut(rest, " ")
	one := h.row().SentOn[len(h.row().SentOn)-1]
	pin = onwardtest.Secrets{}.PIN(preview.Attr("main input[name=key]", "value"), one.ID)
	sent.WantText("main", pin[:3]+" "+pin[3:]).WantText("main", "An e-mail with the link goes to them now")
	return strings.TrimSpace(token), pin
}

// asPartner puts another browser before the site, in which nobody is signed in.
func (h *house) asPartner() {
	h.t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		h.t.Fatal(err)
	}
	h.site.Browser.Jar = jar
}

func TestAServiceAnswersByALink(t *testing.T) {
	h := newHouse(t, caseworktest.Keyworker)
	token, pin := h.sends()
	link := "/r/" + token

	h.asPartner()
	box := h.site.Get(link).WantStatus(200)
	if strings.Contains(box.Body, "Amina") || strings.Contains(box.Body, "Fern Housing") {
		t.Error("the box for the PIN says whom it is about")
	}
	h.site.Get(link + "/request").WantRedirect(link)
	h.site.Get(link).WantStatus(200) // opening it spends nothing
	h.site.Post(link, url.Values{"pin": {pin}}).WantRedirect(link + "/request")
	page := h.site.Get(link+"/request").WantStatus(200).WantText("main", "Amina Okafor").WantText("main", "sofa surfing").
		WantText("main", "Mornings are best").WantText("main", "You can see this until 31 March 2026").WantText("main", "Help asked for: Somewhere to live")
	if strings.Contains(page.Body, "Common assault") {
		t.Error("the service reads what she was met for")
	}
	h.site.Post(link+"/request", filled(url.Values{"act": {"ask"}, "key": {"ask-1"}}, "question", "Has she children?")).WantRedirect(link + "/request?done=ask")
	h.site.Post(link+"/request", filled(url.Values{"act": {"accept"}, "key": {"accept-1"}}, "first-day", "10", "first-month", "3", "first-year", "2026", "first-time", "14:30")).
		WantRedirect(link + "/request?done=accept")
	h.site.Get(link+"/request?done=accept").WantText("main", "You said yes. First appointment: ").WantText(".govuk-notification-banner", "they know that you take her on")

	h.site.As(caseworktest.Keyworker)
	h.site.Get(h.path("/onward")).WantText("main", "They said yes on 3 March 2026. First appointment: ")
	h.site.Get(h.path("/onward/"+h.row().SentOn[0].ID)).WantText("main", "Has she children?").WantText("main", "They opened it")
	h.site.Get("/services/chasing").WantText("main", "First appointments in the next 14 days")
}

func TestWhatIsShownBehindTheLinkIsThePreview(t *testing.T) {
	h := newHouse(t, caseworktest.Keyworker)
	preview := h.site.Post(h.path("/onward/new"), h.look()).WantStatus(200)
	token, pin := h.sends()
	h.asPartner()
	h.site.Post("/r/"+token, url.Values{"pin": {pin}})
	request := h.site.Get("/r/" + token + "/request")
	for _, part := range []string{`<div class="tl-shared">`, `<div class="tl-asked">`} {
		if a, b := between(preview.Body, part), between(request.Body, part); a == "" || a != b {
			t.Errorf("she was shown\n%s\nand the service reads\n%s", a, b)
		}
	}
}

// between returns what stands from a tag to the end of its part of the page.
func between(body, from string) string {
	_, rest, _ := strings.Cut(body, from)
	part, _, _ := strings.Cut(rest, "</div>")
	return part
}

func TestTheSameWordsWhateverDoesNotOpen(t *testing.T) {
	h := newHouse(t, caseworktest.Keyworker)
	token, pin := h.sends()
	h.asPartner()
	wrong := "000000"
	if pin == wrong {
		wrong = "000001"
	}
	bodies := map[string]string{}
	for name, try := range map[string]struct{ token, pin string }{
		"a wrong PIN": {token, wrong}, "no such link": {strings.Repeat("0", len(token)), pin}, "no PIN": {token, ""},
	} {
		page := h.site.Post("/r/"+try.token, url.Values{"pin": {try.pin}}).WantStatus(422)
		bodies[name] = strings.ReplaceAll(page.Body, try.token, "TOKEN")
	}
	for name, body := range bodies {
		if body != bodies["a wrong PIN"] {
			t.Errorf("%s is answered in other words than a wrong PIN", name)
		}
	}
	for range verbs.MostWrong {
		h.site.Post("/r/"+token, url.Values{"pin": {wrong}})
	}
	page := h.site.Post("/r/"+token, url.Values{"pin": {pin}}).WantStatus(422)
	if strings.ReplaceAll(page.Body, token, "TOKEN") != bodies["a wrong PIN"] {
		t.Error("a frozen link is answered in other words")
	}
	h.site.As(caseworktest.Keyworker)
	h.site.Get(h.path("/onward/"+h.row().SentOn[0].ID)).WantText("main", "Locked after five wrong PINs")
}

func TestWhatWasTypedWaitsBehindThePIN(t *testing.T) {
	h := newHouse(t, caseworktest.Keyworker)
	token, pin := h.sends()
	link := "/r/" + token
	h.asPartner()
	h.site.Post(link, url.Values{"pin": {pin}})
	h.gate.closed = true
	page := h.site.Post(link+"/request", url.Values{"act": {"ask"}, "key": {"ask-1"}, "question": {"Has she children?"}}).WantStatus(401).
		WantText("main", "What you typed is kept")
	form := hiddenOf(page, "ask")
	form.Set("pin", pin)
	h.site.Post(link, form).WantStatus(200).WantText("textarea[name=question]", "Has she children?").WantText("main", "It is not sent yet")
	if n := len(h.row().SentOn); n != 1 || h.row().SentOn[0].Asked.Known() {
		t.Error("it was sent")
	}
}

func TestTheEndOfSharingIsToldWithoutDetail(t *testing.T) {
	h := newHouse(t, caseworktest.Keyworker)
	token, pin := h.sends()
	one := h.row().SentOn[0]
	h.site.Post(h.path("/onward/"+one.ID), url.Values{"act": {"back"}, "key": {"back-1"}}).WantRedirect(h.path("/onward/" + one.ID + "?done=back"))
	h.site.Get(h.path("/onward")).WantText("main", "She took it back")
	h.asPartner()
	h.site.Post("/r/"+token, url.Values{"pin": {pin}}).WantRedirect("/r/" + token + "/request")
	page := h.site.Get("/r/"+token+"/request").WantStatus(404).WantText("h1", "This is no longer shared with you")
	if strings.Contains(page.Body, "Amina") || strings.Contains(page.Body, "took") {
		t.Error("it says why")
	}
	h.site.Post("/r/"+token+"/request", url.Values{"act": {"accept"}, "key": {"accept-1"}}).WantStatus(404)
	h.site.Post("/r/"+token+"/request", url.Values{"act": {"leave"}}).WantRedirect("/r/" + token)
}

func TestFormsThatAreNotTaken(t *testing.T) {
	h := newHouse(t, caseworktest.Keyworker)
	token, pin := h.sends()
	referral := h.path("/onward/" + h.row().SentOn[0].ID)
	h.asPartner()
	h.site.Post("/r/"+token, url.Values{"pin": {pin}})
	partner := h.site.Browser.Jar
	for name, test := range map[string]struct {
		as    access.Asker // nobody for the service behind the link
		path  string
		form  url.Values
		says  string
		field string // that keeps its value, "" where there is none
	}{
		"a referral to nobody":           {caseworktest.Keyworker, h.path("/onward/new"), url.Values{"act": {"look"}, "note": {"keep me"}, "until-day": {"31"}, "until-month": {"3"}, "until-year": {"2026"}}, "Choose a service", "note"},
		"a day that is none":             {caseworktest.Keyworker, h.path("/onward/new"), url.Values{"act": {"look"}, "service": {"anawim"}, "note": {"keep me"}, "until-day": {"31"}, "until-month": {"2"}, "until-year": {"2026"}}, "Enter a date that exists", "note"},
		"no address":                     {caseworktest.Keyworker, h.path("/onward/new"), url.Values{"act": {"look"}, "service": {"anawim"}, "inbox": {"nowhere"}, "until-day": {"31"}, "until-month": {"3"}, "until-year": {"2026"}}, "Enter one e-mail address", "inbox"},
		"no answer":                      {caseworktest.Keyworker, referral, url.Values{"act": {"answer"}, "words": {"keep me"}}, "Choose what the answer is", "words"},
		"a no without a reason":          {caseworktest.Keyworker, referral, url.Values{"act": {"answer"}, "answer": {"declined"}, "words": {"keep me"}}, "Choose why not", "words"},
		"asked again on a day long gone": {caseworktest.Keyworker, referral, url.Values{"act": {"chase"}, "said": {"keep me"}, "next-day": {"1"}, "next-month": {"1"}, "next-year": {"2020"}}, "Choose a day after today", "said"},
		"a new link to nowhere":          {caseworktest.Keyworker, referral, url.Values{"act": {"renew"}, "inbox": {"nowhere"}}, "Enter one e-mail address", "inbox"},
		"advocacy without what":          {caseworktest.Keyworker, h.path("/advocacy"), url.Values{"words": {"keep me"}, "on-day": {"3"}, "on-month": {"3"}, "on-year": {"2026"}}, "Choose what you did", "words"},
		"advocacy of no minutes":         {caseworktest.Keyworker, h.path("/advocacy"), url.Values{"minutes": {"long"}}, "Enter how long it took", "minutes"},
		"a check with a wait in words":   {caseworktest.Keyworker, "/services/entry/anawim", url.Values{"wait": {"soon"}}, "Enter the wait in days", "wait"},
		"a refuge in the directory":      {caseworktest.Lead, "/services/new", url.Values{"name": {"Fern Refuge"}, "group": {"housing"}}, "never stands in the directory", "name"},
		"an entry without a group":       {caseworktest.Lead, "/services/new", url.Values{"name": {"Fern"}}, "Choose the group", "name"},
		"an age in words":                {caseworktest.Lead, "/services/entry/anawim/change", url.Values{"name": {"Anawim"}, "group": {"housing"}, "age_from": {"young"}}, "Enter the age in years", "age_from"},
		"a no of theirs without reason":  {access.Asker{}, "/r/" + token + "/request", url.Values{"act": {"decline"}, "words": {"keep me"}}, "Choose why not", "words"},
		"a day of theirs that is none":   {access.Asker{}, "/r/" + token + "/request", url.Values{"act": {"accept"}, "first-day": {"40"}, "first-month": {"3"}, "first-year": {"2026"}}, "Enter a date that exists", "first-day"},
		"a time of theirs that is none":  {access.Asker{}, "/r/" + token + "/request", url.Values{"act": {"accept"}, "first-day": {"10"}, "first-month": {"3"}, "first-year": {"2026"}, "first-time": {"noonish"}}, "Enter the time like 14:30", "first-time"},
		"a question without words":       {access.Asker{}, "/r/" + token + "/request", url.Values{"act": {"ask"}}, "Write the message", ""},
		"no result of theirs":            {access.Asker{}, "/r/" + token + "/request", url.Values{"act": {"result"}}, "Choose whether she came", ""},
	} {
		t.Run(name, func(t *testing.T) {
			if test.as.ID == "" {
				h.site.Browser.Jar = partner
			} else {
				h.asPartner()
				h.site.As(test.as)
			}
			before := len(h.Record.Facts())
			page := h.site.Post(test.path, test.form).WantStatus(422)
			page.WantText("title", "Error: ").WantText(".govuk-error-summary", test.says)
			if want := test.form.Get(test.field); test.field != "" && page.Text("textarea[name="+test.field+"]") != want && page.Attr("input[name="+test.field+"]", "value") != want {
				t.Errorf("%s: %q was not kept", test.field, want)
			}
			if len(h.Record.Facts()) != before {
				t.Error("something was written")
			}
		})
	}
}

func TestWhoOpensThePages(t *testing.T) {
	h := newHouse(t, caseworktest.Keyworker)
	h.sends()
	referral := h.path("/onward/" + h.row().SentOn[0].ID)
	pages := map[string]map[access.Role]int{}
	for path, lead := range map[string]bool{
		"/services": false, "/services/gaps": false, "/services/chasing": false, "/services/entry/anawim": false, h.path("/onward"): false, h.path("/onward/new"): false,
		h.path("/advocacy"): false, referral: false, "/services/answers": true, "/services/new": true, "/services/entry/anawim/change": true,
	} {
		keyworker := 200
		if lead {
			keyworker = 403
		}
		pages[path] = map[access.Role]int{access.Keyworker: keyworker, access.ServiceLead: 200, access.Officer: 403, access.Commissioner: 403, access.Administrator: 403}
	}
	for _, asker := range []access.Asker{caseworktest.Keyworker, caseworktest.Lead, caseworktest.Officer, caseworktest.Commissioner, caseworktest.Admin} {
		h.asPartner()
		h.site.As(asker)
		for path, status := range pages {
			page := h.site.Get(path).WantStatus(status[asker.Role])
			if strings.Contains(page.Text("title"), "Amina") {
				t.Errorf("%s names her in its title", path)
			}
		}
	}
	h.asPartner()
	h.site.As(caseworktest.OtherWorker)
	for _, path := range []string{h.path("/onward"), h.path("/onward/new"), h.path("/advocacy"), referral} {
		h.site.Get(path).WantStatus(404)
	}
}

func TestTheDirectoryIsSearched(t *testing.T) {
	h := newHouse(t, caseworktest.Lead)
	h.site.Get("/services").WantStatus(200).WantText("main", "Anawim").WantText("main", "Not checked since 2014. Check before you use it.")
	page := h.site.Get("/services?helps=sex_work&area=Bristol&wish=children").WantStatus(200)
	page.WantText("main", "No entry says all of this")
	h.site.Get("/services/gaps?area=Bristol").WantText("main", "Sex work")
	form := url.Values{"name": {"Fern Housing"}, "group": {"housing"}, "helps": {"accommodation"}, "areas": {"Camden, Brent"}, "women_only": {"yes"}, "languages": {"Polish"}}
	h.site.Post("/services/new", form).WantRedirect("/services?done=added")
	h.site.Get("/services?area=Camden&wish=women_only&language=polish").WantText("main", "Fern Housing").WantText("main", "Checked on 3 March 2026")
	h.site.Post("/services/entry/anawim", url.Values{"wait": {"14"}}).WantRedirect("/services/entry/anawim?done=checked")
	h.site.Get("/services/entry/anawim").WantText("main", "Wait of 14 days, told on 3 March 2026")
	change := h.site.Get("/services/entry/anawim/change").WantStatus(200)
	if change.Attr("input[name=name]", "value") != "Anawim" {
		t.Error("the form is empty")
	}
	h.site.Post("/services/entry/anawim/change", url.Values{"name": {"Anawim"}, "group": {"one_stop_shops"}, "hours": {"Mondays"}}).WantRedirect("/services/entry/anawim?done=saved")
	h.site.Post("/services/entry/anawim/end", url.Values{}).WantRedirect("/services?done=ended")
	h.site.Get("/services/entry/anawim").WantStatus(404)
	h.site.Get("/services/answers").WantText("main", "There is nothing to count yet")
}

func TestWhatSheDidNotSeeIsShownAgain(t *testing.T) {
	h := newHouse(t, caseworktest.Keyworker)
	preview := h.site.Post(h.path("/onward/new"), h.look()).WantStatus(200)
	h.write(h.Bench.Pen(caseworktest.Keyworker).Assess(h.row(), calendar.DayOf(h.Now()), []journey.PathwayAnswer{{Pathway: need.Health, Asked: true, Present: true, Words: "cannot sleep"}}))
	again := h.site.Post(h.path("/onward/new"), hiddenOf(preview, "yes")).WantStatus(422).WantText(".govuk-error-summary", "Her record changed after you looked").WantText("main", "cannot sleep")
	if len(h.row().SentOn) != 0 {
		t.Error("it was sent")
	}
	h.site.Post(h.path("/onward/new"), hiddenOf(again, "change")).WantStatus(200).WantText("textarea[name=note]", "Mornings are best")
	h.site.Post(h.path("/onward/new"), hiddenOf(again, "no")).WantRedirect(h.path("/onward?done=no"))
	h.site.Get(h.path("/onward?done=no")).WantText(".govuk-notification-banner", "nothing was sent")
}
