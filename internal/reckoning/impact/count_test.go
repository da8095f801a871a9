package impact_test

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"throughline/internal/domain/calendar"
	"throughline/internal/domain/scheme"
	"throughline/internal/reckoning/impact"
)

// triage is a rulebook with one clause of each kind that a change may touch.
const triage = `id: triage
title: Triage
status: live
in_force: {text: From 2020., from: 2020-01-01, source: "000:465"}
settings:
  - {name: covered_areas, kind: names, text: which areas are covered, source: "000:465"}
pathways:
  - pathway: triage
    title: Triage
    clauses:
      - {id: low, text: A gravity score of 1 or 2., when: gravity <= 2, source: "000:465"}
      - {id: area, text: In a covered area., when: area in covered_areas, source: "000:465"}
    capacity: [{text: Sixty a year for each keyworker., per: keyworker, a_year: 60, source: "004:314"}]
    offers: [{id: directory, text: Services near her., source: "000:756"}]
`

func parse(t testing.TB, old, new string) *scheme.Rulebook {
	t.Helper()
	text := strings.Replace(triage, old, new, 1)
	if old != new && text == triage {
		t.Fatalf("the rulebook has no %q", old)
	}
	book, err := scheme.Parse([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return book
}

var hull = scheme.Settings{"covered_areas": []string{"Hull"}}

// met is an encounter on a day of March 2020 with a score, 0 where not known.
func met(day, gravity int, area string) impact.Encounter {
	e := impact.Encounter{Encounter: scheme.Encounter{OccurredOn: calendar.On(2020, 3, day), Area: area}}
	if gravity > 0 {
		e.Gravity = &gravity
	}
	return e
}

func TestEveryEncounterMovesOnce(t *testing.T) {
	is := parse(t, "", "")
	log := []impact.Encounter{
		met(1, 1, "Hull"),  // open
		met(2, 2, "Hull"),  // open
		met(3, 3, "Hull"),  // closed by its score
		met(4, 3, "Leeds"), // closed by its score and its area
		met(5, 4, "Hull"),  // closed by its score
		met(6, 0, "Hull"),  // unclear: no score
		met(7, 1, ""),      // unclear: no area
		met(8, 3, ""),      // closed by its score; with a higher one, unclear
	}
	log[2].PersonRef, log[7].PersonRef, log[1].PersonRef = "W1", "W1", "W2"
	for _, test := range []struct {
		name, old, new string
		moves          impact.Moves // from open, unclear, closed to the same
		opened, shut   string
		needs          string
		women          [3]int // let in, may be let in, shut out
	}{
		{"nothing", "", "", impact.Moves{{2, 0, 0}, {0, 2, 0}, {0, 0, 4}}, "", "", "", [3]int{}},
		{"a higher score", "gravity <= 2", "gravity <= 3", impact.Moves{{2, 0, 0}, {0, 2, 0}, {1, 1, 2}},
			"low 2", "", "the area of the encounter 1", [3]int{1, 1, 0}},
		{"a lower score", "gravity <= 2", "gravity <= 1", impact.Moves{{1, 0, 1}, {0, 2, 0}, {0, 0, 4}}, "", "low 1", "", [3]int{0, 0, 1}},
		{"any score and any area", "when: gravity <= 2, source: \"000:465\"}\n      - {id: area, text: In a covered area., when: area in covered_areas", "given: true",
			impact.Moves{{2, 0, 0}, {2, 0, 0}, {4, 0, 0}}, "low 4, area 1", "", "", [3]int{1, 0, 0}},
		{"later in force", "from: 2020-01-01", "from: 2020-03-07", impact.Moves{{0, 0, 2}, {0, 1, 1}, {0, 0, 4}}, "", "in_force 3", "", [3]int{0, 0, 1}},
	} {
		t.Run(test.name, func(t *testing.T) {
			after := parse(t, test.old, test.new)
			p := countOf(t, scheme.Local{Book: is, Settings: hull}, scheme.Local{Book: after, Settings: hull}, calendar.Window{}, log).Result().Pathways[0]
			if p.Moves != test.moves {
				t.Errorf("the moves are %v, want %v", p.Moves, test.moves)
			}
			if got := said(p.Opened); got != test.opened {
				t.Errorf("opened by %q, want %q", got, test.opened)
			}
			if got := said(p.Shut); got != test.shut {
				t.Errorf("shut by %q, want %q", got, test.shut)
			}
			var needs []string
			for _, need := range p.Needs {
				needs = append(needs, fmt.Sprint(need.Text, " ", need.Encounters))
			}
			if got := strings.Join(needs, ", "); got != test.needs {
				t.Errorf("would need %q, want %q", got, test.needs)
			}
			if got := [3]int{p.WomenLetIn, p.WomenMayBeLetIn, p.WomenShutOut}; got != test.women {
				t.Errorf("women known: %v, want %v", got, test.women)
			}
		})
	}
}

func said(clauses []impact.Clause) string {
	var list []string
	for _, c := range clauses {
		list = append(list, fmt.Sprint(c.ID, " ", c.Encounters))
	}
	return strings.Join(list, ", ")
}

func TestOnlyTheWindowIsCounted(t *testing.T) {
	log := []impact.Encounter{met(9, 3, "Hull"), met(10, 3, "Hull"), met(20, 3, "Hull"), met(21, 3, "Hull"), {}}
	rules := scheme.Local{Book: parse(t, "", ""), Settings: hull}
	window := calendar.Window{From: calendar.On(2020, 3, 10), To: calendar.On(2020, 3, 20)}
	if r := countOf(t, rules, rules, window, log).Result(); r.Base != 2 || r.First != window.From || r.Last != window.To {
		t.Errorf("counted %d from %s to %s, want the two on its first and last day", r.Base, r.First, r.Last)
	}
	if r := countOf(t, rules, rules, calendar.Window{}, log).Result(); r.Base != 5 {
		t.Errorf("counted %d, want all 5, one without a date among them", r.Base)
	}
}

func TestGroupsAreInOrderAndWhatIsNotKnownIsALine(t *testing.T) {
	age := 34
	known := met(1, 3, "Hull")
	known.Age, known.Ethnicity, known.FirstTime, known.OffenceCode, known.OffenceLabel = &age, "black_african", "yes", "TH68010", "Theft from a shop"
	log := []impact.Encounter{known, met(2, 3, ""), met(2, 1, ""), met(3, 3, "Hull"), met(3, 3, "Leeds")}
	log[4].OccurredOn = calendar.On(2020, 2, 3)
	r := countOf(t, scheme.Local{Book: parse(t, "", ""), Settings: hull},
		scheme.Local{Book: parse(t, "gravity <= 2", "gravity <= 3"), Settings: hull}, calendar.Window{}, log).Result()
	for dimension, want := range map[string]string{
		"area": "Hull 2 of 2, Leeds 0 of 1, Not known 1 of 2", "month": "2020-02 0 of 1, 2020-03 3 of 4",
		"ethnicity": "Black African 1 of 1, Not known 2 of 4", "age": "25 to 34 1 of 1, Not known 2 of 4",
		"offence": "Theft from a shop (TH68010) 1 of 1, Not known 2 of 4", "first_time": "Yes 1 of 1, Not known 2 of 4",
		"mother": "Not known 3 of 5", "police_outcome": "Not known 3 of 5",
	} {
		for _, group := range r.Pathways[0].Groups {
			var lines []string
			for _, line := range group.Lines {
				lines = append(lines, fmt.Sprintf("%s %d of %d", line.Name, line.Moves.LetIn()+line.Moves.MayBeLetIn(), line.Moves.Base()))
			}
			if got := strings.Join(lines, ", "); group.Code == dimension && got != want {
				t.Errorf("by %s: %s, want %s", dimension, got, want)
			}
		}
	}
}

func TestAgesAreGroupedByBand(t *testing.T) {
	rules := scheme.Local{Book: parse(t, "", ""), Settings: hull}
	for age, want := range map[int]string{17: "0 to 17", 18: "18 to 24", 24: "18 to 24", 25: "25 to 34", 34: "25 to 34",
		35: "35 to 44", 45: "45 to 54", 54: "45 to 54", 55: "55 and over", 90: "55 and over"} {
		e := met(1, 1, "Hull")
		e.Age = &age
		for _, group := range countOf(t, rules, rules, calendar.Window{}, []impact.Encounter{e}).Result().Pathways[0].Groups {
			if group.Code == "age" && group.Lines[0].Name != want {
				t.Errorf("a woman of %d is in the group %s, want %s", age, group.Lines[0].Name, want)
			}
		}
	}
}

func TestAPathwayMayComeAndGo(t *testing.T) {
	one := parse(t, "", "")
	two := parse(t, "  - pathway: triage\n", `  - pathway: bail
    title: Bail
    clauses: [{id: all, text: Any woman., given: true, source: "000:465"}]
    offers: [{id: directory, text: Services near her., source: "000:756"}]
  - pathway: triage
`)
	log := []impact.Encounter{met(1, 1, "Hull")}
	here, there := scheme.Local{Book: one, Settings: hull}, scheme.Local{Book: two, Settings: hull}
	added := countOf(t, here, there, calendar.Window{}, log).Result().Pathways[1]
	if added.Code != "bail" || added.Moves.LetIn() != 1 || said(added.Opened) != "pathway 1" {
		t.Errorf("a new pathway lets in: %+v", added)
	}
	gone := countOf(t, there, here, calendar.Window{}, log).Result().Pathways[0]
	if gone.Code != "bail" || gone.Moves.ShutOut() != 1 || gone.Shut[0].Text != "The rulebook has no such pathway." {
		t.Errorf("a pathway gone shuts out: %+v", gone)
	}
}

func TestTwoSchemesAreNotAChange(t *testing.T) {
	if _, err := impact.New(scheme.Local{Book: parse(t, "", "")}, scheme.Local{Book: parse(t, "id: triage", "id: other")}, calendar.Window{}); err == nil ||
		!strings.Contains(err.Error(), "another scheme") {
		t.Errorf("the error is %v", err)
	}
}

// drawn is a rule and a log of its encounters.
func drawn(t *rapid.T) (rules [2]string, log []impact.Encounter) {
	for i := range rules {
		rules[i] = fmt.Sprintf("gravity <= %d || area == %q", rapid.IntRange(0, 4).Draw(t, "score"), rapid.SampledFrom([]string{"Hull", "Leeds"}).Draw(t, "area"))
	}
	for range rapid.IntRange(0, 80).Draw(t, "encounters") {
		e := met(rapid.IntRange(1, 28).Draw(t, "day"), rapid.IntRange(0, 5).Draw(t, "gravity"), rapid.SampledFrom([]string{"", "Hull", "Leeds"}).Draw(t, "where"))
		e.PersonRef = rapid.SampledFrom([]string{"", "", "W1", "W2"}).Draw(t, "woman")
		log = append(log, e)
	}
	return rules, log
}

func TestMovesAddUpAndTurnRound(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		rules, log := drawn(rt)
		is := scheme.Local{Book: parse(t, "gravity <= 2", "'"+rules[0]+"'"), Settings: hull}
		other := scheme.Local{Book: parse(t, "gravity <= 2", "'"+rules[1]+"'"), Settings: hull}
		there := countOf(t, is, other, calendar.Window{}, log).Result()
		back := countOf(t, other, is, calendar.Window{}, log).Result()
		still := countOf(t, is, is, calendar.Window{}, log).Result()
		p, q := there.Pathways[0], back.Pathways[0]
		if there.Base != len(log) || p.Moves.Base() != len(log) {
			rt.Fatalf("the moves add up to %d of %d", p.Moves.Base(), len(log))
		}
		if still.Pathways[0].Moves.Moved() {
			rt.Fatalf("no change moves %v", still.Pathways[0].Moves)
		}
		for from := range 3 {
			for to := range 3 {
				if p.Moves[from][to] != q.Moves[to][from] {
					rt.Fatalf("there %v, and back %v", p.Moves, q.Moves)
				}
			}
		}
		if p.Moves.LetIn()+p.Moves.MayBeLetIn() != q.Moves.ShutOut() || said(p.Opened) != said(q.Shut) {
			rt.Fatalf("lets in %v by %s, and back shuts out %v by %s", p.Moves, said(p.Opened), q.Moves, said(q.Shut))
		}
		for _, group := range p.Groups {
			var whole impact.Moves
			for _, line := range group.Lines {
				for from := range 3 {
					for to := range 3 {
						whole[from][to] += line.Moves[from][to]
					}
				}
			}
			if whole != p.Moves {
				rt.Fatalf("by %s the moves are %v, in all %v", group.Code, whole, p.Moves)
			}
		}
	})
}
