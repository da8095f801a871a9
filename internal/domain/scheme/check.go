package scheme

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"throughline/internal/domain/calendar"
)

var (
	schemeID    = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)
	settingName = regexp.MustCompile(`^[a-z][a-z0-9]*(_[a-z0-9]+)*$`)
)

// checker gathers what is wrong with a rulebook, each at its line.
type checker struct {
	root     *yaml.Node
	problems Problems
}

func (c *checker) add(text string, path ...any) {
	c.problems = append(c.problems, Problem{Line: lineAt(c.root, path...), Text: text})
}

// check finds everything wrong with a decoded rulebook and compiles its clauses.
func check(book *Rulebook, root *yaml.Node) Problems {
	c := &checker{root: root}
	if !schemeID.MatchString(book.ID) {
		c.add(fmt.Sprintf("the id %q is not small letters and numbers joined by hyphens", book.ID), "id")
	}
	if book.Title == "" {
		c.add("the scheme has no title", "title")
	}
	switch book.Status {
	case Live, Pilot, Template, ProposedOnly, ClosedForGood:
	default:
		c.add(fmt.Sprintf("the status %q is not live, pilot, template, proposed or closed", book.Status), "status")
	}
	c.provisions(book.About, "about")
	c.provision(book.InForce.Provision, "in_force")
	c.span(book.InForce.From, book.InForce.To, "in_force")
	c.span(book.InForce.SeenFrom, book.InForce.SeenTo, "in_force")
	if book.InForce.SeenFrom.Known() != book.InForce.SeenTo.Known() || book.InForce.SeenFrom.Known() && !book.InForce.NotStated {
		c.add("in_force has the days between which it was seen only where its own are not_stated, and both of them", "in_force")
	}
	if book.InForce.NotStated == (book.InForce.From.Known() || book.InForce.To.Known()) {
		c.add("in_force needs its first or last day, or not_stated", "in_force")
	}
	if book.Status == ClosedForGood && book.InForce.To == 0 {
		c.add("a closed scheme has no last day in force", "in_force")
	}
	c.settings(book.Settings)
	c.windows(book.Windows)
	c.provisions(book.Tiers, "tiers")

	env, err := book.environment()
	if err != nil {
		c.add("declaring the words of the clauses: "+err.Error(), "settings")
		return c.problems
	}
	if len(book.Pathways) == 0 {
		c.add("the scheme has no pathway", "pathways")
	}
	seen := map[string]bool{}
	for i := range book.Pathways {
		p := &book.Pathways[i]
		if !slices.Contains(pathwayCodes, p.Code) {
			c.add(fmt.Sprintf("the pathway %q is not one of %s", p.Code, strings.Join(pathwayCodes, ", ")), "pathways", i, "pathway")
		}
		if seen[p.Code] {
			c.add(fmt.Sprintf("the pathway %s is written twice", p.Code), "pathways", i, "pathway")
		}
		seen[p.Code] = true
		c.pathway(book, p, env, i)
	}
	return c.problems
}

func (c *checker) provision(p Provision, path ...any) {
	if strings.TrimSpace(p.Text) == "" {
		c.add(fmt.Sprintf("%s has no text", path[len(path)-1]), path...)
	}
	c.cited(p, path...)
}

func (c *checker) cited(p Provision, path ...any) {
	if err := p.Source.check(); err != nil {
		c.add(fmt.Sprintf("%v %v", nameOf(path), err), append(path, "source")...)
	}
	if err := p.Mark.check(); err != nil {
		c.add(fmt.Sprintf("%v %v", nameOf(path), err), append(path, "mark")...)
	}
}

// nameOf says what lies at a path: its last key, with its place in a list.
func nameOf(path []any) string {
	if i, ok := path[len(path)-1].(int); ok && len(path) > 1 {
		return fmt.Sprintf("%v %d", path[len(path)-2], i+1)
	}
	return fmt.Sprint(path[len(path)-1])
}

func (c *checker) provisions(list []Provision, path ...any) {
	for i, p := range list {
		c.provision(p, at(path, i)...)
	}
}

// at returns a path one or more steps further, sharing nothing with the first.
func at(path []any, steps ...any) []any {
	return append(slices.Clone(path), steps...)
}

