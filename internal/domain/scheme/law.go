package scheme

import (
	"fmt"
	"slices"
	"strings"

	"cel.dev/cel-go/cel"

	"throughline/internal/domain/calendar"
)

// Pack is a part of the law as rules that stand beside the schemes: dated, with
// how sure each is. A pack informs and never opens or closes a door, and every
// one is to be confirmed before live use.
type Pack struct {
	ID        string       `yaml:"id"`
	Title     string       `yaml:"title"`
	Nation    string       `yaml:"nation"`
	About     string       `yaml:"about"`
	Commenced Answer       `yaml:"commenced"`
	InForce   LawInForce   `yaml:"in_force"`
	Reviewed  *LawReviewed `yaml:"reviewed"` // nil: nobody has reviewed it
	Rules     []LawRule    `yaml:"rules"`
}

// LawInForce is when a pack is in force, and by what authority. A zero end is
// open, or not known.
type LawInForce struct {
	Text      string       `yaml:"text"`
	Authority string       `yaml:"authority"`
	From      calendar.Day `yaml:"from"`
	To        calendar.Day `yaml:"to"`
}

// LawReviewed says who read the pack against the law, and when it is next due.
type LawReviewed struct {
	By   string       `yaml:"by"`
	On   calendar.Day `yaml:"on"`
	Next calendar.Day `yaml:"next"`
}

// LawRule is one rule of a pack. When is an expression over the words of an
// encounter, where the rule can be asked of one.
type LawRule struct {
	ID         string       `yaml:"id"`
	Text       string       `yaml:"text"`
	Authority  string       `yaml:"authority"`
	Confidence Confidence   `yaml:"confidence"`
	From       calendar.Day `yaml:"from"`
	To         calendar.Day `yaml:"to"`
	Commenced  Answer       `yaml:"commenced"`  // no where it is enacted and not in force; "" as the pack
	Superseded bool         `yaml:"superseded"` // kept to be seen, not in force
	When       string       `yaml:"when"`

	test test
}

// Confidence is how sure a statement of law is: high, official text seen;
// medium, a second-hand account seen; low, general knowledge.
type Confidence string

// The three grades.
const (
	HighConfidence   Confidence = "high"
	MediumConfidence Confidence = "medium"
	LowConfidence    Confidence = "low"
)

// Confirm is printed with every statement of law.
const Confirm = "Confirm before live use."

// LawAnswer is one rule of a pack as it stands for one encounter on a day.
type LawAnswer struct {
	Pack       string     `json:"pack"`
	ID         string     `json:"id"`
	Text       string     `json:"text"`
	Holds      Answer     `json:"holds"` // not_stated where the rule asks nothing of an encounter
	Authority  string     `json:"authority"`
	Confidence Confidence `json:"confidence"`
}

// ParsePack reads a law pack from YAML and checks it. The error is a Problems.
func ParsePack(data []byte) (*Pack, error) {
	var pack Pack
	root, problems := readStrictly(data, &pack)
	if root != nil {
		c := &checker{root: root}
		c.pack(&pack)
		problems = append(problems, c.problems...)
	}
	if len(problems) > 0 {
		return nil, inOrder(problems)
	}
	return &pack, nil
}

func (c *checker) pack(pack *Pack) {
	if !schemeID.MatchString(pack.ID) {
		c.add(fmt.Sprintf("the id %q is not small letters and numbers joined by hyphens", pack.ID), "id")
	}
	if pack.Title == "" || pack.Nation == "" || pack.About == "" {
		c.add("a law pack needs its title, its nation and what it is about", "title")
	}
	if !slices.Contains([]Answer{Yes, No, NotStated}, pack.Commenced) {
		c.add(fmt.Sprintf("commenced is %q: it is yes, no or not_stated", pack.Commenced), "commenced")
	}
	if pack.InForce.Text == "" || pack.InForce.Authority == "" {
		c.add("in_force needs its text and its authority", "in_force")
	}
	c.span(pack.InForce.From, pack.InForce.To, "in_force")
	env, err := (&Rulebook{}).environment()
	if err != nil {
		c.add("declaring the words of the rules: "+err.Error(), "rules")
		return
	}
	if len(pack.Rules) == 0 {
		c.add("the law pack has no rule", "rules")
	}
	seen := map[string]bool{}
	for i := range pack.Rules {
		c.lawRule(&pack.Rules[i], env, seen, []any{"rules", i})
	}
}

