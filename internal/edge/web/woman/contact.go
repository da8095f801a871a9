package woman

import (
	"cmp"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"throughline/internal/casework/support"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/ending"
	"throughline/internal/domain/journey"
	"throughline/internal/domain/scheme"
	"throughline/internal/edge/web"
	"throughline/internal/edge/web/govuk"
)

// What happened at a contact that was no appointment; the others are outcomes of
// an appointment.
const (
	spoke    = "spoke"
	noAnswer = "no_answer"
)

// notBooked is the answer that a contact was about no booked appointment.
const notBooked = "none"

// byTheRules leaves it to the rulebook whether an appointment counts.
const byTheRules = "rules"

// contactPage is Record a contact.
type contactPage struct {
	record
	form
	appointment string
	how         string
	happened    string
	excuse      string
	on          govuk.DateParts
	at          string
	minutes     string
	counts      string
	unit        string // which part of the condition it was, where it has several
	note        string
	stillSafe   string // what she said when asked whether she may still be reached so
	with        []string
	bookNext    string // nextLater, a day, or "" for nothing now
}

func (d Door) contact(r *web.Request) (web.Response, error) {
	c, err := d.open(r)
	if err != nil {
		return web.Response{}, err
	}
	if err := c.forbid(support.VerbContact); err != nil {
		return web.Response{}, err
	}
	page := contactPage{record: c, form: d.blank(c), on: govuk.DateOf(c.At.Day), counts: byTheRules, appointment: notBooked}
	if booked := c.appointmentAsked(r); booked != nil {
		page.appointment, page.how = booked.ID, string(booked.How)
	}
	return page.response(), nil
}

// appointmentAsked is the appointment the page is opened for: the one named by
// its id or time in the address, else the earliest without an outcome.
func (c record) appointmentAsked(r *web.Request) *support.Appointment {
	id, at := r.Query("appointment"), r.Query("at")
	for _, a := range c.Appointments {
		named := id != "" && a.ID == id || at != "" && a.At.String() == at
		if named || id == "" && at == "" && a.Unended {
			return &a
		}
	}
	return nil
}

// queryOf writes a moment for an address.
func queryOf(at calendar.Moment) string { return url.QueryEscape(at.String()) }

// ContactAt returns the address of Record a contact for an appointment of this
// time.
func ContactAt(caseID string, at calendar.Moment) string {
	return Path(caseID, "contact") + "?at=" + queryOf(at)
}

func (p contactPage) response() web.Response {
	return p.show(sheet{title: "Record a contact", form: p.form, body: contactBody(p)})
}

func (d Door) recordContact(r *web.Request) (web.Response, error) {
	c, err := d.open(r)
	if err != nil {
		return web.Response{}, err
	}
	p := contactPage{
		record: c, form: posted(r), appointment: cmp.Or(r.Field("appointment"), notBooked), how: r.Field("how"), happened: r.Field("outcome"),
		excuse: r.Field("excuse"), at: r.Field("time"), minutes: r.Field("minutes"), counts: r.Field("counts"), unit: r.Field("unit"),
		note: r.Field("note"), stillSafe: r.Field("still_safe"), with: r.Posted["with"], bookNext: r.Field("next"),
	}
	var at calendar.Moment
	p.on, at = p.readMoment(r, "at", "time")
	minutes := p.readMinutes(r.Field("minutes-other"))
	outcome := journey.Outcome(p.happened)
	met := p.happened != spoke && p.happened != noAnswer
	counts := p.countsFor(d.Support, outcome)
	if p.Stopped() {
		return p.response(), nil
	}
	if met {
		meeting := journey.Meeting{
			At: at, How: journey.AppointmentKind(p.how), Outcome: outcome, Counts: counts, Minutes: minutes, Note: p.note,
			StillSafe: journey.YesNo(p.stillSafe), With: p.company(),
		}
		if outcome.Came() {
			meeting.Unit = p.unit
		}
		if p.appointment != notBooked {
			meeting.Appointment = p.appointment
		}
		if outcome == journey.Missed || outcome == journey.MissedWithExcuse {
			meeting.Excuse = p.excuse
		}
		_, err = d.Support.RecordAttendance(r.Context(), r.Asker, c.Row.Case, p.Version, p.Key, meeting)
	} else {
		_, err = d.Support.RecordContact(r.Context(), r.Asker, c.Row.Case, p.Version, p.Key, journey.ContactEntry{
			At: at, How: journey.AppointmentKind(p.how), Spoke: p.happened == spoke, Minutes: minutes, Note: p.note,
			StillSafe: journey.YesNo(p.stillSafe), With: p.company(),
		})
	}
	if err != nil {
		if err := p.settle(err, d.Support.NewID); err != nil {
			return web.Response{}, err
		}
		return p.response(), nil
	}
	return d.afterContact(r, p)
}

