package scheme

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"throughline/internal/domain/calendar"
)

// Scenario is one row of a rulebook's table of cases: an encounter on a day, and
// what each pathway must answer. Source is where the case comes from.
type Scenario struct {
	Name      string              `yaml:"name"`
	Source    Source              `yaml:"source"`
	On        calendar.Day        `yaml:"on"`
	Settings  Settings            `yaml:"settings"`
	Encounter Encounter           `yaml:"encounter"`
	Want      map[string]Expected `yaml:"want"`
}

// Expected is what one pathway must answer: its standing, clauses by id, offers
// by id in order, and words that name what would have to be known.
type Expected struct {
	Decision Standing          `yaml:"decision"` // "" where only the clock or the worker is asked
	Clauses  map[string]Answer `yaml:"clauses"`
	Offers   []string          `yaml:"offers"`
	Needs    []string          `yaml:"needs"`
	Worker   string            `yaml:"worker"` // who she gets
	Clock    *ClockCase        `yaml:"clock"`
}

// ClockCase is a day on which a condition's clock starts and the last day that
// is in time: a date, or "none" where none follows from what is stated.
type ClockCase struct {
	Start calendar.Day `yaml:"start"`
	Due   string       `yaml:"due"`
}

// ParseScenarios reads a table of scenarios and the id of the scheme it is for.
// The error is a Problems.
func ParseScenarios(data []byte) (schemeID string, scenarios []Scenario, err error) {
	var table struct {
		Scheme    string     `yaml:"scheme"`
		Scenarios []Scenario `yaml:"scenarios"`
	}
	root, problems := readStrictly(data, &table)
	if root != nil {
		c := &checker{root: root}
		for i, s := range table.Scenarios {
			path := []any{"scenarios", i}
			if s.Name == "" || len(s.Want) == 0 || !s.On.Known() {
				c.add("a scenario needs its name, its day and what is wanted", path...)
			}
			for code, want := range s.Want {
				if !slices.Contains([]Standing{"", Open, Closed, Unclear}, want.Decision) {
					c.add(fmt.Sprintf("%s is wanted %q: it is open, closed or unclear", code, want.Decision), at(path, "want", code)...)
				}
				if want.Decision == "" && want.Clock == nil && want.Worker == "" {
					c.add("nothing is wanted of "+code, at(path, "want", code)...)
				}
			}
			if err := s.Source.check(); err != nil {
				c.add(fmt.Sprintf("scenario %d %v", i+1, err), at(path, "source")...)
			}
		}
		problems = append(problems, c.problems...)
	}
	if len(problems) > 0 {
		return "", nil, inOrder(problems)
	}
	return table.Scheme, table.Scenarios, nil
}

// Try decides the scenario under a rulebook and says, in words, each way in
// which the answer is not the one wanted. Nothing means that it agrees.
func (s Scenario) Try(book *Rulebook) []string {
	if err := book.CheckSettings(s.Settings); err != nil {
		return []string{err.Error()}
	}
	decisions := Decide(book, s.Encounter, s.Settings, s.On)
	var differences []string
	for _, code := range slices.Sorted(maps.Keys(s.Want)) {
		i := slices.IndexFunc(decisions, func(d Decision) bool { return d.Pathway == code })
		if i < 0 {
			differences = append(differences, fmt.Sprintf("%s has no pathway %s", book.ID, code))
			continue
		}
		want := s.Want[code]
		for _, difference := range append(want.differs(decisions[i]), want.Clock.differs(book.Condition(code, s.Settings))...) {
			differences = append(differences, book.Pathway(code).Title+" "+difference)
		}
	}
	return differences
}

func (want Expected) differs(got Decision) []string {
	var differences []string
	if want.Decision != "" && got.Decision != want.Decision {
		differences = append(differences, fmt.Sprintf("is %s; the table says %s", got.Decision, want.Decision))
	}
	for _, id := range slices.Sorted(maps.Keys(want.Clauses)) {
		i := slices.IndexFunc(got.Clauses, func(c ClauseAnswer) bool { return c.ID == id })
		switch {
		case i < 0:
			differences = append(differences, "has no clause "+id)
		case got.Clauses[i].Holds != want.Clauses[id]:
			differences = append(differences, fmt.Sprintf("answers %s to %s; the table says %s", got.Clauses[i].Holds.words(), id, want.Clauses[id].words()))
		}
	}
	if want.Offers != nil {
		var offered []string
		for _, o := range got.Offers {
			offered = append(offered, o.ID)
		}
		if !slices.Equal(offered, want.Offers) {
			differences = append(differences, fmt.Sprintf("offers %s; the table says %s", listed(offered), listed(want.Offers)))
		}
	}
	if want.Worker != "" && got.Worker != want.Worker {
		differences = append(differences, fmt.Sprintf("gives her %q; the table says %q", got.Worker, want.Worker))
	}
	for _, need := range want.Needs {
		if !strings.Contains(strings.Join(got.WouldNeed, "; "), need) {
			differences = append(differences, fmt.Sprintf("would need %s; the table names %s", listed(got.WouldNeed), need))
		}
	}
	return differences
}

// listed says several names, or that there are none.
func listed(names []string) string {
	if len(names) == 0 {
		return "nothing"
	}
	return strings.Join(names, ", ")
}

func (want *ClockCase) differs(rule ConditionRule) []string {
	if want == nil {
		return nil
	}
	got := "none"
	if due, stated := rule.Clock.Due(want.Start); stated {
		got = due.String()
	}
	if got == want.Due {
		return nil
	}
	return []string{fmt.Sprintf("from %s is in time until %s; the table says %s", want.Start, got, want.Due)}
}
