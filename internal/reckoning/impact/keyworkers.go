package impact

import (
	"fmt"
	"math/big"

	"throughline/internal/domain/calendar"
	"throughline/internal/domain/scheme"
	"throughline/internal/reckoning/chart"
	"throughline/internal/reckoning/figure"
	"throughline/internal/reckoning/suppression"
)

// Keyworkers says how many keyworkers the women let in would ask for, if each
// encounter let in were one woman who came.
type Keyworkers struct {
	Pathway    string        `json:"pathway"`
	Who        string        `json:"who"`
	Encounters string        `json:"encounters"` // in the window
	AYear      string        `json:"a_year"`
	Each       int           `json:"each"` // women a year for each keyworker
	Source     scheme.Source `json:"source"`
	Needed     string        `json:"needed"`
	// AtUptake is as Needed, if as many accepted as accept offers in the log; ""
	// where the log has no answered offer.
	AtUptake string `json:"at_uptake,omitempty"`
	Uptake   string `json:"uptake,omitempty"` // accepted of offered
}

// keyworkers works out, from the counts as the reader sees them, how many
// keyworkers the change asks for. Source: 004:314.
func (v *view) keyworkers() []Keyworkers {
	var list []Keyworkers
	for _, p := range v.Pathways {
		limit, stated := caseload(v.rules, p.Code)
		in, may := p.Moves.LetIn() > 0, p.Moves.MayBeLetIn() > 0
		if !stated || !in && !may {
			continue
		}
		if in {
			list = append(list, v.keyworkersFor(p, limit, "All let in", moveID(p, closed, open)))
		}
		if may {
			list = append(list, v.keyworkersFor(p, limit, "All let in, and all that may be", moveID(p, closed, open), moveID(p, closed, unclear)))
		}
	}
	return list
}

// caseload returns how many women a year a keyworker of the pathway has, and
// false where the rulebook does not say.
func caseload(r scheme.Local, pathway string) (scheme.Limit, bool) {
	if p := r.Book.Pathway(pathway); p != nil {
		for _, limit := range p.Capacity {
			if limit.Per == scheme.PerKeyworker && limit.AYear > 0 {
				return limit, true
			}
		}
	}
	return scheme.Limit{}, false
}

func (v *view) keyworkersFor(p Pathway, limit scheme.Limit, who string, ids ...string) Keyworkers {
	made := Keyworkers{Pathway: p.Code, Who: who, Each: limit.AYear, Source: limit.Source}
	made.Encounters, made.AYear, made.Needed = suppression.Marker, suppression.Marker, suppression.Marker
	uptake, _ := v.read("uptake")
	share, answered := new(big.Rat), false
	if shown, ok := uptake.Shown(); ok {
		share, answered = shown.Ratio()
	}
	if v.Offered > v.Unanswered {
		made.Uptake, made.AtUptake = counted(uptake), suppression.Marker
	}
	total := 0
	for _, id := range ids {
		reading, _ := v.read(id)
		shown, ok := reading.Shown()
		if !ok {
			return made
		}
		n, _ := shown.Numerator()
		total += n
	}
	made.Encounters = figure.Thousands(int64(total))
	years, ok := yearsOf(v.span())
	if !ok {
		made.AYear, made.Needed, made.AtUptake = "", "", ""
		return made
	}
	yearly := new(big.Rat).Quo(new(big.Rat).SetInt64(int64(total)), years)
	made.AYear = plain(yearly)
	needed := new(big.Rat).Quo(yearly, new(big.Rat).SetInt64(int64(limit.AYear)))
	made.Needed = plain(needed)
	if answered && made.AtUptake != "" {
		made.AtUptake = plain(new(big.Rat).Mul(needed, share))
	}
	return made
}

// span is the days counted over: the window, an open end of which is the day of
// the first or the last encounter.
func (v *view) span() calendar.Window {
	span := v.Window
	if !span.From.Known() {
		span.From = v.First
	}
	if !span.To.Known() {
		span.To = v.Last
	}
	return span
}

// yearsOf returns how many years a span is: its calendar months by twelve where
// it is whole months, else its days by 365.25. It is false where the span has no
// days.
func yearsOf(span calendar.Window) (*big.Rat, bool) {
	if !span.From.Known() || span.To < span.From {
		return nil, false
	}
	fromYear, fromMonth, fromDay := span.From.Date()
	nextYear, nextMonth, nextDay := span.To.AddDays(1).Date()
	if fromDay == 1 && nextDay == 1 {
		return big.NewRat(int64((nextYear-fromYear)*12+int(nextMonth)-int(fromMonth)), 12), true
	}
	return big.NewRat(int64(span.To.Sub(span.From)+1)*4, 1461), true
}

// plain writes a number with one decimal, and a whole one without.
func plain(n *big.Rat) string {
	if n.Sign() > 0 && n.Cmp(big.NewRat(1, 20)) < 0 {
		return "under 0.1"
	}
	if n.IsInt() {
		return figure.Thousands(n.Num().Int64())
	}
	return n.FloatString(1)
}

// counted writes a count or a share as "n" or "n of N", with the marker for what
// is hidden.
func counted(reading chart.Reading) string {
	written := reading.Written()
	text := number(written.Numerator)
	if written.Base != nil {
		text += " of " + number(written.Base)
	}
	return text
}

func number(value any) string {
	if n, ok := value.(int); ok {
		return figure.Thousands(int64(n))
	}
	return fmt.Sprint(value)
}

// Words returns the working in sentences.
func (k Keyworkers) Words() []string {
	if k.Needed == "" {
		return []string{k.Who + ": " + k.Encounters + " encounters. Over how long is not known, so no keyworkers are worked out."}
	}
	lines := []string{fmt.Sprintf("%s: %s encounters, %s a year. At %d women a year for each keyworker (%s), if each were one woman who came: %s keyworkers.",
		k.Who, k.Encounters, k.AYear, k.Each, k.Source, k.Needed)}
	if k.AtUptake == "" {
		return append(lines, "No offer of the log has an answer, so nothing is said of how many would come.")
	}
	return append(lines, fmt.Sprintf("At the log's own uptake, %s offers accepted: %s keyworkers. Those were offers of today's door, and others may answer otherwise.", k.Uptake, k.AtUptake))
}
