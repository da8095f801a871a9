package messaging

import (
	"context"
	"errors"
	"fmt"
	"time"

	"throughline/internal/casework"
	"throughline/internal/casework/sharing"
	"throughline/internal/domain/safecontact"
)

// Desk lets messages go and is told what became of them: a sharing.Dispatch.
type Desk interface {
	Due(ctx context.Context) ([]casework.Message, error)
	Left(ctx context.Context) ([]casework.Message, error)
	Take(ctx context.Context, message casework.Message) (*sharing.Letter, error)
	Sent(ctx context.Context, message casework.Message, outcome sharing.Outcome, why string) error
	Interrupted(ctx context.Context) error
}

// Drain sends what waits, one message after another.
type Drain struct {
	Desk    Desk
	Senders map[safecontact.Channel]Sender
	Inboxes map[string]string // address of the inbox of an agency
	Say     func(err error)   // told of what went wrong; no message is lost by it
}

// How often messages are sent that wait, and their carriers asked what became of
// those that left.
const (
	sendEvery = 20 * time.Second
	askEvery  = 10 * time.Minute
)

// Run sends what waits until the context ends.
func (d Drain) Run(ctx context.Context) {
	send, ask := time.NewTicker(sendEvery), time.NewTicker(askEvery)
	defer send.Stop()
	defer ask.Stop()
	for {
		d.tell(ctx, d.Once(ctx))
		select {
		case <-ctx.Done():
			return
		case <-ask.C:
			d.tell(ctx, d.Follow(ctx))
		case <-send.C:
		}
	}
}

func (d Drain) tell(ctx context.Context, err error) {
	if err != nil && ctx.Err() == nil {
		d.Say(err)
	}
}

// Once sends the messages whose time has come. One that goes wrong holds up no
// other.
func (d Drain) Once(ctx context.Context) error {
	if err := d.Desk.Interrupted(ctx); err != nil {
		return fmt.Errorf("looking for messages that were interrupted: %w", err)
	}
	due, err := d.Desk.Due(ctx)
	if err != nil {
		return fmt.Errorf("looking for messages to send: %w", err)
	}
	var errs []error
	for _, message := range due {
		if ctx.Err() != nil {
			break
		}
		if err := d.send(ctx, message); err != nil {
			errs = append(errs, fmt.Errorf("sending a message: %w", err))
		}
	}
	return errors.Join(errs...)
}

// send sends one message. Where nobody is there to carry it, it goes on waiting.
func (d Drain) send(ctx context.Context, message casework.Message) error {
	sender := d.Senders[message.Channel]
	address, known := d.Inboxes[message.Agency]
	toInbox := !message.ToHer() && message.Template != casework.PartnerRequest
	if sender == nil || toInbox && !known {
		return nil
	}
	letter, err := d.Desk.Take(ctx, message)
	if casework.KindOf(err) == casework.Conflict && err != nil {
		return nil // another instance sends it
	}
	if err != nil || letter == nil {
		return err
	}
	if toInbox {
		letter.To = address
	}
	failed := sender.Send(ctx, message.ID, message.Channel, *letter)
	outcome, why := outcomeOf(failed)
	message.State = casework.MessageSending
	// What became of it is written down though the program is about to stop.
	settled := d.Desk.Sent(context.WithoutCancel(ctx), message, outcome, why)
	return errors.Join(failed, settled)
}

// Follow asks the carriers what became of the messages that left.
func (d Drain) Follow(ctx context.Context) error {
	left, err := d.Desk.Left(ctx)
	if err != nil {
		return fmt.Errorf("looking for messages that left: %w", err)
	}
	var errs []error
	for _, message := range left {
		follower, follows := d.Senders[message.Channel].(Follower)
		if !follows || ctx.Err() != nil {
			continue
		}
		outcome, known, err := follower.Outcome(ctx, message.ID)
		if err == nil && known {
			err = d.Desk.Sent(ctx, message, outcome, outcomeWords[outcome])
		}
		errs = append(errs, err)
	}
	return errors.Join(errs...)
}

// outcomeWords say why a message that left did not arrive.
var outcomeWords = map[sharing.Outcome]string{
	sharing.Rejected: "Its carrier says that it did not arrive", sharing.Unclear: "Its carrier does not know whether it arrived",
}
