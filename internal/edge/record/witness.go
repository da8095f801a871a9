package record

import (
	"context"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"fmt"

	"throughline/internal/domain/access"
)

// called is how the ledger calls a woman, and the key that what was said of her
// is sealed with.
type called struct {
	trace   string
	wrapped []byte
}

// traces returns what the ledger calls these women.
func (b *batch) traces(ctx context.Context, tx Tx, ids []string) (map[string]called, error) {
	traces := map[string]called{}
	err := selectIn(ctx, tx, "SELECT id, trace, wrapped FROM women WHERE id IN ", unique(ids), func(rows *sql.Rows) error {
		var id string
		var one called
		if err := rows.Scan(&id, &one.trace, &one.wrapped); err != nil {
			return err
		}
		traces[id] = one
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("loading what the ledger calls women: %w", err)
	}
	return traces, nil
}

// witness adds a ledger line in which women are called by their traces, and what
// somebody said is sealed with the key of the one woman it is about.
func (b *batch) witness(entry access.Entry, traces map[string]called) error {
	names := make([]string, 0, len(entry.Women))
	for _, id := range entry.Women {
		switch {
		case traces[id].trace != "":
			names = append(names, traces[id].trace)
		case b.women[id] != nil:
			names = append(names, b.women[id].key.Trace())
		}
	}
	if entry.Said != "" {
		if len(entry.Women) != 1 || traces[entry.Women[0]].wrapped == nil {
			return fmt.Errorf("writing a ledger line: what was said is not about one woman who is known")
		}
		id := entry.Women[0]
		key, err := b.store.options.Vault.Woman(id, traces[id].wrapped)
		if err != nil {
			return fmt.Errorf("opening a woman's key: %w", err)
		}
		if entry.Sealed, err = key.Seal("ledger_leaf", names[0], "said", []byte(entry.Said)); err != nil {
			return fmt.Errorf("sealing what was said: %w", err)
		}
	}
	if entry.Sought != "" {
		if err := b.sealSought(&entry, traces); err != nil {
			return err
		}
	}
	entry.Women = names
	if entry.Role == access.Woman && entry.Actor != "" && len(names) == 1 {
		entry.Actor = names[0] // in her own space she is nobody else than whom the line is about
	}
	b.oversee(entry)
	leaf, err := json.Marshal(entry)
	if err != nil {
		return fmt.Errorf("writing a ledger line: %w", err)
	}
	b.leaves, b.named = append(b.leaves, leaf), append(b.named, names)
	return nil
}

// sealSought keeps the terms of a search: a digest, and the words sealed with the
// key of the one woman they mean, so that they die with her, or else with the
// installation's own.
func (b *batch) sealSought(entry *access.Entry, traces map[string]called) error {
	digest, err := b.store.options.Vault.Digest([]byte("sought " + entry.Sought))
	if err != nil {
		return fmt.Errorf("making a digest of what was sought: %w", err)
	}
	entry.Terms = hex.EncodeToString(digest)
	key := b.store.options.Vault.Own()
	if len(entry.Women) == 1 && traces[entry.Women[0]].wrapped != nil {
		if key, err = b.store.options.Vault.Woman(entry.Women[0], traces[entry.Women[0]].wrapped); err != nil {
			return fmt.Errorf("opening a woman's key: %w", err)
		}
	}
	if entry.Sealed, err = key.Seal("ledger_leaf", entry.Terms, "sought", []byte(entry.Sought)); err != nil {
		return fmt.Errorf("sealing what was sought: %w", err)
	}
	return nil
}
