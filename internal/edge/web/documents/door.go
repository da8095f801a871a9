package documents

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"net/url"
	"strings"

	"throughline/internal/casework"
	"throughline/internal/casework/documents"
	"throughline/internal/domain/access"
	"throughline/internal/domain/journey"
	"throughline/internal/edge/web"
	"throughline/internal/edge/web/woman"
)

// Door holds these pages.
type Door struct {
	Desk  documents.Desk
	Woman woman.Door // whose record they stand in
}

// uploadLimit is how many bytes a sent form may have: a file of the largest size
// with what stands around it.
const uploadLimit = documents.MostBytes + 1<<20

// Routes lists them.
func (d Door) Routes() []web.Route {
	staff := web.For(access.Keyworker, access.ServiceLead)
	return []web.Route{
		{Method: http.MethodGet, Path: "/woman/{case}/documents", Audience: staff, Handle: d.list},
		{Method: http.MethodPost, Path: "/woman/{case}/documents", Audience: staff, Handle: d.attach, BodyLimit: uploadLimit},
		{Method: http.MethodGet, Path: "/woman/{case}/documents/{document}", Audience: staff, Handle: d.one},
		{Method: http.MethodGet, Path: "/woman/{case}/documents/{document}/file", Audience: staff, Handle: d.file},
		{Method: http.MethodPost, Path: "/woman/{case}/documents/{document}/scan", Audience: staff, Handle: d.scan},
		{Method: http.MethodGet, Path: "/woman/{case}/documents/{document}/take", Audience: staff, Handle: d.askTake},
		{Method: http.MethodPost, Path: "/woman/{case}/documents/{document}/take", Audience: staff, Handle: d.take},
	}
}

// part is the address of a document within her record.
func part(document string, pages ...string) string {
	return strings.Join(append([]string{"documents", url.PathEscape(document)}, pages...), "/")
}

// done says what a form did, by the flag it left in the address.
var done = map[string]string{
	"kept":    "The document is in her record",
	"sealed":  "The document is sealed in her record. It opens for those she says yes to, and not for you",
	"waits":   "The document is kept. It opens once the virus scan has answered",
	"taken":   "The document is taken out",
	"clean":   "The virus scan found nothing",
	"found":   "The virus scan found something. The document is no longer kept. Tell whoever looks after your computers",
	"waiting": "The virus scan cannot be reached. The document is kept. Try again later",
}

// doneBy returns the flag for an answer of the scan.
var doneBy = map[journey.ScanAnswer]string{journey.ScanClean: "clean", journey.ScanFound: "found", journey.ScanWaiting: "waiting", journey.ScanNone: "kept"}

// types are the media types and endings that documents leave with.
var types = map[journey.DocumentType]struct{ media, ending string }{
	journey.DocumentJPEG: {"image/jpeg", "jpg"},
	journey.DocumentPNG:  {"image/png", "png"},
	journey.DocumentPDF:  {"application/pdf", "pdf"},
	journey.DocumentWord: {"application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx"},
	journey.DocumentText: {"text/plain; charset=utf-8", "txt"},
}

// file answers with the content, to keep and not to run.
func (d Door) file(r *web.Request) (web.Response, error) {
	document, content, err := d.Desk.Open(r.Context(), r.Asker, r.PathValue("case"), r.PathValue("document"))
	if err != nil {
		return web.Response{}, err
	}
	leaves := types[document.Type]
	return web.Download("document."+leaves.ending, leaves.media, content).Sandboxed(), nil
}

// sent is a form with a file as it came.
type sent struct {
	fields  map[string]string
	content []byte
	large   bool // the file is larger than may be sent
}

// longestField is how many bytes of a field beside the file are read.
const longestField = 1000

// read reads the form that carries a file. Its own name for the file is not read:
// it may name a woman.
func read(r *web.Request) (sent, error) {
	form := sent{fields: map[string]string{}}
	parts, err := r.MultipartReader()
	if err != nil {
		return form, casework.Fail(casework.Invalid, "reading the form", "%w", err)
	}
	for {
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			return form, nil
		}
		if err == nil {
			err = form.take(part)
		}
		var tooLarge *http.MaxBytesError
		if errors.As(err, &tooLarge) {
			form.large = true
			return form, nil
		}
		if err != nil {
			return form, casework.Fail(casework.Invalid, "reading the form", "%w", err)
		}
	}
}

// take reads one part of the form.
func (s *sent) take(part *multipart.Part) (err error) {
	if part.FormName() == "file" {
		if s.content, err = io.ReadAll(part); err != nil {
			return fmt.Errorf("reading the file: %w", err)
		}
		return nil
	}
	text, err := io.ReadAll(io.LimitReader(part, longestField))
	if err != nil {
		return fmt.Errorf("reading a field: %w", err)
	}
	s.fields[part.FormName()] = string(bytes.TrimSpace(text))
	return nil
}
