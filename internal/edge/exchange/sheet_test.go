package exchange_test

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"throughline/internal/casework/spreadsheet"
	"throughline/internal/edge/exchange"
)

// cellsOf returns the cells of a table, line by line.
func cellsOf(table spreadsheet.Table) [][]string {
	var lines [][]string
	for _, line := range table.Lines {
		lines = append(lines, line.Cells)
	}
	return lines
}

func TestACSVIsReadHoweverItWasSaved(t *testing.T) {
	want := [][]string{{"Name", "Born"}, {"Zoë Carey", "1/2/1990"}}
	for name, content := range map[string]string{
		"as UTF-8":                 "Name,Born\nZoë Carey,1/2/1990\n",
		"with a mark":              "\ufeffName,Born\r\nZoë Carey,1/2/1990\r\n",
		"as Windows-1252":          "Name,Born\nZo\xeb Carey,1/2/1990\n",
		"with semicolons":          "Name;Born\nZoë Carey;1/2/1990\n",
		"with tabs":                "Name\tBorn\nZoë Carey\t1/2/1990\n",
		"with quotation marks":     "\"Name\",\"Born\"\n\"Zoë Carey\",\"1/2/1990\"\n",
		"with empty lines and end": "Name,Born,,\n,,,\n\nZoë Carey,1/2/1990,,\n,,\n",
	} {
		table, err := exchange.ReadSheet([]byte(content))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if diff := cmp.Diff(want, cellsOf(table)); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
		if name == "with empty lines and end" && table.Lines[1].Number != 4 {
			t.Errorf("the number of a line is %d, and it stands in line 4 of the file", table.Lines[1].Number)
		}
	}
}

// book makes a workbook of these parts.
func book(parts map[string]string) []byte {
	var out bytes.Buffer
	archive := zip.NewWriter(&out)
	for name, text := range parts {
		part, err := archive.Create(name)
		if err != nil {
			panic(err)
		}
		if _, err := part.Write([]byte(text)); err != nil {
			panic(err)
		}
	}
	if err := archive.Close(); err != nil {
		panic(err)
	}
	return out.Bytes()
}

// workbook returns the parts of a workbook with one sheet.
func workbook(sheets, rows string) map[string]string {
	return map[string]string{
		"xl/workbook.xml":            `<workbook xmlns:r="r"><workbookPr/><sheets>` + sheets + `</sheets></workbook>`,
		"xl/_rels/workbook.xml.rels": `<Relationships><Relationship Id="r1" Target="worksheets/sheet1.xml"/><Relationship Id="r2" Target="/xl/worksheets/sheet2.xml"/></Relationships>`,
		"xl/sharedStrings.xml":       `<sst><si><t>Name</t></si><si><r><t>Zoë </t></r><r><t>Carey</t></r><rPh><t>aside</t></rPh></si></sst>`,
		"xl/styles.xml":              `<styleSheet><numFmts><numFmt numFmtId="170" formatCode="dd/mm/yyyy"/><numFmt numFmtId="171" formatCode="[Red]0.0&quot;d&quot;"/></numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="170"/><xf numFmtId="171"/></cellXfs></styleSheet>`,
		"xl/worksheets/sheet1.xml":   `<worksheet><sheetData>` + rows + `</sheetData></worksheet>`,
		"xl/worksheets/sheet2.xml":   `<worksheet><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>second</t></is></c></row></sheetData></worksheet>`,
	}
}

const oneSheet = `<sheet name="Women" r:id="r1"/>`

