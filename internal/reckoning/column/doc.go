// Package column holds what is said of very many things as columns: yes or no,
// small numbers, codes, names and days, each thing at the same place in every
// column. Yes and no are kept 64 to a word, so that a question put to a million
// things is a few thousand steps.
//
// It knows nothing of what the things are, and never drops or moves one: a place
// is for ever.
package column
