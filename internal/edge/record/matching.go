package record

import (
	"bytes"
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"throughline/internal/casework"
	"throughline/internal/domain/access"
	"throughline/internal/domain/journey"
)

var _ casework.Guard = (*Store)(nil)

// match is a woman whom an account, or an agency, is too close to.
type match struct {
	woman, account, agency string
	from                   journey.ConflictSource
}

// conflict is the match as a conflict of this id.
func (m match) conflict(id string) journey.Conflict {
	return journey.Conflict{ID: id, Account: m.account, Agency: m.agency, From: m.from}
}

// sorted orders matches, so that the same ones are written alike, each once.
func sorted(found []match) []match {
	slices.SortFunc(found, func(a, b match) int {
		return cmp.Or(cmp.Compare(a.woman, b.woman), cmp.Compare(a.account, b.account), cmp.Compare(a.agency, b.agency), cmp.Compare(a.from, b.from))
	})
	return slices.Compact(found)
}

// matchesOf returns whom the tokens of a batch match: pairs of a token and a woman,
// as they are to be written.
func matchesOf(ctx context.Context, tx Tx, tokens []any) ([]match, error) {
	if len(tokens) == 0 {
		return nil, nil
	}
	women := map[string][]string{}
	for pair := range slices.Chunk(tokens, 2) {
		token, _ := pair[0].([]byte)
		woman, _ := pair[1].(string)
		women[string(token)] = append(women[string(token)], woman)
	}
	var values []any
	for _, token := range slices.Sorted(maps.Keys(women)) {
		values = append(values, []byte(token))
	}
	var found []match
	err := each(ctx, tx, "SELECT token, account, source FROM account_tokens WHERE token IN "+placeholders(1, len(values)), func(rows *sql.Rows) error {
		var token []byte
		var one match
		if err := rows.Scan(&token, &one.account, &one.from); err != nil {
			return err
		}
		for _, woman := range women[string(token)] {
			one.woman = woman
			found = append(found, one)
		}
		return nil
	}, values...)
	if err != nil {
		return nil, fmt.Errorf("looking for conflicts of interest: %w", err)
	}
	return sorted(found), nil
}

// alike returns who is barred from a woman of the batch because they are barred
// from a woman who seems to be the same: one of her names and birth date. A conflict
// follows her to a new record, and a new conflict to her other records.
func (b *batch) alike(ctx context.Context, tx Tx, woman string, marked bool) ([]match, error) {
	var tokens []any
	var near []string
	for pair := range slices.Chunk(b.tokens, 2) {
		if pair[1] == woman {
			tokens = append(tokens, pair[0])
		}
	}
	for pair := range slices.Chunk(b.tokens, 2) {
		token, _ := pair[0].([]byte)
		if pair[1] != woman && slices.ContainsFunc(tokens, func(hers any) bool { return bytes.Equal(hers.([]byte), token) }) {
			near = append(near, pair[1].(string))
		}
	}
	take := func(rows *sql.Rows) error {
		var id string
		err := rows.Scan(&id)
		near = append(near, id)
		return err
	}
	if len(tokens) > 0 {
		query := "SELECT DISTINCT woman FROM women_tokens WHERE token IN " + placeholders(1, len(tokens)) + fmt.Sprintf(" AND woman <> $%d", len(tokens)+1)
		if err := each(ctx, tx, query, take, append(slices.Clone(tokens), woman)...); err != nil {
			return nil, fmt.Errorf("looking for her other records: %w", err)
		}
	}
	if marked {
		const query = "SELECT DISTINCT o.woman FROM women_tokens t JOIN women_tokens o ON o.token = t.token WHERE t.woman = $1 AND o.woman <> $1"
		if err := each(ctx, tx, query, take, woman); err != nil {
			return nil, fmt.Errorf("looking for her other records: %w", err)
		}
	}
	if near = unique(near); len(near) == 0 {
		return nil, nil
	}
	if err := b.load(ctx, tx, near); err != nil {
		return nil, err
	}
	var found []match
	follow := func(from, to string) {
		for _, row := range journey.Fold(b.women[from].facts, 0) {
			for _, held := range row.Door.Conflicts {
				found = append(found, match{woman: to, account: held.Account, agency: held.Agency, from: journey.ConflictAlike})
			}
		}
	}
	for _, other := range near {
		if b.women[other] != nil && b.women[other].who.Same(b.women[woman].who) {
			follow(other, woman)
			follow(woman, other)
		}
	}
	return sorted(found), nil
}

