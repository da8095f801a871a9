// Package jobs is the pages of long work: the list of it, and how far one piece of
// it has come. It never shows what the work is about: that stands on the page of
// what came of it.
package jobs
