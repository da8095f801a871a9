package journey

import (
	"cmp"
	"strings"
	"time"

	"throughline/internal/domain/calendar"
)

// Pen is who writes facts down, for which agency, and when. Ids come from the
// caller, so that the same pen writes the same facts in a test.
type Pen struct {
	Now    time.Time
	By     string        // account id
	Agency string        // agency of the account
	NewID  func() string // 128 random bits, as text
}

// today returns the day on which the pen writes.
func (p Pen) today() calendar.Day { return calendar.DayOf(p.Now) }

// write returns a fact of a case that happened at a moment and is known now.
func (p Pen) write(woman, caseID string, happened calendar.Moment, body Body, words *Words) Fact {
	return Fact{
		Woman: woman, Case: caseID, Happened: happened, Known: calendar.At(p.Now),
		By: p.By, Agency: p.Agency, Body: body, Words: words,
	}
}

// Problem is one thing in what a person entered that has to be put right.
type Problem struct {
	Field string // name of the form field
	Say   string // what to do, as a staff page says it; "" where Code stands
	Code  string // what is wrong, for a page of hers to say in her language
}

// Problems is the error of a verb that cannot make facts from what was entered.
type Problems []Problem

// Error joins the problems into one sentence each.
func (p Problems) Error() string {
	say := make([]string, len(p))
	for i, problem := range p {
		say[i] = cmp.Or(problem.Say, problem.Field+": "+problem.Code)
	}
	return strings.Join(say, ". ")
}

// check adds a problem where the test does not hold.
func (p *Problems) check(holds bool, field, say string) {
	if !holds {
		*p = append(*p, Problem{Field: field, Say: say})
	}
}

// code adds a problem by its code where the test does not hold.
func (p *Problems) code(holds bool, field, code string) {
	if !holds {
		*p = append(*p, Problem{Field: field, Code: code})
	}
}

// err returns the problems as an error, nil where there are none.
func (p Problems) err() error {
	if len(p) == 0 {
		return nil
	}
	return p
}

// sealedText returns the words of a free text, nil where it is empty.
func sealedText(text string) *Words {
	if text = strings.TrimSpace(text); text == "" {
		return nil
	}
	return &Words{Text: text}
}
