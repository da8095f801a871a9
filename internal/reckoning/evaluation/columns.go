package evaluation

import (
	"cmp"
	"maps"
	"slices"

	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
	"throughline/internal/domain/need"
	"throughline/internal/reckoning/column"
	"throughline/internal/reckoning/grouping"
)

// Columns are cases, encounters, training and costs as figures are counted from
// them. The zero Columns is empty and ready; it is not safe for use by several
// at once while something is put in.
type Columns struct {
	cases   column.Texts // ids; the number of a case is its place in every column
	women   column.Codes
	schemes column.Codes
	workers column.Codes
	flags   [flags]column.Bits
	groups  [groupings]column.Codes

	referred column.Days
	first    column.Days // first attended appointment
	closed   column.Days
	replied  column.Days // the latest day on which she was asked at follow-up, whatever she said
	second   column.Days
	reArrest column.Days // first arrest after the referral
	died     column.Days
	// lastArrest is the latest arrest of hers that is known, before the referral too.
	lastArrest column.Days
	reArrests  column.Numbers
	attended   column.Numbers // appointments
	lasted     column.Numbers // days of support that ended, from the first appointment
	// To other services: sent, and what came of it.
	sentOn, sentAccepted, sentDeclined, sentCame column.Numbers

	activities [6]column.Numbers // in the order of journey.ActivityKinds
	allActs    column.Numbers    // activities of every kind
	labels     map[string]string // of offences, by their code

	distance [allParts]travelled // in the order of parts
	scores   [len(scored)]scoredTwice

	asked     map[string]*question // by "wave.measure"
	questions []*question          // the same, as they came

	met      encounters
	surveys  map[string]survey // by fact id, as training and costs are
	training map[string]training
	costs    map[string]cost
	feeds    map[string]calendar.Day // last days of police feeds, by fact id

	newest calendar.Day
	spans  map[span]column.Bits // remembered until something is put in
}

// flag is a question of yes or no that is put to every case.
type flag uint8

const (
	isCaution flag = iota
	isVoluntary
	isEngaged
	isOpen
	isEnded       // took support up, and it has ended
	isSupported   // took it up, and it has not
	isCompleted   // it ended because it was completed
	isSurveyable  // may be drawn for a survey a while after the end
	wasFollowedUp // asked any question at follow-up
	hasReplied    // answered any follow-up question yes or no
	isAssessed
	isConditioned // what the caution asks of her is recorded
	isMet
	toldOtherwise  // police said what she would have had without the scheme
	lighter        // it was something lighter
	otherwiseAsked // police were asked, and do not know
	wasWarned      // police were told that it was lighter
	firstTime      // she reports no earlier offence
	notFirstTime   // she reports one
	isMother       // has children under 18
	isNoMother     // has none
	hasOffence     // its code is recorded
	isAssault      // of those the report counts
	attendedOnce   // attended one appointment or more
	attendedTwice  // two or more
	hasFirst       // the day of the first is known
	hasActivity    // any activity beyond appointments
	isAnswering    // was asked any outcome question
	tierNotStated  // no need found
	tierStandard   // one to three
	tierMedium     // four to six
	tierHigh       // seven to nine
	beforeAny      // the timings of her first re-arrest
	afterOne
	afterTwoSupported
	afterClosed
	reArrested
	hasDied
	outcomeTold // of a later arrest of hers, the feed says what came
	cautioned   // for an arrest in the twelve months from the referral
	undecided   // an arrest in those months led to a charge, or to nothing that is known
	hasLasted   // support ended, and its first appointment is known
	isOrder     // on an order of a court
	goesOn      // she came again after her condition was met
	wasSentOn
	firstNeed // and eight more, in the order of need.Pathways
	lastNeed  = firstNeed + 8
	flags     = lastNeed + 1
	anyCase   = flags // no question: every case
)

// needFlag returns the flag of a need in a pathway.
func needFlag(pathway need.Pathway) flag {
	return firstNeed + flag(slices.Index(need.Pathways(), pathway))
}

// question is how everybody answered one outcome question of a wave.
type question struct {
	name                      string // "wave.measure"
	asked, yes, no, notTheirs column.Bits
}

