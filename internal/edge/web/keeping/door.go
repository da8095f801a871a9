package keeping

import (
	"errors"
	"net/http"
	"net/url"

	"throughline/internal/casework"
	"throughline/internal/casework/keeping"
	"throughline/internal/domain/access"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
	"throughline/internal/edge/web"
	"throughline/internal/edge/web/govuk"
)

// Door is the front door of those who answer for how long records are kept.
type Door struct{ Desk *keeping.Desk }

// Routes lists its pages.
func (d Door) Routes() []web.Route {
	keepers := web.For(access.ServiceLead, access.InformationGovernance)
	writers := web.For(access.Keyworker, access.ServiceLead)
	return []web.Route{
		{Method: http.MethodGet, Path: "/keeping", Audience: keepers, Handle: d.queue, Nav: "Keeping records"},
		{Method: http.MethodGet, Path: "/keeping/{case}", Audience: keepers, Handle: d.look},
		{Method: http.MethodGet, Path: "/keeping/{case}/{act}", Audience: keepers, Handle: d.ask},
		{Method: http.MethodPost, Path: "/keeping/{case}/{act}", Audience: keepers, Handle: d.do},
		// Who cannot undo it enters a code first.
		{Method: http.MethodGet, Path: "/keeping/{case}/agree", Audience: keepers, Handle: d.asked("agree"), StepUp: true},
		{Method: http.MethodPost, Path: "/keeping/{case}/agree", Audience: keepers, Handle: d.done("agree"), StepUp: true},

		{Method: http.MethodGet, Path: "/woman/{case}/history", Audience: writers, Handle: d.history},
		{Method: http.MethodGet, Path: "/woman/{case}/history/{fact}", Audience: writers, Handle: d.entry},
		{Method: http.MethodPost, Path: "/woman/{case}/history/{fact}", Audience: writers, Handle: d.correct},
	}
}

// Path returns the address of the page on keeping one record.
func Path(caseID, act string) string {
	path := "/keeping/" + url.PathEscape(caseID)
	if act != "" {
		path += "/" + act
	}
	return path
}

// act is one thing that can be done about keeping a record.
type act struct {
	title  string
	hint   string // what it means, above the form
	button string
	kind   govuk.Kind
	done   string
}

var acts = map[string]act{
	"keep":  {"Keep this record for longer", "On the day you enter, somebody looks at it again.", "Keep it", "", "Kept for longer"},
	"hold":  {"Hold this record", "While it is held nobody can erase it. A hold has no end by itself: somebody has to lift it.", "Hold it", "", "The record is held"},
	"lift":  {"Lift the hold", "From then on the record can be erased again by two people.", "Lift the hold", "", "The hold is lifted"},
	"erase": {"Ask for this record to be erased", "A second person in the other role has to agree: one who leads the service, one who answers for how records are used.", "Ask for it", govuk.Warning, "Asked for. A second person has to agree"},
	"leave": {"Leave the record as it is", "The request to erase it ends. The record stays.", "Leave it as it is", "", "The request is ended, and the record stays"},
	"agree": {"Erase this record", "", "Erase this record for ever", govuk.Warning, ""},
}

func (d Door) queue(r *web.Request) (web.Response, error) {
	queue, err := d.Desk.Queue(r.Context(), r.Asker)
	if err != nil {
		return web.Response{}, err
	}
	page := queuePage{Queue: queue, asker: r.Asker}
	if gone, err := calendar.ParseDay(r.Query("gone")); err == nil {
		page.gone = gone
	}
	return web.Show(web.Page{Title: "Keeping records", Body: queueBody(page), Wide: true}), nil
}

func (d Door) look(r *web.Request) (web.Response, error) {
	view, err := d.Desk.Look(r.Context(), r.Asker, r.PathValue("case"))
	if err != nil {
		return web.Response{}, err
	}
	return web.Show(web.Page{
		Title: "How long this record is kept", Body: lookBody(lookPage{view, acts[r.Query("done")].done}),
		Back: govuk.Link{Text: "Back to Keeping records", Href: "/keeping"},
	}), nil
}

// sheet is one form.
type sheet struct {
	keeping.View
	act      string
	key      string
	hold     string
	until    govuk.DateParts
	ground   string
	reason   string
	problems govuk.Problems
}

