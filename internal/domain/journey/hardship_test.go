package journey

import (
	"slices"
	"testing"
	"time"
)

func pounds(amount int64) *int64 { amount *= 100; return &amount }

// winter is a fund that a test sets.
func winter() FundSet {
	return FundSet{Fund: "winter", Name: "Winter fund", From: d("2021-01-01"), To: d("2021-03-31"), Pence: pounds(500), Ceiling: pounds(50)}
}

func TestWhatAFundSpentFollowsFromWhatWasGiven(t *testing.T) {
	asked := func() *story {
		return referred("2021-01-04").tell("2021-01-10", HardshipAsked{Request: "g", Fund: "winter", Buys: BuysFood, Pence: 6000, Safe: SafeToHave})
	}
	given := ActivityRecorded{Activity: "g", What: HardshipPayment, Fund: "winter", Buys: BuysFood, Pence: 5500, Paid: PaidVoucher}
	for _, row := range []struct {
		name             string
		story            *story
		committed, spent int64
	}{
		{"asked for", asked(), 0, 0},
		{"agreed", asked().tell("2021-01-11", HardshipDecided{Request: "g", Answer: HardshipApproved}), 6000, 0},
		{"declined", asked().tell("2021-01-11", HardshipDecided{Request: "g", Answer: HardshipDeclined}), 0, 0},
		{"given", asked().tell("2021-01-11", HardshipDecided{Request: "g", Answer: HardshipApproved}).tell("2021-01-12", given), 0, 5500},
		{"given before it was agreed", asked().tell("2021-01-10", given), 0, 5500},
		{"told before it was asked for", referred("2021-01-04").tell("2021-01-09", given).tell("2021-01-10", HardshipAsked{Request: "g", Fund: "winter", Pence: 6000}), 0, 5500},
		{"some came back", asked().tell("2021-01-12", given).tell("2021-01-20", HardshipReturned{Request: "g", Pence: 1000}).tell("2021-01-21", HardshipReturned{Request: "g", Pence: 500}), 0, 4000},
		{"entered as other support", referred("2021-01-04").tell("2021-01-12", ActivityRecorded{Activity: "a", What: HardshipPayment, Pence: 300}), 0, 300},
	} {
		her := row.story.row(t, "")
		if len(her.Hardship) != 1 {
			t.Fatalf("%s: %+v", row.name, her.Hardship)
		}
		if one := her.Hardship[0]; one.Committed() != row.committed || one.Spent() != row.spent {
			t.Errorf("%s: %d pence committed and %d spent, want %d and %d", row.name, one.Committed(), one.Spent(), row.committed, row.spent)
		}
		if !slices.Contains(her.Ties(), Tie{HardshipFund, Granted}) {
			t.Errorf("%s: her case is on no list of the fund", row.name)
		}
		if _, known := her.Grant("none"); known {
			t.Error("a request is found that is not there")
		}
	}
	if other := referred("2021-01-04").tell("2021-01-12", ActivityRecorded{Activity: "a", What: Advocacy}).row(t, ""); len(other.Hardship) != 0 {
		t.Errorf("advocacy is no payment: %+v", other.Hardship)
	}
	if row := asked().tell("2021-01-12", given).row(t, ""); row.Activities[HardshipPayment] != 1 {
		t.Errorf("figures count the payment %d times", row.Activities[HardshipPayment])
	}
}

func TestMoneyThatWasGivenIsReturnedAndNotUnmade(t *testing.T) {
	at := time.Date(2021, time.January, 12, 9, 0, 0, 0, time.UTC)
	for _, row := range []struct {
		name string
		fund string
		free bool
	}{
		{"from a fund", "winter", false},
		{"entered as other support", "", true},
	} {
		paid := Fact{ID: "1", By: "priya", Agency: "Advance", Written: at, Body: ActivityRecorded{Activity: "g", What: HardshipPayment, Fund: row.fund, Pence: 5500}}
		if undone := Undoable([]Fact{paid}, "priya", at.Add(time.Minute)); len(undone) == 1 != row.free {
			t.Errorf("%s: %d facts can be undone", row.name, len(undone))
		}
		if right, out := Puttable(paid); !right || out != row.free {
			t.Errorf("%s: put right %t, taken out %t", row.name, right, out)
		}
	}
}

