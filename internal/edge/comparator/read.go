package comparator

import (
	"bufio"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"

	"throughline/internal/domain/journey"
	"throughline/internal/reckoning/comparison"
)

// The columns that say how somebody was followed, beside those of the traits.
const (
	followedDays = "followed_days"
	event        = "event"
	eventDay     = "event_day"
)

// mostPeople is how many rows a file may have, and mostWrong how many are told.
const (
	mostPeople = 1_000_000
	mostWrong  = 20
)

// File is what a comparator file holds.
type File struct {
	People []comparison.Person
	Traits []comparison.Trait // those that the file has a column of
}

// Read reads a comparator file: CSV in UTF-8, with a header. Every column is
// known, followed_days and event are there, and at least one trait. It says all
// that is wrong, by row and column, up to a limit.
func Read(from io.Reader) (File, error) {
	buffered := bufio.NewReader(from)
	if mark, err := buffered.Peek(3); err == nil && string(mark) == "\ufeff" {
		_, _ = buffered.Discard(3) // what was peeked is there
	}
	reader := csv.NewReader(buffered)
	reader.ReuseRecord = true
	header, err := reader.Read()
	if err != nil {
		return File{}, fmt.Errorf("reading the header of the comparator file: %w", bare(err))
	}
	var file File
	columns, err := file.columns(header)
	if err != nil {
		return File{}, err
	}
	var wrong []error
	for row := 2; ; row++ {
		record, err := reader.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return File{}, fmt.Errorf("reading row %d of the comparator file: %w", row, bare(err))
		}
		if len(file.People) == mostPeople {
			return File{}, fmt.Errorf("the comparator file has more than %d rows", mostPeople)
		}
		person, err := personOf(columns, record)
		if err != nil {
			wrong = append(wrong, fmt.Errorf("row %d: %w", row, err))
		}
		if len(wrong) == mostWrong {
			wrong = append(wrong, fmt.Errorf("no more rows were looked at"))
			break
		}
		file.People = append(file.People, person)
	}
	if len(wrong) > 0 {
		return File{}, fmt.Errorf("the comparator file is not taken: %w", errors.Join(wrong...))
	}
	return file, nil
}

// bare takes off what a cell held: of an error of CSV the reason is enough.
func bare(err error) error {
	var known *csv.ParseError
	if errors.As(err, &known) {
		return fmt.Errorf("line %d: %w", known.Line, known.Err)
	}
	return err
}

// columns says which column stands where.
func (f *File) columns(header []string) (map[string]int, error) {
	known := []string{followedDays, event, eventDay}
	for _, trait := range comparison.Traits {
		known = append(known, string(trait))
	}
	columns := map[string]int{}
	for i, name := range header {
		name = strings.TrimSpace(name)
		if _, twice := columns[name]; twice || !slices.Contains(known, name) {
			return nil, fmt.Errorf("the comparator file: column %d is none of %s, or stands twice. Take it out: a comparison needs nothing else, and nothing that names anybody",
				i+1, strings.Join(known, ", "))
		}
		columns[name] = i
	}
	for _, name := range []string{followedDays, event} {
		if _, ok := columns[name]; !ok {
			return nil, fmt.Errorf("the comparator file has no column %s", name)
		}
	}
	for _, trait := range comparison.Traits {
		if _, ok := columns[string(trait)]; ok {
			f.Traits = append(f.Traits, trait)
		}
	}
	if len(f.Traits) == 0 {
		return nil, fmt.Errorf("the comparator file has no column to match on: %v", comparison.Traits)
	}
	return columns, nil
}

func personOf(columns map[string]int, record []string) (comparison.Person, error) {
	cell := func(name string) string {
		if i, ok := columns[name]; ok {
			return strings.TrimSpace(record[i])
		}
		return ""
	}
	person := comparison.Person{Coded: map[comparison.Trait]string{}}
	var err error
	if person.Age, err = between(cell(string(comparison.Age)), 10, 120); err != nil {
		return person, fmt.Errorf("age: %w", err)
	}
	if person.Follow.Days, err = between(cell(followedDays), 1, 36525); err != nil || person.Follow.Days == 0 {
		return person, fmt.Errorf("%s: a whole number of days of at least 1 is expected", followedDays)
	}
	yesNo := map[string]bool{"yes": true, "true": true, "no": false, "false": false}
	happened, ok := yesNo[cell(event)]
	if !ok {
		return person, fmt.Errorf("%s: one of %v is expected", event, slices.Sorted(maps.Keys(yesNo)))
	}
	person.Follow.Event, person.Follow.Undated = happened, happened && cell(eventDay) == ""
	if cell(eventDay) != "" {
		day, err := strconv.Atoi(cell(eventDay))
		if err != nil || !happened || day < 0 || day > person.Follow.Days {
			return person, fmt.Errorf("%s: a whole number of days up to %s is expected, and only where the event is yes", eventDay, followedDays)
		}
		person.Follow.EventDay = day
	}
	for _, trait := range comparison.Traits {
		value := cell(string(trait))
		switch {
		case trait == comparison.Age || value == "" || value == comparison.NotStated:
			continue
		case trait == comparison.FirstTime:
			first, ok := yesNo[value]
			if !ok {
				return person, fmt.Errorf("%s: one of %v is expected", trait, slices.Sorted(maps.Keys(yesNo)))
			}
			value = string(journey.YesNoOf(first))
		case trait == comparison.Ethnicity && !journey.IsCode(value):
			return person, fmt.Errorf("%s: a code such as white_british is expected", trait)
		case trait == comparison.OffenceGroup:
			value = comparison.OffenceGroupOf(value)
		}
		if len(value) > 80 {
			return person, fmt.Errorf("%s: a value of up to 80 characters is expected", trait)
		}
		person.Coded[trait] = value
	}
	return person, nil
}

// between reads a whole number, 0 where the cell is empty.
func between(text string, low, high int) (int, error) {
	if text == "" || text == comparison.NotStated {
		return 0, nil
	}
	number, err := strconv.Atoi(text)
	if err != nil || number < low || number > high {
		return 0, fmt.Errorf("a whole number from %d to %d is expected", low, high)
	}
	return number, nil
}
