package woman

import (
	"strconv"

	"throughline/internal/casework/support"
	"throughline/internal/domain/journey"
	"throughline/internal/domain/need"
	"throughline/internal/edge/web"
	"throughline/internal/edge/web/govuk"
)

// reviewPage looks at her plan again, goal by goal.
type reviewPage struct {
	record
	form
	said map[string]reviewTyped // by goal
	next govuk.DateParts
}

// reviewTyped is what was typed about one goal.
type reviewTyped struct{ rating, changed, state string }

func (d Door) review(r *web.Request) (web.Response, error) {
	c, err := d.open(r)
	if err != nil {
		return web.Response{}, err
	}
	if err := c.forbid(support.VerbReview); err != nil {
		return web.Response{}, err
	}
	p := reviewPage{record: c, form: d.blank(c), said: map[string]reviewTyped{}}
	for _, goal := range p.open() {
		p.said[goal.Goal] = reviewTyped{state: string(goal.State)}
	}
	return p.response(), nil
}

// open are the goals that she works on.
func (p reviewPage) open() []support.Goal {
	var open []support.Goal
	for _, goal := range p.Goals {
		if goal.State == journey.GoalOpen {
			open = append(open, goal)
		}
	}
	return open
}

func (d Door) saveReview(r *web.Request) (web.Response, error) {
	c, err := d.open(r)
	if err != nil {
		return web.Response{}, err
	}
	p := reviewPage{record: c, form: posted(r), said: map[string]reviewTyped{}}
	var look support.Look
	p.next, look.Next = p.ReadDay(r, "next")
	for _, goal := range p.open() {
		id := goal.Goal
		typed := reviewTyped{r.Field("rating-" + id), r.Field("changed-" + id), r.Field("state-" + id)}
		p.said[id] = typed
		one := support.Reviewed{Goal: id, Changed: typed.changed, State: journey.GoalState(typed.state)}
		if typed.rating != "" {
			rating, err := strconv.Atoi(typed.rating)
			if err != nil {
				rating = -1 // the pen says what ratings there are
			}
			one.Rating = &rating
		}
		look.Goals = append(look.Goals, one)
	}
	if p.Stopped() {
		return p.response(), nil
	}
	if _, err := d.Support.Review(r.Context(), r.Asker, c.Row.Case, p.Version, p.Key, look); err != nil {
		if err := p.settle(err, d.Support.NewID); err != nil {
			return web.Response{}, err
		}
		return p.response(), nil
	}
	return c.done("plan", "review"), nil
}

func (p reviewPage) response() web.Response {
	return p.show(sheet{title: "Look at the plan again", form: p.form, body: reviewBody(p)})
}

func (p reviewPage) ratingField(goal support.Goal) govuk.Field {
	f := p.choiceField("rating-"+goal.Goal, "How does she say it goes now? (optional)", p.before(goal), p.said[goal.Goal].rating)
	f.Compact, f.Inline = true, true
	return f
}

// before is what she said the last time.
func (p reviewPage) before(goal support.Goal) string {
	for i := len(goal.Story) - 1; i >= 0; i-- {
		if moment := goal.Story[i]; moment.Rating != nil {
			return "On " + moment.On.Short() + " she said " + strconv.Itoa(*moment.Rating) + ", " + need.Rating(*moment.Rating).Words()
		}
	}
	return ""
}

func goalRatings() []govuk.Option {
	var options []govuk.Option
	for rating := need.RatingLowest; rating <= need.RatingHighest; rating++ {
		options = append(options, govuk.Option{Value: strconv.Itoa(int(rating)), Label: strconv.Itoa(int(rating)) + " " + rating.Words()})
	}
	return options
}

func (p reviewPage) changedField(goal support.Goal) govuk.Field {
	return p.Area("changed-"+goal.Goal, "What changed? (optional)", "", p.said[goal.Goal].changed, 2)
}

func (p reviewPage) stateField(goal support.Goal) govuk.Field {
	f := p.choiceField("state-"+goal.Goal, "How does it stand?", "", p.said[goal.Goal].state)
	f.Compact, f.Inline = true, true
	return f
}
