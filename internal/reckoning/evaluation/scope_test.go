package evaluation_test

import (
	"testing"
	"time"

	"throughline/internal/domain/calendar"
	"throughline/internal/reckoning/evaluation"
	"throughline/internal/reckoning/grouping"
)

func TestAPartOfTheCasesHasACode(t *testing.T) {
	first, last := calendar.On(2020, time.January, 1), calendar.On(2020, time.March, 31)
	for _, test := range []struct {
		name    string
		narrow  evaluation.Narrowing
		code    string
		filters int
	}{
		{"all", evaluation.Narrowing{}, "", 0},
		{"an area", evaluation.Narrowing{Area: "Central West"}, "area=Central+West", 1},
		{"the same, asked for as a group", evaluation.Narrowing{Group: evaluation.Group{By: grouping.Area, Value: "Central West"}}, "area=Central+West", 1},
		{"nobody knows", evaluation.Narrowing{Provider: grouping.NotKnown}, "provider=not_known", 1},
		{"a group within an area, of a period", evaluation.Narrowing{
			Area: "A&B", Group: evaluation.Group{By: grouping.Age, Value: "18 to 24"}, Referred: calendar.Window{From: first, To: last},
		}, "age=18+to+24&area=A%26B&referred=2020-01-01%2F2020-03-31", 3},
	} {
		if code := test.narrow.Code(); code != test.code || test.narrow.Filters() != test.filters {
			t.Errorf("%s: %q of %d filters, want %q of %d", test.name, code, test.narrow.Filters(), test.code, test.filters)
		}
	}
}

func TestWhichPartLiesWithinAnother(t *testing.T) {
	for _, test := range []struct {
		name, part, whole string
		want              bool
	}{
		{"all within all", "", "", true},
		{"an area within all", "area=A", "", true},
		{"all within an area", "", "area=A", false},
		{"a group within an area", "age=18+to+24&area=A", "area=A", true},
		{"another area", "age=18+to+24&area=B", "area=A", false},
		{"a month within a year", "referred=2020-03-01%2F2020-03-31", "referred=2020-01-01%2F2020-12-31", true},
		{"a month within all time since", "referred=2020-03-01%2F2020-03-31", "referred=2020-01-01%2F", true},
		{"all time since within a year", "referred=2020-03-01%2F", "referred=2020-01-01%2F2020-12-31", false},
		{"all within a year", "", "referred=2020-01-01%2F2020-12-31", false},
		{"what is no code", "%", "", false},
	} {
		if got := evaluation.Within(test.part, test.whole); got != test.want {
			t.Errorf("%s: %t", test.name, got)
		}
	}
}
