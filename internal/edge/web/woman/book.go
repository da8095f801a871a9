package woman

import (
	"slices"
	"strconv"
	"strings"

	"throughline/internal/casework/support"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
	"throughline/internal/domain/safecontact"
	"throughline/internal/edge/web"
	"throughline/internal/edge/web/govuk"
)

// timing is what every form that chooses a time for her has in common: a day first,
// then one of its times.
type timing struct {
	record
	form
	on      govuk.DateParts
	slots   []support.Slot // of the day, where one is chosen
	slot    string         // the one that is chosen, such as 14:30
	at      string         // another time, as it was typed
	how     string
	place   string
	despite string
	remind  string // by which message she is reminded, "" for none
	repeat  string // the weeks from each to the next, "" for once
	times   string
	until   govuk.DateParts
}

// slotForm is how the time of a slot is sent.
const slotForm = "15:04"

// offer fills in the day that the address names, with its times.
func (d Door) offer(r *web.Request, p *timing, instead string) error {
	day, err := calendar.ParseDay(r.Query("on"))
	if err != nil || !day.Known() {
		return nil // an address that names no day offers none
	}
	p.on = govuk.DateOf(day)
	return d.slotsOf(r, p, instead)
}

// slotsOf reads the times of the day that is chosen, where it is one to come.
func (d Door) slotsOf(r *web.Request, p *timing, instead string) error {
	day, real := p.on.Read()
	if !real || day < p.CaseView.At.Day {
		return nil
	}
	slots, err := d.Support.Slots(r.Context(), r.Asker, p.Row.Case, day, instead)
	p.slots = slots
	return err
}

// read reads back what the form sends. What is typed as another time goes before a
// slot.
func (p *timing) read(r *web.Request) support.Booking {
	p.slot, p.at, p.how, p.place, p.despite = r.Field("slot"), r.Field("time"), r.Field("how"), r.Field("place"), r.Field("despite")
	p.remind, p.repeat, p.times = r.Field("remind"), r.Field("repeat"), r.Field("times")
	var at calendar.Moment
	p.on, at = p.readMoment(r, "at", "time")
	if hour, minute, ok := readClock(p.slot); ok && p.at == "" && at.Known() {
		at, _ = calendar.AtClock(at.Day(), hour, minute)
	}
	return support.Booking{
		At: at, Repeat: p.readRepeat(r), How: journey.AppointmentKind(p.how), Place: p.place, Despite: p.despite, Remind: safecontact.Channel(p.remind),
	}
}

// readRepeat reads how the appointment comes back.
func (p *timing) readRepeat(r *web.Request) calendar.Repeat {
	var until calendar.Day
	p.until, until = p.ReadDay(r, "until")
	if p.repeat == "" {
		return calendar.Repeat{}
	}
	weeks, err := strconv.Atoi(p.repeat)
	if err != nil || weeks < 1 || weeks > 2 {
		p.Add("repeat", "Choose how often it comes back")
		return calendar.Repeat{}
	}
	repeat := calendar.Repeat{Weeks: weeks, Until: until}
	if p.times != "" {
		if repeat.Times, err = strconv.Atoi(p.times); err != nil || repeat.Times < 2 || repeat.Times > calendar.MostRepeats {
			p.Add("times", "Enter how many times in all, from 2 to "+strconv.Itoa(calendar.MostRepeats))
		}
	}
	if p.times == "" && p.until.Empty() {
		p.Add("times", "Enter how many times in all, or the last day")
	}
	return repeat
}

// chip is a day that one click chooses.
type chip struct {
	govuk.Link
	chosen bool
}

// chips are the days that are asked for most, as links to their times.
func (p timing) chips(page string) []chip {
	today := p.CaseView.At.Day
	chosen, _ := p.on.Read()
	all := make([]chip, 0, len(chipDays))
	for _, days := range chipDays {
		day := today.AddDays(days)
		href := p.path(page) + "?on=" + day.String()
		if p.how != "" {
			href += "&how=" + p.how
		}
		all = append(all, chip{govuk.Link{Text: chipWords(day, today), Href: href + "#at-day"}, day == chosen})
	}
	return all
}

// chipDays are the days of the chips, counted from today.
var chipDays = []int{0, 1, 2, 7, 14}

