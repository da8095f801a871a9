package report

import (
	"fmt"
	"strings"

	"throughline/internal/reckoning/figure"
	"throughline/internal/reckoning/reportpack"
)

// worksheet is one sheet of a workbook: lines that say what it is, then one table.
type worksheet struct {
	name    string
	head    []reportpack.Line
	columns []string
	rows    [][]figure.Field
}

// sheetsOf lists the sheets of a pack: what it is and the answers, every figure,
// every table and chart, and what all of it means.
func sheetsOf(pack reportpack.Pack) ([]worksheet, error) {
	sheets := []worksheet{answerSheet(pack), figureSheet(pack)}
	opened := func(name string, columns []string, cells [][]figure.CSVCell, head ...reportpack.Line) error {
		header, rows, err := figure.Open(columns, cells)
		if err != nil {
			return fmt.Errorf("opening %s: %w", name, err)
		}
		sheets = append(sheets, worksheet{shortened(name), append(head, pack.Head()...), header, rows})
		return nil
	}
	for _, table := range pack.Tables {
		if err := opened(table.ID, table.Columns, cellsOf(table.Table),
			reportpack.Line{Key: table.ID, Text: table.Title}, reportpack.Line{Key: "What it counts", Text: table.Definition},
			reportpack.Line{Key: "Window", Text: table.Windows}, reportpack.Line{Key: "Source", Text: table.Source},
			reportpack.Line{Key: "Read with care", Text: table.Note},
		); err != nil {
			return nil, err
		}
	}
	for _, drawn := range pack.Charts {
		if err := opened("chart "+drawn.ID, drawn.Columns, drawn.Cells(),
			reportpack.Line{Key: "Chart", Text: drawn.Headline}, reportpack.Line{Key: "What it shows", Text: drawn.Caption},
		); err != nil {
			return nil, err
		}
	}
	sheets = append(sheets, definitionSheet(pack), unknownSheet(pack))
	if len(pack.Notes) > 0 {
		sheets = append(sheets, noteSheet(pack))
	}
	return sheets, nil
}

// shortened fits a name into what a workbook takes for one.
func shortened(name string) string {
	const longest = 31
	return name[:min(len(name), longest)]
}

func answerSheet(pack reportpack.Pack) worksheet {
	s := worksheet{
		name: "About", head: append([]reportpack.Line{{Key: "Report pack", Text: pack.Title}}, pack.Head()...),
		columns: []string{"Answer", "What the figures say", "Window", "Source"},
	}
	for _, answer := range pack.Answers {
		for _, finding := range answer.Findings {
			meaning := finding.Figure.Meaning()
			s.rows = append(s.rows, texts(answer.Title, finding.Says, meaning.Window.Words(), meaning.Source))
		}
		if answer.Note != "" {
			s.rows = append(s.rows, texts(answer.Title, answer.Note))
		}
	}
	return s
}

// figureSheet holds every figure with its numbers side by side.
func figureSheet(pack reportpack.Pack) worksheet {
	s := worksheet{
		name: "Figures", head: pack.Head(),
		columns: []string{"Figure", "Name in reports", "Number", "Of", "%", "Method", "95% low", "95% high", "Value", "Unit"},
	}
	if pack.Exact() {
		s.columns = append(s.columns, "Not known", "Does not apply")
	}
	for _, one := range pack.Method {
		form := one.Written()
		row := append(texts(form.Title, form.ID), number(form.Numerator, form.Marker), number(form.Base, form.Marker))
		var percent, low, high, value figure.Field
		method := ""
		if form.Percent != nil {
			percent = number(form.Percent, "")
		}
		if form.Interval != nil {
			method, low, high = string(form.Interval.Method), number(form.Interval.Low, ""), number(form.Interval.High, "")
		}
		if form.Value != nil {
			value = number(form.Value, "")
		}
		row = append(row, percent, figure.Field{Text: method}, low, high, value, figure.Field{Text: form.Unit})
		if pack.Exact() {
			row = append(row, number(one.NotKnown, ""), number(one.NotApplicable, ""))
		}
		s.rows = append(s.rows, row)
	}
	return s
}

func definitionSheet(pack reportpack.Pack) worksheet {
	s := worksheet{name: "Definitions", head: pack.Head(), columns: []string{"Figure", "Name in reports", "Definition", "Window", "Source"}}
	for _, one := range pack.Method {
		meaning := one.Meaning()
		s.rows = append(s.rows, texts(meaning.Title, meaning.ID, meaning.Definition, meaning.Window.Words(), meaning.Source))
	}
	return s
}

func unknownSheet(pack reportpack.Pack) worksheet {
	s := worksheet{name: "Not known", head: pack.Head(), columns: []string{"What is not known", "Source"}}
	for _, limit := range pack.Unknown {
		s.rows = append(s.rows, texts(limit.Says, limit.Source))
	}
	return s
}

func noteSheet(pack reportpack.Pack) worksheet {
	s := worksheet{name: "Printed report", head: pack.Head(), columns: []string{"The printed report says", "What to know", "Here", "Source"}}
	for _, note := range pack.Notes {
		var here []string
		for _, one := range note.Here {
			here = append(here, one.Meaning().Title+", "+one.Text())
		}
		s.rows = append(s.rows, texts(note.Printed, note.Says, strings.Join(here, "; "), note.Source))
	}
	return s
}

// number makes a field of a number as it is written, or of the marker in its place.
func number(value any, marker string) figure.Field {
	text := numberText(value)
	return figure.Field{Text: text, Number: text != "" && text != marker}
}

func texts(all ...string) []figure.Field {
	fields := make([]figure.Field, len(all))
	for i, text := range all {
		fields[i].Text = text
	}
	return fields
}
