package economics

import (
	"strconv"

	"throughline/internal/reckoning/chart"
	"throughline/internal/reckoning/evaluation"
	"throughline/internal/reckoning/figure"
)

// CostTable is T26: what a scheme cost for each of those counted, beside what
// others are said to cost. Costs are figures of money as the reader may see them.
// Source: 004:113; 000:406, 592.
func (l Library) CostTable(service string, costs []chart.Reading) evaluation.Table {
	t := evaluation.Table{
		ID: "T26", Title: "Cost and return", Source: "004:113; 000:406, 592",
		Columns:    []string{"Service", "What", "Cost for each", "Range", "Year", "Read in"},
		Definition: "Cost lines of the scheme, shared among those counted of the women referred in the time the lines cover; beside it what others are said to cost, as printed",
		Note:       "A cost holds all that was spent. It is not what one more woman would cost. The same pounds stand in every row of a scheme, so rows are never added. Costs of other services cover other things and times.",
	}
	for _, cost := range costs {
		meaning := cost.Meaning()
		t.Rows = append(t.Rows, []evaluation.Cell{
			{Words: service}, {Words: meaning.Title}, {Figure: cost}, {Words: "not stated: cost lines hold one sum"}, {Words: meaning.Window.Words()}, {Words: "cost lines"},
		})
	}
	for _, value := range l.Values {
		if value.Use != Cost {
			continue
		}
		row := []evaluation.Cell{{Words: "Elsewhere"}, {Words: value.Text}, {Words: value.Words()}, {Words: "not stated"}, {Words: stated(value.Year)}, {Words: value.From()}}
		if value.Low.known() {
			row[2], row[3] = evaluation.Cell{Words: "no one number"}, evaluation.Cell{Words: value.Words()}
		}
		if f, ok := value.figure(); ok {
			row[2] = evaluation.Cell{Figure: f}
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// figure returns a value that was worked out from a sum and a number of women as
// the figure it is.
func (v Value) figure() (figure.Figure, bool) {
	if v.Women == 0 {
		return figure.Figure{}, false
	}
	made, err := figure.NewUnitCost(figure.Meaning{
		ID: "benchmark." + v.ID, Title: v.Text, Unit: "GBP per woman", Definition: v.Note, Source: v.From(),
	}, v.Total*100, figure.Tally{Base: v.Women})
	return made, err == nil
}

func stated(text string) string {
	if text == NotStated {
		return "not stated"
	}
	return text
}

// RateTable is T27: rates that schemes are reported to have reached, each with its
// base and definition. Rates are those of the scheme itself, as the reader may see
// them; re-arrest is none of them. Source: 000:655-661.
func (l Library) RateTable(service string, rates []chart.Reading) evaluation.Table {
	t := evaluation.Table{
		ID: "T27", Title: "Rates of other schemes", Source: "000:655-661",
		Columns:    []string{"Scheme", "Measure", "Rate", "As printed", "Of whom", "When", "Read in", "Read with care"},
		Definition: "Rates as each source reports them, with the counts behind them where the source prints any",
		Note:       "Not directly comparable. Each counts other women, other events and other times. They are in the order of the documents, are never ranked, and never share an axis.",
	}
	for _, rate := range rates {
		meaning := rate.Meaning()
		if meaning.Measure == figure.MeasureRearrest {
			continue
		}
		t.Rows = append(t.Rows, words(service, meaning.Title, "", "not printed: counted here", meaning.Definition, meaning.Window.Words(), meaning.Source, ""))
		t.Rows[len(t.Rows)-1][2] = evaluation.Cell{Figure: rate}
	}
	for _, b := range l.Benchmarks {
		row := words(b.Scheme, b.What, "no counts printed", b.Printed, b.Of, when(b), string(b.Source), b.Standing()+b.Note)
		if f, ok := b.Figure(); ok {
			row[2] = evaluation.Cell{Figure: f}
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

func when(b Benchmark) string {
	if !b.From.Known() && !b.To.Known() {
		return "not stated"
	}
	return b.meaning().Window.Words()
}

func words(texts ...string) []evaluation.Cell {
	row := make([]evaluation.Cell, len(texts))
	for i, text := range texts {
		row[i].Words = text
	}
	return row
}

// Standing says which of the counts behind a rate no document prints.
func (b Benchmark) Standing() string {
	said := ""
	for _, one := range []struct {
		what string
		Counted
	}{{"The count", b.Count}, {"The base", b.Base}} {
		if one.Is == Computed || one.Is == Assumed {
			said += one.what + " of " + strconv.Itoa(one.Value) + " is " + string(one.Is) + ". "
		}
	}
	return said
}
