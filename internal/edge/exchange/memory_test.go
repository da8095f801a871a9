package exchange

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"reflect"
	"testing"
	"time"

	"throughline/internal/casework"
	"throughline/internal/casework/administration"
	"throughline/internal/domain/access"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
)

// memory is a store of facts that forgets when the test ends.
type memory struct {
	facts   []journey.Fact
	latest  map[string]int // by source
	entries []access.Entry
	ids     int
	scrap   bool // keeps no facts, for packages that are too large to hold
}

func newMemory() *memory { return &memory{latest: map[string]int{}} }

func (m *memory) Import(_ context.Context, entry access.Entry, bring func(casework.Intake) error) error {
	before, latest := len(m.facts), maps.Clone(m.latest)
	if err := bring(m); err != nil {
		m.facts, m.latest = m.facts[:before], latest
		return err
	}
	m.entries = append(m.entries, entry)
	return nil
}

func (m *memory) Lookup(_ context.Context, source string) (string, string, bool, error) {
	at, found := m.latest[source]
	if !found {
		return "", "", false, nil
	}
	return m.facts[at].Woman, m.facts[at].Case, true, nil
}

func (m *memory) Put(_ context.Context, fact journey.Fact) (casework.Verdict, error) {
	if m.scrap {
		return casework.RowNew, nil
	}
	if fact.Source == "" {
		return 0, errors.New("a fact without a source")
	}
	if !fact.Known.Known() {
		return 0, fmt.Errorf("%s could never be known", fact.Source)
	}
	at, found := m.latest[fact.Source]
	verdict := casework.RowNew
	if found {
		old := m.facts[at]
		if old.Woman != "" && old.Woman != fact.Woman || old.Case != fact.Case {
			return 0, fmt.Errorf("%s has moved", fact.Source)
		}
		if fact.Body.Kind().Undated() {
			fact.Happened = old.Happened
		}
		if old.Woman == fact.Woman && old.Happened == fact.Happened && reflect.DeepEqual(old.Body, fact.Body) && reflect.DeepEqual(old.Words, fact.Words) {
			return casework.RowUnchanged, nil
		}
		fact.Supersedes, fact.Why, verdict = old.ID, journey.CorrectionImport, casework.RowChanged
	}
	m.ids++
	fact.ID = fmt.Sprintf("F%08d", m.ids)
	m.latest[fact.Source] = len(m.facts)
	m.facts = append(m.facts, fact)
	return verdict, nil
}

// rows folds every woman as at a day.
func (m *memory) rows(asAt calendar.Day) []journey.Row {
	var order []string
	of := map[string][]journey.Fact{}
	for _, fact := range m.facts {
		if fact.Woman == "" {
			continue
		}
		if of[fact.Woman] == nil {
			order = append(order, fact.Woman)
		}
		of[fact.Woman] = append(of[fact.Woman], fact)
	}
	var rows []journey.Row
	for _, woman := range order {
		rows = append(rows, journey.Fold(of[woman], asAt)...)
	}
	return rows
}

// from returns the fact that stands for a source.
func (m *memory) from(t *testing.T, source string) journey.Fact {
	t.Helper()
	at, found := m.latest[source]
	if !found {
		t.Fatalf("no fact comes from %s", source)
	}
	return m.facts[at]
}

var now = time.Date(2021, time.September, 6, 9, 0, 0, 0, time.UTC)

var operator = access.Asker{ID: "operator", Role: access.Administrator}

var ids int

// bench returns what the verb stands on, with ids that count up.
func bench() casework.Bench {
	return casework.Bench{Now: func() time.Time { return now }, NewID: func() string {
		ids++
		return fmt.Sprintf("id%06d", ids)
	}}
}

// bring imports the package at a path and returns what was told.
func bring(t *testing.T, store *memory, name string, options Options, acceptValid bool) (administration.ImportReport, []administration.Rejection, error) {
	t.Helper()
	parcel, err := Open(name, options)
	if err != nil {
		return administration.ImportReport{}, nil, err
	}
	defer parcel.Close()
	var told []administration.Rejection
	report, err := administration.Import(t.Context(), bench(), store, operator, parcel, administration.ImportOrder{
		AcceptValid: acceptValid,
		Reject:      func(r administration.Rejection) error { told = append(told, r); return nil },
	})
	return report, told, err
}
