// Package signin holds the sign-in of local staff accounts and the door of a
// woman's own space: the hashing of passwords, of the words on a card and of a
// PIN, codes of an authenticator app, the limits on guessing, and sessions.
//
// It never says whether a name or a card exists, never keeps a password, the
// words of a card, a PIN or a session's token, and never decides what somebody
// who came in may see.
package signin
