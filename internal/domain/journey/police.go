package journey

import (
	"strings"

	"throughline/internal/domain/calendar"
)

// Terms are what a condition asks from a day on, as police enter them.
type Terms struct {
	Units int    // in all; of more time, those that stand are kept
	Parts []Part // where it asks for units of more than one kind
	Due   calendar.Day
}

// DecisionEntry is what police decide about a condition. More time and other
// terms are no decision that it was met or not: the condition goes on.
type DecisionEntry struct {
	Decision    ConditionDecision // "" where Consequence says that it goes on
	Consequence Consequence       // "" where nobody states what follows
	On          calendar.Day
	Terms       Terms // of Extended and Varied alone
	Words       string
}

// DecideCondition writes down what the police decided about the condition. The
// centre reports facts; the police decide. Source: 004:411; 000:497.
func (p Pen) DecideCondition(row Row, entry DecisionEntry) ([]Fact, error) {
	if row.Condition == nil {
		return nil, Problems{{Field: "decision", Say: "There is no condition to decide on"}}
	}
	c, goesOn := *row.Condition, entry.Consequence.GoesOn()
	var problems Problems
	problems.check(goesOn && entry.Decision == "" || oneOf(entry.Decision, ConditionDecisions), "decision", "Choose what was decided")
	problems.check(entry.Consequence == "" || goesOn || oneOf(entry.Consequence, Consequences), "consequence", "Choose what follows from the list")
	problems.check(entry.Consequence == "" || goesOn || entry.Decision == DecidedNotMet, "consequence", "Say what follows only where it is not met")
	problems.check(!goesOn || entry.Decision == "", "decision", "More time or other terms leave it open: choose no other decision with it")
	problems.check(entry.On.Known() && entry.On <= p.today(), "on", "Enter the day of the decision: today or an earlier day")
	// More time follows what was decided, and what ends the condition follows more
	// time: the later of two stands, so that neither may be dated before the other.
	follows := c.Varied
	if goesOn {
		follows = c.Decided
	}
	problems.check(entry.On >= follows, "on", "Enter a day on or after "+follows.Short()+", when police last decided")
	if goesOn {
		problems = append(problems, c.checkTerms(entry)...)
	}
	if err := problems.err(); err != nil {
		return nil, err
	}
	on, words := calendar.OnDay(entry.On), sealedText(entry.Words)
	decided := ConditionDecided{Condition: c.ID, Decision: entry.Decision, Consequence: entry.Consequence}
	if goesOn {
		return []Fact{p.write(row.Woman, row.Case, on, decided, nil), p.write(row.Woman, row.Case, on, c.varied(entry), words)}, nil
	}
	return []Fact{p.write(row.Woman, row.Case, on, decided, words)}, nil
}

func (c Condition) checkTerms(entry DecisionEntry) Problems {
	var problems Problems
	terms := entry.Terms
	problems.check(!c.Met.Known(), "decision", "It was met on "+c.Met.Short()+": there is nothing left to change")
	problems.check(!terms.Due.Known() || terms.Due >= c.Given, "due_on", "The date to complete by must be on or after "+c.Given.Short()+", the day it was given")
	if entry.Consequence == Extended {
		problems.check(!terms.Due.Known() || !c.Due.Known() || terms.Due > c.Due, "due_on", "Enter a date after "+c.Due.Short()+", the one before")
		return problems
	}
	total := terms.Units
	if len(c.Parts) > 0 {
		total = 0
		for _, part := range terms.Parts {
			problems.check(c.HasPart(part.Unit) && part.Required >= 0, "units_required", "Enter how many of each part are asked for")
			total += part.Required
		}
	}
	problems.check(total > 0 && total <= mostUnits, "units_required", "Enter how many are asked for, as a number")
	return problems
}

// varied returns the terms that stand from now on: of more time, what is asked
// stays as it was.
func (c Condition) varied(entry DecisionEntry) ConditionVaried {
	body := ConditionVaried{Condition: c.ID, Units: c.Required, Due: entry.Terms.Due}
	for _, part := range c.Parts {
		body.Parts = append(body.Parts, Part{Unit: part.Unit, Required: part.Required})
	}
	if entry.Consequence == Extended {
		return body
	}
	body.Units = entry.Terms.Units
	if len(c.Parts) > 0 {
		body.Units, body.Parts = 0, entry.Terms.Parts
		for _, part := range body.Parts {
			body.Units += part.Required
		}
	}
	return body
}

// BackEntry is what a person confirms and says when she sends the matter back to
// police.
type BackEntry struct {
	Tried  bool // she tried to reach the woman
	Asked  bool // she asked for the woman's reasons
	Reason string
}

// ReferBack sends the matter back to police, who decide. How many missed
// appointments lead to it no source states: a person decides, and never before
// she tried to reach the woman and asked for her reasons. Source: 000:554.
func (p Pen) ReferBack(row Row, entry BackEntry) ([]Fact, error) {
	var problems Problems
	c := row.Condition
	problems.check(c != nil, "reason", "There is no condition to refer back")
	if c != nil {
		problems.check(!c.Met.Known() && c.Decision == "", "reason", "It is met or decided: there is nothing to refer back")
		problems.check(!c.ReferredBack.Known(), "reason", "It was referred back on "+c.ReferredBack.Short()+", and police have not answered yet")
	}
	problems.check(entry.Tried, "tried", "Try to reach her first, then say that you did")
	problems.check(entry.Asked, "asked", "Ask for her reasons first, then say that you did")
	problems.check(strings.TrimSpace(entry.Reason) != "", "reason", "Say why you refer it back")
	if err := problems.err(); err != nil {
		return nil, err
	}
	return []Fact{p.write(row.Woman, row.Case, calendar.OnDay(p.today()), ReferredBack{Condition: c.ID}, sealedText(entry.Reason))}, nil
}
