package comparison

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"throughline/internal/reckoning/figure"
)

// Says is what came of the comparison, in one sentence.
func (r Result) Says() string {
	switch {
	case r.Verdict == figure.NotEnough:
		return fmt.Sprintf("There are not enough people: it takes at least %d women and %d others.", Fewest, Fewest)
	case r.Effect == nil:
		return "Balance was not reached: the two sides still differ in what is marked below, so no effect is given. A file with more people to choose from may mend that."
	case r.Verdict == figure.NoEffect:
		return "There was no statistically significant effect found, which is not evidence of no effect."
	}
	return fmt.Sprintf("%s was %s among the women than among the others.", r.Meaning.Title, r.Verdict)
}

// cautions are what nobody may forget who reads the result.
func (r Result) cautions() []string {
	list := []string{
		"People who chose the service may differ from the others in what no column says. Matching cannot mend that.",
		"Both sides are followed from their first day, whether or not the woman came: no one has to stay free of arrest to be counted.",
	}
	if r.Meaning.Measure == figure.MeasureRearrest {
		list = append(list, "Re-arrest is not re-offending. Set neither side beside a reoffending rate.")
	}
	if r.Held {
		list = append(list, "Some answers told the two sides apart completely, or said the same thing twice. The score was held back for that.")
	}
	return list
}

// Text is the result for a terminal.
func (r Result) Text() string {
	var text strings.Builder
	line := func(format string, args ...any) { fmt.Fprintf(&text, format+"\n", args...) }
	line("%s", r.Says())
	if r.Effect != nil {
		line("")
		line("Women:      %s", r.Effect.A.Text())
		line("Others:     %s", r.Effect.B.Text())
		line("Difference: %s points", r.difference())
	}
	line("")
	line("%s. %s. Within %s days from the first day. Women referred %s. Source: %s.", r.Meaning.Title,
		r.Meaning.Definition, figure.Thousands(int64(r.Days)), r.Meaning.Window.Words(), r.Meaning.Source)
	line("Matched on a propensity score, %d to 1, nearest first, none twice, within %s standard deviations of its logit. Answers that fewer than %d women gave stand together as %q.",
		r.Each, strconv.FormatFloat(calliper, 'g', -1, 64), rare, together)
	line("")
	line("Who was left out")
	line("%8s %8s", "women", "others")
	for _, step := range r.Loss {
		line("%8s %8s  %s", figure.Thousands(int64(step.Women)), figure.Thousands(int64(step.Others)), step.What)
	}
	if len(r.Balance) > 0 {
		line("")
		line("Standardised differences; below %v either way the sides are alike", unlike)
		line("%8s %8s", "before", "after")
		for _, one := range r.Balance {
			mark := ""
			if !alike([]Balance{one}) {
				mark = "  not alike"
			}
			line("%8.3f %8.3f  %s%s", one.Before, one.After, one.What, mark)
		}
	}
	line("")
	for _, caution := range r.cautions() {
		line("%s", caution)
	}
	return text.String()
}

// gap is the share of the women less that of the others.
func (r Result) gap() float64 {
	ours, _ := r.Effect.A.Ratio()
	theirs, _ := r.Effect.B.Ratio()
	gap, _ := ours.Sub(ours, theirs).Float64()
	return gap
}

// difference is the effect in points of a percentage, with its interval.
func (r Result) difference() string {
	return fmt.Sprintf("%.1f (95%% interval %.1f to %.1f)", 100*r.gap(), 100*r.Effect.Interval.Low, 100*r.Effect.Interval.High)
}

// MarshalJSON writes the result with three decimals where a number is not whole.
func (r Result) MarshalJSON() ([]byte, error) {
	type balance struct {
		Balance
		Before json.Number `json:"before"`
		After  json.Number `json:"after"`
		Alike  bool        `json:"alike"`
	}
	type effect struct {
		Women      figure.Figure `json:"women"`
		Others     figure.Figure `json:"others"`
		Difference json.Number   `json:"difference"` // in points of a percentage, as low and high
		Low        json.Number   `json:"low"`
		High       json.Number   `json:"high"`
	}
	number := func(value float64) json.Number { return json.Number(strconv.FormatFloat(value, 'f', 3, 64)) }
	written := struct {
		Measure  string         `json:"measure"`
		Days     int            `json:"days"`
		Each     int            `json:"k"`
		Traits   []Trait        `json:"matched_on"`
		Verdict  figure.Verdict `json:"verdict"`
		Says     string         `json:"says"`
		Alike    bool           `json:"balance_reached"`
		Held     bool           `json:"score_held_back"`
		Effect   *effect        `json:"effect"`
		Loss     []Step         `json:"loss"`
		Balance  []balance      `json:"balance"`
		Cautions []string       `json:"cautions"`
	}{
		Measure: r.Meaning.Measure, Days: r.Days, Each: r.Each, Traits: r.Traits, Verdict: r.Verdict, Says: r.Says(),
		Alike: r.Alike, Held: r.Held, Loss: r.Loss, Balance: []balance{}, Cautions: r.cautions(),
	}
	for _, one := range r.Balance {
		written.Balance = append(written.Balance, balance{one, number(one.Before), number(one.After), alike([]Balance{one})})
	}
	if r.Effect != nil {
		written.Effect = &effect{r.Effect.A, r.Effect.B, number(100 * r.gap()), number(100 * r.Effect.Interval.Low), number(100 * r.Effect.Interval.High)}
	}
	return json.Marshal(written)
}

// CSV is the result as the rows of one table: the verdict, who was left out, how
// alike the sides are, and the shares.
func (r Result) CSV() (columns []string, rows [][]figure.CSVCell) {
	row := func(texts ...string) {
		var cells []figure.CSVCell
		for _, text := range texts {
			cells = append(cells, figure.CSVCell{Text: text})
		}
		rows = append(rows, cells)
	}
	row("verdict", r.Says(), "", "")
	if r.Effect != nil {
		row("share", r.Meaning.Title, r.Effect.A.Text(), r.Effect.B.Text())
		row("difference in points", r.difference(), "", "")
	}
	for _, step := range r.Loss {
		row("people", step.What, strconv.Itoa(step.Women), strconv.Itoa(step.Others))
	}
	for _, one := range r.Balance {
		row("standardised difference, before and after", one.What, strconv.FormatFloat(one.Before, 'f', 3, 64), strconv.FormatFloat(one.After, 'f', 3, 64))
	}
	return []string{"part", "what", "women", "others"}, rows
}
