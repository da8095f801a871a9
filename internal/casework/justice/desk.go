package justice

import (
	"context"

	"throughline/internal/casework"
	"throughline/internal/domain/access"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/ending"
	"throughline/internal/domain/journey"
)

// Desk is where police see what became of their referrals.
type Desk struct {
	casework.Bench
	casework.Schemes
}

// PerGroup is how many lines each group of a list holds; the count beside it is
// of all.
const PerGroup = 50

// Group is one part of the list, with how many referrals belong to it in all.
type Group struct {
	Lines []Line
	Total int
}

// List is what a force sent, each referral in one group.
type List struct {
	DecisionNeeded Group // referred back, or the date to complete by has passed; the condition is not met
	Waiting        Group // to be accepted
	Booked         Group // accepted; nothing is reported yet, or nothing is to be
	Attending      Group
	Met            Group
	Closed         Group
}

// group says where a row belongs.
func (l *List) group(row journey.Row, today calendar.Day) *Group {
	switch state := row.At(today).Condition; {
	case state.Awaited():
		return &l.DecisionNeeded
	case state == journey.ConditionMet || state == journey.ConditionDecidedMet:
		return &l.Met
	case !row.Open():
		return &l.Closed
	case row.Worker == "":
		return &l.Waiting
	case reported(row) == 0:
		return &l.Booked
	}
	return &l.Attending
}

// MyReferrals returns what the asker's force sent, the newest first in each group.
func (d Desk) MyReferrals(ctx context.Context, asker access.Asker) (List, error) {
	const op = "my referrals"
	if visible&^access.Allowed(asker, access.SentBy, access.Read, access.ForCondition) != 0 {
		return List{}, casework.Fail(casework.Forbidden, op, "%s has sent nobody", asker.Role.Words())
	}
	rows, err := d.Record.Rows(ctx, asker, casework.Filter{Sender: asker.Agency})
	if err != nil {
		return List{}, casework.In(op, err)
	}
	var list List
	var seen []journey.Row
	today := d.Today()
	for _, row := range rows {
		if !d.shown(asker, row) {
			continue
		}
		group := list.group(row, today)
		group.Total++
		if len(group.Lines) == PerGroup {
			continue
		}
		one, err := d.Record.Case(ctx, row.Case, access.SetOf(access.Identity, access.Offence))
		if err != nil {
			return List{}, casework.In(op, err)
		}
		group.Lines = append(group.Lines, d.lineOf(one, asker.Agency))
		seen = append(seen, row)
	}
	if err := d.Tell(ctx, op, d.Note(asker, access.Read, access.ForCondition, op, visible, seen...)); err != nil {
		return List{}, err
	}
	return list, nil
}

// SentCase is one referral with all that the force entered of it.
type SentCase struct {
	Line
	Version int              // of what police see, to decide against
	Who     journey.Identity // as the force entered it
	Area    string
	Outcome string // what the police were doing
	Offence journey.Offence
	Typed   string // the offence in the words of the officer, where the list has it not
	Contact journey.Contact
	Agreed  string
	Urgent  []string
	Text    string         // of the condition
	Given   calendar.Day   // the condition
	Time    ending.Time    // that the rulebook allows for it
	Decider string         // who decides what follows where it is not met; "" where not stated
	Missed  []calendar.Day // with Excused: the days, only once the matter is referred back
	Excused []calendar.Day
	Words   string // of the decision
}

