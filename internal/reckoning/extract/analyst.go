package extract

import (
	"throughline/internal/domain/journey"
)

// Analyst returns the rows for the service's own analyst: exact, with days, and
// with numbers in the place of ids. It is not for publication. Rows of one woman
// have the same number, in this table alone.
func Analyst(rows []journey.Row) Table {
	numbers := map[string]int{}
	for i := range rows {
		if _, known := numbers[rows[i].Woman]; !known {
			numbers[rows[i].Woman] = len(numbers) + 1
		}
	}
	columns := []said{
		{Column{Name: "woman", Kind: Whole, Meaning: "A number for the woman, in this file alone", Codes: "1 and up", Missing: "never empty"},
			func(r *journey.Row) any { return numbers[r.Woman] }},
		{Column{Name: "scheme", Kind: Text, Meaning: "Scheme that she was referred to", Codes: "ids of schemes", Missing: "never empty"},
			func(r *journey.Row) any { return text(r.Scheme) }},
		{Column{Name: "provider", Kind: Text, Meaning: "Organisation that supports her", Codes: "names, as recorded", Missing: "not recorded"},
			func(r *journey.Row) any { return text(r.Provider) }},
		{Column{Name: "referred_on", Kind: Date, Meaning: "Day of the referral", Codes: "year, month, day", Missing: "never empty"},
			func(r *journey.Row) any { return r.Referred }},
		{Column{Name: "age", Kind: Whole, Meaning: "Her age when she was referred, in whole years", Codes: "0 and up", Missing: "not recorded", Tells: true},
			func(r *journey.Row) any {
				if r.Age == nil {
					return nil
				}
				return *r.Age
			}},
		{Column{Name: "ethnicity", Kind: Text, Meaning: "Her ethnicity, as she told it", Codes: "the 19 of the census; not_stated: she was asked and did not say", Missing: "nobody asked", Source: "Census 2021, England and Wales", Tells: true},
			func(r *journey.Row) any { return text(r.Ethnicity) }},
		{Column{Name: "mother", Kind: YesNo, Meaning: "She has children under 18", Codes: "yes, no", Missing: "not asked", Tells: true},
			func(r *journey.Row) any { return answer(r.Mother) }},
	}
	columns = append(columns, whoColumns()...)
	columns = append(columns, caseColumns()...)
	for _, m := range moments {
		columns = append(columns, said{
			Column{Name: m.name + "_on", Kind: Date, Meaning: m.meaning, Codes: "year, month, day", Missing: m.missing, Source: m.source},
			func(r *journey.Row) any {
				if on := m.on(r); on.Known() {
					return on
				}
				return nil
			},
		})
	}
	columns = append(columns, said{
		Column{Name: "re_arrests", Kind: Whole, Meaning: "Arrests after the referral. An arrest is no offence", Codes: "0 and up", Missing: "never empty", Source: "004:408"},
		func(r *journey.Row) any { return r.ReArrests },
	})
	return fill(append(columns, answerColumns(rows)...), rows)
}
