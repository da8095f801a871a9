package caseworktest

import (
	"context"
	"crypto/sha256"
	"reflect"
	"slices"
	"time"

	"throughline/internal/casework"
	"throughline/internal/casework/spreadsheet"
	"throughline/internal/domain/access"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
)

var _ spreadsheet.Store = (*Record)(nil)

// sheetPart is a part of a spreadsheet as it is kept.
type sheetPart struct {
	id   string
	part int
}

type keptPart struct {
	plain []byte
	kept  time.Time
}

// KeepSheet keeps a part of a spreadsheet.
func (r *Record) KeepSheet(_ context.Context, id string, part int, _ string, plain []byte) error {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	if r.sheets == nil {
		r.sheets = map[sheetPart]keptPart{}
	}
	r.sheets[sheetPart{id, part}] = keptPart{slices.Clone(plain), r.Now()}
	return nil
}

// Sheet opens a part of a spreadsheet.
func (r *Record) Sheet(_ context.Context, id string, part int) ([]byte, error) {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	kept, there := r.sheets[sheetPart{id, part}]
	if !there {
		return nil, casework.Fail(casework.NotFound, "opening a spreadsheet", "there is no such spreadsheet")
	}
	return kept.plain, nil
}

// Sheets returns the ids of all spreadsheets, the newest first.
func (r *Record) Sheets(context.Context) ([]string, error) {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	var ids []string
	for at := range r.sheets {
		if at.part == 0 {
			ids = append(ids, at.id)
		}
	}
	slices.SortFunc(ids, func(a, b string) int {
		return r.sheets[sheetPart{b, 0}].kept.Compare(r.sheets[sheetPart{a, 0}].kept)
	})
	return ids, nil
}

// DropSheet takes parts of a spreadsheet away.
func (r *Record) DropSheet(_ context.Context, id string, from, to int) error {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	for at := range r.sheets {
		if at.id == id && at.part >= from && at.part < to {
			delete(r.sheets, at)
		}
	}
	return nil
}

// ForgetSheets takes old spreadsheets away.
func (r *Record) ForgetSheets(_ context.Context, before time.Time) error {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	for at := range r.sheets {
		head, whole := r.sheets[sheetPart{at.id, 0}]
		if whole && head.kept.Before(before) || !whole && r.sheets[at].kept.Before(before) {
			defer delete(r.sheets, at)
		}
	}
	return nil
}

// Sourced returns the cases of those of the sources that a fact stands under now.
func (r *Record) Sourced(_ context.Context, sources []string) (map[string]string, error) {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	stands := map[string]string{}
	for _, fact := range r.facts {
		if fact.Source == "" || !slices.Contains(sources, fact.Source) {
			continue
		}
		if stands[fact.Source] = fact.Case; fact.Body.Kind() == journey.KindWithdrawn {
			delete(stands, fact.Source)
		}
	}
	return stands, nil
}

// Bring writes what is put in, or nothing.
func (r *Record) Bring(ctx context.Context, entry access.Entry, bring func(casework.Intake) error) error {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	before := len(r.facts)
	if err := bring(taking{r}); err != nil {
		r.facts = r.facts[:before]
		return err
	}
	for _, fact := range r.facts[before:] {
		if !slices.Contains(entry.Women, fact.Woman) {
			entry.Women = append(entry.Women, fact.Woman)
			r.match(fact.Woman)
		}
	}
	r.note(entry)
	return nil
}

// taking takes facts that carry a source. The record is locked.
type taking struct{ *Record }

// last returns the last fact written from a source.
func (t taking) last(source string) (journey.Fact, bool) {
	for _, fact := range slices.Backward(t.facts) {
		if fact.Source == source && source != "" {
			return fact, true
		}
	}
	return journey.Fact{}, false
}

// Lookup returns the woman and case of the fact that was written from a source.
func (t taking) Lookup(_ context.Context, source string) (woman, caseID string, found bool, err error) {
	fact, found := t.last(source)
	return fact.Woman, fact.Case, found, nil
}

// Put writes a fact, unless the same row was written before.
func (t taking) Put(_ context.Context, fact journey.Fact) (casework.Verdict, error) {
	if t.erased(fact.Woman) {
		return casework.RowUnchanged, nil
	}
	last, before := t.last(fact.Source)
	switch {
	case !before:
		t.put(fact)
		return casework.RowNew, nil
	case last.Woman != fact.Woman || last.Case != fact.Case:
		return casework.RowNew, casework.Fail(casework.Internal, "importing", "row %s was imported of another woman or case", fact.Source)
	case reflect.DeepEqual(last.Body, fact.Body) && reflect.DeepEqual(last.Words, fact.Words) &&
		(last.Happened == fact.Happened || fact.Body.Kind().Undated() || fact.Body.Kind() == journey.KindWithdrawn):
		return casework.RowUnchanged, nil
	}
	fact.Supersedes, fact.Why, fact.Known = last.ID, journey.CorrectionImport, calendar.At(t.Now())
	t.put(fact)
	return casework.RowChanged, nil
}

// Digests makes digests for tests, without a key.
type Digests struct{}

// Digest returns the same bytes for the same data.
func (Digests) Digest(data []byte) ([]byte, error) {
	sum := sha256.Sum256(data)
	return sum[:16], nil
}

// Settings are settings in memory.
type Settings map[string]string

// Setting returns one of them.
func (s Settings) Setting(_ context.Context, name string) (string, error) { return s[name], nil }

// SetSetting keeps one.
func (s Settings) SetSetting(_ context.Context, name, value string) error {
	s[name] = value
	return nil
}
