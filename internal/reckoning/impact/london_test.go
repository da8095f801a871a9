package impact_test

import (
	"encoding/csv"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"throughline/internal/domain/calendar"
	"throughline/internal/domain/scheme"
	"throughline/internal/reckoning/impact"
	"throughline/schemes"
)

// shared is the folder of source documents and data kept beside the checkout.
const shared = "../../../../shared"

// reach is the year over which the London report counts arrests. Source: 004:273.
var reach = calendar.Window{From: calendar.On(2019, 9, 1), To: calendar.On(2020, 8, 31)}

// covered are the two areas of the London log.
var covered = scheme.Settings{"covered_areas": []string{"Central West", "Central South"}}

// widened returns the London rulebook as it is and with the worked example made.
func widened(t testing.TB) (before, after *scheme.Rulebook) {
	t.Helper()
	library, err := schemes.Library()
	if err != nil {
		t.Fatal(err)
	}
	changes, err := schemes.Changes()
	if err != nil {
		t.Fatal(err)
	}
	at := slices.IndexFunc(changes, func(c schemes.Change) bool { return c.Name == "lwds-all-outcomes" })
	base, _ := library.Edition("lwds", 0)
	text, err := changes[at].Apply(base.Text)
	if err != nil {
		t.Fatal(err)
	}
	if after, err = scheme.Parse(text); err != nil {
		t.Fatal(err)
	}
	return base.Book, after
}

// londonLog returns the encounters of the London cohort, with what is known of
// the women who were referred.
func londonLog(t testing.TB) []impact.Encounter {
	t.Helper()
	women := map[string]map[string]string{}
	for _, row := range rowsOf(t, "women.csv") {
		women[row["person_ref"]] = row
	}
	var log []impact.Encounter
	for _, row := range rowsOf(t, "encounters.csv") {
		on, err := calendar.ParseDay(row["occurred_on"])
		if err != nil {
			t.Fatal(err)
		}
		e := impact.Encounter{Encounter: scheme.Encounter{
			OccurredOn: on, PersonRef: row["person_ref"], Kind: row["kind"], Area: row["area"], OffenceCode: row["offence_code"],
			OffenceLabel: row["offence_label"], PoliceOutcome: row["police_outcome"], Offered: truth(row["offered"]), Accepted: truth(row["accepted"]),
		}}
		if her := women[e.PersonRef]; her != nil {
			e.Ethnicity, e.FirstTime = her["ethnicity"], map[string]string{"true": "yes", "false": "no"}[her["first_time"]]
			born, err := calendar.ParseDay(her["date_of_birth"])
			if err != nil {
				t.Fatal(err)
			}
			age := born.YearsAt(on)
			e.Age = &age
		}
		log = append(log, e)
	}
	return log
}

func rowsOf(t testing.TB, name string) []map[string]string {
	t.Helper()
	file, err := os.Open(filepath.Join(shared, "data", "london-2019-21", name))
	if err != nil {
		t.Skip("the London cohort is not beside the checkout")
	}
	defer file.Close()
	rows, err := csv.NewReader(file).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var list []map[string]string
	for _, row := range rows[1:] {
		named := map[string]string{}
		for i, column := range rows[0] {
			named[strings.TrimPrefix(column, "\ufeff")] = row[i]
		}
		list = append(list, named)
	}
	return list
}

func truth(text string) *bool {
	if value, err := strconv.ParseBool(text); err == nil {
		return &value
	}
	return nil
}

// countOf counts a change over a log.
func countOf(t testing.TB, before, after scheme.Local, window calendar.Window, log []impact.Encounter) *impact.Count {
	t.Helper()
	count, err := impact.New(before, after, window)
	if err != nil {
		t.Fatal(err)
	}
	for i := range log {
		count.Add(&log[i])
	}
	return count
}

