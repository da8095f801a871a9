package record

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"throughline/internal/casework/drafts"
)

var _ drafts.Store = (*Store)(nil)

// onDraft is what becomes of a draft whose form is kept again: one that comes
// after its form was saved changes nothing.
const onDraft = ` ON CONFLICT (id) DO UPDATE SET woman = excluded.woman, form_key = excluded.form_key, kept = excluded.kept, sealed = excluded.sealed
 WHERE drafts.sealed IS NOT NULL OR excluded.form_key = '' OR drafts.form_key <> excluded.form_key`

// KeepDraft keeps a draft in the place of the one before. A draft of a woman's
// record goes with her when she is erased, and none is kept afterwards.
func (s *Store) KeepDraft(ctx context.Context, draft drafts.Sealed, most int) error {
	return s.exec(ctx, func(ctx context.Context, tx Tx) error {
		const columns = "INSERT INTO drafts (id, account, woman, form_key, kept, sealed) SELECT "
		args := []any{draft.ID, draft.Account, draft.Key, stamp(draft.Kept), draft.Sealed}
		query := columns + "$1, $2, '', $3, $4, $5 WHERE 1 = 1" + onDraft
		if draft.Case != "" {
			query = columns + "$1, $2, w.id, $3, $4, $5 FROM cases AS c JOIN women AS w ON w.id = c.woman WHERE c.id = $6" + onDraft
			args = append(args, draft.Case)
		}
		if _, err := tx.ExecContext(ctx, query, args...); err != nil {
			return fmt.Errorf("keeping a draft: %w", err)
		}
		_, err := tx.ExecContext(ctx, `DELETE FROM drafts WHERE account = $1 AND id NOT IN
			(SELECT id FROM drafts WHERE account = $1 ORDER BY kept DESC, id LIMIT $2)`, draft.Account, most)
		if err != nil {
			return fmt.Errorf("making room for a draft: %w", err)
		}
		return nil
	})
}

// DraftsOf returns the drafts of an account that were kept after a moment.
func (s *Store) DraftsOf(ctx context.Context, account string, after time.Time) ([]drafts.Sealed, error) {
	var all []drafts.Sealed
	err := each(ctx, s.reader, "SELECT id, account, form_key, kept, sealed FROM drafts WHERE account = $1 AND kept > $2 AND sealed IS NOT NULL", func(rows *sql.Rows) error {
		var draft drafts.Sealed
		var kept string
		err := rows.Scan(&draft.ID, &draft.Account, &draft.Key, &kept, &draft.Sealed)
		if err == nil {
			draft.Kept, err = time.Parse(time.RFC3339Nano, kept)
		}
		all = append(all, draft)
		return err
	}, account, stamp(after))
	if err != nil {
		return nil, fmt.Errorf("reading drafts: %w", err)
	}
	return all, nil
}

// SettleDraft drops a draft because its form was saved with this key.
func (s *Store) SettleDraft(ctx context.Context, draft drafts.Sealed) error {
	return s.sessions(ctx, "dropping a draft that was saved",
		`INSERT INTO drafts (id, account, woman, form_key, kept) VALUES ($1, $2, '', $3, $4)
		 ON CONFLICT (id) DO UPDATE SET woman = '', form_key = excluded.form_key, kept = excluded.kept, sealed = NULL`,
		draft.ID, draft.Account, draft.Key, stamp(draft.Kept))
}

// DropDraft drops a draft.
func (s *Store) DropDraft(ctx context.Context, id string) error {
	return s.sessions(ctx, "dropping a draft", "DELETE FROM drafts WHERE id = $1 AND sealed IS NOT NULL", id)
}

// DropDraftsBefore drops all that were kept at or before a moment.
func (s *Store) DropDraftsBefore(ctx context.Context, before time.Time) error {
	return s.sessions(ctx, "dropping old drafts", "DELETE FROM drafts WHERE kept <= $1", stamp(before))
}
