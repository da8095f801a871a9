// Package ending says how the condition of a caution, notice, bail or order
// stands or came out, what that leads to by the rulebook, and what time it
// allows: the one set of words that the record, the list of police and the
// notice show. It also makes the notice that tells police.
//
// It never decides: it words facts, rules and the decisions of others, and says
// "not stated" where the sources are silent. It never fills in a date.
package ending
