package refer

import (
	"math"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"throughline/internal/domain/journey"
	"throughline/internal/domain/scheme"
	"throughline/internal/edge/web/govuk"
)

// question is a word of an encounter that the form asks only where the rulebook
// of a scheme that this service runs does.
type question struct {
	word, label, hint string
	ask               manner
	// get returns what stands, as the form shows it; set takes what was typed, and
	// is false where it cannot be read.
	get func(*journey.Encounter) []string
	set func(*journey.Encounter, []string) bool
}

// manner is how a question is asked.
type manner int

const (
	inWords manner = iota
	inNumbers
	yesOrNo
	oneAnswer
	severalAnswers
)

// nothing is the answer that says a list holds nothing.
const nothing = "none"

// questions are in the order of the form. All are optional.
var questions = []question{
	textual("residence", "Where does she live?", "Borough, district or town.", inWords, func(e *journey.Encounter) *string { return &e.Residence }),
	textual("offence_group", "What kind of offence is it?", "Only where the code above does not say it.", oneAnswer, func(e *journey.Encounter) *string { return &e.Group }),
	{word: "value_gbp", label: "What is it worth, in pounds?", ask: inNumbers, get: pounds, set: setPounds},
	counting("gravity", "Gravity score", "1 to 5.", func(e *journey.Encounter) *int { return &e.Gravity }),
	textual("admitted", "Does she admit it?", "", oneAnswer, func(e *journey.Encounter) *string { return &e.Admitted }),
	textual("considered_outcome", "What are police considering?", "", oneAnswer, func(e *journey.Encounter) *string { return &e.Considered }),
	textual("charge_state", "Is she charged?", "", oneAnswer, func(e *journey.Encounter) *string { return &e.ChargeState }),
	truthful("bail_suitable", "Is she suitable for bail?", func(e *journey.Encounter) *journey.YesNo { return &e.Bailable }),
	truthful("first_offence", "Is it her first offence?", func(e *journey.Encounter) *journey.YesNo { return &e.First }),
	truthful("earlier_custody", "Was she in prison before?", func(e *journey.Encounter) *journey.YesNo { return &e.InCustody }),
	truthful("assessed", "Was she assessed here?", func(e *journey.Encounter) *journey.YesNo { return &e.Assessed }),
	listing("orders", "What is she under now?", func(e *journey.Encounter) *[]string { return &e.Orders }),
	counting("sentence_months", "How long is her sentence, in months?", "", func(e *journey.Encounter) *int { return &e.Months }),
	listing("cohorts", "Is she known to be in any of these groups?", func(e *journey.Encounter) *[]string { return &e.Cohorts }),
	listing("needs", "What does she need, as far as you can see?", func(e *journey.Encounter) *[]string { return &e.Needs }),
}

func textual(word, label, hint string, ask manner, of func(*journey.Encounter) *string) question {
	return question{
		word: word, label: label, hint: hint, ask: ask,
		get: func(e *journey.Encounter) []string { return []string{*of(e)} },
		set: func(e *journey.Encounter, typed []string) bool {
			*of(e) = typed[0]
			return ask == inWords || slices.Contains(scheme.Values(word), typed[0])
		},
	}
}

func counting(word, label, hint string, of func(*journey.Encounter) *int) question {
	return question{
		word: word, label: label, hint: hint, ask: inNumbers,
		get: func(e *journey.Encounter) []string {
			if *of(e) == 0 {
				return []string{""}
			}
			return []string{strconv.Itoa(*of(e))}
		},
		set: func(e *journey.Encounter, typed []string) bool {
			n, err := strconv.Atoi(typed[0])
			*of(e) = n
			return err == nil && n > 0
		},
	}
}

func truthful(word, label string, of func(*journey.Encounter) *journey.YesNo) question {
	return question{
		word: word, label: label, ask: yesOrNo,
		get: func(e *journey.Encounter) []string { return []string{string(*of(e))} },
		set: func(e *journey.Encounter, typed []string) bool {
			*of(e) = yesNo(typed[0])
			return *of(e) != ""
		},
	}
}

func listing(word, label string, of func(*journey.Encounter) *[]string) question {
	return question{
		word: word, label: label, ask: severalAnswers,
		get: func(e *journey.Encounter) []string {
			if *of(e) != nil && len(*of(e)) == 0 {
				return []string{nothing}
			}
			return *of(e)
		},
		set: func(e *journey.Encounter, typed []string) bool {
			*of(e) = []string{}
			if slices.Equal(typed, []string{nothing}) {
				return true
			}
			*of(e) = slices.Clone(typed)
			return !slices.ContainsFunc(typed, func(code string) bool { return !slices.Contains(scheme.Values(word), code) })
		},
	}
}

func pounds(e *journey.Encounter) []string {
	if e.ValuePence == nil {
		return []string{""}
	}
	return []string{strconv.FormatFloat(float64(*e.ValuePence)/100, 'f', -1, 64)}
}

// setPounds reads pounds and pence, up to ten million pounds.
func setPounds(e *journey.Encounter, typed []string) bool {
	value, err := strconv.ParseFloat(strings.ReplaceAll(strings.TrimPrefix(typed[0], "£"), ",", ""), 64)
	if err != nil || !(value >= 0 && value <= 1e7) {
		return false
	}
	pence := int64(math.Round(value * 100))
	e.ValuePence = &pence
	return true
}

// questions are those that the rulebooks ask.
func (a asking) questions() []question {
	return slices.DeleteFunc(slices.Clone(questions), func(q question) bool { return !slices.Contains(a.words, q.word) })
}

// readMore reads the answers into an encounter. One that is not given is not
// known, and never no.
func (a asking) readMore(form url.Values, met *journey.Encounter) journey.Problems {
	var problems journey.Problems
	for _, q := range a.questions() {
		typed := slices.DeleteFunc(slices.Clone(form[q.word]), func(text string) bool { return strings.TrimSpace(text) == "" })
		if len(typed) > 0 && !q.set(met, typed) {
			problems = append(problems, journey.Problem{Field: q.word, Say: q.say()})
		}
	}
	return problems
}

func (q question) say() string {
	if q.ask == inNumbers {
		return "Enter a number for: " + q.label
	}
	return "Choose from the list for: " + q.label
}

// fillMore fills the form with the answers that were given.
func (a asking) fillMore(form url.Values, met journey.Encounter) {
	for _, q := range a.questions() {
		if stands := q.get(&met); len(stands) > 0 && stands[0] != "" {
			form[q.word] = stands
		}
	}
}

// options are the answers of a question.
func (q question) options() []govuk.Option {
	var options []govuk.Option
	switch q.ask {
	case yesOrNo:
		return yesNoOptions()
	case oneAnswer:
		options = append(options, govuk.Option{Label: "Not known"})
	}
	for _, value := range scheme.Values(q.word) {
		options = append(options, govuk.Option{Value: value, Label: codeWords(value)})
	}
	if q.ask == severalAnswers {
		options = append(options, govuk.Option{Value: nothing, Label: "None of these", Exclusive: true})
	}
	return options
}

// codeWords says a code in words.
func codeWords(code string) string { return capital(strings.ReplaceAll(code, "_", " ")) }
