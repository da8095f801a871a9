package evaluation

import (
	"strings"

	"throughline/internal/domain/journey"
	"throughline/internal/domain/need"
	"throughline/internal/reckoning/column"
)

// asked are the outcome questions of the report, by wave and measure, in its
// order. Source: 004:330-335, 343-354, 398.
var asked = []struct{ measure, title, source string }{
	{"exit.safer_from_domestic_abuse", "Feels safer from domestic abuse, at the end of support", "004:330"},
	{"exit.mental_health_improved", "Mental health and well-being better, at the end of support", "004:331"},
	{"exit.substance_use_improved", "Substance use better, at the end of support", "004:332"},
	{"exit.accommodation_improved", "Accommodation better, at the end of support", "004:333"},
	{"exit.alternative_positive_choices", "Feels supported to make positive choices, at the end of support", "004:334"},
	{"exit.less_likely_to_reoffend", "Says she is less likely to reoffend, at the end of support", "004:335"},
	{"follow_up.less_likely_to_reoffend", "Says she is less likely to reoffend, three months or more after", "004:347"},
	{"follow_up.confidence_improved", "Confidence better, three months or more after", "004:348"},
	{"follow_up.confident_to_use_services", "More confident to use services, three months or more after", "004:349"},
	{"follow_up.positive_for_children", "Good for her children, three months or more after", "004:350"},
	{"follow_up.in_employment", "In employment, three months or more after", "004:352"},
	{"follow_up.in_education", "In education, three months or more after", "004:352"},
	{"follow_up.considering_volunteering", "Considering voluntary work, three months or more after", "004:352"},
	{"follow_up.safer_from_domestic_abuse", "Feels safer from domestic abuse, three months or more after", "004:354"},
	{"follow_up.women_only_beneficial", "A service for women only was good, three months or more after", "004:398"},
}

// outcomeFigures are answers to the outcome questions: those of the report, and
// whatever else was asked at the end of support or at follow-up.
func (c *Columns) outcomeFigures() []definition {
	var list []definition
	known := map[string]bool{}
	for _, question := range asked {
		known[question.measure] = true
		list = append(list, c.outcomeFigure(question.measure, question.title, question.source))
	}
	for _, measure := range c.measured() {
		wave, name, _ := strings.Cut(measure, ".")
		if known[measure] || wave != string(journey.Exit) && wave != string(journey.FollowUp) {
			continue
		}
		title := upperFirst(strings.ReplaceAll(name, "_", " ")) + ", " + strings.ReplaceAll(wave, "_", "-")
		list = append(list, c.outcomeFigure(measure, title, "as recorded; no source defines it"))
	}
	return append(list, c.workOrEducation())
}

// askedOf are those who may be asked a question at the end of support: whoever
// completed it and had the need at the first assessment, or anybody who did.
var askedOf = map[string]struct {
	need flag
	text string
}{
	"exit.safer_from_domestic_abuse":    {needFlag(need.DomesticAbuseVAWG), " with domestic abuse at the first assessment"},
	"exit.mental_health_improved":       {needFlag(need.Health), " with a health need at the first assessment"},
	"exit.substance_use_improved":       {needFlag(need.DrugsAndAlcohol), " with a need over drugs and alcohol at the first assessment"},
	"exit.accommodation_improved":       {needFlag(need.Accommodation), " with a need for somewhere to live at the first assessment"},
	"exit.alternative_positive_choices": {anyCase, ""},
	"exit.less_likely_to_reoffend":      {anyCase, ""},
}

// exitAskedFigures say who was asked at the end of support, of those who may be:
// since the cohort began, and of those whose support ended within each period. The
// report asked women whose support ended in one year. Source: 004:326-335.
func (c *Columns) exitAskedFigures(scope Scope) []definition {
	var list []definition
	for _, question := range asked {
		eligible, exit := askedOf[question.measure]
		if !exit {
			continue
		}
		by := plain{holds: &column.Bits{}}
		if held := c.asked[question.measure]; held != nil {
			by = plain{except: &held.notTheirs, holds: &held.asked}
		}
		if eligible.need != anyCase {
			by.theirs = &c.flags[eligible.need]
		}
		one := plainly(isCompleted, question.measure+".asked", question.title+": asked",
			"Of women who completed support"+eligible.text+": asked the question when it ended", question.source, by)
		one.measure = "exit.asked"
		list = append(list, one)
		for _, period := range scope.Periods {
			part := one
			part.id, part.ended = one.id+"."+period.code(), period.Window
			part.title = one.title + ", support ended: " + lowerFirst(period.Title)
			list = append(list, part)
		}
	}
	return list
}

// outcomeFigure is yes out of yes and no. Who was asked and gave neither is not
// known; whom the question does not apply to is left out.
func (c *Columns) outcomeFigure(measure, title, source string) definition {
	at := c.asked[measure]
	one := proportionOf(isAnswering, measure, title, "Of women who answered yes or no to "+strings.ReplaceAll(measure, ".", " ")+": yes", source,
		func(b block) marks {
			yes := at.yes.Word(b.at)
			return when(yes).ifKnown(yes | at.no.Word(b.at)).ifTheirs(^at.notTheirs.Word(b.at)).of(at.asked.Word(b.at))
		})
	if at == nil {
		one.judge = nil
	}
	return one
}

// workOrEducation counts women in either once; the report adds two rounded
// percentages in its place. Source: 004:137, 352.
func (c *Columns) workOrEducation() definition {
	work, education := c.asked["follow_up.in_employment"], c.asked["follow_up.in_education"]
	one := proportionOf(isAnswering, "follow_up.in_employment_or_education", "In employment or education, three months or more after",
		"Of women who answered yes or no to both questions: yes to either", "004:137, 352", func(b block) marks {
			now, other := work.at(b), education.at(b)
			return when(now.counted | other.counted).ifKnown((now.counted | now.among) & (other.counted | other.among)).of(work.askedAt(b) | education.askedAt(b))
		})
	if work == nil && education == nil {
		one.judge = nil
	}
	return one
}

// at returns who answered yes, and who no; of a question that nobody was asked,
// nobody.
func (q *question) at(b block) marks {
	if q == nil {
		return marks{}
	}
	return marks{counted: q.yes.Word(b.at), among: q.no.Word(b.at)}
}

func (q *question) askedAt(b block) uint64 {
	if q == nil {
		return 0
	}
	return q.asked.Word(b.at)
}

// notTheirsAt returns those whom the question does not apply to.
func (q *question) notTheirsAt(b block) uint64 {
	if q == nil {
		return 0
	}
	return q.notTheirs.Word(b.at)
}

func lowerFirst(text string) string {
	return strings.ToLower(text[:min(1, len(text))]) + text[min(1, len(text)):]
}
func upperFirst(text string) string {
	return strings.ToUpper(text[:min(1, len(text))]) + text[min(1, len(text)):]
}
