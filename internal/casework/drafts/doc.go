// Package drafts holds what somebody typed into a form and has not saved: sealed,
// for the account that typed it alone, for twelve hours.
//
// A draft is never part of a woman's record. It is shown inside the page of its
// form alone, so whoever may not open that page any more does not see it either.
// It never holds a password, a PIN, a code or a file.
//
// Why: docs/adr/0030-drafts.md.
package drafts
