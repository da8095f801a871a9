package caseworktest

import (
	"context"

	"throughline/internal/casework"
)

// Raced is a record in which something is written between what a verb reads and
// what it writes.
type Raced struct {
	casework.Record
	Meanwhile func() // is done once, before the next change
}

// Append lets what happens meanwhile happen first.
func (r *Raced) Append(ctx context.Context, change casework.Change) (casework.Receipt, error) {
	if meanwhile := r.Meanwhile; meanwhile != nil {
		r.Meanwhile = nil
		meanwhile()
	}
	return r.Record.Append(ctx, change)
}
