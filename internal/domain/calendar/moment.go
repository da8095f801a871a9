package calendar

import (
	"fmt"
	"time"
)

// Moment is a day that may carry a time. The zero Moment is not recorded.
type Moment struct {
	at    time.Time
	timed bool
}

// OnDay returns the moment of a day whose time is not known.
func OnDay(d Day) Moment {
	if d == 0 {
		return Moment{}
	}
	return Moment{at: d.Start()}
}

// At returns the moment of t, to the second, in London.
func At(t time.Time) Moment {
	if t.IsZero() {
		return Moment{}
	}
	return Moment{at: t.In(London).Truncate(time.Second), timed: true}
}

// ParseMoment reads an ISO 8601 date, or a date and time with an offset. The
// empty string is the zero Moment.
func ParseMoment(text string) (Moment, error) {
	if len(text) <= len(Layout) {
		day, err := ParseDay(text)
		return OnDay(day), err
	}
	t, err := time.Parse(time.RFC3339, text)
	if err != nil {
		return Moment{}, fmt.Errorf("%q is not a date and time: write it as 2021-08-31T14:00:00+01:00", text)
	}
	return At(t), nil
}

// Known says whether the moment is recorded at all.
func (m Moment) Known() bool { return !m.at.IsZero() }

// Timed says whether the moment carries a time and not a day alone.
func (m Moment) Timed() bool { return m.timed }

// Day returns the day of the moment in London.
func (m Moment) Day() Day {
	if m.at.IsZero() {
		return 0
	}
	return DayOf(m.at)
}

// Time returns the instant: the first of its day where no time is known.
func (m Moment) Time() time.Time { return m.at }

// Compare orders moments: on one day those without a time come first.
func (m Moment) Compare(other Moment) int {
	if c := m.at.Compare(other.at); c != 0 {
		return c
	}
	switch {
	case m.timed == other.timed:
		return 0
	case other.timed:
		return -1
	}
	return 1
}

// Over says whether the moment has passed at now: on an earlier day, or earlier
// in the day where both carry a time. Without one, all of the day lies ahead.
func (m Moment) Over(now Moment) bool {
	return m.Day() < now.Day() || m.timed && now.timed && m.at.Before(now.at)
}

// String returns the ISO 8601 form, or "" where nothing is recorded.
func (m Moment) String() string {
	switch {
	case m.at.IsZero():
		return ""
	case m.timed:
		return m.at.Format(time.RFC3339)
	}
	return m.at.Format(Layout)
}

// Words returns the moment as people say it: "Tuesday 4 March 2025, 2:30pm",
// without a time where none is known.
func (m Moment) Words() string {
	if !m.timed {
		return m.Day().Words()
	}
	return m.Day().Words() + ", " + m.Clock()
}

// Clock returns the time of day such as "2:30pm" or "2pm", "" where none is known.
func (m Moment) Clock() string {
	switch {
	case !m.timed:
		return ""
	case m.at.Minute() == 0:
		return m.at.Format("3pm")
	}
	return m.at.Format("3:04pm")
}

// MarshalText writes the ISO 8601 form.
func (m Moment) MarshalText() ([]byte, error) { return []byte(m.String()), nil }

// UnmarshalText reads the ISO 8601 form.
func (m *Moment) UnmarshalText(text []byte) error {
	parsed, err := ParseMoment(string(text))
	if err != nil {
		return err
	}
	*m = parsed
	return nil
}
