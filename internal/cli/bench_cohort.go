package cli

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"throughline/internal/casework"
	"throughline/internal/casework/administration"
	"throughline/internal/domain/access"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
	"throughline/internal/domain/need"
	"throughline/internal/edge/signin"
	"throughline/internal/edge/web/refer"
)

// The invented people and places of a benchmark.
const (
	benchName      = "bench" // setting that marks a data folder as a benchmark's, with its sizes
	benchPassword  = "measured twice and sealed once"
	benchKeyworker = "bench-keyworker"
	benchLead      = "bench-lead"
	benchAgency    = "Metropolitan Police"
	benchProvider  = "Riverside Women's Centre"
	benchArea      = "Central West"
	benchSuite     = "Eastgate"
	busyCase       = "case-with-20-appointments"
)

// benchCohort is what a record is filled with.
type benchCohort struct {
	officers int // who refer, each with an account
	open     int // cases in one keyworker's hands, the first of them with 20 appointments
	ended    int // cases

	keyworkers int // who share the open cases; 0: one has them all
}

// benchOfficer returns one of the officers who refer.
func benchOfficer(i int) administration.Account {
	name := "bench-officer-" + strconv.Itoa(i)
	return administration.Account{ID: name, Name: name, DisplayName: "Officer " + strconv.Itoa(i), Agency: benchAgency, Role: access.Officer}
}

// benchReferral returns what an officer enters of an invented woman.
func benchReferral(id string) journey.Referral {
	return journey.Referral{
		Area: benchArea, Suite: benchSuite, Agency: benchAgency, Role: "officer", Met: "arrest", Outcome: "conditional_caution", Reference: "01" + id[:6],
		Identity: journey.Identity{
			Given: "Amina", Family: "Hill " + id[:8], Phone: fmt.Sprintf("07700 %09d", rand.IntN(1_000_000_000)),
			Born: calendar.On(1960, time.March, 1).AddDays(rand.IntN(15000)),
		},
		Offence: journey.Offence{Code: "TH68010", Label: "Theft from a shop"},
		Contact: journey.ContactCall, Agreed: journey.AgreedYes,
		Condition: &journey.ConditionEntry{Text: "Attend 2 appointments", Units: 2, Given: calendar.DayOf(time.Now())},
	}
}

// furnishForBench fills a new data folder, and leaves one alone that an earlier
// benchmark of the same sizes filled.
func (p place) furnishForBench(ctx context.Context, t terminal, cohort benchCohort) error {
	_, err := os.Stat(filepath.Join(p.Data, keysFolder))
	fresh := errors.Is(err, fs.ErrNotExist)
	if fresh {
		if _, err := p.initialise(""); err != nil {
			return err
		}
	}
	in, err := p.open(ctx, opening{})
	if err != nil {
		return err
	}
	return errors.Join(in.furnishBench(ctx, t, cohort), in.close(ctx))
}

func (in *installation) furnishBench(ctx context.Context, t terminal, cohort benchCohort) error {
	mark := fmt.Sprintf("%d officers, %d open and %d ended cases", cohort.officers, cohort.open, cohort.ended)
	if cohort.keyworkers > 0 {
		mark += fmt.Sprintf(" of %d keyworkers", cohort.keyworkers)
	}
	marked, err := in.record.Setting(ctx, benchName)
	if err != nil {
		return err
	}
	accounts, err := in.record.Accounts(ctx)
	switch {
	case err != nil:
		return err
	case marked == mark:
		return nil
	case marked != "" || len(accounts) > 0:
		return coded{exitConfig, fmt.Errorf("%s was not filled by a benchmark of these sizes: choose another folder and an empty database", in.Data)}
	}
	t.say("Inventing %s in %s ...", mark, in.Data)
	if err := in.addBenchAccounts(ctx, cohort); err != nil {
		return err
	}
	places, err := json.Marshal([]refer.Place{{Area: benchArea, Suite: benchSuite}})
	if err != nil {
		return fmt.Errorf("listing where officers refer from: %w", err)
	}
	if err := in.record.SetSetting(ctx, placesName, string(places)); err != nil {
		return err
	}
	if err := in.decide(ctx, "lwds", "covered_areas", []any{benchArea}); err != nil {
		return err
	}
	now := time.Now()
	entry := operator.Note(now, access.Append, access.ForAdministration, "import of a benchmark's cohort", 0)
	if err := in.record.Import(ctx, entry, func(intake casework.Intake) error {
		w := benchWriter{ctx: ctx, intake: intake, random: rand.New(rand.NewPCG(1, 2)), today: calendar.DayOf(now), worker: benchKeyworker}
		for i := range cohort.open {
			w.worker = dayKeyworker(i % max(1, cohort.keyworkers))
			w.open(i)
		}
		for i := range cohort.ended {
			w.ended(cohort.open + i)
		}
		return w.err
	}); err != nil {
		return fmt.Errorf("inventing cases: %w", err)
	}
	return in.record.SetSetting(ctx, benchName, mark)
}

