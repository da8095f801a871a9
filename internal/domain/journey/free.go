package journey

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"throughline/internal/domain/calendar"
)

// The kinds of fact about when and where she can meet. Each belongs to the woman:
// it holds in all her cases.
const (
	KindCannotCome  Kind = "cannot_come_told"
	KindPlaceUnsafe Kind = "place_unsafe_told"
)

// CannotCome is a time at which she said she cannot come: her work, the school run,
// a day of her faith. Why stands in its sealed words.
type CannotCome struct {
	Time string         `json:"time"` // id, by which it is taken back
	Days []time.Weekday `json:"days"`
	From string         `json:"from,omitempty"` // by the clock, such as 15:00; "" for the whole day
	To   string         `json:"to,omitempty"`
	Over bool           `json:"over,omitempty"` // it is so no more
}

// PlaceUnsafe is a place at which she said she is not safe. Its name stands in its
// sealed words.
type PlaceUnsafe struct {
	Place string `json:"place"` // id, by which it is taken back
	Over  bool   `json:"over,omitempty"`
}

func (CannotCome) Kind() Kind  { return KindCannotCome }
func (PlaceUnsafe) Kind() Kind { return KindPlaceUnsafe }

// BusyTime is a time at which she cannot come, with why.
type BusyTime struct {
	CannotCome
	Why string // where the asker may read it
}

// UnsafePlace is a place that she said is not safe for her.
type UnsafePlace struct {
	ID   string
	Name string
}

// BusyTimesOf returns when she cannot come, in the order she told of it.
func BusyTimesOf(effective []Fact) []BusyTime {
	var all []BusyTime
	for _, fact := range effective {
		body, ok := fact.Body.(CannotCome)
		if !ok {
			continue
		}
		all = slices.DeleteFunc(all, func(known BusyTime) bool { return known.Time == body.Time })
		if body.Over {
			continue
		}
		one := BusyTime{CannotCome: body}
		if fact.Words != nil {
			one.Why = fact.Words.Text
		}
		all = append(all, one)
	}
	return all
}

// UnsafePlacesOf returns the places that are not safe for her.
func UnsafePlacesOf(effective []Fact) []UnsafePlace {
	var all []UnsafePlace
	for _, fact := range effective {
		body, ok := fact.Body.(PlaceUnsafe)
		if !ok {
			continue
		}
		all = slices.DeleteFunc(all, func(known UnsafePlace) bool { return known.ID == body.Place })
		if !body.Over && fact.Words != nil {
			all = append(all, UnsafePlace{ID: body.Place, Name: fact.Words.Place})
		}
	}
	return all
}

// Holds says whether she cannot come at a moment.
func (c CannotCome) Holds(at calendar.Moment) bool {
	if !slices.Contains(c.Days, at.Day().Weekday()) {
		return false
	}
	clock := at.Time().Format(clockForm)
	return c.From == "" && c.To == "" || clock >= c.From && clock < c.To
}

// clockForm is how a time of day is written in a fact.
const clockForm = "15:04"

// Words says when it is, such as "Mondays and Fridays, 3pm to 4:30pm".
func (c CannotCome) Words() string {
	days := make([]string, len(c.Days))
	for i, day := range c.Days {
		days[i] = day.String() + "s"
	}
	words := days[0]
	if last := len(days) - 1; last > 0 {
		words = strings.Join(days[:last], ", ") + " and " + days[last]
	}
	if c.From == "" {
		return words + ", all day"
	}
	return words + ", " + clockWords(c.From) + " to " + clockWords(c.To)
}

// clockWords writes a time of day as people say it.
func clockWords(text string) string {
	at, err := time.Parse(clockForm, text)
	if err != nil {
		return text
	}
	return calendar.At(time.Date(2000, time.January, 1, at.Hour(), at.Minute(), 0, 0, calendar.London)).Clock()
}

// BusyEntry is a time at which she cannot come, as a person enters it.
type BusyEntry struct {
	Days     []time.Weekday
	From, To string // such as 15:00; both "" for the whole day
	Why      string
}

// TellBusy writes down when she cannot come.
func (p Pen) TellBusy(row Row, entry BusyEntry) ([]Fact, error) {
	var problems Problems
	problems.check(len(entry.Days) > 0, "days", "Choose at least one day of the week")
	problems.check(!slices.ContainsFunc(entry.Days, func(day time.Weekday) bool { return day < time.Sunday || day > time.Saturday }), "days", "Choose from the days of the week")
	problems.check((entry.From == "") == (entry.To == ""), "from", "Enter both times, or none for the whole day")
	problems.check(entry.From == "" || entry.To == "" || entry.From < entry.To, "to", "The second time must be later than the first")
	if err := problems.err(); err != nil {
		return nil, err
	}
	days := slices.Clone(entry.Days)
	slices.SortFunc(days, func(a, b time.Weekday) int { return cmp.Compare((a+6)%7, (b+6)%7) })
	body := CannotCome{Time: p.NewID(), Days: slices.Compact(days), From: entry.From, To: entry.To}
	return []Fact{p.write(row.Woman, "", calendar.At(p.Now), body, sealedText(entry.Why))}, nil
}

// TellUnsafe writes down a place where she is not safe.
func (p Pen) TellUnsafe(row Row, place string) ([]Fact, error) {
	var problems Problems
	problems.check(strings.TrimSpace(place) != "", "place", "Write the place where she is not safe")
	if err := problems.err(); err != nil {
		return nil, err
	}
	return []Fact{p.write(row.Woman, "", calendar.At(p.Now), PlaceUnsafe{Place: p.NewID()}, &Words{Place: strings.TrimSpace(place)})}, nil
}

// TakeBackBusy writes down that she can come at a time again.
func (p Pen) TakeBackBusy(row Row, known BusyTime) []Fact {
	body := known.CannotCome
	body.Over = true
	return []Fact{p.write(row.Woman, "", calendar.At(p.Now), body, nil)}
}

// TakeBackUnsafe writes down that she is safe at a place again.
func (p Pen) TakeBackUnsafe(row Row, known UnsafePlace) []Fact {
	return []Fact{p.write(row.Woman, "", calendar.At(p.Now), PlaceUnsafe{Place: known.ID, Over: true}, nil)}
}
