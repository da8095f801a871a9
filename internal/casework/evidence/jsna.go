package evidence

import (
	"context"

	"throughline/internal/casework"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
	"throughline/internal/reckoning/figure"
	"throughline/internal/reckoning/profile"
	"throughline/internal/reckoning/suppression"
)

// ProfileFile is the profile of needs for a joint strategic needs assessment, as it
// may leave.
type ProfileFile struct {
	Scheme string
	AsAt   calendar.Day
	Table  suppression.ProtectedTable
}

// profileKind is the kind of release that a profile of needs is.
const profileKind = "jsna"

// ProfileAtServer returns the profile of the women referred to a scheme, by area or
// by borough, for whoever runs commands on the record. It is protected, as at the
// end of a month, and written down as what leaves.
func (d *Desk) ProfileAtServer(ctx context.Context, query Query) (ProfileFile, error) {
	const op = "write the profile of needs"
	by := query.By
	query.By = ""
	query, _, err := d.settled(op, query)
	if err != nil {
		return ProfileFile{}, err
	}
	made := ProfileFile{Scheme: query.Scheme, AsAt: monthEnd(query.AsAt)}
	window := calendar.Window{To: made.AsAt}
	var rows []journey.Row
	err = d.Record.History(ctx, func(facts []journey.Fact) error {
		for _, row := range journey.Fold(facts, made.AsAt) {
			if row.Scheme == query.Scheme && window.Holds(row.Referred) {
				rows = append(rows, row)
			}
		}
		return ctx.Err()
	})
	if err != nil {
		return ProfileFile{}, casework.In(op, err)
	}
	table, err := profile.Table(rows, by, window)
	if err != nil {
		return ProfileFile{}, casework.Fail(casework.Invalid, op, "%w", err)
	}
	released, err := d.release(ctx, op, d.Protects(), making{
		Release: Release{Kind: profileKind, Scheme: query.Scheme, AsAt: made.AsAt, By: by},
		exact:   figuresOf(table),
		show: func(protecting suppression.Policy) (shown []suppression.ProtectedFigure, err error) {
			if made.Table, err = protecting.Table(table); err != nil {
				return nil, err
			}
			for row := range table.Rows {
				for column := range table.Columns {
					if f, ok := made.Table.Figure(figure.Place{Row: row, Column: column}); ok {
						shown = append(shown, f)
					}
				}
			}
			return shown, nil
		},
	})
	if err != nil {
		return ProfileFile{}, err
	}
	return made, d.leave(ctx, op, atServer, released, "profile of needs by "+by+", "+made.Scheme+" as at "+made.AsAt.String())
}

// figuresOf lists the figures of a table.
func figuresOf(table figure.Table) []figure.Figure {
	var all []figure.Figure
	for _, row := range table.Rows {
		for _, cell := range row {
			if f, ok := cell.Figure(); ok {
				all = append(all, f)
			}
		}
	}
	return all
}
