package ending

import (
	"strconv"
	"unicode"
	"unicode/utf8"

	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
	"throughline/internal/domain/scheme"
)

// Ending is how a condition stands or came out on a day. Its texts have no full
// stop at their end.
type Ending struct {
	State journey.ConditionState
	Done  string // how much of it she came to
	// Stands says how it stands, with the day that makes it so.
	Stands string
	// Leads says what follows by the rulebook, or who decides it; "" where nothing
	// follows yet.
	Leads string
	// After says that what comes later is her own choice; "" while it is not met.
	After string
}

// Words returns the whole as sentences.
func (e Ending) Words() string {
	if e.After == "" {
		return e.Line()
	}
	return e.Line() + " " + e.After + "."
}

// Line returns how it stands and what that leads to, as sentences.
func (e Ending) Line() string {
	switch {
	case e.Leads == "":
		return e.Stands + "."
	case e.State == journey.ConditionMet:
		return e.Stands + ": " + lowerFirst(e.Leads) + "."
	}
	return e.Stands + ". " + e.Leads + "."
}

// Brief returns how much is done and how it stands, for a list.
func (e Ending) Brief() string { return e.Done + ". " + e.Stands }

// byChoice stands beside a condition that is met. Source: 000:400, 501; 004:411.
const byChoice = "Since then she comes by her own choice; police are told nothing more"

// Of returns how the condition of a case stands on a day; the zero Ending where
// it has none.
func Of(row journey.Row, day calendar.Day, rule Rule) Ending {
	if row.Condition == nil {
		return Ending{}
	}
	c := *row.Condition
	e := Ending{State: row.At(day).Condition, Done: done(c)}
	switch e.State {
	case journey.ConditionMet:
		e.Stands, e.After = met(c, rule), byChoice
		switch {
		case c.InTime():
			e.Leads = rule.leads()
		case c.Decision == journey.DecidedMet: // late, and police have answered
			e.Stands += ". " + decided(c, "hold", "holds") + " it met" + from(c.Decided)
			e.Leads = rule.leads()
		default:
			e.Leads = rule.otherwise()
		}
	case journey.ConditionDecidedMet:
		e.Stands, e.Leads, e.After = decided(c, "hold", "holds")+" it met"+from(c.Decided), rule.leads(), byChoice
	case journey.ConditionNotMet:
		e.Stands, e.Leads = decided(c, "hold", "holds")+" it not met"+from(c.Decided), c.Consequence.Words()
		if e.Leads == "" {
			e.Leads = rule.unanswered()
		}
	case journey.ConditionWithdrawn:
		e.Stands = decided(c, "withdrew", "withdrew") + " it" + on(c.Decided)
	case journey.ConditionReferredBack:
		e.Stands, e.Leads = "Not met. Referred back on "+c.ReferredBack.Short(), "What follows is for police to decide"
	case journey.ConditionTimePassed:
		e.Stands, e.Leads = "Not met. The date to complete by, "+c.Due.Short()+", has passed", rule.otherwise()
	default:
		e.Stands = "Not met yet. " + dueWords(c.Due)
		if c.Consequence.GoesOn() {
			e.Leads = c.Consequence.Words() + on(c.Decided)
		}
	}
	return e
}

// decided says who decided, with what police or one office did.
func decided(c journey.Condition, many, one string) string {
	if c.DecidedBy == "" {
		return "Police " + many
	}
	return c.DecidedBy + " " + one
}

// done says how much of a condition she came to, part by part where it has several.
func done(c journey.Condition) string {
	words := CountOf(c.Counted(), c.Required) + " done"
	for i, part := range c.Parts {
		mark := ", "
		if i == 0 {
			mark = ": "
		}
		words += mark + UnitWords(part.Unit) + " " + strconv.Itoa(part.Units) + " of " + strconv.Itoa(part.Required)
	}
	return words
}

// CountOf returns how many units count, of how many that are asked for: "1 of 2",
// or the number alone where no source states how many.
func CountOf(units, required int) string {
	if required == 0 {
		return strconv.Itoa(units)
	}
	return strconv.Itoa(units) + " of " + strconv.Itoa(required)
}

// met says what was done by when. Only where a date is stated is anything in time.
func met(c journey.Condition, rule Rule) string {
	words := "Condition met on " + c.Met.Short()
	if rule.waives() {
		words = rule.all(c.Required) + " done on " + c.Met.Short()
	}
	switch {
	case !c.Due.Known():
		return words
	case c.InTime():
		return words + ", in time"
	}
	return words + ", after the date to complete by, " + c.Due.Short()
}

// all says "Both sessions", or how many they are.
func (r Rule) all(required int) string {
	switch required {
	case 1:
		return "The " + r.Noun(1)
	case 2:
		return "Both " + r.Noun(2)
	}
	return "All " + r.Count(required)
}

func (r Rule) disposal() scheme.Disposal {
	if r.Ending == nil {
		return ""
	}
	return r.Ending.Disposal
}

// waives says whether more hangs on it than that the condition is met.
func (r Rule) waives() bool { return disposalWords[r.disposal()] != "" }

var disposalWords = map[scheme.Disposal]string{
	scheme.EndsFineWaived:           "The fine is waived",
	scheme.EndsRestorativeDisposal:  "It is recorded as a restorative disposal",
	scheme.EndsTriageDisposal:       "It ends as a triage disposal",
	scheme.EndsInformsDecision:      "It informs the decision of those who decide",
	scheme.EndsRequirementCompleted: "The requirement is completed",
	scheme.EndsCourtDecision:        "The court decides what follows",
}

// leads says what completing it leads to, "" where nothing more is to be said.
func (r Rule) leads() string {
	switch {
	case r.Ending == nil:
		return ""
	case r.Ending.NotStated:
		return "What it leads to is not stated" + cite(r.Ending.Provision)
	case r.waives():
		return disposalWords[r.Ending.Disposal] + cite(r.Ending.Provision)
	}
	return ""
}

// fineStands is what a waiver not earned leaves. No source states it.
const fineStands = "The fine stands (inferred)"

// otherwise says what follows where it is not done in time, or who decides it.
func (r Rule) otherwise() string {
	if r.disposal() == scheme.EndsFineWaived {
		return fineStands + ". " + DecidesWords(r.Decider)
	}
	return DecidesWords(r.Decider)
}

// unanswered says what follows where police hold it not met and state nothing more.
func (r Rule) unanswered() string {
	if r.disposal() == scheme.EndsFineWaived {
		return fineStands
	}
	return "What follows is not stated"
}

func dueWords(due calendar.Day) string {
	if !due.Known() {
		return "No date stated"
	}
	return "Complete by " + due.Short()
}

func on(day calendar.Day) string {
	if !day.Known() {
		return ""
	}
	return " on " + day.Short()
}

func from(day calendar.Day) string {
	if !day.Known() {
		return ""
	}
	return ", decided on " + day.Short()
}

// lowerFirst writes a sentence as it stands within another.
func lowerFirst(text string) string {
	letter, size := utf8.DecodeRuneInString(text)
	return string(unicode.ToLower(letter)) + text[size:]
}
