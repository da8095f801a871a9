package scheme_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"throughline/internal/domain/calendar"
	"throughline/internal/domain/scheme"
)

func day(t testing.TB, text string) calendar.Day {
	t.Helper()
	d, err := calendar.ParseDay(text)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func parsed(t testing.TB, text string) *scheme.Rulebook {
	t.Helper()
	book, err := scheme.Parse([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return book
}

func TestAnEditionDecidesFromItsDayUntilTheNext(t *testing.T) {
	first := parsed(t, small)
	second := parsed(t, strings.Replace(small, "required: 1, unit: follow-up", "required: 2, unit: follow-up", 1))
	third := parsed(t, strings.Replace(small, "required: 1, unit: follow-up", "required: 3, unit: follow-up", 1))
	library, err := scheme.NewLibrary(
		scheme.Edition{Book: third, From: day(t, "2013-06-01")},
		scheme.Edition{Book: first},
	)
	if err != nil {
		t.Fatal(err)
	}
	grown, err := library.With(scheme.Edition{Book: second, From: day(t, "2013-01-01"), By: "lead", Why: "a longer follow-up"})
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		on    string
		units int
	}{
		{"2012-05-01", 2}, {"2012-12-31", 2}, {"2013-01-01", 3}, {"2013-05-31", 3}, {"2013-06-01", 4}, {"2020-01-01", 4},
	}
	for _, test := range tests {
		if got := grown.Of("small", day(t, test.on)).Condition("penalty_notice", nil).UnitsRequired; got != test.units {
			t.Errorf("a woman referred on %s is asked %d units, want %d", test.on, got, test.units)
		}
	}
	if got := library.Of("small", day(t, "2013-02-01")); got != first {
		t.Error("adding an edition changed the library it was added to")
	}
	if got := grown.Of("small", 0); got != first {
		t.Error("without a day it is not the first edition that answers")
	}
	if grown.Of("other", day(t, "2013-02-01")) != nil || len(grown.Editions("other")) != 0 {
		t.Error("a scheme that is not there has a rulebook")
	}
	if books := grown.On(day(t, "2013-02-01")); len(books) != 1 || books[0] != second {
		t.Errorf("on that day the library holds %v", books)
	}
	if _, err := grown.With(scheme.Edition{Book: first, From: day(t, "2013-01-01")}); err == nil || !strings.Contains(err.Error(), "begin on 2013-01-01") {
		t.Errorf("two editions from one day: %v", err)
	}
}

func TestACountingRuleWaitsForTheLocalDecision(t *testing.T) {
	book := parsed(t, strings.Replace(strings.Replace(small, "last_day_in: not_stated", "last_day_in: day_28_counts", 1),
		"settings:", "settings:\n  - {name: day_28_counts, kind: yes_no, text: whether day 28 counts, source: \"000:507\"}", 1))
	start := day(t, "2013-03-01")
	tests := []struct {
		settings         scheme.Settings
		due              string
		undecided        int
		earliest, latest string
	}{
		{nil, "none", 1, "2013-03-28", "2013-03-29"},
		{scheme.Settings{"day_28_counts": true}, "2013-03-29", 0, "2013-03-29", "2013-03-29"},
		{scheme.Settings{"day_28_counts": false}, "2013-03-28", 0, "2013-03-28", "2013-03-28"},
	}
	for _, test := range tests {
		rule := book.Condition("penalty_notice", test.settings)
		due, got := calendar.Day(0), "none"
		if d, stated := rule.Clock.Due(start); stated {
			due, got = d, d.String()
		}
		earliest, latest, _ := rule.Clock.Between(start)
		if got != test.due || len(rule.Undecided) != test.undecided || earliest.String() != test.earliest || latest.String() != test.latest {
			t.Errorf("%v: due %v (%s), undecided %v, between %s and %s", test.settings, due, got, rule.Undecided, earliest, latest)
		}
	}
	if words := book.Pathway("penalty_notice").Condition.Clock.Words(); !strings.Contains(words, "28 days") || !strings.Contains(words, "local setting day_28_counts") {
		t.Errorf("the clock is told as %q", words)
	}
}

func TestWhoSheGets(t *testing.T) {
	text := strings.Replace(small, "    clauses:", `    worker:
      - {title: Caseworker, text: In Sheffield a caseworker., when: residence == "Sheffield", source: "000:675"}
      - {title: Co-ordinator, text: Elsewhere a co-ordinator., source: "000:675"}
    clauses:`, 1)
	book := parsed(t, text)
	for residence, want := range map[string]string{"Sheffield": "Caseworker", "Rotherham": "Co-ordinator", "": ""} {
		if got := book.WorkerFor("penalty_notice", scheme.Encounter{Residence: residence}, nil); got != want {
			t.Errorf("a woman who lives in %q gets %q, want %q", residence, got, want)
		}
	}
	if got := strings.Join(book.Asks(), " "); got != "area police_outcome residence value_gbp" {
		t.Errorf("the rulebook asks %s", got)
	}
}

func TestAGivenClauseIsShutOnlyByWhatIsKnown(t *testing.T) {
	book := parsed(t, strings.Replace(small, "when: value_gbp < 100", "given: true\n        unless: sex == \"male\"", 1))
	for sex, want := range map[string]scheme.Answer{"female": scheme.Yes, "": scheme.Yes, "male": scheme.No} {
		clauses := scheme.Decide(book, scheme.Encounter{Sex: sex}, nil, day(t, "2013-02-01"))[0].Clauses
		if got := clauses[len(clauses)-1].Holds; got != want {
			t.Errorf("recorded as %q: %s, want %s", sex, got, want)
		}
	}
}

func TestTheGroupOfAnOffence(t *testing.T) {
	tests := []struct {
		e    scheme.Encounter
		want scheme.Answer
	}{
		{scheme.Encounter{OffenceCode: "TH68010"}, scheme.Yes},
		{scheme.Encounter{OffenceCode: "CD71039"}, scheme.No},
		{scheme.Encounter{OffenceCode: "TH68026"}, scheme.NotKnown}, // burglary: a person says
		{scheme.Encounter{OffenceCode: "TH68026", OffenceGroup: scheme.Theft}, scheme.Yes},
		{scheme.Encounter{}, scheme.NotKnown},
	}
	book := parsed(t, strings.Replace(small, "when: value_gbp < 100", `when: offence_group == "theft"`, 1))
	for _, test := range tests {
		clauses := scheme.Decide(book, test.e, nil, day(t, "2013-02-01"))[0].Clauses
		if got := clauses[len(clauses)-1].Holds; got != test.want {
			t.Errorf("%+v is theft: %s, want %s", test.e, got, test.want)
		}
	}
}

func TestTwoSchemesSideBySide(t *testing.T) {
	a := parsed(t, small)
	b := parsed(t, strings.Replace(strings.Replace(small, "days: 28", "days: 8", 1), "title: Notice", "title: Other notice", 1))
	differs := 0
	for _, part := range scheme.Compare(a, b, nil) {
		if !slices.Equal(part.A, part.B) {
			differs++
			if part.Title != "Notice: what is asked of her" || !strings.Contains(fmt.Sprint(part.B), "8 days") {
				t.Errorf("%s differs: %v and %v", part.Title, part.A, part.B)
			}
		}
	}
	if differs != 1 {
		t.Errorf("%d parts differ, want the one with the clock", differs)
	}
}

func TestOutsideTheDaysItWasSeenASchemeIsNotStatedToBeInForce(t *testing.T) {
	book := parsed(t, strings.Replace(small, "  from: 2012-01-01\n  to: 2013-12-31", "  not_stated: true\n  seen_from: 2012-12-01\n  seen_to: 2013-11-30", 1))
	for on, want := range map[string]scheme.Answer{
		"2012-11-30": scheme.NotStated, "2012-12-01": scheme.Yes, "2013-11-30": scheme.Yes, "2013-12-01": scheme.NotStated,
	} {
		if got := scheme.Decide(book, scheme.Encounter{}, nil, day(t, on))[0].Clauses[0].Holds; got != want {
			t.Errorf("on %s in force: %s, want %s", on, got, want)
		}
	}
	if words := book.InForce.Words(); !strings.Contains(words, "1 December 2012 to 30 November 2013") {
		t.Errorf("its days are told as %q", words)
	}
}
