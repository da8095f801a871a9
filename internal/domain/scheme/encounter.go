package scheme

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"throughline/internal/domain/calendar"
)

// Encounter is one contact of a woman with police, court or notice at which
// diversion could have been offered: the encounter row of the exchange format,
// with her age, where she lives and whatever else a scheme asks. Empty text and
// nil are not known; an empty list that is not nil is known to hold nothing.
type Encounter struct {
	EncounterID      string       `json:"encounter_id,omitempty"`
	PersonRef        string       `json:"person_ref,omitempty"`
	OccurredOn       calendar.Day `json:"occurred_on,omitzero"`
	Kind             string       `json:"kind,omitempty"`
	Force            string       `json:"force,omitempty"`
	Area             string       `json:"area,omitempty"`
	Suite            string       `json:"suite,omitempty"`
	OffenceCode      string       `json:"offence_code,omitempty"`
	OffenceLabel     string       `json:"offence_label,omitempty"`
	ValueGBP         *float64     `json:"value_gbp,omitempty"`
	Gravity          *int         `json:"gravity,omitempty"`
	Admitted         string       `json:"admitted,omitempty"`
	PoliceOutcome    string       `json:"police_outcome,omitempty"`
	InformationGiven *bool        `json:"information_given,omitempty"`
	Assessed         *bool        `json:"assessed,omitempty"`
	Offered          *bool        `json:"offered,omitempty"`
	Accepted         *bool        `json:"accepted,omitempty"`
	NotOfferedReason string       `json:"not_offered_reason,omitempty"`
	DeclinedReason   string       `json:"declined_reason,omitempty"`
	Age              *int         `json:"age,omitempty"`       // whole years
	Residence        string       `json:"residence,omitempty"` // borough, district or town

	Sex               string       `json:"sex,omitempty"`
	OffenceGroup      OffenceGroup `json:"offence_group,omitempty"` // where the code does not say it
	FirstOffence      *bool        `json:"first_offence,omitempty"`
	EarlierCustody    *bool        `json:"earlier_custody,omitempty"` // has been in prison before
	ConsideredOutcome string       `json:"considered_outcome,omitempty"`
	WouldOtherwise    string       `json:"would_otherwise,omitempty"` // without this scheme. Source: 000:501
	ChargeState       string       `json:"charge_state,omitempty"`
	BailSuitable      *bool        `json:"bail_suitable,omitempty"`
	Orders            []string     `json:"orders,omitzero"`           // she is under now
	SentenceMonths    *int         `json:"sentence_months,omitempty"` // of the sentence she is under, whole months
	Cohorts           []string     `json:"cohorts,omitzero"`
	Needs             []string     `json:"needs,omitzero"` // as known at the encounter, in the words that entry rules use
}

// fields returns where each key of an encounter is kept.
func (e *Encounter) fields() map[string]any {
	return map[string]any{
		"encounter_id": &e.EncounterID, "person_ref": &e.PersonRef, "occurred_on": &e.OccurredOn,
		"kind": &e.Kind, "force": &e.Force, "area": &e.Area, "suite": &e.Suite,
		"offence_code": &e.OffenceCode, "offence_label": &e.OffenceLabel, "value_gbp": &e.ValueGBP,
		"gravity": &e.Gravity, "admitted": &e.Admitted, "police_outcome": &e.PoliceOutcome,
		"information_given": &e.InformationGiven, "assessed": &e.Assessed, "offered": &e.Offered,
		"accepted": &e.Accepted, "not_offered_reason": &e.NotOfferedReason,
		"declined_reason": &e.DeclinedReason, "age": &e.Age, "residence": &e.Residence,
		"sex": &e.Sex, "offence_group": &e.OffenceGroup, "first_offence": &e.FirstOffence, "earlier_custody": &e.EarlierCustody,
		"considered_outcome": &e.ConsideredOutcome, "would_otherwise": &e.WouldOtherwise, "charge_state": &e.ChargeState,
		"bail_suitable": &e.BailSuitable, "orders": &e.Orders, "sentence_months": &e.SentenceMonths,
		"cohorts": &e.Cohorts, "needs": &e.Needs,
	}
}

