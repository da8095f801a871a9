package support

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"throughline/internal/casework"
	"throughline/internal/domain/access"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
)

// Board is what every keyworker of the service carries.
type Board struct {
	Day     calendar.Day
	Loads   []Load
	Waiting int // women without a keyworker
	Oldest  int // days the longest of them has waited since referral
}

// Board returns what every keyworker carries. It names no woman.
func (d Desk) Board(ctx context.Context, asker access.Asker) (Board, error) {
	const op = "capacity board"
	if err := leads(op, asker); err != nil {
		return Board{}, err
	}
	loads, err := d.loads(ctx, asker)
	if err != nil {
		return Board{}, casework.In(op, err)
	}
	waiting, err := d.Record.Rows(ctx, asker, casework.Filter{Open: true, Waiting: true, Order: casework.OldestFirst})
	if err != nil {
		return Board{}, casework.In(op, err)
	}
	board := Board{Day: d.Bench.Today(), Loads: loads, Waiting: len(waiting)}
	if len(waiting) > 0 {
		board.Oldest = waiting[0].At(board.Day).Waiting
	}
	if err := d.Tell(ctx, op, d.Note(asker, access.Read, access.ForSupport, op, access.SetOf(access.Condition))); err != nil {
		return Board{}, err
	}
	return board, nil
}

// WaitingLine is a woman without a keyworker, with whom to ask first.
type WaitingLine struct {
	Line
	Suggested []Suggestion
}

// Suggestion is a keyworker to ask, with the reasons for her place in the order.
type Suggestion struct {
	Load
	Speaks string // the woman's own language, where the keyworker speaks it; else ""
}

// Unallocated returns the women without a keyworker, the longest waiting first.
func (d Desk) Unallocated(ctx context.Context, asker access.Asker) ([]WaitingLine, error) {
	const op = "unallocated"
	if err := leads(op, asker); err != nil {
		return nil, err
	}
	rows, err := d.Record.Rows(ctx, asker, casework.Filter{Open: true, Waiting: true, Order: casework.OldestFirst})
	if err != nil {
		return nil, casework.In(op, err)
	}
	loads, err := d.loads(ctx, asker)
	if err != nil {
		return nil, casework.In(op, err)
	}
	who, err := d.who(ctx, rows)
	if err != nil {
		return nil, casework.In(op, err)
	}
	today := d.Bench.Today()
	lines := make([]WaitingLine, len(rows))
	for i, row := range rows {
		one := d.line(row, who[row.Woman], calendar.At(d.Now()), row.Referred)
		one.Days = row.At(today).Waiting
		lines[i] = WaitingLine{Line: one, Suggested: suggest(row, loads)}
	}
	if err := d.Tell(ctx, op, d.Note(asker, access.Read, access.ForSupport, op, listed, rows...)); err != nil {
		return nil, err
	}
	return lines, nil
}

// suggest orders the keyworkers to ask: with room before full ones, who speak
// her language before others, then by how little of the limit they carry. Whom a
// conflict of interest bars from her is not among them.
func suggest(row journey.Row, loads []Load) []Suggestion {
	loads = slices.DeleteFunc(slices.Clone(loads), func(load Load) bool { return row.Door.Barred(load.Keyworker.ID, load.Keyworker.Agency) })
	suggested := make([]Suggestion, len(loads))
	for i, load := range loads {
		suggested[i].Load = load
		if row.Language != "" && slices.ContainsFunc(load.Keyworker.Languages, func(tag string) bool { return sameLanguage(tag, row.Language) }) {
			suggested[i].Speaks = row.Language
		}
	}
	slices.SortStableFunc(suggested, func(a, b Suggestion) int {
		return cmp.Or(
			order(!a.Full(), !b.Full()), order(a.Speaks != "", b.Speaks != ""),
			cmp.Compare(a.Open*max(1, b.Keyworker.OpenLimit), b.Open*max(1, a.Keyworker.OpenLimit)),
			strings.Compare(a.Keyworker.Name, b.Keyworker.Name),
		)
	})
	return suggested
}

// order puts the true before the false.
func order(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return -1
	}
	return 1
}

// sameLanguage compares the language of two tags and leaves out their regions.
func sameLanguage(a, b string) bool {
	a, _, _ = strings.Cut(a, "-")
	b, _, _ = strings.Cut(b, "-")
	return strings.EqualFold(a, b)
}

// Allocation is whose case she is to be, and why where a limit is passed.
type Allocation struct {
	Keyworker string // account id
	Reason    string
}

// Allocate makes her a keyworker's. Past a limit it asks for a reason, and then
// never stops it. Source: 004:314.
func (d Desk) Allocate(ctx context.Context, asker access.Asker, caseID string, seen int, key string, entry Allocation) (casework.Receipt, error) {
	if err := leads(string(VerbAllocate), asker); err != nil {
		return casework.Receipt{}, err
	}
	return d.write(ctx, change{
		verb: VerbAllocate, asker: asker, caseID: caseID, seen: seen, key: key, classes: access.SetOf(access.Plan), entered: entry,
		decide: func(pen journey.Pen, row journey.Row) ([]journey.Fact, error) {
			loads, err := d.loads(ctx, asker)
			if err != nil {
				return nil, err
			}
			i := slices.IndexFunc(loads, func(load Load) bool { return load.Keyworker.ID == entry.Keyworker })
			agency := ""
			if i >= 0 {
				agency = loads[i].Keyworker.Agency
			}
			if i >= 0 && row.Door.Barred(entry.Keyworker, agency) {
				return nil, journey.Problems{{Field: "keyworker", Say: "Choose another keyworker: a conflict of interest is on record"}}
			}
			facts, err := pen.Allocate(row, entry.Keyworker, agency, entry.Reason)
			if err != nil {
				return nil, err
			}
			if i < 0 {
				return nil, journey.Problems{{Field: "keyworker", Say: "Choose one of the keyworkers of the service"}}
			}
			if cohort, stated, err := d.cohort(ctx, asker, row); err != nil {
				return nil, err
			} else if stated && row.Worker == "" && cohort.Full() && strings.TrimSpace(entry.Reason) == "" {
				return nil, journey.Problems{{Field: "reason", Say: fmt.Sprintf(
					"%s: %s She may wait, or say why you take in one more", cohort.Scheme, cohort.Words())}}
			}
			if load := loads[i]; load.Full() && strings.TrimSpace(entry.Reason) == "" {
				return nil, journey.Problems{{Field: "reason", Say: fmt.Sprintf(
					"%s has %d of %d women now and %d of %d this year. Say why you allocate one more",
					load.Keyworker.Name, load.Open, load.Keyworker.OpenLimit, load.Year, load.Keyworker.YearLimit)}}
			}
			return facts, nil
		},
	})
}
