package exchange

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"path"
	"strconv"
	"strings"
	"time"

	"throughline/internal/casework/spreadsheet"
	"throughline/internal/domain/calendar"
)

// A workbook is a zip of XML. It is read as a stream, in memory alone, and only as
// far as its cells: no formula is worked out, no link followed, no macro run.

// mostUnpacked is how many bytes of a workbook are unpacked at most, in all.
const mostUnpacked = 300 << 20

// workbook is one that is being read.
type workbook struct {
	files   map[string]*zip.File
	left    int64 // bytes that may still be unpacked
	strings []string
	days    []bool // by style: whether its numbers are days
	base    int64  // the day numbered 0, as days since 1 January 1970
	read    lines

	formulas int // without a value
}

func readWorkbook(content []byte) (spreadsheet.Table, error) {
	archive, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil || len(archive.File) > mostEntries {
		return spreadsheet.Table{}, errNoWorkbook
	}
	book := &workbook{files: map[string]*zip.File{}, left: mostUnpacked}
	for _, file := range archive.File {
		if strings.HasSuffix(strings.ToLower(file.Name), "vbaproject.bin") {
			return spreadsheet.Table{}, unreadable("This workbook holds macros, which are not taken. Save it as .xlsx (a workbook without macros)")
		}
		book.files[strings.ToLower(strings.TrimPrefix(file.Name, "/"))] = file
	}
	if err := book.all(); err != nil {
		var said *spreadsheet.Unreadable
		if errors.As(err, &said) {
			return spreadsheet.Table{}, err
		}
		return spreadsheet.Table{}, errNoWorkbook
	}
	return book.read.table, nil
}

var errNoWorkbook = unreadable("This is no whole Excel workbook. Open it, and save it again as .xlsx or CSV")

// all reads the first sheet that is not hidden.
func (b *workbook) all() error {
	sheet, err := b.sheet()
	if err != nil {
		return err
	}
	if err := b.sharedStrings(); err != nil {
		return err
	}
	if err := b.styles(); err != nil {
		return err
	}
	if err := b.cells(sheet); err != nil {
		return err
	}
	if b.formulas > 0 {
		b.read.note("%d formulas have no value in the file and are read as empty. Open it in Excel and save it again to keep them", b.formulas)
	}
	return nil
}

// walk calls take for every start of an element of a part, with the decoder, until
// the part ends. A part that is not there is empty.
func (b *workbook) walk(name string, take func(*xml.Decoder, xml.StartElement) error) error {
	file := b.files[strings.ToLower(name)]
	if file == nil {
		return nil
	}
	stream, err := file.Open()
	if err != nil {
		return fmt.Errorf("opening a part of the workbook: %w", err)
	}
	defer stream.Close()
	decoder := xml.NewDecoder(&unpacking{stream, b})
	for {
		token, err := decoder.Token()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		if start, ok := token.(xml.StartElement); ok {
			if err := take(decoder, start); err != nil {
				return err
			}
		}
	}
}

// unpacking stops a workbook that unpacks to more than honest ones do.
type unpacking struct {
	io.Reader
	book *workbook
}

func (u *unpacking) Read(p []byte) (int, error) {
	n, err := u.Reader.Read(p)
	if u.book.left -= int64(n); u.book.left < 0 {
		return 0, unreadable("The workbook unpacks to more than 300 MB. Split it, or save it as CSV")
	}
	return n, err
}

func attribute(element xml.StartElement, name string) string {
	for _, one := range element.Attr {
		if one.Name.Local == name {
			return one.Value
		}
	}
	return ""
}

