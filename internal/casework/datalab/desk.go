package datalab

import (
	"bytes"
	"cmp"
	"context"
	"encoding/csv"
	"fmt"
	"slices"

	"throughline/internal/casework"
	"throughline/internal/domain/access"
	"throughline/internal/domain/journey"
)

// Desk is where the file is made.
type Desk struct {
	casework.Bench
	casework.Schemes
}

// Step is one reason why women are not in the file, and how many.
type Step struct {
	What  string
	Women int
}

// Checks say who would be in the file, or is.
type Checks struct {
	Scheme string // its title
	// Steps tell who was left out, from all to who is left.
	Steps []Step
	// NeverAsked is how many of those left nobody asked whether their record may
	// be used so.
	NeverAsked int
	// Began is how many of those left came to an appointment.
	Began int
	Left  int
}

// File is the file with what is to be known of it.
type File struct {
	Checks
	Content []byte
}

// ofOnePerson is how many women may leave in a file that one person takes.
// Beyond, two people agree.
const ofOnePerson = 100

// identity is the class of what the file names her by.
const identity = access.Identity

// Before says who would be in the file, in numbers, for whoever runs commands on
// the record itself. No name is opened and nobody's is written down.
func (d Desk) Before(ctx context.Context, scheme string) (Checks, error) {
	checks, _, err := d.chosen(ctx, "check a file for the Justice Data Lab", scheme, access.Asker{Role: access.ServiceLead})
	return checks, err
}

// People is how many people have to agree to a file of so many women.
func People(women int) int {
	if women > ofOnePerson {
		return 2
	}
	return 1
}

// Take makes the file for those who agreed to it: one who leads the service and,
// where it names more than 100 women, another who answers for how records are
// used. The ledger says of each of them whom it names before a name is opened.
// Whom a conflict hides from either is not in it.
func (d Desk) Take(ctx context.Context, scheme string, made Map, agreed ...access.Asker) (File, error) {
	const op = "take a file for the Justice Data Lab"
	lead := slices.IndexFunc(agreed, func(asker access.Asker) bool { return asker.Role == access.ServiceLead })
	if lead < 0 {
		return File{}, casework.Fail(casework.Forbidden, op, "one who leads the service has to agree")
	}
	checks, rows, err := d.chosen(ctx, op, scheme, agreed...)
	if err != nil {
		return File{}, err
	}
	for _, asker := range agreed {
		for _, row := range rows {
			if !d.Standing(asker, row).Allowed(access.Export, access.ForEvidence).Has(identity) {
				return File{}, casework.Fail(casework.Forbidden, op, "%s may not give away who women are for evidence", asker.Role.Words())
			}
		}
	}
	if err := TooFew(made, len(rows)); err != nil {
		return File{}, err
	}
	second := slices.ContainsFunc(agreed, func(asker access.Asker) bool {
		return asker.Role == access.InformationGovernance && asker.ID != agreed[lead].ID
	})
	if People(len(rows)) > 1 && !second {
		return File{}, casework.Fail(casework.Forbidden, op,
			"%d women would be named: beyond %d, one who leads the service and another who answers for how records are used agree", len(rows), ofOnePerson)
	}
	for _, asker := range agreed {
		note := d.Note(asker, access.Export, access.ForEvidence, op, access.SetOf(identity), rows...)
		if err := d.Tell(ctx, op, note); err != nil {
			return File{}, err
		}
	}
	who, err := d.Record.Who(ctx, women(rows))
	if err != nil {
		return File{}, casework.In(op, err)
	}
	for _, need := range []struct {
		what    string
		missing func(journey.Row) bool
	}{
		{"without a family name", func(row journey.Row) bool { return who[row.Woman].Family == "" }},
		{"without a given name", func(row journey.Row) bool { return who[row.Woman].Given == "" }},
		{"without a date of birth", func(row journey.Row) bool { return !who[row.Woman].Born.Known() }},
		{"without any of the days that the file holds", func(row journey.Row) bool {
			return !slices.ContainsFunc(made.Columns, func(c Column) bool {
				return slices.Contains(days, c.Holds) && made.cell(c, row, who[row.Woman]) != ""
			})
		}},
	} {
		rows = checks.without(rows, need.what, need.missing)
	}
	d.settle(&checks, rows)
	if err := TooFew(made, len(rows)); err != nil {
		return File{}, err
	}
	content, err := made.file(rows, who)
	if err != nil {
		return File{}, casework.In(op, err)
	}
	return File{checks, content}, nil
}

