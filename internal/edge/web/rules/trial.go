package rules

import (
	"encoding/json"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"throughline/internal/casework/rules"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/scheme"
	"throughline/internal/edge/web"
	"throughline/internal/edge/web/govuk"
)

// asking is a form with what a rulebook asks about an encounter. What is left
// empty is not known.
type asking struct {
	questions []scheme.Question
	typed     url.Values
	problems  govuk.Problems
}

// field names the field of a word in the form.
func field(word string) string { return "try-" + word }

// dayField is the field of the day on which the encounter is decided.
const dayField = "try-day"

// none is the answer that a list is known and empty.
const none = "none"

// read makes an encounter of what was typed, and the day it is decided on; the
// given day where none was typed. What cannot be read is among the problems.
func (a *asking) read(day calendar.Day) (scheme.Encounter, calendar.Day) {
	known := map[string]any{}
	for _, question := range a.questions {
		value, problem := a.value(question)
		if problem == "" && value != nil {
			problem = misfit(question.Word, value)
		}
		if problem != "" {
			a.problems.Add(field(question.Word), upper(question.Title)+": "+problem)
			continue
		}
		if value != nil {
			known[question.Word] = value
		}
	}
	if typed := strings.TrimSpace(a.typed.Get(dayField)); typed != "" {
		read, err := calendar.ParseDay(typed)
		if err != nil {
			a.problems.Add(dayField, "Enter the day as year, month and day, such as 2021-08-31")
		}
		day = read
	}
	var encounter scheme.Encounter
	// Each value was read by itself already.
	if text, err := json.Marshal(known); err != nil || json.Unmarshal(text, &encounter) != nil {
		a.problems.Add("", "These answers cannot be read together. Empty them and enter them again")
	}
	return encounter, day
}

// misfit says why an encounter cannot have a value.
func misfit(word string, value any) string {
	text, err := json.Marshal(map[string]any{word: value})
	if err == nil {
		err = json.Unmarshal(text, new(scheme.Encounter))
	}
	if err != nil {
		return err.Error()
	}
	return ""
}

// value reads the answer to a question, nil where it is not known.
func (a *asking) value(question scheme.Question) (value any, problem string) {
	typed := strings.TrimSpace(a.typed.Get(field(question.Word)))
	if question.Kind == scheme.SomeOf {
		chosen := a.typed[field(question.Word)]
		if len(chosen) == 0 {
			return nil, ""
		}
		return slices.DeleteFunc(slices.Clone(chosen), func(one string) bool { return one == none }), ""
	}
	if typed == "" {
		return nil, ""
	}
	switch question.Kind {
	case scheme.WholeNumber:
		number, err := strconv.Atoi(typed)
		if err != nil {
			return nil, "enter a whole number"
		}
		return number, ""
	case scheme.Amount:
		number, err := strconv.ParseFloat(strings.TrimPrefix(typed, "£"), 64)
		if err != nil {
			return nil, "enter a number, such as 99.50"
		}
		return number, ""
	case scheme.YesOrNo:
		return typed == "yes", ""
	}
	return typed, ""
}

// asked is the field of a question, with its options where it has some.
func (a asking) asked(question scheme.Question) (govuk.Field, []govuk.Option) {
	name := field(question.Word)
	one := govuk.Field{
		Name: name, Label: upper(question.Title), Value: a.typed.Get(name), Values: a.typed[name],
		Error: a.problems.For(name), Autocomplete: "off", NoSpelling: true, Compact: true,
	}
	var options []govuk.Option
	switch question.Kind {
	case scheme.WholeNumber:
		one.InputMode, one.Width = "numeric", 4
	case scheme.Amount:
		one.InputMode, one.Width, one.Prefix = "decimal", 10, "£"
	case scheme.Text:
		one.Width = 20
	case scheme.YesOrNo:
		options = []govuk.Option{{Label: "Not known"}, {Value: "yes", Label: "Yes"}, {Value: "no", Label: "No"}}
	case scheme.OneOf:
		options = append(options, govuk.Option{Label: "Not known"})
	case scheme.SomeOf:
		one.Hint = "Leave all empty where it is not known."
	}
	for _, code := range question.Values {
		options = append(options, govuk.Option{Value: code, Label: codeWords(code)})
	}
	if question.Kind == scheme.SomeOf {
		options = append(options, govuk.Option{Value: none, Label: "None of these", Exclusive: true})
	}
	return one, options
}

