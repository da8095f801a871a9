package webtest

import (
	"net/http"
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
