package practice

import (
	"fmt"
	"maps"
	"slices"
	"testing"

	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
	"throughline/internal/domain/need"
)

func day(t testing.TB, text string) calendar.Day {
	t.Helper()
	on, err := calendar.ParseDay(text)
	if err != nil {
		t.Fatal(err)
	}
	return on
}

func invented(t testing.TB, seed uint64, today calendar.Day) Cohort {
	t.Helper()
	cohort, err := Invent(seed, today)
	if err != nil {
		t.Fatal(err)
	}
	return cohort
}

// rowsOf folds every woman of a cohort.
func rowsOf(cohort Cohort, asAt calendar.Day) []journey.Row {
	hers := map[string][]journey.Fact{}
	for _, fact := range cohort.Facts {
		if fact.Woman != "" {
			hers[fact.Woman] = append(hers[fact.Woman], fact)
		}
	}
	var rows []journey.Row
	for _, id := range slices.Sorted(maps.Keys(hers)) {
		rows = append(rows, journey.Fold(hers[id], asAt)...)
	}
	return rows
}

func count(rows []journey.Row, holds func(journey.Row) bool) int {
	found := 0
	for _, row := range rows {
		if holds(row) {
			found++
		}
	}
	return found
}

func TestTheWomenOf2019To2021AgreeWithTheReport(t *testing.T) {
	for seed := range uint64(6) {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) { agrees(t, invented(t, seed, day(t, "2026-11-20"))) })
	}
}

