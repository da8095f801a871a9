// Package allocate holds the pages on which the lead of a service gives a woman
// to a keyworker and sees what every keyworker carries.
//
// It never decides whether a limit is passed nor who may look: the verbs of
// support do.
package allocate
