package need

import (
	"slices"
	"strings"
	"testing"
)

func TestReadingScales(t *testing.T) {
	scores := func(items ...int) []int { return items }
	one := Instrument{Title: "One", Items: 3, To: 2, Reversed: []int{3}, Scales: []Scale{{
		Bands: []Band{{0, 2, "low"}, {3, 6, "high"}}, Cuts: []Cut{{3, "talk"}, {5, "act"}},
	}}, Alerts: []Alert{{2, 1, "look"}}}
	parts := Instrument{Title: "Parts", Items: 3, From: 1, To: 3, Scales: []Scale{{Title: "First", Items: []int{1}, Most: 4}, {Title: "Rest", Items: []int{2, 3}, Mean: true}}}
	for name, test := range map[string]struct {
		instrument Instrument
		items      []int
		want       []Reading
		alerts     int
		wrong      string
	}{
		"low":                    {one, scores(0, 0, 2), []Reading{{Band: "low"}}, 0, ""},
		"high, past both cuts":   {one, scores(2, 1, 0), []Reading{{Total: 5, Band: "high", Cuts: []string{"talk", "act"}}}, 1, ""},
		"an answer too high":     {one, scores(3, 0, 0), nil, 0, "question 1 goes from 0 to 2"},
		"an answer below":        {one, scores(0, -1, 0), nil, 0, "question 2 goes from 0 to 2"},
		"too few answers":        {one, scores(0, 0), nil, 0, "3 questions"},
		"each scale by itself":   {parts, scores(4, 1, 3), []Reading{{Title: "First", Total: 4}, {Title: "Rest", Total: 4, Of: 2}}, 0, ""},
		"beyond one scale's top": {parts, scores(4, 4, 3), nil, 0, "question 2 goes from 1 to 3"},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := test.instrument.Score(test.items)
			if test.wrong != "" {
				if err == nil || !strings.Contains(err.Error(), test.wrong) {
					t.Errorf("got %v", err)
				}
				return
			}
			same := func(a, b Reading) bool {
				return a.Title == b.Title && a.Total == b.Total && a.Of == b.Of && a.Band == b.Band && slices.Equal(a.Cuts, b.Cuts)
			}
			if err != nil || !slices.EqualFunc(got, test.want, same) {
				t.Errorf("read %+v, %v", got, err)
			}
			if alerts := test.instrument.Alerted(test.items); len(alerts) != test.alerts {
				t.Errorf("alerts %v", alerts)
			}
		})
	}
	if _, err := parts.ScoreTotal(5); err == nil {
		t.Error("an instrument of several scales has a total")
	}
	if got := parts.Answers(1); !slices.Equal(got, []int{1, 2, 3, 4}) {
		t.Errorf("the first item has the answers %v", got)
	}
}

const soundTool = `{id: made_up, version: 1, title: Made up, from: 2020-01-01, source: ours, questions: [
{id: a, area: mental_and_emotional_health, ask: A}, {id: b, area: learning_disability_and_difficulty, ask: B}, {id: c, area: substance_misuse, ask: C},
{id: d, area: domestic_violence_sexual_abuse_coercion, ask: D}, {id: e, area: prostitution, ask: E}, {id: f, area: possible_trafficking, ask: F},
{id: g, area: childcare_and_family, ask: G}]}`

