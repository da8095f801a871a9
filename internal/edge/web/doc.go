// Package web holds the shell every page stands in: who may open which route,
// the layout, the safety headers, sign-in and the pages that say something went
// wrong.
//
// A front door is a folder below it with one list of routes. The shell never
// reads a woman's record; only handlers do, through casework. Nothing is
// written to the browser before a handler has returned.
package web