func TestAWorkbookIsReadAsItsCellsAreShown(t *testing.T) {
	for _, row := range []struct {
		name, sheets, rows, props string
		want                      [][]string
		note                      string
	}{
		{name: "words, however they are set", rows: `<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c r="C1" t="inlineStr"><is><r><t>in</t></r><r><t>line</t></r></is></c></row>`, want: [][]string{{"Name", "Zoë Carey", "inline"}}},
		{name: "days by their style", rows: `<row><c s="1"><v>32905</v></c><c s="2"><v>44439.5</v></c><c s="3"><v>12</v></c><c><v>44439</v></c></row>`, want: [][]string{{"1990-02-01", "2021-08-31", "12", "44439"}}},
		{name: "days counted from 1904", props: `date1904="1"`, rows: `<row><c s="1"><v>31443</v></c></row>`, want: [][]string{{"1990-02-01"}}, note: "1904"},
		{name: "a day written as one", rows: `<row><c t="d"><v>1990-02-01T00:00:00</v></c></row>`, want: [][]string{{"1990-02-01"}}},
		{name: "a phone that became a number", rows: `<row><c><v>7.700900123E9</v></c></row>`, want: [][]string{{"7700900123"}}},
		{name: "yes, no and an error", rows: `<row><c t="b"><v>1</v></c><c t="b"><v>0</v></c><c t="e"><v>#REF!</v></c><c t="inlineStr"><is><t>x</t></is></c></row>`, want: [][]string{{"yes", "no", "", "x"}}},
		{name: "the value of a formula, and not the formula", rows: `<row><c t="str"><f>A1&amp;B1</f><v>Ana</v></c><c><f>1+1</f></c><c t="inlineStr"><is><t>x</t></is></c></row>`, want: [][]string{{"Ana", "", "x"}}, note: "1 formulas have no value"},
		{name: "empty columns between", rows: `<row r="7"><c r="B7" t="inlineStr"><is><t>x</t></is></c><c r="D7" t="inlineStr"><is><t>y</t></is></c></row>`, want: [][]string{{"", "x", "", "y"}}},
		{name: "the first sheet that is not hidden", sheets: `<sheet name="a" state="hidden" r:id="r1"/><sheet name="b" r:id="r2"/><sheet name="c" r:id="r1"/>`, rows: `<row/>`, want: [][]string{{"second"}}, note: "Hidden sheets were not read: 1"},
		{name: "merged headings", rows: `<row r="1"><c r="A1" t="inlineStr"><is><t>Appointment 1</t></is></c></row><row r="2"><c r="A2" t="inlineStr"><is><t>Date</t></is></c><c r="B2" t="inlineStr"><is><t>Outcome</t></is></c></row></sheetData><mergeCells><mergeCell ref="A1:B1"/></mergeCells><sheetData>`, want: [][]string{{"Appointment 1", "Appointment 1"}, {"Date", "Outcome"}}},
	} {
		t.Run(row.name, func(t *testing.T) {
			parts := workbook(oneSheet, row.rows)
			if row.sheets != "" {
				parts = workbook(row.sheets, row.rows)
			}
			parts["xl/workbook.xml"] = strings.Replace(parts["xl/workbook.xml"], "<workbookPr/>", "<workbookPr "+row.props+"/>", 1)
			table, err := exchange.ReadSheet(book(parts))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(row.want, cellsOf(table)); diff != "" {
				t.Error(diff)
			}
			if !strings.Contains(strings.Join(table.Notes, "\n"), row.note) {
				t.Errorf("the notes %q do not say %q", table.Notes, row.note)
			}
		})
	}
}

