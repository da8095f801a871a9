package rules

import (
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"throughline/internal/casework"
	"throughline/internal/casework/rules"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
	"throughline/internal/domain/scheme"
	"throughline/internal/edge/web"
	"throughline/internal/edge/web/govuk"
)

// draft is the form in which a rulebook is changed: what was typed, what is found
// of it, and what is wrong.
type draft struct {
	rules.Sheet // the edition the text began as
	rules.Draft
	form     url.Values
	text     string
	key      string
	seen     int
	earliest calendar.Day
	asking   asking
	tried    *rules.Trial
	problems govuk.Problems
	outrun   bool // somebody else wrote first
}

// askEdit begins with the latest edition, so that no change made before is lost.
func (d Door) askEdit(r *web.Request) (web.Response, error) {
	of, err := d.latest(r.PathValue("scheme"))
	if err != nil {
		return web.Response{}, err
	}
	form := draft{Sheet: of, form: url.Values{}, text: string(of.Text), key: d.Desk.NewID(), seen: of.Seen, earliest: d.Desk.Earliest()}
	return web.Show(form.page()), nil
}

// latest returns the edition of a scheme that begins last.
func (d Door) latest(id string) (rules.Sheet, error) {
	of, err := d.Desk.Open(id)
	if err != nil {
		return rules.Sheet{}, err
	}
	for _, version := range of.History { // the latest first
		if version.TakenBack == nil {
			return d.Desk.OpenEdition(id, version.From)
		}
	}
	return of, nil
}

// What the buttons of the form ask for.
const (
	doTry   = "try"
	doForce = "force"
)

func (d Door) edit(r *web.Request) (web.Response, error) {
	of, err := d.latest(r.PathValue("scheme"))
	if err != nil {
		return web.Response{}, err
	}
	seen, err := strconv.Atoi(r.Field("seen"))
	if err != nil || seen < 0 {
		return web.Response{}, casework.Fail(casework.Invalid, "edit rulebook", "the page does not say which editions were seen")
	}
	form := draft{
		Sheet: of, form: r.Posted, key: r.Field("key"), seen: seen, earliest: d.Desk.Earliest(),
		// A browser ends the lines of a form in its own way.
		text: strings.ReplaceAll(r.Posted.Get("text"), "\r\n", "\n"),
	}
	from := form.readFrom()
	if form.Draft, err = d.Desk.Check(of.Book.ID, form.text, from); err != nil {
		return web.Response{}, err
	}
	form.asking = asking{typed: r.Posted}
	if form.Draft.Book != nil {
		form.asking.questions = form.Draft.Book.Questions()
	}
	form.listProblems()
	switch r.Field("do") {
	case doTry:
		form.try(d.Desk, from)
	case doForce:
		if written, err := d.force(r, &form, from); written || err != nil {
			return web.Redirect(schemePath(of.Book.ID) + "?done=in-force"), err
		}
	}
	if form.outrun {
		return web.Show(form.page()).WithStatus(http.StatusConflict), nil
	}
	return web.Show(form.page()), nil
}

// readFrom reads the first day, and says what is wrong where it is none.
func (f *draft) readFrom() calendar.Day {
	parts := govuk.DateFrom(f.form, "from")
	day, real := parts.Read()
	if !parts.Empty() && !real {
		f.problems.AddDate("from", "Enter a date that exists, such as 27 3 2026")
	}
	return day
}

// listProblems lists what is wrong with the text, each leading to its line.
func (f *draft) listProblems() {
	for _, problem := range f.Draft.Problems {
		one := govuk.Problem{Field: "text", Text: upper(problem.String())}
		if problem.Line > 0 {
			one.Anchor = "line-" + strconv.Itoa(problem.Line)
		}
		f.problems = append(f.problems, one)
	}
}

// try decides the encounter that was entered under the draft and the edition it
// follows.
func (f *draft) try(desk *rules.Desk, from calendar.Day) {
	if f.Draft.Book == nil {
		return
	}
	if !from.Known() {
		from = f.earliest
	}
	encounter, on := f.asking.read(from)
	f.problems = append(f.problems, f.asking.problems...)
	if !f.asking.problems.Any() {
		tried := desk.Try(f.Draft, encounter, on)
		f.tried = &tried
	}
}

