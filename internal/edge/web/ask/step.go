package ask

import (
	"slices"

	"throughline/internal/edge/web/govuk"
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

var steps = []step{safe, contact, name, wants, urgent, check}

// titles say what a page is and nothing of what the form is for: they stand in
// the history of her browser.
var titles = map[step]string{
	safe: "Before you start", contact: "How to contact you", name: "Your name",
	wants: "What you would like", urgent: "Today", check: "Check your answers",
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
func problemsAt(at step, found govuk.Problems) govuk.Problems {
	var here govuk.Problems
	for _, problem := range found {
		if slices.Contains(fields[at], problem.Field) || at == name && problem.Field == "born" {
			here = append(here, problem)
		}
	}
	return here
}
