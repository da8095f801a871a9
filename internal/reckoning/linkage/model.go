package linkage

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"strings"
)

// Model says how records are compared, and what each answer is worth.
type Model struct {
	Prior       float64 // the probability that two records drawn at random are of one woman
	Same        bool    // the records are of one list, compared with itself
	Comparisons []Comparison
	Blocking    []string // each a condition that pairs worth comparing meet
}

// Comparison compares one thing about two records. Its levels are asked in order,
// and the first that holds is the answer.
type Comparison struct {
	Name   string
	Levels []Level
}

// Level is one answer of a comparison.
type Level struct {
	Label     string
	Condition string
	Null      bool    // a value is not known: no evidence either way
	M, U      float64 // how often it is the answer in records of one woman, and of two; 0: not trained
	FixedM    bool    // training leaves M as it is
	FixedU    bool

	Frequency       string  // the column whose rare values weigh more; "" for none
	FrequencyWeight float64 // how far, from 0 to 1
	FrequencyLeast  float64 // no value counts as rarer than this
}

// Weight returns the evidence of this answer: the logarithm to base 2 of M over U.
func (l Level) Weight() float64 {
	if l.Null {
		return 0
	}
	return math.Log2(l.M / l.U)
}

// largestModel is how many bytes a model may have.
const largestModel = 1 << 20

// written is a model as Splink 4 saves it. Every field that is known stands here;
// those that change nothing about weights are read and passed over.
type written struct {
	LinkType        string              `json:"link_type"`
	Prior           *float64            `json:"probability_two_random_records_match"`
	Comparisons     []writtenComparison `json:"comparisons"`
	Blocking        []writtenRule       `json:"blocking_rules_to_generate_predictions"`
	Dialect         string              `json:"sql_dialect,omitempty"`
	UniqueID        any                 `json:"unique_id_column_name,omitempty"`
	SourceDataset   any                 `json:"source_dataset_column_name,omitempty"`
	Retain          any                 `json:"retain_matching_columns,omitempty"`
	RetainSteps     any                 `json:"retain_intermediate_calculation_columns,omitempty"`
	Additional      any                 `json:"additional_columns_to_retain,omitempty"`
	LinkerUID       any                 `json:"linker_uid,omitempty"`
	Convergence     any                 `json:"em_convergence,omitempty"`
	Iterations      any                 `json:"max_iterations,omitempty"`
	WeightPrefix    any                 `json:"match_weight_column_prefix,omitempty"`
	FrequencyPrefix any                 `json:"term_frequency_adjustment_column_prefix,omitempty"`
	VectorPrefix    any                 `json:"comparison_vector_value_column_prefix,omitempty"`
	BayesPrefix     any                 `json:"bayes_factor_column_prefix,omitempty"`
}

type writtenComparison struct {
	Name        string         `json:"output_column_name"`
	Levels      []writtenLevel `json:"comparison_levels"`
	Description any            `json:"comparison_description,omitempty"`
}

type writtenLevel struct {
	Condition       string   `json:"sql_condition"`
	Label           string   `json:"label_for_charts,omitempty"`
	Null            bool     `json:"is_null_level,omitempty"`
	M               *float64 `json:"m_probability,omitempty"`
	U               *float64 `json:"u_probability,omitempty"`
	FixedM          bool     `json:"fix_m_probability,omitempty"`
	FixedU          bool     `json:"fix_u_probability,omitempty"`
	Frequency       string   `json:"tf_adjustment_column,omitempty"`
	FrequencyWeight *float64 `json:"tf_adjustment_weight,omitempty"`
	FrequencyLeast  float64  `json:"tf_minimum_u_value,omitempty"`
	Disabled        bool     `json:"disable_tf_exact_match_detection,omitempty"`
}

// writtenRule is a rule of blocking, as a text or with its dialect.
type writtenRule struct {
	Rule string
}

// UnmarshalJSON reads either form.
func (r *writtenRule) UnmarshalJSON(data []byte) error {
	if bytes.HasPrefix(bytes.TrimSpace(data), []byte(`"`)) {
		return json.Unmarshal(data, &r.Rule)
	}
	var long struct {
		Rule    string `json:"blocking_rule"`
		Dialect string `json:"sql_dialect"`
	}
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&long); err != nil {
		return err
	}
	r.Rule = long.Rule
	return nil
}

// MarshalJSON writes it with its text alone.
func (r writtenRule) MarshalJSON() ([]byte, error) { return json.Marshal(r.Rule) }

// ParseModel reads a model in the form that Splink 4 saves. A field, a function or a
// kind of linking that is not known is an error that names it.
func ParseModel(data []byte) (*Model, error) {
	const doing = "reading the model"
	if len(data) > largestModel {
		return nil, fmt.Errorf("%s: it is larger than %d bytes", doing, largestModel)
	}
	var from written
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&from); err != nil {
		return nil, fmt.Errorf("%s: %w", doing, err)
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("%s: something stands after its end", doing)
	}
	model := Model{}
	switch from.LinkType {
	case "dedupe_only":
		model.Same = true
	case "link_only":
	default:
		return nil, fmt.Errorf("%s: link_type %q is not known: write link_only or dedupe_only", doing, from.LinkType)
	}
	if from.Prior != nil {
		model.Prior = *from.Prior
	}
	for _, comparison := range from.Comparisons {
		read := Comparison{Name: comparison.Name}
		for _, level := range comparison.Levels {
			read.Levels = append(read.Levels, level.level())
		}
		model.Comparisons = append(model.Comparisons, read)
	}
	for _, rule := range from.Blocking {
		model.Blocking = append(model.Blocking, rule.Rule)
	}
	if err := model.check(); err != nil {
		return nil, fmt.Errorf("%s: %w", doing, err)
	}
	return &model, nil
}

