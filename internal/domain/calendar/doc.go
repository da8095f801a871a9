// Package calendar holds the days and moments that facts happen on, in
// Europe/London.
//
// A Day is a civil date with no time. A Moment is a day that may carry a time:
// a fact known only by its date never shows a made-up "00:00". Months are
// calendar months.
//
// It never reads a clock: what "today" is comes from the caller.
package calendar
