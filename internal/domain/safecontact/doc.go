// Package safecontact decides whether a woman may be reached in one way at one
// moment, from what she said herself: which ways are safe, at which hours, what a
// message may say, and when she last said so.
//
// What she has not said is no. What she said more than 28 days ago is no. It
// never knows a number, a name or a word of hers, and never reads a clock.
package safecontact
