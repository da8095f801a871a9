package refer_test

import (
	"context"
	"testing"

	"throughline/internal/casework"
	"throughline/internal/casework/caseworktest"
	"throughline/internal/casework/support"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
	"throughline/internal/domain/need"
)

// plant writes what the service comes to know of a woman, none of which police
// may read.
func plant(t *testing.T, site front, caseID string) {
	t.Helper()
	row, err := site.room.Record.Row(t.Context(), caseID)
	if err != nil {
		t.Fatal(err)
	}
	now := calendar.At(site.room.Now())
	var facts []journey.Fact
	write := func(inCase bool, body journey.Body, words *journey.Words) {
		fact := journey.Fact{Woman: row.Woman, Happened: now, Known: now, By: "keyworker-1", Agency: "Advance", Body: body, Words: words}
		if inCase {
			fact.Case = caseID
		}
		facts = append(facts, fact)
	}
	write(false, journey.IdentityTold{}, &journey.Words{Identity: &journey.Identity{KnownAs: "CANARY-name", Phone: "CANARY-phone", Postcode: "CANARY-postcode"}})
	write(false, journey.Described{Borough: "CANARY-borough", Ethnicity: "CANARY-ethnicity", Language: "sq"}, nil)
	write(false, journey.BackgroundTold{}, &journey.Words{Text: "CANARY-immigration"})
	write(true, journey.NeedAssessed{Pathway: need.DomesticAbuseVAWG, Present: true, Detail: "current"}, &journey.Words{Text: "CANARY-need"})
	write(true, journey.GoalSet{Goal: "g", State: journey.GoalOpen}, &journey.Words{Text: "CANARY-goal"})
	write(true, journey.ContactMade{How: journey.Phone, Spoke: true}, &journey.Words{Text: "CANARY-note"})
	if _, err := site.room.Record.Append(t.Context(), casework.Change{Case: caseID, Seen: casework.AnyVersion, Facts: facts}); err != nil {
		t.Fatal(err)
	}
}

func encounter(t *testing.T, fact journey.Fact) journey.Encounter {
	t.Helper()
	met, ok := fact.Body.(journey.Encounter)
	if !ok {
		t.Fatalf("a %s, want an encounter", fact.Body.Kind())
	}
	return met
}

// team is the keyworkers of the service.
type team struct{}

func (team) Keyworkers(context.Context) ([]support.Keyworker, error) {
	return []support.Keyworker{{ID: caseworktest.Keyworker.ID, Name: "Priya", OpenLimit: 30, YearLimit: 60}}, nil
}
