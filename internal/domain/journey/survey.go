package journey

import (
	"slices"

	"throughline/internal/domain/calendar"
)

// KindSurveyDrawn is the kind of fact by which women are drawn to be asked how
// things are. It has no woman and no case.
const KindSurveyDrawn Kind = "survey_drawn"

// SurveyDrawn says whom chance chose to be asked some time after support had
// ended: anybody can draw the same women again from the same frame and seed.
// Source: 004:343, 384.
type SurveyDrawn struct {
	Survey string   `json:"survey"`
	Scheme string   `json:"scheme"`
	Seed   int      `json:"seed"`
	Frame  int      `json:"frame"` // how many could have been drawn
	Cases  []string `json:"cases"` // who was, in the order drawn
}

// Kind is KindSurveyDrawn.
func (SurveyDrawn) Kind() Kind { return KindSurveyDrawn }

// LargestSeed is the largest seed of a draw: short enough to read out.
const LargestSeed = 999_999

// DrawSurvey writes down a draw. Its cases are those drawn from the frame.
func (p Pen) DrawSurvey(on calendar.Day, drawn SurveyDrawn) ([]Fact, error) {
	var problems Problems
	problems.check(on.Known() && on <= p.today(), "on", "Enter the day of the survey: today or an earlier day")
	problems.check(drawn.Seed >= 0 && drawn.Seed <= LargestSeed, "seed", "Enter a seed from 0 to 999,999")
	problems.check(len(drawn.Cases) > 0, "size", "Enter how many women to draw, 1 or more")
	problems.check(len(drawn.Cases) <= drawn.Frame, "size", "There are fewer women to draw from than that")
	if err := problems.err(); err != nil {
		return nil, err
	}
	drawn.Survey, drawn.Cases = p.NewID(), slices.Clone(drawn.Cases)
	fact := p.write("", "", calendar.OnDay(on), drawn, nil)
	return []Fact{fact}, nil
}

// Survey is a draw with the day it is for.
type Survey struct {
	SurveyDrawn
	On calendar.Day
}

// SurveysOf returns the draws of a scheme, or of every one where it is "", the
// newest first, from the facts of the service.
func SurveysOf(facts []Fact, scheme string) []Survey {
	var surveys []Survey
	for _, fact := range Effective(facts, 0) {
		if body, ok := fact.Body.(SurveyDrawn); ok && (scheme == "" || body.Scheme == scheme) {
			surveys = append(surveys, Survey{body, fact.Happened.Day()})
		}
	}
	slices.Reverse(surveys)
	return surveys
}

// Surveyable says whether she may be drawn for a survey a while after support has
// ended: she took support up, is alive as far as anybody wrote down, did not say
// that she would rather not be asked, and is hidden from nobody.
func (r Row) Surveyable() bool {
	return r.Engaged() && !r.Open() && r.Reason != ClosedDied && r.Again != No && len(r.Door.Conflicts) == 0 && r.Keeping.Erased.IsZero()
}
