package evaluation_test

import (
	"fmt"
	"testing"

	"throughline/internal/domain/journey"
	"throughline/internal/domain/need"
	"throughline/internal/reckoning/suppression"
)

// How far the women of London came, of those who had the need: the same women at
// the start and at the end. Women who were rated once there had no need at first,
// or are still supported.
func TestLondonDistanceTravelled(t *testing.T) {
	book := londonBook(t)
	for _, want := range []struct {
		pathway                          need.Pathway
		paired, start, end               int // start and end are sums of ratings
		up, same, down, twoSteps, differ int
	}{
		{need.Accommodation, 71, 84, 160, 53, 18, 0, 23, 0},
		{need.EducationTrainingEmployment, 53, 51, 120, 44, 9, 0, 25, 0},
		{need.Health, 81, 86, 181, 64, 17, 0, 31, 0},
		{need.DrugsAndAlcohol, 64, 60, 138, 50, 14, 0, 28, 0},
		{need.FinanceBenefitDebt, 59, 62, 141, 51, 8, 0, 28, 0},
		{need.ChildrenAndFamilies, 57, 51, 112, 46, 11, 0, 15, 0},
		{need.AttitudesThinkingBehaviour, 50, 50, 109, 41, 9, 0, 18, 0},
		{need.DomesticAbuseVAWG, 78, 76, 167, 59, 19, 0, 32, 0},
		{need.SexWork, 18, 21, 44, 15, 3, 0, 8, 0},
	} {
		for id, n := range map[string]int{
			"rated_twice": want.paired, "start": want.start, "end": want.end, "moved_up": want.up, "same": want.same,
			"moved_down": want.down, "two_steps_up": want.twoSteps, "keyworker_differs": want.differ,
		} {
			id = "distance." + string(want.pathway) + "." + id
			f, _ := book.Figure(id)
			tally := f.Tally()
			if tally.Numerator != n || tally.Base != want.paired || tally.Missing != 0 || tally.NotApplicable != 124-want.paired {
				t.Errorf("%s is %+v, want %d of %d", id, tally, n, want.paired)
			}
		}
	}
	if _, asked := book.Figure("distance.optimism.rated_twice"); asked {
		t.Error("nobody was asked about optimism, and there is a figure of it")
	}
}

// Eight women of whom each went another way.
func TestWhoIsInADistance(t *testing.T) {
	n := func(n int) *int { return &n }
	rated := func(first, last, workers *int) func(*journey.Row) {
		return func(row *journey.Row) {
			row.Needs, row.Assessed = row.Needs.With(need.Health), from+20
			row.Closed, row.Reason = from+90, journey.ClosedCompleted
			row.Ratings = []journey.Rated{{Of: "health", First: first, Last: last, Workers: workers}}
		}
	}
	and := func(changes ...func(*journey.Row)) func(*journey.Row) {
		return func(row *journey.Row) {
			for _, change := range changes {
				change(row)
			}
		}
	}
	open := func(row *journey.Row) { row.Closed, row.Reason = 0, "" }
	tests := []struct {
		name, id                    string
		change                      func(*journey.Row)
		n, base, missing, notTheirs int
	}{
		{"rated twice", "rated_twice", rated(n(1), n(3), nil), 1, 1, 0, 0},
		{"rated once", "rated_twice", rated(n(1), nil, nil), 0, 1, 0, 0},
		{"no need at first", "rated_twice", and(rated(n(1), n(3), nil), func(row *journey.Row) { row.Needs = 0 }), 0, 0, 0, 1},
		{"support goes on", "rated_twice", and(rated(n(1), n(3), nil), open), 0, 0, 0, 0},
		{"she never took it up", "rated_twice", and(rated(n(1), n(3), nil), func(row *journey.Row) { row.Reason = journey.ClosedDidNotEngage }), 0, 0, 0, 0},
		{"up by one", "moved_up", rated(n(1), n(2), nil), 1, 1, 0, 0},
		{"up by one is not two", "two_steps_up", rated(n(1), n(2), nil), 0, 1, 0, 0},
		{"up by two", "two_steps_up", rated(n(1), n(3), nil), 1, 1, 0, 0},
		{"down", "moved_down", rated(n(3), n(0), nil), 1, 1, 0, 0},
		{"the same", "same", rated(n(3), n(3), nil), 1, 1, 0, 0},
		{"rated once is not the same", "same", rated(n(3), nil, nil), 0, 0, 1, 0},
		{"the ratings at the end add up", "end", rated(n(3), n(4), nil), 4, 1, 0, 0},
		{"her keyworker agrees", "keyworker_differs", rated(n(1), n(3), n(3)), 0, 1, 0, 0},
		{"her keyworker sees it otherwise", "keyworker_differs", rated(n(1), n(3), n(2)), 1, 1, 0, 0},
		{"her keyworker says nothing", "keyworker_differs", rated(n(1), n(3), nil), 0, 0, 1, 0},
		{"up so far", "moved_up_so_far", and(rated(n(1), n(3), nil), open), 1, 1, 0, 0},
		{"so far is of those supported", "moved_up_so_far", rated(n(1), n(3), nil), 0, 0, 0, 0},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			f, ok := count(t, caution("a", test.change)).Figure("distance.health." + test.id)
			tally := f.Tally()
			if !ok || tally.Numerator != test.n || tally.Base != test.base || tally.Missing != test.missing || tally.NotApplicable != test.notTheirs {
				t.Errorf("%+v, want %d of %d, %d not known, %d not theirs", tally, test.n, test.base, test.missing, test.notTheirs)
			}
		})
	}
}

