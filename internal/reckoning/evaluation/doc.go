// Package evaluation holds what the figures of a scheme mean and counts them:
// one definition for each figure, with its source, and the tables and charts
// that are built from the figures.
//
// Cases are held as columns, so that every figure of a hundred thousand cases is
// counted in milliseconds. The package folds no facts, hides no small numbers,
// and decides nothing about who may read what.
package evaluation
