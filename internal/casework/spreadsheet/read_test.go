package spreadsheet

import (
	"slices"
	"testing"
	"time"

	"throughline/internal/domain/calendar"
)

var today = calendar.On(2026, time.March, 3)

func TestADayIsReadAsPeopleWriteIt(t *testing.T) {
	for _, row := range []struct {
		text  string
		order Order
		want  string // "": it is none
	}{
		{"2021-08-31", DayFirst, "2021-08-31"},
		{"2021-08-31T14:00:00+01:00", DayFirst, "2021-08-31"},
		{"31/8/2021", DayFirst, "2021-08-31"},
		{"31/08/21", DayFirst, "2021-08-31"},
		{"31.08.2021", DayFirst, "2021-08-31"},
		{"31-08-2021 00:00", DayFirst, "2021-08-31"},
		{"3/4/2021", DayFirst, "2021-04-03"},
		{"3/4/2021", MonthFirst, "2021-03-04"},
		{"31 Aug 2021", MonthFirst, "2021-08-31"},
		{"31st August 2021", DayFirst, "2021-08-31"},
		{"Tuesday 31 August 2021", DayFirst, "2021-08-31"},
		{"August 31, 2021", DayFirst, "2021-08-31"},
		{"31-Aug-21", DayFirst, "2021-08-31"},
		{"12 Sept 85", DayFirst, "1985-09-12"},
		{"1/1/27", DayFirst, "1927-01-01"}, // a year of two figures is not to come
		{"1/1/26", DayFirst, "2026-01-01"},
		{"31/2/2021", DayFirst, ""},
		{"13/13/2021", DayFirst, ""},
		{"12/31/2021", DayFirst, ""},
		{"2021", DayFirst, ""},
		{"soon", DayFirst, ""},
		{"1/1/202", DayFirst, ""},
		{"1/1/20211", DayFirst, ""},
		{"44439", DayFirst, ""},
		{"", DayFirst, ""},
	} {
		on, ok := dayOf(row.text, row.order, today)
		if ok != (row.want != "") || ok && on.String() != row.want {
			t.Errorf("%q, %s first: %v, %t, want %q", row.text, row.order, on, ok, row.want)
		}
	}
}

func TestTheOrderOfDaysIsGuessedFromTheCells(t *testing.T) {
	for want, cells := range map[Order][]string{
		DayFirst:   {"3/4/2021", "25/12/2020", "12/31/2021", "31/12/2021"},
		MonthFirst: {"3/4/2021", "12/25/2020"},
	} {
		if got := orderOf(cells, today); got != want {
			t.Errorf("%v are read with the %s first", cells, got)
		}
	}
	if got := orderOf([]string{"3/4/2021"}, today); got != DayFirst {
		t.Errorf("where both are right, the %s comes first", got)
	}
}

// FuzzDayOf feeds any text in as a day. What is read as one is a day of these
// centuries.
func FuzzDayOf(f *testing.F) {
	for _, seed := range []string{"31/8/2021", "31st Aug 21", "2021-08-31T10:00", "Mon, 1 Jan 2024", "0/0/0", "9999999999/1/1"} {
		f.Add(seed, true)
	}
	f.Fuzz(func(t *testing.T, text string, dayFirst bool) {
		order := MonthFirst
		if dayFirst {
			order = DayFirst
		}
		on, ok := dayOf(text, order, today)
		if year, _, _ := on.Date(); ok && (year < 1900 || year > 2199) {
			t.Errorf("%q is read as %v", text, on)
		}
	})
}

func TestHeadingsAreGuessed(t *testing.T) {
	for heading, want := range map[string]string{
		"First Name": "given_name", "SURNAME": "family_name", "D.O.B.": "date_of_birth", "Client ID": "reference", "Date of Referral": "referred_on",
		"Housing need (Y/N)": "need_accommodation", "Mental health": "need_health", "1st Appt": "appointment_1", "Appt 2 outcome": "outcome_2",
		"Key Worker": "keyworker", "Need: Sex work": "need_sex_work", "Reason for closure": "closure_reason", "referred_on": "referred_on",
		"": "", "Notes": "", "Amina": "",
	} {
		if got := guess(heading); got != want {
			t.Errorf("%q is taken for %q, want %q", heading, got, want)
		}
	}
	for _, heading := range Template() {
		if guess(heading) == "" {
			t.Errorf("the template's own %q is not recognised", heading)
		}
	}
}

func TestEveryHeadingNamesOneField(t *testing.T) {
	seen := map[string]string{}
	for _, field := range Fields {
		for _, name := range append(slices.Clone(field.Named), field.Title, field.Code) {
			if other := guess(name); other != field.Code {
				t.Errorf("%q of %s is taken for %q", name, field.Code, other)
			}
			seen[name] = field.Code
		}
	}
	if len(seen) < len(Fields) {
		t.Errorf("%d names for %d fields", len(seen), len(Fields))
	}
}

func TestTheHeadingsAreFoundBelowATitle(t *testing.T) {
	table := Table{Lines: []Line{
		{1, []string{"Riverside list 2026"}},
		{2, []string{"", "", "", "Appointment 1", "", "Appointment 2"}},
		{3, []string{"First name", "Surname", "Date referred", "Date", "Outcome", "Date", "Outcome", ""}},
		{5, []string{"Ana", "One", "1/1/2026", "2/1/2026", "Came", "", "", "", "no heading"}},
	}}
	headings, lines, ok := headed(table)
	if !ok || len(lines) != 1 || lines[0].Number != 5 {
		t.Fatalf("%v, %v, %t", headings, lines, ok)
	}
	match := guessed(headings, lines, today)
	want := []string{"given_name", "family_name", "referred_on", "appointment_1", "outcome_1", "appointment_2", "outcome_2", ""}
	if !slices.Equal(match.Columns, want) {
		t.Errorf("the columns are taken for %q, want %q (headings %q)", match.Columns, want, headings)
	}
	if _, _, ok := headed(Table{Lines: []Line{{1, []string{"Ana", "One", "1/1/2026"}}}}); ok {
		t.Error("a file without headings has some")
	}
}

func TestACellIsNeverAFormulaOnTheWayOutAndComesBackTheSame(t *testing.T) {
	for text, want := range map[string]string{
		"=1+1": "'=1+1", "+44 7700": "'+44 7700", "-3": "'-3", "@home": "'@home", "  =x": "'  =x", "＝x": "'＝x", "\tx": "'\tx", "'quoted": "''quoted",
		"plain": "plain", "O'Neil": "O'Neil", "": "",
	} {
		got := Harmless(text)
		if got != want || restored(got) != text {
			t.Errorf("%q leaves as %q, want %q, and comes back as %q", text, got, want, restored(got))
		}
	}
}

func TestLanguagesAreReadByName(t *testing.T) {
	for text, want := range map[string]string{"Polish": "pl", "pl": "pl", "BSL": "bfi", "": "", "Speaks a little": "speaks a little"} {
		if got := languageOf(text); got != want {
			t.Errorf("%q is %q, want %q", text, got, want)
		}
	}
}
