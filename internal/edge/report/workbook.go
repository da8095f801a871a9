package report

import (
	"bytes"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"

	"throughline/internal/reckoning/figure"
	"throughline/internal/reckoning/reportpack"
)

// workbook writes a pack as XLSX: one table a sheet, each with what it means above
// it. Words are words and numbers are numbers: no cell is a formula.
func workbook(pack reportpack.Pack) ([]File, error) {
	sheets, err := sheetsOf(pack)
	if err != nil {
		return nil, fmt.Errorf("writing the workbook: %w", err)
	}
	book := excelize.NewFile()
	var out bytes.Buffer
	if err = fill(book, pack, sheets); err == nil {
		err = book.Write(&out)
	}
	if err := errors.Join(err, book.Close()); err != nil {
		return nil, fmt.Errorf("writing the workbook: %w", err)
	}
	return []File{{"pack.xlsx", out.Bytes(), "A spreadsheet with a sheet for each table"}}, nil
}

// fill puts the sheets into an empty workbook, which is dated with the day the pack
// is as at.
func fill(book *excelize.File, pack reportpack.Pack, sheets []worksheet) error {
	day := pack.AsAt.String() + "T00:00:00Z"
	if err := book.SetDocProps(&excelize.DocProperties{
		Title: titleOf(pack), Creator: "Throughline", Created: day, Modified: day, Language: "en-GB", Description: mark(pack),
	}); err != nil {
		return err
	}
	bold, err := book.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}})
	if err != nil {
		return err
	}
	for i, one := range sheets {
		if i == 0 {
			err = book.SetSheetName(book.GetSheetName(0), one.name)
		} else {
			_, err = book.NewSheet(one.name)
		}
		if err == nil {
			err = one.fill(book, bold)
		}
		if err != nil {
			return fmt.Errorf("the sheet %s: %w", one.name, err)
		}
	}
	return nil
}

// Widths of the columns, in characters.
const (
	wideColumn = 40
	column     = 18
)

func (s worksheet) fill(book *excelize.File, bold int) error {
	row := 0
	put := func(fields []figure.Field) error {
		row++
		for i, field := range fields {
			if err := setField(book, s.name, i+1, row, field); err != nil {
				return err
			}
		}
		return nil
	}
	for _, line := range s.head {
		if line.Text != "" {
			if err := put(texts(line.Key, line.Text)); err != nil {
				return err
			}
		}
	}
	row++ // an empty line between what the table means and the table
	if err := put(texts(s.columns...)); err != nil {
		return err
	}
	heading := row
	for _, record := range s.rows {
		if err := put(record); err != nil {
			return err
		}
	}
	last, err := excelize.ColumnNumberToName(max(2, len(s.columns)))
	if err != nil {
		return err
	}
	return errors.Join(
		book.SetRowStyle(s.name, heading, heading, bold),
		book.SetColWidth(s.name, "A", last, column), book.SetColWidth(s.name, "A", "A", wideColumn),
	)
}

// setField writes one cell: a number as a number, and everything else as words,
// also what looks like a formula.
func setField(book *excelize.File, name string, column, row int, field figure.Field) error {
	at, err := excelize.CoordinatesToCellName(column, row)
	if err != nil || field.Text == "" {
		return err
	}
	if !field.Number {
		return book.SetCellStr(name, at, field.Text)
	}
	value, err := strconv.ParseFloat(field.Text, 64)
	if err != nil {
		return fmt.Errorf("the number %q: %w", field.Text, err)
	}
	places := 0
	if _, decimals, found := strings.Cut(field.Text, "."); found {
		places = len(decimals)
	}
	return book.SetCellFloat(name, at, value, places, 64)
}
