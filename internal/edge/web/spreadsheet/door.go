package spreadsheet

import (
	"errors"
	"net/http"
	"net/url"
	"strconv"

	"throughline/internal/casework/spreadsheet"
	"throughline/internal/domain/access"
	"throughline/internal/domain/journey"
	"throughline/internal/edge/web"
	"throughline/internal/edge/web/govuk"
)

// Door is the front door of those who bring in a spreadsheet.
type Door struct{ Desk *spreadsheet.Desk }

// uploadLimit is how many bytes a sent form may have: a file of the largest size
// with what stands around it.
const uploadLimit = spreadsheet.MostBytes + 1<<20

// Routes lists its pages.
func (d Door) Routes() []web.Route {
	those := web.For(access.ServiceLead, access.Administrator)
	lead := web.For(access.ServiceLead)
	return []web.Route{
		{Method: http.MethodGet, Path: "/import", Audience: those, Handle: d.start},
		{Method: http.MethodPost, Path: "/import", Audience: those, Handle: d.send, BodyLimit: uploadLimit},
		{Method: http.MethodGet, Path: "/import/template", Audience: those, Handle: d.template},
		{Method: http.MethodGet, Path: "/import/{sheet}/match", Audience: those, Handle: d.match},
		{Method: http.MethodPost, Path: "/import/{sheet}/match", Audience: those, Handle: d.setMatch},
		{Method: http.MethodGet, Path: "/import/{sheet}/check", Audience: those, Handle: d.check},
		{Method: http.MethodPost, Path: "/import/{sheet}/values", Audience: those, Handle: d.setValues},
		{Method: http.MethodPost, Path: "/import/{sheet}/choose", Audience: lead, Handle: d.choose},
		{Method: http.MethodPost, Path: "/import/{sheet}/confirm", Audience: lead, Handle: d.confirm},
		{Method: http.MethodPost, Path: "/import/{sheet}/drop", Audience: those, Handle: d.drop},
		{Method: http.MethodGet, Path: "/import/{sheet}/wrong", Audience: those, Handle: d.wrong},
		{Method: http.MethodGet, Path: "/import/{sheet}/report", Audience: lead, Handle: d.report},
		{Method: http.MethodPost, Path: "/import/{sheet}/undo", Audience: lead, Handle: d.undo},
	}
}

// Path returns the address of a step of a sheet.
func Path(sheet, step string) string { return "/import/" + url.PathEscape(sheet) + "/" + step }

// problemsOf returns what is to be put right, or the error where that is not all.
func problemsOf(wrong error) (govuk.Problems, error) {
	var said journey.Problems
	if !errors.As(wrong, &said) {
		return nil, wrong
	}
	var problems govuk.Problems
	for _, problem := range said {
		problems.Add(problem.Field, problem.Say)
	}
	return problems, nil
}

// rows counts them in words.
func rows(n int) string {
	if n == 1 {
		return "1 row"
	}
	return grouped(n) + " rows"
}

// grouped writes a count with commas between thousands.
func grouped(n int) string {
	text := strconv.Itoa(n)
	for i := len(text) - 3; i > 0; i -= 3 {
		text = text[:i] + "," + text[i:]
	}
	return text
}
