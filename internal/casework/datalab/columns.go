package datalab

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"

	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
	"throughline/internal/reckoning/figure"
)

// Map says which columns the file has, and what each holds.
type Map struct {
	Title string `yaml:"title"`
	// Confirmed says that somebody held the map against the Data Lab's template.
	Confirmed bool     `yaml:"confirmed"`
	Fewest    int      `yaml:"fewest"` // people
	Day       string   `yaml:"day"`    // layout of a day, as package time has it
	Columns   []Column `yaml:"columns"`
}

// Column is one column of the file.
type Column struct {
	Name  string `yaml:"name"`
	Holds Holds  `yaml:"holds"`
	Text  string `yaml:"text"` // of a column that always holds the same
}

// Holds says what a column holds.
type Holds string

// What a column may hold.
const (
	FamilyName    Holds = "family_name"
	GivenName     Holds = "given_name"
	Born          Holds = "date_of_birth"
	Always        Holds = "always"
	Referred      Holds = "referred_on"
	FirstAttended Holds = "first_attended"
	Nothing       Holds = "nothing" // the record has no such thing; the column is empty
)

var (
	everyHolds = []Holds{FamilyName, GivenName, Born, Always, Referred, FirstAttended, Nothing}
	// named are what the Data Lab needs of everybody, and days those of which it
	// needs one.
	named = []Holds{FamilyName, GivenName, Born}
	days  = []Holds{Referred, FirstAttended}
)

// ParseMap reads a column map and says all that is wrong with it.
func ParseMap(text []byte) (Map, error) {
	decoder := yaml.NewDecoder(bytes.NewReader(text))
	decoder.KnownFields(true)
	var made Map
	if err := decoder.Decode(&made); err != nil {
		return Map{}, fmt.Errorf("reading the column map: %w", err)
	}
	var wrong []string
	says := func(ok bool, format string, args ...any) {
		if !ok {
			wrong = append(wrong, fmt.Sprintf(format, args...))
		}
	}
	says(made.Title != "", "it has no title")
	says(made.Fewest > 0, "it does not say how few people are too few")
	example := calendar.On(2021, time.August, 31)
	back, err := time.Parse(made.Day, example.Start().Format(made.Day))
	says(err == nil && calendar.DayOf(back) == example, "the layout of a day, %q, does not tell one day from another", made.Day)
	seen := map[string]bool{}
	for _, column := range made.Columns {
		says(column.Name != "" && !seen[column.Name], "the column %q has no name, or one that another has", column.Name)
		seen[column.Name] = true
		says(slices.Contains(everyHolds, column.Holds), "the column %q holds %q, which is none of %v", column.Name, column.Holds, everyHolds)
		says((column.Holds == Always) == (column.Text != ""), "the column %q: a text goes with %q, and with nothing else", column.Name, Always)
	}
	for _, need := range append(slices.Clone(named), Always) {
		says(made.has(need), "no column holds %s, which the Data Lab needs", need)
	}
	says(slices.ContainsFunc(days, made.has), "no column holds one of %v, and the Data Lab needs one", days)
	if len(wrong) > 0 {
		return Map{}, fmt.Errorf("the column map: %s", strings.Join(wrong, "; "))
	}
	return made, nil
}

func (m Map) has(holds Holds) bool {
	return slices.ContainsFunc(m.Columns, func(c Column) bool { return c.Holds == holds })
}

// cell is what a column says of a woman.
func (m Map) cell(column Column, row journey.Row, who journey.Identity) string {
	day := func(on calendar.Day) string {
		if !on.Known() {
			return ""
		}
		return on.Start().Format(m.Day)
	}
	switch column.Holds {
	case FamilyName:
		return figure.SafeText(who.Family)
	case GivenName:
		return figure.SafeText(who.Given)
	case Born:
		return day(who.Born)
	case Always:
		return column.Text
	case Referred:
		return day(row.Referred)
	case FirstAttended:
		return day(row.Appointments.First)
	}
	return ""
}
