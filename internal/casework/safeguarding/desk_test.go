package safeguarding_test

import (
	"context"
	"errors"
	"testing"

	"throughline/internal/casework"
	"throughline/internal/casework/caseworktest"
	"throughline/internal/casework/safeguarding"
	"throughline/internal/casework/support"
	"throughline/internal/domain/access"
	"throughline/internal/domain/journey"
)

func TestMain(m *testing.M) { caseworktest.Main(m) }

var ctx = context.Background()

// People of the tests beside those of caseworktest.
var (
	safety   = access.Asker{ID: "ig-1", Name: "Ines", Agency: "Council", Role: access.InformationGovernance}
	privacy  = access.Asker{ID: "ig-2", Name: "Tom", Agency: "Advance", Role: access.InformationGovernance}
	manager  = access.Asker{ID: "manager-1", Name: "Mia", Agency: "Harbour", Role: access.PartnerManager}
	stranger = access.Asker{ID: "keyworker-9", Name: "Noor", Agency: "Harbour", Role: access.Keyworker}
)

// staff are everybody who may sign in.
var staff = []access.Asker{
	caseworktest.Officer, caseworktest.Colleague, caseworktest.OtherForce, caseworktest.Keyworker, caseworktest.OtherWorker,
	caseworktest.Lead, caseworktest.Commissioner, caseworktest.Admin, safety, privacy, manager, stranger,
}

// house is a service with its safeguarding desk.
type house struct {
	*caseworktest.Room
	t       *testing.T
	desk    safeguarding.Desk
	support support.Desk
	lead    string // account id of the safeguarding lead
}

type team struct{}

func (team) Keyworkers(context.Context) ([]support.Keyworker, error) {
	return []support.Keyworker{{ID: caseworktest.Keyworker.ID, Name: "Priya", Agency: "Advance", OpenLimit: 30, YearLimit: 60}}, nil
}

// read are the schemes, read once for all the houses.
var read casework.Schemes

func schemesOf(t *testing.T) casework.Schemes {
	if read.Rules == nil {
		read = caseworktest.Rules(t)
	}
	return read
}

func newHouse(t *testing.T) *house {
	t.Helper()
	room := caseworktest.NewRoom(t)
	var people caseworktest.Team
	for _, one := range staff {
		people = append(people, casework.Person{ID: one.ID, Name: one.Name, Agency: one.Agency, Role: one.Role})
	}
	h := &house{Room: room, t: t}
	h.desk = safeguarding.Desk{Bench: room.Bench, Guard: room.Guard(), Staff: people, Lead: func(context.Context) (string, error) { return h.lead, nil }}
	h.support = support.Desk{Bench: room.Bench, Schemes: schemesOf(t), People: team{}, Staff: people}
	return h
}

// hers refers a woman whose keyworker is Keyworker, and returns her row.
func (h *house) hers(change ...func(*journey.Identity)) journey.Row {
	h.t.Helper()
	entry := caseworktest.Amina()
	entry.Scheme, entry.Pathway = "lwds", journey.ConditionalCaution
	for _, one := range change {
		one(&entry.Identity)
	}
	facts, err := h.Bench.Pen(caseworktest.Officer).Refer(entry, "")
	if err != nil {
		h.t.Fatal(err)
	}
	receipt, err := h.Record.Append(ctx, casework.Change{Facts: facts, Entry: h.note(caseworktest.Officer)})
	if err != nil {
		h.t.Fatal(err)
	}
	row := h.row(receipt.Case)
	if facts, err = h.Bench.Pen(caseworktest.Lead).Allocate(row, caseworktest.Keyworker.ID, caseworktest.Keyworker.Agency, ""); err != nil {
		h.t.Fatal(err)
	}
	if _, err := h.Record.Append(ctx, casework.Change{Facts: facts, Entry: h.note(caseworktest.Lead)}); err != nil {
		h.t.Fatal(err)
	}
	return h.row(receipt.Case)
}

func (h *house) note(asker access.Asker) access.Entry {
	return asker.Note(h.Now(), access.Append, access.ForSupport, "a fact", 0)
}

func (h *house) row(caseID string) journey.Row {
	h.t.Helper()
	row, err := h.Record.Row(ctx, caseID)
	if err != nil {
		h.t.Fatal(err)
	}
	return row
}

func (h *house) must(err error) {
	h.t.Helper()
	if err != nil {
		h.t.Fatal(err)
	}
}

// mark hides a woman from somebody, as her keyworker does.
func (h *house) mark(row journey.Row, entry journey.ConflictEntry) {
	h.t.Helper()
	if entry.From == "" {
		entry.From = journey.ConflictHers
	}
	h.must(h.desk.Mark(ctx, caseworktest.Keyworker, row.Case, h.Key(), entry))
}

// sees says whether the asker finds her case on the plainest list.
func (h *house) sees(asker access.Asker, row journey.Row) bool {
	h.t.Helper()
	rows, err := h.Record.Rows(ctx, asker, casework.Filter{Woman: row.Woman})
	h.must(err)
	return len(rows) > 0
}

// said returns what the first problem says, "" where there is none.
func said(err error) string {
	var problems journey.Problems
	if errors.As(err, &problems) && len(problems) > 0 {
		return problems[0].Say
	}
	return ""
}
