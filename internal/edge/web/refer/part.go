package refer

import (
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
	"throughline/internal/domain/scheme"
	"throughline/internal/edge/web/govuk"
)

// part is the part of the form that one answer to "What is happening?" opens:
// what a caution, notice, bail or order requires of her, what that means, and
// what she would have had without it.
type part struct {
	happening string // that opens it; "" where it stands open for all
	prefix    string // of its fields
	of        journey.Pathway
	begins    string // what its first date is of; "" where it asks for no date
	ends      string // the label of its last date; "" where the form it is written from carries none
	mayLack   bool   // the answer may come without anything required of her
	court     bool   // a court makes it, and is named

	pathway *scheme.Pathway // nil where this service runs none
	rule    scheme.ConditionRule
}

// parts are in the order of the form. Source: 000:398, 440, 497, 507, 554.
var parts = []part{
	{happening: "conditional_caution", of: journey.ConditionalCaution, begins: "the caution was given", ends: "Complete by (optional)"},
	{happening: "penalty_notice", prefix: "notice_", of: journey.PenaltyNotice, begins: "she received the notice"},
	{happening: "bailed", prefix: "bail_", of: journey.Bail, begins: "she was bailed", ends: "Last day of her bail (optional)", mayLack: true},
	{happening: "charge", prefix: "charge_", of: journey.Bail, begins: "she was bailed", ends: "Last day of her bail (optional)", mayLack: true},
	{happening: "court", prefix: "order_", of: journey.CourtOrder, begins: "the order was made", ends: "Last day of the order (optional)", mayLack: true, court: true},
	{prefix: "triage_", of: journey.Triage},
}

// partFields are the fields that every part has under its own prefix.
var partFields = []string{
	"units_required", "given_on", "due_on", "explained", "legal_advice", "would_otherwise", "widening", "widening_reason",
}

// fieldOrder is the order of the form, in which its problems are listed.
var fieldOrder = func() []string {
	order := []string{"", "place", "area", "suite", "reference", "given_name", "family_name", "known_as", "date_of_birth", "outcome"}
	for _, one := range parts {
		for _, field := range partFields {
			order = append(order, one.prefix+field)
		}
	}
	order = append(order, "released", "offence")
	for _, q := range questions {
		order = append(order, q.word)
	}
	return append(order, "phone", "contact", "agreed", "urgent")
}()

// dates are the fields of three boxes, by how their names end.
var dates = []string{"date_of_birth", "given_on", "due_on"}

// requires says whether the form asks what is required of her.
func (p part) requires() bool {
	return p.begins != "" && (p.rule.Exists || p.happening == "conditional_caution")
}

// beginsLabel asks for the first date.
func (p part) beginsLabel() string {
	if p.mayLack {
		return "Date " + p.begins + ", if so"
	}
	return "Date " + p.begins
}

// unit is what one unit is called.
func (p part) unit() string {
	if p.rule.UnitName == "" {
		return "appointment"
	}
	return p.rule.UnitName
}

// several lists the kinds of unit, where there is more than one.
func (p part) several() string {
	if len(p.rule.Units) < 2 {
		return ""
	}
	kinds := make([]string, len(p.rule.Units))
	for i, unit := range p.rule.Units {
		kinds[i] = unit.Name
		if unit.Required > 0 {
			kinds[i] = counted(unit.Required, unit.Name)
		}
	}
	return strings.Join(kinds, ", ")
}

// counted says a number of units.
func counted(n int, unit string) string { return fmt.Sprintf("%d %s", n, units(n, unit)) }

// units says a unit as one or as many: a visit to the centre, visits to the centre.
func units(n int, unit string) string {
	thing, rest := unit, ""
	for _, joint := range []string{" to ", " of ", " with "} {
		if before, _, found := strings.Cut(thing, joint); found {
			thing, rest = before, unit[len(before):]
		}
	}
	if n == 1 || strings.HasSuffix(thing, "s") {
		return unit
	}
	return thing + "s" + rest
}

// words say what is required of her, as it would be written down.
func (p part) words(n int, court string) string {
	words := "Attend " + counted(n, p.unit())
	switch kinds := p.several(); {
	case n == 0:
		words = "Take part as agreed. How many times is not stated"
	case kinds != "" && n == p.rule.UnitsRequired:
		words = "Attend " + kinds
	}
	if court != "" {
		words += orderedBy + court
	}
	return words
}

