package evaluation

import (
	"maps"
	"slices"
	"strings"

	"throughline/internal/domain/journey"
	"throughline/internal/reckoning/figure"
)

// activityKinds are the ids of the figures of each kind of activity.
var activityKinds = func() []string {
	ids := make([]string, len(journey.ActivityKinds))
	for i, kind := range journey.ActivityKinds {
		ids[i] = "activities." + string(kind)
	}
	return ids
}()

// countOffences counts conditional cautions by offence code: how many kinds
// there are, and how many of each. Source: 004:192.
func (n *counting) countOffences(book *Book) error {
	scope := book.Scope
	offences := n.offences()
	all := n.tally(definition{of: isCaution, judge: func(b block) marks { return everyone(b).ifKnown(b.is(hasOffence)) }})
	cautions, notRecorded := all.Numerator, all.Missing
	meaning := func(id, title, text string) figure.Meaning {
		return figure.Meaning{ID: id, Title: title, Measure: "offences", Definition: text, Source: "004:192", Window: scope.Cohort}
	}
	if err := book.add(figure.NewCount(
		meaning("offences.kinds", "Kinds of offence", "Distinct offence codes of women referred with a conditional caution"),
		figure.Tally{Numerator: len(offences), Missing: notRecorded})); err != nil {
		return err
	}
	if err := book.add(figure.NewCount(
		meaning("offences.recorded", "Conditional cautions with an offence code", "Women referred with a conditional caution whose offence code is recorded"),
		figure.Tally{Numerator: cautions, Missing: notRecorded})); err != nil {
		return err
	}
	for _, one := range offences {
		title := one.label
		if title == "" {
			title = one.code
		}
		if err := book.add(figure.NewProportion(
			meaning("offences."+one.code, title, "Of conditional cautions with an offence code: "+one.code+", by code, for labels are written in many ways"),
			figure.Tally{Numerator: one.cases, Base: cautions, Missing: notRecorded})); err != nil {
			return err
		}
		book.offences, book.labels = append(book.offences, one.code), append(book.labels, title)
	}
	return nil
}

// audiences are those the report counts attendances of. Source: 004:168.
var audiences = []string{"evidence_review_officer", "custody_officer"}

// countTraining counts sessions and attendances up to the day, since launch.
// Someone who came twice is counted twice: an attendance is no person.
func (n *counting) countTraining(book *Book) error {
	if book.Scope.narrowed() {
		return nil // training is of the whole service
	}
	until := book.Scope.until()
	sessions := 0
	attendances := map[string]int{}
	for _, audience := range audiences {
		attendances[audience] = 0
	}
	for _, held := range n.training {
		if until.Holds(held.on) {
			sessions++
			attendances[held.audience] += held.attendees
		}
	}
	meaning := func(id, title, text string) figure.Meaning {
		return figure.Meaning{ID: id, Title: title, Definition: text, Source: "004:168", Window: until}
	}
	if err := book.add(figure.NewCount(meaning("training.sessions", "Training sessions", "Training sessions held, for any audience"), figure.Tally{Numerator: sessions})); err != nil {
		return err
	}
	for _, audience := range sortedKeys(attendances) {
		words := strings.ReplaceAll(audience, "_", " ")
		if audience == "" {
			audience, words = "not_stated", "audience not stated"
		}
		m := meaning("training."+audience, "Training attendances, "+words, "Attendances at training sessions for the audience "+audience+"; a person who came twice is counted twice")
		if err := book.add(figure.NewCount(m, figure.Tally{Numerator: attendances[audience]})); err != nil {
			return err
		}
	}
	return n.countTrainingByArea(book, until)
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
