package scheme_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"throughline/internal/domain/scheme"
)

// small is a rulebook with one of everything, made for these tests from the
// South Yorkshire notice scheme. Its clauses begin at line 17.
const small = `id: small
title: A small scheme
status: pilot
in_force:
  text: In force in 2012 and 2013.
  from: 2012-01-01
  to: 2013-12-31
  source: "000:507"
settings:
  - name: covered_areas
    kind: names
    text: which areas are covered
    source: "000:507"
pathways:
  - pathway: penalty_notice
    title: Notice
    clauses:
      - id: notice
        text: She was given a notice.
        when: police_outcome == "penalty_notice"
        source: "000:507"
      - id: area
        text: In a covered area.
        when: area in covered_areas
        source: "000:507"
      - id: cost
        text: Goods below 100 pounds.
        when: value_gbp < 100
        source: "000:507"
    condition:
      text: Two sessions.
      source: "000:507"
      units:
        - {required: 1, unit: awareness session, source: "000:507"}
        - {required: 1, unit: follow-up, source: "000:507"}
      attended_late: {not_stated: true, source: "000:507"}
      clock:
        start: notice_received
        days: 28
        start_day_counts: no
        last_day_in: not_stated
        source: "000:507"
      reasonable_excuse: {not_stated: true, source: "000:507"}
      not_met: {not_stated: true, source: "000:507"}
    offers:
      - {id: directory, text: Services near her., source: "000:756"}
`

func TestParseReadsAWholeRulebook(t *testing.T) {
	book, err := scheme.Parse([]byte(small))
	if err != nil {
		t.Fatal(err)
	}
	rule := book.Condition("penalty_notice", nil)
	if rule.UnitsRequired != 2 || rule.LateCounts != scheme.NotStated || rule.Decider != "" {
		t.Errorf("the condition is %+v", rule)
	}
	if rule.Clock == nil || rule.Clock.Days != 28 || rule.Clock.Start != "notice_received" {
		t.Errorf("the clock is %+v, want 28 days of the notice", rule.Clock)
	}
}

