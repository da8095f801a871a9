package today

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"throughline/internal/casework/support"
	"throughline/internal/domain/journey"
	"throughline/internal/domain/need"
	"throughline/internal/edge/web/govuk"
	"throughline/internal/edge/web/woman"
)

// The names under which an address says how the caseload is chosen. They carry
// codes alone: a name is searched for by a form.
var chosenNames = []string{"state", "condition", "area", "language", "pathway", "tier", "quiet", "review", "risk", "sort"}

// read takes from an address, or from what was chosen before, what is an answer to
// each question, and leaves out what is none.
func (p *caseloadPage) read(chosen url.Values) {
	p.chosen = url.Values{}
	for _, name := range chosenNames {
		value := chosen.Get(name)
		if value != "" && p.offers(name, value) {
			p.chosen.Set(name, value)
		}
	}
	tier, _ := strconv.Atoi(p.chosen.Get("tier")) // offered, so a number
	p.query = support.Query{
		State: p.chosen.Get("state"), Sort: support.Sort(p.chosen.Get("sort")),
		Narrow: support.Narrow{
			Condition: support.Standing(p.chosen.Get("condition")), Area: p.chosen.Get("area"), Language: p.chosen.Get("language"),
			Pathway: journey.Pathway(p.chosen.Get("pathway")), Tier: need.Tier(tier), Quiet: p.chosen.Get("quiet") != "",
			Review: p.chosen.Get("review") != "", Risk: p.chosen.Get("risk") != "",
		},
	}
}

// offers says whether a value can be an answer. An area, a language and a pathway
// are looked for as they are: one that no case has finds none.
func (p caseloadPage) offers(name, value string) bool {
	has := func(options []govuk.Option) bool {
		return slices.ContainsFunc(options, func(option govuk.Option) bool { return option.Value == value })
	}
	switch name {
	case "state":
		return has(p.stateOptions())
	case "condition":
		return has(standingOptions())
	case "tier":
		return has(tierOptions([]need.Tier{need.TierStandard, need.TierMedium, need.TierHigh}))
	case "quiet":
		return value == strconv.Itoa(support.SilentDays)
	case "review":
		return value == "due"
	case "risk":
		return value == "yes"
	case "sort":
		return has(sortOptions())
	}
	return len(value) <= 60
}

// narrowed says whether the list is anything but all open cases, the newest first.
func (p caseloadPage) narrowed() bool { return len(p.chosen) > 0 }

// field is one question about the list.
func (p caseloadPage) field(name, label string) govuk.Field {
	return govuk.Field{Name: name, Label: label, LabelSize: govuk.Small, Value: p.chosen.Get(name)}
}

// narrowing is one question about the list with its answers.
type narrowing struct {
	field   govuk.Field
	options []govuk.Option
}

// narrowings are the questions that can be answered in more than one way.
func (p caseloadPage) narrowings() []narrowing {
	all := []narrowing{
		{p.field("condition", "Condition"), anyOr("Any", standingOptions())},
		{p.field("area", "Area"), anyOr("Any", plainOptions(p.with("area", p.Choices.Areas), strings.TrimSpace))},
		{p.field("language", "Language"), anyOr("Any", plainOptions(p.with("language", p.Choices.Languages), woman.LanguageName))},
		{p.field("pathway", "How she came"), anyOr("Any", plainOptions(p.with("pathway", p.Choices.Pathways), codeWords))},
		{p.field("tier", "Tier"), anyOr("Any", tierOptions(p.Choices.Tiers))},
		{p.field("quiet", "Contact"), anyOr("Any", []govuk.Option{{Value: strconv.Itoa(support.SilentDays), Label: "None for " + woman.Days(support.SilentDays)}})},
		{p.field("review", "Review of a goal"), anyOr("Any", []govuk.Option{{Value: "due", Label: "Due"}})},
		{p.field("risk", "Risk of harm"), anyOr("Any", []govuk.Option{{Value: "yes", Label: "Written down"}})},
	}
	return slices.DeleteFunc(all, func(n narrowing) bool { return len(n.options) < 2 })
}

