package record

import (
	"context"
	"database/sql"
	"fmt"

	"throughline/internal/casework/linking"
	"throughline/internal/domain/journey"
)

var _ linking.Telling = (*Store)(nil)

// Told returns of each of these women what was told of who she is, with its words,
// and her arrests, in the order they were written.
func (s *Store) Told(ctx context.Context, women []string) (map[string][]journey.Fact, error) {
	keys := map[string]Key{}
	err := selectIn(ctx, s.reader, "SELECT id, wrapped FROM women WHERE id IN ", unique(women), func(rows *sql.Rows) error {
		var id string
		var wrapped []byte
		if err := rows.Scan(&id, &wrapped); err != nil {
			return err
		}
		var err error
		keys[id], err = s.options.Vault.Woman(id, wrapped)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("opening who they are: %w", err)
	}
	told := make(map[string][]journey.Fact, len(keys))
	err = selectIn(ctx, s.reader, "SELECT "+codedColumns+", words FROM facts WHERE kind IN ('identity_told', 'arrested', 'withdrawn', 'undone') AND woman IN ", unique(women), func(rows *sql.Rows) error {
		var sealed []byte
		fact, err := scanCoded(rows, &sealed)
		if err != nil {
			return err
		}
		key, here := keys[fact.Woman]
		if !here { // her record was erased
			return nil
		}
		if len(sealed) > 0 && fact.Body.Kind() == journey.KindIdentity {
			if fact.Words, err = openWords(key, fact.ID, sealed); err != nil {
				return err
			}
		}
		told[fact.Woman] = append(told[fact.Woman], fact)
		return nil
	}, " ORDER BY seq")
	if err != nil {
		return nil, fmt.Errorf("reading what was told of who they are: %w", err)
	}
	return told, nil
}