func TestCheckSaysWhatIsWrongAndWhere(t *testing.T) {
	tests := []struct {
		name, old, new, want string
	}{
		{"an unknown key", "title: Notice", "title: Notice\n    tilte: Notice", `line 17: "tilte" is not a key here`},
		{"a key given twice", "title: Notice", "title: Notice\n    title: Other", "line 17: mapping key"},
		{"an unknown word", "area in covered_areas", "borough in covered_areas", `line 24: the clause area undeclared reference to 'borough'`},
		{"an unknown setting", "area in covered_areas", "area in areas", `line 24: the clause area undeclared reference to 'areas'`},
		{"a code that cannot be", `== "penalty_notice"`, `== "penalty notice"`, `line 20: the clause notice asks whether police_outcome is "penalty notice"`},
		{"a code of no knowledge", `== "penalty_notice"`, `!= "undecided"`, "line 20: the clause notice asks whether police_outcome is \"undecided\", which says that nothing is known yet"},
		{"a code in a list", `police_outcome == "penalty_notice"`, `police_outcome in ["charge", "fine"]`, `line 20: the clause notice asks whether police_outcome is "fine"`},
		{"no yes or no", "value_gbp < 100", "value_gbp", "line 28: the clause cost answers with double"},
		{"text against a number", "value_gbp < 100", `value_gbp < "100"`, "line 28: the clause cost found no matching overload"},
		{"an answer that never changes", "value_gbp < 100", "1 < 2", "line 28: the clause cost asks nothing of the encounter"},
		{"no rule at all", "        when: value_gbp < 100\n", "", "line 26: the clause cost needs exactly one of when, given and not_stated"},
		{"a rule and silence", "when: value_gbp < 100", "when: value_gbp < 100\n        not_stated: true", "line 26: the clause cost needs exactly one"},
		{"a clause id used twice", "id: cost", "id: area", "line 26: the clause id area is used twice"},
		{"the id of the first clause", "id: cost", "id: in_force", "line 26: the clause id in_force is used twice"},
		{"no source of a clause", "        when: value_gbp < 100\n        source: \"000:507\"\n", "        when: value_gbp < 100\n", "line 26: the clause cost has no source"},
		{"a source that cites nothing", "text: Two sessions.\n      source: \"000:507\"", "text: Two sessions.\n      source: the book", `line 32: condition cites "the book"`},
		{"no clauses", "clauses:", "entry:", "nothing says who may enter"},
		{"a dead end", "{id: directory, text: Services near her., source: \"000:756\"}", "{id: again, pathway: voluntary, text: Ask., source: \"000:756\"}", "can be a dead end"},
		{"days the wrong way round", "to: 2013-12-31", "to: 2011-12-31", "line 4: 2012-01-01 is after 2011-12-31"},
		{"a day that is none", "to: 2013-12-31", "to: 2013-02-30", "2013-02-30"},
		{"a status that is none", "status: pilot", "status: piloted", `line 3: the status "piloted"`},
		{"a pathway that is none", "pathway: penalty_notice", "pathway: fine", `line 15: the pathway "fine"`},
		{"a mark that is none", "title: A small scheme", "title: A small scheme\nabout: [{text: It is., source: \"000:507\", mark: maybe}]", `line 3: about 1 has the mark "maybe"`},
		{"a setting nobody decided", "kind: names", "kind: names\n    value: [Sheffield]", "line 12: the setting covered_areas has a value, but not who decided it"},
		{"a setting of the wrong kind", "kind: names", "kind: names\n    value: true", "line 12: the setting covered_areas is true: it is a list of names"},
		{"a setting named as a word", "name: covered_areas", "name: area", "the setting area has the name of a word"},
		{"a clock with no length", "        days: 28\n", "", "the clock needs its days, weeks or months, or not_stated"},
		{"a clock that does not say how days count", "        last_day_in: not_stated\n", "", "the clock's last_day_in is \"\""},
		{"an unknown kind of appointment", "attended_late:", "counts: [{kind: tea, counts: yes, source: \"000:507\"}]\n      attended_late:", `the kind of appointment "tea"`},
		{"late, neither counted nor silent", "attended_late: {not_stated: true,", "attended_late: {", "attended_late needs counts: yes, counts: no or not_stated"},
		{"nobody decides, and no silence", "not_met: {not_stated: true,", "not_met: {", "not_met needs its decider, or not_stated"},
		{"a window with one day", "settings:", "windows: [{name: year, text: A year, from: 2012-01-01, source: \"000:507\"}]\nsettings:", "line 9: the window year has not both its days"},
		{"unless without given", "when: value_gbp < 100", "when: value_gbp < 100\n        unless: sex == \"male\"", "line 29: the clause cost has unless, but is not given"},
		{"a code in a search", "when: value_gbp < 100", "when: needs.exists(n, n == \"mental_helth\")", `line 28: the clause cost asks whether needs is "mental_helth"`},
		{"a counting rule that is no setting", "last_day_in: not_stated", "last_day_in: day_28_counts", "it is yes, no, not_stated or the name of a yes_no setting"},
		{"a counting rule that is a list", "last_day_in: not_stated", "last_day_in: covered_areas", "it is yes, no, not_stated or the name of a yes_no setting"},
		{"a unit set by nobody known", "unit: follow-up,", "unit: follow-up, set_by: anyone,", `a unit of the condition is set by "anyone"`},
		{"a matter sent back to nobody", "      not_met:", "      refer_back: {decider: case_worker, text: She sends it back., source: \"000:554\"}\n      not_met:", "refer_back does not say to whom"},
		{"an entry nowhere", "    clauses:", "    entry: [{text: At sea., points: [sea], source: \"000:507\"}]\n    clauses:", `entry 1 is at "sea"`},
		{"a worker without a name", "    clauses:", "    worker: [{text: Somebody., source: \"000:507\"}]\n    clauses:", "worker 1 needs its title, or not_stated"},
		{"a worker by an unknown word", "    clauses:", "    worker: [{title: Keyworker, text: Hers., when: home == \"Hull\", source: \"000:507\"}]\n    clauses:", "worker 1 undeclared reference to 'home'"},
		{"a limit of nothing", "    clauses:", "    capacity: [{text: Many., at_once: 13, source: \"000:574\"}]\n    clauses:", `capacity 1 is per "": it is keyworker or scheme`},
		{"a limit upside down", "    clauses:", "    capacity: [{text: Many., per: scheme, at_once_from: 13, at_once: 10, source: \"000:574\"}]\n    clauses:", "a lower end without a higher upper one"},
		{"a limit without a number", "    clauses:", "    capacity: [{text: Many., per: scheme, source: \"000:574\"}]\n    clauses:", "says for what it is counted, but no number"},
		{"a permission that is none", "    clauses:", "    sharing: [{text: A summary., permission: maybe, source: \"000:398\"}]\n    clauses:", `sharing 1 has the permission "maybe"`},
		{"a safety rule without its list", "    clauses:", "    safety: [{text: Not there., not_at: places, source: \"000:578\"}]\n    clauses:", `safety 1 bars the places of "places", which is no setting of names`},
		{"an ending that is none", "    clauses:", "    ending: {disposal: freedom, text: Free., source: \"000:507\"}\n    clauses:", "the ending needs its disposal, a known one, or not_stated"},
		{"law without an id", "    clauses:", "    law: [Penalty Notices]\n    clauses:", `the law pack "Penalty Notices" is not an id`},
		{"seen, though its days are stated", "  to: 2013-12-31", "  to: 2013-12-31\n  seen_from: 2012-02-01\n  seen_to: 2012-03-01", "only where its own are not_stated"},
		{"seen from one day on", "  from: 2012-01-01\n  to: 2013-12-31", "  not_stated: true\n  seen_from: 2012-02-01", "and both of them"},
		{"no document", small, "", "the file holds no keys and values"},
		{"two documents", "id: small", "id: small\n---\nid: other", "more than one document"},
		{"a reference inside the file", `text: Two sessions.`, "text: &two Two sessions.\n      places: [{text: *two, source: \"000:507\"}]", "line 32: refers to another part of the file"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			broken := strings.Replace(small, test.old, test.new, 1)
			if broken == small {
				t.Fatal("the test changes nothing")
			}
			_, err := scheme.Parse([]byte(broken))
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("the problems are\n%v\nwant one that says\n%s", err, test.want)
			}
		})
	}
}

