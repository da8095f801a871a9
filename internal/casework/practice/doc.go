// Package practice invents the women of the practice system: a cohort of 2019 to
// 2021 that agrees with what the London report prints, and the cases of the
// present weeks that fill a keyworker's day.
//
// Nobody in it is real. Names are common ones put together at random, telephone
// numbers are from the range kept for drama, the last letters of every postcode
// are letters that no live postcode uses, and every date, need and answer is
// made by a generator that its seed decides. The counts are made so, by
// construction, and say nothing of any woman or service.
//
// It never reads a file, a clock or a record of real people, and never makes an
// account that can be used outside the practice system.
package practice
