package rules

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/a-h/templ"

	"throughline/internal/casework/rules"
	"throughline/internal/domain/access"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
	"throughline/internal/domain/scheme"
	"throughline/internal/edge/web"
	"throughline/internal/edge/web/govuk"
)

// sheet is one edition of a scheme as it is read.
type sheet struct {
	rules.Sheet
	law      []*scheme.Pack
	lead     bool // the reader may change it
	back     bool // and take this edition back
	key, why string
	problems govuk.Problems
	done     string
}

func (d Door) sheet(r *web.Request, of rules.Sheet) sheet {
	lead := r.Asker.Role == access.ServiceLead
	return sheet{Sheet: of, law: d.Desk.Law, lead: lead, back: lead && d.Desk.MayTakeBack(of.Version), key: d.Desk.NewID(), done: done[r.Query("done")]}
}

// done says what was just carried out.
var done = map[string]string{
	"in-force":   "The edition is written. It decides from its first day on. Women referred before then keep the edition they entered under.",
	"taken-back": "The edition is taken back. It decides nothing.",
}

func (d Door) open(r *web.Request) (web.Response, error) {
	of, err := d.Desk.Open(r.PathValue("scheme"))
	if err != nil {
		return web.Response{}, err
	}
	return web.Show(d.sheet(r, of).page()), nil
}

func (d Door) openEdition(r *web.Request) (web.Response, error) {
	of, err := d.editionOf(r)
	if err != nil {
		return web.Response{}, err
	}
	return web.Show(d.sheet(r, of).page()), nil
}

func (d Door) takeBack(r *web.Request) (web.Response, error) {
	of, err := d.editionOf(r)
	if err != nil {
		return web.Response{}, err
	}
	err = d.Desk.TakeBack(r.Context(), r.Asker, r.Field("key"), of.Book.ID, of.From, r.Field("why"))
	var said journey.Problems
	switch {
	case err == nil:
		return web.Redirect(schemePath(of.Book.ID) + "?done=taken-back"), nil
	case !errors.As(err, &said):
		return web.Response{}, err
	}
	s := d.sheet(r, of)
	s.key, s.why = r.Field("key"), r.Field("why")
	for _, problem := range said {
		s.problems.Add(problem.Field, problem.Say)
	}
	return web.Show(s.page()), nil
}

func (s sheet) page() web.Page {
	return web.Page{
		Title: s.Book.Title, Body: sheetPage(s), Problems: s.problems,
		Back: govuk.Link{Text: "Back to Schemes", Href: "/schemes"},
	}
}

// standing says which edition this is and how the scheme stands.
func (s sheet) standing() []govuk.SummaryRow {
	runs := "No. Women are told of it and not referred to it from here"
	if s.Runs {
		runs = "Yes"
	}
	rows := []govuk.SummaryRow{
		{Key: "Standing", Value: statusWords(s.Book.Status)},
		{Key: "In force", Value: upper(s.Book.InForce.Words())},
		{Key: "Run by this service", Value: runs},
		{Key: "This edition", Value: editionWords(s.Version)},
	}
	for _, version := range s.History {
		if version.ToCome && version.TakenBack == nil && version.From != s.From {
			rows = append(rows, govuk.SummaryRow{Key: "Next edition", Value: editionWords(version)})
		}
	}
	if s.Line != nil {
		rows = append(rows, govuk.SummaryRow{Key: "Written", Value: writtenWords(*s.Line)}, govuk.SummaryRow{Key: "Why", Value: s.Line.Why})
		for _, accepted := range s.Line.Accepted {
			rows = append(rows, govuk.SummaryRow{Key: "Another answer than the table", Value: accepted.Scenario + ": " + accepted.Why})
		}
	}
	return rows
}

// editionWords says when an edition decides.
func editionWords(v rules.Version) string {
	from := "Came with the program"
	if v.From.Known() {
		from = "From " + v.From.Short()
	}
	switch {
	case v.TakenBack != nil:
		return from + ", taken back"
	case v.ToCome:
		return from + ", to come"
	case v.Decides:
		return from + ", decides today"
	}
	return from + ", followed by another"
}

func writtenWords(line rules.Kept) string {
	return "By " + line.Name + ", " + line.Agency + ", on " + calendar.DayOf(line.Written).Short()
}

// chapter is the whole scheme, or one pathway of it.
type chapter struct {
	id, title string
	sections  []scheme.Section
}