func TestParseReturnsEveryProblemInTheOrderOfLines(t *testing.T) {
	broken := strings.NewReplacer("status: pilot", "status: odd", "area in covered_areas", "borough == area", "value_gbp < 100", "cost < 1.0").Replace(small)
	_, err := scheme.Parse([]byte(broken))
	var problems scheme.Problems
	if !errors.As(err, &problems) {
		t.Fatalf("the error is %v, want Problems", err)
	}
	var lines []string
	for _, p := range problems {
		lines = append(lines, fmt.Sprint(p.Line))
	}
	if got := strings.Join(lines, " "); got != "3 24 28" {
		t.Errorf("problems at lines %s, want 3 24 28:\n%v", got, err)
	}
}

func TestTwoRulebooksOfOneSchemeMayNotHoldOnOneDay(t *testing.T) {
	parse := func(from, to string) *scheme.Rulebook {
		t.Helper()
		text := strings.Replace(small, "  from: 2012-01-01\n  to: 2013-12-31\n", "  from: "+from+"\n  to: "+to+"\n", 1)
		book, err := scheme.Parse([]byte(text))
		if err != nil {
			t.Fatal(err)
		}
		return book
	}
	early, late, open := parse("2012-01-01", "2013-12-31"), parse("2014-01-01", "2014-12-31"), parse("2014-12-31", "null")
	if problems := scheme.CheckTogether([]*scheme.Rulebook{early, late}); len(problems) > 0 {
		t.Errorf("the years follow one another, but: %v", problems)
	}
	if problems := scheme.CheckTogether([]*scheme.Rulebook{early, late, open}); len(problems) != 1 {
		t.Errorf("31 December 2014 is in two rulebooks, but: %v", problems)
	}
	decisions := scheme.DecideAll([]*scheme.Rulebook{early, late}, scheme.Encounter{}, nil, late.InForce.From)
	if len(decisions) != 1 || decisions[0].Decision != scheme.Unclear {
		t.Errorf("in 2014 the later rulebook alone answers, but: %+v", decisions)
	}
}

func TestAScenarioTableIsReadStrictly(t *testing.T) {
	for name, text := range map[string]string{
		"an unknown column": "scheme: small\nscenarios:\n  - {name: A, source: \"000:507\", on: 2012-05-01, encounter: {colour: red}, want: {penalty_notice: {decision: open}}}",
		"no source":         "scheme: small\nscenarios:\n  - {name: A, on: 2012-05-01, want: {penalty_notice: {decision: open}}}",
		"nothing wanted":    "scheme: small\nscenarios:\n  - {name: A, source: \"000:507\", on: 2012-05-01}",
	} {
		if _, _, err := scheme.ParseScenarios([]byte(text)); err == nil || !strings.Contains(err.Error(), "line 3") {
			t.Errorf("%s: the error is %v, want one at line 3", name, err)
		}
	}
}

