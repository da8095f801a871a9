package journeytest

import (
	"strings"
	"testing"
	"time"

	"throughline/internal/journeytest/keystroke"
)

// A lead's morning in the seeded week of a centre: three women allocated at once, one
// moved with words for the next keyworker, cover for a leave, and three calls to
// custody suites. All by key.
func TestTheMorningOfALead(t *testing.T) {
	browser := newBrowser(t)
	for name, how := range map[string]manner{"at a desk": atADesk, "on a phone": onAPhone, "without scripts": withoutScripts} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if testing.Short() && name != "without scripts" {
				t.Skip("once is enough in short")
			}
			week := practiceWeek(t)
			lead := week.as(t, browser, "Service lead", how)
			lead.open("/today").sees("Unallocated (8", "Over capacity (1)", "Conditions at risk", "No contact for 14 days", "Reviews due", "Suites with no referral in 30 days")
			lead.allocatesThree()
			lead.movesOne()
			lead.arrangesCover()
			lead.callsThree()
			keyworker := week.as(t, browser, "Keyworker", how)
			keyworker.open("/suites").sees("Who may go in", "Renew: ")
		})
	}
}

// allocatesThree ticks the three who wait longest.
func (v *visitor) allocatesThree() {
	v.t.Helper()
	v.open("/allocate").sees("8 women wait for a keyworker")
	v.within(3*keystroke.Allocate, "three allocations", func() {
		for _, name := range strings.Split(ask[string](v, "[...document.querySelectorAll('form legend')].slice(0, 3).map(l => l.textContent.trim()).join('|')"), "|") {
			v.choose(name, "Allocate her with the others that are ticked")
		}
		v.press("Allocate those that are ticked")
	})
	v.sees("3 women are allocated", "5 women wait for a keyworker")
}

// movesOne moves the first woman of the keyworker who has too many.
func (v *visitor) movesOne() {
	v.t.Helper()
	v.open("/board").sees("31 of 30", "Over the limit", "Away until")
	v.open("/board/KW05").follow("Move to…")
	v.choose("Ruth Adeyemi")
	v.fill("She likes to be called before ten.", "What the next keyworker should know")
	v.press("Allocate").sees("She is allocated")
	v.open("/board").sees("30 of 30")
}

// arrangesCover plans a leave that somebody covers.
func (v *visitor) arrangesCover() {
	v.t.Helper()
	v.open("/board/KW02/profile").sees("No leave is planned")
	from, until := time.Now().AddDate(0, 0, 20), time.Now().AddDate(0, 0, 24)
	v.fillDay(from.Format("2"), from.Format("1"), from.Format("2006"), "First day away")
	v.fillDay(until.Format("2"), until.Format("1"), until.Format("2006"), "Last day away")
	v.pick("Carla Mendes", "Who covers")
	v.press("Save leave").sees("The cover is arranged", "Carla Mendes covers")
}

// callsThree writes three calls down, each in ten seconds.
func (v *visitor) callsThree() {
	v.t.Helper()
	v.open("/suites").sees("Chapel Street", "Kingsferry", "Eastgate")
	for _, suite := range []string{"Chapel Street", "Kingsferry", "Station Road"} {
		v.within(10*time.Second, "a call to a suite", func() {
			v.choose(suite, "Custody sergeant")
			v.fill("2", suite, "Women there now")
			v.press(suite, "Record the call")
		})
		v.sees("The call is written down", "Custody sergeant, 2 women there")
	}
}
