// Package presence holds the verbs of being present where women are held: the
// custody suites, calls to them and visits, who is let in until when, and which
// police are due to be trained again.
//
// What it writes is of the service and never names a woman. It never counts a call
// or a visit against anybody: it shows what was done beside what was meant.
package presence
