package presence

import (
	"throughline/internal/casework/presence"
	"throughline/internal/domain/journey"
	"throughline/internal/edge/web"
	"throughline/internal/edge/web/govuk"
)

// quietDays is after how many days without a referral a suite is rung up.
const quietDays = journey.QuietSuiteDays

// keepForm is a suite as it was typed.
type keepForm struct {
	journey.SuiteEntry
	key      string
	problems govuk.Problems
}

func (d Door) add(*web.Request) (web.Response, error) {
	return web.Show(keepForm{key: d.Desk.NewID()}.page()), nil
}

func (d Door) change(r *web.Request) (web.Response, error) {
	line, _, err := d.Desk.Suite(r.Context(), r.Asker, r.PathValue("suite"))
	if err != nil {
		return web.Response{}, err
	}
	return web.Show(keepForm{SuiteEntry: journey.SuiteEntry(line.SuiteListed), key: d.Desk.NewID()}.page()), nil
}

// save puts a suite on the list or changes it.
func (d Door) save(r *web.Request) (web.Response, error) {
	form := keepForm{key: r.Field("key"), SuiteEntry: journey.SuiteEntry{
		Suite: r.PathValue("suite"), Name: r.Field("name"), Force: r.Field("force"), Area: r.Field("area"), Closed: r.Field("closed") == "yes",
	}}
	wrong := d.Desk.List(r.Context(), r.Asker, form.key, form.SuiteEntry)
	if wrong == nil {
		return web.Redirect("/suites?done=suite"), nil
	}
	problems, mend := problemsOf(wrong)
	if !mend {
		return web.Response{}, wrong
	}
	for _, problem := range problems {
		form.problems.Add(problem.Field, problem.Say)
	}
	return web.Show(form.page()), nil
}

func (f keepForm) page() web.Page {
	return web.Page{Title: f.title(), Body: keepBody(f), Problems: f.problems, Back: backToSuites}
}

func (f keepForm) title() string {
	if f.Suite == "" {
		return "Add a suite"
	}
	return "Change a suite"
}

func (f keepForm) field(name, label, value string) govuk.Field {
	return govuk.Field{Name: name, Label: label, LabelSize: govuk.Small, Value: value, Error: f.problems.For(name), Autocomplete: "off"}
}

func (f keepForm) closedField() (govuk.Field, []govuk.Option) {
	field := govuk.Field{Name: "closed", Label: "Is it still used?", LabelSize: govuk.Small, Value: "no"}
	if f.Closed {
		field.Value = "yes"
	}
	return field, []govuk.Option{{Value: "no", Label: "Yes"}, {Value: "yes", Label: "No: take it off the list"}}
}

// vettingForm is a vetting as it was typed.
type vettingForm struct {
	people   []presence.Person
	key      string
	account  string
	force    string
	until    govuk.DateParts
	problems govuk.Problems
}

func (d Door) vetting(r *web.Request) (web.Response, error) {
	day, err := d.Desk.Suites(r.Context(), r.Asker)
	if err != nil {
		return web.Response{}, err
	}
	form := vettingForm{people: day.People, key: d.Desk.NewID()}
	if len(day.Suites) > 0 {
		form.force = day.Suites[0].Force // most services work with one force
	}
	return web.Show(form.page()), nil
}

// vet writes a vetting down.
func (d Door) vet(r *web.Request) (web.Response, error) {
	form := vettingForm{key: r.Field("key"), account: r.Field("keyworker"), force: r.Field("force"), until: govuk.DateFrom(r.Posted, "until")}
	until, _ := form.until.Read()
	wrong := d.Desk.Vet(r.Context(), r.Asker, form.key, presence.VettingEntry{Account: form.account, Force: form.force, Until: until})
	if wrong == nil {
		return web.Redirect("/suites?done=vetting"), nil
	}
	problems, mend := problemsOf(wrong)
	if !mend {
		return web.Response{}, wrong
	}
	day, err := d.Desk.Suites(r.Context(), r.Asker)
	if err != nil {
		return web.Response{}, err
	}
	form.people = day.People
	for _, problem := range problems {
		form.problems.Add(problem.Field, problem.Say)
	}
	return web.Show(form.page()), nil
}

func (f vettingForm) page() web.Page {
	return web.Page{Title: "Record a vetting", Body: vettingBody(f), Problems: f.problems, Back: backToSuites}
}

func (f vettingForm) keyworker() (govuk.Field, []govuk.Option) {
	options := []govuk.Option{{Value: "", Label: "Choose a keyworker"}}
	for _, person := range f.people {
		options = append(options, govuk.Option{Value: person.ID, Label: person.Name + ", " + person.Agency})
	}
	return govuk.Field{Name: "keyworker", Label: "Keyworker", LabelSize: govuk.Small, Value: f.account, Error: f.problems.For("keyworker")}, options
}

func (f vettingForm) forceField() govuk.Field {
	return govuk.Field{Name: "force", Label: "Police force", LabelSize: govuk.Small, Value: f.force, Error: f.problems.For("force"), Autocomplete: "off"}
}

func (f vettingForm) untilField() govuk.Field {
	return govuk.Field{Name: "until", Label: "The last day it holds", LabelSize: govuk.Small, Error: f.problems.For("until"), Autocomplete: "off", Hint: "A day that has passed says that it has ended."}
}
