// Package documents holds the verbs on the documents of a woman's record: attach,
// list, open, scan again, take out.
//
// It never keeps a file as it came where it can be cleaned, never opens one that
// waits for a virus scan, and never opens one before the ledger has a line of it.
//
// Why: docs/adr/0033-documents.md.
package documents
