package record

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"time"

	"throughline/internal/casework"
	"throughline/internal/casework/evidence"
	"throughline/internal/domain/calendar"
)

var _ evidence.Releases = (*Store)(nil)

const releaseColumns = "number, kind, scheme, as_at, part, split, policy, digest, behind, made"

func scanRelease(row scanner) (evidence.Release, error) {
	var release evidence.Release
	var behind string
	var asAt, made int64
	if err := row.Scan(&release.Number, &release.Kind, &release.Scheme, &asAt, &release.Part, &release.By, &release.Policy, &release.Digest, &behind, &made); err != nil {
		return release, err
	}
	release.AsAt, release.Made = calendar.Day(asAt), time.UnixMilli(made).UTC()
	if err := json.Unmarshal([]byte(behind), &release.Behind); err != nil {
		return release, fmt.Errorf("opening release %d: %w", release.Number, err)
	}
	return release, nil
}

// Releases returns the releases after a number, in order.
func (s *Store) Releases(ctx context.Context, after int64) ([]evidence.Release, error) {
	var list []evidence.Release
	err := each(ctx, s.reader, "SELECT "+releaseColumns+" FROM releases WHERE number > $1 ORDER BY number", func(rows *sql.Rows) error {
		release, err := scanRelease(rows)
		list = append(list, release)
		return err
	}, after)
	if err != nil {
		return nil, fmt.Errorf("reading what was released: %w", err)
	}
	return list, nil
}

// KeepRelease keeps a release with the next number, if none came since the number
// given.
func (s *Store) KeepRelease(ctx context.Context, release evidence.Release, after int64) (evidence.Release, error) {
	behind, err := json.Marshal(release.Behind)
	if err != nil {
		return evidence.Release{}, fmt.Errorf("keeping a release: %w", err)
	}
	release.Number = after + 1
	err = s.exec(ctx, func(ctx context.Context, tx Tx) error {
		var last int64
		if err := tx.QueryRowContext(ctx, "SELECT COALESCE(MAX(number), 0) FROM releases").Scan(&last); err != nil {
			return fmt.Errorf("keeping a release: %w", err)
		}
		if last != after {
			return casework.Fail(casework.Conflict, "keeping a release", "another was released meanwhile")
		}
		result, err := tx.ExecContext(ctx, "INSERT INTO releases ("+releaseColumns+") VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10) ON CONFLICT (number) DO NOTHING",
			release.Number, release.Kind, release.Scheme, int64(release.AsAt), release.Part, release.By, release.Policy, release.Digest, string(behind), release.Made.UnixMilli())
		if err != nil {
			return fmt.Errorf("keeping a release: %w", err)
		}
		if kept, err := result.RowsAffected(); err != nil || kept == 0 {
			return casework.Fail(casework.Conflict, "keeping a release", "another was released meanwhile")
		}
		return nil
	})
	if err != nil {
		return evidence.Release{}, err
	}
	return release, nil
}

// KeepTaking keeps that a release was given to somebody.
func (s *Store) KeepTaking(ctx context.Context, taking evidence.Taking) error {
	return s.exec(ctx, func(ctx context.Context, tx Tx) error {
		_, err := tx.ExecContext(ctx, `INSERT INTO takings (release, day, account, way, what, agency, role, at) VALUES ($1,$2,$3,$4,$5,$6,$7,$8)
			ON CONFLICT (release, day, account, way, what) DO NOTHING`,
			taking.Release, int64(calendar.DayOf(taking.At)), taking.By, string(taking.Way), taking.What, taking.Agency, string(taking.Role), taking.At.UnixMilli())
		if err != nil {
			return fmt.Errorf("keeping who was given a release: %w", err)
		}
		return nil
	})
}

// Takings returns the newest takings, at most so many.
func (s *Store) Takings(ctx context.Context, most int) ([]evidence.Taken, error) {
	var list []evidence.Taken
	err := each(ctx, s.reader, `SELECT t.release, t.at, t.account, t.agency, t.role, t.way, t.what,
			r.kind, r.scheme, r.as_at, r.part, r.split, r.policy, r.digest, r.made
		FROM takings t JOIN releases r ON r.number = t.release ORDER BY t.at DESC, t.release DESC, t.what LIMIT $1`, func(rows *sql.Rows) error {
		var one evidence.Taken
		var at, asAt, made int64
		if err := rows.Scan(&one.Release, &at, &one.Taking.By, &one.Agency, &one.Role, &one.Way, &one.What,
			&one.Of.Kind, &one.Of.Scheme, &asAt, &one.Of.Part, &one.Of.By, &one.Of.Policy, &one.Of.Digest, &made); err != nil {
			return err
		}
		one.At, one.Of.Number, one.Of.AsAt, one.Of.Made = time.UnixMilli(at).UTC(), one.Release, calendar.Day(asAt), time.UnixMilli(made).UTC()
		list = append(list, one)
		return nil
	}, most)
	if err != nil {
		return nil, fmt.Errorf("reading what left: %w", err)
	}
	return list, nil
}
