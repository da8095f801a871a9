package fhir

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"

	"throughline/internal/domain/calendar"
	"throughline/internal/domain/need"
)

// Answers are one filling in of an instrument.
type Answers struct {
	Instrument string // id
	On         calendar.Day
	Items      []int
	Reference  string // of her case; it is not read back
}

// mostBytes is the longest resource that is read.
const mostBytes = 1 << 20

type response struct {
	ResourceType  string         `json:"resourceType"`
	Questionnaire string         `json:"questionnaire,omitempty"`
	Status        string         `json:"status"`
	Subject       *subject       `json:"subject,omitempty"`
	Authored      string         `json:"authored"`
	Item          []responseItem `json:"item"`
}

type subject struct {
	Identifier struct {
		Value string `json:"value"`
	} `json:"identifier"`
}

type responseItem struct {
	LinkID string         `json:"linkId"`
	Text   string         `json:"text,omitempty"`
	Answer []answer       `json:"answer,omitempty"`
	Item   []responseItem `json:"item,omitempty"`
}

type answer struct {
	Coding  *coding  `json:"valueCoding,omitempty"`
	Integer *int     `json:"valueInteger,omitempty"`
	Decimal *float64 `json:"valueDecimal,omitempty"`
}

// Response returns one filling in as a FHIR R4 QuestionnaireResponse.
func Response(i need.Instrument, a Answers) ([]byte, error) {
	readings, err := i.Score(a.Items)
	switch {
	case i.LOINC.Panel == "" || !i.HasTotal():
		return nil, fmt.Errorf("writing %s as FHIR: its codes are not held here", i.Title)
	case err != nil:
		return nil, fmt.Errorf("writing %s as FHIR: %w", i.Title, err)
	case !a.On.Known():
		return nil, fmt.Errorf("writing %s as FHIR: the day is not known", i.Title)
	}
	form := response{ResourceType: "QuestionnaireResponse", Questionnaire: canonical(i), Status: "completed", Authored: a.On.String()}
	if a.Reference != "" {
		form.Subject = &subject{}
		form.Subject.Identifier.Value = a.Reference
	}
	for n, code := range i.LOINC.Items {
		chosen := a.Items[n] - i.From
		item := responseItem{LinkID: code, Answer: []answer{{Coding: &coding{System: loinc, Code: i.LOINC.Choices[chosen]}}}}
		if len(i.Wording) > 0 {
			item.Text, item.Answer[0].Coding.Display = i.Wording[n], i.Choices[chosen]
		}
		form.Item = append(form.Item, item)
	}
	total := float64(readings[0].Total)
	form.Item = append(form.Item, responseItem{LinkID: i.LOINC.Total, Text: "Total", Answer: []answer{{Decimal: &total}}})
	return written(form)
}

// Read returns the filling in that a QuestionnaireResponse holds, of the one of
// these instruments that its items belong to. The error says, for the one who sent
// it, what is missing or contradicts itself.
func Read(data []byte, instruments []need.Instrument) (Answers, error) {
	var form response
	if len(data) > mostBytes {
		return Answers{}, errors.New("it is longer than 1 MB")
	}
	if err := json.Unmarshal(data, &form); err != nil {
		return Answers{}, errors.New("it is no JSON of a FHIR resource")
	}
	switch {
	case form.ResourceType != "QuestionnaireResponse":
		return Answers{}, errors.New("it is no QuestionnaireResponse")
	case form.Status != "completed" && form.Status != "amended":
		return Answers{}, fmt.Errorf("its status is %.30q, not completed", form.Status)
	}
	day, _, _ := strings.Cut(form.Authored, "T")
	on, err := calendar.ParseDay(day)
	if err != nil {
		return Answers{}, errors.New("it does not say on which day she answered (authored)")
	}
	given := map[string][]answer{}
	if err := gather(form.Item, given); err != nil {
		return Answers{}, err
	}
	for _, one := range instruments {
		if one.LOINC.Panel == "" || !slices.ContainsFunc(one.LOINC.Items, func(code string) bool { return len(given[code]) > 0 }) {
			continue
		}
		items, err := read(one, given)
		return Answers{Instrument: one.ID, On: on, Items: items}, err
	}
	return Answers{}, errors.New("its questions are of no questionnaire that is read here")
}

// gather collects the answers by the codes of their questions, from groups too.
func gather(items []responseItem, given map[string][]answer) error {
	for _, item := range items {
		code := strings.TrimPrefix(item.LinkID, "/")
		if len(given[code]) > 0 && len(item.Answer) > 0 {
			return fmt.Errorf("question %.30q is answered twice", code)
		}
		if len(item.Answer) > 0 {
			given[code] = item.Answer
		}
		if err := gather(item.Item, given); err != nil {
			return err
		}
	}
	return nil
}

// read returns the answers of an instrument in order, and holds a total that came
// with them to the one that follows from them.
func read(i need.Instrument, given map[string][]answer) ([]int, error) {
	items := make([]int, i.Items)
	for n, code := range i.LOINC.Items {
		answers := given[code]
		if len(answers) != 1 {
			return nil, fmt.Errorf("question %d has %d answers, not one", n+1, len(answers))
		}
		counted, ok := counts(i, answers[0])
		if !ok {
			return nil, fmt.Errorf("the answer to question %d is none of those it has", n+1)
		}
		items[n] = counted
	}
	readings, err := i.Score(items)
	if err != nil {
		return nil, err
	}
	if total := given[i.LOINC.Total]; len(total) == 1 {
		if told, ok := number(total[0]); !ok || told != readings[0].Total {
			return nil, fmt.Errorf("its total is not the sum of its answers, %d", readings[0].Total)
		}
	}
	return items, nil
}

// counts returns what an answer counts: by its code, or as a number.
func counts(i need.Instrument, given answer) (int, bool) {
	if given.Coding != nil {
		at := slices.Index(i.LOINC.Choices, given.Coding.Code)
		return i.From + at, at >= 0 && (given.Coding.System == loinc || given.Coding.System == "")
	}
	return number(given)
}

func number(given answer) (int, bool) {
	switch {
	case given.Integer != nil:
		return *given.Integer, true
	case given.Decimal != nil && *given.Decimal == math.Trunc(*given.Decimal) && math.Abs(*given.Decimal) < 1000:
		return int(*given.Decimal), true
	}
	return 0, false
}
