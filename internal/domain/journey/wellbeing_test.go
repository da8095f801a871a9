package journey

import (
	"strings"
	"testing"

	"throughline/internal/domain/need"
)

func TestSheRatesHerWellBeing(t *testing.T) {
	p, row := assessing()
	n := func(n int) *int { return &n }
	for name, test := range map[string]struct {
		on      string
		answers []AspectAnswer
		want    problem
	}{
		"one of four":            {"2021-02-01", []AspectAnswer{{Aspect: need.Optimism, Rating: n(3), Words: "Brighter"}, {Aspect: need.Autonomy}}, problem{}},
		"none of them":           {"2021-02-01", []AspectAnswer{{Aspect: need.Optimism}}, problem{"wellbeing", "at least one question"}},
		"words without a rating": {"2021-02-01", []AspectAnswer{{Aspect: need.Optimism, Words: "Brighter"}}, problem{"optimism", "Choose her rating"}},
		"off the scale":          {"2021-02-01", []AspectAnswer{{Aspect: need.Autonomy, Rating: n(5)}}, problem{"autonomy", "Ratings go from 0"}},
		"another aspect":         {"2021-02-01", []AspectAnswer{{Aspect: "happiness", Rating: n(1)}}, problem{"happiness", "the four questions"}},
		"too many words":         {"2021-02-01", []AspectAnswer{{Aspect: need.Autonomy, Rating: n(1), Words: strings.Repeat("a", longestTold+1)}}, problem{"autonomy", "fewer words"}},
		"before she came":        {"2020-12-01", []AspectAnswer{{Aspect: need.Autonomy, Rating: n(1)}}, problem{"on", "before she was referred"}},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := p.TellWellbeing(row, d(test.on), test.answers)
			wantProblem(t, err, test.want)
		})
	}
	facts, _ := p.TellWellbeing(row, d("2021-02-01"), []AspectAnswer{{Aspect: need.Optimism, Rating: n(3), Words: " Brighter "}})
	if len(facts) != 1 || facts[0].Body != (WellbeingTold{need.Optimism, 3}) || facts[0].Words.Text != "Brighter" {
		t.Errorf("wrote %+v", facts)
	}
}

// rated adds what she and her keyworker say of her health on a day; -1 is nothing
// said.
func (s *story) rated(on string, hers, workers int) *story {
	body := NeedAssessed{Pathway: need.Health, Present: true}
	if hers >= 0 {
		body.Hers = &hers
	}
	if workers >= 0 {
		body.Workers = &workers
	}
	return s.tell(on, body)
}

// Her own first view and her latest are the distance she travelled. What was said
// on the way stays in her record, and what was said after the end is not of it.
func TestTheDistanceSheTravelled(t *testing.T) {
	for name, test := range map[string]struct {
		story *story
		want  string // first, last, the worker's at the last
	}{
		"asked once":                    {referred("2021-01-04").rated("2021-01-12", 1, 2), "1 - -"},
		"asked again":                   {referred("2021-01-04").rated("2021-01-12", 1, 2).rated("2021-02-12", 2, 2).rated("2021-03-12", 4, 3), "1 4 3"},
		"the worker says nothing later": {referred("2021-01-04").rated("2021-01-12", 1, 2).rated("2021-02-12", 2, 4).rated("2021-03-12", 3, -1), "1 3 -"},
		"she says nothing later":        {referred("2021-01-04").rated("2021-01-12", 1, 2).rated("2021-03-12", -1, 4), "1 - -"},
		"not asked at first": {
			referred("2021-01-04").assessed("2021-01-12", need.Accommodation).rated("2021-02-12", 1, 1).rated("2021-03-12", 3, 3), "- 3 3",
		},
		"again after the end": {
			referred("2021-01-04").rated("2021-01-12", 1, 2).rated("2021-03-12", 3, 3).tell("2021-03-12", Closed{Reason: ClosedCompleted}).rated("2021-06-20", 0, 0), "1 3 3",
		},
		"put right the same day": {referred("2021-01-04").rated("2021-01-12", 1, 2).rated("2021-01-12", 2, 2), "2 - -"},
	} {
		t.Run(name, func(t *testing.T) {
			one := test.story.row(t, "").RatingOf("health")
			if got := digits(one.First, one.Last, one.Workers); got != test.want {
				t.Errorf("first, last and the worker's are %s, want %s", got, test.want)
			}
		})
	}
	if none := referred("2021-01-04").row(t, "").RatingOf("health"); none.First != nil {
		t.Errorf("rated %v and was never asked", *none.First)
	}
}

// An aspect begins on the day it was first asked, whatever else was asked before.
func TestWellBeingAndScoresFirstAndLatest(t *testing.T) {
	row := referred("2021-01-04").assessed("2021-01-12", need.Health).
		tell("2021-01-20", WellbeingTold{need.Optimism, 1}).tell("2021-03-01", WellbeingTold{need.Optimism, 3}).
		tell("2021-01-20", InstrumentScored{Instrument: "phq9", Total: 18}).tell("2021-01-20", InstrumentScored{Instrument: "phq9", Total: 17}).
		tell("2021-02-20", InstrumentScored{Instrument: "phq9", Declined: true}).tell("2021-03-01", InstrumentScored{Instrument: "phq9", Total: 9}).
		tell("2021-03-02", InstrumentScored{Instrument: "gad7", Total: 5}).row(t, "")
	if one := row.RatingOf("optimism"); digits(one.First, one.Last) != "1 3" {
		t.Errorf("optimism is %s", digits(one.First, one.Last))
	}
	if len(row.Scores) != 2 || row.Scores[0].First != 5 || row.Scores[0].Last != nil || row.Scores[1].First != 17 || *row.Scores[1].Last != 9 {
		t.Errorf("scores %+v", row.Scores)
	}
}

func digits(numbers ...*int) string {
	var said []string
	for _, number := range numbers {
		if number == nil {
			said = append(said, "-")
			continue
		}
		said = append(said, string(rune('0'+*number)))
	}
	return strings.Join(said, " ")
}
