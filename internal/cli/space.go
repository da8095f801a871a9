package cli

import (
	"context"
	"errors"
	"fmt"

	"throughline/internal/casework"
	"throughline/internal/casework/herspace"
	"throughline/internal/casework/practice"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
	"throughline/internal/edge/signin"
	"throughline/internal/edge/web/my"
)

// space opens the door of a woman's own space beside the desk of the staff, with
// which it shares its limits.
func (in *installation) space(desk *signin.Desk) (*signin.Space, error) {
	pepper, err := in.vault.Pepper("her space")
	if err != nil {
		return nil, fmt.Errorf("opening the door of her space: %w", err)
	}
	space := signin.NewSpace(desk, in.record, pepper)
	in.herspace.Secrets = space
	return space, nil
}

// spaceDoor returns the pages of her space.
func (in *installation) spaceDoor(ctx context.Context, decided asking, space *signin.Space) (my.Door, error) {
	door := my.Door{Desk: in.herspace, Share: in.sharing, Copy: in.packs, Space: space, Phone: decided.Phone}
	tried, err := in.tried(ctx)
	if err != nil {
		return my.Door{}, err
	}
	door.Try = tried
	return door, nil
}

// tried returns the card to try a practice system with; none on any other.
func (in *installation) tried(ctx context.Context) (my.Try, error) {
	marked, err := in.record.Setting(ctx, practiceName)
	if err != nil || marked == "" {
		return my.Try{}, err
	}
	return my.Try{Words: practice.CardWords, PIN: practice.CardPIN}, nil
}

// practiceCard gives the card of the practice system to one of its invented
// women: her keyworker has most to show of her.
func (in *installation) practiceCard(ctx context.Context) error {
	space, err := in.space(signin.New(in.record, sealingKey{in.vault.SignIn()}, in.now, signin.Options{}))
	if err != nil {
		return err
	}
	rows, err := in.record.Rows(ctx, operator, casework.Filter{Worker: practice.Priya, Open: true})
	if err != nil {
		return err
	}
	var her journey.Row
	for _, row := range rows {
		ready := row.AtMoment(calendar.At(in.now())).Next.Known() && row.Condition != nil
		shares, best := len(row.Door.Permissions), len(her.Door.Permissions)
		if ready && (her.Case == "" || shares > best || shares == best && row.Goals > her.Goals) {
			her = row
		}
	}
	if her.Case == "" {
		return nil // a cohort in which nobody is booked has nobody to show
	}
	lookup, proof, err := space.Phrase(ctx, practice.CardWords, practice.CardPIN)
	if err != nil {
		return fmt.Errorf("making the card of the practice system: %w", err)
	}
	before, err := in.record.Card(ctx, her.Woman)
	if err != nil && !errors.Is(err, herspace.ErrNoCard) {
		return err
	}
	return in.record.KeepCard(ctx, herspace.Card{Woman: her.Woman, Lookup: lookup, Proof: proof, Issued: in.now()}, before.Issued)
}
