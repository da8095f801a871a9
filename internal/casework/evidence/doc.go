// Package evidence holds the verbs of those who read figures: the report of a
// scheme as at a day, the cases behind a figure, and what a change to a rulebook
// would admit.
//
// The service's own people read exact figures; everyone else whom the door lets
// in reads figures that have passed a suppression policy. It never counts by a
// definition of its own: those are in reckoning/evaluation.
package evidence