// chipWords says a day as a chip does.
func chipWords(day, today calendar.Day) string {
	year, month, date := day.Date()
	short := day.Weekday().String() + " " + strconv.Itoa(date) + " " + month.String()
	switch days := day.Sub(today); days {
	case 0:
		return "Today"
	case 1:
		return "Tomorrow"
	case 7:
		return "In a week: " + short
	case 14:
		return "In two weeks: " + short
	default:
		if thisYear, _, _ := today.Date(); year != thisYear {
			return day.Words()
		}
		return short
	}
}

func (p timing) dayField() govuk.Field { return p.Field("at", "Which day?", "", "") }

func (p timing) slotField() govuk.Field {
	field := p.choiceField("slot", "What time?", "", p.slot)
	field.Compact = true
	return field
}

// slotOptions are the times of the day, with what speaks against each.
func (p timing) slotOptions() []govuk.Option {
	options := make([]govuk.Option, len(p.slots))
	for i, slot := range p.slots {
		var say []string
		for _, one := range slot.Against {
			say = append(say, one.Say)
		}
		options[i] = govuk.Option{Value: slot.At.Time().Format(slotForm), Label: slot.At.Clock(), Hint: strings.Join(say, ". ")}
	}
	return options
}

// clockField is a time that is typed: the only way where no day is chosen yet.
func (p timing) clockField() govuk.Field {
	if len(p.slots) == 0 {
		return p.timeField("time", "What time?", p.at)
	}
	return p.timeField("time", "Another time (optional)", p.at)
}

func (p timing) howField() govuk.Field {
	return p.choiceField("how", "How will you meet?", "", p.how)
}

// placeField is where they meet. It is hers to know: nothing keeps it but the
// sealed words of the appointment.
func (p timing) placeField() govuk.Field {
	hint := "A place where she is safe. Leave it empty where it is not agreed yet."
	for _, place := range p.Unsafe {
		hint += " She is not safe at " + place.Name + "."
	}
	return govuk.Field{
		Name: "place", Label: "Where?", LabelSize: govuk.Small, Hint: hint,
		Value: p.place, Error: p.Problems.For("place"), Autocomplete: "off", NoSpelling: true,
	}
}

// asksDespite says whether the form asks why then and there even so.
func (p timing) asksDespite() bool {
	return p.despite != "" || p.Problems.For("despite") != ""
}

func (p timing) despiteField() govuk.Field {
	return p.Area("despite", "Why even so?", "It is kept with the appointment.", p.despite, 2)
}

// asksRepeat says whether the answers of what comes back are shown at once.
func (p timing) asksRepeat() bool {
	return p.repeat != "" || p.Problems.For("repeat") != "" || p.Problems.For("times") != "" || p.Problems.For("until") != ""
}

func (p timing) repeatField() govuk.Field {
	field := p.choiceField("repeat", "How often?", "", p.repeat)
	field.Compact = true
	return field
}

var repeatOptions = []govuk.Option{{Value: "", Label: "Once"}, {Value: "1", Label: "Every week"}, {Value: "2", Label: "Every two weeks"}}

func (p timing) timesField() govuk.Field {
	return govuk.Field{Name: "times", Label: "How many times in all?", LabelSize: govuk.Small, Value: p.times,
		Error: p.Problems.For("times"), InputMode: "numeric", Width: 3, Autocomplete: "off"}
}

func (p timing) untilField() govuk.Field {
	return p.Field("until", "Or the last day", "Reminders go for as long as what she says of being reached holds: 28 days. Ask her again, and send later ones by hand.", "")
}

// busyWords say when she cannot come, one line each.
func (c record) busyWords() []string {
	var lines []string
	for _, busy := range c.Busy {
		line := busy.Words()
		if busy.Why != "" {
			line += ": " + busy.Why
		}
		lines = append(lines, line)
	}
	return lines
}

// againstWords names what spoke against an appointment that was booked even so.
func againstWords(warned []journey.Warning) string {
	if len(warned) == 0 { // as it was written before other warnings were
		return journey.WarnMenReport.Words()
	}
	words := make([]string, len(warned))
	for i, one := range warned {
		words[i] = one.Words()
	}
	return strings.Join(words, "; ")
}

// comesBack says whether an appointment is one of several that come back.
func (c record) comesBack(a support.Appointment) bool {
	return a.Series != "" && slices.ContainsFunc(c.Appointments, func(other support.Appointment) bool { return other.Series == a.Series && other.ID != a.ID })
}

// insteadOf says which time an appointment took the place of.
func (c record) insteadOf(a support.Appointment) string {
	for _, other := range c.Appointments {
		if other.ID == a.Instead {
			return "From " + other.At.Words()
		}
	}
	return "From another time"
}
