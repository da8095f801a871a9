package access

import "slices"

// Rows returns how many rows the table of the door has.
func Rows() int { return len(rules) }

// Without takes a row out of the table and says which it was, until put back is
// called.
func Without(row int) (said string, putBack func()) {
	whole := rules
	rules = slices.Delete(slices.Clone(whole), row, row+1)
	return string(whole[row].role) + " as " + string(whole[row].relation) + ": " + whole[row].reason, func() { rules = whole }
}
