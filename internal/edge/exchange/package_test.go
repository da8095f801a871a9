package exchange

import (
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"throughline/internal/casework"
	"throughline/internal/casework/administration"
	"throughline/internal/domain/access"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
)

// good is a small package in which everything is right.
func good() map[string]string {
	return map[string]string{
		"women.csv":        "person_ref,given_name,family_name,date_of_birth,foreign_national,borough\nW1,Zoë,Carey,1969-12-31,false,Southwark\nW2,Kelly,Begum,1983-06-22,,\n",
		"encounters.csv":   "encounter_id,person_ref,occurred_on,kind,offered,value_gbp,gravity\nE1,W1,2021-01-02,arrest,true,12.5,4\nE2,,2021-01-03,street,false,,\n",
		"referrals.csv":    "referral_id,person_ref,encounter_id,scheme,pathway,referred_on,keyworker\nR1,W1,E1,lwds,conditional_caution,2021-01-04,KW1\nR2,W2,,lwds,voluntary,2021-01-05,\n",
		"conditions.csv":   "condition_id,referral_id,text,units_required,given_on,due_on,police_decision,decided_on\nC1,R1,Come twice,2,2021-01-04,,met,2021-02-01\n",
		"needs.csv":        "referral_id,assessed_on,pathway,present,her_rating,worker_rating,detail\nR1,2021-01-11,domestic_abuse_vawg,true,1,2,current\nR1,2021-01-11,health,false,,,sleeps badly\n",
		"appointments.csv": "appointment_id,referral_id,at,kind,outcome,counts_toward_condition,minutes,excuse\nA1,R1,2021-01-11T10:00:00Z,one_to_one,attended,true,45,\nA2,R1,2021-01-18T10:00:00Z,phone,missed_with_reasonable_excuse,,,her child was ill\nA3,R1,2021-10-18T10:00:00+01:00,phone,booked,,,\n",
		"activities.csv":   "activity_id,referral_id,on,kind,service,pathway,amount_gbp,outcome\nX1,R1,2021-02-01,hardship_payment,Food bank,finance_benefit_debt,20.05,paid\n",
		"closures.csv":     "referral_id,closed_on,reason,onward_scheme\nR1,2021-03-01,transferred,Elsewhere Women's Centre\n",
		"outcomes.csv":     "referral_id,asked_on,wave,measure,answer\nR1,2021-03-01,exit,in_education,no_answer\n",
		"arrests.csv":      "arrest_id,person_ref,given_name,arrested_on,outcome\nP1,W1,Zoë,2021-04-01,not_known\nP2,,Sal,2021-04-02,not_known\n",
		"training.csv":     "session_id,on,audience,attendees\nT1,2021-01-01,custody_officer,14\n",
		"costs.csv":        "scheme,from,to,category,amount_gbp\nlwds,2021-01-01,2021-03-31,groups,100\nlwds,2021-01-01,2021-03-31,groups,50.50\n",
	}
}

