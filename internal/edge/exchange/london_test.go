package exchange

import (
	"os"
	"testing"
	"time"

	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
	"throughline/internal/domain/need"
)

// london is the synthetic cohort that the golden figures are counted from.
const london = "../../../../shared/data/london-2019-21"

func londonPath(t *testing.T) string {
	t.Helper()
	if _, err := os.Stat(london); err != nil {
		t.Skip("the London cohort is not beside the checkout")
	}
	return london
}

func TestTheLondonPackageGivesTheGoldenCounts(t *testing.T) {
	store := newMemory()
	report, told, err := bring(t, store, londonPath(t), Options{}, false)
	if err != nil || len(told) > 0 {
		t.Fatalf("the package was not taken: %v, %v", err, told)
	}
	for _, table := range report.Tables {
		if table.Read != table.Accepted || table.Read == 0 {
			t.Errorf("%+v: every row is accepted", table)
		}
	}
	if len(report.Ignored) != 1 || report.Ignored[0] != "arrests-unlinked.csv" {
		t.Errorf("ignored %v, want arrests-unlinked.csv", report.Ignored)
	}

	asAt := calendar.On(2021, time.August, 31)
	rows := store.rows(asAt)
	periods := []calendar.Window{
		{From: calendar.On(2019, time.November, 1), To: calendar.On(2020, time.March, 31)},
		{From: calendar.On(2020, time.April, 1), To: calendar.On(2021, time.March, 31)},
		{From: calendar.On(2021, time.April, 1), To: calendar.On(2021, time.August, 31)},
	}
	got := map[string]int{}
	offences := map[string]bool{}
	for _, row := range rows {
		way := string(row.Pathway)
		got[way]++
		for i, period := range periods {
			if period.Holds(row.Referred) {
				got[way+" in period "+string(rune('1'+i))]++
			}
		}
		count := func(name string, holds bool) {
			if holds {
				got[name]++
			}
		}
		caution := row.Pathway == journey.ConditionalCaution
		count("engaged "+way, row.Engaged())
		count("open", row.Open())
		count("open "+way, row.Open())
		count("never engaged", row.Reason == journey.ClosedDidNotEngage)
		count("only the first", row.Reason == journey.ClosedAfterFirst)
		count("year 1", row.Referred >= calendar.On(2019, time.November, 1) && row.Referred <= calendar.On(2020, time.October, 31))
		if row.Open() && row.Appointments.First.Known() {
			got["open with a first appointment"]++
			count("open over three months", asAt > row.Appointments.First.AddMonths(3))
			count("open over six months", asAt > row.Appointments.First.AddMonths(6))
		}
		if caution {
			offences[row.OffenceCode] = true
			count("met by marked units", row.ConditionMet())
			count("met by all attended", row.Appointments.Attended() >= 2)
			count("police say met", row.Condition != nil && row.Condition.Decision == journey.DecidedMet)
			count("theft", row.OffenceCode == "TH68010")
			count("re-arrested", row.ReArrest.Known())
			count("re-arrest "+string(row.Timing), row.ReArrest.Known())
			got["arrests after referral"] += row.ReArrests
		} else {
			count("re-arrested outside cautions", row.ReArrest.Known())
		}
		got["late"] += row.Appointments.Late
		for _, activities := range row.Activities {
			got["activities"] += activities
		}
		count("with activities", len(row.Activities) > 0)
		if row.Engaged() {
			count("assessed", row.Assessed.Known())
			tier, _ := row.Tier()
			got["tier "+string(rune('0'+int(tier)))]++
			count("health", row.Needs.Has(need.Health))
			count("abuse", row.Needs.Has(need.DomesticAbuseVAWG))
			count("substances", row.Needs.Has(need.DrugsAndAlcohol))
			count("accommodation", row.Needs.Has(need.Accommodation))
			count("all three", row.Needs.Has(need.Health) && row.Needs.Has(need.DomesticAbuseVAWG) && row.Needs.Has(need.DrugsAndAlcohol))
			count("first time", row.FirstTime == journey.Yes)
		}
		for _, answered := range row.Answers {
			if answered.Answer == "yes" || answered.Answer == "no" {
				got[string(answered.Wave)+" "+answered.Measure+" "+answered.Answer]++
			}
		}
	}
	got["offence kinds"] = len(offences)

	reach := calendar.Window{From: calendar.On(2019, time.September, 1), To: calendar.On(2020, time.August, 31)}
	for _, fact := range journey.Effective(store.facts, asAt) {
		switch body := fact.Body.(type) {
		case journey.Encounter:
			if reach.Holds(fact.Happened.Day()) {
				got["encounters"]++
				if body.Offered == journey.Yes {
					got["offered"]++
				}
			}
		case journey.Arrested:
			got["arrests"]++
		case journey.CostRecorded:
			got["pence"] += int(body.Pence)
		case journey.TrainingHeld:
			got["sessions"]++
			got["trained "+body.Audience] += body.Attendees
		}
	}

	want := map[string]int{
		"conditional_caution": 142, "voluntary": 33,
		"conditional_caution in period 1": 32, "conditional_caution in period 2": 80, "conditional_caution in period 3": 30,
		"voluntary in period 1": 5, "voluntary in period 2": 20, "voluntary in period 3": 8,
		"engaged conditional_caution": 131, "engaged voluntary": 29, "never engaged": 10, "only the first": 5, "year 1": 102,
		"met by marked units": 127, "met by all attended": 127, "police say met": 127,
		"assessed": 160, "tier 1": 61, "tier 2": 71, "tier 3": 28,
		"health": 107, "abuse": 104, "substances": 80, "accommodation": 91, "all three": 48, "first time": 66,
		"offence kinds": 38, "theft": 33,
		"activities": 337, "with activities": 137, "late": 102,
		"open": 36, "open conditional_caution": 32, "open voluntary": 4,
		"open with a first appointment": 35, "open over three months": 22, "open over six months": 7,
		"re-arrested": 24, "re-arrested outside cautions": 0, "arrests after referral": 30, "arrests": 35,
		"re-arrest before_any": 8, "re-arrest after_one": 6, "re-arrest after_two_supported": 4, "re-arrest after_closed": 6,
		"encounters": 2043, "offered": 61,
		"exit safer_from_domestic_abuse yes": 35, "exit safer_from_domestic_abuse no": 0,
		"exit mental_health_improved yes": 33, "exit mental_health_improved no": 4,
		"exit substance_use_improved yes": 22, "exit substance_use_improved no": 3,
		"exit accommodation_improved yes": 31, "exit accommodation_improved no": 0,
		"exit alternative_positive_choices yes": 54, "exit alternative_positive_choices no": 3,
		"exit less_likely_to_reoffend yes": 53, "exit less_likely_to_reoffend no": 4,
		"follow_up women_only_beneficial yes": 12, "follow_up positive_for_children yes": 9,
		"follow_up safer_from_domestic_abuse yes": 4, "follow_up in_employment yes": 8,
		"follow_up in_education yes": 1, "follow_up considering_volunteering yes": 2,
		"pence": 340160_00, "sessions": 42,
		"trained evidence_review_officer": 84, "trained custody_officer": 406,
	}
	for name, count := range want {
		if got[name] != count {
			t.Errorf("%s: counted %d, want %d", name, got[name], count)
		}
	}
}

