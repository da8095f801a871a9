// Package account holds the pages of everybody's own sign-in: where she or he is
// signed in, and ending it.
//
// It never shows the sign-in of somebody else, nor where a session is: times only.
package account
