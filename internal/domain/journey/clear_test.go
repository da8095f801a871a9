package journey

import (
	"strings"
	"testing"
)

func TestWordsAboutHerStandInNoBody(t *testing.T) {
	const said = "her sister's Coat"
	row := Row{Woman: "w", Case: "c", Referred: d("2021-02-01")}
	refer := func(offence Offence, typed string) func() ([]Fact, error) {
		entry := goodReferral()
		entry.Offence, entry.Typed = offence, typed
		return func() ([]Fact, error) { return pen().Refer(entry, "") }
	}
	tests := []struct {
		name  string
		facts func() ([]Fact, error)
		words func(Words) string
		clear string // what the bodies hold all the same
	}{
		{"an offence in words", refer(Offence{Label: said}, ""), func(w Words) string { return w.Offence }, ""},
		{"words typed beside a code", refer(Offence{Code: "AB06001"}, " "+said), func(w Words) string { return w.Offence }, `"code":"AB06001"`},
		{"words beside a code and its title", refer(Offence{Code: "TH68010", Label: "Theft from a shop"}, said), func(w Words) string { return w.Offence }, `"label":"Theft from a shop"`},
		{"a service she moves on to", func() ([]Fact, error) {
			return pen().Close(row, d("2021-03-01"), ClosedTransferred, said, "")
		}, func(w Words) string { return w.Onward }, `"onward_scheme":"other"`},
		{"a service and a note", func() ([]Fact, error) {
			return pen().Close(row, d("2021-03-01"), ClosedTransferred, "Willow House", said)
		}, func(w Words) string { return w.Text }, `"onward_scheme":"other"`},
		{"a scheme she moves on to", func() ([]Fact, error) {
			return pen().Close(row, d("2021-03-01"), ClosedTransferred, "minerva-wraparound", said)
		}, func(w Words) string { return w.Text + w.Onward }, `"onward_scheme":"minerva-wraparound"`},
		{"an offence of a woman who said no", func() ([]Fact, error) {
			return pen().Decline(Decline{Met: "arrest", Reason: DeclineReasons[0], Offence: Offence{Label: said}})
		}, nil, `"kind":"arrest"`},
	}
	for _, test := range tests {
		facts, err := test.facts()
		if err != nil {
			t.Errorf("%s: %v", test.name, err)
			continue
		}
		sealed, bodies := "", ""
		for _, fact := range facts {
			body, err := MarshalBody(fact.Body)
			if err != nil {
				t.Fatal(err)
			}
			bodies += string(body)
			if fact.Words != nil && test.words != nil {
				sealed += test.words(*fact.Words)
			}
		}
		if strings.Contains(bodies, "Coat") || !strings.Contains(bodies, test.clear) {
			t.Errorf("%s: the bodies are %s", test.name, bodies)
		}
		if test.words != nil && sealed != said {
			t.Errorf("%s: %q is sealed, want %q", test.name, sealed, said)
		}
	}
	for name, bring := range map[string]func() ([]Fact, error){
		"answers": func() ([]Fact, error) {
			return pen().AnswerOutcomes(row, d("2021-03-01"), Exit, map[string]string{said: "yes"})
		},
		"outcome": func() ([]Fact, error) {
			return pen().RecordActivity(row, ActivityEntry{What: Advocacy, On: d("2021-03-01"), Outcome: said})
		},
	} {
		facts, err := bring()
		expect(t, "words for a code", facts, err, problem{name, "from the list"})
	}
}
