package linking

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"sync"

	"throughline/internal/casework"
	"throughline/internal/domain/access"
	"throughline/internal/domain/journey"
)

// Desk is where police feeds are linked.
type Desk struct {
	casework.Bench
	Telling Telling
	Store   Store
	Staff   casework.Staff
}

// names is what a comparison opens.
var names = access.SetOf(access.Identity)

// may says whether the door lets somebody compare a feed with women who are here.
func may(asker access.Asker) bool {
	return asker.ID != "" && access.Decide(asker, access.Service, access.Identity, access.Find, access.ForEvidence).Allow
}

// AtServer compares a feed for whoever runs commands on the record itself. It links
// nothing. Each woman whose names are opened has a line of the ledger first.
func (d Desk) AtServer(ctx context.Context, operator access.Asker, feed Feed, order Order) (Comparison, error) {
	const op = "compare a police feed at the server"
	rows, err := d.Record.Rows(ctx, access.Asker{}, casework.Filter{})
	if err != nil {
		return Comparison{}, casework.In(op, err)
	}
	return d.compare(ctx, op, operator, rows, feed, order)
}

// compare opens the names of the women of these rows, and compares them.
func (d Desk) compare(ctx context.Context, op string, asker access.Asker, rows []journey.Row, feed Feed, order Order) (Comparison, error) {
	women, err := d.women(ctx, op, asker, rows)
	if err != nil {
		return Comparison{}, err
	}
	made, err := compare(ctx, women, feed, order)
	if err != nil {
		return made, casework.In(op, err)
	}
	return made, nil
}

// women opens who the women of these rows are, in the order of their keys.
func (d Desk) women(ctx context.Context, op string, asker access.Asker, rows []journey.Row) ([]her, error) {
	var ids []string
	for _, row := range rows {
		ids = append(ids, row.Woman)
	}
	slices.Sort(ids)
	ids = slices.Compact(ids)
	if err := d.tellEach(ctx, op, asker, ids); err != nil {
		return nil, err
	}
	told, err := d.Telling.Told(ctx, ids)
	if err != nil {
		return nil, casework.In(op, err)
	}
	women := make([]her, 0, len(ids))
	for _, id := range ids {
		if one := herOf(id, told[id]); len(one.names) > 0 {
			women = append(women, one)
		}
	}
	slices.SortFunc(women, func(a, b her) int { return cmp.Or(cmp.Compare(a.ref, b.ref), cmp.Compare(a.woman, b.woman)) })
	return women, nil
}

// linesAtOnce is how many ledger lines are written together.
const linesAtOnce = 64

// tellEach writes a line of the ledger for each woman before her names are opened,
// many at once, so that one flush of the disk serves many.
func (d Desk) tellEach(ctx context.Context, op string, asker access.Asker, women []string) error {
	for some := range slices.Chunk(women, linesAtOnce) {
		wrong := make([]error, len(some))
		var all sync.WaitGroup
		for i, woman := range some {
			all.Go(func() {
				entry := d.Note(asker, access.Find, access.ForEvidence, op, names)
				entry.Women = []string{woman}
				wrong[i] = d.Tell(ctx, op, entry)
			})
		}
		all.Wait()
		if i := slices.IndexFunc(wrong, func(err error) bool { return err != nil }); i >= 0 {
			return fmt.Errorf("before opening names: %w", wrong[i])
		}
	}
	return nil
}
