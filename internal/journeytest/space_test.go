package journeytest

import (
	"testing"
	"time"
)

// A woman opens her own space with the words of her card, reads and writes in it,
// her keyworker finds what she asks for, and whoever presses the back button
// after she left learns nothing.
func TestSheIsInHerOwnSpaceOnAPhone(t *testing.T) { inHerSpace(t, onAPhone) }

func TestSheIsInHerOwnSpaceWithoutScripts(t *testing.T) {
	if testing.Short() {
		t.Skip("the walk on a phone is enough in short")
	}
	inHerSpace(t, manner{width: 360})
}

func inHerSpace(t *testing.T, how manner) {
	browser, served := newBrowser(t), practiceAfter(t, func(data string) {
		run(t, "", "setting", "ask", "on", "--phone", "020 7946 0000", "--leave-to", weather(t), "--data", data)
	})
	v := visit(t, browser, served.url, how)
	v.open("/my").sees("Open my space", "garden lemon window cloud")
	v.fill("garden lemon window cloud", "The four words on your card")
	v.fill("0000", "Your PIN")
	v.press("Open").sees("There is a problem", "Let's sort this together. Call 020 7946 0000.")
	v.fill("Garden-lemon WINDOW cloud", "The four words on your card")
	v.fill("4826", "Your PIN")
	v.press("Open").sees("Before you go on", "There are things we cannot hide")
	v.picture("space first")
	v.follow("I am safe to go on").sees("Hello,", "My next visit", "This closes if you rest for 10 minutes")
	v.picture("space home")
	name := ask[string](v, "document.querySelector('h1').textContent.replace('Hello, ', '')")

	v.follow("My plan").sees("I want")
	v.picture("space plan")
	v.follow("Add to my plan").press("Send").sees("There is a problem", "Write something, or go back")
	v.fill("Learn to swim", "What do you want to do?")
	v.press("Send").sees("It is in your plan now", "Learn to swim")
	v.press("I have done this: Learn to swim").sees("Done")
	v.follow("Say what you think of the plan")
	v.choose("What do you say?", "I do not agree")
	v.press("Send").sees("We kept what you said", "You said: I do not agree")
	v.open("/my/say/feel").choose("How are things?", "😟 Very hard")
	v.picture("space feel")
	v.press("Send").sees("Thank you for telling us. Would you like to talk to us?")
	v.press("Send").sees("We know that you want to talk")
	v.open("/my/written").sees("Some notes may be held back", "Learn to swim")
	v.picture("space written")
	v.open("/my/looked").sees("This is who opened your page", "You")
	v.open("/my/sharing").sees("Nothing bad happens if you say no")
	v.open("/my/reach").sees("We use a way only if you said it is safe")
	v.open("/my/print").sees("Learn to swim")
	v.open("/my/data").follow("Ask for a copy").press("Send").sees("We know that you want a copy")

	worker := served.as(t, browser, "Keyworker", how)
	worker.open("/today").sees("She asks you", name)
	worker.picture("space today")

	v.open("/my").sees("Hello, " + name)
	began := time.Now()
	v.leavesUnseen("/my", name, "Hello", "My plan", "My Space", "Learn to swim", "Throughline")
	if waited := time.Since(began); waited > 30*time.Second {
		t.Errorf("leaving and going back took %s", waited)
	}
	v.open("/my").sees("Open my space").seesNot(name)
}
