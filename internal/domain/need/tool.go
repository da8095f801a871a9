package need

import (
	"bytes"
	"cmp"
	"fmt"
	"regexp"
	"slices"

	"go.yaml.in/yaml/v3"

	"throughline/internal/domain/calendar"
)

// Tool is one version of a screening tool: what is asked, and how it maps to the
// seven areas and to what others asked before. One tool, agreed by the agencies of
// a place, is recommended. Source: 000:193.
type Tool struct {
	ID        string       `yaml:"id"`
	Version   int          `yaml:"version"`
	Title     string       `yaml:"title"`
	From      calendar.Day `yaml:"from"` // first day on which it is asked
	Source    string       `yaml:"source"`
	Questions []Question   `yaml:"questions"`
}

// Question is one question of a tool, which she may always skip.
type Question struct {
	ID   string `yaml:"id"`
	Area Area   `yaml:"area"`
	Ask  string `yaml:"ask"`
	Hint string `yaml:"hint"`
	// Safety says that a yes tells of harm to herself: the safety steps come before
	// anything else.
	Safety bool `yaml:"safety"`
	// Same are questions that ask the same elsewhere: what was answered there is not
	// asked again unless she wants.
	Same []Reference `yaml:"same"`
	// Raised are codes by which an agency says what it saw. They are no answer.
	Raised []Observation `yaml:"raised"`
}

// Reference names questions of a version of a tool.
type Reference struct {
	Tool      string   `yaml:"tool"`
	Version   int      `yaml:"version"`
	Questions []string `yaml:"questions"`
}

// Observation names codes of an agency's screen.
type Observation struct {
	Screen Screen   `yaml:"screen"`
	Codes  []string `yaml:"codes"`
}

// Answers says whether an answer to a question of some tool is one to this
// question of this tool.
func (t Tool) Answers(question Question, tool string, version int, asked string) bool {
	if tool == t.ID && version == t.Version {
		return asked == question.ID
	}
	return slices.ContainsFunc(question.Same, func(same Reference) bool {
		return same.Tool == tool && same.Version == version && slices.Contains(same.Questions, asked)
	})
}

// Raises says whether a code of an agency's screen gives reason to ask.
func (q Question) Raises(screen Screen, code string) bool {
	return slices.ContainsFunc(q.Raised, func(seen Observation) bool {
		return seen.Screen == screen && slices.Contains(seen.Codes, code)
	})
}

// Question returns a question of the tool, and false where it has none of this id.
func (t Tool) Question(id string) (Question, bool) {
	for _, question := range t.Questions {
		if question.ID == id {
			return question, true
		}
	}
	return Question{}, false
}

// codeForm is what the ids of tools, questions and instruments look like.
var codeForm = regexp.MustCompile(`^[a-z][a-z0-9_]*$`)

// ParseTool reads a tool from YAML. The error says what is wrong with it.
func ParseTool(text []byte) (Tool, error) {
	var tool Tool
	if err := readStrictly(text, &tool); err != nil {
		return Tool{}, fmt.Errorf("reading a screening tool: %w", err)
	}
	if err := tool.check(); err != nil {
		return Tool{}, fmt.Errorf("screening tool %s %d: %w", tool.ID, tool.Version, err)
	}
	return tool, nil
}

func readStrictly(text []byte, into any) error {
	decoder := yaml.NewDecoder(bytes.NewReader(text))
	decoder.KnownFields(true)
	return decoder.Decode(into)
}

func (t Tool) check() error {
	switch {
	case !codeForm.MatchString(t.ID), t.Version < 1:
		return fmt.Errorf("it needs an id and a version from 1 on")
	case t.Title == "", t.Source == "", !t.From.Known():
		return fmt.Errorf("it needs a title, a source and the first day on which it is asked")
	}
	seen := map[string]bool{}
	for _, question := range t.Questions {
		switch {
		case !codeForm.MatchString(question.ID), seen[question.ID]:
			return fmt.Errorf("%q is no id, or stands twice", question.ID)
		case !slices.Contains(Areas(), question.Area):
			return fmt.Errorf("%s: %q is not one of the seven areas", question.ID, question.Area)
		case question.Ask == "":
			return fmt.Errorf("%s asks nothing", question.ID)
		}
		seen[question.ID] = true
		for _, observed := range question.Raised {
			for _, code := range observed.Codes {
				if !slices.Contains(observed.Screen.Codes(), code) {
					return fmt.Errorf("%s: %q has no code %q", question.ID, observed.Screen, code)
				}
			}
		}
	}
	for _, area := range Areas() { // never mental health alone. Source: 000:316-323
		if !slices.ContainsFunc(t.Questions, func(q Question) bool { return q.Area == area }) {
			return fmt.Errorf("it asks nothing about %s", area)
		}
	}
	return nil
}

// Tools are the versions of screening tools that are known here.
type Tools []Tool

// NewTools returns tools that make sense together: each version once, and every
// question that another maps to is there and asks about the same area.
func NewTools(list ...Tool) (Tools, error) {
	tools := Tools(slices.Clone(list))
	slices.SortFunc(tools, func(a, b Tool) int { return cmp.Or(cmp.Compare(a.ID, b.ID), cmp.Compare(a.Version, b.Version)) })
	for i, tool := range tools {
		if i > 0 && tools[i-1].ID == tool.ID && tools[i-1].Version == tool.Version {
			return nil, fmt.Errorf("screening tool %s %d stands twice", tool.ID, tool.Version)
		}
		for _, question := range tool.Questions {
			for _, same := range question.Same {
				for _, id := range same.Questions {
					asked, there := tools.Question(same.Tool, same.Version, id)
					if !there || asked.Area != question.Area {
						return nil, fmt.Errorf("screening tool %s %d: %s maps to %s %d %s, which is not there or asks about something else", tool.ID, tool.Version, question.ID, same.Tool, same.Version, id)
					}
				}
			}
		}
	}
	return tools, nil
}

// Question returns a question of a version of a tool.
func (t Tools) Question(tool string, version int, id string) (Question, bool) {
	for _, one := range t {
		if one.ID == tool && one.Version == version {
			return one.Question(id)
		}
	}
	return Question{}, false
}

// On returns the version of a tool that is asked on a day: the newest that has
// begun, and false where none has.
func (t Tools) On(id string, day calendar.Day) (Tool, bool) {
	for _, tool := range slices.Backward(t) {
		if tool.ID == id && tool.From <= day {
			return tool, true
		}
	}
	return Tool{}, false
}
