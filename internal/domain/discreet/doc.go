// Package discreet reads what is about to leave, byte for byte, and says what in
// it would give a woman away: a word that names what the service does, her name,
// the service's name, a calendar entry that says too much, and any string of
// another woman.
//
// It never changes what it reads, and never says that something is safe which it
// could not read.
package discreet
