package journey

import (
	"fmt"
	"reflect"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"throughline/internal/domain/access"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/need"
)

// drawParts draws a condition of two parts.
func drawParts(t *rapid.T) []Part {
	return []Part{
		{Unit: "assessment", Required: rapid.IntRange(1, 2).Draw(t, "assessments")},
		{Unit: "session", Required: rapid.IntRange(1, 3).Draw(t, "sessions")},
	}
}

// drawJourney draws a woman's facts of one or two cases, some of them corrected
// or taken back, in the order they were written.
func drawJourney(t *rapid.T) []Fact {
	var facts []Fact
	day := func(label string) calendar.Moment {
		return calendar.OnDay(calendar.On(2020, 1, 1).AddDays(rapid.IntRange(0, 400).Draw(t, label)))
	}
	add := func(fact Fact) {
		fact.ID, fact.Woman = fmt.Sprintf("fact-%04d", len(facts)), "woman-1"
		facts = append(facts, fact)
	}
	cases := []string{"case-1", "case-2"}[:rapid.IntRange(1, 2).Draw(t, "cases")]
	for _, id := range cases {
		on := day("referred")
		add(Fact{Case: id, Happened: on, Known: on, Body: Referred{Scheme: "lwds", Pathway: ConditionalCaution}})
		given := ConditionGiven{Condition: "c-" + id, Units: rapid.SampledFrom([]int{0, 1, 2}).Draw(t, "asked"), Given: on.Day()}
		if rapid.Bool().Draw(t, "in parts") {
			given.Parts = drawParts(t)
			given.Units = sumOf(given.Parts)
		}
		add(Fact{Case: id, Happened: on, Known: on, Body: given})
	}
	for range rapid.IntRange(0, 25).Draw(t, "facts") {
		happened := day("happened")
		fact := Fact{
			Case: rapid.SampledFrom(cases).Draw(t, "case"), Happened: happened,
			Known: calendar.OnDay(happened.Day().AddDays(rapid.IntRange(0, 60).Draw(t, "known later"))),
		}
		appointment := fmt.Sprintf("a%d", rapid.IntRange(1, 5).Draw(t, "appointment"))
		switch rapid.IntRange(0, 11).Draw(t, "kind") {
		case 0:
			fact.Body = Booked{Appointment: appointment, At: happened, How: OneToOne}
		case 1, 2:
			fact.Body = Attendance{
				Appointment: appointment, At: happened, How: OneToOne, Outcome: rapid.SampledFrom(Outcomes).Draw(t, "outcome"),
				Counts: rapid.SampledFrom([]YesNo{Yes, No, ""}).Draw(t, "counts"),
				Unit:   rapid.SampledFrom([]string{"assessment", "session", ""}).Draw(t, "unit"),
			}
		case 3:
			fact.Body = ExcuseDecided{Appointment: appointment, Accepted: rapid.Bool().Draw(t, "accepted")}
		case 4:
			fact.Body = NeedAssessed{Pathway: rapid.SampledFrom(need.Pathways()).Draw(t, "pathway"), Present: rapid.Bool().Draw(t, "present")}
		case 5:
			body := ConditionDecided{Condition: "c-" + fact.Case, Consequence: rapid.SampledFrom([]Consequence{"", Extended}).Draw(t, "consequence")}
			if !body.Consequence.GoesOn() {
				body.Decision = rapid.SampledFrom(ConditionDecisions).Draw(t, "decision")
			}
			fact.Body = body
		case 6:
			fact.Body = Closed{Reason: rapid.SampledFrom(ClosureReasons).Draw(t, "reason")}
		case 7:
			fact.Body, fact.Case = Arrested{Arrest: appointment}, ""
		case 8:
			fact.Body = Allocated{Keyworker: appointment}
		case 9: // the referrals stay: a case that was never referred is no case
			if len(facts) == 2*len(cases) {
				continue
			}
			old := rapid.SampledFrom(facts[2*len(cases):]).Draw(t, "superseded")
			fact.Case, fact.Happened, fact.Supersedes, fact.Body = old.Case, old.Happened, old.ID, Withdrawn{}
		case 10:
			body := ConditionVaried{Condition: "c-" + fact.Case, Units: rapid.IntRange(1, 4).Draw(t, "units")}
			if rapid.Bool().Draw(t, "dated") {
				body.Due = happened.Day().AddDays(rapid.IntRange(0, 60).Draw(t, "due"))
			}
			if rapid.Bool().Draw(t, "in parts") {
				body.Parts = drawParts(t)
				body.Units = sumOf(body.Parts)
			}
			fact.Body = body
		case 11:
			fact.Body = ReferredBack{Condition: "c-" + fact.Case}
		}
		add(fact)
	}
	return facts
}

