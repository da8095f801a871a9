// Package webtest opens pages in tests as a browser without scripts would, and
// finds things in them.
//
// It is imported by tests only, and never reaches beyond this machine.
package webtest
