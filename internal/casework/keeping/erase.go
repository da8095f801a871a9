package keeping

import (
	"context"
	"fmt"

	"throughline/internal/casework"
	"throughline/internal/domain/access"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
)

// write decides and appends one thing about keeping a record.
func (d Desk) write(ctx context.Context, op string, asker access.Asker, caseID, key string, action access.Action, classes access.Classes, entered any, decide func(journey.Pen, journey.Row) ([]journey.Fact, error)) error {
	_, err := d.Bench.Write(ctx, casework.Writing{
		Op: op, Asker: asker, Case: caseID, Key: key, Action: action, Purpose: access.ForLegal, Classes: classes, Entered: entered,
		Decide: func(pen journey.Pen, row journey.Row, _ casework.Standing) ([]journey.Fact, error) {
			return decide(pen, row)
		},
	})
	return err
}

// Keep keeps a record until a day, when somebody looks again.
func (d Desk) Keep(ctx context.Context, asker access.Asker, caseID, key string, until calendar.Day, reason string) error {
	return d.write(ctx, "keep a record", asker, caseID, key, access.Append, plan, []any{until, reason}, func(pen journey.Pen, row journey.Row) ([]journey.Fact, error) {
		return pen.Keep(row, until, reason)
	})
}

// Hold stops a record from being erased.
func (d Desk) Hold(ctx context.Context, asker access.Asker, caseID, key, reason string) error {
	return d.write(ctx, "hold a record", asker, caseID, key, access.Append, plan, reason, func(pen journey.Pen, row journey.Row) ([]journey.Fact, error) {
		return pen.Hold(row, reason)
	})
}

// Lift ends a hold.
func (d Desk) Lift(ctx context.Context, asker access.Asker, caseID, key, hold, reason string) error {
	return d.write(ctx, "lift a hold", asker, caseID, key, access.Append, plan, []any{hold, reason}, func(pen journey.Pen, row journey.Row) ([]journey.Fact, error) {
		return pen.LiftHold(row, hold, reason)
	})
}

// Ask is the first step of an erasure. A second person in the other role has to
// confirm it.
func (d Desk) Ask(ctx context.Context, asker access.Asker, caseID, key string, ground journey.ErasureGround, reason string) error {
	return d.write(ctx, "ask for an erasure", asker, caseID, key, access.Erase, everything, []any{ground, reason}, func(pen journey.Pen, row journey.Row) ([]journey.Fact, error) {
		return pen.AskErasure(row, ground, asker.Role, reason)
	})
}

// Refuse ends a request to erase without carrying it out: the second person does
// not agree, or the first takes it back.
func (d Desk) Refuse(ctx context.Context, asker access.Asker, caseID, key, reason string) error {
	return d.write(ctx, "leave a record as it is", asker, caseID, key, access.Erase, everything, reason, func(pen journey.Pen, row journey.Row) ([]journey.Fact, error) {
		return pen.RefuseErasure(row, reason)
	})
}

// Erase is the second step: it ends what is kept of her, at once. It says when
// the last backup that holds her key is thrown away. Asked again by the same
// person it answers the same.
func (d Desk) Erase(ctx context.Context, asker access.Asker, caseID string) (Stone, error) {
	const op = "erase a record"
	row, err := d.Record.Row(ctx, caseID)
	if err != nil && casework.KindOf(err) != casework.NotFound {
		return Stone{}, casework.In(op, err)
	}
	if !row.Keeping.Erased.IsZero() {
		return d.erasedBefore(ctx, op, asker, row)
	}
	row, _, err = d.Admit(ctx, op, asker, caseID, access.Erase, access.ForLegal, everything)
	if err != nil {
		return Stone{}, err
	}
	fact, err := d.Pen(asker).ConfirmErasure(row, asker.Role)
	if err != nil {
		return Stone{}, casework.In(op, err)
	}
	asked := row.Keeping.Asked
	stone := Stone{
		Woman: row.Woman, At: fact.Happened.Time().UTC(), By: asker.ID, Agency: asker.Agency, Asked: asked.By, Ground: asked.Ground,
		Gone: d.Today().AddDays(d.Settings.Settled().BackupDays),
	}
	note := d.Note(asker, access.Erase, access.ForLegal, op, everything, row)
	note.Reason = string(asked.Ground) + ", asked by " + asked.By
	if err := d.Store.Erase(ctx, Erasure{Stone: stone, Entry: note}); err != nil {
		return Stone{}, casework.In(op, err)
	}
	return stone, d.keepStone(ctx, op, stone)
}

// erasedBefore answers the one who confirmed an erasure as the first time, and
// makes sure that its stone stands; for everybody else there is no such case.
func (d Desk) erasedBefore(ctx context.Context, op string, asker access.Asker, row journey.Row) (Stone, error) {
	stones, err := d.Store.Stones(ctx)
	if err != nil {
		return Stone{}, casework.In(op, err)
	}
	for _, stone := range stones {
		if stone.Woman == row.Woman && stone.By == asker.ID {
			return stone, d.keepStone(ctx, op, stone)
		}
	}
	return Stone{}, d.Absent(ctx, op, asker, row, access.Erase, access.ForLegal)
}

// keepStone keeps the stone where no backup reaches. Until it stands the erasure
// is not done: a copy made earlier could bring her back.
func (d Desk) keepStone(ctx context.Context, op string, stone Stone) error {
	if err := d.Stones.Keep(ctx, stone); err != nil {
		return &casework.Error{Kind: casework.Unavailable, Op: op, Err: fmt.Errorf("her record is erased here, and that could not yet be kept for backups: %w", err)}
	}
	return nil
}
