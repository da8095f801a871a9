package record

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"time"

	"throughline/internal/casework"
	"throughline/internal/domain/journey"
)

// batch is what one transaction will write, gathered before it is written.
type batch struct {
	store *Store
	now   time.Time
	seq   int64 // last number given to a fact

	women  map[string]*woman // those the batch touches
	erased map[string]bool   // those of them whose record has ended
	facts  []any
	tokens []any
	cases  map[string]casewritten
	keys   []any
	leaves [][]byte
	outbox outbox
	jobs   []any
	named  [][]string // whom each of the leaves names, by trace

	overseen []any // rows of the table of this name
}

// woman is a woman the batch touches, as the batch leaves her.
type woman struct {
	id      string
	wrapped []byte
	key     Key
	facts   []journey.Fact // all of hers, coded, in the order they were written
	who     journey.Identity
	isNew   bool
	told    bool // who she is changed in this batch
	retold  bool // a fact of hers was superseded in this batch, so who she is is told anew
}

type casewritten struct {
	row     journey.Row
	changed int64
}

const factColumns = "facts (seq, id, woman, case_id, kind, happened, known, written, account, agency, supersedes, why, source, digest, body, words)"

// apply writes a group of changes and ledger lines in one transaction. Each
// write gets its own answer; an error is returned only where the whole
// transaction cannot go on.
func (s *Store) apply(ctx context.Context, tx Tx, group []*waiting, answers []answered) error {
	b := &batch{store: s, now: s.now(), women: map[string]*woman{}, cases: map[string]casewritten{}}
	total, keys, women := 0, []string{}, []string{}
	for _, one := range group {
		switch {
		case one.bare != nil:
			continue
		case one.change == nil:
			women = append(women, one.entry.Women...)
			continue
		}
		total += len(one.change.Facts)
		if one.change.Key != "" {
			keys = append(keys, one.change.Key)
		}
		women = append(women, one.change.Entry.Women...)
	}
	known, err := b.begin(ctx, tx, group, total, keys)
	if err != nil {
		return err
	}
	traces, err := b.traces(ctx, tx, women)
	if err != nil {
		return err
	}
	for i, one := range group {
		switch {
		case one.entry != nil:
			answers[i].err = b.witness(*one.entry, traces)
		case one.change != nil:
			var err error
			if answers[i], err = b.take(ctx, tx, *one.change, known, traces); err != nil {
				return err // part of it may be in the batch: nothing of the batch is written
			}
		}
	}
	if err := s.writeBare(ctx, tx, group); err != nil {
		return err
	}
	return b.flush(ctx, tx)
}

// answeredBefore is the answer a key was given.
type answeredBefore struct {
	digest  string
	receipt casework.Receipt
}

// begin numbers the facts to come and loads what the changes stand on.
func (b *batch) begin(ctx context.Context, tx Tx, group []*waiting, total int, keys []string) (map[string]answeredBefore, error) {
	known := map[string]answeredBefore{}
	if total > 0 {
		// This row is the gate: on PostgreSQL it holds other instances back until
		// the commit, so that numbers appear in the order they were given.
		if err := tx.QueryRowContext(ctx, "UPDATE head SET seq = seq + $1 WHERE one = 1 RETURNING seq", total).Scan(&b.seq); err != nil {
			return nil, fmt.Errorf("numbering facts: %w", err)
		}
		b.seq -= int64(total)
	}
	if err := selectIn(ctx, tx, "SELECT key, digest, receipt FROM requests WHERE key IN ", keys, func(rows *sql.Rows) error {
		var key, receipt string
		var before answeredBefore
		if err := rows.Scan(&key, &before.digest, &receipt); err != nil {
			return err
		}
		known[key] = before
		if err := json.Unmarshal([]byte(receipt), &before.receipt); err != nil {
			return err
		}
		known[key] = before
		return nil
	}); err != nil {
		return nil, fmt.Errorf("looking for repeated requests: %w", err)
	}
	ids, err := touched(ctx, tx, group)
	if err != nil {
		return nil, err
	}
	if err := b.loadOutbox(ctx, tx, group); err != nil {
		return nil, err
	}
	return known, b.load(ctx, tx, ids)
}

