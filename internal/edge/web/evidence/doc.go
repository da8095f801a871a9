// Package evidence holds the pages on which figures are read with their
// workings: four sentences, the tables and charts behind them, each figure's
// definition, files to take away, and what a change to a scheme would admit.
//
// It never counts, and never decides what is hidden: what a reader may see comes
// decided from the verbs of evidence.
package evidence
