package support

import (
	"context"
	"fmt"
	"throughline/internal/domain/access"

	"throughline/internal/casework"
	"throughline/internal/domain/journey"
	"throughline/internal/domain/scheme"
)

// Cohort is how many women a scheme works with at a time, and how many it says
// it does. Source: 000:574.
type Cohort struct {
	Scheme string // its title
	Open   int    // women with a worker and an open case
	Limit  scheme.Limit
}

// Full says whether one more would pass the number the scheme names.
func (c Cohort) Full() bool { return c.Open >= c.Limit.AtOnce }

// Words tells the cohort, such as "13 women now. 10 to 13 women at any one time".
func (c Cohort) Words() string {
	women := "women"
	if c.Open == 1 {
		women = "woman"
	}
	return fmt.Sprintf("%d %s now. %s", c.Open, women, c.Limit.Text)
}

// cohort returns the cohort of her scheme, and false where it names no number.
func (d Desk) cohort(ctx context.Context, asker access.Asker, row journey.Row) (Cohort, bool, error) {
	book := d.Rules.Of(row.Scheme, row.Referred)
	if book == nil {
		return Cohort{}, false, nil
	}
	p := book.Pathway(string(row.Pathway))
	if p == nil {
		return Cohort{}, false, nil
	}
	limit, stated := p.SchemeLimit()
	if !stated {
		return Cohort{}, false, nil
	}
	open, err := d.Record.Count(ctx, asker, casework.Filter{Scheme: row.Scheme, Open: true})
	if err != nil {
		return Cohort{}, false, fmt.Errorf("counting the women of %s: %w", row.Scheme, err)
	}
	waiting, err := d.Record.Count(ctx, asker, casework.Filter{Scheme: row.Scheme, Open: true, Waiting: true})
	if err != nil {
		return Cohort{}, false, fmt.Errorf("counting the women who wait for %s: %w", row.Scheme, err)
	}
	return Cohort{Scheme: book.Title, Open: open - waiting, Limit: limit}, true, nil
}
