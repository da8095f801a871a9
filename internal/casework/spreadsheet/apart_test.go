package spreadsheet_test

import (
	"slices"
	"testing"

	"throughline/internal/casework"
	"throughline/internal/casework/caseworktest"
	"throughline/internal/domain/access"
	"throughline/internal/domain/journey"
)

func TestListsOfOneNameOfTwoAgenciesAreTwoLists(t *testing.T) {
	c := newCentre(t)
	c.bring(c.send("Ref,First name,Surname,Date referred", "1,Ana,One,5/1/2026"))
	elsewhere := caseworktest.Lead
	elsewhere.ID, elsewhere.Agency = "lead-2", "Women in Prison"
	id, err := c.Send(t.Context(), elsewhere, "Riverside list", []byte("Ref,First name,Surname,Date referred\n1,Bea,Two,6/1/2026\n"))
	if err != nil {
		t.Fatal(err)
	}
	example, err := c.Matching(t.Context(), elsewhere, id)
	if err != nil || example.Match.Pathway != "" {
		t.Fatalf("her list is read as that of the other agency: %+v, %v", example.Match, err)
	}
	example.Match.Pathway = string(journey.ConditionalCaution)
	if err := c.SetMatch(t.Context(), elsewhere, id, example.Match); err != nil {
		t.Fatal(err)
	}
	if checked, err := c.Check(t.Context(), elsewhere, id); err != nil || checked.Known != 0 || checked.Create != 1 {
		t.Errorf("row 1 of her list is taken for row 1 of the other: %+v, %v", checked, err)
	}
}

func TestNothingIsWrittenOfAWomanWhoIsHidden(t *testing.T) {
	c := newCentre(t)
	c.bring(c.send(headings, "R1,Amina,Okafor,27/03/1990,07700 900123,,,,5/1/2026,,,,,,,"))
	entry := caseworktest.Lead.Note(c.now, access.Append, access.ForSafeguarding, "match", 0)
	if err := c.record.Match(t.Context(), entry, casework.Matching{Account: caseworktest.Lead.ID, From: journey.ConflictMatch, Who: journey.Identity{Phone: "07700 900123"}}); err != nil {
		t.Fatal(err)
	}
	rows, before := c.rows()
	report := c.bring(c.send(headings, "R1,Amina,Changed,27/03/1990,07700 900123,,,,6/1/2026,,,,,,,"))
	again, after := c.rows()
	if report.Updated != 0 || report.Unchanged != 1 || !slices.Equal(before, after) || again[0].Version != rows[0].Version {
		t.Errorf("what a conflict hides was written over: %+v, %q after %q", report, after, before)
	}
}
