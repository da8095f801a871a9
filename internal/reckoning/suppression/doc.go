// Package suppression holds disclosure control: what of a figure or a table
// someone outside the service may read.
//
// Small counts are hidden behind a marker, others are rounded where the policy
// says so, and further cells are hidden until no hidden one can be worked out
// from the table's own totals. The package decides nothing about who is
// outside, and never sees a case.
package suppression
