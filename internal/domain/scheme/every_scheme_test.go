package scheme_test

import (
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"throughline/internal/domain/calendar"
	"throughline/internal/domain/scheme"
	"throughline/schemes"
)

// runnable are the schemes that the two source documents describe, with the
// pathways each must have. Left out are the tiers, which belong to London's, and
// two closed predecessors of which no rule is told.
var runnable = map[string][]string{
	"lwds":                           {"conditional_caution", "voluntary"},
	"minerva-wraparound":             {"transfer"},
	"liaison-and-diversion":          {"liaison_and_diversion"},
	"cars-eden-house":                {"liaison_and_diversion"},
	"ipswich-make-a-change":          {"offender_management"},
	"police-triage":                  {"triage"},
	"hull-womens-triage":             {"triage"},
	"manchester-bail-triage":         {"bail"},
	"conditional-caution":            {"conditional_caution"},
	"wsc-pilot-2008":                 {"conditional_caution"},
	"blackburn-wsc":                  {"conditional_caution"},
	"south-yorkshire-alcohol-waiver": {"penalty_notice"},
	"sheffield-womens-waiver":        {"penalty_notice"},
	"humberside-waiver":              {"penalty_notice"},
	"lancashire-pnd-course":          {"penalty_notice"},
	"iom":                            {"offender_management"},
	"iom-cymru-womens-pathfinder":    {},
	"gwent-womens-initiatives":       {"court_order"},
	"durham-gateway-to-change":       {"bail"},
	"bedfordshire-exit":              {"offender_management"},
	"together-court-liaison":         {"liaison_and_diversion"},
	"camberwell-court-diversion":     {"court_order"},
	"womens-centre":                  {"voluntary"},
	"anawim":                         {"court_order"},
	"beth-centre":                    {"voluntary"},
	"tri-borough-minerva":            {"voluntary", "transfer"},
	"t2a-minerva":                    {"voluntary"},
	"inspire-sussex":                 {"liaison_and_diversion"},
	"womens-sar":                     {"court_order"},
}

func library(t testing.TB) *scheme.Library {
	t.Helper()
	library, err := schemes.Library()
	if err != nil {
		t.Fatal(err)
	}
	return library
}

func TestEverySchemeOfTheSourcesHasARulebookAndItsScenarios(t *testing.T) {
	library := library(t)
	for id, pathways := range runnable {
		book := library.Of(id, 0)
		if book == nil {
			t.Errorf("%s has no rulebook", id)
			continue
		}
		for _, code := range pathways {
			if book.Pathway(code) == nil {
				t.Errorf("%s has no pathway %s", id, code)
			}
		}
		if len(book.Pathways) == 0 {
			t.Errorf("%s has no pathway", id)
		}
		scenarios, err := schemes.Scenarios(id)
		if err != nil {
			t.Error(err)
		}
		if len(scenarios) < 8 {
			t.Errorf("%s has %d scenarios, want at least 8", id, len(scenarios))
		}
	}
	for _, id := range library.IDs() {
		if _, ok := runnable[id]; !ok {
			t.Errorf("%s is no scheme of the sources", id)
		}
	}
}

func TestEveryRulebookAnswersItsScenarios(t *testing.T) {
	library := library(t)
	for _, id := range library.IDs() {
		scenarios, err := schemes.Scenarios(id)
		if err != nil {
			t.Fatal(err)
		}
		for _, scenario := range scenarios {
			t.Run(id+"/"+scenario.Name, func(t *testing.T) {
				for _, difference := range scenario.Try(library.Of(id, scenario.On)) {
					t.Error(difference)
				}
			})
		}
	}
}

func TestNoRulebookContradictsItselfOrLeadsNowhere(t *testing.T) {
	library := library(t)
	packs, err := schemes.Law()
	if err != nil {
		t.Fatal(err)
	}
	for _, problem := range scheme.CheckReferences(library.On(0), packs) {
		t.Error(problem)
	}
	for _, book := range library.On(0) {
		for _, problem := range book.Contradictions() {
			t.Error(problem)
		}
	}
}

