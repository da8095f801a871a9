package web

import (
	"bytes"
	"context"
	"html"
	"maps"
	"net/http"
	"net/url"

	"throughline/internal/casework"
	"throughline/internal/casework/drafts"
	"throughline/internal/domain/calendar"
)

// Where drafts are kept, and where one is dropped.
const (
	draftsPath = "/drafts"
	forgetPath = "/drafts/forget"
)

// ticketField carries the ticket of a form, see drafts.Desk.Ticket.
const ticketField = "draft"

// draftDoor holds the routes of drafts.
type draftDoor struct{ site *site }

// Routes lists them. Whoever was signed out meanwhile may still keep what was
// typed: the ticket in the form says whose it is.
func (d draftDoor) Routes() []Route {
	const room = drafts.MostBytes + 8<<10
	return []Route{
		{Method: http.MethodPost, Path: draftsPath, Audience: Public(), Handle: d.keep, BodyLimit: room},
		{Method: http.MethodPost, Path: forgetPath, Audience: SignedIn(), Handle: d.forget, BodyLimit: room},
	}
}

// keep keeps what was typed. A script is answered in few words, a person with the
// page of the form.
func (d draftDoor) keep(r *Request) (Response, error) {
	form, err := d.site.ticketOf(r)
	if err != nil {
		return Response{}, err
	}
	if err := d.site.keepDraft(r, form); err != nil {
		return Response{}, err
	}
	switch {
	case r.Query("quiet") != "" && r.Asker.ID == "":
		return Response{status: http.StatusAccepted}, nil
	case r.Query("quiet") != "":
		return Response{status: http.StatusNoContent}, nil
	case r.Asker.ID == "":
		return Show(signInForm{next: form.Page, drafted: true}.page()), nil
	}
	return Redirect(form.Page), nil
}

// forget drops a draft: whoever typed it starts again.
func (d draftDoor) forget(r *Request) (Response, error) {
	form, err := d.site.ticketOf(r)
	if err != nil {
		return Response{}, err
	}
	if err := d.site.Drafts.Drop(r.Context(), form); err != nil {
		return Response{}, err
	}
	return Redirect(form.Page), nil
}

// ticketOf returns the form that was posted, where its ticket is ours and of
// whoever is signed in, if anybody is.
func (s *site) ticketOf(r *Request) (drafts.Form, error) {
	const op = "finding the form of a draft"
	if s.Drafts == nil || !r.Posted.Has(ticketField) {
		return drafts.Form{}, casework.Fail(casework.NotFound, op, "there is none")
	}
	form, err := s.Drafts.Read(r.Posted.Get(ticketField))
	if err == nil && r.Asker.ID != "" && r.Asker.ID != form.Account {
		err = casework.Fail(casework.NotFound, op, "it is somebody else's")
	}
	return form, err
}

// keepDraft keeps what was posted as the draft of a form.
func (s *site) keepDraft(r *Request, form drafts.Form) error {
	fields := maps.Clone(r.Posted)
	delete(fields, ticketField)
	// What was posted is kept also where the time of the request is over.
	return s.Drafts.Keep(context.WithoutCancel(r.Context()), form, fields)
}

// keepEnded keeps what was posted by a session that had ended, and returns the
// page to come back to after signing in; "" where it could not be kept.
func (s *site) keepEnded(r *Request) string {
	form, err := s.ticketOf(r)
	if err != nil {
		return ""
	}
	if err := s.keepDraft(r, form); err != nil {
		s.logError(r, casework.KindOf(err), err)
		return ""
	}
	return form.Page
}

// settleDraft drops the draft of a form that was answered by leading on, or with
// something else than a page.
func (s *site) settleDraft(r *Request) {
	form, err := s.ticketOf(r)
	if r.Asker.ID == "" || err != nil || r.Pattern == http.MethodPost+" "+draftsPath || r.Pattern == http.MethodPost+" "+forgetPath {
		return
	}
	s.settled(r, form)
}

func (s *site) settled(r *Request, form drafts.Form) {
	if err := s.Drafts.Settle(r.Context(), form, r.Posted); err != nil {
		s.logError(r, casework.KindOf(err), err)
	}
}

