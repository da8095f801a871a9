package my_test

import (
	"context"
	"net/url"
	"strings"
	"testing"

	"throughline/internal/casework"
	"throughline/internal/casework/caseworktest"
	"throughline/internal/casework/herspace"
	"throughline/internal/casework/packs"
	"throughline/internal/domain/access"
	"throughline/internal/edge/web"
	"throughline/internal/edge/web/my"
	"throughline/internal/edge/web/webtest"
)

// made are the copies that were made for one woman.
type made struct {
	woman string
	list  []packs.Listed
	fault error
}

func (m *made) Hers(_ context.Context, asker access.Asker) ([]packs.Listed, error) {
	if asker != access.InHerSpace(m.woman) {
		return nil, casework.Fail(casework.NotFound, "a test", "this is not her")
	}
	return m.list, m.fault
}

func (m *made) Take(_ context.Context, asker access.Asker, caseID, pack, form string) (packs.Taken, error) {
	if asker != access.InHerSpace(m.woman) || caseID != "case-1" || pack != "pack-1" {
		return packs.Taken{}, casework.Fail(casework.NotFound, "a test", "there is no such pack")
	}
	return packs.Taken{Name: "pack-AB12." + form, Body: []byte("her copy as " + form)}, nil
}

func TestSheFetchesTheCopyThatWasMadeForHer(t *testing.T) {
	room := caseworktest.NewRoom(t)
	open := &opener{woman: "her", open: map[string]bool{}}
	copies := &made{woman: "her"}
	door := my.Door{Desk: herspace.Desk{Bench: room.Bench}, Copy: copies, Space: open}
	site := webtest.StartWith(t, access.Asker{}, func(c *web.Config) { c.Space = open }, door)
	const path = "/my/copy/pack-1/"

	if site.Get(path+"pdf").Status == 200 {
		t.Error("a copy is given without her words and her PIN")
	}
	site.Post("/my/open", url.Values{"words": {words}, "pin": {pin}}).WantRedirect("/my/safe")
	site.Get("/my/data").WantText("main", "My copy").WantText("main", "Ask for a copy")
	site.Get("/my/copy").WantStatus(200).WantText("main", "There is no copy yet").WantText("main", "Ask for a copy")

	copies.list = []packs.Listed{{Case: "case-1", Pack: "pack-1", Reference: "AB12"}}
	page := site.Get("/my/copy").WantStatus(200).WantText("h1", "My copy").WantText("main", "Copy AB12").WantText("main", "only if no one else can look")
	if !strings.Contains(page.Body, path+"pdf") || !strings.Contains(page.Body, path+"json") {
		t.Error("the page leads to no copy")
	}
	for form, kind := range map[string]string{"pdf": "application/pdf", "json": "application/json"} {
		file := site.Get(path + form).WantStatus(200)
		if file.Body != "her copy as "+form || file.Header.Get("Content-Type") != kind {
			t.Errorf("%s is %q, a %s", form, file.Body, file.Header.Get("Content-Type"))
		}
		if said := file.Header.Get("Content-Disposition"); !strings.Contains(said, "pack-AB12."+form) {
			t.Errorf("the file is called %s", said)
		}
		if kept := file.Header.Get("Cache-Control"); !strings.Contains(kept, "no-store") {
			t.Errorf("the browser may keep it: %s", kept)
		}
	}
	site.Get(path + "proof").WantStatus(404)
	site.Get("/my/copy/another/pdf").WantStatus(404)
	copies.fault = casework.Fail(casework.Unavailable, "a test", "the record is away")
	site.Get("/my/copy").WantStatus(503)
	site.Get(path + "pdf").WantStatus(503)
}
