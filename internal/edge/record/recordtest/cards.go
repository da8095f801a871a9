package recordtest

import (
	"testing"

	"throughline/internal/casework/herspacetest"
	"throughline/internal/edge/record"
)

func keepsCards(t *testing.T, s *record.Store, _ *Lines) { herspacetest.Promises(t, s) }