// orderedBy parts what an order requires from who made it.
const orderedBy = ". Ordered by "

// told are the provisions that say what agreeing means: what the rulebook says is
// explained to her, or else what she agrees to and what follows if it is not done.
// Source: 000:497.
func (p part) told() []scheme.Provision { return toldOf(p.pathway) }

func toldOf(p *scheme.Pathway) []scheme.Provision {
	if p == nil {
		return nil
	}
	told := slices.Clone(p.Explain)
	if len(told) == 0 {
		if p.Condition != nil {
			told = append(told, p.Condition.NotMet.Provision)
		}
		told = append(told, p.Agreement...)
	}
	return slices.DeleteFunc(told, func(one scheme.Provision) bool { return one.NotStated || one.Text == "" })
}

// fresh fills in what the rulebook states: how many units, from today. No date
// to complete by is filled in. Source: 004:370, 406.
func (p part) fresh(form url.Values, today calendar.Day) {
	if !p.requires() {
		return
	}
	elsewhere := slices.ContainsFunc(p.rule.Units, func(unit scheme.Unit) bool { return unit.NotStated || unit.SetBy != "" })
	if p.rule.UnitsRequired > 0 && !elsewhere {
		form.Set(p.prefix+"units_required", strconv.Itoa(p.rule.UnitsRequired))
	}
	if !p.mayLack {
		setDay(form, p.prefix+"given_on", today)
	}
}

// read reads the part of a posted form into a referral.
func (p part) read(form url.Values, entry *journey.Referral) journey.Problems {
	if p.of == "" {
		return nil
	}
	var problems journey.Problems
	field := func(name string) string { return strings.TrimSpace(form.Get(p.prefix + name)) }
	day := func(name, say string) calendar.Day {
		typed := govuk.DateFrom(form, p.prefix+name)
		read, ok := typed.Read()
		if !ok && !typed.Empty() {
			problems = append(problems, journey.Problem{Field: p.prefix + name, Say: say})
		}
		return read
	}
	entry.Explained, entry.Legal = yesNo(field("explained")), journey.LegalAdvice(field("legal_advice"))
	if p.of.Widens() {
		entry.Widening = journey.Widening{
			Otherwise: field("would_otherwise"), Answer: journey.WideningAnswer(form.Get("widening")),
			Reason: journey.WideningReason(form.Get("widening_reason")), Words: strings.TrimSpace(form.Get("widening_words")),
		}
	}
	if !p.requires() {
		return problems
	}
	// Units that are no number are -1, which the verb does not take.
	n, err := strconv.Atoi(field("units_required"))
	switch {
	case field("units_required") == "" && p.mayLack:
		n = 0
	case err != nil:
		n = -1
	}
	condition := journey.ConditionEntry{
		Text: p.words(n, field("court")), Units: n,
		Given: day("given_on", "Enter the date "+p.begins+" as a real date, like 27 3 2026"),
	}
	if p.ends != "" {
		condition.Due = day("due_on", "Enter the date to complete by as a real date, or leave it empty")
	}
	if !p.mayLack || condition.Given.Known() || !govuk.DateFrom(form, p.prefix+"given_on").Empty() {
		entry.Condition = &condition
	}
	return problems
}

// fill fills the part with a referral that was sent.
func (p part) fill(form url.Values, entry journey.Referral) {
	if p.of == "" {
		return
	}
	set := func(name, value string) {
		if value != "" {
			form.Set(p.prefix+name, value)
		}
	}
	set("explained", string(entry.Explained))
	set("legal_advice", string(entry.Legal))
	if p.of.Widens() {
		set("would_otherwise", entry.Widening.Otherwise)
		form.Set("widening", string(entry.Widening.Answer))
		form.Set("widening_reason", string(entry.Widening.Reason))
		form.Set("widening_words", entry.Widening.Words)
	}
	c := entry.Condition
	if c == nil {
		return
	}
	if c.Units > 0 {
		set("units_required", strconv.Itoa(c.Units))
	}
	if _, court, named := strings.Cut(c.Text, orderedBy); named {
		set("court", court)
	}
	setDay(form, p.prefix+"given_on", c.Given)
	setDay(form, p.prefix+"due_on", c.Due)
}
