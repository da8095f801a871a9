package support

import (
	"strings"

	"throughline/internal/domain/journey"
	"throughline/internal/domain/scheme"
)

// safety lists the rules of her scheme about where she is not asked to come.
func (d Desk) safety(row journey.Row) []scheme.Safety {
	book := d.Rules.Of(row.Scheme, row.Referred)
	if book == nil {
		return nil
	}
	p := book.Pathway(string(row.Pathway))
	if p == nil {
		return nil
	}
	return p.Safety
}

// menReport says whether men known to a scheme report at a place, by the lists
// that the place keeps for any scheme: the men do not ask whose woman she is.
// Source: 000:578.
func (d Desk) menReport(place string) bool {
	for _, book := range d.Rules.On(d.Bench.Today()) {
		for _, p := range book.Pathways {
			_, places := book.NotAt(p.Code, d.Settings[book.ID])
			for _, listed := range places {
				if samePlace(listed, place) {
					return true
				}
			}
		}
	}
	return false
}

// samePlace compares names of places as people type them.
func samePlace(a, b string) bool {
	plain := func(name string) string { return strings.ToLower(strings.Join(strings.Fields(name), " ")) }
	return plain(a) != "" && plain(a) == plain(b)
}

// workerTitle says who supports a woman under her scheme, such as a keyworker or
// a lead professional; "" where the rulebook does not say. Where it depends on
// what is not known of her, open lists the titles it may be.
func (d Desk) workerTitle(row journey.Row) (title string, open []string) {
	book := d.Rules.Of(row.Scheme, row.Referred)
	if book == nil {
		return "", nil
	}
	p := book.Pathway(string(row.Pathway))
	if p == nil {
		return "", nil
	}
	known := scheme.Encounter{OccurredOn: row.Referred, Area: row.Area, Residence: row.Lives(), Age: row.Age, PoliceOutcome: row.Outcome}
	if title := book.WorkerFor(p.Code, known, d.Settings[book.ID]); title != "" {
		return title, nil
	}
	for _, worker := range p.Workers {
		if worker.Title != "" {
			open = append(open, worker.Title)
		}
	}
	return "", open
}