// lengths are the minutes a person chooses from.
var lengths = []string{"15", "30", "45", "60"}

// otherLength is the answer that it took another time.
const otherLength = "other"

// readMinutes reads how long it took; 0 where nobody says.
func (p *contactPage) readMinutes(other string) int {
	text := p.minutes
	if text == otherLength {
		text = other
	}
	if text == "" {
		return 0
	}
	minutes, err := strconv.Atoi(text)
	if err != nil {
		p.Add("minutes", "Enter how long it took in minutes, such as 20")
	}
	if !slices.Contains(lengths, p.minutes) {
		p.minutes = text
	}
	return minutes
}

// countsFor returns what the person, or where she leaves it to them the rules,
// say of counting this outcome towards the condition.
func (p *contactPage) countsFor(desk support.Desk, outcome journey.Outcome) journey.YesNo {
	if p.Condition == nil || !outcome.Came() {
		return ""
	}
	switch p.counts {
	case string(journey.Yes), string(journey.No):
		return journey.YesNo(p.counts)
	}
	suggested := desk.SuggestCounts(p.Row, journey.AppointmentKind(p.how), outcome)
	if suggested == "" && p.how != "" {
		p.Add("counts", "The rules do not state whether this counts. Choose yes or no")
	}
	return suggested
}

func (p contactPage) appointmentField() govuk.Field {
	return p.choiceField("appointment", "Which appointment was it?", "", p.appointment)
}

// appointmentOptions are the appointments that wait for an outcome, those of the
// day, and the one the page was opened for.
func (p contactPage) appointmentOptions() []govuk.Option {
	var options []govuk.Option
	for _, a := range p.Appointments {
		if a.Unended || a.Upcoming && a.At.Day() <= p.CaseView.At.Day || a.ID == p.appointment {
			options = append(options, govuk.Option{Value: a.ID, Label: When(a.At, p.CaseView.At.Day) + ": " + lowerFirst(a.How.Words())})
		}
	}
	if len(options) > 0 {
		options = append(options, govuk.Option{Value: notBooked, Label: "Something else, not booked"})
	}
	return options
}

func (p contactPage) howField() govuk.Field {
	return p.choiceField("how", "How did you meet or talk?", "", p.how)
}

// howOptions are the ways of meeting, each with what the rules say of counting it
// where there is a condition to count towards.
func (p contactPage) howOptions() []govuk.Option {
	options := kindOptions()
	if p.Condition == nil {
		return options
	}
	for i := range options {
		options[i].Hint = p.Condition.Rule.CountWords(options[i].Value)
	}
	return options
}

func (p contactPage) outcomeField() govuk.Field {
	return p.choiceField("outcome", "What happened?", "", p.happened)
}

