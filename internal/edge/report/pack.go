package report

import (
	"bytes"
	"fmt"

	"codeberg.org/go-pdf/fpdf"

	"throughline/internal/casework/packs"
	"throughline/internal/domain/calendar"
)

const (
	headingSize = 13.0
	smallSize   = 9.0
)

// Pack lays out a pack to print or keep. The same sheet gives the same bytes: the
// document is dated with the day the pack is as at, and names neither the woman
// nor the service beside what the sheet says.
func Pack(sheet packs.Sheet) ([]byte, error) {
	on, err := calendar.ParseDay(sheet.Day)
	if err != nil {
		return nil, fmt.Errorf("laying out a pack: %w", err)
	}
	pdf := fpdf.New("P", "mm", "A4", "")
	pdf.SetCatalogSort(true)
	pdf.SetCreationDate(on.Start().UTC())
	pdf.SetModificationDate(on.Start().UTC())
	pdf.SetProducer("", true)
	pdf.SetTitle(sheet.Title, true)
	pdf.SetLang("en-GB")
	pdf.SetMargins(margin, margin, margin)
	pdf.SetAutoPageBreak(true, margin)
	pdf.AddUTF8FontFromBytes(typeface, "", letters)
	pdf.AddPage()
	write := func(size float64, text string) {
		pdf.SetFont(typeface, "", size)
		pdf.MultiCell(0, size/2, plain(text), "", "L", false)
	}
	write(titleSize, sheet.Title)
	pdf.Ln(rowGap)
	for _, row := range [][2]string{
		{"Reference", sheet.Reference}, {"For", sheet.For}, {"Legal basis", sheet.Basis}, {"As at", sheet.AsAt}, {"Period", sheet.Period},
	} {
		if row[1] != "" {
			write(textSize, row[0]+": "+row[1])
		}
	}
	for _, item := range sheet.Items {
		pdf.Ln(rowGap)
		write(headingSize, item.Title+". "+item.On)
		if item.By != "" {
			write(smallSize, item.By)
		}
		for _, line := range item.Lines {
			write(textSize, line.Key+": "+line.Text)
		}
		write(smallSize, "SHA-256 "+item.SHA256)
	}
	pdf.Ln(rowGap)
	write(headingSize, "Held back")
	if len(sheet.Held) == 0 {
		write(textSize, "Nothing")
	}
	for _, held := range sheet.Held {
		write(textSize, held.What+", "+held.On+": "+held.Why)
	}
	var out bytes.Buffer
	if err := pdf.Output(&out); err != nil {
		return nil, fmt.Errorf("laying out a pack: %w", err)
	}
	return out.Bytes(), nil
}
