package govuk

import (
	"context"
	"errors"
	"flag"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/a-h/templ"
	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
	"pgregory.net/rapid"

	"throughline/internal/domain/calendar"
)

var update = flag.Bool("update", false, "rewrite the golden files from what is rendered now")

func render(t *testing.T, component templ.Component) string {
	t.Helper()
	var out strings.Builder
	if err := component.Render(context.Background(), &out); err != nil {
		t.Fatalf("rendering: %v", err)
	}
	return out.String()
}

// normal is markup with one line an element, attributes sorted, space collapsed.
func normal(t *testing.T, markup string) string {
	t.Helper()
	root, err := html.ParseFragment(strings.NewReader(markup), &html.Node{Type: html.ElementNode, Data: "body", DataAtom: atom.Body})
	if err != nil {
		t.Fatalf("parsing: %v", err)
	}
	var out strings.Builder
	var walk func(*html.Node, int)
	walk = func(n *html.Node, depth int) {
		indent := strings.Repeat(" ", depth)
		switch n.Type {
		case html.TextNode:
			if text := strings.Join(strings.Fields(n.Data), " "); text != "" {
				out.WriteString(indent + text + "\n")
			}
		case html.ElementNode:
			var attributes []string
			for _, a := range n.Attr {
				words := strings.Fields(a.Val)
				if a.Key == "class" {
					slices.Sort(words)
				}
				attributes = append(attributes, " "+a.Key+"="+strings.Join(words, " "))
			}
			slices.Sort(attributes)
			out.WriteString(indent + "<" + n.Data + strings.Join(attributes, "") + ">\n")
			for child := n.FirstChild; child != nil; child = child.NextSibling {
				walk(child, depth+1)
			}
		}
	}
	for _, n := range root {
		walk(n, 0)
	}
	return out.String()
}

// with renders a component around children.
func with(outer, children templ.Component) templ.Component {
	return templ.ComponentFunc(func(ctx context.Context, w templWriter) error {
		return outer.Render(templ.WithChildren(ctx, children), w)
	})
}

func phone(problem string) Field {
	return Field{
		Name: "phone", Label: "How can we reach her safely?", LabelSize: Medium,
		Hint: "A number that only she answers", Value: "<07700 900123>", Error: problem,
		InputMode: "tel", Autocomplete: "off", Width: 20,
	}
}

var route = []Option{
	{Value: "conditional_caution", Label: "Conditional caution", Reveal: Input(Field{Name: "conditions", Label: "Conditions"})},
	{Value: "community_resolution", Label: "Community resolution", Hint: "Agreed on the street or later"},
	{Divider: true, Label: "or"},
	{Value: "not_arrested", Label: "Not arrested", Exclusive: true},
}

var golden = map[string]templ.Component{
	"input":               Input(phone("")),
	"input_error":         Input(phone("Enter a phone number, or choose No message")),
	"input_prefix":        Input(Field{Name: "grant", Label: "Hardship grant", Prefix: "£", Width: 5}),
	"textarea":            Textarea(Field{Name: "note", Label: "What mattered to her?", Value: "a </textarea> b", Rows: 3}),
	"select":              Select(Field{Name: "area", Label: "Area", Value: "brent"}, []Option{{Label: "Choose"}, {Value: "brent", Label: "Brent"}}),
	"radios":              Radios(Field{Name: "route", Label: "What is happening?", Heading: true, LabelSize: Large, Value: "conditional_caution"}, route),
	"radios_error":        Radios(Field{Name: "route", Label: "What is happening?", Error: "Choose what is happening"}, route),
	"checkboxes":          Checkboxes(Field{Name: "urgent", Label: "Anything urgent today?", Values: []string{"not_arrested"}}, route),
	"date":                DateInput(Field{Name: "born", Label: "Date of birth", Hint: "For example, 27 3 1987", Error: "Enter her date of birth", Autocomplete: "off"}, DateParts{Day: "31", Month: "2", Year: "x"}),
	"error_summary":       ErrorSummary(Problems{{Field: "born", Text: "Enter her date of birth", Anchor: "born-day"}, {Text: "Tell us one way to reach her"}}),
	"error_summary_none":  ErrorSummary(nil),
	"panel":               with(Panel("Referral sent"), templ.Raw("<strong>K7-42</strong>")),
	"summary_list":        SummaryList([]SummaryRow{{Key: "Route", Value: "Conditional caution", Actions: []Link{{Text: "Change", Href: "/r", Hidden: "route"}}}, {Key: "Tier", Value: "not stated"}}),
	"summary_card":        SummaryCard("Plan", []Link{{Text: "Change", Href: "/p"}}, []SummaryRow{{Key: "Goal", Value: "A safe home"}}),
	"table":               Table(TableOf{Caption: "Reached", CaptionSize: Medium, Columns: []Column{{Text: "Area"}, {Text: "Women", Numeric: true}}, Rows: [][]Cell{Text("Brent", "12")}, RowHeads: true}),
	"tag":                 Tag("Waiting", Grey),
	"details":             with(Details("Show as a table"), templ.Raw("<p>12</p>")),
	"pagination":          Pagination(Pages{Current: 6, Total: 12, Href: func(page int) string { return "/caseload?page=" + pageLink{number: page}.label() }}),
	"pagination_one_page": Pagination(Pages{Current: 1, Total: 1}),
	"navigation":          ServiceNavigation([]NavItem{{Text: "Today", Href: "/today", Current: true}, {Text: "Caseload", Href: "/caseload"}}),
	"sub_navigation":      SubNavigation("Record", []NavItem{{Text: "Summary", Href: "/w/1", Current: true}, {Text: "Plan", Href: "/w/1/plan"}}),
	"skip_link":           SkipLink("Skip to main content", "#main-content"),
	"warning":             WarningText("This number may be answered by someone else."),
	"banner":              with(NotificationBanner("Important"), templ.Raw("<p>Back at 3pm</p>")),
	"success":             SuccessBanner("Saved"),
	"button":              ButtonOf("Save", Secondary, "act", "save"),
	"button_link":         ButtonLink("Refer a woman", "/refer", ""),
}

