package web

import (
	"errors"
	"fmt"
	"mime"
	"net/http"
	"net/url"
	"strings"

	"throughline/internal/casework"
	"throughline/internal/casework/administration"
	"throughline/internal/domain/access"
)

// Request is what a handler is asked.
type Request struct {
	*http.Request
	// Asker is who is signed in; the zero Asker on a public page when nobody is.
	Asker access.Asker
	// Session is the id of the session, "" when nobody is signed in.
	Session string
	// Posted holds the fields of a posted form. An upload (multipart) is left to
	// the handler to read from the body.
	Posted url.Values
	// ID names the request in the log, for a person to quote.
	ID string

	hers     bool // the page is the woman's own
	space    bool // and belongs to her own space
	site     *site
	language string // she asked for, a BCP 47 tag; "" where she chose none
	easy     bool   // she asked for large words and pictures

	in   administration.SignedIn // whose session it is, half ones too; zero where there is none
	told bool                    // the page says that a code would be asked for here
}

// Field returns a posted field without the space around it.
func (r *Request) Field(name string) string { return strings.TrimSpace(r.Posted.Get(name)) }

// Query returns a value of the query without the space around it.
func (r *Request) Query(name string) string { return strings.TrimSpace(r.URL.Query().Get(name)) }

// Origin is how browsers reach the site, such as https://example.org, so that an
// address can be told whole; "" where the site was not told.
func (r *Request) Origin() string { return r.site.Origin }

// readForm reads the posted form, if the body is one.
func readForm(r *http.Request) (url.Values, error) {
	if r.Method != http.MethodPost || isUpload(r) {
		return url.Values{}, nil
	}
	if err := r.ParseForm(); err != nil {
		var tooLarge *http.MaxBytesError
		if errors.As(err, &tooLarge) {
			return nil, fmt.Errorf("reading the form: %w", errTooLarge)
		}
		return nil, casework.Fail(casework.Invalid, "reading the form", "%w", err)
	}
	return r.PostForm, nil
}

func isUpload(r *http.Request) bool {
	kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	return err == nil && kind == "multipart/form-data"
}

// localPath returns the path and query to go to next, or "/" when the text
// leads anywhere but to a page of this site.
func localPath(text string) string {
	target, err := url.Parse(text)
	if err != nil || target.Scheme != "" || target.Host != "" || target.User != nil || target.Opaque != "" ||
		!strings.HasPrefix(target.Path, "/") || strings.HasPrefix(target.Path, "//") ||
		strings.ContainsAny(text, "\\\r\n\t") {
		return "/"
	}
	return (&url.URL{Path: target.Path, RawPath: target.RawPath, RawQuery: target.RawQuery}).String()
}
