package packs

import (
	"errors"
	"net/http"
	"net/url"
	"strconv"

	"throughline/internal/casework"
	"throughline/internal/casework/packs"
	"throughline/internal/domain/access"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
	"throughline/internal/edge/web"
	"throughline/internal/edge/web/govuk"
)

// Door is the front door of those who make packs.
type Door struct{ Desk *packs.Desk }

// Routes lists its pages.
func (d Door) Routes() []web.Route {
	makers := web.For(access.ServiceLead, access.InformationGovernance)
	return []web.Route{
		{Method: http.MethodGet, Path: "/packs/{case}", Audience: makers, Handle: d.list},
		{Method: http.MethodGet, Path: "/packs/{case}/new", Audience: makers, Handle: d.blank},
		{Method: http.MethodPost, Path: "/packs/{case}/new", Audience: makers, Handle: d.begin},
		{Method: http.MethodGet, Path: "/packs/{case}/{pack}", Audience: makers, Handle: d.draft},
		{Method: http.MethodPost, Path: "/packs/{case}/{pack}", Audience: makers, Handle: d.decide},
		{Method: http.MethodPost, Path: "/packs/{case}/{pack}/sign", Audience: makers, Handle: d.sign, StepUp: true},
		{Method: http.MethodPost, Path: "/packs/{case}/{pack}/drop", Audience: makers, Handle: d.drop},
		{Method: http.MethodGet, Path: "/packs/{case}/{pack}/{form}", Audience: makers, Handle: d.take, StepUp: true},
	}
}

// Path returns the address of the packs of a case, or of one of them.
func Path(caseID string, steps ...string) string {
	path := "/packs/" + url.PathEscape(caseID)
	for _, step := range steps {
		path += "/" + url.PathEscape(step)
	}
	return path
}

func (d Door) list(r *web.Request) (web.Response, error) {
	list, reference, err := d.Desk.List(r.Context(), r.Asker, r.PathValue("case"))
	if err != nil {
		return web.Response{}, err
	}
	page := listPage{caseID: r.PathValue("case"), reference: reference, list: list, dropped: r.Query("done") == "drop"}
	return web.Show(web.Page{
		Title: "Packs from this record", Body: listBody(page), Wide: true,
		Back: govuk.Link{Text: "Back to how long it is kept", Href: "/keeping/" + url.PathEscape(page.caseID)},
	}), nil
}

// beginning is the form that begins a pack.
type beginning struct {
	caseID, key            string
	sort, recipient, basis string
	classes                []string
	from, until            govuk.DateParts
	problems               govuk.Problems
}

func (b beginning) show() web.Response {
	return web.Show(web.Page{
		Title: "Begin a pack", Body: beginBody(b), Problems: b.problems,
		Back: govuk.Link{Text: "Back to packs", Href: Path(b.caseID)},
	})
}

func (d Door) blank(r *web.Request) (web.Response, error) {
	if _, _, err := d.Desk.List(r.Context(), r.Asker, r.PathValue("case")); err != nil {
		return web.Response{}, err
	}
	return beginning{caseID: r.PathValue("case"), key: d.Desk.NewID()}.show(), nil
}

func (d Door) begin(r *web.Request) (web.Response, error) {
	b := beginning{
		caseID: r.PathValue("case"), key: r.Field("key"), sort: r.Field("sort"), recipient: r.Field("recipient"), basis: r.Field("basis"),
		classes: r.Posted["classes"], from: govuk.DateFrom(r.Posted, "from"), until: govuk.DateFrom(r.Posted, "until"),
	}
	entry := journey.PackEntry{Sort: journey.PackSort(b.sort), Recipient: b.recipient, Basis: b.basis}
	for _, code := range b.classes {
		class, known := access.ParseClass(code)
		if !known {
			return web.Response{}, casework.Fail(casework.Invalid, "reading the form", "%q is no class of data", code)
		}
		entry.Classes |= access.SetOf(class)
	}
	for _, part := range []struct {
		name  string
		typed govuk.DateParts
		into  *calendar.Day
	}{{"from", b.from, &entry.From}, {"until", b.until, &entry.Until}} {
		if part.typed.Empty() {
			continue
		}
		day, known := part.typed.Read()
		if !known {
			b.problems.AddDate(part.name, "Enter a date that exists, like 27 3 2026, or leave it empty")
		}
		*part.into = day
	}
	if b.problems.Any() {
		return b.show(), nil
	}
	pack, wrong := d.Desk.Begin(r.Context(), r.Asker, b.caseID, b.key, entry)
	if wrong == nil {
		return web.Redirect(Path(b.caseID, pack)), nil
	}
	var err error
	if b.problems, err = problemsOf(wrong); err != nil {
		return web.Response{}, err
	}
	return b.show(), nil
}

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
			continue
		}
		problems.Add(problem.Field, problem.Say)
	}
	return problems, nil
}

