package evaluation

import (
	"errors"
	"fmt"
	"slices"

	"throughline/internal/domain/calendar"
	"throughline/internal/reckoning/column"
)

// Pass records the columns on a tape, or plays back what was recorded into
// empty ones. What a program of another making recorded must not be played: the
// order of the columns is its own.
func (c *Columns) Pass(t *column.Tape) error {
	t.Texts(&c.cases)
	for _, codes := range []*column.Codes{&c.women, &c.schemes, &c.workers} {
		t.Codes(codes)
	}
	for i := range c.flags {
		t.Bits(&c.flags[i])
	}
	for i := range c.groups {
		t.Codes(&c.groups[i])
	}
	for _, days := range []*column.Days{&c.referred, &c.first, &c.second, &c.reArrest, &c.died, &c.lastArrest, &c.closed, &c.replied} {
		t.Days(days)
	}
	for _, numbers := range []*column.Numbers{&c.reArrests, &c.attended, &c.lasted, &c.sentOn, &c.sentAccepted, &c.sentDeclined, &c.sentCame} {
		t.Numbers(numbers)
	}
	for i := range c.distance {
		one := &c.distance[i]
		for _, bits := range one.columns() {
			t.Bits(bits)
		}
		t.Numbers(&one.start)
		t.Numbers(&one.end)
	}
	for i := range c.scores {
		for _, bits := range c.scores[i].columns() {
			t.Bits(bits)
		}
	}
	for i := range c.activities {
		t.Numbers(&c.activities[i])
	}
	t.Numbers(&c.allActs)
	passMap(t, &c.labels, func(label *string) { t.Text(label) })
	c.passQuestions(t)
	c.met.pass(t)
	passMap(t, &c.training, func(held *training) {
		t.Day(&held.on)
		t.Text(&held.area)
		t.Text(&held.audience)
		passInt(t, &held.attendees)
	})
	passMap(t, &c.feeds, t.Day)
	passMap(t, &c.surveys, func(one *survey) {
		t.Text(&one.scheme)
		t.Day(&one.on)
		t.Bits(&one.drawn)
	})
	passMap(t, &c.costs, func(line *cost) {
		t.Text(&line.scheme)
		passWindow(t, &line.span)
		t.Number(&line.pence)
	})
	t.Day(&c.newest)
	if err := t.Err(); err != nil {
		return fmt.Errorf("passing the columns: %w", err)
	}
	if !c.sound() {
		return errors.New("the columns that were kept do not fit one another")
	}
	return nil
}

func (c *Columns) passQuestions(t *column.Tape) {
	for i := range t.Length(len(c.questions)) {
		if i == len(c.questions) {
			c.questions = append(c.questions, &question{})
		}
		one := c.questions[i]
		t.Text(&one.name)
		for _, answered := range []*column.Bits{&one.asked, &one.yes, &one.no, &one.notTheirs} {
			t.Bits(answered)
		}
		if c.asked == nil {
			c.asked = map[string]*question{}
		}
		c.asked[one.name] = one
	}
}

func (e *encounters) pass(t *column.Tape) {
	t.Texts(&e.facts)
	t.Texts(&e.keys)
	t.Places(&e.key)
	t.Places(&e.cases)
	t.Days(&e.on)
	for i := range e.groups {
		t.Codes(&e.groups[i])
	}
	t.Codes(&e.why)
	for _, one := range []*column.Bits{&e.offered, &e.accepted, &e.gone, &e.informed, &e.notInformed, &e.assessed, &e.notAssessed} {
		t.Bits(one)
	}
}

// passMap passes a map in the order of its keys.
func passMap[V any](t *column.Tape, held *map[string]V, pass func(*V)) {
	keys := sortedKeys(*held)
	for i := range t.Length(len(keys)) {
		var key string
		var one V
		if i < len(keys) {
			key, one = keys[i], (*held)[keys[i]]
		}
		t.Text(&key)
		if pass(&one); t.Err() != nil {
			return
		}
		if *held == nil {
			*held = map[string]V{}
		}
		(*held)[key] = one
	}
}

func passInt(t *column.Tape, n *int) {
	wide := int64(*n)
	t.Number(&wide)
	*n = int(wide)
}

func passWindow(t *column.Tape, window *calendar.Window) {
	t.Day(&window.From)
	t.Day(&window.To)
}

// sound says whether columns that were played fit one another: every place and
// number that one names is there in the other.
func (c *Columns) sound() bool {
	cases, keys := int32(c.cases.Len()), int32(c.met.keys.Len())
	return len(c.referred) <= int(cases) && len(c.met.key) == c.met.facts.Len() && len(c.met.cases) == int(keys) &&
		!slices.ContainsFunc(c.met.key, func(key int32) bool { return key < 0 || key >= keys }) &&
		!slices.ContainsFunc(c.met.cases, func(place int32) bool { return place < 0 || place > cases })
}
