package figure

import (
	"encoding/json"

	"throughline/internal/domain/calendar"
	"throughline/internal/reckoning/stats"
)

// Written is the form of a figure in a report. Numbers are JSON numbers with
// two decimals; percent, low and high run from 0 to 100.
type Written struct {
	ID         string           `json:"id"`
	Title      string           `json:"title"`
	Kind       Kind             `json:"-"`
	Numerator  any              `json:"numerator"` // a count, pounds for money, or the marker of a hidden count
	Base       any              `json:"base"`      // null where there is none
	Percent    *json.Number     `json:"percent"`
	Interval   *WrittenInterval `json:"interval"`
	Value      *json.Number     `json:"value,omitempty"`
	AtRisk     *int             `json:"at_risk,omitempty"`        // still followed at the time of a share by a time
	Error      *json.Number     `json:"standard_error,omitempty"` // Greenwood's, in per cent
	Unit       string           `json:"unit,omitempty"`
	Window     calendar.Window  `json:"window"`
	Definition string           `json:"definition"`
	Source     string           `json:"source"`
	Policy     string           `json:"policy,omitempty"` // the suppression policy it passed, if any
	Marker     string           `json:"-"`                // stands for every number that a policy hides
}

// WrittenInterval is a 95 % interval in per cent.
type WrittenInterval struct {
	Method stats.Method `json:"method"`
	Low    json.Number  `json:"low"`
	High   json.Number  `json:"high"`
}

// Written returns the figure as a report writes it, without its cases.
func (f Figure) Written() Written {
	written := Written{
		ID: f.meaning.ID, Title: f.meaning.Title, Kind: f.kind,
		Numerator: f.tally.Numerator, Unit: f.meaning.Unit,
		Window: f.meaning.Window, Definition: f.meaning.Definition, Source: f.meaning.Source,
	}
	if f.kind == Money {
		written.Numerator = json.Number(penceAsPounds(f.pence))
	}
	if f.hasBase {
		written.Base = f.tally.Base
	}
	if percent, ok := f.Percent(2); ok {
		written.Percent = number(percent)
	}
	if value, ok := f.Value(); ok {
		written.Value = number(value)
	}
	if at, ok := f.Estimate(); ok {
		written.AtRisk, written.Error = &at.AtRisk, number(hundredfold(at.StandardError, 2))
	}
	if interval, ok := f.Interval(); ok {
		written.Interval = &WrittenInterval{
			Method: interval.Method,
			Low:    *number(hundredfold(interval.Low, 2)),
			High:   *number(hundredfold(interval.High, 2)),
		}
	}
	return written
}

func number(text string) *json.Number {
	n := json.Number(text)
	return &n
}

// MarshalJSON writes the figure as a report does.
func (f Figure) MarshalJSON() ([]byte, error) { return json.Marshal(f.Written()) }
