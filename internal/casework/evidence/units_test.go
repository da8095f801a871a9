package evidence_test

import (
	"fmt"
	"strings"
	"testing"

	"throughline/internal/casework"
	"throughline/internal/casework/caseworktest"
	"throughline/internal/casework/evidence"
	"throughline/internal/domain/access"
	"throughline/internal/domain/journey"
	"throughline/internal/reckoning/comparison"
)

// met writes encounters of an area, so many of them with an offer.
func met(t testing.TB, room *caseworktest.Room, area string, encounters, offers int) {
	t.Helper()
	var facts []journey.Fact
	for i := range encounters {
		facts = append(facts, on(first, "", "", journey.Encounter{
			Encounter: fmt.Sprintf("%s-%d", area, i), What: "arrest", Area: area, Offered: journey.YesNoOf(i < offers),
		}))
	}
	write(t, room, facts...)
}

// where returns where each unit lies, by its name.
func where(units evidence.Units) map[string]comparison.Where {
	found := map[string]comparison.Where{}
	for i, point := range units.Points {
		found[point.Label] = units.Placed.Where[i]
	}
	return found
}

func TestAreasLieInsideOrOutsideTheLimits(t *testing.T) {
	room := caseworktest.NewRoom(t)
	d := desk(t, room)
	for _, area := range []struct {
		name               string
		encounters, offers int
	}{{"Central West", 400, 60}, {"Central South", 400, 25}, {"North", 400, 5}, {"Riverside", 10, 2}} {
		met(t, room, area.name, area.encounters, area.offers)
	}
	met(t, room, "", 30, 3)
	for _, test := range []struct {
		asker    access.Asker
		headline string
		want     map[string]comparison.Where
	}{
		{caseworktest.Lead, "2 of 4 areas lie outside the limits of chance", map[string]comparison.Where{
			"Central West": comparison.OutsideAll, "Central South": comparison.Inside, "North": comparison.OutsideAll, "Riverside": comparison.TooSmall,
		}},
		// Small numbers are hidden from whoever is not of the service, and the others rounded.
		{caseworktest.Commissioner, "1 of 2 areas lies outside the limits of chance; 2 are too small to be shown", map[string]comparison.Where{
			"Central West": comparison.OutsideAll, "Central South": comparison.Inside, "North": comparison.NotToBeShown, "Riverside": comparison.NotToBeShown,
		}},
	} {
		units, err := d.Units(ctx, test.asker, atWinter, evidence.UnitAreas)
		if err != nil || units.Drawing == nil {
			t.Fatal(units.Why, err)
		}
		got := where(units)
		if len(got) != len(test.want) {
			t.Errorf("%s reads of %v", test.asker.Name, got)
		}
		for area, lies := range test.want {
			if got[area] != lies {
				t.Errorf("%s reads that %s is %s, want %s", test.asker.Name, area, got[area], lies)
			}
		}
		line, _ := room.Record.Last()
		if line.Action != access.Read || line.Purpose != access.ForEvidence || !strings.Contains(line.What, "by area") {
			t.Errorf("the ledger says %+v", line)
		}
		if exact := strings.Contains(string(units.Drawing.SVG), ": 5 of 400"); exact != (test.asker.Role == access.ServiceLead) || units.Exact() != exact {
			t.Errorf("%s reads exact counts: %v", test.asker.Name, exact)
		}
		if units.Drawing.Headline != test.headline {
			t.Errorf("%s reads %q", test.asker.Name, units.Drawing.Headline)
		}
	}
	if _, err := d.TakeUnits(ctx, caseworktest.Lead, atWinter, evidence.UnitAreas); err != nil {
		t.Fatal(err)
	}
	if line, _ := room.Record.Last(); line.Action != access.Export {
		t.Errorf("what was taken away is in the ledger as %+v", line)
	}
}

