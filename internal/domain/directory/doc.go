// Package directory holds the services that women may be sent on to: what each
// helps with, where, for whom, how it takes referrals, how long its wait is and
// when somebody last asked it. Entries come from files that are delivered with the
// program, and from facts that the service writes.
//
// It never holds a refuge or a confidential address, never reads what nobody
// stated as no, and never hides how old an entry is.
package directory
