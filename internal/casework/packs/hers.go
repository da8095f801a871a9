package packs

import (
	"context"

	"throughline/internal/casework"
	"throughline/internal/domain/access"
)

// Hers returns the copies that were made for the woman who asks, in any case of
// hers, and that have left. To anybody else there are none.
func (d Desk) Hers(ctx context.Context, asker access.Asker) ([]Listed, error) {
	const op = "her own copies"
	if asker.Role != access.Woman || asker.ID == "" {
		return nil, casework.Fail(casework.NotFound, op, "there is no such space")
	}
	rows, err := d.Record.Rows(ctx, asker, casework.Filter{Woman: asker.ID})
	if err != nil {
		return nil, casework.In(op, err)
	}
	var hers []Listed
	for _, row := range rows {
		list, _, err := d.List(ctx, asker, row.Case)
		if err != nil {
			return nil, err
		}
		hers = append(hers, list...)
	}
	return hers, nil
}
