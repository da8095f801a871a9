package woman

import (
	"slices"

	"throughline/internal/casework"
	"throughline/internal/casework/sharing"
	"throughline/internal/casework/support"
	"throughline/internal/domain/access"
	"throughline/internal/domain/journey"
	"throughline/internal/edge/web"
	"throughline/internal/edge/web/govuk"
)

// The forms of moving on, by what they send as "act".
const (
	actMake   = "make"
	actSaid   = "said"
	actHand   = "hand"
	actAgain  = "again" // put another summary together
	forOthers = "other" // a service that is not one of ours
)

// transferPage is how she moves on to another service with a summary that she
// approves, so that she does not have to tell it all again. Source: 004:464.
type transferPage struct {
	record
	form
	onward sharing.Onward
	done   string
	again  bool

	to, service  string
	chosen       []string
	said, herSay string
}

// movesOn says whether she can move on with a summary from here: whoever puts it
// together reads her notes.
func (c record) movesOn() bool {
	return c.sharing && c.asker.Role == access.Keyworker && c.May(support.VerbSafety)
}

// summaryFor names the service that a summary is for.
func (d Door) summaryFor(summary journey.Summary) string {
	if summary.Scheme != "" {
		return summary.Scheme
	}
	return summary.Service
}

func (d Door) transfer(r *web.Request) (web.Response, error) {
	p, err := d.transferOf(r)
	if err != nil {
		return web.Response{}, err
	}
	p.form, p.done, p.again = d.blank(p.record), r.Query("done"), r.Query("act") == actAgain
	for _, line := range p.onward.Lines { // what she was met for, and notes, only where somebody chooses them
		if line.Class != access.Offence && line.Class != access.Notes {
			p.chosen = append(p.chosen, line.ID)
		}
	}
	return p.response(), nil
}

func (d Door) transferOf(r *web.Request) (transferPage, error) {
	c, err := d.open(r)
	if err != nil {
		return transferPage{}, err
	}
	if !c.movesOn() {
		return transferPage{}, casework.Fail(casework.Forbidden, "move on", "not for %s on this record", c.asker.Role.Words())
	}
	p := transferPage{record: c}
	p.onward, err = d.Sharing.Onward(r.Context(), r.Asker, c.Row.Case)
	return p, err
}

func (d Door) changeTransfer(r *web.Request) (web.Response, error) {
	p, err := d.transferOf(r)
	if err != nil {
		return web.Response{}, err
	}
	p.form = posted(r)
	caseID, done := p.Row.Case, ""
	switch r.Field("act") {
	case actSaid:
		done = "summary-said"
		p.said, p.herSay = r.Field("answer"), r.Field("words")
		_, err = d.Sharing.AnswerSummary(r.Context(), r.Asker, caseID, p.Key, sharing.SummaryAnswer{
			Digest: r.Field("digest"), Answer: journey.YesNo(p.said), Words: p.herSay,
		})
	case actHand:
		done = "handed"
		_, err = d.Sharing.HandOver(r.Context(), r.Asker, caseID, p.Key)
	default:
		done, p.again = "summary", true
		p.to, p.service, p.chosen = r.Field("to"), r.Field("service"), r.Posted["lines"]
		entry := sharing.SummaryEntry{Service: p.service, Chosen: p.chosen}
		if p.to != forOthers {
			entry.Scheme, entry.Service = p.to, ""
		}
		_, err = d.Sharing.MakeSummary(r.Context(), r.Asker, caseID, p.Key, entry)
	}
	if err != nil {
		if err := p.settle(err, d.Support.NewID); err != nil {
			return web.Response{}, err
		}
		return p.response(), nil
	}
	return p.record.done("transfer", done), nil
}

func (p transferPage) response() web.Response {
	return p.show(sheet{title: "Moving on", form: p.form, body: transferBody(p)})
}

// making says whether the form to put a summary together is shown.
func (p transferPage) making() bool {
	return p.again || p.Summary.Digest == "" || p.Summary.Answer == journey.No
}

// named is the service that her summary is for.
func (p transferPage) named() string {
	for _, book := range p.onward.Schemes {
		if book.ID == p.Summary.Scheme {
			return book.Title
		}
	}
	if p.Summary.Service == "" {
		return p.Summary.Scheme
	}
	return p.Summary.Service
}

// answered says what she said to the summary, and where she read it.
func (p transferPage) answered() string {
	said := "She said yes on "
	if p.Summary.Answer == journey.No {
		said = "She said no on "
	}
	where := ", with you or a colleague beside her"
	if p.Summary.Place == journey.ReadInHerSpace {
		where = ", in her own space"
	}
	line := said + p.Summary.Answered.Short() + where
	if p.Summary.Said != "" {
		line += ": “" + p.Summary.Said + "”"
	}
	return line
}

func (p transferPage) toField() govuk.Field {
	return p.choiceField("to", "Where is she going?", "", p.to)
}

func (p transferPage) toOptions() []govuk.Option {
	var options []govuk.Option
	for _, book := range p.onward.Schemes {
		options = append(options, govuk.Option{Value: book.ID, Label: book.Title, Hint: "Run by this service: a new case begins there"})
	}
	return append(options, govuk.Option{Value: forOthers, Label: "Another service", Hint: "You hand the summary over yourself"})
}

func (p transferPage) serviceField() govuk.Field {
	return p.Field("service", "Name of the other service", "Only where it is not one of ours", p.service)
}

// lineOptions are the lines of one class.
func (p transferPage) lineOptions(class access.Class) []govuk.Option {
	var options []govuk.Option
	for _, line := range p.onward.Lines {
		if line.Class == class {
			options = append(options, govuk.Option{Value: line.ID, Label: line.Text})
		}
	}
	return options
}

// lineField is the question of one class; the first carries the name that a
// problem leads to.
func (p transferPage) linesField(class access.Class) govuk.Field {
	f := govuk.Field{Name: "lines", ID: "lines", Label: p.titleOf(class), LabelSize: govuk.Small, Values: p.chosen, Compact: true}
	if classes := p.classes(); len(classes) > 0 && classes[0] == class {
		f.Error = p.Problems.For("lines")
	} else {
		f.ID = "lines-" + class.String()
	}
	return f
}

func (p transferPage) titleOf(class access.Class) string {
	i := slices.IndexFunc(p.onward.Lines, func(line sharing.Carried) bool { return line.Class == class })
	return p.onward.Lines[i].Title
}

// classes are those of which there are lines, in the order they are read.
func (p transferPage) classes() []access.Class {
	var classes []access.Class
	for _, line := range p.onward.Lines {
		if !slices.Contains(classes, line.Class) {
			classes = append(classes, line.Class)
		}
	}
	return classes
}

func (p transferPage) answerField() govuk.Field {
	return p.choiceField("answer", "What does she say to it?", "Turn the screen to her, or read it to her word for word", p.said)
}

var summaryOptions = []govuk.Option{
	{Value: string(journey.Yes), Label: "Yes, hand it over as it is"},
	{Value: string(journey.No), Label: "No, not like this"},
}
