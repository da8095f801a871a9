package caseworktest_test

import (
	"testing"

	"throughline/internal/casework"
	"throughline/internal/casework/caseworktest"
	"throughline/internal/edge/record/recordtest"
)

func TestTheRecordInMemoryKeepsItsPromises(t *testing.T) {
	caseworktest.Contract(t, func(_ *testing.T, now casework.Clock) casework.Record { return caseworktest.NewRecord(now) })
}

func TestTheRecordOnDiskKeepsTheSamePromises(t *testing.T) {
	caseworktest.Contract(t, func(t *testing.T, now casework.Clock) casework.Record {
		store, err := caseworktest.OpenDisk(t.TempDir(), now)
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

func TestTheRecordOnPostgreSQLKeepsTheSamePromises(t *testing.T) {
	caseworktest.Contract(t, func(t *testing.T, now casework.Clock) casework.Record {
		store, err := caseworktest.OpenDatabase(recordtest.FreshPostgres(t), now)
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

func TestReleasesInMemoryAreKeptAsOnDisk(t *testing.T) {
	recordtest.HoldsReleases(t, &caseworktest.Released{})
}
