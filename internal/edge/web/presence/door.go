package presence

import (
	"errors"
	"fmt"
	"net/http"
	"strconv"

	"throughline/internal/casework/presence"
	"throughline/internal/domain/access"
	"throughline/internal/domain/journey"
	"throughline/internal/edge/web"
	"throughline/internal/edge/web/govuk"
)

// Door is the front door of presence in custody.
type Door struct{ Desk *presence.Desk }

// Routes lists its pages.
func (d Door) Routes() []web.Route {
	staff, lead := web.For(access.Keyworker, access.ServiceLead), web.For(access.ServiceLead)
	return []web.Route{
		{Method: http.MethodGet, Path: "/suites", Audience: staff, Handle: d.day, Nav: "Suites"},
		{Method: http.MethodGet, Path: "/suites/add", Audience: lead, Handle: d.add},
		{Method: http.MethodPost, Path: "/suites/add", Audience: lead, Handle: d.save},
		{Method: http.MethodGet, Path: "/suites/vetting", Audience: lead, Handle: d.vetting},
		{Method: http.MethodPost, Path: "/suites/vetting", Audience: lead, Handle: d.vet},
		{Method: http.MethodGet, Path: "/suites/{suite}", Audience: staff, Handle: d.suite},
		{Method: http.MethodPost, Path: "/suites/{suite}/call", Audience: staff, Handle: d.call},
		{Method: http.MethodPost, Path: "/suites/{suite}/visit", Audience: staff, Handle: d.visit},
		{Method: http.MethodPost, Path: "/suites/{suite}/training", Audience: lead, Handle: d.train},
		{Method: http.MethodGet, Path: "/suites/{suite}/change", Audience: lead, Handle: d.change},
		{Method: http.MethodPost, Path: "/suites/{suite}/change", Audience: lead, Handle: d.save},
	}
}

// problemsOf returns what is to be put right, where that is all that is wrong.
func problemsOf(err error) (journey.Problems, bool) {
	var said journey.Problems
	return said, errors.As(err, &said)
}

// times counts something in words.
func times(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return strconv.Itoa(n) + " " + many
}

// counted reads a number that may be left empty; false where it is none.
func counted(text string) (*int, bool) {
	if text == "" {
		return nil, true
	}
	n, err := strconv.Atoi(text)
	return &n, err == nil
}

// backToSuites leads to the page of all suites.
var backToSuites = govuk.Link{Text: "Back to suites", Href: "/suites"}

// path is where a suite's pages are.
func path(suite, more string) string { return fmt.Sprintf("/suites/%s%s", suite, more) }
