// Package signin holds the sign-in of local staff accounts: password hashing,
// codes of an authenticator app, the limits on guessing, and sessions.
//
// It never says whether a name exists, never keeps a password or a session's
// token, and never decides what a signed-in person may see. Women do not sign
// in here.
package signin
