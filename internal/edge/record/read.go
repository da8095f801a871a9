package record

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"math/bits"
	"slices"
	"strings"
	"sync"
	"time"

	"throughline/internal/casework"
	"throughline/internal/domain/access"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
)

// codedColumns are the columns of a fact without its sealed words.
const codedColumns = "seq, id, woman, case_id, kind, happened, known, written, account, agency, supersedes, why, source, body"

// scanCoded reads a fact from codedColumns.
func scanCoded(rows *sql.Rows, more ...any) (journey.Fact, error) {
	var fact journey.Fact
	var seq int64
	var kind, happened, known, written, body string
	into := append([]any{&seq, &fact.ID, &fact.Woman, &fact.Case, &kind, &happened, &known, &written,
		&fact.By, &fact.Agency, &fact.Supersedes, &fact.Why, &fact.Source, &body}, more...)
	if err := rows.Scan(into...); err != nil {
		return fact, err
	}
	var err error
	if fact.Happened, err = calendar.ParseMoment(happened); err != nil {
		return fact, fmt.Errorf("reading fact %s: %w", fact.ID, err)
	}
	if fact.Known, err = calendar.ParseMoment(known); err != nil {
		return fact, fmt.Errorf("reading fact %s: %w", fact.ID, err)
	}
	if fact.Written, err = time.Parse(time.RFC3339Nano, written); err != nil {
		return fact, fmt.Errorf("reading fact %s: %w", fact.ID, err)
	}
	if fact.Body, err = journey.UnmarshalBody(journey.Kind(kind), []byte(body)); err != nil {
		return fact, fmt.Errorf("reading fact %s: %w", fact.ID, err)
	}
	return fact, nil
}

// selectIn runs a query for a list of ids, in pieces both engines take.
func selectIn(ctx context.Context, db Tx, query string, ids []string, take func(*sql.Rows) error, suffix ...string) error {
	const most = 1024
	for len(ids) > 0 {
		n := min(most, len(ids))
		// The list is filled up to a power of two with its last id, so that few
		// texts are prepared.
		args := make([]any, 1<<bits.Len(uint(n-1)))
		for i := range args {
			args[i] = ids[min(i, n-1)]
		}
		if err := each(ctx, db, query+placeholders(1, len(args))+strings.Join(suffix, ""), take, args...); err != nil {
			return err
		}
		ids = ids[n:]
	}
	return nil
}

// each calls take for every row of a query.
func each(ctx context.Context, db Tx, query string, take func(*sql.Rows) error, args ...any) error {
	rows, err := db.QueryContext(ctx, query, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if err := take(rows); err != nil {
			return err
		}
	}
	return rows.Err()
}

// Row returns the row of a case.
func (s *Store) Row(ctx context.Context, caseID string) (journey.Row, error) {
	var row journey.Row
	var text string
	err := s.reader.QueryRowContext(ctx, "SELECT row_json FROM cases WHERE id = $1", caseID).Scan(&text)
	if errors.Is(err, sql.ErrNoRows) {
		return row, casework.Fail(casework.NotFound, "reading a case", "there is no such case")
	}
	if err != nil {
		return row, fmt.Errorf("reading a case: %w", err)
	}
	if err := json.Unmarshal([]byte(text), &row); err != nil {
		return row, fmt.Errorf("reading a case: %w", err)
	}
	return row, nil
}

