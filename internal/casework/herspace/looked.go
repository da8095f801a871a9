package herspace

import (
	"context"

	"throughline/internal/casework"
	"throughline/internal/domain/access"
	"throughline/internal/domain/calendar"
)

// Ledger tells which lines name a woman.
type Ledger interface {
	// Looked returns the lines that name her, the newest first, from an offset on
	// and at most so many.
	Looked(ctx context.Context, woman string, offset, limit int) ([]access.Entry, error)
}

// Look is what one organisation did with her record on one day, in one role, for
// one reason. It says nothing of which building or desk, and names nobody.
type Look struct {
	On      calendar.Day
	Mine    bool // she did it herself
	Agency  string
	Role    access.Role
	Action  access.Action
	Purpose access.Purpose
	Nothing bool // it was tried, and nothing was shown
	Times   int  // lines of the ledger
}

// looksAtOnce is how many lines of the ledger one page tells.
const looksAtOnce = 200

// Looked returns who looked at her record, the newest day first, and whether
// there is more after this page, which are numbered from 0. All lines of the
// ledger that name her are told, her own too: somebody else may hold her card.
func (d Desk) Looked(ctx context.Context, asker access.Asker, page int) (looks []Look, more bool, err error) {
	const op = "see who looked"
	row, err := d.mine(ctx, op, asker)
	if err != nil {
		return nil, false, err
	}
	if err := d.Tell(ctx, op, d.Note(asker, access.Read, reading, op, access.SetOf(access.Identity), row)); err != nil {
		return nil, false, err
	}
	lines, err := d.Ledger.Looked(ctx, row.Woman, max(0, page)*looksAtOnce, looksAtOnce+1)
	if err != nil {
		return nil, false, casework.In(op, err)
	}
	if more = len(lines) > looksAtOnce; more {
		lines = lines[:looksAtOnce]
	}
	return looksOf(lines), more, nil
}

// looksOf tells lines of the ledger, the newest first, with those of one day that
// say the same told once.
func looksOf(lines []access.Entry) []Look {
	var looks []Look
	at := map[Look]int{} // where the look without its times stands
	for _, line := range lines {
		look := Look{
			On: calendar.DayOf(line.Time), Mine: line.Role == access.Woman,
			Agency: line.Agency, Role: line.Role, Action: line.Action, Purpose: line.Purpose,
			Nothing: line.Reason == access.ReasonAbsent || line.Reason == access.ReasonConflict,
		}
		if i, told := at[look]; told {
			looks[i].Times++
			continue
		}
		at[look] = len(looks)
		look.Times = 1
		looks = append(looks, look)
	}
	return looks
}
