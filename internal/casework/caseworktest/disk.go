package caseworktest

import (
	"context"
	"fmt"
	"os"
	"testing"

	"throughline/internal/casework"
	"throughline/internal/edge/record"
	"throughline/internal/edge/record/recordtest"
)

// open makes the record that rooms stand on.
var open = func(now casework.Clock) (casework.Record, error) { return NewRecord(now), nil }

// Main runs the tests of a package twice: over the record in memory and over the
// one on disk. Call it from TestMain.
func Main(m *testing.M) {
	code := m.Run()
	if code == 0 {
		code = onDisk(m)
	}
	os.Exit(code)
}

func onDisk(m *testing.M) (code int) {
	root, err := os.MkdirTemp("", "rooms")
	if err != nil {
		fmt.Fprintln(os.Stderr, "making a folder for records:", err)
		return 1
	}
	var stores []*record.Store
	open = func(now casework.Clock) (casework.Record, error) {
		folder, err := os.MkdirTemp(root, "room")
		if err != nil {
			return nil, err
		}
		store, err := OpenDisk(folder, now)
		if err == nil {
			stores = append(stores, store)
		}
		return store, err
	}
	defer func() {
		for _, store := range stores {
			_ = store.Close()
		}
		_ = os.RemoveAll(root)
	}()
	fmt.Println("again, over the record on disk:")
	return m.Run()
}

// OpenDisk opens a record in a folder, with stand-ins for vault and ledger.
func OpenDisk(folder string, now casework.Clock) (*record.Store, error) {
	return openWith(record.Options{Now: now, Folder: folder})
}

// OpenDatabase opens a record in a PostgreSQL database, with the same stand-ins.
func OpenDatabase(database string, now casework.Clock) (*record.Store, error) {
	return openWith(record.Options{Now: now, Database: database})
}

func openWith(options record.Options) (*record.Store, error) {
	lines := &recordtest.Lines{}
	options.Vault, options.Ledger = recordtest.Vault{}, lines.Append
	return record.Open(context.Background(), options)
}
