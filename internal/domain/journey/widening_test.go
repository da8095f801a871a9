package journey

import (
	"testing"
	"time"

	"throughline/internal/domain/calendar"
)

func TestOnlyAnOutcomeThatAsksLessIsLighter(t *testing.T) {
	lighter := map[string]bool{"simple_caution": true, "community_resolution": true, "no_further_action": true}
	for _, otherwise := range append(Otherwises, "") {
		if got := Lighter(otherwise); got != lighter[otherwise] {
			t.Errorf("%q is lighter: %t", otherwise, got)
		}
	}
	for _, pathway := range []Pathway{ConditionalCaution, PenaltyNotice, Triage} {
		if !pathway.Widens() {
			t.Errorf("%s may widen the net", pathway)
		}
	}
	for _, pathway := range []Pathway{Voluntary, LiaisonAndDiversion, Bail, CourtOrder, ""} {
		if pathway.Widens() {
			t.Errorf("%q widens nothing", pathway)
		}
	}
}

// What was answered is written down once, and read back as it was.
func TestWhatPoliceAnsweredToTheWarningIsKept(t *testing.T) {
	for _, row := range []struct {
		name     string
		outcome  string
		pathway  Pathway
		answered Widening
		warned   YesNo
		instead  string
		words    string
	}{
		{"nobody was asked", "conditional_caution", ConditionalCaution, Widening{}, "", "", ""},
		{"a charge was likely", "conditional_caution", ConditionalCaution, Widening{Otherwise: "charge"}, "", "", ""},
		{"they go on", "conditional_caution", ConditionalCaution, Widening{Otherwise: "simple_caution", Answer: GoesOn, Reason: MoreSerious, Words: "two more reports"}, Yes, "", "two more reports"},
		{"she asks for herself", "conditional_caution", Voluntary, Widening{Otherwise: "simple_caution", Answer: AsksInstead}, Yes, "conditional_caution", ""},
		{"she asks for herself in place of triage", "", Voluntary, Widening{Otherwise: "no_further_action", Answer: AsksInstead}, Yes, Undecided, ""},
		{"a voluntary referral widens nothing", "community_resolution", Voluntary, Widening{Otherwise: "no_further_action"}, "", "", ""},
	} {
		t.Run(row.name, func(t *testing.T) {
			entry := goodReferral()
			entry.Met, entry.Outcome, entry.Pathway, entry.Condition, entry.Widening = "arrest", row.outcome, row.pathway, nil, row.answered
			entry = entry.AsAnswered()
			facts, err := pen().Refer(entry, "her")
			if err != nil {
				t.Fatal(err)
			}
			for _, fact := range facts {
				switch body := fact.Body.(type) {
				case Encounter:
					if row.instead != "" && row.instead != Undecided && (body.Considered != row.instead || body.Outcome != "") {
						t.Errorf("encounter %+v: the outcome was only considered", body)
					}
				case Referred:
					if body.Warned != row.warned || body.Instead != row.instead || body.Otherwise != row.answered.Otherwise {
						t.Errorf("referred %+v", body)
					}
					back, words := WideningOf(body), ""
					if fact.Words != nil {
						words = fact.Words.Text
					}
					back.Words = words
					if back != row.answered || words != row.words {
						t.Errorf("read back as %+v, want %+v", back, row.answered)
					}
				}
			}
		})
	}
}

func TestAWomanWhoAsksForHerselfComesWithoutACondition(t *testing.T) {
	entry := goodReferral()
	entry.Outcome = "conditional_caution"
	entry.Condition = &ConditionEntry{Units: 2, Given: calendar.On(2026, time.March, 3)}
	entry.Widening = Widening{Otherwise: "simple_caution", Answer: AsksInstead}
	answered := entry.AsAnswered()
	if answered.Condition != nil || answered.Outcome != "" || answered.Asked.Considered != "conditional_caution" {
		t.Errorf("answered %+v", answered)
	}
	entry.Widening.Otherwise = "charge" // no longer lighter: the answer no longer counts
	if again := entry.AsAnswered(); again.Condition == nil || again.Outcome != "conditional_caution" {
		t.Errorf("with a charge likely %+v", again)
	}
}

func TestWhatASchemeAsksIsKeptInCodes(t *testing.T) {
	below := int64(-1)
	for _, row := range []struct {
		name   string
		change func(*Referral)
		field  string
	}{
		{"a sentence among the cohorts", func(r *Referral) { r.Asked.Cohorts = []string{"She is known to us"} }, "cohorts"},
		{"a sentence in place of an answer", func(r *Referral) { r.Asked.Admitted = "She says yes" }, "admitted"},
		{"a gravity score there is not", func(r *Referral) { r.Asked.Gravity = 6 }, "gravity"},
		{"a value below nothing", func(r *Referral) { r.Asked.ValuePence = &below }, "value_gbp"},
		{"a sentence of a hundred years and more", func(r *Referral) { r.Asked.Months = 1201 }, "sentence_months"},
		{"an answer to legal advice there is not", func(r *Referral) { r.Legal = "perhaps" }, "legal_advice"},
		{"a notice without its day", func(r *Referral) {
			r.Outcome, r.Condition = "penalty_notice", &ConditionEntry{Units: 2}
		}, "given_on"},
		{"an order without its days", func(r *Referral) {
			r.Outcome, r.Condition = "", &ConditionEntry{Given: calendar.On(2026, time.March, 3)}
		}, "units_required"},
	} {
		entry := goodReferral()
		row.change(&entry)
		_, err := pen().Refer(entry, "")
		problems, ok := err.(Problems)
		if !ok || len(problems) != 1 || problems[0].Field != row.field {
			t.Errorf("%s: %v, want a problem with %s", row.name, err, row.field)
		}
	}
	bailed := goodReferral()
	bailed.Outcome, bailed.Condition = "bail", &ConditionEntry{Given: calendar.On(2026, time.March, 3)}
	if _, err := pen().Refer(bailed, ""); err != nil {
		t.Errorf("bail that states no number: %v", err)
	}
}
