// Package forms holds what the forms of staff carry beside their own fields: the key
// that makes sending one twice write it once, the version that was shown, and what
// has to be put right.
//
// It never decides what is right: that is for the verbs of casework, whose problems
// it leads to their fields. It never keeps what was typed; each page does.
package forms
