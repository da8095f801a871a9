package practice

import (
	"fmt"

	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
	"throughline/internal/domain/need"
)

// stepWords are two steps towards a goal: one for her, one for her keyworker.
var stepWords = map[need.Pathway][2]string{
	need.Accommodation:               {"Bring the letters about the flat.", "Ring the housing office with her."},
	need.EducationTrainingEmployment: {"Look at two courses.", "Find out who pays the fare."},
	need.Health:                      {"Write down what wakes me.", "Book a doctor who sees women only."},
	need.DrugsAndAlcohol:             {"Keep a note of each evening.", "Ask the drug service for a first day."},
	need.FinanceBenefitDebt:          {"Bring my post in the blue bag.", "Write to the two biggest debts."},
	need.ChildrenAndFamilies:         {"Ask my mum about Sundays.", "Ring the family worker."},
	need.AttitudesThinkingBehaviour:  {"Try the breathing when it starts.", "Save a place in the Tuesday group."},
	need.DomesticAbuseVAWG:           {"Keep my bag packed.", "Ask about new locks."},
	need.SexWork:                     {"Say what hours I could work.", "Ask the hardship fund."},
}

// steps writes the steps towards a goal: hers is done, and her keyworker's is still
// to do while the goal is open. It draws nothing, so that all else stays as it is.
func (t *thread) steps(goal journey.GoalSet, number int, first calendar.Day) {
	words := stepWords[goal.Pathway]
	step := func(place int, owner journey.StepOwner, state journey.StepState, due calendar.Day) {
		t.write("steps", calendar.OnDay(first), journey.StepSet{
			Step: fmt.Sprintf("%s-%d-%d", t.id, number, place+1), Goal: goal.Goal, Owner: owner, State: state, Due: due,
		}, &journey.Words{Text: words[place]})
	}
	step(0, journey.StepHers, journey.StepDone, 0)
	if goal.State == journey.GoalOpen {
		step(1, journey.StepKeyworker, journey.StepOpen, t.today.AddDays(3+2*number))
	} else {
		step(1, journey.StepKeyworker, journey.StepDone, 0)
	}
}
