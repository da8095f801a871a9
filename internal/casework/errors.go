package casework

import (
	"errors"
	"fmt"

	"throughline/internal/domain/journey"
)

// Kind says what sort of thing went wrong, so that an edge can choose a status
// and a page.
type Kind int

// The kinds of error.
const (
	Internal    Kind = iota // our fault
	Invalid                 // what was entered has to be put right
	SignedOut               // nobody is signed in
	Forbidden               // the door says no, and may say so
	NotFound                // there is none, or the asker may not know of it
	Conflict                // somebody else changed it first, or the key was used for something else
	TooMany                 // too many tries, or too busy
	Unavailable             // the record cannot be written or read now; nothing was saved
	Unknown                 // nobody could wait for the write, which may still be carried out
)

// Error is what verbs return: a kind, the operation, and the cause.
type Error struct {
	Kind Kind
	Op   string
	Err  error
}

// Error returns the operation and its cause.
func (e *Error) Error() string {
	if e.Err == nil {
		return e.Op
	}
	return e.Op + ": " + e.Err.Error()
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }

// Fail returns an error of a kind in an operation.
func Fail(kind Kind, op string, format string, args ...any) error {
	return &Error{Kind: kind, Op: op, Err: fmt.Errorf(format, args...)}
}

// In says in which operation an error arose. Its kind stays.
func In(op string, err error) error { return &Error{Kind: KindOf(err), Op: op, Err: err} }

// KindOf returns the kind of an error: Invalid for problems with what was
// entered, Internal where nothing says otherwise.
func KindOf(err error) Kind {
	var known *Error
	if errors.As(err, &known) {
		return known.Kind
	}
	var problems journey.Problems
	if errors.As(err, &problems) {
		return Invalid
	}
	return Internal
}
