package caseworktest

import (
	"cmp"
	"context"
	"slices"

	"throughline/internal/casework"
)

// settle carries out what a change does to messages, or refuses all of it.
func (r *Record) settle(change casework.Change) error {
	at := func(id string) int {
		return slices.IndexFunc(r.post, func(m casework.Message) bool { return m.ID == id })
	}
	for _, settled := range change.Settled {
		if i := at(settled.ID); i < 0 || r.post[i].State != settled.From {
			return casework.Fail(casework.Conflict, "appending", "the message is no longer %s", settled.From)
		}
	}
	for _, settled := range change.Settled {
		one := &r.post[at(settled.ID)]
		one.State, one.Why, one.Changed = settled.To, settled.Why, r.Now()
		if !settled.After.IsZero() {
			one.After = settled.After
		}
	}
	for _, one := range change.Outgoing {
		r.post = append(r.post, casework.Message{Outgoing: one, State: casework.MessageWaiting, Changed: r.Now()})
	}
	return nil
}

// Messages returns the messages that a filter chooses.
func (r *Record) Messages(_ context.Context, filter casework.MessageFilter) ([]casework.Message, error) {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	messages := slices.DeleteFunc(slices.Clone(r.post), func(m casework.Message) bool {
		return filter.ID != "" && m.ID != filter.ID || filter.Case != "" && m.Case != filter.Case ||
			filter.State != "" && m.State != filter.State || !filter.Due.IsZero() && m.After.After(filter.Due)
	})
	slices.SortFunc(messages, func(a, b casework.Message) int { return cmp.Or(a.After.Compare(b.After), cmp.Compare(a.ID, b.ID)) })
	if filter.Limit > 0 {
		messages = messages[:min(filter.Limit, len(messages))]
	}
	return messages, nil
}
