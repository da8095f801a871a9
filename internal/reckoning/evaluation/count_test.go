package evaluation_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
	"throughline/internal/domain/need"
	"throughline/internal/reckoning/evaluation"
	"throughline/internal/reckoning/figure"
)

var (
	from  = calendar.On(2019, time.November, 1)
	asAt  = calendar.On(2021, time.August, 31)
	scope = evaluation.Scope{
		Scheme: "lwds", AsAt: asAt, Cohort: calendar.Window{From: from, To: asAt},
		Periods: []evaluation.Period{
			{Title: "To March", Window: calendar.Window{From: from, To: calendar.On(2020, time.March, 31)}},
			{Title: "After March", Window: calendar.Window{From: calendar.On(2020, time.April, 1), To: asAt}},
		},
		YearOne: calendar.Window{From: from, To: from.AddMonths(12) - 1},
		Reach:   calendar.Window{From: from, To: asAt},
	}
)

// caution is a woman referred with a conditional caution, changed as told.
func caution(id string, change func(*journey.Row)) journey.Row {
	row := journey.Row{
		Case: id, Woman: "woman-" + id, Scheme: "lwds", Pathway: journey.ConditionalCaution, Referred: from + 10, Known: from + 10,
		Condition: &journey.Condition{Required: 2},
	}
	if change != nil {
		change(&row)
	}
	return row
}

func count(t *testing.T, rows ...journey.Row) *evaluation.Book {
	t.Helper()
	var columns evaluation.Columns
	for _, row := range rows {
		columns.Put(row)
	}
	book, err := columns.Count(scope)
	if err != nil {
		t.Fatal(err)
	}
	return book
}

