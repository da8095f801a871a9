// Package stats holds the sums behind a figure: intervals for a proportion and
// for the difference of two, survival from a starting day, and quantiles.
//
// Shares are between 0 and 1, times are whole days. It never rounds, never
// formats, and never decides what is counted.
package stats
