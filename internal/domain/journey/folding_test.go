package journey

import (
	"encoding/json"
	"flag"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"throughline/internal/domain/need"
	"throughline/internal/domain/safecontact"
)

var update = flag.Bool("update", false, "write the golden rows anew")

// A record keeps the rows that the fold gave. Where the same facts give other
// rows, the fold has another number, and records work theirs out anew.
func TestOtherRowsOfTheSameFactsHaveAnotherNumber(t *testing.T) {
	decided := func(decision ConditionDecision, consequence Consequence) ConditionDecided {
		return ConditionDecided{Condition: "condition-1", Decision: decision, Consequence: consequence}
	}
	children := 1
	two := func() *story { return referred("2021-01-04").cautioned("2021-01-04", 2, "2021-02-01") }
	stories := map[string]*story{
		"came, missed and came again": two().meets("2021-01-11", Attended).meets("2021-01-18", Missed).meets("2021-01-19", MissedWithExcuse).
			meets("2021-01-25", AttendedLate).meets("2021-02-08", Attended).meets("2021-02-09", CancelledByHer).meets("2021-02-10", CancelledByService),
		"more time, then held met": two().tell("2021-02-05", decided("", Extended)).tell("2021-02-05", ConditionVaried{Condition: "condition-1", Units: 2}).
			meets("2021-02-08", Attended).tell("2021-02-10", decided(DecidedMet, "")).meets("2021-02-15", Attended).meets("2021-02-20", Missed),
		"referred back, held not met": two().tell("2021-01-20", ReferredBack{Condition: "condition-1"}).tell("2021-01-22", decided(DecidedNotMet, Warned)),
		"in parts, waiting for police": referred("2013-03-01").waiver("2013-03-01", "2013-03-29").came("2013-03-05", "follow_up_session").
			came("2013-03-06", "follow_up_session").tell("2013-04-01", ReferredBack{Condition: "condition-1"}),
		"support from first to last": referred("2021-01-04").hers("2021-01-05", Described{Borough: "Camden", Ethnicity: "black_african", FirstTime: Yes, ChildrenUnder18: &children}).
			tell("2021-01-05", Allocated{Keyworker: "priya"}).tell("2021-01-06", Booked{Appointment: "next", How: Phone}).assessed("2021-01-12", need.DomesticAbuseVAWG).
			tell("2021-01-13", TierSet{Tier: need.TierHigh}).tell("2021-01-14", GoalSet{Goal: "goal-1", State: GoalOpen, Review: d("2021-03-01")}).
			tell("2021-01-15", PlanAgreed{Answer: PlanAnswer("agreed")}).tell("2021-01-16", ActivityRecorded{Activity: "activity-1", What: SafetyPlanning}).
			tell("2021-01-17", ContactMade{How: Phone, Spoke: true}).tell("2021-01-18", OutcomeAnswered{Wave: Exit, Measure: "safer", Answer: "yes"}).
			meets("2021-01-19", Attended).hers("2021-02-01", Arrested{Arrest: "arrest-1"}).tell("2021-03-01", Closed{Reason: ClosedMovedAway}),
		"by her own request instead": (&story{caseID: "case-1"}).tell("2021-01-04", Referred{
			Scheme: "lwds", Pathway: Voluntary, Encounter: "met-1", Otherwise: "simple_caution", Warned: Yes, Instead: Undecided,
		}).hers("2021-01-04", Encounter{Encounter: "met-1", What: "arrest", Offence: Offence{Code: "TH68010"}, Outcome: "undecided", Residence: "Hackney"}),
		"how she may be reached": (&story{caseID: "case-1"}).tell("2021-01-04", Referred{Scheme: "lwds", Pathway: Voluntary, Contact: ContactText}).
			hers("2021-01-11", SafeContactTold{Channels: []safecontact.Terms{{Channel: safecontact.Phone, Allowed: true, Voicemail: safecontact.NoVoicemail}}}).
			hers("2021-01-20", SafeContactConfirmed{Channels: []safecontact.Channel{safecontact.Text}}).
			hers("2021-01-21", ChannelFrozen{Channel: safecontact.Phone, Because: safecontact.WrongPerson}),
		"what to know at once": referred("2021-01-04").tell("2021-01-05", RiskTold{To: RiskToHerself, Present: Yes}).tell("2021-01-06", DualTold{Together: Yes}).
			tell("2021-01-06", ServiceExcluded{By: need.MentalHealth, Because: need.Substances}).hers("2021-01-07", PregnancyTold{Pregnant: Yes}),
		"steps, more time asked for, and asked again later": referred("2021-01-04").tell("2021-01-14", GoalSet{Goal: "goal-1", State: GoalOpen}).
			tell("2021-01-14", GoalSet{Goal: "goal-2", State: GoalSetAside}).tell("2021-01-14", StepSet{Step: "step-1", Goal: "goal-1", State: StepOpen, Due: d("2021-02-04")}).
			tell("2021-01-14", StepSet{Step: "step-2", Goal: "goal-1", State: StepOpen, Due: d("2021-02-01")}).tell("2021-01-20", StepSet{Step: "step-2", Goal: "goal-1", State: StepDone, Due: d("2021-02-01")}).
			tell("2021-01-14", StepSet{Step: "step-3", Goal: "goal-2", State: StepOpen, Due: d("2021-01-20")}).
			tell("2021-02-01", SupportExtended{Reason: ExtendedTrust}).tell("2021-03-01", FollowUpAgreed{Agreed: Yes, On: d("2021-06-01")}),
		"rated and scored again, and would rather not be asked": referred("2021-01-04").rated("2021-01-12", 1, 2).rated("2021-02-12", 3, 2).
			tell("2021-01-12", WellbeingTold{need.Autonomy, 2}).tell("2021-01-12", InstrumentScored{Instrument: "gad7", Total: 12}).
			tell("2021-02-12", InstrumentScored{Instrument: "gad7", Total: 6}).tell("2021-02-12", Closed{Reason: ClosedCompleted}).tell("2021-02-12", FollowUpAgreed{Agreed: No}),
		"in a group, and with help from the fund": referred("2021-01-04").tell("2021-01-05", GroupPlace{Group: "group-1", Step: PlaceAsked, Needs: []GroupNeed{NeedsCreche}, Ages: []int{2}}).
			tell("2021-01-12", GroupPlace{Group: "group-1", Step: PlaceGiven}).tell("2021-01-13", HardshipAsked{Request: "grant-1", Fund: "fund-1", Buys: BuysFood, Pence: 2500, Safe: SafeToHave}).
			tell("2021-01-13", HardshipDecided{Request: "grant-1", Answer: HardshipApproved}).
			tell("2021-01-14", ActivityRecorded{Activity: "grant-1", What: HardshipPayment, Fund: "fund-1", Pence: 2500, Paid: PaidVoucher}).
			tell("2021-01-20", HardshipReturned{Request: "grant-1", Pence: 500}).hers("2021-01-21", KeptApart{Apart: "apart-1"}),
	}
	var rows strings.Builder
	fmt.Fprintf(&rows, "fold %d\n", Folding)
	for _, name := range slices.Sorted(maps.Keys(stories)) {
		text, err := json.MarshalIndent(stories[name].row(t, ""), "", "  ")
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(&rows, "\n%s\n%s\n", name, text)
	}
	file := filepath.Join("testdata", "rows.golden")
	if *update {
		if err := os.WriteFile(file, []byte(rows.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if rows.String() != string(want) {
		t.Errorf("the same facts give other rows than in %s: raise Folding, then run with -update. They are now\n%s", file, rows.String())
	}
}
