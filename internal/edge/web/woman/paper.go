package woman

import (
	"slices"
	"strings"

	"throughline/internal/casework/support"
	"throughline/internal/domain/discreet"
	"throughline/internal/domain/journey"
	"throughline/internal/edge/web"
	"throughline/internal/edge/web/govuk"
)

// weeks shows what she takes part in, week by week.
func (d Door) weeks(r *web.Request) (web.Response, error) {
	c, err := d.open(r)
	if err != nil {
		return web.Response{}, err
	}
	return c.show(sheet{title: "Week by week", body: weeksBody(c)}), nil
}

// weekLine is one thing of a week, as those who support her read it.
func (c record) weekLine(item support.WeekItem) string {
	when := When(item.On, c.At.Day) + ": "
	switch item.What {
	case support.DueAppointment:
		line := when + lowerFirst(item.How.Words())
		if item.Place != "" {
			line += ", " + item.Place
		}
		return line
	case support.DueStep:
		return when + item.Step.Words + " (" + lowerFirst(c.ownerWords(item.Step)) + ")"
	}
	return when + "you look at the plan together"
}

// paperPage is her plan on a sheet of paper: what she agreed to have on it, and a
// form to agree it anew.
type paperPage struct {
	record
	form
	done   string
	goals  []string
	coming string
	safe   string
}

func (d Door) paper(r *web.Request) (web.Response, error) {
	c, err := d.open(r)
	if err != nil {
		return web.Response{}, err
	}
	return paperPage{record: c, form: d.blank(c), done: r.Query("done")}.response(), nil
}

func (d Door) agreePaper(r *web.Request) (web.Response, error) {
	c, err := d.open(r)
	if err != nil {
		return web.Response{}, err
	}
	p := paperPage{record: c, form: posted(r), goals: r.Posted["goals"], coming: r.Field("coming"), safe: r.Field("safe")}
	paper := support.Paper{
		PaperAgreed: journey.PaperAgreed{What: journey.PaperPlan, Goals: p.goals, Coming: p.coming == "yes"}, Safe: journey.YesNo(p.safe),
	}
	if _, err := d.Support.AgreePaper(r.Context(), r.Asker, c.Row.Case, p.Version, p.Key, paper); err != nil {
		if err := p.settle(err, d.Support.NewID); err != nil {
			return web.Response{}, err
		}
		return p.response(), nil
	}
	return c.done("plan/print", "paper"), nil
}

// response is a page without the name of the service: what is printed of it lies
// about in her home.
func (p paperPage) response() web.Response {
	return web.Show(web.Page{
		Title: "My plan", Problems: p.Problems, Back: govuk.Link{Text: "Back to her plan", Href: p.path("plan")},
		Body: paperBody(p), Above: sinceThen(p.record, p.form),
	}.Plain())
}

// agreedGoals are the goals that she agreed to have on paper, as they stand now.
func (p paperPage) agreedGoals() []support.Goal {
	var agreed []support.Goal
	for _, goal := range p.Goals {
		if slices.Contains(p.Paper.Goals, goal.Goal) && goal.State != journey.GoalSetAside {
			agreed = append(agreed, goal)
		}
	}
	return agreed
}

// agreedAny says whether there is anything that she agreed to have on paper.
func (p paperPage) agreedAny() bool { return len(p.Paper.Goals) > 0 || p.Paper.Coming }

// sheetWeeks are her weeks as far as they say no more than she agreed to: times
// she comes, and steps of the goals that are on the sheet.
func (p paperPage) sheetWeeks() []support.Week {
	var weeks []support.Week
	for _, week := range p.Weeks() {
		week.Items = slices.DeleteFunc(slices.Clone(week.Items), func(item support.WeekItem) bool {
			return item.What != support.DueAppointment && !slices.Contains(p.Paper.Goals, item.Goal)
		})
		if len(week.Items) > 0 {
			weeks = append(weeks, week)
		}
	}
	return weeks
}

// sheetLine is one thing of a week in neutral words.
func (p paperPage) sheetLine(item support.WeekItem) string {
	switch item.What {
	case support.DueAppointment:
		return item.On.Words() + ": we meet"
	case support.DueStep:
		return item.On.Words() + ": " + item.Step.Words
	}
	return item.On.Words() + ": look at my plan again"
}

// sheetStep is a step with a box to tick, and whether somebody helps with it.
func sheetStep(step journey.Step) string {
	box := "☐ "
	if step.State == journey.StepDone {
		box = "☑ "
	}
	if step.Owner != journey.StepHers {
		return box + step.Words + " (with help)"
	}
	return box + step.Words
}

// telling are words on the sheet that would give her away to whoever finds it.
func (p paperPage) telling() []string {
	var text []string
	for _, goal := range p.agreedGoals() {
		text = append(text, goal.Words, goal.Measure)
		for _, step := range goal.Steps {
			text = append(text, step.Words)
		}
	}
	var found []string
	for _, one := range discreet.Inspect(discreet.Outward{Body: strings.Join(text, ". ")}, discreet.Names{Hers: []string{p.Who.Given, p.Who.Family, p.Who.KnownAs}}) {
		if !slices.Contains(found, one.What) {
			found = append(found, one.What)
		}
	}
	return found
}

func (p paperPage) goalsField() govuk.Field {
	f := p.choiceField("goals", "What does she want on paper?", "Ask her goal by goal. Its steps come with it", "")
	f.Values = p.goals
	return f
}

func (p paperPage) goalOptions() []govuk.Option {
	var options []govuk.Option
	for _, goal := range p.Goals {
		if goal.State != journey.GoalSetAside {
			options = append(options, govuk.Option{Value: goal.Goal, Label: goal.Words})
		}
	}
	return options
}

func (p paperPage) comingField() govuk.Field {
	f := p.choiceField("coming", "When we meet", "", "")
	f.Values = []string{p.coming}
	return f
}

func (p paperPage) safeField() govuk.Field {
	return p.choiceField("safe", "Is it safe for her to hold this on paper?", "Ask her. Who goes through her bag, her room or the bin?", p.safe)
}
