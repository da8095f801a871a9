// Package caseworktest holds a record in memory, on which the verbs of casework
// are tested, and the people and journeys such tests are about.
//
// It keeps the promises of casework.Record: facts are only appended, rows come
// from journey.Fold, a key works once, a case that moved on is a conflict, and
// words whose class was not opened stay closed. It is never part of the program.
package caseworktest
