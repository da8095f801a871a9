package evaluation

import (
	"fmt"

	"throughline/internal/reckoning/chart"
	"throughline/internal/reckoning/figure"
	"throughline/internal/reckoning/suppression"
)

// Protected passes every figure of the book through a policy, all at once and
// with every sum between them, and returns the reader of what may be shown. A
// count that is hidden for another's sake is hidden in every table and chart.
func (b *Book) Protected(policy suppression.Policy) (Reader, error) {
	together := figure.Table{ID: "T1", Title: "all figures"}
	var cells []figure.Cell
	for _, f := range b.Figures {
		together.Columns = append(together.Columns, f.Meaning().ID)
		cells = append(cells, figure.Of(f))
	}
	together.Rows = [][]figure.Cell{cells}
	for _, sum := range b.Sums {
		total := b.places[sum.Total]
		declared := figure.Sum{Total: figure.Place{Column: total}}
		for _, part := range sum.Parts {
			declared.Parts = append(declared.Parts, figure.Place{Column: b.places[part]})
		}
		together.Sums = append(together.Sums, declared)
	}
	protected, err := policy.Table(together)
	if err != nil {
		return nil, fmt.Errorf("protecting the figures: %w", err)
	}
	return func(id string) (chart.Reading, bool) {
		place, ok := b.places[id]
		if !ok {
			return nil, false
		}
		return protected.Figure(figure.Place{Column: place})
	}, nil
}
