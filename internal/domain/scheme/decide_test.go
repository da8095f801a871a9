package scheme_test

import (
	"encoding/json"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"throughline/internal/domain/calendar"
	"throughline/internal/domain/scheme"
)

func TestDecisionIsWrittenInTheWordsOfTheCommand(t *testing.T) {
	on, _ := calendar.ParseDay("2020-03-01")
	age := 18
	e := scheme.Encounter{Area: "Central West", PoliceOutcome: "conditional_caution", Age: &age}
	decisions := scheme.Decide(london(t), e, scheme.Settings{"covered_areas": []any{"Central West"}}, on)
	written, err := json.Marshal(decisions[0])
	if err != nil {
		t.Fatal(err)
	}
	var read map[string]any
	if err := json.Unmarshal(written, &read); err != nil {
		t.Fatal(err)
	}
	if len(read) != 5 || read["scheme"] != "lwds" || read["pathway"] != "conditional_caution" || read["decision"] != "unclear" {
		t.Errorf("the decision is %s", written)
	}
	clause := read["clauses"].([]any)[2].(map[string]any)
	if len(clause) != 4 || clause["id"] != "over_18" || clause["holds"] != "not_known" || clause["source"] != "004:166" {
		t.Errorf("the clause of age is %v", clause)
	}
	if text := clause["text"].(string); !strings.Contains(text, "over_18_includes_18") {
		t.Errorf("the clause of age says %q, and does not name the setting", text)
	}
	open, _ := json.Marshal(scheme.Decide(london(t), e, nil, on)[1])
	if !strings.HasSuffix(string(open), `"offers":[]}`) {
		t.Errorf("an open pathway offers nothing else: %s", open)
	}
}

func TestOnlyTheBoundaryAsksForTheSetting(t *testing.T) {
	on, _ := calendar.ParseDay("2020-03-01")
	for age, want := range map[int]scheme.Answer{0: scheme.No, 17: scheme.No, 18: scheme.NotKnown, 19: scheme.Yes, 90: scheme.Yes} {
		e := scheme.Encounter{Age: &age}
		decision := scheme.Decide(london(t), e, nil, on)[0]
		if got := decision.Clauses[2].Holds; got != want {
			t.Errorf("at %d the clause of age is %s, want %s", age, got, want)
		}
		if named := strings.Contains(strings.Join(decision.WouldNeed, " "), "over_18_includes_18"); named != (age == 18) {
			t.Errorf("at %d the answer would need %q", age, decision.WouldNeed)
		}
	}
}

func TestWhatThePlaceDecidesIsSaidWithoutTheNameOfTheSetting(t *testing.T) {
	on, _ := calendar.ParseDay("2020-03-01")
	age := 18
	decision := scheme.Decide(london(t), scheme.Encounter{Age: &age}, nil, on)[0]
	const want = `whether "over 18" takes in a woman of 18 (for this place to decide)`
	for _, words := range []string{decision.WouldNeed[0], decision.Clauses[2].Text} {
		if got := decision.WithoutNames(words); !strings.Contains(words, "setting over_18_includes_18") || !strings.Contains(got, want) || strings.Contains(got, "over_18") {
			t.Errorf("%q is said as %q", words, got)
		}
	}
	if got := decision.WithoutNames("her age in years"); got != "her age in years" {
		t.Errorf("her age is said as %q", got)
	}
}

func TestSettingsAreThoseOfTheRulebook(t *testing.T) {
	book := london(t)
	tests := []struct {
		given scheme.Settings
		want  string
	}{
		{nil, ""},
		{scheme.Settings{"covered_areas": []any{"Central West"}, "over_18_includes_18": true}, ""},
		{scheme.Settings{"areas": []any{"Central West"}}, `has no local setting "areas"`},
		{scheme.Settings{"covered_areas": "Central West"}, "it is a list of names"},
		{scheme.Settings{"covered_areas": []any{1}}, "it is a list of names"},
		{scheme.Settings{"over_18_includes_18": "yes"}, "it is true or false"},
	}
	for _, test := range tests {
		err := book.CheckSettings(test.given)
		if test.want == "" && err != nil || test.want != "" && (err == nil || !strings.Contains(err.Error(), test.want)) {
			t.Errorf("%v: %v, want %q", test.given, err, test.want)
		}
	}
}

