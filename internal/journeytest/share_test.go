package journeytest

import (
	"strconv"
	"strings"
	"testing"
	"time"

	"throughline/internal/domain/calendar"
)

// A woman shares with a landlord, takes it back, and is asked again; who reads of
// her sees no more than she saw first.
func TestSheSharesAtADesk(t *testing.T) { share(t, atADesk) }

func TestSheSharesOnAPhone(t *testing.T) {
	if testing.Short() {
		t.Skip("the walk at a desk is enough in short")
	}
	share(t, onAPhone)
}

func TestSheSharesWithoutScripts(t *testing.T) {
	if testing.Short() {
		t.Skip("the walk at a desk is enough in short")
	}
	share(t, withoutScripts)
}

func share(t *testing.T, how manner) {
	browser, site := newBrowser(t), practice(t)
	partner, keyworker := site.as(t, browser, "Partner", how), site.as(t, browser, "Keyworker", how)
	partner.open("/shared").sees("Shared with you", "She shares with your agency")
	partner.picture("shared")
	// The first is the woman of the card; the other one has a story of her own.
	partner.follow(ask[string](partner, "[...document.querySelectorAll('main table a')].at(-1).textContent.trim()"))
	partner.sees("You can see this until", "Who she is", "What she needs help with", "She can see that you looked")
	partner.picture("shared case")
	shared := partner.path()
	record := strings.Replace(shared, "/shared/", "/woman/", 1)

	v := keyworker
	v.open(record+"/sharing").sees("Shared now", "If it helps me find a flat, yes.", "Grace Lambert, adviser on domestic abuse", "This is another matter than sharing")
	v.picture("sharing")
	v.follow("She takes it back").sees("Stop sharing with Thameside Housing", "Nothing bad follows for her")
	v.press("Stop sharing").sees("Saved: nothing is shared by it any more", "She took it back")
	partner.open(shared).stands(404).sees("This is no longer shared with you")

	v.open(record+"/sharing").follow("Thameside Housing").sees("May Thameside Housing see this?", "You can change your mind on any day")
	v.choose("What does she say?", "She says yes")
	v.press("Next").sees("There is a problem")
	v.choose("What is it for?", "To support her")
	v.choose("What would they see?", "What she needs help with")
	year, month, day := calendar.DayOf(time.Now()).AddDays(30).Date()
	v.fillDay(strconv.Itoa(day), strconv.Itoa(int(month)), strconv.Itoa(year), "If yes, until when?")
	v.press("Next").sees("What they would see", "Nothing is shared yet", "A partner of Thameside Housing would see:")
	v.picture("sharing preview")
	seen := ask[string](v, "document.querySelector('.tl-shared').innerHTML")
	v.press("Save her yes").sees("Her answer saved", "Shared now")
	partner.open(shared).sees("You can see this until")
	if read := ask[string](partner, "document.querySelector('.tl-shared').innerHTML"); read != seen {
		t.Errorf("the recipient reads\n%s\nand she was shown\n%s", read, seen)
	}

	probation := site.as(t, browser, "Probation", how)
	probation.open("/shared").sees("Her order belongs to your office")
	probation.follow(ask[string](probation, "document.querySelector('main table a').textContent.trim()"))
	probation.sees("What is required of her", "Decide on the order").seesNot("What she needs help with")
	probation.picture("order")
	v.open(record + "/told").sees("Is it still so?")
	v.open(record + "/agreement").sees("Her agreement")
	v.open(record + "/bench").sees("Nothing may go to the court now")
}
