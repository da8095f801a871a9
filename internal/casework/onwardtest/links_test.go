package onwardtest_test

import (
	"testing"

	"throughline/internal/casework/onwardtest"
)

func TestTheLinksInMemoryKeepTheirPromises(t *testing.T) {
	onwardtest.Promises(t, onwardtest.NewLinks())
}