// file writes the women as CSV.
func (m Map) file(rows []journey.Row, who map[string]journey.Identity) ([]byte, error) {
	var content bytes.Buffer
	out := csv.NewWriter(&content)
	out.UseCRLF = true
	var header []string
	for _, column := range m.Columns {
		header = append(header, column.Name)
	}
	records := [][]string{header}
	for _, row := range rows {
		var record []string
		for _, column := range m.Columns {
			record = append(record, m.cell(column, row, who[row.Woman]))
		}
		records = append(records, record)
	}
	if err := out.WriteAll(records); err != nil {
		return nil, fmt.Errorf("writing the file: %w", err)
	}
	return content.Bytes(), nil
}

// TooFew says what to do where fewer are left than the Data Lab works with, and is
// nil where there are enough.
func TooFew(made Map, left int) error {
	if left >= made.Fewest {
		return nil
	}
	return casework.Fail(casework.Invalid, "take a file for the "+made.Title,
		"%d women are left, and the %s works with no fewer than %d: wait until more were referred, or ask whether it takes several schemes together", left, made.Title, made.Fewest)
}

func women(rows []journey.Row) []string {
	ids := make([]string, len(rows))
	for i, row := range rows {
		ids[i] = row.Woman
	}
	return ids
}

// chosen returns the first referral of every woman of a scheme whom no conflict
// hides from any of the askers, but of those who were erased or said no, in the
// order of their referrals.
func (d Desk) chosen(ctx context.Context, op, scheme string, askers ...access.Asker) (Checks, []journey.Row, error) {
	book := d.Rules.Of(scheme, d.Today())
	if book == nil {
		return Checks{}, nil, casework.Fail(casework.NotFound, op, "there is no scheme %q", scheme)
	}
	all, err := d.Record.Rows(ctx, askers[0], casework.Filter{Scheme: scheme, Gone: true})
	if err != nil {
		return Checks{}, nil, casework.In(op, err)
	}
	slices.SortFunc(all, func(a, b journey.Row) int {
		return cmp.Or(cmp.Compare(a.Referred, b.Referred), cmp.Compare(a.Case, b.Case))
	})
	seen := map[string]bool{}
	all = slices.DeleteFunc(all, func(row journey.Row) bool {
		// Who was erased is hidden from everybody, and counted.
		out := seen[row.Woman] || row.Keeping.Erased.IsZero() && slices.ContainsFunc(askers, func(asker access.Asker) bool {
			return d.Standing(asker, row).Is(access.Blocked)
		})
		seen[row.Woman] = true
		return out
	})
	checks := Checks{Scheme: book.Title, Steps: []Step{{"women referred", len(all)}}}
	rows := checks.without(all, "whose record was erased", func(row journey.Row) bool { return !row.Keeping.Erased.IsZero() })
	rows = checks.without(rows, "who said no to such a use of their record, or took a yes back", func(row journey.Row) bool {
		asked, yes := d.answer(row)
		return asked && !yes
	})
	d.settle(&checks, rows)
	return checks, rows, nil
}

// answer returns whether she was asked that her record be used for evidence, and
// what her last answer is worth now. A yes that ran out is no yes.
func (d Desk) answer(row journey.Row) (asked, yes bool) {
	for _, one := range row.Door.Permissions {
		if one.Purpose == access.ForEvidence {
			asked, yes = true, one.State(d.Now()) == journey.PermissionGiven
		}
	}
	return asked, yes
}

// without leaves women out and says so.
func (c *Checks) without(rows []journey.Row, what string, out func(journey.Row) bool) []journey.Row {
	before := len(rows)
	rows = slices.DeleteFunc(slices.Clone(rows), out)
	c.Steps = append(c.Steps, Step{what, before - len(rows)})
	return rows
}

// settle counts those who are left.
func (d Desk) settle(c *Checks, rows []journey.Row) {
	c.Left, c.NeverAsked, c.Began = len(rows), 0, 0
	for _, row := range rows {
		if asked, _ := d.answer(row); !asked {
			c.NeverAsked++
		}
		if row.Appointments.First.Known() {
			c.Began++
		}
	}
}
