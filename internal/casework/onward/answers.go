package onward

import (
	"cmp"
	"context"
	"slices"

	"throughline/internal/casework"
	"throughline/internal/domain/access"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
	"throughline/internal/reckoning/figure"
)

// Answers is what services answered to the referrals of a window, exactly: for the
// lead of the service, and not for publication.
type Answers struct {
	Window   calendar.Window
	Sent     int
	Accepted figure.Figure // of those sent
	Refused  figure.Figure // of those sent
	// Mental are the refusals for her mental health need alone, or for mental health
	// with drugs or alcohol, of those sent. Source: 004:145, 320.
	Mental   figure.Figure
	Reasons  []ReasonCount
	Answered Wait // from sending to a yes, in days
	First    Wait // from sending to the first appointment, in days
	Services []ServiceAnswers
}

// ReasonCount is how often services gave a reason.
type ReasonCount struct {
	Reason journey.SentReason
	Share  figure.Figure // of those sent
}

// Wait is how long something took.
type Wait struct {
	Of     int // how many it is known of
	Median int // days; only where Of is not 0
}

// ServiceAnswers is what one service answered.
type ServiceAnswers struct {
	Name                              string
	Sent, Accepted, Declined, Waiting int
	Answered                          Wait
}

// AnswersMonths is how long back the answers are counted, where nothing else is
// asked.
const AnswersMonths = 12

// Answers counts what services answered to the referrals that were sent in the last
// AnswersMonths months. A referral belongs to the window by the day it was sent.
func (d Desk) Answers(ctx context.Context, asker access.Asker) (Answers, error) {
	const op = "answers of services"
	if err := leads(op, asker); err != nil {
		return Answers{}, err
	}
	filter, err := standing(op, asker)
	if err != nil {
		return Answers{}, err
	}
	rows, err := d.Record.Rows(ctx, asker, filter)
	if err != nil {
		return Answers{}, casework.In(op, err)
	}
	window := calendar.Window{From: d.Today().AddMonths(-AnswersMonths).AddDays(1), To: d.Today()}
	counted := counting{reasons: map[journey.SentReason]int{}, services: map[string]*serviceCount{}}
	for _, row := range rows {
		for _, sent := range row.SentOn {
			if window.Holds(sent.On.Day()) {
				counted.take(sent, row.SentState(sent, d.Now()))
			}
		}
	}
	answers, err := counted.answers(window)
	if err != nil {
		return Answers{}, casework.In(op, err)
	}
	if err := d.Tell(ctx, op, d.Note(asker, access.Read, access.ForEvidence, op, access.SetOf(access.Aggregates))); err != nil {
		return Answers{}, err
	}
	return answers, nil
}

// counting is the work in hand.
type counting struct {
	sent, accepted, declined int
	reasons                  map[journey.SentReason]int
	answered, first          []int
	services                 map[string]*serviceCount
}

type serviceCount struct {
	ServiceAnswers
	days []int
}

func (c *counting) take(sent journey.SentOn, state journey.SentState) {
	c.sent++
	one := c.services[sent.To]
	if one == nil {
		one = &serviceCount{ServiceAnswers: ServiceAnswers{Name: sent.To}}
		c.services[sent.To] = one
	}
	one.Sent++
	if state.Waits() {
		one.Waiting++
	}
	switch sent.Answer {
	case journey.SentAccepted:
		c.accepted++
		one.Accepted++
		days := sent.Answered.Sub(sent.On.Day())
		c.answered, one.days = append(c.answered, days), append(one.days, days)
		if sent.First.Known() {
			c.first = append(c.first, sent.First.Day().Sub(sent.On.Day()))
		}
	case journey.SentDeclined:
		c.declined++
		one.Declined++
		c.reasons[sent.Reason]++
	}
}

// waitOf returns the median of some days: the middle one, or the lower of the two in
// the middle.
func waitOf(days []int) Wait {
	if len(days) == 0 {
		return Wait{}
	}
	slices.Sort(days)
	return Wait{Of: len(days), Median: days[(len(days)-1)/2]}
}

func (c *counting) answers(window calendar.Window) (Answers, error) {
	answers := Answers{Window: window, Sent: c.sent, Answered: waitOf(c.answered), First: waitOf(c.first)}
	var failed error
	share := func(id, title, definition string, n int) figure.Figure {
		made, err := figure.NewProportion(figure.Meaning{
			ID: "onward." + id, Title: title, Definition: definition, Source: "004:145, 320", Window: window,
		}, figure.Tally{Numerator: n, Base: c.sent})
		failed = cmp.Or(failed, err)
		return made
	}
	answers.Accepted = share("accepted", "Taken on", "referrals whose latest answer is yes, of all referrals sent in the window", c.accepted)
	answers.Refused = share("turned_down", "Turned down", "referrals whose latest answer is no, of all referrals sent in the window", c.declined)
	answers.Mental = share("turned_down_mental_health", "Turned down for mental health", "referrals turned down for mental health alone, or for mental health with drugs or alcohol, of all referrals sent in the window",
		c.reasons[journey.ReasonMentalHealth]+c.reasons[journey.ReasonDual])
	for _, reason := range journey.SentReasons {
		answers.Reasons = append(answers.Reasons, ReasonCount{reason, share("turned_down."+string(reason), reason.Words(), "referrals turned down for this reason, of all referrals sent in the window", c.reasons[reason])})
	}
	for _, one := range c.services {
		one.Answered = waitOf(one.days)
		answers.Services = append(answers.Services, one.ServiceAnswers)
	}
	slices.SortFunc(answers.Services, func(a, b ServiceAnswers) int { return cmp.Or(b.Sent-a.Sent, cmp.Compare(a.Name, b.Name)) })
	return answers, failed
}
