package evaluation

import (
	"slices"
	"strings"

	"throughline/internal/domain/journey"
	"throughline/internal/reckoning/figure"
	"throughline/internal/reckoning/stats"
	"throughline/internal/reckoning/suppression"
)

// exitTable is T9: every question asked at the end of support, with who was asked
// of those who may be; and who came out better of a questionnaire.
func (b *Book) exitTable(read Reader) Table {
	t := Table{
		ID: "T9", Title: "Outcomes at the end of support", Source: "004:326-335", Columns: []string{"She says", "Yes", "Asked, of those who may be"},
		Definition: "Answers of yes, of those who answered yes or no when support ended; and who was asked, of those who completed support and had the need at the first assessment",
		Note:       "Who was not asked may feel otherwise. Each answer has its own base.",
	}
	for _, period := range b.Scope.Periods {
		t.Columns = append(t.Columns, "Asked, ended in: "+lowerFirst(period.Title))
	}
	for _, f := range b.answers(journey.Exit) {
		id := f.Meaning().ID
		ids := []string{id, id + ".asked"}
		for _, period := range b.Scope.Periods {
			ids = append(ids, id+".asked."+period.code())
		}
		t.Rows = append(t.Rows, row(read, f.Meaning().Title, ids...))
	}
	for _, one := range scored {
		for _, end := range []string{"reliably_better", "reliably_worse"} {
			id := "score." + one.id + "."
			if f, asked := b.Figure(id + end); asked {
				cells := row(read, f.Meaning().Title, id+end, id+"twice")
				t.Rows = append(t.Rows, append(cells, make([]Cell, len(b.Scope.Periods))...))
			}
		}
	}
	return t
}

// answers lists the figures of the questions of a wave.
func (b *Book) answers(wave journey.Wave) []figure.Figure {
	var list []figure.Figure
	for _, f := range b.Figures {
		if id := f.Meaning().ID; strings.HasPrefix(id, string(wave)+".") && strings.Count(id, ".") == 1 {
			list = append(list, f)
		}
	}
	return list
}

// followUpTable is T10: every question of the surveys, with who was drawn and who
// answered.
func (b *Book) followUpTable(read Reader) Table {
	t := Table{
		ID: "T10", Title: "Survey three months or more after support ended", Source: "004:343-354, 398", Columns: []string{"She says", "Yes"},
		Definition: "Answers of yes, of those who answered yes or no, three months or more after support ended; each question has its own base",
		Note:       sentences("Answers to different questions are never added up.", b.response(read)),
	}
	for _, f := range b.answers(journey.FollowUp) {
		t.Rows = append(t.Rows, row(read, f.Meaning().Title, f.Meaning().ID))
	}
	return t
}

// distanceTable is T12: how far women came in every part of their lives.
func (b *Book) distanceTable(read Reader) Table {
	t := Table{
		ID: "T12", Title: "Distance travelled", Source: "000:685-688, 700-703",
		Columns: []string{
			"Part of her life", "Rated twice, of those who may be", "Start", "End", "Moved up", "The same", "Moved down",
			"Up two steps or more", "Her keyworker sees it otherwise", "More moved up than down", "Still supported, moved up so far",
		},
		Definition: "Her own rating from 0, very hard, to 4, going well, at the first assessment and at the last while support ran: the same women both times, of those who had the need at first and whose support has ended",
		Note: "No reliability is published for this scale, so no reliable change can be worked out: two steps or more is printed in its place. " +
			"It is the service’s own scale and not the Outcomes Star. Women who were rated once are left out, and may have fared otherwise.",
	}
	ids := []string{"rated_twice", "start", "end", "moved_up", "same", "moved_down", "two_steps_up", "keyworker_differs"}
	for _, one := range parts {
		id := "distance." + one.code + "."
		if _, asked := b.Figure(id + "rated_twice"); !asked {
			continue
		}
		named := make([]string, len(ids))
		for i, end := range ids {
			named[i] = id + end
		}
		cells := row(read, one.title, named...)
		cells = append(cells, Cell{Words: moved(read, id)})
		t.Rows = append(t.Rows, slices.Concat(cells, row(read, "", id+"moved_up_so_far")[1:]))
	}
	return t
}

// leastMoved is how many women have to have moved before any pattern of ups and
// downs could tell anything: of five, all one way still comes by chance more often
// than one time in twenty.
const leastMoved = 6

// moved says in one of the verdicts whether more women moved up than down: the
// exact test of McNemar on the counts as they are read, so that nothing is told
// that does not stand beside it. Steps of the scale are no distances, so how far
// they moved is not weighed.
func moved(read Reader, id string) string {
	count := func(end string) (int, bool) {
		reading, ok := read(id + end)
		if !ok {
			return 0, false
		}
		shown, ok := reading.Shown()
		n, _ := shown.Numerator()
		return n, ok
	}
	up, shownUp := count("moved_up")
	down, shownDown := count("moved_down")
	if !shownUp || !shownDown {
		return suppression.Marker
	}
	if up+down < leastMoved {
		return string(figure.NotEnough)
	}
	// An exact interval leaves out one half where McNemar's exact test tells of a
	// difference, and only there.
	among, err := stats.ClopperPearson(up, up+down)
	switch {
	case err != nil:
		return string(figure.NotEnough)
	case among.Low > 0.5:
		return string(figure.Higher)
	case among.High < 0.5:
		return string(figure.Lower)
	}
	return string(figure.NoEffect)
}