// folder writes a package into a folder.
func folder(t testing.TB, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, content := range files {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func TestAGoodPackageBecomesFacts(t *testing.T) {
	store := newMemory()
	report, told, err := bring(t, store, folder(t, good()), Options{}, false)
	if err != nil || len(told) > 0 || !report.Written || len(store.entries) != 1 {
		t.Fatalf("%v, %v, %d ledger lines", err, told, len(store.entries))
	}
	if who := store.from(t, "women/W1"); who.Words.Identity.Given != "Zoë" || who.Known.Day().String() != "2021-01-04" || who.Body.Kind() != journey.KindIdentity {
		t.Errorf("%+v", who)
	}
	if described := store.from(t, "women/W1#described").Body.(journey.Described); described.Borough != "Southwark" || described.ChildrenUnder18 != nil || described.FirstTime != "" {
		t.Errorf("an empty cell is not recorded, never no: %+v", described)
	}
	if background := store.from(t, "women/W1#background"); background.Words.ForeignNational != journey.No || background.Body.Kind().Class() != access.Sealed {
		t.Errorf("%+v", background)
	}
	if store.from(t, "women/W2#background").Words != nil {
		t.Error("nothing was told of her background")
	}
	if referred := store.from(t, "referrals/R1").Body.(journey.Referred); *referred.Age != 51 || referred.Encounter != "E1" {
		t.Errorf("%+v", referred)
	}
	if allocated := store.from(t, "referrals/R1#keyworker").Body.(journey.Allocated); allocated.Keyworker != "KW1" {
		t.Errorf("%+v", allocated)
	}
	if _, found := store.latest["referrals/R2#keyworker"]; found {
		t.Error("nobody has the second case")
	}
	condition := store.from(t, "conditions/C1")
	if body := condition.Body.(journey.ConditionGiven); body.Due.Known() || body.Units != 2 || condition.Words.Text != "Come twice" {
		t.Errorf("%+v", condition)
	}
	if decided := store.from(t, "conditions/C1#decided"); decided.Happened.Day().String() != "2021-02-01" {
		t.Errorf("%+v", decided)
	}
	if words := store.from(t, "needs/R1/2021-01-11/health"); words.Words.Text != "sleeps badly" || words.Body.(journey.NeedAssessed).Detail != "" {
		t.Errorf("free text is sealed: %+v", words)
	}
	if abuse := store.from(t, "needs/R1/2021-01-11/domestic_abuse_vawg").Body.(journey.NeedAssessed); abuse.Detail != "current" || *abuse.Hers != 1 {
		t.Errorf("%+v", abuse)
	}
	if excused := store.from(t, "appointments/A2"); excused.Words.Excuse != "her child was ill" {
		t.Errorf("%+v", excused)
	}
	if booked := store.from(t, "appointments/A3"); booked.Body.Kind() != journey.KindBooked {
		t.Errorf("%+v", booked)
	}
	if paid := store.from(t, "activities/X1"); paid.Body.(journey.ActivityRecorded).Pence != 2005 || paid.Words.Text != "Food bank" {
		t.Errorf("%+v", paid)
	}
	if closed := store.from(t, "closures/R1"); closed.Words.Onward != "Elsewhere Women's Centre" {
		t.Errorf("%+v", closed)
	}
	if met := store.from(t, "encounters/E1"); *met.Body.(journey.Encounter).ValuePence != 1250 || met.Woman == "" || met.Case != "" {
		t.Errorf("%+v", met)
	}
	if met := store.from(t, "encounters/E2"); met.Woman != "" {
		t.Errorf("%+v", met)
	}
	first, second := store.from(t, "costs/lwds/2021-01-01/2021-03-31/groups"), store.from(t, "costs/lwds/2021-01-01/2021-03-31/groups#2")
	if first.Known.Day().String() != "2021-03-31" || first.Body.(journey.CostRecorded).Pence != 10000 || second.Body.(journey.CostRecorded).Pence != 5050 {
		t.Errorf("%+v, %+v", first, second)
	}
	for _, table := range report.Tables {
		if table.Table == "arrests" && (table.Read != 2 || table.Accepted != 1 || table.NotLinked != 1 || table.Rejected != 0) {
			t.Errorf("%+v", table)
		}
	}
	for _, fact := range store.facts {
		if fact.By != "operator" || fact.Body.Kind() == journey.KindArrested && fact.Words != nil {
			t.Errorf("%+v", fact)
		}
	}
	row := store.rows(0)[0]
	if row.Worker != "KW1" || row.ReArrests != 1 || row.Onward != journey.OnwardOther || row.Sender != "" || row.Appointments.Excused != 1 || len(row.Appointments.Booked) != 1 {
		t.Errorf("%+v", row)
	}
}

func TestTextMayBeginAsAFormulaDoes(t *testing.T) {
	files := good()
	swap("appointments.csv", "her child was ill", "=she said so")(files)
	swap("women.csv", "person_ref,given_name,family_name", "person_ref,phone,family_name")(files)
	swap("women.csv", "Zoë", "+447700900985")(files)
	store := newMemory()
	if _, told, err := bring(t, store, folder(t, files), Options{}, false); err != nil {
		t.Fatal(err, told)
	}
	if excuse := store.from(t, "appointments/A2").Words.Excuse; excuse != "=she said so" {
		t.Errorf("the excuse is %q", excuse)
	}
}

func TestMarkedAndWindowsTextIsDecodedAndSaid(t *testing.T) {
	for name, change := range map[string]func(string) string{
		"":                     func(text string) string { return text },
		"with a mark":          func(text string) string { return "\ufeff" + text },
		"with CRLF":            func(text string) string { return strings.ReplaceAll(text, "\n", "\r\n") },
		"read as Windows-1252": func(text string) string { return strings.ReplaceAll(text, "Zoë", "Zo\xeb") },
	} {
		files := good()
		files["women.csv"] = change(files["women.csv"])
		store := newMemory()
		report, told, err := bring(t, store, folder(t, files), Options{}, false)
		if err != nil {
			t.Errorf("%s: %v, %v", name, err, told)
			continue
		}
		if given := store.from(t, "women/W1").Words.Identity.Given; given != "Zoë" {
			t.Errorf("%s: her name is %q", name, given)
		}
		if said := strings.Join(report.Notes, "; "); strings.Contains(said, "Windows-1252") != strings.Contains(name, "Windows") {
			t.Errorf("%s: notes say %q", name, said)
		}
	}
}

func TestALongFileIsDecodedAcrossItsChunks(t *testing.T) {
	files := good()
	var rows strings.Builder
	rows.WriteString("session_id,on,area\n")
	for i := range 20_000 {
		fmt.Fprintf(&rows, "T%d,2021-01-01,%sé\n", i, strings.Repeat("x", i%7))
	}
	files["training.csv"] = rows.String()
	report, told, err := bring(t, newMemory(), folder(t, files), Options{}, false)
	if err != nil || len(report.Notes) > 0 {
		t.Fatalf("%v, %v, %v", err, told, report.Notes)
	}
}

func TestOnlyAHeaderIsNothingWrong(t *testing.T) {
	report, told, err := bring(t, newMemory(), folder(t, map[string]string{
		"encounters.csv": "occurred_on,encounter_id", "women.csv": "person_ref\n", "notes.txt": "x", "datapackage.json": "{}",
	}), Options{}, false)
	if err != nil || len(told) > 0 || len(report.Tables) != 2 {
		t.Fatalf("%v, %v, %+v", err, told, report)
	}
	if len(report.Ignored) != 1 || report.Ignored[0] != "notes.txt" {
		t.Errorf("ignored %v", report.Ignored)
	}
}

func TestAPackageWithoutWomenKnowsThemByTheirKey(t *testing.T) {
	files := good()
	delete(files, "women.csv")
	store := newMemory()
	if _, told, err := bring(t, store, folder(t, files), Options{}, false); err != nil {
		t.Fatal(err, told)
	}
	woman := store.from(t, "women/W1")
	if woman.Words != nil || woman.Woman != store.from(t, "referrals/R1").Woman || woman.Woman != store.from(t, "arrests/P1").Woman {
		t.Errorf("%+v", woman)
	}
	before := len(store.facts)
	if _, _, err := bring(t, store, folder(t, good()), Options{}, false); err != nil {
		t.Fatal(err)
	}
	told := store.from(t, "women/W1")
	if told.Woman != woman.Woman || told.Supersedes != woman.ID || told.Words.Identity.Given != "Zoë" || len(store.facts) == before {
		t.Errorf("a later package tells who she is: %+v", told)
	}
}

func TestALaterPackageMayNameRowsOfAnEarlierOne(t *testing.T) {
	store := newMemory()
	if _, told, err := bring(t, store, folder(t, good()), Options{}, false); err != nil {
		t.Fatal(err, told)
	}
	report, told, err := bring(t, store, folder(t, map[string]string{
		"encounters.csv":   "encounter_id,occurred_on\n",
		"appointments.csv": "appointment_id,referral_id,at,kind,outcome\nA3,R1,2021-10-18T10:00:00+01:00,phone,attended\nA4,R2,2021-10-19T10:00:00+01:00,phone,missed\n",
	}), Options{}, false)
	if err != nil {
		t.Fatal(err, told)
	}
	if counts := report.Tables[1]; counts.Changed != 1 || counts.Accepted != 1 {
		t.Errorf("%+v", counts)
	}
	if came := store.from(t, "appointments/A3"); came.Supersedes == "" || came.Why != journey.CorrectionImport || came.Body.Kind() != "attendance_recorded" {
		t.Errorf("%+v", came)
	}
	files := good()
	swap("referrals.csv", "KW1", "")(files)
	if _, told, err := bring(t, store, folder(t, files), Options{}, false); err != nil {
		t.Fatal(err, told)
	}
	if row := store.rows(0)[0]; row.Worker != "" {
		t.Errorf("the package takes her keyworker back, and she has %q", row.Worker)
	}
}

func TestSendersWithTheSameKeysStayApart(t *testing.T) {
	store := newMemory()
	for _, sender := range []string{"", "north", "south"} {
		if _, told, err := bring(t, store, folder(t, good()), Options{Namespace: sender}, false); err != nil {
			t.Fatal(err, told)
		}
	}
	rows := store.rows(calendar.On(2021, 8, 31))
	if len(rows) != 6 || store.from(t, "north/women/W1").Woman == store.from(t, "women/W1").Woman {
		t.Errorf("%d cases, want two of each of three senders", len(rows))
	}
	if met := store.from(t, "south/encounters/E1").Body.(journey.Encounter); met.Encounter != store.from(t, "south/referrals/R1").Body.(journey.Referred).Encounter {
		t.Errorf("the referral and its encounter part: %+v", met)
	}
}

func TestAnOffenceInWordsAloneIsSealed(t *testing.T) {
	files := good()
	swap("encounters.csv", "gravity\n", "gravity,offence_code,offence_label\n")(files)
	swap("encounters.csv", "12.5,4\n", "12.5,4,,took a coat\n")(files)
	swap("encounters.csv", "false,,\n", "false,,,TH68010,Theft from a shop\n")(files)
	swap("closures.csv", "Elsewhere Women's Centre", "minerva-wraparound")(files)
	store := newMemory()
	if _, told, err := bring(t, store, folder(t, files), Options{}, false); err != nil {
		t.Fatal(err, told)
	}
	if met := store.from(t, "encounters/E1"); met.Words.Offence != "took a coat" || met.Body.(journey.Encounter).Offence != (journey.Offence{}) {
		t.Errorf("%+v", met)
	}
	if met := store.from(t, "encounters/E2"); met.Words != nil || met.Body.(journey.Encounter).Offence.Label != "Theft from a shop" {
		t.Errorf("%+v", met)
	}
	if closed := store.from(t, "closures/R1"); closed.Words != nil || closed.Body.(journey.Closed).Onward != "minerva-wraparound" {
		t.Errorf("%+v", closed)
	}
}

func TestWhatIsPlannedIsKnownWhenItIsBroughtIn(t *testing.T) {
	store := newMemory()
	files := good()
	swap("conditions.csv", "2021-01-04,,met", "2021-12-04,,met")(files)
	swap("costs.csv", "2021-03-31,groups,100", "2022-03-31,groups,100")(files)
	if _, told, err := bring(t, store, folder(t, files), Options{}, false); err != nil {
		t.Fatal(err, told)
	}
	today := calendar.DayOf(now)
	for _, fact := range store.facts {
		if fact.Known.Day() > today || fact.Happened.Known() && fact.Happened.Day() <= today && fact.Known != fact.Happened {
			t.Errorf("%s happens on %s and is known from %s", fact.Source, fact.Happened, fact.Known)
		}
	}
	for asAt, booked := range map[calendar.Day]int{today - 1: 0, today: 1} {
		if row := store.rows(asAt)[0]; len(row.Appointments.Booked) != booked || asAt == today && row.Known > today {
			t.Errorf("as at %s: %+v, known to %s", asAt, row.Appointments, row.Known)
		}
	}
}

func TestARowDoesNotMoveToAnotherWomanOrReferral(t *testing.T) {
	for _, test := range []struct {
		name          string
		change        func(map[string]string)
		file          string
		row           int
		column, value string
	}{
		{name: "a referral to another woman", change: swap("referrals.csv", "R1,W1,E1", "R1,W2,E1"), file: "referrals.csv", row: 2, column: "person_ref", value: "A9"},
		{name: "a referral to a woman nobody knew", change: func(files map[string]string) {
			swap("referrals.csv", "R2,W2", "R2,W3")(files)
			swap("women.csv", "W2,", "W3,,,,,\nW2,")(files)
		}, file: "referrals.csv", row: 3, column: "person_ref", value: "A9"},
		{name: "an encounter to another woman", change: swap("encounters.csv", "E1,W1", "E1,W2"), file: "encounters.csv", row: 2, column: "person_ref", value: "A9"},
		{name: "an encounter to nobody", change: swap("encounters.csv", "E1,W1", "E1,"), file: "encounters.csv", row: 2, column: "person_ref"},
		{name: "an arrest to another woman", change: swap("arrests.csv", "P1,W1", "P1,W2"), file: "arrests.csv", row: 2, column: "person_ref", value: "A9"},
		{name: "a condition to another referral", change: swap("conditions.csv", "C1,R1", "C1,R2"), file: "conditions.csv", row: 2, column: "referral_id", value: "A9"},
		{name: "an appointment to another referral", change: swap("appointments.csv", "A2,R1", "A2,R2"), file: "appointments.csv", row: 3, column: "referral_id", value: "A9"},
		{name: "an activity to another referral", change: swap("activities.csv", "X1,R1", "X1,R2"), file: "activities.csv", row: 2, column: "referral_id", value: "A9"},
	} {
		t.Run(test.name, func(t *testing.T) {
			for _, acceptValid := range []bool{false, true} {
				store := newMemory()
				if _, told, err := bring(t, store, folder(t, good()), Options{}, false); err != nil {
					t.Fatal(err, told)
				}
				before, cases := len(store.facts), store.rows(0)
				files := good()
				test.change(files)
				report, told, err := bring(t, store, folder(t, files), Options{}, acceptValid)
				if len(told) != 1 || told[0].File != test.file || told[0].Row != test.row || told[0].Column != test.column || told[0].Value != test.value || !strings.Contains(told[0].Reason, "cannot move") {
					t.Fatalf("%v, %+v", err, told)
				}
				if acceptValid != (err == nil) || report.Rejected() != 1 || !acceptValid && len(store.facts) != before {
					t.Errorf("%v, %+v", err, report)
				}
				for i, row := range store.rows(0) { // a row left out keeps what hangs on it where it was
					if row.Version = cases[i].Version; !reflect.DeepEqual(row, cases[i]) {
						t.Errorf("the case is now %+v, was %+v", row, cases[i])
					}
				}
			}
		})
	}
}

func TestAnEncounterMayNameHerLater(t *testing.T) {
	store := newMemory()
	files := good()
	swap("encounters.csv", "E1,W1", "E1,")(files)
	for _, files := range []map[string]string{files, good()} {
		if _, told, err := bring(t, store, folder(t, files), Options{}, false); err != nil {
			t.Fatal(err, told)
		}
	}
	met := store.from(t, "encounters/E1")
	if met.Woman != store.from(t, "women/W1").Woman || met.Supersedes == "" {
		t.Errorf("%+v", met)
	}
}

func TestUndatedRowsTakeTheDateOfTheReferral(t *testing.T) {
	files := good()
	swap("referrals.csv", "R2,W2,,lwds,voluntary,2021-01-05,\n", "R2,W2,,lwds,voluntary,2021-06-01,\nR3,W2,,lwds,voluntary,2021-02-01,\nR4,W2,,lwds,voluntary,2021-04-01,\n")(files)
	swap("conditions.csv", "2021-01-04,,met,2021-02-01", ",,met,")(files)
	swap("encounters.csv", "E2,,2021-01-03", "E2,W2,2020-12-24")(files)
	store := newMemory()
	if _, told, err := bring(t, store, folder(t, files), Options{}, false); err != nil {
		t.Fatal(err, told)
	}
	if her := store.from(t, "women/W2"); her.Known.Day().String() != "2021-02-01" {
		t.Errorf("she is known from %s, want her first referral", her.Known)
	}
	decided := store.from(t, "conditions/C1#decided")
	if decided.Happened.Known() || decided.Known.Day().String() != "2021-01-04" {
		t.Errorf("no date is made up for the decision: %+v", decided)
	}
	row := store.rows(0)[0]
	if c := row.Condition; c.Given.Known() || c.Decided.Known() || c.Decision != journey.DecidedMet {
		t.Errorf("%+v", c)
	}
}

func TestARefusedFileIsToldOnceAndNotByEveryRowThatNamesIt(t *testing.T) {
	files := good()
	files["referrals.csv"] = ""
	_, told, err := bring(t, newMemory(), folder(t, files), Options{}, false)
	if err == nil || len(told) != 1 || told[0].File != "referrals.csv" {
		t.Errorf("%v, %+v", err, told)
	}
}

func TestOnlyAnAdministratorBringsAPackageIn(t *testing.T) {
	parcel, err := Open(folder(t, good()), Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, role := range access.Roles {
		store := newMemory()
		_, err := administration.Import(t.Context(), bench(), store, access.Asker{ID: "a", Role: role}, parcel, administration.ImportOrder{})
		if allowed := role == access.Administrator; allowed != (err == nil) || !allowed && (casework.KindOf(err) != casework.Forbidden || len(store.facts) > 0) {
			t.Errorf("%s: %v, %d facts", role, err, len(store.facts))
		}
	}
}