func TestClockGivesADayOnlyWhereEverythingIsStated(t *testing.T) {
	days := func(start, last scheme.Answer) scheme.Clock {
		return scheme.Clock{Start: "notice_received", Days: 28, StartDayCounts: start, LastDayIn: last}
	}
	tests := []struct {
		name  string
		clock scheme.Clock
		start string
		want  string
	}{
		{"day 28 is in, the notice is day 0", days(scheme.No, scheme.Yes), "2020-02-01", "2020-02-29"},
		{"day 28 is in, the notice is day 1", days(scheme.Yes, scheme.Yes), "2020-02-01", "2020-02-28"},
		{"day 28 is out, the notice is day 0", days(scheme.No, scheme.No), "2020-02-01", "2020-02-28"},
		{"whether day 28 is in is not stated", days(scheme.No, scheme.NotStated), "2020-02-01", ""},
		{"which day the notice is, is not stated", days(scheme.NotStated, scheme.Yes), "2020-02-01", ""},
		{"the day of the notice is not known", days(scheme.No, scheme.Yes), "", ""},
		{"bail of 8 weeks over the end of summer time", scheme.Clock{Start: "bailed", Weeks: 8, StartDayCounts: scheme.No, LastDayIn: scheme.Yes}, "2013-10-01", "2013-11-26"},
		{"a month from the last of January", scheme.Clock{Start: "given", Months: 1, StartDayCounts: scheme.No, LastDayIn: scheme.Yes}, "2021-01-31", "2021-02-28"},
		{"no clock is stated", scheme.Clock{Provision: scheme.Provision{NotStated: true}}, "2020-02-01", ""},
	}
	for _, test := range tests {
		start, err := calendar.ParseDay(test.start)
		if err != nil {
			t.Fatal(err)
		}
		due, stated := test.clock.Due(start)
		if due.String() != test.want || stated != (test.want != "") {
			t.Errorf("%s: due %q, stated %v; want %q", test.name, due, stated, test.want)
		}
	}
}

