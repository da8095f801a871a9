package evaluation

import (
	"throughline/internal/domain/calendar"
	"throughline/internal/reckoning/column"
)

// dated names a column of days.
type dated uint8

const (
	byReferral dated = iota
	byFirst
	bySecond
	byClosing
	byEncounter
)

// span is the places of a column whose day lies in a window.
type span struct {
	of     dated
	window calendar.Window
}

// mostSpans is how many spans are remembered: most windows of a report are the same
// in the next one.
const mostSpans = 40

// within returns the places of a column of days that lie in a window. It is not to
// be changed: the next report has it again.
func (c *Columns) within(of dated, window calendar.Window) column.Bits {
	key := span{of, window}
	known, ok := c.spans[key]
	if ok {
		return known
	}
	if c.spans == nil || len(c.spans) >= mostSpans {
		c.spans = map[span]column.Bits{}
	}
	known = c.dated(of).Within(window)
	c.spans[key] = known
	return known
}

func (c *Columns) dated(of dated) column.Days {
	switch of {
	case byFirst:
		return c.first
	case bySecond:
		return c.second
	case byClosing:
		return c.closed
	case byEncounter:
		return c.met.on
	}
	return c.referred
}
