package practice

import (
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
	"throughline/internal/domain/need"
)

// Groups is the account id of who runs groups and is nobody's keyworker.
const Groups = "practice-groups"

// groups writes two groups with sessions behind and ahead, women with a place and
// on the list, and a hardship fund with what was asked of it. It draws nothing but
// ids, and comes last, so that it changes nothing else that is drawn.
func (w *writer) groups() {
	by := map[string]Account{}
	for _, account := range Accounts() {
		by[account.ID] = account
	}
	lead, runs := by["practice-lead"], by[Groups]
	monday := w.today.Monday()
	at := func(day calendar.Day, hour int) calendar.Moment { return clock(day, hour*60) }
	cooking := journey.GroupSet{
		Group: w.id(), Title: "Cooking together", About: "We cook a meal and eat it. Bring nothing.", Pathway: need.Health, Place: "Riverside kitchen", Places: 6,
		Workers: []string{runs.ID, Priya}, Language: "en", Open: journey.WomenOnly, Terms: "Trans women are welcome", Creche: 4, YoungestYear: 1, OldestYear: 5,
		StepFree: journey.Yes, Travel: journey.Yes,
	}
	money := journey.GroupSet{
		Group: w.id(), Title: "Money and bills", About: "Four mornings on debt, benefits and letters.", Pathway: need.FinanceBenefitDebt, Place: "Lantern House, room 2", Places: 8,
		Workers: []string{"KW03"}, Open: journey.WomenOnly, Travel: journey.Yes,
	}
	plan := func(group journey.GroupSet, day calendar.Day, hour, before, after int, topics ...string) (behind []journey.SessionSet) {
		w.put("groups", "", "", at(w.today.AddDays(-60), 9), lead, group, nil)
		for week := -before; week < after; week++ {
			session := journey.SessionSet{Session: w.id(), Group: group.Group, At: at(day.AddDays(7*week), hour), Minutes: 120}
			if i := week + before; i < len(topics) {
				session.Topic = topics[i]
			}
			w.put("sessions", "", "", at(w.today.AddDays(-59), 9), lead, session, nil)
			if session.At.Day() < w.today {
				behind = append(behind, session)
			}
		}
		return behind
	}
	behind := plan(cooking, monday.AddDays(2), 11, 4, 6, "Soup", "Bread", "Curry", "Food that keeps", "Cooking for two")
	plan(money, monday.AddDays(3), 10, 2, 4, "Letters", "Debt", "Benefits", "A plan for the month")

	place := func(caseOf journey.Fact, worker Account, group string, days int, body journey.GroupPlace) {
		body.Group = group
		w.put("places", caseOf.Woman, caseOf.Case, at(w.today.AddDays(-days), 13), worker, body, nil)
	}
	for i, hers := range firstOf(w.longWith(Priya, 40), 3) {
		place(hers, by[Priya], cooking.Group, 30+i, journey.GroupPlace{Step: journey.PlaceGiven, Needs: [][]journey.GroupNeed{{journey.NeedsTravel}, nil, {journey.NeedsQuiet}}[i]})
	}
	for i, hers := range firstOf(w.longWith("KW02", 40), 3) {
		body := journey.GroupPlace{Step: journey.PlaceGiven}
		if i == 1 {
			body.Needs, body.Ages, body.AskFirst = []journey.GroupNeed{journey.NeedsCreche}, []int{2, 4}, journey.Yes
		}
		place(hers, by["KW02"], cooking.Group, 34+i, body)
		for j, session := range behind {
			outcome := []journey.Outcome{journey.Attended, journey.Attended, journey.AttendedLate, journey.Missed}[(i+j)%4]
			w.put("registers", hers.Woman, hers.Case, session.At, runs, journey.Attendance{
				Appointment: journey.SessionAppointment(session.Session, hers.Case), At: session.At, How: journey.Group, Outcome: outcome, Counts: journey.No,
			}, nil)
		}
	}
	for i, hers := range firstOf(w.longWith("KW03", 40), 3) {
		place(hers, by["KW03"], cooking.Group, 6-i, journey.GroupPlace{Step: journey.PlaceAsked})
		place(hers, by["KW03"], money.Group, 20, journey.GroupPlace{Step: journey.PlaceGiven})
	}
	w.hardship(lead, by)
}

// hardship writes a fund, and what keyworkers asked of it.
func (w *writer) hardship(lead Account, by map[string]Account) {
	budget, ceiling := int64(250_000), int64(5_000)
	fund := journey.FundSet{
		Fund: w.id(), Name: "Crisis fund", Funder: "A local trust", From: w.today.AddDays(-90), To: w.today.AddDays(275), Pence: &budget, Ceiling: &ceiling,
	}
	w.put("funds", "", "", clock(w.today.AddDays(-90), 9*60), lead, fund, nil)
	ask := func(caseOf journey.Fact, worker Account, days int, pence int64, buys journey.HardshipKind, what, why string) (request string) {
		request = w.id()
		w.put("requests", caseOf.Woman, caseOf.Case, clock(w.today.AddDays(-days), 10*60), worker, journey.HardshipAsked{
			Request: request, Fund: fund.Fund, Buys: buys, Pence: pence, Safe: journey.SafeToHave, Urgent: journey.YesNoOf(days < 2),
		}, &journey.Words{Text: what, Excuse: why})
		return request
	}
	give := func(caseOf journey.Fact, worker Account, days int, request string, pence int64, buys journey.HardshipKind, paid journey.PaidBy) {
		w.put("payments", caseOf.Woman, caseOf.Case, clock(w.today.AddDays(-days), 10*60+5), worker, journey.ActivityRecorded{
			Activity: request, What: journey.HardshipPayment, Pence: pence, Outcome: "paid", Fund: fund.Fund, Buys: buys, Paid: paid,
		}, nil)
	}
	hers := firstOf(w.longWith(Priya, 40), 4)
	for i, one := range hers {
		switch i {
		case 0:
			give(one, by[Priya], 21, ask(one, by[Priya], 21, 3_500, journey.BuysFood, "Food until her benefit is paid", ""), 3_500, journey.BuysFood, journey.PaidVoucher)
		case 1:
			ask(one, by[Priya], 1, 18_000, journey.BuysUtility, "The power company has sent a last letter", "")
		case 2:
			request := ask(one, by[Priya], 12, 9_900, journey.BuysPhone, "A phone, so that she can be reached", "")
			w.put("answers", one.Woman, one.Case, clock(w.today.AddDays(-11), 9*60), lead, journey.HardshipDecided{Request: request, Answer: journey.HardshipApproved}, nil)
			give(one, by[Priya], 10, request, 8_900, journey.BuysPhone, journey.PaidSupplier)
		case 3:
			give(one, by[Priya], 1, ask(one, by[Priya], 1, 12_000, journey.BuysAccommodation, "Two nights in a guest house", "She had nowhere safe to sleep"), 12_000, journey.BuysAccommodation, journey.PaidSupplier)
		}
	}
}

// firstOf returns at most so many of a list.
func firstOf(list []journey.Fact, n int) []journey.Fact { return list[:min(n, len(list))] }