func TestAScenarioSaysHowTheAnswerDiffers(t *testing.T) {
	book, err := scheme.Parse([]byte(small))
	if err != nil {
		t.Fatal(err)
	}
	_, scenarios, err := scheme.ParseScenarios([]byte(`scheme: small
scenarios:
  - name: A notice for goods of 20 pounds
    source: "000:507"
    on: 2012-05-01
    settings: {covered_areas: [Sheffield]}
    encounter: {occurred_on: 2012-05-01, police_outcome: penalty_notice, area: Sheffield, value_gbp: 20, age: null}
    want:
      penalty_notice: {decision: closed, clauses: {cost: no, mood: yes}, offers: [directory], needs: [her age]}
      voluntary: {decision: open}
`))
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		"Notice is open; the table says closed",
		"Notice answers yes to cost; the table says no",
		"Notice has no clause mood",
		"Notice offers nothing; the table says directory",
		"Notice would need nothing; the table names her age",
		"small has no pathway voluntary",
	}
	if got := scenarios[0].Try(book); !slices.Equal(got, want) {
		t.Errorf("the differences are\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte(small))
	f.Add([]byte("pathways: [{clauses: [{when: \"age > \"}]}]"))
	f.Fuzz(func(t *testing.T, data []byte) {
		book, err := scheme.Parse(data)
		if err != nil {
			return
		}
		for _, d := range scheme.Decide(book, scheme.Encounter{}, nil, book.InForce.From) {
			if d.Decision == scheme.Closed && len(d.Offers) == 0 {
				t.Errorf("%s of %s is a dead end", d.Pathway, d.Scheme)
			}
		}
	})
}

// A form that is pasted is bounded: what nobody could read is refused at once.
func TestARulebookHasItsBounds(t *testing.T) {
	clauses := func(count int) string {
		var text strings.Builder
		for i := range count {
			fmt.Fprintf(&text, "      - {id: more_%d, text: More., given: true, source: \"000:507\"}\n", i)
		}
		return strings.Replace(small, "    condition:\n", text.String()+"    condition:\n", 1)
	}
	keys := func(count int) string {
		var text strings.Builder
		for i := range count {
			fmt.Fprintf(&text, "key_%d: 1\n", i)
		}
		return small + text.String()
	}
	for _, test := range []struct {
		name, text, want string // "" for none
	}{
		{"a hundred clauses", clauses(97), ""},
		{"one more", clauses(98), "line 17: the pathway penalty_notice has more than 100 clauses"},
		{"more keys than anybody writes", keys(200), "line 1: has more than 200 keys in one place"},
		{"more problems than anybody reads", keys(150), "and 50 more problems"},
		{"more bytes", small + strings.Repeat("# more\n", 1<<18), "larger than 1048576 bytes"},
	} {
		_, err := scheme.Parse([]byte(test.text))
		if test.want == "" && err != nil || test.want != "" && (err == nil || !strings.Contains(err.Error(), test.want)) {
			t.Errorf("%s: %.200v, want %q", test.name, err, test.want)
		}
	}
}

// The longest list there may be is still looked through; a longer one is refused,
// and never taken for not known.
func TestALongListOfNamesIsLookedThroughToItsEnd(t *testing.T) {
	book, err := scheme.Parse([]byte(small))
	if err != nil {
		t.Fatal(err)
	}
	areas := make([]string, 10_001)
	for i := range areas {
		areas[i] = fmt.Sprintf("Area %d", i)
	}
	for count, refused := range map[int]bool{10_000: false, 10_001: true} {
		settings := scheme.Settings{"covered_areas": areas[:count]}
		if err := book.CheckSettings(settings); (err != nil) != refused {
			t.Errorf("%d names: %v, refused %v", count, err, refused)
		}
		value := strings.Replace(small, "    kind: names\n", "    kind: names\n    decided_by: the force\n    decided_on: 2012-01-01\n    value: ["+strings.Join(areas[:count], ", ")+"]\n", 1)
		if _, err := scheme.Parse([]byte(value)); (err != nil) != refused {
			t.Errorf("%d names in the rulebook: %v, refused %v", count, err, refused)
		}
	}
	last := scheme.Decide(book, scheme.Encounter{Area: areas[9_999]}, scheme.Settings{"covered_areas": areas[:10_000]}, 0)[0]
	if answer := last.Clauses[2]; answer.ID != "area" || answer.Holds != scheme.Yes {
		t.Errorf("the last of the list is answered %+v", answer)
	}
}