func TestTheOrderInWhichFactsAreReadDoesNotMatter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		facts := drawJourney(t)
		want := Fold(facts, 0)
		if got := Fold(rapid.Permutation(facts).Draw(t, "read as"), 0); !reflect.DeepEqual(got, want) {
			t.Fatalf("read in another order:\n%+v\nwant\n%+v", got, want)
		}
	})
}

func TestTheFoldAsAtADayIsTheFoldOfWhatWasKnownByThen(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		facts := drawJourney(t)
		day := calendar.On(2020, 1, 1).AddDays(rapid.IntRange(0, 500).Draw(t, "as at"))
		known := slices.DeleteFunc(slices.Clone(facts), func(fact Fact) bool { return fact.Known.Day() > day })
		got, want := Fold(facts, day), Fold(known, 0)
		for i := range got {
			got[i].Version = 0 // counts every fact ever written, whenever it was known
		}
		for i := range want {
			want[i].Version = 0
			if want[i].Known > day {
				t.Fatalf("a row as at %s knows of %s", day, want[i].Known)
			}
		}
		if !reflect.DeepEqual(got, want) {
			t.Fatalf("as at %s:\n%+v\nwant\n%+v", day, got, want)
		}
	})
}

func TestTheVersionOnlyGrows(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		facts := drawJourney(t)
		versions := map[string]int{}
		for n := range len(facts) + 1 {
			for _, row := range Fold(facts[:n], 0) {
				if row.Version < versions[row.Case] {
					t.Fatalf("after %d facts the version of %s fell from %d to %d", n, row.Case, versions[row.Case], row.Version)
				}
				versions[row.Case] = row.Version
			}
			if n < len(facts) && n > 0 { // a fact of the case, or of the woman, moves it on
				for _, row := range Fold(facts[:n+1], 0) {
					if before, seen := versions[row.Case]; seen && (facts[n].Case == row.Case || facts[n].Case == "") && row.Version != before+1 {
						t.Fatalf("fact %d moved %s from version %d to %d", n, row.Case, before, row.Version)
					}
				}
			}
		}
	})
}

func TestAConditionIsNeverMetWithoutItsUnits(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		for _, row := range Fold(drawJourney(t), 0) {
			c := row.Condition
			if c != nil && c.Met.Known() != (c.Required > 0 && c.Units >= c.Required) {
				t.Fatalf("%d of %d units, met on %q", c.Units, c.Required, c.Met)
			}
			if c != nil && c.Units > row.Appointments.Attended() {
				t.Fatalf("%d units of %d attended", c.Units, row.Appointments.Attended())
			}
			if row.ReArrest.Known() != (row.Timing != "") || row.ReArrest.Known() != (row.ReArrests > 0) {
				t.Fatalf("re-arrested on %q, timed %q, %d times", row.ReArrest, row.Timing, row.ReArrests)
			}
		}
	})
}

