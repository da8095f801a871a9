// Package economics holds what support is worth in money: values that others
// printed, each with source, year, price base and how sure it is; assumptions
// about what would have come anyway and whose doing it is; and the range that
// follows from both.
//
// It never prints one number where there is a range, never ranks or adds what
// was worked out in different ways, never decides an assumption that nobody
// stated, and never counts women.
package economics
