package web_test

import (
	"context"
	"errors"
	"io"
	"maps"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/a-h/templ"

	"throughline/internal/casework"
	"throughline/internal/casework/draftstest"
	"throughline/internal/domain/access"
	"throughline/internal/edge/web"
	"throughline/internal/edge/web/govuk"
	"throughline/internal/edge/web/webtest"
)

var (
	priya = access.Asker{ID: "kw-1", Name: "Priya", Agency: "Riverside", Role: access.Keyworker}
	ruth  = access.Asker{ID: "kw-2", Name: "Ruth", Agency: "Riverside", Role: access.Keyworker}
)

// noteForm has a field of every kind, and hidden fields of every meaning.
const noteForm = `<form method="post" action="/case/c1/note" novalidate>
<input type="hidden" name="key" value="new-key"><input type="hidden" name="version" value="9"><input type="hidden" name="act" value="note">
<input name="time" value=""><textarea name="note" rows="3">as it stands</textarea>
<input type="radio" name="how" value="phone" checked><input type="radio" name="how" value="in_person">
<input type="checkbox" name="next" value="book"><input type="checkbox" name="next" value="call">
<select name="pathway"><option value="">None</option><option value="housing">Housing</option></select>
<input type="file" name="paper"><button type="submit">Save</button></form>`

// otherForms are not kept: one asks for a password, one says no, one only asks a
// question, one has nothing to type in.
const otherForms = `<form method="post" action="/a"><input name="x"><input type="password" name="secret"></form>
<form method="post" action="/b" data-keep="no"><input name="x"></form>
<form action="/c"><input name="x"></form>
<form method="post" action="/d"><input type="hidden" name="x" value="1"><button>Go</button></form>`

// notes is a door with one page, and what saving on it answers.
type notes struct {
	answer func(*web.Request) (web.Response, error)
	closed bool // the record is not open to whoever asks
}

func (n *notes) page() web.Page {
	return web.Page{Title: "Note", Body: templ.ComponentFunc(func(_ context.Context, w io.Writer) error {
		_, err := io.WriteString(w, noteForm+otherForms)
		return err
	})}
}

func (n *notes) Routes() []web.Route {
	staff := web.For(access.Keyworker)
	return []web.Route{
		{Method: "GET", Path: "/case/{case}/note", Audience: staff, Handle: func(*web.Request) (web.Response, error) {
			if n.closed {
				return web.Response{}, casework.Fail(casework.NotFound, "opening the record", "there is none")
			}
			return web.Show(n.page()), nil
		}},
		{Method: "POST", Path: "/case/{case}/note", Audience: staff, Handle: func(r *web.Request) (web.Response, error) { return n.answer(r) }},
	}
}

func saved(*web.Request) (web.Response, error) { return web.Redirect("/case/c1?done=note"), nil }

// desk is a site with drafts whose clock can be moved.
type desk struct {
	*webtest.Site
	notes *notes
	store *draftstest.Store
	now   time.Time
}

func newDesk(t *testing.T) *desk {
	d := &desk{notes: &notes{answer: saved}, store: draftstest.New(), now: time.Date(2026, time.March, 3, 14, 2, 0, 0, time.UTC)}
	d.Site = webtest.StartWith(t, priya, func(config *web.Config) {
		config.Drafts = d.store.Desk(func() time.Time { return d.now })
	}, d.notes)
	d.Desk.Add("priya", priya)
	d.Desk.Add("ruth", ruth)
	return d
}

const notePath = "/case/c1/note"

// typed is what a browser sends of the form with a note in it.
func (d *desk) typed(note string) url.Values {
	page := d.Get(notePath + "?from=today&done=contact").WantStatus(200)
	return url.Values{
		"draft": {page.Attr("form input[data-keep]", "value")}, "key": {"old-key"}, "version": {"7"}, "act": {"note"},
		"time": {"2pm"}, "note": {note}, "how": {"in_person"}, "next": {"call"}, "pathway": {"housing"},
	}
}

