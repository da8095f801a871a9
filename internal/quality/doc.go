// Package quality holds the tests of the house itself: which room may import
// which, what every package says about itself, the words people read, and the
// lists that have to agree with each other.
//
// It never holds code of the program, and nothing imports it.
package quality
