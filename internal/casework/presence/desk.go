package presence

import (
	"context"
	"sync"

	"throughline/internal/casework"
	"throughline/internal/domain/access"
	"throughline/internal/domain/journey"
)

// Desk is where presence in custody is kept.
type Desk struct {
	casework.Bench
	Staff casework.Staff // who may sign in, to name them

	mutex sync.Mutex
	mark  int64 // how far the facts were read
	facts []journey.Fact
}

// purpose is what presence is kept for: so that women in custody learn of support.
const purpose = access.ForSupport

// admitted refuses everybody but keyworkers and those who lead the service.
func admitted(op string, asker access.Asker) error {
	if asker.Role != access.Keyworker && asker.Role != access.ServiceLead {
		return casework.Fail(casework.Forbidden, op, "%s does not go to custody suites for the service", asker.Role.Words())
	}
	return nil
}

// led refuses everybody but those who lead the service.
func led(op string, asker access.Asker) error {
	if asker.Role != access.ServiceLead {
		return casework.Fail(casework.Forbidden, op, "only the lead of the service may do this")
	}
	return nil
}

// kinds are the facts that this desk reads.
var kinds = append([]journey.Kind{journey.KindVetting}, journey.SuiteKinds...)

// read returns all facts of presence. Those read before are kept: only what was
// written since is read again.
func (d *Desk) read(ctx context.Context) ([]journey.Fact, error) {
	d.mutex.Lock()
	defer d.mutex.Unlock()
	fresh, mark, err := d.Record.Loose(ctx, d.mark, kinds...)
	if err != nil {
		return nil, err
	}
	d.facts, d.mark = append(d.facts, fresh...), mark
	return d.facts[:len(d.facts):len(d.facts)], nil
}

// append writes facts of the service once per key.
func (d *Desk) append(ctx context.Context, op string, asker access.Asker, key string, entered any, decide func(journey.Pen, []journey.Fact) ([]journey.Fact, error)) error {
	digest, err := casework.Digest(key, op, asker, entered)
	if err != nil {
		return err
	}
	change := casework.Change{Key: key, Digest: digest, Entry: d.Note(asker, access.Append, purpose, op, 0)}
	known, err := d.read(ctx)
	if err != nil {
		return casework.In(op, err)
	}
	facts, undecided := decide(d.Pen(asker), known)
	if undecided != nil {
		if d.SentBefore(ctx, change) {
			return nil
		}
		return casework.In(op, undecided)
	}
	change.Facts = facts
	if _, err := d.Record.Append(ctx, change); err != nil {
		return casework.In(op, err)
	}
	return nil
}
