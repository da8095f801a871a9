package evaluation

import (
	"strings"

	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
	"throughline/internal/reckoning/figure"
)

// costStage is one of those whom the cost of a scheme is shared among.
type costStage struct {
	code, id, title, unit, text string
	counts                      string // the figure that counts the same over the whole cohort
	of                          flag
	judge                       func(*counting) func(block) marks // nil: everyone
}

// costStages are women referred, engaged, with the condition met, and with each
// outcome at the end of support. The report's own figure of cost is an estimate
// for other services; sharing the scheme's money so is a convention.
// Source: 004:113.
var costStages = func() []costStage {
	list := []costStage{
		{code: "referred", id: "cost.per_referred", title: "Cost for each woman referred", unit: "GBP per woman",
			text: "the women referred", counts: "referrals.total", of: anyCase},
		{code: "engaged", id: "cost.per_engaged_woman", title: "Cost for each woman who engaged", unit: "GBP per woman",
			text: "the women who engaged", counts: "engaged.total", of: isEngaged},
		{code: "condition_met", id: "cost.per_condition_met", title: "Cost for each condition met", unit: "GBP per condition met",
			text: "the women who met the condition of a caution", counts: "condition.met_of_all_referred", of: isCaution,
			judge: func(*counting) func(block) marks {
				return func(b block) marks { return onlyWhen(b.is(isMet) & b.is(isConditioned)) }
			}},
	}
	for _, question := range asked {
		measure := question.measure
		name, atExit := strings.CutPrefix(measure, string(journey.Exit)+".")
		if !atExit {
			continue
		}
		list = append(list, costStage{
			code: "outcome." + name, id: "cost.per_outcome." + name, unit: "GBP per woman", of: isAnswering, counts: measure,
			title: "Cost for each woman who says: " + lowerFirst(question.title), text: "the women who answered yes to " + strings.ReplaceAll(measure, ".", " "),
			judge: func(n *counting) func(block) marks {
				said := n.asked[measure]
				return func(b block) marks { return onlyWhen(said.at(b).counted &^ said.notTheirsAt(b)) }
			},
		})
	}
	return list
}()

// countCost shares the cost lines of the scheme among the women of each stage, of
// those referred in the time that the lines cover: money of one period is never
// divided by women of another. How many women those are is a figure of its own,
// so that disclosure control knows of it. Source: 004:113.
func (n *counting) countCost(book *Book) error {
	if book.Scope.narrowed() {
		return nil // a cost line is of the whole scheme
	}
	pence, window, lines := n.costLines(book.Scope)
	if lines == 0 && book.Scope.Narrow.Referred != (calendar.Window{}) {
		return nil
	}
	for _, stage := range costStages {
		if lines == 0 && stage.id != "cost.per_engaged_woman" {
			continue
		}
		if err := n.shareCost(book, stage, pence, window); err != nil {
			return err
		}
	}
	return nil
}

// costLines returns what the cost lines of a scheme come to, the days of its
// cohort that they cover, and how many they are. For a period, only the lines
// that lie within it count: of a longer one, nobody knows what part is the
// period's.
func (n *counting) costLines(scope Scope) (pence int64, window calendar.Window, lines int) {
	var covered calendar.Window
	period := scope.Narrow.Referred
	for _, line := range n.costs {
		if line.scheme != scope.Scheme || period != (calendar.Window{}) && both(line.span, period) != line.span {
			continue
		}
		pence += line.pence
		covered = widest(covered, line.span, lines == 0)
		lines++
	}
	if window = scope.Cohort; lines > 0 {
		window = both(window, covered)
	}
	return pence, window, lines
}

// shareCost adds the figures of one stage.
func (n *counting) shareCost(book *Book, stage costStage, pence int64, window calendar.Window) error {
	judge := everyone
	if stage.judge != nil {
		judge = stage.judge(n)
	}
	among := definition{of: stage.of, window: window, judge: judge}
	women := n.tally(among).Numerator
	meaning := figure.Meaning{
		ID: stage.id, Title: stage.title, Unit: stage.unit, Source: "004:113", Window: window,
		Definition: "All cost lines of the scheme, shared among " + stage.text + ", as far as they were referred in the time the lines cover; the report's own figure is an estimate for women's centres, so the match is a convention",
	}
	if err := book.add(figure.NewUnitCost(meaning, pence, figure.Tally{Base: women})); err != nil {
		return err
	}
	meaning.ID, meaning.Measure, meaning.Unit = "cost.women."+stage.code, "", ""
	meaning.Title = upperFirst(strings.TrimPrefix(stage.text, "the ")) + ", in the days that cost lines cover"
	meaning.Definition = "Those whom the cost lines of the scheme are shared among: " + stage.text + ", as far as they were referred in the time the lines cover"
	if err := book.add(figure.NewCount(meaning, figure.Tally{Numerator: women})); err != nil {
		return err
	}
	if window == book.Scope.Cohort {
		return nil
	}
	among.window = calendar.Window{}
	others := n.tally(among).Numerator - women
	if others == 0 {
		return nil
	}
	meaning.ID, meaning.Window = meaning.ID+".other_days", book.Scope.Cohort
	meaning.Title = upperFirst(strings.TrimPrefix(stage.text, "the ")) + ", on days that no cost line covers"
	meaning.Definition = "Not among those whom the cost lines of the scheme are shared among: " + stage.text + " of those referred at another time"
	return book.add(figure.NewCount(meaning, figure.Tally{Numerator: others}))
}

// widest returns the span that takes in both; an end that one leaves open stays
// open.
func widest(a, b calendar.Window, first bool) calendar.Window {
	if first {
		return b
	}
	if a.From > b.From {
		a.From = b.From
	}
	if a.To.Known() && (!b.To.Known() || b.To > a.To) {
		a.To = b.To
	}
	return a
}
