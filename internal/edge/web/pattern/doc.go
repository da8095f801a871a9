// Package pattern holds the parts of pages that are our own: the bar that says
// whose record this is, the timeline, the condition clock, alerts, badges and
// figures.
//
// Each says in words what it shows; colour and shape only repeat it. It never
// decides anything: days and counts come from the caller.
package pattern