func TestWhatCannotBeReadIsSaidInWords(t *testing.T) {
	macros := workbook(oneSheet, "")
	macros["xl/vbaProject.bin"] = "macros"
	gone := workbook(oneSheet, "")
	delete(gone, "xl/worksheets/sheet1.xml")
	bomb := workbook(oneSheet, "")
	bomb["xl/sharedStrings.xml"] = "<sst>" + strings.Repeat(" ", 301<<20) + "</sst>"
	wide := strings.Repeat("x,", spreadsheet.MostColumns+1)
	for _, row := range []struct {
		name    string
		content []byte
		say     string
	}{
		{"nothing", nil, "The file is empty"},
		{"an old workbook", []byte("\xD0\xCF\x11\xE0\xA1\xB1"), "old Excel file, or one with a password"},
		{"a picture", []byte("\x89PNG\r\n\x1a\n\x00\x00"), "neither CSV nor .xlsx"},
		{"a workbook with macros", book(macros), "holds macros"},
		{"a workbook that is cut short", book(workbook(oneSheet, ""))[:200], "no whole Excel workbook"},
		{"another zip", book(map[string]string{"women.csv": "a,b"}), "no whole Excel workbook"},
		{"a workbook whose sheet is not there", book(gone), "no whole Excel workbook"},
		{"a workbook that is broken", book(workbook(oneSheet, "<row><c></row>")), "no whole Excel workbook"},
		{"a workbook with hidden sheets alone", book(workbook(`<sheet state="veryHidden" r:id="r1"/>`, "")), "Every sheet of the workbook is hidden"},
		{"a workbook that unpacks to too much", book(bomb), "unpacks to more than 300 MB"},
		{"too many columns", []byte(wide), "more than 120 columns"},
		{"too many columns of a workbook", book(workbook(oneSheet, `<row><c r="ZZ1" t="inlineStr"><is><t>x</t></is></c></row>`)), "more than 120 columns"},
		{"too many rows", bytes.Repeat([]byte("a,b\n"), spreadsheet.MostRows+20), "more than 20000 rows"},
		{"a cell that is too long", []byte("a,b\n" + strings.Repeat("x", 9000) + ",b\n"), "Row 2 has a cell of more than"},
		{"a quotation mark that is open", []byte("a,\"b\n" + strings.Repeat("x,y\n", 400_000)), "quotation mark may be open"},
	} {
		_, err := exchange.ReadSheet(row.content)
		var said *spreadsheet.Unreadable
		if !errors.As(err, &said) || !strings.Contains(said.Say, row.say) {
			t.Errorf("%s: %v, want words with %q", row.name, err, row.say)
		}
	}
	_, err := exchange.ReadSheet(make([]byte, spreadsheet.MostBytes+1))
	if err == nil || !strings.Contains(err.Error(), "larger than 50 MB") {
		t.Errorf("a file that is too large: %v", err)
	}
}

// FuzzReadSheet feeds any bytes in as a spreadsheet. Whatever they are, they are read
// within the limits or turned away in words.
func FuzzReadSheet(f *testing.F) {
	f.Add([]byte("Name,Born\nZoë,1/2/1990\n"))
	f.Add([]byte("a;b\n\"x\n"))
	f.Add(book(workbook(oneSheet, `<row r="1"><c r="A1" t="s"><v>0</v></c><c s="1"><v>32905</v></c></row>`)))
	f.Fuzz(func(t *testing.T, content []byte) {
		table, err := exchange.ReadSheet(content)
		within(t, table, err)
	})
}

// FuzzReadSheetPart feeds any text in as the sheet of a whole workbook.
func FuzzReadSheetPart(f *testing.F) {
	f.Add(`<row r="1"><c r="A1" t="s"><v>0</v></c><c s="1"><v>32905</v></c></row>`)
	f.Add(`<row r="9"><c r="ZZZZ9"><v>1e300</v></c></row><mergeCell ref="A1:C1"/>`)
	f.Fuzz(func(t *testing.T, rows string) {
		table, err := exchange.ReadSheet(book(workbook(oneSheet, rows)))
		within(t, table, err)
	})
}

func within(t *testing.T, table spreadsheet.Table, err error) {
	var said *spreadsheet.Unreadable
	if err != nil && !errors.As(err, &said) {
		t.Fatalf("turned away without words: %v", err)
	}
	for _, line := range table.Lines {
		if len(line.Cells) > spreadsheet.MostColumns {
			t.Fatal(fmt.Sprint(len(line.Cells), " columns"))
		}
	}
	if !slices.IsSortedFunc(table.Lines, func(a, b spreadsheet.Line) int { return a.Number - b.Number }) {
		t.Fatal("the lines are out of order")
	}
}
