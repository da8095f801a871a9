package quality

import (
	"fmt"
	"path"
	"regexp"
	"strings"
	"testing"
)

// strays are what belongs to the machine or the day a line was written on.
var strays = []struct {
	pattern *regexp.Regexp
	because string
}{
	{regexp.MustCompile("(?:^|[\\s\"'`=(:])/(?:work|root|home|Users)/"), "a path of one machine means nothing on another"},
	{regexp.MustCompile(`\b(?:registry\.[a-z0-9-]+\.[a-z]+|(?:proxy|sum)\.golang\.org|(?:deb|security)\.debian\.org|pypi\.org)\b`), "where packages come from is the machine's setting"},
	{regexp.MustCompile(`(?m)^\s*"resolved":`), "where packages come from is the machine's setting"},
	{regexp.MustCompile(`\bSource: (?:the )?(?:design|decisions?)\b`), "who reads this has no such paper: cite a numbered line of a source, or docs/adr"},
	{regexp.MustCompile(`\b(?:TODO|FIXME|HACK)\b`), "what is not done does not stand in the code"},
}

func strayFindings(name, text string) []string {
	var found []string
	for _, stray := range strays {
		if at := stray.pattern.FindStringIndex(text); at != nil {
			line := 1 + strings.Count(text[:at[0]], "\n")
			found = append(found, fmt.Sprintf("%s:%d holds %q: %s", name, line, strings.TrimSpace(text[at[0]:at[1]]), stray.because))
		}
	}
	return found
}

func TestNothingStrays(t *testing.T) {
	for name, text := range allTexts(t) {
		if !within(name, "internal/quality") {
			report(t, strayFindings(name, text))
		}
	}
}

func TestStraysAreFound(t *testing.T) {
	for text, found := range map[string]bool{
		`open("/home/somebody/x")`:                true,
		`cd /root/go`:                             true,
		`"resolved": "https://example.org/a.tgz"`: true,
		`https://registry.example.org/a`:          true,
		`// TODO: later`:                          true,
		`// Source: design of the pages`:          true,
		`// Source: 004:370, 406`:                 false,
		`a todo list, /workshop, /my/home/page`:   false,
		`mktemp -d /tmp/x.XXXXXX`:                 false,
	} {
		if got := strayFindings("x", text); (len(got) > 0) != found {
			t.Errorf("%q: found %q, want %v", text, got, found)
		}
	}
}

// elsewhere is an address on another host. Nothing a browser loads or follows
// from a page may leave without being named here: a request tells where she is.
var elsewhere = regexp.MustCompile(`https?://([A-Za-z0-9][A-Za-z0-9.-]*)|["'(]//([A-Za-z0-9-]+\.[A-Za-z0-9.-]+)`)

// namedHosts may be named in pages, with the reason.
var namedHosts = map[string]string{
	"www.w3.org": "the names of XML namespaces are never fetched",
}

func hostFindings(name, text string) []string {
	var found []string
	for _, match := range elsewhere.FindAllStringSubmatch(text, -1) {
		host := match[1] + match[2]
		if namedHosts[host] == "" {
			found = append(found, fmt.Sprintf("%s names the host %s: pages load and follow nothing elsewhere", name, host))
		}
	}
	return found
}

func TestPagesStayHere(t *testing.T) {
	for name, text := range allTexts(t) {
		if strings.Contains(name, "testdata/") || forTests(path.Dir(name)) {
			continue
		}
		switch path.Ext(name) {
		case ".templ", ".css", ".scss", ".html", ".svg", ".js":
			report(t, hostFindings(name, blankComments(text)))
		}
	}
	for _, file := range allSources(t) {
		if file.test() || file.made() || !within(file.room(), "internal/edge/web") {
			continue
		}
		for _, text := range literals(file) {
			report(t, hostFindings(text.where, text.text))
		}
	}
}

func TestHostsAreFound(t *testing.T) {
	for text, found := range map[string]bool{
		`<script src="https://cdn.example.org/x.js">`: true,
		`url(//fonts.example.org/a.woff2)`:            true,
		`<svg xmlns="http://www.w3.org/2000/svg">`:    false,
		`a[href^="https://"]`:                         false,
		`<a href="/today">`:                           false,
	} {
		if got := hostFindings("page.templ", text); (len(got) > 0) != found {
			t.Errorf("%q: found %q, want %v", text, got, found)
		}
	}
}
