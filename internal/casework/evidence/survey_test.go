package evidence_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"throughline/internal/casework"
	"throughline/internal/casework/caseworktest"
	"throughline/internal/casework/evidence"
	"throughline/internal/domain/access"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
	"throughline/internal/reckoning/figure"
)

// ended writes a woman whose support ended on a day, under the keyworker of the
// room, with her name.
func ended(t *testing.T, room *caseworktest.Room, id string, day calendar.Day) {
	t.Helper()
	referred(t, room, id, first)
	closed(t, room, id, day)
	named := on(first, "woman-"+id, "", journey.IdentityTold{})
	named.Words = &journey.Words{Identity: &journey.Identity{Given: "Name", Family: strings.ToUpper(id)}}
	write(t, room, named)
}

func drawn(t *testing.T, d *evidence.Desk, asker access.Asker) []evidence.Survey {
	t.Helper()
	surveys, err := d.Surveys(ctx, asker, london)
	if err != nil {
		t.Fatal(err)
	}
	return surveys
}

// Chance draws women whose support ended at least three months before; the same
// seed draws the same ones, and the draw is written down.
func TestADrawIsTheSameForTheSameSeed(t *testing.T) {
	var d *evidence.Desk
	var room *caseworktest.Room
	var wave calendar.Day
	samples := map[int][]string{}
	for i, seed := range []int{42, 42, 43} {
		room = caseworktest.NewRoom(t)
		d, wave = desk(t, room), room.Bench.Today()
		for n := range 8 {
			ended(t, room, fmt.Sprint("a", n), wave.AddMonths(-3))
		}
		ended(t, room, "too-late", wave.AddMonths(-3)+1)
		ended(t, room, "would-rather-not", summer)
		write(t, room, on(summer, "woman-would-rather-not", "would-rather-not", journey.FollowUpAgreed{Agreed: journey.No}))
		referred(t, room, "open", first)
		key := room.Key()
		for range 2 { // sent twice, drawn once
			if err := d.DrawSurvey(ctx, caseworktest.Lead, key, evidence.SurveyEntry{Scheme: london, On: wave, Size: 3, Seed: seed}); err != nil {
				t.Fatal(err)
			}
		}
		surveys := drawn(t, d, caseworktest.Lead)
		if len(surveys) != 1 || surveys[0].Frame != 8 || len(surveys[0].Cases) != 3 || surveys[0].Seed != seed || surveys[0].On != wave {
			t.Fatalf("drew %+v", surveys)
		}
		samples[i] = surveys[0].Cases
	}
	if !slices.Equal(samples[0], samples[1]) || slices.Equal(samples[0], samples[2]) {
		t.Errorf("drew %v", samples)
	}
	today := drawn(t, d, caseworktest.Lead)[0]
	if got := today.Drawn.(figure.Figure).Short(); got != "3 of 8 (37.5%)" {
		t.Errorf("drawn %s", got)
	}

	// Nobody was asked yet, and then one answers.
	write(t, room, on(wave, "woman-"+today.Cases[0], today.Cases[0], journey.OutcomeAnswered{Wave: journey.FollowUp, Measure: "in_employment", Answer: "no"}))
	today = drawn(t, d, caseworktest.Lead)[0]
	if asked, answered := today.Asked.(figure.Figure).Tally(), today.Answered.(figure.Figure).Tally(); asked.Numerator != 1 || answered.Numerator != 1 || answered.Base != 3 {
		t.Errorf("asked %d, answered %d of %d", asked.Numerator, answered.Numerator, answered.Base)
	}
	for _, one := range drawn(t, d, caseworktest.Keyworker) {
		if one.Drawn != nil || one.Asked != nil || one.Answered != nil {
			t.Error("a keyworker reads a figure")
		}
	}
}

// A woman with two cases is asked once.
func TestNoWomanIsDrawnTwice(t *testing.T) {
	room := caseworktest.NewRoom(t)
	d := desk(t, room)
	ended(t, room, "a", summer)
	write(t, room, on(first, "woman-a", "again", journey.Referred{Scheme: london, Pathway: journey.Voluntary}), on(summer, "woman-a", "again", journey.Closed{Reason: journey.ClosedCompleted}))
	err := d.DrawSurvey(ctx, caseworktest.Lead, room.Key(), evidence.SurveyEntry{Scheme: london, On: room.Bench.Today(), Size: 2, Seed: 1})
	if err == nil || !strings.Contains(err.Error(), "1 can be drawn") {
		t.Errorf("drew both her cases: %v", err)
	}
}

