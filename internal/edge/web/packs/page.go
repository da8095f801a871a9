package packs

import (
	"strconv"
	"strings"

	"throughline/internal/casework/packs"
	"throughline/internal/domain/access"
	"throughline/internal/domain/journey"
	"throughline/internal/edge/web/govuk"
)

// listPage is the packs of one record.
type listPage struct {
	caseID, reference string
	list              []packs.Listed
	dropped           bool
}

func (p listPage) table() govuk.TableOf {
	t := govuk.TableOf{
		Caption: "Packs, the newest first", CaptionSize: govuk.Medium, RowHeads: true,
		Columns: []govuk.Column{{Text: "Pack"}, {Text: "For"}, {Text: "Begun"}, {Text: "Now"}},
	}
	for _, one := range p.list {
		now := "Being made"
		switch {
		case one.Released:
			now = "Has left"
		case one.Dropped:
			now = "Given up"
		}
		t.Rows = append(t.Rows, []govuk.Cell{{Content: packLink(p.caseID, one)}, {Text: sortWords[one.Sort]}, {Text: one.On}, {Text: now}})
	}
	return t
}

var sortWords = map[journey.PackSort]string{
	journey.PackHers:       "Her: a copy of her record",
	journey.PackDisclosure: "A court, police or a solicitor",
}

func (b beginning) sorts() (govuk.Field, []govuk.Option) {
	return govuk.Field{Name: "sort", Label: "Whom is it for?", LabelSize: govuk.Medium, Value: b.sort, Error: b.problems.For("sort")},
		[]govuk.Option{
			{Value: string(journey.PackHers), Label: sortWords[journey.PackHers], Hint: "Everything up to today, with who looked. Other people are taken out."},
			{Value: string(journey.PackDisclosure), Label: sortWords[journey.PackDisclosure], Hint: "Only what the legal basis asks for. Answer the questions below too."},
		}
}

func (b beginning) textField(name, label, hint, value string) govuk.Field {
	return govuk.Field{Name: name, Label: label, Hint: hint, Value: value, Rows: 3, Error: b.problems.For(name)}
}

func (b beginning) dateField(name, label string) govuk.Field {
	return govuk.Field{Name: name, Label: label, LabelSize: govuk.Small, Error: b.problems.For(name)}
}

// classWords are what a pack may be about.
var classWords = []struct {
	class access.Class
	words string
}{
	{access.Identity, "Who she is and how to reach her"},
	{access.Offence, "What she was referred for"},
	{access.Condition, "The condition: what is asked, what she came to"},
	{access.Needs, "Needs and how things are"},
	{access.Notes, "Notes"},
	{access.Plan, "Her plan and appointments"},
	{access.Children, "Children"},
	{access.Sealed, "What is sealed: immigration, a safe address, whom she fears"},
}

func (b beginning) classesField() (govuk.Field, []govuk.Option) {
	field := govuk.Field{
		Name: "classes", Label: "What is it about?", LabelSize: govuk.Medium, Values: b.classes, Error: b.problems.For("classes"),
		Hint: "For a court, police or a solicitor. Choose the least that the basis asks for.",
	}
	options := make([]govuk.Option, len(classWords))
	for i, one := range classWords {
		options[i] = govuk.Option{Value: one.class.String(), Label: one.words}
	}
	return field, options
}

// about lists what the pack is.
func (p draftPage) about() []govuk.SummaryRow {
	rows := []govuk.SummaryRow{
		{Key: "For", Value: sortWords[p.Content.Sort]}, {Key: "As at", Value: p.Content.AsAt.Words()},
	}
	if p.Content.Recipient != "" {
		rows = append(rows, govuk.SummaryRow{Key: "Given to", Value: p.Content.Recipient})
	}
	if p.Content.Basis != "" {
		rows = append(rows, govuk.SummaryRow{Key: "Legal basis", Value: p.Content.Basis})
	}
	rows = append(rows, govuk.SummaryRow{Key: "Entries", Value: strconv.Itoa(len(p.Content.Items))})
	if p.Released == nil {
		rows = append(rows, govuk.SummaryRow{Key: "Still to decide", Value: strconv.Itoa(len(p.Open))})
	} else {
		rows = append(rows, govuk.SummaryRow{Key: "SHA-256 of what left", Value: p.Released.Digest})
	}
	return rows
}

