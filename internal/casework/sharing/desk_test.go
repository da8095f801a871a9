package sharing_test

import (
	"context"
	"testing"

	"throughline/internal/casework"
	"throughline/internal/casework/caseworktest"
	"throughline/internal/casework/sharing"
	"throughline/internal/domain/access"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
	"throughline/internal/domain/need"
)

// The people outside the service.
var (
	housing     = access.Asker{ID: "housing-1", Name: "Tom", Agency: "Thameside Housing", Role: access.Partner}
	onward      = access.Asker{ID: "onward-1", Name: "Mina", Agency: "Minerva", Role: access.Keyworker}
	court       = access.Asker{ID: "court-1", Name: "Joan", Agency: "Westgate Court", Role: access.Court}
	probation   = access.Asker{ID: "probation-1", Name: "David", Agency: "Probation, Central", Role: access.Probation}
	immigration = access.Asker{ID: "law-1", Name: "Leyla", Agency: "Law Centre", Role: access.Specialist, Specialism: access.Immigration}
	idva        = access.Asker{ID: "idva-1", Name: "Grace", Agency: "Safe Hands", Role: access.Specialist, Specialism: access.IDVA}
	drugs       = access.Asker{ID: "drugs-1", Name: "Ben", Agency: "Clear Water", Role: access.Specialist, Specialism: access.DrugsAndAlcohol}
	liaison     = access.Asker{ID: "liaison-1", Name: "Sue", Agency: "NHS Trust", Role: access.Specialist, Specialism: access.LiaisonAndDiversion}
	group       = access.Asker{ID: "group-1", Name: "Fay", Agency: "Advance", Role: access.Specialist, Specialism: access.Group}
	manager     = access.Asker{ID: "manager-1", Name: "Esther", Agency: "Advance", Role: access.PartnerManager}
	evaluator   = access.Asker{ID: "study-1", Name: "Ann", Agency: "University", Role: access.Evaluator}
	governance  = access.Asker{ID: "ig-1", Name: "Rita", Agency: "Advance", Role: access.InformationGovernance}
)

// everybody is each person of the tests, one for each role and specialism.
var everybody = []access.Asker{
	caseworktest.Officer, caseworktest.Colleague, caseworktest.OtherForce, caseworktest.Keyworker, caseworktest.OtherWorker, caseworktest.Lead,
	caseworktest.Commissioner, caseworktest.Admin, housing, onward, court, probation, immigration, idva, drugs, liaison, group, manager, evaluator, governance,
}

type colleagues []access.Asker

func (s colleagues) Colleagues(context.Context) ([]sharing.Colleague, error) {
	var all []sharing.Colleague
	for _, one := range s {
		all = append(all, sharing.Colleague{ID: one.ID, Name: one.Name, Agency: one.Agency, Role: one.Role, Specialism: one.Specialism})
	}
	return all, nil
}

// house is a service with Amina's case, which is full: everything that can be
// written of her is.
type house struct {
	*caseworktest.Room
	t      *testing.T
	desk   sharing.Desk
	caseID string
	woman  string
}

// kept are words that stand in the facts of Amina's case, each in one class.
var kept = map[access.Class][]string{
	access.Identity: {"Okafor"}, access.Offence: {"Common assault"}, access.Condition: {"Attend two appointments"},
	access.Needs: {"sofa surfing"}, access.Notes: {"talked of her mother"}, access.Plan: {"a flat of my own"}, access.Children: {"Living with her"},
	access.Sealed: {"leave to remain"},
}

// The story of a conflict and the reason that the matter was sent back stand on no
// page of another agency.
const feared = "her cousin works there"

func newHouse(t *testing.T) *house {
	t.Helper()
	room := caseworktest.NewRoom(t)
	h := &house{Room: room, t: t, desk: sharing.Desk{Bench: room.Bench, Schemes: caseworktest.Rules(t), People: colleagues(everybody)}}
	entry := caseworktest.Amina()
	entry.Scheme, entry.Pathway = "lwds", journey.ConditionalCaution
	facts, err := room.Bench.Pen(caseworktest.Officer).Refer(entry, "")
	h.write(facts, err)
	h.caseID, h.woman = facts[len(facts)-1].Case, facts[0].Woman
	priya := room.Bench.Pen(caseworktest.Keyworker)
	h.write(room.Bench.Pen(caseworktest.Lead).Allocate(h.row(), caseworktest.Keyworker.ID, caseworktest.Keyworker.Agency, ""))
	today := calendar.DayOf(h.Now())
	h.write(priya.Assess(h.row(), today, []journey.PathwayAnswer{
		{Pathway: need.Accommodation, Asked: true, Present: true, Words: "sofa surfing"}, {Pathway: need.Health, Asked: true},
	}))
	h.write(priya.SetGoal(h.row(), journey.GoalEntry{Words: "a flat of my own", State: journey.GoalOpen}))
	h.write(priya.RecordAttendance(h.row(), journey.Meeting{At: calendar.At(h.Now()), How: journey.OneToOne, Outcome: journey.Attended, Counts: journey.Yes, Note: "talked of her mother"}))
	two, one := 2, 1
	h.write([]journey.Fact{
		{Woman: h.woman, Happened: calendar.At(h.Now()), Known: calendar.At(h.Now()), By: caseworktest.Keyworker.ID, Agency: "Advance", Body: journey.Described{ChildrenUnder18: &two, ChildrenWithHer: &one}},
		{Woman: h.woman, Happened: calendar.At(h.Now()), Known: calendar.At(h.Now()), By: caseworktest.Keyworker.ID, Agency: "Advance", Body: journey.BackgroundTold{}, Words: &journey.Words{Text: "leave to remain"}},
	}, nil)
	h.write(priya.MarkConflict(h.row(), journey.ConflictEntry{Account: "officer-9", From: journey.ConflictHers, Story: feared}))
	return h
}

// write appends facts, or ends the test.
func (h *house) write(facts []journey.Fact, err error) {
	h.t.Helper()
	if err == nil {
		_, err = h.Record.Append(ctx, casework.Change{Facts: facts})
	}
	if err != nil {
		h.t.Fatal(err)
	}
}

func (h *house) row() journey.Row {
	h.t.Helper()
	row, err := h.Record.Row(ctx, h.caseID)
	if err != nil {
		h.t.Fatal(err)
	}
	return row
}

// yes is an answer of hers to share for a month.
func (h *house) yes(recipient string, purpose access.Purpose, classes ...access.Class) sharing.Answer {
	return sharing.Answer{Recipient: recipient, Purpose: purpose, Classes: access.SetOf(classes...), Answer: journey.Yes, Until: calendar.DayOf(h.Now()).AddDays(30), Words: "That is fine"}
}

// shares writes down that she shares.
func (h *house) shares(recipient string, purpose access.Purpose, classes ...access.Class) {
	h.t.Helper()
	h.must(h.desk.Answer(ctx, caseworktest.Keyworker, h.caseID, h.Key(), h.yes(recipient, purpose, classes...)))
}

func (h *house) must(_ casework.Receipt, err error) {
	h.t.Helper()
	if err != nil {
		h.t.Fatal(err)
	}
}

// wants says what an error has to be.
func (h *house) wants(err error, kind casework.Kind, what string) {
	h.t.Helper()
	if err == nil || casework.KindOf(err) != kind {
		h.t.Errorf("%s: %v, want an error of kind %d", what, err, kind)
	}
}

func (h *house) open(asker access.Asker) sharing.View {
	h.t.Helper()
	view, err := h.desk.Open(ctx, asker, h.caseID)
	if err != nil {
		h.t.Fatal(err)
	}
	return view
}
