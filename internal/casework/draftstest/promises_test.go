package draftstest

import "testing"

func TestDraftsInMemoryKeepWhatEveryStoreOfDraftsPromises(t *testing.T) { Promises(t, New()) }
