// Package journey holds the facts of a woman's journey and what follows from
// them.
//
// A fact says what happened, when, when it could first be known, and who wrote
// it. Facts are only ever appended: a correction is a new fact that supersedes
// an old one. No status is stored. Whether she is engaged, whether the condition
// is met, what is due next: each is worked out from the facts by Fold, and every
// page, letter and figure reads that one answer.
//
// The functions that make facts (Refer, RecordAttendance, Close and the others)
// check what a person asks against the journey so far and return the facts it
// makes, or a Problem that says what to do.
//
// It never stores, loads, seals or reads a clock.
package journey
