package casework_test

import (
	"testing"
	"time"

	"throughline/internal/casework"
	"throughline/internal/casework/caseworktest"
	"throughline/internal/domain/access"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
)

// now is when people stand to the case of these tests.
var now = caseworktest.Start

// tied is a case to which everybody of the tests is tied somehow.
func tied() journey.Row {
	share := journey.Permission{
		ID: "p", Recipient: "Housing", Purpose: access.ForSupport, Classes: access.SetOf(access.Identity, access.Needs),
		Given: true, Asked: now.Add(-time.Hour), Until: calendar.DayOf(now).AddDays(28),
	}
	return journey.Row{
		Case: "case", Woman: "woman", Sender: caseworktest.Officer.Agency, Provider: "Advance",
		Worker: caseworktest.Keyworker.ID, WorkerAgency: caseworktest.Keyworker.Agency,
		Door: journey.Door{
			Permissions: []journey.Permission{share}, Specialists: []string{"idva-1"}, Supervisor: "Probation North",
			Covers: []journey.Cover{
				{ID: "now", For: caseworktest.Keyworker.ID, Account: "covers-now", From: calendar.DayOf(now), Until: calendar.DayOf(now)},
				{ID: "over", For: caseworktest.Keyworker.ID, Account: "covered-once", From: calendar.DayOf(now) - 9, Until: calendar.DayOf(now) - 1},
				{ID: "another", For: "keyworker-before", Account: "covers-another", From: calendar.DayOf(now), Until: calendar.DayOf(now)},
			},
			Openings: []journey.Opening{{ID: "o", Account: "keyworker-9", From: now.Add(-time.Hour), Until: now.Add(time.Hour)}},
		},
	}
}

func TestHowPeopleStandToACase(t *testing.T) {
	for _, row := range []struct {
		name  string
		asker access.Asker
		want  access.Relation
	}{
		{"she herself", access.InHerSpace("woman"), access.Herself},
		{"another woman", access.InHerSpace("other"), access.Unrelated},
		{"a woman without an account", access.ByHerself(), access.Unrelated},
		{"her keyworker", caseworktest.Keyworker, access.Allocated},
		{"who covers for her keyworker today", access.Asker{ID: "covers-now", Agency: "Advance", Role: access.Keyworker}, access.Allocated},
		{"who covered until yesterday", access.Asker{ID: "covered-once", Agency: "Advance", Role: access.Keyworker}, access.Unrelated},
		{"who covers for the one she had before", access.Asker{ID: "covers-another", Agency: "Advance", Role: access.Keyworker}, access.Unrelated},
		{"a partner whose account id covers", access.Asker{ID: "covers-now", Agency: "Advance", Role: access.Partner}, access.Unrelated},
		{"a colleague of her keyworker", caseworktest.OtherWorker, access.Unrelated},
		{"the lead of the service", caseworktest.Lead, access.Service},
		{"the manager of the organisation", access.Asker{ID: "m", Agency: "Advance", Role: access.PartnerManager}, access.Organisation},
		{"the manager of another", access.Asker{ID: "m", Agency: "Other", Role: access.PartnerManager}, access.Unrelated},
		{"a manager of nowhere", access.Asker{ID: "m", Role: access.PartnerManager}, access.Unrelated},
		{"the force that sent her", caseworktest.Officer, access.SentBy},
		{"another force", caseworktest.OtherForce, access.Unrelated},
		{"a specialist who works with her", access.Asker{ID: "idva-1", Role: access.Specialist, Specialism: access.IDVA}, access.Allocated},
		{"a specialist who does not", access.Asker{ID: "idva-2", Role: access.Specialist, Specialism: access.IDVA}, access.Unrelated},
		{"her probation office", access.Asker{ID: "po", Agency: "Probation North", Role: access.Probation}, access.Ordered},
		{"another probation office", access.Asker{ID: "po", Agency: "Probation South", Role: access.Probation}, access.Unrelated},
		{"a partner of that name", access.Asker{ID: "x", Agency: "Probation North", Role: access.Partner}, access.Unrelated},
		{"an agency she shared with", access.Asker{ID: "h", Agency: "Housing", Role: access.Partner}, access.Shared},
		{"information governance", access.Asker{ID: "ig", Agency: "Advance", Role: access.InformationGovernance}, access.Overseen},
		{"two people agreed", access.Asker{ID: "keyworker-9", Agency: "Elsewhere", Role: access.Keyworker}, access.Opened},
		{"a commissioner", caseworktest.Commissioner, access.Unrelated},
		{"an administrator", caseworktest.Admin, access.Unrelated},
	} {
		standing := casework.StandingOf(row.asker, tied(), now)
		for _, relation := range access.EveryRelation {
			if got := standing.Is(relation); got != (relation == row.want) {
				t.Errorf("%s stands as %s: %v", row.name, relation, got)
			}
		}
	}
}

