package locales_test

import (
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"throughline/internal/domain/calendar"
	"throughline/locales"
)

func TestEveryLanguageSaysWhatEnglishSays(t *testing.T) {
	catalogue, err := locales.Catalogue()
	if err != nil {
		t.Fatal(err)
	}
	for _, wrong := range catalogue.Check() {
		t.Error(wrong)
	}
	var tags []string
	for _, spoken := range catalogue.Languages() {
		tags = append(tags, spoken.Tag)
	}
	if got := strings.Join(tags, " "); got != "en cy" {
		t.Errorf("the languages are %s, want English and Welsh", got)
	}
}

func TestDaysInEnglishAreThoseOfTheCalendarOnEveryDayOfAYear(t *testing.T) {
	catalogue, err := locales.Catalogue()
	if err != nil {
		t.Fatal(err)
	}
	words := catalogue.For("en", false)
	for day := calendar.On(2026, time.January, 1); day < calendar.On(2027, time.January, 1); day++ {
		if got := words.Day(day); got != day.Words() {
			t.Fatalf("%s is said %q, the calendar says %q", day, got, day.Words())
		}
	}
	for minute := range 24 * 60 {
		moment := calendar.At(calendar.On(2026, time.July, 1).Start().Add(time.Duration(minute) * time.Minute))
		if got := words.Moment(moment); got != moment.Words() {
			t.Fatalf("%s is said %q, the calendar says %q", moment, got, moment.Words())
		}
	}
}

func TestDaysInWelsh(t *testing.T) {
	catalogue, err := locales.Catalogue()
	if err != nil {
		t.Fatal(err)
	}
	words := catalogue.For("cy", true)
	for _, row := range []struct{ got, want string }{
		{words.Day(calendar.On(2025, time.March, 4)), "Dydd Mawrth 4 Mawrth 2025"},
		{words.NearDay(calendar.On(2026, time.August, 31)), "Dydd Llun 31 Awst"},
		{words.NearMoment(calendar.At(time.Date(2025, time.March, 4, 14, 0, 0, 0, time.UTC))), "Dydd Mawrth 4 Mawrth, 2yp"},
		{words.Moment(calendar.At(time.Date(2025, time.July, 4, 8, 30, 0, 0, time.UTC))), "Dydd Gwener 4 Gorffennaf 2025, 9:30yb"},
		{words.Moment(calendar.OnDay(calendar.On(2025, time.December, 25))), "Dydd Iau 25 Rhagfyr 2025"},
		{words.Day(0), "heb ei nodi"},
	} {
		if row.got != row.want {
			t.Errorf("said %q, want %q", row.got, row.want)
		}
	}
}

func TestAFolderThatCannotBeReadIsNamed(t *testing.T) {
	if _, err := locales.Read(fstest.MapFS{"en/page.json": {Data: []byte("{")}}); err == nil || !strings.Contains(err.Error(), "en/page") {
		t.Errorf("a broken file: %v", err)
	}
	if _, err := locales.Read(fstest.MapFS{}); err == nil || !strings.Contains(err.Error(), "English") {
		t.Errorf("nothing at all: %v", err)
	}
	if _, err := locales.Read(fstest.MapFS{"en/page.json/below": {Data: []byte("{}")}}); err == nil {
		t.Error("a folder where a file should be is read")
	}
}
