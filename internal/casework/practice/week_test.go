package practice

import (
	"reflect"
	"slices"
	"testing"
	"time"

	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
)

// theWeek is the week of a centre on a day.
func theWeek(t *testing.T, today calendar.Day) Cohort {
	t.Helper()
	cohort, err := InventWeek(2019, today)
	if err != nil {
		t.Fatal(err)
	}
	return cohort
}

func TestTheWeekOfACentreHasWorkOnEveryList(t *testing.T) {
	for _, today := range []calendar.Day{calendar.On(2026, time.November, 23), calendar.On(2026, time.November, 22), calendar.On(2027, time.March, 31)} {
		cohort := theWeek(t, today)
		rows := rowsOf(cohort, 0)
		open := count(rows, journey.Row.Open)
		if open != 180 {
			t.Errorf("%s: %d women have an open case, want 180", today.Short(), open)
		}
		workers := map[string]int{}
		for _, row := range rows {
			if row.Open() && row.Worker != "" {
				workers[row.Worker]++
			}
		}
		if len(workers) != 7 || workers[Priya] != priyaOpen || workers["KW05"] != 31 {
			t.Errorf("%s: carried are %v", today.Short(), workers)
		}
		now := calendar.OnDay(today)
		for list, holds := range map[string]func(journey.Row) bool{
			"waits for a keyworker":    func(r journey.Row) bool { return r.Worker == "" },
			"urgent and not spoken to": func(r journey.Row) bool { return len(r.Urgent) > 0 && !r.Appointments.LastContact.Known() },
			"booked today":             func(r journey.Row) bool { return r.AtMoment(now).Next.Day() == today },
			"booked within the week":   func(r journey.Row) bool { n := r.AtMoment(now).Next.Day(); return n > today && n <= today+7 },
			"has no outcome yet": func(r journey.Row) bool {
				return len(r.Appointments.Booked) > 0 && r.Appointments.Booked[0].Day() < today
			},
			"condition near its date": func(r journey.Row) bool {
				return r.Condition != nil && r.Condition.Due > today && r.Condition.Due <= today+14
			},
			"no contact for 14 days":     func(r journey.Row) bool { return r.Worker != "" && r.At(today).Silent >= 14 },
			"review due":                 func(r journey.Row) bool { return r.At(today).ReviewDue },
			"covered":                    func(r journey.Row) bool { _, held := r.CoverOn(today); return held },
			"asks for something herself": func(r journey.Row) bool { return len(r.Asks) > 0 },
			"waits for another service":  sentOnAs(now, journey.SentWaits),
			"another service asks":       sentOnAs(now, journey.SentAsks),
			"another service said no":    sentOnAs(now, journey.SentNo),
			"another service said yes":   sentOnAs(now, journey.SentTaken),
			"has a place in a group":     placeOf(journey.PlaceGiven),
			"waits for a group":          placeOf(journey.PlaceAsked),
		} {
			n := count(rows, func(row journey.Row) bool { return row.Open() && holds(row) })
			if list == "booked today" && (today.Weekday() == time.Sunday || today.Weekday() == time.Saturday) {
				continue
			}
			if n < 3 {
				t.Errorf("%s: %d women: %s", today.Short(), n, list)
			}
		}
	}
}

// sentOnAs says of a row whether a referral of hers to another service stands so.
func sentOnAs(now calendar.Moment, state journey.SentState) func(journey.Row) bool {
	return func(row journey.Row) bool {
		return slices.ContainsFunc(row.SentOn, func(one journey.SentOn) bool { return row.SentState(one, now.Time()) == state })
	}
}

// placeOf says of a row whether she stands so to a group.
func placeOf(step journey.PlaceStep) func(journey.Row) bool {
	return func(row journey.Row) bool {
		return slices.ContainsFunc(row.Groups, func(one journey.InGroup) bool { return one.Step == step })
	}
}

func TestTheWeekHasWhatKeyworkersWriteBesideMeetings(t *testing.T) {
	today := calendar.On(2026, time.November, 23)
	kinds := map[journey.Kind]int{}
	followed := 0
	for _, fact := range theWeek(t, today).Facts {
		kinds[fact.Body.Kind()]++
		if body, agreed := fact.Body.(journey.FollowUpAgreed); agreed && body.On <= today+7 {
			followed++
		}
	}
	for kind, least := range map[journey.Kind]int{
		journey.KindSentOnward: 30, journey.KindSentChased: 3, journey.KindAdvocacy: 10, journey.KindSafetyPlan: 20, journey.KindSafetyShown: 4, journey.KindExtended: 5,
		journey.KindGoalReviewed: 5, journey.KindExitTalked: 20, journey.KindGoalJudged: 10, journey.KindServiceListed: 4, journey.KindChannelIsFrozen: 2,
		journey.HardshipAsked{}.Kind(): 6, journey.KindScored: 20, journey.KindRisk: 5, journey.KindGroup: 2, journey.KindAnswer: 60,
	} {
		if kinds[kind] < least {
			t.Errorf("%d facts of kind %s, want at least %d", kinds[kind], kind, least)
		}
	}
	if followed < 7 {
		t.Errorf("%d women may be asked how things are this week", followed)
	}
}

func TestTheWeekHasSuitesVettingAndLeave(t *testing.T) {
	today := calendar.On(2026, time.November, 23)
	cohort := theWeek(t, today)
	suites := journey.SuitesOf(cohort.Facts)
	called, due, quiet := 0, 0, 0
	from := map[string]bool{}
	for _, row := range rowsOf(cohort, 0) {
		if row.Referred >= today-journey.QuietSuiteDays {
			from[row.Suite] = true
		}
	}
	for _, suite := range suites {
		called += len(suite.CallsOn(today))
		if suite.Refresher() <= today {
			due++
		}
		if !from[suite.Name] {
			quiet++
		}
	}
	if len(suites) != 5 || called != 2 || quiet == 0 {
		t.Errorf("%d suites, %d called today, %d due for training, %d quiet", len(suites), called, due, quiet)
	}
	vettings, ending, over := journey.VettingsOf(cohort.Facts), 0, 0
	for _, vetting := range vettings {
		if vetting.Ending(today) {
			ending++
		}
		if !vetting.Holds(today) {
			over++
		}
	}
	team := journey.TeamOf(cohort.Facts)
	_, away := team["KW06"].AwayOn(today)
	_, soon := team["KW03"].NextLeave(today)
	if len(vettings) != 6 || ending != 1 || over != 1 || len(team) != 7 || !away || !soon {
		t.Errorf("%d vettings, %d ending, %d over; a team of %d, away %v, soon %v", len(vettings), ending, over, len(team), away, soon)
	}
}

func TestTheSameSeedAndDayGiveTheSameWeek(t *testing.T) {
	today := calendar.On(2026, time.November, 23)
	if !reflect.DeepEqual(theWeek(t, today), theWeek(t, today)) {
		t.Error("the same seed and day give another week")
	}
	agrees(t, theWeek(t, today))
	if _, err := InventWeek(2019, Earliest-1); err == nil {
		t.Error("a week before the cases of 2021 have ended is taken")
	}
}
