package journeytest

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// A lead links a police feed: she sends it, looks at a pair side by side, takes an
// arrest back, takes what fits well enough together, and finishes.
func TestAPoliceFeedIsLinked(t *testing.T) {
	for n, walk := range []struct {
		name string
		how  manner
	}{{"at a desk", atADesk}, {"on a phone", onAPhone}, {"without scripts", manner{width: 360}}} {
		t.Run(walk.name, func(t *testing.T) {
			if testing.Short() && n > 0 {
				t.Skip("the walk at a desk is enough in short")
			}
			linksFeed(practice(t).as(t, newBrowser(t), "Service lead", walk.how))
		})
	}
}

func linksFeed(v *visitor) {
	v.open("/caseload")
	names := strings.Split(ask[string](v, "[...document.querySelectorAll('main table tbody a')].slice(0, 2).map(a => a.textContent.trim()).join(';')"), ";")
	if len(names) != 2 {
		v.t.Fatalf("the caseload names %q", names)
	}
	file := filepath.Join(v.t.TempDir(), "feed.csv")
	feed := "arrest_id,given_name,family_name,date_of_birth,arrested_on\n"
	for i, name := range append(names, "Quillon Featherstonehaugh") {
		given, family, _ := strings.Cut(name, " ")
		feed += "A" + string(rune('1'+i)) + "," + given + "," + family + ",,2021-08-0" + string(rune('1'+i)) + "\n"
	}
	if err := os.WriteFile(file, []byte(feed), 0o600); err != nil {
		v.t.Fatal(err)
	}
	v.follow("Link a police feed").sees("Nothing is linked until you press a button", "after 28 days")
	v.press("Compare").sees("There is a problem", "Choose the file")
	v.reach("field", []string{"The feed, as CSV"})
	v.do("choosing the file", chromedp.SetUploadFiles("main input[type=file]", []string{file}))
	v.fillDay("24", "8", "2021", "What is the last day that the feed tells of?")
	v.picture("police feed sent")
	v.press("Compare").waitsForWork().follow("See what came of it").sees("Arrests to decide on", "What to expect of each weight", "Look at one by one").seesNot("Featherstonehaugh")
	queue := v.path()
	v.picture("police feed")
	v.follow("Start with the first").sees("Is it the same woman?", "Side by side", "Speaks strongly for the same woman", "No date of birth known")
	v.picture("pair of a police feed")
	v.press("Save and show the next").sees("There is a problem", "Choose whether it is the same woman")
	first := v.path()
	v.choose("Is it the same woman?", "Same woman")
	v.press("Save and show the next").sees("Is it the same woman?")
	if v.path() == first {
		v.t.Error("the pair that was decided on is shown again")
	}
	v.open(queue).sees("What was decided", "Same woman")
	v.press("Take back").sees("It is taken back", "Taken back")
	v.pick("-2", "From which weight on may arrests be taken together?")
	v.press("Use this weight").sees("Put 2 arrests on these women's records")
	v.press("Put 2 arrests on these women's records").sees("The arrests are on the women's records", "Who and when")
	v.press("Finish this feed").sees("You finished this feed", "You can still take an arrest back")
	v.picture("police feed finished")
}
