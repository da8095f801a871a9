// Package linking holds the verbs by which the arrests of a police feed without
// keys are found to be of women who are here: read the feed, compare it with the
// names on the record, look at the pairs side by side, take the arrests that are
// hers, and take one back that was not.
//
// Names are opened in memory under the purpose of evidence, after a line of the
// ledger for each woman. What is kept of a comparison are ids and weights. A weight
// never links anybody: a person does, and the names of a feed that match nobody are
// not kept.
//
// Why: docs/adr/0034-linking-a-police-feed.md.
package linking
