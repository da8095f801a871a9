package fhir

import (
	"encoding/json"
	"fmt"

	"throughline/internal/domain/need"
)

// loinc is the system of the codes.
const loinc = "http://loinc.org"

// ordinal says what an answer counts.
const ordinal = "http://hl7.org/fhir/StructureDefinition/ordinalValue"

type coding struct {
	System  string `json:"system,omitempty"`
	Code    string `json:"code,omitempty"`
	Display string `json:"display,omitempty"`
}

type extension struct {
	URL     string   `json:"url"`
	Decimal *float64 `json:"valueDecimal,omitempty"`
}

type option struct {
	Extension []extension `json:"extension,omitempty"`
	Coding    coding      `json:"valueCoding"`
}

type questionItem struct {
	LinkID  string   `json:"linkId"`
	Code    []coding `json:"code,omitempty"`
	Text    string   `json:"text,omitempty"`
	Type    string   `json:"type"`
	Options []option `json:"answerOption,omitempty"`
}

type questionnaire struct {
	ResourceType string         `json:"resourceType"`
	URL          string         `json:"url"`
	Version      string         `json:"version,omitempty"`
	Title        string         `json:"title"`
	Status       string         `json:"status"`
	SubjectType  []string       `json:"subjectType"`
	Copyright    string         `json:"copyright"`
	Code         []coding       `json:"code"`
	Item         []questionItem `json:"item"`
}

// canonical is what a filling in names its questionnaire by.
func canonical(i need.Instrument) string { return loinc + "/q/" + i.LOINC.Panel }

// Questionnaire returns an instrument as a FHIR R4 Questionnaire with its licence
// notice. The error says that its wording or its codes may not stand here.
func Questionnaire(i need.Instrument) ([]byte, error) {
	if i.LOINC.Panel == "" || len(i.Wording) == 0 {
		return nil, fmt.Errorf("writing %s as FHIR: its wording and codes are not held here", i.Title)
	}
	form := questionnaire{
		ResourceType: "Questionnaire", URL: canonical(i), Version: i.Version, Title: i.Title, Status: "active",
		SubjectType: []string{"Patient"}, Copyright: i.Notice, Code: []coding{{loinc, i.LOINC.Panel, i.Title}},
	}
	var options []option
	for n, choice := range i.Choices {
		counts := float64(i.From + n)
		options = append(options, option{[]extension{{URL: ordinal, Decimal: &counts}}, coding{loinc, i.LOINC.Choices[n], choice}})
	}
	for n, code := range i.LOINC.Items {
		form.Item = append(form.Item, questionItem{
			LinkID: code, Code: []coding{{loinc, code, i.Wording[n]}}, Text: i.Wording[n], Type: "choice", Options: options,
		})
	}
	form.Item = append(form.Item, questionItem{LinkID: i.LOINC.Total, Code: []coding{{loinc, i.LOINC.Total, "Total"}}, Text: "Total", Type: "decimal"})
	return written(form)
}

func written(resource any) ([]byte, error) {
	text, err := json.MarshalIndent(resource, "", "  ")
	if err != nil {
		return nil, fmt.Errorf("writing FHIR: %w", err)
	}
	return append(text, '\n'), nil
}
