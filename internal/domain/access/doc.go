// Package access decides who may see or write what of a woman's record, and
// says why in words.
//
// It is the door: a pure table of roles, relations, data classes, actions and
// purposes, with her permission and the moment passed in. Silence in the table
// is no. It never loads a record, never reads a clock and never widens what a
// caller asks for.
//
// The folder policies says the same in Cedar and holds the matrix of answers
// that people review. Why: docs/adr/0004-the-door.md, 0015-the-table-twice.md.
package access