// load brings in the women with these ids that the record knows, and all their
// facts.
func (b *batch) load(ctx context.Context, tx Tx, ids []string) error {
	ids = slices.DeleteFunc(unique(ids), func(id string) bool { return b.women[id] != nil })
	if err := b.loadErased(ctx, tx, ids); err != nil {
		return err
	}
	if err := selectIn(ctx, tx, "SELECT id, wrapped, identity FROM women WHERE id IN ", ids, func(rows *sql.Rows) error {
		w := &woman{}
		var sealed []byte
		if err := rows.Scan(&w.id, &w.wrapped, &sealed); err != nil {
			return err
		}
		var err error
		if w.key, err = b.store.options.Vault.Woman(w.id, w.wrapped); err != nil {
			return err
		}
		if w.who, err = openIdentity(w.key, w.id, sealed); err != nil {
			return err
		}
		b.women[w.id] = w
		return nil
	}); err != nil {
		return fmt.Errorf("loading women: %w", err)
	}
	return selectIn(ctx, tx, "SELECT "+codedColumns+" FROM facts WHERE woman IN ", ids, func(rows *sql.Rows) error {
		fact, err := scanCoded(rows)
		if err != nil {
			return err
		}
		if w := b.women[fact.Woman]; w != nil {
			w.facts = append(w.facts, fact)
		}
		return nil
	}, " ORDER BY seq")
}

// take adds one change to the batch, or answers why it is not carried out. An
// error means that the batch as a whole must not be written.
func (b *batch) take(ctx context.Context, tx Tx, change casework.Change, known map[string]answeredBefore, traces map[string]called) (answered, error) {
	if before, ok := known[change.Key]; ok && change.Key != "" {
		if before.digest != change.Digest {
			return answered{err: casework.Fail(casework.Conflict, "writing to the record", "this request was already used for something else")}, nil
		}
		before.receipt.Replayed = true
		return answered{receipt: before.receipt}, nil
	}
	if slices.ContainsFunc(change.Facts, func(fact journey.Fact) bool { return b.erased[fact.Woman] }) {
		return answered{err: casework.Fail(casework.NotFound, "writing to the record", "there is no such case")}, nil
	}
	if err := b.checkSeen(change); err != nil {
		return answered{err: err}, nil
	}
	if err := b.checkOutbox(change); err != nil {
		return answered{err: err}, nil
	}
	receipt, matched, err := b.write(ctx, tx, change.Facts)
	if err != nil {
		return answered{}, err
	}
	b.post(change)
	b.ask(change)
	if written, ok := b.cases[receipt.Case]; ok {
		receipt.Version = written.row.Version
	}
	entry := change.Entry
	entry.Facts, entry.Case = slices.Concat(receipt.Facts, matched), cmp.Or(receipt.Case, entry.Case)
	if receipt.Woman != "" && !slices.Contains(entry.Women, receipt.Woman) {
		entry.Women = append(slices.Clone(entry.Women), receipt.Woman)
	}
	if err := b.witness(entry, traces); err != nil {
		return answered{}, err
	}
	if change.Key != "" {
		text, err := json.Marshal(receipt)
		if err != nil {
			return answered{}, fmt.Errorf("keeping the answer: %w", err)
		}
		b.keys = append(b.keys, change.Key, change.Digest, string(text), b.now.Format(time.RFC3339Nano))
		known[change.Key] = answeredBefore{change.Digest, receipt}
	}
	return answered{receipt: receipt}, nil
}

