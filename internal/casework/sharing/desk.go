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

// anew is how often a change is decided anew because something was written of her
// meanwhile.
const anew = 5

// write carries a change out. It decides on the record as it stands, and not on
// what a page showed; where something was written of her meanwhile it decides anew,
// so that of two answers at once the later takes the place of the earlier.
func (d Desk) write(ctx context.Context, c change) (receipt casework.Receipt, err error) {
	for range anew {
		if receipt, err = d.writeOnce(ctx, c); casework.KindOf(err) != casework.Conflict {
			break
		}
	}
	return receipt, err
}

// writeOnce authorises, loads, decides, appends and tells.
func (d Desk) writeOnce(ctx context.Context, c change) (casework.Receipt, error) {
	row, standing, err := d.Admit(ctx, c.op, c.asker, c.caseID, access.Append, c.purpose, c.classes)
	if err != nil {
		return casework.Receipt{}, err
	}
	if c.may != nil && !c.may(c.asker, standing) {
		return casework.Receipt{}, d.Absent(ctx, c.op, c.asker, row, access.Append, c.purpose)
	}
	digest, err := casework.Digest(c.key, c.op, c.asker, c.caseID, c.entered)
	if err != nil {
		return casework.Receipt{}, err
	}
	out := casework.Change{
		Key: c.key, Digest: digest, Case: c.caseID, Seen: row.Version,
		Entry: d.Note(c.asker, access.Append, c.purpose, c.op, c.classes, row),
	}
	if out.Facts, err = c.decide(d.Pen(c.asker), row, standing); err != nil {
		return casework.Receipt{}, failed(c.op, err)
	}
	return d.Record.Append(ctx, out)
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

func failed(op string, err error) error {
	return &casework.Error{Kind: casework.KindOf(err), Op: op, Err: err}
}

func problem(field, say string) error { return journey.Problems{{Field: field, Say: say}} }
