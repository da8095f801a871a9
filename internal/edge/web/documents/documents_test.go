package documents_test

import (
	"bytes"
	"context"
	"errors"
	"image"
	"image/png"
	"mime/multipart"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"throughline/internal/casework"
	"throughline/internal/casework/caseworktest"
	"throughline/internal/casework/documents"
	"throughline/internal/casework/support"
	"throughline/internal/domain/access"
	"throughline/internal/edge/upload"
	door "throughline/internal/edge/web/documents"
	"throughline/internal/edge/web/webtest"
	"throughline/internal/edge/web/woman"
	"throughline/schemes"
)

func TestMain(m *testing.M) { caseworktest.Main(m) }

type team []support.Keyworker

func (t team) Keyworkers(context.Context) ([]support.Keyworker, error) { return t, nil }

// away is a scanner that cannot be reached while it is set.
type away struct{ err error }

func (a *away) Scan(context.Context, []byte) (bool, error) { return false, a.err }

// house is a service whose pages a test opens, with one woman in Priya's caseload.
type house struct {
	*caseworktest.Room
	t      *testing.T
	site   *webtest.Site
	caseID string
}

func newHouse(t *testing.T, scanner documents.Scanner) *house {
	t.Helper()
	books, err := schemes.Library()
	if err != nil {
		t.Fatal(err)
	}
	h := &house{Room: caseworktest.NewRoom(t), t: t}
	rules := casework.Schemes{Rules: books, Delivers: []string{"lwds"}}
	record := woman.Door{Support: support.Desk{Bench: h.Bench, Schemes: rules, People: team{{ID: caseworktest.Keyworker.ID, Name: "Priya", OpenLimit: 30, YearLimit: 60}}}}
	h.site = webtest.Start(t, caseworktest.Keyworker, record, door.Door{
		Desk: documents.Desk{Bench: h.Bench, Store: h.Filed(), Clean: upload.Clean, Scan: scanner}, Woman: record,
	})
	facts, err := h.Bench.Pen(caseworktest.Officer).Refer(caseworktest.Amina(), "")
	if err != nil {
		t.Fatal(err)
	}
	receipt, err := h.Record.Append(t.Context(), casework.Change{Key: h.Key(), Seen: casework.AnyVersion, Facts: facts})
	if err != nil {
		t.Fatal(err)
	}
	h.caseID = receipt.Case
	if _, err := record.Support.Allocate(t.Context(), caseworktest.Lead, h.caseID, casework.AnyVersion, h.Key(), support.Allocation{Keyworker: caseworktest.Keyworker.ID}); err != nil {
		t.Fatal(err)
	}
	return h
}

func (h *house) path(parts ...string) string {
	return woman.Path(h.caseID, strings.Join(append([]string{"documents"}, parts...), "/"))
}

// send sends the form with a file.
func (h *house) send(title, class string, content []byte) *webtest.Page {
	h.t.Helper()
	page := h.site.Get(h.path()).WantStatus(http.StatusOK)
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	for _, field := range [][2]string{{"key", page.Attr("main input[name=key]", "value")}, {"title", title}, {"class", class}} {
		if err := form.WriteField(field[0], field[1]); err != nil {
			h.t.Fatal(err)
		}
	}
	part, err := form.CreateFormFile("file", "Amina Okafor passport.png")
	if err == nil {
		_, err = part.Write(content)
	}
	if err := errors.Join(err, form.Close()); err != nil {
		h.t.Fatal(err)
	}
	request, err := http.NewRequest(http.MethodPost, h.site.URL+h.path(), &body)
	if err != nil {
		h.t.Fatal(err)
	}
	request.Header.Set("Content-Type", form.FormDataContentType())
	request.Header.Set("Origin", h.site.URL)
	request.Header.Set("Sec-Fetch-Site", "same-origin")
	return h.site.Do(request)
}

// first is the address of the newest document.
func (h *house) first() string {
	h.t.Helper()
	return h.site.Get(h.path()).Attr("main table a", "href")
}

