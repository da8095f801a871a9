// Package scan asks a virus scanner that the operator runs: clamd on a socket, or a
// program that reads a file on its standard input.
//
// It never takes silence, an error or an answer that it cannot read for a clean file,
// and never starts a program through a shell.
package scan
