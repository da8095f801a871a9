package caseworktest

import (
	"context"
	"slices"

	"throughline/internal/casework"
	"throughline/internal/casework/documents"
)

var _ documents.Store = (*Record)(nil)

// Filed returns the room's record as documents need it.
func (r *Room) Filed() documents.Store { return r.Record.Record.(documents.Store) }

// KeepDocument keeps a document of a woman under an id, once.
func (r *Record) KeepDocument(_ context.Context, woman, id string, plain []byte) error {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	if _, kept := r.documents[id]; kept || r.erased(woman) {
		return casework.Fail(casework.Conflict, "keeping a document", "it is kept already, or she is erased")
	}
	if r.documents == nil {
		r.documents = map[string]paper{}
	}
	r.documents[id] = paper{woman, slices.Clone(plain)}
	return nil
}

// Document returns what was kept under an id for a woman.
func (r *Record) Document(_ context.Context, woman, id string) ([]byte, error) {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	kept, known := r.documents[id]
	if !known || kept.woman != woman {
		return nil, casework.Fail(casework.NotFound, "opening a document", "there is no such document")
	}
	return kept.plain, nil
}

// DropDocument ends what was kept.
func (r *Record) DropDocument(_ context.Context, woman, id string) error {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	if r.documents[id].woman == woman {
		delete(r.documents, id)
	}
	return nil
}
