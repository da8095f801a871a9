package need

import "fmt"

// AbuseDetail says when the domestic abuse a woman tells of was or is. The
// empty detail was not told.
type AbuseDetail string

// The details of the exchange format.
const (
	AbuseCurrent AbuseDetail = "current"
	AbuseHistory AbuseDetail = "history"
	AbuseBoth    AbuseDetail = "both"
)

// ParseAbuseDetail reads a detail's code; the empty string is a detail not told.
func ParseAbuseDetail(code string) (AbuseDetail, error) {
	switch d := AbuseDetail(code); d {
	case "", AbuseCurrent, AbuseHistory, AbuseBoth:
		return d, nil
	}
	return "", fmt.Errorf("%q is not current, history or both", code)
}

// Current says whether she lives with abuse now.
func (d AbuseDetail) Current() bool { return d == AbuseCurrent || d == AbuseBoth }

// History says whether she tells of abuse in the past.
func (d AbuseDetail) History() bool { return d == AbuseHistory || d == AbuseBoth }

// Rating is how things are in one pathway, from 0 to 4, in her view or her
// worker's. It is Throughline's own measure.
type Rating int

// The two ends of the scale.
const (
	RatingLowest  Rating = 0
	RatingHighest Rating = 4
)

var ratingWords = [...]string{"very hard", "hard", "in between", "quite well", "going well"}

// Words returns the rating as it is said, such as "very hard" for 0, or "not
// stated" for a number off the scale.
func (r Rating) Words() string {
	if r < RatingLowest || r > RatingHighest {
		return "not stated"
	}
	return ratingWords[r]
}
