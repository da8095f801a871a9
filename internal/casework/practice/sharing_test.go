package practice_test

import (
	"slices"
	"testing"
	"time"

	"throughline/internal/casework"
	"throughline/internal/casework/practice"
	"throughline/internal/domain/access"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
)

func TestSomeWomenShareAndSomeDoNot(t *testing.T) {
	day := calendar.On(2026, 3, 3)
	cohort, err := practice.Invent(2019, day)
	if err != nil {
		t.Fatal(err)
	}
	byWoman := map[string][]journey.Fact{}
	for _, fact := range cohort.Facts {
		byWoman[fact.Woman] = append(byWoman[fact.Woman], fact)
	}
	states := map[journey.PermissionState]int{}
	reads := map[access.Role]int{}
	now := day.Start().Add(12 * time.Hour)
	for woman, facts := range byWoman {
		if woman == "" {
			continue
		}
		for _, row := range journey.Fold(facts, 0) {
			for _, permission := range row.Door.Permissions {
				states[permission.State(now)]++
			}
			for _, account := range cohort.Accounts {
				standing := casework.StandingOf(account.Asker(), row, now)
				purposes := []access.Purpose{access.ForSupport, access.ForCondition}
				if slices.ContainsFunc(purposes, func(p access.Purpose) bool { return standing.Allowed(access.Read, p).Has(access.Identity) }) {
					reads[account.Role]++
				}
			}
		}
	}
	if states[journey.PermissionGiven] == 0 || states[journey.PermissionNo] == 0 || states[journey.PermissionIsOver] == 0 || states[journey.PermissionTaken] == 0 {
		t.Errorf("answers of every kind: %v", states)
	}
	for _, role := range []access.Role{access.Partner, access.Probation, access.Specialist, access.PartnerManager} {
		if reads[role] == 0 {
			t.Errorf("the practice account of %s has nobody to read of", role)
		}
	}
}
