package scheme

import (
	"bytes"
	"errors"
	"fmt"
	"strings"

	"go.yaml.in/yaml/v3"
)

// Amendment is a change to a rulebook, written as the clauses and local settings
// that differ from it. Make one with ParseAmendment; the zero Amendment changes
// nothing.
type Amendment struct {
	Amends string // id of the scheme
	Title  string
	Why    string
	Source Source

	settings, pathways *yaml.Node // mappings by name; nil where none
}

// amendmentForm is what an amendment may hold.
type amendmentForm struct {
	Amends   string                 `yaml:"amends"`
	Title    string                 `yaml:"title"`
	Why      string                 `yaml:"why"`
	Source   Source                 `yaml:"source"`
	Settings map[string]settingForm `yaml:"settings"`
	Pathways map[string]struct {
		Clauses map[string]clauseForm `yaml:"clauses"`
	} `yaml:"pathways"`
}

type settingForm struct {
	Setting `yaml:",inline"`
	Remove  bool `yaml:"remove"`
}

type clauseForm struct {
	Clause `yaml:",inline"`
	Remove bool `yaml:"remove"`
}

// ParseAmendment reads an amendment from YAML. A clause stands there whole, under
// its id, as it is to read; {remove: true} takes it out. The error is a Problems
// with everything found wrong; whether the amended rulebook holds is for Apply.
func ParseAmendment(data []byte) (Amendment, error) {
	var form amendmentForm
	root, problems := readStrictly(data, &form)
	if root == nil {
		return Amendment{}, inOrder(problems)
	}
	add := func(text string, path ...any) {
		problems = append(problems, Problem{Line: lineAt(root, path...), Text: text})
	}
	if !schemeID.MatchString(form.Amends) {
		add(fmt.Sprintf("amends is %q: name the scheme by its id, such as lwds", form.Amends), "amends")
	}
	if form.Title == "" {
		add("the change has no title", "title")
	}
	if form.Why == "" {
		add("the change does not say why", "why")
	}
	if err := form.Source.check(); err != nil {
		add("the change "+err.Error(), "source")
	}
	changes := 0
	judge := func(named, own string, remove bool, path ...any) {
		changes++
		entry := under(root, path...)
		switch {
		case own != "":
			add(named+" is named by the key before it: leave its own name out", path...)
		case !remove && valueOf(entry, "remove") != nil:
			add(named+" is neither taken out nor kept: write remove: true, or leave it out", path...)
		case remove && len(entry.Content) > 2:
			add(named+" is taken out, and says something besides", path...)
		case !remove && len(entry.Content) == 0:
			add(named+" says nothing: write it out, or remove: true", path...)
		}
	}
	for name, s := range form.Settings {
		judge("the setting "+name, s.Name, s.Remove, "settings", name)
	}
	for code, p := range form.Pathways {
		for id, c := range p.Clauses {
			judge("the clause "+id, c.ID, c.Remove, "pathways", code, "clauses", id)
		}
	}
	if changes == 0 {
		add("the change changes nothing: it needs a clause or a setting")
	}
	if len(problems) > 0 {
		return Amendment{}, inOrder(problems)
	}
	return Amendment{
		Amends: form.Amends, Title: form.Title, Why: form.Why, Source: form.Source,
		settings: valueOf(root, "settings"), pathways: valueOf(root, "pathways"),
	}, nil
}

