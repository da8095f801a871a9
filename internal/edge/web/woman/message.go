package woman

import (
	"throughline/internal/casework"
	"throughline/internal/casework/support"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
	"throughline/internal/domain/safecontact"
	"throughline/internal/edge/web"
	"throughline/internal/edge/web/govuk"
)

// messagePage sends her a message about one appointment.
type messagePage struct {
	record
	form
	about    support.Appointment
	template string
	channel  string
}

// aboutAppointment opens the page of a message about the appointment it is asked
// for.
func (d Door) aboutAppointment(r *web.Request, id string) (messagePage, error) {
	c, err := d.open(r)
	if err != nil {
		return messagePage{}, err
	}
	if err := c.forbid(support.VerbMessage); err != nil {
		return messagePage{}, err
	}
	for _, a := range c.Appointments {
		if a.ID == id && tellable(a, calendar.At(d.Support.Now())) {
			return messagePage{record: c, about: a}, nil
		}
	}
	return messagePage{}, casework.Fail(casework.NotFound, "message", "there is no such appointment")
}

// tellable says whether there is something to tell her of an appointment: it is to
// come, and it stands or was called off by the service.
func tellable(a support.Appointment, now calendar.Moment) bool {
	return !a.At.Over(now) && (a.Outcome == journey.StillBooked || a.Outcome == journey.CancelledByService)
}

func (d Door) message(r *web.Request) (web.Response, error) {
	p, err := d.aboutAppointment(r, r.Query("appointment"))
	if err != nil {
		return web.Response{}, err
	}
	p.form, p.template = d.blank(p.record), p.templates()[0].Value
	return p.response(), nil
}

func (d Door) queueMessage(r *web.Request) (web.Response, error) {
	p, err := d.aboutAppointment(r, r.Field("appointment"))
	if err != nil {
		return web.Response{}, err
	}
	p.form, p.template, p.channel = posted(r), r.Field("template"), r.Field("channel")
	_, err = d.Support.Message(r.Context(), r.Asker, p.Row.Case, p.Version, p.Key, casework.Item{
		Template: casework.Template(p.template), Channel: safecontact.Channel(p.channel), Appointment: p.about.ID, Language: p.Row.Language,
	})
	if err != nil {
		if err := p.settle(err, d.Support.NewID); err != nil {
			return web.Response{}, err
		}
		return p.response(), nil
	}
	return p.done("appointments", "message"), nil
}

func (p messagePage) response() web.Response {
	return p.show(sheet{title: "Send her a message", form: p.form, body: messageBody(p)})
}

// templates are what can be said of the appointment as it stands.
func (p messagePage) templates() []govuk.Option {
	if p.about.Outcome == journey.CancelledByService {
		return []govuk.Option{{Value: string(casework.AppointmentOff), Label: "That it is off"}}
	}
	return []govuk.Option{
		{Value: string(casework.AppointmentReminder), Label: "A reminder, the day before"},
		{Value: string(casework.AppointmentChanged), Label: "That this is our new time, as soon as it is safe"},
	}
}

// sentBy are the channels that carry messages and are open today, as answers; and
// why each other is not, in words.
func (c record) sentBy() (open []govuk.Option, closed []string) {
	for _, channel := range []safecontact.Channel{safecontact.Text, safecontact.Email} {
		if c.Row.SafeContact.Open(channel, c.At.Day) {
			open = append(open, govuk.Option{Value: string(channel), Label: "By " + channel.Words()})
		} else {
			closed = append(closed, c.Row.SafeContact.Instruction(channel, c.At.Day))
		}
	}
	return open, closed
}

// reminders are the answers to whether she is reminded, none where no message can
// go.
func (c record) reminders() []govuk.Option {
	open, _ := c.sentBy()
	if !c.May(support.VerbMessage) || len(open) == 0 {
		return nil
	}
	return append(open, govuk.Option{Value: "", Label: "No message"})
}

// unreminded says why she cannot be reminded by a message, in words; none where no
// messages are sent from here.
func (c record) unreminded() []string {
	if !c.May(support.VerbMessage) {
		return nil
	}
	_, closed := c.sentBy()
	return closed
}
