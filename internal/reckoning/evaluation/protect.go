package evaluation

import (
	"fmt"
	"slices"
	"strings"

	"throughline/internal/reckoning/chart"
	"throughline/internal/reckoning/figure"
	"throughline/internal/reckoning/suppression"
)

// Protected passes every figure of the book through a policy, all at once and
// with every sum between them, and returns the reader of what may be shown. A
// count that is hidden for another's sake is hidden in every table and chart. An
// offence whose count is hidden is not named at all: the name alone would tell
// that some woman was met for it. Shares by a time are given to nobody else than
// those who read exact figures.
func (b *Book) Protected(policy suppression.Policy) (Reader, error) {
	together := figure.Table{ID: "T1", Title: "all figures"}
	var cells []figure.Cell
	columns := map[string]int{}
	for _, f := range b.Figures {
		if f.Kind() == figure.ByTime {
			continue // a step of the curve can be a single woman
		}
		columns[f.Meaning().ID] = len(cells)
		together.Columns = append(together.Columns, f.Meaning().ID)
		cells = append(cells, figure.Of(f))
	}
	together.Rows = [][]figure.Cell{cells}
	for _, sum := range b.Sums {
		total := columns[sum.Total]
		declared := figure.Sum{Total: figure.Place{Column: total}}
		for _, part := range sum.Parts {
			declared.Parts = append(declared.Parts, figure.Place{Column: columns[part]})
		}
		together.Sums = append(together.Sums, declared)
	}
	for _, same := range b.bases() {
		together.Sums = append(together.Sums, figure.Sum{
			Total: figure.Place{Column: columns[same.Total], Base: true}, Parts: []figure.Place{{Column: columns[same.Parts[0]]}},
		})
	}
	protected, err := policy.Table(together)
	if err != nil {
		return nil, fmt.Errorf("protecting the figures: %w", err)
	}
	return func(id string) (chart.Reading, bool) {
		place, ok := columns[id]
		if !ok {
			return nil, false
		}
		made, ok := protected.Figure(figure.Place{Column: place})
		if code, found := strings.CutPrefix(id, "offences."); made.Hidden() && found && slices.Contains(b.offences, code) {
			return nil, false
		}
		return made, ok
	}, nil
}

// wholes are figures whose count others are out of.
var wholes = []string{
	"referrals.total", "referrals.conditional_caution", "referrals.voluntary", "engaged.total", "engaged.conditional_caution",
	"engaged.voluntary", "condition.met", "open.total", "open.conditional_caution", "open.voluntary", "offences.recorded",
	"re_arrest.women", "profile.sent_on", "funnel.encounters", "funnel.eligible", "funnel.offered", "funnel.accepted", "funnel.attended_one", "funnel.attended_two",
}

// bases say of figures whose count their base is: of as many women as a whole, it
// is taken to be the whole.
func (b *Book) bases() []Adds {
	var same []Adds
	declare := func(id string, base int, whole string) {
		if f, ok := b.Figure(whole); ok {
			if n, _ := f.Numerator(); n == base {
				same = append(same, Adds{id, []string{whole}})
			}
		}
	}
	for _, f := range b.Figures {
		base, ok := f.Base()
		if !ok || base == 0 || f.Kind() == figure.ByTime {
			continue
		}
		for _, whole := range wholes {
			declare(f.Meaning().ID, base, whole)
		}
	}
	for _, area := range b.areas {
		for _, stage := range stages[1:] {
			id := areaID(area, stage.code)
			if f, ok := b.Figure(id); ok {
				base, _ := f.Base()
				declare(id, base, areaID(area, stages[stage.of].code))
			}
		}
	}
	return same
}