// The groupings that cases are held by, each by its code in the grouping package.
var heldBy = []struct {
	code string
	of   func(journey.Row) string
}{
	{grouping.Provider, func(r journey.Row) string { return r.Provider }},
	{grouping.Area, func(r journey.Row) string { return r.Area }},
	{grouping.Suite, func(r journey.Row) string { return r.Suite }},
	{grouping.Borough, func(r journey.Row) string { return r.Lives() }},
	{grouping.Month, func(r journey.Row) string { return grouping.MonthOf(r.Referred) }},
	{grouping.Pathway, func(r journey.Row) string { return string(r.Pathway) }},
	{grouping.Agency, func(r journey.Row) string { return r.Agency }},
	{grouping.PoliceOutcome, func(r journey.Row) string { return r.Outcome }},
	{grouping.Offence, func(r journey.Row) string { return r.OffenceCode }},
	{grouping.Ethnicity, func(r journey.Row) string { return r.Ethnicity }},
	{grouping.EthnicGroup, func(r journey.Row) string { return grouping.EthnicGroupOf(r.Ethnicity) }},
	{grouping.Age, func(r journey.Row) string { return grouping.AgeBand(r.Age) }},
	{grouping.Language, func(r journey.Row) string { return r.Language }},
	{grouping.Interpreter, func(r journey.Row) string { return string(r.Interpreter) }},
	{grouping.FirstTime, func(r journey.Row) string { return string(r.FirstTime) }},
	{grouping.Mother, func(r journey.Row) string { return string(r.Mother) }},
}

const groupings = 16

// grouped returns the column of cases by a grouping, nil where there is none.
func (c *Columns) grouped(by string) *column.Codes {
	for i, held := range heldBy {
		if held.code == by {
			return &c.groups[i]
		}
	}
	return nil
}

// Groups returns the groups that so many cases of a scheme or more are of, by a
// grouping, as Group.Value names them, in alphabetical order.
func (c *Columns) Groups(scheme, by string, least int) []string {
	held := c.grouped(by)
	if held == nil {
		return nil
	}
	cases := make([]int, held.Names.Len()+1) // "" is the first
	for at := range c.schemes.Are(scheme, c.Len()).Places() {
		cases[held.Number(at)+1]++
	}
	var found []string
	for i, count := range cases {
		if count >= least && count > 0 {
			found = append(found, cmp.Or(held.Names.Text(int32(i)-1), grouping.NotKnown))
		}
	}
	slices.Sort(found)
	return found
}

// Newest returns the latest day on which anything in the columns became known.
func (c *Columns) Newest() calendar.Day { return c.newest }

// Len returns how many cases there are.
func (c *Columns) Len() int { return c.cases.Len() }

// Put adds a case, or replaces it where it is there already.
func (c *Columns) Put(row journey.Row) {
	c.newest, c.spans = max(c.newest, row.Known), nil
	at := int(c.cases.Number(row.Case))
	c.women.Set(at, row.Woman)
	c.schemes.Set(at, row.Scheme)
	c.workers.Set(at, row.Worker)
	for i, held := range heldBy {
		c.groups[i].Set(at, held.of(row))
	}
	c.referred.Set(at, row.Referred)
	c.first.Set(at, row.Appointments.First)
	c.second.Set(at, row.Appointments.Second)
	c.reArrest.Set(at, row.ReArrest)
	c.reArrests.Set(at, row.ReArrests)
	c.lastArrest.Set(at, row.LastArrest)
	c.died.Set(at, diedOn(row))
	c.attended.Set(at, row.Appointments.Attended())
	c.lasted.Set(at, row.Closed.Sub(row.Appointments.First)*yesNo(hasEnded(row)))
	c.putSentOn(at, row.SentOn)
	for asked, yes := range flagsOf(row) {
		c.flags[asked].Set(at, yes)
	}
	if row.OffenceCode != "" && c.labels[row.OffenceCode] == "" {
		if c.labels == nil {
			c.labels = map[string]string{}
		}
		c.labels[row.OffenceCode] = row.OffenceLabel
	}
	all := 0
	for i, kind := range journey.ActivityKinds {
		c.activities[i].Set(at, row.Activities[kind])
		all += row.Activities[kind]
	}
	c.allActs.Set(at, all)
	c.closed.Set(at, row.Closed)
	c.replied.Set(at, repliedOn(row))
	c.putRatings(at, row)
	c.putAnswers(at, row.Answers)
	if row.Encounter != "" {
		c.met.led(row.Encounter, at)
	}
}

