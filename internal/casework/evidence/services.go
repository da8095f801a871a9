package evidence

import (
	"context"
	"fmt"
	"strconv"

	"throughline/internal/domain/calendar"
	"throughline/internal/domain/directory"
	"throughline/internal/domain/journey"
	"throughline/internal/reckoning/evaluation"
)

// serviceTable is the directory by group, and how many services help with each need
// in each area of the scheme, as it was known on a day. It counts services and no
// women, and is the same for whoever reads it.
func (d *Desk) serviceTable(ctx context.Context, asAt calendar.Day, areas []string) (evaluation.Table, error) {
	facts, _, err := d.Record.Loose(ctx, 0, journey.KindServiceListed, journey.KindServiceChecked, journey.KindServiceGone)
	if err != nil {
		return evaluation.Table{}, fmt.Errorf("reading the directory: %w", err)
	}
	entries := directory.Fold(d.Delivered, journey.Effective(facts, asAt))
	t := evaluation.Table{
		ID: "T25", Title: "The directory, and where it has gaps", Source: "000:756-896", Columns: []string{"Services", "In the directory", "To be checked"},
		Definition: fmt.Sprintf("Services by group, and those that help with each need in each area. One has to be checked before use when nobody asked it in %d days", directory.StaleDays),
		Note:       "Entries that came with the program are from a print of 2014. None in the directory is not none there are.",
	}
	if len(areas) == 0 {
		t.Note += " Which areas the scheme covers is not decided, so gaps are not worked out."
	}
	groups := map[directory.Group][2]int{}
	for _, entry := range entries {
		counted := groups[directory.Group(entry.Group)]
		counted[0]++
		if entry.Stale(asAt) {
			counted[1]++
		}
		groups[directory.Group(entry.Group)] = counted
	}
	row := func(words string, services int, check string) {
		t.Rows = append(t.Rows, []evaluation.Cell{{Words: words}, {Words: strconv.Itoa(services)}, {Words: check}})
	}
	for _, group := range directory.Groups {
		row(group.Words(), groups[group][0], strconv.Itoa(groups[group][1]))
	}
	for _, gap := range directory.Gaps(entries, areas) {
		row(gap.Pathway.Title()+", "+gap.Area, gap.Here, fmt.Sprintf("and %d that work everywhere or name no area", gap.Wide))
	}
	return t, nil
}