// An aspect of well-being is of every woman who was asked about it at first.
func TestAnAspectOfWellBeing(t *testing.T) {
	n := func(n int) *int { return &n }
	book := count(t,
		caution("a", func(row *journey.Row) {
			row.Closed, row.Reason = from+90, journey.ClosedCompleted
			row.Ratings = []journey.Rated{{Of: "optimism", First: n(0), Last: n(4)}}
		}),
		caution("b", func(row *journey.Row) { row.Closed, row.Reason = from+90, journey.ClosedCompleted }))
	twice, _ := book.Figure("distance.optimism.rated_twice")
	if tally := twice.Tally(); tally.Numerator != 1 || tally.Base != 1 || tally.NotApplicable != 1 {
		t.Errorf("rated twice: %+v", tally)
	}
	if _, ok := book.Figure("distance.optimism.keyworker_differs"); ok {
		t.Error("a keyworker rates no well-being, and there is a figure of it")
	}
}

func TestReliablyBetterOnAQuestionnaire(t *testing.T) {
	scored := func(id string, first, last int) journey.Row {
		return caution(id, func(row *journey.Row) {
			row.Closed, row.Reason = from+90, journey.ClosedCompleted
			row.Scores = []journey.Scored{{Instrument: "phq9", First: first, Last: &last}}
		})
	}
	once := caution("once", func(row *journey.Row) {
		row.Closed, row.Reason = from+90, journey.ClosedCompleted
		row.Scores = []journey.Scored{{Instrument: "phq9", First: 20}}
	})
	book := count(t, scored("a", 18, 12), scored("b", 18, 13), scored("c", 5, 11), once)
	for id, want := range map[string]string{
		"twice": "3 of 4", "reliably_better": "1 of 3", "reliably_worse": "1 of 3",
	} {
		f, _ := book.Figure("score.phq9." + id)
		tally := f.Tally()
		if got := fmt.Sprintf("%d of %d", tally.Numerator, tally.Base); got != want {
			t.Errorf("%s is %s, want %s", id, got, want)
		}
	}
	if _, ok := book.Figure("score.gad7.twice"); ok {
		t.Error("nobody filled in GAD-7, and there is a figure of it")
	}
	for _, table := range book.Tables(book.Exact) {
		if table.ID == "T9" && cells(table.Rows[len(table.Rows)-2]) != "PHQ-9, reliably better | 1 of 3 (33.3%, 95% interval 6.1 to 79.2) | 3 of 4 (75.0%, 95% interval 30.1 to 95.4) |  | " {
			t.Errorf("T9 says %s", cells(table.Rows[len(table.Rows)-2]))
		}
	}
}

// The words of the verdict are one of three, or that there are not enough; and
// they tell nothing that the counts beside them do not.
func TestTheVerdictOnADistance(t *testing.T) {
	n := func(n int) *int { return &n }
	moves := func(up, same, down int) []journey.Row {
		var rows []journey.Row
		for i := range up + same + down {
			last := 2
			if i < up {
				last = 3
			} else if i >= up+same {
				last = 1
			}
			rows = append(rows, caution(fmt.Sprint("woman", i), func(row *journey.Row) {
				row.Needs, row.Assessed = row.Needs.With(need.Health), from+20
				row.Closed, row.Reason = from+90, journey.ClosedCompleted
				row.Ratings = []journey.Rated{{Of: "health", First: n(2), Last: &last}}
			}))
		}
		return rows
	}
	for _, test := range []struct {
		up, same, down int
		protected      bool
		want           string
	}{
		{6, 0, 0, false, "higher"}, // by chance one time in 32
		{5, 9, 0, false, "not enough people"},
		{0, 3, 6, false, "lower"},
		{9, 0, 4, false, "no statistically significant effect found, which is not evidence of no effect"},
		{10, 4, 1, false, "higher"},
		{40, 20, 0, true, "higher"},
		{40, 20, 3, true, suppression.Marker},
	} {
		book := count(t, moves(test.up, test.same, test.down)...)
		read := book.Exact
		if test.protected {
			protected, err := book.Protected(suppression.Default())
			if err != nil {
				t.Fatal(err)
			}
			read = protected
		}
		for _, table := range book.Tables(read) {
			if table.ID == "T12" && table.Rows[2][9].Words != test.want {
				t.Errorf("%d up, %d down: %s, want %s", test.up, test.down, table.Rows[2][9].Words, test.want)
			}
		}
	}
}
