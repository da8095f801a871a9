package practice

import (
	"fmt"
	"slices"
	"time"

	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
)

// weekLoads are how many women the other keyworkers have now in the week of a
// centre. With Priya's, those under other schemes and those who wait they are 180.
// One is past the limit of 30. Source of the limit: 004:314.
var weekLoads = map[string]int{"KW02": 26, "KW03": 24, "KW04": 22, "KW05": 31, "KW06": 21, "KW07": 18}

// weekEnded is how many women of each of them ended support within the last year.
const weekEnded = 12

// InventWeek returns the record of a centre in the middle of a working week: seven
// keyworkers, 180 women with an open case, and something on every list. The cases of
// 2019 to 2021 are those of Invent.
func InventWeek(seed uint64, today calendar.Day) (Cohort, error) {
	if today < Earliest {
		return Cohort{}, fmt.Errorf("inventing the week of a centre: today is %s, and its weeks need a day from %s on", today.Short(), Earliest.Short())
	}
	w := newWriter(seed, today)
	w.early()
	w.week()
	w.sharing()
	w.groups()
	w.service()
	n := 0
	for _, home := range w.places {
		for _, worker := range home.workers {
			w.work(worker, n)
			n++
		}
	}
	w.moreRequests()
	slices.SortStableFunc(w.facts, func(a, b journey.Fact) int { return a.Happened.Compare(b.Happened) })
	return Cohort{Facts: w.facts, Accounts: Accounts()}, nil
}

// week writes the women of the week, and the service around them.
func (w *writer) week() {
	var officers []Account
	for _, account := range Accounts() {
		if account.Role.Police() {
			officers = append(officers, account)
		}
	}
	for _, home := range w.places {
		for _, worker := range home.workers {
			if worker.ID == Priya {
				w.priya(home, worker, officers)
				continue
			}
			for i := range weekLoads[worker.ID] {
				w.play(home, worker, officers, w.weekScene(i))
			}
			for range weekEnded {
				w.play(home, worker, officers, w.endedScene())
			}
		}
	}
	last := w.places[len(w.places)-1]
	w.elsewhere(last, last.workers[len(last.workers)-1], officers[0])
	for i, each := range append(slices.Clone(waitingScenes),
		scene{referred: 6, allocated: noWorker, urgent: "nowhere_safe", contact: journey.ContactText},
		scene{voluntary: true, referred: 1, allocated: noWorker, polish: true, contact: journey.ContactCall}) {
		w.play(w.places[i%len(w.places)], Account{}, officers, each)
	}
	for i := range 30 {
		w.unknownWoman(w.today.AddDays(-w.between(1, 60)), i%2 == 0)
	}
	w.team()
	w.custody()
	w.asksOfTheWeek()
}

// weekScene is one of a dozen kinds of women whom a keyworker supports, in turn.
func (w *writer) weekScene(i int) scene {
	each := scene{voluntary: w.IntN(4) == 0, since: w.between(2, 6), next: w.between(1, 7), review: w.between(5, 40)}
	each.allocated = w.between(30, 210)
	each.referred = each.allocated + w.between(0, 3)
	switch i % 12 {
	case 0: // newly taken on, and booked
		each = scene{referred: w.between(3, 5), allocated: w.between(1, 2), next: w.between(1, 3)}
	case 1: // the date on the caution is near
		each.voluntary, each.came, each.referred, each.allocated, each.due = false, 1, 27, 25, in(w.between(2, 13))
	case 2, 6:
		each.today = true
	case 3: // nobody has heard from her for a while
		each.since, each.next = w.between(15, 28), 0
	case 4:
		each.review = -w.between(0, 6)
	case 5:
		each.unended = w.between(1, 4)
	case 7: // urgent, and nobody has spoken to her yet: one of each keyworker
		if i > 7 {
			break
		}
		each = scene{referred: 2, allocated: 1, urgent: one(w, []string{"nowhere_safe", "risk_to_herself"}), contact: journey.ContactText}
	case 8:
		each.polish = true
	case 9:
		each.since, each.next = w.between(8, 13), 0
	case 11:
		each.cameToday = true
	}
	return each
}

// lead is the account of who leads the practice service.
func lead() Account {
	all := Accounts()
	return all[slices.IndexFunc(all, func(a Account) bool { return a.ID == "practice-lead" })]
}

