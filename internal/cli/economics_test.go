package cli

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"throughline/economics"
)

func TestEconomicsCommands(t *testing.T) {
	text, err := economics.Files.ReadFile("costs.yaml")
	if err != nil {
		t.Fatal(err)
	}
	written := func(name, from, to string) string {
		path := filepath.Join(t.TempDir(), name)
		if err := os.WriteFile(path, []byte(strings.Replace(string(text), from, to, 1)), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	sound, broken := written("sound.yaml", "", ""), written("broken.yaml", "    use: cost", "    useful: cost")
	for _, test := range []struct {
		what      string
		args      []string
		code      int
		out, says string
	}{
		{"the list", []string{"list"}, exitOK, "£2.84 for each £1, and no range is stated", ""},
		{"rates of others", []string{"list"}, exitOK, "27 of 36 (75.0%)", ""},
		{"a check of all", []string{"check"}, exitOK, "", "15 values and 12 rates of other schemes are right"},
		{"a file that is right", []string{"check", sound}, exitOK, "", "5 values and 0 rates"},
		{"a file with an unknown key", []string{"check", broken}, exitData, "", `broken.yaml: line`},
		{"the same file twice", []string{"check", sound, sound}, exitData, "", "two documents say what"},
		{"a file that is not there", []string{"check", "nowhere.yaml"}, exitNotFound, "", "there is no file nowhere.yaml"},
		{"a folder in place of a file", []string{"check", t.TempDir()}, exitFailed, "", "reading a document of costs and returns"},
	} {
		t.Run(test.what, func(t *testing.T) {
			code, out, said := ran("", append([]string{"economics"}, test.args...)...)
			if code != test.code || !strings.Contains(out, test.out) || !strings.Contains(said, test.says) {
				t.Errorf("code %d, printed\n%.2000s\nsaid\n%.2000s\nwant code %d, %q and %q", code, out, said, test.code, test.out, test.says)
			}
		})
	}
	t.Run("against the source documents", func(t *testing.T) {
		seeds := "../../../shared/seeds"
		if _, err := os.Stat(seeds); err != nil {
			t.Skip("the source documents are not beside the checkout")
		}
		if code, _, said := ran("", "economics", "check", "--documents", seeds); code != exitOK {
			t.Error(said)
		}
		wrong := written("wrong.yaml", "2126", "2127")
		if code, _, said := ran("", "economics", "check", "--documents", seeds, wrong); code != exitData || !strings.Contains(said, "2127 is not on the lines it cites") {
			t.Errorf("a number its line does not say: code %d, said %s", code, said)
		}
	})
}