func TestTheSamePackageTwiceChangesNothing(t *testing.T) {
	store := newMemory()
	if _, _, err := bring(t, store, londonPath(t), Options{}, false); err != nil {
		t.Fatal(err)
	}
	before := len(store.facts)
	report, told, err := bring(t, store, london, Options{}, false)
	if err != nil || len(told) > 0 || len(store.facts) != before {
		t.Fatalf("the second time: %v, %d rejections, %d facts more", err, len(told), len(store.facts)-before)
	}
	for _, table := range report.Tables {
		if table.Unchanged != table.Read {
			t.Errorf("%+v: every row is unchanged", table)
		}
	}
}

func TestTheUnlinkedFeedIsCountedAndNotKept(t *testing.T) {
	londonPath(t)
	folder := t.TempDir()
	for from, to := range map[string]string{"women.csv": "women.csv", "encounters.csv": "encounters.csv", "arrests-unlinked.csv": "arrests.csv"} {
		data, err := os.ReadFile(london + "/" + from)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(folder+"/"+to, data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	report, _, err := bring(t, newMemory(), folder, Options{}, false)
	if err != nil {
		t.Fatal(err)
	}
	for _, table := range report.Tables {
		if table.Table == "arrests" && (table.Read != 195 || table.NotLinked != 195 || table.Accepted != 0) {
			t.Errorf("%+v: 195 rows are not linked", table)
		}
	}
}
