package evaluation

import (
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
	"throughline/internal/reckoning/column"
	"throughline/internal/reckoning/grouping"
)

// encounters are contacts with the justice system, each by the fact that tells
// of it: a corrected one stands beside what it replaces, which is marked gone.
type encounters struct {
	facts column.Texts // ids; the number of a fact is its place in every column
	keys  column.Texts // ids of encounters
	key   []int32      // of each, its number among keys
	cases []int32      // by key: the place of the case that came from it, plus one

	on       column.Days
	groups   [met]column.Codes
	why      column.Codes // why it was not offered, or why she said no
	offered  column.Bits
	accepted column.Bits
	gone     column.Bits

	// Whether she was given information, and assessed, where somebody wrote it down.
	informed, notInformed, assessed, notAssessed column.Bits
}

// The groupings that encounters are held by.
var metBy = []struct {
	code string
	of   func(journey.Encounter, calendar.Day) string
}{
	{grouping.Area, func(e journey.Encounter, _ calendar.Day) string { return e.Area }},
	{grouping.Suite, func(e journey.Encounter, _ calendar.Day) string { return e.Suite }},
	{grouping.Month, func(_ journey.Encounter, on calendar.Day) string { return grouping.MonthOf(on) }},
	{grouping.PoliceOutcome, func(e journey.Encounter, _ calendar.Day) string { return e.Outcome }},
	{grouping.Offence, func(e journey.Encounter, _ calendar.Day) string { return e.Offence.Code }},
}

const met = 5

// grouped returns the column of encounters by a grouping, nil where encounters
// do not tell it.
func (e *encounters) grouped(by string) *column.Codes {
	for i, held := range metBy {
		if held.code == by {
			return &e.groups[i]
		}
	}
	return nil
}

// areas returns the areas of encounters.
func (e *encounters) areas() *column.Codes { return e.grouped(grouping.Area) }

// led writes which case came from an encounter, whichever of the two came first.
func (e *encounters) led(encounter string, place int) {
	e.cases[e.keyOf(encounter)] = int32(place) + 1
}

func (e *encounters) keyOf(encounter string) int32 {
	key := e.keys.Number(encounter)
	if int(key) == len(e.cases) {
		e.cases = append(e.cases, 0)
	}
	return key
}

// caseFrom returns the place of the case that came from the encounter at a place.
func (e *encounters) caseFrom(place int) (at int, ok bool) {
	at = int(e.cases[e.key[place]]) - 1
	return at, at >= 0
}

func (e *encounters) put(id string, on calendar.Day, body journey.Encounter) {
	why := body.NotOffered
	if body.Offered == journey.Yes {
		why = body.Declined
	}
	at := int(e.facts.Number(id))
	if at == len(e.key) {
		e.key = append(e.key, 0)
	}
	e.key[at] = e.keyOf(body.Encounter)
	e.on.Set(at, on)
	for i, held := range metBy {
		e.groups[i].Set(at, held.of(body, on))
	}
	e.why.Set(at, why)
	e.informed.Set(at, body.Information == journey.Yes)
	e.notInformed.Set(at, body.Information == journey.No)
	e.assessed.Set(at, body.Assessed == journey.Yes)
	e.notAssessed.Set(at, body.Assessed == journey.No)
	e.offered.Set(at, body.Offered == journey.Yes)
	e.accepted.Set(at, body.Offered == journey.Yes && body.Accepted == journey.Yes)
}

// replaced marks the encounter told by a fact, if it told of one.
func (e *encounters) replaced(fact string) {
	if at := e.facts.Find(fact); at != column.None {
		e.gone.Set(int(at), true)
	}
}

type training struct {
	on        calendar.Day
	area      string
	audience  string
	attendees int
}

type cost struct {
	scheme string
	span   calendar.Window // zero ends where the line has no dates
	pence  int64
}

// PutLoose adds a fact that belongs to no case: an encounter, training, a cost, a
// police feed that was worked through, or the withdrawal of one. Facts come in the order they were written. A fact
// of another kind changes nothing.
func (c *Columns) PutLoose(fact journey.Fact) {
	c.spans = nil
	if c.training == nil {
		c.training, c.costs = map[string]training{}, map[string]cost{}
	}
	if fact.Supersedes != "" {
		delete(c.training, fact.Supersedes)
		delete(c.costs, fact.Supersedes)
		delete(c.feeds, fact.Supersedes)
		delete(c.surveys, fact.Supersedes)
		c.met.replaced(fact.Supersedes)
	}
	on := fact.Happened.Day()
	switch body := fact.Body.(type) {
	case journey.Encounter:
		c.met.put(fact.ID, on, body)
	case journey.TrainingHeld:
		c.training[fact.ID] = training{on, body.Area, body.Audience, body.Attendees}
	case journey.CostRecorded:
		c.costs[fact.ID] = cost{body.Scheme, calendar.Window{From: body.From, To: body.To}, body.Pence}
	case journey.FeedLinked:
		if c.feeds == nil {
			c.feeds = map[string]calendar.Day{}
		}
		c.feeds[fact.ID] = body.Until
	case journey.SurveyDrawn:
		c.putSurvey(fact.ID, on, body)
	case journey.Withdrawn:
	default:
		return
	}
	c.newest = max(c.newest, fact.Known.Day())
}

// LooseKinds are the kinds of fact that PutLoose takes.
var LooseKinds = []journey.Kind{
	journey.KindEncounter, journey.KindTraining, journey.KindCost, journey.KindFeedLinked, journey.KindSurveyDrawn, journey.KindWithdrawn,
}
