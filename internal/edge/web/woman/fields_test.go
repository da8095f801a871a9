package woman

import (
	"fmt"
	"testing"
)

func TestReadClock(t *testing.T) {
	for text, want := range map[string]string{
		"2pm": "14:00", "2:30pm": "14:30", "2.30 PM": "14:30", "14:30": "14:30", "1430": "14:30", "9:30": "09:30", "09:30": "09:30",
		"12am": "00:00", "12pm": "12:00", "midday": "12:00", "midnight": "00:00", "02:30": "02:30", "0230": "02:30",
		"2:30": "", "2": "", "14": "", "25:00": "", "14:60": "", "13pm": "", "0am": "", "2:3pm": "", "teatime": "", "-1:30": "", ":30": "", "١٤:٣٠": "",
	} {
		hour, minute, ok := readClock(text)
		got := ""
		if ok {
			got = fmt.Sprintf("%02d:%02d", hour, minute)
		}
		if got != want {
			t.Errorf("readClock(%q) = %q, want %q", text, got, want)
		}
	}
}

func TestReadPounds(t *testing.T) {
	for text, want := range map[string]int64{
		"25": 2500, "£25.50": 2550, "1,200": 120000, "0": 0, " 7.05 ": 705,
		"-1": -1, "1.5": -1, "ten": -1, "": -1, "99999999999999999999": -1, "1.2.3": -1,
	} {
		got, ok := readPounds(text)
		if !ok {
			got = -1
		}
		if got != want {
			t.Errorf("readPounds(%q) = %d, want %d", text, got, want)
		}
	}
}

func FuzzReadClock(f *testing.F) {
	for _, text := range []string{"2pm", "14:30", "1430", "midday", "::", "12 : 3 am"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if hour, minute, ok := readClock(text); ok && (hour < 0 || hour > 23 || minute < 0 || minute > 59) {
			t.Errorf("readClock(%q) = %d:%d", text, hour, minute)
		}
	})
}
