package reading

import "fmt"

// Limits are the most that a page may ask of who reads it. A limit of 0 is none.
type Limits struct {
	Grade   float64 // of the page
	Median  float64 // of the grades of all the pages
	Mean    float64 // words a sentence, on average
	Longest int     // words in any sentence
}

// The limits of the two kinds of page. Women's pages are for a reader of nine to
// eleven; staff pages are for somebody in a hurry.
var (
	Hers  = Limits{Grade: 6, Median: 4, Mean: 12, Longest: 20}
	Staff = Limits{Grade: 8}
)

// Over says what of the limits a page goes over, a line each.
func (l Level) Over(limits Limits) []string {
	var over []string
	if grade := l.Grade(); limits.Grade > 0 && grade > limits.Grade {
		over = append(over, fmt.Sprintf("its grade is %.1f, over %.0f", grade, limits.Grade))
	}
	if mean := l.Mean(); limits.Mean > 0 && mean > limits.Mean {
		over = append(over, fmt.Sprintf("its sentences have %.1f words on average, over %.0f", mean, limits.Mean))
	}
	if limits.Longest > 0 && l.LongestWords > limits.Longest {
		over = append(over, fmt.Sprintf("a sentence has %d words, over %d: %s", l.LongestWords, limits.Longest, l.Longest))
	}
	return over
}
