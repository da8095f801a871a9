package journeytest

import (
	"strconv"
	"testing"
	"time"

	"throughline/internal/domain/calendar"
)

// A keyworker writes a goal with two steps, she ticks one in her own space, they
// look at the plan again, she reads what she takes with her and says yes, and
// support ends with nothing hidden that is open.
func TestAPlanFromItsFirstGoalToTheEndAtADesk(t *testing.T) { fromGoalToEnd(t, atADesk) }

func TestAPlanFromItsFirstGoalToTheEndWithoutScripts(t *testing.T) {
	if testing.Short() {
		t.Skip("the walk at a desk is enough in short")
	}
	fromGoalToEnd(t, manner{width: 360})
}

func fromGoalToEnd(t *testing.T, how manner) {
	browser, served := newBrowser(t), practice(t)
	her := visit(t, browser, served.url, how)
	her.open("/my").fill("garden lemon window cloud", "The four words on your card")
	her.fill("4826", "Your PIN")
	her.press("Open").follow("I am safe to go on").sees("Hello,")
	name := ask[string](her, "document.querySelector('h1').textContent.replace('Hello, ', '')")

	v := served.as(t, browser, "Keyworker", how)
	v.open("/caseload").follow(ask[string](v, "[...document.querySelectorAll('main a')].find(a => a.textContent.includes("+strconv.Quote(name)+")).textContent.trim()"))
	record := v.path()
	v.open(record+"/plan").sees("Add a goal", "Safety plan", "Week by week")
	v.within(time.Minute, "write a goal with two steps", func() {
		v.fill("Learn to swim", "The goal, in her words")
		v.fill("Find the pool", "Step 1 (optional)")
		v.fill("Ask for the bus fare", "Step 2 (optional)")
		v.press("Save").sees("Goal saved", "Learn to swim", "Steps (0 of 2 done)")
	})
	v.picture("plan")

	her.open("/my/plan").sees("Learn to swim", "Find the pool")
	her.press("I have done this: Find the pool").sees("Done")
	her.picture("space plan steps")
	v.open(record+"/plan").sees("Steps (1 of 2 done)", "she says")

	v.follow("Look at the plan again with her").sees("Goal 1:")
	year, month, day := calendar.DayOf(time.Now()).AddDays(28).Date()
	v.fillDay(strconv.Itoa(day), strconv.Itoa(int(month)), strconv.Itoa(year), "When will you look at the plan again?")
	v.picture("review")
	v.press("Save").sees("you looked at her plan again")

	v.open(record+"/safety-plan").fill("My sister", "Who to call")
	v.press("Save").sees("Safety plan saved", "It is not shown in her own space")
	v.picture("safety plan")
	her.open("/my/list").sees("This list is not shown here").seesNot("My sister")
	her.press("Show my list here").sees("My sister")
	her.press("Hide my list").seesNot("My sister")

	v.open(record+"/transfer").choose("Where is she going?", "Another service")
	v.fill("Willow House", "Name of the other service")
	v.press("Put it together").sees("The summary for Willow House")
	v.picture("summary")
	her.open("/my").follow("There is something for you to read").sees("Willow House")
	her.picture("space summary")
	her.choose("May we give them this, just as it is?", "Yes, give it to them")
	her.press("Send").sees("You said yes")
	v.open(record+"/transfer").sees("She said yes", "in her own space").press("Hand it over").sees("The summary is handed over")

	v.open(record+"/close").sees("Still open. This does not stop you", "The last talk is not written down")
	v.picture("end of support")
	v.follow("The last talk is not written down").choose("How did you ask her?", "Face to face")
	v.choose("May we ask her later how things are?", "Yes")
	v.picture("last talk")
	v.press("Save").sees("The last talk is saved").seesNot("The last talk is not written down")
	v.press("End support").sees("Support ended")
}
