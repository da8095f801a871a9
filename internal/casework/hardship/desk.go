package hardship

import (
	"context"
	"slices"

	"throughline/internal/casework"
	"throughline/internal/domain/access"
	"throughline/internal/domain/journey"
)

// Desk is where the hardship fund is asked and kept.
type Desk struct {
	casework.Bench
	Staff casework.Staff
}

// asked are the classes that a request shows.
var asked = access.SetOf(access.Identity, access.Plan)

// funds returns every fund.
func (d Desk) funds(ctx context.Context) ([]journey.FundSet, error) {
	facts, _, err := d.Record.Loose(ctx, 0, journey.KindFund)
	if err != nil {
		return nil, err
	}
	return journey.FundsOf(facts), nil
}

// fund returns one fund, and false where there is none of this id.
func (d Desk) fund(ctx context.Context, id string) (journey.FundSet, bool, error) {
	all, err := d.funds(ctx)
	if err != nil {
		return journey.FundSet{}, false, err
	}
	i := slices.IndexFunc(all, func(f journey.FundSet) bool { return f.Fund == id })
	if i < 0 {
		return journey.FundSet{}, false, nil
	}
	return all[i], true, nil
}

// leads refuses who does not lead the service.
func leads(op string, asker access.Asker) error {
	if asker.Role == access.ServiceLead {
		return nil
	}
	return casework.Fail(casework.Forbidden, op, "only who leads the service keeps the funds")
}

// Set writes a fund: a new one where it has no id, else as it stands from now on.
// seen is the Version the asker saw; a change upon another is a Conflict.
func (d Desk) Set(ctx context.Context, asker access.Asker, seen int, key string, entry journey.FundSet) error {
	const op = "set fund"
	if err := leads(op, asker); err != nil {
		return err
	}
	facts, err := d.Pen(asker).SetFund(entry)
	if err != nil {
		return casework.In(op, err)
	}
	digest, err := casework.Digest(key, op, asker, entry)
	if err != nil {
		return err
	}
	change := casework.Change{Key: key, Digest: digest, Facts: facts, Entry: d.Note(asker, access.Append, access.ForSupport, op, 0)}
	if entry.Fund != "" {
		known, there, err := d.fund(ctx, entry.Fund)
		switch {
		case err != nil:
			return casework.In(op, err)
		case !there:
			return casework.Fail(casework.NotFound, op, "there is no such fund")
		case seen != Version(known):
			if d.sent(ctx, change) {
				return nil
			}
			return casework.Fail(casework.Conflict, op, "somebody changed the fund after it was opened")
		}
	}
	if _, err := d.Record.Append(ctx, change); err != nil {
		return casework.In(op, err)
	}
	return nil
}

// sent says whether a form of this key was taken before. A case of no such id makes
// the record answer from the key alone, and write nothing.
func (d Desk) sent(ctx context.Context, change casework.Change) bool {
	change.Case = "none"
	_, before := d.Sent(ctx, change)
	return before
}

// Approvers returns the people who can be named to agree to payments: those who
// lead the service.
func (d Desk) Approvers(ctx context.Context, asker access.Asker) ([]casework.Person, error) {
	const op = "who agrees to payments"
	if err := leads(op, asker); err != nil || d.Staff == nil {
		return nil, err
	}
	staff, err := d.Staff.Staff(ctx)
	if err != nil {
		return nil, casework.In(op, err)
	}
	return slices.DeleteFunc(staff, func(person casework.Person) bool { return person.Role != access.ServiceLead }), nil
}

// Fund returns one fund, to change it.
func (d Desk) Fund(ctx context.Context, asker access.Asker, id string) (journey.FundSet, error) {
	const op = "open fund"
	if err := leads(op, asker); err != nil {
		return journey.FundSet{}, err
	}
	fund, there, err := d.fund(ctx, id)
	if err == nil && !there {
		err = casework.Fail(casework.NotFound, op, "there is no such fund")
	}
	if err != nil {
		return journey.FundSet{}, casework.In(op, err)
	}
	return fund, d.Tell(ctx, op, d.Note(asker, access.Read, access.ForSupport, op, 0))
}

// Version numbers a fund as it was shown.
func Version(fund journey.FundSet) int { return casework.Version(fund) }
