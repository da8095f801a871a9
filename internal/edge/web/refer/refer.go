package refer

import (
	"errors"
	"net/url"
	"slices"
	"strings"

	"throughline/internal/casework"
	"throughline/internal/domain/journey"
	"throughline/internal/edge/web"
	"throughline/internal/edge/web/govuk"
)

// referForm is the form of a referral, new or to be put right.
type referForm struct {
	action   string
	key      string // makes the referral happen once
	form     url.Values
	problems govuk.Problems
	places   []Place
	ask      asking
	back     string             // where the form changes what was sent: the page of that
	version  int                // of the case that it changes, as it stood when this was shown
	standing []govuk.SummaryRow // what stands now, where it is not what was shown
	noted    bool               // a no was just noted
	settled  bool               // what she would have had was left open when it was sent, and is not asked again
}

func (f referForm) changing() bool { return f.back != "" }

func (f referForm) page() web.Page {
	page := web.Page{Title: "Refer a woman", Problems: f.problems, Body: referPage(f)}
	if f.changing() {
		page.Title, page.Back = "Change the referral", govuk.Link{Text: "Back to the referral", Href: f.back}
	}
	return page
}

func (d *Door) askReferral(r *web.Request) (web.Response, error) {
	places, last, ask := d.placesOf(r.Asker), d.last.of(r.Asker), d.asking()
	form := placeFrom(r.URL.Query(), last, places)
	form.Set("outcome", last.Get("outcome"))
	form.Set("released", last.Get("released"))
	for _, one := range ask.parts {
		one.fresh(form, d.intake.Today())
	}
	return web.Show(referForm{
		action: "/refer", key: d.intake.NewID(), form: form, places: places, ask: ask, noted: r.Query("noted") != "",
	}.page()), nil
}

func (d *Door) refer(r *web.Request) (web.Response, error) {
	if r.Field("agreed") == "no" {
		return d.saidNo(r), nil
	}
	sheet := referForm{action: "/refer", key: r.Field("key"), form: r.Posted, places: d.placesOf(r.Asker), ask: d.asking()}
	if changesMind(r.Posted) {
		return web.Show(sheet.page()), nil
	}
	entry, answer := d.read(r, &sheet)
	if answer != nil {
		return *answer, nil
	}
	receipt, err := d.intake.Refer(r.Context(), r.Asker, entry, sheet.key)
	var problems journey.Problems
	switch {
	case errors.As(err, &problems):
		return d.puts(sheet, entry, problems), nil
	case casework.KindOf(err) == casework.Conflict:
		// The page was sent before, with something else in it: the browser's back
		// button leads here.
		sheet.key = d.intake.NewID()
		sheet.problems.Add("", "This page was sent once already. To put that referral right, open it and choose Change. To refer another woman, send this page again")
		return web.Show(sheet.page()).WithStatus(409), nil
	case err != nil:
		return web.Response{}, err
	}
	d.last.keep(r.Asker, r.Posted)
	return web.Redirect("/refer/sent/" + url.PathEscape(receipt.Case)), nil
}

// read reads what was posted; where it cannot be a referral yet, the answer says
// all that is to be put right.
func (d *Door) read(r *web.Request, sheet *referForm) (journey.Referral, *web.Response) {
	entry, problems := readEntry(r.Posted, sheet.places, sheet.ask)
	if len(problems) == 0 && !sheet.settled {
		problems = d.notAsked(entry, sheet.prefix())
	}
	if len(problems) == 0 {
		return entry, nil
	}
	answer := d.puts(*sheet, entry, d.everyProblem(r, entry, problems))
	return entry, &answer
}

// puts shows the form with what is to be put right, or the step that tells of a
// lighter outcome where only that is left.
func (d *Door) puts(sheet referForm, entry journey.Referral, found journey.Problems) web.Response {
	if step, warns := d.warns(sheet, entry, found); warns {
		return step
	}
	sheet.problems = problemsFrom(found, sheet.prefix())
	return web.Show(sheet.page())
}

// prefix is that of the part of the form that the chosen answer opens.
func (f referForm) prefix() string { return f.ask.partOf(f.form.Get("outcome")).prefix }

// everyProblem adds to the problems of the form what a referral would still
// need, so that all is said at once. Nothing is written.
func (d *Door) everyProblem(r *web.Request, entry journey.Referral, found journey.Problems) journey.Problems {
	_, err := d.intake.Pen(r.Asker).Refer(entry, "")
	var needed journey.Problems
	if errors.As(err, &needed) {
		found = append(found, needed...)
	}
	return found
}