func agrees(t *testing.T, cohort Cohort) {
	asAt := day(t, "2021-08-31")
	rows := rowsOf(cohort, asAt)
	caution := func(r journey.Row) bool { return r.Pathway == journey.ConditionalCaution }
	referred := func(pathway journey.Pathway, from, to string) int {
		window := calendar.Window{From: day(t, from), To: day(t, to)}
		return count(rows, func(r journey.Row) bool { return (pathway == "" || r.Pathway == pathway) && window.Holds(r.Referred) })
	}
	needed := func(pathways ...need.Pathway) func(journey.Row) bool {
		return func(r journey.Row) bool {
			for _, pathway := range pathways {
				if !r.Needs.Has(pathway) {
					return false
				}
			}
			return r.Engaged()
		}
	}
	three := needed(need.Health, need.DomesticAbuseVAWG, need.DrugsAndAlcohol)
	tier := func(low, high int) int {
		return count(rows, func(r journey.Row) bool { return r.Engaged() && r.Needs.Count() >= low && r.Needs.Count() <= high })
	}
	offence := func(codes ...string) func(journey.Row) bool {
		return func(r journey.Row) bool { return caution(r) && slices.Contains(codes, r.OffenceCode) }
	}
	assault := offence("CJ88001", "CJ88116", "CJ88159")
	timed := func(timing journey.ReArrestTiming) int {
		return count(rows, func(r journey.Row) bool { return r.Timing == timing })
	}
	openOver := func(months int) int {
		return count(rows, func(r journey.Row) bool {
			return r.Open() && r.Appointments.First.Known() && r.Appointments.First < asAt.AddMonths(-months)
		})
	}
	said := func(wave journey.Wave, measure, answer string) int {
		return count(rows, func(r journey.Row) bool { return r.Answer(wave, measure) == answer })
	}
	endedYear := func(pathways ...need.Pathway) int {
		return count(rows, func(r journey.Row) bool {
			return r.Reason == journey.ClosedCompleted && r.Closed >= day(t, "2020-04-01") && r.Closed <= day(t, "2021-03-31") && needed(pathways...)(r)
		})
	}
	kinds := map[string]bool{}
	activities, reArrests, late := 0, 0, 0
	for _, row := range rows {
		if caution(row) {
			kinds[row.OffenceCode] = true
		}
		for _, had := range row.Activities {
			activities += had
		}
		reArrests += row.ReArrests
		late += row.Appointments.Late
	}
	encounters, offered, sessions, costs := 0, 0, 0, int64(0)
	attendees := map[string]int{}
	year := calendar.Window{From: day(t, "2019-09-01"), To: day(t, "2020-08-31")}
	for _, fact := range journey.Effective(cohort.Facts, asAt) {
		switch body := fact.Body.(type) {
		case journey.Encounter:
			if !year.Holds(fact.Happened.Day()) {
				if fact.Woman == "" {
					t.Error("a woman nobody knows was met outside the year of reach")
				}
				continue
			}
			encounters++
			if body.Offered == journey.Yes {
				offered++
			}
		case journey.TrainingHeld:
			sessions++
			attendees[body.Audience] += body.Attendees
		case journey.CostRecorded:
			costs += body.Pence
		}
	}
	for _, check := range []struct {
		what      string
		got, want int
	}{
		{"cautions to March 2020", referred(journey.ConditionalCaution, "2019-11-01", "2020-03-31"), 32},
		{"cautions to March 2021", referred(journey.ConditionalCaution, "2020-04-01", "2021-03-31"), 80},
		{"cautions to August 2021", referred(journey.ConditionalCaution, "2021-04-01", "2021-08-31"), 30},
		{"cautions", referred(journey.ConditionalCaution, "", ""), 142},
		{"voluntary to March 2020", referred(journey.Voluntary, "2019-11-01", "2020-03-31"), 5},
		{"voluntary to March 2021", referred(journey.Voluntary, "2020-04-01", "2021-03-31"), 20},
		{"voluntary to August 2021", referred(journey.Voluntary, "2021-04-01", "2021-08-31"), 8},
		{"all referrals", len(rows), 175},
		{"Year 1", referred("", "2019-11-01", "2020-10-31"), 102},
		{"from launch to August 2020", referred("", "2019-09-01", "2020-08-31"), 74},
		{"engaged on a caution", count(rows, func(r journey.Row) bool { return caution(r) && r.Engaged() }), 131},
		{"engaged by choice", count(rows, func(r journey.Row) bool { return !caution(r) && r.Engaged() }), 29},
		{"never came", count(rows, func(r journey.Row) bool { return r.Reason == journey.ClosedDidNotEngage }), 10},
		{"came once", count(rows, func(r journey.Row) bool { return r.Reason == journey.ClosedAfterFirst }), 5},
		{"conditions met", count(rows, journey.Row.ConditionMet), 127},
		{"conditions decided met", count(rows, func(r journey.Row) bool { return r.Condition != nil && r.Condition.Decision == journey.DecidedMet }), 127},
		{"a deadline made up", count(rows, func(r journey.Row) bool { return r.Condition != nil && r.Condition.Due.Known() }), 0},
		{"assessed", count(rows, func(r journey.Row) bool { return r.Assessed.Known() }), 160},
		{"health", count(rows, needed(need.Health)), 107},
		{"domestic abuse", count(rows, needed(need.DomesticAbuseVAWG)), 104},
		{"drugs and alcohol", count(rows, needed(need.DrugsAndAlcohol)), 80},
		{"accommodation", count(rows, needed(need.Accommodation)), 91},
		{"all three", count(rows, three), 48},
		{"all three on a caution", count(rows, func(r journey.Row) bool { return caution(r) && three(r) }), 39},
		{"tier 1", tier(1, 3), 61}, {"tier 2", tier(4, 6), 71}, {"tier 3", tier(7, 9), 28},
		{"first time", count(rows, func(r journey.Row) bool { return r.FirstTime == journey.Yes }), 66},
		{"first time not recorded", count(rows, func(r journey.Row) bool { return r.FirstTime == "" }), 15},
		{"kinds of offence", len(kinds), 38},
		{"theft", count(rows, offence("TH68010")), 33}, {"cocaine", count(rows, offence("MD71210")), 21},
		{"common assault", count(rows, offence("CJ88001")), 20}, {"assault", count(rows, assault), 44},
		{"assault with abuse known", count(rows, func(r journey.Row) bool { return assault(r) && r.Abuse != "" }), 31},
		{"activities", activities, 337},
		{"women with activities", count(rows, func(r journey.Row) bool { return len(r.Activities) > 0 }), 137},
		{"open", count(rows, journey.Row.Open), 36},
		{"open on a caution", count(rows, func(r journey.Row) bool { return r.Open() && caution(r) }), 32},
		{"open and came", openOver(0), 35}, {"open over three months", openOver(3), 22},
		{"open over six months", openOver(6), 7}, {"open over twelve months", openOver(12), 0},
		{"re-arrested before any", timed(journey.ReArrestBeforeAny), 8},
		{"re-arrested after one", timed(journey.ReArrestAfterOne), 6},
		{"re-arrested after two, supported", timed(journey.ReArrestAfterTwoSupported), 4},
		{"re-arrested after closure", timed(journey.ReArrestAfterClosed), 6},
		{"re-arrested on a caution", count(rows, func(r journey.Row) bool { return caution(r) && r.ReArrest.Known() }), 24},
		{"arrests after referral", reArrests, 30},
		{"arrests on the day of closure", count(rows, func(r journey.Row) bool { return r.Closed.Known() && r.ReArrest == r.Closed }), 1},
		{"attended late", late, 102},
		{"closed in the year to March 2021", endedYear(), 67},
		{"and had told of abuse", endedYear(need.DomesticAbuseVAWG), 42}, {"and of health", endedYear(need.Health), 46},
		{"and of substances", endedYear(need.DrugsAndAlcohol), 34}, {"and of accommodation", endedYear(need.Accommodation), 39},
		{"closed three months before the follow-up", count(rows, func(r journey.Row) bool {
			return r.Reason == journey.ClosedCompleted && r.Closed <= day(t, "2021-05-16")
		}), 94},
		{"encounters", encounters, 2043}, {"offered", offered, 61},
		{"training sessions", sessions, 42},
		{"Evidence Review Officers trained", attendees["evidence_review_officer"], 84},
		{"custody officers trained", attendees["custody_officer"], 406},
		{"costs in pounds", int(costs / 100), 340_160},
	} {
		if check.got != check.want {
			t.Errorf("%s: %d, want %d", check.what, check.got, check.want)
		}
	}
	for _, check := range []struct {
		wave    journey.Wave
		measure string
		yes, no int
	}{
		{journey.Exit, "safer_from_domestic_abuse", 35, 0}, {journey.Exit, "mental_health_improved", 33, 4},
		{journey.Exit, "substance_use_improved", 22, 3}, {journey.Exit, "accommodation_improved", 31, 0},
		{journey.Exit, "alternative_positive_choices", 54, 3}, {journey.Exit, "less_likely_to_reoffend", 53, 4},
		{journey.FollowUp, "confidence_improved", 12, 0}, {journey.FollowUp, "confident_to_use_services", 12, 0},
		{journey.FollowUp, "less_likely_to_reoffend", 12, 0}, {journey.FollowUp, "women_only_beneficial", 12, 0},
		{journey.FollowUp, "positive_for_children", 9, 0}, {journey.FollowUp, "safer_from_domestic_abuse", 4, 0},
		{journey.FollowUp, "in_employment", 8, 4}, {journey.FollowUp, "in_education", 1, 11}, {journey.FollowUp, "considering_volunteering", 2, 10},
	} {
		if yes, no := said(check.wave, check.measure, "yes"), said(check.wave, check.measure, "no"); yes != check.yes || no != check.no {
			t.Errorf("%s.%s: %d yes and %d no, want %d and %d", check.wave, check.measure, yes, no, check.yes, check.no)
		}
	}
}
