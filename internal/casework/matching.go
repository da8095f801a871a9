package casework

import (
	"context"
	"time"

	"throughline/internal/domain/access"
	"throughline/internal/domain/journey"
)

// Matching says by what an account is found to be too close to a woman. Only keyed
// tokens of it are kept, never what was typed.
type Matching struct {
	Account string
	// From is ConflictMatch for what is the person's own, a last name with a
	// postcode, or a phone, which replaces what was kept before; and
	// ConflictWorkers for a woman whom the person knows, which is added.
	From      journey.ConflictSource
	Who       journey.Identity
	Reference string   // custody or crime reference of a referral
	Women     []string // she is known already, and hidden at once
}

// Guard keeps what safeguarding needs beside the facts.
type Guard interface {
	// Match keeps a matching, with the ledger line, and hides every woman who
	// matches from the account in the same transaction. A woman who comes to match
	// later is hidden in the transaction that tells it: see Record.Append.
	Match(ctx context.Context, entry access.Entry, matching Matching) error
	// Overseen returns the lines of the ledger that governance is shown, the newest
	// first: see access.Entry.Overseen. Of a woman whom a conflict hides from the
	// asker it returns the searches alone; her other lines take no place among the
	// first of the limit either.
	Overseen(ctx context.Context, asker access.Asker, limit int) ([]access.Entry, error)
	// Searches returns how many searches an account made since a moment, and when
	// the first of them was.
	Searches(ctx context.Context, account string, since time.Time) (int, time.Time, error)
}
