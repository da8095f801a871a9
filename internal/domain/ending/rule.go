package ending

import (
	"strconv"
	"strings"

	"throughline/internal/domain/journey"
	"throughline/internal/domain/scheme"
)

// Rule is what the rulebook she was referred under says of her condition.
type Rule struct {
	scheme.ConditionRule
	// Waits are the matters that the counting of days waits for, in words: local
	// decisions that nobody has made, and what the source does not state.
	Waits []string
}

// RuleOf returns what a rulebook, with what the place decided, says of the
// condition of a pathway. Without a rulebook nothing is stated.
func RuleOf(book *scheme.Rulebook, pathway journey.Pathway, given scheme.Settings) Rule {
	if book == nil {
		return Rule{ConditionRule: scheme.ConditionRule{LateCounts: scheme.NotStated}}
	}
	rule := Rule{ConditionRule: book.Condition(string(pathway), given)}
	if rule.Clock == nil {
		return rule
	}
	written, settled := book.Pathway(string(pathway)).Condition.Clock, rule.Clock
	for _, counted := range []struct {
		written, settled scheme.Answer
		open             string
	}{
		{written.StartDayCounts, settled.StartDayCounts, "whether the day " + settled.Start + " is counted"},
		{written.LastDayIn, settled.LastDayIn, "whether what is done on the last day is in time"},
	} {
		if counted.settled == scheme.Yes || counted.settled == scheme.No {
			continue
		}
		open := counted.open
		for _, setting := range book.Settings {
			if setting.Name == string(counted.written) {
				open = setting.Text
			}
		}
		rule.Waits = append(rule.Waits, open)
	}
	return rule
}

// Parts returns what the condition asks for where the rulebook states units of
// several kinds and how many of each; nil otherwise.
func (r Rule) Parts() []journey.Part {
	if len(r.Units) < 2 {
		return nil
	}
	parts := make([]journey.Part, len(r.Units))
	for i, unit := range r.Units {
		if unit.NotStated {
			return nil
		}
		parts[i] = journey.Part{Unit: strings.ReplaceAll(strings.ToLower(unit.Name), " ", "_"), Required: unit.Required}
	}
	return parts
}

// UnitWords returns the code of a part as people say it.
func UnitWords(code string) string { return strings.ReplaceAll(code, "_", " ") }

// ExcuseWords say who decides whether a reason for not coming is reasonable.
func (r Rule) ExcuseWords() string {
	if r.ExcuseDecider == "" {
		return "The scheme does not state who decides"
	}
	return "By the scheme the " + r.ExcuseDecider + " decides"
}

// CountWords say whether an appointment of this kind counts towards the condition,
// and where that stands.
func (r Rule) CountWords(kind string) string {
	answer, from := r.CountFrom(kind)
	words := "The rules do not state whether it counts"
	switch answer {
	case scheme.Yes:
		words = "Counts towards the condition"
	case scheme.No:
		words = "Does not count towards the condition"
	}
	if answer != scheme.NotStated && from.Source != "" {
		words += cite(from)
	}
	return words
}

// DecidesWords say who decides what follows where the condition is not met.
func DecidesWords(decider string) string {
	if decider == "" {
		return "Who decides what follows is not stated"
	}
	return "What follows is for " + decider + " to decide"
}

// Count returns a number of units as people say it, such as "2 appointments".
func (r Rule) Count(n int) string { return strconv.Itoa(n) + " " + r.Noun(n) }

// Noun returns what that many units are called, such as "appointments".
func (r Rule) Noun(n int) string { return plural(r.noun(), n) }

// noun is what one unit is: of several kinds, the word their names end with, or
// "part" where they share none.
func (r Rule) noun() string {
	noun := r.UnitName
	if len(r.Units) > 1 {
		noun = lastWord(r.UnitName)
		for _, unit := range r.Units {
			if lastWord(unit.Name) != noun {
				return "part"
			}
		}
	}
	if noun == "" {
		return "appointment"
	}
	return noun
}

func lastWord(text string) string { return text[strings.LastIndexByte(text, ' ')+1:] }

// plural writes a noun for a number of them: of "condition of the caution" it is
// the first word that changes.
func plural(noun string, n int) string {
	if n == 1 {
		return noun
	}
	if head, rest, of := strings.Cut(noun, " of "); of {
		return head + "s of " + rest
	}
	return noun + "s"
}

// cite names the source of a rule, and its mark where it is not in force.
func cite(p scheme.Provision) string {
	if p.Mark == scheme.InForce {
		return " (" + string(p.Source) + ")"
	}
	return " (" + string(p.Source) + ", " + p.Mark.Words() + ")"
}
