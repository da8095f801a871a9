package rules_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"throughline/internal/casework"
	"throughline/internal/casework/caseworktest"
	"throughline/internal/casework/rules"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
	"throughline/internal/domain/scheme"
	"throughline/internal/edge/record"
	"throughline/internal/edge/record/recordtest"
	"throughline/schemes"
)

var ctx = context.Background()

// house is a rules desk over a record on disk, with its ledger lines.
type house struct {
	*caseworktest.Room
	t     *testing.T
	desk  *rules.Desk
	store *record.Store
	lines *recordtest.Lines
	here  casework.Schemes
}

func newHouse(t *testing.T) *house {
	t.Helper()
	h := &house{Room: caseworktest.NewRoom(t), t: t, lines: &recordtest.Lines{}}
	store, err := record.Open(ctx, record.Options{Folder: t.TempDir(), Vault: recordtest.Vault{}, Ledger: h.lines.Append, Now: h.Now})
	if err != nil {
		t.Fatal(err)
	}
	h.store = store
	t.Cleanup(func() {
		if err := store.Close(); err != nil {
			t.Error(err)
		}
	})
	h.desk = h.instance()
	return h
}

// instance is a desk of one more instance over the same record.
func (h *house) instance() *rules.Desk {
	h.t.Helper()
	live, err := rules.Open(ctx, shipped(h.t), h.store)
	if err != nil {
		h.t.Fatal(err)
	}
	h.here = casework.Schemes{Rules: live, Delivers: []string{"lwds"}, Settings: map[string]scheme.Settings{"lwds": {"covered_areas": []string{"Central West"}}}}
	return &rules.Desk{Bench: h.Bench, Schemes: h.here, Live: live, Store: h.store, Scenarios: schemes.Scenarios}
}

// shipped is a library of London's scheme alone.
func shipped(t *testing.T) *scheme.Library {
	t.Helper()
	text := london(t)
	book, err := scheme.Parse([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	library, err := scheme.NewLibrary(scheme.Edition{Book: book, Text: []byte(text)})
	if err != nil {
		t.Fatal(err)
	}
	return library
}

// london is London's rulebook with some of its words replaced.
func london(t *testing.T, replace ...string) string {
	t.Helper()
	text, err := schemes.Files.ReadFile("lwds.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i < len(replace); i += 2 {
		if !strings.Contains(string(text), replace[i]) {
			t.Fatalf("London's rulebook does not say %q", replace[i])
		}
	}
	return strings.NewReplacer(replace...).Replace(string(text))
}

// Three appointments, and those by phone count.
var three = []string{"- required: 2", "- required: 3", "- kind: phone\n          not_stated: true", "- kind: phone\n          counts: yes\n          text: By phone."}

func (h *house) tomorrow() calendar.Day { return calendar.DayOf(h.Now()).AddDays(1) }

// put puts an edition in force as the service lead.
func (h *house) put(text string, from calendar.Day) {
	h.t.Helper()
	edition := rules.Edition{Scheme: "lwds", Text: text, From: from, Why: "agreed with the commissioner", Seen: casework.AnyVersion}
	if err := h.desk.PutInForce(ctx, caseworktest.Lead, h.Key(), edition); err != nil {
		h.t.Fatal(err)
	}
}

// said returns the problems that an answer names, as "field: what to do".
func said(t *testing.T, err error) []string {
	t.Helper()
	var problems journey.Problems
	if !errors.As(err, &problems) {
		t.Fatalf("%v is no list of problems", err)
	}
	var all []string
	for _, problem := range problems {
		all = append(all, fmt.Sprintf("%s: %s", problem.Field, problem.Say))
	}
	return all
}
