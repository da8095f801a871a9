package pattern

import (
	"strconv"

	"github.com/a-h/templ"

	"throughline/internal/domain/calendar"
	"throughline/internal/domain/ending"
	"throughline/internal/edge/web/govuk"
	"throughline/internal/reckoning/chart"
)

// Identity is whose record a page shows.
type Identity struct {
	Name      string // the name she uses
	Reference string
	Contact   string // the safe-contact instruction, in words
	Language  string // what she speaks, when an interpreter is needed
}

// Tone is what an alert or badge says beside its words. The zero Tone is plain.
type Tone string

// Tones of alerts and badges.
const (
	Success Tone = "success" // alert: done
	Warning Tone = "warning" // alert: take care
	Urgent  Tone = "urgent"  // alert: act today
	Safe    Tone = "safe"    // badge: this is safe
	Careful Tone = "careful" // badge: take care
	Closed  Tone = "closed"  // badge: over
)

func toned(base string, tone Tone) string {
	if tone == "" {
		return base
	}
	return base + " " + base + "--" + string(tone)
}

// Event is one entry of a timeline. When is in words, without a time that
// nobody recorded.
type Event struct {
	Title   string
	When    string
	By      string // who did or wrote it
	Future  bool
	Content templ.Component // more about it, when there is any
}

// timelineItem is an entry or the mark of today.
type timelineItem struct {
	Event
	today bool
}

// items puts the mark of today between what is to come and what has been. The
// events come latest first.
func items(events []Event) []timelineItem {
	var all []timelineItem
	marked := false
	for _, event := range events {
		if !event.Future && !marked {
			all, marked = append(all, timelineItem{Event: Event{Title: "Today"}, today: true}), true
		}
		all = append(all, timelineItem{Event: event})
	}
	if !marked {
		all = append(all, timelineItem{Event: Event{Title: "Today"}, today: true})
	}
	return all
}

func (i timelineItem) class() string {
	switch {
	case i.today:
		return "tl-timeline__item tl-timeline__item--today"
	case i.Future:
		return "tl-timeline__item tl-timeline__item--future"
	}
	return "tl-timeline__item"
}

// Clock is how far a condition is met and how long there is. Days that are not
// stated stay zero: nothing is assumed for them.
type Clock struct {
	Done, Asked       int
	Start, Due, Today calendar.Day
}

// Words says where the condition stands, such as "1 of 2 done, 19 days left".
func (c Clock) Words() string {
	done := strconv.Itoa(c.Done) + " of " + strconv.Itoa(c.Asked) + " done"
	if c.Done >= c.Asked {
		return done
	}
	if !c.Due.Known() {
		return done + ", no date stated"
	}
	switch left := c.Due.Sub(c.Today); {
	case left < 0:
		return done + ", the complete-by date was " + c.Due.Short()
	case left == 0:
		return done + ", today is the last day"
	case left == 1:
		return done + ", 1 day left"
	default:
		return done + ", " + strconv.Itoa(left) + " days left"
	}
}

// hasBar says whether both ends of the time are known.
func (c Clock) hasBar() bool { return c.Start.Known() && c.Due.Known() && c.Due > c.Start }

func (c Clock) length() string { return strconv.Itoa(c.Due.Sub(c.Start)) }

func (c Clock) gone() string {
	return strconv.Itoa(min(max(c.Today.Sub(c.Start), 0), c.Due.Sub(c.Start)))
}

// noticeRows are the lines of a notice.
func noticeRows(notice ending.Notice) []govuk.SummaryRow {
	var rows []govuk.SummaryRow
	for _, row := range notice.Rows() {
		rows = append(rows, govuk.SummaryRow{Key: row.Key, Value: row.Value})
	}
	return rows
}

// table is the drawing's own numbers.
func table(drawing chart.Drawing) govuk.TableOf {
	t := govuk.TableOf{RowHeads: true}
	for n, column := range drawing.Columns {
		t.Columns = append(t.Columns, govuk.Column{Text: column, Numeric: n > 0})
	}
	for _, row := range drawing.Rows {
		t.Rows = append(t.Rows, govuk.Text(row...))
	}
	return t
}
