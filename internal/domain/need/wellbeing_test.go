package need

import (
	"slices"
	"testing"
)

func TestTheFourAspectsOfWellBeing(t *testing.T) {
	want := []Aspect{"meaning_and_purpose", "supportive_relationships", "optimism", "autonomy"}
	if got := Aspects(); !slices.Equal(got, want) {
		t.Errorf("the aspects are %q, want %q", got, want)
	}
	for _, aspect := range Aspects() {
		if !aspect.Known() || aspect.Title() == string(aspect) {
			t.Errorf("%s has no question or title", aspect)
		}
	}
	if Aspect("happiness").Known() || Aspect("happiness").Title() != "happiness" {
		t.Error("an aspect that nobody named is known")
	}
}