// Apply returns the text of the rulebook with the change made in it. The error
// is a Problems: with lines of the change where it names what the rulebook does
// not have, else with the lines of the amended text that do not hold, quoted.
func (a Amendment) Apply(base []byte) ([]byte, error) {
	var document yaml.Node
	if err := yaml.Unmarshal(base, &document); err != nil {
		return nil, fmt.Errorf("reading the rulebook to amend: %w", err)
	}
	if len(document.Content) == 0 || document.Content[0].Kind != yaml.MappingNode {
		return nil, errors.New("reading the rulebook to amend: it holds no keys and values")
	}
	root := document.Content[0]
	if id := valueOf(root, "id"); id == nil || id.Value != a.Amends {
		return nil, Problems{{Text: fmt.Sprintf("the change is to %s, which is another rulebook", a.Amends)}}
	}
	problems := amend(root, "settings", "name", a.settings)
	each(a.pathways, func(code, change *yaml.Node) {
		pathway := entryNamed(valueOf(root, "pathways"), "pathway", code.Value)
		if pathway == nil {
			problems = append(problems, Problem{code.Line, fmt.Sprintf("%s has no pathway %q", a.Amends, code.Value)})
			return
		}
		problems = append(problems, amend(pathway, "clauses", "id", valueOf(change, "clauses"))...)
	})
	if len(problems) > 0 {
		return nil, inOrder(problems)
	}
	var text bytes.Buffer
	encoder := yaml.NewEncoder(&text)
	encoder.SetIndent(2)
	if err := errors.Join(encoder.Encode(&document), encoder.Close()); err != nil {
		return nil, fmt.Errorf("writing the amended rulebook: %w", err)
	}
	if _, err := Parse(text.Bytes()); err != nil {
		return nil, quoted(err, text.String())
	}
	return text.Bytes(), nil
}

// amend puts changes into a list of a rulebook, whose entries are known by one
// of their keys: a known entry is replaced or taken out, a new one goes last.
func amend(holder *yaml.Node, listName, key string, changes *yaml.Node) Problems {
	var problems Problems
	each(changes, func(name, change *yaml.Node) {
		list := valueOf(holder, listName)
		if list == nil {
			list = &yaml.Node{Kind: yaml.SequenceNode, Tag: "!!seq"}
			holder.Content = append(holder.Content, &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: listName}, list)
		}
		remove := valueOf(change, "remove")
		known := entryNamed(list, key, name.Value)
		switch {
		case remove != nil && known == nil:
			problems = append(problems, Problem{name.Line, fmt.Sprintf("there is no %s to take out", name.Value)})
		case remove != nil:
			for i, entry := range list.Content {
				if entry == known {
					list.Content = append(list.Content[:i:i], list.Content[i+1:]...)
					break
				}
			}
		default:
			written := &yaml.Node{Kind: yaml.MappingNode, Tag: "!!map", Content: append([]*yaml.Node{
				{Kind: yaml.ScalarNode, Tag: "!!str", Value: key}, {Kind: yaml.ScalarNode, Tag: "!!str", Value: name.Value},
			}, change.Content...)}
			if known == nil {
				list.Content = append(list.Content, written)
			} else {
				*known = *written
			}
		}
	})
	return problems
}

// quoted puts the lines of a text that nobody has seen beside what is wrong with
// them.
func quoted(err error, text string) error {
	var problems Problems
	if !errors.As(err, &problems) {
		return err
	}
	lines := strings.Split(text, "\n")
	told := make(Problems, len(problems))
	for i, problem := range problems {
		told[i] = problem
		if at := problem.Line - 1; at >= 0 && at < len(lines) {
			told[i].Text += fmt.Sprintf(" (the amended rulebook has %q there)", strings.TrimSpace(lines[at]))
		}
	}
	return told
}

// each visits the keys and values of a mapping in order; nil has none.
func each(mapping *yaml.Node, visit func(key, value *yaml.Node)) {
	if mapping == nil || mapping.Kind != yaml.MappingNode {
		return
	}
	for i := 0; i+1 < len(mapping.Content); i += 2 {
		visit(mapping.Content[i], mapping.Content[i+1])
	}
}

// valueOf returns what a mapping holds under a key, nil where it holds nothing.
func valueOf(mapping *yaml.Node, key string) *yaml.Node {
	var found *yaml.Node
	each(mapping, func(k, v *yaml.Node) {
		if k.Value == key && v.ShortTag() != "!!null" {
			found = v
		}
	})
	return found
}

// under returns what lies at a path of keys; an empty node where nothing does.
func under(node *yaml.Node, path ...any) *yaml.Node {
	for _, step := range path {
		key, _ := step.(string)
		if node = valueOf(node, key); node == nil {
			return &yaml.Node{}
		}
	}
	return node
}

// entryNamed returns the entry of a list whose key has this value, or nil.
func entryNamed(list *yaml.Node, key, name string) *yaml.Node {
	if list == nil {
		return nil
	}
	for _, entry := range list.Content {
		if value := valueOf(entry, key); value != nil && value.Value == name {
			return entry
		}
	}
	return nil
}