// sheet returns the part that holds the first sheet which is not hidden.
func (b *workbook) sheet() (string, error) {
	const main = "xl/workbook.xml"
	if b.files[main] == nil {
		return "", errNoWorkbook
	}
	b.base = -25569 // 30 December 1899
	chosen, others, hidden := "", 0, 0
	err := b.walk(main, func(_ *xml.Decoder, start xml.StartElement) error {
		switch start.Name.Local {
		case "workbookPr":
			if old := attribute(start, "date1904"); old == "1" || old == "true" {
				b.base = -24107 // 1 January 1904
				b.read.note("The days of this workbook are counted from 1904, and were read so")
			}
		case "sheet":
			switch {
			case attribute(start, "state") == "hidden" || attribute(start, "state") == "veryHidden":
				hidden++
			case chosen == "":
				chosen = attribute(start, "id")
			default:
				others++
			}
		}
		return nil
	})
	if err != nil {
		return "", err
	}
	if chosen == "" {
		return "", unreadable("Every sheet of the workbook is hidden, or there is none")
	}
	if hidden > 0 {
		b.read.note("Hidden sheets were not read: %d", hidden)
	}
	if others > 0 {
		b.read.note("Only the first sheet was read. Other sheets: %d", others)
	}
	target := ""
	err = b.walk("xl/_rels/workbook.xml.rels", func(_ *xml.Decoder, start xml.StartElement) error {
		if start.Name.Local == "Relationship" && attribute(start, "Id") == chosen {
			target = attribute(start, "Target")
		}
		return nil
	})
	if strings.HasPrefix(target, "/") {
		return strings.TrimPrefix(target, "/"), err
	}
	return path.Join("xl", target), err
}

// sharedStrings reads the texts that cells point at.
func (b *workbook) sharedStrings() error {
	return b.walk("xl/sharedStrings.xml", func(decoder *xml.Decoder, start xml.StartElement) error {
		if start.Name.Local != "si" {
			return nil
		}
		text, err := richText(decoder)
		b.strings = append(b.strings, text)
		return err
	})
}

// richText returns the words of an element, however they are set, without the
// reading aids that stand beside them.
func richText(decoder *xml.Decoder) (string, error) {
	var text strings.Builder
	depth, within, aside := 1, false, 0
	for depth > 0 {
		token, err := decoder.Token()
		if err != nil {
			return "", err
		}
		switch token := token.(type) {
		case xml.StartElement:
			depth++
			within = token.Name.Local == "t"
			if token.Name.Local == "rPh" {
				aside = depth
			}
		case xml.EndElement:
			if depth == aside {
				aside = 0
			}
			depth--
			within = false
		case xml.CharData:
			if within && aside == 0 {
				text.Write(token)
			}
		}
	}
	return text.String(), nil
}

// styles reads which styles show a number as a day.
func (b *workbook) styles() error {
	own := map[string]bool{}
	cells := false
	return b.walk("xl/styles.xml", func(_ *xml.Decoder, start xml.StartElement) error {
		switch start.Name.Local {
		case "numFmt":
			own[attribute(start, "numFmtId")] = showsDay(attribute(start, "formatCode"))
		case "cellXfs":
			cells = true
		case "cellStyleXfs", "cellStyles", "dxfs":
			cells = false
		case "xf":
			if cells {
				id := attribute(start, "numFmtId")
				n, err := strconv.Atoi(id)
				b.days = append(b.days, own[id] || err == nil && (n >= 14 && n <= 17 || n == 22 || n >= 27 && n <= 36 || n >= 50 && n <= 58))
			}
		}
		return nil
	})
}

// showsDay says whether a format shows the day or year of a number.
func showsDay(format string) bool {
	quoted, bracketed := false, false
	for _, letter := range strings.ToLower(format) {
		switch {
		case letter == '"':
			quoted = !quoted
		case quoted:
		case letter == '[':
			bracketed = true
		case letter == ']':
			bracketed = false
		case bracketed:
		case letter == 'd' || letter == 'y':
			return true
		}
	}
	return false
}

// written is one cell as it is written.
type written struct {
	Type    string `xml:"t,attr"`
	Place   string `xml:"r,attr"`
	Style   int    `xml:"s,attr"`
	Formula *struct {
		Text string `xml:",chardata"`
	} `xml:"f"`
	Value  *string `xml:"v"`
	Inline struct {
		Text string   `xml:"t"`
		Runs []string `xml:"r>t"`
	} `xml:"is"`
}