func TestASchemeAnswersWhetherItIsInForce(t *testing.T) {
	day := func(text string) calendar.Day {
		d, err := calendar.ParseDay(text)
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	const days = "  from: 2012-01-01\n  to: 2013-12-31\n"
	tests := []struct {
		name, old, new string
		on             calendar.Day
		want           scheme.Answer
	}{
		{"on its first day", "", "", day("2012-01-01"), scheme.Yes},
		{"on its last day", "", "", day("2013-12-31"), scheme.Yes},
		{"the day after", "", "", day("2014-01-01"), scheme.No},
		{"the day is not known", "", "", 0, scheme.NotKnown},
		{"only proposed", "status: pilot", "status: proposed", day("2012-05-01"), scheme.No},
		{"its days are not stated", days, "  not_stated: true\n", day("2012-05-01"), scheme.NotStated},
	}
	for _, test := range tests {
		book, err := scheme.Parse([]byte(strings.Replace(small, test.old, test.new, 1)))
		if err != nil {
			t.Fatal(err)
		}
		d := scheme.Decide(book, scheme.Encounter{}, nil, test.on)[0]
		if d.Clauses[0].ID != "in_force" || d.Clauses[0].Holds != test.want {
			t.Errorf("%s: in force is %+v, want %s", test.name, d.Clauses[0], test.want)
		}
		if (test.want == scheme.No) != (d.Decision == scheme.Closed) {
			t.Errorf("%s: the pathway is %s", test.name, d.Decision)
		}
	}
}

// partly draws an encounter of which anything may be known or not, and the same
// encounter with everything known.
func partly(t *rapid.T) (part, whole scheme.Encounter) {
	age := rapid.IntRange(14, 22).Draw(t, "age")
	whole = scheme.Encounter{
		Age:           &age,
		Area:          rapid.SampledFrom([]string{"Central West", "Central South", "North East"}).Draw(t, "area"),
		PoliceOutcome: rapid.SampledFrom([]string{"conditional_caution", "charge", "no_further_action", "bail"}).Draw(t, "outcome"),
		OffenceCode:   rapid.SampledFrom([]string{"TH68010", "MD71210"}).Draw(t, "offence"),
	}
	part = whole
	if rapid.Bool().Draw(t, "age not known") {
		part.Age = nil
	}
	if rapid.Bool().Draw(t, "area not known") {
		part.Area = ""
	}
	if rapid.Bool().Draw(t, "offence not known") {
		part.OffenceCode = ""
	}
	part.PoliceOutcome = rapid.SampledFrom([]string{whole.PoliceOutcome, "", "undecided"}).Draw(t, "outcome as told")
	return part, whole
}

func TestEveryDecisionFollowsFromItsClausesAndNoDoorIsADeadEnd(t *testing.T) {
	book := london(t)
	rapid.Check(t, func(t *rapid.T) {
		part, whole := partly(t)
		on := calendar.Day(rapid.Int32Range(18000, 18900).Draw(t, "on"))
		all := scheme.Settings{"covered_areas": []string{"Central West"}, "over_18_includes_18": true, "lower_level_offences": []string{"TH68010"}}
		some := scheme.Settings{}
		for name, value := range all {
			if rapid.Bool().Draw(t, name) {
				some[name] = value
			}
		}
		before, after := scheme.Decide(book, part, some, on), scheme.Decide(book, whole, all, on)
		for i, d := range before {
			count := map[scheme.Answer]int{}
			for j, clause := range d.Clauses {
				count[clause.Holds]++
				if later := after[i].Clauses[j].Holds; clause.Holds != scheme.NotKnown && later != clause.Holds {
					t.Fatalf("clause %s was %s and, with more known, is %s", clause.ID, clause.Holds, later)
				}
			}
			want := scheme.Open
			if count[scheme.NotKnown] > 0 {
				want = scheme.Unclear
			}
			if count[scheme.No] > 0 {
				want = scheme.Closed
			}
			if d.Decision != want {
				t.Fatalf("%s is %s with %v", d.Pathway, d.Decision, count)
			}
			if (d.Decision == scheme.Open) != (len(d.Offers) == 0) || (count[scheme.NotKnown] > 0) != (len(d.WouldNeed) > 0) {
				t.Fatalf("%s is %s, offers %v and would need %v", d.Pathway, d.Decision, d.Offers, d.WouldNeed)
			}
			if after[i].Decision == scheme.Unclear {
				t.Fatalf("with everything known %s is unclear: it would need %v", d.Pathway, after[i].WouldNeed)
			}
		}
	})
}

func TestEncounterIsReadStrictly(t *testing.T) {
	tests := []struct{ text, want string }{
		{`{"age": 34, "borough": "Camden"}`, `"borough" is not a column`},
		{`{"Age": 34}`, `"Age" is not a column`},
		{`{"age": 34, "age": 17}`, "age is given twice"},
		{`{"age": "34"}`, "age cannot be"},
		{`{"age": 34.5}`, "age cannot be"},
		{`{"age": -1}`, "age is -1"},
		{`{"gravity": 6}`, "gravity is 6"},
		{`{"police_outcome": "caution"}`, `police_outcome is "caution": it is one of conditional_caution`},
		{`{"kind": "undecided"}`, `kind is "undecided"`},
		{`{"admitted": "maybe"}`, `admitted is "maybe"`},
		{`{"occurred_on": "31/08/2021"}`, "occurred_on cannot be"},
		{`["age"]`, "not a JSON object"},
		{`{"age": 34`, "unexpected end"},
	}
	for _, test := range tests {
		var e scheme.Encounter
		if err := json.Unmarshal([]byte(test.text), &e); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: %v, want %q", test.text, err, test.want)
		}
	}
	var e scheme.Encounter
	text := `{"encounter_id":"E1","occurred_on":"2020-03-01","police_outcome":"undecided","admitted":"not_asked","value_gbp":19.5,"gravity":2,"offered":false,"age":34,"residence":null}`
	if err := json.Unmarshal([]byte(text), &e); err != nil {
		t.Fatal(err)
	}
	if *e.Age != 34 || *e.Offered || *e.ValueGBP != 19.5 || e.OccurredOn.String() != "2020-03-01" || e.Assessed != nil || e.Residence != "" {
		t.Errorf("the encounter is %+v", e)
	}
}