func (c *checker) span(from, to calendar.Day, path ...any) {
	if from.Known() && to.Known() && from > to {
		c.add(fmt.Sprintf("%s is after %s", from, to), path...)
	}
}

func (c *checker) settings(settings []Setting) {
	seen := map[string]bool{}
	for i, s := range settings {
		path := []any{"settings", i}
		c.provision(s.Provision, path...)
		switch {
		case !settingName.MatchString(s.Name):
			c.add(fmt.Sprintf("the setting %q is not small letters and numbers joined by _", s.Name), at(path, "name")...)
		case wordNamed(s.Name) != nil || s.Name == inForceID:
			c.add(fmt.Sprintf("the setting %s has the name of a word of the encounter", s.Name), at(path, "name")...)
		case seen[s.Name]:
			c.add(fmt.Sprintf("the setting %s is written twice", s.Name), at(path, "name")...)
		}
		seen[s.Name] = true
		if s.Kind != Names && s.Kind != YesNo && s.Kind != Number {
			c.add(fmt.Sprintf("the setting %s is of the kind %q, not names, yes_no or number", s.Name, s.Kind), at(path, "kind")...)
		}
		if s.Value == nil {
			continue
		}
		value, ok := s.Kind.read(s.Value)
		if !ok {
			c.add(fmt.Sprintf("the setting %s is %v: %s", s.Name, s.Value, s.Kind.words()), at(path, "value")...)
		}
		if names, list := value.([]string); list && len(names) > mostNames {
			c.add(fmt.Sprintf("the setting %s has %d names: it may have %d", s.Name, len(names), mostNames), at(path, "value")...)
		}
		if s.DecidedBy == "" || !s.DecidedOn.Known() {
			c.add(fmt.Sprintf("the setting %s has a value, but not who decided it and when", s.Name), at(path, "value")...)
		}
	}
}

func (c *checker) windows(windows []Window) {
	seen := map[string]bool{}
	for i, w := range windows {
		path := []any{"windows", i}
		c.provision(w.Provision, path...)
		if w.Name == "" || seen[w.Name] {
			c.add(fmt.Sprintf("the window %q has no name of its own", w.Name), at(path, "name")...)
		}
		seen[w.Name] = true
		if !w.From.Known() || !w.To.Known() {
			c.add(fmt.Sprintf("the window %s has not both its days", w.Name), path...)
		}
		c.span(w.From, w.To, path...)
	}
}

func (c *checker) offers(book *Rulebook, p *Pathway, path []any) {
	seen, certain := map[string]bool{}, false
	for i, o := range p.Offers {
		here := at(path, i)
		c.provision(o.Provision, here...)
		if !settingName.MatchString(o.ID) || seen[o.ID] {
			c.add(fmt.Sprintf("the offer id %q is not small letters and numbers joined by _, or is used twice", o.ID), at(here, "id")...)
		}
		seen[o.ID] = true
		if o.Scheme == "" && o.Pathway != "" && (o.Pathway == p.Code || book.Pathway(o.Pathway) == nil) {
			c.add(fmt.Sprintf("the offer %s leads to the pathway %q, which is no other pathway of this scheme", o.ID, o.Pathway), at(here, "pathway")...)
		}
		certain = certain || o.Scheme != "" || o.Pathway == ""
	}
	if !certain {
		c.add(fmt.Sprintf("the pathway %s can be a dead end: offer something that is always there", p.Code), path...)
	}
}

// CheckTogether finds rulebooks of one scheme whose days in force overlap: on
// such a day two sets of rules would hold.
func CheckTogether(books []*Rulebook) Problems {
	var problems Problems
	for i, a := range books {
		for _, b := range books[i+1:] {
			if a.ID != b.ID {
				continue
			}
			apart := a.InForce.To.Known() && b.InForce.From.Known() && a.InForce.To < b.InForce.From ||
				b.InForce.To.Known() && a.InForce.From.Known() && b.InForce.To < a.InForce.From
			if !apart {
				problems = append(problems, Problem{Text: fmt.Sprintf("two rulebooks of %s are in force on the same days", a.ID)})
			}
		}
	}
	return problems
}
