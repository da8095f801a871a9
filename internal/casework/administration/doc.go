// Package administration holds who may sign in: accounts, their sessions, and
// the two stores that keep them.
//
// It never holds a password, a session's token, nor anything about a woman.
package administration
