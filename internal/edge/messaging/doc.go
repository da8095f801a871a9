// Package messaging carries messages out of the service: into a folder, to a mail
// server, or to GOV.UK Notify. It takes only what casework/sharing lets go, and
// tells it what became of each.
//
// It never decides what may leave, never changes a word, and never sends again
// what may have left. It is the only package that sends.
package messaging