func (s sheet) show() web.Response {
	return web.Show(web.Page{
		Title: acts[s.act].title, Body: sheetBody(s), Problems: s.problems,
		Back: govuk.Link{Text: "Back", Href: Path(s.Case, "")},
	})
}

// offered says whether an act makes sense as the record stands.
func offered(v keeping.View, name string) bool {
	switch name {
	case "keep", "hold":
		return true
	case "lift":
		return len(v.Keeping.Holds) > 0
	case "erase":
		return len(v.Keeping.Holds) == 0 && v.Keeping.Asked == nil
	case "agree":
		return len(v.Keeping.Holds) == 0 && v.Keeping.Asked != nil && v.Second
	case "leave":
		return v.Keeping.Asked != nil
	}
	return false
}

func (d Door) ask(r *web.Request) (web.Response, error) { return d.asked(r.PathValue("act"))(r) }

func (d Door) do(r *web.Request) (web.Response, error) { return d.done(r.PathValue("act"))(r) }

// asked shows the form of an act.
func (d Door) asked(name string) web.Handle {
	return func(r *web.Request) (web.Response, error) { return d.form(r, name) }
}

// done carries an act out.
func (d Door) done(name string) web.Handle {
	return func(r *web.Request) (web.Response, error) { return d.carryOut(r, name) }
}

func (d Door) form(r *web.Request, name string) (web.Response, error) {
	view, err := d.Desk.Look(r.Context(), r.Asker, r.PathValue("case"))
	if err != nil {
		return web.Response{}, err
	}
	if _, known := acts[name]; !known {
		return web.Response{}, casework.Fail(casework.NotFound, "opening a form", "there is none of this name")
	}
	if !offered(view, name) { // done meanwhile, or by another
		return web.Redirect(Path(view.Case, "")), nil
	}
	return sheet{View: view, act: name, key: d.Desk.NewID(), hold: r.Query("hold")}.show(), nil
}

func (d Door) carryOut(r *web.Request, name string) (web.Response, error) {
	caseID := r.PathValue("case")
	s := sheet{act: name, key: r.Field("key"), hold: r.Field("hold"), until: govuk.DateFrom(r.Posted, "until"), ground: r.Field("ground"), reason: r.Field("reason")}
	var wrong error
	switch name {
	case "keep":
		until, _ := s.until.Read() // no day, or none that exists, is for the pen to refuse
		wrong = d.Desk.Keep(r.Context(), r.Asker, caseID, s.key, until, s.reason)
	case "hold":
		wrong = d.Desk.Hold(r.Context(), r.Asker, caseID, s.key, s.reason)
	case "lift":
		wrong = d.Desk.Lift(r.Context(), r.Asker, caseID, s.key, s.hold, s.reason)
	case "erase":
		wrong = d.Desk.Ask(r.Context(), r.Asker, caseID, s.key, journey.ErasureGround(s.ground), s.reason)
	case "leave":
		wrong = d.Desk.Refuse(r.Context(), r.Asker, caseID, s.key, s.reason)
	case "agree":
		if r.Field("confirm") == "" {
			wrong = journey.Problems{{Field: "confirm", Say: "Confirm that you have read what is erased"}}
			break
		}
		var stone keeping.Stone
		if stone, wrong = d.Desk.Erase(r.Context(), r.Asker, caseID); wrong == nil {
			return web.Redirect("/keeping?gone=" + stone.Gone.String()), nil
		}
	default:
		return web.Response{}, casework.Fail(casework.NotFound, "reading a form", "there is none of this name")
	}
	if wrong == nil {
		return web.Redirect(Path(caseID, "") + "?done=" + name), nil
	}
	var said journey.Problems
	if !errors.As(wrong, &said) {
		return web.Response{}, wrong
	}
	view, err := d.Desk.Look(r.Context(), r.Asker, caseID)
	if err != nil {
		return web.Response{}, err
	}
	s.View = view
	for _, problem := range said {
		if problem.Field == "until" {
			s.problems.AddDate(problem.Field, problem.Say)
			continue
		}
		s.problems.Add(problem.Field, problem.Say)
	}
	return s.show(), nil
}