func TestADrawThatIsNotMade(t *testing.T) {
	room := caseworktest.NewRoom(t)
	d := desk(t, room)
	ended(t, room, "a", summer)
	today := room.Bench.Today()
	good := evidence.SurveyEntry{Scheme: london, On: today, Size: 1, Seed: 1}
	if err := d.DrawSurvey(ctx, caseworktest.Lead, room.Key(), good); err != nil {
		t.Fatal(err)
	}
	with := func(change func(*evidence.SurveyEntry)) evidence.SurveyEntry {
		other := good
		other.On--
		change(&other)
		return other
	}
	before := len(room.Record.Facts())
	for name, test := range map[string]struct {
		asker access.Asker
		entry evidence.SurveyEntry
		kind  casework.Kind
		says  string
	}{
		"a keyworker draws":        {caseworktest.Keyworker, good, casework.Forbidden, "lead the service"},
		"a commissioner draws":     {caseworktest.Commissioner, good, casework.Forbidden, "lead the service"},
		"of a scheme there is not": {caseworktest.Lead, with(func(e *evidence.SurveyEntry) { e.Scheme = "none" }), casework.NotFound, "no scheme"},
		"twice for one day":        {caseworktest.Lead, good, casework.Invalid, "survey of that day already"},
		"more than there are":      {caseworktest.Lead, with(func(e *evidence.SurveyEntry) { e.Size = 2 }), casework.Invalid, "1 can be drawn"},
		"nobody":                   {caseworktest.Lead, with(func(e *evidence.SurveyEntry) { e.Size = 0 }), casework.Invalid, "1 or more"},
		"for a day to come":        {caseworktest.Lead, with(func(e *evidence.SurveyEntry) { e.On = today + 1 }), casework.Invalid, "today or an earlier day"},
	} {
		t.Run(name, func(t *testing.T) {
			err := d.DrawSurvey(ctx, test.asker, room.Key(), test.entry)
			var problems journey.Problems
			if casework.KindOf(err) != test.kind && !(test.kind == casework.Invalid && errors.As(err, &problems)) || !strings.Contains(err.Error(), test.says) {
				t.Errorf("%v, want %v saying %q", err, test.kind, test.says)
			}
		})
	}
	if err := d.DrawSurvey(ctx, caseworktest.Lead, "", with(func(*evidence.SurveyEntry) {})); casework.KindOf(err) != casework.Invalid {
		t.Errorf("without a key: %v", err)
	}
	if len(room.Record.Facts()) != before {
		t.Error("something was written")
	}
}

// Names are for those who support a woman or lead the service, and for nobody from
// whom she is hidden. Who looked at whom is written down first.
func TestWhoSeesWhoWasDrawn(t *testing.T) {
	room := caseworktest.NewRoom(t)
	d := desk(t, room)
	ended(t, room, "a", summer)
	ended(t, room, "b", summer)
	write(t, room, on(first, "woman-b", "b", journey.Allocated{Keyworker: caseworktest.OtherWorker.ID}))
	if err := d.DrawSurvey(ctx, caseworktest.Lead, room.Key(), evidence.SurveyEntry{Scheme: london, On: room.Bench.Today(), Size: 2, Seed: 1}); err != nil {
		t.Fatal(err)
	}
	survey := drawn(t, d, caseworktest.Lead)[0].SurveyDrawn.Survey
	names := func(asker access.Asker) string {
		list, err := d.Drawn(ctx, asker, survey)
		if err != nil {
			t.Fatal(err)
		}
		var said []string
		for _, one := range list.Women {
			said = append(said, one.Name)
		}
		if line, _ := room.Record.Last(); len(line.Women) != len(said) || line.What != "women drawn for a survey" {
			t.Errorf("%s was shown %v, and the ledger says %+v", asker.ID, said, line)
		}
		return strings.Join(said, ", ")
	}
	for asker, want := range map[access.Asker]string{
		caseworktest.Lead: "Name A, Name B", caseworktest.Keyworker: "Name A", caseworktest.OtherWorker: "Name B",
	} {
		if got := names(asker); got != want {
			t.Errorf("%s sees %q, want %q", asker.ID, got, want)
		}
	}
	write(t, room, on(first, "woman-b", "", journey.ConflictMarked{Conflict: "conflict-1", Account: caseworktest.Lead.ID, From: journey.ConflictHers}))
	if got := names(caseworktest.Lead); got != "Name A" {
		t.Errorf("a woman hidden from the lead is shown: %q", got)
	}
	for _, asker := range []access.Asker{caseworktest.Commissioner, caseworktest.Officer} {
		if _, err := d.Drawn(ctx, asker, survey); casework.KindOf(err) != casework.Forbidden {
			t.Errorf("%s: %v", asker.Role, err)
		}
		if _, err := d.Surveys(ctx, asker, london); casework.KindOf(err) != casework.Forbidden {
			t.Errorf("%s: %v", asker.Role, err)
		}
	}
	if _, err := d.Drawn(ctx, caseworktest.Lead, "none"); casework.KindOf(err) != casework.NotFound {
		t.Errorf("a survey there is not: %v", err)
	}
}
