package ledger

import (
	"crypto/sha256"
	"math/bits"

	"golang.org/x/mod/sumdb/tlog"
)

// edge is the right edge of a tree: the hashes of its complete subtrees, from
// the largest to the smallest, one for each bit that is set in its size. It is
// all that appending a leaf needs of the tree before.
type edge struct {
	size   int64
	hashes []tlog.Hash
}

func (e edge) clone() edge {
	return edge{e.size, append(make([]tlog.Hash, 0, len(e.hashes)+2), e.hashes...)}
}

// add appends a leaf and adds to stored the hashes that now are to be stored,
// in the order of their numbers.
func (e *edge) add(leaf tlog.Hash, stored []tlog.Hash) []tlog.Hash {
	stored = append(stored, leaf)
	for range bits.TrailingZeros64(^uint64(e.size)) {
		last := len(e.hashes) - 1
		leaf = tlog.NodeHash(e.hashes[last], leaf)
		e.hashes = e.hashes[:last]
		stored = append(stored, leaf)
	}
	e.hashes = append(e.hashes, leaf)
	e.size++
	return stored
}

// root is the tree hash.
func (e edge) root() tlog.Hash {
	if len(e.hashes) == 0 {
		return sha256.Sum256(nil) // RFC 6962, 2.1: the hash of an empty list
	}
	last := len(e.hashes) - 1
	root := e.hashes[last]
	for i := last - 1; i >= 0; i-- {
		root = tlog.NodeHash(e.hashes[i], root)
	}
	return root
}

// edgeNumbers are the numbers of the stored hashes on the right edge of a tree
// of this size, from the largest subtree to the smallest.
func edgeNumbers(size int64) []int64 {
	var numbers []int64
	for level := bits.Len64(uint64(size)) - 1; level >= 0; level-- {
		if size>>level&1 == 1 {
			numbers = append(numbers, tlog.StoredHashIndex(level, size>>level-1))
		}
	}
	return numbers
}
