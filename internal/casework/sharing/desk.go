package sharing

import (
	"context"
	"slices"

	"throughline/internal/casework"
	"throughline/internal/domain/access"
	"throughline/internal/domain/journey"
)

// Desk is where sharing is agreed, and where those read with whom she shares.
type Desk struct {
	casework.Bench
	casework.Schemes
	People People
}

// People knows who may sign in.
type People interface {
	// Colleagues returns everybody who may sign in, of every agency.
	Colleagues(ctx context.Context) ([]Colleague, error)
}

// Colleague is one of them.
type Colleague struct {
	ID         string
	Name       string
	Agency     string
	Role       access.Role
	Specialism access.Specialism
}

// asker returns the colleague as one who asks.
func (c Colleague) asker() access.Asker {
	return access.Asker{ID: c.ID, Name: c.Name, Agency: c.Agency, Role: c.Role, Specialism: c.Specialism}
}

// planned is the class that permissions stand in: they are part of what she plans.
var planned = access.SetOf(access.Plan)

// change is what one verb is about to do.
type change struct {
	op      string
	asker   access.Asker
	caseID  string
	key     string
	purpose access.Purpose
	classes access.Classes
	entered any
	may     func(asker access.Asker, standing casework.Standing) bool // nil: whoever the table of the door lets
	decide  func(pen journey.Pen, row journey.Row, standing casework.Standing) ([]journey.Fact, error)
}

// write carries a change out.
func (d Desk) write(ctx context.Context, c change) (casework.Receipt, error) {
	writing := casework.Writing{
		Op: c.op, Asker: c.asker, Case: c.caseID, Key: c.key, Action: access.Append, Purpose: c.purpose, Classes: c.classes,
		Entered: c.entered, Decide: c.decide,
	}
	if c.may != nil {
		writing.May = func(standing casework.Standing) bool { return c.may(c.asker, standing) }
	}
	return d.Bench.Write(ctx, writing)
}

// supports says whether the asker is among those who support her, and so arranges
// who else does: her keyworker, or the lead of the service.
func supports(asker access.Asker, standing casework.Standing) bool {
	return standing.Is(access.Service) || asker.Role == access.Keyworker && standing.Is(access.Allocated)
}

// answers says whether the asker writes down what she says about sharing: those who
// support her, on her word, or she herself.
func answers(asker access.Asker, standing casework.Standing) bool {
	return supports(asker, standing) || standing.Is(access.Herself)
}

// barred says whether her record is hidden from somebody, or from everybody of an
// agency. Such a one is offered to nobody.
func barred(row journey.Row, account, agency string) bool {
	return slices.ContainsFunc(row.Door.Conflicts, func(c journey.Conflict) bool { return c.Bars(account, agency) })
}

func problem(field, say string) error { return journey.Problems{{Field: field, Say: say}} }
