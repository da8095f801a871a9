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
	code   string // names it among the sentences of her pages
	title  string
	lines  []string
}

// troubles say what happened and what to do now, never the cause: causes go to
// the log.
var troubles = map[casework.Kind]trouble{
	casework.Invalid:     {http.StatusUnprocessableEntity, "to_change", "Something needs to be changed", []string{"Go back, check what you entered and send it again."}},
	casework.Forbidden:   {http.StatusForbidden, "forbidden", "This page is for someone else", []string{"Your account does not open this page. If you need it for your work, ask the person who looks after accounts."}},
	casework.NotFound:    {http.StatusNotFound, "not_found", "Page not found", []string{"If you typed the address, check it is right.", "The page may have moved, or may not be shared with you."}},
	casework.Conflict:    {http.StatusConflict, "conflict", "Someone else saved first", []string{"What you were changing has changed since you opened it. Nothing of yours was saved. Open it again to see what is new."}},
	casework.TooMany:     {http.StatusTooManyRequests, "too_many", "Please wait a minute", []string{"There were too many tries. Wait a minute, then try again."}},
	casework.Unavailable: {http.StatusServiceUnavailable, "unavailable", "Sorry, this is not working now", []string{"Nothing was saved. Try again in a few minutes."}},
	casework.Unknown:     {http.StatusServiceUnavailable, "unknown", "Sorry, this is taking too long", []string{"We cannot tell whether it was saved. Send the same page again: it is saved once only."}},
	casework.Internal:    {http.StatusInternalServerError, "internal", "Sorry, something went wrong", []string{"The fault is ours. Go back and try again. If it happens again, tell us the reference."}},
}

// troubleOf is what is said of an error of this kind.
func troubleOf(kind casework.Kind) trouble {
	if said, known := troubles[kind]; known {
		return said
	}
	return troubles[casework.Internal]
}

// page says it to who asked: a woman reads it in her language, and is led to
// where her pages start. The request's id, where the log has the cause, lets the
// reader and the log meet.
func (t trouble) page(request *Request, id string) Page {
	if request.hers {
		words := request.Words("trouble")
		title := words.Say("trouble." + t.code + ".title")
		return Page{Title: title, Words: words, Body: herTrouble(words, t.code, id, request.site.hers)}
	}
	return Page{Title: t.title, Body: troubleBody(t, id)}
}

func (t trouble) response(request *Request, id string) Response {
	return Show(t.page(request, id)).WithStatus(t.status)
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

	tooLarge      = trouble{http.StatusRequestEntityTooLarge, "too_large", "That is too much at once", []string{"What you sent is larger than this page takes. Go back and send less."}}
	fromElsewhere = trouble{http.StatusForbidden, "from_elsewhere", "We could not take this", []string{"It did not come from one of our pages. Nothing was saved. Open the page here and send it again."}}
)

// wrong answers an error.
func (s *site) wrong(request *Request, err error) Response {
	switch {
	case errors.Is(err, errTooLarge):
		return tooLarge.response(request, "")
	case errors.Is(err, errFromElsewhere):
		return fromElsewhere.response(request, "")
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
	id := ""
	if ours(kind) {
		id = request.ID
		s.logError(request, kind, err)
	}
	response := troubleOf(kind).response(request, id)
	if kind == casework.TooMany {
		response.header = http.Header{"Retry-After": {"60"}}
	}
	return response
}

func (s *site) logError(request *Request, kind casework.Kind, err error) {
	s.Log.LogAttrs(request.Context(), slog.LevelError, "request failed",
		slog.String("id", request.ID), slog.String("route", request.Pattern), slog.Int("kind", int(kind)), slog.Any("error", err))
}
