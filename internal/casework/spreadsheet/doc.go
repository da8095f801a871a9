// Package spreadsheet brings in what a centre kept in a spreadsheet: its columns
// are matched to fields, its rows are checked, and a person decides where a row may
// be of a woman who is here already. It never merges two women by itself, never
// keeps a file longer than it is worked on, and never makes a fact that live entry
// would not make.
package spreadsheet
