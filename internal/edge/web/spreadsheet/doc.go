// Package spreadsheet is the pages on which a centre's spreadsheet is brought in:
// send it, match its columns, check it, bring it in, see what came of it and take it
// back. It never writes a row that nobody confirmed.
package spreadsheet