// addBenchAccounts adds those who are measured.
func (in *installation) addBenchAccounts(ctx context.Context, cohort benchCohort) error {
	hash, err := signin.Hash(benchPassword)
	if err != nil {
		return fmt.Errorf("making the accounts of a benchmark: %w", err)
	}
	accounts := []administration.Account{
		{ID: benchKeyworker, Name: benchKeyworker, DisplayName: "Keyworker", Agency: benchProvider, Role: access.Keyworker},
		{ID: benchLead, Name: benchLead, DisplayName: "Lead", Agency: benchProvider, Role: access.ServiceLead},
	}
	for i := 1; i < cohort.keyworkers; i++ {
		accounts = append(accounts, administration.Account{ID: dayKeyworker(i), Name: dayKeyworker(i), DisplayName: "Keyworker " + strconv.Itoa(i), Agency: benchProvider, Role: access.Keyworker})
	}
	for i := range cohort.officers {
		accounts = append(accounts, benchOfficer(i))
	}
	for _, account := range accounts {
		account.Demo = true // invented like the women, and measured without codes
		account.PasswordHash, account.CaseloadOpen, account.CaseloadYear = hash, administration.CaseloadOpen, administration.CaseloadYear
		if err := in.record.AddAccount(ctx, account); err != nil {
			return err
		}
	}
	return nil
}

// benchWriter invents the facts of cases, one after the other, and keeps the
// first error.
type benchWriter struct {
	ctx    context.Context
	intake casework.Intake
	random *rand.Rand
	today  calendar.Day
	worker string // account id of whose cases they are
	err    error

	number             int
	rows               int
	woman, id, caution string
	referred           calendar.Day
}

// put writes a fact of the woman in hand, of her case where it belongs to it.
func (w *benchWriter) put(caseID string, on calendar.Day, body journey.Body, words *journey.Words) {
	if w.err != nil {
		return
	}
	w.rows++
	at := calendar.OnDay(on)
	_, w.err = w.intake.Put(w.ctx, journey.Fact{
		Woman: w.woman, Case: caseID, Happened: at, Known: at, By: w.worker, Agency: benchProvider,
		Source: fmt.Sprintf("bench/%d/%d", w.number, w.rows), Body: body, Words: words,
	})
}