// withDrafts makes the forms of a page keep what is typed, and on a page that is
// opened puts back what was kept. A page is shown all the same where drafts fail.
func (s *site) withDrafts(r *Request, response Response, body []byte) []byte {
	if s.Drafts == nil || r.Asker.ID == "" || r.hers || !bytes.Contains(body, []byte("<form")) {
		return body
	}
	page := readForms(body, r.URL.Path)
	posted, err := s.ticketOf(r)
	wasPosted := err == nil
	if wasPosted {
		s.keepAnswered(r, response.status, page, posted)
	}
	if len(page.forms) == 0 {
		return body
	}
	kept := map[string]drafts.Draft{}
	if r.Method == http.MethodGet {
		if kept, err = s.Drafts.Of(r.Context(), r.Asker.ID, page.names()); err != nil {
			s.logError(r, casework.KindOf(err), err)
		}
	}
	here := pageOf(r.URL)
	if wasPosted {
		here = posted.Page
	}
	for i := range page.forms {
		form := &page.forms[i]
		ticket, err := s.Drafts.Ticket(drafts.Form{Account: r.Asker.ID, Name: form.name, Page: here, Case: r.PathValue("case")})
		if err != nil {
			s.logError(r, casework.KindOf(err), err)
			return body
		}
		page.carry(form, ticket)
		if response.choice != "" && wasPosted && form.name == posted.Name {
			page.offer(form, response.choice, ticket)
		}
		if draft, typed := kept[form.name]; typed {
			page.fill(form, draft.Fields)
			page.say(form, draft, ticket)
		}
	}
	return page.bytes()
}

// keepAnswered does with a posted form what its answer says: one that is shown
// again, or that could not be taken, is kept, and any other is saved.
func (s *site) keepAnswered(r *Request, status int, page *formPage, posted drafts.Form) {
	if status < http.StatusBadRequest && !page.has(posted.Name) {
		s.settled(r, posted)
		return
	}
	if status == http.StatusForbidden || status == http.StatusNotFound {
		return // a record that is closed to whoever typed keeps nothing more of hers
	}
	if err := s.keepDraft(r, posted); err != nil {
		s.logError(r, casework.KindOf(err), err)
	}
}

// pageOf is the address of a page without what it says of a form just saved.
func pageOf(address *url.URL) string {
	query := address.Query()
	query.Del("done")
	return localPath((&url.URL{Path: address.Path, RawPath: address.RawPath, RawQuery: query.Encode()}).String())
}

// say tells over a form that it holds what was kept, and lets it be started again.
func (p *formPage) say(form *keptForm, draft drafts.Draft, ticket string) {
	when := draft.Kept.In(calendar.London).Format("15:04")
	p.before(form.start, `<div class="govuk-inset-text" data-kept><p class="govuk-body"><strong>We kept what you typed at `+when+
		`.</strong> It is not saved yet.</p><form method="post" action="`+forgetPath+`" novalidate><input type="hidden" name="`+ticketField+
		`" value="`+html.EscapeString(ticket)+`"><button class="tl-button-link" type="submit">Start again</button></form></div>`)
}

// offer puts two ways on over a form whose record moved on: to send it again, and
// to leave what was typed out.
func (p *formPage) offer(form *keptForm, words, ticket string) {
	id := attribute(p.parts[form.start].tag, "id")
	if id == "" {
		id = "typed"
		set(&p.parts[form.start], "id", id)
	}
	p.before(form.start, `<div class="govuk-button-group"><button class="govuk-button" type="submit" form="`+id+`">`+html.EscapeString(words)+
		`</button><form method="post" action="`+forgetPath+`" novalidate><input type="hidden" name="`+ticketField+`" value="`+html.EscapeString(ticket)+
		`"><button class="govuk-button govuk-button--secondary" type="submit">Leave mine out</button></form></div>`)
}

// carry makes a form carry its ticket, and offers to keep what was typed where no
// script does.
func (p *formPage) carry(form *keptForm, ticket string) {
	p.after(form.start, `<input type="hidden" name="`+ticketField+`" value="`+html.EscapeString(ticket)+`" data-keep>`)
	p.before(form.end, `<button class="govuk-button govuk-button--secondary" type="submit" formaction="`+draftsPath+
		`" data-keep-later>Save for later</button><p class="govuk-hint" role="status" data-keep-said></p>`)
}

// names lists the forms of a page.
func (p *formPage) names() []drafts.Form {
	all := make([]drafts.Form, len(p.forms))
	for i, form := range p.forms {
		all[i] = drafts.Form{Name: form.name}
	}
	return all
}
