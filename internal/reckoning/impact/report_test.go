package impact_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"throughline/internal/domain/calendar"
	"throughline/internal/domain/scheme"
	"throughline/internal/reckoning/impact"
	"throughline/internal/reckoning/suppression"
)

// logOf returns so many encounters a door of gravity 3 would let in, of which
// some were offered support and some of those accepted.
func logOf(encounters, offered, accepted int) []impact.Encounter {
	yes, no := true, false
	var log []impact.Encounter
	for i := range encounters {
		e := met(1+i%28, 3, "Hull")
		if i < offered {
			e.Offered, e.Accepted = &yes, &no
		}
		if i < accepted {
			e.Accepted = &yes
		}
		log = append(log, e)
	}
	return log
}

func reportOf(t testing.TB, before, after *scheme.Rulebook, window calendar.Window, log []impact.Encounter, policy suppression.Policy) impact.Report {
	t.Helper()
	count := countOf(t, scheme.Local{Book: before, Settings: hull}, scheme.Local{Book: after, Settings: hull}, window, log)
	report, err := count.Report(impact.Change{Title: "Wider", Source: "004:143"}, calendar.On(2021, 1, 1), policy)
	if err != nil {
		t.Fatal(err)
	}
	return report
}

func TestKeyworkersAreWorkedOutFromAYear(t *testing.T) {
	is, wider := parse(t, "", ""), parse(t, "gravity <= 2", "gravity <= 3")
	day := func(month, day int) calendar.Day {
		return calendar.On(2020, 3, 1).AddMonths(month - 3).AddDays(day - 1)
	}
	for _, test := range []struct {
		name   string
		window calendar.Window
		log    []impact.Encounter
		says   []string
	}{
		{"twelve months are a year", calendar.Window{From: day(1, 1), To: day(12, 31)}, logOf(120, 4, 3),
			[]string{"All let in: 120 encounters, 120 a year. At 60 women a year for each keyworker (004:314), if each were one woman who came: 2 keyworkers.",
				"At the log's own uptake, 3 of 4 offers accepted: 1.5 keyworkers. Those were offers of today's door, and others may answer otherwise."}},
		{"six months are half of one", calendar.Window{From: day(1, 1), To: day(6, 30)}, logOf(120, 0, 0),
			[]string{"All let in: 120 encounters, 240 a year. At 60 women a year for each keyworker (004:314), if each were one woman who came: 4 keyworkers.",
				"No offer of the log has an answer, so nothing is said of how many would come."}},
		{"other days by their number", calendar.Window{From: day(3, 1), To: day(3, 28)}, logOf(28, 28, 0),
			[]string{"All let in: 28 encounters, 365.3 a year. At 60 women a year for each keyworker (004:314), if each were one woman who came: 6.1 keyworkers.",
				"At the log's own uptake, 0 of 28 offers accepted: 0 keyworkers. Those were offers of today's door, and others may answer otherwise."}},
		{"all dates from the first encounter to the last", calendar.Window{}, logOf(28, 0, 0),
			[]string{"All let in: 28 encounters, 365.3 a year. At 60 women a year for each keyworker (004:314), if each were one woman who came: 6.1 keyworkers.",
				"No offer of the log has an answer, so nothing is said of how many would come."}},
	} {
		t.Run(test.name, func(t *testing.T) {
			report := reportOf(t, is, wider, test.window, test.log, suppression.Policy{})
			if len(report.Keyworkers) != 1 {
				t.Fatalf("the keyworkers are %+v", report.Keyworkers)
			}
			if got := strings.Join(report.Keyworkers[0].Words(), "\n"); got != strings.Join(test.says, "\n") {
				t.Errorf("it says\n%s\nwant\n%s", got, strings.Join(test.says, "\n"))
			}
		})
	}
}

