// Package reportpack holds a report put in the order in which it is read by
// somebody who was not there: four answers, every table and chart, every
// definition, what is not known, and what to know of a report that was printed
// before. Every file of a pack is written from this one tree.
//
// It never counts, never hides or opens a number, and never writes a file: what it
// is given was decided before, and how it looks is decided after.
package reportpack
