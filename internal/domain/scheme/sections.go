package scheme

import (
	"fmt"
	"strings"
)

// Section is one part of a rulebook in words, a line to a rule.
type Section struct {
	Pathway string // code of the pathway it is of; empty for the whole scheme
	Part    string // such as "Who may enter"
	Title   string // with the pathway before the part
	Lines   []Line
}

// Line is one rule in words, or a matter on which the sources are silent.
type Line struct {
	Provision
	// Key finds the line in another edition or scheme: its own name where it has
	// one, else its words.
	Key string
	// Rule is what the program works with, where that is more than the words: an
	// expression, or days.
	Rule string
}

// PartSettings is the part that lists the local settings, each line by the name
// of its setting.
const PartSettings = "Decided by the place"

// String tells the line with its source and how it stands there.
func (l Line) String() string {
	if l.Source == "" {
		return l.Text
	}
	return l.Provision.line()
}

// Sections tells a rulebook in words, part by part, with the law packs that
// stand beside its pathways. A part about which it says nothing is left out.
func (b *Rulebook) Sections(packs []*Pack) []Section {
	t := &telling{}
	standing := Line{Provision: Provision{Text: b.Title + ": " + string(b.Status)}, Key: "standing"}
	inForce := b.InForce.keyed("in_force", b.InForce.days())
	t.add("The scheme", append([]Line{standing, inForce}, worded(b.About)...)...)
	for _, s := range b.Settings {
		t.add(PartSettings, s.named(s.Name+": "+s.Text).keyed(s.Name, s.rule()))
	}
	for _, w := range b.Windows {
		t.add("Counted over", w.keyed(w.Name, Period{From: w.From, To: w.To}.days()))
	}
	t.add("Tiers", worded(b.Tiers)...)
	for i := range b.Pathways {
		t.of = &b.Pathways[i]
		t.pathway(packs)
	}
	return t.sections
}

// rule says what a setting may be, and what the rulebook itself decides.
func (s Setting) rule() string {
	if s.Value == nil {
		return string(s.Kind)
	}
	return fmt.Sprintf("%s: %v, decided by %s on %s", s.Kind, s.Value, s.DecidedBy, s.DecidedOn)
}

// days says the first and the last day of a period, where they are known.
func (p Period) days() string {
	var said []string
	if p.From.Known() {
		said = append(said, "from "+p.From.String())
	}
	if p.To.Known() {
		said = append(said, "to "+p.To.String())
	}
	if p.SeenFrom.Known() {
		said = append(said, "seen from "+p.SeenFrom.String()+" to "+p.SeenTo.String())
	}
	return strings.Join(said, " ")
}

// telling gathers sections; lines added to one part come together.
type telling struct {
	of       *Pathway // nil for the whole scheme
	sections []Section
}

func (t *telling) add(part string, lines ...Line) {
	if len(lines) == 0 {
		return
	}
	section := Section{Part: part, Title: part, Lines: lines}
	if t.of != nil {
		section.Pathway, section.Title = t.of.Code, t.of.Title+": "+within(part)
	}
	if n := len(t.sections); n > 0 && t.sections[n-1].Pathway == section.Pathway && t.sections[n-1].Part == part {
		t.sections[n-1].Lines = append(t.sections[n-1].Lines, lines...)
		return
	}
	t.sections = append(t.sections, section)
}

// within is the name of a part where it does not begin what is said.
func within(part string) string { return strings.ToLower(part[:1]) + part[1:] }

func (t *telling) pathway(packs []*Pack) {
	p := t.of
	for _, e := range p.Entry {
		t.add("Where it begins", e.keyed("", strings.Join(e.Points, ", ")))
	}
	for _, c := range p.Clauses {
		rule := c.When
		if c.Unless != "" {
			rule = "not where " + c.Unless
		}
		t.add("Who may enter", c.keyed(c.ID, rule))
	}
	for _, w := range p.Workers {
		t.add("Who she gets", w.named(strings.TrimPrefix(strings.TrimSuffix(w.Title+". "+w.Text, ". "), ". ")).keyed(w.Title, w.When))
	}
	t.add("What she agrees to", worded(p.Agreement)...)
	t.add("What is explained to her", worded(p.Explain)...)
	if p.Admission != nil {
		t.add("Admission", p.Admission.keyed("admission", ""))
	}
	t.add("Steps", worded(p.Steps)...)
	if p.Condition != nil {
		t.add("What is asked of her", p.Condition.lines()...)
	}
	if p.Ending != nil {
		t.add("What it leads to", p.Ending.keyed("ending", string(p.Ending.Disposal)))
	}
	t.add("Completion", worded(p.Completion)...)
	for _, limit := range p.Capacity {
		t.add("Capacity", limit.keyed("", limit.bound()))
	}
	for _, share := range p.Sharing {
		t.add("Sharing", share.keyed("", share.terms()))
	}
	t.add("What police see", worded(p.PoliceSee)...)
	for _, rule := range p.Safety {
		t.add("Her safety", rule.keyed("", rule.NotAt))
	}
	t.add("What is recorded", worded(p.Data)...)
	t.add("Figures", worded(p.Figures)...)
	for _, o := range p.Offers {
		t.add("What else there is", o.keyed(o.ID, strings.TrimSpace(o.Scheme+" "+o.Pathway)))
	}
	for _, id := range p.Law {
		for _, pack := range packs {
			if pack.ID != id {
				continue
			}
			for i, text := range pack.Lines() {
				t.add("The law beside it", Line{Provision: Provision{Text: text}, Key: fmt.Sprintf("%s %d", id, i)})
			}
		}
	}
}