// where returns the conditions of a filter and their values. A case that a
// conflict hides from the asker, or an erasure from everybody, is in no list.
func where(asker access.Asker, f casework.Filter) (string, []any) {
	values := []any{asker.ID, asker.Agency}
	hidden := "'*', "
	if f.Gone {
		hidden = ""
	}
	conditions := []string{"id NOT IN (SELECT case_id FROM ties WHERE how = 'blocked' AND who IN (" + hidden + "$1, $2))"}
	equal := func(column, value string) {
		if value != "" {
			values = append(values, value)
			conditions = append(conditions, fmt.Sprintf("%s = $%d", column, len(values)))
		}
	}
	equal("scheme", f.Scheme)
	equal("worker", f.Worker)
	equal("sender", f.Sender)
	equal("woman", f.Woman)
	equal("provider", f.Organisation)
	if f.Tied.Who == "" && f.Tied.How != "" {
		values = append(values, string(f.Tied.How))
		conditions = append(conditions, fmt.Sprintf("id IN (SELECT case_id FROM ties WHERE how = $%d)", len(values)))
	} else if f.Tied != (journey.Tie{}) {
		values = append(values, f.Tied.Who, string(f.Tied.How))
		conditions = append(conditions, fmt.Sprintf("id IN (SELECT case_id FROM ties WHERE who = $%d AND how = $%d)", len(values)-1, len(values)))
	}
	if f.Reference != "" {
		values = append(values, "%"+casework.PlainReference(f.Reference))
		conditions = append(conditions, fmt.Sprintf("id LIKE $%d", len(values)))
	}
	if f.Since.Known() {
		values = append(values, int32(f.Since))
		conditions = append(conditions, fmt.Sprintf("referred >= $%d", len(values)))
	}
	if f.Open {
		conditions = append(conditions, "closed = 0")
	}
	if f.ClosedBy.Known() {
		values = append(values, int32(f.ClosedBy))
		conditions = append(conditions, fmt.Sprintf("closed <> 0 AND closed <= $%d", len(values)))
	}
	if f.Closed {
		conditions = append(conditions, "closed <> 0")
	}
	if f.Waiting {
		conditions = append(conditions, "worker = ''")
	}
	return " WHERE " + strings.Join(conditions, " AND "), values
}

// Rows returns the rows a filter chooses that the asker may know of.
func (s *Store) Rows(ctx context.Context, asker access.Asker, filter casework.Filter) ([]journey.Row, error) {
	conditions, values := where(asker, filter)
	query := "SELECT row_json FROM cases" + conditions + " ORDER BY referred DESC, id DESC"
	if filter.Order == casework.OldestFirst {
		query = "SELECT row_json FROM cases" + conditions + " ORDER BY referred, id"
	}
	if filter.Limit > 0 {
		values = append(values, filter.Limit, filter.Offset)
		query += fmt.Sprintf(" LIMIT $%d OFFSET $%d", len(values)-1, len(values))
	}
	var found []journey.Row
	err := each(ctx, s.reader, query, func(rows *sql.Rows) error {
		row, err := scanRow(rows)
		found = append(found, row)
		return err
	}, values...)
	if err != nil {
		return nil, fmt.Errorf("listing cases: %w", err)
	}
	return found, nil
}

func scanRow(rows *sql.Rows, more ...any) (journey.Row, error) {
	var row journey.Row
	var text []byte
	if err := rows.Scan(append([]any{&text}, more...)...); err != nil {
		return row, err
	}
	return row, json.Unmarshal(text, &row)
}

// Count returns how many rows a filter chooses. A count holds until a fact is
// written, by whichever instance: going through ten thousand entries for each
// page of a list would cost more than the page.
func (s *Store) Count(ctx context.Context, asker access.Asker, filter casework.Filter) (int, error) {
	head, err := s.head(ctx)
	if err != nil {
		return 0, err
	}
	filter.Limit, filter.Offset = 0, 0
	if count, ok := s.counts.at(head, counted{asker.ID, asker.Agency, filter}); ok {
		return count, nil
	}
	conditions, values := where(asker, filter)
	var count int
	if err := s.reader.QueryRowContext(ctx, "SELECT COUNT(*) FROM cases"+conditions, values...).Scan(&count); err != nil {
		return 0, fmt.Errorf("counting cases: %w", err)
	}
	s.counts.keep(head, counted{asker.ID, asker.Agency, filter}, count)
	return count, nil
}

// counts are the counts of filters since the newest fact.
type counts struct {
	mu    sync.Mutex
	head  int64
	known map[counted]int
}

// counted is what was counted, and for whom: a conflict hides cases from some.
type counted struct {
	account, agency string
	filter          casework.Filter
}

func (c *counts) at(head int64, filter counted) (int, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	count, ok := c.known[filter]
	return count, ok && c.head == head
}

// keep keeps a count that was taken at or after the given head: what was written
// meanwhile has moved the head on, and with it the count is asked for anew.
func (c *counts) keep(head int64, filter counted, count int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.head != head || c.known == nil {
		c.head, c.known = head, map[counted]int{}
	}
	c.known[filter] = count
}