func TestWhoIsInAFigure(t *testing.T) {
	closed := func(reason journey.ClosureReason) func(*journey.Row) {
		return func(row *journey.Row) { row.Closed, row.Reason = from+60, reason }
	}
	firstAttended := func(day calendar.Day) func(*journey.Row) {
		return func(row *journey.Row) { row.Appointments.First, row.Appointments.OnTime = day, 1 }
	}
	answered := func(answer string) func(*journey.Row) {
		return func(row *journey.Row) {
			row.Answers = []journey.Answered{{Wave: journey.Exit, Measure: "mental_health_improved", Answer: answer}}
		}
	}
	assessed := func(pathways ...need.Pathway) func(*journey.Row) {
		return func(row *journey.Row) {
			row.Assessed = from + 20
			for _, pathway := range pathways {
				row.Needs = row.Needs.With(pathway)
			}
		}
	}
	otherwise := func(code string) func(*journey.Row) { return func(row *journey.Row) { row.Otherwise = code } }
	tests := []struct {
		name, id                    string
		change                      func(*journey.Row)
		n, base, missing, notTheirs int
	}{
		{"an open case counts as engaged", "engaged.total", nil, 1, 1, 0, 0},
		{"closed as completed is engaged", "engaged.total", closed(journey.ClosedCompleted), 1, 1, 0, 0},
		{"closed as never engaged", "engaged.total", closed(journey.ClosedDidNotEngage), 0, 1, 0, 0},
		{"stopped after the first", "engaged.total", closed(journey.ClosedAfterFirst), 0, 1, 0, 0},
		{"another scheme's case", "engaged.total", func(row *journey.Row) { row.Scheme = "other" }, 0, 0, 0, 0},
		{"referred before the cohort", "engaged.total", func(row *journey.Row) { row.Referred = from - 1 }, 0, 0, 0, 0},
		{"referred on the last day", "engaged.total", func(row *journey.Row) { row.Referred = asAt }, 1, 1, 0, 0},
		{"a condition that was never recorded is not read as not met", "condition.met", func(row *journey.Row) { row.Condition = nil }, 0, 0, 1, 0},
		{"a condition that does not say how many is not read as not met", "condition.met", func(row *journey.Row) { row.Condition.Required = 0 }, 0, 0, 1, 0},
		{"a condition met", "condition.met", func(row *journey.Row) { row.Condition.Met = from + 30 }, 1, 1, 0, 0},
		{"nobody asked what else she would have had", "net_widening", nil, 0, 0, 0, 0},
		{"asked, and nobody knows", "net_widening", otherwise("not_known"), 0, 0, 1, 0},
		{"a simple caution is lighter", "net_widening", otherwise("simple_caution"), 1, 1, 0, 0},
		{"no further action is lighter", "net_widening", otherwise("no_further_action"), 1, 1, 0, 0},
		{"a charge is not lighter", "net_widening", otherwise("charge"), 0, 1, 0, 0},
		{"who asks for herself has no caution to widen", "net_widening", func(row *journey.Row) { row.Pathway, row.Otherwise = journey.Voluntary, "simple_caution" }, 0, 0, 0, 0},
		{"told of it, and she asks for herself", "net_widening.asked_instead", func(row *journey.Row) { row.Pathway, row.Warned = journey.Voluntary, journey.Yes }, 1, 1, 0, 0},
		{"told of it, and police go on", "net_widening.asked_instead", func(row *journey.Row) { row.Warned = journey.Yes }, 0, 1, 0, 0},
		{"not told of it", "net_widening.asked_instead", nil, 0, 0, 0, 0},
		{"not assessed yet is not known", "needs.health", nil, 0, 0, 1, 0},
		{"assessed without the need", "needs.health", assessed(), 0, 1, 0, 0},
		{"three needs are not four", "needs.four_or_more", assessed(need.Health, need.SexWork, need.Accommodation), 0, 1, 0, 0},
		{"all three", "needs.all_three", assessed(need.Health, need.DomesticAbuseVAWG, need.DrugsAndAlcohol), 1, 1, 0, 0},
		{"no need has no tier", "tier.not_stated", assessed(), 1, 1, 0, 0},
		{"first time not recorded is not no", "first_time", nil, 0, 0, 1, 0},
		{"exactly three months is not over three", "duration.over_3_months", firstAttended(asAt.AddMonths(-3)), 0, 1, 0, 0},
		{"three months and a day is", "duration.over_3_months", firstAttended(asAt.AddMonths(-3) - 1), 1, 1, 0, 0},
		{"no attended appointment, no duration", "duration.over_3_months", nil, 0, 0, 0, 1},
		{"yes", "exit.mental_health_improved", answered("yes"), 1, 1, 0, 0},
		{"no", "exit.mental_health_improved", answered("no"), 0, 1, 0, 0},
		{"she would rather not say", "exit.mental_health_improved", answered("prefer_not_to_say"), 0, 0, 1, 0},
		{"it does not apply to her", "exit.mental_health_improved", answered("not_applicable"), 0, 0, 0, 1},
		{"never asked", "exit.mental_health_improved", nil, 0, 0, 0, 0},
		{"re-arrested after one", "re_arrest.before_engaging", func(row *journey.Row) { row.Timing = journey.ReArrestAfterOne }, 1, 1, 0, 0},
		{"re-arrest counts conditional cautions", "re_arrest.women", func(row *journey.Row) { row.Pathway, row.Timing = journey.Voluntary, journey.ReArrestAfterOne }, 0, 0, 0, 0},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got, ok := count(t, caution("a", test.change)).Figure(test.id)
			want := figure.Tally{Numerator: test.n, Base: test.base, Missing: test.missing, NotApplicable: test.notTheirs}
			if tally := got.Tally(); !ok || fmt.Sprint(tally) != fmt.Sprint(want) {
				t.Errorf("%s is %+v, want %+v", test.id, tally, want)
			}
		})
	}
}

func TestAWomanReferredTwiceIsOneWomanInReArrest(t *testing.T) {
	first := caution("b", func(row *journey.Row) { row.Woman = "her"; row.Timing = journey.ReArrestAfterOne })
	second := caution("a", func(row *journey.Row) {
		row.Woman, row.Referred, row.Timing = "her", from+90, journey.ReArrestAfterClosed
	})
	for _, rows := range [][]journey.Row{{first, second}, {second, first}} {
		book := count(t, rows...)
		for id, want := range map[string]int{"re_arrest.women": 1, "re_arrest.after_one": 1, "re_arrest.after_closed": 0} {
			got, _ := book.Figure(id)
			base, _ := got.Base()
			if n, _ := got.Numerator(); n != want || base != 1 {
				t.Errorf("%s = %d of %d, want %d of 1", id, n, base, want)
			}
		}
	}
}

