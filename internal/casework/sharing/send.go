package sharing

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"throughline/internal/casework"
	"throughline/internal/domain/access"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
	"throughline/internal/domain/safecontact"
)

// atOnce is how many messages are taken from those that wait in one go.
const atOnce = 50

// Due returns the messages whose time has come.
func (d Dispatch) Due(ctx context.Context) ([]casework.Message, error) {
	return d.Record.Messages(ctx, casework.MessageFilter{State: casework.MessageWaiting, Due: d.Now(), Limit: atOnce})
}

// opSend is the verb of one message in the ledger.
const opSend = "send message"

// tryAgain is how long after a message could not be handed over it is tried again.
const tryAgain = 5 * time.Minute

// asked is how long a carrier is asked what became of a message.
const asked = 72 * time.Hour

// Left returns the messages that left, and of which their carrier may still say
// whether they arrived.
func (d Dispatch) Left(ctx context.Context) ([]casework.Message, error) {
	left, err := d.Record.Messages(ctx, casework.MessageFilter{State: casework.MessageSent})
	return slices.DeleteFunc(left, func(m casework.Message) bool { return d.Now().Sub(m.Changed) > asked }), err
}

// Take looks at a message again, in the light of now, and takes it from those that
// wait. It returns what to send, and nil where it is not to be sent: then what
// became of it is written down. No other sender takes the same message.
func (d Dispatch) Take(ctx context.Context, message casework.Message) (*Letter, error) {
	out := message.Outgoing
	if !d.Now().Before(out.Until) {
		return nil, d.settle(ctx, out, message.State, casework.MessageLate, "Its time had passed", access.Asker{ID: out.By, Agency: out.Agency})
	}
	if out.Template == casework.PartnerRequest {
		return d.toPartner(ctx, message)
	}
	if !out.ToHer() {
		letter := Letter{Outward: toInbox(out), To: out.Agency}
		return &letter, d.settle(ctx, out, message.State, casework.MessageSending, "", access.Asker{ID: out.By, Agency: out.Agency})
	}
	asker, err := d.Senders.Asker(ctx, out.By)
	if casework.KindOf(err) == casework.NotFound && err != nil {
		return nil, d.settle(ctx, out, message.State, casework.MessageHeld, "Who asked for it is no longer here", access.Asker{ID: out.By, Agency: out.Agency})
	}
	if err != nil {
		return nil, fmt.Errorf("looking for who asked for a message: %w", err)
	}
	row, _, err := d.Admit(ctx, opSend, asker, out.Case, access.Read, access.ForSupport, needed)
	if casework.KindOf(err) == casework.NotFound && err != nil {
		return nil, d.settle(ctx, out, message.State, casework.MessageHeld, "Who asked for it no longer works with her", asker)
	}
	if err != nil {
		return nil, err
	}
	if stands, err := d.stands(ctx, out); err != nil || !stands {
		if err != nil {
			return nil, err
		}
		return nil, d.settle(ctx, out, message.State, casework.MessageLate, "It was no longer so", asker, row)
	}
	if now := calendar.At(d.Now()); !row.SafeContact.May(out.Channel, now).Allow {
		if _, later := row.SafeContact.Next(out.Channel, now, calendar.At(out.Until)); later {
			return nil, nil // it waits for her next hour
		}
	}
	letter, why, err := d.ready(ctx, opSend, asker, row, out, calendar.At(d.Now()))
	if err != nil {
		return nil, err
	}
	if why != "" {
		return nil, d.settle(ctx, out, message.State, casework.MessageHeld, why, asker, row)
	}
	// The ledger line and the taking are one write, before the first byte leaves.
	if err := d.settle(ctx, out, message.State, casework.MessageSending, "", asker, row); err != nil {
		return nil, err
	}
	return &letter, nil
}

// toPartner takes a message to a partner, where it still shares something.
func (d Dispatch) toPartner(ctx context.Context, message casework.Message) (*Letter, error) {
	out, asker := message.Outgoing, access.Asker{ID: message.By, Agency: message.Agency}
	if d.Partners == nil {
		return nil, d.settle(ctx, out, message.State, casework.MessageHeld, "Nothing goes to partners from here", asker)
	}
	address, link, err := d.Partners.Letterbox(ctx, out)
	if err != nil && casework.KindOf(err) == casework.NotFound {
		return nil, d.settle(ctx, out, message.State, casework.MessageLate, "It was no longer so", asker)
	}
	if err != nil {
		return nil, fmt.Errorf("looking for a partner's letterbox: %w", err)
	}
	letter := Letter{Outward: toPartnerInbox(out, link), To: address}
	return &letter, d.settle(ctx, out, message.State, casework.MessageSending, "", asker)
}

