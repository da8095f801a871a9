package scheme_test

import (
	"strings"
	"testing"

	"throughline/internal/domain/calendar"
	"throughline/internal/domain/scheme"
)

func london(t testing.TB) *scheme.Rulebook {
	t.Helper()
	return library(t).Of("lwds", 0)
}

func TestLondonCountsTwoAppointmentsAndStatesNoDeadline(t *testing.T) {
	book := london(t)
	rule := book.Condition("conditional_caution", nil)
	if !rule.Exists || rule.UnitsRequired != 2 || rule.UnitName != "appointment" {
		t.Errorf("the condition is %+v, want two appointments", rule)
	}
	for kind, want := range map[string]scheme.Answer{
		"one_to_one": scheme.Yes, "group": scheme.NotStated, "phone": scheme.NotStated, "outreach": scheme.NotStated,
		"accompanied": scheme.NotStated, "custody_visit": scheme.NotStated, "telepathy": scheme.NotStated,
	} {
		if got := rule.Counts(kind); got != want {
			t.Errorf("whether %s counts is %s, want %s", kind, got, want)
		}
	}
	if rule.LateCounts != scheme.Yes || rule.Decider != "police" || rule.ExcuseDecider != "" {
		t.Errorf("late counts %s, decider %q, excuse decider %q", rule.LateCounts, rule.Decider, rule.ExcuseDecider)
	}
	given, _ := calendar.ParseDay("2020-03-01")
	if due, stated := rule.Clock.Due(given); stated || due != 0 {
		t.Errorf("the condition is due on %s, but no source states a deadline", due)
	}
	if rule := book.Condition("voluntary", nil); rule.Exists || rule.UnitsRequired != 0 || rule.Decider != "" {
		t.Errorf("a woman who asks for herself has the condition %+v, want none", rule)
	}
}

func TestLondonNamesItsWindows(t *testing.T) {
	book := london(t)
	for name, want := range map[string]string{
		"to_march_2020":  "1 November 2019 to 31 March 2020",
		"to_march_2021":  "1 April 2020 to 31 March 2021",
		"to_august_2021": "1 April 2021 to 31 August 2021",
		"year_1":         "1 November 2019 to 31 October 2020",
		"reach":          "1 September 2019 to 31 August 2020",
	} {
		if window, ok := book.Window(name); !ok || window.Words() != want {
			t.Errorf("the window %s is %s, want %s", name, window.Words(), want)
		}
	}
	if _, ok := book.Window("year_2"); ok {
		t.Error("there is no window year_2")
	}
}

func TestLondonShowsEveryMatterItsSourcesAreSilentOn(t *testing.T) {
	book := london(t)
	for pathway, want := range map[string]string{
		"conditional_caution": "area_test excluded_offences repeat_cautions admission deadline extension missed_appointments excuse_rule sharing_with_police",
		"voluntary":           "age area arrest_or_offence waiting_order capacity_share sharing extended_from",
	} {
		var ids []string
		for _, clause := range book.Pathway(pathway).NotStated() {
			ids = append(ids, clause.ID)
		}
		if got := strings.Join(ids, " "); got != want {
			t.Errorf("%s is silent on %s, want %s", pathway, got, want)
		}
	}
}

func BenchmarkDecide(b *testing.B) {
	book, age := london(b), 34
	e := scheme.Encounter{Area: "Central West", PoliceOutcome: "conditional_caution", Age: &age}
	s := scheme.Settings{"covered_areas": []string{"Central West", "Central South"}}
	on, _ := calendar.ParseDay("2020-03-01")
	for b.Loop() {
		if decisions := scheme.Decide(book, e, s, on); decisions[0].Decision != scheme.Open {
			b.Fatal(decisions[0])
		}
	}
}
