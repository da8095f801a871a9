package journey

import (
	"slices"
	"strings"
	"time"

	"throughline/internal/domain/calendar"
)

// The kinds of fact about who acts for her keyworker. All are of a case.
const (
	KindCover     Kind = "cover_arranged"
	KindCoverOver Kind = "cover_ended"
	KindHandover  Kind = "handed_over"
)

// CoverArranged says that somebody acts for her keyworker from one day to another,
// both included. It ends by itself, and where the case goes to another keyworker.
type CoverArranged struct {
	Cover     string       `json:"cover"`     // one id for all the cases of one leave
	Keyworker string       `json:"keyworker"` // account id of whom it is for
	Account   string       `json:"account"`   // account id of who acts
	From      calendar.Day `json:"from"`
	Until     calendar.Day `json:"until"`
}

// CoverEnded says that a cover ended before its last day.
type CoverEnded struct {
	Cover string `json:"cover"`
}

// HandedOver says that one keyworker handed her over to another. Its words are for
// the next one and for her, so that she need not tell it all again.
type HandedOver struct {
	From string `json:"from"` // account id
	To   string `json:"to"`   // account id
}

func (CoverArranged) Kind() Kind { return KindCover }
func (CoverEnded) Kind() Kind    { return KindCoverOver }
func (HandedOver) Kind() Kind    { return KindHandover }

// Cover is a time for which somebody acts for her keyworker.
type Cover struct {
	ID      string       `json:"id"`
	For     string       `json:"for"` // account id of the keyworker
	Account string       `json:"account"`
	From    calendar.Day `json:"from"`
	Until   calendar.Day `json:"until"`
}

// Holds says whether the cover holds on a day.
func (c Cover) Holds(on calendar.Day) bool { return c.From <= on && on <= c.Until }

// cover takes a fact about who acts for her keyworker.
func (d *Door) cover(fact Fact) {
	switch body := fact.Body.(type) {
	case CoverArranged:
		d.Covers = append(d.Covers, Cover{ID: body.Cover, For: body.Keyworker, Account: body.Account, From: body.From, Until: body.Until})
	case CoverEnded:
		d.Covers = slices.DeleteFunc(d.Covers, func(c Cover) bool { return c.ID == body.Cover })
	}
}

// CoverOn returns who acts for her keyworker on a day, and false where nobody does.
func (r Row) CoverOn(day calendar.Day) (Cover, bool) {
	i := slices.IndexFunc(r.Door.Covers, func(c Cover) bool { return c.For == r.Worker && c.Holds(day) })
	if i < 0 {
		return Cover{}, false
	}
	return r.Door.Covers[i], true
}

// CoveredBy says whether this person acts for her keyworker at a moment.
func (r Row) CoveredBy(account string, at time.Time) bool {
	if account == "" || r.Worker == "" {
		return false
	}
	day := calendar.DayOf(at)
	return slices.ContainsFunc(r.Door.Covers, func(c Cover) bool {
		return c.Account == account && c.For == r.Worker && c.Holds(day)
	})
}

// CoverEntry is a cover as a person enters it.
type CoverEntry struct {
	Cover   string // id, one for all the cases of one leave
	Account string
	Agency  string // whom she works for
	From    calendar.Day
	Until   calendar.Day
}

// longestCover is how long one cover may hold, in months: a longer absence is a
// move to another keyworker.
const longestCover = 12

// Check says what is wrong with a cover whatever case it is for.
func (e CoverEntry) Check(keyworker string, today calendar.Day) error {
	var problems Problems
	problems.check(e.Account != "", "cover", "Choose who covers")
	problems.check(e.Account == "" || e.Account != keyworker, "cover", "Choose somebody else than the one who is away")
	problems.check(e.From.Known(), "from", "Enter the first day")
	problems.check(e.Until.Known() && e.Until >= today, "until", "Enter the last day: today or later")
	problems.check(!e.From.Known() || !e.Until.Known() || e.From <= e.Until, "until", "The last day must not be before the first")
	problems.check(!e.From.Known() || e.Until <= e.From.AddMonths(longestCover), "until", "Choose a day within a year. For longer, move her women to another keyworker")
	return problems.err()
}

// Cover lets somebody act for her keyworker for a time.
func (p Pen) Cover(row Row, entry CoverEntry) ([]Fact, error) {
	if err := entry.Check(row.Worker, p.today()); err != nil {
		return nil, err
	}
	var problems Problems
	problems.check(row.Open() && row.Worker != "", "cover", "She has no keyworker who could be covered")
	problems.check(!row.Door.Barred(entry.Account, entry.Agency), "cover", "Choose somebody else: a conflict of interest is on record")
	if err := problems.err(); err != nil {
		return nil, err
	}
	return []Fact{p.write(row.Woman, row.Case, calendar.At(p.Now), CoverArranged{
		Cover: entry.Cover, Keyworker: row.Worker, Account: entry.Account, From: entry.From, Until: entry.Until,
	}, nil)}, nil
}

// EndCover ends a cover now.
func (p Pen) EndCover(row Row, cover string) ([]Fact, error) {
	var problems Problems
	problems.check(slices.ContainsFunc(row.Door.Covers, func(c Cover) bool { return c.ID == cover }), "cover", "This cover has ended already")
	if err := problems.err(); err != nil {
		return nil, err
	}
	return []Fact{p.write(row.Woman, row.Case, calendar.At(p.Now), CoverEnded{Cover: cover}, nil)}, nil
}

// HandOver writes down what the next keyworker should know; no fact where nothing
// is said.
func (p Pen) HandOver(row Row, to, words string) []Fact {
	if strings.TrimSpace(words) == "" || row.Worker == "" {
		return nil
	}
	return []Fact{p.write(row.Woman, row.Case, calendar.At(p.Now), HandedOver{From: row.Worker, To: to}, sealedText(words))}
}
