// Package jobs is what people do with long work: see it, stop it, try it again.
// The door decides when work is taken up and again when its result is opened. It
// never holds anything of a woman: a job is codes, counts and moments.
package jobs
