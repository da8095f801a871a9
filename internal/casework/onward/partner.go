package onward

import (
	"context"
	"slices"
	"strings"

	"throughline/internal/casework"
	"throughline/internal/domain/access"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/directory"
	"throughline/internal/domain/journey"
	"throughline/internal/domain/need"
)

// Request is a referral as the service that got it sees it.
type Request struct {
	Reference string
	Case      string
	Referral  string
	From      string // agency that sent her
	To        string
	Pathway   need.Pathway
	Sent      calendar.Day
	Note      string // to the service
	Pack      casework.Pack
	Until     calendar.Day
	Answer    journey.SentAnswer
	Reason    journey.SentReason
	First     calendar.Moment
	Came      journey.YesNo
	Said      []journey.SentMessage
	Service   *directory.Entry // their own entry in the directory; nil where they have none
	Today     calendar.Day
}

// Asker is somebody at the service who holds a link and its PIN: a partner of the
// agency that she shares with, and nobody else.
func (l Link) asker(to string) access.Asker {
	return access.Asker{ID: "link-" + l.Referral, Name: to, Agency: to, Role: access.Partner}
}

// holder returns the one who opened a link, and the referral it opens now. Where she
// no longer shares it, it is a NotFound.
func (d Desk) holder(ctx context.Context, op string, link Link) (access.Asker, journey.Row, journey.SentOn, error) {
	row, err := d.Record.Row(ctx, link.Case)
	if err != nil && casework.KindOf(err) != casework.NotFound {
		return access.Asker{}, row, journey.SentOn{}, casework.In(op, err)
	}
	one, sent := row.Sent(link.Referral)
	asker := link.asker(one.To)
	_, shared := row.SharedUntil(one, d.Now())
	if err != nil || !sent || !shared || !d.Standing(asker, row).Is(access.Shared) {
		return asker, row, one, d.Absent(ctx, op, asker, row, access.Read, access.ForSupport)
	}
	return asker, row, one, nil
}

// answer writes what the holder of a link does.
func (d Desk) answer(ctx context.Context, op string, link Link, key string, entered any, decide func(journey.Pen, journey.Row) ([]journey.Fact, error)) error {
	asker, _, _, err := d.holder(ctx, op, link)
	if err != nil {
		return err
	}
	_, err = d.Bench.Write(ctx, casework.Writing{
		Op: op, Asker: asker, Case: link.Case, Key: key, Action: access.Append, Purpose: access.ForSupport, Classes: identified,
		Entered: []any{link.Referral, entered},
		Decide: func(pen journey.Pen, row journey.Row, _ casework.Standing) ([]journey.Fact, error) {
			one, _ := row.Sent(link.Referral)
			if _, shared := row.SharedUntil(one, pen.Now); !shared {
				return nil, casework.Fail(casework.NotFound, op, "it is no longer shared")
			}
			return decide(pen, row)
		},
	})
	return err
}

// Opened writes down that the service opened the referral for the first time.
func (d Desk) Opened(ctx context.Context, link Link) error {
	const op = "open by link"
	_, _, one, err := d.holder(ctx, op, link)
	if err != nil || one.Opened.Known() {
		return err
	}
	return d.answer(ctx, op, link, "opened-"+link.Referral, nil, func(pen journey.Pen, row journey.Row) ([]journey.Fact, error) {
		return pen.OpenSent(row, link.Referral)
	})
}

