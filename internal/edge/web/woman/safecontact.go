package woman

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"throughline/internal/casework/support"
	"throughline/internal/domain/journey"
	"throughline/internal/domain/safecontact"
	"throughline/internal/edge/web"
	"throughline/internal/edge/web/govuk"
)

// actFreeze is what the form of a way that is not safe sends as "act"; the other
// form tells all of how she may be reached.
const actFreeze = "freeze"

// notSaid is the answer of a channel that she did not speak of: what stood stays.
const notSaid = "not_said"

// safeContactPage writes down how she may be reached.
type safeContactPage struct {
	record
	form
	done string

	allowed  map[safecontact.Channel]string // yes, no or notSaid
	hours    string
	days     []string
	from, to string

	voicemail, wording           string
	phone, email                 string
	times, ask, through          string
	mustNotKnow, opensPost       string
	frozenChannel, frozenBecause string
}

func (d Door) safeContact(r *web.Request) (web.Response, error) {
	c, err := d.open(r)
	if err != nil {
		return web.Response{}, err
	}
	if err := c.forbid(support.VerbSafeContact); err != nil {
		return web.Response{}, err
	}
	p := safeContactPage{
		record: c, form: d.blank(c), done: r.Query("done"), allowed: map[safecontact.Channel]string{},
		voicemail: string(safecontact.Unnamed), wording: string(safecontact.Neutral), hours: notSaid,
		phone: c.Who.Phone, email: c.Who.Email, times: c.Who.Times, ask: c.Who.Ask, through: c.Who.Through,
		mustNotKnow: c.Guard.MustNotKnow, opensPost: c.Guard.OpensPost,
	}
	for _, way := range c.Ways {
		p.standing(way)
	}
	return p.response(), nil
}

// standing fills the form with how a channel stands.
func (p *safeContactPage) standing(way support.Way) {
	p.allowed[way.Channel] = string(journey.YesNoOf(way.Allowed))
	if way.Voicemail != "" {
		p.voicemail = string(way.Voicemail)
	}
	if way.Wording != "" {
		p.wording = string(way.Wording)
	}
	if way.Hours == safecontact.HoursNotStated {
		return
	}
	p.hours = string(way.Hours)
	if len(way.Windows) > 0 {
		window := way.Windows[0]
		p.from, p.to, p.days = clockOf(window.From), clockOf(window.To), nil
		for _, day := range window.Days {
			p.days = append(p.days, strconv.Itoa(int(day)))
		}
	}
}

// clockOf writes minutes after midnight as a time of day that readClock reads.
func clockOf(minutes int) string { return fmt.Sprintf("%02d:%02d", minutes/60, minutes%60) }

func (d Door) tellSafeContact(r *web.Request) (web.Response, error) {
	c, err := d.open(r)
	if err != nil {
		return web.Response{}, err
	}
	p := safeContactPage{
		record: c, form: posted(r), allowed: map[safecontact.Channel]string{},
		hours: r.Field("hours"), days: r.Posted["days"], from: r.Field("from"), to: r.Field("to"),
		voicemail: r.Field("voicemail"), wording: r.Field("wording"), phone: r.Field("phone"), email: r.Field("email"),
		times: r.Field("times"), ask: r.Field("ask_for"), through: r.Field("through"),
		mustNotKnow: r.Field("must_not_know"), opensPost: r.Field("opens_post"),
		frozenChannel: r.Field("channel"), frozenBecause: r.Field("because"),
	}
	for _, channel := range safecontact.Channels {
		p.allowed[channel] = r.Field(string(channel) + "_allowed")
	}
	done := "safe-contact"
	if r.Field("act") == actFreeze {
		done = "frozen"
		_, err = d.Support.Freeze(r.Context(), r.Asker, c.Row.Case, p.Version, p.Key, support.Freezing{
			Channel: safecontact.Channel(p.frozenChannel), Because: safecontact.Trouble(p.frozenBecause),
		})
	} else if entry := p.entry(); !p.Stopped() {
		_, err = d.Support.TellSafeContact(r.Context(), r.Asker, c.Row.Case, p.Version, p.Key, entry)
	}
	if err != nil {
		if err := p.settle(err, d.Support.NewID); err != nil {
			return web.Response{}, err
		}
		p.shared()
	}
	if p.Stopped() {
		return p.response(), nil
	}
	return c.done("safe-contact", done), nil
}

// entry reads the form: one set of hours holds for every channel that arrives at
// an hour.
func (p *safeContactPage) entry() journey.SafeContactEntry {
	entry := journey.SafeContactEntry{
		Phone: p.phone, Email: p.email, Times: p.times, Ask: p.ask, Through: p.through,
		Guard: journey.Guard{MustNotKnow: p.mustNotKnow, OpensPost: p.opensPost},
	}
	windows := p.windows()
	for _, channel := range safecontact.Channels {
		terms := safecontact.Terms{Channel: channel}
		switch p.allowed[channel] {
		case string(journey.Yes):
			terms.Allowed = true
		case string(journey.No):
		default:
			continue
		}
		if terms.Allowed && channel.Hourly() {
			terms.Windows = windows
			if p.hours != notSaid {
				terms.Hours = safecontact.Hours(p.hours)
			}
		}
		if terms.Allowed && channel == safecontact.Phone {
			terms.Voicemail = safecontact.Voicemail(p.voicemail)
		}
		if terms.Allowed && (channel == safecontact.Text || channel == safecontact.Email) {
			terms.Wording = safecontact.Wording(p.wording)
		}
		entry.Channels = append(entry.Channels, terms)
	}
	return entry
}

