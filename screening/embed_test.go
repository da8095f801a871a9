package screening_test

import (
	"slices"
	"testing"

	"throughline/internal/domain/calendar"
	"throughline/internal/domain/need"
	"throughline/screening"
)

func TestTheToolsAreSoundAndTheNewestIsAsked(t *testing.T) {
	tools, err := screening.Tools()
	if err != nil {
		t.Fatal(err)
	}
	for day, version := range map[string]int{"2019-10-31": 0, "2019-11-01": 1, "2021-08-31": 1, "2021-09-01": 2, "2026-03-03": 2} {
		on, err := calendar.ParseDay(day)
		if err != nil {
			t.Fatal(err)
		}
		if tool, _ := tools.On("common", on); tool.Version != version {
			t.Errorf("on %s version %d is asked, want %d", day, tool.Version, version)
		}
	}
}

// What was answered to the first version is not asked again by the second, and
// what neither asked before is.
func TestTheSecondVersionKnowsTheFirst(t *testing.T) {
	tools, err := screening.Tools()
	if err != nil {
		t.Fatal(err)
	}
	second, _ := tools.On("common", calendar.On(2026, 3, 3))
	var fresh []string
	for _, question := range second.Questions {
		if len(question.Same) == 0 {
			fresh = append(fresh, question.ID)
		}
	}
	if want := []string{"harm_to_herself", "violence_before", "children_need"}; !slices.Equal(fresh, want) {
		t.Errorf("asked anew are %v, want %v", fresh, want)
	}
}

// Every code by which an agency raises one of the seven areas is mapped to a
// question about that area.
func TestWhatAgenciesRaiseIsAskedAbout(t *testing.T) {
	tools, err := screening.Tools()
	if err != nil {
		t.Fatal(err)
	}
	for _, tool := range tools {
		for _, screen := range need.Screens {
			for _, code := range screen.Codes() {
				area := screen.Raises(code)
				if area == "" {
					continue
				}
				if !slices.ContainsFunc(tool.Questions, func(q need.Question) bool { return q.Area == area && q.Raises(screen, code) }) {
					t.Errorf("%s %d asks nothing about %s of %s", tool.ID, tool.Version, code, screen)
				}
			}
		}
	}
}

func TestTermsOfTheInstruments(t *testing.T) {
	all, err := screening.Instruments()
	if err != nil {
		t.Fatal(err)
	}
	terms := map[need.Offer][]string{}
	for _, one := range all {
		terms[one.Offer] = append(terms[one.Offer], one.ID)
		if len(one.Wording) > 0 && one.ID != "phq9" {
			t.Errorf("the wording of %s stands here", one.ID)
		}
	}
	for offer, want := range map[need.Offer][]string{
		need.Offered:    {"phq9", "gad7", "audit_c", "assist_lite", "k6", "k10", "pc_ptsd_5", "pcl5", "hark", "ons4"},
		need.Unaltered:  {"core10"},
		need.Loadable:   {"audit", "dast10", "dudit", "aq10", "ace10", "dialog"},
		need.Registered: {"wemwbs", "swemwbs"},
		need.AskFirst:   {"hits"},
		need.LinkOnly:   {"dash_ric"},
		need.Licensed:   {"ldsq", "outcomes_star"},
	} {
		if !slices.Equal(terms[offer], want) {
			t.Errorf("%s are %v, want %v", offer, terms[offer], want)
		}
	}
}
