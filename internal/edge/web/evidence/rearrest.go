package evidence

import (
	"strings"

	"throughline/internal/edge/web"
	"throughline/internal/edge/web/govuk"
	"throughline/internal/reckoning/chart"
	"throughline/internal/reckoning/evaluation"
)

// reArrestView is what is known of re-arrests over time.
type reArrestView struct {
	reading
	drawn  *evaluation.Drawn // nil: too few women are followed
	groups []figureGroup
}

// figureGroup is figures that may be read beside each other.
type figureGroup struct {
	title, note string
	figures     []chart.Reading
}

// reArrestGroups say which figures stand together, by the beginnings of their ids.
var reArrestGroups = []struct{ title, note, begins string }{
	{"By a time after the referral", "Counted from the referral, for all women with a conditional caution. Each is followed for as long as the police feed reaches. These are estimates, and stop where fewer than 10 are still followed.", "re_arrest.by_"},
	{"Of women followed so long", "Only women who were referred long enough before the last day of the feed. Each line has its own women, so the lines are not to be taken from each other.", "re_arrest.within_"},
	{"From the second appointment on", "Before and after support cannot be compared: a woman has to stay without an arrest to come twice. From the day she came again, all who are counted have come that far.", "re_arrest.after_second_by_"},
	{"How many", "More than one arrest of a woman counts each time.", "re_arrest.per_woman"},
	{"A new matter recorded", "A measure of its own. It needs a police feed that says what came of an arrest.", "new_matter"},
	{"A proven reoffence", "A measure of its own: twelve months, and six more for an outcome. Women dealt with in other ways than by a caution are not in any national rate.", "proven_reoffence"},
}

func (d Door) reArrest(r *web.Request) (web.Response, error) {
	a := d.ask(r)
	if a.problems.Any() {
		return web.Show(web.Page{Title: "Evidence", Body: choosePage(a), Problems: a.problems}), nil
	}
	report, err := d.read(r, a)
	if err != nil {
		return web.Response{}, err
	}
	view := reArrestView{reading: report}
	if drawn, ok := report.Chart("re-arrest"); ok {
		view.drawn = &drawn
	}
	for _, group := range reArrestGroups {
		shown := figureGroup{title: group.title, note: group.note}
		for _, one := range report.Figures {
			if strings.HasPrefix(one.Meaning().ID, group.begins) {
				shown.figures = append(shown.figures, one)
			}
		}
		if len(shown.figures) > 0 {
			view.groups = append(view.groups, shown)
		}
	}
	return web.Show(web.Page{
		Title: "Re-arrest over time", Body: reArrestPage(view), Wide: true,
		Back: govuk.Link{Text: "Back to Evidence", Href: a.address("/evidence")},
	}), nil
}
