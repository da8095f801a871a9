package evaluation

import (
	"fmt"
	"strings"

	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
	"throughline/internal/reckoning/column"
)

// survey is a draw of women to be asked some time after support had ended.
type survey struct {
	scheme string
	on     calendar.Day
	drawn  column.Bits
}

// frameEnds returns the last day on which support may have ended of a woman who
// can be drawn for a survey of a day. Source: 004:343.
func frameEnds(on calendar.Day) calendar.Day { return on.AddMonths(-journey.FollowUpMonths) }

// Frame returns the cases of a scheme from which women can be drawn for a survey
// of a day, each with its woman: those who took support up, whose support ended at
// least three months before it, and who can be asked. A woman with two such cases
// stands there twice.
func (c *Columns) Frame(scheme string, on calendar.Day) []Case {
	var frame []Case
	for at := range c.within(byClosing, calendar.Window{To: frameEnds(on)}).Places() {
		if c.flags[isSurveyable].Has(at) && c.schemes.Text(at) == scheme {
			frame = append(frame, c.caseOf(at))
		}
	}
	return frame
}

// putSurvey keeps who was drawn. A case that is not in the columns is left out:
// whoever reads them must not know of her.
func (c *Columns) putSurvey(id string, on calendar.Day, body journey.SurveyDrawn) {
	one := survey{scheme: body.Scheme, on: on}
	for _, drawn := range body.Cases {
		if at := c.cases.Find(drawn); at != column.None {
			one.drawn.Set(int(at), true)
		}
	}
	if c.surveys == nil {
		c.surveys = map[string]survey{}
	}
	c.surveys[id] = one
}

// repliedOn returns the latest day on which she was asked at follow-up, whatever
// she said, and hasReply whether she answered any question with yes or no.
func repliedOn(row journey.Row) (on calendar.Day) {
	for _, said := range row.Answers {
		if said.Wave == journey.FollowUp {
			on = max(on, said.On)
		}
	}
	return on
}

func hasReply(row journey.Row) bool {
	for _, said := range row.Answers {
		if said.Wave == journey.FollowUp && (said.Answer == string(journey.Yes) || said.Answer == string(journey.No)) {
			return true
		}
	}
	return false
}

// wave is one survey as figures tell of it: who was drawn, and who of them was
// asked since, and answered.
type wave struct {
	id, title              string
	on                     calendar.Day
	drawn, asked, answered column.Bits
	chance                 bool // chance drew them, here
}

// waves are the surveys of a scheme up to a day, the oldest first, and after them
// whoever was asked without a draw.
func (c *Columns) waves(scope Scope) []wave {
	var all []wave
	others, scheme := make(column.Bits, column.Words(c.Len())), c.schemes.Are(scope.Scheme, c.Len())
	for at := range others {
		others[at] = c.flags[wasFollowedUp].Word(at) & scheme.Word(at)
	}
	add := func(one wave) {
		for at := range one.drawn.Places() {
			since := c.flags[wasFollowedUp].Has(at) && (!one.chance || c.replied.At(at) >= one.on)
			one.asked.Set(at, since)
			one.answered.Set(at, since && c.flags[hasReplied].Has(at))
		}
		all = append(all, one)
	}
	for _, id := range sortedKeys(c.surveys) {
		one := c.surveys[id]
		if one.scheme != scope.Scheme || one.on > scope.AsAt {
			continue
		}
		add(wave{id: "survey." + one.on.String(), title: "Survey of " + one.on.Short(), on: one.on, chance: true, drawn: one.drawn})
		for at := range others {
			others[at] &^= one.drawn.Word(at)
		}
	}
	last := calendar.Day(0)
	for at := range others.Places() {
		last = max(last, c.replied.At(at))
	}
	if last.Known() {
		add(wave{id: "survey.not_drawn", title: "Asked without a draw here", on: last, drawn: others})
	}
	return all
}

// surveyFigures say how many could have been asked, who was, and who answered.
func (c *Columns) surveyFigures(scope Scope) []definition {
	const source = "004:343-354, 384"
	var list []definition
	for _, one := range c.waves(scope) {
		frame := fmt.Sprintf("Of cases that could be drawn on %s: support taken up and ended at least three months before, and nothing against asking her: ", one.on.Short())
		title, chosen, whose := one.title+", drawn", "drawn", "Of women drawn for it: "
		if !one.chance {
			title, chosen, whose = one.title, "asked, without a draw here", "Of women asked without a draw here: "
		}
		from := plainly(isSurveyable, one.id+".drawn", title, frame+chosen, source, plain{holds: &one.drawn})
		from.ended = calendar.Window{To: frameEnds(one.on)}
		list = append(list, from)
		if one.chance {
			list = append(list, plainly(anyCase, one.id+".asked", one.title+", asked", whose+"asked since that day, whatever she said", source,
				plain{among: &one.drawn, holds: &one.asked}))
		}
		list = append(list, plainly(anyCase, one.id+".answered", one.title+", answered", whose+"answered at least one question with yes or no", source,
			plain{among: &one.drawn, holds: &one.answered}))
	}
	return list
}

// response says in words how each survey was drawn and answered, for whoever reads
// the answers.
func (b *Book) response(read Reader) string {
	note := ""
	for _, f := range b.Figures {
		survey, found := strings.CutSuffix(f.Meaning().ID, ".drawn")
		drawn, ok := read(survey + ".drawn")
		answered, also := read(survey + ".answered")
		if !found || !ok || !also {
			continue
		}
		note = sentences(note, drawn.Meaning().Title+": "+drawn.Text()+" who could be. Answered: "+answered.Text()+".")
	}
	return note
}