func TestAProposedSchemeIsNeverOfferedAndAClosedOneIsShut(t *testing.T) {
	library := library(t)
	today, _ := calendar.ParseDay("2026-11-21")
	for _, book := range library.On(today) {
		if book.Status != scheme.ProposedOnly && book.Status != scheme.ClosedForGood {
			continue
		}
		for _, d := range scheme.Decide(book, scheme.Encounter{}, nil, today) {
			if d.Decision != scheme.Closed || len(d.Offers) == 0 {
				t.Errorf("%s, %s is %s with %d offers", book.ID, d.Pathway, d.Decision, len(d.Offers))
			}
		}
	}
}

// anything draws an encounter with everything known, and the same as somebody
// knows only part of it.
func anything(t *rapid.T) (part, whole scheme.Encounter) {
	fields := map[string]any{
		"age":               rapid.IntRange(8, 90).Draw(t, "age"),
		"gravity":           rapid.IntRange(1, 5).Draw(t, "gravity"),
		"value_gbp":         rapid.SampledFrom([]float64{0, 99.99, 100, 100.01, 200, 5000}).Draw(t, "value"),
		"sentence_months":   rapid.IntRange(0, 24).Draw(t, "months"),
		"area":              rapid.SampledFrom([]string{"Central West", "Hull", "Luton", "Sheffield", "Darlington", "elsewhere"}).Draw(t, "area"),
		"residence":         rapid.SampledFrom([]string{"Brighton", "Lewes", "Bristol", "Luton", "Lambeth", "elsewhere"}).Draw(t, "residence"),
		"force":             rapid.SampledFrom([]string{"humberside", "elsewhere"}).Draw(t, "force"),
		"orders":            someOf(t, "orders"),
		"cohorts":           someOf(t, "cohorts"),
		"needs":             someOf(t, "needs"),
		"bail_suitable":     rapid.Bool().Draw(t, "bail"),
		"first_offence":     rapid.Bool().Draw(t, "first"),
		"earlier_custody":   rapid.Bool().Draw(t, "custody"),
		"accepted":          rapid.Bool().Draw(t, "accepted"),
		"offered":           rapid.Bool().Draw(t, "offered"),
		"assessed":          rapid.Bool().Draw(t, "assessed"),
		"information_given": rapid.Bool().Draw(t, "information"),
	}
	for _, word := range []string{"sex", "kind", "admitted", "police_outcome", "considered_outcome", "would_otherwise", "charge_state"} {
		fields[word] = rapid.SampledFrom(scheme.Values(word)).Draw(t, word)
	}
	if rapid.Bool().Draw(t, "the offence by its code") {
		fields["offence_code"] = rapid.SampledFrom([]string{"TH68010", "CD71039", "CJ67002", "MD71210", "XX00001"}).Draw(t, "offence")
	} else {
		fields["offence_group"] = rapid.SampledFrom(scheme.Values("offence_group")).Draw(t, "group")
	}
	known := map[string]any{}
	for word, value := range fields {
		if rapid.Bool().Draw(t, word+" is known") {
			known[word] = value
		}
	}
	return encounter(t, known), encounter(t, fields)
}

func someOf(t *rapid.T, word string) []string {
	return rapid.SliceOfNDistinct(rapid.SampledFrom(scheme.Values(word)), 0, 3, rapid.ID[string]).Draw(t, word)
}

func encounter(t *rapid.T, fields map[string]any) scheme.Encounter {
	text, err := json.Marshal(fields)
	if err != nil {
		t.Fatal(err)
	}
	var e scheme.Encounter
	if err := json.Unmarshal(text, &e); err != nil {
		t.Fatal(err)
	}
	return e
}

