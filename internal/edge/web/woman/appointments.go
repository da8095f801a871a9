package woman

import (
	"net/url"

	"throughline/internal/casework/support"
	"throughline/internal/domain/ending"
	"throughline/internal/domain/journey"
	"throughline/internal/edge/web"
	"throughline/internal/edge/web/govuk"
)

// actExcuse is what the form of an excuse sends as "act"; the other form books.
const actExcuse = "excuse"

// appointmentsPage lists her appointments, books one and decides on an excuse.
type appointmentsPage struct {
	timing
	done string

	missed   *support.Appointment // whose excuse is decided on, nil for none
	accepted string
	reason   string
}

func (d Door) appointments(r *web.Request) (web.Response, error) {
	c, err := d.open(r)
	if err != nil {
		return web.Response{}, err
	}
	p := appointmentsPage{timing: timing{record: c, form: d.blank(c), how: r.Query("how")}, done: r.Query("done")}
	if c.May(support.VerbExcuse) {
		p.missed = c.missedOne(r.Query("excuse"))
	}
	if c.May(support.VerbBook) {
		if err := d.offer(r, &p.timing, ""); err != nil {
			return web.Response{}, err
		}
	}
	return p.response(), nil
}

// missedOne returns an appointment she did not come to.
func (c record) missedOne(id string) *support.Appointment {
	for _, a := range c.Appointments {
		if a.ID == id && missed(a) {
			return &a
		}
	}
	return nil
}

func missed(a support.Appointment) bool {
	return a.Outcome == journey.Missed || a.Outcome == journey.MissedWithExcuse
}

func (d Door) changeAppointments(r *web.Request) (web.Response, error) {
	c, err := d.open(r)
	if err != nil {
		return web.Response{}, err
	}
	p := appointmentsPage{timing: timing{record: c, form: posted(r)}}
	act := "booked"
	if r.Field("act") == actExcuse {
		act, err = actExcuse, d.decideExcuse(r, &p)
	} else {
		err = d.book(r, &p)
	}
	if err != nil {
		if err := p.settle(err, d.Support.NewID); err != nil {
			return web.Response{}, err
		}
	}
	if p.Stopped() {
		if err := d.slotsOf(r, &p.timing, ""); err != nil {
			return web.Response{}, err
		}
		return p.response(), nil
	}
	return c.done("appointments", act), nil
}

func (d Door) book(r *web.Request, p *appointmentsPage) error {
	booking := p.read(r)
	if p.Stopped() {
		return nil
	}
	_, err := d.Support.Book(r.Context(), r.Asker, p.Row.Case, p.Version, p.Key, booking)
	return err
}

func (d Door) decideExcuse(r *web.Request, p *appointmentsPage) error {
	p.accepted, p.reason = r.Field("accepted"), r.Field("reason")
	if p.missed = p.missedOne(r.Field("appointment")); p.missed == nil {
		p.Add("", "Choose an appointment she did not come to")
		return nil
	}
	if p.accepted != string(journey.Yes) && p.accepted != string(journey.No) {
		p.Add("accepted", "Choose whether her reason is accepted")
		if p.reason == "" {
			p.Add("reason", "Say why you decided so")
		}
		return nil
	}
	_, err := d.Support.DecideExcuse(r.Context(), r.Asker, p.Row.Case, p.Version, p.Key,
		support.Excuse{Appointment: p.missed.ID, Accepted: p.accepted == string(journey.Yes), Reason: p.reason})
	return err
}

func (p appointmentsPage) response() web.Response {
	return p.show(sheet{title: "Appointments", part: "appointments", form: p.form, body: appointmentsBody(p)})
}

// upcoming and past are her appointments in the order they are read: what comes
// next first, then what was, the latest first.
func (p appointmentsPage) upcoming() []support.Appointment {
	var next []support.Appointment
	for _, a := range p.Appointments {
		if a.Upcoming {
			next = append(next, a)
		}
	}
	return next
}

func (p appointmentsPage) past() []support.Appointment {
	var past []support.Appointment
	for i := len(p.Appointments) - 1; i >= 0; i-- {
		if !p.Appointments[i].Upcoming {
			past = append(past, p.Appointments[i])
		}
	}
	return past
}

