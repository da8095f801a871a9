package stats

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"fmt"
	"slices"
)

// Drawn returns ids in the order in which chance draws them: by the SHA-256 of the
// seed, a colon and the id. The same ids and seed give the same order, whatever
// order they came in, and anybody can work it out again without this program. A
// sample is the first so many of them.
func Drawn(ids []string, seed int) []string {
	type lot struct {
		id  string
		sum [sha256.Size]byte
	}
	lots := make([]lot, len(ids))
	for i, id := range ids {
		lots[i] = lot{id, sha256.Sum256(fmt.Appendf(nil, "%d:%s", seed, id))}
	}
	slices.SortFunc(lots, func(a, b lot) int {
		return cmp.Or(bytes.Compare(a.sum[:], b.sum[:]), cmp.Compare(a.id, b.id))
	})
	drawn := make([]string, len(ids))
	for i, one := range lots {
		drawn[i] = one.id
	}
	return drawn
}
