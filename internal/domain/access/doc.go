// Package access decides who may see or write what of a woman's record, and
// says why in words.
//
// It is the door: a pure table of roles, relations, data classes, actions and
// purposes. Silence in the table is no. It never loads a record, never reads a
// clock and never widens what a caller asks for.
package access