func TestAConditionOfPartsIsMetWithItsLastPartAndMissesStopThere(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		for _, row := range Fold(drawJourney(t), 0) {
			c := *row.Condition
			all, sum, last := true, 0, calendar.Day(0)
			for _, part := range c.Parts {
				if part.Units > part.Required || part.Units != len(part.Came) {
					t.Fatalf("part %+v", part)
				}
				for _, on := range part.Came {
					last = max(last, on)
				}
				all, sum = all && part.Units == part.Required, sum+part.Units
			}
			if len(c.Parts) > 0 && (all != c.Met.Known() || sum != c.Units || all && last != c.Met) {
				t.Fatalf("parts %+v, %d units, met on %s", c.Parts, c.Units, c.Met)
			}
			if len(c.Came) != c.Counted() || c.Required > 0 && c.Counted() > c.Required {
				t.Fatalf("came on %v for %d of %d", c.Came, c.Units, c.Required)
			}
			for _, on := range slices.Concat(c.Missed, c.Excused) {
				if on < c.Given || c.Met.Known() && on > c.Met {
					t.Fatalf("missed on %s counts, given %s, met %s", on, c.Given, c.Met)
				}
			}
			state := row.At(calendar.On(2025, 1, 1)).Condition
			if state == ConditionReferredBack && (c.Met.Known() || c.Decision != "") {
				t.Fatalf("%s, met on %s, decided %q", state, c.Met, c.Decision)
			}
			if state == ConditionTimePassed && !c.Due.Known() {
				t.Fatal("time passed without a date")
			}
		}
	})
}

func TestTheBodyOfEveryKindComesBackAsItWas(t *testing.T) {
	for kind, prototype := range bodies {
		t.Run(string(kind), func(t *testing.T) {
			rapid.Check(t, func(t *rapid.T) {
				value := reflect.New(prototype).Elem()
				fill(t, value)
				want := value.Interface().(Body)
				data, err := MarshalBody(want)
				if err != nil {
					t.Fatal(err)
				}
				got, err := UnmarshalBody(kind, data)
				if err != nil || !reflect.DeepEqual(got, want) {
					t.Fatalf("%s came back as %+v, %v; want %+v", data, got, err, want)
				}
			})
		})
	}
	if _, err := UnmarshalBody("rumour", []byte("{}")); err == nil {
		t.Error("a kind that nobody knows is an error")
	}
	if _, err := UnmarshalBody(KindClosed, []byte(`{"reason":1}`)); err == nil {
		t.Error("a body that does not fit its kind is an error")
	}
}

// fill draws a value for every field.
func fill(t *rapid.T, value reflect.Value) {
	switch value.Interface().(type) {
	case access.Classes:
		value.Set(reflect.ValueOf(access.Classes(rapid.Uint16Range(0, 1<<len(access.EveryClass)-1).Draw(t, "classes"))))
		return
	case calendar.Day:
		value.Set(reflect.ValueOf(calendar.Day(rapid.IntRange(0, 800_000).Draw(t, "day"))))
		return
	case calendar.Moment:
		at := calendar.OnDay(calendar.Day(rapid.IntRange(700_000, 750_000).Draw(t, "day of moment")))
		if rapid.Bool().Draw(t, "timed") {
			at = calendar.At(at.Time().Add(9 * 3600 * 1e9))
		}
		value.Set(reflect.ValueOf(at))
		return
	}
	switch value.Kind() {
	case reflect.Struct:
		for i := range value.NumField() {
			fill(t, value.Field(i))
		}
	case reflect.String:
		value.SetString(rapid.StringMatching(`[a-z_ é"<]{0,12}`).Draw(t, "text"))
	case reflect.Int, reflect.Int64:
		value.SetInt(rapid.Int64Range(-5, 1_000_000).Draw(t, "number"))
	case reflect.Bool:
		value.SetBool(rapid.Bool().Draw(t, "truth"))
	case reflect.Pointer:
		if rapid.Bool().Draw(t, "known") {
			value.Set(reflect.New(value.Type().Elem()))
			fill(t, value.Elem())
		}
	case reflect.Slice:
		for range rapid.IntRange(0, 3).Draw(t, "length") {
			element := reflect.New(value.Type().Elem()).Elem()
			fill(t, element)
			value.Set(reflect.Append(value, element))
		}
	default:
		t.Fatalf("a fact must not hold a %s", value.Kind())
	}
}
