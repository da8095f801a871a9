package journey_test

import (
	"errors"
	"testing"
	"time"

	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
)

func TestAnArrestOfAFeedIsKnownFromNowOn(t *testing.T) {
	now := time.Date(2026, time.March, 3, 12, 0, 0, 0, time.UTC)
	pen := journey.Pen{Now: now, By: "lead-1", Agency: "Advance"}
	row := journey.Row{Woman: "w1", Case: "c1"}
	arrest := journey.Arrested{Arrest: "P1", Offence: "TH68010", Match: journey.ArrestMatch{Feed: "f1", Weight: 1483, Model: "m1", How: journey.MatchedTogether}}
	facts, err := pen.LinkArrest(row, calendar.On(2020, 5, 6), arrest)
	if err != nil || len(facts) != 1 {
		t.Fatal(facts, err)
	}
	if one := facts[0]; one.Woman != "w1" || one.Case != "" || one.Happened != calendar.OnDay(calendar.On(2020, 5, 6)) || one.Known != calendar.At(now) || one.By != "lead-1" || one.Body != arrest {
		t.Errorf("%+v", one)
	}
	facts[0].ID = "a1"
	back := pen.UnlinkArrest(row, "a1", calendar.On(2020, 5, 6))
	back[0].ID = "a2"
	if standing := journey.Effective(append(facts, back...), 0); len(standing) != 1 || standing[0].Body.Kind() != journey.KindWithdrawn {
		t.Errorf("taken back, there stands %+v", standing)
	}
	if fact := pen.LinkFeed(journey.FeedLinked{Feed: "f1", Until: calendar.On(2021, 8, 24), Rows: 195, Linked: 35}); fact.Woman != "" || fact.Body.Kind() != journey.KindFeedLinked {
		t.Errorf("%+v", fact)
	}
}

func TestArrestsThatAreNotWritten(t *testing.T) {
	pen := journey.Pen{Now: time.Date(2026, time.March, 3, 12, 0, 0, 0, time.UTC)}
	for _, row := range []struct {
		name, arrest string
		on           calendar.Day
	}{
		{"without a number", "", calendar.On(2026, 3, 1)},
		{"without a day", "P1", 0},
		{"on a day to come", "P1", calendar.On(2026, 3, 4)},
	} {
		var problems journey.Problems
		if facts, err := pen.LinkArrest(journey.Row{}, row.on, journey.Arrested{Arrest: row.arrest}); !errors.As(err, &problems) || len(facts) > 0 {
			t.Errorf("%s: %v, %v", row.name, facts, err)
		}
	}
}