// Case returns a case with the words of the given classes opened.
func (s *Store) Case(ctx context.Context, caseID string, open access.Classes) (casework.Case, error) {
	var found casework.Case
	row, err := s.Row(ctx, caseID)
	if err != nil {
		return found, err
	}
	key, who, err := s.key(ctx, row.Woman)
	if err != nil {
		return found, err
	}
	if open.Has(access.Identity) {
		found.Who = who
	}
	facts, err := s.factsOf(ctx, row.Woman, caseID, key, open)
	if err != nil {
		return found, err
	}
	found.Facts, found.Undone = journey.Effective(facts, 0), journey.Undoings(facts)
	for _, folded := range journey.Fold(facts, 0) {
		if folded.Case == caseID {
			found.Row = folded
		}
	}
	return found, nil
}

// factsOf returns every fact of a woman that is of the case or of none, in the
// order they were written, with the words of the given classes.
func (s *Store) factsOf(ctx context.Context, woman, caseID string, key Key, open access.Classes) ([]journey.Fact, error) {
	var facts []journey.Fact
	err := each(ctx, s.reader, "SELECT "+codedColumns+", words FROM facts WHERE woman = $1 ORDER BY seq", func(rows *sql.Rows) error {
		var sealed []byte
		fact, err := scanCoded(rows, &sealed)
		if err != nil {
			return err
		}
		if fact.Case != "" && fact.Case != caseID {
			return nil
		}
		if len(sealed) > 0 && open.Has(fact.Class()) {
			if fact.Words, err = openWords(key, fact.ID, sealed); err != nil {
				return err
			}
		}
		facts = append(facts, fact)
		return nil
	}, woman)
	if err != nil {
		return nil, fmt.Errorf("opening a case: %w", err)
	}
	return facts, nil
}

// key returns the key of a woman and who she is.
func (s *Store) key(ctx context.Context, id string) (Key, journey.Identity, error) {
	var wrapped, sealed []byte
	err := s.reader.QueryRowContext(ctx, "SELECT wrapped, identity FROM women WHERE id = $1", id).Scan(&wrapped, &sealed)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, journey.Identity{}, casework.Fail(casework.NotFound, "opening a case", "her record is no longer kept")
	}
	if err != nil {
		return nil, journey.Identity{}, fmt.Errorf("opening a case: %w", err)
	}
	key, err := s.options.Vault.Woman(id, wrapped)
	if err != nil {
		return nil, journey.Identity{}, fmt.Errorf("opening a woman's key: %w", err)
	}
	who, err := openIdentity(key, id, sealed)
	return key, who, err
}

func openIdentity(key Key, id string, sealed []byte) (journey.Identity, error) {
	var who journey.Identity
	plain, err := key.Open("women", id, "identity", sealed)
	if err != nil {
		return who, fmt.Errorf("opening who she is: %w", err)
	}
	if err := json.Unmarshal(plain, &who); err != nil {
		return who, fmt.Errorf("reading who she is: %w", err)
	}
	return who, nil
}

func openWords(key Key, fact string, sealed []byte) (*journey.Words, error) {
	plain, err := key.Open("facts", fact, "words", sealed)
	if err != nil {
		return nil, fmt.Errorf("opening the words of fact %s: %w", fact, err)
	}
	words := &journey.Words{}
	if err := json.Unmarshal(plain, words); err != nil {
		return nil, fmt.Errorf("reading the words of fact %s: %w", fact, err)
	}
	return words, nil
}

