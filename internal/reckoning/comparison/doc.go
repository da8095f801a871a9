// Package comparison sets women of a service beside people who were not with it
// and are as like them as their coded answers allow: a propensity score, the
// nearest within a calliper, a check that both sides are then alike, who was left
// out on the way, and the difference with its interval.
//
// It never reads a name, never compares people followed for different times, and
// never gives an effect where too few are left or the two sides are not alike. It
// never puts units in an order of worth.
package comparison
