package journey

import (
	"fmt"
	"testing"
	"time"

	"throughline/internal/domain/calendar"
	"throughline/internal/domain/need"
)

// d reads a date that a test writes down.
func d(text string) calendar.Day {
	on, err := calendar.ParseDay(text)
	if err != nil {
		panic(err)
	}
	return on
}

// story is a woman's journey as a test tells it, one fact after another.
type story struct {
	facts  []Fact
	caseID string
}

// referred begins the story of a woman cautioned on a day to come twice.
func referred(on string) *story {
	s := &story{caseID: "case-1"}
	return s.tell(on, Referred{Scheme: "lwds", Pathway: ConditionalCaution})
}

// cautioned adds the condition of her caution. due may be "".
func (s *story) cautioned(on string, units int, due string) *story {
	return s.tell(on, ConditionGiven{Condition: "condition-1", Units: units, Given: d(on), Due: d(due)})
}

// tell adds a fact of the case.
func (s *story) tell(on string, body Body) *story {
	return s.add(Fact{Case: s.caseID, Happened: calendar.OnDay(d(on)), Known: calendar.OnDay(d(on)), Body: body})
}

// hers adds a fact of the woman that belongs to no case.
func (s *story) hers(on string, body Body) *story {
	return s.add(Fact{Happened: calendar.OnDay(d(on)), Known: calendar.OnDay(d(on)), Body: body})
}

func (s *story) add(fact Fact) *story {
	fact.ID, fact.Woman = fmt.Sprintf("fact-%04d", len(s.facts)+1), "woman-1"
	s.facts = append(s.facts, fact)
	return s
}

// last returns the id of the fact told last.
func (s *story) last() string { return s.facts[len(s.facts)-1].ID }

// meets adds an appointment and what became of it.
func (s *story) meets(on string, outcome Outcome) *story {
	return s.counted(on, outcome, Yes)
}

func (s *story) counted(on string, outcome Outcome, counts YesNo) *story {
	return s.tell(on, Attendance{
		Appointment: fmt.Sprintf("appointment-%d", len(s.facts)), At: calendar.OnDay(d(on)),
		How: OneToOne, Outcome: outcome, Counts: counts,
	})
}

// assessed adds an assessment with these needs present.
func (s *story) assessed(on string, present ...need.Pathway) *story {
	for _, pathway := range need.Pathways() {
		found := false
		for _, one := range present {
			found = found || one == pathway
		}
		s.tell(on, NeedAssessed{Pathway: pathway, Present: found})
	}
	return s
}

// row folds the story's only case as at a day, "" meaning all that is known.
func (s *story) row(t *testing.T, asAt string) Row {
	t.Helper()
	rows := Fold(s.facts, d(asAt))
	if len(rows) != 1 {
		t.Fatalf("the story has %d cases, want one", len(rows))
	}
	return rows[0]
}

// pen writes at half past two on 1 March 2021.
func pen() Pen {
	count := 0
	return Pen{
		Now: time.Date(2021, time.March, 1, 14, 30, 0, 0, time.UTC), By: "kw", Agency: "Advance",
		NewID: func() string { count++; return fmt.Sprintf("new-%d", count) },
	}
}
