package report

import (
	"bytes"
	"context"
	_ "embed"
	"fmt"
	"strings"

	"throughline/internal/reckoning/reportpack"
)

//go:embed page.css
var style string

// Page lays out a pack as one HTML file: its style and its charts are in it, and it
// runs no script and fetches nothing. The same pack gives the same bytes.
func Page(pack reportpack.Pack) ([]byte, error) {
	var out bytes.Buffer
	if err := page(pack).Render(context.Background(), &out); err != nil {
		return nil, fmt.Errorf("laying out a report pack: %w", err)
	}
	return out.Bytes(), nil
}

// titleOf names the file in a browser and the PDF that is printed from it.
func titleOf(pack reportpack.Pack) string {
	return pack.Title + ": report pack as at " + pack.AsAt.Short()
}

// mark says on every page what kind of copy it is.
func mark(pack reportpack.Pack) string {
	if pack.Exact() {
		return pack.Publication + "."
	}
	return "Small numbers hidden, policy " + pack.Policy + "."
}

// running is what stands at the head and foot of every printed page.
func running(pack reportpack.Pack) string {
	return "@page { size: A4; margin: 22mm 16mm 18mm; @top-left { content: " + quoted(titleOf(pack)) + "; font-size: 8pt; }" +
		" @bottom-left { content: " + quoted(mark(pack)) + "; font-size: 8pt; font-weight: bold; }" +
		" @bottom-right { content: counter(page) \" of \" counter(pages); font-size: 8pt; } }"
}

// quoted writes a text as a string of CSS that cannot end before its end.
func quoted(text string) string {
	var out strings.Builder
	out.WriteByte('"')
	for _, letter := range text {
		if strings.ContainsRune(`"\<>&`, letter) || letter < ' ' {
			fmt.Fprintf(&out, `\%06x`, letter)
			continue
		}
		out.WriteRune(letter)
	}
	out.WriteByte('"')
	return out.String()
}

// leftOut says whom an exact figure leaves out. Beside a protected one it would tell
// more than the policy lets be told.
func leftOut(pack reportpack.Pack, one reportpack.Definition) string {
	if !pack.Exact() {
		return ""
	}
	return upperFirst(reportpack.LeftOut(one.Reading))
}

func tableOf(pack reportpack.Pack, id string) (reportpack.Table, bool) {
	for _, table := range pack.Tables {
		if table.ID == id {
			return table, true
		}
	}
	return reportpack.Table{}, false
}

func upperFirst(text string) string {
	if text == "" {
		return ""
	}
	return strings.ToUpper(text[:1]) + text[1:]
}