// with returns the values as text, with the one that is chosen among them.
func (p caseloadPage) with(name string, values any) []string {
	var all []string
	switch values := values.(type) {
	case []string:
		all = slices.Clone(values)
	case []journey.Pathway:
		for _, value := range values {
			all = append(all, string(value))
		}
	}
	if chosen := p.chosen.Get(name); chosen != "" && !slices.Contains(all, chosen) {
		all = append(all, chosen)
	}
	return all
}

func anyOr(label string, options []govuk.Option) []govuk.Option {
	return append([]govuk.Option{{Value: "", Label: label}}, options...)
}

func plainOptions(values []string, words func(string) string) []govuk.Option {
	var options []govuk.Option
	for _, value := range values {
		options = append(options, govuk.Option{Value: value, Label: words(value)})
	}
	return options
}

// codeWords writes a code as words.
func codeWords(code string) string {
	words := strings.ReplaceAll(code, "_", " ")
	return strings.ToUpper(words[:1]) + words[1:]
}

func tierOptions(tiers []need.Tier) []govuk.Option {
	var options []govuk.Option
	for _, tier := range tiers {
		options = append(options, govuk.Option{Value: strconv.Itoa(int(tier)), Label: tier.Title()})
	}
	return options
}

var standingWords = map[support.Standing]string{
	support.NearItsDate: "Date within " + woman.Days(support.ConditionDays) + ", or passed", support.NotBegun: "Not started", support.UnderWay: "In progress", support.WithPolice: "Police are to decide", support.IsMet: "Met",
	support.IsOver: "Ended otherwise", support.NoCondition: "No condition",
}

func standingOptions() []govuk.Option {
	var options []govuk.Option
	for _, standing := range support.Standings {
		options = append(options, govuk.Option{Value: string(standing), Label: standingWords[standing]})
	}
	return options
}

var sortWords = map[support.Sort]string{
	support.Newest: "Newest referral first", support.Oldest: "Oldest referral first", support.Soonest: "Next appointment soonest",
	support.Quiet: "Longest without contact", support.Due: "Condition due soonest",
}

func sortOptions() []govuk.Option {
	var options []govuk.Option
	for _, sort := range support.Sorts {
		options = append(options, govuk.Option{Value: string(sort), Label: sortWords[sort]})
	}
	return options
}

// sortedBy is the address of the list in another order.
func (p caseloadPage) sortedBy(sort support.Sort) string {
	query := url.Values{}
	for name := range p.chosen {
		query.Set(name, p.chosen.Get(name))
	}
	query.Set("sort", string(sort))
	if sort == support.Newest {
		query.Del("sort")
	}
	if len(query) == 0 {
		query.Set("clear", "yes")
	}
	return "/caseload?" + query.Encode()
}

// column heads a column by which the list can be sorted.
func (p caseloadPage) column(text string, sort support.Sort, sorted string) govuk.Column {
	column := govuk.Column{Text: text, Href: p.sortedBy(sort)}
	if p.query.Sort == sort {
		column.Sorted = sorted
	}
	return column
}

// referredColumn turns the order round where it is the newest first already.
func (p caseloadPage) referredColumn() govuk.Column {
	if p.query.Sort == support.Newest {
		return govuk.Column{Text: "Referred", Href: p.sortedBy(support.Oldest), Sorted: govuk.Descending}
	}
	column := p.column("Referred", support.Newest, "")
	if p.query.Sort == support.Oldest {
		column.Sorted = govuk.Ascending
	}
	return column
}

// chosenWords says how the list is chosen.
func (p caseloadPage) chosenWords() string {
	var said []string
	say := func(field govuk.Field, options []govuk.Option) {
		for _, option := range options {
			if field.Value != "" && option.Value == field.Value {
				said = append(said, strings.ToLower(field.Label[:1])+field.Label[1:]+": "+strings.ToLower(option.Label[:1])+option.Label[1:])
			}
		}
	}
	say(p.stateField(), p.stateOptions())
	for _, one := range p.narrowings() {
		say(one.field, one.options)
	}
	say(p.field("sort", "Order"), sortOptions())
	return strings.Join(said, "; ")
}
