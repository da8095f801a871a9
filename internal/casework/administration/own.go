package administration

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"throughline/internal/casework"
	"throughline/internal/domain/access"
)

// OwnSignIn is what somebody sees of the own sign-in.
type OwnSignIn struct {
	CodesSince time.Time // when codes were set up; zero for a practice account
	Passkeys   []Passkey
	Sessions   []Session // those that go on, the newest first
}

// OwnSignIn returns how the asker is signed in, and where else.
func (d Desk) OwnSignIn(ctx context.Context, asker access.Asker) (OwnSignIn, error) {
	const op = "look at the own sign-in"
	factor, err := d.Factors.Factor(ctx, asker.ID)
	if err != nil && !errors.Is(err, ErrNoFactor) {
		return OwnSignIn{}, fmt.Errorf("%s: %w", op, err)
	}
	sessions, err := d.Sessions.SessionsOf(ctx, asker.ID)
	if err != nil {
		return OwnSignIn{}, fmt.Errorf("%s: %w", op, err)
	}
	passkeys, err := d.Factors.Passkeys(ctx, asker.ID)
	if err != nil {
		return OwnSignIn{}, fmt.Errorf("%s: %w", op, err)
	}
	now := d.Now()
	sessions = slices.DeleteFunc(sessions, func(s Session) bool { return !now.Before(s.Expires) })
	return OwnSignIn{CodesSince: factor.Since, Passkeys: passkeys, Sessions: sessions}, d.tell(ctx, op, asker, access.Read, asker.ID)
}

// EndOwn ends one of the asker's sessions, at once.
func (d Desk) EndOwn(ctx context.Context, asker access.Asker, session string) error {
	const op = "end an own session"
	sessions, err := d.Sessions.SessionsOf(ctx, asker.ID)
	if err != nil {
		return fmt.Errorf("%s: %w", op, err)
	}
	i := slices.IndexFunc(sessions, func(s Session) bool { return s.ID() == session })
	if i < 0 {
		return casework.Fail(casework.NotFound, op, "there is no such session")
	}
	if err := d.tell(ctx, op, asker, access.Append, asker.ID); err != nil {
		return err
	}
	if err := d.Sessions.EndSession(ctx, sessions[i].TokenHash); err != nil {
		return fmt.Errorf("%s: %w", op, err)
	}
	return nil
}

// EndAllOwn ends every session of the asker, the one that asks too.
func (d Desk) EndAllOwn(ctx context.Context, asker access.Asker) error {
	const op = "end all own sessions"
	if err := d.tell(ctx, op, asker, access.Append, asker.ID); err != nil {
		return err
	}
	if err := d.Sessions.EndSessionsOf(ctx, asker.ID); err != nil {
		return fmt.Errorf("%s: %w", op, err)
	}
	return nil
}
