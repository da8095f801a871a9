package web_test

import (
	"errors"
	"net/url"
	"testing"
	"time"

	"github.com/a-h/templ"

	"throughline/internal/casework/draftstest"
	"throughline/internal/domain/access"
	"throughline/internal/edge/web"
	"throughline/internal/edge/web/webtest"
)

// lists is a door with two lists, each showing how it is chosen.
type lists struct{}

func (lists) Routes() []web.Route {
	show := func(r *web.Request) (web.Response, error) {
		return web.Show(web.Page{Title: "List", Body: templ.Raw("<p class=\"chosen\">" + r.Chosen("state", "tier").Encode() + "</p>")}), nil
	}
	staff := web.For(access.Keyworker)
	return []web.Route{
		{Method: "GET", Path: "/first", Audience: staff, Handle: show}, {Method: "GET", Path: "/second", Audience: staff, Handle: show},
		{Method: "POST", Path: "/first", Audience: staff, Handle: func(r *web.Request) (web.Response, error) {
			r.Choose("/first", url.Values{})
			return web.Redirect("/first"), nil
		}},
	}
}

func TestHowAListIsChosenPersistsForTheSession(t *testing.T) {
	store := draftstest.New()
	site := webtest.StartWith(t, priya, func(config *web.Config) { config.Drafts = store.Desk(time.Now) }, lists{})
	for _, step := range []struct {
		name, path, want string
	}{
		{"nothing is chosen", "/first", ""},
		{"a choice", "/first?state=closed&tier=2&name=Amina", "state=closed&tier=2"},
		{"coming back", "/first", "state=closed&tier=2"},
		{"another page of it", "/first?page=2", "state=closed&tier=2"},
		{"another list", "/second", ""},
		{"another choice takes its place", "/first?state=all", "state=all"},
		{"coming back to that", "/first", "state=all"},
		{"clearing it", "/first?clear=yes", ""},
		{"it stays cleared", "/first", ""},
	} {
		if got := site.Get(step.path).WantStatus(200).Text(".chosen"); got != step.want {
			t.Errorf("%s: %q, want %q", step.name, got, step.want)
		}
	}
	site.Get("/first?state=closed")
	site.As(priya) // another session of hers
	if got := site.Get("/first").Text(".chosen"); got != "" {
		t.Errorf("another session sees %q", got)
	}
	site.Get("/first?state=closed")
	site.Post("/first", nil).WantRedirect("/first")
	if got := site.Get("/first").Text(".chosen"); got != "" {
		t.Errorf("after choosing everything %q is chosen", got)
	}
}

func TestAListIsShownWhereWhatWasChosenIsNotKept(t *testing.T) {
	store := draftstest.New()
	store.Fault = errors.New("disk")
	site := webtest.StartWith(t, priya, func(config *web.Config) { config.Drafts = store.Desk(time.Now) }, lists{})
	site.Get("/first?state=closed").WantStatus(200).WantText(".chosen", "state=closed")
	site.Get("/first").WantStatus(200)
	without := webtest.Start(t, priya, lists{})
	without.Get("/first?state=closed").WantStatus(200).WantText(".chosen", "state=closed")
	without.Get("/first").WantStatus(200)
}
