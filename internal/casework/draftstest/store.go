package draftstest

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"throughline/internal/casework/drafts"
)

// Store is a drafts.Store in memory.
type Store struct {
	Fault error // what every call answers, where it is to fail

	mu   sync.Mutex
	kept map[string]drafts.Sealed
}

var _ drafts.Store = (*Store)(nil)

// New returns an empty store.
func New() *Store { return &Store{kept: map[string]drafts.Sealed{}} }

// Desk returns a desk on the store whose seal is plain to read.
func (s *Store) Desk(now func() time.Time) *drafts.Desk {
	return &drafts.Desk{Store: s, Seal: Seal{}, Now: now}
}

func (s *Store) do(work func()) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.Fault == nil {
		work()
	}
	return s.Fault
}

// KeepDraft keeps a draft in the place of the one before.
func (s *Store) KeepDraft(_ context.Context, draft drafts.Sealed, most int) error {
	return s.do(func() {
		if old, known := s.kept[draft.ID]; known && old.Sealed == nil && draft.Key != "" && old.Key == draft.Key {
			return
		}
		s.kept[draft.ID] = draft
		var own []drafts.Sealed
		for _, one := range s.kept {
			if one.Account == draft.Account {
				own = append(own, one)
			}
		}
		slices.SortFunc(own, func(a, b drafts.Sealed) int {
			return cmp.Or(b.Kept.Compare(a.Kept), strings.Compare(a.ID, b.ID))
		})
		for _, one := range own[min(most, len(own)):] {
			delete(s.kept, one.ID)
		}
	})
}

// DraftsOf returns the drafts of an account that were kept after a moment.
func (s *Store) DraftsOf(_ context.Context, account string, after time.Time) (all []drafts.Sealed, err error) {
	err = s.do(func() {
		for _, one := range s.kept {
			if one.Account == account && one.Kept.After(after) && one.Sealed != nil {
				all = append(all, one)
			}
		}
	})
	return all, err
}

// SettleDraft drops a draft because its form was saved with this key.
func (s *Store) SettleDraft(_ context.Context, draft drafts.Sealed) error {
	draft.Sealed = nil
	return s.do(func() { s.kept[draft.ID] = draft })
}

// DropDraft drops a draft.
func (s *Store) DropDraft(_ context.Context, id string) error {
	return s.do(func() {
		if s.kept[id].Sealed != nil {
			delete(s.kept, id)
		}
	})
}

// DropDraftsBefore drops all that were kept at or before a moment.
func (s *Store) DropDraftsBefore(_ context.Context, before time.Time) error {
	return s.do(func() {
		for id, one := range s.kept {
			if !one.Kept.After(before) {
				delete(s.kept, id)
			}
		}
	})
}

// Seal binds plain bytes to their place, for all to read.
type Seal struct {
	Fault error // what sealing answers, where it is to fail
}

// Seal writes the place before the bytes.
func (s Seal) Seal(table, row, column string, plain []byte) ([]byte, error) {
	return append([]byte(table+"/"+row+"/"+column+":"), plain...), s.Fault
}

// Open takes the place off again, where it is the same.
func (s Seal) Open(table, row, column string, sealed []byte) ([]byte, error) {
	plain, found := strings.CutPrefix(string(sealed), table+"/"+row+"/"+column+":")
	if !found {
		return nil, fmt.Errorf("not sealed for %s.%s", table, column)
	}
	return []byte(plain), nil
}