func (c *checker) lawRule(rule *LawRule, env *cel.Env, seen map[string]bool, path []any) {
	if !settingName.MatchString(rule.ID) || seen[rule.ID] {
		c.add(fmt.Sprintf("the rule id %q is not small letters and numbers joined by _, or is used twice", rule.ID), at(path, "id")...)
	}
	seen[rule.ID] = true
	if strings.TrimSpace(rule.Text) == "" || rule.Authority == "" {
		c.add(fmt.Sprintf("the rule %s needs its text and its authority", rule.ID), path...)
	}
	if !slices.Contains([]Confidence{HighConfidence, MediumConfidence, LowConfidence}, rule.Confidence) {
		c.add(fmt.Sprintf("the rule %s has the confidence %q: it is high, medium or low", rule.ID, rule.Confidence), at(path, "confidence")...)
	}
	if !slices.Contains([]Answer{"", Yes, No, NotStated}, rule.Commenced) {
		c.add(fmt.Sprintf("the rule %s is commenced %q: it is yes, no or not_stated", rule.ID, rule.Commenced), at(path, "commenced")...)
	}
	c.span(rule.From, rule.To, path...)
	if strings.TrimSpace(rule.When) == "" {
		return
	}
	compiled, problems := compile(env, rule.When)
	for _, problem := range problems {
		c.add(fmt.Sprintf("the rule %s %s", rule.ID, problem), at(path, "when")...)
	}
	rule.test = compiled
}

// Holds says whether a rule is law on a day: commenced, not superseded, and
// within its days and those of its pack.
func (p *Pack) Holds(rule LawRule, on calendar.Day) bool {
	commenced := p.Commenced
	if rule.Commenced != "" {
		commenced = rule.Commenced
	}
	days := []calendar.Window{{From: p.InForce.From, To: p.InForce.To}, {From: rule.From, To: rule.To}}
	return commenced != No && !rule.Superseded &&
		!slices.ContainsFunc(days, func(w calendar.Window) bool { return !w.Holds(on) })
}

// Answers says how each rule that is law on the day stands for an encounter.
func (p *Pack) Answers(e Encounter, on calendar.Day) []LawAnswer {
	f := (&Rulebook{}).facts(knownOf(&e, on), nil)
	var answers []LawAnswer
	for _, rule := range p.Rules {
		if !p.Holds(rule, on) {
			continue
		}
		answer := LawAnswer{Pack: p.ID, ID: rule.ID, Text: rule.Text, Holds: NotStated, Authority: rule.Authority, Confidence: rule.Confidence}
		if rule.When != "" {
			answer.Holds, _ = rule.test.answer(f)
		}
		answers = append(answers, answer)
	}
	return answers
}

// LawAnswers says how the law packs beside a pathway stand for an encounter on a
// day.
func (p *Pathway) LawAnswers(packs []*Pack, e Encounter, on calendar.Day) []LawAnswer {
	answers := []LawAnswer{}
	for _, id := range p.Law {
		for _, pack := range packs {
			if pack.ID == id {
				answers = append(answers, pack.Answers(e, on)...)
			}
		}
	}
	return answers
}

// CheckReferences finds what rulebooks lead to and is not there: a scheme that an
// offer names, a pathway of it, a law pack.
func CheckReferences(books []*Rulebook, packs []*Pack) Problems {
	var problems Problems
	for _, book := range books {
		for _, p := range book.Pathways {
			for _, o := range p.Offers {
				to := slices.IndexFunc(books, func(other *Rulebook) bool { return other.ID == o.Scheme })
				switch {
				case o.Scheme == "":
				case to < 0:
					problems = append(problems, Problem{Text: fmt.Sprintf("%s, %s: the offer %s leads to %q, which is no scheme", book.ID, p.Code, o.ID, o.Scheme)})
				case o.Pathway != "" && books[to].Pathway(o.Pathway) == nil:
					problems = append(problems, Problem{Text: fmt.Sprintf("%s, %s: the offer %s leads to the pathway %s, which %s has not", book.ID, p.Code, o.ID, o.Pathway, o.Scheme)})
				case books[to].Status == ProposedOnly || books[to].Status == ClosedForGood:
					problems = append(problems, Problem{Text: fmt.Sprintf("%s, %s: the offer %s leads to %s, which is %s", book.ID, p.Code, o.ID, o.Scheme, books[to].Status)})
				}
			}
			for _, id := range p.Law {
				if !slices.ContainsFunc(packs, func(pack *Pack) bool { return pack.ID == id }) {
					problems = append(problems, Problem{Text: fmt.Sprintf("%s, %s: there is no law pack %q", book.ID, p.Code, id)})
				}
			}
		}
	}
	return problems
}
