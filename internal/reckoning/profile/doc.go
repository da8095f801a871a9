// Package profile holds the profile of needs for a joint strategic needs
// assessment: table T24, by area, of women and not of cases.
//
// It counts what rows say and nothing else. What it returns is exact: it never
// leaves but through suppression.
package profile