func (d *desk) keep(form url.Values) *webtest.Page { return d.Post("/drafts?quiet=yes", form) }

// wantKept fails the test unless the page holds what was typed.
func wantKept(t *testing.T, page *webtest.Page, note string) {
	t.Helper()
	page.WantStatus(200).WantText("[data-kept]", "We kept what you typed at 14:02. It is not saved yet. Start again")
	got := map[string]string{
		"note": page.Text("textarea"), "time": page.Attr("input[name=time]", "value"), "key": page.Attr("input[name=key]", "value"),
		"version": page.Attr("input[name=version]", "value"), "act": page.Attr("input[name=act]", "value"),
		"how": checkedOf(page, "how"), "next": checkedOf(page, "next"), "pathway": page.Attr("option[selected]", "value"),
	}
	want := map[string]string{
		"note": note, "time": "2pm", "key": "old-key", "version": "7", "act": "note", "how": "in_person", "next": "call", "pathway": "housing",
	}
	if !maps.Equal(got, want) {
		t.Errorf("the form holds %v, want %v", got, want)
	}
}

func checkedOf(page *webtest.Page, name string) string {
	var all []string
	for _, node := range page.All("input[name=" + name + "][checked]") {
		for _, attribute := range node.Attr {
			if attribute.Key == "value" {
				all = append(all, attribute.Val)
			}
		}
	}
	return strings.Join(all, " ")
}

func wantEmpty(t *testing.T, page *webtest.Page) {
	t.Helper()
	page.WantStatus(200).WantNone("[data-kept]").WantText("textarea", "as it stands")
	if key := page.Attr("input[name=key]", "value"); key != "new-key" {
		t.Errorf("the key is %q", key)
	}
}

func TestWhatIsTypedIsThereWhenTheFormIsOpenedAgain(t *testing.T) {
	d := newDesk(t)
	d.keep(d.typed(`She said "yes" <b>& no`)).WantStatus(204)
	d.Browser.Jar = newJar(t) // another device
	d.As(priya)
	wantKept(t, d.Get(notePath), `She said "yes" <b>& no`)
}

func TestADraftIsOfItsAccountAlone(t *testing.T) {
	d := newDesk(t)
	form := d.typed("Saw her")
	d.keep(form).WantStatus(204)
	d.As(ruth)
	wantEmpty(t, d.Get(notePath))
	d.keep(form).WantStatus(404) // Ruth with the ticket of Priya
	d.Post("/drafts/forget", form).WantStatus(404)
	d.As(priya)
	wantKept(t, d.Get(notePath), "Saw her")
}

func TestADraftIsShownOnlyWhereThePageIs(t *testing.T) {
	d := newDesk(t)
	d.keep(d.typed("Saw her")).WantStatus(204)
	d.notes.closed = true
	d.Get(notePath).WantStatus(404).WantNone("textarea")
}

func TestADraftEnds(t *testing.T) {
	for _, row := range []struct {
		name string
		do   func(d *desk, form url.Values)
	}{
		{"when its form is saved", func(d *desk, form url.Values) { d.Post(notePath, form).WantRedirect("/case/c1?done=note") }},
		{"when its form is saved and a script comes late", func(d *desk, form url.Values) {
			d.Post(notePath, form).WantStatus(303)
			d.keep(form).WantStatus(204)
		}},
		{"when saving it shows something else", func(d *desk, form url.Values) {
			d.notes.answer = func(*web.Request) (web.Response, error) {
				return web.Show(web.Page{Title: "Sent", Body: govuk.Panel("Sent")}), nil
			}
			d.Post(notePath, form).WantStatus(200)
		}},
		{"when she starts again", func(d *desk, form url.Values) {
			d.Post("/drafts/forget", form).WantRedirect(notePath + "?from=today")
		}},
		{"after twelve hours", func(d *desk, _ url.Values) { d.now = d.now.Add(12 * time.Hour) }},
	} {
		t.Run(row.name, func(t *testing.T) {
			d := newDesk(t)
			form := d.typed("Saw her")
			d.keep(form).WantStatus(204)
			row.do(d, form)
			wantEmpty(t, d.Get(notePath))
		})
	}
}

