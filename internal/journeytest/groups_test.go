package journeytest

import (
	"fmt"
	"testing"
	"time"
)

// A keyworker takes a register and gives a woman a place, asks the hardship fund for
// her, a lead agrees, and the keyworker gives it.
func TestAGroupAndAFund(t *testing.T) {
	browser, served := newBrowser(t), practice(t)
	for n, walk := range []struct {
		name string
		how  manner
	}{{"at a desk", atADesk}, {"on a phone", onAPhone}, {"without scripts", manner{width: 360}}} {
		t.Run(walk.name, func(t *testing.T) {
			if testing.Short() && n > 0 {
				t.Skip("the walk at a desk is enough in short")
			}
			keyworker, lead := served.as(t, browser, "Keyworker", walk.how), served.as(t, browser, "Service lead", walk.how)
			keyworker.takesRegister(n)
			her := keyworker.opens("/caseload", n)
			record := keyworker.path()
			keyworker.givesPlace()
			lead.open("/groups").follow("Money and bills").sees(her)
			keyworker.open(record).asksFund()
			lead.agreesTo(her)
			keyworker.open(record + "/hardship").sees("Agreed: you can give it").follow("Arrears for gas, power or water")
			keyworker.choose("How was it given?", "Paid straight to the supplier")
			keyworker.press("Save as given").sees("Saved as given", "Given on")
			lead.open("/funds").seesNot(her).sees("Arrears for gas, power or water")
			lead.picture("funds")
		})
	}
}

// opens opens the record of one woman of a list, from 0, and returns her name.
func (v *visitor) opens(list string, n int) string {
	v.t.Helper()
	v.open(list)
	v.open(ask[string](v, fmt.Sprintf(`document.querySelectorAll('main a[href^="/woman/"]')[%d].getAttribute('href')`, n)))
	return ask[string](v, "document.querySelector('h1').textContent.trim()")
}

// takesRegister writes down who came to a session that is over: whoever is not
// written down by name came.
func (v *visitor) takesRegister(session int) {
	v.t.Helper()
	v.open("/groups").sees("Cooking together", "You run it").follow("Cooking together").sees("Women with a place", "Waiting list")
	v.picture("group")
	register := ask[string](v, fmt.Sprintf(`document.querySelectorAll('main a[href*="/session/"]')[%d].getAttribute('href')`, session))
	v.open(register).sees("Riverside kitchen")
	first := ask[string](v, "document.querySelector('main form legend').textContent.trim()")
	unstated := ask[[]string](v, `[...document.querySelectorAll('main select')].filter(s => s.selectedOptions[0].text === 'By the rules: not stated').map(s => s.labels[0].textContent.trim())`)
	v.within(15*time.Second, "a register of those who came, but for one", func() {
		v.choose(first, "Did not come")
		for _, whether := range unstated {
			v.pick("No", whether)
		}
		v.press("The rest came: save")
	})
	v.sees("The register is saved").open(register).sees("Written down: did not come", "Written down: came")
	v.picture("register")
}

func (v *visitor) givesPlace() {
	v.t.Helper()
	v.follow("Groups")
	v.open(ask[string](v, "[...document.querySelectorAll('main a')].find(a => a.textContent.includes('Money and bills')).getAttribute('href')"))
	v.choose("A place, or the waiting list?", "Give her a place")
	v.choose("What does she need to take part? (optional)", "Her travel paid")
	v.picture("place")
	v.press("Save").sees("Her place is saved", "Money and bills")
}

// asksFund asks for more than one person may give alone.
func (v *visitor) asksFund() {
	v.t.Helper()
	v.follow("Hardship fund").choose("What is it for?", "Arrears for gas, power or water")
	v.press("Save").sees("There is a problem")
	v.fill("80.50", "How much?")
	v.fill("The power company has sent a last letter", "What does she need it for?")
	v.choose("Is it safe for her to have this?", "Yes")
	v.choose("When does she get it?", "It can wait until it is agreed")
	v.picture("hardship")
	v.press("Save").sees("Saved. A lead is asked to agree", "Waits for a lead")
}

func (v *visitor) agreesTo(her string) {
	v.t.Helper()
	v.open("/funds").sees("Waiting for your answer", her)
	v.follow("Waiting for your answer", her).choose("Do you agree to it?", "Agreed")
	v.picture("hardship answer")
	v.press("Save your answer").sees("Your answer is saved").seesNot(her)
}
