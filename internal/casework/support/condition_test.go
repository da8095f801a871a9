package support_test

import (
	"testing"

	"throughline/internal/casework"
	"throughline/internal/casework/caseworktest"
	"throughline/internal/casework/support"
	"throughline/internal/domain/access"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
	"throughline/internal/domain/scheme"
)

var sent = journey.BackEntry{Tried: true, Asked: true, Reason: "No word for three weeks"}

// gateway returns a desk of the schemes beyond London's, and a case under one.
func gateway(t *testing.T) (*caseworktest.Room, support.Desk, string) {
	t.Helper()
	room := caseworktest.NewRoom(t)
	desk := support.Desk{Bench: room.Bench, Schemes: caseworktest.Rules(t), People: team{{ID: caseworktest.Keyworker.ID, Name: "Priya", OpenLimit: 30, YearLimit: 60}}}
	return room, desk, room.Under(t, caseworktest.Gateway, journey.Bail, journey.ConditionEntry{Text: "See the mentor", Units: 3, Given: room.Bench.Today()})
}

func TestAMatterIsReferredBackOnlyWhereTheSchemeNamesWhoDoesIt(t *testing.T) {
	room, desk, caseID := gateway(t)
	london := room.Under(t, "lwds", journey.ConditionalCaution, *caseworktest.Amina().Condition)
	may := func(asker access.Asker, caseID string) bool {
		t.Helper()
		view, err := desk.Open(ctx, asker, caseID, "")
		if err != nil {
			t.Fatal(err)
		}
		return view.May(support.VerbReferBack)
	}
	if !may(caseworktest.Keyworker, caseID) || may(caseworktest.Lead, caseID) || may(caseworktest.Keyworker, london) {
		t.Error("her keyworker refers back under the gateway, and nobody under London's scheme")
	}
	refer := func(caseID string, entry journey.BackEntry) error {
		_, err := desk.ReferBack(ctx, caseworktest.Keyworker, caseID, casework.AnyVersion, room.Key(), entry)
		return err
	}
	if err := refer(london, sent); casework.KindOf(err) != casework.Invalid {
		t.Errorf("under London's scheme: %v", err)
	}
	if err := refer(caseID, journey.BackEntry{Tried: true, Reason: "x"}); casework.KindOf(err) != casework.Invalid {
		t.Errorf("without asking for her reasons: %v", err)
	}
	if err := refer(caseID, sent); err != nil {
		t.Fatal(err)
	}
	view, err := desk.Open(ctx, caseworktest.Keyworker, caseID, "")
	if err != nil || view.May(support.VerbReferBack) || view.Condition.State != journey.ConditionReferredBack ||
		view.Condition.Ending.Words() != "Not met. Referred back on 3 March 2026. What follows is for police to decide." {
		t.Errorf("referred back: %+v, %v", view.Condition, err)
	}
	if view.Timeline[0].Text != sent.Reason {
		t.Errorf("her keyworker reads %q", view.Timeline[0].Text)
	}
	lead, err := desk.Open(ctx, caseworktest.Lead, caseID, "")
	if err != nil || lead.Timeline[0].Kind != journey.KindReferredBack || lead.Timeline[0].Text != "" {
		t.Errorf("the lead reads %+v, %v", lead.Timeline[0], err)
	}
	if may(caseworktest.Keyworker, caseID) {
		t.Error("it may be sent back twice")
	}
}

