package woman

import (
	"net/url"

	"throughline/internal/casework"
	"throughline/internal/casework/support"
	"throughline/internal/domain/journey"
	"throughline/internal/domain/safecontact"
	"throughline/internal/edge/web"
	"throughline/internal/edge/web/govuk"
)

// movePage chooses another time for an appointment.
type movePage struct {
	timing
	about support.Appointment
	by    string
	tell  string // by which message she is told, "" for none
}

// toCome returns the record with the appointment that the address names, which has
// to be one still to be.
func (d Door) toCome(r *web.Request, verb support.Verb) (record, support.Appointment, error) {
	c, err := d.open(r)
	if err != nil {
		return record{}, support.Appointment{}, err
	}
	if err := c.forbid(verb); err != nil {
		return record{}, support.Appointment{}, err
	}
	for _, a := range c.Appointments {
		if a.ID == r.PathValue("appointment") && a.Outcome == journey.StillBooked {
			return c, a, nil
		}
	}
	return record{}, support.Appointment{}, casework.Fail(casework.NotFound, string(verb), "there is no such appointment to come")
}

func (p movePage) page() string { return "appointments/" + url.PathEscape(p.about.ID) + "/time" }

func (d Door) askMove(r *web.Request) (web.Response, error) {
	c, about, err := d.toCome(r, support.VerbMove)
	if err != nil {
		return web.Response{}, err
	}
	p := movePage{timing: timing{record: c, form: d.blank(c), how: string(about.How), place: about.Place}, about: about}
	if err := d.offer(r, &p.timing, about.ID); err != nil {
		return web.Response{}, err
	}
	return p.response(), nil
}

func (d Door) move(r *web.Request) (web.Response, error) {
	c, about, err := d.toCome(r, support.VerbMove)
	if err != nil {
		return d.overMeanwhile(r, err)
	}
	p := movePage{timing: timing{record: c, form: posted(r)}, about: about, by: r.Field("by"), tell: r.Field("tell")}
	booking := p.read(r)
	if !p.Stopped() {
		_, err = d.Support.Move(r.Context(), r.Asker, c.Row.Case, p.Version, p.Key, support.Moving{
			Appointment: about.ID, By: journey.Outcome(p.by), Booking: booking, Tell: safecontact.Channel(p.tell),
		})
		if err == nil {
			return c.done("appointments", "moved"), nil
		}
		if err := p.settle(err, d.Support.NewID); err != nil {
			return web.Response{}, err
		}
	}
	if err := d.slotsOf(r, &p.timing, about.ID); err != nil {
		return web.Response{}, err
	}
	return p.response(), nil
}

// overMeanwhile leads to her appointments where the one of the form is over: it was
// sent before, or somebody else was first, and the list says how it stands.
func (d Door) overMeanwhile(r *web.Request, err error) (web.Response, error) {
	if casework.KindOf(err) != casework.NotFound {
		return web.Response{}, err
	}
	c, err := d.open(r)
	if err != nil {
		return web.Response{}, err
	}
	return web.Redirect(c.path("appointments")), nil
}

func (p movePage) response() web.Response {
	return p.show(sheet{title: "Change the time", form: p.form, body: moveBody(p)})
}

func (p movePage) byField() govuk.Field {
	return p.choiceField("by", "Who asked for another time?", "", p.by)
}

// callers are those who may call an appointment off.
func callers(she, we string) []govuk.Option {
	return []govuk.Option{
		{Value: string(journey.CancelledByHer), Label: she},
		{Value: string(journey.CancelledByService), Label: we},
	}
}

// tellOptions are the ways to tell her now, none where no message can go.
func (c record) tellOptions() []govuk.Option { return c.reminders() }

// offPage calls an appointment off, or the rest of several.
type offPage struct {
	record
	form
	about support.Appointment
	by    string
	rest  string
	why   string
	tell  string
}

func (p offPage) page() string { return "appointments/" + url.PathEscape(p.about.ID) + "/off" }

func (d Door) askOff(r *web.Request) (web.Response, error) {
	c, about, err := d.toCome(r, support.VerbCallOff)
	if err != nil {
		return web.Response{}, err
	}
	return offPage{record: c, form: d.blank(c), about: about}.response(), nil
}

func (d Door) callOff(r *web.Request) (web.Response, error) {
	c, about, err := d.toCome(r, support.VerbCallOff)
	if err != nil {
		return d.overMeanwhile(r, err)
	}
	p := offPage{record: c, form: posted(r), about: about, by: r.Field("by"), rest: r.Field("rest"), why: r.Field("why"), tell: r.Field("tell")}
	_, err = d.Support.CallOff(r.Context(), r.Asker, c.Row.Case, p.Version, p.Key, support.CallingOff{
		Appointment: about.ID, Rest: p.rest != "", By: journey.Outcome(p.by), Why: p.why, Tell: safecontact.Channel(p.tell),
	})
	if err != nil {
		if err := p.settle(err, d.Support.NewID); err != nil {
			return web.Response{}, err
		}
		return p.response(), nil
	}
	return c.done("appointments", "off"), nil
}

func (p offPage) response() web.Response {
	return p.show(sheet{title: "Call off an appointment", form: p.form, body: offBody(p)})
}

func (p offPage) byField() govuk.Field {
	return p.choiceField("by", "Who called it off?", "It is not a missed appointment.", p.by)
}

// restField asks whether all that come after it are off too.
func (p offPage) restField() govuk.Field {
	field := govuk.Field{Name: "rest", Label: "It is one of several that come back", LabelSize: govuk.Small}
	if p.rest != "" {
		field.Values = []string{string(journey.Yes)}
	}
	return field
}

var restOptions = []govuk.Option{{Value: string(journey.Yes), Label: "Call off all the later ones too"}}

func (p offPage) whyField() govuk.Field {
	return govuk.Field{Name: "why", Label: "Why? (optional)", LabelSize: govuk.Small, Value: p.why, Error: p.Problems.For("why"), Autocomplete: "off"}
}

func (p offPage) tellField() govuk.Field {
	return p.choiceField("tell", "Tell her now?", "Where we called it off, and once for all of them.", p.tell)
}
