package keeping

import (
	"cmp"
	"fmt"
	"strings"

	"throughline/internal/casework/keeping"
	"throughline/internal/domain/access"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
	"throughline/internal/edge/web/govuk"
)

// queuePage is what waits for somebody.
type queuePage struct {
	keeping.Queue
	asker access.Asker
	gone  calendar.Day // after an erasure: when the last backup goes
}

// called names a woman on a list, by reference alone where the asker may not
// read her name.
func called(line keeping.Line) string {
	if line.Name == "" {
		return line.Reference
	}
	return line.Name + ", " + line.Reference
}

func (p queuePage) dueTable() govuk.TableOf {
	t := govuk.TableOf{
		Caption: "Time is over: somebody has to look", CaptionSize: govuk.Medium, RowHeads: true,
		Columns: []govuk.Column{{Text: "Record"}, {Text: "Support ended"}, {Text: "To look at from"}, {Text: "Rule"}},
	}
	for _, line := range p.Due {
		t.Rows = append(t.Rows, []govuk.Cell{
			{Content: lineLink(line, "")}, {Text: line.Closed.Short()}, {Text: line.Due.Short()}, {Text: line.Rule.Words},
		})
	}
	return t
}

func waitingTable(caption string, lines []keeping.Line, says func(keeping.Line) string) govuk.TableOf {
	t := govuk.TableOf{
		Caption: caption, CaptionSize: govuk.Medium, RowHeads: true,
		Columns: []govuk.Column{{Text: "Record"}, {Text: "Since"}},
	}
	for _, line := range lines {
		t.Rows = append(t.Rows, []govuk.Cell{{Content: lineLink(line, "")}, {Text: says(line)}})
	}
	return t
}

func heldSince(line keeping.Line) string { return line.Keeping.Holds[0].From.Short() }

func askedOn(line keeping.Line) string { return line.Keeping.Asked.On.Short() }

func packsSince(line keeping.Line) string { return line.Keeping.Packs[0].On.Short() }

// hersWords are what she asks for, as those who keep records read it.
var hersWords = map[journey.Kind]string{
	journey.KindCopy: "She asks for a copy of her record", journey.KindDeletion: "She asks for her record to be erased",
}

func (p queuePage) hersTable() govuk.TableOf {
	t := waitingTable("She asks for it", p.Hers, hersAsk)
	t.Columns[1].Text = "What"
	return t
}

// hersAsk says what she asks for, and since when.
func hersAsk(line keeping.Line) string {
	var said []string
	for _, ask := range line.Asks {
		said = append(said, hersWords[ask.What]+", since "+ask.On.Short())
	}
	return strings.Join(said, ". ")
}

// empty says whether nothing waits at all.
func (p queuePage) empty() bool {
	return len(p.Hers)+len(p.Due)+len(p.Held)+len(p.Asked)+len(p.Packs) == 0
}

// rule says how long records are kept here.
func (p queuePage) rule() string {
	return fmt.Sprintf("Records are kept %d years after support ended, and longer where abuse or a child is known. Then a person looks. Nothing is erased by itself.", p.Settings.Years)
}

// lookPage is how one record stands.
type lookPage struct {
	keeping.View
	done string
}

func (p lookPage) known() []govuk.SummaryRow {
	ended := "She is supported still"
	if !p.Open {
		ended = p.Closed.Short()
	}
	rows := []govuk.SummaryRow{
		{Key: "Record", Value: called(p.Line)},
		{Key: "Support ended", Value: ended},
		{Key: "Rule", Value: p.Rule.Words},
		{Key: "Where the rule comes from", Value: p.Rule.Basis},
	}
	if p.Due.Known() {
		rows = append(rows, govuk.SummaryRow{Key: "Somebody looks from", Value: p.Due.Short()})
	}
	if asked := p.Keeping.Asked; asked != nil {
		rows = append(rows, govuk.SummaryRow{Key: "To be erased", Value: groundWords[asked.Ground] + ". Asked by " + p.AskedBy + " on " + asked.On.Short()})
	}
	for _, ask := range p.Asks {
		rows = append(rows, govuk.SummaryRow{Key: "She asks", Value: hersWords[ask.What] + ", since " + ask.On.Short()})
	}
	for _, hold := range p.Keeping.Holds {
		rows = append(rows, govuk.SummaryRow{Key: "Held since", Value: hold.From.Short(), Actions: []govuk.Link{
			{Text: "Lift", Hidden: "the hold of " + hold.From.Short(), Href: Path(p.Case, "lift") + "?hold=" + hold.ID},
		}})
	}
	return rows
}

// links lead to what can be done as the record stands.
func (p lookPage) links() []govuk.Link {
	var links []govuk.Link
	for _, name := range []string{"keep", "hold", "agree", "leave", "erase"} {
		if offered(p.View, name) {
			links = append(links, govuk.Link{Text: acts[name].title, Href: Path(p.Case, name)})
		}
	}
	return links
}

// step tells one decision.
func step(s keeping.Step) string {
	said := map[journey.Kind]string{
		journey.KindHold: "Held", journey.KindHoldOver: "Hold lifted", journey.KindErasureAsked: "Erasure asked for", journey.KindErasureRefused: "Not erased",
	}[s.Kind]
	if kept, is := s.Body.(journey.Kept); is {
		said = "Kept until " + kept.Until.Short()
	}
	return s.On.Day().Short() + ": " + said + ", by " + cmp.Or(s.By, "nobody named") + ". " + s.Words
}

var groundWords = map[journey.ErasureGround]string{
	journey.ErasureHers:    "She asked for it",
	journey.ErasureOver:    "The time it is kept is over",
	journey.ErasureMistake: "The record should not have been made",
}

func (s sheet) grounds() (govuk.Field, []govuk.Option) {
	field := govuk.Field{Name: "ground", Label: "Why is it to be erased?", LabelSize: govuk.Medium, Value: s.ground, Error: s.problems.For("ground")}
	options := make([]govuk.Option, len(journey.ErasureGrounds))
	for i, ground := range journey.ErasureGrounds {
		options[i] = govuk.Option{Value: string(ground), Label: groundWords[ground]}
	}
	return field, options
}

func (s sheet) untilField() govuk.Field {
	return govuk.Field{Name: "until", Label: "Until when?", LabelSize: govuk.Medium, Hint: "For example, 27 3 2030", Error: s.problems.For("until")}
}

func (s sheet) reasonField() govuk.Field {
	return govuk.Field{
		Name: "reason", Label: "Why?", Value: s.reason, Rows: 3, Error: s.problems.For("reason"),
		Hint: "It is written down with your name, and sealed in her record.",
	}
}

func (s sheet) confirmField() (govuk.Field, []govuk.Option) {
	return govuk.Field{Name: "confirm", Label: "Confirm", LabelSize: govuk.Medium, Error: s.problems.For("confirm")},
		[]govuk.Option{{Value: "yes", Label: "I have read what is erased, and it is right to erase it"}}
}

// backups says when the last copy with her key is gone.
func (s sheet) backups() string {
	return fmt.Sprintf("Backups are kept %d days. Until the last one with her key is thrown away, a thief who has both a backup and the keys could still read it. Restoring a backup erases her again before anybody is answered.", s.Settings.BackupDays)
}
