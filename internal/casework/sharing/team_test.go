package sharing_test

import (
	"errors"
	"testing"

	"throughline/internal/casework"
	"throughline/internal/casework/caseworktest"
	"throughline/internal/domain/access"
	"throughline/internal/domain/journey"
)

func problemsOf(err error) journey.Problems {
	var problems journey.Problems
	errors.As(err, &problems)
	return problems
}

func TestASpecialistJoinsAndLeaves(t *testing.T) {
	h := newHouse(t)
	h.must(h.desk.Join(ctx, caseworktest.Keyworker, h.caseID, h.Key(), idva.ID))
	view := h.open(caseworktest.Keyworker)
	if len(view.Specialists) != 1 || view.Specialists[0].Name != "Grace" {
		t.Errorf("who works with her: %+v", view.Specialists)
	}
	for _, free := range view.Free {
		if free.ID == idva.ID || free.Role != access.Specialist {
			t.Errorf("offered: %+v", free)
		}
	}
	for _, account := range []string{"", "nobody", housing.ID, idva.ID} {
		_, err := h.desk.Join(ctx, caseworktest.Keyworker, h.caseID, h.Key(), account)
		h.wants(err, casework.Invalid, "joining: "+account)
	}
	h.must(h.desk.Leave(ctx, caseworktest.Lead, h.caseID, h.Key(), idva.ID))
	if view := h.open(caseworktest.Keyworker); len(view.Specialists) != 0 {
		t.Errorf("after leaving: %+v", view.Specialists)
	}
	_, err := h.desk.Leave(ctx, caseworktest.Lead, h.caseID, h.Key(), idva.ID)
	h.wants(err, casework.Invalid, "leaving twice")
}

func TestAnOrderBelongsToACourtOrAProbationOffice(t *testing.T) {
	h := newHouse(t)
	h.must(h.desk.Supervise(ctx, caseworktest.Keyworker, h.caseID, h.Key(), court.Agency))
	view := h.open(caseworktest.Keyworker)
	if view.Supervisor != court.Agency || len(view.Offices) != 2 {
		t.Errorf("the order: %q of %v", view.Supervisor, view.Offices)
	}
	for _, agency := range []string{court.Agency, housing.Agency, "Nowhere"} {
		_, err := h.desk.Supervise(ctx, caseworktest.Keyworker, h.caseID, h.Key(), agency)
		h.wants(err, casework.Invalid, "the order of "+agency)
	}
	h.must(h.desk.Supervise(ctx, caseworktest.Keyworker, h.caseID, h.Key(), ""))
	if view := h.open(caseworktest.Keyworker); view.Supervisor != "" {
		t.Errorf("belongs to none: %q", view.Supervisor)
	}
}

var checked = journey.AgreementChecked{Explained: journey.Yes, SaidBack: journey.Yes, OnRecord: journey.No, Legal: journey.LegalTaken}

// Agreeing to a condition and agreeing to share are two things: neither moves the
// other.
func TestAgreementStandsApartFromSharing(t *testing.T) {
	h := newHouse(t)
	before := h.row().Condition
	h.must(h.desk.CheckAgreement(ctx, caseworktest.Keyworker, h.caseID, h.Key(), checked, "I have to come twice"))
	no := h.yes(probation.Agency, access.ForSupport, access.Needs)
	no.Answer = journey.No
	h.must(h.desk.Answer(ctx, caseworktest.Keyworker, h.caseID, h.Key(), no))
	view := h.open(caseworktest.Keyworker)
	if a := view.Agreement; !a.Required || len(a.Checked) != 1 || a.Checked[0].AgreementChecked != checked || a.Checked[0].Words != "I have to come twice" || a.Referral.Agency != "Metropolitan Police" {
		t.Errorf("agreement: %+v", a)
	}
	after := h.row().Condition
	if before.Units != after.Units || after.Decision != "" || after.ReferredBack.Known() || after.Due.Known() {
		t.Errorf("a no moved the condition: %+v", after)
	}
	for _, wrong := range []journey.AgreementChecked{{}, {Explained: journey.Yes, SaidBack: journey.Yes, OnRecord: journey.Yes}, {Explained: "perhaps", SaidBack: journey.Yes, OnRecord: journey.Yes, Legal: journey.LegalTaken}} {
		_, err := h.desk.CheckAgreement(ctx, caseworktest.Keyworker, h.caseID, h.Key(), wrong, "")
		h.wants(err, casework.Invalid, "a check left out")
	}
}
