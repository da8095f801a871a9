package journey

import (
	"slices"
	"testing"
)

// Later arrests stand in order with what came of them; one before the referral moves
// only the last day that is known, and an outcome that is not of the list is unknown.
func TestLaterArrestsAndWhatCameOfThem(t *testing.T) {
	row := referred("2021-01-04").hers("2021-03-01", Arrested{Arrest: "c", Outcome: "charged"}).
		hers("2021-02-01", Arrested{Arrest: "b", Outcome: "not_known"}).hers("2021-01-03", Arrested{Arrest: "a", Outcome: "caution"}).row(t, "")
	want := []LaterArrest{{On: d("2021-02-01")}, {On: d("2021-03-01"), Outcome: ArrestCharged}}
	if !slices.Equal(row.Later, want) || row.ReArrests != 2 || row.ReArrest != d("2021-02-01") || row.LastArrest != d("2021-03-01") {
		t.Errorf("later arrests %v, %d from %s up to %s", row.Later, row.ReArrests, row.ReArrest, row.LastArrest)
	}
	row = referred("2021-01-04").hers("2021-01-04", Arrested{Arrest: "a", Outcome: "no_further_action"}).row(t, "")
	if len(row.Later) != 0 || row.LastArrest != d("2021-01-04") {
		t.Errorf("an arrest on the day of the referral: %v, %s", row.Later, row.LastArrest)
	}
}
