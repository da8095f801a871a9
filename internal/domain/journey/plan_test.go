package journey

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"throughline/internal/domain/calendar"
	"throughline/internal/domain/need"
)

// saysOf returns what an error asks a person to put right, field by field.
func saysOf(err error) string {
	var problems Problems
	if !errors.As(err, &problems) {
		return ""
	}
	said := make([]string, len(problems))
	for i, problem := range problems {
		said[i] = problem.Field + ": " + problem.Say
	}
	return strings.Join(said, "; ")
}

// told adds facts that a pen wrote to a story.
func (s *story) told(t *testing.T, facts []Fact, err error) *story {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	for _, fact := range facts {
		fact.Case, fact.Known = s.caseID, fact.Happened
		s.add(fact)
	}
	return s
}

func (s *story) effective() []Fact { return Effective(s.facts, 0) }

func TestAGoalIsSetWithItsSteps(t *testing.T) {
	s := referred("2026-03-01")
	pen := penOn(t, "2026-03-03")
	facts, err := pen.SetGoal(s.row(t, ""), GoalEntry{
		Words: "My own front door", Measure: "I have keys", Pathway: need.Accommodation, State: GoalOpen,
		Target: d("2026-06-01"), Review: d("2026-03-31"), Support: []GoalSupport{SupportOnward},
		Steps: []StepEntry{
			{Words: "Ring the council", Owner: StepHers, State: StepOpen, Due: d("2026-03-10")},
			{Owner: StepHers, State: StepOpen},
			{Words: "Write a letter", Owner: StepService, Service: "Shelter", State: StepOpen},
		},
	})
	s.told(t, facts, err)
	goal := facts[0].Body.(GoalSet)
	if len(facts) != 3 || facts[0].Words.Measure != "I have keys" || goal.Target != d("2026-06-01") || !slices.Equal(goal.Support, []GoalSupport{SupportOnward}) {
		t.Fatalf("wrote %+v", facts)
	}
	steps := StepsOf(s.effective())
	if len(steps) != 2 || steps[0].Words != "Ring the council" || steps[0].Goal != goal.Goal || steps[1].Service != "Shelter" {
		t.Errorf("steps %+v", steps)
	}
	if row := s.row(t, ""); row.NextStep != d("2026-03-10") || row.NextReview != d("2026-03-31") {
		t.Errorf("due %s and %s", row.NextStep, row.NextReview)
	}

	facts, err = pen.SetStep(s.row(t, ""), goal.Goal, StepEntry{Step: steps[0].Step, Words: steps[0].Words, Owner: StepHers, State: StepDone, Due: steps[0].Due})
	s.told(t, facts, err)
	if steps = StepsOf(s.effective()); len(steps) != 2 || steps[0].State != StepDone {
		t.Errorf("steps %+v", steps)
	}
	if row := s.row(t, ""); row.NextStep.Known() {
		t.Errorf("a step that is done is due on %s", row.NextStep)
	}
}

func TestWhatAPlanDoesNotTake(t *testing.T) {
	pen, row := penOn(t, "2026-03-03"), referred("2026-03-01").row(t, "")
	ended := row
	ended.Closed = d("2026-03-02")
	goal := func(change func(*GoalEntry)) func(Row) error {
		return func(row Row) error {
			entry := GoalEntry{Words: "A flat", State: GoalOpen}
			change(&entry)
			_, err := pen.SetGoal(row, entry)
			return err
		}
	}
	step := func(entry StepEntry) func(Row) error {
		return func(row Row) error { _, err := pen.SetStep(row, "goal-1", entry); return err }
	}
	review := func(next calendar.Day, reviews ...GoalReview) func(Row) error {
		return func(row Row) error { _, err := pen.Review(row, reviews, next); return err }
	}
	six := 6
	for _, test := range []struct {
		name string
		try  func(Row) error
		row  Row
		says string
	}{
		{"help that is not on the list", goal(func(e *GoalEntry) { e.Support = []GoalSupport{"money"} }), row, "support: Choose from the list"},
		{"a new goal hoped for in the past", goal(func(e *GoalEntry) { e.Target = d("2026-03-02") }), row, "target: Enter a day from today on"},
		{"a step without words, in a second place", goal(func(e *GoalEntry) {
			e.Steps = []StepEntry{{}, {Service: "Shelter", Owner: StepService, State: StepOpen}}
		}), row, "step-2: Write the step"},
		{"a step by a service without a name", step(StepEntry{Words: "Ring", Owner: StepService, State: StepOpen}), row, "service: Write the name of the service"},
		{"a step by nobody", step(StepEntry{Words: "Ring", State: StepOpen}), row, "who: Choose who takes the step"},
		{"a step in no state", step(StepEntry{Words: "Ring", Owner: StepHers}), row, "state: Choose how the step stands"},
		{"a new step that was due", step(StepEntry{Words: "Ring", Owner: StepHers, State: StepOpen, Due: d("2026-03-02")}), row, "due: Choose a day from today on"},
		{"a step after the end", step(StepEntry{Words: "Ring", Owner: StepHers, State: StepOpen}), ended, "step: Her support has ended: the plan can no longer change"},
		{"a review that says nothing", review(0), row, "next: Say something of a goal, or enter the next review"},
		{"a review today", review(d("2026-03-03")), row, "next: Enter a day after today for the next review"},
		{"a rating of six", review(d("2026-04-03"), GoalReview{Goal: GoalEntry{Goal: "g", Words: "A flat", State: GoalOpen}, Rating: &six, Asked: true}), row, "rating-g: Ratings go from 0, very hard, to 4, going well"},
		{"a review with no state", review(d("2026-04-03"), GoalReview{Goal: GoalEntry{Goal: "g", Words: "A flat"}, Asked: true}), row, "state-g: Choose how the goal stands"},
		{"a review after the end", review(d("2026-04-03")), ended, "next: Her support has ended: the plan can no longer change"},
	} {
		if got := saysOf(test.try(test.row)); got != test.says {
			t.Errorf("%s: %q, want %q", test.name, got, test.says)
		}
	}
}

