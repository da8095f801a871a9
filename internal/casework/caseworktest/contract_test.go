package caseworktest_test

import (
	"context"
	"testing"

	"throughline/internal/casework"
	"throughline/internal/casework/caseworktest"
	"throughline/internal/edge/record"
	"throughline/internal/edge/record/recordtest"
)

func TestTheRecordInMemoryKeepsItsPromises(t *testing.T) {
	caseworktest.Contract(t, func(_ *testing.T, now casework.Clock) casework.Record { return caseworktest.NewRecord(now) })
}

func TestTheRecordOnDiskKeepsTheSamePromises(t *testing.T) {
	caseworktest.Contract(t, func(t *testing.T, now casework.Clock) casework.Record {
		lines := &recordtest.Lines{}
		store, err := record.Open(context.Background(), record.Options{
			Vault: recordtest.Vault{}, Ledger: lines.Append, Now: now, Folder: t.TempDir(),
		})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() {
			if err := store.Close(); err != nil {
				t.Error(err)
			}
		})
		return store
	})
}
