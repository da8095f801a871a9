package practice

import (
	"slices"

	"throughline/internal/domain/access"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
	"throughline/internal/domain/need"
	"throughline/internal/domain/safecontact"
)

// Services of the invented towns that women are sent on to, beside the landlord.
const (
	minds  = "Bridge Mental Health"
	corner = "Corner House drug and alcohol service"
	money  = "Penny Lane Money Advice"
)

// service lists the services nearby, as somebody asked them lately or long ago.
func (w *writer) service() {
	by := lead()
	for i, one := range []journey.Listing{
		{Name: housing, Group: "housing", About: "Homes for single women and families.", Helps: []need.Pathway{need.Accommodation}, Routes: []string{"professional"}, Children: journey.Yes, Hours: "Monday to Friday, 9am to 5pm"},
		{Name: minds, Group: "mental_health", About: "Talking help and crisis help.", Helps: []need.Pathway{need.Health}, WomenOnly: journey.No, FemaleStaff: journey.No, Routes: []string{"self", "professional"}},
		{Name: corner, Group: "women_specific", About: "A women's hour each Tuesday.", Helps: []need.Pathway{need.DrugsAndAlcohol}, FemaleStaff: journey.Yes, Routes: []string{"self", "professional"}, Creche: journey.Yes},
		{Name: money, Group: "women_specific", About: "Debt and benefits, by phone or in person.", Helps: []need.Pathway{need.FinanceBenefitDebt}, Routes: []string{"self"}},
	} {
		id := w.id()
		w.put("services", "", "", calendar.OnDay(w.today.AddDays(-300)), by, journey.ServiceListed{Service: id, Listing: one}, nil)
		if i < 3 {
			wait := []int{28, 84, 5}[i]
			w.put("checks", "", "", calendar.OnDay(w.today.AddDays(-20*i-3)), by, journey.ServiceChecked{Service: id, Wait: &wait, ByThem: i == 0}, nil)
		}
	}
}

// work writes, for some of the women of a keyworker, what was done with them beside
// meetings. It draws nothing but ids.
func (w *writer) work(worker Account, n int) {
	hers := w.longWith(worker.ID, 45)
	at := func(i int, do func(of journey.Fact)) {
		if i < len(hers) {
			do(hers[i])
		}
	}
	// The first of them tell of sharing, and of nothing else that is shared.
	sharing := w.longWith(worker.ID, 60)
	sharing = sharing[:min(4, len(sharing))]
	sent := slices.DeleteFunc(slices.Clone(hers), func(of journey.Fact) bool {
		return slices.ContainsFunc(sharing, func(one journey.Fact) bool { return one.Case == of.Case })
	})
	for i := range min(len(sentScenes), len(sent)) {
		w.sentOn(sent[i], worker, sentScenes[(i+n)%len(sentScenes)])
	}
	at(1, func(of journey.Fact) {
		w.spokeFor(of, worker, 9, "spoke_for_her", "housing", "got_it", need.Accommodation)
	})
	at(3, func(of journey.Fact) {
		w.spokeFor(of, worker, 4, "wrote", "benefits", "waiting", need.FinanceBenefitDebt)
	})
	at(2, func(of journey.Fact) { w.safetyPlan(of, worker, true) })
	at(5, func(of journey.Fact) { w.safetyPlan(of, worker, false) })
	at(4, func(of journey.Fact) {
		w.put("extensions", of.Woman, of.Case, calendar.OnDay(w.today.AddDays(-8)), worker, journey.SupportExtended{Reason: journey.ExtensionReasons[n%3], Until: w.today.AddDays(50)},
			&journey.Words{Text: "I would like to go on until the move is done."})
	})
	at(6, func(of journey.Fact) { w.lookedAgain(of, worker) })
	if n%3 == 1 {
		at(7, func(of journey.Fact) {
			w.put("frozen", of.Woman, "", clock(w.today.AddDays(-1), 16*60), worker, journey.ChannelFrozen{Channel: safecontact.Phone, Because: safecontact.WrongPerson}, nil)
		})
	}
	w.lastTalks(worker)
}

// sentScene is one referral to another service. Days are counted from today.
type sentScene struct {
	to      string
	pathway need.Pathway
	sent    int // days ago
	chased  int // days ago; 0: not
	chase   int // days until it is chased next
	asked   string
	answer  journey.SentAnswer
	reason  journey.SentReason
	days    int // since the answer
	first   int // days until the first appointment, behind us where negative
	came    journey.YesNo
}

