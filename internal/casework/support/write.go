package support

import (
	"context"
	"fmt"

	"throughline/internal/casework"
	"throughline/internal/domain/access"
	"throughline/internal/domain/journey"
)

// Verb is one thing that can be done to a case.
type Verb string

// The verbs.
const (
	VerbBook       Verb = "book appointment"
	VerbAttendance Verb = "record attendance"
	VerbContact    Verb = "record contact"
	VerbExcuse     Verb = "decide excuse"
	VerbReferBack  Verb = "refer back"
	VerbAssess     Verb = "assess"
	VerbTier       Verb = "set tier"
	VerbGoal       Verb = "set goal"
	VerbPlan       Verb = "agree plan"
	VerbActivity   Verb = "record activity"
	VerbAnswers    Verb = "answer outcomes"
	VerbClose      Verb = "close"
	VerbAllocate   Verb = "allocate"
	VerbMove       Verb = "change time"
	VerbCallOff    Verb = "call off"
	VerbFree       Verb = "tell when she can come"

	VerbStep   Verb = "set step"
	VerbReview Verb = "review plan"
	VerbExtend Verb = "extend support"
	VerbPaper  Verb = "agree to paper"
	VerbSafety Verb = "write safety plan"
	VerbExit   Verb = "talk at the end"

	VerbSafeContact Verb = "tell safe contact"
	VerbFreeze      Verb = "freeze channel"
	VerbMessage     Verb = "queue message"
)

// rule of a verb: the classes it writes, and whether a case must be open.
type rule struct {
	verb    Verb
	classes access.Classes
	open    bool
}

var (
	plain = access.SetOf(access.Condition)
	noted = access.SetOf(access.Condition, access.Notes)
	// Whoever may write who she is may write how she is reached.
	reached = access.SetOf(access.Identity)
	rules   = []rule{
		{VerbBook, plain, true},
		{VerbMove, plain, true},
		{VerbCallOff, plain, false},
		{VerbFree, access.SetOf(access.Plan), false},
		{VerbAttendance, plain, false}, // aftercare is recorded, and never a reopening. Source: 004:464
		{VerbContact, plain, false},
		{VerbExcuse, noted, false},
		{VerbReferBack, noted, false}, // only where the rulebook names who does it; see mayReferBack
		{VerbAssess, access.SetOf(access.Needs, access.Children), true},
		{VerbTier, access.SetOf(access.Needs), true},
		{VerbGoal, access.SetOf(access.Plan), true},
		{VerbPlan, access.SetOf(access.Plan), true},
		{VerbActivity, access.SetOf(access.Plan), false},
		{VerbAnswers, access.SetOf(access.Needs), false},
		{VerbClose, access.SetOf(access.Plan), true},
		{VerbAllocate, access.SetOf(access.Plan), true},
		{VerbStep, access.SetOf(access.Plan), true},
		{VerbReview, access.SetOf(access.Plan), true},
		{VerbExtend, access.SetOf(access.Plan), true},
		{VerbPaper, access.SetOf(access.Plan), false},
		{VerbSafety, access.SetOf(access.Notes), false},
		{VerbExit, access.SetOf(access.Needs, access.Plan), false},
		{VerbSafeContact, reached, false},
		{VerbFreeze, reached, false},
		{VerbMessage, plain, true}, // only where messages are sent from here; see can
	}
)

// can lists the verbs the asker may use on a case as it stands.
func (d Desk) can(standing casework.Standing, row journey.Row) []Verb {
	allowed := standing.Allowed(access.Append, access.ForSupport)
	var verbs []Verb
	for _, rule := range rules {
		switch {
		case rule.classes&^allowed != 0, rule.open && !row.Open(), rule.verb == VerbAllocate && !standing.Is(access.Service),
			rule.verb == VerbReferBack && !d.mayReferBack(row), rule.verb == VerbMessage && d.Post == nil:
		default:
			verbs = append(verbs, rule.verb)
		}
	}
	return verbs
}

// Changed is the cause of a conflict: what was written since the asker looked.
type Changed struct {
	Since   []TimelineItem // the newest first, with words where she may read them
	Version int            // to send again against
	Beside  bool           // sent again it stands beside what was written; else in its place
}

// Error says how much was written.
func (c Changed) Error() string {
	return fmt.Sprintf("%d entries were written since you opened the record", len(c.Since))
}

// change is what one verb is about to do.
type change struct {
	verb    Verb
	asker   access.Asker
	caseID  string
	seen    int
	key     string
	classes access.Classes
	entered any
	reason  string // for the ledger
	decide  func(pen journey.Pen, row journey.Row) ([]journey.Fact, error)
	// post says which messages leave because of these facts; nil where none do.
	post func(facts []journey.Fact) ([]casework.Outgoing, error)
}

// write authorises, loads, decides, appends and tells. Where others wrote of the
// case meanwhile, and nothing that this change is about, it is decided anew on
// what they wrote.
func (d Desk) write(ctx context.Context, c change) (receipt casework.Receipt, err error) {
	for range mergedAnew {
		var again int
		if receipt, again, err = d.writeOnce(ctx, c); again == 0 {
			break
		}
		c.seen = again
	}
	return receipt, err
}

// writeOnce also returns the version to decide the change anew on, 0 where it was
// written or must not be.
func (d Desk) writeOnce(ctx context.Context, c change) (receipt casework.Receipt, again int, err error) {
	op := string(c.verb)
	row, standing, err := d.Admit(ctx, op, c.asker, c.caseID, access.Append, access.ForSupport, c.classes)
	if err != nil {
		return casework.Receipt{}, 0, d.orRefused(ctx, op, c, err)
	}
	digest, err := casework.Digest(c.key, op, c.asker, c.caseID, c.entered)
	if err != nil {
		return casework.Receipt{}, 0, err
	}
	note := d.Note(c.asker, access.Append, access.ForSupport, op, c.classes, row)
	note.Reason = c.reason
	out := casework.Change{Key: c.key, Digest: digest, Case: c.caseID, Seen: c.seen, Entry: note}
	// Where the case moved on, nothing is decided on what she did not see: the
	// record answers with the first receipt of this key, or with a conflict.
	if c.seen == casework.AnyVersion || c.seen == row.Version {
		facts, err := c.decide(d.Pen(c.asker), row)
		if err != nil {
			return casework.Receipt{}, 0, casework.In(op, err)
		}
		out.Facts = facts
		if c.post != nil {
			if out.Outgoing, err = c.post(facts); err != nil {
				return casework.Receipt{}, 0, casework.In(op, err)
			}
		}
	}
	receipt, err = d.Record.Append(ctx, out)
	if casework.KindOf(err) == casework.Conflict && c.seen != casework.AnyVersion {
		one, newest, unread := d.meanwhile(ctx, c, 0)
		if unread == nil && one.Row.Version > c.seen && c.apart(newest) {
			return receipt, one.Row.Version, err
		}
		return receipt, 0, d.since(ctx, c, standing, err)
	}
	return receipt, 0, err
}

// orRefused tells an asker who may see the case that she may not do this to it;
// to everybody else there is no such case.
func (d Desk) orRefused(ctx context.Context, op string, c change, err error) error {
	if casework.KindOf(err) != casework.NotFound {
		return err
	}
	if d.Admits(ctx, c.asker, c.caseID, access.Read, access.ForSupport, listed) {
		return casework.Fail(casework.Forbidden, op, "%s may not do this", c.asker.Role.Words())
	}
	return err
}
