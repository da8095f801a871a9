package practice

import (
	"slices"

	"throughline/internal/domain/access"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
)

// sharing writes what some of Priya's women share with whom: one with a landlord,
// with an adviser on domestic abuse who works with her; one who said no to
// probation; one whose permission is over; one who gave two and took one back;
// and one whose order belongs to a probation office. It comes last, so that it
// changes nothing else that is drawn.
func (w *writer) sharing() {
	by := map[string]Account{}
	for _, account := range Accounts() {
		by[account.ID] = account
	}
	priya, ago := by[Priya], func(days int) calendar.Moment { return clock(w.today.AddDays(-days), 11*60) }
	hers := w.longWith(Priya, 60)
	if len(hers) < 4 {
		return
	}
	answer := func(caseOf journey.Fact, days int, body journey.PermissionAnswered, words string) {
		body.Permission, body.Purpose = w.id(), access.ForSupport
		w.put("permissions", caseOf.Woman, "", ago(days), priya, body, &journey.Words{Text: words})
	}
	answer(hers[0], 20, journey.PermissionAnswered{
		Recipient: housing, Classes: access.SetOf(access.Identity, access.Needs, access.Plan), Answer: journey.Yes, Until: w.today.AddDays(70),
	}, "If it helps me find a flat, yes.")
	w.put("specialists", hers[0].Woman, hers[0].Case, ago(18), priya, journey.SpecialistJoined{Account: "practice-idva"}, nil)
	answer(hers[1], 12, journey.PermissionAnswered{
		Recipient: probation, Classes: access.SetOf(access.Needs), Answer: journey.No,
	}, "I do not want them to know about that.")
	answer(hers[2], 50, journey.PermissionAnswered{
		Recipient: housing, Classes: access.SetOf(access.Identity, access.Children), Answer: journey.Yes, Until: w.today.AddDays(-5),
	}, "Yes, until I have moved.")
	for _, one := range w.longWith(Priya, 15) {
		if w.required(one.Case) && !w.decided(one.Case) { // it is she whose own space is shown
			answer(one, 14, journey.PermissionAnswered{
				Recipient: housing, Classes: access.SetOf(access.Identity, access.Needs), Answer: journey.Yes, Until: w.today.AddDays(80),
			}, "Yes, about the flat.")
			asked := w.id()
			w.put("permissions", one.Woman, "", ago(13), priya, journey.PermissionAnswered{
				Permission: asked, Recipient: probation, Purpose: access.ForSupport, Classes: access.SetOf(access.Needs), Answer: journey.Yes, Until: w.today.AddDays(80),
			}, &journey.Words{Text: "Yes, if it helps me."})
			w.put("permissions", one.Woman, "", ago(3), priya, journey.PermissionWithdrawn{Permission: asked}, &journey.Words{Text: "I want to think about it first."})
			break
		}
	}
	for _, one := range hers[3:] {
		if w.required(one.Case) {
			w.put("orders", one.Woman, one.Case, ago(30), priya, journey.Supervised{Agency: probation}, nil)
			return
		}
	}
}

// required says whether something is required of the woman of a case.
func (w *writer) required(caseID string) bool {
	return slices.ContainsFunc(w.facts, func(fact journey.Fact) bool {
		_, given := fact.Body.(journey.ConditionGiven)
		return given && fact.Case == caseID
	})
}

// decided says whether what is required of the woman of a case was decided.
func (w *writer) decided(caseID string) bool {
	return slices.ContainsFunc(w.facts, func(fact journey.Fact) bool {
		_, over := fact.Body.(journey.ConditionDecided)
		return over && fact.Case == caseID
	})
}

// longWith returns the allocations of women who have been a keyworker's for at
// least so many days, and still are.
func (w *writer) longWith(worker string, days int) []journey.Fact {
	closed := map[string]bool{}
	for _, fact := range w.facts {
		if _, ended := fact.Body.(journey.Closed); ended {
			closed[fact.Case] = true
		}
	}
	var hers []journey.Fact
	for _, fact := range w.facts {
		body, allocated := fact.Body.(journey.Allocated)
		if allocated && body.Keyworker == worker && !closed[fact.Case] && fact.Happened.Day() <= w.today.AddDays(-days) {
			hers = append(hers, fact)
		}
	}
	return hers
}
