package evidence_test

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"throughline/internal/casework"
	"throughline/internal/casework/caseworktest"
	verbs "throughline/internal/casework/evidence"
	"throughline/internal/casework/jobs"
	"throughline/internal/domain/access"
	"throughline/internal/edge/web/webtest"
	"throughline/internal/reckoning/reportpack"
)

// writePack writes what a pack is called, in the place of its files.
func writePack(_ context.Context, pack reportpack.Pack, forms []reportpack.Form, progress func(done, total int)) ([]byte, error) {
	progress(len(forms), len(forms))
	said := "files of " + pack.Name()
	if pack.Part != "" {
		said += ", " + pack.Part + " by " + pack.By
	}
	return []byte(said), nil
}

// makePack lets the work that waits be done, and returns the page of what came of it.
func makePack(t *testing.T, desk *verbs.Desk, room *caseworktest.Room, page *webtest.Page) string {
	t.Helper()
	id, leads := strings.CutPrefix(page.Header.Get("Location"), "/jobs/")
	if !leads {
		t.Fatalf("asking leads to %q", page.Header.Get("Location"))
	}
	kind := verbs.Packing{Desk: desk}
	work := jobs.Desk{
		Bench: room.Bench, Store: room.Record.Record.(jobs.Store), Kinds: []casework.JobKind{kind},
		Staff: caseworktest.Crew{caseworktest.Lead, caseworktest.Commissioner},
	}
	if worked, err := work.Work(t.Context(), kind, "w1"); !worked || err != nil {
		t.Fatalf("worked %t, %v", worked, err)
	}
	return "/evidence/pack/" + id
}

func packAsked(page *webtest.Page, changes url.Values) url.Values {
	form := url.Values{"key": {page.Attr("input[name=key]", "value")}, "scheme": {"lwds"}, "as_at": {""}, "forms": {"html", "csv"}}
	for name, values := range changes {
		form[name] = values
	}
	return form
}

func TestAPackIsAskedForMadeAndTakenOnce(t *testing.T) {
	for _, row := range []struct {
		asker       access.Asker
		says, file  string
		copy, never string
	}{
		{caseworktest.Lead, "Not for publication", "lwds-2026-03-03-not-for-publication", "Exact: not for publication", "Small numbers are hidden"},
		{caseworktest.Commissioner, "Small numbers are hidden", "lwds-2026-02-28-nhs-1-7-r5", "Small numbers hidden", "Not for publication"},
	} {
		site, room, desk := newSiteOf(t, row.asker)
		if got := site.Get("/evidence").WantStatus(200).All("a[href=/evidence/pack]"); len(got) != 1 {
			t.Errorf("%d ways lead to the pack", len(got))
		}
		form := site.Get("/evidence/pack").WantStatus(200).WantText("h1", "Report pack").WantText("main", row.says)
		if strings.Contains(form.Text("main"), row.never) {
			t.Errorf("the page for %s says %q", row.asker.Role, row.never)
		}
		if ticked := form.All("input[name=forms][checked]"); len(ticked) != len(reportpack.Forms) {
			t.Errorf("%d of %d sorts of files are ticked to begin with", len(ticked), len(reportpack.Forms))
		}
		path := makePack(t, desk, room, site.Post("/evidence/pack", packAsked(form, nil)).WantStatus(http.StatusSeeOther))
		waits := site.Get(path).WantStatus(200).WantText("dl", row.file+".zip").WantText("dl", row.copy).WantText("button", "Download")
		waits.WantText("dl", "Waits until Wednesday 4 March 2026")
		file := site.Post(path, nil).WantStatus(200)
		if file.Body != "files of "+row.file || file.Header.Get("Content-Type") != "application/zip" ||
			!strings.Contains(file.Header.Get("Content-Disposition"), row.file+".zip") {
			t.Errorf("taken is %q, %v", file.Body, file.Header)
		}
		for _, again := range []*webtest.Page{site.Post(path, nil), site.Get(path)} {
			again.WantStatus(200).WantText("main", "It can be taken only once").WantText("main", "Make another pack")
			if strings.Contains(again.Body, "files of") {
				t.Error("the pack left twice")
			}
		}
	}
}

