package safeguarding

import (
	"context"
	"slices"
	"strings"

	"throughline/internal/casework"
	"throughline/internal/domain/access"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
)

// Marking is the page on which somebody who must not see her record is named.
type Marking struct {
	Case, Reference string
	Name            string
	People          []casework.Person
	Agencies        []string
}

// marked are the classes of the page on which a conflict is marked.
var marked = access.SetOf(access.Identity)

// Marking returns whom a conflict can be marked with.
func (d Desk) Marking(ctx context.Context, asker access.Asker, caseID string) (Marking, error) {
	const op = "mark a conflict of interest"
	row, _, err := d.Admit(ctx, op, asker, caseID, access.Append, access.ForSafeguarding, marked|decided)
	if err != nil {
		return Marking{}, err
	}
	who, err := d.Record.Who(ctx, []string{row.Woman})
	if err != nil {
		return Marking{}, casework.In(op, err)
	}
	page := Marking{Case: row.Case, Reference: casework.Reference(row.Case), Name: who[row.Woman].Name()}
	people, err := d.Staff.Staff(ctx)
	if err != nil {
		return Marking{}, casework.In(op, err)
	}
	for _, one := range people {
		if !row.Door.Barred(one.ID, one.Agency) {
			page.People = append(page.People, one)
		}
		if one.Agency != "" && !slices.Contains(page.Agencies, one.Agency) && !row.Door.Barred("", one.Agency) {
			page.Agencies = append(page.Agencies, one.Agency)
		}
	}
	slices.Sort(page.Agencies)
	if err := d.Tell(ctx, op, d.Note(asker, access.Read, access.ForSafeguarding, op, marked, row)); err != nil {
		return Marking{}, err
	}
	return page, nil
}

// Mark hides her from one person, or from a whole agency, at once.
func (d Desk) Mark(ctx context.Context, asker access.Asker, caseID, key string, entry journey.ConflictEntry) error {
	const op = "mark a conflict of interest"
	people, err := d.people(ctx)
	if err != nil {
		return casework.In(op, err)
	}
	_, known := people[entry.Account]
	for _, one := range people {
		known = known || entry.Agency != "" && one.Agency == entry.Agency
	}
	if !known {
		entry.Account, entry.Agency = "", ""
	}
	if entry.From != journey.ConflictHers && entry.From != journey.ConflictWorkers {
		entry.From = "" // what the program finds by itself nobody says
	}
	return d.write(ctx, op, asker, caseID, key, marked|decided, entry, func(pen journey.Pen, row journey.Row) ([]journey.Fact, error) {
		return pen.MarkConflict(row, entry)
	})
}

// Declaration is a woman whom a person who works with the record knows: by her
// last name with her birth date, her phone, or a reference.
type Declaration struct {
	Family    string
	Born      calendar.Day
	Phone     string
	Reference string
}

// check says what has to be put right. Field names are those of the form.
func (q Declaration) check() error {
	var problems journey.Problems
	add := func(field, say string) { problems = append(problems, journey.Problem{Field: field, Say: say}) }
	family, phone := journey.PlainLetters(q.Family) != "", journey.PhoneDigits(q.Phone) != ""
	switch {
	case family && !q.Born.Known():
		add("born", "Enter her date of birth too: a last name alone is not enough")
	case q.Born.Known() && !family:
		add("family", "Enter her last name too: a date of birth alone is not enough")
	case strings.TrimSpace(q.Phone) != "" && !phone:
		add("phone", "Enter the whole phone number")
	case !family && !phone && strings.TrimSpace(q.Reference) == "":
		add("family", "Enter her last name and date of birth, her phone number, or a reference")
	}
	if len(problems) > 0 {
		return problems
	}
	return nil
}

// Declare says that the asker knows a woman who is here or may come. Whoever
// matches is hidden from the asker from then on. The answer is the same whatever
// was found.
func (d Desk) Declare(ctx context.Context, asker access.Asker, entry Declaration) error {
	const op = "declare a conflict of interest"
	if err := account(op, asker); err != nil {
		return err
	}
	if err := entry.check(); err != nil {
		return casework.In(op, err)
	}
	matching := casework.Matching{
		Account: asker.ID, From: journey.ConflictWorkers, Reference: strings.TrimSpace(entry.Reference),
		Who: journey.Identity{Family: entry.Family, Born: entry.Born, Phone: entry.Phone},
	}
	if matching.Reference != "" {
		rows, err := d.Record.Rows(ctx, access.Asker{}, casework.Filter{Reference: matching.Reference})
		if err != nil {
			return casework.In(op, err)
		}
		for _, row := range rows {
			matching.Women = append(matching.Women, row.Woman)
		}
	}
	return d.Guard.Match(ctx, d.Note(asker, access.Append, access.ForSafeguarding, op, decided), matching)
}

// Own is by what a person who works with the record may be too close to a woman.
type Own struct {
	Family   string
	Postcode string
	Phone    string
}

// KeepOwn keeps keyed tokens of what is the asker's own, in place of those kept
// before, and none of what was typed. Whoever shares last name and postcode, or
// the phone, is hidden from the asker, now and later.
func (d Desk) KeepOwn(ctx context.Context, asker access.Asker, entry Own) error {
	const op = "say what a conflict of interest is found by"
	if err := account(op, asker); err != nil {
		return err
	}
	family, postcode := journey.PlainLetters(entry.Family) != "", journey.PlainLetters(entry.Postcode) != ""
	var problems journey.Problems
	switch {
	case family && !postcode:
		problems = append(problems, journey.Problem{Field: "postcode", Say: "Enter your postcode too"})
	case postcode && !family:
		problems = append(problems, journey.Problem{Field: "own_family", Say: "Enter your last name too"})
	case strings.TrimSpace(entry.Phone) != "" && journey.PhoneDigits(entry.Phone) == "":
		problems = append(problems, journey.Problem{Field: "own_phone", Say: "Enter the whole phone number"})
	case !family && journey.PhoneDigits(entry.Phone) == "":
		problems = append(problems, journey.Problem{Field: "own_family", Say: "Enter your last name and postcode, or your phone number"})
	}
	if len(problems) > 0 {
		return casework.In(op, problems)
	}
	return d.Guard.Match(ctx, d.Note(asker, access.Append, access.ForSafeguarding, op, 0), casework.Matching{
		Account: asker.ID, From: journey.ConflictMatch, Who: journey.Identity{Family: entry.Family, Postcode: entry.Postcode, Phone: entry.Phone},
	})
}
