package linking

import (
	"errors"
	"net/http"
	"net/url"
	"strconv"

	"throughline/internal/casework"
	"throughline/internal/casework/linking"
	"throughline/internal/domain/access"
	"throughline/internal/domain/journey"
	"throughline/internal/edge/web"
	"throughline/internal/edge/web/govuk"
)

// Door is the front door of those who link a police feed.
type Door struct{ Desk *linking.Desk }

// uploadLimit is how many bytes a sent form may have: a file of the largest size
// with what stands around it.
const uploadLimit = linking.MostBytes + 1<<20

// Routes lists its pages.
func (d Door) Routes() []web.Route {
	lead := web.For(access.ServiceLead)
	return []web.Route{
		{Method: http.MethodGet, Path: "/link", Audience: lead, Handle: d.start},
		{Method: http.MethodPost, Path: "/link", Audience: lead, Handle: d.send, BodyLimit: uploadLimit},
		{Method: http.MethodGet, Path: "/link/{feed}", Audience: lead, Handle: d.queue},
		{Method: http.MethodPost, Path: "/link/{feed}/threshold", Audience: lead, Handle: d.setThreshold},
		{Method: http.MethodPost, Path: "/link/{feed}/take", Audience: lead, Handle: d.take},
		{Method: http.MethodPost, Path: "/link/{feed}/back", Audience: lead, Handle: d.back},
		{Method: http.MethodPost, Path: "/link/{feed}/finish", Audience: lead, Handle: d.finish},
		{Method: http.MethodGet, Path: "/link/{feed}/pair/{pair}", Audience: lead, Handle: d.pair},
		{Method: http.MethodPost, Path: "/link/{feed}/pair/{pair}", Audience: lead, Handle: d.decide},
	}
}

// path returns the address of a feed, or of a step of it.
func path(feed string, steps ...string) string {
	address := "/link/" + url.PathEscape(feed)
	for _, step := range steps {
		address += "/" + step
	}
	return address
}

// pairPath returns the address of a pair.
func pairPath(feed string, n int) string { return path(feed, "pair", strconv.Itoa(n)) }

// problemsOf returns what is to be put right, or the error where that is not all.
func problemsOf(wrong error) (govuk.Problems, error) {
	var said journey.Problems
	if !errors.As(wrong, &said) {
		return nil, wrong
	}
	var problems govuk.Problems
	for _, problem := range said {
		if problem.Field == "until" {
			problems.AddDate(problem.Field, problem.Say)
		} else {
			problems.Add(problem.Field, problem.Say)
		}
	}
	return problems, nil
}

// numbered reads the number of a pair.
func numbered(text string) (int, error) {
	n, err := strconv.Atoi(text)
	if err != nil || n < 0 {
		return 0, casework.Fail(casework.NotFound, "a pair of a police feed", "there is no such pair")
	}
	return n, nil
}

// counted says how many there are of something.
func counted(n int, one, more string) string {
	if n == 1 {
		return "1 " + one
	}
	return strconv.Itoa(n) + " " + more
}