func TestASecondPersonAgreesAboveTheCeilingAndAlwaysWhereNoneIsStated(t *testing.T) {
	open := winter()
	open.Ceiling = nil
	for _, row := range []struct {
		fund  FundSet
		pence int64
		want  bool
	}{{winter(), 5000, false}, {winter(), 5001, true}, {open, 1, true}} {
		if got := row.fund.NeedsSecond(row.pence); got != row.want {
			t.Errorf("%d pence, ceiling %v: a second person is needed is %t", row.pence, row.fund.Ceiling, got)
		}
	}
	named := winter()
	named.Approvers = []string{"ruth"}
	if !winter().MayApprove("anybody") || named.MayApprove("anybody") || !named.MayApprove("ruth") {
		t.Error("not those who are named approve")
	}
}

func TestAFundStandsAsItWasLastWritten(t *testing.T) {
	later := winter()
	later.Name = "Winter and spring fund"
	summer := FundSet{Fund: "summer", Name: "Summer fund", From: d("2021-04-01"), To: d("2021-09-30")}
	funds := FundsOf(told(winter(), summer, later, cooking()))
	if len(funds) != 2 || funds[0].Fund != "summer" || funds[1].Name != "Winter and spring fund" {
		t.Errorf("the funds are %+v", funds)
	}
	if !winter().Open(d("2021-03-31")) || winter().Open(d("2021-04-01")) {
		t.Error("the fund does not pay until its last day")
	}
}

func TestWhatHasToBePutRightInAFundAndARequest(t *testing.T) {
	change := func(change func(*FundSet)) error {
		entry := winter()
		change(&entry)
		_, err := pen().SetFund(entry)
		return err
	}
	her := referred("2021-01-04").tell("2021-01-10", HardshipAsked{Request: "open", Fund: "winter", Pence: 6000}).
		tell("2021-01-10", HardshipAsked{Request: "yes", Fund: "winter", Pence: 6000}).tell("2021-01-11", HardshipDecided{Request: "yes", Answer: HardshipApproved}).
		tell("2021-01-10", HardshipAsked{Request: "no", Fund: "winter", Pence: 6000}).tell("2021-01-11", HardshipDecided{Request: "no", Answer: HardshipDeclined}).
		tell("2021-01-12", ActivityRecorded{Activity: "paid", What: HardshipPayment, Pence: 1000}).row(t, "")
	ask := func(change func(*HardshipEntry)) error {
		entry := HardshipEntry{Fund: winter(), Buys: BuysFood, Pence: 2500, For: "food for the week", Safe: SafeToHave}
		change(&entry)
		_, err := pen().AskHardship(her, entry)
		return err
	}
	give := func(change func(*GivenEntry)) error {
		entry := GivenEntry{Request: "yes", On: d("2021-02-01"), Pence: 5000, Paid: PaidCash}
		change(&entry)
		_, err := pen().GiveHardship(her, entry)
		return err
	}
	decide := func(request string, answer HardshipDecision, reason string) error {
		_, err := pen().DecideHardship(her, request, answer, reason)
		return err
	}
	own := her
	own.Hardship = []Grant{{Request: "mine", AskedBy: "kw"}}
	_, mine := pen().DecideHardship(own, "mine", HardshipApproved, "")
	returned := func(request string, pence int64) error {
		_, err := pen().ReturnHardship(her, request, pence, "")
		return err
	}
	for name, row := range map[string]struct {
		err  error
		want string
	}{
		"no name":                 {change(func(f *FundSet) { f.Name = " " }), "name"},
		"no period":               {change(func(f *FundSet) { f.From, f.To = 0, 0 }), "from to"},
		"ends before it begins":   {change(func(f *FundSet) { f.To = d("2020-01-01") }), "to"},
		"a budget below nothing":  {change(func(f *FundSet) { f.Pence = pounds(-1) }), "budget"},
		"a ceiling below nothing": {change(func(f *FundSet) { f.Ceiling = pounds(-1) }), "ceiling"},
		"buys something unknown":  {change(func(f *FundSet) { f.Buys = []HardshipKind{"cars"} }), "buys"},
		"a fund that is over":     {ask(func(e *HardshipEntry) { e.Fund.To = d("2021-02-01") }), "fund"},
		"no fund":                 {ask(func(e *HardshipEntry) { e.Fund = FundSet{} }), "fund"},
		"for nothing":             {ask(func(e *HardshipEntry) { e.Buys = "" }), "buys"},
		"not for this":            {ask(func(e *HardshipEntry) { e.Fund.Buys = []HardshipKind{BuysTravel} }), "buys"},
		"no amount":               {ask(func(e *HardshipEntry) { e.Pence = 0 }), "amount"},
		"nobody said what for":    {ask(func(e *HardshipEntry) { e.For = " " }), "for"},
		"nobody asked her":        {ask(func(e *HardshipEntry) { e.Safe = "" }), "safe"},
		"given without a reason":  {ask(func(e *HardshipEntry) { e.Now = true; e.Paid = PaidCash }), "why"},
		"given in no way":         {ask(func(e *HardshipEntry) { e.Now = true; e.Why = "she has no food" }), "paid"},
		"no such request":         {decide("none", HardshipApproved, ""), "answer"},
		"no answer":               {decide("open", "", ""), "answer"},
		"no without a reason":     {decide("open", HardshipDeclined, " "), "reason"},
		"no question":             {decide("open", HardshipQuestion, ""), "reason"},
		"answered already":        {decide("yes", HardshipApproved, ""), "answer"},
		"her own request":         {mine, "answer"},
		"given though not agreed": {give(func(e *GivenEntry) { e.Request = "open" }), "given"},
		"given though declined":   {give(func(e *GivenEntry) { e.Request = "no" }), "given"},
		"given more than agreed":  {give(func(e *GivenEntry) { e.Pence = 6001 }), "amount"},
		"given tomorrow":          {give(func(e *GivenEntry) { e.On = d("2021-03-02") }), "given"},
		"given nohow":             {give(func(e *GivenEntry) { e.Paid = "" }), "paid"},
		"back before it went":     {returned("yes", 100), "returned"},
		"more back than went":     {returned("paid", 1001), "returned"},
		"nothing back":            {returned("paid", 0), "returned"},
		"as it should be":         {give(func(*GivenEntry) {}), ""},
	} {
		if got := problemsOf(row.err); got != row.want {
			t.Errorf("%s: put right %q, want %q", name, got, row.want)
		}
	}
}

