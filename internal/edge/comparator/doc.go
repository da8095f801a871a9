// Package comparator reads a file of people who were not with the service, coded,
// one a row, to set women of the service beside.
//
// It never reads a file with a column it does not know, so never one that names
// anybody, and never says what a cell held: a cell in the wrong column may be a
// name.
package comparator
