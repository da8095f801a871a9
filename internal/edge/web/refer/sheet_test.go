package refer

import (
	"reflect"
	"testing"

	"pgregory.net/rapid"

	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
	"throughline/internal/domain/scheme"
)

// A referral that is opened to be changed and saved untouched stays as it was.
func TestTheFormGivesBackWhatItWasFilledWith(t *testing.T) {
	words := rapid.StringMatching(`[A-Z][a-z]{1,9}( [a-z]{1,5})?`)
	maybe := func(draw *rapid.T, name string) string {
		if rapid.Bool().Draw(draw, "has "+name) {
			return words.Draw(draw, name)
		}
		return ""
	}
	day := rapid.Custom(func(draw *rapid.T) calendar.Day {
		return calendar.On(2000, 1, 1).AddDays(rapid.IntRange(0, 12000).Draw(draw, "days"))
	})
	places := []Place{{Area: "Central West", Suite: "Charing Cross"}, {Area: "Central South", Suite: "Brixton"}, {Area: "Camden"}, {Suite: "Walworth"}}
	ask := everything()
	rapid.Check(t, func(draw *rapid.T) {
		place := rapid.SampledFrom(places).Draw(draw, "place")
		now := rapid.SampledFrom(ask.happenings).Draw(draw, "happening")
		entry := journey.Referral{
			Area: place.Area, Suite: place.Suite, Reference: maybe(draw, "reference"),
			Identity: journey.Identity{
				Given: words.Draw(draw, "given"), Family: words.Draw(draw, "family"), KnownAs: maybe(draw, "known as"),
				Born: day.Draw(draw, "born"), Phone: maybe(draw, "phone"),
			},
			Met: now.met, Outcome: now.outcome,
			Contact: rapid.SampledFrom(journey.Contacts).Draw(draw, "contact"),
			Agreed:  rapid.SampledFrom([]string{journey.AgreedYes, journey.AgreedYesNotToday}).Draw(draw, "agreed"),
			Urgent:  rapid.SliceOfDistinct(rapid.SampledFrom(journey.Urgents), rapid.ID[string]).Draw(draw, "urgent"),
		}
		if now.value == released {
			entry.Outcome = rapid.SampledFrom([]string{"bail", "released_under_investigation"}).Draw(draw, "released")
		}
		if now.met != "none" {
			entry.Offence = rapid.SampledFrom(append(offences, journey.Offence{}, journey.Offence{Code: "AB06001"})).Draw(draw, "offence")
			entry.Typed = rapid.SampledFrom([]string{"", "a row in the street"}).Draw(draw, "typed")
		}
		for _, urgent := range entry.Urgent {
			if urgent == "interpreter" {
				entry.Identity.Interpret = interpreterWords(maybe(draw, "language"), maybe(draw, "dialect"), rapid.SampledFrom(append(genders, "")).Draw(draw, "gender"))
			}
		}
		entry.Asked = asked(draw, words)
		if opened := ask.partOf(now.value); opened.of != "" {
			entry.Explained = rapid.SampledFrom([]journey.YesNo{"", journey.Yes}).Draw(draw, "explained")
			entry.Legal = rapid.SampledFrom(append(journey.LegalAdvices, "")).Draw(draw, "legal advice")
			if opened.of.Widens() {
				entry.Widening = rapid.SampledFrom([]journey.Widening{
					{}, {Otherwise: "charge"}, {Otherwise: "simple_caution", Answer: journey.AsksInstead},
					{Otherwise: "no_further_action", Answer: journey.GoesOn, Reason: journey.AnotherReason, Words: "she asked for it"},
				}).Draw(draw, "widening")
			}
			if opened.requires() && (!opened.mayLack || rapid.Bool().Draw(draw, "required")) {
				n, court := rapid.IntRange(1, 9).Draw(draw, "units"), ""
				if opened.court {
					court = maybe(draw, "court")
				}
				entry.Condition = &journey.ConditionEntry{Text: opened.words(n, court), Units: n, Given: day.Draw(draw, "given")}
				if opened.ends != "" && rapid.Bool().Draw(draw, "dated") {
					entry.Condition.Due = day.Draw(draw, "due")
				}
			}
		}
		for _, listed := range [][]Place{places, nil} {
			back, problems := readEntry(formOf(entry, listed, ask), listed, ask)
			if len(problems) > 0 || !reflect.DeepEqual(back, entry) {
				t.Fatalf("%+v came back as %+v, %v", entry, back, problems)
			}
		}
	})
}

// everything asks all that the schemes of any service could ask.
func everything() asking {
	var ask asking
	for _, h := range happenings {
		if h.value != "under_investigation" && h.value != "bailed" { // they stand in the place of the one of both
			ask.happenings = append(ask.happenings, h)
		}
	}
	for _, one := range parts {
		one.rule.Exists = one.begins != ""
		ask.parts = append(ask.parts, one)
	}
	for _, q := range questions {
		ask.words = append(ask.words, q.word)
	}
	return ask
}

// asked draws answers to what only some schemes ask.
func asked(draw *rapid.T, words *rapid.Generator[string]) journey.Encounter {
	yesNo := rapid.SampledFrom([]journey.YesNo{"", journey.Yes, journey.No})
	pence := rapid.Int64Range(0, 1_000_000).Draw(draw, "pence")
	codes := func(word string) []string {
		return rapid.SampledFrom([][]string{nil, {}, scheme.Values(word), scheme.Values(word)[:1]}).Draw(draw, word)
	}
	one := func(word string) string {
		return rapid.SampledFrom(append(scheme.Values(word), "")).Draw(draw, word)
	}
	met := journey.Encounter{
		Residence: rapid.OneOf(rapid.Just(""), words).Draw(draw, "residence"), Gravity: rapid.IntRange(0, 5).Draw(draw, "gravity"),
		Months: rapid.IntRange(0, 60).Draw(draw, "months"), Group: one("offence_group"), Admitted: one("admitted"),
		Considered: one("considered_outcome"), ChargeState: one("charge_state"),
		Bailable: yesNo.Draw(draw, "bail"), First: yesNo.Draw(draw, "first"), InCustody: yesNo.Draw(draw, "custody"), Assessed: yesNo.Draw(draw, "assessed"),
		Orders: codes("orders"), Cohorts: codes("cohorts"), Needs: codes("needs"),
	}
	if rapid.Bool().Draw(draw, "valued") {
		met.ValuePence = &pence
	}
	return met
}
