package scheme

import (
	"fmt"
	"reflect"

	"go.yaml.in/yaml/v3"

	"throughline/internal/domain/calendar"
)

// Proposal is a rulebook as somebody proposes it, and why. It decides nothing:
// to put it in force is another act.
type Proposal struct {
	Title  string
	Why    string // "" where a whole rulebook was given, which does not say
	Source Source // the same
	Book   *Rulebook
	Text   []byte
	// Decided are local settings whose value the proposal brings with it. They
	// stand in place of what is decided today.
	Decided Settings
}

// Propose reads a change to a rulebook of the library: an amendment, or a whole
// rulebook with the id of one. It returns the edition that decides on the day and
// the rulebook as it would be. The error is a Problems where the text is wrong.
func (l *Library) Propose(text []byte, on calendar.Day) (Edition, Proposal, error) {
	var document yaml.Node
	if len(text) > maxBytes {
		return Edition{}, Proposal{}, Problems{{Text: fmt.Sprintf("the file is larger than %d bytes", maxBytes)}}
	}
	if err := yaml.Unmarshal(text, &document); err != nil {
		return Edition{}, Proposal{}, Problems{readProblem(err.Error())}
	}
	var made Proposal
	id := ""
	if len(document.Content) > 0 && valueOf(document.Content[0], "amends") != nil {
		amendment, err := ParseAmendment(text)
		if err != nil {
			return Edition{}, Proposal{}, err
		}
		id = amendment.Amends
		made = Proposal{Title: amendment.Title, Why: amendment.Why, Source: amendment.Source}
		if base, known := l.Edition(id, on); known {
			if text, err = amendment.Apply(base.Text); err != nil {
				return Edition{}, Proposal{}, err
			}
		}
	}
	if id == "" || l.editions[id] != nil {
		book, err := Parse(text)
		if err != nil {
			return Edition{}, Proposal{}, err
		}
		made.Book, made.Text, id = book, text, book.ID
	}
	base, known := l.Edition(id, on)
	if !known {
		return Edition{}, Proposal{}, Problems{{Text: fmt.Sprintf("there is no scheme %q to change", id)}}
	}
	if made.Title == "" {
		made.Title = made.Book.Title + ", as proposed"
	}
	made.Decided = Settings{}
	for _, setting := range made.Book.Settings {
		if was := base.Book.setting(setting.Name); setting.Value != nil && (was == nil || !reflect.DeepEqual(was.Value, setting.Value)) {
			made.Decided[setting.Name] = setting.Value
		}
	}
	return base, made, nil
}
