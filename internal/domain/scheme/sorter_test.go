package scheme_test

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"throughline/internal/domain/calendar"
	"throughline/internal/domain/scheme"
)

// asking is a rulebook whose clauses ask one word, several, a list, a setting
// and none, over all days and over some.
const asking = `id: asking
title: Every kind of clause
status: live
in_force: {text: In 2020., from: 2020-01-01, to: 2020-12-31, source: "000:507"}
settings:
  - {name: covered_areas, kind: names, text: which areas, source: "000:507"}
  - {name: most, kind: number, text: the highest score, source: "000:507"}
pathways:
  - pathway: triage
    title: Triage
    clauses:
      - {id: woman, text: She is a woman., given: true, unless: 'sex == "male"', source: "000:507"}
      - {id: area, text: In a covered area., when: area in covered_areas, source: "000:507"}
      - {id: score, text: A low score., when: gravity <= most, source: "000:507"}
      - {id: young_or_admitted, text: Young or admitted., when: 'age < 25 || admitted == "yes"', source: "000:507"}
      - {id: silent, text: Something else, not_stated: true, source: "000:507"}
    offers: [{id: directory, text: Services near her., source: "000:756"}]
  - pathway: voluntary
    title: Her own request
    clauses:
      - {id: need, text: She has a need., when: 'needs.exists(n, n == "mental_health")', source: "000:507"}
      - {id: lately, text: Since spring., when: 'occurred_on >= "2020-03-01"', source: "000:507"}
    offers: [{id: directory, text: Services near her., source: "000:756"}]
`

func TestASorterStandsAsDecideDecides(t *testing.T) {
	book, err := scheme.Parse([]byte(asking))
	if err != nil {
		t.Fatal(err)
	}
	other, err := scheme.Parse([]byte(small)) // beside it, with words of its own
	if err != nil {
		t.Fatal(err)
	}
	rapid.Check(t, func(t *rapid.T) {
		settings := rapid.SampledFrom([]scheme.Settings{
			nil, {"covered_areas": []string{"Hull"}}, {"most": 2.0}, {"covered_areas": []string{"Hull", "Leeds"}, "most": 3.0},
		}).Draw(t, "settings")
		sorter := scheme.NewSorter(scheme.Local{Book: other}, scheme.Local{Book: book, Settings: settings})
		optional := func(low, high int, name string) *int {
			if n := rapid.IntRange(low-1, high).Draw(t, name); n >= low {
				return &n
			}
			return nil
		}
		for range 60 {
			e := scheme.Encounter{
				Age: optional(17, 27, "age"), Gravity: optional(1, 5, "gravity"),
				OccurredOn: rapid.SampledFrom([]calendar.Day{0, calendar.On(2020, 4, 1)}).Draw(t, "occurred"),
				Area:       rapid.SampledFrom([]string{"", "Hull", "Leeds"}).Draw(t, "area"),
				Sex:        rapid.SampledFrom([]string{"", "female", "male"}).Draw(t, "sex"),
				Admitted:   rapid.SampledFrom([]string{"", "yes", "no", "not_asked"}).Draw(t, "admitted"),
				Needs: rapid.SampledFrom([][]string{
					nil, {}, {"mental_health"}, {"sex_work"}, {"sex_work", "mental_health"},
				}).Draw(t, "needs"),
			}
			on := rapid.SampledFrom([]calendar.Day{0, calendar.On(2019, 12, 31), calendar.On(2020, 1, 1), calendar.On(2020, 5, 1)}).Draw(t, "on")
			stands := sorter.Sort(&e, on)[1]
			for i, decision := range scheme.Decide(book, e, settings, on) {
				var no, notKnown []string
				for _, clause := range decision.Clauses {
					switch clause.Holds {
					case scheme.No:
						no = append(no, clause.ID)
					case scheme.NotKnown:
						notKnown = append(notKnown, clause.ID)
					}
				}
				got := stands[i]
				if got.Pathway != decision.Pathway || got.Decision != decision.Decision || !slices.Equal(got.No, no) ||
					!slices.Equal(got.NotKnown, notKnown) || !slices.Equal(got.WouldNeed, decision.WouldNeed) {
					t.Fatalf("%+v on %s stands\n%+v\nwhere it is decided\n%+v", e, on, *got, decision)
				}
			}
		}
	})
}
