// Package leaktest looks for what got out. It fills the whole program with
// canaries, texts that stand nowhere else, one in each field of each woman; then
// it drives every page, act and command as every role, and looks for each canary
// in every byte that came back: as it is, folded, reversed, encoded, compressed.
// A canary where the door does not let its class through is a leak.
//
// It also makes pairs of worlds that differ only in what somebody may not know,
// and holds the program to answering that person the same bytes in both.
//
// The package never becomes part of the program. Why: docs/adr/0021-canaries-and-two-worlds.md.
package leaktest
