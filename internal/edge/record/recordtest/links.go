package recordtest

import (
	"testing"

	"throughline/internal/casework/onwardtest"
	"throughline/internal/edge/record"
)

func keepsLinks(t *testing.T, s *record.Store, _ *Lines) { onwardtest.Promises(t, s) }