func TestAPackKeepsTheSchemeAndTheDayOfTheReport(t *testing.T) {
	site, _ := newSite(t, caseworktest.Lead)
	if len(site.Get("/evidence?as_at=2020-04-08").All("a[href=/evidence/pack?as_at=2020-04-08]")) != 1 {
		t.Error("the way to the pack loses the day")
	}
	if got := site.Get("/evidence/pack?as_at=2020-04-08").Attr("#as_at", "value"); got != "2020-04-08" {
		t.Errorf("the form has the day %q", got)
	}
}

func TestAPackOfAPartSaysOfWhich(t *testing.T) {
	site, room, desk := newSiteOf(t, caseworktest.Lead)
	form := site.Get("/evidence/pack?area=Central+West&by=age").WantStatus(200).WantText("main", "area: Central West, tables by age")
	if got := form.Attr("main form", "action"); got != "/evidence/pack?area=Central+West&by=age" {
		t.Fatalf("the form goes to %q", got)
	}
	if len(form.All("main a[href=/evidence/pack]")) != 1 {
		t.Error("nothing leads to a pack of all cases")
	}
	path := makePack(t, desk, room, site.Post("/evidence/pack?area=Central+West&by=age", packAsked(form, nil)).WantStatus(http.StatusSeeOther))
	if file := site.Post(path, nil).WantStatus(200); !strings.HasSuffix(file.Body, "area: Central West by age") {
		t.Errorf("the pack is %q", file.Body)
	}
}

func TestWhatIsWrongWithAnOrderIsNamedAndKept(t *testing.T) {
	for _, row := range []struct {
		changes     url.Values
		field, says string
	}{
		{url.Values{"forms": nil}, "forms", "Choose at least one sort of file"},
		{url.Values{"forms": {"docx"}}, "forms", "Choose at least one sort of file"},
		{url.Values{"as_at": {"2999-01-01"}}, "as_at", "Enter today or an earlier date"},
		{url.Values{"scheme": {"none"}}, "scheme", "Choose a scheme from the list"},
	} {
		site, _ := newSite(t, caseworktest.Lead)
		form := packAsked(site.Get("/evidence/pack"), row.changes)
		page := site.Post("/evidence/pack", form).WantStatus(422).WantText("title", "Error:").WantText("#"+row.field+"-error", row.says)
		if page.Attr("input[name=key]", "value") != form.Get("key") || page.Attr("#as_at", "value") != form.Get("as_at") {
			t.Errorf("%v: what was entered is lost", row.changes)
		}
	}
}

func TestWhoMakesPacksAndTakesThem(t *testing.T) {
	site, room, desk := newSiteOf(t, caseworktest.Lead)
	form := packAsked(site.Get("/evidence/pack"), nil)
	path := makePack(t, desk, room, site.Post("/evidence/pack", form))
	for _, row := range []struct {
		asker  access.Asker
		status int
	}{
		{caseworktest.Commissioner, http.StatusNotFound}, {caseworktest.Officer, http.StatusForbidden},
		{caseworktest.Keyworker, http.StatusForbidden}, {caseworktest.Admin, http.StatusForbidden},
	} {
		site.As(row.asker)
		site.Get(path).WantStatus(row.status)
		if taken := site.Post(path, nil).WantStatus(row.status); strings.Contains(taken.Body, "files of") {
			t.Errorf("%s takes the lead's pack", row.asker.Role)
		}
		if row.status == http.StatusForbidden {
			site.Post("/evidence/pack", form).WantStatus(row.status)
			site.Get("/evidence/pack").WantStatus(row.status)
		}
	}
	site.As(caseworktest.Lead)
	site.Get("/evidence/pack/none").WantStatus(http.StatusNotFound)
	site.Post(path, nil).WantStatus(200)
}
