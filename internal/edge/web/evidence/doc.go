// Package evidence holds the pages on which figures are read with their
// workings: four sentences, the tables and charts behind them, each figure's
// definition, and files to take away.
//
// It counts nothing and hides nothing: what a reader may see of a figure comes
// decided from the verbs of evidence.
package evidence