// checkSeen refuses a change made upon an older state of a case.
func (b *batch) checkSeen(change casework.Change) error {
	for caseID, version := range change.Upon {
		if err := b.checkVersion(caseID, version); err != nil {
			return err
		}
	}
	if change.Case == "" {
		return nil
	}
	return b.checkVersion(change.Case, change.Seen)
}

// checkVersion refuses a case that is not at this version.
func (b *batch) checkVersion(caseID string, version int) error {
	for _, w := range b.women {
		for _, row := range journey.Fold(w.facts, 0) {
			if row.Case != caseID {
				continue
			}
			if version != casework.AnyVersion && version != row.Version {
				return casework.Fail(casework.Conflict, "writing to the record", "the case has changed since it was opened")
			}
			return nil
		}
	}
	return casework.Fail(casework.NotFound, "writing to the record", "there is no such case")
}

// write adds facts to the batch and folds what follows from them. matched are the
// ids of the facts that hide her, where what was told matches an account.
func (b *batch) write(ctx context.Context, tx Tx, facts []journey.Fact) (receipt casework.Receipt, matched []string, err error) {
	touched, before := map[string]bool{}, len(b.tokens)
	for _, fact := range facts {
		fact, err := b.add(fact)
		if err != nil {
			return casework.Receipt{}, nil, err
		}
		receipt.Facts = append(receipt.Facts, fact.ID)
		if receipt.Woman == "" {
			receipt.Woman = fact.Woman
		}
		if receipt.Case == "" {
			receipt.Case = fact.Case
		}
		if fact.Woman != "" {
			touched[fact.Woman] = true
		}
	}
	matches, err := matchesOf(ctx, tx, b.tokens[before:])
	if err != nil {
		return casework.Receipt{}, nil, err
	}
	if matched, err = b.bar(ctx, tx, matches); err != nil {
		return casework.Receipt{}, nil, err
	}
	marked := len(matched) > 0 || slices.ContainsFunc(facts, func(fact journey.Fact) bool { return fact.Body.Kind() == journey.KindConflict })
	if marked || len(b.tokens) > before {
		for _, id := range slices.Sorted(maps.Keys(touched)) {
			found, err := b.alike(ctx, tx, id, marked)
			if err != nil {
				return casework.Receipt{}, nil, err
			}
			more, err := b.bar(ctx, tx, found)
			if err != nil {
				return casework.Receipt{}, nil, err
			}
			matched = append(matched, more...)
			for _, one := range found {
				touched[one.woman] = true
			}
		}
	}
	for id := range touched {
		b.fold(b.women[id])
	}
	return receipt, matched, nil
}

// fold works the rows of a woman out anew.
func (b *batch) fold(w *woman) {
	for _, row := range journey.Fold(w.facts, 0) {
		b.cases[row.Case] = casewritten{row, b.seq}
	}
}

// add numbers and seals one fact.
func (b *batch) add(fact journey.Fact) (journey.Fact, error) {
	var err error
	if fact.ID, err = b.store.ids.next(b.now); err != nil {
		return fact, fmt.Errorf("naming a fact: %w", err)
	}
	b.seq++
	fact.Written = b.now
	var sealed []byte
	var digest []byte
	if fact.Woman != "" {
		w, err := b.woman(fact.Woman)
		if err != nil {
			return fact, err
		}
		if sealed, err = b.seal(w, &fact); err != nil {
			return fact, err
		}
		w.retold = w.retold || fact.Supersedes != ""
	} else if fact.Words != nil {
		return fact, fmt.Errorf("writing a %s fact: words need a woman's key to be sealed with", fact.Body.Kind())
	}
	if fact.Source != "" {
		if digest, err = b.store.digest(fact); err != nil {
			return fact, err
		}
	}
	body, err := journey.MarshalBody(fact.Body)
	if err != nil {
		return fact, fmt.Errorf("writing a %s fact: %w", fact.Body.Kind(), err)
	}
	b.facts = append(b.facts, b.seq, fact.ID, fact.Woman, fact.Case, string(fact.Body.Kind()), fact.Happened.String(),
		fact.Known.String(), fact.Written.Format(time.RFC3339Nano), fact.By, fact.Agency, fact.Supersedes, fact.Why, fact.Source, digest, string(body), sealed)
	coded := fact
	coded.Words = nil
	if w := b.women[fact.Woman]; w != nil {
		w.facts = append(w.facts, coded)
	}
	return fact, nil
}