// windows reads the days and hours, none where she named none.
func (p *safeContactPage) windows() []safecontact.Window {
	if p.hours != string(safecontact.SomeHours) {
		return nil
	}
	var window safecontact.Window
	for _, text := range p.days {
		day, err := strconv.Atoi(text)
		if err != nil || day < 0 || day > 6 {
			p.Add("days", "Choose the days from the list")
			return nil
		}
		window.Days = append(window.Days, time.Weekday(day))
	}
	if len(window.Days) == 0 {
		p.Add("days", "Choose the days that are safe")
	}
	for _, end := range []struct {
		field, text string
		minutes     *int
	}{{"from", p.from, &window.From}, {"to", p.to, &window.To}} {
		hour, minute, ok := readClock(end.text)
		if !ok {
			p.Add(end.field, "Enter a time such as 10am or 14:30")
		}
		*end.minutes = hour*60 + minute
	}
	return []safecontact.Window{window}
}

// shared leads problems with one channel to the question that all of them share.
func (p *safeContactPage) shared() {
	var problems govuk.Problems
	for _, problem := range p.Problems {
		for _, one := range []struct{ suffix, field string }{{"_hours", "hours"}, {"_from", "from"}, {"_wording", "wording"}} {
			if strings.HasSuffix(problem.Field, one.suffix) {
				problem.Field = one.field
			}
		}
		if !slices.Contains(problems, problem) {
			problems = append(problems, problem)
		}
	}
	p.Problems = problems
}

func (p safeContactPage) response() web.Response {
	return p.show(sheet{title: "Reaching her safely", form: p.form, body: safeContactBody(p)})
}

// channelLabels ask of each way.
var channelLabels = map[safecontact.Channel]string{
	safecontact.Phone: "Calls", safecontact.Text: "Texts", safecontact.Email: "E-mails", safecontact.Post: "Letters",
	safecontact.InPerson: "Speaking to her in person", safecontact.Through: "Through somebody she names",
}

func (p safeContactPage) allowedField(channel safecontact.Channel) govuk.Field {
	value := p.allowed[channel]
	if value == "" {
		value = notSaid
	}
	field := p.choiceField(string(channel)+"_allowed", channelLabels[channel], "", value)
	field.Inline = true
	return field
}

var allowedOptions = []govuk.Option{
	{Value: string(journey.Yes), Label: "Safe"}, {Value: string(journey.No), Label: "Not safe"}, {Value: notSaid, Label: "She did not say"},
}

func (p safeContactPage) lineField(name, label, hint, value string) govuk.Field {
	return govuk.Field{Name: name, Label: label, LabelSize: govuk.Small, Hint: hint, Value: value, Error: p.Problems.For(name), Autocomplete: "off", NoSpelling: true}
}

var hoursOptions = []govuk.Option{
	{Value: string(safecontact.SomeHours), Label: "At these hours", Hint: "Choose the days and the hours below"},
	{Value: string(safecontact.AnyHour), Label: "At any hour", Hint: "Texts and e-mails still go only between 9am and 7pm"},
	{Value: notSaid, Label: "She did not say", Hint: "Then no text and no e-mail goes by itself"},
}

func (p safeContactPage) daysField() govuk.Field {
	field := p.choiceField("days", "Which days?", "", "")
	field.Values, field.Compact = p.days, true
	return field
}

// daysOptions are the days of the week, as people say them.
func daysOptions() []govuk.Option {
	var options []govuk.Option
	for i := range 7 {
		day := (i + 1) % 7
		options = append(options, govuk.Option{Value: strconv.Itoa(day), Label: time.Weekday(day).String()})
	}
	return options
}

func voicemailOptions() []govuk.Option {
	var options []govuk.Option
	for _, rule := range safecontact.Voicemails {
		options = append(options, govuk.Option{Value: string(rule), Label: rule.Words()})
	}
	return options
}

func wordingOptions() []govuk.Option {
	var options []govuk.Option
	for _, rule := range safecontact.Wordings {
		options = append(options, govuk.Option{Value: string(rule), Label: rule.Words()})
	}
	return options
}

func channelOptions() []govuk.Option {
	var options []govuk.Option
	for _, channel := range safecontact.Channels {
		options = append(options, govuk.Option{Value: string(channel), Label: channelLabels[channel]})
	}
	return options
}

func troubleOptions() []govuk.Option {
	var options []govuk.Option
	for _, trouble := range safecontact.Troubles {
		options = append(options, govuk.Option{Value: string(trouble), Label: trouble.Words()})
	}
	return options
}

// stands lists how each way stands now.
func (p safeContactPage) stands() []govuk.SummaryRow {
	rows := make([]govuk.SummaryRow, len(p.Ways))
	for i, way := range p.Ways {
		rows[i] = govuk.SummaryRow{Key: channelLabels[way.Channel], Value: way.Instruction}
	}
	return rows
}

// stillSafeField asks at a contact whether she may still be reached so.
func (c record) stillSafeField(f form, value string) govuk.Field {
	return f.choiceField("still_safe", "Is it still safe to reach her in this way? (optional)", c.Contact, value)
}

// asksStillSafe says whether there is a way to ask her about.
func (c record) asksStillSafe() bool { return len(c.Row.SafeContact.Allowed()) > 0 }

var stillSafeOptions = []govuk.Option{
	{Value: string(journey.Yes), Label: "Yes, she said so"},
	{Value: string(journey.No), Label: "No", Hint: "Nothing goes to her until she says how she may be reached"},
	{Value: "", Label: "I did not ask"},
}
