package refer

import (
	"net/url"
	"strconv"

	"throughline/internal/casework/justice"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/ending"
	"throughline/internal/domain/journey"
	"throughline/internal/edge/web/govuk"
)

// The form of a police decision asks "met, not met, withdrawn, more time or other
// terms" as one question; the last two leave the condition to be met.

// unitsName is the field of how many are asked for, of a part where it has parts.
func unitsName(part string) string {
	if part == "" {
		return "units_required"
	}
	return "units_required-" + part
}

// startOf fills the form with the terms as they stand, so that whoever changes one
// keeps the others. Where no date is stated and the rules of the scheme give one,
// that is proposed; no other date is.
func startOf(sent justice.SentCase) url.Values {
	form := url.Values{}
	c := sent.Condition
	if c == nil {
		return form
	}
	due := c.Due
	if !due.Known() {
		due = sent.Time.Due
	}
	setDay(form, "due_on", due)
	if c.Required > 0 {
		form.Set(unitsName(""), strconv.Itoa(c.Required))
	}
	for _, part := range c.Parts {
		form.Set(unitsName(part.Unit), strconv.Itoa(part.Required))
	}
	return form
}

// readDecision reads the form, and notes what no decision can be made of.
func (s *caseSheet) readDecision() journey.DecisionEntry {
	entry := journey.DecisionEntry{Words: s.form.Get("words")}
	entry.On, _ = govuk.DateFrom(s.form, "on").Read()
	asked := journey.Consequence(s.form.Get("decision"))
	if !asked.GoesOn() {
		entry.Decision = journey.ConditionDecision(s.form.Get("decision"))
		entry.Consequence = journey.Consequence(s.form.Get("consequence"))
		if entry.Consequence.GoesOn() { // a choice of the other question
			s.add("consequence", "Choose what follows from the list")
		}
		return entry
	}
	entry.Consequence = asked
	if s.form.Get("consequence") != "" {
		s.add("consequence", "Say what follows only where it is not met")
	}
	if due := govuk.DateFrom(s.form, "due_on"); !due.Empty() {
		var real bool
		if entry.Terms.Due, real = due.Read(); !real {
			s.add("due_on", "Enter a date that exists, such as 27 3 2026")
		}
	}
	if asked == journey.Varied {
		entry.Terms.Units, entry.Terms.Parts = s.readUnits()
	}
	return entry
}

// readUnits reads how many are asked for; 0 where that is no number, which no
// condition can ask for.
func (s *caseSheet) readUnits() (units int, parts []journey.Part) {
	number := func(part string) int {
		n, err := strconv.Atoi(s.form.Get(unitsName(part)))
		if err != nil {
			return -1
		}
		return n
	}
	if s.Condition == nil || len(s.Condition.Parts) == 0 {
		return max(0, number("")), nil
	}
	for _, part := range s.Condition.Parts {
		parts = append(parts, journey.Part{Unit: part.Unit, Required: number(part.Unit)})
	}
	return 0, parts
}

// add puts a problem on its field.
func (s *caseSheet) add(field, say string) {
	switch {
	case field == "on" || field == "due_on":
		s.problems.AddDate(field, say)
	case field == unitsName("") && s.Condition != nil && len(s.Condition.Parts) > 0:
		s.problems.Add(unitsName(s.Condition.Parts[0].Unit), say)
	default:
		s.problems.Add(field, say)
	}
}

// decides says who decides what follows where the condition is not met.
func (s caseSheet) decides() string { return ending.DecidesWords(s.Decider) }

func (s caseSheet) decision() govuk.Field {
	return govuk.Field{
		Name: "decision", Label: "What did police decide?", LabelSize: govuk.Small,
		Value: s.form.Get("decision"), Error: s.problems.For("decision"),
	}
}

func decisionOptions() []govuk.Option {
	var options []govuk.Option
	for _, decision := range journey.ConditionDecisions {
		options = append(options, govuk.Option{Value: string(decision), Label: ending.DecisionWords(decision)})
	}
	return append(options,
		govuk.Option{Divider: true, Label: "or"},
		govuk.Option{Value: string(journey.Extended), Label: "More time", Hint: "It is still to be met"},
		govuk.Option{Value: string(journey.Varied), Label: "Change what is asked", Hint: "It is still to be met"})
}

func (s caseSheet) consequence() govuk.Field {
	return govuk.Field{
		Name: "consequence", Label: "If it is not met, what follows? (optional)", LabelSize: govuk.Small,
		Value: s.form.Get("consequence"), Error: s.problems.For("consequence"),
	}
}

func consequenceOptions() []govuk.Option {
	options := []govuk.Option{{Value: "", Label: "Not stated"}}
	for _, consequence := range journey.Consequences {
		options = append(options, govuk.Option{Value: string(consequence), Label: consequence.Words()})
	}
	return options
}

func (s caseSheet) on() govuk.Field {
	return govuk.Field{Name: "on", Label: "Date of the decision", LabelSize: govuk.Small, Error: s.problems.For("on"), Autocomplete: "off"}
}

func (s caseSheet) due() govuk.Field {
	hint := "Leave it empty if no date is stated."
	if day := s.proposed(); day.Known() {
		hint = "By the rules of the scheme it is " + day.Short() + ". " + hint
	}
	return govuk.Field{
		Name: "due_on", Label: "If there is more time or a change, complete by (optional)", LabelSize: govuk.Small, Hint: hint,
		Error: s.problems.For("due_on"), Autocomplete: "off",
	}
}

// proposed is the last day by the rules of the scheme, where no date is stated.
func (s caseSheet) proposed() calendar.Day {
	if s.Condition.Due.Known() {
		return 0
	}
	return s.Time.Due
}

// units ask how many are asked for, part by part where there are several.
func (s caseSheet) units() []govuk.Field {
	field := func(part, of string) govuk.Field {
		name := unitsName(part)
		return govuk.Field{
			Name: name, Label: "If it changes, how many " + of + " are asked for?", LabelSize: govuk.Small, Value: s.form.Get(name),
			Error: s.problems.For(name), InputMode: "numeric", Width: 3, Autocomplete: "off",
		}
	}
	if len(s.Condition.Parts) == 0 {
		return []govuk.Field{field("", s.Condition.Unit)}
	}
	fields := make([]govuk.Field, len(s.Condition.Parts))
	for i, part := range s.Condition.Parts {
		fields[i] = field(part.Unit, "of this part, "+ending.UnitWords(part.Unit)+",")
	}
	return fields
}

func (s caseSheet) words() govuk.Field {
	return govuk.Field{
		Name: "words", Label: "Anything to add (optional)", LabelSize: govuk.Small, Value: s.form.Get("words"), Rows: 3, Autocomplete: "off",
	}
}
