package report

import (
	"bytes"
	_ "embed"
	"fmt"
	"strings"
	"unicode"

	"codeberg.org/go-pdf/fpdf"

	"throughline/internal/domain/ending"
)

// letters is the one typeface of every report: it has the letters of the
// languages that are written in Latin, Greek and Cyrillic.
//
//go:embed DejaVuSansCondensed.ttf
var letters []byte

const typeface = "DejaVu"

// Sizes of an A4 page in millimetres, and of letters in points.
const (
	margin      = 20.0
	keyWidth    = 50.0
	titleSize   = 16.0
	textSize    = 11.0
	titleHeight = 8.0
	lineHeight  = 6.0
	rowGap      = 2.0
)

// Notice lays out the notice that certifies how a condition stands. The same
// notice gives the same bytes: the document is dated with the day it is as at. A
// letter that the typeface lacks is drawn as an empty box.
func Notice(notice ending.Notice) ([]byte, error) {
	pdf := fpdf.New("P", "mm", "A4", "")
	pdf.SetCatalogSort(true)
	pdf.SetCreationDate(notice.AsAt.Start().UTC())
	pdf.SetModificationDate(notice.AsAt.Start().UTC())
	pdf.SetProducer("Throughline", true)
	pdf.SetTitle(ending.NoticeTitle, true)
	pdf.SetLang("en-GB")
	pdf.SetMargins(margin, margin, margin)
	pdf.SetAutoPageBreak(true, margin)
	pdf.AddUTF8FontFromBytes(typeface, "", letters)
	pdf.AddPage()
	pdf.SetFont(typeface, "", titleSize)
	pdf.MultiCell(0, titleHeight, plain(ending.NoticeTitle), "", "L", false)
	pdf.Ln(rowGap)
	pdf.SetFont(typeface, "", textSize)
	width, height := pdf.GetPageSize()
	for _, row := range notice.Rows() {
		value := plain(row.Value)
		lines := len(pdf.SplitText(value, width-2*margin-keyWidth))
		if pdf.GetY()+float64(lines)*lineHeight > height-margin {
			pdf.AddPage()
		}
		top := pdf.GetY()
		pdf.SetTextColor(80, 90, 95)
		pdf.MultiCell(keyWidth, lineHeight, plain(row.Key), "", "L", false)
		below, page := pdf.GetY(), pdf.PageNo()
		pdf.SetXY(margin+keyWidth, top)
		pdf.SetTextColor(0, 0, 0)
		pdf.MultiCell(0, lineHeight, value, "", "L", false)
		if pdf.PageNo() > page {
			below = 0 // the value went on to another page
		}
		pdf.SetY(max(below, pdf.GetY()) + rowGap)
	}
	var out bytes.Buffer
	if err := pdf.Output(&out); err != nil {
		return nil, fmt.Errorf("laying out the notice: %w", err)
	}
	return out.Bytes(), nil
}

// plain writes a text on one line, in characters that a page can hold.
func plain(text string) string {
	const beyond = 0xFFFF
	text = strings.Map(func(r rune) rune {
		switch {
		case r > beyond:
			return unicode.ReplacementChar
		case unicode.IsControl(r):
			return ' '
		}
		return r
	}, text)
	return strings.Join(strings.Fields(text), " ")
}