// Request returns the referral that a link opens: exactly what was previewed, and
// what was written about it since.
func (d Desk) Request(ctx context.Context, link Link) (Request, error) {
	const op = "read by link"
	asker, row, one, err := d.holder(ctx, op, link)
	if err != nil {
		return Request{}, err
	}
	pack, err := d.Sharing.By(ctx, asker, link.Case, one.Permission)
	if err != nil {
		return Request{}, err
	}
	told, err := d.Record.Case(ctx, link.Case, d.Standing(asker, row).Allowed(access.Read, access.ForSupport)&identified)
	if err != nil {
		return Request{}, casework.In(op, err)
	}
	until, _ := row.SharedUntil(one, d.Now())
	request := Request{
		Reference: casework.Reference(link.Case), Case: link.Case, Referral: one.ID, From: row.Organisation(), To: one.To, Pathway: one.Pathway,
		Sent: one.On.Day(), Pack: pack, Until: until, Answer: one.Answer, Reason: one.Reason, First: one.First, Came: one.Came,
		Said: journey.SentWords(told.Facts, one.ID), Today: d.Today(),
	}
	for _, fact := range told.Facts {
		if body, ok := fact.Body.(journey.SentOnward); ok && body.Referral == one.ID {
			if request.From == "" {
				request.From = fact.Agency
			}
			if fact.Words != nil {
				request.Note = fact.Words.Text
				request.Said = slices.DeleteFunc(request.Said, func(m journey.SentMessage) bool { return m.Text == fact.Words.Text && m.At.Compare(fact.Happened) == 0 })
			}
		}
	}
	if one.Service != "" {
		entry, err := d.Service(ctx, one.Service)
		switch {
		case err == nil:
			request.Service = &entry
		case casework.KindOf(err) != casework.NotFound:
			return Request{}, err
		}
	}
	return request, nil
}

// Accept says that the service takes her on, with the day of her first appointment
// where there is one.
func (d Desk) Accept(ctx context.Context, link Link, key string, first calendar.Moment, words string) error {
	entry := journey.SentAnswerEntry{Answer: journey.SentAccepted, First: first, Words: words}
	return d.answer(ctx, "accept by link", link, key, entry, func(pen journey.Pen, row journey.Row) ([]journey.Fact, error) {
		return pen.AnswerSent(row, link.Referral, entry)
	})
}

// Decline says that the service does not take her on, and why.
func (d Desk) Decline(ctx context.Context, link Link, key string, reason journey.SentReason, words string) error {
	entry := journey.SentAnswerEntry{Answer: journey.SentDeclined, Reason: reason, Words: words}
	return d.answer(ctx, "decline by link", link, key, entry, func(pen journey.Pen, row journey.Row) ([]journey.Fact, error) {
		if reason == journey.ReasonNoAnswer {
			return nil, problem("reason", "Choose why not")
		}
		return pen.AnswerSent(row, link.Referral, entry)
	})
}

// Ask asks those who sent her something.
func (d Desk) Ask(ctx context.Context, link Link, key, words string) error {
	return d.answer(ctx, "ask by link", link, key, words, func(pen journey.Pen, row journey.Row) ([]journey.Fact, error) {
		return pen.SaySent(row, link.Referral, words, true)
	})
}

// Tell says whether she came to her first appointment, or what came of it.
func (d Desk) TellResult(ctx context.Context, link Link, key string, came journey.YesNo, outcome journey.SentOutcome) error {
	return d.answer(ctx, "tell result by link", link, key, []any{came, outcome}, func(pen journey.Pen, row journey.Row) ([]journey.Fact, error) {
		return pen.FollowSent(row, link.Referral, came, outcome, "")
	})
}

// Current keeps the service's own entry current: its wait in days, and that the rest
// is so. Where hours or phone are given, they take the place of those before.
func (d Desk) Current(ctx context.Context, link Link, key string, wait *int, phone, hours string) error {
	const op = "keep entry current"
	asker, _, one, err := d.holder(ctx, op, link)
	if err != nil {
		return err
	}
	entry, err := d.Service(ctx, one.Service)
	if err != nil {
		return err
	}
	_, err = d.list(ctx, op, asker, key, []any{wait, phone, hours}, func(pen journey.Pen) ([]journey.Fact, error) {
		listing := entry.Listing
		listing.Phone, listing.Hours = strings.TrimSpace(phone), strings.TrimSpace(hours)
		var facts []journey.Fact
		if listing.Phone != entry.Phone || listing.Hours != entry.Hours {
			if facts, err = pen.ListService(entry.ID, listing); err != nil {
				return nil, err
			}
		}
		checked, err := pen.CheckService(entry.ID, wait, true)
		return append(facts, checked...), err
	})
	return err
}
