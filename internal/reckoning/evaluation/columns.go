package evaluation

import (
	"maps"
	"slices"

	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
	"throughline/internal/domain/need"
)

// Columns are cases, encounters, training and costs as figures are counted from
// them. The zero Columns is empty and ready; it is not safe for use by several
// at once while something is put in.
type Columns struct {
	cases    []line
	places   map[string]int32 // of a case, by its id
	schemes  names
	women    names
	offences names
	pathways names
	workers  names
	labels   []string // of offences, by their index
	measures names
	kinds    [6]bool // of activity, in the order of journey.ActivityKinds: ever recorded

	encounters []encounter
	keys       names   // of encounters, by their id
	led        []int32 // the place of the case that came from an encounter, by its key, plus one
	areas      names
	reasons    names

	training map[string]training // by fact id, as the others are
	costs    map[string]cost
	met      map[string]int32 // place of an encounter, by the id of its fact

	newest calendar.Day
}

// line is one case.
type line struct {
	id       string
	scheme   int32
	woman    int32
	pathway  int32
	worker   int32
	offence  int32 // none where it is not recorded
	referred calendar.Day
	first    calendar.Day // first attended appointment
	three    calendar.Day // three calendar months after it
	six      calendar.Day
	attended uint16
	needs    need.Set
	caution  bool
	voluntary,
	engaged, open, assessed bool
	conditioned, met bool
	abuse            bool
	lighter          verdict // whether she would have had something lighter without the scheme
	warned           bool    // police were told that it was lighter
	again            bool    // her second or later conditional caution in this scheme
	firstTime        reply
	timing           timing
	activities       [6]uint16 // in the order of journey.ActivityKinds
	answers          []answer
}

// answer is one answer to an outcome question; the measure carries its wave.
type answer struct {
	measure int32
	value   reply
	theirs  bool // false: the question did not apply to her
}

// encounter is one contact with the justice system.
type encounter struct {
	key      int32
	on       calendar.Day
	area     int32
	reason   int32 // why it was not offered, or why she said no
	offered  bool
	accepted bool
	gone     bool // replaced by a later fact
}

type training struct {
	on        calendar.Day
	audience  string
	attendees int
}

type cost struct {
	scheme string
	span   calendar.Window // zero ends where the line has no dates
	pence  int64
}

const none = -1

// names gives each text a small number.
type names struct {
	known map[string]int32
	texts []string
}

func (n *names) of(text string) int32 {
	if i, ok := n.known[text]; ok {
		return i
	}
	if n.known == nil {
		n.known = map[string]int32{}
	}
	i := int32(len(n.texts))
	n.known[text] = i
	n.texts = append(n.texts, text)
	return i
}

func (n *names) find(text string) int32 {
	if i, ok := n.known[text]; ok {
		return i
	}
	return none
}

// Newest returns the latest day on which anything in the columns became known.
func (c *Columns) Newest() calendar.Day { return c.newest }

// Len returns how many cases there are.
func (c *Columns) Len() int { return len(c.cases) }

// Put adds a case, or replaces it where it is there already.
func (c *Columns) Put(row journey.Row) {
	if c.places == nil {
		c.places = map[string]int32{}
	}
	c.newest = max(c.newest, row.Known)
	made := c.lineOf(row)
	place, known := c.places[row.Case]
	if !known {
		place = int32(len(c.cases))
		c.places[row.Case] = place
		c.cases = append(c.cases, line{})
	}
	c.cases[place] = made
	if row.Encounter != "" {
		c.led[c.keyOf(row.Encounter)] = place + 1
	}
}

// keyOf returns the key of an encounter, whether it or its case came first.
func (c *Columns) keyOf(encounter string) int32 {
	key := c.keys.of(encounter)
	if int(key) == len(c.led) {
		c.led = append(c.led, 0)
	}
	return key
}

// caseFrom returns the case that came from an encounter, or nil.
func (c *Columns) caseFrom(e *encounter) *line {
	if place := c.led[e.key]; place > 0 {
		return &c.cases[place-1]
	}
	return nil
}

