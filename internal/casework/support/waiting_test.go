package support_test

import (
	"testing"

	"throughline/internal/casework"
	"throughline/internal/casework/caseworktest"
	"throughline/internal/casework/support"
	"throughline/internal/domain/access"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
)

// append writes facts of a case that another desk writes.
func (h *house) append(caseID string, bodies ...journey.Body) {
	h.t.Helper()
	var facts []journey.Fact
	for _, body := range bodies {
		fact := journey.Fact{Woman: h.row(caseID).Woman, Case: caseID, Happened: calendar.At(h.Now()), Known: calendar.At(h.Now()), By: caseworktest.Keyworker.ID, Agency: caseworktest.Keyworker.Agency, Body: body}
		if _, hers := body.(journey.PermissionAnswered); hers {
			fact.Case = ""
		}
		facts = append(facts, fact)
	}
	h.must(h.Record.Append(ctx, casework.Change{Key: h.Key(), Facts: facts, Entry: caseworktest.Keyworker.Note(h.Now(), access.Append, access.ForSupport, "other desks", 0)}))
}

// sentTo writes that she was sent on to another service, which has not answered.
func (h *house) sentTo(caseID, referral string) {
	h.append(caseID,
		journey.PermissionAnswered{Permission: "p-" + referral, Recipient: "Fern Housing", Purpose: access.ForSupport, Classes: access.SetOf(access.Identity), Answer: journey.Yes, Until: calendar.DayOf(h.Now()).AddDays(30)},
		journey.SentOnward{Referral: referral, To: "Fern Housing", Permission: "p-" + referral})
}

func TestTheLeadSeesWhoIsAtRiskAndWhoWaits(t *testing.T) {
	h := newHouse(t)
	amina, bea := h.hers("Amina", func(r *journey.Referral) { r.Condition.Due = calendar.DayOf(h.Now()).AddDays(10) }), h.hers("Bea")
	h.sentTo(amina, "r1")
	h.append(amina, journey.RiskTold{To: journey.RiskToHerself, Present: journey.Yes, From: journey.RiskSheTold, When: journey.RiskDays})
	h.append(bea, journey.GroupPlace{Group: "g1", Step: journey.PlaceAsked})
	day, err := h.desk.Today(ctx, caseworktest.Lead)
	if err != nil {
		t.Fatal(err)
	}
	if names(day.AtRisk) != "Amina " || names(day.WaitsForGroup) != "Bea " || len(day.SentOn) != 1 || day.SentOn[0].First != "Amina" {
		t.Errorf("at risk %q, waiting for a group %q, sent on %+v", names(day.AtRisk), names(day.WaitsForGroup), day.SentOn)
	}
	for name, narrow := range map[string]support.Narrow{"at risk": {Risk: true}, "near its date": {Condition: support.NearItsDate}} {
		found, err := h.desk.Caseload(ctx, caseworktest.Lead, support.Query{Narrow: narrow})
		if got := names(found.Lines); err != nil || got != "Amina " {
			t.Errorf("%s: %q, %v", name, got, err)
		}
	}
}

func TestAReferralThatNobodyAnsweredIsOpenAsSupportEnds(t *testing.T) {
	h := newHouse(t)
	amina := h.hers("Amina")
	open := func() (count int) {
		_, unfinished, err := h.desk.Leaving(ctx, caseworktest.Keyworker, amina)
		if err != nil {
			t.Fatal(err)
		}
		for _, one := range unfinished {
			if one.What == support.UnfinishedOnward {
				count = one.Count
			}
		}
		return count
	}
	if n := open(); n != 0 {
		t.Errorf("%d referrals wait before she was sent on", n)
	}
	h.sentTo(amina, "r1")
	h.sentTo(amina, "r2")
	h.append(amina, journey.PartnerAnswered{Referral: "r2", Answer: journey.SentDeclined, Reason: journey.ReasonNoSpace})
	if n := open(); n != 1 {
		t.Errorf("%d referrals wait, want the one without an answer", n)
	}
}
