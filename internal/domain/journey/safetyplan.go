package journey

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"

	"throughline/internal/domain/calendar"
)

// The kinds of fact of her safety plan. Their words are notes: who supports her
// reads them, a lead only with a written reason, and no permission opens them.
// Why: docs/adr/0026-the-plan-and-the-end.md.
const (
	KindSafetyPlan  Kind = "safety_plan_written"
	KindSafetyShown Kind = "safety_plan_shown"
)

// SafetySection is one part of a safety plan. None has to be filled in, and none
// comes before another. Source: 004:235, 462.
type SafetySection string

// The parts.
const (
	SafetyPeople   SafetySection = "people"
	SafetyPlaces   SafetySection = "places"
	SafetyTake     SafetySection = "take"
	SafetyWords    SafetySection = "words"
	SafetyLeave    SafetySection = "leave"
	SafetyChildren SafetySection = "children"
	SafetyCall     SafetySection = "call"
)

// SafetySections lists them.
var SafetySections = []SafetySection{SafetyPeople, SafetyPlaces, SafetyTake, SafetyWords, SafetyLeave, SafetyChildren, SafetyCall}

// SafetyPlanWritten is one part of her safety plan as it stands after this fact:
// its words are sealed, and none are left where the part was emptied.
type SafetyPlanWritten struct {
	Section SafetySection `json:"section"`
}

// SafetyPlanShown says whether her safety plan is shown in her own space. Without
// such a fact it is not.
type SafetyPlanShown struct {
	Shown bool `json:"shown"`
}

// Kind is KindSafetyPlan.
func (SafetyPlanWritten) Kind() Kind { return KindSafetyPlan }

// Kind is KindSafetyShown.
func (SafetyPlanShown) Kind() Kind { return KindSafetyShown }

// SafetyPlan is her safety plan as it stands.
type SafetyPlan struct {
	Said    map[SafetySection]string // what is written in each part; a part without words is not in it
	Changed calendar.Day             // zero: nothing was ever written
	Shown   bool                     // in her own space
}

// SafetyPlanOf returns her safety plan. The facts are effective ones, in the order
// they happened.
func SafetyPlanOf(facts []Fact) SafetyPlan {
	plan := SafetyPlan{Said: map[SafetySection]string{}}
	for _, fact := range facts {
		switch body := fact.Body.(type) {
		case SafetyPlanWritten:
			plan.Changed = fact.Happened.Day()
			delete(plan.Said, body.Section)
			if fact.Words != nil {
				plan.Said[body.Section] = fact.Words.Text
			}
		case SafetyPlanShown:
			plan.Shown = body.Shown
		}
	}
	return plan
}

// WriteSafetyPlan writes those parts of her safety plan that differ from how it
// stands.
func (p Pen) WriteSafetyPlan(row Row, stands SafetyPlan, said map[SafetySection]string) ([]Fact, error) {
	var problems Problems
	var facts []Fact
	for section, text := range said {
		text = strings.TrimSpace(text)
		problems.check(oneOf(section, SafetySections), "safety-plan", "Choose a part of the plan")
		problems.check(utf8.RuneCountInString(text) <= longestOwn, string(section), "Use fewer words here")
		if text != stands.Said[section] {
			facts = append(facts, p.write(row.Woman, row.Case, calendar.At(p.Now), SafetyPlanWritten{section}, sealedText(text)))
		}
	}
	problems.check(len(facts) > 0, string(SafetyPeople), "Nothing is changed yet. Write in any part")
	if err := problems.err(); err != nil {
		return nil, err
	}
	slices.SortFunc(facts, func(a, b Fact) int {
		place := func(f Fact) int { return slices.Index(SafetySections, f.Body.(SafetyPlanWritten).Section) }
		return cmp.Compare(place(a), place(b))
	})
	return facts, nil
}

// ShowSafetyPlan shows her safety plan in her own space, or hides it.
func (p Pen) ShowSafetyPlan(row Row, shown bool) []Fact {
	return []Fact{p.write(row.Woman, row.Case, calendar.At(p.Now), SafetyPlanShown{shown}, nil)}
}
