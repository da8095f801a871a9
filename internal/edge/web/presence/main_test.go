package presence_test

import (
	"testing"

	"throughline/internal/casework/caseworktest"
)

func TestMain(m *testing.M) { caseworktest.Main(m) }