// cells reads the lines of a sheet. Merged cells of the lines at the top are filled
// with what the first of them holds.
func (b *workbook) cells(part string) error {
	if b.files[strings.ToLower(part)] == nil {
		return errNoWorkbook
	}
	number := 0
	return b.walk(part, func(decoder *xml.Decoder, start xml.StartElement) error {
		switch start.Name.Local {
		case "row":
			if n, err := strconv.Atoi(attribute(start, "r")); err == nil && n > number {
				number = n
			} else {
				number++
			}
			cells, err := b.row(decoder)
			if err != nil {
				return err
			}
			return b.read.add(number, cells)
		case "mergeCell":
			b.merge(attribute(start, "ref"))
		}
		return nil
	})
}

// row reads the cells of a line up to its end.
func (b *workbook) row(decoder *xml.Decoder) ([]string, error) {
	var cells []string
	for {
		token, err := decoder.Token()
		if err != nil {
			return nil, err
		}
		switch token := token.(type) {
		case xml.EndElement:
			return cells, nil
		case xml.StartElement:
			var one written
			if err := decoder.DecodeElement(&one, &token); err != nil {
				return nil, err
			}
			if token.Name.Local != "c" {
				continue
			}
			column := len(cells)
			if placed, _, ok := placeOf(one.Place); ok {
				column = placed
			}
			text := b.text(one)
			switch {
			case column >= spreadsheet.MostColumns && text == "":
				continue
			case column >= spreadsheet.MostColumns:
				return nil, errTooWide
			}
			for len(cells) <= column {
				cells = append(cells, "")
			}
			cells[column] = text
		}
	}
}

// text returns a cell as text.
func (b *workbook) text(one written) string {
	if one.Type == "inlineStr" {
		return one.Inline.Text + strings.Join(one.Inline.Runs, "")
	}
	if one.Value == nil || *one.Value == "" {
		if one.Formula != nil {
			b.formulas++
		}
		return ""
	}
	value := *one.Value
	switch one.Type {
	case "s":
		if n, err := strconv.Atoi(strings.TrimSpace(value)); err == nil && n >= 0 && n < len(b.strings) {
			return b.strings[n]
		}
		return ""
	case "b":
		return map[string]string{"1": "yes", "0": "no"}[value]
	case "e":
		return ""
	case "str":
		return value
	case "d":
		if at, err := time.Parse("2006-01-02T15:04:05", value); err == nil {
			return at.Format("2006-01-02")
		}
		return value
	}
	amount, err := strconv.ParseFloat(value, 64)
	if err != nil {
		return value
	}
	if one.Style >= 0 && one.Style < len(b.days) && b.days[one.Style] && amount >= 1 && amount < 2958466 {
		return calendar.DayOf(time.Unix((int64(amount)+b.base)*86400, 0).UTC()).String()
	}
	return strconv.FormatFloat(amount, 'f', -1, 64) // a phone number never as 7.7e+09
}

// placeOf reads a place such as B12 as column 1 and line 12.
func placeOf(place string) (column, line int, ok bool) {
	letters := 0
	for letters < len(place) && place[letters] >= 'A' && place[letters] <= 'Z' && letters < 4 {
		column = column*26 + int(place[letters]-'A') + 1
		letters++
	}
	line, err := strconv.Atoi(place[letters:])
	return column - 1, line, letters > 0 && err == nil && line > 0
}

// merge fills the merged cells of one of the first lines.
func (b *workbook) merge(ref string) {
	from, to, _ := strings.Cut(ref, ":")
	left, top, ok := placeOf(from)
	right, bottom, also := placeOf(to)
	if !ok || !also || top > 20 || bottom-top > 20 || right >= spreadsheet.MostColumns {
		return
	}
	text := ""
	for i := range b.read.table.Lines {
		line := &b.read.table.Lines[i]
		if line.Number < top || line.Number > bottom {
			continue
		}
		if line.Number == top && left < len(line.Cells) {
			text = line.Cells[left]
		}
		for len(line.Cells) <= right {
			line.Cells = append(line.Cells, "")
		}
		for column := left; column <= right; column++ {
			if line.Cells[column] == "" {
				line.Cells[column] = text
			}
		}
	}
}