// text is a field of one line.
func (f referForm) text(name, label string) govuk.Field {
	return govuk.Field{
		Name: name, Label: label, Value: f.form.Get(name), Error: f.problems.For(name), Autocomplete: "off", NoSpelling: true,
	}
}

func (f referForm) narrow(name, label string, width int) govuk.Field {
	field := f.text(name, label)
	field.Width = width
	return field
}

// asked is a group of answers, or of boxes.
func (f referForm) asked(name, label, hint string) govuk.Field {
	field := f.text(name, label)
	field.Hint, field.LabelSize, field.Values = hint, govuk.Small, f.form[name]
	return field
}

func (f referForm) reference() govuk.Field {
	field := f.narrow("reference", "Custody or crime reference", 20)
	field.LabelSize = govuk.Small
	return field
}

func (f referForm) offence() govuk.Field {
	field := f.asked("offence", "Offence", "Type a few letters or a code. Leave it empty if she was not arrested.")
	field.List = "offences"
	return field
}

func (f referForm) phone() govuk.Field {
	field := f.narrow("phone", "Her phone number", 20)
	field.LabelSize, field.Type, field.InputMode = govuk.Small, "tel", "tel"
	return field
}

func (f referForm) day(name string) govuk.DateParts { return govuk.DateFrom(f.form, name) }

func (f referForm) happeningOptions() []govuk.Option {
	var options []govuk.Option
	for _, h := range f.shownHappenings() {
		option := govuk.Option{Value: h.value, Label: h.label}
		switch one := f.ask.partOf(h.value); {
		case one.happening == h.value:
			option.Reveal = partFieldsOf(f, one)
		case h.value == released:
			option.Reveal = releasedFields(f)
		}
		options = append(options, option)
	}
	return options
}

// shownHappenings are the answers there are, and the one that was given before.
func (f referForm) shownHappenings() []happening {
	shown := slices.Clone(f.ask.happenings)
	chosen, known := happeningOf(f.form.Get("outcome"))
	if known && !slices.ContainsFunc(shown, func(h happening) bool { return h.value == chosen.value }) {
		shown = append(shown, chosen)
	}
	return shown
}

func releasedOptions() []govuk.Option {
	return []govuk.Option{
		{Value: "released_under_investigation", Label: "Released under investigation"},
		{Value: "bail", Label: "Bail"},
	}
}

// contactOptions are the ways of reaching her, with what we then do.
func contactOptions() []govuk.Option {
	return []govuk.Option{
		{Value: string(journey.ContactCall), Label: "Call", Hint: "On voicemail, we do not say who we are."},
		{Value: string(journey.ContactText), Label: "Text", Hint: "In neutral words."},
		{Value: string(journey.ContactNoMessage), Label: "No message", Hint: "Call only. No voicemail and no text."},
		{Value: string(journey.ContactInPerson), Label: "Speak to her here now"},
	}
}

func (f referForm) agreedOptions() []govuk.Option {
	options := []govuk.Option{
		{Value: journey.AgreedYes, Label: "Yes"},
		{Value: journey.AgreedYesNotToday, Label: "Yes, but not today"},
	}
	if !f.changing() {
		options = append(options, govuk.Option{Value: "no", Label: "No", Hint: "We then ask three short questions, and keep no name."})
	}
	return options
}

// urgentWords says what is urgent, as a line of its own.
func urgentWords(codes ...string) string { return capital(journey.UrgentWords(codes...)) }

// capital begins a line.
func capital(words string) string {
	if words == "" {
		return ""
	}
	return strings.ToUpper(words[:1]) + words[1:]
}

func (f referForm) urgentOptions() []govuk.Option {
	options := make([]govuk.Option, len(journey.Urgents))
	for i, urgent := range journey.Urgents {
		options[i] = govuk.Option{Value: urgent, Label: urgentWords(urgent)}
		if urgent == "interpreter" {
			options[i].Reveal = interpreterFields(f)
		}
	}
	return options
}

func genderOptions() []govuk.Option {
	options := []govuk.Option{{Label: "Either, or not stated"}}
	for _, gender := range genders {
		options = append(options, govuk.Option{Value: gender, Label: "Asks for " + gender})
	}
	return options
}

func placeOptions(places []Place) []govuk.Option {
	options := []govuk.Option{{Label: "Not stated"}}
	for _, place := range places {
		options = append(options, govuk.Option{Value: place.words(), Label: place.words()})
	}
	return options
}
