// Package caseworktest holds a record in memory, a watch over any record, and the
// people and journeys that the verbs of casework are tested with. Main runs the
// tests of a package over both records.
//
// It keeps the promises of casework.Record: facts are only appended, rows come
// from journey.Fold, a key works once, a case that moved on is a conflict, and
// words whose class was not opened stay closed. It is never part of the program.
package caseworktest