// stands says whether what a message says of an appointment is still so.
func (d Dispatch) stands(ctx context.Context, out casework.Outgoing) (bool, error) {
	one, err := d.Record.Case(ctx, out.Case, 0)
	if err != nil {
		return false, casework.In(opSend, err)
	}
	for _, appointment := range journey.AppointmentsOf(one.Facts) {
		if appointment.ID == out.Appointment && appointment.At.Compare(out.At) == 0 {
			return (appointment.Outcome == journey.StillBooked) == (out.Template != casework.AppointmentOff), nil
		}
	}
	return false, nil
}

// settle writes down what became of a message. A message that another sender took
// meanwhile is a Conflict.
func (d Dispatch) settle(ctx context.Context, out casework.Outgoing, from, to casework.MessageState, why string, asker access.Asker, rows ...journey.Row) error {
	entry := d.Note(asker, access.Read, access.ForSupport, opSend, needed, rows...)
	if len(rows) == 0 {
		entry = d.Note(asker, access.Read, access.ForSupport, opSend, 0)
	}
	entry.Reason = string(to)
	_, err := d.Record.Append(ctx, casework.Change{
		Entry: entry, Settled: []casework.Settled{{ID: out.ID, From: from, To: to, Why: why}},
	})
	return err
}

// Outcome is what a sender says of one message.
type Outcome int

// The outcomes.
const (
	Handed    Outcome = iota // it left, and whoever carries it took it
	Arrived                  // whoever carries it says that it arrived
	NotHanded                // it did not leave, and may be tried again until it is too late
	Rejected                 // it cannot arrive: the number or address is wrong
	Unclear                  // it may have left
)

// Sent writes down what became of a message that was taken, or what its carrier says
// of it later. One that cannot arrive
// freezes its channel: somebody else may have the number now. Of one that may have
// left, nothing is sent again by itself.
func (d Dispatch) Sent(ctx context.Context, message casework.Message, outcome Outcome, why string) error {
	out := message.Outgoing
	asker, err := d.Senders.Asker(ctx, out.By)
	if err != nil {
		asker = access.Asker{ID: out.By, Agency: out.Agency} // who asked is gone; what became of it is written all the same
	}
	change := casework.Change{Entry: d.Note(asker, access.Append, access.ForSupport, "message settled", 0)}
	settled := casework.Settled{ID: out.ID, From: message.State, Why: why}
	switch outcome {
	case Handed:
		settled.To = casework.MessageSent
	case Arrived:
		settled.To = casework.MessageDelivered
	case NotHanded:
		settled.To, settled.After = casework.MessageWaiting, d.Now().Add(tryAgain)
	case Unclear:
		settled.To = casework.MessageUnknown
	case Rejected:
		settled.To = casework.MessageFailed
		if out.ToHer() {
			row, err := d.Record.Row(ctx, out.Case)
			if err != nil {
				return casework.In("message settled", err)
			}
			change.Entry = d.Note(asker, access.Append, access.ForSupport, "message settled", access.SetOf(access.Condition), row)
			if change.Facts, err = d.Pen(asker).FreezeChannel(row, out.Channel, safecontact.NotDelivered); err != nil {
				return casework.In("message settled", err)
			}
		}
	default:
		return casework.Fail(casework.Internal, "message settled", "%d is no outcome of a message", outcome)
	}
	change.Entry.Reason = string(settled.To)
	change.Settled = []casework.Settled{settled}
	_, err = d.Record.Append(ctx, change)
	return err
}

// answersWithin is how long whoever carries a message may take to answer. Whoever
// handed it over has stopped by then.
const answersWithin = 10 * time.Minute

// Interrupted writes down that messages may have arrived which were handed over
// and never answered for: the program stopped meanwhile.
func (d Dispatch) Interrupted(ctx context.Context) error {
	messages, err := d.Record.Messages(ctx, casework.MessageFilter{State: casework.MessageSending})
	if err != nil {
		return err
	}
	var errs []error
	for _, message := range messages {
		if d.Now().Sub(message.Changed) > answersWithin {
			errs = append(errs, d.Sent(ctx, message, Unclear, "The program stopped while it was sent"))
		}
	}
	return errors.Join(errs...)
}

// Retry makes a message wait again that a person has looked at: one that was held,
// did not arrive, or may have arrived.
func (d Dispatch) Retry(ctx context.Context, asker access.Asker, id string) error {
	const op = "retry message"
	found, err := d.Record.Messages(ctx, casework.MessageFilter{ID: id})
	if err != nil {
		return casework.In(op, err)
	}
	if len(found) == 0 {
		return casework.Fail(casework.NotFound, op, "there is no such message")
	}
	switch state := found[0].State; state {
	case casework.MessageHeld, casework.MessageFailed, casework.MessageUnknown:
		entry := d.Note(asker, access.Append, access.ForAdministration, op, 0)
		if found[0].ToHer() {
			entry.Women = []string{found[0].Woman}
		}
		_, err = d.Record.Append(ctx, casework.Change{Entry: entry, Settled: []casework.Settled{{ID: id, From: state, To: casework.MessageWaiting}}})
		return err
	default:
		return casework.Fail(casework.Conflict, op, "the message is %s, and only one that was held, failed or is unknown can be sent again", state)
	}
}