func TestAnEmergencyIsGivenAtOnceAndAskedForInOneStep(t *testing.T) {
	facts, err := pen().AskHardship(referred("2021-01-04").row(t, ""), HardshipEntry{
		Fund: winter(), Buys: BuysFood, Pence: 9000, For: "food", Safe: SafeToHave, Urgent: true, Now: true, Why: "she has not eaten", Paid: PaidVoucher,
	})
	if err != nil || len(facts) != 2 {
		t.Fatalf("%d facts, %v", len(facts), err)
	}
	asked, given := facts[0].Body.(HardshipAsked), facts[1].Body.(ActivityRecorded)
	if asked.Request != given.Activity || given.Pence != 9000 || given.Fund != "winter" || facts[0].Words.Excuse != "she has not eaten" {
		t.Errorf("written as %+v and %+v", asked, given)
	}
	// Below the ceiling nobody else is asked.
	small, err := pen().AskHardship(referred("2021-01-04").row(t, ""), HardshipEntry{Fund: winter(), Buys: BuysFood, Pence: 5000, For: "food", Safe: SafeToHave})
	if err != nil || len(small) != 1 {
		t.Fatalf("%d facts, %v", len(small), err)
	}
}

func TestAmountsAreWrittenInPoundsAndPence(t *testing.T) {
	for pence, want := range map[int64]string{0: "£0.00", 5: "£0.05", 2500: "£25.00", 123456789: "£1,234,567.89", -2550: "-£25.50", 100000: "£1,000.00"} {
		if got := Pounds(pence); got != want {
			t.Errorf("%d pence are written %q, want %q", pence, got, want)
		}
	}
}
