package casework

import (
	"context"
	"time"

	"throughline/internal/domain/access"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
)

// Change is what a verb appends in one transaction: facts, the rows that follow
// from them, and the ledger line, all or none.
type Change struct {
	// Key makes the change happen once: the same key with the same Digest gives
	// the first answer again; with another Digest it is a Conflict.
	Key    string
	Digest string

	// Case and Seen are the case the asker saw and the version she saw; the
	// change is a Conflict where the case has moved on. An empty Case, or a Seen
	// of AnyVersion, is not compared.
	Case string
	Seen int
	// Upon are the versions of the cases that the facts are of, where there are
	// several: the change is a Conflict where one of them has moved on.
	Upon map[string]int

	Facts []journey.Fact
	Entry access.Entry

	Outgoing []Outgoing // messages that this makes leave later
	Settled  []Settled  // what becomes of messages that wait
	Jobs     []Job      // long work that this asks for
}

// Versions that no case has.
const (
	// AnyVersion means that a change does not depend on what the asker saw.
	AnyVersion = -1
	// OtherVersion means that the asker saw something else than what stands.
	OtherVersion = -2
)

// Receipt is the answer to a change that is durably written.
type Receipt struct {
	Woman    string // of the first fact that has one
	Case     string // of the first fact that has one
	Version  int    // of the case after the change
	Facts    []string
	Replayed bool // the key was known, and nothing was written again
}

// Case is a case as an asker may see it: the words of facts whose class was not
// opened are nil.
type Case struct {
	Row   journey.Row
	Facts []journey.Fact // effective, of the case and of the woman, in the order they happened
	Who   journey.Identity
	// Undone is what was undone, in the order it was. It stands no more, and is among
	// no facts; whoever had the case open before must learn of it.
	Undone []journey.Undoing
}

// Filter chooses rows. Zero fields choose everything.
type Filter struct {
	Scheme string
	Worker string // keyworker's account id
	Sender string // agency whose officer referred her
	Woman  string
	// Organisation is the agency that supports her: her keyworker's, or else the one
	// the referral names.
	Organisation string
	Tied         journey.Tie  // only cases with this tie; see journey.Row.Ties. Without a Who: with anybody
	Reference    string       // as Reference gives it, however it is typed
	Open         bool         // only cases that are not closed
	Closed       bool         // only cases that are closed
	ClosedBy     calendar.Day // only cases closed on or before this day
	Waiting      bool         // only cases without a keyworker
	Since        calendar.Day // referred on or after
	Gone         bool         // also cases of women whose record was erased: only for sums of coded amounts
	Order        Order
	Limit        int // 0: all
	Offset       int
}

// Order is how rows are sorted.
type Order string

// The orders of lists.
const (
	NewestFirst Order = ""
	OldestFirst Order = "oldest"
)

// Record is the store of facts, as the verbs need it. Every method that reads
// of a woman is called only after the door has said yes, and its answer leaves
// only after Witness has returned.
type Record interface {
	// Append writes a change durably. It returns a Conflict where the case moved
	// on, and a NotFound where a case does not exist.
	Append(ctx context.Context, change Change) (Receipt, error)

	// Row returns the row of a case: codes, dates and counts, no words.
	Row(ctx context.Context, caseID string) (journey.Row, error)
	// Rows returns the rows a filter chooses, without those that a conflict hides
	// from the asker.
	Rows(ctx context.Context, asker access.Asker, filter Filter) ([]journey.Row, error)
	// Count returns how many rows Rows would return, whatever the limit.
	Count(ctx context.Context, asker access.Asker, filter Filter) (int, error)

	// Loads returns what every keyworker carries who has an open case, or was given
	// one on or after a day; only of one keyworker where one is named. It is without
	// cases that a conflict hides from the asker.
	Loads(ctx context.Context, asker access.Asker, worker string, since calendar.Day) ([]Carried, error)

	// Hidden returns the rows that a conflict hides from the asker: for the ledger,
	// and so that figures are counted without them. No page shows them.
	Hidden(ctx context.Context, asker access.Asker) ([]journey.Row, error)
	// Case returns a case with the words of the given classes opened.
	Case(ctx context.Context, caseID string, open access.Classes) (Case, error)
	// Who returns who these women are.
	Who(ctx context.Context, women []string) (map[string]journey.Identity, error)
	// Find returns the women whose keyed tokens match the identity or reference.
	Find(ctx context.Context, identity journey.Identity) ([]string, error)

	// Messages returns the messages that a filter chooses, the soonest first.
	Messages(ctx context.Context, filter MessageFilter) ([]Message, error)

	// Witness writes one line of the ledger durably.
	Witness(ctx context.Context, entry access.Entry) error

	// Loose returns the coded facts of these kinds written after a mark, superseded
	// ones included, and the new mark: encounters, training and costs belong to no
	// case. Mark 0 is the beginning.
	Loose(ctx context.Context, mark int64, kinds ...journey.Kind) ([]journey.Fact, int64, error)
	// Changes calls take for every row written after the given mark, in order,
	// and returns the new mark. Mark 0 is the beginning.
	Changes(ctx context.Context, mark int64, take func(journey.Row) error) (int64, error)
	// History calls take for every woman with all her coded facts, words closed.
	History(ctx context.Context, take func(facts []journey.Fact) error) error
}

// Carried is what one keyworker carries, in numbers.
type Carried struct {
	Worker   string       // account id
	Open     int          // cases that are not closed
	Taken    int          // cases given to her on or after the day asked from
	New      int          // open cases whose woman nobody has spoken to since she was given them
	NewSince calendar.Day // when the longest waiting of them was; zero where there are none
}

// Clock tells the time.
type Clock func() time.Time

// Bench is what every verb stands on.
type Bench struct {
	Record Record
	Now    Clock
	NewID  func() string
}

// Pen returns the pen of an asker.
func (b Bench) Pen(asker access.Asker) journey.Pen {
	return journey.Pen{Now: b.Now(), By: asker.ID, Agency: asker.Agency, NewID: b.NewID}
}

// Today returns the day it is.
func (b Bench) Today() calendar.Day { return calendar.DayOf(b.Now()) }
