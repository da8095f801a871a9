// Package onward holds what it takes to send a woman on to another service and to
// hear what becomes of it: the directory of services, the referral with exactly
// what she agreed to share, the link by which the service answers without an
// account, chasing, what was answered, and advocacy.
//
// It never sends more than was previewed to her worker and agreed by her, never
// says to somebody without the PIN whether a link is one, never keeps a PIN or the
// token of a link, and never counts an answer of a service against her.
package onward