var sentScenes = []sentScene{
	{to: housing, pathway: need.Accommodation, sent: 3, chase: 4},
	{to: minds, pathway: need.Health, sent: 19, chased: 6, chase: -1},
	{to: minds, pathway: need.Health, sent: 17, answer: journey.SentDeclined, reason: journey.ReasonDual, days: 4},
	{to: corner, pathway: need.DrugsAndAlcohol, sent: 11, answer: journey.SentAccepted, days: 3, first: 5},
	{to: corner, pathway: need.DrugsAndAlcohol, sent: 40, answer: journey.SentAccepted, days: 35, first: -28, came: journey.Yes},
	{to: housing, pathway: need.Accommodation, sent: 6, chase: 1, asked: "How many rooms does she need, and does she have a letter from the council?"},
	{to: money, pathway: need.FinanceBenefitDebt, sent: 24, chase: -3},
}

// sentOn refers a woman to another service, and writes what came of it.
func (w *writer) sentOn(of journey.Fact, worker Account, s sentScene) {
	on := func(days, hour int) calendar.Moment { return clock(w.today.AddDays(-days), hour*60) }
	there := Account{Agency: s.to}
	permission, referral := w.id(), w.id()
	w.put("permissions", of.Woman, "", on(s.sent, 10), worker, journey.PermissionAnswered{
		Permission: permission, Recipient: s.to, Purpose: access.ForSupport, Classes: access.SetOf(access.Identity, access.Needs), Answer: journey.Yes, Until: w.today.AddDays(60),
	}, &journey.Words{Text: "Yes, you can tell them."})
	w.put("activities", of.Woman, of.Case, on(s.sent, 11), worker, journey.ActivityRecorded{Activity: referral, What: journey.OnwardReferral, Pathway: s.pathway, Outcome: "sent"}, &journey.Words{Text: s.to})
	sent := journey.SentOnward{Referral: referral, To: s.to, Permission: permission, Pathway: s.pathway}
	if s.chase != 0 && s.chased == 0 {
		sent.Chase = w.today.AddDays(s.chase)
	}
	w.put("sent", of.Woman, of.Case, on(s.sent, 11), worker, sent, &journey.Words{Text: "She would rather see a woman. Mornings suit her."})
	if s.chased > 0 {
		w.put("chased", of.Woman, of.Case, on(s.chased, 15), worker, journey.SentChased{Referral: referral, Next: w.today.AddDays(s.chase)}, &journey.Words{Text: "Rang. They will look for it and ring back."})
	}
	if s.asked != "" {
		w.put("asked", of.Woman, of.Case, on(1, 14), there, journey.SentSaid{Referral: referral, Question: true}, &journey.Words{Text: s.asked})
	}
	if s.answer != "" {
		answered := journey.PartnerAnswered{Referral: referral, Answer: s.answer, Reason: s.reason}
		if s.first != 0 {
			answered.First = clock(w.today.AddDays(s.first), 14*60)
		}
		w.put("answered", of.Woman, of.Case, on(s.days, 12), there, answered, nil)
	}
	if s.came != "" {
		w.put("results", of.Woman, of.Case, clock(w.today.AddDays(s.first+1), 10*60), worker, journey.SentResult{Referral: referral, Came: s.came}, nil)
	}
}

// spokeFor writes what a keyworker did on a woman's behalf.
func (w *writer) spokeFor(of journey.Fact, worker Account, days int, what journey.AdvocacyKind, with journey.AdvocacyWith, outcome journey.AdvocacyOutcome, pathway need.Pathway) {
	activity, on := w.id(), calendar.OnDay(w.today.AddDays(-days))
	w.put("activities", of.Woman, of.Case, on, worker, journey.ActivityRecorded{Activity: activity, What: journey.Advocacy, Pathway: pathway}, nil)
	w.put("advocacy", of.Woman, of.Case, on, worker, journey.AdvocacyNoted{Activity: activity, What: what, With: with, Minutes: 40, Outcome: outcome},
		&journey.Words{Text: "Asked them to look at her letter again, and for an answer in writing."})
}

