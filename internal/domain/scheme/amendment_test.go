package scheme_test

import (
	"strings"
	"testing"

	"throughline/internal/domain/calendar"
	"throughline/internal/domain/scheme"
	"throughline/schemes"
)

// raise is a change to the small rulebook.
const raise = `amends: small
title: Dearer goods
why: Prices rose.
source: "000:507"
settings:
  left_out: {kind: names, text: which areas are left out, source: "000:507"}
pathways:
  penalty_notice:
    clauses:
      cost:
        text: Goods below 200 pounds.
        when: value_gbp < 200
        source: "000:507"
        mark: recommended
      area: {remove: true}
      not_left_out: {text: Not in an area left out., when: "!(area in left_out)", source: "000:507", mark: proposed}
`

func TestAnAmendmentReplacesTakesOutAndAdds(t *testing.T) {
	change, err := scheme.ParseAmendment([]byte(raise))
	if err != nil {
		t.Fatal(err)
	}
	text, err := change.Apply([]byte(small))
	if err != nil {
		t.Fatal(err)
	}
	book, err := scheme.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	var clauses []string
	for _, c := range book.Pathway("penalty_notice").Clauses {
		clauses = append(clauses, c.ID+" "+string(c.Mark))
	}
	if got := strings.Join(clauses, ", "); got != "notice , cost recommended, not_left_out proposed" {
		t.Errorf("the clauses are %s", got)
	}
	if len(book.Settings) != 2 || book.Settings[1].Name != "left_out" {
		t.Errorf("the settings are %+v", book.Settings)
	}
	price := 150.0
	e := scheme.Encounter{PoliceOutcome: "penalty_notice", Area: "Leeds", ValueGBP: &price}
	on := calendar.On(2012, 5, 1)
	if got := scheme.Decide(book, e, scheme.Settings{"left_out": []string{"Hull"}}, on)[0].Decision; got != scheme.Open {
		t.Errorf("150 pounds in Leeds is %s, want open", got)
	}
}

func TestAnAmendmentIsReadStrictly(t *testing.T) {
	for _, test := range []struct{ name, old, new, want string }{
		{"an unknown key", "why:", "reason:", `line 3: "reason" is not a key here`},
		{"an unknown key of a clause", "remove: true", "remvoe: true", `line 15: "remvoe" is not a key here`},
		{"no scheme", "amends: small", "amends: A scheme", `line 1: amends is "A scheme"`},
		{"no title", "title: Dearer goods", "title:", "line 2: the change has no title"},
		{"no reason", "why: Prices rose.", "why:", "line 3: the change does not say why"},
		{"no source", `source: "000:507"` + "\nsettings", "settings", "the change has no source"},
		{"an id twice", "cost:\n", "cost:\n        id: price\n", "line 10: the clause cost is named by the key before it"},
		{"neither out nor kept", "remove: true", "remove: false", "line 15: the clause area is neither taken out nor kept"},
		{"out, and something besides", "remove: true", "remove: true, text: Gone.", "line 15: the clause area is taken out, and says something besides"},
		{"nothing said", "area: {remove: true}", "area: {}", "line 15: the clause area says nothing"},
		{"nothing changed", raise[strings.Index(raise, "settings"):], "", "the change changes nothing"},
		{"a reference", "Prices rose.", "&why Prices rose.\nabout: *why", "refers to another part of the file"},
		{"no document", raise, "", "the file holds no keys and values"},
	} {
		t.Run(test.name, func(t *testing.T) {
			broken := strings.Replace(raise, test.old, test.new, 1)
			if broken == raise {
				t.Fatal("the test changes nothing")
			}
			if _, err := scheme.ParseAmendment([]byte(broken)); err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("the problems are\n%v\nwant one that says\n%s", err, test.want)
			}
		})
	}
}

