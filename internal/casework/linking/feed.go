package linking

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
)

// How much a feed may hold.
const (
	MostBytes   = 50 << 20
	mostLetters = 100 // in a name
)

// Line is one arrest of a feed, with who was arrested as police wrote it down.
type Line struct {
	Row      int          `json:"row"` // in the file, the headings being row 1
	Arrest   string       `json:"arrest"`
	Given    string       `json:"given,omitempty"`
	Family   string       `json:"family,omitempty"`
	Born     calendar.Day `json:"born,omitzero"`
	Postcode string       `json:"postcode,omitempty"`
	On       calendar.Day `json:"on"`
	Force    string       `json:"force,omitempty"`
	Offence  string       `json:"offence,omitempty"`
	Outcome  string       `json:"outcome,omitempty"`
}

// arrested returns what stands on a record of the arrest.
func (l Line) arrested(match journey.ArrestMatch) journey.Arrested {
	return journey.Arrested{Arrest: l.Arrest, Force: l.Force, Offence: l.Offence, Outcome: l.Outcome, Match: match}
}

// Rejected is a row of a feed that is not read, and why. It holds no value of the
// row.
type Rejected struct {
	Row    int    `json:"row"`
	Column string `json:"column,omitempty"`
	Reason string `json:"reason"`
}

// Feed is the arrests of a file.
type Feed struct {
	Lines    []Line
	Rejected []Rejected
}

// Rows returns how many rows the file has.
func (f Feed) Rows() int { return len(f.Lines) + len(f.Rejected) }

// Unreadable is why a file is no feed, in words for whoever brought it.
type Unreadable struct{ Say string }

// Error says why.
func (u *Unreadable) Error() string { return u.Say }

// Columns of a feed. Others are passed over, and with them whatever they say of
// whose an arrest is.
var (
	feedColumns = []string{"arrest_id", "given_name", "family_name", "date_of_birth", "postcode", "arrested_on", "force", "offence_code", "outcome"}
	feedNeeds   = []string{"arrest_id", "given_name", "family_name", "date_of_birth", "arrested_on"}
)

// The forms of what stands in clear on a record.
var (
	arrestForm  = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._/-]{0,63}$`)
	forceForm   = regexp.MustCompile(`^([A-Za-z0-9][A-Za-z0-9 '&-]{0,59})?$`)
	offenceForm = regexp.MustCompile(`^([A-Za-z]{2}[0-9]{5}[A-Za-z0-9-]{0,5})?$`)
	outcomeForm = regexp.MustCompile(`^[a-z0-9_-]{0,60}$`)
)

// ReadFeed reads a feed: CSV whose first row names the columns, in any order. A row
// that is not right is left out and named; a file that is no feed is an *Unreadable.
func ReadFeed(content []byte) (Feed, error) {
	content = bytes.TrimPrefix(content, []byte("\xef\xbb\xbf"))
	if !utf8.Valid(content) {
		return Feed{}, &Unreadable{"The file is not CSV in UTF-8. Save it as CSV UTF-8"}
	}
	rows := csv.NewReader(bytes.NewReader(content))
	rows.FieldsPerRecord = -1
	head, err := rows.Read()
	if err != nil {
		return Feed{}, &Unreadable{"The file has no row of headings, such as arrest_id and family_name"}
	}
	places := map[string]int{}
	for i, name := range head {
		name = strings.ToLower(strings.TrimSpace(name))
		if _, twice := places[name]; twice && slices.Contains(feedColumns, name) {
			return Feed{}, &Unreadable{"The file has the column " + name + " twice"}
		}
		places[name] = i
	}
	for _, name := range feedNeeds {
		if _, there := places[name]; !there {
			return Feed{}, &Unreadable{"The file has no column " + name}
		}
	}
	var feed Feed
	seen := map[string]bool{}
	for row := 2; ; row++ {
		cells, err := rows.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			if errors.Is(err, csv.ErrBareQuote) {
				feed.Rejected = append(feed.Rejected, Rejected{Row: row, Reason: "is not written as CSV"})
				continue
			}
			return Feed{}, &Unreadable{fmt.Sprintf("The file is not CSV from row %d on: a quote there has no end", row)}
		}
		line, wrong := readLine(row, func(column string) string {
			if i, there := places[column]; there && i < len(cells) {
				return strings.Join(strings.Fields(cells[i]), " ")
			}
			return ""
		})
		switch {
		case wrong != nil:
			feed.Rejected = append(feed.Rejected, *wrong)
		case seen[line.Arrest]:
			feed.Rejected = append(feed.Rejected, Rejected{row, "arrest_id", "stands in the file twice"})
		default:
			seen[line.Arrest] = true
			feed.Lines = append(feed.Lines, line)
		}
	}
	if feed.Rows() == 0 {
		return Feed{}, &Unreadable{"The file has headings and no row below them"}
	}
	return feed, nil
}

// readLine reads a row, or says what is wrong with it.
func readLine(row int, cell func(column string) string) (Line, *Rejected) {
	line := Line{
		Row: row, Arrest: cell("arrest_id"), Given: cell("given_name"), Family: cell("family_name"), Postcode: cell("postcode"),
		Force: cell("force"), Offence: cell("offence_code"), Outcome: cell("outcome"),
	}
	wrong := func(column, reason string) (Line, *Rejected) { return Line{}, &Rejected{row, column, reason} }
	var err error
	if line.Born, err = calendar.ParseDay(cell("date_of_birth")); err != nil {
		return wrong("date_of_birth", "is not a day such as 1985-04-10")
	}
	if line.On, err = calendar.ParseDay(cell("arrested_on")); err != nil || !line.On.Known() {
		return wrong("arrested_on", "is not a day such as 2021-08-31")
	}
	for _, one := range []struct {
		column, value, reason string
		form                  *regexp.Regexp
	}{
		{"arrest_id", line.Arrest, "is empty, or no number of an arrest", arrestForm},
		{"force", line.Force, "is no code or name of a force", forceForm},
		{"offence_code", line.Offence, "is no code of an offence", offenceForm},
		{"outcome", line.Outcome, "is no code of an outcome", outcomeForm},
	} {
		if !one.form.MatchString(one.value) {
			return wrong(one.column, one.reason)
		}
	}
	switch {
	case line.Born.Known() && line.Born >= line.On:
		return wrong("date_of_birth", "is after the arrest")
	case line.Given+line.Family == "":
		return wrong("family_name", "is empty, and so is given_name")
	case max(len(line.Given), len(line.Family), len(line.Postcode)) > mostLetters:
		return wrong("family_name", "is too long, or given_name or postcode is")
	}
	return line, nil
}