// matchesAmong returns whom the kept tokens match: of one account, or of all where
// it is "".
func matchesAmong(ctx context.Context, tx Tx, account string) ([]match, error) {
	query, values := "SELECT DISTINCT w.woman, a.account, a.source FROM account_tokens a JOIN women_tokens w ON w.token = a.token", []any(nil)
	if account != "" {
		query, values = query+" WHERE a.account = $1", []any{account}
	}
	var found []match
	if err := each(ctx, tx, query, func(rows *sql.Rows) error {
		var one match
		err := rows.Scan(&one.woman, &one.account, &one.from)
		found = append(found, one)
		return err
	}, values...); err != nil {
		return nil, fmt.Errorf("looking for conflicts of interest: %w", err)
	}
	return sorted(found), nil
}

// bar hides women of the batch from the accounts that match them, and returns the
// ids of the facts that say so. The caller folds the women anew.
func (b *batch) bar(ctx context.Context, tx Tx, matches []match) ([]string, error) {
	var written []string
	for _, one := range matches {
		w := b.women[one.woman]
		if w == nil || !journey.Matches(w.facts, one.conflict("")) {
			continue
		}
		id, err := b.store.ids.next(b.now)
		if err != nil {
			return nil, fmt.Errorf("naming a conflict: %w", err)
		}
		// The facts of the batch have their numbers already: this one gets a new one.
		before := b.seq
		if err := tx.QueryRowContext(ctx, "UPDATE head SET seq = seq + 1 WHERE one = 1 RETURNING seq").Scan(&b.seq); err != nil {
			return nil, fmt.Errorf("numbering facts: %w", err)
		}
		b.seq--
		fact, err := b.add(journey.Matched(one.woman, one.conflict(id), b.now))
		if err != nil {
			return nil, err
		}
		b.seq = before
		written = append(written, fact.ID)
	}
	return written, nil
}

// barKnown hides women who are written already from the accounts that match them,
// and returns the batch that says so, not yet flushed, and the ids of its facts.
func (s *Store) barKnown(ctx context.Context, tx Tx, matches []match) (*batch, []string, error) {
	b := &batch{store: s, now: s.now(), women: map[string]*woman{}, cases: map[string]casewritten{}}
	var ids []string
	for _, one := range matches {
		ids = append(ids, one.woman)
	}
	if err := b.load(ctx, tx, ids); err != nil {
		return nil, nil, err
	}
	written, err := b.bar(ctx, tx, matches)
	if err != nil || len(written) == 0 {
		return b, nil, err
	}
	if err := tx.QueryRowContext(ctx, "SELECT seq FROM head WHERE one = 1").Scan(&b.seq); err != nil {
		return nil, nil, fmt.Errorf("reading how far the record has come: %w", err)
	}
	for _, id := range slices.Sorted(maps.Keys(b.women)) {
		b.fold(b.women[id])
	}
	return b, written, nil
}

// barAll hides whoever comes to match by what was brought in or made anew, with a
// ledger line that names nobody as the one who did it.
func (s *Store) barAll(ctx context.Context, tx Tx) error {
	matches, err := matchesAmong(ctx, tx, "")
	if err != nil || len(matches) == 0 {
		return err
	}
	b, written, err := s.barKnown(ctx, tx, matches)
	if err != nil || len(written) == 0 {
		return err
	}
	entry := access.Asker{}.Note(b.now, access.Append, access.ForSafeguarding, "conflict found by a match", access.SetOf(access.Sealed))
	entry.Facts = written
	if err := b.witness(entry, nil); err != nil {
		return err
	}
	return b.flush(ctx, tx)
}

// Match keeps a matching, and hides every woman who matches from the account.
func (s *Store) Match(ctx context.Context, entry access.Entry, matching casework.Matching) error {
	tokens, err := s.options.Vault.Tokens(matching.Who, matching.Reference)
	if err != nil {
		return fmt.Errorf("making tokens of an account: %w", err)
	}
	return s.exec(ctx, func(ctx context.Context, tx Tx) error {
		if matching.From == journey.ConflictMatch {
			if _, err := tx.ExecContext(ctx, "DELETE FROM account_tokens WHERE account = $1 AND source = $2", matching.Account, string(matching.From)); err != nil {
				return fmt.Errorf("keeping tokens of an account: %w", err)
			}
		}
		var rows []any
		for _, token := range tokens {
			rows = append(rows, token, matching.Account, string(matching.From))
		}
		if err := s.engine.insertRows(ctx, tx, "account_tokens (token, account, source)", 3, rows, " ON CONFLICT (token, account, source) DO NOTHING"); err != nil {
			return fmt.Errorf("keeping tokens of an account: %w", err)
		}
		matches, err := matchesAmong(ctx, tx, matching.Account)
		if err != nil {
			return err
		}
		for _, id := range matching.Women {
			matches = append(matches, match{woman: id, account: matching.Account, from: matching.From})
		}
		b, written, err := s.barKnown(ctx, tx, matches)
		if err != nil {
			return err
		}
		entry.Facts = written
		if err := b.witness(entry, nil); err != nil {
			return err
		}
		return b.flush(ctx, tx)
	})
}

