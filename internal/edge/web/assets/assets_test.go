package assets

import (
	"bytes"
	"io/fs"
	"net/http/httptest"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// The marks of others must not reach a page.
var banned = []string{
	"gds transport", "govuk-crest", "govuk-logotype", "assets.nhs.uk", "fonts.googleapis",
	"url(", "@font-face", "@import", "sourcemappingurl",
}

// absolute finds an address of another host. Print styles select links by the
// bare scheme, which is no address.
var absolute = regexp.MustCompile(`(?i)(?:https?:)?//[a-z0-9-]+\.[a-z]{2,}`)

// svgName is the name of a language, which no browser fetches.
const svgName = "http://www.w3.org/2000/svg"

func TestBuiltAssetsCarryNoMarkOfOthersAndReachNoOtherHost(t *testing.T) {
	checked := 0
	err := fs.WalkDir(files, ".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		body, err := fs.ReadFile(files, path)
		if err != nil {
			return err
		}
		checked++
		text := strings.ReplaceAll(strings.ToLower(string(body)), svgName, "")
		for _, mark := range banned {
			if strings.Contains(text, mark) {
				t.Errorf("%s contains %q", path, mark)
			}
		}
		if found := absolute.FindString(text); found != "" {
			t.Errorf("%s points at another host: %s", path, found)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if checked != len(paths) {
		t.Errorf("checked %d files, but %d are served", checked, len(paths))
	}
}

// sources is where the assets are written; one script and the styles are built from
// many files and are other bytes there.
const sources = "../../../../assets"

func TestEveryAssetHasASourceThatIsBuiltIntoIt(t *testing.T) {
	recipe, err := os.ReadFile(filepath.Join(sources, "build.sh"))
	if err != nil {
		t.Fatal(err)
	}
	for name := range paths {
		from, built := name, name == "govuk.js" || name == "style.css"
		if name == "style.css" {
			from = "throughline.scss"
		}
		source, err := os.ReadFile(filepath.Join(sources, filepath.FromSlash(from)))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if served, err := files.ReadFile(name); err != nil || !built && !bytes.Equal(served, source) {
			t.Errorf("%s is not what stands in its source (%v)", name, err)
		}
		if path.Dir(name) == "." && !bytes.Contains(recipe, []byte(" "+from+" ")) {
			t.Errorf("%s is not built from %s", name, from)
		}
	}
}

func TestScriptsUseNoSinkThatTrustedTypesRefuse(t *testing.T) {
	for _, name := range []string{"govuk.js", "jobs.js", "js-enabled.js", "keep.js", "leave.js", "passkey.js", "stay.js"} {
		body, err := files.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, sink := range []string{"innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval("} {
			if strings.Contains(string(body), sink) {
				t.Errorf("%s uses %s", name, sink)
			}
		}
	}
}

func TestStylesKeepOurColoursInForcedColours(t *testing.T) {
	body, err := files.ReadFile("style.css")
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"forced-colors", ".chart-bar-2", ".tl-timeline", ".tl-clock__bar", ".govuk-radios__input"} {
		if !strings.Contains(string(body), want) {
			t.Errorf("the stylesheet lacks %s", want)
		}
	}
}

func TestAnAssetIsServedUnderItsPathOnly(t *testing.T) {
	for _, name := range []string{"style.css", "govuk.js", "js-enabled.js", "leave.js", "passkey.js", "pictures/home.svg"} {
		answer := httptest.NewRecorder()
		Handler().ServeHTTP(answer, httptest.NewRequest("GET", Path(name), nil))
		if answer.Code != 200 || answer.Body.Len() == 0 {
			t.Errorf("GET %s: status %d, %d bytes", Path(name), answer.Code, answer.Body.Len())
		}
	}
	for _, path := range []string{"/assets/", "/assets/style.css", "/assets/doc.go", "/assets/pictures/", "/assets/pictures/home.svg", "/assets/../go.mod"} {
		answer := httptest.NewRecorder()
		Handler().ServeHTTP(answer, httptest.NewRequest("GET", path, nil))
		if answer.Code != 404 {
			t.Errorf("GET %s: status %d, want 404", path, answer.Code)
		}
	}
}
