// Package rules holds the pages on which the rulebooks of schemes are read,
// compared, tried, and put in force from a day to come.
//
// It never decides what a rulebook means or whether an edition may stand: that
// comes from the verbs. It never shows anything of a woman.
package rules
