// Package report lays out what leaves the program on paper: the notice to police,
// and packs, as PDF.
//
// It draws the lines it is given and nothing else: it never loads a record, never
// words a fact, never reads a clock. The page with the same lines is the original
// for people who use a screen reader.
package report
