package recordtest

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"sync"

	"throughline/internal/domain/access"
	"throughline/internal/domain/journey"
	"throughline/internal/edge/record"
)

// Vault is a stand-in that seals by name only: enough to see that what is
// sealed for one woman and place opens nowhere else.
type Vault struct{}

// NewWoman makes a key that is her id.
func (Vault) NewWoman(id string) ([]byte, record.Key, error) {
	return []byte("key of " + id), key(id), nil
}

// Woman opens her key.
func (Vault) Woman(id string, wrapped []byte) (record.Key, error) {
	if string(wrapped) != "key of "+id {
		return nil, fmt.Errorf("the key of %s is not hers", id)
	}
	return key(id), nil
}

// Own is the key of the installation.
func (Vault) Own() record.Key { return key("the installation") }

// Tokens are hashes of her names with her birth date, her last name with her
// postcode, her phone and a reference.
func (Vault) Tokens(who journey.Identity, reference string) ([][]byte, error) {
	var tokens [][]byte
	add := func(parts ...string) {
		for _, part := range parts {
			if part == "" {
				return
			}
		}
		sum := sha256.Sum256([]byte(fmt.Sprint(parts)))
		tokens = append(tokens, sum[:8])
	}
	family := journey.PlainLetters(who.Family)
	add(family, who.Born.String())
	add(journey.PlainLetters(who.Given), who.Born.String())
	add("home", family, journey.PlainLetters(who.Postcode))
	add("phone", journey.PhoneDigits(who.Phone))
	add("reference", journey.PlainLetters(reference))
	return tokens, nil
}

// Digest is a plain hash.
func (Vault) Digest(data []byte) ([]byte, error) {
	sum := sha256.Sum256(data)
	return sum[:16], nil
}

type key string

func (k key) Trace() string { return "trace of " + string(k) }

func (k key) label(table, row, column string) []byte {
	return fmt.Appendf(nil, "%s|%s|%s|%s|", k, table, row, column)
}

func (k key) Seal(table, row, column string, plain []byte) ([]byte, error) {
	return append(k.label(table, row, column), plain...), nil
}

func (k key) Open(table, row, column string, sealed []byte) ([]byte, error) {
	plain, ok := bytes.CutPrefix(sealed, k.label(table, row, column))
	if !ok {
		return nil, fmt.Errorf("what was sealed elsewhere does not open as %s of %s %s", column, table, row)
	}
	return plain, nil
}

// Lines is a ledger without hashes. It keeps its lines in memory too, once they
// are committed or not: tests read what was handed to it.
type Lines struct {
	mu      sync.Mutex
	entries []access.Entry
	Fail    error // what Append answers, to test that nothing is written then
}

// Append keeps the lines.
func (l *Lines) Append(ctx context.Context, tx record.Tx, leaves [][]byte) (first int64, err error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.Fail != nil {
		return 0, l.Fail
	}
	if err := tx.QueryRowContext(ctx, "SELECT COALESCE(MAX(seq) + 1, 0) FROM ledger_leaf").Scan(&first); err != nil {
		return 0, err
	}
	for i, leaf := range leaves {
		var entry access.Entry
		if err := json.Unmarshal(leaf, &entry); err != nil {
			return 0, err
		}
		if _, err := tx.ExecContext(ctx, "INSERT INTO ledger_leaf (seq, leaf) VALUES ($1, $2)", first+int64(i), leaf); err != nil {
			return 0, err
		}
		l.entries = append(l.entries, entry)
	}
	return first, nil
}

// All returns the lines so far.
func (l *Lines) All() []access.Entry {
	l.mu.Lock()
	defer l.mu.Unlock()
	return append([]access.Entry(nil), l.entries...)
}
