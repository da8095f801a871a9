// Package stats holds the sums behind a figure: intervals for a proportion, a
// mean, a count, a ratio and the difference of two proportions; tests of the same
// people asked twice; survival from a starting day; the limits within which
// chance alone keeps areas and months; and quantiles.
//
// Shares are between 0 and 1, times are whole days. It never rounds, never
// formats, and never decides what is counted.
package stats
