// Package diary holds the verbs of a keyworker's week: what stands in the diary of
// one keyworker or of all, and the calendar address by which her own phone reads
// hers.
//
// It never books, which is for support. It never shows a woman whom a conflict
// hides, and what leaves by a calendar address never says more of a woman than the
// first letters of her names.
package diary