func TestADraftStaysWhereItsFormIsNotSaved(t *testing.T) {
	for _, row := range []struct {
		name   string
		answer func(n *notes) (web.Response, error)
		status int
	}{
		{"something is to be put right", func(n *notes) (web.Response, error) {
			page := n.page()
			page.Problems.Add("note", "Enter a note")
			return web.Show(page), nil
		}, 422},
		{"the page checks it and shows it again", func(n *notes) (web.Response, error) { return web.Show(n.page()), nil }, 200},
		{"somebody saved first", func(*notes) (web.Response, error) {
			return web.Response{}, casework.Fail(casework.Conflict, "saving", "moved on")
		}, 409},
		{"the disk is full", func(*notes) (web.Response, error) { return web.Response{}, errors.New("disk") }, 500},
	} {
		t.Run(row.name, func(t *testing.T) {
			d := newDesk(t)
			form := d.typed("Saw her")
			d.notes.answer = func(*web.Request) (web.Response, error) { return row.answer(d.notes) }
			d.Post(notePath, form).WantStatus(row.status)
			wantKept(t, d.Get(notePath), "Saw her")
		})
	}
}

func TestWhoeverSavedSecondChooses(t *testing.T) {
	for _, row := range []struct{ name, press, want string }{
		{"keeps both", "Keep both", "/case/c1?done=note"},
		{"leaves hers out", "Leave mine out", notePath + "?from=today"},
	} {
		t.Run(row.name, func(t *testing.T) {
			d := newDesk(t)
			form := d.typed("Saw her")
			d.notes.answer = func(*web.Request) (web.Response, error) {
				return web.Show(d.notes.page()).WithStatus(409).Choosing("Keep both"), nil
			}
			page := d.Post(notePath, form).WantStatus(409).WantText(".govuk-button-group", "Keep both Leave mine out")
			if page.Attr(".govuk-button-group button[form]", "form") != page.Attr("form[id]", "id") {
				t.Error("the button sends another form")
			}
			d.notes.answer = saved
			if row.press == "Keep both" {
				d.Post(notePath, form).WantRedirect(row.want)
			} else {
				d.Post("/drafts/forget", url.Values{"draft": {page.Attr(".govuk-button-group input[name=draft]", "value")}}).WantRedirect(row.want)
			}
			wantEmpty(t, d.Get(notePath))
		})
	}
}

func TestNothingIsKeptOfARecordThatIsClosedToWhoeverTyped(t *testing.T) {
	d := newDesk(t)
	form := d.typed("Saw her")
	d.notes.answer = func(*web.Request) (web.Response, error) {
		return web.Response{}, casework.Fail(casework.NotFound, "saving", "there is none")
	}
	d.Post(notePath, form).WantStatus(404)
	wantEmpty(t, d.Get(notePath))
}

func TestWhatIsSentAfterTheSessionEndedIsThereAfterSigningIn(t *testing.T) {
	for name, send := range map[string]func(d *desk, form url.Values) *webtest.Page{
		"saving":           func(d *desk, form url.Values) *webtest.Page { return d.Post(notePath, form).WantStatus(401) },
		"keeping it later": func(d *desk, form url.Values) *webtest.Page { return d.Post("/drafts", form).WantStatus(200) },
	} {
		t.Run(name, func(t *testing.T) {
			d := newDesk(t)
			form := d.typed("Saw her")
			d.Desk.EndAll()
			asked := send(d, form).WantText("main", "What you entered is kept: sign in to go on.")
			if strings.Contains(asked.Body, "Saw her") {
				t.Error("the page where anybody may sign in holds what was typed")
			}
			next := asked.Attr("input[name=next]", "value")
			wrong := d.Post("/sign-in", url.Values{"name": {"priya"}, "password": {"wrong"}, "next": {next}, "drafted": {"yes"}})
			wrong.WantStatus(422).WantText("main", "What you entered is kept")
			d.Post("/sign-in", url.Values{"name": {"priya"}, "password": {webtest.Password}, "next": {next}}).WantRedirect(notePath + "?from=today")
			wantKept(t, d.Get(next), "Saw her")
		})
	}
}

