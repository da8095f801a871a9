package evidence

import (
	"context"
	"fmt"

	"throughline/internal/casework"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
	"throughline/internal/reckoning/comparison"
	"throughline/internal/reckoning/evaluation"
	"throughline/internal/reckoning/figure"
	"throughline/internal/reckoning/suppression"
)

// CompareQuery asks for women of a scheme to be set beside people who were not
// with it.
type CompareQuery struct {
	Scheme  string
	Measure string // figure.MeasureRearrest: the only one that is recorded of single women
	Others  []comparison.Person
	Traits  []comparison.Trait
	Each    int // others for each woman
	// Days is how long everybody is followed; 0 where the others were all followed
	// for the same time, which is then taken.
	Days int
	// CutOff is the last day of which police told who was arrested; zero is the day
	// of the last arrest they told of.
	CutOff calendar.Day
}

// Compared is a comparison and what it was made from.
type Compared struct {
	Scheme      string            `json:"scheme"`
	Title       string            `json:"-"`
	CutOff      calendar.Day      `json:"cut_off"`
	Publication string            `json:"publication"`
	Result      comparison.Result `json:"comparison"`
}

// CompareAtServer compares for whoever runs commands on the record itself, as
// AtServer reports. Women are those with a conditional caution, each from the
// first: whether she came or not. It reads coded rows, and no name.
func (d *Desk) CompareAtServer(ctx context.Context, query CompareQuery) (Compared, error) {
	const op = "compare with people elsewhere"
	_, book, err := d.settled(op, Query{Scheme: query.Scheme})
	if err != nil {
		return Compared{}, err
	}
	if query.Measure != figure.MeasureRearrest {
		return Compared{}, casework.Fail(casework.Invalid, op,
			"%q is not recorded of each woman with its day: only %s is, and figures of two measures are not compared", query.Measure, figure.MeasureRearrest)
	}
	cautioned, err := d.cautioned(ctx, book.ID)
	if err != nil {
		return Compared{}, casework.In(op, err)
	}
	if !query.CutOff.Known() {
		for _, row := range cautioned {
			query.CutOff = max(query.CutOff, row.ReArrest)
		}
	}
	if !query.CutOff.Known() {
		return Compared{}, casework.Fail(casework.Invalid, op, "police told of no arrest, so nobody knows up to when they would have: give the last day they told of")
	}
	if query.Days == 0 {
		if query.Days, err = sameFollowUp(query.Others); err != nil {
			return Compared{}, &casework.Error{Kind: casework.Invalid, Op: op, Err: err}
		}
	}
	scope := evaluation.ScopeOf(book, d.Settings[book.ID], query.CutOff)
	var women []comparison.Person
	for _, row := range cautioned {
		if scope.Cohort.Holds(row.Referred) {
			women = append(women, personOf(row, query.CutOff))
		}
	}
	result, err := comparison.People(comparison.Question{
		Meaning: figure.Meaning{
			ID: "re_arrest.compared", Title: "Re-arrest", Measure: query.Measure,
			Definition: "Arrested after the first day, whatever came of it; of the women, the first day is that of the referral with a conditional caution",
			Source:     "004:408", Window: scope.Cohort,
		},
		Traits: query.Traits, Days: query.Days, Each: query.Each,
	}, women, query.Others)
	if err != nil {
		return Compared{}, &casework.Error{Kind: casework.Invalid, Op: op, Err: err}
	}
	return Compared{Scheme: book.ID, Title: book.Title, CutOff: query.CutOff, Publication: suppression.NotForPublication, Result: result}, nil
}

// cautioned returns the first conditional caution of every woman in a scheme.
func (d *Desk) cautioned(ctx context.Context, scheme string) (map[string]journey.Row, error) {
	first := map[string]journey.Row{}
	_, err := d.Record.Changes(ctx, 0, func(row journey.Row) error {
		if row.Scheme != scheme || row.Pathway != journey.ConditionalCaution {
			return ctx.Err()
		}
		if known, ok := first[row.Woman]; !ok || row.Referred < known.Referred || row.Referred == known.Referred && row.Case < known.Case {
			first[row.Woman] = row
		}
		return ctx.Err()
	})
	if err != nil {
		return nil, fmt.Errorf("reading who had a conditional caution: %w", err)
	}
	return first, nil
}

// personOf is a woman by her coded answers, followed from her referral to a day.
func personOf(row journey.Row, cutOff calendar.Day) comparison.Person {
	person := comparison.Person{Coded: map[comparison.Trait]string{
		comparison.Ethnicity: row.Ethnicity, comparison.FirstTime: string(row.FirstTime), comparison.Area: row.Area,
		comparison.OffenceGroup: comparison.OffenceGroupOf(row.OffenceCode),
	}}
	if row.Age != nil {
		person.Age = *row.Age
	}
	person.Follow.Days = max(0, int(cutOff-row.Referred))
	if row.ReArrest.Known() && row.ReArrest <= cutOff {
		person.Follow.Event, person.Follow.EventDay = true, int(row.ReArrest-row.Referred)
	}
	return person
}

// sameFollowUp returns for how many days everybody was followed, or says that it
// was not the same.
func sameFollowUp(others []comparison.Person) (int, error) {
	if len(others) == 0 {
		return 0, fmt.Errorf("there is nobody to compare with")
	}
	shortest, longest := others[0].Follow.Days, others[0].Follow.Days
	for _, other := range others {
		shortest, longest = min(shortest, other.Follow.Days), max(longest, other.Follow.Days)
	}
	if shortest != longest {
		return 0, fmt.Errorf("people in the comparator file were followed for %d to %d days, and whoever is followed longer has longer to be arrested in: say after how many days everybody is cut off", shortest, longest)
	}
	return shortest, nil
}
