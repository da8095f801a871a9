// Package sharing holds the verbs by which something of a woman's record leaves
// the service: what she agreed to and took back, what a recipient would get, what
// each of those who stand to her by a permission, an order or their own work with
// her may read, and whether a message may go, to whom, by which way and in which
// words.
//
// What a recipient reads and what is previewed before she answers come from one
// function, and Release is asked before a message is written down and again when
// it goes. It never sends anything itself, never keeps a number, an address or the
// words of a message, never shares what is sealed, never counts a no of hers
// against her, and never tells somebody who may read nothing whether there is
// anything to read.
package sharing
