package cli

import (
	"context"
	"encoding/json"
	"errors"
)

type rebuildCommand struct{ place }

// Run works every case row out anew from the facts and says what differed.
func (c rebuildCommand) Run(ctx context.Context, t terminal) error {
	in, err := c.open(ctx, opening{})
	if err != nil {
		return err
	}
	found, err := in.record.Rebuild(ctx)
	if err := errors.Join(err, in.close(ctx)); err != nil {
		return err
	}
	return json.NewEncoder(t.out).Encode(found)
}