func TestAReviewGoesGoalByGoal(t *testing.T) {
	s := referred("2026-03-01").tell("2026-03-02", GoalSet{Goal: "flat", State: GoalOpen, Review: d("2026-03-03")}).
		tell("2026-03-02", GoalSet{Goal: "job", State: GoalOpen, Review: d("2026-03-03")})
	three := 3
	facts, err := penOn(t, "2026-03-03").Review(s.row(t, ""), []GoalReview{
		{Goal: GoalEntry{Goal: "flat", Words: "A flat", Measure: "Keys", State: GoalReached}, Rating: &three, Changed: "I moved in", Asked: true},
		{Goal: GoalEntry{Goal: "job", Words: "A job", State: GoalOpen}},
	}, d("2026-03-31"))
	s.told(t, facts, err)
	if len(facts) != 3 || facts[0].Words.Text != "I moved in" || *facts[0].Body.(GoalReviewed).Rating != 3 || facts[1].Words.Measure != "Keys" {
		t.Fatalf("wrote %+v", facts)
	}
	if row := s.row(t, ""); row.GoalsReached != 1 || row.NextReview != d("2026-03-31") {
		t.Errorf("%d reached, next %s", row.GoalsReached, row.NextReview)
	}
}

func TestASafetyPlanHasNoOrder(t *testing.T) {
	s, pen := referred("2026-03-01"), penOn(t, "2026-03-03")
	stands := SafetyPlanOf(s.effective())
	if stands.Shown || stands.Changed.Known() {
		t.Errorf("a plan that nobody wrote: %+v", stands)
	}
	facts, err := pen.WriteSafetyPlan(s.row(t, ""), stands, map[SafetySection]string{SafetyCall: "My sister", SafetyTake: "Passport", SafetyPeople: " "})
	s.told(t, facts, err)
	if len(facts) != 2 || facts[0].Body.(SafetyPlanWritten).Section != SafetyTake {
		t.Fatalf("wrote %+v", facts)
	}
	s.told(t, pen.ShowSafetyPlan(s.row(t, ""), true), nil)
	stands = SafetyPlanOf(s.effective())
	if !stands.Shown || len(stands.Said) != 2 || stands.Said[SafetyCall] != "My sister" {
		t.Errorf("stands %+v", stands)
	}
	facts, err = pen.WriteSafetyPlan(s.row(t, ""), stands, map[SafetySection]string{SafetyCall: "", SafetyTake: "Passport"})
	s.told(t, facts, err)
	if stands = SafetyPlanOf(s.effective()); len(facts) != 1 || len(stands.Said) != 1 {
		t.Errorf("an emptied part: %+v", stands)
	}
	for name, test := range map[string]struct {
		said map[SafetySection]string
		says string
	}{
		"nothing new":          {map[SafetySection]string{SafetyTake: "Passport"}, "people: Nothing is changed yet. Write in any part"},
		"a part there is none": {map[SafetySection]string{"weapons": "x"}, "safety-plan: Choose a part of the plan"},
		"too much":             {map[SafetySection]string{SafetyTake: strings.Repeat("x", longestOwn+1)}, "take: Use fewer words here"},
	} {
		if _, err := pen.WriteSafetyPlan(s.row(t, ""), stands, test.said); saysOf(err) != test.says {
			t.Errorf("%s: %q, want %q", name, saysOf(err), test.says)
		}
	}
}

func TestNothingIsPrintedThatSheDidNotAgreeTo(t *testing.T) {
	pen, row := penOn(t, "2026-03-03"), referred("2026-03-01").row(t, "")
	for name, test := range map[string]struct {
		entry PaperAgreed
		safe  YesNo
		says  string
	}{
		"a goal, and it is safe":           {PaperAgreed{What: PaperPlan, Goals: []string{"flat"}}, Yes, ""},
		"the safety plan, and it is safe":  {PaperAgreed{What: PaperSafetyPlan}, Yes, ""},
		"a goal, and it is not safe":       {PaperAgreed{What: PaperPlan, Goals: []string{"flat"}}, No, "safe: Print only where she says it is safe for her to hold on paper"},
		"the safety plan, nobody asked":    {PaperAgreed{What: PaperSafetyPlan}, "", "safe: Print only where she says it is safe for her to hold on paper"},
		"nothing of the plan":              {PaperAgreed{What: PaperPlan}, Yes, "goals: Choose what she wants on paper"},
		"a goal of somebody else's":        {PaperAgreed{What: PaperPlan, Goals: []string{"job"}}, Yes, "goals: Choose from her goals"},
		"only what comes week by week too": {PaperAgreed{What: PaperPlan, Coming: true}, Yes, ""},
	} {
		facts, err := pen.AgreePaper(row, test.entry, test.safe, []string{"flat"})
		if saysOf(err) != test.says || (test.says == "") != (len(facts) == 1) {
			t.Errorf("%s: %d facts, %q, want %q", name, len(facts), saysOf(err), test.says)
		}
	}
}

// penOn returns the pen of a keyworker on a day.
func penOn(t *testing.T, on string) Pen {
	t.Helper()
	write := pen()
	year, month, day := d(on).Date()
	write.Now = time.Date(year, month, day, 10, 0, 0, 0, calendar.London)
	return write
}
