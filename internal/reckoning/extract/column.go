package extract

import (
	"strings"

	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
	"throughline/internal/domain/need"
	"throughline/internal/reckoning/grouping"
)

// said is a column with how its value is read from a case.
type said struct {
	Column
	value func(*journey.Row) any
}

// text, number and others make a value missing where there is none.
func text(value string) any {
	if value == "" {
		return nil
	}
	return value
}

func answer(value journey.YesNo) any {
	switch value {
	case journey.Yes:
		return true
	case journey.No:
		return false
	}
	return nil
}

// whoColumns say what is known of a woman without her name.
func whoColumns() []said {
	return []said{
		{Column{Name: "pathway", Kind: Text, Meaning: "By which road she came", Codes: "as recorded, such as conditional_caution or voluntary", Missing: "not recorded", Source: "004:174-177", Tells: true},
			func(r *journey.Row) any { return text(string(r.Pathway)) }},
		{Column{Name: "area", Kind: Text, Meaning: "Area that sent her", Codes: "names of areas, as recorded", Missing: "not recorded", Tells: true},
			func(r *journey.Row) any { return text(r.Area) }},
		{Column{Name: "age_band", Kind: Text, Meaning: "Her age when she was referred", Codes: "0 to 17, 18 to 24, 25 to 34, 35 to 44, 45 to 54, 55 and over", Missing: "not recorded", Tells: true},
			func(r *journey.Row) any { return text(grouping.AgeBand(r.Age)) }},
		{Column{Name: "ethnic_group", Kind: Text, Meaning: "Her ethnic group, as she told it", Codes: "asian, black, mixed, white, other; not_stated: she was asked and did not say", Missing: "nobody asked", Source: "Census 2021, England and Wales", Tells: true},
			func(r *journey.Row) any { return text(grouping.EthnicGroupOf(r.Ethnicity)) }},
	}
}

// caseColumns say what happened, but for when.
func caseColumns() []said {
	list := []said{
		{Column{Name: "offence", Kind: Text, Meaning: "Offence at the encounter", Codes: "offence codes of the police", Missing: "no encounter, or not recorded", Source: "004:192"},
			func(r *journey.Row) any { return text(r.OffenceCode) }},
		{Column{Name: "police_outcome", Kind: Text, Meaning: "What police decided", Codes: "as recorded", Missing: "not recorded"},
			func(r *journey.Row) any { return text(r.Outcome) }},
		{Column{Name: "first_time", Kind: YesNo, Meaning: "She reported no earlier offence", Codes: "yes, no", Missing: "not asked", Source: "004:251"},
			func(r *journey.Row) any { return answer(r.FirstTime) }},
		{Column{Name: "engaged", Kind: YesNo, Meaning: "She took up support: not closed as did_not_engage or disengaged_after_first_appointment", Codes: "yes, no", Missing: "never empty", Source: "004:186"},
			func(r *journey.Row) any { return r.Engaged() }},
		{Column{Name: "attended", Kind: Whole, Meaning: "Appointments she came to, late ones too", Codes: "0 and up", Missing: "never empty", Source: "004:406"},
			func(r *journey.Row) any { return r.Appointments.Attended() }},
		{Column{Name: "attended_late", Kind: Whole, Meaning: "Those of them she came late to", Codes: "0 and up", Missing: "never empty"},
			func(r *journey.Row) any { return r.Appointments.Late }},
		{Column{Name: "missed", Kind: Whole, Meaning: "Appointments she did not come to, without a reasonable excuse recorded", Codes: "0 and up", Missing: "never empty"},
			func(r *journey.Row) any { return r.Appointments.Missed }},
		{Column{Name: "excused", Kind: Whole, Meaning: "Appointments she did not come to, with a reasonable excuse", Codes: "0 and up", Missing: "never empty"},
			func(r *journey.Row) any { return r.Appointments.Excused }},
		{Column{Name: "condition_units", Kind: Whole, Meaning: "Units that her condition asks for", Codes: "1 and up", Missing: "no condition, or no number stated", Source: "004:406"},
			func(r *journey.Row) any {
				if r.Condition == nil || r.Condition.Required == 0 {
					return nil
				}
				return r.Condition.Required
			}},
		{Column{Name: "condition_met", Kind: YesNo, Meaning: "The condition is met", Codes: "yes, no", Missing: "no condition", Source: "004:186, 406"},
			func(r *journey.Row) any {
				if r.Condition == nil {
					return nil
				}
				return r.ConditionMet()
			}},
		{Column{Name: "tier", Kind: Whole, Meaning: "Tier of support", Codes: "1, 2, 3", Missing: "not assessed, or no need found", Source: "004:248"},
			func(r *journey.Row) any {
				if tier, _ := r.Tier(); tier > 0 {
					return int(tier)
				}
				return nil
			}},
		{Column{Name: "closure_reason", Kind: Text, Meaning: "Why support ended", Codes: "as recorded", Missing: "support goes on"},
			func(r *journey.Row) any { return text(string(r.Reason)) }},
		{Column{Name: "re_arrest_timing", Kind: Text, Meaning: "How far support had come at her first arrest after the referral. An arrest is no offence", Codes: "before_any, after_one, after_two_supported, after_closed", Missing: "no arrest is known of", Source: "004:415-421"},
			func(r *journey.Row) any { return text(string(r.Timing)) }},
	}
	for _, pathway := range need.Pathways() {
		list = append(list, said{
			Column{Name: "need_" + string(pathway), Kind: YesNo, Meaning: "A need was present at her first assessment: " + strings.ToLower(pathway.Title()), Codes: "yes, no", Missing: "not assessed", Source: "004:256-261"},
			func(r *journey.Row) any {
				if !r.Assessed.Known() {
					return nil
				}
				return r.Needs.Has(pathway)
			}})
	}
	return list
}

