package packs_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"throughline/internal/casework/packs"
	"throughline/internal/domain/journey"
)

// A reader who may not know where she can be found is not told by a note either.
func TestWhereSheCanBeFoundIsAPlaceForWhoMayNotKnow(t *testing.T) {
	w := newWorld(t)
	w.note("Ring her on +44 7700 900 123 after six.")
	draft := w.draft(w.begin(disclosure))
	found := false
	for _, item := range draft.Content.Items {
		for _, place := range item.Places {
			found = found || strings.Contains(place.Text(item), "900 123")
		}
	}
	if !found {
		t.Error("her phone number is no place in a pack without her contact")
	}
}

// The figure of docs/security.md: a thousand strings of a thousand other women,
// planted in her notes as somebody might write them. Each is shown to a person,
// and taken out not one byte of it is left.
func TestAThousandPlantedStringsOfOthersAreShownAndTakenOut(t *testing.T) {
	w := newWorld(t)
	var planted []string
	for i := range 250 {
		who := journey.Identity{
			Given: "Given" + letters(i), Family: "Family" + letters(i), Phone: fmt.Sprintf("07700 9%05d", i+10000), Postcode: fmt.Sprintf("ZE%d %dQ%c", 1+i%20, i%10, 'A'+i%26),
		}
		w.refer(who)
		spelled := strings.ToUpper(who.Phone[:5]) + "-" + who.Phone[6:]
		for _, text := range []string{who.Given + " " + who.Family, strings.ToLower(who.Family), spelled, strings.ReplaceAll(who.Postcode, " ", "")} {
			planted = append(planted, text)
		}
	}
	for i := 0; i < len(planted); i += 10 {
		w.note("We spoke of " + strings.Join(planted[i:i+10], ". Then of ") + ". The rest is hers.")
	}
	pack := w.begin(journey.PackEntry{Sort: journey.PackHers})
	draft := w.draft(pack)
	shown := map[string]bool{}
	for _, item := range draft.Content.Items {
		for _, place := range item.Places {
			for _, text := range planted {
				if strings.Contains(place.Text(item), text) {
					shown[text] = true
				}
			}
		}
	}
	w.decide(pack)
	file, _, err := w.draft(pack).Sheet.File()
	if err != nil {
		t.Fatal(err)
	}
	missed, left := 0, 0
	for _, text := range planted {
		if !shown[text] {
			missed++
			t.Errorf("%q is shown to nobody", text)
		}
		if bytes.Contains(file, []byte(text)) {
			left++
			t.Errorf("%q is left in the pack", text)
		}
	}
	if kept := bytes.Count(file, []byte("The rest is hers.")); kept != 100 {
		t.Errorf("%d of 100 notes kept what is hers", kept)
	}
	t.Logf("%d planted, %d missed, %d left", len(planted), missed, left)
}

// letters writes a number as letters, so that no two names begin alike.
func letters(n int) string {
	return string([]byte{byte('a' + n/26%26), byte('a' + n%26), 'k'})
}

func FuzzContent(f *testing.F) {
	f.Add([]byte(`{"sort":"hers","items":[{"id":"a","title":"Contact made","lines":[{"key":"Words","text":"Hi. There"}]}]}`))
	f.Add([]byte(`{"sort":"disclosure","items":[{"id":"a"},{"id":"a"}],"grounds":{"a":"x"}}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		var content packs.Content
		if json.Unmarshal(text, &content) != nil {
			return
		}
		decided := packs.Decisions{}
		for _, at := range content.Open(decided) {
			decided[at] = journey.PackDecided{Choice: journey.PackInclude}
		}
		sheet, err := content.Sheet(decided)
		if err != nil {
			t.Fatal(err)
		}
		if len(sheet.Items)+len(sheet.Held) > len(content.Items) {
			t.Errorf("%d items became %d", len(content.Items), len(sheet.Items)+len(sheet.Held))
		}
	})
}