// tokensAnew writes the tokens of every woman as they are made now: those written
// by an earlier version lack what tokens have been added since.
func (s *Store) tokensAnew(ctx context.Context, tx Tx) error {
	var tokens []any
	if err := each(ctx, tx, "SELECT id, wrapped, identity FROM women ORDER BY id", func(rows *sql.Rows) error {
		var id string
		var wrapped, sealed []byte
		if err := rows.Scan(&id, &wrapped, &sealed); err != nil {
			return err
		}
		key, err := s.options.Vault.Woman(id, wrapped)
		if err != nil {
			return fmt.Errorf("opening a woman's key: %w", err)
		}
		who, err := openIdentity(key, id, sealed)
		if err != nil {
			return err
		}
		hers, err := s.options.Vault.Tokens(who, "")
		for _, token := range hers {
			tokens = append(tokens, token, id)
		}
		return err
	}); err != nil {
		return fmt.Errorf("making search tokens anew: %w", err)
	}
	if err := s.engine.insertRows(ctx, tx, "women_tokens (token, woman)", 2, tokens, " ON CONFLICT (token, woman) DO NOTHING"); err != nil {
		return fmt.Errorf("writing search tokens: %w", err)
	}
	return nil
}

// Hidden returns the rows that a conflict hides from the asker.
func (s *Store) Hidden(ctx context.Context, asker access.Asker) ([]journey.Row, error) {
	var found []journey.Row
	err := each(ctx, s.reader, "SELECT row_json FROM cases WHERE id IN ("+hiddenCases+") ORDER BY id", func(rows *sql.Rows) error {
		row, err := scanRow(rows)
		found = append(found, row)
		return err
	}, asker.ID, asker.Agency)
	if err != nil {
		return nil, fmt.Errorf("reading what is hidden: %w", err)
	}
	return found, nil
}

const overseenColumns = "at, account, agency, role, purpose, action, what, reason, case_id, search, answers"

// oversee keeps a line that governance is shown.
func (b *batch) oversee(entry access.Entry) {
	if !entry.Overseen() {
		return
	}
	b.overseen = append(b.overseen, stamp(entry.Time), entry.Actor, entry.Agency, string(entry.Role), string(entry.Purpose), string(entry.Action),
		entry.What, entry.Reason, entry.Case, bit(entry.Terms != ""), entry.Answers)
}

// hiddenCases are the cases that a conflict hides from an account or its agency.
const hiddenCases = "SELECT case_id FROM ties WHERE how = 'blocked' AND who IN ($1, $2)"

// Overseen returns the lines of the ledger that governance is shown: of whom a
// conflict hides from the asker the searches alone, which tell nothing.
func (s *Store) Overseen(ctx context.Context, asker access.Asker, limit int) ([]access.Entry, error) {
	var found []access.Entry
	err := each(ctx, s.reader, "SELECT "+overseenColumns+" FROM overseen WHERE search = 1 OR case_id NOT IN ("+hiddenCases+") ORDER BY number DESC LIMIT $3", func(rows *sql.Rows) error {
		var one access.Entry
		var at string
		var search int
		err := rows.Scan(&at, &one.Actor, &one.Agency, &one.Role, &one.Purpose, &one.Action, &one.What, &one.Reason, &one.Case, &search, &one.Answers)
		if err != nil {
			return err
		}
		one.Time, err = time.Parse(time.RFC3339Nano, at)
		found = append(found, one)
		return err
	}, asker.ID, asker.Agency, limit)
	if err != nil {
		return nil, fmt.Errorf("reading what governance is shown: %w", err)
	}
	return found, nil
}

// Searches returns how many searches an account made since a moment, and when the
// first of them was.
func (s *Store) Searches(ctx context.Context, account string, since time.Time) (int, time.Time, error) {
	var count int
	var first sql.NullString
	err := s.reader.QueryRowContext(ctx, "SELECT COUNT(*), MIN(at) FROM overseen WHERE search = 1 AND account = $1 AND at >= $2", account, stamp(since)).Scan(&count, &first)
	if err != nil || !first.Valid {
		return 0, time.Time{}, errors.Join(err)
	}
	at, err := time.Parse(time.RFC3339Nano, first.String)
	if err != nil {
		return 0, time.Time{}, fmt.Errorf("counting searches: %w", err)
	}
	return count, at, nil
}
