// Package draftstest keeps drafts in memory for tests, and holds what every store
// of drafts promises.
//
// It never runs outside a test.
package draftstest