// bound says what a limit bounds, as the program reads it.
func (l Limit) bound() string {
	var said []string
	switch {
	case l.AtOnceFrom > 0:
		said = append(said, fmt.Sprintf("%d to %d at once", l.AtOnceFrom, l.AtOnce))
	case l.AtOnce > 0:
		said = append(said, fmt.Sprintf("%d at once", l.AtOnce))
	}
	if l.AYear > 0 {
		said = append(said, fmt.Sprintf("%d a year", l.AYear))
	}
	if len(said) > 0 && l.Per != "" {
		said = append(said, "for each "+string(l.Per))
	}
	return strings.Join(said, ", ")
}

// terms says what goes to whom and whether she has to permit it.
func (s Share) terms() string {
	var said []string
	if s.What != "" {
		said = append(said, s.What)
	}
	if s.To != "" {
		said = append(said, "to "+s.To)
	}
	if s.Permission != "" {
		said = append(said, "her permission is needed: "+strings.ReplaceAll(string(s.Permission), "_", " "))
	}
	return strings.Join(said, ", ")
}

// worded makes lines of provisions that have no names.
func worded(provisions []Provision) []Line {
	told := make([]Line, len(provisions))
	for i, p := range provisions {
		told[i] = p.keyed("", "")
	}
	return told
}

// named is a provision told in other words.
func (p Provision) named(text string) Provision {
	p.Text = text
	return p
}

// keyed makes a line; without a key its words are the key.
func (p Provision) keyed(key, rule string) Line {
	if key == "" {
		key = p.Text
	}
	return Line{Provision: p, Key: key, Rule: rule}
}

// line tells a provision in one line, with its source and how it stands there.
func (p Provision) line() string {
	text := p.Text
	if p.NotStated {
		text = strings.TrimPrefix(strings.TrimSuffix(text, ".")+": not stated", ": ")
	}
	if p.Mark != InForce {
		return fmt.Sprintf("%s (%s, %s)", text, p.Source, p.Mark)
	}
	return fmt.Sprintf("%s (%s)", text, p.Source)
}

// lines tells a condition.
func (c *Condition) lines() []Line {
	told := []Line{c.keyed("condition", "")}
	for _, u := range c.Units {
		text := u.Name
		if u.Required > 0 {
			text = fmt.Sprintf("%d × %s", u.Required, u.Name)
		}
		if u.SetBy != "" {
			text += ", set by the " + string(u.SetBy)
		}
		told = append(told, u.named("Asked: "+text).keyed("unit "+u.Name, ""))
	}
	for _, count := range c.Counts {
		told = append(told, count.counted("Counts: "+strings.ReplaceAll(count.Kind, "_", " ")).keyed("counts "+count.Kind, ""))
	}
	told = append(told, c.AttendedLate.counted("Coming late").keyed("attended_late", ""))
	told = append(told, worded(c.Places)...)
	told = append(told, c.Clock.named(strings.TrimSuffix("Time: "+c.Clock.Words(), ": ")).keyed("clock", ""))
	told = append(told, c.ReasonableExcuse.decides("Reasonable excuse").keyed("reasonable_excuse", ""))
	if c.RefBack != nil {
		told = append(told, c.RefBack.decides("Sending the matter back").keyed("refer_back", ""))
	}
	return append(told, c.NotMet.decides("If it is not met").keyed("not_met", ""))
}

func (c Count) counted(what string) Provision {
	if !c.NotStated {
		what += ": " + string(c.Counts)
	}
	return c.named(what)
}

func (d Decider) decides(what string) Provision {
	if d.NotStated {
		return d.named(what)
	}
	return d.named(strings.TrimSpace(fmt.Sprintf("%s: decided by %s. %s", what, strings.ReplaceAll(d.Who, "_", " "), d.Text)))
}

// Words tells the time a clock allows and how its days are counted; "" where
// none is stated.
func (c *Clock) Words() string {
	if c == nil || c.NotStated {
		return ""
	}
	return fmt.Sprintf("%s from when %s; %s; %s. Calendar days, by the clock of Europe/London.", c.Length(),
		strings.ReplaceAll(c.Start, "_", " "),
		counting("that day is day 1", "that day is day 0", "whether that day counts", c.StartDayCounts),
		counting("the last day is in time", "the last day is out of time", "whether the last day is in time", c.LastDayIn))
}

// Length says how long the clock runs, such as "28 days".
func (c *Clock) Length() string {
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
	return strings.Join(spans, " and ")
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
