package partner

import (
	"errors"

	"throughline/internal/casework/sharing"
	"throughline/internal/domain/access"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/ending"
	"throughline/internal/domain/journey"
	"throughline/internal/edge/web"
	"throughline/internal/edge/web/govuk"
)

// casePage is one case as the reader sees it, with what the reader may add.
type casePage struct {
	sharing.Shared
	key      string
	today    calendar.Day
	problems govuk.Problems
	done     string

	on          govuk.DateParts // of the note or of the decision
	class, text string          // of the note
	decision    string
	words       string // of the decision
}

// open reads a case for the page.
func (d Door) open(r *web.Request) (casePage, error) {
	shared, err := d.Desk.Read(r.Context(), r.Asker, r.PathValue("case"))
	today := d.Desk.Bench.Today()
	return casePage{Shared: shared, key: d.Desk.NewID(), today: today, on: govuk.DateOf(today)}, err
}

func (d Door) read(r *web.Request) (web.Response, error) {
	p, err := d.open(r)
	if err != nil {
		return orUnshared(err)
	}
	p.done = saved[r.Query("done")]
	if len(p.MayNote) == 1 {
		p.class = p.MayNote[0].String()
	}
	return p.response(), nil
}

// saved says what a form did, by the flag it left in the address.
var saved = map[string]string{"note": "Note saved", "decision": "Decision saved"}

func (d Door) note(r *web.Request) (web.Response, error) {
	p, err := d.open(r)
	if err != nil {
		return orUnshared(err)
	}
	p.key, p.class, p.text = r.Field("key"), r.Field("class"), r.Field("note")
	class, _ := access.ParseClass(p.class)
	entry := sharing.NoteEntry{Class: class, Text: p.text}
	if entry.On = p.readDay(r); p.problems.Any() {
		return p.response(), nil
	}
	_, err = d.Desk.Write(r.Context(), r.Asker, p.Case, p.key, entry)
	return p.after(err, "note")
}

func (d Door) decide(r *web.Request) (web.Response, error) {
	p, err := d.open(r)
	if err != nil {
		return orUnshared(err)
	}
	p.key, p.decision, p.words = r.Field("key"), r.Field("decision"), r.Field("words")
	entry := journey.DecisionEntry{Decision: journey.ConditionDecision(p.decision), Words: p.words}
	if entry.On = p.readDay(r); p.problems.Any() {
		return p.response(), nil
	}
	_, err = d.Desk.Decide(r.Context(), r.Asker, p.Case, p.key, entry)
	return p.after(err, "decision")
}

// after leads on where something was saved, and else shows what to put right.
func (p casePage) after(err error, done string) (web.Response, error) {
	var problems journey.Problems
	switch {
	case err == nil:
		return web.Redirect(path(p.Case) + "?done=" + done), nil
	case !errors.As(err, &problems):
		return orUnshared(err)
	}
	for _, problem := range problems {
		if problem.Field == "on" {
			p.problems.AddDate(problem.Field, problem.Say)
			continue
		}
		p.problems.Add(problem.Field, problem.Say)
	}
	return p.response(), nil
}

// readDay reads the day of the form.
func (p *casePage) readDay(r *web.Request) calendar.Day {
	p.on = govuk.DateFrom(r.Posted, "on")
	if p.on.Empty() {
		return 0
	}
	day, real := p.on.Read()
	if !real {
		p.problems.AddDate("on", "Enter a date that exists, such as 27 3 2026")
	}
	return day
}

func (p casePage) response() web.Response {
	return web.Show(web.Page{
		Title: "Shared with you: " + p.Reference, Body: caseBody(p), Problems: p.problems, Back: govuk.Link{Text: "Back to your list", Href: "/shared"},
	})
}

// heading names her where the reader may know who she is.
func (p casePage) heading() string {
	if p.Name == "" {
		return "Reference " + p.Reference
	}
	return p.Name
}

func (p casePage) field(name, label, hint, value string) govuk.Field {
	return govuk.Field{Name: name, Label: label, LabelSize: govuk.Small, Hint: hint, Value: value, Error: p.problems.For(name), Autocomplete: "off", Rows: 4}
}

// noteClasses say what a note may be about, and who then reads it.
var noteClasses = map[access.Class]govuk.Option{
	access.Needs:  {Label: "Her health or her needs", Hint: "Those who support her read it."},
	access.Notes:  {Label: "The support you gave", Hint: "Her keyworker reads it."},
	access.Sealed: {Label: "Advice that stays sealed", Hint: "It is sealed. Only you read it here."},
}

func (p casePage) noteOptions() []govuk.Option {
	options := make([]govuk.Option, len(p.MayNote))
	for i, class := range p.MayNote {
		options[i] = noteClasses[class]
		options[i].Value = class.String()
	}
	return options
}

func decisionOptions() []govuk.Option {
	options := make([]govuk.Option, len(journey.ConditionDecisions))
	for i, decision := range journey.ConditionDecisions {
		options[i] = govuk.Option{Value: string(decision), Label: ending.DecisionWords(decision)}
	}
	return options
}