// team writes what the lead knows of the keyworkers, two leaves, and who covers one
// of them.
func (w *writer) team() {
	by, on := lead(), calendar.OnDay(w.today.AddDays(-120))
	know := [][]string{{"domestic_abuse", "court_and_custody"}, {"housing"}, {"drugs_and_alcohol"}, {"mental_health"}, {"young_women"}, {"children_and_families"}, {"housing", "children_and_families"}}
	i := 0
	for _, home := range w.places {
		for _, worker := range home.workers {
			share := 100
			if worker.ID == "KW07" {
				share = 80
			}
			w.put("profiles", "", "", on, by, journey.KeyworkerDescribed{
				Account: worker.ID, Languages: worker.Languages, Areas: append([]string{home.area}, home.boroughs...), Specialisms: know[i], Share: share, Open: 30, Year: 60,
			}, nil)
			i++
		}
	}
	leave := func(id, account string, from, until int) journey.LeavePlanned {
		planned := journey.LeavePlanned{Leave: id, Account: account, From: w.today.AddDays(from), Until: w.today.AddDays(until)}
		w.put("leaves", "", "", calendar.OnDay(w.today.AddDays(-9)), by, planned, nil)
		return planned
	}
	away := leave("leave-now", "KW06", -1, 5)
	leave("leave-soon", "KW03", 7, 13)
	for _, of := range w.carried(away.Account) {
		w.put("covers", of.Woman, of.Case, calendar.OnDay(w.today.AddDays(-1)), by, journey.CoverArranged{
			Cover: away.Leave, Keyworker: away.Account, Account: "KW04", From: away.From, Until: away.Until,
		}, nil)
	}
}

// carried returns the facts that gave a keyworker the cases she has now.
func (w *writer) carried(worker string) []journey.Fact {
	closed := map[string]bool{}
	for _, fact := range w.facts {
		if _, ends := fact.Body.(journey.Closed); ends {
			closed[fact.Case] = true
		}
	}
	var has []journey.Fact
	for _, fact := range w.facts {
		if body, given := fact.Body.(journey.Allocated); given && body.Keyworker == worker && !closed[fact.Case] {
			has = append(has, fact)
		}
	}
	return has
}

// custody writes the suites with their calls and visits, the training of their
// police, and who is let in until when.
func (w *writer) custody() {
	by, began := lead(), calendar.OnDay(w.today.AddDays(-200))
	quiet := place{area: "Central South", suites: []string{"Chapel Street"}, workers: w.places[1].workers} // from which nobody is referred
	n := 0
	for _, home := range append(slices.Clone(w.places), quiet) {
		for _, name := range home.suites {
			n++
			suite := fmt.Sprintf("suite-%d", n)
			w.put("suites", "", "", began, by, journey.SuiteListed{Suite: suite, Name: name, Force: policeForce, Area: home.area}, nil)
			w.put("training", "", "", calendar.OnDay(w.today.AddDays(-30*n-20)), by, journey.TrainingHeld{
				Session: w.id(), Force: policeForce, Area: home.area, Suite: suite, Audience: "custody_officer", Attendees: w.between(6, 15),
			}, nil)
			w.presence(suite, home.workers, n)
		}
	}
	until := []int{400, 45, 320, 210, -6, 90}
	for i, account := range []string{Priya, "KW02", "KW03", "KW04", "KW05", "KW06"} { // of the seventh nothing is written down
		w.put("vetting", "", "", calendar.OnDay(w.today.AddDays(-150)), by, journey.VettingRecorded{Account: account, Force: policeForce, Until: w.today.AddDays(until[i])}, nil)
	}
}

// presence writes the calls and visits of two weeks to one suite.
func (w *writer) presence(suite string, workers []Account, n int) {
	for back := 14; back >= 0; back-- {
		day := w.today.AddDays(-back)
		if weekday := day.Weekday(); weekday == time.Saturday || weekday == time.Sunday {
			continue
		}
		if back == 0 && n > 2 { // not called yet today
			continue
		}
		call := journey.SuiteCalled{Call: w.id(), Suite: suite, Answered: one(w, journey.CallAnswers)}
		if call.Answered != journey.AnsweredNobody {
			women := w.between(0, 3)
			offered := w.between(0, women)
			call.Women, call.Offered = &women, &offered
		}
		at := calendar.OnDay(day)
		if back > 0 {
			at = clock(day, 9*60+w.between(0, 90))
		}
		w.put("calls", "", "", at, one(w, workers), call, nil)
		if back > 0 && int(day.Weekday())%3 == n%3 {
			w.put("visits", "", "", calendar.OnDay(day), one(w, workers), journey.SuiteVisited{Visit: w.id(), Suite: suite, Seen: w.between(0, 3)}, nil)
		}
	}
}

// asksOfTheWeek has some women ask to talk in their own space.
func (w *writer) asksOfTheWeek() {
	for _, account := range []string{"KW02", "KW04", "KW05"} {
		if has := w.carried(account); len(has) > 3 {
			her := has[3]
			w.put("asks", her.Woman, her.Case, calendar.OnDay(w.today.AddDays(-1)), Account{ID: her.Woman}, journey.TalkAsked{}, &journey.Words{Text: "Please call me before Friday."})
		}
	}
}
