// Package casework holds what the verbs of a case have in common: the kinds of
// error, the small interfaces of the record they stand on, and how an asker
// stands to a case.
//
// The verbs live in the packages below it, one package per job: intake, support,
// justice, evidence, administration. Every verb authorises, loads, decides,
// appends and tells, in that order. Nothing reads a woman's record but through
// them. Casework never speaks SQL, HTTP or files, and never words a page.
package casework
