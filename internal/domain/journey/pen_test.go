package journey

import (
	"errors"
	"strings"
	"testing"

	"throughline/internal/domain/calendar"
	"throughline/internal/domain/need"
)

// problem is what a verb is expected to say about a field; "" expects facts.
type problem struct{ field, says string }

func expect(t *testing.T, name string, facts []Fact, err error, want problem) {
	t.Helper()
	if want.field == "" {
		if err != nil || len(facts) == 0 {
			t.Errorf("%s: %d facts, %v; want facts", name, len(facts), err)
		}
		return
	}
	var problems Problems
	if !errors.As(err, &problems) || facts != nil {
		t.Errorf("%s: %d facts, %v; want a problem with %s", name, len(facts), err, want.field)
		return
	}
	for _, one := range problems {
		if one.Field == want.field && strings.Contains(one.Say, want.says) {
			return
		}
	}
	t.Errorf("%s: %+v; want %s to say %q", name, problems, want.field, want.says)
}

func goodReferral() Referral {
	return Referral{
		Scheme: "lwds", Pathway: ConditionalCaution, Agency: "Metropolitan Police", Met: "arrest", Outcome: "conditional_caution",
		Identity: Identity{Given: "Lesley", Family: "Carey", Born: d("1993-06-16"), Phone: "07700 900985"},
		Contact:  ContactCall, Agreed: AgreedYes,
		Condition: &ConditionEntry{Text: "Come twice", Units: 2, Given: d("2021-03-01")},
	}
}

func TestReferSaysWhatIsMissing(t *testing.T) {
	tests := []struct {
		name   string
		change func(*Referral)
		want   problem
	}{
		{"as it should be", func(*Referral) {}, problem{}},
		{"no first name", func(r *Referral) { r.Identity.Given = " " }, problem{"given_name", "Enter her first name"}},
		{"no last name", func(r *Referral) { r.Identity.Family = "" }, problem{"family_name", "Enter her last name"}},
		{"no date of birth", func(r *Referral) { r.Identity.Born = 0 }, problem{"date_of_birth", "like 27 3 1990"}},
		{"born today", func(r *Referral) { r.Identity.Born = d("2021-03-01") }, problem{"date_of_birth", "in the past"}},
		{"born in another century", func(r *Referral) { r.Identity.Born = d("1893-06-16") }, problem{"date_of_birth", "Check the year"}},
		{"no contact", func(r *Referral) { r.Contact = "" }, problem{"contact", "how we can reach her safely"}},
		{"unknown contact", func(r *Referral) { r.Contact = "pigeon" }, problem{"contact", "how we can reach her safely"}},
		{"call without a number", func(r *Referral) { r.Identity.Phone = "" }, problem{"phone", "Enter a phone number"}},
		{"in person needs no number", func(r *Referral) { r.Identity.Phone, r.Contact = "", ContactInPerson }, problem{}},
		{"not asked whether she agrees", func(r *Referral) { r.Agreed = "" }, problem{"agreed", "whether she agreed"}},
		{"unknown urgency", func(r *Referral) { r.Urgent = []string{"very"} }, problem{"urgent", "from the list"}},
		{"no number of appointments", func(r *Referral) { r.Condition.Units = 0 }, problem{"units_required", "as a number"}},
		{"no date of the caution", func(r *Referral) { r.Condition.Given = 0 }, problem{"given_on", "the date the caution was given"}},
		{"due before given", func(r *Referral) { r.Condition.Due = d("2021-02-01") }, problem{"due_on", "on or after"}},
	}
	for _, test := range tests {
		entry := goodReferral()
		test.change(&entry)
		facts, err := pen().Refer(entry, "")
		expect(t, test.name, facts, err, test.want)
	}
}

func TestReferMakesOneCaseOfOneWoman(t *testing.T) {
	facts, err := pen().Refer(goodReferral(), "")
	if err != nil {
		t.Fatal(err)
	}
	row := Fold(facts, 0)[0]
	if row.Age == nil || *row.Age != 27 || row.Referred != d("2021-03-01") || row.Sender != "Advance" || row.Condition.Required != 2 || row.Encountered != d("2021-03-01") {
		t.Errorf("%+v", row)
	}
	if who := Who(facts); who.Name() != "Lesley Carey" {
		t.Errorf("she is %q", who.Name())
	}
	again, err := pen().Refer(goodReferral(), "woman-9")
	if err != nil || again[0].Woman != "woman-9" {
		t.Errorf("a woman who is known keeps her id: %v", err)
	}
}

func TestDeclineKeepsNoIdentity(t *testing.T) {
	facts, err := pen().Decline(Decline{Met: "arrest", Reason: "not_now"})
	expect(t, "she said not now", facts, err, problem{})
	if fact := facts[0]; fact.Woman != "" || fact.Words != nil || fact.Body.(Encounter).Offered != Yes || fact.Body.(Encounter).Accepted != No {
		t.Errorf("%+v", fact)
	}
	facts, err = pen().Decline(Decline{Reason: "because"})
	expect(t, "an unknown reason", facts, err, problem{"declined_reason", "what she said"})
}

