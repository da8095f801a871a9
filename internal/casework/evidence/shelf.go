package evidence

import (
	"context"
	"encoding/json"
	"fmt"
	"io"

	"throughline/internal/reckoning/column"
	"throughline/internal/reckoning/evaluation"
)

// Shelf keeps the columns from one run of the program to the next.
type Shelf interface {
	// Kept opens what was kept last and says how many bytes of it there may be; nil
	// where there is nothing that fits the record and the program.
	Kept(ctx context.Context) (io.ReadCloser, int64, error)
	// Keep writes what is to be kept in the place of what was.
	Keep(ctx context.Context, write func(io.Writer) error) error
}

// worthKeeping is how many changed rows make the next start slow enough to keep
// the columns anew.
const worthKeeping = 10_000

// aside is what the desk knows beside the columns.
type aside struct {
	Conflicts json.RawMessage
	Erased    json.RawMessage
}

// takeDown brings back what was kept, once. What cannot be read is as if nothing
// had been kept. The desk is locked.
func (d *Desk) takeDown(ctx context.Context) error {
	if d.looked || d.Shelf == nil {
		return nil
	}
	d.looked = true
	kept, most, err := d.Shelf.Kept(ctx)
	if err != nil || kept == nil {
		return err
	}
	var columns evaluation.Columns
	var beside aside
	var rows, loose int64
	tape := column.Playing(kept, most)
	err = d.pass(tape, &columns, &beside, &rows, &loose)
	if closed := kept.Close(); err != nil || closed != nil {
		return nil // damaged: the rows tell it all again
	}
	if json.Unmarshal(beside.Conflicts, &d.conflicts) != nil || json.Unmarshal(beside.Erased, &d.erased) != nil {
		d.conflicts, d.erased = nil, nil
		return nil
	}
	d.now, d.rows, d.loose = columns, rows, loose
	return nil
}

// Keep puts the columns away for the next start, unless hardly anything changed
// since they were kept.
func (d *Desk) Keep(ctx context.Context) error {
	d.mutex.Lock()
	defer d.mutex.Unlock()
	return d.putAway(ctx)
}

func (d *Desk) putAway(ctx context.Context) error {
	if d.Shelf == nil || d.rows == 0 || d.changed < worthKeeping {
		return nil
	}
	var beside aside
	for _, one := range []struct {
		to   *json.RawMessage
		held any
	}{{&beside.Conflicts, d.conflicts}, {&beside.Erased, d.erased}} {
		written, err := json.Marshal(one.held)
		if err != nil {
			return fmt.Errorf("keeping the figures' columns: %w", err)
		}
		*one.to = written
	}
	if err := d.Shelf.Keep(ctx, func(to io.Writer) error {
		return d.pass(column.Recording(to), &d.now, &beside, &d.rows, &d.loose)
	}); err != nil {
		return fmt.Errorf("keeping the figures' columns: %w", err)
	}
	d.changed = 0
	return nil
}

// pass passes everything that the desk keeps, either way.
func (d *Desk) pass(tape *column.Tape, columns *evaluation.Columns, beside *aside, rows, loose *int64) error {
	tape.Number(rows)
	tape.Number(loose)
	for _, one := range []*json.RawMessage{&beside.Conflicts, &beside.Erased} {
		text := string(*one)
		tape.Text(&text)
		*one = json.RawMessage(text)
	}
	if err := columns.Pass(tape); err != nil {
		return err
	}
	return tape.Close()
}
