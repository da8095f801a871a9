package web

import (
	"mime"
	"net/http"

	"github.com/a-h/templ"

	"throughline/internal/domain/wording"
	"throughline/internal/edge/web/govuk"
)

// Page is what stands inside the layout.
type Page struct {
	Title string // what the page is, without the name of the service
	Body  templ.Component
	// Problems are listed at the top and named in the title.
	Problems govuk.Problems
	Back     govuk.Link // to where the reader came from, when it has an Href
	// Words are what a page of the woman's own is written from: see Request.Words.
	Words wording.Words
	// Answers is the id of the form that holds what was typed on the page, so that
	// choosing a language keeps it: see Request.ChoosesLanguage.
	Answers string
	Wide    bool // uses the whole width, for tables and charts
	// Above stands over the whole width before the content, such as an identity
	// bar.
	Above templ.Component

	// Script is a script of the page's own, besides those of every page.
	Script string

	bare bool // names neither the service nor who runs it
}

// Plain returns the page without the name of the service and of who runs it: a
// sheet that lies about tells nobody what it is for.
func (p Page) Plain() Page {
	p.bare = true
	return p
}

// Response is all that is sent for a request.
type Response struct {
	status  int
	page    *Page
	to      string
	body    []byte
	header  http.Header
	cookies []*http.Cookie
	choice  string // what sending the form again does, where somebody saved first
	cause   error  // written to the log beside the answer
}

// Show answers with a page: status 422 when it has problems, else 200.
func Show(page Page) Response {
	status := http.StatusOK
	if page.Problems.Any() {
		status = http.StatusUnprocessableEntity
	}
	return Response{status: status, page: &page}
}

// Redirect answers by leading to another page of this site, as after a form is
// done (303).
func Redirect(path string) Response {
	return Response{status: http.StatusSeeOther, to: localPath(path)}
}

// Download answers with a file to keep, under this name.
func Download(name, contentType string, body []byte) Response {
	header := http.Header{}
	header.Set("Content-Type", contentType)
	header.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": name}))
	return Response{status: http.StatusOK, body: body, header: header}
}

// Sandboxed lets a browser that opens the file in its own window run nothing of it
// and fetch nothing for it.
func (r Response) Sandboxed() Response {
	r.header.Set("Content-Security-Policy", "default-src 'none'; sandbox")
	return r
}

// Data answers a script with JSON.
func Data(body []byte) Response {
	header := http.Header{}
	header.Set("Content-Type", "application/json")
	return Response{status: http.StatusOK, body: body, header: header}
}

// Because names what went wrong, for the log: the page says it in its own way.
func (r Response) Because(cause error) Response {
	r.cause = cause
	return r
}

// Choosing offers two ways on above the form of a page, where somebody saved first:
// sending it again, under these words, or leaving what was typed out.
func (r Response) Choosing(words string) Response {
	r.choice = words
	return r
}

// WithStatus changes the status of a page.
func (r Response) WithStatus(status int) Response {
	r.status = status
	return r
}

// SignedOut answers somebody whose session was ended: it takes the session out of
// the browser and says so.
func (r *Request) SignedOut() Response {
	return Redirect("/signed-out").withSession(r.site.Desk.Cookie(""))
}

// WithSession starts or ends a session of the woman's own space, by its cookie.
func (r Response) WithSession(cookie *http.Cookie) Response { return r.withSession(cookie) }

// withSession starts or ends a session. The browser is told to drop the pages it
// keeps for its back button, which it shows again without asking us: no-store
// alone does not stop that (seen in Chromium 156).
func (r Response) withSession(cookies ...*http.Cookie) Response {
	r.cookies = append(r.cookies, cookies...)
	r.header = http.Header{"Clear-Site-Data": {`"cache"`}}
	return r
}
