package govuk

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/a-h/templ"
)

type templWriter = io.Writer

// text is a piece of text among the parameters of a fixture.
type text struct {
	Text string `json:"text"`
	HTML string `json:"html"`
}

// params are the parameters of a fixture that our components know.
type params struct {
	ID, IDPrefix, Name, NamePrefix string
	Text, Href, SummaryText        string
	Label                          *text
	Hint                           *text
	ErrorMessage                   *text
	Prefix, Suffix                 text
	Values                         any
	Fieldset                       struct{ Legend text }
	ErrorList                      []struct{ Text, Href string }
	Items                          []struct {
		Value       any
		Text        string
		Divider     string
		Behaviour   string
		Checked     bool
		Hint        *text
		Conditional *text
	}
}

func (p params) field() Field {
	f := Field{Name: p.Name, ID: p.ID}
	if p.IDPrefix != "" {
		f.ID = p.IDPrefix
	}
	f.Label = p.Fieldset.Legend.Text
	if p.Label != nil {
		f.Label = p.Label.Text
	}
	if p.Hint != nil {
		f.Hint = p.Hint.Text
	}
	if p.ErrorMessage != nil {
		f.Error = p.ErrorMessage.Text
	}
	if values, ok := p.Values.([]any); ok {
		for _, value := range values {
			f.Values = append(f.Values, fmt.Sprint(value))
		}
	}
	for _, item := range p.Items {
		if item.Checked {
			f.Value = fmt.Sprint(item.Value)
		}
	}
	return f
}

func (p params) options() []Option {
	var options []Option
	for _, item := range p.Items {
		option := Option{Value: fmt.Sprint(item.Value), Label: item.Text, Exclusive: item.Behaviour == "exclusive"}
		if item.Divider != "" {
			option = Option{Divider: true, Label: item.Divider}
		}
		if item.Hint != nil {
			option.Hint = item.Hint.Text
		}
		if item.Conditional != nil {
			option.Reveal = templ.Raw(item.Conditional.HTML)
		}
		options = append(options, option)
	}
	return options
}

// fixture reads one fixture of a component: its parameters and its markup.
func fixture(t *testing.T, root, component, name string) (params, string) {
	t.Helper()
	body, err := os.ReadFile(filepath.Join(root, "dist/govuk/components", component, "fixtures.json"))
	if err != nil {
		t.Fatal(err)
	}
	var file struct {
		Fixtures []struct {
			Name    string
			Options json.RawMessage
			HTML    string
		}
	}
	if err := json.Unmarshal(body, &file); err != nil {
		t.Fatalf("reading fixtures of %s: %v", component, err)
	}
	var names []string
	for _, f := range file.Fixtures {
		if f.Name == name {
			var p params
			if err := json.Unmarshal(f.Options, &p); err != nil {
				t.Fatalf("reading parameters of %s %q: %v", component, name, err)
			}
			return p, f.HTML
		}
		names = append(names, f.Name)
	}
	t.Fatalf("%s has no fixture %q, only %s", component, name, strings.Join(names, ", "))
	return params{}, ""
}
