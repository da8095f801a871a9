package evidence

import (
	"fmt"
	"strings"

	"throughline/internal/edge/web"
	"throughline/internal/edge/web/govuk"
	"throughline/internal/reckoning/chart"
)

// sentence is one of the four that a reader gets in a minute: what it is about,
// what the figures say, and where each opens.
type sentence struct {
	title string
	lines []line
	note  string
	opens []govuk.Link
}

// line is one finding of a sentence.
type line struct{ says, window, href, about string }

func (d Door) home(r *web.Request) (web.Response, error) {
	a := d.ask(r)
	if a.problems.Any() {
		return web.Show(web.Page{Title: "Evidence", Body: choosePage(a), Problems: a.problems}), nil
	}
	report, err := d.read(r, a)
	if err != nil {
		return web.Response{}, err
	}
	return web.Show(web.Page{Title: "Evidence", Body: homePage(report), Wide: true}), nil
}

// says adds what a figure says to a sentence; a figure the report does not have
// is left out. In the words, %s is where the figure stands.
func (s *sentence) says(r reading, id, text string) {
	one, ok := r.Figure(id)
	if !ok {
		return
	}
	s.lines = append(s.lines, line{
		says: fmt.Sprintf(text, words(one)), window: one.Meaning().Window.Words(),
		href: r.asked.figure(id), about: one.Meaning().Title,
	})
}

// open links the tables of a sentence that the report has.
func (s *sentence) open(r reading, tables ...string) {
	for _, id := range tables {
		if table, ok := r.Table(id); ok {
			s.opens = append(s.opens, govuk.Link{Text: id + " " + table.Title, Href: r.asked.to("/evidence/" + id)})
		}
	}
}

// sentences are the four, as far as there are figures for them.
func (r reading) sentences() []sentence {
	reached := sentence{title: "Reached"}
	reached.says(r, "reach.offered", "Offered support at %s arrests and other encounters in the areas covered.")
	reached.says(r, "referrals.total", "Referred: %s.")
	reached.says(r, "engaged.total", "Took up support: %s of those referred.")
	reached.open(r, "T15", "T1")

	fair := sentence{title: "Fair?", note: "Nothing is counted yet by ethnicity, age or disability, so this says nothing about them."}
	for _, one := range r.Figures {
		if id := one.Meaning().ID; strings.HasPrefix(id, "area.") && strings.HasSuffix(id, ".offered") {
			fair.says(r, id, one.Meaning().Title+": %s.")
		}
	}
	fair.says(r, "engaged.conditional_caution", "Took up support, conditional caution: %s.")
	fair.says(r, "engaged.voluntary", "Took up support, voluntary: %s.")
	fair.open(r, "T15", "T1")

	worked := sentence{title: "Worked"}
	worked.says(r, "condition.met", "Met the condition, of cautions taken up: %s.")
	if widening, ok := r.Figure("net_widening"); ok && based(widening) {
		worked.says(r, "net_widening", "Might have had something lighter without the scheme, of cautions where police said: %s.")
	}
	worked.says(r, "re_arrest.women", "Re-arrested after referral: %s.")
	worked.open(r, "T9", "T10", "T12", "T2")
	worked.note = "What women say at the end of support stands in T9, and three months on in T10. Each answer has its own base."

	capacity := sentence{title: "Capacity"}
	capacity.says(r, "open.total", "Open cases: %s.")
	capacity.says(r, "duration.over_3_months", "Open for more than three months: %s.")
	capacity.says(r, "duration.over_6_months", "Open for more than six months: %s.")
	if cost, ok := r.Figure("cost.per_engaged_woman"); ok && costed(cost) {
		capacity.says(r, "cost.per_engaged_woman", "Cost for each woman who took up support: %s.")
	}
	capacity.note = "Open cases are a view of one day: long ones are likelier to be open on it."
	capacity.open(r, "T8", "T18")
	return []sentence{reached, fair, worked, capacity}
}

// based says whether a figure has anybody in its base: nobody asked is not no.
func based(one chart.Reading) bool {
	shown, ok := one.Shown()
	base, _ := shown.Base()
	return !ok || base > 0
}

// costed says whether any cost is recorded: none recorded is not no cost.
func costed(cost chart.Reading) bool {
	shown, ok := cost.Shown()
	return !ok || shown.Pence() > 0
}
