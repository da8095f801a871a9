package grouping_test

import (
	"slices"
	"testing"
	"time"

	"throughline/internal/domain/calendar"
	"throughline/internal/reckoning/grouping"
)

func TestWhatAGroupIsCalled(t *testing.T) {
	for _, test := range []struct{ by, code, want string }{
		{grouping.Area, "Central West", "Central West"},
		{grouping.Area, "", "Not known"},
		{grouping.Ethnicity, "not_stated", "Not stated"},
		{grouping.Ethnicity, "mixed_white_black_caribbean", "Mixed White Black Caribbean"},
		{grouping.EthnicGroup, grouping.EthnicGroupOf("white_other"), "White"},
		{grouping.EthnicGroup, grouping.EthnicGroupOf("not_stated"), "Not stated"},
		{grouping.EthnicGroup, grouping.EthnicGroupOf(""), "Not known"},
		{grouping.Pathway, "conditional_caution", "Conditional caution"},
		{grouping.Month, grouping.MonthOf(calendar.On(2020, time.March, 31)), "2020-03"},
		{grouping.Month, grouping.MonthOf(0), "Not known"},
	} {
		by, ok := grouping.Named(test.by)
		if got := by.Words(test.code); !ok || got != test.want {
			t.Errorf("%s %q is called %q, want %q", test.by, test.code, got, test.want)
		}
	}
	if _, ok := grouping.Named("mood"); ok {
		t.Error("there are groups by mood")
	}
}

func TestAgesFallIntoBands(t *testing.T) {
	for age, want := range map[int]string{17: "0 to 17", 18: "18 to 24", 24: "18 to 24", 25: "25 to 34", 35: "35 to 44", 45: "45 to 54", 55: "55 and over"} {
		if got := grouping.AgeBand(&age); got != want {
			t.Errorf("%d is of %q, want %q", age, got, want)
		}
	}
	if got := grouping.AgeBand(nil); got != "" {
		t.Errorf("an age nobody knows is of %q", got)
	}
}

func TestTheOrderOfGroups(t *testing.T) {
	sizes := map[string]int{"b": 5, "a": 2, "": 9, "c": 5}
	for by, want := range map[string][]string{grouping.Area: {"b", "c", "a", ""}, grouping.Month: {"a", "b", "c", ""}} {
		groups := []string{"", "a", "b", "c"}
		way, _ := grouping.Named(by)
		slices.SortFunc(groups, func(one, other string) int { return way.Compare(one, sizes[one], other, sizes[other]) })
		if !slices.Equal(groups, want) {
			t.Errorf("by %s they stand as %q, want %q", by, groups, want)
		}
	}
}
