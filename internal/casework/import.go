package casework

import (
	"context"

	"throughline/internal/domain/access"
	"throughline/internal/domain/journey"
)

// Importer is the store of facts, as an import of a whole package needs it.
type Importer interface {
	// Import runs bring in one transaction, with one ledger line: all that it puts
	// is written, with the rows that follow from it, or nothing is.
	Import(ctx context.Context, entry access.Entry, bring func(Intake) error) error
}

// Intake takes facts that carry a Source: the table and key of their row.
type Intake interface {
	// Lookup returns the woman and case of the fact that was written from a source.
	Lookup(ctx context.Context, source string) (woman, caseID string, found bool, err error)
	// Put writes a fact, unless the same row was written before; where the row has
	// changed, the fact supersedes the one written from it.
	Put(ctx context.Context, fact journey.Fact) (Verdict, error)
}

// Verdict is what became of an imported row.
type Verdict int

// The verdicts.
const (
	RowNew Verdict = iota
	RowUnchanged
	RowChanged
)
