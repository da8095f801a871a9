// Package reading measures how easy English words are to read: the school grade
// of Flesch and Kincaid, and how long the sentences are.
//
// It never judges whether a sentence is kind, true or clear: people who read it
// do.
package reading
