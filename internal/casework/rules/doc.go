// Package rules holds the rulebooks an installation works under as they change:
// the editions that came with the program, those written here, and the verbs by
// which a new one is read, checked, tried and put in force.
//
// It never changes what was decided under an earlier edition: a new one decides
// from a day to come, and a woman referred before it keeps the one she entered
// under. It never keeps a draft.
package rules
