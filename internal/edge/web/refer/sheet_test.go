package refer

import (
	"reflect"
	"testing"

	"pgregory.net/rapid"

	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
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
	rapid.Check(t, func(draw *rapid.T) {
		place := rapid.SampledFrom(places).Draw(draw, "place")
		now := rapid.SampledFrom(happenings).Draw(draw, "happening")
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
		if now.value == "conditional_caution" {
			units := rapid.IntRange(1, 9).Draw(draw, "units")
			entry.Condition = &journey.ConditionEntry{Text: conditionWords(units), Units: units, Given: day.Draw(draw, "given")}
			if rapid.Bool().Draw(draw, "dated") {
				entry.Condition.Due = day.Draw(draw, "due")
			}
		}
		for _, listed := range [][]Place{places, nil} {
			back, problems := readEntry(formOf(entry, listed), listed)
			if len(problems) > 0 || !reflect.DeepEqual(back, entry) {
				t.Fatalf("%+v came back as %+v, %v", entry, back, problems)
			}
		}
	})
}