// outcomeOptions leave out what has to carry her reason where the asker may not
// write it.
func (p contactPage) outcomeOptions() []govuk.Option {
	options := []govuk.Option{
		{Value: spoke, Label: "Spoke to her", Hint: "Outside an appointment"},
		{Value: noAnswer, Label: "No answer", Hint: "You tried to reach her"},
		{Divider: true, Label: "or"},
	}
	for _, outcome := range journey.Outcomes {
		option := govuk.Option{Value: string(outcome), Label: outcome.Words()}
		switch {
		case outcome == journey.Attended:
			option.Hint = "To an appointment, booked or not"
		case outcome == journey.MissedWithExcuse && !p.mayWriteNotes():
			continue
		}
		options = append(options, option)
	}
	return options
}

func (p contactPage) excuseField() govuk.Field {
	return govuk.Field{Name: "excuse", Label: "If she did not come, what was her reason? (optional)", LabelSize: govuk.Small,
		Value: p.excuse, Error: p.Problems.For("excuse"), Autocomplete: "off"}
}

func (p contactPage) minutesField() govuk.Field {
	value := p.minutes
	if value != "" && !slices.Contains(lengths, value) {
		value = otherLength
	}
	field := p.choiceField("minutes", "How many minutes? (optional)", "", value)
	field.Inline = true
	return field
}

func (p contactPage) minutesOptions() []govuk.Option {
	options := make([]govuk.Option, 0, len(lengths))
	for _, length := range lengths {
		options = append(options, govuk.Option{Value: length, Label: length})
	}
	return append(options, govuk.Option{Value: otherLength, Label: "Other"})
}

func (p contactPage) otherField() govuk.Field {
	value := p.minutes
	if slices.Contains(lengths, value) || value == otherLength {
		value = ""
	}
	return govuk.Field{Name: "minutes-other", Label: "If other, how many minutes?", Value: value, InputMode: "numeric", Width: 4, Autocomplete: "off"}
}

func (p contactPage) countsField() govuk.Field {
	return p.choiceField("counts", "Does it count towards the condition?", p.ruleWords(), p.counts)
}

// unitOptions are the parts of the condition, where it has several.
func (p contactPage) unitOptions() []govuk.Option {
	var options []govuk.Option
	if p.Condition == nil {
		return nil
	}
	for _, part := range p.Condition.Parts {
		options = append(options, govuk.Option{
			Value: part.Unit, Label: capital(ending.UnitWords(part.Unit)), Hint: fmt.Sprintf("%d of %d done", part.Units, part.Required),
		})
	}
	return options
}

func (p contactPage) unitField() govuk.Field {
	return p.choiceField("unit", "If she came, which part of the condition was it?", "", p.unit)
}

var countsOptions = []govuk.Option{
	{Value: byTheRules, Label: "Go by the rules"},
	{Value: string(journey.Yes), Label: "Yes"},
	{Value: string(journey.No), Label: "No"},
}

// ruleWords say what the rulebook states of counting.
func (p contactPage) ruleWords() string {
	rule := p.Condition.Rule
	var counted, open []string
	for _, kind := range journey.AppointmentKinds {
		switch rule.Counts(string(kind)) {
		case scheme.Yes:
			counted = append(counted, lowerFirst(kind.Words()))
		case scheme.No:
		default:
			open = append(open, lowerFirst(kind.Words()))
		}
	}
	var words []string
	if len(counted) > 0 {
		words = append(words, "The rules count: "+strings.Join(counted, ", ")+".")
	}
	if len(open) > 0 {
		words = append(words, "They do not state: "+strings.Join(open, ", ")+".")
	}
	switch rule.LateCounts {
	case scheme.Yes:
		words = append(words, "Coming late counts.")
	case scheme.No:
		words = append(words, "Coming late does not count.")
	default:
		words = append(words, "They do not state whether coming late counts.")
	}
	return strings.Join(words, " ")
}

func (p contactPage) noteField() govuk.Field {
	return p.Area("note", "Note (optional)", "What mattered to her? What did you agree? Anything worrying?", p.note, 4)
}
