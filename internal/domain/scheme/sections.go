package scheme

import (
	"fmt"
	"slices"
	"strings"
)

// Section is one part of a rulebook in words, a line to a rule.
type Section struct {
	Title string
	Lines []string
}

// Sections tells a rulebook in words, part by part, with the law packs that
// stand beside its pathways. A part about which it says nothing is left out.
func (b *Rulebook) Sections(packs []*Pack) []Section {
	t := &telling{}
	t.section("The scheme", append([]string{
		b.Title + ": " + string(b.Status),
		b.InForce.line(),
	}, lines(b.About)...)...)
	for _, s := range b.Settings {
		t.add("Decided by the place", fmt.Sprintf("%s: %s", s.Name, s.line()))
	}
	for _, w := range b.Windows {
		t.add("Counted over", w.line())
	}
	t.section("Tiers", lines(b.Tiers)...)
	for i := range b.Pathways {
		t.pathway(&b.Pathways[i], packs)
	}
	return t.sections
}

// Compared is one part of two rulebooks side by side.
type Compared struct {
	Title string
	A, B  []string
}

// Compare lays two rulebooks side by side, part by part: their pathways in
// order, the first beside the first.
func Compare(a, b *Rulebook, packs []*Pack) []Compared {
	ofA, ofB := a.alignable(packs), b.alignable(packs)
	var compared []Compared
	for _, one := range [][]Section{ofA, ofB} {
		for _, section := range one {
			if slices.ContainsFunc(compared, func(c Compared) bool { return c.Title == section.Title }) {
				continue
			}
			compared = append(compared, Compared{Title: section.Title, A: linesOf(ofA, section.Title), B: linesOf(ofB, section.Title)})
		}
	}
	return compared
}

// alignable tells a rulebook with its pathways numbered, not named, so that those
// of two schemes come to lie side by side.
func (b *Rulebook) alignable(packs []*Pack) []Section {
	sections := b.Sections(packs)
	for i := range sections {
		for n, p := range b.Pathways {
			if rest, ok := strings.CutPrefix(sections[i].Title, p.Title+": "); ok {
				sections[i].Title = fmt.Sprintf("Pathway %d: %s", n+1, rest)
				break
			}
		}
	}
	return sections
}

func linesOf(sections []Section, title string) []string {
	for _, section := range sections {
		if section.Title == title {
			return section.Lines
		}
	}
	return nil
}

// telling gathers sections; lines added under one title come together.
type telling struct{ sections []Section }

func (t *telling) section(title string, lines ...string) {
	for _, line := range lines {
		t.add(title, line)
	}
}

func (t *telling) add(title, line string) {
	if n := len(t.sections); n > 0 && t.sections[n-1].Title == title {
		t.sections[n-1].Lines = append(t.sections[n-1].Lines, line)
		return
	}
	t.sections = append(t.sections, Section{title, []string{line}})
}

func (t *telling) pathway(p *Pathway, packs []*Pack) {
	of := func(part string) string { return p.Title + ": " + part }
	for _, e := range p.Entry {
		t.add(of("where it begins"), e.line())
	}
	for _, c := range p.Clauses {
		t.add(of("who may enter"), c.line())
	}
	for _, w := range p.Workers {
		t.add(of("who she gets"), strings.TrimPrefix(w.Title+". "+w.line(), ". "))
	}
	t.section(of("what she agrees to"), lines(p.Agreement)...)
	t.section(of("what is explained to her"), lines(p.Explain)...)
	if p.Admission != nil {
		t.add(of("admission"), p.Admission.line())
	}
	t.section(of("steps"), lines(p.Steps)...)
	if p.Condition != nil {
		t.section(of("what is asked of her"), p.Condition.lines()...)
	}
	if p.Ending != nil {
		t.add(of("what it leads to"), p.Ending.line())
	}
	t.section(of("completion"), lines(p.Completion)...)
	for _, limit := range p.Capacity {
		t.add(of("capacity"), limit.line())
	}
	for _, share := range p.Sharing {
		t.add(of("sharing"), share.line())
	}
	t.section(of("what police see"), lines(p.PoliceSee)...)
	for _, rule := range p.Safety {
		t.add(of("her safety"), rule.line())
	}
	t.section(of("what is recorded"), lines(p.Data)...)
	t.section(of("figures"), lines(p.Figures)...)
	for _, o := range p.Offers {
		t.add(of("what else there is"), o.line())
	}
	for _, id := range p.Law {
		for _, pack := range packs {
			if pack.ID == id {
				t.section(of("the law beside it"), pack.Lines()...)
			}
		}
	}
}