func TestAnAmendmentMustFitItsRulebook(t *testing.T) {
	for _, test := range []struct{ name, old, new, base, want string }{
		{"another scheme", "amends: small", "amends: large", small, "the change is to large, which is another rulebook"},
		{"no such pathway", "penalty_notice:", "bail:", small, `line 8: small has no pathway "bail"`},
		{"nothing to take out", "area: {remove", "street: {remove", small, "line 15: there is no street to take out"},
		{"a rule that cannot be", "value_gbp < 200", "value_gbp + 200.0", small, `the clause cost answers with double, not with yes or no (the amended rulebook has "when: value_gbp + 200.0" there)`},
		{"a clause without its source", "        source: \"000:507\"\n        mark", "        mark", small, "the clause cost has no source"},
		{"no rulebook", "", "", "", "reading the rulebook to amend: it holds no keys and values"},
		{"no YAML", "", "", "id: [", "reading the rulebook to amend: yaml"},
	} {
		t.Run(test.name, func(t *testing.T) {
			change, err := scheme.ParseAmendment([]byte(strings.Replace(raise, test.old, test.new, 1)))
			if err != nil {
				t.Fatal(err)
			}
			if _, err := change.Apply([]byte(test.base)); err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("the problems are\n%v\nwant one that says\n%s", err, test.want)
			}
		})
	}
}

// The worked examples hold, and change what they say alone: every scenario of
// the rulebook that does not turn on it answers as before.
func TestEveryWorkedExampleFitsItsRulebook(t *testing.T) {
	library, err := schemes.Library()
	if err != nil {
		t.Fatal(err)
	}
	changes, err := schemes.Changes()
	if err != nil {
		t.Fatal(err)
	}
	if len(changes) == 0 {
		t.Fatal("there is no worked example")
	}
	for _, change := range changes {
		base, ok := library.Edition(change.Amends, 0)
		if !ok {
			t.Errorf("%s amends %s, which is no scheme", change.Name, change.Amends)
			continue
		}
		text, err := change.Apply(base.Text)
		if err != nil {
			t.Errorf("%s: %v", change.Name, err)
			continue
		}
		book, err := scheme.Parse(text)
		if err != nil {
			t.Fatal(err)
		}
		if problems := book.Contradictions(); len(problems) > 0 {
			t.Errorf("%s: %v", change.Name, problems)
		}
		if again, err := change.Apply(text); err != nil || string(again) != string(text) {
			t.Errorf("%s: made twice it reads otherwise (%v)", change.Name, err)
		}
	}
}

func TestLondonWidenedOpensToMostOutcomes(t *testing.T) {
	changes, err := schemes.Changes()
	if err != nil {
		t.Fatal(err)
	}
	library, err := schemes.Library()
	if err != nil {
		t.Fatal(err)
	}
	base, _ := library.Edition("lwds", 0)
	text, err := changes[0].Apply(base.Text)
	if err != nil {
		t.Fatal(err)
	}
	book, err := scheme.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	age, on := 34, calendar.On(2020, 3, 1)
	settings := scheme.Settings{"covered_areas": []string{"Central West"}}
	for _, test := range []struct {
		outcome string
		lower   bool // the local setting takes the offence in
		want    scheme.Standing
	}{
		{"conditional_caution", false, scheme.Open},
		{"community_resolution", false, scheme.Unclear},
		{"no_further_action", false, scheme.Unclear},
		{"released_under_investigation", false, scheme.Unclear},
		{"charge", false, scheme.Unclear},
		{"community_resolution", true, scheme.Open},
		{"no_further_action", true, scheme.Open},
		{"released_under_investigation", true, scheme.Open},
		{"charge", true, scheme.Open},
		{"simple_caution", true, scheme.Closed},
		{"bail", true, scheme.Closed},
	} {
		given := scheme.Settings{"covered_areas": settings["covered_areas"]}
		if test.lower {
			given["lower_level_offences"] = []string{"TH68010"}
		}
		e := scheme.Encounter{Area: "Central West", PoliceOutcome: test.outcome, OffenceCode: "TH68010", Age: &age}
		if got := scheme.Decide(book, e, given, on)[0].Decision; got != test.want {
			t.Errorf("%s, offence settled %v: %s, want %s", test.outcome, test.lower, got, test.want)
		}
	}
}

func FuzzAmendment(f *testing.F) {
	f.Add([]byte(raise))
	f.Add([]byte("amends: small\ntitle: A\nwhy: B\nsource: \"000:1\"\nsettings: {covered_areas: {remove: true}}"))
	f.Add([]byte("amends: small\npathways: []"))
	f.Fuzz(func(t *testing.T, data []byte) {
		change, err := scheme.ParseAmendment(data)
		if err != nil {
			return
		}
		text, err := change.Apply([]byte(small))
		if err != nil {
			return
		}
		book, err := scheme.Parse(text)
		if err != nil {
			t.Fatalf("what was applied does not parse: %v", err)
		}
		if book.ID != "small" {
			t.Errorf("the change renamed the scheme to %s", book.ID)
		}
	})
}
