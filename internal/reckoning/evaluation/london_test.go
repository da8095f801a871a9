package evaluation_test

import (
	"encoding/csv"
	"os"
	"path/filepath"
	"strconv"
	"testing"

	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
	"throughline/internal/domain/need"
)

// The London cohort is synthetic and lies beside the checkout.
func londonFolder(t testing.TB) string {
	folder, err := filepath.Abs("../../../../shared/data/london-2019-21")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(folder); err != nil {
		t.Skip("the London cohort is not beside the checkout")
	}
	return folder
}

// londonTable reads a table of the exchange format as rows by column name.
func londonTable(t testing.TB, name string) []map[string]string {
	file, err := os.Open(filepath.Join(londonFolder(t), name+".csv"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	records, err := csv.NewReader(file).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var rows []map[string]string
	for _, record := range records[1:] {
		row := map[string]string{}
		for i, column := range records[0] {
			row[column] = record[i]
		}
		rows = append(rows, row)
	}
	return rows
}

// london holds the facts of the cohort: of women by woman, and loose ones.
type london struct {
	women map[string][]journey.Fact
	loose []journey.Fact
}

func readLondon(t testing.TB) london {
	l := london{women: map[string][]journey.Fact{}}
	day := func(text string) calendar.Moment {
		at, err := calendar.ParseMoment(text)
		if err != nil {
			t.Fatal(err)
		}
		return at
	}
	truth := func(text string) journey.YesNo {
		switch text {
		case "true":
			return journey.Yes
		case "false":
			return journey.No
		}
		return ""
	}
	number := func(text string) int { n, _ := strconv.Atoi(text); return n }
	id := 0
	fact := func(woman, caseID, on string, body journey.Body) {
		id++
		made := journey.Fact{ID: strconv.Itoa(id), Woman: woman, Case: caseID, Happened: day(on), Known: calendar.OnDay(day(on).Day()), Source: "test", Body: body}
		if woman != "" {
			l.women[woman] = append(l.women[woman], made)
		}
		if kind := body.Kind(); woman == "" || kind == journey.KindEncounter {
			l.loose = append(l.loose, made)
		}
	}
	her, first := map[string]string{}, map[string]string{}
	for _, r := range londonTable(t, "referrals") {
		woman := r["person_ref"]
		her[r["referral_id"]] = woman
		if on := first[woman]; on == "" || r["referred_on"] < on {
			first[woman] = r["referred_on"]
		}
		fact(woman, r["referral_id"], r["referred_on"], journey.Referred{
			Scheme: r["scheme"], Pathway: journey.Pathway(r["pathway"]), Encounter: r["encounter_id"], Area: r["area"],
		})
		fact(woman, r["referral_id"], r["referred_on"], journey.Allocated{Keyworker: r["keyworker"]})
	}
	for _, r := range londonTable(t, "women") {
		if on := first[r["person_ref"]]; on != "" {
			children := number(r["children_under_18"])
			fact(r["person_ref"], "", on, journey.Described{FirstTime: truth(r["first_time"]), ChildrenUnder18: &children})
		}
	}
	for _, r := range londonTable(t, "encounters") {
		fact(r["person_ref"], "", r["occurred_on"], journey.Encounter{
			Encounter: r["encounter_id"], What: r["kind"], Area: r["area"], Outcome: r["police_outcome"],
			Offence: journey.Offence{Code: r["offence_code"], Label: r["offence_label"]},
			Offered: truth(r["offered"]), Accepted: truth(r["accepted"]), NotOffered: r["not_offered_reason"], Declined: r["declined_reason"],
		})
	}
	for _, r := range londonTable(t, "conditions") {
		fact(her[r["referral_id"]], r["referral_id"], r["given_on"], journey.ConditionGiven{
			Condition: r["condition_id"], Units: number(r["units_required"]), Given: day(r["given_on"]).Day(), Due: day(r["due_on"]).Day(),
		})
		if r["police_decision"] != "" {
			fact(her[r["referral_id"]], r["referral_id"], r["decided_on"], journey.ConditionDecided{
				Condition: r["condition_id"], Decision: journey.ConditionDecision(r["police_decision"]),
			})
		}
	}
	for _, r := range londonTable(t, "needs") {
		hers, workers := number(r["her_rating"]), number(r["worker_rating"])
		fact(her[r["referral_id"]], r["referral_id"], r["assessed_on"], journey.NeedAssessed{
			Pathway: need.Pathway(r["pathway"]), Present: r["present"] == "true", Detail: r["detail"], Hers: &hers, Workers: &workers,
		})
	}
	for _, r := range londonTable(t, "appointments") {
		fact(her[r["referral_id"]], r["referral_id"], r["at"], journey.Attendance{
			Appointment: r["appointment_id"], At: day(r["at"]), How: journey.AppointmentKind(r["kind"]),
			Outcome: journey.Outcome(r["outcome"]), Counts: truth(r["counts_toward_condition"]), Minutes: number(r["minutes"]),
		})
	}
	for _, r := range londonTable(t, "activities") {
		fact(her[r["referral_id"]], r["referral_id"], r["on"], journey.ActivityRecorded{
			Activity: r["activity_id"], What: journey.ActivityKind(r["kind"]), Pathway: need.Pathway(r["pathway"]), Outcome: r["outcome"],
		})
	}
	for _, r := range londonTable(t, "closures") {
		fact(her[r["referral_id"]], r["referral_id"], r["closed_on"], journey.Closed{Reason: journey.ClosureReason(r["reason"])})
	}
	for _, r := range londonTable(t, "outcomes") {
		fact(her[r["referral_id"]], r["referral_id"], r["asked_on"], journey.OutcomeAnswered{Wave: journey.Wave(r["wave"]), Measure: r["measure"], Answer: r["answer"]})
	}
	for _, r := range londonTable(t, "arrests") {
		fact(r["person_ref"], "", r["arrested_on"], journey.Arrested{Arrest: r["arrest_id"], Outcome: r["outcome"]})
	}
	for _, r := range londonTable(t, "training") {
		fact("", "", r["on"], journey.TrainingHeld{Session: r["session_id"], Area: r["area"], Audience: r["audience"], Attendees: number(r["attendees"])})
	}
	for _, r := range londonTable(t, "costs") {
		fact("", "", r["to"], journey.CostRecorded{
			Scheme: r["scheme"], From: day(r["from"]).Day(), To: day(r["to"]).Day(), Category: r["category"], Pence: int64(number(r["amount_gbp"])) * 100,
		})
	}
	return l
}

// rows folds every woman's facts as at a day.
func (l london) rows(asAt calendar.Day) []journey.Row {
	var rows []journey.Row
	for _, facts := range l.women {
		rows = append(rows, journey.Fold(facts, asAt)...)
	}
	return rows
}