func TestNoKeyworkersWhereNobodySaysHowManyAndWhereNobodyComes(t *testing.T) {
	is := parse(t, "", "")
	unsaid, err := scheme.Parse([]byte(strings.NewReplacer("per: keyworker, a_year: 60, ", "", "gravity <= 2", "gravity <= 3").Replace(triage)))
	if err != nil {
		t.Fatal(err)
	}
	for name, after := range map[string]*scheme.Rulebook{"no caseload": unsaid, "nobody let in": is} {
		if list := reportOf(t, is, after, calendar.Window{}, logOf(10, 0, 0), suppression.Policy{}).Keyworkers; len(list) > 0 {
			t.Errorf("%s: %+v", name, list)
		}
	}
	undated := met(1, 3, "Hull")
	undated.OccurredOn = 0
	always := func(gravity string) *scheme.Rulebook {
		text := strings.Replace(strings.Replace(triage, `text: From 2020., from: 2020-01-01`, `text: When it is in force, not_stated: true`, 1), "gravity <= 2", gravity, 1)
		book, err := scheme.Parse([]byte(text))
		if err != nil {
			t.Fatal(err)
		}
		return book
	}
	report := reportOf(t, always("gravity <= 2"), always("gravity <= 3"), calendar.Window{}, []impact.Encounter{undated}, suppression.Policy{})
	if len(report.Keyworkers) != 1 || report.Keyworkers[0].Words()[0] != "All let in: 1 encounters. Over how long is not known, so no keyworkers are worked out." {
		t.Errorf("without a date: %+v", report.Keyworkers)
	}
}

func TestWhatLeavesTheServiceIsProtected(t *testing.T) {
	is, wider := parse(t, "", ""), parse(t, "gravity <= 2", "gravity <= 3")
	log := logOf(43, 0, 0)
	for i := range log {
		log[i].OffenceCode, log[i].OffenceLabel = "TH68010", "Theft from a shop"
		if i < 3 {
			log[i].OffenceCode, log[i].OffenceLabel = "SX03001", "A rare offence"
		}
		log[i].PersonRef = fmt.Sprint("W", i)
	}
	exact := reportOf(t, is, wider, calendar.Window{}, log, suppression.Policy{})
	if !exact.Exact() || exact.Publication != suppression.NotForPublication || !strings.Contains(read(exact), "A rare offence (SX03001) 3 3") {
		t.Errorf("exact it reads\n%s", read(exact))
	}
	if !strings.Contains(strings.Join(exact.Notes, " "), "Women known among the encounters, each once: 43") {
		t.Errorf("the notes are %q", exact.Notes)
	}
	shown := reportOf(t, is, wider, calendar.Window{}, log, suppression.Default())
	text := read(shown) + strings.Join(shown.Notes, " ")
	if shown.Policy != "nhs-1-7-r5" || strings.Contains(text, "rare") || strings.Contains(text, "43") || strings.Contains(text, "Women known") {
		t.Errorf("protected it reads\n%s", text)
	}
	for _, want := range []string{"Theft from a shop (TH68010)", "Offences whose count is hidden are not named.", "Triage, as changed 45 0 0"} {
		if !strings.Contains(text, want) {
			t.Errorf("protected it lacks %q:\n%s", want, text)
		}
	}
	for _, reading := range shown.Figures {
		if strings.Contains(strings.ToLower(reading.Meaning().ID), "sx03001") {
			t.Errorf("%s names an offence whose count is hidden", reading.Meaning().ID)
		}
	}
	few := reportOf(t, is, wider, calendar.Window{}, logOf(5, 5, 5), suppression.Default())
	if got := few.Keyworkers[0]; got.Encounters != "*" || got.AYear != "*" || got.Needed != "*" || got.AtUptake != "*" {
		t.Errorf("keyworkers for a hidden count: %+v", got)
	}
}

// In this log a few small numbers by offence leave no room to hide each: then the
// offences go, and the rest is told.
func TestWhatCannotBeHiddenIsLeftOut(t *testing.T) {
	is, wider := parse(t, "", ""), parse(t, "gravity <= 2", "gravity <= 3")
	drawn := rand.New(rand.NewPCG(1, 3000))
	var log []impact.Encounter
	for range 40 {
		e := met(1+drawn.IntN(28), 1+drawn.IntN(4), []string{"Hull", "Leeds"}[drawn.IntN(2)])
		if other := int(drawn.ExpFloat64() * 3); other > 0 {
			e.Area = fmt.Sprint("Area ", other)
		}
		e.OffenceCode = fmt.Sprint("TH", int(drawn.ExpFloat64()*5))
		log = append(log, e)
	}
	report := reportOf(t, is, wider, calendar.Window{}, log, suppression.Default())
	if base, ok := report.Figure("base"); !ok || base.Text() != "40" {
		t.Error("the base is hidden")
	}
	if notes := strings.Join(report.Notes, " "); !strings.Contains(notes, "Left out, since small numbers could be worked out from it: offence.") {
		t.Errorf("the notes are %q", notes)
	}
	if _, told := report.Table("triage.offence"); told {
		t.Error("the offences are told")
	}
	if _, told := report.Table("triage.month"); !told {
		t.Error("the months are left out too")
	}
}

