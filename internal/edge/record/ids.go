package record

import (
	"crypto/rand"
	"time"

	"github.com/oklog/ulid/v2"
)

// idMaker makes fact ids that sort by the time they were written. Only the
// writer uses it.
type idMaker struct{ entropy *ulid.MonotonicEntropy }

func (m *idMaker) next(now time.Time) (string, error) {
	if m.entropy == nil {
		m.entropy = ulid.Monotonic(rand.Reader, 0)
	}
	id, err := ulid.New(ulid.Timestamp(now), m.entropy)
	if err != nil {
		return "", err
	}
	return id.String(), nil
}