func TestADraftCanBeKeptWithoutScripts(t *testing.T) {
	d := newDesk(t)
	form := d.typed("Saw her")
	page := d.Get(notePath)
	if to := page.Attr("button[data-keep-later]", "formaction"); to != "/drafts" {
		t.Fatalf("the button leads to %q", to)
	}
	d.Post("/drafts", form).WantRedirect(notePath + "?from=today")
	wantKept(t, d.Get(notePath), "Saw her")
}

func TestFormsThatAskForASecretOrSayNoAreNotKept(t *testing.T) {
	d := newDesk(t)
	page := d.Get(notePath)
	if tickets := page.All("input[name=draft]"); len(tickets) != 1 {
		t.Errorf("%d forms carry a ticket, want the note alone", len(tickets))
	}
	form := d.typed("Saw her")
	for _, name := range []string{"password", "pin", "code", "phrase"} {
		form.Set(name, "sesame")
	}
	d.keep(form).WantStatus(204)
	kept, err := d.store.DraftsOf(context.Background(), priya.ID, d.now.Add(-time.Hour))
	if err != nil || len(kept) != 1 || strings.Contains(string(kept[0].Sealed), "sesame") {
		t.Errorf("kept %q: %v", kept, err)
	}
}

func TestDraftsThatCannotBeKeptAreRefused(t *testing.T) {
	for _, row := range []struct {
		name   string
		change func(d *desk, form url.Values)
		status int
	}{
		{"no ticket", func(_ *desk, form url.Values) { form.Del("draft") }, 404},
		{"a ticket that is none", func(_ *desk, form url.Values) { form.Set("draft", "!") }, 404},
		{"a ticket that somebody made", func(_ *desk, form url.Values) { form.Set("draft", "AAAA") }, 404},
		{"a ticket of yesterday", func(d *desk, _ url.Values) { d.now = d.now.Add(12 * time.Hour) }, 404},
		{"too much", func(_ *desk, form url.Values) { form.Set("note", strings.Repeat("a", 65<<10)) }, 422},
		{"far too much", func(_ *desk, form url.Values) { form.Set("note", strings.Repeat("a", 80<<10)) }, 413},
		{"a store that fails", func(d *desk, _ url.Values) { d.store.Fault = errors.New("disk") }, 500},
	} {
		t.Run(row.name, func(t *testing.T) {
			d := newDesk(t)
			form := d.typed("Saw her")
			row.change(d, form)
			d.keep(form).WantStatus(row.status)
		})
	}
}

func TestDraftsOfAMinuteAreLimited(t *testing.T) {
	d := newDesk(t)
	form := d.typed("Saw her")
	for range 120 {
		d.keep(form).WantStatus(204)
	}
	d.keep(form).WantStatus(429)
	d.now = d.now.Add(time.Minute)
	d.keep(form).WantStatus(204)
}

func TestPagesAndSavingWorkWhereDraftsDoNot(t *testing.T) {
	d := newDesk(t)
	form := d.typed("Saw her")
	d.store.Fault = errors.New("disk")
	wantEmpty(t, d.Get(notePath))
	d.Post(notePath, form).WantRedirect("/case/c1?done=note")
	d.notes.answer = func(*web.Request) (web.Response, error) { return web.Show(d.notes.page()).WithStatus(422), nil }
	d.Post(notePath, form).WantStatus(http.StatusUnprocessableEntity)
	d.Desk.EndAll()
	d.Post(notePath, form).WantStatus(401).WantText("main", "What you entered is kept") // in the page, as without drafts
}

// newJar is the cookies of a browser that was never here.
func newJar(t *testing.T) http.CookieJar {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	return jar
}
