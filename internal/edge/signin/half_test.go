package signin

import (
	"testing"
	"time"

	"throughline/internal/casework/administration"
)

// BeginHalf keeps half a session of an account and returns its token, for tests
// that begin more of them than passwords can be hashed.
func BeginHalf(t *testing.T, books Books, account string, now time.Time) string {
	t.Helper()
	token, session := newSession(administration.Account{ID: account}, now)
	session.Half = true
	if err := books.AddSession(t.Context(), session); err != nil {
		t.Fatal(err)
	}
	return token
}
