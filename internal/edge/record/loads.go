package record

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"slices"

	"throughline/internal/casework"
	"throughline/internal/domain/access"
	"throughline/internal/domain/calendar"
)

// Loads counts what every keyworker carries. It reads two indexes and no row.
func (s *Store) Loads(ctx context.Context, asker access.Asker, worker string, since calendar.Day) ([]casework.Carried, error) {
	const seen = " AND ($3 = '' OR worker = $3) AND id NOT IN (SELECT case_id FROM ties WHERE how = 'blocked' AND who IN ($1, $2, '*')) GROUP BY worker"
	by := map[string]*casework.Carried{}
	of := func(worker string) *casework.Carried {
		if by[worker] == nil {
			by[worker] = &casework.Carried{Worker: worker}
		}
		return by[worker]
	}
	err := each(ctx, s.reader, "SELECT worker, COUNT(*), COUNT(CASE WHEN contacted < allocated THEN 1 END),"+
		" COALESCE(MIN(CASE WHEN contacted < allocated THEN allocated END), 0) FROM cases WHERE closed = 0 AND worker <> ''"+seen,
		func(rows *sql.Rows) error {
			var one casework.Carried
			var since int32
			if err := rows.Scan(&one.Worker, &one.Open, &one.New, &since); err != nil {
				return err
			}
			one.NewSince = calendar.Day(since)
			*of(one.Worker) = one
			return nil
		}, asker.ID, asker.Agency, worker)
	if err == nil {
		err = each(ctx, s.reader, "SELECT worker, COUNT(*) FROM cases WHERE worker <> '' AND allocated >= $4"+seen, func(rows *sql.Rows) error {
			var worker string
			var taken int
			err := rows.Scan(&worker, &taken)
			of(worker).Taken = taken
			return err
		}, asker.ID, asker.Agency, worker, int32(since))
	}
	if err != nil {
		return nil, fmt.Errorf("counting what is carried: %w", err)
	}
	var loads []casework.Carried
	for _, one := range by {
		loads = append(loads, *one)
	}
	slices.SortFunc(loads, func(a, b casework.Carried) int { return cmp.Compare(a.Worker, b.Worker) })
	return loads, nil
}
