package safeguarding

import (
	"context"

	"throughline/internal/casework"
	"throughline/internal/domain/access"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
)

// Desk is where women are kept from the wrong eyes.
type Desk struct {
	casework.Bench
	Guard casework.Guard
	Staff casework.Staff
	// Lead returns the account id of the independent safeguarding lead, "" where
	// nobody is named; nil where nobody can say.
	Lead func(ctx context.Context) (string, error)
}

// decided is the class of what governance writes down.
var decided = access.SetOf(access.Sealed)

// relationTo says how somebody stands to every record who answers for them all.
func relationTo(asker access.Asker) access.Relation {
	if asker.Role == access.InformationGovernance {
		return access.Overseen
	}
	return access.Service
}

// Governs says whether the asker looks at conflicts and openings for the service.
func Governs(asker access.Asker) bool {
	return access.Decide(asker, relationTo(asker), access.Sealed, access.Append, access.ForSafeguarding).Allow
}

func governs(op string, asker access.Asker) error {
	if !Governs(asker) {
		return casework.Fail(casework.Forbidden, op, "%s does not decide on conflicts and openings", asker.Role.Words())
	}
	return nil
}

// purposeOf is what somebody who governs reads for.
func purposeOf(asker access.Asker) access.Purpose {
	if asker.Role == access.InformationGovernance {
		return access.ForAdministration
	}
	return access.ForSafeguarding
}

// admit loads the row of a case that somebody who governs decides on.
func (d Desk) admit(ctx context.Context, op string, asker access.Asker, caseID string) (journey.Row, error) {
	if err := governs(op, asker); err != nil {
		return journey.Row{}, err
	}
	row, _, err := d.Admit(ctx, op, asker, caseID, access.Append, access.ForSafeguarding, decided)
	return row, err
}

// write decides on a woman's case as it stands, and appends what follows once for
// each key.
func (d Desk) write(ctx context.Context, op string, asker access.Asker, caseID, key string, classes access.Classes, entered any, decide func(journey.Pen, journey.Row) ([]journey.Fact, error)) error {
	_, err := d.Write(ctx, casework.Writing{
		Op: op, Asker: asker, Case: caseID, Key: key, Action: access.Append, Purpose: access.ForSafeguarding,
		Classes: classes, Entered: entered,
		Decide: func(pen journey.Pen, row journey.Row, _ casework.Standing) ([]journey.Fact, error) {
			return decide(pen, row)
		},
	})
	return err
}

// lead returns the account id of the safeguarding lead, "" where nobody is named.
func (d Desk) lead(ctx context.Context) (string, error) {
	if d.Lead == nil {
		return "", nil
	}
	return d.Lead(ctx)
}

// people returns who may sign in, by account id.
func (d Desk) people(ctx context.Context) (map[string]casework.Person, error) {
	if d.Staff == nil {
		return nil, nil
	}
	list, err := d.Staff.Staff(ctx)
	if err != nil {
		return nil, err
	}
	people := make(map[string]casework.Person, len(list))
	for _, one := range list {
		people[one.ID] = one
	}
	return people, nil
}

// called names somebody with the agency, by the account id where the account is
// gone.
func called(people map[string]casework.Person, account string) string {
	if one, known := people[account]; known {
		return one.Name + ", " + one.Agency
	}
	if account == "" {
		return ""
	}
	return "Account " + account
}

// tied returns the rows with this tie that the asker may know of, one for each
// woman, the newest.
func (d Desk) tied(ctx context.Context, asker access.Asker, tie journey.Tie) ([]journey.Row, error) {
	rows, err := d.Record.Rows(ctx, asker, casework.Filter{Tied: tie})
	if err != nil {
		return nil, err
	}
	seen := map[string]bool{}
	var women []journey.Row
	for _, row := range rows {
		if !seen[row.Woman] {
			seen[row.Woman] = true
			women = append(women, row)
		}
	}
	return women, nil
}

// day is the day a fact happened.
func day(fact journey.Fact) calendar.Day { return fact.Happened.Day() }

// account refuses everybody without an account of the staff.
func account(op string, asker access.Asker) error {
	if asker.ID == "" || asker.Role == access.Woman {
		return casework.Fail(casework.Forbidden, op, "this is for people who work with the record")
	}
	return nil
}