// Sent returns one referral as the force that sent it sees it.
func (d Desk) Sent(ctx context.Context, asker access.Asker, caseID string) (SentCase, error) {
	const op = "referral"
	row, err := d.admit(ctx, op, asker, caseID, access.Read, visible)
	if err != nil {
		return SentCase{}, err
	}
	one, err := d.Record.Case(ctx, caseID, visible)
	if err != nil {
		return SentCase{}, casework.In(op, err)
	}
	view := SentCase{
		Line: d.lineOf(one, asker.Agency), Version: d.versionOf(one), Who: one.ToldBy(asker.Agency),
		Area: one.Row.Area, Outcome: one.Row.Outcome,
		Offence: journey.Offence{Code: one.Row.OffenceCode, Label: one.Row.OffenceLabel},
		Contact: one.Row.Contact, Agreed: one.Row.Agreed, Urgent: one.Row.Urgent,
	}
	if c := one.Row.Condition; c != nil {
		rule := d.RuleOf(one.Row)
		view.Given, view.Time, view.Decider = c.Given, rule.Time(c.Given), rule.Decider
		if c.ReferredBack.Known() {
			view.Missed, view.Excused = c.Missed, c.Excused
		}
	}
	if words := wordsOf(one, journey.KindReferred); words != nil {
		view.Typed = words.Offence
	}
	if words := wordsOf(one, journey.KindConditionGiven); words != nil {
		view.Text = words.Text
	}
	if words := decidedWords(one); words != nil {
		view.Words = words.Text
	}
	if err := d.Tell(ctx, op, d.Note(asker, access.Read, access.ForCondition, op, visible, row)); err != nil {
		return SentCase{}, err
	}
	return view, nil
}

// admit loads a row the asker's force sent and may see; any other is none.
func (d Desk) admit(ctx context.Context, op string, asker access.Asker, caseID string, action access.Action, classes access.Classes) (journey.Row, error) {
	row, _, err := d.Admit(ctx, op, asker, caseID, action, access.ForCondition, classes)
	if err != nil {
		return journey.Row{}, err
	}
	if !d.shown(asker, row) {
		return journey.Row{}, d.Absent(ctx, op, asker, row, action, access.ForCondition)
	}
	return row, nil
}

// DecideCondition writes down what the police decided. The service reports facts
// and the police decide what follows. A second decision on the same condition
// corrects the first, whatever its day; more time and other terms are steps on
// the way, and stay. Source: 004:411; 000:497.
func (d Desk) DecideCondition(ctx context.Context, asker access.Asker, caseID string, seen int, key string, entry journey.DecisionEntry) (casework.Receipt, error) {
	const op = "decide condition"
	classes := access.SetOf(access.Condition)
	row, err := d.admit(ctx, op, asker, caseID, access.Append, classes)
	if err != nil {
		return casework.Receipt{}, err
	}
	digest, err := casework.Digest(key, op, asker, caseID, entry)
	if err != nil {
		return casework.Receipt{}, err
	}
	one, err := d.Record.Case(ctx, caseID, 0)
	if err != nil {
		return casework.Receipt{}, casework.In(op, err)
	}
	change := casework.Change{
		Key: key, Digest: digest, Case: caseID, Seen: casework.OtherVersion,
		Entry: d.Note(asker, access.Append, access.ForCondition, op, classes, row),
	}
	// Where the case moved on, the record answers with the first receipt of this
	// key, or with a conflict.
	if seen == casework.AnyVersion || seen == d.versionOf(one) {
		facts, err := d.Pen(asker).DecideCondition(row, entry)
		if err != nil {
			return casework.Receipt{}, &casework.Error{Kind: casework.Invalid, Op: op, Err: err}
		}
		change.Facts, change.Seen = journey.Correcting(facts, one.Facts), casework.AnyVersion
		if seen != casework.AnyVersion {
			change.Seen = one.Row.Version
		}
	}
	return d.Record.Append(ctx, change)
}

// Notice returns the notice that certifies how a condition stands. To read it is
// one act, and to take it away another: both are written down.
func (d Desk) Notice(ctx context.Context, asker access.Asker, caseID string, action access.Action) (ending.Notice, error) {
	const op = "condition notice"
	row, err := d.admit(ctx, op, asker, caseID, action, casework.Noticed)
	if err != nil {
		return ending.Notice{}, err
	}
	one, err := d.Record.Case(ctx, caseID, casework.Noticed)
	if err != nil {
		return ending.Notice{}, casework.In(op, err)
	}
	notice, made := d.NoticeOf(one, d.Today())
	if !made {
		return ending.Notice{}, casework.Fail(casework.NotFound, op, "there is no condition")
	}
	if err := d.Tell(ctx, op, d.Note(asker, action, access.ForCondition, op, casework.Noticed, row)); err != nil {
		return ending.Notice{}, err
	}
	return notice, nil
}