func TestComponentsRenderAsTheyDid(t *testing.T) {
	for name, component := range golden {
		t.Run(name, func(t *testing.T) {
			got := normal(t, render(t, component))
			path := filepath.Join("testdata", name+".txt")
			if *update {
				if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(path)
			if errors.Is(err, os.ErrNotExist) {
				t.Fatalf("no golden file; run with -update and read it")
			}
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(want), got); diff != "" {
				t.Errorf("rendered (-want +got):\n%s", diff)
			}
		})
	}
}

func TestWhatWasTypedIsNeverMarkup(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		typed := rapid.String().Draw(t, "typed")
		f := Field{Name: "x", Label: typed, Hint: typed, Value: typed, Error: typed}
		var out strings.Builder
		if err := Input(f).Render(context.Background(), &out); err != nil {
			t.Fatal(err)
		}
		if err := Textarea(f).Render(context.Background(), &out); err != nil {
			t.Fatal(err)
		}
		for _, open := range []string{"<script", "<img", "<a "} {
			if strings.Contains(out.String(), open) {
				t.Fatalf("typed text became markup: %q", out.String())
			}
		}
		if got, want := strings.Count(out.String(), "<input "), 1; got != want {
			t.Fatalf("%d inputs, want %d", got, want)
		}
	})
}

func TestAPasswordIsNeverSentBack(t *testing.T) {
	markup := render(t, Input(Field{Name: "password", Label: "Password", Type: "password", Value: "correct horse"}))
	if strings.Contains(markup, "correct horse") {
		t.Errorf("the page repeats the password: %s", markup)
	}
}

func TestLinksDoNotRunScripts(t *testing.T) {
	markup := render(t, ButtonLink("Go", "javascript:alert(1)", ""))
	if strings.Contains(markup, "javascript:") {
		t.Errorf("a link runs a script: %s", markup)
	}
}

func TestReadDate(t *testing.T) {
	tests := map[string]struct {
		typed DateParts
		want  string
		ok    bool
	}{
		"figures":               {DateParts{"4", "3", "2025"}, "2025-03-04", true},
		"month in words":        {DateParts{"04", "march", "2025"}, "2025-03-04", true},
		"month shortened":       {DateParts{"29", "Feb", "2024"}, "2024-02-29", true},
		"no such day":           {DateParts{"29", "2", "2023"}, "", false},
		"no such month":         {DateParts{"1", "13", "2023"}, "", false},
		"year of two figures":   {DateParts{"1", "1", "87"}, "", false},
		"nothing typed":         {DateParts{}, "", false},
		"a word for a day":      {DateParts{"first", "1", "1987"}, "", false},
		"day before the month":  {DateParts{"0", "1", "1987"}, "", false},
		"day of minus thirteen": {DateParts{"-13", "1", "1987"}, "", false},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			day, ok := test.typed.Read()
			if ok != test.ok || day.String() != test.want {
				t.Errorf("Read() = %q, %v; want %q, %v", day, ok, test.want, test.ok)
			}
		})
	}
}

func TestAKnownDayComesBackFromItsBoxes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		day := calendar.On(1900, 1, 1).AddDays(rapid.IntRange(0, 60000).Draw(t, "days"))
		boxes := DateOf(day)
		form := url.Values{"born-day": {boxes.Day}, "born-month": {" " + boxes.Month}, "born-year": {boxes.Year}}
		if got, ok := DateFrom(form, "born").Read(); !ok || got != day {
			t.Fatalf("%v came back as %v, %v", day, got, ok)
		}
	})
}

