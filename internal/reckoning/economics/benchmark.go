package economics

import (
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/scheme"
	"throughline/internal/reckoning/figure"
)

// Benchmark is a rate that another scheme is reported to have reached.
type Benchmark struct {
	ID      string        `yaml:"id"`
	Scheme  string        `yaml:"scheme"`
	What    string        `yaml:"what"`
	Measure string        `yaml:"measure"`
	Printed string        `yaml:"printed"` // as the document has it
	Count   Counted       `yaml:"count"`   // zero: no count can be had from the print
	Base    Counted       `yaml:"base"`
	Of      string        `yaml:"of"` // who is in the base
	From    calendar.Day  `yaml:"from"`
	To      calendar.Day  `yaml:"to"`
	Source  scheme.Source `yaml:"source"`
	Note    string        `yaml:"note"`
}

// Counted is a count and how it was come by.
type Counted struct {
	Value int      `yaml:"value"`
	Is    Standing `yaml:"is"`
}

// Standing says how a count of a benchmark was come by.
type Standing string

// The standings.
const (
	Printed  Standing = "printed"
	Computed Standing = "computed" // worked out from what is printed
	Assumed  Standing = "assumed"  // no document says it
)

// Figure returns the benchmark as a figure, and false where the print gives no
// count to make one from: then it is no more than words.
func (b Benchmark) Figure() (figure.Figure, bool) {
	if b.Count.Is == "" {
		return figure.Figure{}, false
	}
	made, err := figure.NewProportion(b.meaning(), figure.Tally{Numerator: b.Count.Value, Base: b.Base.Value})
	return made, err == nil
}

// meaning makes each benchmark a measure of its own, so that no two are put on
// one axis.
func (b Benchmark) meaning() figure.Meaning {
	return figure.Meaning{
		ID: "benchmark." + b.ID, Title: b.Scheme + ": " + b.What, Definition: b.Of, Source: string(b.Source),
		Window: calendar.Window{From: b.From, To: b.To},
	}
}
