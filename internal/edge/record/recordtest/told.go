package recordtest

import (
	"context"
	"testing"

	"throughline/internal/casework/keeping"
	"throughline/internal/domain/access"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
	"throughline/internal/edge/record"
)

// tellsWhoTheyAre holds what was told of who women are to coming back in the order
// it was written, with what replaced it, and to being gone with her who is erased.
func tellsWhoTheyAre(t *testing.T, s *record.Store, _ *Lines) {
	ctx := context.Background()
	amina, beth := refer(t, s, "Amina", "Hill"), refer(t, s, "Beth", "Shaw")
	row, err := s.Row(ctx, amina.Case)
	if err != nil {
		t.Fatal(err)
	}
	arrest, err := pen(Priya).LinkArrest(row, calendar.On(2026, 1, 5), journey.Arrested{Arrest: "P1", Match: journey.ArrestMatch{Feed: "f1", Weight: 1234, Model: "m1", How: journey.MatchedAlone}})
	if err != nil {
		t.Fatal(err)
	}
	married := journey.Fact{Woman: row.Woman, Happened: calendar.At(Noon), Known: calendar.At(Noon), Body: journey.IdentityTold{}, Words: &journey.Words{Identity: &journey.Identity{Family: "Moor"}}}
	receipt, err := s.Append(ctx, change(Priya, "told", append(arrest, married)))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Append(ctx, change(Priya, "back", pen(Priya).UnlinkArrest(row, receipt.Facts[0], calendar.On(2026, 1, 5)))); err != nil {
		t.Fatal(err)
	}
	told, err := s.Told(ctx, []string{amina.Woman, beth.Woman, beth.Woman, "nobody"})
	if err != nil {
		t.Fatal(err)
	}
	var families []string
	for _, fact := range told[amina.Woman] {
		if fact.Body.Kind() == journey.KindIdentity {
			families = append(families, fact.Words.Identity.Family)
		}
	}
	if len(families) != 2 || families[0] != "Hill" || families[1] != "Moor" || len(told[beth.Woman]) != 1 || len(told) != 2 {
		t.Errorf("told are %v, and of %d women", families, len(told))
	}
	if body := told[amina.Woman][1].Body; body != arrest[0].Body {
		t.Errorf("the arrest comes back as %+v", body)
	}
	for _, fact := range journey.Effective(told[amina.Woman], 0) {
		if fact.Body.Kind() == journey.KindArrested {
			t.Error("an arrest that was taken back stands")
		}
	}
	stone := keeping.Stone{Woman: beth.Woman, At: Noon, By: Priya.ID, Ground: journey.ErasureHers}
	if err := s.Erase(ctx, keeping.Erasure{Stone: stone, Entry: Priya.Note(Noon, access.Erase, access.ForLegal, "erase", 0)}); err != nil {
		t.Fatal(err)
	}
	if told, err = s.Told(ctx, []string{beth.Woman}); err != nil || len(told) != 0 {
		t.Errorf("of her who was erased is told %v, %v", told, err)
	}
}
