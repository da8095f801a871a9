package allocate

import (
	"errors"
	"fmt"
	"net/http"
	"strings"

	"throughline/internal/casework/support"
	"throughline/internal/domain/access"
	"throughline/internal/domain/journey"
	"throughline/internal/edge/web"
	"throughline/internal/edge/web/govuk"
)

// Door is the front door of the lead's allocation.
type Door struct{ Desk *support.Desk }

// Routes lists its pages.
func (d Door) Routes() []web.Route {
	lead := web.For(access.ServiceLead)
	return []web.Route{
		{Method: http.MethodGet, Path: "/allocate", Audience: lead, Handle: d.waiting, Nav: "Allocate"},
		{Method: http.MethodGet, Path: "/allocate/{case}", Audience: lead, Handle: d.choose},
		{Method: http.MethodPost, Path: "/allocate/{case}", Audience: lead, Handle: d.allocate},
		{Method: http.MethodGet, Path: "/board", Audience: lead, Handle: d.board, Nav: "Board"},
		{Method: http.MethodGet, Path: "/board/{keyworker}", Audience: lead, Handle: d.carried},
	}
}

// problemsOf returns what is to be put right, where that is all that is wrong.
func problemsOf(err error) (govuk.Problems, bool) {
	var said journey.Problems
	if !errors.As(err, &said) {
		return nil, false
	}
	var problems govuk.Problems
	for _, problem := range said {
		problems.Add(problem.Field, problem.Say)
	}
	return problems, true
}

// carries says what a keyworker has of what she may have.
func carries(load support.Load) string {
	return fmt.Sprintf("%s now, %d of %d this year", now(load), load.Year, load.Keyworker.YearLimit)
}

func now(load support.Load) string {
	return fmt.Sprintf("%d of %d", load.Open, load.Keyworker.OpenLimit)
}

// days counts them in words.
func days(n int) string {
	switch n {
	case 0:
		return "today"
	case 1:
		return "1 day"
	}
	return fmt.Sprintf("%d days", n)
}

// capital begins a sentence.
func capital(words string) string { return strings.ToUpper(words[:1]) + words[1:] }
