package woman

import (
	"slices"
	"strconv"

	"throughline/internal/casework/support"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
	"throughline/internal/edge/web"
	"throughline/internal/edge/web/govuk"
)

// exitPage is the last talk: how things have changed, how far each goal was
// reached, and what she says. It ends nothing.
type exitPage struct {
	record
	form
	on      govuk.DateParts
	how     string
	words   string
	given   map[string]string       // answers, by measure
	judged  map[string]judgingTyped // by goal
	agreed  string
	again   govuk.DateParts
	already bool // there was a last talk before
}

type judgingTyped struct{ hers, workers string }

var exitWords = map[journey.ExitWay]string{
	journey.ExitTogether: "face to face", journey.ExitByPhone: "by phone", journey.ExitOnPaper: "she wrote it herself",
	journey.ExitNotAsked: "she was not asked, or did not want to",
}

var reachWords = map[journey.GoalReach]string{
	journey.ReachedWhole: "reached", journey.ReachedPart: "reached in part", journey.ReachedNot: "not reached", journey.ReachedNotStated: "nothing",
}

func (d Door) exit(r *web.Request) (web.Response, error) {
	c, err := d.open(r)
	if err != nil {
		return web.Response{}, err
	}
	if err := c.forbid(support.VerbExit); err != nil {
		return web.Response{}, err
	}
	p := exitPage{
		record: c, form: d.blank(c), on: govuk.DateOf(c.At.Day), again: govuk.DateOf(c.At.Day.AddMonths(journey.FollowUpMonths)),
		given: map[string]string{}, judged: map[string]judgingTyped{}, words: c.Talk.Words, already: c.Talk.On.Known(),
	}
	for _, goal := range c.Goals {
		p.judged[goal.Goal] = judgingTyped{string(goal.Hers), string(goal.Workers)}
	}
	if c.Row.FollowUp.Known() {
		p.again = govuk.DateOf(c.Row.FollowUp)
	}
	p.how, p.agreed = string(c.Talk.How), string(c.Talk.Again)
	return p.response(), nil
}

func (d Door) recordExit(r *web.Request) (web.Response, error) {
	c, err := d.open(r)
	if err != nil {
		return web.Response{}, err
	}
	p := exitPage{
		record: c, form: posted(r), how: r.Field("how"), words: r.Field("words"), agreed: r.Field("agreed"),
		given: map[string]string{}, judged: map[string]judgingTyped{}, already: c.Talk.On.Known(),
	}
	entry := journey.ExitEntry{How: journey.ExitWay(p.how), Words: p.words, Answers: p.given, Agreed: journey.YesNo(p.agreed)}
	p.on, entry.On = p.ReadDay(r, "on")
	var again calendar.Day
	if p.again, again = p.ReadDay(r, "again"); entry.Agreed == journey.Yes {
		entry.Again = again
	}
	for _, q := range questions {
		if answer := r.Field(q.measure); answer != "" {
			p.given[q.measure] = answer
		}
	}
	for _, goal := range p.toJudge() {
		typed := judgingTyped{r.Field("hers-" + goal.Goal), r.Field("workers-" + goal.Goal)}
		p.judged[goal.Goal] = typed
		if typed != (judgingTyped{}) {
			entry.Goals = append(entry.Goals, journey.GoalJudged{Goal: goal.Goal, Hers: journey.GoalReach(typed.hers), Workers: journey.GoalReach(typed.workers)})
		}
	}
	if p.Stopped() {
		return p.response(), nil
	}
	if _, err := d.Support.TalkAtEnd(r.Context(), r.Asker, c.Row.Case, p.Version, p.Key, entry); err != nil {
		if err := p.settle(err, d.Support.NewID); err != nil {
			return web.Response{}, err
		}
		return p.response(), nil
	}
	if c.May(support.VerbClose) {
		return c.done("close", "exit"), nil
	}
	return c.done("", "exit"), nil
}

func (p exitPage) response() web.Response {
	return p.show(sheet{title: "The last talk", form: p.form, body: exitBody(p)})
}

// toJudge are the goals whose end is asked about: not those set aside.
func (p exitPage) toJudge() []support.Goal {
	return slices.DeleteFunc(slices.Clone(p.Goals), func(goal support.Goal) bool { return goal.State == journey.GoalSetAside })
}

func (p exitPage) howField() govuk.Field {
	return p.choiceField("how", "How did you ask her?", "", p.how)
}

func (p exitPage) howOptions() []govuk.Option {
	var options []govuk.Option
	for _, way := range journey.ExitWays {
		options = append(options, govuk.Option{Value: string(way), Label: capital(exitWords[way])})
	}
	return options
}

// questionField shows what she said at the end before, with its day, and never
// fills it in.
func (p exitPage) questionField(q question) govuk.Field {
	f := answersPage{record: p.record, form: p.form, given: p.given}.questionField(q)
	f.Inline = false
	return f
}

func (p exitPage) reachField(name, label, value string) govuk.Field {
	f := p.choiceField(name, label, "", value)
	f.Compact, f.Inline = true, true
	return f
}

func (p exitPage) reachOptions() []govuk.Option {
	var options []govuk.Option
	for _, reach := range journey.GoalReaches {
		options = append(options, govuk.Option{Value: string(reach), Label: capital(reachWords[reach])})
	}
	options[len(options)-1].Label = "Not stated"
	return options
}

func goalNumber(n int, goal support.Goal) string {
	return "Goal " + strconv.Itoa(n+1) + ": " + goal.Words
}

func (p exitPage) agreedField() govuk.Field {
	return p.choiceField("agreed", "May we ask her later how things are?", "About 3 months on. She can say no", p.agreed)
}

var agreedOptions = []govuk.Option{{Value: string(journey.Yes), Label: "Yes"}, {Value: string(journey.No), Label: "No"}}
