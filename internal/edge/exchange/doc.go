// Package exchange reads packages of the diversion exchange format: a folder or
// a zip of CSV files, streamed, checked against one table of tables, and turned
// into the facts of a journey.
//
// What is wrong is told by file, row, column and reason, with what a cell held
// only as its shape or its length. It never writes a fact itself, never guesses
// a missing date, and never holds a whole file in memory.
package exchange
