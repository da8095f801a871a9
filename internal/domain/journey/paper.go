package journey

import (
	"slices"

	"throughline/internal/domain/calendar"
)

// KindPaper is the kind of fact that says what she agreed to have on paper.
const KindPaper Kind = "paper_agreed"

// PaperAgreed says what of her plan she agreed to have on paper. Nothing is
// printed that is not in the newest one.
type PaperAgreed struct {
	What   PaperSheet `json:"what"`
	Goals  []string   `json:"goals,omitempty"`  // of the plan: the ids of goals, each with its steps
	Coming bool       `json:"coming,omitempty"` // of the plan: what comes week by week
}

// PaperSheet is what is printed.
type PaperSheet string

// The sheets.
const (
	PaperPlan       PaperSheet = "plan"
	PaperSafetyPlan PaperSheet = "safety_plan"
)

// Kind is KindPaper.
func (PaperAgreed) Kind() Kind { return KindPaper }

// AgreePaper writes down what she agreed to have on paper, and that she says it is
// safe for her to hold it. Without that nothing is printed.
func (p Pen) AgreePaper(row Row, entry PaperAgreed, safe YesNo, goals []string) ([]Fact, error) {
	var problems Problems
	problems.check(safe == Yes, "safe", "Print only where she says it is safe for her to hold on paper")
	problems.check(entry.What != PaperPlan || len(entry.Goals) > 0 || entry.Coming, "goals", "Choose what she wants on paper")
	for _, goal := range entry.Goals {
		problems.check(slices.Contains(goals, goal), "goals", "Choose from her goals")
	}
	if err := problems.err(); err != nil {
		return nil, err
	}
	return []Fact{p.write(row.Woman, row.Case, calendar.At(p.Now), entry, nil)}, nil
}
