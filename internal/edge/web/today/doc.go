// Package today holds the two pages a working day starts from: Today and
// Caseload.
//
// They show lists that casework makes, in its order. A list never shows notes,
// needs or why a woman was met, and a name searched for never stands in an
// address.
package today