// rows tell of one appointment.
func (p appointmentsPage) rows(a support.Appointment) []govuk.SummaryRow {
	outcome := a.Outcome.Words()
	if a.Unended {
		outcome = "No outcome recorded yet"
	}
	rows := []govuk.SummaryRow{{Key: "How", Value: a.How.Words()}}
	if a.Place != "" {
		rows = append(rows, govuk.SummaryRow{Key: "Where", Value: a.Place})
	}
	if a.Despite != "" {
		rows = append(rows, govuk.SummaryRow{Key: againstWords(a.Warned), Value: a.Despite})
	}
	if p.comesBack(a) {
		rows = append(rows, govuk.SummaryRow{Key: "Comes back", Value: "One of several"})
	}
	if a.Instead != "" {
		rows = append(rows, govuk.SummaryRow{Key: "Time changed", Value: p.insteadOf(a)})
	}
	if !a.Upcoming {
		rows = append(rows, govuk.SummaryRow{Key: "What happened", Value: outcome})
	}
	switch {
	case a.Unit != "":
		rows = append(rows, govuk.SummaryRow{Key: "Towards the condition", Value: "Counts as " + ending.UnitWords(a.Unit)})
	case a.Counts == journey.Yes:
		rows = append(rows, govuk.SummaryRow{Key: "Towards the condition", Value: "Counts"})
	case a.Counts == journey.No:
		rows = append(rows, govuk.SummaryRow{Key: "Towards the condition", Value: "Does not count"})
	}
	if a.Excuse != "" {
		rows = append(rows, govuk.SummaryRow{Key: "Her reason", Value: a.Excuse})
	}
	if decided := map[journey.YesNo]string{journey.Yes: "Accepted", journey.No: "Not accepted"}[a.Decided]; decided != "" {
		decided += " by " + p.decidedBy(a.DecidedBy) + " on " + a.DecidedOn.Short()
		if a.Why != "" {
			decided += ": " + a.Why
		}
		rows = append(rows, govuk.SummaryRow{Key: "Decision on her reason", Value: decided})
	}
	if with := a.With.Words(); with != "" {
		rows = append(rows, govuk.SummaryRow{Key: "Who else was there", Value: with})
	}
	if a.Note != "" {
		rows = append(rows, govuk.SummaryRow{Key: "Note", Value: a.Note})
	}
	return rows
}

func (p appointmentsPage) actions(a support.Appointment) []govuk.Link {
	var links []govuk.Link
	if p.May(support.VerbAttendance) {
		text := "Record what happened"
		switch {
		case a.Upcoming:
			text = "Record what happens"
		case !a.Unended:
			text = "Put right"
		}
		links = append(links, govuk.Link{Text: text, Href: p.path("contact") + "?appointment=" + url.QueryEscape(a.ID)})
	}
	if a.Upcoming && p.May(support.VerbMove) {
		links = append(links, govuk.Link{Text: "Change the time", Href: p.path("appointments/" + url.PathEscape(a.ID) + "/time")})
	}
	if a.Upcoming && p.May(support.VerbCallOff) {
		links = append(links, govuk.Link{Text: "Call off", Href: p.path("appointments/" + url.PathEscape(a.ID) + "/off")})
	}
	if p.May(support.VerbMessage) && (a.Upcoming || a.Outcome == journey.CancelledByService && a.At.Day() >= p.CaseView.At.Day) {
		links = append(links, govuk.Link{Text: "Send her a message", Href: p.path("message") + "?appointment=" + url.QueryEscape(a.ID)})
	}
	if p.May(support.VerbExcuse) && missed(a) {
		links = append(links, govuk.Link{Text: "Decide on her reason", Href: p.path("appointments") + "?excuse=" + url.QueryEscape(a.ID) + "#accepted"})
	}
	return links
}

func (p appointmentsPage) acceptedField() govuk.Field {
	hint := "No reason was written down."
	if p.missed.Excuse != "" {
		hint = "She said: " + p.missed.Excuse
	}
	if p.Condition != nil {
		hint += " " + p.Condition.Rule.ExcuseWords() + "."
	}
	field := p.choiceField("accepted", "Is her reason accepted?", hint, p.accepted)
	field.Inline = true
	return field
}

var yesNoOptions = []govuk.Option{{Value: string(journey.Yes), Label: "Yes"}, {Value: string(journey.No), Label: "No"}}
