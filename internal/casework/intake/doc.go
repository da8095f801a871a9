// Package intake holds the verbs by which a woman comes to the service: which
// routes are open, refer, what the officer sees afterwards, put right within ten
// minutes, note that she said no, and ask for support herself.
//
// She is always referred somewhere. Intake never decides whether a woman known
// to two forces is one woman, never reads needs, notes or plans, and keeps no
// identity of a woman who said no.
package intake