func (c *Columns) lineOf(row journey.Row) line {
	made := line{
		id: row.Case, scheme: c.schemes.of(row.Scheme), woman: c.women.of(row.Woman), offence: none,
		pathway: c.pathways.of(string(row.Pathway)), worker: c.workers.of(row.Worker),
		referred: row.Referred, first: row.Appointments.First, attended: uint16(row.Appointments.Attended()),
		needs: row.Needs, caution: row.Pathway == journey.ConditionalCaution, voluntary: row.Pathway == journey.Voluntary,
		engaged: row.Engaged(), open: row.Open(), assessed: row.Assessed.Known(),
		conditioned: row.Condition != nil && row.Condition.Required > 0, met: row.ConditionMet(),
		lighter: lighterOf(row.Otherwise), warned: row.Warned == journey.Yes,
		abuse: row.Needs.Has(need.DomesticAbuseVAWG), firstTime: replyOf(string(row.FirstTime)), timing: timings[row.Timing],
	}
	if made.first.Known() {
		made.three, made.six = made.first.AddMonths(3), made.first.AddMonths(6)
	}
	if row.OffenceCode != "" {
		made.offence = c.offences.of(row.OffenceCode)
		if int(made.offence) == len(c.labels) {
			c.labels = append(c.labels, row.OffenceLabel)
		}
	}
	for i, kind := range journey.ActivityKinds {
		made.activities[i] = uint16(row.Activities[kind])
		c.kinds[i] = c.kinds[i] || made.activities[i] > 0
	}
	for _, said := range row.Answers {
		made.answers = append(made.answers, answer{
			measure: c.measures.of(string(said.Wave) + "." + said.Measure),
			value:   replyOf(said.Answer), theirs: said.Answer != "not_applicable",
		})
	}
	return made
}

// lighterOf judges what would have happened without the scheme: outside where
// nobody was asked.
func lighterOf(otherwise string) verdict {
	switch otherwise {
	case "":
		return outside
	case "not_known":
		return notKnown
	}
	return when(journey.Lighter(otherwise))
}

// reply is yes, no, or neither.
type reply uint8

const (
	noReply reply = iota
	saidYes
	saidNo
)

func replyOf(text string) reply {
	switch journey.YesNo(text) {
	case journey.Yes:
		return saidYes
	case journey.No:
		return saidNo
	}
	return noReply
}

// timing is one of the four timings of a re-arrest, or a set of them; 0 is no
// re-arrest.
type timing uint8

const (
	beforeAny timing = 1 << iota
	afterOne
	afterTwoSupported
	afterClosed
)

var timings = map[journey.ReArrestTiming]timing{
	journey.ReArrestBeforeAny: beforeAny, journey.ReArrestAfterOne: afterOne,
	journey.ReArrestAfterTwoSupported: afterTwoSupported, journey.ReArrestAfterClosed: afterClosed,
}

// PutLoose adds a fact that belongs to no case: an encounter, training, a cost,
// or the withdrawal of one. Facts come in the order they were written. A fact
// of another kind changes nothing.
func (c *Columns) PutLoose(fact journey.Fact) {
	if c.met == nil {
		c.met = map[string]int32{}
		c.training, c.costs = map[string]training{}, map[string]cost{}
	}
	if fact.Supersedes != "" {
		delete(c.training, fact.Supersedes)
		delete(c.costs, fact.Supersedes)
		if place, ok := c.met[fact.Supersedes]; ok {
			c.encounters[place].gone = true
		}
	}
	on := fact.Happened.Day()
	switch body := fact.Body.(type) {
	case journey.Encounter:
		why := body.NotOffered
		if body.Offered == journey.Yes {
			why = body.Declined
		}
		c.met[fact.ID] = int32(len(c.encounters))
		c.encounters = append(c.encounters, encounter{
			key: c.keyOf(body.Encounter), on: on, area: c.areas.of(body.Area), reason: c.reasons.of(why),
			offered: body.Offered == journey.Yes, accepted: body.Offered == journey.Yes && body.Accepted == journey.Yes,
		})
	case journey.TrainingHeld:
		c.training[fact.ID] = training{on, body.Audience, body.Attendees}
	case journey.CostRecorded:
		c.costs[fact.ID] = cost{body.Scheme, calendar.Window{From: body.From, To: body.To}, body.Pence}
	case journey.Withdrawn:
	default:
		return
	}
	c.newest = max(c.newest, fact.Known.Day())
}

// LooseKinds are the kinds of fact that PutLoose takes.
var LooseKinds = []journey.Kind{journey.KindEncounter, journey.KindTraining, journey.KindCost, journey.KindWithdrawn}

// settle marks, in one scheme, every conditional caution of a woman but her
// first: figures that count women count her once.
func (c *Columns) settle(scheme int32) {
	first := make([]int32, len(c.women.texts)) // place of her first caution, plus one
	for i := range c.cases {
		one := &c.cases[i]
		if one.scheme != scheme || !one.caution {
			continue
		}
		one.again = false
		before := first[one.woman]
		if before == 0 {
			first[one.woman] = int32(i) + 1
			continue
		}
		other := &c.cases[before-1]
		if one.referred < other.referred || one.referred == other.referred && one.id < other.id {
			other.again = true
			first[one.woman] = int32(i) + 1
			continue
		}
		one.again = true
	}
}

// measured returns the measures of a wave that were ever answered, as
// "wave.measure", in alphabetical order.
func (c *Columns) measured() []string { return slices.Sorted(maps.Keys(c.measures.known)) }