func TestACorrectedAnswerIsTheOneCounted(t *testing.T) {
	on := calendar.OnDay(from + 40)
	tell := func(id string, body journey.Body) journey.Fact {
		return journey.Fact{ID: id, Woman: "her", Case: "a", Happened: on, Known: on, Body: body}
	}
	facts := []journey.Fact{
		tell("1", journey.Referred{Scheme: "lwds", Pathway: journey.ConditionalCaution}),
		tell("2", journey.NeedAssessed{Pathway: need.Health, Present: true}),
		tell("3", journey.OutcomeAnswered{Wave: journey.Exit, Measure: "mental_health_improved", Answer: "no"}),
	}
	put := []journey.Fact{
		tell("4", journey.NeedAssessed{Pathway: need.Health}),
		tell("5", journey.OutcomeAnswered{Wave: journey.Exit, Measure: "mental_health_improved", Answer: "yes"}),
	}
	before := journey.Fold(facts, 0)
	after := journey.Fold(append(facts, journey.Correcting(put, facts)...), 0)
	for _, test := range []struct {
		id   string
		rows []journey.Row
		want string
	}{
		{"exit.mental_health_improved", before, "0 of 1"}, {"exit.mental_health_improved", append(before, after...), "1 of 1"},
		{"needs.health", before, "1 of 1"}, {"needs.health", append(before, after...), "0 of 1"},
	} {
		got, ok := count(t, test.rows...).Figure(test.id)
		n, _ := got.Numerator()
		base, _ := got.Base()
		if said := fmt.Sprintf("%d of %d", n, base); !ok || said != test.want {
			t.Errorf("%s after %d tellings is %s, want %s", test.id, len(test.rows), said, test.want)
		}
	}
}

func TestAnUpdatedCaseReplacesItself(t *testing.T) {
	open := caution("a", nil)
	closed := open
	closed.Closed, closed.Reason = from+30, journey.ClosedCompleted
	got, _ := count(t, open, closed).Figure("open.total")
	if n, _ := got.Numerator(); n != 0 {
		t.Errorf("%d open cases, want none: the only one was closed", n)
	}
}

func TestHowFarEncountersLed(t *testing.T) {
	var columns evaluation.Columns
	put := func(id, encounter, supersedes string, body journey.Encounter) {
		body.Encounter = encounter
		columns.PutLoose(journey.Fact{ID: id, Supersedes: supersedes, Happened: calendar.OnDay(from), Known: calendar.OnDay(from), Body: body})
	}
	put("1", "e1", "", journey.Encounter{Area: "North", Offered: journey.No, NotOffered: "charged"})
	put("2", "e2", "", journey.Encounter{Area: "North"}) // whether it was offered is not recorded
	put("3", "e3", "", journey.Encounter{Area: "North", Offered: journey.Yes, Accepted: journey.No, Declined: "not_now"})
	put("4", "e4", "", journey.Encounter{Area: "South", Offered: journey.Yes, Accepted: journey.Yes})
	put("5", "e5", "", journey.Encounter{Area: "South", Offered: journey.Yes, Accepted: journey.Yes})
	put("6", "e6", "", journey.Encounter{Area: "South", Offered: journey.Yes, Accepted: journey.No})
	put("7", "e6", "6", journey.Encounter{Area: "South", Offered: journey.No, NotOffered: "charged"})
	columns.Put(caution("a", func(row *journey.Row) { row.Encounter, row.Appointments.OnTime, row.Appointments.Late = "e4", 1, 1 }))
	book, err := columns.Count(scope)
	if err != nil {
		t.Fatal(err)
	}
	for id, want := range map[string]int{
		"funnel.encounters": 6, "funnel.offered": 3, "funnel.accepted": 2, "funnel.attended_one": 1, "funnel.attended_two": 1,
		"funnel.before_eligible.charged": 2, "funnel.before_eligible.not_stated": 1, "funnel.eligible": 3, "reach.eligible": 3, "reach.offered_of_eligible": 3, "funnel.before_accepted.not_now": 1,
		"funnel.before_attended_one.no_referral_recorded": 1, "area.south.offered": 2, "area.north.encounters": 3, "reach.offered": 3,
	} {
		got, ok := book.Figure(id)
		if n, _ := got.Numerator(); !ok || n != want {
			t.Errorf("%s = %d (%v), want %d", id, n, ok, want)
		}
	}
	narrow := scope
	narrow.Areas = []string{"South"}
	if book, err = columns.Count(narrow); err != nil {
		t.Fatal(err)
	}
	if got, _ := book.Figure("reach.offered"); got.Tally().Base != 3 {
		t.Errorf("the areas covered have %d encounters, want 3", got.Tally().Base)
	} else if says := got.Meaning().Definition; !strings.Contains(says, "in the areas covered (South)") {
		t.Errorf("the definition does not name the areas: %s", says)
	}
}

