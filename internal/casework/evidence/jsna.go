package evidence

import (
	"context"
	"slices"

	"throughline/internal/casework"
	"throughline/internal/reckoning/evaluation"
	"throughline/internal/reckoning/grouping"
)

// Profile is the profile of needs for a joint strategic needs assessment, table T24
// by area or borough, as it may leave.
type Profile struct {
	Report
	Table evaluation.Table
}

// profileWays are the groupings of a profile: the area that sent women, or where
// they live.
var profileWays = []string{grouping.Area, grouping.Borough}

// ProfileAtServer returns the profile of needs of a scheme by area or by borough, for
// whoever runs commands on the record. It is the very table of the report, protected,
// as at the end of a month, and written down as what leaves.
func (d *Desk) ProfileAtServer(ctx context.Context, query Query) (Profile, error) {
	const op = "write the profile of needs"
	if !slices.Contains(profileWays, query.By) {
		return Profile{}, casework.Fail(casework.Invalid, op, "the profile is by one of %q, not by %q", profileWays, query.By)
	}
	report, err := d.report(ctx, op, query, false, nil)
	if err != nil {
		return Profile{}, err
	}
	table, ok := report.Table("T24")
	if !ok {
		return Profile{}, casework.Fail(casework.NotFound, op, "the report has no profile of needs")
	}
	what := "profile of needs by " + query.By + ", " + report.Scheme + " as at " + report.AsAt.String()
	return Profile{report, table}, d.leave(ctx, op, atServer, report.release, what)
}