// flagsOf answers every question of yes or no about a case.
func flagsOf(row journey.Row) [flags]bool {
	attended := row.Appointments.Attended()
	tier := need.TierFor(row.Needs.Count())
	answers := [flags]bool{
		isCaution: row.Pathway == journey.ConditionalCaution, isVoluntary: row.Pathway == journey.Voluntary,
		isEngaged: row.Engaged(), isOpen: row.Open(),
		isEnded: row.Engaged() && !row.Open(), isSupported: row.Engaged() && row.Open(), isCompleted: row.Reason == journey.ClosedCompleted,
		isSurveyable: row.Surveyable(), wasFollowedUp: repliedOn(row).Known(), hasReplied: hasReply(row),
		isAssessed:    row.Assessed.Known(),
		isConditioned: row.Condition != nil && row.Condition.Required > 0, isMet: row.ConditionMet(),
		toldOtherwise: row.Otherwise != "" && row.Otherwise != "not_known", lighter: journey.Lighter(row.Otherwise),
		otherwiseAsked: row.Otherwise == "not_known", wasWarned: row.Warned == journey.Yes,
		firstTime: row.FirstTime == journey.Yes, notFirstTime: row.FirstTime == journey.No,
		isMother: row.Mother == journey.Yes, isNoMother: row.Mother == journey.No,
		hasOffence: row.OffenceCode != "", isAssault: slices.Contains(assaults, row.OffenceCode),
		attendedOnce: attended >= 1, attendedTwice: attended >= 2, hasFirst: row.Appointments.First.Known(),
		hasActivity: someActivity(row), isAnswering: len(row.Answers) > 0,
		tierNotStated: tier == need.TierNotStated, tierStandard: tier == need.TierStandard,
		tierMedium: tier == need.TierMedium, tierHigh: tier == need.TierHigh,
		beforeAny: row.Timing == journey.ReArrestBeforeAny, afterOne: row.Timing == journey.ReArrestAfterOne,
		afterTwoSupported: row.Timing == journey.ReArrestAfterTwoSupported, afterClosed: row.Timing == journey.ReArrestAfterClosed,
	}
	answers[hasLasted], answers[isOrder], answers[wasSentOn] = hasEnded(row), row.Pathway == journey.CourtOrder, len(row.SentOn) > 0
	answers[goesOn] = row.ConditionMet() && row.Appointments.Last > row.Condition.Met
	answers[reArrested], answers[hasDied] = row.ReArrest.Known(), diedOn(row).Known()
	for _, one := range row.Later {
		inTheYear := one.On < row.Referred.AddMonths(12)
		answers[outcomeTold] = answers[outcomeTold] || one.Outcome != ""
		answers[cautioned] = answers[cautioned] || inTheYear && one.Outcome == journey.ArrestCaution
		answers[undecided] = answers[undecided] || inTheYear && (one.Outcome == "" || one.Outcome == journey.ArrestCharged)
	}
	for i, pathway := range need.Pathways() {
		answers[firstNeed+flag(i)] = row.Needs.Has(pathway)
	}
	return answers
}

// hasEnded says whether support ended that began with an appointment.
func hasEnded(row journey.Row) bool {
	return !row.Open() && row.Appointments.First.Known() && row.Closed >= row.Appointments.First
}

// putSentOn writes how often she was sent on to other services, and what came of it.
func (c *Columns) putSentOn(at int, list []journey.SentOn) {
	accepted, declined, came := 0, 0, 0
	for _, one := range list {
		accepted += yesNo(one.Answer == journey.SentAccepted)
		declined += yesNo(one.Answer == journey.SentDeclined)
		came += yesNo(one.Came == journey.Yes)
	}
	c.sentOn.Set(at, len(list))
	c.sentAccepted.Set(at, accepted)
	c.sentDeclined.Set(at, declined)
	c.sentCame.Set(at, came)
}

// yesNo counts one where it is so.
func yesNo(so bool) int {
	if so {
		return 1
	}
	return 0
}

// diedOn returns the day on which support ended because she died, if it did.
func diedOn(row journey.Row) calendar.Day {
	if row.Reason != journey.ClosedDied {
		return 0
	}
	return row.Closed
}

func someActivity(row journey.Row) bool {
	for _, count := range row.Activities {
		if count > 0 {
			return true
		}
	}
	return false
}

// putAnswers writes her answers in the place of those she gave before.
func (c *Columns) putAnswers(at int, answers []journey.Answered) {
	for _, one := range c.questions {
		for _, column := range []*column.Bits{&one.asked, &one.yes, &one.no, &one.notTheirs} {
			column.Set(at, false)
		}
	}
	for _, said := range answers {
		name := string(said.Wave) + "." + said.Measure
		one := c.asked[name]
		if one == nil {
			if c.asked == nil {
				c.asked = map[string]*question{}
			}
			one = &question{name: name}
			c.asked[name], c.questions = one, append(c.questions, one)
		}
		one.asked.Set(at, true)
		one.yes.Set(at, said.Answer == string(journey.Yes))
		one.no.Set(at, said.Answer == string(journey.No))
		one.notTheirs.Set(at, said.Answer == "not_applicable")
	}
}

// measured returns the measures of a wave that were ever answered, as
// "wave.measure", in alphabetical order.
func (c *Columns) measured() []string { return slices.Sorted(maps.Keys(c.asked)) }
