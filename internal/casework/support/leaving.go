package support

import (
	"context"
	"slices"
	"time"

	"throughline/internal/casework"
	"throughline/internal/domain/access"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
)

// Ending is how support ends, as a person enters it.
type Ending struct {
	On     calendar.Day
	Reason journey.ClosureReason
	Onward string
	Note   string
}

// Close ends support.
func (d Desk) Close(ctx context.Context, asker access.Asker, caseID string, seen int, key string, entry Ending) (casework.Receipt, error) {
	return d.write(ctx, change{
		verb: VerbClose, asker: asker, caseID: caseID, seen: seen, key: key, classes: access.SetOf(access.Plan), entered: entry,
		decide: func(pen journey.Pen, row journey.Row) ([]journey.Fact, error) {
			return pen.Close(row, entry.On, entry.Reason, entry.Onward, entry.Note)
		},
	})
}

// TalkAtEnd writes down the last talk: her answers, how far each goal was reached,
// what she said, and whether she may be asked again. Answers given before at the
// end of support are corrected by it. It ends nothing.
func (d Desk) TalkAtEnd(ctx context.Context, asker access.Asker, caseID string, seen int, key string, entry journey.ExitEntry) (casework.Receipt, error) {
	return d.write(ctx, change{
		verb: VerbExit, asker: asker, caseID: caseID, seen: seen, key: key, classes: access.SetOf(access.Needs, access.Plan), entered: entry,
		decide: func(pen journey.Pen, row journey.Row) ([]journey.Fact, error) {
			goals, err := d.goals(ctx, row)
			if err != nil {
				return nil, err
			}
			ids := make([]string, len(goals))
			for i, goal := range goals {
				ids[i] = goal.Goal
			}
			facts, err := pen.TalkAtEnd(row, entry, ids)
			if err != nil {
				return nil, err
			}
			return d.correcting(ctx, row, facts)
		},
	})
}

// LastTalk is what was said at the end.
type LastTalk struct {
	On    calendar.Day // zero: there was none
	How   journey.ExitWay
	Words string
	// Again is what she said to being asked later how things are; "" where nobody
	// asked.
	Again journey.YesNo
}

func lastTalkOf(facts []journey.Fact) (talk LastTalk) {
	for _, fact := range facts {
		switch body := fact.Body.(type) {
		case journey.ExitTalked:
			talk.On, talk.How, talk.Words = fact.Happened.Day(), body.How, ""
			if fact.Words != nil {
				talk.Words = fact.Words.Text
			}
		case journey.FollowUpAgreed:
			talk.Again = body.Agreed
		}
	}
	return talk
}

// Unfinished is one thing that is open as support ends. None of them stops a
// person from ending it.
type Unfinished struct {
	What  UnfinishedKind
	Words string // of a goal
	At    calendar.Moment
	Count int
}

// UnfinishedKind is what is open.
type UnfinishedKind string

// What may be open as support ends.
const (
	UnfinishedGoal        UnfinishedKind = "goal"
	UnfinishedOutcome     UnfinishedKind = "outcome"     // of a past appointment
	UnfinishedAppointment UnfinishedKind = "appointment" // still to be
	UnfinishedCondition   UnfinishedKind = "condition"
	UnfinishedMessages    UnfinishedKind = "messages"  // that would still leave
	UnfinishedOnward      UnfinishedKind = "onward"    // referrals to others that nobody answered
	UnfinishedAsks        UnfinishedKind = "asks"      // of hers
	UnfinishedDocuments   UnfinishedKind = "documents" // that wait for a virus scan
	UnfinishedSummary     UnfinishedKind = "summary"   // for another service, not handed over
	UnfinishedQuestions   UnfinishedKind = "questions"
	UnfinishedTalk        UnfinishedKind = "talk"
	UnfinishedJudging     UnfinishedKind = "judging" // how far goals were reached
	UnfinishedFollowUp    UnfinishedKind = "follow_up"
	UnfinishedSafeContact UnfinishedKind = "safe_contact" // not confirmed lately
)

// Leaving returns her record with all that is open as support ends.
func (d Desk) Leaving(ctx context.Context, asker access.Asker, caseID string) (CaseView, []Unfinished, error) {
	view, err := d.Open(ctx, asker, caseID, "")
	if err != nil {
		return CaseView{}, nil, err
	}
	waiting, err := d.Record.Messages(ctx, casework.MessageFilter{Case: caseID, State: casework.MessageWaiting})
	if err != nil {
		return CaseView{}, nil, casework.In("leaving", err)
	}
	return view, unfinished(view, len(waiting), d.Now()), nil
}

// unfinished works out from her record what is open.
func unfinished(view CaseView, messages int, now time.Time) []Unfinished {
	var open []Unfinished
	add := func(holds bool, one Unfinished) {
		if holds {
			open = append(open, one)
		}
	}
	judged := 0
	for _, goal := range view.Goals {
		add(goal.State == journey.GoalOpen, Unfinished{What: UnfinishedGoal, Words: goal.Words})
		if goal.Hers == "" && goal.State != journey.GoalSetAside {
			judged++
		}
	}
	for _, a := range view.Appointments {
		add(a.Unended, Unfinished{What: UnfinishedOutcome, At: a.At})
		add(a.Upcoming, Unfinished{What: UnfinishedAppointment, At: a.At})
	}
	add(view.Condition != nil && !view.Condition.State.Settled(), Unfinished{What: UnfinishedCondition})
	add(messages > 0, Unfinished{What: UnfinishedMessages, Count: messages})
	onward := 0
	for _, sent := range view.Row.SentOn {
		if view.Row.SentState(sent, now).Waits() {
			onward++
		}
	}
	for _, item := range view.Timeline { // those written down without sending anything
		if body, ok := item.Body.(journey.ActivityRecorded); ok && body.What == journey.OnwardReferral && body.Outcome == "" {
			onward++
		}
	}
	add(onward > 0, Unfinished{What: UnfinishedOnward, Count: onward})
	add(len(view.Asks) > 0, Unfinished{What: UnfinishedAsks, Count: len(view.Asks)})
	add(view.Unscanned > 0, Unfinished{What: UnfinishedDocuments, Count: view.Unscanned})
	add(view.Summary.Digest != "" && !view.Summary.Handed.Known(), Unfinished{What: UnfinishedSummary})
	add(!slices.ContainsFunc(view.Row.Answers, func(a journey.Answered) bool { return a.Wave == journey.Exit }), Unfinished{What: UnfinishedQuestions})
	add(!view.Talk.On.Known(), Unfinished{What: UnfinishedTalk})
	add(judged > 0, Unfinished{What: UnfinishedJudging, Count: judged})
	add(view.Talk.Again == "", Unfinished{What: UnfinishedFollowUp})
	add(!slices.ContainsFunc(view.Ways, func(way Way) bool { return way.Open }), Unfinished{What: UnfinishedSafeContact})
	return open
}

// aftercareOf returns what the service did for her after support ended, the newest
// first. It is written down, and opens nothing again. Source: 004:464.
func aftercareOf(row journey.Row, items []TimelineItem) []TimelineItem {
	if row.Open() {
		return nil
	}
	kinds := []journey.Kind{journey.KindContact, journey.KindAttendance, journey.KindActivity}
	return slices.DeleteFunc(slices.Clone(items), func(item TimelineItem) bool {
		return !slices.Contains(kinds, item.Kind) || item.At.Day() <= row.Closed
	})
}