// begin writes who she is, the encounter, the referral and the allocation. Three
// in four come with a conditional caution.
func (w *benchWriter) begin(number int, referred calendar.Day) {
	w.number, w.rows, w.referred = number, 0, referred
	w.woman, w.id, w.caution = newID(), newID(), ""
	if number == 0 {
		w.id = busyCase
	}
	born := referred.AddDays(-365 * (19 + w.random.IntN(40))).AddDays(-w.random.IntN(365))
	age, young := born.YearsAt(referred), w.random.IntN(4)
	w.put("", referred, journey.IdentityTold{}, &journey.Words{Identity: &journey.Identity{
		Given: "Amina", Family: fmt.Sprintf("Hill %d", number), Born: born, Phone: fmt.Sprintf("07700 %06d", number),
	}})
	w.put("", referred, journey.Described{
		Borough: "Westminster", Ethnicity: []string{"white_british", "black_caribbean", "asian_bangladeshi", "not_stated"}[w.random.IntN(4)],
		Language: "en", Interpreter: journey.No, FirstTime: journey.YesNoOf(w.random.IntN(2) == 0), ChildrenUnder18: &young,
	}, nil)
	pathway, outcome, encounter := journey.Voluntary, "no_further_action", newID()
	if w.random.IntN(4) > 0 {
		pathway, outcome, w.caution = journey.ConditionalCaution, "conditional_caution", newID()
	}
	offence := []journey.Offence{{Code: "TH68010", Label: "Theft from a shop"}, {Code: "CJ88001", Label: "Common assault"}}[w.random.IntN(2)]
	w.put("", referred, journey.Encounter{
		Encounter: encounter, What: "arrest", Area: benchArea, Suite: benchSuite, Offence: offence, Outcome: outcome,
		Information: journey.Yes, Offered: journey.Yes, Accepted: journey.Yes,
	}, nil)
	w.put(w.id, referred, journey.Referred{
		Scheme: "lwds", Pathway: pathway, Agency: benchAgency, Role: "officer", Sender: benchAgency, Area: benchArea, Provider: benchProvider,
		Encounter: encounter, Age: &age, Outcome: outcome, Offence: offence, Contact: journey.ContactCall, Agreed: journey.AgreedYes,
	}, nil)
	if w.caution != "" {
		w.put(w.id, referred, journey.ConditionGiven{Condition: w.caution, Units: 2, Given: referred}, nil)
	}
	w.put(w.id, referred, journey.Allocated{Keyworker: w.worker}, nil)
}

// meet writes an appointment she came to or missed.
func (w *benchWriter) meet(on calendar.Day, outcome journey.Outcome, words *journey.Words) {
	body := journey.Attendance{Appointment: newID(), At: calendar.OnDay(on), How: journey.OneToOne, Outcome: outcome}
	if outcome.Came() {
		body.Minutes = 45
		if w.caution != "" {
			body.Counts = journey.Yes
		}
	}
	w.put(w.id, on, body, words)
}

// open writes a case that is open today; the first has 20 appointments with a
// note each.
func (w *benchWriter) open(number int) {
	w.begin(number, w.today.AddDays(-200+w.random.IntN(190)))
	if number > 0 {
		w.meet(w.referred.AddDays(5), journey.Attended, nil)
		return
	}
	for i := range 20 {
		w.meet(w.referred.AddDays(i/2+1), []journey.Outcome{journey.Attended, journey.Attended, journey.AttendedLate, journey.Missed}[i%4],
			&journey.Words{Text: "We spoke about her housing and the letter to the council, and agreed to meet again next week."})
	}
}

// ended writes a case of the years before that has ended.
func (w *benchWriter) ended(number int) {
	w.begin(number, w.today.AddDays(-1500+w.random.IntN(1200)))
	w.meet(w.referred.AddDays(5), journey.Attended, nil)
	for i, pathway := range need.Pathways() {
		if i%3 == number%3 {
			w.put(w.id, w.referred.AddDays(5), journey.NeedAssessed{Pathway: pathway, Present: w.random.IntN(2) == 0}, nil)
		}
	}
	reason := journey.ClosedAfterFirst
	if w.random.IntN(5) > 0 {
		w.meet(w.referred.AddDays(19), journey.Attended, nil)
		reason = journey.ClosedCompleted
	}
	w.put(w.id, w.referred.AddDays(60+w.random.IntN(120)), journey.Closed{Reason: reason}, nil)
	if w.random.IntN(6) == 0 {
		w.put("", w.referred.AddDays(w.random.IntN(250)), journey.Arrested{Arrest: newID(), Offence: "TH68010", Outcome: "not_known"}, nil)
	}
}
