package assessment

import (
	"context"
	"slices"

	"throughline/internal/casework"
	"throughline/internal/domain/access"
	"throughline/internal/domain/journey"
	"throughline/internal/domain/need"
)

// Desk is where women are screened and measured.
type Desk struct {
	casework.Bench
	Tools       need.Tools
	Tool        string            // the id of the tool that is asked here
	Instruments []need.Instrument // all that are known, those that are not offered too
	Loaded      []string          // the ids of those that this service turned on
}

// needs is the class that all of this stands in.
var needs = access.SetOf(access.Needs)

// Offered says whether an instrument is used here.
func (d Desk) Offered(instrument need.Instrument) bool {
	return instrument.Offer.Ready() || instrument.Offer == need.Loadable && slices.Contains(d.Loaded, instrument.ID)
}

// instrument returns an instrument that is used here.
func (d Desk) instrument(id string) (need.Instrument, bool) {
	for _, one := range d.Instruments {
		if one.ID == id {
			return one, d.Offered(one)
		}
	}
	return need.Instrument{}, false
}

// write carries a change of the class of needs out.
func (d Desk) write(ctx context.Context, op string, asker access.Asker, caseID, key string, entered any, decide func(journey.Pen, journey.Row) ([]journey.Fact, error)) (casework.Receipt, error) {
	return d.Write(ctx, casework.Writing{
		Op: op, Asker: asker, Case: caseID, Key: key, Action: access.Append, Purpose: access.ForSupport, Classes: needs, Entered: entered,
		Decide: func(pen journey.Pen, row journey.Row, _ casework.Standing) ([]journey.Fact, error) {
			return decide(pen, row)
		},
	})
}

// read returns a case with the words of its needs, and writes down that it was read.
func (d Desk) read(ctx context.Context, op string, asker access.Asker, caseID string) (casework.Case, casework.Standing, error) {
	row, standing, err := d.Admit(ctx, op, asker, caseID, access.Read, access.ForSupport, needs)
	if err != nil {
		return casework.Case{}, standing, err
	}
	one, err := d.Record.Case(ctx, caseID, needs)
	if err != nil {
		return casework.Case{}, standing, casework.In(op, err)
	}
	return one, standing, d.Tell(ctx, op, d.Note(asker, access.Read, access.ForSupport, op, needs, row))
}