// moment is something that happened on a day.
type moment struct {
	name, meaning, missing, source string
	on                             func(*journey.Row) calendar.Day
}

var moments = []moment{
	{"first_attended", "First appointment she came to", "she came to none", "004:406", func(r *journey.Row) calendar.Day { return r.Appointments.First }},
	{"second_attended", "Second appointment she came to", "she came to none, or to one", "004:406", func(r *journey.Row) calendar.Day { return r.Appointments.Second }},
	{"assessed", "First assessment", "not assessed", "004:251", func(r *journey.Row) calendar.Day { return r.Assessed }},
	{"condition_met", "The unit she came to that met the condition", "no condition, or not met", "004:406", func(r *journey.Row) calendar.Day {
		if r.Condition == nil {
			return 0
		}
		return r.Condition.Met
	}},
	{"closed", "Support ended", "support goes on", "", func(r *journey.Row) calendar.Day { return r.Closed }},
	{"re_arrest", "First arrest after the referral, by the feed of the police", "no arrest is known of", "004:408", func(r *journey.Row) calendar.Day { return r.ReArrest }},
}

// answerColumns are the answers to outcome questions that anybody gave, by wave and
// measure.
func answerColumns(rows []journey.Row) []said {
	type question struct {
		wave    journey.Wave
		measure string
	}
	seen := map[string]question{}
	for i := range rows {
		for _, answered := range rows[i].Answers {
			seen[string(answered.Wave)+"_"+answered.Measure] = question{answered.Wave, answered.Measure}
		}
	}
	var list []said
	for _, name := range sorted(seen) {
		asked := seen[name]
		list = append(list, said{
			Column{Name: name, Kind: Text, Meaning: "Her answer to the outcome question " + strings.ReplaceAll(asked.measure, "_", " ") + ", wave " + strings.ReplaceAll(string(asked.wave), "_", " "),
				Codes: "yes, no, not_applicable and others as recorded", Missing: "not asked", Source: "004:330-335, 343-354"},
			func(r *journey.Row) any { return text(r.Answer(asked.wave, asked.measure)) },
		})
	}
	return list
}
