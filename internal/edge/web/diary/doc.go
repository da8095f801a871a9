// Package diary holds the pages of a keyworker's diary: the days to come, the week,
// and the address by which her phone reads it.
//
// It never puts a woman's name into an address or a title, and never needs a script
// or a drag.
package diary