func lines(provisions []Provision) []string {
	told := make([]string, len(provisions))
	for i, p := range provisions {
		told[i] = p.line()
	}
	return told
}

// line tells a provision in one line, with its source and how it stands there.
func (p Provision) line() string { return p.told(p.Text) }

func (p Provision) told(text string) string {
	if p.NotStated {
		text = strings.TrimPrefix(strings.TrimSuffix(text, ".")+": not stated", ": ")
	}
	if p.Mark != InForce {
		return fmt.Sprintf("%s (%s, %s)", text, p.Source, p.Mark)
	}
	return fmt.Sprintf("%s (%s)", text, p.Source)
}

// lines tells a condition.
func (c *Condition) lines() []string {
	told := []string{c.line()}
	for _, u := range c.Units {
		text := u.Name
		if u.Required > 0 {
			text = fmt.Sprintf("%d × %s", u.Required, u.Name)
		}
		if u.SetBy != "" {
			text += ", set by the " + string(u.SetBy)
		}
		told = append(told, "Asked: "+u.told(text))
	}
	for _, count := range c.Counts {
		told = append(told, "Counts: "+count.counted(strings.ReplaceAll(count.Kind, "_", " ")))
	}
	told = append(told, c.AttendedLate.counted("Coming late"))
	told = append(told, lines(c.Places)...)
	told = append(told, "Time: "+c.Clock.told(c.Clock.Words()))
	told = append(told, c.ReasonableExcuse.decides("Reasonable excuse"))
	if c.RefBack != nil {
		told = append(told, c.RefBack.decides("Sending the matter back"))
	}
	return append(told, c.NotMet.decides("If it is not met"))
}

func (c Count) counted(what string) string {
	if !c.NotStated {
		what += ": " + string(c.Counts)
	}
	return c.told(what)
}

func (d Decider) decides(what string) string {
	if d.NotStated {
		return d.told(what)
	}
	return d.told(fmt.Sprintf("%s: decided by %s. %s", what, strings.ReplaceAll(d.Who, "_", " "), d.Text))
}

// Words tells the time a clock allows and how its days are counted; "" where
// none is stated.
func (c *Clock) Words() string {
	if c == nil || c.NotStated {
		return ""
	}
	var spans []string
	for _, span := range []struct {
		n    int
		unit string
	}{{c.Months, "month"}, {c.Weeks, "week"}, {c.Days, "day"}} {
		switch {
		case span.n == 1:
			spans = append(spans, "1 "+span.unit)
		case span.n > 1:
			spans = append(spans, fmt.Sprintf("%d %ss", span.n, span.unit))
		}
	}
	return fmt.Sprintf("%s from when %s; %s; %s. Calendar days, by the clock of Europe/London.", strings.Join(spans, " and "),
		strings.ReplaceAll(c.Start, "_", " "),
		counting("that day is day 1", "that day is day 0", "whether that day counts", c.StartDayCounts),
		counting("the last day is in time", "the last day is out of time", "whether the last day is in time", c.LastDayIn))
}

func counting(yes, no, open string, rule Answer) string {
	switch rule {
	case Yes:
		return yes
	case No:
		return no
	case NotStated, "":
		return open + " is not stated"
	}
	return open + " is the local setting " + string(rule)
}

// Lines tells a law pack, each rule with its authority and how sure it is.
func (p *Pack) Lines() []string {
	status := map[Answer]string{Yes: "commenced", No: "not commenced", NotStated: "whether commenced is not known"}[p.Commenced]
	told := []string{fmt.Sprintf("%s (%s, %s). %s %s", p.Title, p.Nation, status, p.About, Confirm)}
	for _, rule := range p.Rules {
		note := ""
		if rule.Superseded {
			note = ", superseded"
		}
		if rule.Commenced == No {
			note += ", not commenced"
		}
		told = append(told, fmt.Sprintf("%s (%s, confidence %s%s)", rule.Text, rule.Authority, rule.Confidence, note))
	}
	return told
}
