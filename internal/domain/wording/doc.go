// Package wording holds the sentences a woman reads, in every language there
// are words in, and decides which language a page of hers may stand in.
//
// It never shows her a translation that nobody has reviewed as if it were
// checked, never mixes two languages on a page, and never translates anything
// itself.
package wording
