package evidence

import (
	"throughline/internal/edge/web"
	"throughline/internal/edge/web/govuk"
	"throughline/internal/reckoning/reportpack"
)

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

// answers are the four that a reader gets in a minute.
func (r reading) answers() []reportpack.Answer { return reportpack.Answers(r.Figures) }

// opens links the tables of an answer that the report has.
func (r reading) opens(answer reportpack.Answer) []govuk.Link {
	var links []govuk.Link
	for _, id := range answer.Tables {
		if table, ok := r.Table(id); ok {
			links = append(links, govuk.Link{Text: table.Heading(), Href: r.asked.address("/evidence/" + id)})
		}
	}
	if answer.ID == "worked" {
		links = append(links, govuk.Link{Text: "Re-arrest over time", Href: r.asked.address("/evidence/re-arrest")})
	}
	return links
}

// onward are the pages that do more with the figures, as far as the reader has them.
func (r reading) onward() []govuk.Link {
	links := []govuk.Link{{Text: "Compare areas, providers and months", Href: unitsView{reading: r}.to("/evidence/compare", "")}}
	if r.files {
		links = append(links, govuk.Link{Text: "Make a report pack: all of this as files", Href: r.asked.address("/evidence/pack")})
	}
	links = append(links,
		govuk.Link{Text: "Count what a change to a scheme would admit", Href: r.asked.address("/evidence/change")},
		govuk.Link{Text: "See what support cost and what it may be worth", Href: r.asked.address("/evidence/cost")})
	if r.reviews {
		links = append(links, govuk.Link{Text: "See which figures left the service, and to whom", Href: "/evidence/released"})
	}
	if r.Exact() {
		links = append(links,
			govuk.Link{Text: "Draw women for a survey", Href: "/evidence/surveys"},
			govuk.Link{Text: "Find the women of a police feed", Href: "/link"})
	}
	return links
}
