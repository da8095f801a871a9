// Package support holds the verbs of a keyworker and of the lead of a service:
// what today asks for, the caseload, a woman's record, what is written into it,
// and whose case she is.
//
// It never closes a case by itself, never makes up a deadline, and never opens
// notes to a lead who has not said why.
package support
