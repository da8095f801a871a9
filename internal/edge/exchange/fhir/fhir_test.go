package fhir_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"throughline/internal/domain/calendar"
	"throughline/internal/domain/need"
	"throughline/internal/edge/exchange/fhir"
	"throughline/screening"
)

var update = flag.Bool("update", false, "write the golden resources anew")

func instruments(t testing.TB) ([]need.Instrument, need.Instrument) {
	t.Helper()
	all, err := screening.Instruments()
	if err != nil {
		t.Fatal(err)
	}
	return all, all[slices.IndexFunc(all, func(i need.Instrument) bool { return i.ID == "phq9" })]
}

func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	file := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(file, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil || !bytes.Equal(got, want) {
		t.Errorf("%s is not as it was (%v):\n%s", name, err, got)
	}
}

var answered = fhir.Answers{Instrument: "phq9", On: calendar.On(2026, 3, 3), Items: []int{1, 2, 3, 0, 1, 2, 0, 0, 1}, Reference: "K7AB-42CD"}

func TestPHQ9AsFHIR(t *testing.T) {
	all, phq9 := instruments(t)
	form, err := fhir.Questionnaire(phq9)
	if err != nil {
		t.Fatal(err)
	}
	golden(t, "phq9-questionnaire.json", form)
	response, err := fhir.Response(phq9, answered)
	if err != nil {
		t.Fatal(err)
	}
	golden(t, "phq9-response.json", response)
	back, err := fhir.Read(response, all)
	if err != nil || back.Instrument != "phq9" || back.On != answered.On || !slices.Equal(back.Items, answered.Items) {
		t.Errorf("read back %+v, %v", back, err)
	}
}

// Whatever she answers goes out and comes back the same.
func TestThereAndBack(t *testing.T) {
	all, phq9 := instruments(t)
	rapid.Check(t, func(t *rapid.T) {
		items := rapid.SliceOfN(rapid.IntRange(0, 3), 9, 9).Draw(t, "items")
		text, err := fhir.Response(phq9, fhir.Answers{On: answered.On, Items: items})
		if err != nil {
			t.Fatal(err)
		}
		if back, err := fhir.Read(text, all); err != nil || !slices.Equal(back.Items, items) {
			t.Fatalf("%v came back as %v, %v", items, back.Items, err)
		}
	})
}

func TestWhatIsNotWritten(t *testing.T) {
	all, phq9 := instruments(t)
	gad7 := all[slices.IndexFunc(all, func(i need.Instrument) bool { return i.ID == "gad7" })]
	if _, err := fhir.Questionnaire(gad7); err == nil {
		t.Error("a questionnaire whose words are not held here is written")
	}
	if _, err := fhir.Response(gad7, fhir.Answers{On: answered.On, Items: make([]int, 7)}); err == nil {
		t.Error("answers without codes are written")
	}
	for name, wrong := range map[string]fhir.Answers{
		"an answer too few": {On: answered.On, Items: []int{1}}, "no day": {Items: answered.Items},
	} {
		if _, err := fhir.Response(phq9, wrong); err == nil {
			t.Errorf("%s is written", name)
		}
	}
}

func TestWhatIsRead(t *testing.T) {
	all, phq9 := instruments(t)
	text, err := fhir.Response(phq9, answered)
	if err != nil {
		t.Fatal(err)
	}
	for name, test := range map[string]struct{ old, new, want string }{
		"as it was sent":           {"", "", ""},
		"links with a stroke":      {`"linkId": "`, `"linkId": "/`, ""},
		"a time of day":            {`"2026-03-03"`, `"2026-03-03T10:15:00Z"`, ""},
		"numbers for codes":        {"\"valueCoding\": {\n            \"system\": \"http://loinc.org\",\n            \"code\": \"LA6569-3\",\n            \"display\": \"Several days\"\n          }", `"valueInteger": 1`, ""},
		"no JSON":                  {"{", "", "no JSON"},
		"another resource":         {"QuestionnaireResponse", "Patient", "no QuestionnaireResponse"},
		"in progress":              {`"completed"`, `"in-progress"`, "not completed"},
		"no day":                   {`"2026-03-03"`, `"spring"`, "on which day"},
		"an unknown answer":        {"LA6570-1", "LA0000-0", "none of those it has"},
		"codes of somebody else":   {"\"system\": \"http://loinc.org\",\n            \"code\": \"LA6570-1\"", "\"system\": \"urn:other\",\n            \"code\": \"LA6570-1\"", "none of those it has"},
		"a question left out":      {`"44250-9"`, `"99999-9"`, "question 1 has 0 answers"},
		"a question twice":         {`"44255-8"`, `"44250-9"`, "answered twice"},
		"a total that is not so":   {`"valueDecimal": 10`, `"valueDecimal": 11`, "the sum of its answers, 10"},
		"half a point":             {`"valueDecimal": 10`, `"valueDecimal": 10.5`, "the sum of its answers"},
		"questions nobody knows":   {`"linkId": "44`, `"linkId": "00`, "no questionnaire"},
		"a total too high to read": {`"valueDecimal": 10`, `"valueDecimal": 1e300`, "the sum of its answers"},
	} {
		t.Run(name, func(t *testing.T) {
			times := 1
			if name == "questions nobody knows" || name == "links with a stroke" {
				times = -1
			}
			changed := strings.Replace(string(text), test.old, test.new, times)
			if test.old != "" && changed == string(text) {
				t.Fatal("nothing was changed")
			}
			got, err := fhir.Read([]byte(changed), all)
			switch {
			case test.want == "" && (err != nil || !slices.Equal(got.Items, answered.Items)):
				t.Errorf("read %+v, %v", got, err)
			case test.want != "" && (err == nil || !strings.Contains(err.Error(), test.want)):
				t.Errorf("got %v, want %q", err, test.want)
			}
		})
	}
	if _, err := fhir.Read(bytes.Repeat([]byte(" "), 1<<20+1), all); err == nil {
		t.Error("more than a megabyte is read")
	}
}

// FuzzRead holds reading to this: whatever comes, it is refused, or it is answers
// that can be scored and that are written and read back the same.
func FuzzRead(f *testing.F) {
	all, phq9 := instruments(f)
	text, err := fhir.Response(phq9, answered)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(text)
	f.Add([]byte(`{"resourceType":"QuestionnaireResponse","status":"completed","authored":"2026-03-03","item":[{"linkId":"44250-9","answer":[{"valueInteger":9}]}]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		got, err := fhir.Read(data, all)
		if err != nil {
			return
		}
		out, err := fhir.Response(phq9, got)
		if err != nil || !json.Valid(out) {
			t.Fatalf("%+v was read and is not written: %v", got, err)
		}
		if back, err := fhir.Read(out, all); err != nil || !slices.Equal(back.Items, got.Items) || back.On != got.On {
			t.Fatalf("%+v comes back as %+v, %v", got, back, err)
		}
	})
}
