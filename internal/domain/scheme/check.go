package scheme

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"cel.dev/cel-go/cel"
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
		if s.Kind != Names && s.Kind != YesNo {
			c.add(fmt.Sprintf("the setting %s is of the kind %q, not names or yes_no", s.Name, s.Kind), at(path, "kind")...)
		}
		if s.Value == nil {
			continue
		}
		if _, ok := s.Kind.read(s.Value); !ok {
			c.add(fmt.Sprintf("the setting %s is %v: %s", s.Name, s.Value, s.Kind.words()), at(path, "value")...)
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

func (c *checker) pathway(book *Rulebook, p *Pathway, env *cel.Env, i int) {
	path := []any{"pathways", i}
	if p.Title == "" {
		c.add(fmt.Sprintf("the pathway %s has no title", p.Code), at(path, "pathway")...)
	}
	for _, part := range []struct {
		key  string
		list []Provision
	}{
		{"entry", p.Entry}, {"agreement", p.Agreement}, {"steps", p.Steps}, {"completion", p.Completion},
		{"capacity", p.Capacity}, {"sharing", p.Sharing}, {"police_see", p.PoliceSee}, {"data", p.Data}, {"figures", p.Figures},
	} {
		c.provisions(part.list, at(path, part.key)...)
	}
	if p.Admission != nil {
		c.provision(*p.Admission, at(path, "admission")...)
	}
	c.clauses(p, env, at(path, "clauses"))
	c.condition(p.Condition, at(path, "condition"))
	c.offers(book, p, at(path, "offers"))
}

func (c *checker) clauses(p *Pathway, env *cel.Env, path []any) {
	if len(p.Clauses) == 0 {
		c.add(fmt.Sprintf("the pathway %s has no clause: nothing says who may enter", p.Code), path...)
	}
	seen := map[string]bool{inForceID: true}
	for i := range p.Clauses {
		clause, here := &p.Clauses[i], at(path, i)
		switch {
		case !settingName.MatchString(clause.ID):
			c.add(fmt.Sprintf("the clause id %q is not small letters and numbers joined by _", clause.ID), at(here, "id")...)
		case seen[clause.ID]:
			c.add(fmt.Sprintf("the clause id %s is used twice", clause.ID), at(here, "id")...)
		}
		seen[clause.ID] = true
		if strings.TrimSpace(clause.Text) == "" {
			c.add(fmt.Sprintf("the clause %s has no text", clause.ID), here...)
		}
		if err := clause.Source.check(); err != nil {
			c.add(fmt.Sprintf("the clause %s %v", clause.ID, err), at(here, "source")...)
		}
		if err := clause.Mark.check(); err != nil {
			c.add(fmt.Sprintf("the clause %s %v", clause.ID, err), at(here, "mark")...)
		}
		ways := 0
		for _, way := range []bool{strings.TrimSpace(clause.When) != "", clause.Given, clause.NotStated} {
			if way {
				ways++
			}
		}
		if ways != 1 {
			c.add(fmt.Sprintf("the clause %s needs exactly one of when, given and not_stated", clause.ID), here...)
		}
		if strings.TrimSpace(clause.When) == "" {
			continue
		}
		compiled, problems := compile(env, clause.When)
		for _, problem := range problems {
			c.add(fmt.Sprintf("the clause %s %s", clause.ID, problem), at(here, "when")...)
		}
		clause.test = compiled
	}
}

func (c *checker) condition(condition *Condition, path []any) {
	if condition == nil {
		return
	}
	c.provision(condition.Provision, path...)
	for i, unit := range condition.Units {
		here := at(path, "units", i)
		c.cited(unit.Provision, here...)
		if unit.NotStated == (unit.Required > 0) || unit.Name == "" {
			c.add("a unit of the condition needs its name, and how many are required or not_stated", here...)
		}
	}
	if len(condition.Units) == 0 {
		c.add("the condition does not say its units: write them, or not_stated", at(path, "units")...)
	}
	seen := map[string]bool{}
	for i, count := range condition.Counts {
		here := at(path, "counts", i)
		if !slices.Contains(appointmentKinds, count.Kind) || seen[count.Kind] {
			c.add(fmt.Sprintf("the kind of appointment %q is unknown or written twice", count.Kind), at(here, "kind")...)
		}
		seen[count.Kind] = true
		c.count(count, here)
	}
	c.count(condition.AttendedLate, at(path, "attended_late"))
	c.provisions(condition.Places, at(path, "places")...)
	c.clock(condition.Clock, at(path, "clock"))
	c.decider(condition.ReasonableExcuse, at(path, "reasonable_excuse"))
	c.decider(condition.NotMet, at(path, "not_met"))
}

func (c *checker) count(count Count, path []any) {
	c.cited(count.Provision, path...)
	if count.NotStated == (count.Counts == Yes || count.Counts == No) {
		c.add(fmt.Sprintf("%s needs counts: yes, counts: no or not_stated", nameOf(path)), path...)
	}
}

func (c *checker) decider(decider Decider, path []any) {
	c.cited(decider.Provision, path...)
	if decider.NotStated == (decider.Who != "") {
		c.add(fmt.Sprintf("%s needs its decider, or not_stated", nameOf(path)), path...)
	}
}

func (c *checker) clock(clock Clock, path []any) {
	c.cited(clock.Provision, path...)
	runs := clock.Days > 0 || clock.Weeks > 0 || clock.Months > 0
	if clock.Days < 0 || clock.Weeks < 0 || clock.Months < 0 || clock.NotStated == runs {
		c.add("the clock needs its days, weeks or months, or not_stated", path...)
	}
	if !runs {
		return
	}
	if clock.Start == "" {
		c.add("the clock has no start event", path...)
	}
	for _, rule := range []struct {
		key    string
		answer Answer
	}{{"start_day_counts", clock.StartDayCounts}, {"last_day_in", clock.LastDayIn}} {
		if !slices.Contains([]Answer{Yes, No, NotStated}, rule.answer) {
			c.add(fmt.Sprintf("the clock's %s is %q: it is yes, no or not_stated", rule.key, rule.answer), at(path, rule.key)...)
		}
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
