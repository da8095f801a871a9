// Package safeguarding holds what keeps a woman from the wrong eyes inside the
// service: conflicts of interest, searching by exact identifiers, opening a record
// outside one's role, and what governance is shown of all three.
//
// An answer never says whether somebody is known: hidden, forbidden and absent are
// one. A conflict is never lifted, and a record never opened, by one person alone.
//
// Why: docs/adr/0023-conflicts-search-opening.md.
package safeguarding
