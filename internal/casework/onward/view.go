package onward

import (
	"context"
	"slices"

	"throughline/internal/casework"
	"throughline/internal/domain/access"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/directory"
	"throughline/internal/domain/journey"
)

// Referral is one referral of hers as those who support her see it.
type Referral struct {
	journey.SentOn
	State  journey.SentState
	Until  calendar.Day // the last day the service may read it; zero where it is over
	Days   int          // working days since it was sent, while it waits; see calendar.WorkingDays
	Said   []journey.SentMessage
	Inbox  string // e-mail address that the link goes to
	Linked bool   // there is a link
	Frozen bool   // by wrong PINs
}

// View is where a woman was sent on to.
type View struct {
	Row       journey.Row
	Reference string
	Who       journey.Identity
	Referrals []Referral // the newest first
	Services  []directory.Entry
	Today     calendar.Day
}

// Referral returns one of them.
func (v View) Referral(id string) (Referral, bool) {
	i := slices.IndexFunc(v.Referrals, func(r Referral) bool { return r.ID == id })
	if i < 0 {
		return Referral{}, false
	}
	return v.Referrals[i], true
}

// Open returns where a woman was sent on to, to those who support her.
func (d Desk) Open(ctx context.Context, asker access.Asker, caseID string) (View, error) {
	const op = "open referrals"
	if _, _, err := d.admit(ctx, op, asker, caseID); err != nil {
		return View{}, err
	}
	one, err := d.Record.Case(ctx, caseID, identified)
	if err != nil {
		return View{}, casework.In(op, err)
	}
	view := View{Row: one.Row, Reference: casework.Reference(caseID), Who: one.Who, Today: d.Today()}
	if view.Services, err = d.Services(ctx); err != nil {
		return View{}, err
	}
	for _, sent := range slices.Backward(one.Row.SentOn) {
		referral := d.referral(one.Row, sent)
		referral.Said = journey.SentWords(one.Facts, sent.ID)
		link, err := d.Links.LinkOf(ctx, sent.ID)
		switch {
		case err == nil:
			referral.Linked, referral.Inbox, referral.Frozen = true, link.Inbox, link.Frozen()
		case casework.KindOf(err) != casework.NotFound:
			return View{}, casework.In(op, err)
		}
		view.Referrals = append(view.Referrals, referral)
	}
	if err := d.Tell(ctx, op, d.Note(asker, access.Read, access.ForSupport, op, identified, one.Row)); err != nil {
		return View{}, err
	}
	return view, nil
}

// referral says how a referral stands now.
func (d Desk) referral(row journey.Row, sent journey.SentOn) Referral {
	referral := Referral{SentOn: sent, State: row.SentState(sent, d.Now())}
	if until, shared := row.SharedUntil(sent, d.Now()); shared {
		referral.Until = until
	}
	if referral.State.Waits() {
		referral.Days = calendar.WorkingDays(sent.On.Day(), d.Today())
	}
	return referral
}
