// Package sharing decides what leaves the service: whether, to whom, by which way
// and in which words. Release is asked before a message is written down, and the
// same is asked again when it goes.
//
// It never sends anything itself, and never keeps a number, an address or the
// words of a message.
package sharing