// draftPage is a pack as it stands, with what was just typed.
type draftPage struct {
	packs.Draft
	key      string
	typed    url.Values // nil where nothing was sent
	asker    access.Asker
	problems govuk.Problems
}

func (d Door) draft(r *web.Request) (web.Response, error) {
	return d.show(r, nil, nil)
}

func (d Door) show(r *web.Request, typed url.Values, problems govuk.Problems) (web.Response, error) {
	draft, err := d.Desk.Draft(r.Context(), r.Asker, r.PathValue("case"), r.PathValue("pack"))
	if err != nil {
		return web.Response{}, err
	}
	page := draftPage{Draft: draft, key: d.Desk.NewID(), typed: typed, asker: r.Asker, problems: problems}
	return web.Show(web.Page{
		Title: "Pack " + draft.Content.Reference, Body: draftBody(page), Problems: problems, Wide: true,
		Back: govuk.Link{Text: "Back to packs", Href: Path(draft.Case)},
	}), nil
}

func (d Door) decide(r *web.Request) (web.Response, error) {
	draft, err := d.Desk.Draft(r.Context(), r.Asker, r.PathValue("case"), r.PathValue("pack"))
	if err != nil {
		return web.Response{}, err
	}
	var decisions []journey.PackDecision
	var problems govuk.Problems
	for i, item := range draft.Content.Items {
		n := strconv.Itoa(i)
		if choice := journey.PackChoice(r.Field("item-" + n)); choice != "" {
			one := journey.PackDecision{Item: item.ID, Choice: choice}
			if choice == journey.PackWithhold {
				if one.Ground = r.Field("ground-" + n); one.Ground == "" {
					problems.Add("ground-"+n, "Choose why “"+item.Title+"” of "+item.On+" stays out")
				}
			}
			decisions = append(decisions, one)
		}
		for _, place := range item.Places {
			name := n + "-" + strconv.Itoa(place.Number)
			choice := journey.PackChoice(r.Field("place-" + name))
			if choice == "" {
				continue
			}
			one := journey.PackDecision{Item: item.ID, Place: place.Number, Choice: choice, Reason: r.Field("reason-" + name)}
			if choice == journey.PackLeave && one.Reason == "" {
				problems.Add("reason-"+name, "Say why the words can stay in")
			}
			decisions = append(decisions, one)
		}
	}
	if problems.Any() {
		return d.show(r, r.Posted, problems)
	}
	wrong := d.Desk.Decide(r.Context(), r.Asker, draft.Case, draft.Content.Pack, r.Field("key"), decisions)
	return d.after(r, wrong)
}

func (d Door) sign(r *web.Request) (web.Response, error) {
	wrong := d.Desk.Sign(r.Context(), r.Asker, r.PathValue("case"), r.PathValue("pack"), r.Field("key"), r.Field("read"))
	return d.after(r, wrong)
}

// after leads back to the pack, or shows it with what is to be put right.
func (d Door) after(r *web.Request, wrong error) (web.Response, error) {
	if wrong == nil {
		return web.Redirect(Path(r.PathValue("case"), r.PathValue("pack"))), nil
	}
	problems, err := problemsOf(wrong)
	if err != nil {
		return web.Response{}, err
	}
	return d.show(r, r.Posted, problems)
}

func (d Door) drop(r *web.Request) (web.Response, error) {
	wrong := d.Desk.Drop(r.Context(), r.Asker, r.PathValue("case"), r.PathValue("pack"), r.Field("key"), r.Field("reason"))
	if wrong == nil {
		return web.Redirect(Path(r.PathValue("case")) + "?done=drop"), nil
	}
	return d.after(r, wrong)
}

var contentTypes = map[string]string{
	packs.FormPDF: "application/pdf", packs.FormJSON: "application/json", packs.FormProof: "application/json",
}

func (d Door) take(r *web.Request) (web.Response, error) {
	form := r.PathValue("form")
	taken, err := d.Desk.Take(r.Context(), r.Asker, r.PathValue("case"), r.PathValue("pack"), form)
	if err != nil {
		problems, err := problemsOf(err)
		if err != nil {
			return web.Response{}, err
		}
		return d.show(r, nil, problems)
	}
	return web.Download(taken.Name, contentTypes[form], taken.Body), nil
}
