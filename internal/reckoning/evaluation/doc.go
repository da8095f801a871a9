// Package evaluation holds what the figures of a scheme mean and counts them:
// one definition for each figure, with its source, and the tables and charts
// that are built from the figures.
//
// Cases are held as columns, so that every figure of a hundred thousand cases is
// counted in milliseconds. It never folds facts, never says what is too small to
// show, and never decides who may read what.
package evaluation