func TestTheVerbsOfSupportSayWhatToPutRight(t *testing.T) {
	open := referred("2021-01-04").cautioned("2021-01-04", 2, "").row(t, "")
	came := referred("2021-01-04").meets("2021-01-11", Attended).row(t, "")
	closed := referred("2021-01-04").tell("2021-02-01", Closed{Reason: ClosedCompleted}).row(t, "")
	mine := referred("2021-01-04").tell("2021-01-05", Allocated{Keyworker: "kw"}).row(t, "")
	p := pen()
	tomorrow, yesterday := calendar.At(p.Now.AddDate(0, 0, 1)), calendar.At(p.Now.AddDate(0, 0, -1))
	beyond, low := 5, -1
	type did struct {
		facts []Fact
		err   error
	}
	do := func(facts []Fact, err error) did { return did{facts, err} }
	met := Meeting{At: yesterday, How: OneToOne, Outcome: Attended, Minutes: 45}
	with := func(change func(*Meeting)) Meeting { m := met; change(&m); return m }
	answer := func(change func(*PathwayAnswer)) []PathwayAnswer {
		a := PathwayAnswer{Pathway: need.Health, Asked: true, Present: true}
		change(&a)
		return []PathwayAnswer{a}
	}
	tests := []struct {
		name string
		did  did
		want problem
	}{
		{"allocate", do(p.Allocate(open, "kw", "centre", "")), problem{}},
		{"allocate to nobody", do(p.Allocate(open, "", "", "")), problem{"keyworker", "Choose a keyworker"}},
		{"allocate to the same", do(p.Allocate(mine, "kw", "centre", "")), problem{"keyworker", "already allocated"}},
		{"allocate after support ended", do(p.Allocate(closed, "kw", "centre", "")), problem{"keyworker", "support has ended"}},

		{"book", do(p.Book(open, BookingEntry{At: []calendar.Moment{tomorrow}, How: OneToOne})), problem{}},
		{"book the past", do(p.Book(open, BookingEntry{At: []calendar.Moment{yesterday}, How: OneToOne})), problem{"at", "in the future"}},
		{"book a day without a time", do(p.Book(open, BookingEntry{At: []calendar.Moment{calendar.OnDay(d("2021-04-01"))}, How: OneToOne})), problem{"at", "day and time"}},
		{"book an unknown way of meeting", do(p.Book(open, BookingEntry{At: []calendar.Moment{tomorrow}, How: "seance"})), problem{"how", "how you will meet"}},
		{"book after support ended", do(p.Book(closed, BookingEntry{At: []calendar.Moment{tomorrow}, How: OneToOne})), problem{"at", "support has ended"}},

		{"attended", do(p.RecordAttendance(open, met)), problem{}},
		{"attended tomorrow", do(p.RecordAttendance(open, with(func(m *Meeting) { m.At = tomorrow }))), problem{"at", "not happened yet"}},
		{"cancelled for tomorrow", do(p.RecordAttendance(open, with(func(m *Meeting) { m.At, m.Outcome = tomorrow, CancelledByHer }))), problem{}},
		{"attended before the referral", do(p.RecordAttendance(open, with(func(m *Meeting) { m.At = calendar.OnDay(d("2021-01-03")) }))), problem{"at", "before she was referred, on 4 January 2021"}},
		{"no outcome", do(p.RecordAttendance(open, with(func(m *Meeting) { m.Outcome = "" }))), problem{"outcome", "what happened"}},
		{"booked is no outcome", do(p.RecordAttendance(open, with(func(m *Meeting) { m.Outcome = StillBooked }))), problem{"outcome", "what happened"}},
		{"no way of meeting", do(p.RecordAttendance(open, with(func(m *Meeting) { m.How = "" }))), problem{"how", "how you met"}},
		{"two days long", do(p.RecordAttendance(open, with(func(m *Meeting) { m.Minutes = 2881 }))), problem{"minutes", "up to 1,440"}},
		{"an excuse without a reason", do(p.RecordAttendance(open, with(func(m *Meeting) { m.Outcome = MissedWithExcuse }))), problem{"excuse", "what the reason was"}},

		{"contact", do(p.RecordContact(open, ContactEntry{At: yesterday, How: Phone, Spoke: true})), problem{}},
		{"contact tomorrow", do(p.RecordContact(open, ContactEntry{At: tomorrow, How: Phone})), problem{"at", "today or an earlier day"}},
		{"decide an excuse without saying why", do(p.DecideExcuse(open, "a", true, " ")), problem{"reason", "why you decided"}},

		{"assess", do(p.Assess(open, d("2021-03-01"), answer(func(*PathwayAnswer) {}))), problem{}},
		{"assess nothing", do(p.Assess(open, d("2021-03-01"), answer(func(a *PathwayAnswer) { a.Asked = false }))), problem{"assessment", "at least one"}},
		{"assess tomorrow", do(p.Assess(open, d("2021-03-02"), answer(func(*PathwayAnswer) {}))), problem{"on", "today or an earlier day"}},
		{"assess before the referral", do(p.Assess(open, d("2021-01-03"), answer(func(*PathwayAnswer) {}))), problem{"on", "before she was referred"}},
		{"a tenth pathway", do(p.Assess(open, d("2021-03-01"), answer(func(a *PathwayAnswer) { a.Pathway = "housing" }))), problem{"housing", "one of the nine"}},
		{"a rating of five", do(p.Assess(open, d("2021-03-01"), answer(func(a *PathwayAnswer) { a.Hers = &beyond }))), problem{"health", "from 0, very hard, to 4"}},
		{"a rating below nothing", do(p.Assess(open, d("2021-03-01"), answer(func(a *PathwayAnswer) { a.Workers = &low }))), problem{"health", "from 0, very hard, to 4"}},
		{"abuse at an unknown time", do(p.Assess(open, d("2021-03-01"), answer(func(a *PathwayAnswer) { a.Detail = "once" }))), problem{"health", "now, in the past, or both"}},

		{"set a tier without a reason", do(p.SetTier(open, need.TierHigh, "")), problem{"reason", "why you chose this tier"}},
		{"set a fourth tier", do(p.SetTier(open, 4, "because")), problem{"tier", "tier 1, 2 or 3"}},
		{"a goal without words", do(p.SetGoal(open, GoalEntry{State: GoalOpen})), problem{"goal", "in her words"}},
		{"a goal that stands nowhere", do(p.SetGoal(open, GoalEntry{Words: "A flat"})), problem{"state", "how the goal stands"}},
		{"a plan she did not answer", do(p.AgreePlan(open, "", "")), problem{"answer", "what she said to the plan"}},
		{"an unknown activity", do(p.RecordActivity(open, ActivityEntry{What: "tea", On: d("2021-03-01")})), problem{"kind", "what you did"}},
		{"an activity tomorrow", do(p.RecordActivity(open, ActivityEntry{What: Advocacy, On: d("2021-03-02")})), problem{"on", "today or an earlier day"}},
		{"money she owes", do(p.RecordActivity(open, ActivityEntry{What: HardshipPayment, On: d("2021-03-01"), Pence: -1})), problem{"amount", "in pounds"}},

		{"close", do(p.Close(came, d("2021-03-01"), ClosedCompleted, "", "")), problem{}},
		{"close twice", do(p.Close(closed, d("2021-03-01"), ClosedCompleted, "", "")), problem{"reason", "already ended, on 1 February 2021"}},
		{"close for no reason", do(p.Close(open, d("2021-03-01"), "", "", "")), problem{"reason", "why support is ending"}},
		{"close before the referral", do(p.Close(open, d("2021-01-03"), ClosedCompleted, "", "")), problem{"on", "between 4 January 2021 and today"}},
		{"move on to nowhere", do(p.Close(open, d("2021-03-01"), ClosedTransferred, " ", "")), problem{"onward_scheme", "which service"}},
		{"did not engage, but came", do(p.Close(came, d("2021-03-01"), ClosedDidNotEngage, "", "")), problem{"reason", "She came to an appointment"}},
		{"stopped after a first that was not", do(p.Close(open, d("2021-03-01"), ClosedAfterFirst, "", "")), problem{"reason", "came to one appointment"}},

		{"no answers", do(p.AnswerOutcomes(open, d("2021-03-01"), Exit, nil)), problem{"answers", "at least one answer"}},
		{"an unknown answer", do(p.AnswerOutcomes(open, d("2021-03-01"), Exit, map[string]string{"in_education": "perhaps"})), problem{"in_education", "Choose her answer"}},
		{"decide", do(p.DecideCondition(open, DecisionEntry{Decision: DecidedMet, On: d("2021-03-01")})), problem{}},
		{"decide on no condition", do(p.DecideCondition(came, DecisionEntry{Decision: DecidedMet, On: d("2021-03-01")})), problem{"decision", "no condition"}},
		{"decide tomorrow", do(p.DecideCondition(open, DecisionEntry{Decision: DecidedMet, On: d("2021-03-02")})), problem{"on", "today or an earlier day"}},
		{"decide something else", do(p.DecideCondition(open, DecisionEntry{Decision: "breached", On: d("2021-03-01")})), problem{"decision", "what was decided"}},
	}
	for _, test := range tests {
		expect(t, test.name, test.did.facts, test.did.err, test.want)
	}
}

func TestWhatThePenWritesIsKnownNowAndCarriesWhoWroteIt(t *testing.T) {
	row := referred("2021-01-04").row(t, "")
	facts, err := pen().RecordAttendance(row, Meeting{At: calendar.OnDay(d("2021-02-01")), How: Phone, Outcome: Missed, Counts: Yes, Note: " rang twice "})
	if err != nil {
		t.Fatal(err)
	}
	fact := facts[0]
	if fact.Happened.Day() != d("2021-02-01") || fact.Known != calendar.At(pen().Now) || fact.By != "kw" || fact.Agency != "Advance" || fact.Case != "case-1" {
		t.Errorf("%+v", fact)
	}
	if body := fact.Body.(Attendance); body.Counts != "" || fact.Words.Text != "rang twice" {
		t.Errorf("an appointment she did not come to counts for nothing: %+v, %+v", body, fact.Words)
	}
}