func TestAConflictComesBeforeEverything(t *testing.T) {
	people := []access.Asker{
		caseworktest.Keyworker, caseworktest.Lead, caseworktest.Officer, caseworktest.Colleague,
		{ID: "m", Agency: "Advance", Role: access.PartnerManager},
		{ID: "idva-1", Agency: "Advance", Role: access.Specialist, Specialism: access.IDVA},
		{ID: "po", Agency: "Probation North", Role: access.Probation},
		{ID: "h", Agency: "Housing", Role: access.Partner},
		{ID: "keyworker-9", Agency: "Elsewhere", Role: access.Keyworker},
		{ID: "covers-now", Agency: "Advance", Role: access.Keyworker},
		{ID: "ig", Agency: "Advance", Role: access.InformationGovernance},
	}
	for _, asker := range people {
		for _, conflict := range []journey.Conflict{{ID: "c", Account: asker.ID}, {ID: "c", Agency: asker.Agency}} {
			row := tied()
			if casework.StandingOf(asker, row, now).Is(access.Blocked) {
				t.Errorf("%s is barred without a conflict", asker.ID)
			}
			row.Door.Conflicts = []journey.Conflict{conflict}
			standing := casework.StandingOf(asker, row, now)
			stranger := casework.StandingOf(access.Asker{ID: "stranger", Agency: "Nowhere", Role: asker.Role, Specialism: asker.Specialism}, tied(), now)
			for _, action := range access.EveryAction {
				for _, purpose := range access.EveryPurpose {
					if got := standing.Allowed(action, purpose); got&^stranger.Allowed(action, purpose) != 0 {
						t.Errorf("%s, barred by %+v, may %s %s for %s", asker.ID, conflict, action, got, purpose)
					}
				}
			}
		}
	}
}

func TestHerPermissionOpensWhatItNamesAndOnlyThat(t *testing.T) {
	housing := access.Asker{ID: "h", Agency: "Housing", Role: access.Partner}
	if got := casework.StandingOf(housing, tied(), now).Allowed(access.Read, access.ForSupport); got != access.SetOf(access.Identity, access.Needs) {
		t.Errorf("housing reads %s", got)
	}
	for name, change := range map[string]func(*journey.Permission){
		"refused":   func(p *journey.Permission) { p.Given = false },
		"over":      func(p *journey.Permission) { p.Until = calendar.DayOf(now) - 1 },
		"withdrawn": func(p *journey.Permission) { p.Withdrawn = now },
		"to come":   func(p *journey.Permission) { p.Asked = now.Add(time.Minute) },
	} {
		row := tied()
		change(&row.Door.Permissions[0])
		standing := casework.StandingOf(housing, row, now)
		if got := standing.Allowed(access.Read, access.ForSupport); got != 0 {
			t.Errorf("%s: housing reads %s", name, got)
		}
		if decision := standing.Decide(access.Needs, access.Read, access.ForSupport); decision.Allow || !decision.Needs.Has(access.HerPermission) {
			t.Errorf("%s: %+v", name, decision)
		}
	}
	second := tied()
	second.Door.Permissions = append(second.Door.Permissions, journey.Permission{
		ID: "q", Recipient: "Housing", Purpose: access.ForSupport, Classes: access.SetOf(access.Plan), Given: true, Asked: now.Add(-time.Hour), Until: calendar.DayOf(now),
	})
	if got := casework.StandingOf(housing, second, now).Allowed(access.Read, access.ForSupport); got != access.SetOf(access.Identity, access.Needs, access.Plan) {
		t.Errorf("by two permissions housing reads %s", got)
	}
}

func TestAnOpeningHoldsForItsTime(t *testing.T) {
	worker := access.Asker{ID: "keyworker-9", Agency: "Elsewhere", Role: access.Keyworker}
	for _, row := range []struct {
		name string
		at   time.Time
		open bool
	}{
		{"before", now.Add(-2 * time.Hour), false}, {"now", now, true}, {"at its end", now.Add(time.Hour), false},
	} {
		got := casework.StandingOf(worker, tied(), row.at).Allowed(access.Read, access.ForSafeguarding)
		if (got != 0) != row.open || got.Has(access.Sealed) {
			t.Errorf("%s: reads %q", row.name, got)
		}
	}
}

func TestWhatIsAPartOnlyIsNotWhole(t *testing.T) {
	probation := access.Asker{ID: "c", Agency: "Probation North", Role: access.Court}
	standing := casework.StandingOf(probation, tied(), now)
	if got := standing.Allowed(access.Read, access.ForCondition); got != access.SetOf(access.Identity, access.Offence, access.Condition) {
		t.Errorf("a court reads %s", got)
	}
	if got := standing.Whole(access.Read, access.ForCondition); got != access.SetOf(access.Offence) {
		t.Errorf("a court reads %s whole", got)
	}
}