func TestNothingIsReferredBackThatIsMetOrWasNeverGiven(t *testing.T) {
	room, desk, caseID := gateway(t)
	for range 3 {
		if _, err := desk.RecordAttendance(ctx, caseworktest.Keyworker, caseID, casework.AnyVersion, room.Key(), journey.Meeting{
			At: calendar.At(room.Now()), How: journey.OneToOne, Outcome: journey.Attended, Counts: journey.Yes,
		}); err != nil {
			t.Fatal(err)
		}
	}
	view, err := desk.Open(ctx, caseworktest.Keyworker, caseID, "")
	if err != nil || view.May(support.VerbReferBack) || view.Condition.Ending.Words() !=
		"All 3 appointments done on 3 March 2026: it is recorded as a restorative disposal (000:554). Since then she comes by her own choice; police are told nothing more." {
		t.Errorf("met: %+v, %v", view.Condition, err)
	}
	if _, err := desk.ReferBack(ctx, caseworktest.Keyworker, caseID, casework.AnyVersion, room.Key(), sent); casework.KindOf(err) != casework.Invalid {
		t.Errorf("referred back what is met: %v", err)
	}
	entry := caseworktest.Amina()
	entry.Scheme, entry.Pathway, entry.Condition = caseworktest.Gateway, journey.Bail, nil
	facts, err := room.Bench.Pen(caseworktest.Officer).Refer(entry, "")
	if err != nil {
		t.Fatal(err)
	}
	receipt, err := room.Record.Append(ctx, casework.Change{Facts: facts})
	if err != nil {
		t.Fatal(err)
	}
	row, err := room.Record.Row(ctx, receipt.Case)
	if err != nil || row.Condition != nil {
		t.Fatalf("%+v, %v", row.Condition, err)
	}
	if _, err := desk.Allocate(ctx, caseworktest.Lead, receipt.Case, casework.AnyVersion, room.Key(), support.Allocation{Keyworker: caseworktest.Keyworker.ID}); err != nil {
		t.Fatal(err)
	}
	if _, err := desk.ReferBack(ctx, caseworktest.Keyworker, receipt.Case, casework.AnyVersion, room.Key(), sent); casework.KindOf(err) != casework.Invalid {
		t.Errorf("referred back without a condition: %v", err)
	}
}

func TestADecisionOnHerReasonSaysWhoMadeItAndWhen(t *testing.T) {
	room, desk, caseID := gateway(t)
	if _, err := desk.RecordAttendance(ctx, caseworktest.Keyworker, caseID, casework.AnyVersion, room.Key(), journey.Meeting{
		At: calendar.At(room.Now()), How: journey.OneToOne, Outcome: journey.Missed,
	}); err != nil {
		t.Fatal(err)
	}
	view, err := desk.Open(ctx, caseworktest.Keyworker, caseID, "")
	if err != nil {
		t.Fatal(err)
	}
	room.WaitDays(2)
	if _, err := desk.DecideExcuse(ctx, caseworktest.Keyworker, caseID, casework.AnyVersion, room.Key(), support.Excuse{
		Appointment: view.Appointments[0].ID, Accepted: true, Reason: "Her child was ill",
	}); err != nil {
		t.Fatal(err)
	}
	view, err = desk.Open(ctx, caseworktest.Keyworker, caseID, "")
	if a := view.Appointments[0]; err != nil || a.DecidedBy != caseworktest.Keyworker.ID || a.DecidedOn != room.Bench.Today() || a.Decided != journey.Yes {
		t.Errorf("decided %+v, %v", a, err)
	}
	if view.Condition.Rule.ExcuseDecider != "case-worker" || len(view.Condition.Excused) != 1 || len(view.Condition.Missed) != 0 {
		t.Errorf("the condition %+v", view.Condition)
	}
}

func TestACohortIsToldInWords(t *testing.T) {
	limit := scheme.Limit{Provision: scheme.Provision{Text: "10 to 13 women at any one time."}, AtOnce: 13}
	for open, want := range map[int]string{
		0:  "0 women now. 10 to 13 women at any one time.",
		1:  "1 woman now. 10 to 13 women at any one time.",
		13: "13 women now. 10 to 13 women at any one time.",
	} {
		cohort := support.Cohort{Open: open, Limit: limit}
		if got := cohort.Words(); got != want || cohort.Full() != (open == 13) {
			t.Errorf("%d: %q, full %v; want %q", open, got, cohort.Full(), want)
		}
	}
}
