package report

import (
	"bytes"
	"strings"
	"testing"

	"throughline/internal/casework/packs"
)

func sheet() packs.Sheet {
	item := packs.Item{ID: "f1", Title: "Contact made", On: "3 March 2026", By: "Keyworker, Advance", Lines: []packs.Line{{Key: "Words", Text: "She came on foot"}}}
	return packs.Sheet{
		Title: "Extract of a record", Reference: "TZ3H-6ABC", For: "The Crown Court at Leeds", Basis: "An order of the court", AsAt: "3 March 2026",
		Day: "2026-03-03", Period: "Everything up to today", Items: []packs.Leaves{{Item: item, SHA256: "ab12"}},
		Held: []packs.Held{{What: "Plan agreed", On: "4 March 2026", Why: "It is not what was asked for"}},
	}
}

func TestThePackOnPaperSaysWhatTheSheetSays(t *testing.T) {
	paper, err := Pack(sheet())
	if err != nil {
		t.Fatal(err)
	}
	text := textOf(t, paper)
	for _, want := range []string{
		"Extract of a record", "TZ3H-6ABC", "The Crown Court at Leeds", "An order of the court", "Contact made. 3 March 2026",
		"Keyworker, Advance", "Words: She came on foot", "SHA-256 ab12", "Held back", "Plan agreed, 4 March 2026: It is not what was asked for",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("the paper lacks %q: %s", want, text)
		}
	}
	for _, never := range []string{"Throughline", "throughline", "FPDF"} {
		if bytes.Contains(paper, []byte(never)) {
			t.Errorf("the file names %q", never)
		}
	}
	again, err := Pack(sheet())
	if err != nil || !bytes.Equal(paper, again) {
		t.Errorf("made again it differs: %v", err)
	}
}

func TestAPackWithNothingHeldBackSaysSo(t *testing.T) {
	one := sheet()
	one.Held = nil
	paper, err := Pack(one)
	if err != nil || !strings.Contains(textOf(t, paper), "Held back Nothing") {
		t.Errorf("it says %s, %v", textOf(t, paper), err)
	}
}

func TestAPackWithoutADayIsRefused(t *testing.T) {
	one := sheet()
	one.Day = "soon"
	if _, err := Pack(one); err == nil {
		t.Error("a pack of no day was laid out")
	}
}
