package exchange

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"

	"throughline/internal/casework/spreadsheet"
)

// oldOffice is how the files of Excel before 2007, and those with a password, begin.
var oldOffice = []byte{0xD0, 0xCF, 0x11, 0xE0}

// ReadSheet reads the cells of a spreadsheet: CSV, or the first sheet of an Excel
// workbook. What it is, its bytes say and not its name. It returns a
// *spreadsheet.Unreadable where it cannot be read.
func ReadSheet(content []byte) (spreadsheet.Table, error) {
	switch {
	case len(content) == 0:
		return spreadsheet.Table{}, unreadable("The file is empty")
	case len(content) > spreadsheet.MostBytes:
		return spreadsheet.Table{}, unreadable("The file is larger than 50 MB. Split it")
	case bytes.HasPrefix(content, oldOffice):
		return spreadsheet.Table{}, unreadable("This is an old Excel file, or one with a password. Open it, take the password off, and save it as .xlsx or CSV")
	case bytes.HasPrefix(content, []byte("PK\x03\x04")):
		return readWorkbook(content)
	}
	return readCSV(content)
}

func unreadable(say string) error { return &spreadsheet.Unreadable{Say: say} }

// errTooLong and errTooWide say that a spreadsheet holds more than is read.
var (
	errTooLong = unreadable(fmt.Sprintf("The file has more than %d rows. Split it into smaller files", spreadsheet.MostRows))
	errTooWide = unreadable(fmt.Sprintf("The file has more than %d columns. Take out those that are not needed", spreadsheet.MostColumns))
)

// lines gathers the lines of a spreadsheet within its limits.
type lines struct{ table spreadsheet.Table }

// add adds a line, unless it is empty.
func (l *lines) add(number int, cells []string) error {
	for len(cells) > 0 && strings.TrimSpace(cells[len(cells)-1]) == "" {
		cells = cells[:len(cells)-1]
	}
	switch {
	case len(cells) == 0:
		return nil
	case len(cells) > spreadsheet.MostColumns:
		return errTooWide
	case len(l.table.Lines) > spreadsheet.MostRows+10: // some lines may stand above the headings
		return errTooLong
	}
	for _, cell := range cells {
		if len(cell) > 4*spreadsheet.MostLetters {
			return unreadable(fmt.Sprintf("Row %d has a cell of more than %d letters. Shorten it", number, spreadsheet.MostLetters))
		}
	}
	l.table.Lines = append(l.table.Lines, spreadsheet.Line{Number: number, Cells: cells})
	return nil
}

func (l *lines) note(format string, args ...any) {
	l.table.Notes = append(l.table.Notes, fmt.Sprintf(format, args...))
}

func readCSV(content []byte) (spreadsheet.Table, error) {
	found, err := sniff(bytes.NewReader(content))
	var wrong *undecodable
	if errors.As(err, &wrong) {
		return spreadsheet.Table{}, unreadable("This is neither CSV nor .xlsx: its text cannot be read. Save it as .xlsx, or as CSV (UTF-8)")
	}
	if err != nil {
		return spreadsheet.Table{}, fmt.Errorf("reading the spreadsheet: %w", err)
	}
	var read lines
	if found.encoding == windows1252 {
		read.note("The letters were read as Windows-1252. Check names with accents")
	}
	mark := separator(content)
	if mark != ',' {
		read.note("The cells are apart by %s", map[rune]string{';': "semicolons", '\t': "tabs"}[mark])
	}
	limit := &rowLimit{stream: decoded(bytes.NewReader(content), found.encoding)}
	rows := csv.NewReader(limit)
	rows.Comma, rows.FieldsPerRecord, rows.LazyQuotes = mark, -1, true
	for {
		limit.next()
		cells, err := rows.Read()
		if err == io.EOF {
			return read.table, nil
		}
		if errors.Is(err, errRowTooLong) {
			return spreadsheet.Table{}, unreadable("A row is too long: a quotation mark may be open. Save the file again as .xlsx")
		}
		if err != nil {
			return spreadsheet.Table{}, unreadable("The rows cannot be told apart. Save the file again as .xlsx")
		}
		number, _ := rows.FieldPos(0)
		if err := read.add(number, cells); err != nil {
			return spreadsheet.Table{}, err
		}
	}
}

// separator returns what stands between the cells: what the first lines have most of.
func separator(content []byte) rune {
	head := content[:min(len(content), 4096)]
	best, most := ',', bytes.Count(head, []byte{','})
	for _, mark := range []rune{';', '\t'} {
		if n := bytes.Count(head, []byte{byte(mark)}); n > most {
			best, most = mark, n
		}
	}
	return best
}
