// Package groups holds the verbs of groups and workshops: planning them, giving a
// woman a place or putting her on the list, keeping women apart who must not meet,
// and taking the register.
//
// Who runs a group learns what a room needs to know: a name, what she needs to take
// part, and whether to speak to her keyworker first. It never tells of an offence or
// a condition, never says who must not meet whom, and never shows a woman to
// somebody a conflict hides her from.
//
// Why: docs/adr/0028-groups-and-the-hardship-fund.md.
package groups
