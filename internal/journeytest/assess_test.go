package journeytest

import (
	"testing"

	"throughline/internal/journeytest/keystroke"
)

// A keyworker screens a woman, holds the first meeting, scores a questionnaire, and
// is led to the safety steps before anything else.
func TestTheFirstMeetingAtADesk(t *testing.T) { assess(t, atADesk) }

func TestTheFirstMeetingOnAPhone(t *testing.T) {
	if testing.Short() {
		t.Skip("the meeting at a desk is enough in short")
	}
	assess(t, onAPhone)
}

func TestTheFirstMeetingWithoutScripts(t *testing.T) {
	if testing.Short() {
		t.Skip("the meeting at a desk is enough in short")
	}
	assess(t, withoutScripts)
}

func assess(t *testing.T, how manner) {
	browser, site := newBrowser(t), practice(t)
	v := site.as(t, browser, "Keyworker", how)
	v.follow("Today").sees("New to me")
	record := ask[string](v, `[...document.querySelectorAll('main h2, main table caption, main a[href^="/woman/"]')].reduce((found, it) =>
		found.startsWith('/') ? found : it.tagName === 'A' ? (found === 'new' ? it.getAttribute('href') : found) : it.textContent.includes('New to me') ? 'new' : found, '')`)
	v.open(record).follow("Screening questions").sees("Who sees this: her keyworker", "Learning disability and difficulty")
	v.choose("Where do you ask her?", "At the centre")
	v.choose("Do drugs or drink cause you trouble?", "She would rather not say now")
	v.choose("Is reading, writing, or taking things in hard for you?", "No")
	v.picture("screening")
	v.press("Save").sees("Her answers are saved", "Ask again", "She would rather not say now")

	v.follow("Summary").follow("First meeting").sees("Safety first", "Fill in with her")
	v.within(keystroke.Assessment, "a first meeting", func() {
		for _, risk := range []string{"Risk to herself?", "Risk to children?", "Risk to others?", "Risk to staff?"} {
			v.choose(risk, "No")
		}
		v.fill("My aunt stands by me, and I can cook for twenty people when it has to be.", "What is she good at, and who stands by her? (optional)")
		v.choose("Does she want to change something? (optional)", "Thinking about it")
		for n, pathway := range pathways {
			v.choose(pathway, "Does she want help with this?", []string{"A lot", "Not now", "A bit"}[n%3])
			v.pick("1", pathway, "How is it going, in her view?")
			v.pick("2", pathway, "And in yours?")
		}
		v.pick("First", pathways[0], "Her order")
		v.pick("Second", pathways[2], "Her order")
		v.fill("I sleep at my sister's and she wants me gone by the summer.", pathways[0], "Her words (optional)")
		v.fill("I have not slept a night through since he left.", pathways[2], "Her words (optional)")
		v.choose("Do both trouble her at the same time?", "No")
		v.choose("May somebody have trafficked her?", "No")
		v.picture("first meeting")
		v.press("Save")
	})
	v.sees("Answers saved", "Somewhere to live")

	v.follow("Questionnaires and scores").sees("PHQ-9", "Not offered: the service has to register")
	v.follow("Enter answers to PHQ-9").sees("Thoughts that you would be better off dead")
	for _, item := range ask[[]string](v, `[...document.querySelectorAll('main legend')].map(l => l.textContent.replace(/\s+/g, ' ').trim()).filter(text => /^[1-9]\. /.test(text))`) {
		v.choose(item, "Several days")
	}
	v.picture("questionnaire")
	v.press("Save").sees("Safety steps", "call 999", "before anything else")
	v.picture("safety steps")
	v.fill("We rang her sister, and she sleeps there tonight.", "What was done, and by whom?")
	v.choose("How near is it? (optional)", "In the next days")
	v.press("Save").sees("Saved", "Risk to herself, in the next days")
	v.follow("Summary").sees("Know this first", "Risk to herself")
	v.open(record+"/measures").sees("9, mild", "She has thoughts of harm to herself")
	v.picture("questionnaires")
}