// woman returns a woman of the batch, made now where nobody knows her yet.
func (b *batch) woman(id string) (*woman, error) {
	if w := b.women[id]; w != nil {
		return w, nil
	}
	wrapped, key, err := b.store.options.Vault.NewWoman(id)
	if err != nil {
		return nil, fmt.Errorf("making a woman's key: %w", err)
	}
	w := &woman{id: id, wrapped: wrapped, key: key, isNew: true, told: true}
	b.women[id] = w
	return w, nil
}

// seal seals the words of a fact, and notes who she is and how to find her.
func (b *batch) seal(w *woman, fact *journey.Fact) ([]byte, error) {
	if fact.Words == nil {
		return nil, nil
	}
	if who := fact.Words.Identity; who != nil {
		w.who, w.told = w.who.Merge(*who), true
	}
	if who, reference := fact.Words.Identity, fact.Words.Reference; who != nil || reference != "" {
		known := journey.Identity{}
		if who != nil {
			known = w.who // what is told now goes with what was told before
		}
		tokens, err := b.store.options.Vault.Tokens(known, reference)
		if err != nil {
			return nil, fmt.Errorf("making search tokens: %w", err)
		}
		for _, token := range tokens {
			b.tokens = append(b.tokens, token, w.id)
		}
	}
	plain, err := json.Marshal(fact.Words)
	if err != nil {
		return nil, fmt.Errorf("sealing words: %w", err)
	}
	sealed, err := w.key.Seal("facts", fact.ID, "words", plain)
	if err != nil {
		return nil, fmt.Errorf("sealing words: %w", err)
	}
	return sealed, nil
}

// digest returns the keyed digest of what an imported row says. A date that only
// stands in for none is no part of it: it hangs on the other rows of a package.
func (s *Store) digest(fact journey.Fact) ([]byte, error) {
	happened := fact.Happened.String()
	if fact.Body.Kind().Undated() {
		happened = ""
	}
	content, err := json.Marshal(struct {
		Kind     journey.Kind
		Happened string
		Body     journey.Body
		Words    *journey.Words
	}{fact.Body.Kind(), happened, fact.Body, fact.Words})
	if err != nil {
		return nil, fmt.Errorf("comparing an imported row: %w", err)
	}
	digest, err := s.options.Vault.Digest(content)
	if err != nil {
		return nil, fmt.Errorf("comparing an imported row: %w", err)
	}
	return digest, nil
}

func unique(ids []string) []string {
	ids = slices.Clone(ids)
	slices.Sort(ids)
	return slices.Compact(ids)
}

// touched returns the women that a group of changes is about. A change may bring
// no fact and ask only for the answer to its key, or whether the case has moved
// on: its woman is the one of the case.
func touched(ctx context.Context, tx Tx, group []*waiting) ([]string, error) {
	var women, bare []string
	for _, one := range group {
		if one.change == nil {
			continue
		}
		if len(one.change.Facts) == 0 && one.change.Case != "" {
			bare = append(bare, one.change.Case)
		}
		for _, fact := range one.change.Facts {
			if fact.Woman != "" {
				women = append(women, fact.Woman)
			}
		}
	}
	err := selectIn(ctx, tx, "SELECT woman FROM cases WHERE id IN ", bare, func(rows *sql.Rows) error {
		var id string
		if err := rows.Scan(&id); err != nil {
			return err
		}
		women = append(women, id)
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("looking for the woman of a case: %w", err)
	}
	return women, nil
}
