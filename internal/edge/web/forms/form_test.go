package forms_test

import (
	"errors"
	"net/url"
	"testing"

	"throughline/internal/casework"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
	"throughline/internal/edge/web"
	"throughline/internal/edge/web/forms"
	"throughline/internal/edge/web/govuk"
)

var dates = forms.Dates{"born"}

func posted(fields url.Values) *web.Request { return &web.Request{Posted: fields} }

func TestAFormKnowsWhatWasShown(t *testing.T) {
	for version, want := range map[string]int{"7": 7, "0": 0, "": casework.OtherVersion, "x": casework.OtherVersion, "-1": casework.OtherVersion} {
		form := dates.Posted(posted(url.Values{"key": {"k1"}, "version": {version}}))
		if form.Version != want || form.Key != "k1" {
			t.Errorf("version %q: %d with the key %q, want %d", version, form.Version, form.Key, want)
		}
	}
}

func TestWhatAVerbSaysLeadsToItsField(t *testing.T) {
	broken := errors.New("the disk is full")
	conflict := casework.Fail(casework.Conflict, "save", "somebody was first")
	problems := journey.Problems{{Field: "born", Say: "Enter a day"}, {Field: "name", Say: "Enter a name"}}
	tests := map[string]struct {
		err       error
		moved     bool
		unsettled error
		want      govuk.Problems
	}{
		"problems":           {problems, false, nil, govuk.Problems{{Field: "born", Text: "Enter a day", Anchor: "born-day"}, {Field: "name", Text: "Enter a name"}}},
		"somebody was first": {conflict, true, nil, govuk.Problems{{Text: "Somebody saved this after you opened it. Look at what stands now, then save again"}}},
		"no form shows it":   {broken, false, broken, nil},
	}
	for name, test := range tests {
		form := dates.Blank("k1")
		moved, err := form.SettleMoved(test.err)
		if moved != test.moved || !errors.Is(err, test.unsettled) || form.Stopped() != (test.want != nil) {
			t.Errorf("%s: moved %t, %v, %+v", name, moved, err, form.Problems)
		}
		for i, want := range test.want {
			if form.Problems[i] != want {
				t.Errorf("%s: %+v, want %+v", name, form.Problems[i], want)
			}
		}
	}
	form := dates.Blank("k1")
	if err := form.Settle(conflict); casework.KindOf(err) != casework.Conflict || form.Stopped() {
		t.Errorf("a form that nobody else changes: %v, %+v", err, form.Problems)
	}
}

func TestDaysAndNumbersAreRead(t *testing.T) {
	days := map[string]struct {
		day, month string
		want       calendar.Day
		says       string
	}{
		"a day":              {"27", "3", calendar.On(2026, 3, 27), ""},
		"a day that is none": {"31", "2", 0, "Enter a date that exists, such as 27 3 2026"},
		"letters":            {"x", "3", 0, "Enter a date that exists, such as 27 3 2026"},
	}
	for name, test := range days {
		form := dates.Blank("k1")
		_, day := form.ReadDay(posted(url.Values{"on-day": {test.day}, "on-month": {test.month}, "on-year": {"2026"}}), "on")
		if day != test.want || form.Problems.For("on") != test.says {
			t.Errorf("%s: %s, %q", name, day, form.Problems.For("on"))
		}
	}
	form := dates.Blank("k1")
	if _, day := form.ReadDay(posted(nil), "on"); day.Known() || form.Stopped() {
		t.Errorf("no day: %s, %+v", day, form.Problems)
	}
	if none := form.ReadNumber("places", "", "Enter a number"); none != nil || form.Stopped() {
		t.Errorf("no number: %v, %+v", none, form.Problems)
	}
	if ten := form.ReadNumber("places", "10", "Enter a number"); ten == nil || *ten != 10 {
		t.Errorf("ten is read as %v", ten)
	}
	for _, wrong := range []string{"ten", "-1"} {
		form := dates.Blank("k1")
		if read := form.ReadNumber("places", wrong, "Enter a number"); read != nil || form.Problems.For("places") != "Enter a number" {
			t.Errorf("%q is read as %v", wrong, read)
		}
	}
}

func TestAFieldIsKeptByNoBrowserAndSaysWhatIsWrong(t *testing.T) {
	form := dates.Blank("k1")
	form.Add("places", "Enter a number")
	number, area := form.Number("places", "How many?", "", "ten"), form.Area("about", "About", "", "", 3)
	if number.Error != "Enter a number" || number.InputMode != "numeric" || number.Autocomplete != "off" || number.Value != "ten" {
		t.Errorf("the number is %+v", number)
	}
	if area.Rows != 3 || area.Autocomplete != "off" || area.Error != "" {
		t.Errorf("the area is %+v", area)
	}
}
