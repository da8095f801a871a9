package evidence

import (
	"context"

	"throughline/internal/casework"
	"throughline/internal/domain/access"
)

// MayTake says whether the asker may take figures away as a file, once they may be
// read at all.
func MayTake(asker access.Asker) bool {
	relation := relationTo(asker)
	if asker.Role == access.Evaluator {
		relation = access.Studied
	}
	return access.Decide(asker, relation, access.Aggregates, access.Export, access.ForEvidence).Allow
}

// Take returns a report whose tables leave as a file, which is written down as
// such.
func (d *Desk) Take(ctx context.Context, asker access.Asker, query Query) (Report, error) {
	const op = "take figures away"
	if !MayTake(asker) {
		return Report{}, casework.Fail(casework.Forbidden, op, "%s may not take figures away", asker.Role.Words())
	}
	report, err := d.Report(ctx, asker, query)
	if err != nil {
		return Report{}, err
	}
	if !report.Exact() {
		if err := d.give(ctx, op, asker, report.release, AsFile, report.name()); err != nil {
			return Report{}, err
		}
	}
	what := op + " " + report.name()
	if err := d.Tell(ctx, op, d.Note(asker, access.Export, access.ForEvidence, what, access.SetOf(access.Aggregates))); err != nil {
		return Report{}, err
	}
	return report, nil
}
