package woman

import (
	"fmt"
	"slices"
	"strconv"
	"time"

	"throughline/internal/casework/support"
	"throughline/internal/domain/journey"
	"throughline/internal/edge/web"
	"throughline/internal/edge/web/govuk"
)

// What the forms of the page do, as "act".
const (
	actBusy     = "busy"
	actUnsafe   = "unsafe"
	actTakeBack = "back"
)

// freePage is when and where she can meet, as she told it.
type freePage struct {
	record
	form
	done     string
	days     []string
	from, to string
	why      string
	place    string
}

func (d Door) free(r *web.Request) (web.Response, error) {
	c, err := d.open(r)
	if err != nil {
		return web.Response{}, err
	}
	if err := c.forbid(support.VerbFree); err != nil {
		return web.Response{}, err
	}
	return freePage{record: c, form: d.blank(c), done: r.Query("done")}.response(), nil
}

func (d Door) tellFree(r *web.Request) (web.Response, error) {
	c, err := d.open(r)
	if err != nil {
		return web.Response{}, err
	}
	p := freePage{
		record: c, form: posted(r), days: r.Posted["days"], from: r.Field("from"), to: r.Field("to"), why: r.Field("why"), place: r.Field("place"),
	}
	switch r.Field("act") {
	case actUnsafe:
		_, err = d.Support.TellUnsafe(r.Context(), r.Asker, c.Row.Case, p.Version, p.Key, p.place)
	case actTakeBack:
		_, err = d.Support.TakeBackFree(r.Context(), r.Asker, c.Row.Case, p.Version, p.Key, r.Field("free"))
	default:
		entry := p.busy()
		if p.Stopped() {
			return p.response(), nil
		}
		_, err = d.Support.TellBusy(r.Context(), r.Asker, c.Row.Case, p.Version, p.Key, entry)
	}
	if err != nil {
		if err := p.settle(err, d.Support.NewID); err != nil {
			return web.Response{}, err
		}
		return p.response(), nil
	}
	return c.done("free", "free"), nil
}

// busy reads when she cannot come.
func (p *freePage) busy() journey.BusyEntry {
	entry := journey.BusyEntry{Why: p.why}
	for _, text := range p.days {
		day, err := strconv.Atoi(text)
		if err != nil {
			day = -1 // no day of the week: the pen says so
		}
		entry.Days = append(entry.Days, time.Weekday(day))
	}
	for _, clock := range []struct {
		name, text string
		into       *string
	}{{"from", p.from, &entry.From}, {"to", p.to, &entry.To}} {
		if clock.text == "" {
			continue
		}
		hour, minute, ok := readClock(clock.text)
		if !ok {
			p.Add(clock.name, "Enter a time such as 2:30pm or 14:30")
			continue
		}
		*clock.into = fmt.Sprintf("%02d:%02d", hour, minute)
	}
	return entry
}

func (p freePage) response() web.Response {
	return p.show(sheet{title: "When and where she can meet", form: p.form, body: freeBody(p)})
}

func (p freePage) daysField() govuk.Field {
	return govuk.Field{Name: "days", Label: "On which days can she not come?", LabelSize: govuk.Small, Values: slices.Clone(p.days), Error: p.Problems.For("days"), Compact: true}
}

// dayOptions are the days of the week, Monday first.
func dayOptions() []govuk.Option {
	options := make([]govuk.Option, 7)
	for i := range options {
		day := time.Weekday((i + 1) % 7)
		options[i] = govuk.Option{Value: strconv.Itoa(int(day)), Label: day.String()}
	}
	return options
}

func (p freePage) fromField() govuk.Field {
	field := p.timeField("from", "From (optional)", p.from)
	field.Hint = "Leave both empty for the whole day. For example, 3pm"
	return field
}

func (p freePage) toField() govuk.Field {
	field := p.timeField("to", "To (optional)", p.to)
	field.Hint = ""
	return field
}

func (p freePage) whyField() govuk.Field {
	return govuk.Field{Name: "why", Label: "Why, in her words (optional)", LabelSize: govuk.Small, Hint: "Such as her work, the school run or a day of her faith.",
		Value: p.why, Error: p.Problems.For("why"), Autocomplete: "off"}
}

func (p freePage) unsafeField() govuk.Field {
	return govuk.Field{Name: "place", Label: "Where is she not safe?", LabelSize: govuk.Small, Hint: "Whoever books there is warned.",
		Value: p.place, Error: p.Problems.For("place"), Autocomplete: "off", NoSpelling: true}
}
