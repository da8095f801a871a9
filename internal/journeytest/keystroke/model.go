package keystroke

import (
	"fmt"
	"time"
	"unicode/utf8"
)

// What each act takes, and what is added to all of them for a person who is
// interrupted. They are the figures of our own design.
const (
	Key      = 280 * time.Millisecond
	Click    = 1100 * time.Millisecond
	Decision = 1350 * time.Millisecond
	Page     = time.Second
	spare    = 15 // percent
)

// The times that pages were designed for, for one who knows the work.
const (
	Referral      = 60 * time.Second
	RecordContact = 30 * time.Second
	Allocate      = 20 * time.Second
	Onward        = 90 * time.Second
	OnwardAnswer  = 45 * time.Second // of the service that she is sent on to
	Assessment    = 8 * time.Minute
)

// Model counts what a journey asks of a person. The zero Model has asked nothing.
type Model struct {
	Keys, Clicks, Decisions, Pages int
}

// Type is a text typed into a field, which the Tab key leads to.
func (m *Model) Type(text string) {
	m.Decisions++
	m.Keys += utf8.RuneCountInString(text) + 1
}

// TypeDay is a day typed into three boxes.
func (m *Model) TypeDay(day, month, year string) {
	m.Decisions++
	m.Keys += len(day) + len(month) + len(year) + 3
}

// Choose is an answer that is chosen, or a box that is ticked.
func (m *Model) Choose() {
	m.Decisions++
	m.Clicks++
}

// Go is a link or a button that leads to a page.
func (m *Model) Go() {
	m.Choose()
	m.Pages++
}

// Since returns what was asked since an earlier count.
func (m Model) Since(earlier Model) Model {
	return Model{m.Keys - earlier.Keys, m.Clicks - earlier.Clicks, m.Decisions - earlier.Decisions, m.Pages - earlier.Pages}
}

// Time returns how long it takes.
func (m Model) Time() time.Duration {
	bare := time.Duration(m.Keys)*Key + time.Duration(m.Clicks)*Click + time.Duration(m.Decisions)*Decision + time.Duration(m.Pages)*Page
	return bare + bare*spare/100
}

// Over says by how much a journey is longer than it may be; "" where it is not.
func (m Model) Over(budget time.Duration) string {
	if m.Time() <= budget {
		return ""
	}
	return fmt.Sprintf("%s, which is more than %s", m, budget)
}

// String says what was asked and how long it takes.
func (m Model) String() string {
	return fmt.Sprintf("%d keys, %d clicks, %d decisions, %d pages: %.1f seconds", m.Keys, m.Clicks, m.Decisions, m.Pages, m.Time().Seconds())
}
