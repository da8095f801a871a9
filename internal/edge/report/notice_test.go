package report

import (
	"bytes"
	"compress/zlib"
	"io"
	"regexp"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"throughline/internal/domain/calendar"
	"throughline/internal/domain/ending"
	"throughline/internal/domain/journey"
	"throughline/internal/domain/scheme"
)

// textOf returns every word that a PDF shows, in the order it shows them.
func textOf(t *testing.T, pdf []byte) string {
	t.Helper()
	var words []string
	stream := regexp.MustCompile(`(?s)stream\n(.*?)\nendstream`)
	shown := regexp.MustCompile(`(?s)\(((?:[^()\\]|\\.)*)\) ?Tj`)
	for _, part := range stream.FindAllSubmatch(pdf, -1) {
		reader, err := zlib.NewReader(bytes.NewReader(part[1]))
		if err != nil {
			continue // no page: a font
		}
		content, err := io.ReadAll(reader)
		if err != nil {
			t.Fatal(err)
		}
		for _, text := range shown.FindAllSubmatch(content, -1) {
			words = append(words, decode(text[1]))
		}
	}
	return strings.Join(strings.Fields(strings.Join(words, " ")), " ")
}

// decode reads a string of a PDF: two bytes a letter, some of them escaped.
func decode(text []byte) string {
	var raw []byte
	for i := 0; i < len(text); i++ {
		if text[i] == '\\' && i+1 < len(text) {
			i++
			if text[i] == 'r' {
				raw = append(raw, '\r')
				continue
			}
		}
		raw = append(raw, text[i])
	}
	units := make([]uint16, len(raw)/2)
	for i := range units {
		units[i] = uint16(raw[2*i])<<8 | uint16(raw[2*i+1])
	}
	return string(utf16.Decode(units))
}

func notice(name, text string) ending.Notice {
	rule := ending.Rule{ConditionRule: scheme.ConditionRule{
		UnitName: "session", Decider: "police",
		Ending: &scheme.Ending{Disposal: scheme.EndsFineWaived, Provision: scheme.Provision{Source: "000:507"}},
	}}
	given := calendar.On(2013, time.March, 1)
	row := journey.Row{Condition: &journey.Condition{
		Required: 2, Units: 2, Given: given, Due: given.AddDays(28), Met: given.AddDays(19), Came: []calendar.Day{given.AddDays(4), given.AddDays(19)},
	}}
	made, _ := ending.NoticeOf(row, ending.Told{Name: name, Reference: "TZ3H-6ABC", Text: text, Certifies: "Advance"}, rule, 0)
	return made
}

func TestThePDFSaysTheLinesOfTheNoticeAndNothingElse(t *testing.T) {
	for _, name := range []string{"Amina Okafor", "Łucja Żółć-O'Brien (known as Ola)", `Back\slash`, ""} {
		one := notice(name, strings.Repeat("Attend both sessions, as agreed. ", 12))
		pdf, err := Notice(one)
		if err != nil {
			t.Fatal(err)
		}
		want := []string{ending.NoticeTitle}
		for _, row := range one.Rows() {
			want = append(want, row.Key, row.Value)
		}
		if got := textOf(t, pdf); got != strings.Join(strings.Fields(strings.Join(want, " ")), " ") {
			t.Errorf("%s: the PDF says\n%s\nwant\n%s", name, got, strings.Join(want, " "))
		}
	}
}

func TestTheSameNoticeGivesTheSameBytes(t *testing.T) {
	first, err := Notice(notice("Amina Okafor", "Attend both sessions"))
	if err != nil {
		t.Fatal(err)
	}
	for range 20 {
		if again, err := Notice(notice("Amina Okafor", "Attend both sessions")); err != nil || !bytes.Equal(first, again) {
			t.Fatalf("made again it differs: %v", err)
		}
	}
	if !bytes.Contains(first, []byte("/CreationDate (D:20130320")) {
		t.Error("it is not dated with the day it is as at")
	}
}

func TestALongConditionGoesOnToAnotherPage(t *testing.T) {
	pdf, err := Notice(notice("Amina Okafor", strings.Repeat("Attend both sessions, as agreed. ", 120)))
	if err != nil || bytes.Count(pdf, []byte("/Type /Page\n")) < 2 {
		t.Errorf("%d pages, %v", bytes.Count(pdf, []byte("/Type /Page\n")), err)
	}
}

func TestNoCharacterStopsTheNotice(t *testing.T) {
	for text, want := range map[string]string{"two\nlines\tand\x00more": "two lines and more", "a smile \U0001F600": "a smile \uFFFD", "  ": ""} {
		if got := plain(text); got != want {
			t.Errorf("%q is drawn as %q, want %q", text, got, want)
		}
		if _, err := Notice(notice(text, text)); err != nil {
			t.Errorf("%q: %v", text, err)
		}
	}
}