// many returns so many cases, with an encounter each, from one seed.
func many(n int) *evaluation.Columns {
	var columns evaluation.Columns
	dice := rand.New(rand.NewPCG(1, 2))
	timings := []journey.ReArrestTiming{"", "", "", "", journey.ReArrestBeforeAny, journey.ReArrestAfterOne, journey.ReArrestAfterTwoSupported, journey.ReArrestAfterClosed}
	measures := []string{"mental_health_improved", "less_likely_to_reoffend", "accommodation_improved"}
	for i := range n {
		id := fmt.Sprintf("case-%06d", i)
		row := caution(id, func(row *journey.Row) {
			row.Referred = from + calendar.Day(dice.IntN(660))
			row.Encounter = "encounter-" + id
			row.OffenceCode = fmt.Sprintf("CJ%05d", dice.IntN(60))
			row.FirstTime = journey.YesNoOf(dice.IntN(2) == 0)
			row.Assessed = row.Referred + 10
			row.Needs = need.Set(dice.IntN(512))
			if row.Timing = timings[dice.IntN(len(timings))]; row.Timing != "" {
				row.ReArrest, row.ReArrests = row.Referred+40, 1+dice.IntN(3)
				row.Later = []journey.LaterArrest{{On: row.ReArrest}}
				row.LastArrest = row.ReArrest
			}
			row.Appointments = journey.Appointments{First: row.Referred + 7, Second: row.Referred + 14, OnTime: dice.IntN(4)}
			row.Activities = map[journey.ActivityKind]int{journey.Advocacy: dice.IntN(3), journey.GroupActivity: dice.IntN(2)}
			if dice.IntN(5) == 0 {
				row.Pathway, row.Condition = journey.Voluntary, nil
			}
			if dice.IntN(6) == 0 {
				row.SentOn = []journey.SentOn{{Answer: journey.SentAccepted, Came: journey.Yes}, {Answer: journey.SentDeclined}}
			}
			if dice.IntN(2) == 0 {
				row.Closed, row.Reason = row.Referred+100, journey.ClosureReasons[dice.IntN(len(journey.ClosureReasons))]
			}
			rated := func(of string) {
				first, last, workers := dice.IntN(5), dice.IntN(5), dice.IntN(5)
				row.Ratings = append(row.Ratings, journey.Rated{Of: of, First: &first, Last: &last, Workers: &workers})
			}
			for _, pathway := range row.Needs.Pathways() {
				rated(string(pathway))
			}
			for _, aspect := range need.Aspects() {
				rated(string(aspect))
			}
			for _, instrument := range []string{"phq9", "gad7", "core10"} {
				last := dice.IntN(21)
				row.Scores = append(row.Scores, journey.Scored{Instrument: instrument, First: dice.IntN(21), Last: &last})
			}
			if dice.IntN(10) == 0 {
				row.Answers = append(row.Answers, journey.Answered{Wave: journey.FollowUp, Measure: "confidence_improved", Answer: "yes", On: row.Referred + 200})
			}
			for _, measure := range measures {
				row.Answers = append(row.Answers, journey.Answered{Wave: journey.Exit, Measure: measure, Answer: journey.OutcomeAnswers[dice.IntN(5)]})
			}
		})
		columns.Put(row)
		offered := journey.YesNoOf(dice.IntN(3) == 0)
		columns.PutLoose(journey.Fact{ID: id, Happened: calendar.OnDay(row.Referred), Known: calendar.OnDay(row.Referred), Body: journey.Encounter{
			Encounter: row.Encounter, Area: fmt.Sprintf("Area %d", dice.IntN(20)), Offered: offered, Accepted: offered, NotOffered: "charged",
			Information: journey.YesNoOf(dice.IntN(2) == 0), Assessed: journey.YesNoOf(dice.IntN(2) == 0),
		}})
	}
	return &columns
}

func BenchmarkFigures100000(b *testing.B) {
	columns := many(100_000)
	b.ResetTimer()
	for b.Loop() {
		if _, err := columns.Count(scope); err != nil {
			b.Fatal(err)
		}
	}
}
