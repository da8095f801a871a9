package assessment

import (
	"net/http"
	"strings"

	"throughline/internal/casework/assessment"
	"throughline/internal/domain/access"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
	"throughline/internal/domain/need"
	"throughline/internal/edge/web"
	"throughline/internal/edge/web/forms"
	"throughline/internal/edge/web/govuk"
	"throughline/internal/edge/web/woman"
)

// Door holds these pages.
type Door struct {
	Desk  assessment.Desk
	Woman woman.Door // whose record they stand in
	// Write makes a score into a FHIR resource, and Read makes answers to one of these
	// instruments out of one: which instrument, when, and each answer.
	Write func(assessment.Given) ([]byte, error)
	Read  func([]byte, []need.Instrument) (Received, error)
}

// Received is what a FHIR resource says.
type Received struct {
	Instrument string
	On         calendar.Day
	Items      []int
}

// Routes lists them.
func (d Door) Routes() []web.Route {
	staff := web.For(access.Keyworker, access.ServiceLead)
	get := func(path string, handle web.Handle) web.Route {
		return web.Route{Method: http.MethodGet, Path: path, Audience: staff, Handle: handle}
	}
	post := func(path string, handle web.Handle) web.Route {
		return web.Route{Method: http.MethodPost, Path: path, Audience: staff, Handle: handle}
	}
	keyworker := web.For(access.Keyworker)
	return []web.Route{
		get("/woman/{case}/screening", d.screening),
		post("/woman/{case}/screening", d.screen),
		get("/woman/{case}/measures", d.measures),
		post("/woman/{case}/measures", d.readIn),
		get("/woman/{case}/measures/{instrument}", d.scoring),
		post("/woman/{case}/measures/{instrument}", d.score),
		{Method: http.MethodGet, Path: "/woman/{case}/scores/{fact}", Audience: keyworker, Handle: d.giving},
		{Method: http.MethodPost, Path: "/woman/{case}/scores/{fact}", Audience: keyworker, Handle: d.give},
		get("/woman/{case}/wellbeing", d.wellbeing),
		post("/woman/{case}/wellbeing", d.tellWellbeing),
		get("/woman/{case}/safety-steps", d.safety),
		post("/woman/{case}/safety-steps", d.noteRisk),
	}
}

// form is what every form carries, with the day it is about.
type form struct {
	forms.Form
	on  govuk.DateParts
	day calendar.Day
}

// dates are the fields with a box for the day.
var dates = forms.Dates{"on"}

func (d Door) blank() form {
	return form{Form: dates.Blank(d.Desk.NewID()), on: govuk.DateOf(d.Desk.Today())}
}

func posted(r *web.Request) form {
	f := form{Form: dates.Posted(r)}
	f.on, f.day = f.ReadDay(r, "on")
	return f
}

// anchor leads a problem with several fields to one of them.
func (f *form) anchor(field, to string) {
	for i := range f.Problems {
		if f.Problems[i].Field == field {
			f.Problems[i].Anchor = to
		}
	}
}

func (f form) onField(label string) govuk.Field { return f.Field("on", label, "", "") }

// words is a text in her words, which no browser keeps.
func (f form) words(name, label, value string) govuk.Field {
	return govuk.Field{Name: name, Label: label, Value: value, Rows: 2, Autocomplete: "off", Error: f.Problems.For(name)}
}

// saved says what a form did, by the flag it left in the address.
var saved = map[string]string{
	"screening": "Her answers are saved", "score": "Saved", "risk": "Saved", "wellbeing": "Saved",
	"harm": "Her answers are saved. Now go through these steps with her, before anything else",
}

// whoWrote names who wrote something down, as the reader knows them.
func whoWrote(f woman.Frame, asker access.Asker, account, agency string) string {
	view := f.View()
	switch {
	case agency == journey.ByHerself, account != "" && account == view.Row.Woman:
		return "herself"
	case account != "" && account == asker.ID:
		return "you"
	case account != "" && account == view.Row.Worker && view.Worker != "":
		return view.Worker
	}
	return agency
}

func lowerFirst(text string) string {
	if text == "" {
		return ""
	}
	return strings.ToLower(text[:1]) + text[1:]
}
