package support

import (
	"context"
	"strings"
	"time"

	"throughline/internal/casework"
	"throughline/internal/domain/access"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/ending"
	"throughline/internal/domain/journey"
	"throughline/internal/domain/need"
	"throughline/internal/domain/scheme"
)

// CaseView is a woman's record as the asker may see it.
type CaseView struct {
	Row       journey.Row
	At        journey.At
	Reference string
	Who       journey.Identity
	Contact   string // how to reach her safely, in words
	Safe      string // since when, and until when, that holds; or that she has to be asked
	Ways      []Way  // each way she spoke of
	Guard     journey.Guard
	Police    string // custody or crime reference
	Worker    string // her keyworker's name, "" where none is allocated
	// WorkerTitle is who supports her under her scheme, such as a keyworker or a
	// lead professional, "" where its rulebook does not say; Titles are those it may
	// be where that is not known.
	WorkerTitle string
	Titles      []string
	Safety      []scheme.Safety // where she is not asked to come

	Timeline     []TimelineItem // the newest first
	Appointments []Appointment  // the earliest first
	Goals        []Goal
	PlanWords    string // what she said to the plan
	PlanSaid     calendar.Day
	PlanChanged  []TimelineItem      // since she said so, the oldest first
	Paper        journey.PaperAgreed // what of the plan she agreed to have on paper; zero: nothing
	Extensions   []TimelineItem      // each time she asked for support to go on, the newest first
	Talk         LastTalk
	Summary      journey.Summary       // with which she moves on; zero: none was put together
	Brought      string                // the summary with which she came from an earlier case
	Unscanned    int                   // documents that wait for a virus scan
	Aftercare    []TimelineItem        // what was done after support ended, the newest first
	Asks         []Ask                 // what she asked for in her own space, the oldest first
	Busy         []journey.BusyTime    // when she cannot come
	Unsafe       []journey.UnsafePlace // where she said she is not safe
	Needs        []NeedView
	Condition    *ConditionView // nil where there is none
	Tier         TierView
	Due          []DueItem

	Told   []journey.Telling // who told what, when, and whether she confirmed it
	Raised []journey.Raised  // what was raised of the seven areas of screening
	// Opened is until when her record is open to the asker outside the role, zero
	// where the asker reads it in the role.
	Opened calendar.Moment

	Undo Undo // what the asker saved last and may still undo

	NotesOpen bool // false where notes stay closed until a reason is given
	Can       []Verb
}

// Undo is what somebody saved last of a case, and until when she may undo it. The
// zero Undo is nothing.
type Undo struct {
	First string       // id of its first fact
	Kind  journey.Kind // of that fact
	Saved time.Time
}

// May says whether the asker may use a verb on the case as it stands.
func (v CaseView) May(verb Verb) bool {
	for _, can := range v.Can {
		if can == verb {
			return true
		}
	}
	return false
}

// ConditionView is the condition with what the rulebook says of counting it.
type ConditionView struct {
	journey.Condition
	State journey.ConditionState
	Text  string // as the caution words it
	Rule  ending.Rule
	// Stated says whether a date is on the caution. Without one, none is shown:
	// the sources state none. Source: 004:370, 406.
	Stated bool
	Time   ending.Time // that the rulebook allows
	Ending ending.Ending
}

// TierView is her tier with what it was designed to offer and what she had.
type TierView struct {
	Tier      need.Tier
	Chosen    bool // by a person, with a reason
	Why       string
	Design    need.Design
	HasDesign bool
	Weeks     int // of support so far
	Sessions  int // appointments she came to
}

// DueItem is one thing that comes next.
type DueItem struct {
	What DueKind
	On   calendar.Moment
	Days int // from today; below 0 when it has passed
}

// DueKind is what comes next.
type DueKind string

// The kinds of things that come next.
const (
	DueOutcome     DueKind = "outcome"     // of a past appointment
	DueAppointment DueKind = "appointment" // the next one
	DueCondition   DueKind = "condition"   // the date on the caution
	DueReview      DueKind = "review"      // of a goal
	DueStep        DueKind = "step"        // of her plan
	DueFollowUp    DueKind = "follow_up"   // she agreed to be asked how things are
)

// recordHas are the classes without which there is no record to show.
var recordHas = access.SetOf(access.Identity, access.Condition, access.Plan)

// outside says whether the asker reads her record only because two people agreed
// that it is opened for a time.
func (d Desk) outside(ctx context.Context, asker access.Asker, caseID string) bool {
	return !d.Admits(ctx, asker, caseID, access.Read, access.ForSupport, recordHas) &&
		d.Admits(ctx, asker, caseID, access.Read, access.ForSafeguarding, recordHas)
}