// force puts the draft in force, and says whether it was written. What keeps it
// from that is added to the problems.
func (d Door) force(r *web.Request, f *draft, from calendar.Day) (written bool, err error) {
	if f.problems.Any() {
		return false, nil
	}
	entry := rules.Edition{Scheme: f.Sheet.Book.ID, Text: f.text, From: from, Why: r.Field("why"), Seen: f.seen}
	for i, outcome := range f.Outcomes {
		if why := r.Field(rules.ScenarioField(i)); why != "" {
			entry.Accepted = append(entry.Accepted, rules.Accepted{Scenario: outcome.Scenario, Why: why})
		}
	}
	err = d.Desk.PutInForce(r.Context(), r.Asker, f.key, entry)
	var said journey.Problems
	switch {
	case err == nil:
		return true, nil
	case errors.Is(err, rules.ErrMovedOn):
		f.seen, f.key, f.outrun = f.Sheet.Seen, d.Desk.NewID(), true
		f.problems.Add("", "Another edition was written or taken back since you opened this page. Look at the editions, then put yours in force again")
		return false, nil
	case !errors.As(err, &said):
		return false, err
	}
	for _, problem := range said {
		if problem.Field == "from" {
			f.problems.AddDate(problem.Field, problem.Say)
			continue
		}
		f.problems.Add(problem.Field, problem.Say)
	}
	return false, nil
}

func (f draft) page() web.Page {
	return web.Page{
		Title: "Change the rules of " + f.Sheet.Book.Title, Body: editPage(f), Problems: f.problems, Wide: true,
		Back: govuk.Link{Text: "Back to " + f.Sheet.Book.Title, Href: schemePath(f.Sheet.Book.ID)},
	}
}

func (f draft) textField() govuk.Field {
	one := govuk.Field{
		Name: "text", Label: "The rulebook", LabelSize: govuk.Medium, Rows: 24, Value: f.text, Autocomplete: "off", NoSpelling: true, Code: true,
		Hint: "Every rule needs its source. What a source does not say is not_stated.",
	}
	switch count := len(f.Draft.Problems); {
	case count == 1:
		one.Error = "There is 1 thing to put right"
	case count > 1:
		one.Error = "There are " + strconv.Itoa(count) + " things to put right"
	default:
		one.Error = f.problems.For("text")
	}
	return one
}

func (f draft) fromField() govuk.Field {
	return govuk.Field{
		Name: "from", Label: "First day it decides", LabelSize: govuk.Small, Autocomplete: "off", Error: f.problems.For("from"),
		Hint: "The first there can be is " + f.earliest.Short() + ".",
	}
}

func (f draft) whyField() govuk.Field {
	return govuk.Field{
		Name: "why", Label: "Why does it change, and who decided it?", LabelSize: govuk.Small, Rows: 3,
		Value: f.form.Get("why"), Error: f.problems.For("why"), Autocomplete: "off",
	}
}

// reasonField asks why another answer is right for the scenario at a place of
// the table.
func (f draft) reasonField(place int) govuk.Field {
	name := rules.ScenarioField(place)
	return govuk.Field{
		Name: name, Label: "Why is this answer right for “" + f.Outcomes[place].Scenario + "”?", Rows: 2,
		Value: f.form.Get(name), Error: f.problems.For(name), Autocomplete: "off",
	}
}

// agreeing counts the scenarios that the draft answers as the table says.
func (f draft) agreeing() string {
	count := 0
	for _, outcome := range f.Outcomes {
		if len(outcome.Differs) == 0 {
			count++
		}
	}
	return strconv.Itoa(count) + " of " + strconv.Itoa(len(f.Outcomes)) + " scenarios are answered as the table beside the rulebook says."
}

// title names a pathway that was tried, by the draft or the edition before it.
func (f draft) title(code string) string {
	for _, book := range []*scheme.Rulebook{f.Draft.Book, f.Follows.Book} {
		if p := book.Pathway(code); p != nil {
			return p.Title
		}
	}
	return code
}
