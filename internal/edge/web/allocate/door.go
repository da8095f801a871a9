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
		{Method: http.MethodPost, Path: "/allocate", Audience: lead, Handle: d.allocateAll},
		{Method: http.MethodGet, Path: "/allocate/{case}", Audience: lead, Handle: d.choose},
		{Method: http.MethodPost, Path: "/allocate/{case}", Audience: lead, Handle: d.allocate},
		{Method: http.MethodGet, Path: "/board", Audience: lead, Handle: d.board, Nav: "Board"},
		{Method: http.MethodGet, Path: "/board/{keyworker}", Audience: lead, Handle: d.carried},
		{Method: http.MethodGet, Path: "/board/{keyworker}/profile", Audience: lead, Handle: d.profile},
		{Method: http.MethodPost, Path: "/board/{keyworker}/profile", Audience: lead, Handle: d.describe},
		{Method: http.MethodPost, Path: "/board/{keyworker}/leave", Audience: lead, Handle: d.planLeave},
		{Method: http.MethodPost, Path: "/board/{keyworker}/leave/{leave}/cover", Audience: lead, Handle: d.coverLeave},
		{Method: http.MethodPost, Path: "/board/{keyworker}/leave/{leave}/cancel", Audience: lead, Handle: d.cancelLeave},
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

// lower is for words within a sentence.
func lower(words string) string { return strings.ToLower(words) }

// lowerFirst is lower for words that may end in a name, such as "Not recorded".
func lowerFirst(words string) string {
	if words == "Not recorded" {
		return lower(words)
	}
	return words
}

// capital begins a sentence.
func capital(words string) string { return strings.ToUpper(words[:1]) + words[1:] }