func TestToolsThatAreNotTaken(t *testing.T) {
	for name, test := range map[string]struct{ old, new, want string }{
		"sound":                     {"", "", ""},
		"not YAML":                  {"{id:", "{{id:", "reading a screening tool"},
		"a key nobody knows":        {"source: ours", "source: ours, colour: red", "colour"},
		"without a source":          {"source: ours, ", "", "a source"},
		"without a version":         {"version: 1, ", "", "a version"},
		"mental health alone":       {"area: possible_trafficking", "area: mental_and_emotional_health", "nothing about possible_trafficking"},
		"an eighth area":            {"area: prostitution", "area: weather", "not one of the seven"},
		"an id twice":               {"{id: b", "{id: a", "stands twice"},
		"a question without words":  {"ask: C", "ask: ''", "asks nothing"},
		"a code that is not there":  {"ask: G}", "ask: G, raised: [{screen: at_encounter, codes: [cold]}]}", `no code "cold"`},
		"maps to what is not there": {"ask: G}", "ask: G, same: [{tool: made_up, version: 9, questions: [g]}]}", "not there"},
		"maps to something else":    {"ask: G}", "ask: G, same: [{tool: made_up, version: 1, questions: [a]}]}", "something else"},
	} {
		t.Run(name, func(t *testing.T) {
			tool, err := ParseTool([]byte(strings.Replace(soundTool, test.old, test.new, 1)))
			if err == nil {
				_, err = NewTools(tool)
			}
			if test.want == "" && err != nil || test.want != "" && (err == nil || !strings.Contains(err.Error(), test.want)) {
				t.Errorf("got %v, want %q", err, test.want)
			}
		})
	}
	tool, err := ParseTool([]byte(soundTool))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := NewTools(tool, tool); err == nil {
		t.Error("a version stands twice")
	}
	tools := Tools{tool}
	if question, there := tools.Question("made_up", 1, "b"); !there || question.Ask != "B" {
		t.Error("a question of a tool is not found")
	}
	if _, there := tools.Question("made_up", 2, "b"); there {
		t.Error("a question of a version nobody has is found")
	}
}

const soundInstrument = `[{id: made_up, title: Made up, about: a test, version: "1", items: 2, from: 0, to: 1, offer: offered, licence: ours, source: ours,
scales: [{bands: [{from: 0, to: 1, words: low}, {from: 2, to: 2, words: high}]}]}]`

func TestInstrumentsThatAreNotTaken(t *testing.T) {
	for name, test := range map[string]struct{ old, new, want string }{
		"sound":                     {"", "", ""},
		"not a list":                {"[{", "{", "reading the instruments"},
		"without a licence":         {"licence: ours, ", "", "its licence"},
		"on no terms":               {"offer: offered", "offer: perhaps", "its terms"},
		"without an id":             {"id: made_up", "id: Made Up", "an id"},
		"without items":             {"items: 2", "items: 0", "items"},
		"bands with a gap":          {"{from: 2, to: 2", "{from: 3, to: 3", "follow each other"},
		"bands that stop short":     {", {from: 2, to: 2, words: high}", "", "end at 1 of 2"},
		"a scale of a third item":   {"{bands:", "{items: [3], bands:", "item 3"},
		"an alert at a third item":  {"offer: offered", "offer: offered, alerts: [{item: 3, from: 1, words: look}]", "item 3"},
		"wording of one item":       {"offer: offered", "offer: offered, wording: [A]", "wording"},
		"codes without a notice":    {"offer: offered", "offer: offered, loinc: {panel: x, total: y, items: [a, b], choices: [c, d]}", "notice"},
		"not offered, so no scales": {"offer: offered", "offer: licensed, items: 0", ""},
	} {
		t.Run(name, func(t *testing.T) {
			text := strings.Replace(soundInstrument, test.old, test.new, 1)
			if strings.Contains(test.new, "items: 0") {
				text = strings.Replace(text, "items: 2, ", "", 1)
			}
			_, err := ParseInstruments([]byte(text))
			if test.want == "" && err != nil || test.want != "" && (err == nil || !strings.Contains(err.Error(), test.want)) {
				t.Errorf("got %v, want %q", err, test.want)
			}
		})
	}
	twice := "[" + strings.Trim(soundInstrument, "[]") + "," + strings.TrimPrefix(soundInstrument, "[")
	if _, err := ParseInstruments([]byte(twice)); err == nil {
		t.Error("an instrument stands twice")
	}
}
