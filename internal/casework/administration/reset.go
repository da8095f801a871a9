package administration

import (
	"context"
	"errors"
	"fmt"
	"time"

	"throughline/internal/domain/access"
	"throughline/internal/domain/journey"
)

// ResetStands is how long another administrator may confirm what one asked.
const ResetStands = 24 * time.Hour

// Codes is how the second factor of an account stands.
type Codes struct {
	Since   time.Time // when it was set up; zero where there is none
	Reset   Reset     // what is asked and still stands; the zero Reset where nothing is
	AskedBy string    // who asked, as colleagues read the name
}

// Codes returns how the second factor of an account stands.
func (d Desk) Codes(ctx context.Context, asker access.Asker, id string) (Codes, error) {
	const op = "look at a second factor"
	if err := administers(op, asker); err != nil {
		return Codes{}, err
	}
	var codes Codes
	factor, err := d.Factors.Factor(ctx, id)
	if err != nil && !errors.Is(err, ErrNoFactor) {
		return Codes{}, fmt.Errorf("%s: %w", op, err)
	}
	codes.Since = factor.Since
	reset, err := d.Factors.Reset(ctx, id)
	if err != nil && !errors.Is(err, ErrNoReset) {
		return Codes{}, fmt.Errorf("%s: %w", op, err)
	}
	if err == nil && !reset.Asked.Before(d.Now().Add(-ResetStands)) {
		codes.Reset, codes.AskedBy = reset, reset.AskedBy
		if by, err := d.Accounts.Account(ctx, reset.AskedBy); err == nil {
			codes.AskedBy = by.DisplayName
		}
	}
	return codes, d.tell(ctx, op, asker, access.Read, id)
}

// AskReset asks that the second factor of an account be taken away, as after its
// phone was lost. Nothing changes until another administrator confirms it.
func (d Desk) AskReset(ctx context.Context, asker access.Asker, id string) error {
	const op = "ask to take a second factor away"
	if err := d.mayReset(ctx, op, asker, id); err != nil {
		return err
	}
	_, err := d.Factors.Factor(ctx, id)
	if errors.Is(err, ErrNoFactor) {
		return journey.Problems{{Say: "This account has no codes to take away"}}
	}
	if err != nil {
		return fmt.Errorf("%s: %w", op, err)
	}
	if err := d.tell(ctx, op, asker, access.Append, id); err != nil {
		return err
	}
	if err := d.Factors.AskReset(ctx, Reset{Account: id, AskedBy: asker.ID, Asked: d.Now()}); err != nil {
		return fmt.Errorf("%s: %w", op, err)
	}
	return nil
}

// ConfirmReset takes a second factor away that another administrator asked to
// take away within ResetStands. Its sessions end, and the next password leads to
// setting codes up anew.
func (d Desk) ConfirmReset(ctx context.Context, asker access.Asker, id string) error {
	const op = "take a second factor away"
	if err := d.mayReset(ctx, op, asker, id); err != nil {
		return err
	}
	if err := d.tell(ctx, op, asker, access.Append, id); err != nil {
		return err
	}
	err := d.Factors.ConfirmReset(ctx, id, asker.ID, d.Now().Add(-ResetStands))
	if errors.Is(err, ErrNoReset) || errors.Is(err, ErrNoFactor) {
		return journey.Problems{{Say: "Another administrator has to ask for this first, within the last 24 hours"}}
	}
	if err != nil {
		return fmt.Errorf("%s: %w", op, err)
	}
	return nil
}

// mayReset refuses who is no administrator, and everybody for the own account:
// somebody else's hands hold each half of it.
func (d Desk) mayReset(ctx context.Context, op string, asker access.Asker, id string) error {
	if err := administers(op, asker); err != nil {
		return err
	}
	if id == asker.ID {
		return journey.Problems{{Say: "Ask two other administrators to take your own codes away"}}
	}
	if _, err := d.Accounts.Account(ctx, id); err != nil {
		return fmt.Errorf("%s: %w", op, err)
	}
	return nil
}