// safetyWords are what a woman might write in a safety plan.
var safetyWords = map[journey.SafetySection]string{
	journey.SafetyPeople: "My sister. Mrs Bell next door.",
	journey.SafetyTake:   "The blue bag: papers, keys, charger, the girls' bear.",
	journey.SafetyWords:  "I text my sister: is the oven off?",
	journey.SafetyCall:   "999. The helpline number is on my card.",
}

// safetyPlan writes some parts of her safety plan, which her own space shows or not.
func (w *writer) safetyPlan(of journey.Fact, worker Account, shown bool) {
	at := clock(w.today.AddDays(-10), 11*60)
	for _, section := range journey.SafetySections {
		if text := safetyWords[section]; text != "" {
			w.put("safety", of.Woman, of.Case, at, worker, journey.SafetyPlanWritten{Section: section}, &journey.Words{Text: text})
		}
	}
	if shown {
		w.put("safety", of.Woman, of.Case, at, worker, journey.SafetyPlanShown{Shown: true}, nil)
	}
}

// lookedAgain writes that her goals were looked at again.
func (w *writer) lookedAgain(of journey.Fact, worker Account) {
	rating := 3
	for _, goal := range w.goalsOf(of.Case) {
		w.put("reviews", of.Woman, of.Case, clock(w.today.AddDays(-5), 12*60), worker, journey.GoalReviewed{Goal: goal, Rating: &rating}, &journey.Words{Text: "It is easier than it was."})
	}
}

// goalsOf returns the goals of a case, in the order they were set.
func (w *writer) goalsOf(caseID string) []string {
	var goals []string
	for _, fact := range w.facts {
		if body, set := fact.Body.(journey.GoalSet); set && fact.Case == caseID && body.State == journey.GoalOpen {
			goals = append(goals, body.Goal)
		}
	}
	return goals
}

// lastTalks writes how support ended with some of the women of a keyworker: two of
// them may be asked about now how things are.
func (w *writer) lastTalks(worker Account) {
	n := 0
	for _, fact := range w.facts {
		if _, closed := fact.Body.(journey.Closed); !closed || fact.By != worker.ID || fact.Happened.Day() < w.today.AddDays(-80) {
			continue
		}
		on := fact.Happened
		put := func(table string, body journey.Body, words *journey.Words) {
			w.put(table, fact.Woman, fact.Case, on, worker, body, words)
		}
		put("talks", journey.ExitTalked{How: journey.ExitWays[n%3]}, &journey.Words{Text: "It helped that it was the same person each time."})
		for i, measure := range []string{"confidence_improved", "confident_to_use_services", "women_only_beneficial"} {
			put("outcomes", journey.OutcomeAnswered{Wave: journey.Exit, Measure: measure, Answer: string(journey.YesNoOf((n+i)%5 != 4))}, nil)
		}
		for _, goal := range w.goalsOf(fact.Case) {
			put("judged", journey.GoalJudged{Goal: goal, Hers: journey.ReachedPart, Workers: journey.ReachedPart}, nil)
		}
		again := on.Day().AddMonths(journey.FollowUpMonths)
		if n < 2 {
			again = w.today.AddDays(2*n - 1)
		}
		put("follow_ups", journey.FollowUpAgreed{Agreed: journey.Yes, On: again}, nil)
		if n++; n == 5 {
			return
		}
	}
}

// moreRequests has other keyworkers ask the hardship fund.
func (w *writer) moreRequests() {
	var fund string
	for _, fact := range w.facts {
		if body, set := fact.Body.(journey.FundSet); set {
			fund = body.Fund
		}
	}
	for i, one := range []struct {
		worker string
		pence  int64
		buys   journey.HardshipKind
		what   string
	}{
		{"KW02", 6_500, journey.BuysUtility, "The meter is empty and her benefit comes on Friday"},
		{"KW04", 14_000, journey.BuysAccommodation, "Rent in advance for the room she was offered"},
		{"KW05", 7_200, journey.BuysPhone, "A phone with a number that he does not have"},
	} {
		for _, of := range firstOf(w.longWith(one.worker, 40), 1) {
			w.put("requests", of.Woman, of.Case, clock(w.today.AddDays(-i-1), 11*60), Account{ID: one.worker, Agency: of.Agency}, journey.HardshipAsked{
				Request: w.id(), Fund: fund, Buys: one.buys, Pence: one.pence, Safe: journey.SafeToHave, Urgent: journey.YesNoOf(i == 0),
			}, &journey.Words{Text: one.what})
		}
	}
}