func drawing(t *testing.T) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := png.Encode(&out, image.NewRGBA(image.Rect(0, 0, 8, 8))); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestADocumentIsAddedLookedAtAndTakenOut(t *testing.T) {
	h := newHouse(t, nil)
	h.site.Get(h.path()).WantText(".tl-identity", "Amina Okafor").WantText("main", "There is no document in her record").WantText("main", "no virus scanner")
	h.send("Photo of her letter", "ND", drawing(t)).WantRedirect(h.path() + "?done=kept")
	at := h.first()
	if strings.Contains(at, "passport") || strings.Contains(at, "Photo") {
		t.Errorf("the address says what it is: %s", at)
	}
	page := h.site.Get(at).WantStatus(http.StatusOK).WantText("h1", "Photo of her letter").WantText("main", "Not scanned for viruses").WantText("main", "Where, when and by whom it was made")
	if title := page.Text("title"); strings.Contains(title, "letter") || strings.Contains(page.Body, "passport") {
		t.Errorf("the page is titled %q, or knows the name of the file", title)
	}
	file := h.site.Get(page.Attr("main img", "src")).WantStatus(http.StatusOK)
	for name, want := range map[string]string{
		"Content-Type": "image/png", "Content-Disposition": "attachment; filename=document.png", "Content-Security-Policy": "default-src 'none'; sandbox",
		"X-Content-Type-Options": "nosniff", "Cache-Control": "no-store",
	} {
		if got := file.Header.Get(name); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
	key := url.Values{"key": {h.site.Get(at+"/take").WantStatus(http.StatusOK).Attr("main input[name=key]", "value")}}
	h.site.Post(at+"/take", key).WantStatus(http.StatusUnprocessableEntity).WantText(".govuk-error-summary", "Say why it is taken out").WantText("title", "Error: ")
	key.Set("reason", "It is another woman's")
	h.site.Post(at+"/take", key).WantRedirect(h.path() + "?done=taken")
	h.site.Get(at).WantText("main", "Taken out on").WantText("main", "It is another woman's").WantNone("main img")
	h.site.Get(at + "/file").WantStatus(http.StatusNotFound)
}

func TestADocumentThatIsNotKept(t *testing.T) {
	h := newHouse(t, nil)
	for name, row := range map[string]struct {
		title, class string
		content      []byte
		field, says  string
	}{
		"no title":            {"", "ND", drawing(t), "title", "Say what it is"},
		"about nothing":       {"Letter", "", drawing(t), "class", "Choose what it is about"},
		"about no such class": {"Letter", "XX", drawing(t), "class", "Choose what it is about"},
		"no file":             {"Letter", "ND", nil, "file", "The file is empty"},
		"a program, renamed":  {"Letter", "ND", []byte("MZ\x90\x00"), "file", "not a file we can keep"},
		"larger than may be":  {"Letter", "ND", bytes.Repeat([]byte("a"), documents.MostBytes+1), "file", "larger than 10 MB"},
		"larger than is read": {"Letter", "ND", bytes.Repeat([]byte("a"), documents.MostBytes+2<<20), "file", "larger than 10 MB"},
	} {
		page := h.send(row.title, row.class, row.content).WantStatus(http.StatusUnprocessableEntity).WantText(".govuk-error-summary", row.says).WantText("title", "Error: ")
		if page.Attr(".govuk-error-summary a[href=#"+row.field+"]", "href") == "" || page.Attr("main #"+row.field, "id") == "" {
			t.Errorf("%s: the summary does not lead to %s", name, row.field)
		}
		if kept := page.Attr("input[name=title]", "value"); kept != row.title {
			t.Errorf("%s: the title is kept as %q", name, kept)
		}
		if row.class == "ND" && len(page.All("input[name=class][value=ND][checked]")) != 1 {
			t.Errorf("%s: what it is about was not kept", name)
		}
	}
	h.site.Get(h.path()).WantText("main", "There is no document in her record")
	h.site.Post(h.path(), url.Values{"title": {"x"}}).WantStatus(http.StatusUnprocessableEntity)
}

func TestADocumentWaitsForTheScan(t *testing.T) {
	scanner := &away{errors.New("not there")}
	h := newHouse(t, scanner)
	h.send("Letter", "PL", []byte("She may stay")).WantRedirect(h.path() + "?done=waits")
	at := h.first()
	page := h.site.Get(at).WantText("main", "nobody can open this yet")
	h.site.Get(at + "/file").WantStatus(http.StatusNotFound)
	h.site.Get(woman.Path(h.caseID, "close")).WantText("main", "Waits for the virus scan: 1 document")
	key := url.Values{"key": {page.Attr("main input[name=key]", "value")}}
	h.site.Post(at+"/scan", key).WantRedirect(at + "?done=waiting")
	scanner.err = nil
	h.site.Post(at+"/scan", key).WantRedirect(at + "?done=clean")
	if file := h.site.Get(at + "/file").WantStatus(http.StatusOK); !strings.Contains(file.Body, "She may stay") {
		t.Errorf("the file is %q", file.Body)
	}
}

func TestWhatIsSealedIsNotReadBack(t *testing.T) {
	h := newHouse(t, nil)
	h.send("Where he lives", "SE", []byte("an address")).WantRedirect(h.path() + "?done=sealed")
	h.site.Get(h.path()+"?done=sealed").WantText("main", "not for you").WantNone("main table")
	for _, page := range []string{"", "timeline"} {
		if strings.Contains(h.site.Get(woman.Path(h.caseID, page)).Body, "Where he lives") || strings.Contains(h.site.Get(woman.Path(h.caseID, page)).Body, "Document added") {
			t.Errorf("the page %q names it", page)
		}
	}
}

func TestWhoOpensThesePages(t *testing.T) {
	h := newHouse(t, nil)
	h.send("Letter", "ND", []byte("a letter")).WantRedirect(h.path() + "?done=kept")
	at := h.first()
	for _, row := range []struct {
		name   string
		asker  access.Asker
		status int
	}{
		{"who leads the service", caseworktest.Lead, http.StatusOK},
		{"another keyworker", caseworktest.OtherWorker, http.StatusNotFound},
		{"an officer", caseworktest.Officer, http.StatusForbidden},
		{"an administrator", caseworktest.Admin, http.StatusForbidden},
	} {
		h.site.As(row.asker)
		for _, path := range []string{h.path(), at, at + "/file", at + "/take"} {
			if page := h.site.Get(path); page.Status != row.status {
				t.Errorf("%s: %s answers %d, want %d", row.name, path, page.Status, row.status)
			}
		}
		for _, path := range []string{at + "/take", at + "/scan"} {
			if page := h.site.Post(path, url.Values{"key": {h.Key()}}); row.status != http.StatusOK && page.Status != row.status {
				t.Errorf("%s: %s answers %d, want %d", row.name, path, page.Status, row.status)
			}
		}
	}
}
