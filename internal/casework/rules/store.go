package rules

import (
	"context"
	"time"

	"throughline/internal/casework"
	"throughline/internal/domain/access"
	"throughline/internal/domain/calendar"
)

// Kept is one line of the editions written here. A line without a text takes
// back the edition of its scheme that begins on its day.
type Kept struct {
	ID       string // of the request that wrote it
	Scheme   string
	From     calendar.Day // the first day the edition decides
	Text     string       // YAML
	Account  string       // who wrote it: the account's id, and name and agency as they were
	Name     string
	Agency   string
	Written  time.Time // set by the store
	Why      string
	Accepted []Accepted
}

// Accepted is a scenario of the table beside a rulebook that answers differently
// under an edition, with the reason why that is right.
type Accepted struct {
	Scenario string `json:"scenario"`
	Why      string `json:"why"`
}

// TakesBack says whether the line takes an edition back.
func (k Kept) TakesBack() bool { return k.Text == "" }

// What an EditionStore can answer beside success. Nothing was written.
var (
	ErrDayTaken  = casework.Fail(casework.Conflict, "keeping an edition", "another edition of the scheme begins on that day")
	ErrNoEdition = casework.Fail(casework.NotFound, "keeping an edition", "no edition written here begins on that day")
	ErrMovedOn   = casework.Fail(casework.Conflict, "keeping an edition", "another edition was written or taken back meanwhile")
	ErrKeyUsed   = casework.Fail(casework.Conflict, "keeping an edition", "the key was used for another edition")
)

// EditionStore keeps the editions written here. Lines are added, never changed.
type EditionStore interface {
	// Editions returns every line in the order they were written.
	Editions(ctx context.Context) ([]Kept, error)
	// KeepEdition adds a line and the ledger line of it in one transaction. A line
	// whose ID is there already with the same scheme, day and text is kept once.
	// It answers ErrDayTaken where an edition stands on that day, ErrNoEdition
	// where there is none to take back, ErrKeyUsed where the ID is another's, and
	// ErrMovedOn where the scheme does not have as many lines as were seen, unless
	// that is casework.AnyVersion.
	KeepEdition(ctx context.Context, line Kept, seen int, entry access.Entry) error
}
