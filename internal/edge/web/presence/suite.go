package presence

import (
	"strconv"
	"strings"

	"throughline/internal/casework/presence"
	"throughline/internal/domain/access"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
	"throughline/internal/edge/web"
	"throughline/internal/edge/web/govuk"
)

// suitePage is one suite.
type suitePage struct {
	presence.Line
	from     []presence.From
	lead     bool
	today    calendar.Day
	key      string
	done     string
	problems govuk.Problems

	on        govuk.DateParts // of the visit or session, as it was typed
	seen      string
	training  bool // the form that was sent is that of training
	audience  string
	attendees string
}

// shownCalls is how many calls the page of a suite lists.
const shownCalls = 20

func (d Door) suite(r *web.Request) (web.Response, error) {
	page, err := d.suitePage(r)
	if err != nil {
		return web.Response{}, err
	}
	page.done = doneWords[r.Query("done")]
	return web.Show(page.page()), nil
}

func (d Door) suitePage(r *web.Request) (suitePage, error) {
	line, from, err := d.Desk.Suite(r.Context(), r.Asker, r.PathValue("suite"))
	return suitePage{Line: line, from: from, lead: r.Asker.Role == access.ServiceLead, today: d.Desk.Bench.Today(), key: d.Desk.NewID()}, err
}

func (p suitePage) page() web.Page {
	return web.Page{Title: "Custody suite", Body: suiteBody(p), Problems: p.problems, Back: backToSuites}
}

// latest are the calls that the page lists.
func (p suitePage) latest() []journey.Call { return p.Calls[:min(shownCalls, len(p.Calls))] }

// visit writes a visit down.
func (d Door) visit(r *web.Request) (web.Response, error) {
	on, seen := govuk.DateFrom(r.Posted, "on"), r.Field("seen")
	day, _ := on.Read()
	n, err := strconv.Atoi(seen)
	if err != nil {
		n = -1 // the verb says what to enter
	}
	id := r.PathValue("suite")
	wrong := d.Desk.Visit(r.Context(), r.Asker, r.Field("key"), presence.VisitEntry{Suite: id, On: day, Seen: n})
	if wrong == nil {
		return web.Redirect(path(id, "?done=visit")), nil
	}
	return d.again(r, wrong, func(page *suitePage) { page.on, page.seen = on, seen })
}

// train writes a session for its police down.
func (d Door) train(r *web.Request) (web.Response, error) {
	on, attendees := govuk.DateFrom(r.Posted, "on"), r.Field("attendees")
	day, _ := on.Read()
	n, err := strconv.Atoi(attendees)
	if err != nil {
		n = 0 // the verb says what to enter
	}
	id := r.PathValue("suite")
	wrong := d.Desk.Train(r.Context(), r.Asker, r.Field("key"), presence.TrainingEntry{Suite: id, On: day, Audience: r.Field("audience"), Attendees: n})
	if wrong == nil {
		return web.Redirect(path(id, "?done=training")), nil
	}
	return d.again(r, wrong, func(page *suitePage) {
		page.training, page.on, page.audience, page.attendees = true, on, r.Field("audience"), attendees
	})
}

func (d Door) again(r *web.Request, wrong error, keep func(*suitePage)) (web.Response, error) {
	problems, mend := problemsOf(wrong)
	if !mend {
		return web.Response{}, wrong
	}
	page, err := d.suitePage(r)
	if err != nil {
		return web.Response{}, err
	}
	page.key = r.Field("key")
	keep(&page)
	for _, problem := range problems {
		field := problem.Field
		if page.training && field == "on" {
			field = "training-on"
		}
		page.problems.Add(field, problem.Say)
	}
	return web.Show(page.page()), nil
}

// dateField asks for a day; the form of training has ids of its own.
func (p suitePage) dateField(training bool, label string) (govuk.Field, govuk.DateParts) {
	id := "on"
	if training {
		id = "training-on"
	}
	parts := govuk.DateOf(p.today)
	if p.training == training && p.problems.Any() {
		parts = p.on
	}
	return govuk.Field{Name: "on", ID: id, Label: label, LabelSize: govuk.Small, Error: p.problems.For(id), Autocomplete: "off"}, parts
}

func (p suitePage) number(name, label, value string) govuk.Field {
	return govuk.Field{Name: name, Label: label, LabelSize: govuk.Small, Value: value, Error: p.problems.For(name), Width: 3, InputMode: "numeric", Autocomplete: "off"}
}

func (p suitePage) audienceField() (govuk.Field, []govuk.Option) {
	options := make([]govuk.Option, len(journey.Audiences))
	for i, code := range journey.Audiences {
		options[i] = govuk.Option{Value: code, Label: audienceWords(code)}
	}
	return govuk.Field{Name: "audience", Label: "Who was trained", LabelSize: govuk.Small, Value: p.audience, Error: p.problems.For("audience"), Compact: true}, options
}

// audienceWords says who was trained.
func audienceWords(code string) string {
	words := strings.ReplaceAll(code, "_", " ")
	if code == "evidence_review_officer" {
		words = "Evidence Review Officers"
	}
	return strings.ToUpper(words[:1]) + words[1:]
}
