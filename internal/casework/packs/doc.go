// Package packs holds what is taken out of a woman's record to leave it: a copy
// for herself, and a pack for a court, police or a solicitor on a legal basis.
//
// A pack is frozen when it is begun. Item by item a person decides what goes in;
// every place where another person stands is shown and decided too. Two people
// sign the same bytes, and only then are there files: sealed, hashed, the hash in
// the ledger. A pack never leaves on one signature, never with a place that
// nobody decided, never with the name of somebody who works here, and what is
// taken out is not hidden but gone.
//
// Why: docs/adr/0024-keeping-and-erasure.md.
package packs
