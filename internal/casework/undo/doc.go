// Package undo lets somebody take back what she has just saved of a case: what
// stood before stands again.
//
// It never undoes what left the service, what somebody else wrote, or anything
// older than journey.UndoWithin: that is put right instead, with a reason.
package undo