// choice returns what is chosen for an item: as typed, else as decided, else as
// it would leave.
func (p draftPage) choice(n int, item packs.Item) string {
	if p.typed != nil {
		return p.typed.Get("item-" + strconv.Itoa(n))
	}
	if one, done := p.Decided[packs.At{Item: item.ID}]; done {
		return string(one.Choice)
	}
	switch {
	case p.Content.Sort != journey.PackHers:
		return ""
	case p.Content.Grounds[item.ID] != "":
		return string(journey.PackWithhold)
	}
	return string(journey.PackInclude)
}

func (p draftPage) itemField(n int, item packs.Item) (govuk.Field, []govuk.Option) {
	name := "item-" + strconv.Itoa(n)
	return govuk.Field{Name: name, Label: "Does it go in?", Value: p.choice(n, item), Inline: true, Compact: true, Error: p.problems.For(name)},
		[]govuk.Option{{Value: string(journey.PackInclude), Label: "Goes in"}, {Value: string(journey.PackWithhold), Label: "Stays out"}}
}

func (p draftPage) groundField(n int, item packs.Item) (govuk.Field, []govuk.Option) {
	name := "ground-" + strconv.Itoa(n)
	value := p.Decided[packs.At{Item: item.ID}].Ground
	if value == "" {
		value = p.Content.Grounds[item.ID]
	}
	if p.typed != nil {
		value = p.typed.Get(name)
	}
	options := []govuk.Option{{Value: "", Label: "Choose, if it stays out"}}
	for _, ground := range packs.Grounds {
		options = append(options, govuk.Option{Value: string(ground), Label: packs.GroundWords[ground]})
	}
	return govuk.Field{Name: name, Label: "Why it stays out", Value: value, Error: p.problems.For(name)}, options
}

func (p draftPage) placeField(n int, item packs.Item, place packs.Place) (govuk.Field, []govuk.Option) {
	name := "place-" + strconv.Itoa(n) + "-" + strconv.Itoa(place.Number)
	value := string(p.Decided[packs.At{Item: item.ID, Place: place.Number}].Choice)
	if p.typed != nil {
		value = p.typed.Get(name)
	}
	return govuk.Field{
			Name: name, Label: "“" + strings.TrimSpace(place.Text(item)) + "”", Value: value, Inline: true, Compact: true, Error: p.problems.For(name),
			Hint: "Here stands " + place.What + ".",
		},
		[]govuk.Option{{Value: string(journey.PackRemove), Label: "Take out"}, {Value: string(journey.PackLeave), Label: "Leave in"}}
}

func (p draftPage) reasonField(n int, place packs.Place) govuk.Field {
	name := "reason-" + strconv.Itoa(n) + "-" + strconv.Itoa(place.Number)
	value := ""
	if p.typed != nil {
		value = p.typed.Get(name)
	}
	return govuk.Field{Name: name, Label: "Why it can stay in", Value: value, Error: p.problems.For(name)}
}

// maySign says whether the asker is asked to sign.
func (p draftPage) maySign() bool {
	return p.Released == nil && !p.Dropped && !p.Barred && len(p.Open) == 0 && !p.Mine
}

// signedBy says who has signed the pack as it is now.
func (p draftPage) signedBy() string {
	if len(p.Signed) == 0 {
		return "Nobody has signed it as it is now."
	}
	names := make([]string, len(p.Signed))
	for i, one := range p.Signed {
		names[i] = one.Words
		if one.Account == p.asker.ID {
			names[i] = "you"
		}
	}
	return "Signed as it is now by: " + strings.Join(names, "; ") + "."
}