// Adding knowledge settles what was not known and takes back nothing: no open
// door becomes unclear, and none is shut without a clause that says why.
func TestMoreKnowledgeNeverTurnsOpenIntoUnclear(t *testing.T) {
	library := library(t)
	rapid.Check(t, func(t *rapid.T) {
		part, whole := anything(t)
		on := calendar.Day(rapid.Int32Range(13800, 20800).Draw(t, "on")) // 2007 to 2026
		for _, book := range library.On(on) {
			settings := decided(t, book)
			before, after := scheme.Decide(book, part, nil, on), scheme.Decide(book, whole, settings, on)
			for i, was := range before {
				is := after[i]
				if was.Decision == scheme.Open && is.Decision == scheme.Unclear {
					t.Fatalf("%s, %s was open and, with more known, is unclear: %v", book.ID, was.Pathway, is.WouldNeed)
				}
				if was.Decision == scheme.Closed && is.Decision != scheme.Closed {
					t.Fatalf("%s, %s was closed and, with more known, is %s", book.ID, was.Pathway, is.Decision)
				}
				said := false
				for j, clause := range was.Clauses {
					later := is.Clauses[j].Holds
					said = said || later == scheme.No
					given := slices.ContainsFunc(book.Pathway(was.Pathway).Clauses, func(c scheme.Clause) bool { return c.ID == clause.ID && c.Given })
					if clause.Holds != scheme.NotKnown && later != clause.Holds && !(given && later == scheme.No) {
						t.Fatalf("%s, clause %s was %s and, with more known, is %s", book.ID, clause.ID, clause.Holds, later)
					}
				}
				if is.Decision == scheme.Closed && (!said || len(is.Offers) == 0) {
					t.Fatalf("%s, %s is closed, and no clause says why or nothing is offered", book.ID, is.Pathway)
				}
				if is.Decision == scheme.Unclear && len(is.WouldNeed) == 0 {
					t.Fatalf("%s, %s is unclear, and nothing says what would have to be known", book.ID, is.Pathway)
				}
			}
		}
	})
}

// decided draws a local decision for some of the settings of a rulebook.
func decided(t *rapid.T, book *scheme.Rulebook) scheme.Settings {
	settings := scheme.Settings{}
	for _, s := range book.Settings {
		name := fmt.Sprintf("%s of %s", s.Name, book.ID)
		switch {
		case !rapid.Bool().Draw(t, name+" is decided"):
		case s.Kind == scheme.YesNo:
			settings[s.Name] = rapid.Bool().Draw(t, name)
		case s.Kind == scheme.Number:
			settings[s.Name] = rapid.SampledFrom([]float64{0, 12, 100}).Draw(t, name)
		default:
			settings[s.Name] = rapid.SampledFrom([][]string{{}, {"Central West", "TH68010"}, {"Luton", "Hull", "Brighton"}}).Draw(t, name)
		}
	}
	return settings
}

// Whatever an encounter says, every scheme answers: a closed door with what else
// there is, an unclear one with what would have to be known.
func FuzzDecide(f *testing.F) {
	f.Add([]byte(`{"kind": "arrest", "area": "Hull", "age": 18, "gravity": 2, "admitted": "yes", "offence_code": "TH68010", "value_gbp": 100}`))
	f.Add([]byte(`{"kind": "court", "residence": "Bristol", "needs": ["mental_health"], "orders": []}`))
	f.Add([]byte(`{"kind": "charge", "charge_state": "charged", "offence_group": "theft", "accepted": true, "sex": "male"}`))
	library := library(f)
	on, _ := calendar.ParseDay("2013-06-01")
	f.Fuzz(func(t *testing.T, data []byte) {
		var e, back scheme.Encounter
		if json.Unmarshal(data, &e) != nil {
			return
		}
		for _, d := range scheme.DecideAll(library.On(on), e, nil, on) {
			if d.Decision == scheme.Closed && len(d.Offers) == 0 || d.Decision == scheme.Unclear && len(d.WouldNeed) == 0 {
				t.Errorf("%s, %s is %s, which leads nowhere", d.Scheme, d.Pathway, d.Decision)
			}
		}
		written, err := json.Marshal(e)
		if err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal(written, &back); err != nil || !reflect.DeepEqual(back, e) {
			t.Errorf("%+v came back as %+v: %v", e, back, err)
		}
	})
}

// One encounter under every scheme there is.
func BenchmarkDecideEveryScheme(b *testing.B) {
	library := library(b)
	on, _ := calendar.ParseDay("2020-03-01")
	books := library.On(on)
	age, gravity, value := 34, 2, 60.0
	e := scheme.Encounter{Kind: "arrest", Area: "Central West", Age: &age, Gravity: &gravity, ValueGBP: &value,
		OffenceCode: "TH68010", PoliceOutcome: "conditional_caution", Admitted: "yes", Residence: "Camden"}
	decisions := 0
	for b.Loop() {
		decisions += len(scheme.DecideAll(books, e, nil, on))
	}
	b.ReportMetric(float64(decisions)/b.Elapsed().Seconds(), "decisions/s")
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(decisions), "µs/decision")
}

// Reading every rulebook, as each start of the program does.
func BenchmarkLibrary(b *testing.B) {
	for b.Loop() {
		library(b)
	}
}
