package journeytest

import (
	"testing"
	"time"
)

// A lead puts a custody suite on the list and writes down a session of training
// there; a keyworker rings it, goes there, and both read the same.
func TestASuiteIsVisited(t *testing.T) {
	browser, served := newBrowser(t), practiceWeek(t)
	for n, walk := range []struct {
		name, suite string
		how         manner
	}{{"at a desk", "Harbour Road", atADesk}, {"on a phone", "Victoria Street", onAPhone}, {"without scripts", "Bridge End", manner{width: 360}}} {
		t.Run(walk.name, func(t *testing.T) {
			if testing.Short() && n > 0 {
				t.Skip("the walk at a desk is enough in short")
			}
			lead, keyworker := served.as(t, browser, "Service lead", walk.how), served.as(t, browser, "Keyworker", walk.how)
			lead.follow("Suites").follow("Add a suite").press("Save").sees("There is a problem")
			lead.fill(walk.suite, "Name of the suite")
			lead.fill("Central West", "Area or command unit")
			lead.fill("Metropolitan Police", "Police force")
			lead.picture("add a suite")
			lead.press("Save").sees(walk.suite)
			lead.open("/suites").follow(walk.suite).sees("No call is written down yet")

			keyworker.follow("Suites")
			keyworker.within(10*time.Second, "a call to a suite", func() {
				keyworker.choose(walk.suite, "Custody sergeant")
				keyworker.fill("3", walk.suite, "Women there now")
				keyworker.press(walk.suite, "Record the call")
			})
			keyworker.sees("The call is written down").follow(walk.suite).fill("2", "Women you spoke to")
			keyworker.press("Save the visit").sees("Visits this week: 1", "2 women spoken to")
			keyworker.picture("suite")
			lead.open(keyworker.path()).sees("Custody sergeant, 3 women there", "Visits this week: 1")
		})
	}
}
