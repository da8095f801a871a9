package linking

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"

	"throughline/internal/casework"
	"throughline/internal/casework/linking"
	"throughline/internal/domain/calendar"
	"throughline/internal/edge/web"
	"throughline/internal/edge/web/govuk"
)

// starting is the page where a feed is sent, with those that were sent before.
type starting struct {
	list     []linking.Sent
	until    govuk.DateParts
	problems govuk.Problems
}

func (d Door) start(r *web.Request) (web.Response, error) { return d.showStart(r, starting{}) }

func (d Door) showStart(r *web.Request, page starting) (web.Response, error) {
	var err error
	if page.list, err = d.Desk.List(r.Context(), r.Asker); err != nil {
		return web.Response{}, err
	}
	return web.Show(web.Page{Title: "Link a police feed", Body: startPage(page), Problems: page.problems}), nil
}

func (d Door) send(r *web.Request) (web.Response, error) {
	form, content, err := uploaded(r)
	var tooLarge *http.MaxBytesError
	if err != nil && !errors.As(err, &tooLarge) {
		return web.Response{}, err
	}
	page := starting{until: govuk.DateFrom(form, "until")}
	until, ok := page.until.Read()
	if !ok {
		page.problems.AddDate("until", "Enter the last day that the feed tells of")
	}
	switch {
	case tooLarge != nil:
		page.problems.Add("file", "The file is larger than 50 MB. Split it")
	case len(content) == 0:
		page.problems.Add("file", "Choose the file")
	}
	if page.problems.Any() {
		return d.showStart(r, page)
	}
	job, wrong := d.Desk.Send(r.Context(), r.Asker, until, content)
	if wrong == nil {
		return web.Redirect("/jobs/" + url.PathEscape(job)), nil
	}
	if page.problems, err = problemsOf(wrong); err != nil {
		return web.Response{}, err
	}
	return d.showStart(r, page)
}

// longestField is how many bytes are read of what was typed beside the file.
const longestField = 100

// uploaded reads the form that carries a file. The name of the file is not read: it
// may name a woman.
func uploaded(r *web.Request) (form url.Values, content []byte, err error) {
	form = url.Values{}
	parts, err := r.MultipartReader()
	if err != nil {
		return form, nil, casework.Fail(casework.Invalid, "reading the form", "%w", err)
	}
	for {
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			return form, content, nil
		}
		if err != nil {
			return form, nil, fmt.Errorf("reading the file: %w", err)
		}
		if part.FormName() == "file" {
			if content, err = io.ReadAll(part); err != nil {
				return form, nil, fmt.Errorf("reading the file: %w", err)
			}
			continue
		}
		text, err := io.ReadAll(io.LimitReader(part, longestField))
		if err != nil {
			return form, nil, fmt.Errorf("reading the form: %w", err)
		}
		form.Set(part.FormName(), string(text))
	}
}

// before lists the feeds that were sent.
func (s starting) before() govuk.TableOf {
	t := govuk.TableOf{Caption: "Feeds that were sent", CaptionSize: govuk.Medium, RowHeads: true,
		Columns: []govuk.Column{{Text: "Sent"}, {Text: "Last day it tells of"}, {Text: "Arrests", Numeric: true}, {Text: "Now"}}}
	for _, one := range s.list {
		t.Rows = append(t.Rows, []govuk.Cell{{Content: feedLink(one)}, {Text: one.Until.Short()}, {Text: fmt.Sprint(one.Rows)}, {Text: standsAs(one)}})
	}
	return t
}

// standsAs says in words how far a feed has come.
func standsAs(sent linking.Sent) string {
	switch {
	case !sent.Finished.IsZero():
		return "Finished, " + counted(sent.Linked, "arrest linked", "arrests linked")
	case sent.Compared.IsZero():
		return "Being compared"
	}
	return "To decide on"
}

func sentWords(sent linking.Sent) string { return calendar.At(sent.At).Words() }
