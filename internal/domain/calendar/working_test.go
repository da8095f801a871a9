package calendar

import "testing"

func TestWorkingDaysAfterADay(t *testing.T) {
	for name, test := range map[string]struct {
		from, to string
		want     int
	}{
		"the same day is day 0":               {"2026-03-03", "2026-03-03", 0},
		"Tuesday to Wednesday":                {"2026-03-03", "2026-03-04", 1},
		"over a weekend":                      {"2026-03-06", "2026-03-09", 1},
		"from a Friday to the Sunday after":   {"2026-03-06", "2026-03-08", 0},
		"a week":                              {"2026-03-03", "2026-03-10", 5},
		"from a Saturday to a Friday":         {"2026-03-07", "2026-03-13", 5},
		"three weeks and a day":               {"2026-03-03", "2026-03-25", 16},
		"Good Friday counts as a working day": {"2026-04-02", "2026-04-03", 1},
		"an earlier day":                      {"2026-03-03", "2026-03-02", 0},
		"a day that nobody stated":            {"", "2026-03-02", 0},
	} {
		from, err := ParseDay(test.from)
		if err != nil {
			t.Fatal(err)
		}
		to, err := ParseDay(test.to)
		if err != nil {
			t.Fatal(err)
		}
		if got := WorkingDays(from, to); got != test.want {
			t.Errorf("%s: %d, want %d", name, got, test.want)
		}
	}
}
