package evaluation

import (
	"fmt"
	"strings"

	"throughline/internal/domain/journey"
	"throughline/internal/domain/need"
	"throughline/internal/reckoning/column"
	"throughline/internal/reckoning/figure"
)

// part is a part of her life that she rates: one of the nine pathways, or an
// aspect of well-being.
type part struct {
	code, title, source string
	need                flag // whose distance is counted: who had the need; anyCase for all who were asked
}

// parts are the nine pathways and the four aspects. Source: 000:685-688, 700-703.
var parts = func() []part {
	var all []part
	for _, pathway := range need.Pathways() {
		all = append(all, part{string(pathway), pathway.Title(), "000:700-703", needFlag(pathway)})
	}
	for _, aspect := range need.Aspects() {
		all = append(all, part{string(aspect), aspect.Title(), "000:685-688", anyCase})
	}
	return all
}()

const allParts = 13

// travelled is how she rated one part of her life, first and last, as columns.
// The ratings are held of those who rated it both times alone.
type travelled struct {
	rated, paired  column.Bits // at the first; at the first and at a later assessment
	start, end     column.Numbers
	up, same, down column.Bits
	far            column.Bits // up by two steps or more
	both, apart    column.Bits // rated last by her keyworker too; and not alike
}

func (t *travelled) columns() []*column.Bits {
	return []*column.Bits{&t.rated, &t.paired, &t.up, &t.same, &t.down, &t.far, &t.both, &t.apart}
}

// reliableSteps is how far up counts as a move that is not by chance. No
// reliability is published for the scale from 0 to 4, so no reliable change can be
// worked out of it: two steps is a choice of ours, and is called by its name.
const reliableSteps = 2

func (t *travelled) put(at int, rated journey.Rated) {
	paired := rated.First != nil && rated.Last != nil
	start, end := 0, 0
	if paired {
		start, end = *rated.First, *rated.Last
	}
	t.rated.Set(at, rated.First != nil)
	t.paired.Set(at, paired)
	t.start.Set(at, start)
	t.end.Set(at, end)
	t.up.Set(at, end > start)
	t.same.Set(at, paired && end == start)
	t.far.Set(at, end >= start+reliableSteps)
	t.down.Set(at, end < start)
	t.both.Set(at, paired && rated.Workers != nil)
	t.apart.Set(at, paired && rated.Workers != nil && *rated.Workers != end)
}

// putRatings writes how far she came in every part of her life.
func (c *Columns) putRatings(at int, row journey.Row) {
	for i := range parts {
		c.distance[i].put(at, row.RatingOf(parts[i].code))
	}
	for i := range scored {
		c.scores[i].put(at, row, scored[i])
	}
}

// scale is the unit of a mean rating.
const scale = "on a scale from 0 to 4"

// distanceFigures say how far women came, in their own view, from the first
// assessment to the last while support ran: of the same women, asked both times.
// An aspect that nobody was ever asked about is left out.
func (c *Columns) distanceFigures() []definition {
	var list []definition
	for i := range parts {
		one, t := parts[i], &c.distance[i]
		if one.need == anyCase && t.rated.Count() == 0 {
			continue
		}
		list = append(list, c.partFigures(one, t)...)
	}
	return list
}