// Open returns a woman's record. A lead, or who manages the organisation that
// supports her, reads notes too who gives a reason, for
// safeguarding, and the reason is written down.
func (d Desk) Open(ctx context.Context, asker access.Asker, caseID, reason string) (CaseView, error) {
	const op = "open case"
	reason = strings.TrimSpace(reason)
	purpose := access.ForSupport
	if (asker.Role == access.ServiceLead || asker.Role == access.PartnerManager) && reason != "" {
		purpose = access.ForSafeguarding
	}
	outside := d.outside(ctx, asker, caseID)
	if outside {
		purpose, reason = access.ForSafeguarding, ""
	}
	row, standing, err := d.Admit(ctx, op, asker, caseID, access.Read, purpose, recordHas)
	if err != nil {
		return CaseView{}, err
	}
	classes := standing.Allowed(access.Read, purpose)
	one, err := d.Record.Case(ctx, caseID, classes)
	if err != nil {
		return CaseView{}, casework.In(op, err)
	}
	worker := ""
	if one.Row.Worker != "" {
		keyworkers, err := d.People.Keyworkers(ctx)
		if err != nil {
			return CaseView{}, casework.In(op, err)
		}
		worker = one.Row.Worker
		for _, keyworker := range keyworkers {
			if keyworker.ID == one.Row.Worker {
				worker = keyworker.Name
			}
		}
	}
	view := d.viewOf(one, classes)
	view.Worker = worker
	view.Can = d.can(standing, one.Row)
	if last := journey.Undoable(one.Facts, asker.ID, d.Now()); len(last) > 0 && view.May(VerbContact) {
		view.Undo = Undo{First: last[0].ID, Kind: last[0].Body.Kind(), Saved: last[0].Written}
	}
	if outside {
		view.Opened = calendar.At(standing.Until())
	}
	note := d.Note(asker, access.Read, purpose, op, classes, row)
	switch {
	case outside:
		note.Reason = access.ReasonOpened
	case reason != "":
		note.Reason, note.Said = "notes-opened", reason
	}
	if err := d.Tell(ctx, op, note); err != nil {
		return CaseView{}, err
	}
	return view, nil
}

func (d Desk) viewOf(one casework.Case, classes access.Classes) CaseView {
	row, today := one.Row, d.Bench.Today()
	at := row.AtMoment(calendar.At(d.Now()))
	tier, chosen := row.Tier()
	design, hasDesign := tier.Design()
	view := CaseView{
		Row: row, At: at, Reference: casework.Reference(row.Case), Who: one.Who, Contact: row.Reaching(one.Who, today), Safe: row.SafeUntil(today), Ways: waysOf(row, one, today), Guard: journey.GuardOf(one.Facts),
		Timeline: timeline(one.Facts), Appointments: appointmentsOf(one.Facts, calendar.At(d.Now())),
		Busy: journey.BusyTimesOf(one.Facts), Unsafe: journey.UnsafePlacesOf(one.Facts),
		Goals: goalsOf(one.Facts), Needs: needsOf(one.Facts), Asks: asksOf(row, one.Facts),
		Tier: TierView{
			Tier: tier, Chosen: chosen, Design: design, HasDesign: hasDesign,
			Weeks: at.Weeks, Sessions: row.Appointments.Attended(),
		},
		Told: journey.Tellings(one.Facts), Raised: journey.RaisedIn(one.Facts),
		NotesOpen: classes.Has(access.Notes),
		Safety:    d.safety(row),
	}
	view.WorkerTitle, view.Titles = d.workerTitle(row)
	if c := row.Condition; c != nil {
		rule := d.RuleOf(row)
		view.Condition = &ConditionView{
			Condition: *c, State: at.Condition, Rule: rule, Stated: c.Due.Known(), Time: rule.Time(c.Given), Ending: ending.Of(row, today, rule),
		}
	}
	for _, fact := range one.Facts {
		if fact.Words == nil || fact.Case != row.Case {
			continue
		}
		switch fact.Body.(type) {
		case journey.Referred:
			view.Police = fact.Words.Reference
		case journey.ConditionGiven:
			if view.Condition != nil {
				view.Condition.Text = fact.Words.Text
			}
		case journey.TierSet:
			view.Tier.Why = fact.Words.Text
		case journey.PlanAgreed:
			view.PlanWords = fact.Words.Text
		case journey.SummaryBrought:
			view.Brought = fact.Words.Text
		}
	}
	view.planOf(one)
	view.Due = due(view, today)
	return view
}

// planOf adds what became of the plan, and of the end.
func (v *CaseView) planOf(one casework.Case) {
	v.PlanChanged, v.Talk = changedSince(one.Facts), lastTalkOf(one.Facts)
	v.Summary, _ = journey.SummaryOf(one.Facts)
	v.Aftercare = aftercareOf(one.Row, v.Timeline)
	for _, document := range journey.DocumentsOf(one.Facts) {
		if document.Waits() && !document.Class.Has(access.Sealed) { // of what is sealed nothing is named
			v.Unscanned++
		}
	}
	for _, fact := range one.Facts {
		switch body := fact.Body.(type) {
		case journey.PlanAgreed:
			v.PlanSaid = fact.Happened.Day()
		case journey.PaperAgreed:
			if body.What == journey.PaperPlan {
				v.Paper = body
			}
		}
	}
	for _, item := range v.Timeline {
		if item.Kind == journey.KindExtended {
			v.Extensions = append(v.Extensions, item)
		}
	}
}

// due lists what comes next, the most pressing kind first.
func due(view CaseView, today calendar.Day) []DueItem {
	var items []DueItem
	add := func(what DueKind, on calendar.Moment) {
		items = append(items, DueItem{What: what, On: on, Days: on.Day().Sub(today)})
	}
	if view.Row.AwaitsFollowUp() {
		add(DueFollowUp, calendar.OnDay(view.Row.FollowUp))
	}
	if !view.Row.Open() {
		return items
	}
	for _, a := range view.Appointments {
		if a.Unended {
			add(DueOutcome, a.At)
		}
	}
	if view.At.Next.Known() {
		add(DueAppointment, view.At.Next)
	}
	if c := view.Condition; c != nil && c.Stated && !c.State.Settled() {
		add(DueCondition, calendar.OnDay(c.Due))
	}
	if view.Row.NextStep.Known() {
		add(DueStep, calendar.OnDay(view.Row.NextStep))
	}
	if view.Row.NextReview.Known() {
		add(DueReview, calendar.OnDay(view.Row.NextReview))
	}
	return items
}
