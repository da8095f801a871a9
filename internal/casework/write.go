package casework

import (
	"context"

	"throughline/internal/domain/access"
	"throughline/internal/domain/journey"
)

// Writing is what a verb is about to write of a case, whatever a page showed.
type Writing struct {
	Op      string
	Asker   access.Asker
	Case    string
	Key     string
	Action  access.Action
	Purpose access.Purpose
	Classes access.Classes
	Entered any // what was entered, by which a change sent twice is known again
	// May holds the asker to more than the table of the door; nil for nothing more.
	May func(Standing) bool
	// Decide returns the facts that follow on the case as it stands.
	Decide func(journey.Pen, journey.Row, Standing) ([]journey.Fact, error)
	Post   []Outgoing // messages that this makes leave later
}

// decidedAnew is how often a change is decided anew because something was written
// of her meanwhile.
const decidedAnew = 5

// Write authorises, loads, decides, appends and tells. What somebody else wrote
// meanwhile is not passed over: the change is decided anew on it. A change sent
// twice is answered as the first time, also where its own first sending is why it
// could not be decided again.
func (b Bench) Write(ctx context.Context, w Writing) (receipt Receipt, err error) {
	for range decidedAnew {
		if receipt, err = b.writeOnce(ctx, w); KindOf(err) != Conflict {
			break
		}
	}
	return receipt, err
}

func (b Bench) writeOnce(ctx context.Context, w Writing) (Receipt, error) {
	row, standing, err := b.Admit(ctx, w.Op, w.Asker, w.Case, w.Action, w.Purpose, w.Classes)
	if err != nil {
		return Receipt{}, err
	}
	if w.May != nil && !w.May(standing) {
		return Receipt{}, b.Absent(ctx, w.Op, w.Asker, row, w.Action, w.Purpose)
	}
	digest, err := Digest(w.Key, w.Op, w.Asker, w.Case, w.Entered)
	if err != nil {
		return Receipt{}, err
	}
	change := Change{
		Key: w.Key, Digest: digest, Case: w.Case, Seen: row.Version, Outgoing: w.Post,
		Entry: b.Note(w.Asker, w.Action, w.Purpose, w.Op, w.Classes, row),
	}
	facts, undecided := w.Decide(b.Pen(w.Asker), row, standing)
	if undecided != nil {
		if receipt, sent := b.Sent(ctx, change); sent {
			return receipt, nil
		}
		return Receipt{}, In(w.Op, undecided)
	}
	change.Facts = facts
	receipt, err := b.Record.Append(ctx, change)
	if err != nil {
		return Receipt{}, In(w.Op, err)
	}
	return receipt, nil
}

// Sent returns the first answer to a change of a case that was sent before, and
// false where its key is new. It writes nothing.
func (b Bench) Sent(ctx context.Context, change Change) (Receipt, bool) {
	change.Seen, change.Facts = OtherVersion, nil // answered where its key is known, a conflict where it is not
	receipt, err := b.Record.Append(ctx, change)
	return receipt, err == nil
}

// noCase is the id of no case.
const noCase = "none"

// SentBefore says whether a change of the service itself, which belongs to no case,
// was sent before. It writes nothing: of a case that there never is, a key that is
// new finds nothing.
func (b Bench) SentBefore(ctx context.Context, change Change) bool {
	change.Case = noCase
	_, sent := b.Sent(ctx, change)
	return sent
}
