package journey

import (
	"maps"
	"slices"

	"throughline/internal/domain/calendar"
)

// The kinds of fact of how support ends.
const (
	KindExitTalked Kind = "exit_talked"
	KindGoalJudged Kind = "goal_judged"
	KindFollowUp   Kind = "follow_up_agreed"
)

// ExitTalked says how she was asked what support was like for her; what she said
// in her own words is sealed. Source: 004:463.
type ExitTalked struct {
	How ExitWay `json:"how"`
}

// ExitWay is how she was asked at the end.
type ExitWay string

// The ways. That she was not asked is one of them.
const (
	ExitTogether ExitWay = "together"
	ExitByPhone  ExitWay = "phone"
	ExitOnPaper  ExitWay = "paper"
	ExitNotAsked ExitWay = "not_asked"
)

// ExitWays lists them.
var ExitWays = []ExitWay{ExitTogether, ExitByPhone, ExitOnPaper, ExitNotAsked}

// GoalJudged says how far a goal was reached, in her view and in the worker's.
// How it stands is another matter, and stays as it is. Source: 004:463.
type GoalJudged struct {
	Goal    string    `json:"goal"`
	Hers    GoalReach `json:"her_view"`
	Workers GoalReach `json:"worker_view"`
}

// GoalReach is how far a goal was reached.
type GoalReach string

// How far.
const (
	ReachedWhole     GoalReach = "reached"
	ReachedPart      GoalReach = "partly"
	ReachedNot       GoalReach = "not_reached"
	ReachedNotStated GoalReach = "not_stated"
)

// GoalReaches lists them.
var GoalReaches = []GoalReach{ReachedWhole, ReachedPart, ReachedNot, ReachedNotStated}

// FollowUpAgreed says whether she may be asked how things are after support has
// ended, and about when. Source: 004:343.
type FollowUpAgreed struct {
	Agreed YesNo        `json:"agreed"`
	On     calendar.Day `json:"on,omitzero"` // of a yes
}

// FollowUpMonths is how long after the end of support she is asked how things
// are. Source: 004:343.
const FollowUpMonths = 3

// Kind is KindExitTalked.
func (ExitTalked) Kind() Kind { return KindExitTalked }

// Kind is KindGoalJudged.
func (GoalJudged) Kind() Kind { return KindGoalJudged }

// Kind is KindFollowUp.
func (FollowUpAgreed) Kind() Kind { return KindFollowUp }

// ExitEntry is a last talk as a person enters it. Any part may be left out.
type ExitEntry struct {
	On      calendar.Day
	How     ExitWay
	Words   string            // hers
	Answers map[string]string // to the outcome questions, by measure
	Goals   []GoalJudged
	Agreed  YesNo // to be asked again later
	Again   calendar.Day
}

// TalkAtEnd writes down the last talk: the outcome questions, how far each goal
// was reached, what she said, and whether she may be asked again. Nothing of it
// ends support. The goals are those of her plan.
func (p Pen) TalkAtEnd(row Row, entry ExitEntry, goals []string) ([]Fact, error) {
	var problems Problems
	on := calendar.OnDay(entry.On)
	problems.check(entry.On.Known() && entry.On <= p.today() && entry.On >= row.Referred, "on", "Enter the day you talked: between "+row.Referred.Short()+" and today")
	problems.check(oneOf(entry.How, ExitWays), "how", "Choose how you asked her")
	problems.check(entry.How != ExitNotAsked || len(entry.Answers) == 0, "how", "There are answers of hers: choose how you asked her")
	for _, measure := range slices.Sorted(maps.Keys(entry.Answers)) {
		problems.check(IsCode(measure) && oneOf(entry.Answers[measure], OutcomeAnswers), measure, "Choose her answer")
	}
	facts := []Fact{p.write(row.Woman, row.Case, on, ExitTalked{entry.How}, sealedText(entry.Words))}
	for _, measure := range slices.Sorted(maps.Keys(entry.Answers)) {
		facts = append(facts, p.write(row.Woman, row.Case, on, OutcomeAnswered{Wave: Exit, Measure: measure, Answer: entry.Answers[measure]}, nil))
	}
	for _, judged := range entry.Goals {
		problems.check(slices.Contains(goals, judged.Goal), "goals", "Choose from her goals")
		problems.check(oneOf(judged.Hers, GoalReaches), "hers-"+judged.Goal, "Choose how far she says it was reached")
		problems.check(oneOf(judged.Workers, GoalReaches), "workers-"+judged.Goal, "Choose how far you say it was reached")
		facts = append(facts, p.write(row.Woman, row.Case, on, judged, nil))
	}
	if entry.Agreed != "" {
		problems.check(oneOf(entry.Agreed, []YesNo{Yes, No}), "agreed", "Choose whether she may be asked again")
		problems.check(entry.Agreed != Yes || entry.Again > entry.On, "again", "Enter the day to ask her again, after this talk")
		agreed := FollowUpAgreed{Agreed: entry.Agreed}
		if entry.Agreed == Yes {
			agreed.On = entry.Again
		}
		facts = append(facts, p.write(row.Woman, row.Case, on, agreed, nil))
	}
	if err := problems.err(); err != nil {
		return nil, err
	}
	return facts, nil
}
