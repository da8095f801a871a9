package column_test

import (
	"bytes"
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"throughline/internal/domain/calendar"
	"throughline/internal/reckoning/column"
)

// held is one column of each kind.
type held struct {
	yes     column.Bits
	numbers column.Numbers
	days    column.Days
	names   column.Texts
	codes   column.Codes
	places  []int32
	text    string
	day     calendar.Day
}

func (h *held) pass(t *column.Tape) {
	t.Bits(&h.yes)
	t.Numbers(&h.numbers)
	t.Days(&h.days)
	t.Texts(&h.names)
	t.Codes(&h.codes)
	t.Places(&h.places)
	t.Text(&h.text)
	t.Day(&h.day)
}

func (h *held) String() string {
	said := fmt.Sprint(h.yes.Count(), h.days, h.places, h.text, h.day, h.names.Len(), h.names.Find("name 3"))
	for place := range 100 {
		said += fmt.Sprint(h.yes.Has(place), h.numbers.At(place), h.codes.Text(place), h.names.Text(int32(place)))
	}
	return said
}

func recorded(t testing.TB, h *held) []byte {
	var to bytes.Buffer
	tape := column.Recording(&to)
	h.pass(tape)
	if err := tape.Close(); err != nil {
		t.Fatal(err)
	}
	return to.Bytes()
}

func some() *held {
	h := &held{text: "up to here", day: 7305, places: []int32{4, 2}}
	for place := range 90 {
		h.yes.Set(place, place%3 == 0)
		h.numbers.Set(place, place*place)
		h.days.Set(place, calendar.Day(place))
		h.names.Number(fmt.Sprint("name ", place%7))
		h.codes.Set(place, fmt.Sprint("code ", place%5))
	}
	return h
}

func TestWhatIsRecordedIsPlayedBack(t *testing.T) {
	wide := some()
	for place := range 70_000 {
		wide.codes.Set(place, fmt.Sprint("code ", place))
	}
	for name, want := range map[string]*held{"nothing": {}, "a little": some(), "more names than two bytes hold": wide} {
		kept := recorded(t, want)
		var got held
		tape := column.Playing(bytes.NewReader(kept), int64(len(kept)))
		got.pass(tape)
		if err := tape.Close(); err != nil || got.String() != want.String() {
			t.Errorf("%s: %v\n%s\nwant\n%s", name, err, got.String(), want.String())
		}
		// What was played goes on as if it had never been away.
		got.names.Number("name 3")
		got.codes.Set(2, "a new one")
		if got.codes.Text(2) != "a new one" || got.names.Text(got.names.Find("name 3")) != "name 3" {
			t.Errorf("%s: nothing can be added to what was played", name)
		}
	}
}

// A tape with a byte changed, added or lost is refused.
func TestADamagedTapeIsRefused(t *testing.T) {
	kept := recorded(t, some())
	refused := func(t *rapid.T, damaged []byte) {
		var got held
		tape := column.Playing(bytes.NewReader(damaged), int64(len(kept)))
		got.pass(tape)
		if err := tape.Close(); err == nil {
			t.Fatal("it plays")
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		changed := bytes.Clone(kept)
		changed[rapid.IntRange(0, len(kept)-1).Draw(t, "place")] ^= byte(rapid.IntRange(1, 255).Draw(t, "bits"))
		refused(t, changed)
		refused(t, kept[:rapid.IntRange(0, len(kept)-1).Draw(t, "length")])
	})
}

// Whatever lies in the file, reading it ends with columns or an error.
func FuzzTape(f *testing.F) {
	f.Add(recorded(f, some()))
	f.Add(recorded(f, &held{}))
	f.Fuzz(func(t *testing.T, kept []byte) {
		var got held
		tape := column.Playing(bytes.NewReader(kept), int64(len(kept)))
		got.pass(tape)
		if tape.Close() == nil {
			_ = got.String()
		}
	})
}
