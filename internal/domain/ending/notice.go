package ending

import (
	"strconv"
	"strings"

	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
)

// Told is what a notice says beside dates and counts.
type Told struct {
	Name      string // of the woman, as the force knows her
	Reference string
	Text      string // of the condition, as it was given
	Certifies string // the agency whose facts these are; "" where none is recorded
}

// Notice certifies to police how a condition stands: what was asked, what she
// came to, and no more. The same facts give the same notice: it is as at the day
// of the last fact in it, or the day after the date to complete by once that has
// passed and it is not met.
type Notice struct {
	Told
	Condition journey.Condition
	Rule      Rule
	Ending    Ending
	AsAt      calendar.Day
}

// Row is one line of a notice.
type Row struct{ Key, Value string }

// NoticeTitle heads every notice.
const NoticeTitle = "Notice to police: how the condition stands"

// NoticeOf makes the notice of a case today, and false where it has no condition.
func NoticeOf(row journey.Row, told Told, rule Rule, today calendar.Day) (Notice, bool) {
	if row.Condition == nil {
		return Notice{}, false
	}
	c := *row.Condition
	asAt := max(c.Given, c.Varied, c.Decided, c.ReferredBack)
	for _, came := range c.Came {
		asAt = max(asAt, came)
	}
	if passed := c.Due.AddDays(1); c.Due.Known() && !c.Met.Known() && c.Decision == "" && passed <= today {
		asAt = max(asAt, passed)
	}
	return Notice{Told: told, Condition: c, Rule: rule, Ending: Of(row, asAt, rule), AsAt: asAt}, true
}

// Rows are the lines of the notice, in order.
func (n Notice) Rows() []Row {
	c := n.Condition
	return []Row{
		{"Woman", stated(n.Name)},
		{"Reference", n.Reference},
		{"Condition", stated(n.Text)},
		{"Given on", c.Given.Short()},
		{"Asked", n.asked()},
		{"She came to", n.came()},
		{"How it stands", n.Ending.Stands + "."},
		{"Time the scheme allows", n.Rule.Time(c.Given).Words()},
		{"Complete by", n.due()},
		{DecisionOf(c), Decided(c.Decision, c.Consequence, c.Decided)},
		{"Who decides if it is not met", capital(n.decider())},
		{"What it leads to", n.leads()},
		{"Certified by", n.certified()},
	}
}

// certified names whose facts they are. Who signs is not stated in the sources.
func (n Notice) certified() string {
	if n.Certifies == "" {
		return "Nobody yet: no meeting is recorded."
	}
	return n.Certifies + ", from what it recorded up to " + n.AsAt.Short() + "."
}

func (n Notice) asked() string {
	c := n.Condition
	words := n.Rule.Count(c.Required)
	if c.Required == 0 {
		words = "No number of " + n.Rule.Noun(0) + " is stated"
	}
	if len(c.Parts) > 0 {
		parts := make([]string, len(c.Parts))
		for i, part := range c.Parts {
			parts[i] = strconv.Itoa(part.Required) + " " + plural(UnitWords(part.Unit), part.Required)
		}
		words = strings.Join(parts, ", ")
	}
	if c.Varied.Known() {
		words += ", as police changed it on " + c.Varied.Short()
	}
	return words
}

// came says how many she came to and when, never more than is asked.
func (n Notice) came() string {
	c := n.Condition
	if len(c.Parts) == 0 {
		return cameTo(len(c.Came), c.Required, c.Came)
	}
	parts := make([]string, len(c.Parts))
	for i, part := range c.Parts {
		parts[i] = capital(UnitWords(part.Unit)) + ": " + cameTo(part.Units, part.Required, part.Came)
	}
	return strings.Join(parts, "; ")
}

func cameTo(units, required int, days []calendar.Day) string {
	words := CountOf(units, required)
	for i, day := range days {
		switch {
		case i == 0:
			words += ", on "
		case i == len(days)-1:
			words += " and "
		default:
			words += ", "
		}
		words += day.Short()
	}
	return words
}

func (n Notice) due() string {
	if !n.Condition.Due.Known() {
		return "No date is stated."
	}
	return n.Condition.Due.Short()
}

// Decided says what police decided on a day, what follows from it, or that they
// have decided nothing yet.
func Decided(decision journey.ConditionDecision, consequence journey.Consequence, day calendar.Day) string {
	switch {
	case decision != "":
		words := decisionWords[decision] + on(day)
		if consequence != "" {
			words += ". " + consequence.Words()
		}
		return words + "."
	case consequence.GoesOn():
		return consequence.Words() + on(day) + "."
	}
	return "None yet."
}

var decisionWords = map[journey.ConditionDecision]string{
	journey.DecidedMet: "Met", journey.DecidedNotMet: "Not met", journey.DecidedWithdrawn: "Withdrawn",
}

// DecisionOf names the decision on a condition by who made it.
func DecisionOf(c journey.Condition) string {
	if c.DecidedBy == "" {
		return "Police decision"
	}
	return "Decision of " + c.DecidedBy
}

// DecisionWords returns a decision of police as people say it.
func DecisionWords(decision journey.ConditionDecision) string { return decisionWords[decision] }

func (n Notice) decider() string {
	if n.Rule.Decider == "" {
		return "not stated"
	}
	return n.Rule.Decider
}

// leads says what follows; while it is still to be met, what either end leads to.
func (n Notice) leads() string {
	if n.Ending.State.Settled() || n.Ending.State.Awaited() {
		if n.Ending.Leads == "" {
			return "Nothing more is stated."
		}
		return n.Ending.Leads + "."
	}
	when := n.Rule.leads()
	if when == "" {
		when = "The condition is met"
	}
	return "When done: " + lowerFirst(when) + ". If not: " + lowerFirst(n.Rule.otherwise()) + "."
}

func stated(words string) string {
	if strings.TrimSpace(words) == "" {
		return "Not stated"
	}
	return words
}

func capital(text string) string {
	if text == "" {
		return ""
	}
	return strings.ToUpper(text[:1]) + text[1:]
}
