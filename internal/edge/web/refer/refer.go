package refer

import (
	"errors"
	"net/url"
	"strconv"
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
	back     string             // where the form changes what was sent: the page of that
	version  int                // of the case that it changes, as it stood when this was shown
	standing []govuk.SummaryRow // what stands now, where it is not what was shown
	noted    bool               // a no was just noted
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
	places, last := d.placesOf(r.Asker), d.last.of(r.Asker)
	form := placeFrom(r.URL.Query(), last, places)
	form.Set("outcome", last.Get("outcome"))
	form.Set("released", last.Get("released"))
	d.withCondition(form)
	return web.Show(referForm{
		action: "/refer", key: d.intake.NewID(), form: form, places: places, noted: r.Query("noted") != "",
	}.page()), nil
}

// withCondition fills in what a conditional caution asks where the form says
// nothing yet: the number of appointments of the rulebook, from today, and no
// date to complete by. Source: 004:370, 406.
func (d *Door) withCondition(form url.Values) {
	for _, book := range d.intake.Delivered(d.intake.Today()) {
		if rule := book.Condition(string(journey.ConditionalCaution), d.intake.Settings[book.ID]); rule.UnitsRequired > 0 {
			form.Set("units_required", strconv.Itoa(rule.UnitsRequired))
			break
		}
	}
	setDay(form, "given_on", d.intake.Today())
}

func (d *Door) refer(r *web.Request) (web.Response, error) {
	if r.Field("agreed") == "no" {
		return d.saidNo(r), nil
	}
	sheet := referForm{action: "/refer", key: r.Field("key"), form: r.Posted, places: d.placesOf(r.Asker)}
	entry, problems := readEntry(r.Posted, sheet.places)
	if len(problems) > 0 {
		sheet.problems = d.everyProblem(r, entry, problems)
		return web.Show(sheet.page()), nil
	}
	receipt, err := d.intake.Refer(r.Context(), r.Asker, entry, sheet.key)
	switch {
	case errors.As(err, &problems):
		sheet.problems = problemsFrom(problems)
		return web.Show(sheet.page()), nil
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

// everyProblem adds to the problems of the form what a referral would still
// need, so that all is said at once. Nothing is written.
func (d *Door) everyProblem(r *web.Request, entry journey.Referral, found journey.Problems) govuk.Problems {
	_, err := d.intake.Pen(r.Asker).Refer(entry, "")
	var needed journey.Problems
	if errors.As(err, &needed) {
		found = append(found, needed...)
	}
	return problemsFrom(found)
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

func (f referForm) units() govuk.Field {
	field := f.narrow("units_required", "How many appointments must she attend?", 3)
	field.InputMode = "numeric"
	return field
}

func (f referForm) day(name string) govuk.DateParts { return govuk.DateFrom(f.form, name) }

func (f referForm) happeningOptions() []govuk.Option {
	options := make([]govuk.Option, len(happenings))
	for i, h := range happenings {
		options[i] = govuk.Option{Value: h.value, Label: h.label}
		switch h.value {
		case "conditional_caution":
			options[i].Reveal = conditionFields(f)
		case released:
			options[i].Reveal = releasedFields(f)
		}
	}
	return options
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
