package web

import (
	"context"
	"errors"
	"log/slog"
	"net/http"

	"throughline/internal/casework"
)

// trouble is what a page says when something went wrong.
type trouble struct {
	status int
	title  string
	lines  []string
}

// troubles say what happened and what to do now, never the cause: causes go to
// the log.
var troubles = map[casework.Kind]trouble{
	casework.Invalid:     {http.StatusUnprocessableEntity, "Something needs to be changed", []string{"Go back, check what you entered and send it again."}},
	casework.Forbidden:   {http.StatusForbidden, "This page is for someone else", []string{"Your account does not open this page. If you need it for your work, ask the person who looks after accounts."}},
	casework.NotFound:    {http.StatusNotFound, "Page not found", []string{"If you typed the address, check it is right.", "The page may have moved, or may not be shared with you."}},
	casework.Conflict:    {http.StatusConflict, "Someone else saved first", []string{"What you were changing has changed since you opened it. Nothing of yours was saved. Open it again to see what is new."}},
	casework.TooMany:     {http.StatusTooManyRequests, "Please wait a minute", []string{"There were too many tries. Wait a minute, then try again."}},
	casework.Unavailable: {http.StatusServiceUnavailable, "Sorry, this is not working now", []string{"Nothing was saved. Try again in a few minutes."}},
	casework.Unknown:     {http.StatusServiceUnavailable, "Sorry, this is taking too long", []string{"We cannot tell whether it was saved. Send the same page again: it is saved once only."}},
	casework.Internal:    {http.StatusInternalServerError, "Sorry, something went wrong", []string{"The fault is ours. Go back and try again. If it happens again, tell us the reference."}},
}

// troublePage is the page for an error of this kind. The request's id lets the
// reader and the log meet.
func troublePage(kind casework.Kind, id string) Page {
	said, known := troubles[kind]
	if !known {
		said = troubles[casework.Internal]
	}
	if !ours(kind) {
		id = ""
	}
	return Page{Title: said.title, Body: troubleBody(said, id)}
}

// ours says whether the fault is ours, and the log has its cause.
func ours(kind casework.Kind) bool {
	return kind == casework.Internal || kind == casework.Unavailable || kind == casework.Unknown
}

// Troubles of the shell itself, which no verb meets.
var (
	// errTooLarge says that the body is longer than its route allows.
	errTooLarge = errors.New("the body is too large")
	// errFromElsewhere says that a form was posted by a page of another site.
	errFromElsewhere = errors.New("the form came from another site")

	tooLarge      = trouble{http.StatusRequestEntityTooLarge, "That is too much at once", []string{"What you sent is larger than this page takes. Go back and send less."}}
	fromElsewhere = trouble{http.StatusForbidden, "We could not take this", []string{"It did not come from one of our pages. Nothing was saved. Open the page here and send it again."}}
)

func (t trouble) response() Response {
	return Show(Page{Title: t.title, Body: troubleBody(t, "")}).WithStatus(t.status)
}

// wrong answers an error.
func (s *site) wrong(request *Request, err error) Response {
	switch {
	case errors.Is(err, errTooLarge):
		return tooLarge.response()
	case errors.Is(err, errFromElsewhere):
		return fromElsewhere.response()
	}
	kind := casework.KindOf(err)
	switch {
	case kind == casework.Unknown && request.Method != http.MethodPost:
		kind = casework.Unavailable // who only looked was saving nothing
	case kind != casework.Unknown && errors.Is(err, context.DeadlineExceeded):
		kind = casework.Unavailable
	}
	if kind == casework.SignedOut {
		return s.askToSignIn(request)
	}
	if ours(kind) {
		s.logError(request, kind, err)
	}
	said, known := troubles[kind]
	if !known {
		said = troubles[casework.Internal]
	}
	response := Show(troublePage(kind, request.ID)).WithStatus(said.status)
	if kind == casework.TooMany {
		response.header = http.Header{"Retry-After": {"60"}}
	}
	return response
}

func (s *site) logError(request *Request, kind casework.Kind, err error) {
	s.Log.LogAttrs(request.Context(), slog.LevelError, "request failed",
		slog.String("id", request.ID), slog.String("route", request.Pattern), slog.Int("kind", int(kind)), slog.Any("error", err))
}
