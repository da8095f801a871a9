package onward

import (
	"context"
	"slices"

	"throughline/internal/casework"
	"throughline/internal/domain/access"
	"throughline/internal/domain/directory"
	"throughline/internal/domain/journey"
)

// Services returns the directory as it is now. It holds nothing of any woman.
func (d Desk) Services(ctx context.Context) ([]directory.Entry, error) {
	facts, _, err := d.Record.Loose(ctx, 0, journey.KindServiceListed, journey.KindServiceChecked, journey.KindServiceGone)
	if err != nil {
		return nil, casework.In("read the directory", err)
	}
	return directory.Fold(d.Delivered, facts), nil
}

// Service returns one entry, and a NotFound where there is none.
func (d Desk) Service(ctx context.Context, id string) (directory.Entry, error) {
	entries, err := d.Services(ctx)
	if err != nil {
		return directory.Entry{}, err
	}
	i := slices.IndexFunc(entries, func(e directory.Entry) bool { return e.ID == id })
	if i < 0 {
		return directory.Entry{}, casework.Fail(casework.NotFound, "read a service", "there is no such service")
	}
	return entries[i], nil
}

// listing is what a change of the directory is about to do.
func (d Desk) list(ctx context.Context, op string, asker access.Asker, key string, entered any, facts func(journey.Pen) ([]journey.Fact, error)) (casework.Receipt, error) {
	digest, err := casework.Digest(key, op, asker, entered)
	if err != nil {
		return casework.Receipt{}, err
	}
	made, err := facts(d.Pen(asker))
	if err != nil {
		return casework.Receipt{}, casework.In(op, err)
	}
	receipt, err := d.Record.Append(ctx, casework.Change{
		Key: key, Digest: digest, Facts: made, Entry: d.Note(asker, access.Append, access.ForAdministration, op, 0),
	})
	if err != nil {
		return casework.Receipt{}, casework.In(op, err)
	}
	return receipt, nil
}

// leads refuses everyone who does not lead the service: who is listed here is its
// lead's to say.
func leads(op string, asker access.Asker) error {
	if asker.Role != access.ServiceLead {
		return casework.Fail(casework.Forbidden, op, "only the lead of the service may change the directory")
	}
	return nil
}

// List puts a service in the directory, or changes its entry; service is "" for a
// new one.
func (d Desk) List(ctx context.Context, asker access.Asker, key, service string, entry journey.Listing) (casework.Receipt, error) {
	const op = "list a service"
	if err := leads(op, asker); err != nil {
		return casework.Receipt{}, err
	}
	if service != "" {
		if _, err := d.Service(ctx, service); err != nil {
			return casework.Receipt{}, err
		}
	}
	entries, err := d.Services(ctx)
	if err != nil {
		return casework.Receipt{}, err
	}
	named := func(e directory.Entry) bool { return e.ID != service && sameName(e.Name, entry.Name) }
	return d.list(ctx, op, asker, key, []any{service, entry}, func(pen journey.Pen) ([]journey.Fact, error) {
		facts, err := pen.ListService(service, entry)
		if err == nil && directory.Group(entry.Group).Words() == "" {
			err = problem("group", "Choose the group it belongs to")
		}
		if err == nil && slices.ContainsFunc(entries, named) {
			err = problem("name", "There is an entry of this name already. Change that one")
		}
		return facts, err
	})
}

// Check says that a service was asked whether its entry is so, with its wait in days;
// nil where nothing was said of it. Whoever sends women there may say so.
func (d Desk) Check(ctx context.Context, asker access.Asker, key, service string, wait *int) (casework.Receipt, error) {
	const op = "check a service"
	if asker.Role != access.ServiceLead && asker.Role != access.Keyworker {
		return casework.Receipt{}, casework.Fail(casework.Forbidden, op, "not for %s", asker.Role.Words())
	}
	if _, err := d.Service(ctx, service); err != nil {
		return casework.Receipt{}, err
	}
	return d.list(ctx, op, asker, key, []any{service, wait}, func(pen journey.Pen) ([]journey.Fact, error) { return pen.CheckService(service, wait, false) })
}

// End takes a service out of the directory.
func (d Desk) End(ctx context.Context, asker access.Asker, key, service string) (casework.Receipt, error) {
	const op = "end a service"
	if err := leads(op, asker); err != nil {
		return casework.Receipt{}, err
	}
	if _, err := d.Service(ctx, service); err != nil {
		return casework.Receipt{}, err
	}
	return d.list(ctx, op, asker, key, service, func(pen journey.Pen) ([]journey.Fact, error) { return pen.EndService(service) })
}
