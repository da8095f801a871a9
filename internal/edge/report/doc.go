// Package report lays out what leaves the program as files: the notice to police and
// packs of a record as PDF, and report packs as a page, a PDF, a spreadsheet, lists,
// JSON and Parquet.
//
// It draws the lines and figures it is given and nothing else: it never loads a
// record, never words a fact, never counts, never hides or opens a number, never
// reads a clock. The page with the same lines is the original for people who use a
// screen reader.
package report
