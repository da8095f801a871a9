package reportpack

import "throughline/internal/reckoning/chart"

// Note is about one thing that a printed report says otherwise than this pack: what
// it prints, where, why it cannot stand, and what is counted here.
type Note struct {
	Printed string
	Source  string // line of the printed report
	Says    string
	Here    []chart.Reading // what is counted here, where anything is
}

// remark is a note before the figures of a report are put beside it.
type remark struct {
	printed, source, says string
	here                  []string // ids of figures
}

// printedLondon are the places where the printed London report rounds or adds up
// otherwise than its own numbers do. Its numbers alone are used to say so.
var printedLondon = []remark{
	{"9.8% re-arrested before engaging (14 women)", "004:410, 416-417",
		"The report prints 9.8. 14 of 142 is 9.86%, which rounds to 9.9%. Two rounded parts were added, 5.6 and 4.2. The four printed parts add to 16.8%, beside a printed total of 16.9%. Rounded parts are never added here.",
		[]string{"re_arrest.before_engaging", "re_arrest.women"}},
	{"Four additional activities for each woman", "004:136, 301",
		"The report prints “four”. 337 activities for 137 women are 2.46 each. Four each would take 548 activities, or 84 women.",
		[]string{"activities.per_woman_with_any", "activities.per_engaged_woman"}},
	{"63% and 20% of the 36 open cases", "004:135, 293",
		"No whole number of 36 rounds to 63% or to 20%. Of bases up to 36 only 30 and 35 give both. It is a view of one day, on which long cases are likelier to be open, and the report says it of all women.",
		[]string{"open.total", "duration.over_3_months", "duration.over_6_months"}},
	{"7% re-arrested after engaging (10 women)", "004:411, 418-419",
		"The base is all women referred with a conditional caution, also those who never came. Other bases give other shares, so each stands here with its own.",
		[]string{"re_arrest.after_engaging", "re_arrest.after_engaging.of_engaged", "re_arrest.after_engaging.of_met", "re_arrest.after_engaging.of_not_re_arrested_before"}},
	{"Re-arrest set beside the national rate of re-offending", "004:138, 413",
		"One counts arrests, over a time that differs from woman to woman. The other counts convictions and cautions over a set time. They are two measures, and are never set side by side here.",
		nil},
	{"66% in work, 8% in education, 74% in either", "004:137, 352",
		"Two thirds print as 67, not 66, where 17 is rounded up. 74 adds 66 and 8 after rounding. The base is said to be women with this need, and is not given. Twelve women were asked, and no base of 52 or fewer gives 66, 8 and 17.",
		[]string{"follow_up.in_employment", "follow_up.in_education", "follow_up.in_employment_or_education", "follow_up.considering_volunteering"}},
	{"More than 50% have a need, substance use (50%) among them", "004:256-261",
		"Half of the 160 women is exactly half, and not more than half.",
		[]string{"needs.drugs_and_alcohol"}},
	{"30% have all three needs", "004:134, 263",
		"The report says it of 160 women supported and of 131 with a conditional caution who engaged. These are two sets of women, so each stands here with its base.",
		[]string{"needs.all_three", "needs.all_three.conditional_caution"}},
	{"131 engaged, of whom 97% met the condition", "004:186",
		"97% of 131 is 127. The report does not say how the other four stood.",
		[]string{"engaged.conditional_caution", "condition.met"}},
	{"14 women re-arrested “before engaging”", "004:410",
		"14 is more than the 11 of 142 who never engaged. It counts women re-arrested before a second appointment, which is not the same as never engaged.",
		[]string{"re_arrest.before_any", "re_arrest.after_one"}},
	{"102 referrals in year 1, and 100 in the year to March 2021", "004:177, 432",
		"Both can be so. Year 1 is taken to begin with the first referral; the other is a financial year.",
		[]string{"referrals.year_1"}},
	{"Offered to 3% of women arrested", "004:133, 273",
		"It counts arrests, not women. The window opens two months before the first referral. Any number of offers from 52 to 71 prints as 3% of 2,043.",
		[]string{"reach.offered"}},
	{"All women improved in all areas", "004:137, 326",
		"The same list prints 89%, 88%, 95% and 93%. Each answer stands here with its own base.",
		[]string{"exit.mental_health_improved", "exit.substance_use_improved", "exit.alternative_positive_choices", "exit.less_likely_to_reoffend"}},
	{"356% more conditional cautions for women", "004:179",
		"A financial year is set beside a calendar year, and neither count is printed. It cannot be checked.",
		nil},
	{"A table headed “Re-arrest 3+ months after end of support”", "004:404, 415-420",
		"The table begins before the first appointment and covers the whole time.",
		[]string{"re_arrest.women"}},
}

// notesOn returns the notes on the printed report of a scheme, with what the report
// at hand counts.
func notesOn(report Report) []Note {
	if report.Scheme != "lwds" {
		return nil
	}
	notes := make([]Note, len(printedLondon))
	for i, one := range printedLondon {
		notes[i] = Note{Printed: one.printed, Source: one.source, Says: one.says}
		for _, id := range one.here {
			if reading, ok := figures(report.Figures).find(id); ok {
				notes[i].Here = append(notes[i].Here, reading)
			}
		}
	}
	return notes
}
