// Package extract holds rows of cases without names: for an evaluator, changed so
// that no few women can be told in them, and for the service's own analyst, exact.
//
// A column is said once: its values and its line of the codebook come from the
// same place. The package never reads a name, a word anybody wrote or what is
// sealed, and never decides who may have the rows.
package extract
