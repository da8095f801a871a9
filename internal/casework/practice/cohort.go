package practice

import (
	"context"
	"fmt"
	"slices"

	"throughline/internal/casework"
	"throughline/internal/domain/access"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
)

// Earliest is the first day the practice system can be set up for: the present
// weeks reach back a year, and the cases of 2019 to 2021 have ended before.
var Earliest = calendar.On(2023, 7, 1)

// reportDay is the last day of the report's data. Source: 004:172.
var reportDay = calendar.On(2021, 8, 31)

// usualFacts is a little more than a cohort holds.
const usualFacts = 16_000

// Cohort is the invented record of the practice system.
type Cohort struct {
	Facts    []journey.Fact // in the order they happened, each with a Source of its own
	Accounts []Account
}

// Invent returns the cohort that a seed gives on a day: the same seed and day
// give the same facts. As at 31 August 2021 it agrees with the London report;
// nothing of the present weeks is known then.
func Invent(seed uint64, today calendar.Day) (Cohort, error) {
	if today < Earliest {
		return Cohort{}, fmt.Errorf("inventing the practice cohort: today is %s, and its present weeks need a day from %s on", today.Short(), Earliest.Short())
	}
	w := newWriter(seed, today)
	w.early()
	w.present()
	w.sharing()
	w.groups()
	w.service()
	for _, home := range w.places {
		for _, worker := range home.workers {
			if worker.ID == Priya {
				w.work(worker, 0)
			}
		}
	}
	slices.SortStableFunc(w.facts, func(a, b journey.Fact) int { return a.Happened.Compare(b.Happened) })
	return Cohort{Facts: w.facts, Accounts: Accounts()}, nil
}

// Load writes the whole cohort in one import.
func Load(ctx context.Context, importer casework.Importer, entry access.Entry, cohort Cohort) error {
	return importer.Import(ctx, entry, func(intake casework.Intake) error {
		for _, fact := range cohort.Facts {
			if _, err := intake.Put(ctx, fact); err != nil {
				return fmt.Errorf("loading the practice cohort, %s: %w", fact.Source, err)
			}
		}
		return nil
	})
}