func (a asking) day(hint string) govuk.Field {
	return govuk.Field{
		Name: dayField, Label: "The day it happens", Hint: hint, Value: a.typed.Get(dayField),
		Error: a.problems.For(dayField), Width: 10, Autocomplete: "off", NoSpelling: true,
	}
}

// codeWords says a code, such as "Conditional caution".
func codeWords(code string) string { return upper(strings.ReplaceAll(code, "_", " ")) }

// trial is an encounter tried under the edition that decides.
type trial struct {
	rules.Sheet
	asking asking
	on     calendar.Day
	answer []rules.Answered
}

func (d Door) trial(r *web.Request) (trial, error) {
	of, err := d.Desk.Open(r.PathValue("scheme"))
	if err != nil {
		return trial{}, err
	}
	return trial{Sheet: of, asking: asking{questions: of.Book.Questions(), typed: r.Posted}}, nil
}

func (d Door) askTrial(r *web.Request) (web.Response, error) {
	t, err := d.trial(r)
	if err != nil {
		return web.Response{}, err
	}
	return web.Show(t.page()), nil
}

func (d Door) try(r *web.Request) (web.Response, error) {
	t, err := d.trial(r)
	if err != nil {
		return web.Response{}, err
	}
	var encounter scheme.Encounter
	if encounter, t.on = t.asking.read(d.Desk.Today()); !t.asking.problems.Any() {
		if t.answer, err = d.Desk.Answer(t.Book.ID, encounter, t.on); err != nil {
			return web.Response{}, err
		}
	}
	return web.Show(t.page()), nil
}

func (t trial) page() web.Page {
	return web.Page{
		Title: "Try an encounter", Body: trialPage(t), Problems: t.asking.problems,
		Back: govuk.Link{Text: "Back to " + t.Book.Title, Href: schemePath(t.Book.ID)},
	}
}

// standingWords say what a rulebook says of a pathway.
var standingWords = map[scheme.Standing]string{scheme.Open: "Open", scheme.Closed: "Not open", scheme.Unclear: "Unclear"}

// answerWords say what is known about a clause.
var answerWords = map[scheme.Answer]string{
	scheme.Yes: "Yes", scheme.No: "No", scheme.NotKnown: "Not known", scheme.NotStated: "Not stated",
}

// clauseWords say how a clause stands.
func clauseWords(clause scheme.ClauseAnswer) string {
	return answerWords[clause.Holds] + ": " + clause.Text + " (" + string(clause.Source) + ")"
}

// lawWords say how a rule of law beside a pathway stands.
func lawWords(answer scheme.LawAnswer) string {
	return fmt.Sprintf("%s: %s (%s, confidence %s) %s", answerWords[answer.Holds], answer.Text, answer.Authority, answer.Confidence, scheme.Confirm)
}

// moved says how the answer of a pathway differs between two editions, clause by
// clause; nothing where every clause answers the same.
func moved(tried rules.Tried) []string {
	var said []string
	var before, after []scheme.ClauseAnswer
	if tried.Before != nil {
		before = tried.Before.Clauses
	}
	if tried.After != nil {
		after = tried.After.Clauses
	}
	find := func(clauses []scheme.ClauseAnswer, id string) (scheme.ClauseAnswer, bool) {
		i := slices.IndexFunc(clauses, func(c scheme.ClauseAnswer) bool { return c.ID == id })
		if i < 0 {
			return scheme.ClauseAnswer{}, false
		}
		return clauses[i], true
	}
	for _, clause := range after {
		switch was, known := find(before, clause.ID); {
		case !known:
			said = append(said, "New. "+clauseWords(clause))
		case was.Holds != clause.Holds:
			said = append(said, "Was “"+answerWords[was.Holds]+"”. "+clauseWords(clause))
		}
	}
	for _, clause := range before {
		if _, known := find(after, clause.ID); !known {
			said = append(said, "Gone. It was “"+answerWords[clause.Holds]+"”: "+clause.Text)
		}
	}
	return said
}

// standingOf says how a pathway stands.
func standingOf(decision *scheme.Decision) string {
	if decision == nil {
		return "No such pathway"
	}
	return standingWords[decision.Decision]
}