// partFigures are those of one part of her life.
func (c *Columns) partFigures(one part, t *travelled) []definition {
	whose, theirs := "who had the need at the first assessment", &t.rated
	if one.need == anyCase {
		whose = "who were asked it at first"
	} else {
		theirs = &c.flags[one.need]
	}
	const ended, open = "Of women who took support up and whose support has ended, ", "Of women who are still supported, "
	twice := " and rated " + one.code + " then and again later while support ran: "
	figureOf := func(of flag, id, title, text string, known, holds *column.Bits) definition {
		d := plainly(of, "distance."+one.code+"."+id, one.title+", "+title, text, one.source, plain{theirs: theirs, known: known, holds: holds})
		d.measure = "distance." + id
		return d
	}
	moved := func(id, title, text string, holds *column.Bits) definition {
		return figureOf(isEnded, id, title, ended+whose+twice+text, &t.paired, holds)
	}
	mean := func(id, title, text string, amount column.Numbers) definition {
		d := moved(id, title, text, nil)
		d.kind, d.unit, d.amount, d.measure = figure.Mean, scale, amount, "distance"
		return d
	}
	list := []definition{
		figureOf(isEnded, "rated_twice", "rated at the start and again", ended+whose+": rated "+one.code+" then and again later while support ran", nil, &t.paired),
		mean("start", "at the start", "her mean rating at the first assessment", t.start),
		mean("end", "at the end", "her mean rating at the last assessment", t.end),
		moved("moved_up", "moved up", "rated it higher the last time", &t.up),
		moved("same", "the same", "rated it the same the last time", &t.same),
		moved("moved_down", "moved down", "rated it lower the last time", &t.down),
		moved("two_steps_up", "up two steps or more", "rated it higher by two steps or more the last time", &t.far),
		figureOf(isSupported, "moved_up_so_far", "moved up so far", open+whose+twice+"rated it higher the last time", &t.paired, &t.up),
	}
	if one.need != anyCase {
		list = append(list, figureOf(isEnded, "keyworker_differs", "her keyworker sees it otherwise",
			ended+whose+twice+"her keyworker’s last rating differs from hers", &t.both, &t.apart))
	}
	return list
}

// questionnaire is a published instrument of which more than its own noise is
// known: how many points a total has to change by.
type questionnaire struct {
	id, name string
	reliable int
}

// scored are those whose reliable change is published. On all of them a lower
// total is better. Confirm the points before live use.
var scored = [...]questionnaire{{"phq9", "PHQ-9", 6}, {"gad7", "GAD-7", 4}, {"core10", "CORE-10", 6}}

// scoredTwice is the first and latest total of one questionnaire, as columns.
type scoredTwice struct{ filled, twice, better, worse column.Bits }

func (s *scoredTwice) columns() []*column.Bits {
	return []*column.Bits{&s.filled, &s.twice, &s.better, &s.worse}
}

func (s *scoredTwice) put(at int, row journey.Row, of questionnaire) {
	var found journey.Scored
	for _, one := range row.Scores {
		if one.Instrument == of.id {
			found = one
		}
	}
	change := 0
	if found.Last != nil {
		change = *found.Last - found.First
	}
	s.filled.Set(at, found.Instrument != "")
	s.twice.Set(at, found.Last != nil)
	s.better.Set(at, change <= -of.reliable)
	s.worse.Set(at, change >= of.reliable)
}

// scoreFigures say who of those who filled in a questionnaire twice came out
// reliably better or worse. One that nobody filled in is left out.
func (c *Columns) scoreFigures() []definition {
	var list []definition
	for i := range scored {
		s, of := &c.scores[i], scored[i]
		if s.filled.Count() == 0 {
			continue
		}
		base := fmt.Sprintf("Of women who took support up, whose support has ended and who filled in %s: ", of.name)
		twice := strings.TrimSuffix(base, ": ") + " twice or more while support ran: "
		source := "the reliable change published for " + of.name + "; no source document gives one"
		moved := func(id, title, text string, holds *column.Bits) definition {
			return plainly(isEnded, "score."+of.id+"."+id, of.name+", "+title, fmt.Sprintf(twice+text, of.reliable), source,
				plain{among: &s.filled, known: &s.twice, holds: holds})
		}
		list = append(list,
			plainly(isEnded, "score."+of.id+".twice", of.name+", filled in again", base+"filled it in again on a later day", source,
				plain{among: &s.filled, holds: &s.twice}),
			moved("reliably_better", "reliably better", "the latest total is lower by %d points or more", &s.better),
			moved("reliably_worse", "reliably worse", "the latest total is higher by %d points or more", &s.worse))
	}
	return list
}
