package herspacetest_test

import (
	"testing"

	"throughline/internal/casework/herspacetest"
)

func TestTheCardsInMemoryKeepTheirPromises(t *testing.T) {
	herspacetest.Promises(t, herspacetest.NewCards())
}
