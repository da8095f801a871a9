package linking

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"math"
	"slices"
	"strings"

	"throughline/internal/reckoning/linkage"
)

// ShownThresholds are the weights that a table of thresholds shows.
var ShownThresholds = []float64{-2, 0, 2, 4, 5, 6, 8, 10, 12, 15}

// Expected is what a model expects of a threshold, in whole arrests.
type Expected struct {
	Threshold float64 `json:"threshold"`
	Links     int     `json:"links"`
	Right     string  `json:"right"` // "about 33", "fewer than 1"
	Missed    string  `json:"missed"`
}

// Expect says what the model expects of a threshold, in whole arrests.
func (c Comparison) Expect(threshold float64) Expected {
	at := linkage.ForecastAt(c.Expected, threshold)
	right, all := at.Precision*float64(at.Links), 0.0
	if n := len(c.Expected); n > 0 {
		all = c.Expected[n-1].Precision * float64(c.Expected[n-1].Links)
	}
	return Expected{Threshold: threshold, Links: at.Links, Right: about(right), Missed: about(all - right)}
}

// about says an expectation in whole arrests.
func about(number float64) string {
	switch {
	case number <= 0:
		return "0"
	case number < 0.5:
		return "fewer than 1"
	}
	return fmt.Sprintf("about %.0f", math.Round(number))
}

// ReadTruth reads whose arrests really are, by arrest, "" for a woman who is not
// here: CSV with the columns arrest_id and person_ref.
func ReadTruth(content []byte) (map[string]string, error) {
	rows, err := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(content, []byte("\xef\xbb\xbf")))).ReadAll()
	if err != nil || len(rows) == 0 {
		return nil, &Unreadable{"The file is not CSV with a row of headings"}
	}
	for i := range rows[0] {
		rows[0][i] = strings.ToLower(strings.TrimSpace(rows[0][i]))
	}
	arrest, ref := slices.Index(rows[0], "arrest_id"), slices.Index(rows[0], "person_ref")
	if arrest < 0 || ref < 0 {
		return nil, &Unreadable{"The file has no column arrest_id, or none person_ref"}
	}
	truth := make(map[string]string, len(rows))
	for _, row := range rows[1:] {
		truth[strings.TrimSpace(row[arrest])] = strings.TrimSpace(row[ref])
	}
	return truth, nil
}

// Measure is how right a comparison is, against a file that says whose each arrest
// is. An arrest that the file does not name is of a woman who is not here.
type Measure struct {
	Arrests     int     `json:"arrests_of_women_here"`
	Right       int     `json:"links_right"`
	Wrong       int     `json:"links_wrong"`
	ReviewRight int     `json:"review_right"` // for review, beside the right woman
	ReviewWrong int     `json:"review_wrong"` // for review, beside another woman or one who is not here
	Missed      int     `json:"missed"`       // neither linked nor for review
	Precision   float64 `json:"precision"`    // of links
	Recall      float64 `json:"recall"`       // of links
	WithReview  float64 `json:"recall_with_review"`
}

// Against measures a comparison.
func (c Comparison) Against(truth map[string]string) Measure {
	var m Measure
	for _, match := range c.Matches {
		whose := truth[match.Line.Arrest]
		right := whose != "" && match.Ref == whose
		if whose != "" {
			m.Arrests++
		}
		switch {
		case match.Decision == linkage.Link && right:
			m.Right++
		case match.Decision == linkage.Link:
			m.Wrong++
		case match.Decision == linkage.Review && right:
			m.ReviewRight++
		case match.Decision == linkage.Review:
			m.ReviewWrong++
		}
	}
	m.Missed = m.Arrests - m.Right - m.ReviewRight
	m.Precision, m.Recall, m.WithReview = share(m.Right, m.Right+m.Wrong), share(m.Right, m.Arrests), share(m.Right+m.ReviewRight, m.Arrests)
	return m
}

// share returns part of whole to four places, 0 where there is no whole.
func share(part, whole int) float64 {
	const places = 10000
	if whole == 0 {
		return 0
	}
	return math.Round(float64(part)/float64(whole)*places) / places
}

// Words says it with counts.
func (m Measure) Words() string {
	return fmt.Sprintf("Measured: %d of %d links are right; they hold %d of the %d arrests of women who are here, and review holds %d more beside %d of others. Missed: %d.",
		m.Right, m.Right+m.Wrong, m.Right, m.Arrests, m.ReviewRight, m.ReviewWrong, m.Missed)
}
