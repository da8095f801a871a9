// Package administration holds who may sign in: accounts, their sessions, the
// two stores that keep them, and the verbs by which an administrator adds and
// disables accounts.
//
// It never keeps a password, a session's token, nor anything about a woman.
package administration
