package groups

import (
	"context"
	"slices"

	"throughline/internal/casework"
	"throughline/internal/domain/access"
	"throughline/internal/domain/journey"
)

// mayChange refuses who neither runs the group nor leads the service.
func mayChange(op string, asker access.Asker, group journey.ServiceGroup) error {
	if err := works(op, asker); err != nil {
		return err
	}
	if asker.Role == access.ServiceLead || group.RunBy(asker.ID) {
		return nil
	}
	return casework.Fail(casework.Forbidden, op, "only who runs the group, or leads the service, changes it")
}

// Set writes a group: a new one where it has no id, else as it stands from now on.
// seen is the Version of the group the asker saw; a change upon another is a
// Conflict.
func (d Desk) Set(ctx context.Context, asker access.Asker, seen int, key string, entry journey.GroupSet) (group string, err error) {
	const op = "set group"
	if err := works(op, asker); err != nil {
		return "", err
	}
	facts, err := d.Pen(asker).SetGroup(entry)
	if err != nil {
		return "", casework.In(op, err)
	}
	var known journey.ServiceGroup
	if entry.Group != "" {
		if known, err = d.find(ctx, entry.Group); err != nil {
			return "", casework.In(op, err)
		}
		if err := mayChange(op, asker, known); err != nil {
			return "", err
		}
		if seen != Version(known) && !same(known.GroupSet, facts[0].Body.(journey.GroupSet)) {
			return "", casework.Fail(casework.Conflict, op, "somebody changed the group after it was opened")
		}
	}
	if err := d.chosen(ctx, asker, entry.Workers, known.Workers); err != nil {
		return "", casework.In(op, err)
	}
	receipt, err := d.service(ctx, op, asker, key, entry, facts)
	if err != nil {
		return "", err
	}
	if receipt.Replayed && entry.Group == "" {
		return d.made(ctx, receipt)
	}
	return facts[0].Body.(journey.GroupSet).Group, nil
}

// chosen refuses people who could not open the group that they are to run. Who runs
// it already stays.
func (d Desk) chosen(ctx context.Context, asker access.Asker, workers, before []string) error {
	people, err := d.Choices(ctx, asker)
	if err != nil || d.Staff == nil {
		return err
	}
	for _, account := range workers {
		may := slices.ContainsFunc(people, func(person casework.Person) bool { return person.ID == account })
		if !may && !slices.Contains(before, account) {
			return journey.Problems{{Field: "workers", Say: "Choose people who run groups here"}}
		}
	}
	return nil
}

// Version numbers a group as it was shown.
func Version(group journey.ServiceGroup) int { return casework.Version(group.GroupSet) }

func same(one, other journey.GroupSet) bool { return casework.Version(one) == casework.Version(other) }

// made returns the group that a first sending of the same form made.
func (d Desk) made(ctx context.Context, receipt casework.Receipt) (string, error) {
	facts, _, err := d.Record.Loose(ctx, 0, journey.KindGroup)
	if err != nil {
		return "", err
	}
	for _, fact := range facts {
		if len(receipt.Facts) > 0 && fact.ID == receipt.Facts[0] {
			return fact.Body.(journey.GroupSet).Group, nil
		}
	}
	return "", casework.Fail(casework.NotFound, "finding a group", "there is no such group")
}

// AddSessions plans sessions of a group.
func (d Desk) AddSessions(ctx context.Context, asker access.Asker, group, key string, entry journey.SessionEntry) error {
	return d.change(ctx, "plan sessions", asker, group, key, entry, func(pen journey.Pen, known journey.ServiceGroup) ([]journey.Fact, error) {
		return pen.AddSessions(known, entry)
	})
}

// CancelSession calls a session off.
func (d Desk) CancelSession(ctx context.Context, asker access.Asker, group, session, key string) error {
	return d.change(ctx, "cancel session", asker, group, key, session, func(pen journey.Pen, known journey.ServiceGroup) ([]journey.Fact, error) {
		one, there := known.Session(session)
		if !there {
			return nil, casework.Fail(casework.NotFound, "cancel session", "there is no such session")
		}
		return pen.CancelSession(one)
	})
}

// End says that a group takes place no more.
func (d Desk) End(ctx context.Context, asker access.Asker, group, key string) error {
	return d.change(ctx, "end group", asker, group, key, nil, func(pen journey.Pen, known journey.ServiceGroup) ([]journey.Fact, error) {
		return pen.EndGroup(known)
	})
}

// change decides on a group as it stands and writes. A form sent twice is answered
// as the first time, also where its own first sending is why it cannot be decided
// again.
func (d Desk) change(ctx context.Context, op string, asker access.Asker, group, key string, entered any, decide func(journey.Pen, journey.ServiceGroup) ([]journey.Fact, error)) error {
	known, err := d.find(ctx, group)
	if err != nil {
		return casework.In(op, err)
	}
	if err := mayChange(op, asker, known); err != nil {
		return err
	}
	facts, undecided := decide(d.Pen(asker), known)
	if undecided != nil {
		digest, err := casework.Digest(key, op, asker, []any{group, entered})
		if err != nil {
			return err
		}
		if d.sent(ctx, key, digest) {
			return nil
		}
		return casework.In(op, undecided)
	}
	_, err = d.service(ctx, op, asker, key, []any{group, entered}, facts)
	return err
}