func (s sheet) chapters() []chapter {
	all := []chapter{{id: "scheme", title: "The whole scheme"}}
	for _, p := range s.Book.Pathways {
		all = append(all, chapter{id: p.Code, title: p.Title})
	}
	for _, section := range s.Book.Sections(s.law) {
		i := max(0, slices.IndexFunc(all, func(c chapter) bool { return c.id == section.Pathway }))
		all[i].sections = append(all[i].sections, section)
	}
	return all
}

// asRead returns a line as people read it: a local setting by what it decides, with its
// name behind that for whoever sets it. No other line begins with its own key.
func asRead(line scheme.Line) scheme.Line {
	if words, setting := strings.CutPrefix(line.Text, line.Key+": "); setting {
		line.Text = upper(words) + " (setting " + line.Key + ")"
	}
	return line
}

// decided says what this place decided on a local setting, "" of any other line.
func (s sheet) decided(section scheme.Section, line scheme.Line) string {
	if i := slices.IndexFunc(s.Book.Settings, func(setting scheme.Setting) bool { return setting.Name == line.Key }); i < 0 || section.Part != scheme.PartSettings {
		return ""
	}
	value, ok := s.Settings[line.Key]
	if !ok {
		return "Not decided here. Where it matters, the answer is “unclear” and names it."
	}
	return "Decided here: " + valueWords(value) + "."
}

// valueWords says what a local setting was decided as.
func valueWords(value any) string {
	switch value := value.(type) {
	case bool:
		if value {
			return "yes"
		}
		return "no"
	case []string:
		return strings.Join(value, ", ")
	case []any:
		said := make([]string, len(value))
		for i, one := range value {
			said[i] = fmt.Sprint(one)
		}
		return strings.Join(said, ", ")
	}
	return fmt.Sprint(value)
}

// sourceWords say where a line comes from and how it stands there.
func sourceWords(line scheme.Line) string {
	if line.Source == "" {
		return ""
	}
	words := "Source " + string(line.Source)
	if line.Mark != scheme.InForce {
		words += ", " + string(line.Mark)
	}
	return words
}

// whyField asks why an edition is taken back.
func (s sheet) whyField() govuk.Field {
	return govuk.Field{Name: "why", Label: "Why is it taken back?", LabelSize: govuk.Small, Value: s.why, Error: s.problems.For("why"), Rows: 2, Autocomplete: "off"}
}

// changed is one change in words, for a list.
type changed struct {
	where, before, after string
}

// changesOf says what an edition says otherwise than the one before it.
func changesOf(book *scheme.Rulebook, changes []scheme.Change) []changed {
	all := make([]changed, len(changes))
	for i, change := range changes {
		where := change.Part
		if p := book.Pathway(change.Pathway); p != nil {
			where = p.Title + ": " + strings.ToLower(where[:1]) + where[1:]
		}
		all[i] = changed{where: where, before: lineWords(change.A, change.B), after: lineWords(change.B, change.A)}
	}
	return all
}

// lineWords says a line with its source and, where it differs from the other,
// how the program decides it.
func lineWords(line, other *scheme.Line) string {
	if line == nil {
		return "Nothing"
	}
	words := asRead(*line).String()
	if line.Rule != "" && (other == nil || other.Rule != line.Rule) {
		words += " [" + line.Rule + "]"
	}
	return words
}

func (d Door) text(r *web.Request) (web.Response, error) {
	of, err := d.editionOf(r)
	if err != nil {
		return web.Response{}, err
	}
	return web.Show(web.Page{
		Title: "The text of " + of.Book.Title, Body: textPage(of), Wide: true,
		Back: govuk.Link{Text: "Back to " + of.Book.Title, Href: editionPath(of.Book.ID, of.From)},
	}), nil
}

// numbered is a text with its lines numbered, each to be led to as #line-N. What
// is wrong with a line stands below it.
func numbered(text string, problems scheme.Problems) templ.Component {
	return templ.ComponentFunc(func(_ context.Context, out io.Writer) error {
		var page strings.Builder
		page.WriteString("<pre>")
		for i, line := range strings.Split(strings.TrimSuffix(text, "\n"), "\n") {
			fmt.Fprintf(&page, `<span id="line-%d">%4d  %s`, i+1, i+1, templ.EscapeString(line)+"\n")
			for _, problem := range problems {
				if problem.Line == i+1 {
					fmt.Fprintf(&page, "<strong>      ^ %s</strong>\n", templ.EscapeString(problem.Text))
				}
			}
			page.WriteString("</span>")
		}
		page.WriteString("</pre>")
		_, err := io.WriteString(out, page.String())
		return err
	})
}
