package grouping

import (
	"cmp"
	"slices"
	"strings"

	"throughline/internal/domain/calendar"
)

// NotKnown is how the group of those of whom nobody wrote it down is named where a
// name is needed; its code is "". Who was asked and did not say is in a group of
// her own.
const NotKnown = "not_known"

// By is one way of falling into groups.
type By struct {
	Code, Title string
	// InOrder groups stand in the order of their codes, others by size.
	InOrder bool
	named   bool // the code is a name, and stands as it is
	proper  bool // every word of it begins with a capital
}

// The ways of falling into groups, by code.
const (
	Provider      = "provider"
	Area          = "area"
	Suite         = "suite"
	Borough       = "borough"
	Month         = "month"
	Pathway       = "pathway"
	Agency        = "agency"
	PoliceOutcome = "police_outcome"
	Offence       = "offence"
	Ethnicity     = "ethnicity"
	EthnicGroup   = "ethnic_group"
	Age           = "age"
	Language      = "language"
	Interpreter   = "interpreter"
	FirstTime     = "first_time"
	Mother        = "mother"
)

var all = []By{
	{Code: Provider, Title: "Provider", named: true},
	{Code: Area, Title: "Area", named: true},
	{Code: Suite, Title: "Custody suite", named: true},
	{Code: Borough, Title: "Borough she lives in", named: true},
	{Code: Month, Title: "Month", InOrder: true, named: true},
	{Code: Pathway, Title: "Pathway"},
	{Code: Agency, Title: "Agency that sent her", named: true},
	{Code: PoliceOutcome, Title: "Police outcome"},
	{Code: Offence, Title: "Offence", named: true},
	{Code: Ethnicity, Title: "Ethnicity", proper: true},
	{Code: EthnicGroup, Title: "Ethnic group", proper: true},
	{Code: Age, Title: "Age", InOrder: true, named: true},
	{Code: Language, Title: "Language", named: true},
	{Code: Interpreter, Title: "Needs an interpreter"},
	{Code: FirstTime, Title: "Reports no earlier offence"},
	{Code: Mother, Title: "Has children under 18"},
}

// All returns every way of falling into groups.
func All() []By { return slices.Clone(all) }

// Named returns the way of this code, and false where there is none.
func Named(code string) (By, bool) {
	at := slices.IndexFunc(all, func(by By) bool { return by.Code == code })
	if at < 0 {
		return By{}, false
	}
	return all[at], true
}

// Equality says whether the groups are of a characteristic that reports of fair
// treatment follow.
func (b By) Equality() bool {
	return slices.Contains([]string{Ethnicity, EthnicGroup, Age, Language, Interpreter, FirstTime, Mother}, b.Code)
}

// Words returns a group as it is printed: "Not known" where nobody wrote it down.
func (b By) Words(code string) string {
	switch {
	case code == "" || code == NotKnown:
		return "Not known"
	case b.named:
		return code
	}
	words := strings.Split(code, "_")
	for i, word := range words {
		if i == 0 || b.proper && code != "not_stated" {
			words[i] = strings.ToUpper(word[:min(1, len(word))]) + word[min(1, len(word)):]
		}
	}
	return strings.Join(words, " ")
}

// Compare orders two groups of so many: those not known last, the larger first
// unless they stand in the order of their codes.
func (b By) Compare(one string, ofOne int, other string, ofOther int) int {
	unknown := func(code string) int {
		if code == "" || code == NotKnown {
			return 1
		}
		return 0
	}
	if b.InOrder {
		ofOne, ofOther = 0, 0
	}
	return cmp.Or(cmp.Compare(unknown(one), unknown(other)), cmp.Compare(ofOther, ofOne), cmp.Compare(one, other))
}

// MonthOf returns the month of a day, such as "2020-03", "" where it is not known.
func MonthOf(on calendar.Day) string {
	if !on.Known() {
		return ""
	}
	return on.String()[:len("2006-01")]
}

// AgeBand returns the band of an age in whole years, "" where it is not known.
// The first band of women ends where young adulthood does in the services' own
// use, at 24.
func AgeBand(age *int) string {
	switch {
	case age == nil:
		return ""
	case *age < 18:
		return "0 to 17"
	case *age < 25:
		return "18 to 24"
	case *age < 35:
		return "25 to 34"
	case *age < 45:
		return "35 to 44"
	case *age < 55:
		return "45 to 54"
	}
	return "55 and over"
}

// EthnicGroupOf returns which of the five groups of the census an ethnicity is
// of: asian, black, mixed, white or other. The codes of the nineteen begin with
// it. Who did not say is of not_stated. Source: Census 2021, England and Wales.
func EthnicGroupOf(ethnicity string) string {
	group, _, _ := strings.Cut(ethnicity, "_")
	if ethnicity == "not_stated" {
		return ethnicity
	}
	if slices.Contains([]string{"asian", "black", "mixed", "white", "other"}, group) {
		return group
	}
	return ""
}
