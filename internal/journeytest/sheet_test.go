package journeytest

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/chromedp/chromedp"
)

// list is what a centre kept: three women, and a row without a day of referral.
const list = "Ref,First name,Surname,DOB,Mobile,OK to call?,Date referred,Key worker,Appt 1,Appt 1 outcome\n" +
	"R1,Marigold,Tansley,04/05/1988,07700 900141,OK to call,12/10/2026,,20/10/2026,Attended\n" +
	"R2,Clover,Bramwell,21/11/1979,07700 900142,Text,13/10/2026,,,\n" +
	"R3,Yarrow,Penhale,30/01/1994,07700 900143,Text,14/10/2026,,,\n" +
	"R4,Sorrel,Winslade,02/02/1990,07700 900144,Text,,,,\n"

// A lead brings in a spreadsheet: she says what its columns hold, checks its rows,
// follows the work, takes away the rows that were left out, and takes it all back.
func TestASpreadsheetIsBroughtIn(t *testing.T) {
	browser, served := newBrowser(t), practice(t)
	file := filepath.Join(t.TempDir(), "list.csv")
	if err := os.WriteFile(file, []byte(list), 0o600); err != nil {
		t.Fatal(err)
	}
	for n, walk := range []struct {
		name string
		how  manner
	}{{"at a desk", atADesk}, {"on a phone", onAPhone}, {"without scripts", manner{width: 360}}} {
		t.Run(walk.name, func(t *testing.T) {
			if testing.Short() && n > 0 {
				t.Skip("the walk at a desk is enough in short")
			}
			bringIn(served.as(t, browser, "Service lead", walk.how), file)
		})
	}
}

func bringIn(v *visitor, file string) {
	v.open("/import").press("Send").sees("There is a problem")
	v.fill("Riverside list", "What do you call it?")
	v.reach("field", []string{"The file"})
	v.do("choosing the file", chromedp.SetUploadFiles("main input[type=file]", []string{file}))
	v.press("Send").sees("What each column holds", "4 rows were read")
	v.picture("columns")
	v.choose("Which scheme were they referred to?", "London Women's Diversion Service")
	v.pick("Voluntary", "How did they come to it, where no column says so?")
	v.press("Check the rows").sees("Check the rows", "Nothing is written yet", "To put right", "1 row:")
	v.picture("rows")
	v.press("Bring in 3 rows")
	v.waitsForWork().follow("See what came of it").sees("What came of it")
	v.picture("brought in")
	if left := v.download("Download the rows that were left out"); !contains(left, "Winslade", "R4") || contains(left, "Marigold") {
		v.t.Errorf("the rows left out are %q", left)
	}
	report := v.path()
	v.open("/jobs").sees("Riverside list")
	v.open("/caseload").sees("Tansley", "Bramwell", "Penhale").seesNot("Winslade")
	v.open(report).press("Take it back").waitsForWork()
	v.open("/caseload").seesNot("Tansley", "Bramwell", "Penhale")
}

// waitsForWork stays at the page of a piece of work until it is over: with scripts it
// says so itself, without them the page is opened again.
func (v *visitor) waitsForWork() *visitor {
	v.t.Helper()
	for range 100 {
		if ask[bool](v, "[...document.querySelectorAll('main a')].some(a => a.textContent.trim() === 'See what came of it')") {
			return v
		}
		if !v.scripts {
			v.open(v.path())
			continue
		}
		v.until("the work to be over", "document.readyState === 'complete' && [...document.querySelectorAll('main a')].some(a => a.textContent.trim() === 'See what came of it')")
	}
	v.t.Fatalf("the work is never over; the page says:\n%s", v.text())
	return v
}