// UnmarshalJSON reads an encounter strictly: a key that is not one of its
// columns, a key given twice and a value its column cannot hold are errors that
// name the key. null is not known.
func (e *Encounter) UnmarshalJSON(data []byte) error {
	var read Encounter
	fields, seen := read.fields(), map[string]bool{}
	decoder := json.NewDecoder(bytes.NewReader(data))
	if open, err := decoder.Token(); err != nil || open != json.Delim('{') {
		return errors.New("reading an encounter: it is not a JSON object")
	}
	for decoder.More() {
		token, err := decoder.Token()
		if err != nil {
			return fmt.Errorf("reading an encounter: %w", err)
		}
		key, _ := token.(string)
		var value json.RawMessage
		if err := decoder.Decode(&value); err != nil {
			return fmt.Errorf("reading %s of an encounter: %w", key, err)
		}
		if err := setField(fields, seen, key, value); err != nil {
			return err
		}
	}
	if _, err := decoder.Token(); err != nil {
		return fmt.Errorf("reading an encounter: %w", err)
	}
	if _, err := decoder.Token(); err != io.EOF {
		return errors.New("reading an encounter: something follows it")
	}
	if err := read.check(); err != nil {
		return err
	}
	*e = read
	return nil
}

// UnmarshalYAML reads an encounter of a scenario, as strictly as UnmarshalJSON.
func (e *Encounter) UnmarshalYAML(node *yaml.Node) error {
	if node.Kind != yaml.MappingNode {
		return fmt.Errorf("line %d: an encounter is a list of keys and values", node.Line)
	}
	var read Encounter
	fields, seen := read.fields(), map[string]bool{}
	for i := 0; i+1 < len(node.Content); i += 2 {
		key, scalar := node.Content[i].Value, node.Content[i+1]
		value := json.RawMessage(scalar.Value)
		switch tag := scalar.ShortTag(); {
		case tag == "!!null":
			value = json.RawMessage("null")
		case scalar.Kind == yaml.SequenceNode:
			var list []string
			if err := scalar.Decode(&list); err != nil {
				return fmt.Errorf("line %d: %s is a list of words", scalar.Line, key)
			}
			if list == nil {
				list = []string{}
			}
			encoded, err := json.Marshal(list)
			if err != nil {
				return fmt.Errorf("line %d: %w", scalar.Line, err)
			}
			value = encoded
		case scalar.Kind != yaml.ScalarNode || tag == "!!str" || tag == "!!timestamp":
			quoted, err := json.Marshal(scalar.Value)
			if err != nil {
				return fmt.Errorf("line %d: %w", scalar.Line, err)
			}
			value = quoted
		}
		if err := setField(fields, seen, key, value); err != nil {
			return fmt.Errorf("line %d: %w", scalar.Line, err)
		}
	}
	if err := read.check(); err != nil {
		return fmt.Errorf("line %d: %w", node.Line, err)
	}
	*e = read
	return nil
}

func setField(fields map[string]any, seen map[string]bool, key string, value json.RawMessage) error {
	field, known := fields[key]
	switch {
	case !known:
		return fmt.Errorf("%q is not a column of an encounter", key)
	case seen[key]:
		return fmt.Errorf("%s is given twice", key)
	}
	seen[key] = true
	if err := json.Unmarshal(value, field); err != nil {
		return fmt.Errorf("%s cannot be %s", key, value)
	}
	return nil
}

// check says which coded or counted value an encounter cannot have.
func (e *Encounter) check() error {
	for i := range words {
		w := &words[i]
		if len(w.values) == 0 {
			continue
		}
		var given []string
		switch value := w.value(e).(type) {
		case string:
			given = []string{value}
		case []string:
			given = value
		}
		for _, text := range given {
			if text != "" && !slices.Contains(w.values, text) && text != w.waiting {
				return fmt.Errorf("%s is %q: it is one of %s", w.name, text, strings.Join(w.values, ", "))
			}
		}
	}
	switch {
	case e.Age != nil && (*e.Age < 0 || *e.Age > 120):
		return fmt.Errorf("age is %d: it is whole years, 0 to 120", *e.Age)
	case e.Gravity != nil && (*e.Gravity < 1 || *e.Gravity > 5):
		return fmt.Errorf("gravity is %d: it is 1 to 5", *e.Gravity)
	case e.SentenceMonths != nil && *e.SentenceMonths < 0:
		return fmt.Errorf("sentence_months is %d: it is whole months, 0 or more", *e.SentenceMonths)
	}
	return nil
}
