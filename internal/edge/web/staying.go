package web

import (
	"net/http"
	"time"

	"throughline/internal/domain/calendar"
)

// stayPath makes a session last longer.
const stayPath = "/stay"

// stayDoor holds the route by which a page that was left open stays signed in.
type stayDoor struct{}

// Routes lists it.
func (stayDoor) Routes() []Route {
	return []Route{{Method: http.MethodPost, Path: stayPath, Audience: SignedIn(), Handle: func(*Request) (Response, error) {
		return Response{status: http.StatusNoContent}, nil // asking was enough
	}}}
}

// clockAfter is what the clock in London shows some time from now, to the minute
// before: nobody is signed out earlier than a page says.
func clockAfter(rest time.Duration) string {
	return time.Now().Add(rest).In(calendar.London).Format("15:04")
}
