package support

import (
	"context"
	"errors"
	"slices"
	"strings"

	"throughline/internal/casework"
	"throughline/internal/domain/access"
	"throughline/internal/domain/journey"
)

// mergedAnew is how often a change is decided anew on what others wrote meanwhile.
const mergedAnew = 5

// concerns lists the kinds of entry that a verb must not pass over where somebody
// wrote one meanwhile. What else was written stands beside it, and the change is
// decided anew on both. A verb that is not listed passes over nothing.
var concerns = map[Verb][]journey.Kind{
	VerbContact:  {journey.KindContact, journey.KindAttendance},
	VerbBook:     {journey.KindBooked},
	VerbActivity: {journey.KindActivity},
	VerbAssess:   {journey.KindNeed},
	VerbTier:     {journey.KindTier, journey.KindNeed},
	VerbGoal:     {journey.KindGoal, journey.KindGoalReviewed},
	VerbPlan:     {journey.KindPlanAgreed, journey.KindGoal, journey.KindStep},
	VerbAnswers:  {journey.KindAnswer},
	VerbAllocate: {journey.KindAllocated},
}

// beside lists the verbs whose entry can stand beside another of its kind. Where
// it cannot, the later one takes the place of the earlier.
var beside = []Verb{VerbContact, VerbBook, VerbActivity}

// written is a fact that was written meanwhile, and what it is about: of one that
// undid another, what that other said.
type written struct {
	journey.Fact
	about journey.Body
}

// apart says whether nothing that was written meanwhile is what a change is about.
// Whoever has seen nothing of the record passes over nothing.
func (c change) apart(meanwhile []written) bool {
	kinds, listed := concerns[c.verb]
	if !listed || c.seen <= 0 {
		return false
	}
	for _, one := range meanwhile {
		switch body := one.about.(type) {
		case journey.Withdrawn, journey.Closed:
			return false
		case journey.GoalSet:
			if entry, is := c.entered.(journey.GoalEntry); is && entry.Goal != "" && entry.Goal != body.Goal {
				continue // another goal
			}
		}
		if slices.Contains(kinds, one.about.Kind()) {
			return false
		}
	}
	return true
}

// meanwhile returns the case as it stands, and the facts of it that were written
// after a version, with those that undid one.
func (d Desk) meanwhile(ctx context.Context, c change, classes access.Classes) (casework.Case, []written, error) {
	one, err := d.Record.Case(ctx, c.caseID, classes)
	if err != nil {
		return one, nil, err
	}
	var newest []written
	for _, fact := range one.Facts {
		newest = append(newest, written{fact, fact.Body})
	}
	for _, undone := range one.Undone {
		newest = append(newest, written{undone.Fact, undone.Of})
	}
	slices.SortFunc(newest, func(a, b written) int { return strings.Compare(a.ID, b.ID) })
	return one, newest[max(0, len(newest)-max(0, one.Row.Version-c.seen)):], nil
}

// since turns a conflict into what happened meanwhile.
func (d Desk) since(ctx context.Context, c change, standing casework.Standing, conflict error) error {
	op := string(c.verb)
	classes := standing.Allowed(access.Read, access.ForSupport)
	one, newest, err := d.meanwhile(ctx, c, classes)
	if err != nil {
		return casework.In(op, errors.Join(conflict, err))
	}
	if one.Row.Version <= c.seen {
		return conflict // the key was used for something else
	}
	if err := d.Tell(ctx, op, d.Note(c.asker, access.Read, access.ForSupport, op, classes, one.Row)); err != nil {
		return err
	}
	facts := make([]journey.Fact, len(newest))
	for i, one := range newest {
		facts[i] = one.Fact
	}
	return &casework.Error{Kind: casework.Conflict, Op: op, Err: Changed{
		Since: timeline(facts), Version: one.Row.Version, Beside: slices.Contains(beside, c.verb),
	}}
}