// The numbers of the worked example, counted apart from the log with a few lines
// of another language: 706 charged, 581 no further action, 359 released under
// investigation, 181 community resolutions, together 1,827 of 2,043. The log
// carries an age only of the 61 women who were referred, two of them 18.
func TestTheLondonDoorWidened(t *testing.T) {
	is, changed := widened(t)
	log := londonLog(t)
	var codes []string
	for _, e := range log {
		codes = append(codes, e.OffenceCode)
	}
	both := func(more scheme.Settings) scheme.Settings {
		settings := scheme.Settings{"covered_areas": covered["covered_areas"]}
		for name, value := range more {
			settings[name] = value
		}
		return settings
	}
	for _, test := range []struct {
		name     string
		settings scheme.Settings
		moves    impact.Moves
		needs    []string // the beginning of each
	}{
		{"as decided", covered, impact.Moves{{59, 0, 0}, {0, 2, 0}, {0, 1827, 155}},
			[]string{"her age in years", "local setting lower_level_offences"}},
		{"nothing decided", nil, impact.Moves{{}, {0, 61, 0}, {0, 1827, 155}},
			[]string{"her age in years", "local setting covered_areas", "local setting lower_level_offences"}},
		{"every offence seen is lower-level", both(scheme.Settings{"lower_level_offences": codes}), impact.Moves{{59, 0, 0}, {0, 2, 0}, {0, 1827, 155}},
			[]string{"her age in years"}},
		{"theft from a shop alone is", both(scheme.Settings{"lower_level_offences": []string{"TH68010"}}), impact.Moves{{59, 0, 0}, {0, 2, 0}, {0, 402, 1580}},
			[]string{"her age in years"}},
		{"18 is over 18", both(scheme.Settings{"over_18_includes_18": true}), impact.Moves{{61, 0, 0}, {}, {0, 1827, 155}},
			[]string{"her age in years", "local setting lower_level_offences"}},
		{"18 is not", both(scheme.Settings{"over_18_includes_18": false}), impact.Moves{{59, 0, 0}, {}, {0, 1827, 157}},
			[]string{"her age in years", "local setting lower_level_offences"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			r := countOf(t, scheme.Local{Book: is, Settings: test.settings}, scheme.Local{Book: changed, Settings: test.settings}, reach, log).Result()
			if r.Base != 2043 || r.Women != 61 || r.Offered != 61 || r.Accepted != 61 || r.Unanswered != 0 {
				t.Errorf("the log has %d encounters, %d women known, %d offered, %d accepted, %d unanswered", r.Base, r.Women, r.Offered, r.Accepted, r.Unanswered)
			}
			caution, own := r.Pathways[0], r.Pathways[1]
			if caution.Moves != test.moves {
				t.Errorf("the moves are %v, want %v", caution.Moves, test.moves)
			}
			if own.Moves != (impact.Moves{{2043, 0, 0}, {}, {}}) {
				t.Errorf("she may ask for herself before and after, but: %v", own.Moves)
			}
			if len(caution.Needs) != len(test.needs) {
				t.Fatalf("would need %v", caution.Needs)
			}
			for i, need := range caution.Needs {
				if !strings.Contains(need.Text, test.needs[i]) || need.Encounters != caution.Moves.MayBeLetIn() {
					t.Errorf("would need %v of %d, want %s", need.Text, need.Encounters, test.needs[i])
				}
			}
		})
	}
}

func BenchmarkTheLondonDoorWidened(b *testing.B) {
	is, changed := widened(b)
	log := londonLog(b)
	for b.Loop() {
		if r := countOf(b, scheme.Local{Book: is, Settings: covered}, scheme.Local{Book: changed, Settings: covered}, reach, log).Result(); r.Base != 2043 {
			b.Fatalf("counted %d", r.Base)
		}
	}
	b.ReportMetric(2043*float64(b.N)/b.Elapsed().Seconds(), "encounters/s")
}

// A national log of a million arrests, each with an age, one of 400 offences, 43
// areas and ten outcomes: hardly two alike.
func BenchmarkAMillionEncounters(b *testing.B) {
	is, changed := widened(b)
	drawn := rand.New(rand.NewPCG(2019, 8))
	outcomes := scheme.Values("police_outcome")
	var areas, codes []string
	for i := range 400 {
		areas, codes = append(areas, fmt.Sprintf("Area %d", i%43)), append(codes, fmt.Sprintf("TH68%03d", i))
	}
	log := make([][5]int, 1_000_000)
	for i := range log {
		log[i] = [5]int{18 + drawn.IntN(60), drawn.IntN(43), drawn.IntN(400), drawn.IntN(len(outcomes)), drawn.IntN(366)}
	}
	settings := scheme.Settings{"covered_areas": []string{"Area 1", "Area 2"}, "lower_level_offences": []string{"TH68010"}}
	for b.Loop() {
		count := countOf(b, scheme.Local{Book: is, Settings: settings}, scheme.Local{Book: changed, Settings: settings}, reach, nil)
		var e impact.Encounter // one at a time, as a log is read
		for i := range log {
			met := &log[i]
			e.Age, e.Area, e.OffenceCode = &met[0], areas[met[1]], codes[met[2]]
			e.PoliceOutcome, e.OccurredOn = outcomes[met[3]], reach.From.AddDays(met[4])
			count.Add(&e)
		}
		if r := count.Result(); r.Base != len(log) {
			b.Fatalf("counted %d", r.Base)
		}
	}
	b.ReportMetric(float64(len(log))*float64(b.N)/b.Elapsed().Seconds(), "encounters/s")
}
