// Package presence is the page of custody suites: calls, visits, who is let in, and
// which police are due to be trained.
//
// It never colours a number red: what was done stands beside what was meant.
package presence
