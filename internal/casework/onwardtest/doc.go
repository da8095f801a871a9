// Package onwardtest holds a store of links in memory, secrets that cost nothing, and
// the promises that every store of links keeps.
//
// It is never part of the program.
package onwardtest
