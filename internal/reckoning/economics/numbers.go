package economics

import (
	"strconv"

	"throughline/internal/domain/scheme"
)

// Numbers lists every number that the library takes from a line of the source
// documents, so that each can be looked for there. One that was worked out or
// assumed is marked as inferred.
func (l Library) Numbers() []scheme.Trace {
	var list []scheme.Trace
	add := func(at, number, text string, source scheme.Source, mark scheme.Mark) {
		if source != "" && number != "" {
			list = append(list, scheme.Trace{At: at, Number: number, Text: text, Source: source, Mark: mark})
		}
	}
	for _, v := range l.Values {
		for _, amount := range []Amount{v.Low, v.Central, v.High} {
			if amount.known() {
				add(v.ID, amount.text, v.Text, v.Source, v.Mark)
			}
		}
		if v.Women > 0 {
			add(v.ID, strconv.FormatInt(v.Total, 10), v.Text, v.Source, scheme.InForce)
			add(v.ID, strconv.Itoa(v.Women), v.Text, v.Source, scheme.InForce)
		}
		for _, number := range scheme.NumbersIn(v.Year) {
			add(v.ID, number, "year of "+v.Text, v.Source, scheme.InForce)
		}
	}
	for _, b := range l.Benchmarks {
		what := b.Scheme + ": " + b.What
		for _, number := range scheme.NumbersIn(b.Printed) {
			add(b.ID, number, what, b.Source, scheme.InForce)
		}
		for _, one := range []Counted{b.Count, b.Base} {
			mark := scheme.InForce
			if one.Is != Printed {
				mark = scheme.Inferred
			}
			if one.Is != "" {
				add(b.ID, strconv.Itoa(one.Value), what, b.Source, mark)
			}
		}
	}
	return list
}
