// Package faulttest takes the built program to its breaking points, as a process
// among others: killed under load, a disk that fails to flush, a disk that is
// full. It then proves that nothing acknowledged was lost and nothing was done
// twice. What it measured is in docs/reliability.md.
//
// It never reaches into the program: it knows the command line, the pages over
// HTTP, and, when all is over, the tables.
package faulttest