func TestProvidersAndMonths(t *testing.T) {
	room := caseworktest.NewRoom(t)
	d := desk(t, room)
	refer := func(id string, months int, provider string) {
		day := first.AddMonths(months)
		write(t, room, on(day, "woman-"+id, id, journey.Referred{Scheme: london, Pathway: journey.ConditionalCaution, Provider: provider}))
		if provider == "Pecan" {
			write(t, room, on(day, "woman-"+id, id, journey.Closed{Reason: journey.ClosedDidNotEngage}))
		}
	}
	for i := range 60 {
		refer(fmt.Sprintf("case%04d", i), i%10, []string{"Advance", "Pecan"}[i%2])
	}
	for i := range 30 {
		refer(fmt.Sprintf("many%04d", i), 8, "Advance")
	}
	providers, err := d.Units(ctx, caseworktest.Lead, atWinter, evidence.UnitProviders)
	if err != nil || where(providers)["Advance"] != comparison.OutsideAll || where(providers)["Pecan"] != comparison.OutsideAll {
		t.Errorf("%v, %v", where(providers), err)
	}
	months, err := d.Units(ctx, caseworktest.Lead, atWinter, evidence.UnitMonths)
	if err != nil || months.Drawing == nil {
		t.Fatal(months.Why, err)
	}
	// From November 2019, the first whole month of the cohort, to December 2020: 90
	// women in 14 months, 6 in each of ten and 30 more in September; none in four.
	if len(months.Points) != 14 || months.Points[0].Label != "2019-11" {
		t.Errorf("%d months from %s", len(months.Points), months.Points[0].Label)
	}
	for month, lies := range map[string]comparison.Where{"2019-11": comparison.OutsideSome, "2020-01": comparison.Inside, "2020-09": comparison.OutsideAll, "2020-11": comparison.OutsideSome} {
		if got := where(months)[month]; got != lies {
			t.Errorf("%s is %s, want %s", month, got, lies)
		}
	}
	if !strings.Contains(months.Drawing.Headline, "of 14 months") {
		t.Errorf("the headline is %q", months.Drawing.Headline)
	}
	protected, err := d.Units(ctx, caseworktest.Commissioner, atWinter, evidence.UnitMonths)
	if err != nil || protected.Exact() || protected.Drawing != nil && where(protected)["2020-01"] != comparison.NotToBeShown {
		t.Errorf("%v, %s, %v", where(protected), protected.Why, err)
	}
}

func TestWhatIsNotCompared(t *testing.T) {
	room := caseworktest.NewRoom(t)
	d := desk(t, room)
	for what, row := range map[string]struct {
		sort evidence.UnitSort
		asAt evidence.Query
		why  string
	}{
		"areas without encounters":  {evidence.UnitAreas, atWinter, "Nothing was counted yet"},
		"months without anybody":    {evidence.UnitMonths, atWinter, "Nothing was counted yet"},
		"providers without anybody": {evidence.UnitProviders, atWinter, "Nothing was counted yet"},
		"the first months":          {evidence.UnitMonths, evidence.Query{Scheme: london, AsAt: first}, "6 whole months"},
		"a scheme without a window": {evidence.UnitAreas, evidence.Query{Scheme: "hull-womens-triage"}, "names no days"},
	} {
		units, err := d.Units(ctx, caseworktest.Lead, row.asAt, row.sort)
		if err != nil || units.Drawing != nil || !strings.Contains(units.Why, row.why) {
			t.Errorf("%s: %q, %v", what, units.Why, err)
		}
	}
	met(t, room, "Central West", 40, 10)
	if units, err := d.Units(ctx, caseworktest.Lead, atWinter, evidence.UnitAreas); err != nil || !strings.Contains(units.Why, "not two areas") {
		t.Errorf("one area alone: %q, %v", units.Why, err)
	}
	for what, row := range map[string]struct {
		asker access.Asker
		query evidence.Query
		sort  evidence.UnitSort
		kind  casework.Kind
	}{
		"keyworkers":           {caseworktest.Lead, atWinter, "keyworker", casework.NotFound},
		"ethnic groups":        {caseworktest.Lead, atWinter, "ethnicity", casework.NotFound},
		"no scheme":            {caseworktest.Lead, evidence.Query{Scheme: "nowhere"}, evidence.UnitMonths, casework.NotFound},
		"a keyworker who asks": {caseworktest.Keyworker, atWinter, evidence.UnitAreas, casework.Forbidden},
		"an officer who asks":  {caseworktest.Officer, atWinter, evidence.UnitMonths, casework.Forbidden},
	} {
		if _, err := d.Units(ctx, row.asker, row.query, row.sort); casework.KindOf(err) != row.kind {
			t.Errorf("%s: %v", what, err)
		}
		if _, err := d.TakeUnits(ctx, row.asker, row.query, row.sort); casework.KindOf(err) != row.kind {
			t.Errorf("%s, to take away: %v", what, err)
		}
	}
}
