// Package grouping holds the ways in which women, cases and encounters fall into
// groups, and what a group is called wherever it is printed.
//
// It never counts anything, and never puts groups in an order of worth: they
// stand in the order of their codes or by size.
package grouping
