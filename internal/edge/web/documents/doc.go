// Package documents holds the pages of the documents of a woman's record.
//
// It never reads the name of a file, never puts it or what a document is called in
// an address, and never serves a document in a way that a browser runs it.
package documents