// Who returns who these women are.
func (s *Store) Who(ctx context.Context, women []string) (map[string]journey.Identity, error) {
	found := make(map[string]journey.Identity, len(women))
	err := selectIn(ctx, s.reader, "SELECT id, wrapped, identity FROM women WHERE id IN ", unique(women), func(rows *sql.Rows) error {
		var id string
		var wrapped, sealed []byte
		if err := rows.Scan(&id, &wrapped, &sealed); err != nil {
			return err
		}
		key, err := s.options.Vault.Woman(id, wrapped)
		if err != nil {
			return err
		}
		found[id], err = openIdentity(key, id, sealed)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("opening who they are: %w", err)
	}
	return found, nil
}

// Find returns the women whose keyed tokens match. A token alone is a hint: the
// verb that asks compares who she is after opening.
func (s *Store) Find(ctx context.Context, who journey.Identity) ([]string, error) {
	tokens, err := s.options.Vault.Tokens(who, "")
	if err != nil {
		return nil, fmt.Errorf("making search tokens: %w", err)
	}
	if len(tokens) == 0 {
		return nil, nil
	}
	args := make([]any, len(tokens))
	for i, token := range tokens {
		args[i] = token
	}
	var women []string
	err = each(ctx, s.reader, "SELECT DISTINCT woman FROM women_tokens WHERE token IN "+placeholders(1, len(args))+" ORDER BY woman", func(rows *sql.Rows) error {
		var id string
		if err := rows.Scan(&id); err != nil {
			return err
		}
		women = append(women, id)
		return nil
	}, args...)
	if err != nil {
		return nil, fmt.Errorf("looking for a woman: %w", err)
	}
	return women, nil
}

// Loose returns the coded facts of these kinds written after a mark.
func (s *Store) Loose(ctx context.Context, mark int64, kinds ...journey.Kind) ([]journey.Fact, int64, error) {
	// The head is read first: what is written meanwhile lies beyond it and comes
	// the next time.
	head, err := s.head(ctx)
	if err != nil || head <= mark {
		return nil, mark, err
	}
	var facts []journey.Fact
	take := func(rows *sql.Rows) error {
		fact, err := scanCoded(rows)
		if err == nil && slices.Contains(kinds, fact.Body.Kind()) {
			facts = append(facts, fact)
		}
		return err
	}
	// The conditions are written out as in the two indexes, so that both engines use
	// them.
	if slices.ContainsFunc(kinds, inLooseIndex) {
		err = each(ctx, s.reader, "SELECT "+codedColumns+" FROM facts WHERE kind IN ('encounter', 'training_held', 'cost_recorded', 'withdrawn')"+
			" AND seq > $1 AND seq <= $2 ORDER BY seq", take, mark, head)
	}
	for _, kind := range kinds {
		if err == nil && !inLooseIndex(kind) {
			err = each(ctx, s.reader, "SELECT "+codedColumns+" FROM facts WHERE woman = '' AND kind <> 'encounter'"+
				" AND kind = $1 AND seq > $2 AND seq <= $3 ORDER BY seq", take, string(kind), mark, head)
		}
	}
	if err != nil {
		return nil, mark, fmt.Errorf("reading facts of the service: %w", err)
	}
	slices.SortFunc(facts, func(a, b journey.Fact) int { return strings.Compare(a.ID, b.ID) })
	return facts, head, nil
}

// inLooseIndex says whether facts of the kind stand in the first index of facts
// that belong to no case: those of encounters, which may have a woman.
func inLooseIndex(kind journey.Kind) bool {
	return kind == journey.KindEncounter || kind == journey.KindTraining || kind == journey.KindCost || kind == journey.KindWithdrawn
}

// head returns the number of the newest fact.
func (s *Store) head(ctx context.Context) (int64, error) {
	var seq int64
	if err := s.reader.QueryRowContext(ctx, "SELECT seq FROM head WHERE one = 1").Scan(&seq); err != nil {
		return 0, fmt.Errorf("reading how far the record has come: %w", err)
	}
	return seq, nil
}

// Changes calls take for every row written after a mark.
func (s *Store) Changes(ctx context.Context, mark int64, take func(journey.Row) error) (int64, error) {
	err := each(ctx, s.reader, "SELECT row_json, changed FROM cases WHERE changed > $1 ORDER BY changed, id", func(rows *sql.Rows) error {
		var changed int64
		row, err := scanRow(rows, &changed)
		if err != nil {
			return err
		}
		mark = changed
		return take(row)
	}, mark)
	if err != nil {
		return mark, fmt.Errorf("reading changed cases: %w", err)
	}
	return mark, nil
}

// History calls take for every woman with all her coded facts.
func (s *Store) History(ctx context.Context, take func(facts []journey.Fact) error) error {
	var hers []journey.Fact
	err := each(ctx, s.reader, "SELECT "+codedColumns+" FROM facts WHERE woman <> '' ORDER BY woman, seq", func(rows *sql.Rows) error {
		fact, err := scanCoded(rows)
		if err != nil {
			return err
		}
		if len(hers) > 0 && hers[0].Woman != fact.Woman {
			if err := take(hers); err != nil {
				return err
			}
			hers = hers[:0]
		}
		hers = append(hers, fact)
		return nil
	})
	if err == nil && len(hers) > 0 {
		err = take(hers)
	}
	if err != nil {
		return fmt.Errorf("reading all journeys: %w", err)
	}
	return nil
}
