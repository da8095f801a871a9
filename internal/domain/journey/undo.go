package journey

import (
	"slices"
	"time"

	"throughline/internal/domain/calendar"
)

// KindUndone says that an entry was undone.
const KindUndone Kind = "undone"

// Undone undoes the fact it supersedes: what that fact had replaced stands again,
// as if it had never been written. It is not Withdrawn, after which nothing stands
// in the place of either.
type Undone struct{}

// Kind says that an entry was undone.
func (Undone) Kind() Kind { return KindUndone }

// UndoWithin is how long after it was written somebody may undo what she wrote.
const UndoWithin = 10 * time.Minute

// undoable lists the kinds of entry that whoever wrote them may undo. What leaves
// the service is not among them: what police are told, and what she was sent. Nor
// is what keeps somebody safe from somebody: a conflict, a way that is frozen.
var undoable = map[Kind]bool{
	KindAllocated: true, KindBooked: true, KindAttendance: true, KindExcuseDecided: true, KindContact: true, KindNeed: true,
	KindScreened: true, KindScored: true, KindStrengths: true, KindWellbeing: true, KindRisk: true, KindDual: true, KindExcluded: true, KindTrafficking: true,
	KindFamily: true, KindPregnancy: true, KindDescribed: true,
	KindTier: true, KindGoal: true, KindPlanAgreed: true, KindActivity: true, KindAnswer: true, KindClosed: true,
	KindStep: true, KindGoalReviewed: true, KindSafetyPlan: true, KindExtended: true, KindExitTalked: true, KindGoalJudged: true, KindFollowUp: true,
}

// Undoable returns what an account wrote last of a case and may still undo: the
// facts of one saving, none where there are none. The facts are those that stand.
func Undoable(standing []Fact, by string, now time.Time) []Fact {
	var last []Fact
	for _, fact := range standing {
		switch {
		case by == "" || fact.By != by:
		case len(last) == 0 || fact.Written.After(last[0].Written):
			last = []Fact{fact}
		case fact.Written.Equal(last[0].Written):
			last = append(last, fact)
		}
	}
	if len(last) == 0 || now.Sub(last[0].Written) >= UndoWithin ||
		slices.ContainsFunc(last, func(fact Fact) bool { return !undoable[fact.Body.Kind()] || fact.Source != "" || fact.paid() }) {
		return nil
	}
	return last
}

// Undo undoes facts that Undoable returned.
func (p Pen) Undo(facts []Fact) ([]Fact, error) {
	var problems Problems
	problems.check(len(facts) > 0, "", "There is nothing of yours to undo any more. It can still be put right")
	if err := problems.err(); err != nil {
		return nil, err
	}
	undone := make([]Fact, 0, len(facts))
	for _, fact := range facts {
		undone = append(undone, p.instead(fact, Undone{}, nil))
	}
	return undone, nil
}

// Undoing is a fact that undid another, and what that one said.
type Undoing struct {
	Fact Fact
	Of   Body
}

// Undoings returns what was undone among facts, in the order they are given.
func Undoings(facts []Fact) []Undoing {
	said := map[string]Body{}
	var undone []Undoing
	for _, fact := range facts {
		said[fact.ID] = fact.Body
		if _, is := fact.Body.(Undone); is {
			undone = append(undone, Undoing{fact, said[fact.Supersedes]})
		}
	}
	return undone
}

// replacedBy says by which fact each of these facts is replaced, leaving out
// those that were undone themselves.
func replacedBy(facts []Fact, known func(Fact) bool) map[string]Fact {
	undone := map[string]bool{}
	for _, fact := range facts {
		if _, is := fact.Body.(Undone); is && known(fact) {
			undone[fact.Supersedes] = true
		}
	}
	by := map[string]Fact{}
	for _, fact := range slices.Backward(facts) {
		if fact.Supersedes != "" && known(fact) && !undone[fact.ID] {
			by[fact.Supersedes] = fact
		}
	}
	return by
}

// knownBy says whether a fact could be known by the end of a day; a zero day means
// all that is known.
func knownBy(asAt calendar.Day) func(Fact) bool {
	return func(fact Fact) bool { return !asAt.Known() || fact.Known.Day() <= asAt }
}
