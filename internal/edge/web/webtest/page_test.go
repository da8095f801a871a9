package webtest

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
)

const sample = `<main id="main-content"><h1 class="big bold">Refer <b>a woman</b></h1>
<form action="/refer"><input name="next" value="/x"><input name="kept" value=""></form><p>One</p><p>Two</p></main>`

func TestSelectorsFindWhatTheySay(t *testing.T) {
	page := read(t, "sample", &http.Response{StatusCode: 200}, []byte(sample))
	tests := map[string]int{
		"p": 2, "main p": 2, "#main-content": 1, "h1.bold": 1, "h1.big.bold": 1, ".small": 0,
		"input[name]": 2, "form input[name=next]": 1, `[name="kept"]`: 1, "form p": 0, "main form input": 2,
		"[name=next][value=/x]": 1, "[name=next][value=/y]": 0,
	}
	for selector, want := range tests {
		if got := len(page.All(selector)); got != want {
			t.Errorf("All(%q) found %d, want %d", selector, got, want)
		}
	}
	if got := page.Text("h1"); got != "Refer a woman" {
		t.Errorf("Text(h1) = %q", got)
	}
	if got := page.Attr("form", "action"); got != "/refer" {
		t.Errorf("Attr(form, action) = %q", got)
	}
}

func hers(t *testing.T, address, body string) *Page {
	t.Helper()
	page := read(t, "sample", &http.Response{StatusCode: 200, Header: http.Header{}}, []byte(body))
	page.address = address
	return page
}

func TestWhatAPageSaysIsReadBlockByBlock(t *testing.T) {
	page := hers(t, "/", `<html class="tl-hers" lang="en"><main><h1>Your <b>name</b></h1><ul><li>Call me, <a href="/x">Jo</a>.</li><li>Or not</li></ul>
		<p>Hello <span translate="no">Grace</span>. <span class="a govuk-visually-hidden">Unseen</span></p><p hidden>Hidden</p><script>x</script></main><p>Below</p></html>`)
	want := []string{"Your name", "Call me, Jo.", "Or not", "Hello ."}
	if got := page.Blocks(); !slices.Equal(got, want) {
		t.Errorf("it says %q, want %q", got, want)
	}
	if !page.Hers() || page.Level().Sentences != 2 {
		t.Errorf("hers %v, measured %+v", page.Hers(), page.Level())
	}
}

func TestWhatWouldTellOfHerOutsideThePageIsFound(t *testing.T) {
	for _, row := range []struct{ name, address, body, want string }{
		{"nothing", "/my?step=2", `<title>My plan</title><a href="/my/next">Next</a><a href="https://police.example">Police</a>`, ""},
		{"a title", "/my", `<title>Your caution</title>`, "title: the word caution"},
		{"the name of the service", "/my", `<title>My plan - Throughline</title>`, "title: the name of the service"},
		{"its address", "/probation/1", `<title>My plan</title>`, "text: the word probation; link path: the word probation"},
		{"its query", "/my?for=court", `<title>My plan</title>`, "text: the word court; link query: the word court"},
		{"where a form is sent", "/my", `<title>My plan</title><form action="/custody"></form>`, "text: the word custody; link path: the word custody"},
	} {
		var found []string
		for _, one := range hers(t, row.address, row.body).Tells() {
			found = append(found, one.Where+": "+one.What)
		}
		if got := strings.Join(found, "; "); got != row.want {
			t.Errorf("%s: found %q, want %q", row.name, got, row.want)
		}
	}
	file := hers(t, "/my", "")
	file.Header.Set("Content-Disposition", `attachment; filename="diversion-plan.pdf"`)
	if found := file.Tells(); len(found) != 1 || found[0].Where != "file name" {
		t.Errorf("of a file: %v", found)
	}
}

// listener hears what a test would fail with.
type listener struct {
	testing.TB
	heard []string
}

func (l *listener) Helper() {}
func (l *listener) Errorf(format string, values ...any) {
	l.heard = append(l.heard, fmt.Sprintf(format, values...))
}

func TestEveryPageThatIsOpenedIsMeasured(t *testing.T) {
	const hard = "<p>Interpreters facilitate understanding.</p>"
	for _, row := range []struct{ name, body, want string }{
		{"hard words on a page of hers", `<html class="tl-hers" lang="en"><title>My plan</title><main>` + hard + `</main></html>`, "its grade is 32.8, over 6"},
		{"the same in a language that is not measured", `<html class="tl-hers" lang="cy"><title>My plan</title><main>` + hard + `</main></html>`, ""},
		{"a title that tells", `<html class="tl-hers" lang="cy"><title>Police</title></html>`, "title says the word police"},
		{"hard words on a staff page", `<html lang="en"><title>Police</title><main>` + strings.Repeat(hard, fewSentences) + `</main></html>`, "its grade is 32.8, over 8"},
		{"a few words on a staff page", `<html lang="en"><title>Police</title><main>` + hard + `</main></html>`, ""},
	} {
		page := hers(t, "/", row.body)
		heard := &listener{TB: t}
		page.t = heard
		page.wantPlain()
		if said := strings.Join(heard.heard, "; "); (said == "") != (row.want == "") || !strings.Contains(said, row.want) {
			t.Errorf("%s: heard %q, want %q", row.name, said, row.want)
		}
	}
}