func (l writtenLevel) level() Level {
	read := Level{
		Label: l.Label, Condition: l.Condition, Null: l.Null, FixedM: l.FixedM, FixedU: l.FixedU,
		Frequency: l.Frequency, FrequencyWeight: 1, FrequencyLeast: l.FrequencyLeast,
	}
	if l.M != nil {
		read.M = *l.M
	}
	if l.U != nil {
		read.U = *l.U
	}
	if l.FrequencyWeight != nil {
		read.FrequencyWeight = *l.FrequencyWeight
	}
	return read
}

// JSON writes the model in the form that ParseModel reads.
func (m *Model) JSON() ([]byte, error) {
	out := written{LinkType: "link_only", Prior: &m.Prior, Dialect: "duckdb"}
	if m.Same {
		out.LinkType = "dedupe_only"
	}
	for _, comparison := range m.Comparisons {
		one := writtenComparison{Name: comparison.Name}
		for _, level := range comparison.Levels {
			row := writtenLevel{
				Condition: level.Condition, Label: level.Label, Null: level.Null, FixedM: level.FixedM, FixedU: level.FixedU,
				Frequency: level.Frequency, FrequencyLeast: level.FrequencyLeast,
			}
			if level.M > 0 {
				row.M = &level.M
			}
			if level.U > 0 {
				row.U = &level.U
			}
			if level.Frequency != "" {
				row.FrequencyWeight = &level.FrequencyWeight
			}
			one.Levels = append(one.Levels, row)
		}
		out.Comparisons = append(out.Comparisons, one)
	}
	for _, rule := range m.Blocking {
		out.Blocking = append(out.Blocking, writtenRule{rule})
	}
	text, err := json.MarshalIndent(out, "", "  ")
	if err != nil {
		return nil, fmt.Errorf("writing the model: %w", err)
	}
	return append(text, '\n'), nil
}

// check says what is wrong with a model, with the place.
func (m *Model) check() error {
	if len(m.Comparisons) == 0 {
		return errors.New("it compares nothing: comparisons is empty")
	}
	if m.Prior < 0 || m.Prior >= 1 || math.IsNaN(m.Prior) {
		return fmt.Errorf("probability_two_random_records_match is %v: it lies between 0 and 1", m.Prior)
	}
	names := map[string]bool{}
	for i, comparison := range m.Comparisons {
		where := fmt.Sprintf("comparison %d, %q", i+1, comparison.Name)
		if comparison.Name == "" || names[comparison.Name] {
			return fmt.Errorf("%s: each comparison needs an output_column_name of its own", where)
		}
		names[comparison.Name] = true
		if len(comparison.Levels) < 2 || len(comparison.Levels) > mostLevels {
			return fmt.Errorf("%s: it has %d levels; it needs from 2 to %d", where, len(comparison.Levels), mostLevels)
		}
		for j, level := range comparison.Levels {
			if err := level.check(); err != nil {
				return fmt.Errorf("%s, level %d, %s: %w", where, j+1, level.Condition, err)
			}
		}
		last := comparison.Levels[len(comparison.Levels)-1]
		if !strings.EqualFold(strings.TrimSpace(last.Condition), "else") {
			return fmt.Errorf("%s: its last level is not ELSE, so that some pairs would have no answer", where)
		}
	}
	for i, rule := range m.Blocking {
		if _, err := parseRule(rule); err != nil {
			return fmt.Errorf("blocking rule %d, %s: %w", i+1, rule, err)
		}
	}
	return nil
}

// mostLevels is how many levels a comparison may have: an answer is kept in four bits.
const mostLevels = 15

func (l Level) check() error {
	if _, err := parseCondition(l.Condition); err != nil {
		return err
	}
	for _, p := range []float64{l.M, l.U, l.FrequencyWeight, l.FrequencyLeast} {
		if p < 0 || p > 1 || math.IsNaN(p) {
			return fmt.Errorf("%v is no probability", p)
		}
	}
	return nil
}

// Trained says whether every answer that is evidence has both its frequencies.
func (m *Model) Trained() bool {
	if m.Prior <= 0 {
		return false
	}
	for _, comparison := range m.Comparisons {
		for _, level := range comparison.Levels {
			if !level.Null && (level.M <= 0 || level.U <= 0) {
				return false
			}
		}
	}
	return true
}

// Knows says which column a model compares that is not among these, nil where there
// is none.
func (m *Model) Knows(columns []string) error {
	words := NewWords()
	left, right := NewTable(words, columns...), NewTable(words, columns...)
	ready := m.clone()
	ready.Prior = 0.5
	if ready.Same {
		right = nil
	}
	_, err := ready.Plan(left, right)
	return err
}
