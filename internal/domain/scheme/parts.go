package scheme

import (
	"fmt"
	"strconv"
	"strings"
)

// Part is one part of a rulebook as it is read: a matter of the whole scheme, or
// of one pathway.
type Part struct {
	Pathway string // code of the pathway; empty for the whole scheme
	Key     string // of the format, such as "clauses"
	Title   string // as a heading, such as "Who may enter"
	Lines   []Line
}

// Line is one thing a rulebook says, or a matter on which its sources are silent.
type Line struct {
	// Key tells the line from the others of its part, and finds the same line in
	// another edition: its own name where it has one, else its words.
	Key  string
	Name string // what it is about, where that is said apart, such as "Group"
	Text string
	// Rule is how the program decides it, where it decides: an expression.
	Rule      string
	NotStated bool
	Source    Source
	Mark      Mark
}

// line makes a line of a provision. Without a key its words are the key.
func (p Provision) line(key, name string) Line {
	if key == "" {
		key = p.Text
	}
	return Line{Key: key, Name: name, Text: p.Text, NotStated: p.NotStated, Source: p.Source, Mark: p.Mark}
}

func lines(provisions []Provision) []Line {
	all := make([]Line, len(provisions))
	for i, p := range provisions {
		all[i] = p.line("", "")
	}
	return all
}

// Parts returns all that a rulebook says, in the order people read it. A part of
// which it says nothing is left out.
func (b *Rulebook) Parts() []Part {
	inForce := b.InForce.line("in_force", "")
	inForce.Rule = days(b.InForce)
	parts := []Part{
		{Key: "about", Title: "About the scheme", Lines: lines(b.About)},
		{Key: "in_force", Title: "In force", Lines: []Line{inForce}},
		{Key: "settings", Title: "Left to the place", Lines: b.settingLines()},
		{Key: "windows", Title: "Windows of reports", Lines: b.windowLines()},
		{Key: "tiers", Title: "Tiers", Lines: lines(b.Tiers)},
	}
	for i := range b.Pathways {
		parts = append(parts, b.Pathways[i].parts()...)
	}
	said := parts[:0]
	for _, part := range parts {
		if len(part.Lines) > 0 {
			said = append(said, part)
		}
	}
	return said
}

// days says the first and the last day of a period, empty where neither is known.
func days(p Period) string {
	var said []string
	if p.From.Known() {
		said = append(said, "from "+p.From.String())
	}
	if p.To.Known() {
		said = append(said, "to "+p.To.String())
	}
	return strings.Join(said, " ")
}

func (b *Rulebook) settingLines() []Line {
	all := make([]Line, len(b.Settings))
	for i, s := range b.Settings {
		all[i] = s.line(s.Name, s.Name)
	}
	return all
}

func (b *Rulebook) windowLines() []Line {
	all := make([]Line, len(b.Windows))
	for i, w := range b.Windows {
		all[i] = w.line(w.Name, "")
		all[i].Rule = w.From.String() + " to " + w.To.String()
	}
	return all
}

func (p *Pathway) parts() []Part {
	parts := []Part{
		{Key: "entry", Title: "Where the door is", Lines: lines(p.Entry)},
		{Key: "clauses", Title: "Who may enter", Lines: p.clauseLines()},
		{Key: "agreement", Title: "What she agrees to", Lines: lines(p.Agreement)},
		{Key: "admission", Title: "Admission", Lines: optional(p.Admission)},
		{Key: "steps", Title: "What happens", Lines: lines(p.Steps)},
	}
	parts = append(parts, p.Condition.parts()...)
	parts = append(parts,
		Part{Key: "completion", Title: "Completing it", Lines: lines(p.Completion)},
		Part{Key: "capacity", Title: "Capacity", Lines: lines(p.Capacity)},
		Part{Key: "sharing", Title: "Who is told what", Lines: lines(p.Sharing)},
		Part{Key: "police_see", Title: "What police see", Lines: lines(p.PoliceSee)},
		Part{Key: "data", Title: "What is recorded", Lines: lines(p.Data)},
		Part{Key: "figures", Title: "Figures", Lines: lines(p.Figures)},
		Part{Key: "offers", Title: "Where it is not open", Lines: p.offerLines()},
	)
	for i := range parts {
		parts[i].Pathway = p.Code
	}
	return parts
}

func optional(p *Provision) []Line {
	if p == nil {
		return nil
	}
	return []Line{p.line("", "")}
}

func (p *Pathway) clauseLines() []Line {
	all := make([]Line, len(p.Clauses))
	for i, c := range p.Clauses {
		all[i] = c.line(c.ID, "")
		all[i].Rule = c.When
	}
	return all
}

func (p *Pathway) offerLines() []Line {
	all := make([]Line, len(p.Offers))
	for i, o := range p.Offers {
		all[i] = o.line(o.ID, "")
		all[i].Rule = strings.TrimSpace(o.Scheme + " " + o.Pathway)
	}
	return all
}

// parts returns what a condition says; a pathway without one says nothing.
func (c *Condition) parts() []Part {
	if c == nil {
		return nil
	}
	asked := []Line{c.line("condition", "")}
	for _, unit := range c.Units {
		line := unit.line("unit "+unit.Name, "")
		line.Text = unitWords(unit)
		asked = append(asked, line)
	}
	var counts []Line
	for _, count := range c.Counts {
		counts = append(counts, count.countLine(count.Kind, kindWords(count.Kind)))
	}
	counts = append(counts, c.AttendedLate.countLine("attended_late", "Came late"))
	return []Part{
		{Key: "condition", Title: "What is asked of her", Lines: asked},
		{Key: "counts", Title: "What counts", Lines: counts},
		{Key: "places", Title: "Where", Lines: lines(c.Places)},
		{Key: "clock", Title: "The time allowed", Lines: []Line{c.Clock.clockLine()}},
		{Key: "decides", Title: "Who decides", Lines: []Line{
			c.ReasonableExcuse.deciderLine("reasonable_excuse", "Whether a reason for a missed appointment is accepted"),
			c.NotMet.deciderLine("not_met", "What follows where the condition is not met"),
		}},
	}
}

func unitWords(unit Unit) string {
	if unit.NotStated {
		return "How many: " + unit.Name
	}
	return strconv.Itoa(unit.Required) + " of: " + unit.Name
}

// kindWords says a kind of appointment, such as "One to one".
func kindWords(code string) string {
	if code == "" {
		return ""
	}
	return strings.ToUpper(code[:1]) + strings.ReplaceAll(code[1:], "_", " ")
}

func (c Count) countLine(key, name string) Line {
	line := c.line(key, name)
	switch c.answer() {
	case Yes:
		line.Rule = "counts"
	case No:
		line.Rule = "does not count"
	}
	return line
}

func (d Decider) deciderLine(key, name string) Line {
	line := d.line(key, name)
	line.Rule = d.Who
	return line
}

func (c Clock) clockLine() Line {
	line := c.line("clock", "")
	if c.NotStated {
		line.Text = "By when it must be done"
		return line
	}
	var length []string
	for _, unit := range []struct {
		count int
		name  string
	}{{c.Months, "months"}, {c.Weeks, "weeks"}, {c.Days, "days"}} {
		if unit.count > 0 {
			length = append(length, fmt.Sprintf("%d %s", unit.count, unit.name))
		}
	}
	line.Text = strings.Join(length, " and ") + " from: " + c.Start
	line.Rule = "the first day counts: " + answerWords(c.StartDayCounts) + "; the last day is in time: " + answerWords(c.LastDayIn)
	return line
}

func answerWords(a Answer) string {
	return strings.ReplaceAll(string(a), "_", " ")
}
