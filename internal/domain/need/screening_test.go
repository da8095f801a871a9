package need_test

import (
	"slices"
	"testing"

	"throughline/internal/domain/journey"
	"throughline/internal/domain/need"
	"throughline/internal/domain/scheme"
)

// Each code that an agency can tick has its place in the one tool, or is known to
// say something the tool does not cover.
func TestEveryCodeOfEveryScreenHasItsPlace(t *testing.T) {
	var pathways []string
	for _, pathway := range need.Pathways() {
		pathways = append(pathways, string(pathway))
	}
	for screen, codes := range map[need.Screen][]string{
		need.PoliceUrgent: journey.Urgents, need.AtEncounter: scheme.Values("needs"), need.NinePathways: pathways,
	} {
		codes = slices.Sorted(slices.Values(codes))
		if got := screen.Codes(); !slices.Equal(got, codes) {
			t.Errorf("%s has the codes %v, and agencies tick %v", screen, got, codes)
		}
	}
	if len(need.Screens) != 3 || need.Screen("horoscope").Raises("libra") != "" {
		t.Error("a screen there is none of raises something")
	}
}

// Each of the seven areas can be raised by some screen before the service asks, and
// what is raised is one of the seven.
func TestEveryAreaIsRaisedBySomeScreen(t *testing.T) {
	by := map[need.Area][]string{}
	for _, screen := range need.Screens {
		for _, code := range screen.Codes() {
			if area := screen.Raises(code); area != "" {
				by[area] = append(by[area], string(screen)+" "+code)
			}
		}
	}
	want := map[need.Area][]string{
		need.MentalHealth:  {"police_urgent risk_to_herself", "at_encounter emotional_difficulty", "at_encounter mental_health", "nine_pathways health"},
		need.Learning:      {"at_encounter learning_disability"},
		need.Substances:    {"at_encounter substance_misuse", "nine_pathways drugs_and_alcohol"},
		need.Violence:      {"police_urgent nowhere_safe", "at_encounter domestic_abuse", "nine_pathways domestic_abuse_vawg"},
		need.Prostitution:  {"at_encounter sex_work", "nine_pathways sex_work"},
		need.Trafficking:   {"at_encounter trafficking"},
		need.FamilyAndCare: {"police_urgent children_need_care", "at_encounter children_and_families", "nine_pathways children_and_families"},
	}
	for _, area := range need.Areas() {
		if !slices.Equal(by[area], want[area]) {
			t.Errorf("%s is raised by %v, want %v", area, by[area], want[area])
		}
		if area.Title() == string(area) || area.Title() == "" {
			t.Errorf("%s has no title", area)
		}
		delete(by, area)
	}
	if len(by) > 0 || need.Area("unknown").Title() != "unknown" {
		t.Errorf("areas outside the seven: %v", by)
	}
}
