package keeping

import (
	"context"
	"slices"

	"throughline/internal/casework"
	"throughline/internal/domain/access"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
)

// Entry is one entry of a record in its history.
type Entry struct {
	Fact     string
	Kind     journey.Kind
	On       calendar.Moment
	Written  calendar.Day
	By       string // as colleagues read it
	Text     string // where the asker may read it
	Identity *journey.Identity
	Right    bool // the asker may put it right
	Out      bool // or take it out

	// Of an entry that was put right: what was wrong, and whether anything stands
	// in its place.
	Replaced bool
	TakenOut bool
	Reason   string
	Answer   string // her own answer to it
}

// History is what was ever written in a record, the newest first.
type History struct {
	Case      string
	Reference string
	Name      string
	Entries   []Entry
}

// shown says whether the history of a record names entries of a kind.
func shown(kind journey.Kind) bool {
	switch kind {
	case journey.KindWithdrawn, journey.KindUndone, journey.KindBackground, journey.KindAnsweredBack, journey.KindHeldBack, journey.KindConflict, journey.KindConflictOver,
		journey.KindConflictKept, journey.KindLiftAsked, journey.KindApart, journey.KindApartEnded:
		return false
	}
	return true
}

// History shows what was ever written in a record, what was put right since and
// why, as far as the asker may read it.
func (d Desk) History(ctx context.Context, asker access.Asker, caseID string) (History, error) {
	const op = "history of a record"
	row, standing, err := d.Admit(ctx, op, asker, caseID, access.Append, access.ForSupport, access.SetOf(access.Identity, access.Plan))
	if err != nil {
		return History{}, err
	}
	classes := standing.Allowed(access.Read, access.ForSupport)
	may := classes & standing.Allowed(access.Append, access.ForSupport)
	facts, err := d.Store.Past(ctx, caseID, classes)
	if err != nil {
		return History{}, casework.In(op, err)
	}
	history := History{Case: caseID, Reference: casework.Reference(caseID)}
	who, err := d.Record.Who(ctx, []string{row.Woman})
	if err != nil {
		return History{}, casework.In(op, err)
	}
	history.Name = who[row.Woman].Name()
	replaced := journey.Replaced(facts)
	for _, fact := range slices.Backward(facts) {
		if !shown(fact.Body.Kind()) || !classes.Has(fact.Class()) {
			continue
		}
		entry := Entry{Fact: fact.ID, Kind: fact.Body.Kind(), On: fact.Happened, Written: calendar.DayOf(fact.Written)}
		if entry.By, err = d.name(ctx, fact.By); err != nil {
			return History{}, casework.In(op, err)
		}
		if fact.Words != nil {
			entry.Text, entry.Identity = fact.Words.Text, fact.Words.Identity
		}
		if later, is := replaced[fact.ID]; is {
			entry.Replaced, entry.TakenOut = true, later.Body.Kind() == journey.KindWithdrawn || later.Body.Kind() == journey.KindUndone
			if later.Words != nil {
				entry.Reason = later.Words.Why
			}
		} else if may.Has(fact.Class()) {
			entry.Right, entry.Out = journey.Puttable(fact)
		}
		entry.Answer = answerTo(fact.ID, facts)
		history.Entries = append(history.Entries, entry)
	}
	return history, d.Tell(ctx, op, d.Note(asker, access.Read, access.ForSupport, op, classes, row))
}

// answerTo returns her own answer to an entry, which stands beside it whatever
// becomes of it.
func answerTo(id string, facts []journey.Fact) string {
	answer := ""
	for _, fact := range facts {
		if body, is := fact.Body.(journey.AnsweredBack); is && body.Entry == id && fact.Words != nil {
			answer = fact.Words.Text
		}
	}
	return answer
}

// Correction is what is to become of an entry.
type Correction struct {
	Fact string
	Out  bool // take it out; else write it anew
	journey.Rewording
}

// Correct puts an entry right with a new fact: the earlier one stays in the
// history.
func (d Desk) Correct(ctx context.Context, asker access.Asker, caseID, key string, entry Correction) error {
	const op = "put an entry right"
	row, standing, err := d.Admit(ctx, op, asker, caseID, access.Append, access.ForSupport, access.SetOf(access.Identity, access.Plan))
	if err != nil {
		return err
	}
	if standing.Is(access.Herself) { // she asks for it, and answers beside: she overwrites nothing either
		return d.Absent(ctx, op, asker, row, access.Append, access.ForSupport)
	}
	digest, err := casework.Digest(key, op, asker, caseID, entry)
	if err != nil {
		return err
	}
	may := standing.Allowed(access.Read, access.ForSupport) & standing.Allowed(access.Append, access.ForSupport)
	facts, err := d.Store.Past(ctx, caseID, may)
	if err != nil {
		return casework.In(op, err)
	}
	i := slices.IndexFunc(facts, func(fact journey.Fact) bool { return fact.ID == entry.Fact })
	if i < 0 || !may.Has(facts[i].Class()) {
		return casework.Fail(casework.NotFound, op, "there is no such entry")
	}
	old := facts[i]
	note := d.Note(asker, access.Append, access.ForSupport, op, access.SetOf(old.Class()), row)
	change := casework.Change{Key: key, Digest: digest, Case: caseID, Seen: row.Version, Entry: note}
	if _, is := journey.Replaced(facts)[old.ID]; is {
		if _, sent := d.Sent(ctx, change); !sent { // somebody else was first
			return casework.In(op, journey.Problems{{Say: "Somebody else has put this entry right already"}})
		}
		return nil
	}
	if entry.Out {
		change.Facts, err = d.Pen(asker).TakeOut(old, entry.Reason)
	} else {
		change.Facts, err = d.Pen(asker).PutRight(old, entry.Rewording)
	}
	if err != nil {
		return casework.In(op, err)
	}
	_, err = d.Record.Append(ctx, change)
	switch {
	case casework.KindOf(err) == casework.Conflict:
		return casework.In(op, journey.Problems{{Say: "Something was saved in this record meanwhile. Look again, then save again"}})
	case err != nil:
		return casework.In(op, err)
	}
	return nil
}
