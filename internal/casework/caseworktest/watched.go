package caseworktest

import (
	"context"
	"slices"
	"sync"

	"throughline/internal/casework"
	"throughline/internal/domain/access"
	"throughline/internal/domain/journey"
)

// Watched is any record, with what was written through it kept for a test to
// look at.
type Watched struct {
	casework.Record
	Ledger []access.Entry // every line written, in order
	Deaf   error          // what Witness answers, where it is to fail

	mutex sync.Mutex
	facts []journey.Fact
}

// Append writes a change, and keeps its facts and its ledger line.
func (w *Watched) Append(ctx context.Context, change casework.Change) (casework.Receipt, error) {
	receipt, err := w.Record.Append(ctx, change)
	if err != nil || receipt.Replayed {
		return receipt, err
	}
	w.mutex.Lock()
	defer w.mutex.Unlock()
	for i, fact := range change.Facts {
		fact.ID = receipt.Facts[i]
		w.facts = append(w.facts, fact)
	}
	change.Entry.Facts = receipt.Facts
	w.Ledger = append(w.Ledger, change.Entry)
	return receipt, nil
}

// Witness writes one line of the ledger and keeps it, or answers Deaf.
func (w *Watched) Witness(ctx context.Context, entry access.Entry) error {
	if w.Deaf != nil {
		return w.Deaf
	}
	if err := w.Record.Witness(ctx, entry); err != nil {
		return err
	}
	w.mutex.Lock()
	defer w.mutex.Unlock()
	w.Ledger = append(w.Ledger, entry)
	return nil
}

// Facts returns every fact written, words and all.
func (w *Watched) Facts() []journey.Fact {
	w.mutex.Lock()
	defer w.mutex.Unlock()
	return slices.Clone(w.facts)
}

// Last returns the newest line of the ledger, and false where there is none.
func (w *Watched) Last() (access.Entry, bool) {
	w.mutex.Lock()
	defer w.mutex.Unlock()
	if len(w.Ledger) == 0 {
		return access.Entry{}, false
	}
	return w.Ledger[len(w.Ledger)-1], true
}
