package evidence_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"throughline/internal/casework"
	"throughline/internal/casework/caseworktest"
	"throughline/internal/casework/evidence"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
	"throughline/internal/reckoning/comparison"
	"throughline/internal/reckoning/figure"
)

// others returns people followed for a year, every third of them arrested.
func others(n int) []comparison.Person {
	people := make([]comparison.Person, n)
	for i := range people {
		people[i] = comparison.Person{Follow: comparison.Follow{Days: 365, Event: i%3 == 0, EventDay: 100}}
	}
	return people
}

// 70 women were cautioned on the first day, two of them again later, and every
// seventh was arrested again 40 days on; one more was cautioned too late to be
// followed for a year; nobody wrote down what tells them apart.
func TestWomenAreComparedFromTheirFirstCaution(t *testing.T) {
	room := caseworktest.NewRoom(t)
	d := desk(t, room)
	for i := range 70 {
		id := fmt.Sprintf("case%04d", i)
		referred(t, room, id, first)
		if i%7 == 0 {
			write(t, room, on(first.AddDays(40), "woman-"+id, "", journey.Arrested{Arrest: "arrest-" + id}))
		}
	}
	for i := range 2 {
		woman := fmt.Sprintf("woman-case%04d", i)
		write(t, room, on(summer, woman, fmt.Sprintf("again%04d", i), journey.Referred{Scheme: london, Pathway: journey.ConditionalCaution}))
	}
	referred(t, room, "case0999", winter)
	query := evidence.CompareQuery{
		Scheme: london, Measure: figure.MeasureRearrest, Others: others(90), Traits: []comparison.Trait{comparison.Area}, Each: 1, CutOff: first.AddDays(400),
	}
	got, err := d.CompareAtServer(ctx, query)
	if err != nil {
		t.Fatal(err)
	}
	if got.Result.Days != 365 || got.Publication != "Not for publication" || got.Result.Loss[0].Women != 71 || got.Result.Loss[1].Women != 1 {
		t.Errorf("%+v", got)
	}
	if got.Result.Effect == nil || got.Result.Effect.A.Text() != "10 of 70 (14.3%, 95% interval 7.9 to 24.3)" {
		t.Fatalf("%s", got.Result.Text())
	}
	// Without a cut-off police are taken to have told of nothing after the last
	// arrest, on day 40: nobody was then followed for a year.
	query.CutOff = 0
	if got, err := d.CompareAtServer(ctx, query); err != nil || got.CutOff != first.AddDays(40) || got.Result.Verdict != figure.NotEnough {
		t.Errorf("%v, %v", got.Result.Verdict, err)
	}
	// An arrest after the cut-off is not known of.
	query.CutOff, query.Days, query.Others = first.AddDays(39), 30, others(90)
	if got, err := d.CompareAtServer(ctx, query); err != nil || got.Result.Effect.A.Tally().Numerator != 0 {
		t.Errorf("%v, %v", got.Result.Effect, err)
	}
}

func TestComparisonsThatWouldMisleadAreRefused(t *testing.T) {
	room := caseworktest.NewRoom(t)
	d := desk(t, room)
	referred(t, room, "case0001", first)
	unequal := others(90)
	unequal[3].Follow.Days = 200
	sound := evidence.CompareQuery{Scheme: london, Measure: figure.MeasureRearrest, Others: others(90), Traits: []comparison.Trait{comparison.Area}, Each: 1, CutOff: summer}
	for what, row := range map[string]struct {
		change func(*evidence.CompareQuery)
		kind   casework.Kind
		says   string
	}{
		"another measure":    {func(q *evidence.CompareQuery) { q.Measure = figure.MeasureProvenReoffence }, casework.Invalid, "two measures are not compared"},
		"no such scheme":     {func(q *evidence.CompareQuery) { q.Scheme = "nowhere" }, casework.NotFound, "nowhere"},
		"nobody":             {func(q *evidence.CompareQuery) { q.Others = nil }, casework.Invalid, "nobody to compare with"},
		"unequal follow-up":  {func(q *evidence.CompareQuery) { q.Others = unequal }, casework.Invalid, "200 to 365 days"},
		"no arrest known of": {func(q *evidence.CompareQuery) { q.CutOff = calendar.Day(0) }, casework.Invalid, "police told of no arrest"},
		"nothing to match":   {func(q *evidence.CompareQuery) { q.Traits = nil }, casework.Invalid, "nothing that both sides"},
	} {
		query := sound
		row.change(&query)
		if _, err := d.CompareAtServer(ctx, query); casework.KindOf(err) != row.kind || !strings.Contains(err.Error(), row.says) {
			t.Errorf("%s: %v, want %q", what, err, row.says)
		}
	}
	stopped, stop := context.WithCancel(ctx)
	stop()
	if _, err := d.CompareAtServer(stopped, sound); err == nil {
		t.Error("nobody waits any more, and yet it compared")
	}
}
