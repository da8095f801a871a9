package refer

import (
	"errors"
	"net/url"

	"throughline/internal/domain/journey"
	"throughline/internal/edge/web"
	"throughline/internal/edge/web/govuk"
)

// declinedForm notes that she said no, or not now.
type declinedForm struct {
	key      string
	form     url.Values
	problems govuk.Problems
	places   []Place
}

func (f declinedForm) page() web.Page {
	return web.Page{
		Title: "She said no, or not now", Body: declinedPage(f), Problems: f.problems,
		Back: govuk.Link{Text: "Back to Refer a woman", Href: "/refer"},
	}
}

// carried are the fields that a referral leaves behind when she says no: what
// was happening and where, and nothing of who she is.
var carried = []string{"place", "area", "suite", "outcome", "released", "offence"}

func (d *Door) askDeclined(r *web.Request) (web.Response, error) {
	places := d.placesOf(r.Asker)
	form := placeFrom(r.URL.Query(), d.last.of(r.Asker), places)
	return web.Show(declinedForm{key: d.intake.NewID(), form: form, places: places}.page()), nil
}

// saidNo asks on where "She agreed" was answered with no.
func (d *Door) saidNo(r *web.Request) web.Response {
	form := url.Values{}
	for _, name := range carried {
		form.Set(name, r.Field(name))
	}
	d.last.keep(r.Asker, r.Posted)
	return web.Show(declinedForm{key: d.intake.NewID(), form: form, places: d.placesOf(r.Asker)}.page())
}

func (d *Door) declined(r *web.Request) (web.Response, error) {
	sheet := declinedForm{key: r.Field("key"), form: r.Posted, places: d.placesOf(r.Asker)}
	entry := journey.Decline{
		Reason: r.Field("declined_reason"), LeafletGiven: yesNo(r.Field("leaflet_given")), MayAskAgain: yesNo(r.Field("may_ask_again")),
	}
	entry.Area, entry.Suite = readPlace(r.Posted, sheet.places)
	if now, chosen := happeningOf(r.Field("outcome")); chosen {
		entry.Met, entry.Outcome = now.met, now.outcome
		if released := r.Field("released"); now.value == "released" && (released == "bail" || released == "released_under_investigation") {
			entry.Outcome = released
		}
		if now.met != "none" {
			entry.Offence, _ = readOffence(r.Posted.Get("offence"))
		}
	}
	err := d.intake.Decline(r.Context(), r.Asker, entry, sheet.key)
	var problems journey.Problems
	switch {
	case errors.As(err, &problems):
		sheet.problems = problemsFrom(problems, "")
		return web.Show(sheet.page()), nil
	case err != nil:
		return web.Response{}, err
	}
	return web.Redirect("/refer?noted=1"), nil
}

// yesNo reads an answer; anything but the two is not recorded.
func yesNo(text string) journey.YesNo {
	if answer := journey.YesNo(text); answer == journey.Yes || answer == journey.No {
		return answer
	}
	return ""
}

var reasonLabels = map[string]string{
	"not_now": "Not now", "wants_to_think": "She wants to think", "has_support": "She has support already",
	"worried_who_will_know": "Worried who will know", "prefers_another_service": "Prefers another service", "none_given": "No reason given",
}

func (f declinedForm) asked(name, label string) govuk.Field {
	return govuk.Field{Name: name, Label: label, LabelSize: govuk.Small, Value: f.form.Get(name), Error: f.problems.For(name)}
}

func (f declinedForm) twoWays(name, label string) govuk.Field {
	field := f.asked(name, label)
	field.Inline = true
	return field
}

func reasonOptions() []govuk.Option {
	options := make([]govuk.Option, len(journey.DeclineReasons))
	for i, reason := range journey.DeclineReasons {
		options[i] = govuk.Option{Value: reason, Label: reasonLabels[reason]}
	}
	return options
}

func yesNoOptions() []govuk.Option {
	return []govuk.Option{{Value: string(journey.Yes), Label: "Yes"}, {Value: string(journey.No), Label: "No"}}
}
