package ask

import (
	"slices"

	"throughline/internal/domain/journey"
)

// step is one page of the form.
type step string

// The pages, in their order: what keeps her safe comes before who she is.
const (
	safe    step = "safe"
	contact step = "contact"
	name    step = "name"
	wants   step = "wants"
	urgent  step = "urgent"
	check   step = "check"
)

// sent is where the thanks stand.
const sent step = "sent"

var steps = []step{safe, contact, name, wants, urgent, check}

// titles are the sentences that say what a page is and nothing of what the form
// is for: they stand in the history of her browser.
var titles = map[step]string{
	safe: "ask.safe.title", contact: "ask.contact.title", name: "ask.name.title",
	wants: "ask.wants.title", urgent: "ask.urgent.title", check: "ask.check.title",
}

// pictures stand beside the titles, for who wants pictures.
var pictures = map[step]string{
	safe: "safe", contact: "phone", name: "person", wants: "people", urgent: "time", check: "check",
}

// groups are those of the sentences a page is made of: the last page holds what
// she agrees to, which she never reads in words that nobody reviewed.
func (s step) groups() []string {
	if s == check {
		return []string{"ask", "ask-agreement"}
	}
	return []string{"ask"}
}

// fields are what each page asks, by their names in the form.
var fields = map[step][]string{
	contact: {"contact", "voicemail", "phone", "through", "times", "ask_for"},
	name:    {"name", "family", "born-day", "born-month", "born-year"},
	wants:   {"wants", "lives"},
	urgent:  {"urgent", "language"},
	check:   {"agreed"},
}

func stepOf(text string) (step, bool) {
	return step(text), slices.Contains(steps, step(text))
}

// before returns the page before this one; the first is before itself.
func (s step) before() step { return steps[max(0, slices.Index(steps, s)-1)] }

// after returns the page after this one; the last is after itself.
func (s step) after() step { return steps[min(len(steps)-1, slices.Index(steps, s)+1)] }

// problemsAt returns the problems with what a page asks.
func problemsAt(at step, found journey.Problems) journey.Problems {
	return slices.DeleteFunc(slices.Clone(found), func(problem journey.Problem) bool {
		return !slices.Contains(fields[at], problem.Field) && (at != name || problem.Field != "born")
	})
}