// read is every table of a report in one text.
func read(report impact.Report) string {
	var text strings.Builder
	for _, table := range report.Tables {
		fmt.Fprintf(&text, "%s\n%s\n", table.Title, table.Note)
		for _, row := range table.Cells() {
			fmt.Fprintln(&text, strings.Join(row, " "))
		}
	}
	return text.String()
}

func TestAReportFindsItsFiguresAndTables(t *testing.T) {
	is, wider := parse(t, "", ""), parse(t, "gravity <= 2", "gravity <= 3")
	report := reportOf(t, is, wider, calendar.Window{}, logOf(4, 0, 0), suppression.Policy{})
	if base, ok := report.Figure("base"); !ok || base.Text() != "4" {
		t.Error("there is no base of 4")
	}
	if _, ok := report.Figure("none"); ok {
		t.Error("there is a figure none")
	}
	if _, ok := report.Table("triage.moves"); !ok {
		t.Error("there is no table of moves")
	}
	if _, ok := report.Table("none"); ok {
		t.Error("there is a table none")
	}
	if len(report.Settings) != 1 || report.Settings[0].Value != "Hull" {
		t.Errorf("the settings are %+v", report.Settings)
	}
}

func TestDifferencesAreTheClausesThatReadOtherwise(t *testing.T) {
	is := parse(t, "", "")
	for _, test := range []struct{ name, old, new, want string }{
		{"none", "", "", ""},
		{"a rule", "gravity <= 2", "gravity <= 3", "low: gravity <= 2 > gravity <= 3"},
		{"its words alone", "of 1 or 2.", "of 2 or less.", "low: gravity <= 2 > gravity <= 2"},
		{"one gone", `      - {id: area, text: In a covered area., when: area in covered_areas, source: "000:465"}` + "\n", "", "area: area in covered_areas > -"},
		{"one more", "    capacity:", `      - {id: silent, text: Anything else, not_stated: true, source: "000:465"}` + "\n    capacity:", "silent: - > not stated"},
		{"given", "when: gravity <= 2", "given: true", "low: gravity <= 2 > given"},
		{"given, unless", "when: gravity <= 2", "given: true, unless: gravity > 3", "low: gravity <= 2 > given, unless gravity > 3"},
	} {
		var got []string
		for _, d := range impact.Differences(is, parse(t, test.old, test.new)) {
			rule := func(w *impact.Wording) string {
				if w == nil {
					return "-"
				}
				return w.Rule
			}
			got = append(got, d.ID+": "+rule(d.Before)+" > "+rule(d.After))
		}
		if strings.Join(got, ", ") != test.want {
			t.Errorf("%s: %v, want %s", test.name, got, test.want)
		}
	}
}

func TestAQuestionTakesSettingsFromTheProposalFirst(t *testing.T) {
	is := parse(t, "", "")
	log := func(take func(*impact.Encounter) error) error {
		for _, area := range []string{"Hull", "Leeds", "Leeds"} {
			e := met(1, 1, area)
			if err := take(&e); err != nil {
				return err
			}
		}
		return nil
	}
	question := impact.Question{Is: is, Settings: hull, Proposal: scheme.Proposal{Title: "Leeds too", Book: is, Decided: scheme.Settings{"covered_areas": []string{"Hull", "Leeds"}}}}
	report, err := question.Answer(log)
	if err != nil {
		t.Fatal(err)
	}
	if in, _ := report.Figure("triage.moves.closed.open"); in.Text() != "2" || report.Settings[0].Value != "Hull, Leeds" {
		t.Errorf("%s let in, with %+v", in.Text(), report.Settings)
	}
	if len(hull["covered_areas"].([]string)) != 1 {
		t.Error("the question changed what is decided")
	}
	for name, wrong := range map[string]scheme.Settings{"no local setting": {"mood": true}, "it is a list of names": {"covered_areas": 3.0}} {
		question.Settings, question.Proposal.Decided = wrong, nil
		if _, err := question.Answer(log); err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("%v: %v", wrong, err)
		}
	}
	torn := errors.New("torn")
	broken := func(func(*impact.Encounter) error) error { return torn }
	for _, every := range []string{"", "covered_areas"} {
		question.Settings, question.EveryOffence = hull, every
		if _, err := question.Answer(broken); !errors.Is(err, torn) {
			t.Errorf("a torn log: %v", err)
		}
	}
}
