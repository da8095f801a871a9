// Package impact counts what a change to a rulebook would admit: how every
// encounter of a log stands under the rulebook as it is and as changed, whom the
// change lets in or shuts out, by which clause, and how many keyworkers that
// asks for.
//
// It counts encounters, not women, and looks at each once. It never guesses what
// is not known: a door that would open but for her age is counted apart, and
// says so. It never says who would come.
package impact