func TestProblemsLeadToTheirFields(t *testing.T) {
	var problems Problems
	problems.Add("phone", "Enter a phone number")
	problems.AddDate("born", "Enter her date of birth")
	if got := problems.For("born"); got != "Enter her date of birth" {
		t.Errorf(`For("born") = %q`, got)
	}
	if got := problems.For("route"); got != "" {
		t.Errorf(`For("route") = %q, want nothing`, got)
	}
	markup := render(t, ErrorSummary(problems))
	for _, want := range []string{`href="#phone"`, `href="#born-day"`} {
		if !strings.Contains(markup, want) {
			t.Errorf("summary lacks %s: %s", want, markup)
		}
	}
}

func TestOptionIDsAreUnique(t *testing.T) {
	markup := render(t, Radios(Field{Name: "route", Label: "Route"}, route))
	seen := map[string]bool{}
	for _, part := range strings.Split(markup, ` id="`)[1:] {
		id, _, _ := strings.Cut(part, `"`)
		if seen[id] {
			t.Errorf("id %q stands twice", id)
		}
		seen[id] = true
	}
	if !seen["route"] {
		t.Error("the first answer must carry the id of the field")
	}
}

// Each case is a fixture of govuk-frontend's package; what it expects stays there.
func TestMarkupEqualsGovukFrontend(t *testing.T) {
	root := os.Getenv("GOVUK_FRONTEND")
	if root == "" {
		root = "../../../../assets/node_modules/govuk-frontend"
	}
	if _, err := os.Stat(root); err != nil {
		t.Skip("govuk-frontend is not installed (npm ci in assets): nothing to compare with")
	}
	tests := []struct {
		component, fixture string
		ours               func(params) templ.Component
	}{
		{"input", "with error and hint", func(p params) templ.Component { return Input(p.field()) }},
		{"input", "with prefix and suffix and error", func(p params) templ.Component {
			f := p.field()
			f.Prefix, f.Suffix = p.Prefix.Text, p.Suffix.Text
			return Input(f)
		}},
		{"input", "with label as page heading", func(p params) templ.Component {
			f := p.field()
			f.Heading, f.LabelSize = true, Large
			return Input(f)
		}},
		{"textarea", "with hint and error message", func(p params) templ.Component { return Textarea(p.field()) }},
		{"select", "with hint text and error message", func(p params) templ.Component { return Select(p.field(), p.options()) }},
		{"radios", "with hints on parent and items", func(p params) templ.Component { return Radios(p.field(), p.options()) }},
		{"radios", "with a divider", func(p params) templ.Component { return Radios(p.field(), p.options()) }},
		{"radios", "with conditional item checked", func(p params) templ.Component { return Radios(p.field(), p.options()) }},
		{"radios", "with fieldset and error message", func(p params) templ.Component { return Radios(p.field(), p.options()) }},
		{"checkboxes", "with divider, None and conditional items", func(p params) templ.Component { return Checkboxes(p.field(), p.options()) }},
		{"checkboxes", "with pre-checked values", func(p params) templ.Component { return Checkboxes(p.field(), p.options()) }},
		{"date-input", "with values and name prefix", func(p params) templ.Component {
			f := p.field()
			f.Name = p.NamePrefix
			return DateInput(f, DateParts{Day: "31", Month: "3", Year: "1980"})
		}},
		{"tag", "grey", func(p params) templ.Component { return Tag(p.Text, Grey) }},
		{"button", "prevent double click", func(p params) templ.Component { return Button(p.Text) }},
		{"button", "link", func(p params) templ.Component { return ButtonLink(p.Text, p.Href, "") }},
		{"skip-link", "default", func(p params) templ.Component { return SkipLink(p.Text, p.Href) }},
		{"back-link", "default", func(params) templ.Component { return BackLink("Back", "#") }},
		{"warning-text", "default", func(p params) templ.Component { return WarningText(p.Text) }},
		{"details", "default", func(p params) templ.Component {
			return with(Details(p.SummaryText), templ.Raw(html.EscapeString(p.Text)))
		}},
		{"inset-text", "default", func(p params) templ.Component { return with(InsetText(), templ.Raw(html.EscapeString(p.Text))) }},
		{"notification-banner", "with type as success", func(p params) templ.Component { return SuccessBanner(p.Text) }},
		{"error-summary", "mixed with and without links", func(p params) templ.Component {
			var problems Problems
			for _, e := range p.ErrorList {
				problems = append(problems, Problem{Text: e.Text, Anchor: strings.TrimPrefix(e.Href, "#")})
			}
			return ErrorSummary(problems)
		}},
	}
	for _, test := range tests {
		t.Run(test.component+"/"+test.fixture, func(t *testing.T) {
			given, want := fixture(t, root, test.component, test.fixture)
			if diff := cmp.Diff(normal(t, want), normal(t, render(t, test.ours(given)))); diff != "" {
				t.Errorf("markup (-theirs +ours):\n%s", diff)
			}
		})
	}
}
