package safeguarding_test

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"testing"

	"throughline/internal/casework"
	"throughline/internal/casework/caseworktest"
	"throughline/internal/casework/herspace"
	"throughline/internal/casework/herspacetest"
	"throughline/internal/casework/intake"
	"throughline/internal/casework/justice"
	"throughline/internal/casework/sharing"
	"throughline/internal/casework/support"
	"throughline/internal/domain/access"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
	"throughline/internal/domain/need"
)

// near is somebody of a role, tied to her in every way that there is.
func near() []access.Asker {
	var all []access.Asker
	for _, role := range access.Roles {
		if role != access.Specialist {
			all = append(all, access.Asker{ID: "near-1", Name: "Near", Agency: "Nearby", Role: role})
		}
	}
	for _, one := range access.EverySpecialism {
		all = append(all, access.Asker{ID: "near-1", Name: "Near", Agency: "Nearby", Role: access.Specialist, Specialism: one})
	}
	return all
}

// tiedTo refers a woman who is tied to somebody in every way: sent by the agency,
// in the caseload, joined as a specialist, supervised, shared with, opened to.
func (h *house) tiedTo(asker access.Asker) journey.Row {
	h.t.Helper()
	entry := caseworktest.Amina()
	entry.Scheme, entry.Pathway = "lwds", journey.ConditionalCaution
	sender := journey.Pen{Now: h.Now(), By: asker.ID, Agency: asker.Agency, NewID: h.Bench.NewID}
	facts, err := sender.Refer(entry, "")
	h.must(err)
	receipt, err := h.Record.Append(ctx, casework.Change{Facts: facts, Entry: h.note(asker)})
	h.must(err)
	lead := h.Bench.Pen(caseworktest.Lead)
	for _, decide := range []func(row journey.Row) ([]journey.Fact, error){
		func(row journey.Row) ([]journey.Fact, error) { return lead.Allocate(row, asker.ID, asker.Agency, "") },
		func(row journey.Row) ([]journey.Fact, error) { return lead.JoinSpecialist(row, asker.ID) },
		func(row journey.Row) ([]journey.Fact, error) { return lead.Supervise(row, asker.Agency) },
		func(row journey.Row) ([]journey.Fact, error) {
			return lead.AgreeOpening(row, asker.ID, asker.Agency, "She may be in danger")
		},
		func(row journey.Row) ([]journey.Fact, error) {
			return lead.AnswerPermission(row, journey.PermissionEntry{
				Recipient: asker.Agency, Purpose: access.ForSupport, Answer: journey.Yes, Until: calendar.DayOf(h.Now()).AddDays(28),
				Classes: access.SetOf(access.Identity, access.Needs, access.Plan, access.Children, access.Notes, access.Sealed),
			})
		},
	} {
		facts, err := decide(h.row(receipt.Case))
		h.must(err)
		_, err = h.Record.Append(ctx, casework.Change{Facts: facts, Entry: h.note(caseworktest.Lead)})
		h.must(err)
	}
	return h.row(receipt.Case)
}

type cardSecrets struct{ herspace.Secrets }

type colleagues struct{ caseworktest.Team }

func (colleagues) Colleagues(context.Context) ([]sharing.Colleague, error) {
	return []sharing.Colleague{{ID: "idva-1", Agency: "Advance", Role: access.Specialist, Specialism: access.IDVA}}, nil
}

// verb does one thing to one case.
type verb func(asker access.Asker, caseID string) error

// wrap forgets the answer of a verb: what counts is whether there is one.
func wrap[T any](_ T, err error) error { return err }

// verbs are everything that can be done to one case.
func (h *house) verbs() map[string]verb {
	police := justice.Desk{Bench: h.Bench, Schemes: schemesOf(h.t)}
	refers := intake.Desk{Bench: h.Bench, Schemes: schemesOf(h.t)}
	shares := sharing.Desk{Bench: h.Bench, Schemes: schemesOf(h.t), People: colleagues{}}
	gives := herspace.Desk{Bench: h.Bench, Schemes: schemesOf(h.t), Cards: herspacetest.NewCards(), Secrets: cardSecrets{}}
	s, now, any := h.support, calendar.At(h.Now()), casework.AnyVersion
	conflict := journey.ConflictEntry{Account: caseworktest.Admin.ID, From: journey.ConflictHers}
	return map[string]verb{
		"open":        func(a access.Asker, id string) error { return wrap(s.Open(ctx, a, id, "")) },
		"open notes":  func(a access.Asker, id string) error { return wrap(s.Open(ctx, a, id, "A reason")) },
		"notice":      func(a access.Asker, id string) error { return wrap(s.Notice(ctx, a, id, access.Read)) },
		"take notice": func(a access.Asker, id string) error { return wrap(s.Notice(ctx, a, id, access.Export)) },
		"choose":      func(a access.Asker, id string) error { return wrap(s.Choose(ctx, a, id)) },
		"allocate": func(a access.Asker, id string) error {
			return wrap(s.Allocate(ctx, a, id, any, h.Key(), support.Allocation{Keyworker: caseworktest.Keyworker.ID}))
		},
		"book": func(a access.Asker, id string) error {
			return wrap(s.Book(ctx, a, id, any, h.Key(), support.Booking{At: calendar.At(h.Now().AddDate(0, 0, 7)), How: journey.Phone}))
		},
		"attendance": func(a access.Asker, id string) error {
			return wrap(s.RecordAttendance(ctx, a, id, any, h.Key(), journey.Meeting{At: now, How: journey.OneToOne, Outcome: journey.Attended}))
		},
		"contact": func(a access.Asker, id string) error {
			return wrap(s.RecordContact(ctx, a, id, any, h.Key(), journey.ContactEntry{At: now, How: journey.Phone, Note: "A note"}))
		},
		"excuse": func(a access.Asker, id string) error {
			return wrap(s.DecideExcuse(ctx, a, id, any, h.Key(), support.Excuse{Appointment: "none"}))
		},
		"refer back": func(a access.Asker, id string) error {
			return wrap(s.ReferBack(ctx, a, id, any, h.Key(), journey.BackEntry{Tried: true, Asked: true, Reason: "A reason"}))
		},
		"assess": func(a access.Asker, id string) error {
			return wrap(s.Assess(ctx, a, id, any, h.Key(), support.Screening{On: now.Day(), Answers: []journey.PathwayAnswer{{Pathway: need.Health, Asked: true, Present: true}}}))
		},
		"tier": func(a access.Asker, id string) error {
			return wrap(s.SetTier(ctx, a, id, any, h.Key(), support.TierChoice{Tier: need.TierHigh, Reason: "Much at once"}))
		},
		"goal": func(a access.Asker, id string) error {
			return wrap(s.SetGoal(ctx, a, id, any, h.Key(), journey.GoalEntry{Words: "A flat", State: journey.GoalOpen}))
		},
		"plan": func(a access.Asker, id string) error {
			return wrap(s.AgreePlan(ctx, a, id, any, h.Key(), support.Answer{Answer: journey.PlanNotAgreed}))
		},
		"activity": func(a access.Asker, id string) error {
			return wrap(s.RecordActivity(ctx, a, id, any, h.Key(), journey.ActivityEntry{What: journey.GroupActivity, On: now.Day()}))
		},
		"answers": func(a access.Asker, id string) error {
			return wrap(s.AnswerOutcomes(ctx, a, id, any, h.Key(), support.Answers{On: now.Day(), Wave: journey.Exit, Answers: map[string]string{"mental_health_improved": "yes"}}))
		},
		"close": func(a access.Asker, id string) error {
			return wrap(s.Close(ctx, a, id, any, h.Key(), support.Ending{On: now.Day(), Reason: journey.ClosedMovedAway}))
		},
		"sent": func(a access.Asker, id string) error { return wrap(police.Sent(ctx, a, id)) },
		"decide": func(a access.Asker, id string) error {
			return wrap(police.DecideCondition(ctx, a, id, any, h.Key(), journey.DecisionEntry{Decision: journey.DecidedMet, On: now.Day()}))
		},
		"police notice": func(a access.Asker, id string) error { return wrap(police.Notice(ctx, a, id, access.Export)) },
		"referral":      func(a access.Asker, id string) error { return wrap(refers.Sent(ctx, a, id)) },
		"amend": func(a access.Asker, id string) error {
			return wrap(refers.Amend(ctx, a, id, 0, caseworktest.Amina(), h.Key()))
		},
		"read shared": func(a access.Asker, id string) error { return wrap(shares.Read(ctx, a, id)) },
		"shared decide": func(a access.Asker, id string) error {
			return wrap(shares.Decide(ctx, a, id, h.Key(), journey.DecisionEntry{Decision: journey.DecidedMet, On: now.Day()}))
		},
		"shared note": func(a access.Asker, id string) error {
			return wrap(shares.Write(ctx, a, id, h.Key(), sharing.NoteEntry{Class: access.Needs, On: now.Day(), Text: "A note"}))
		},
		"see sharing": func(a access.Asker, id string) error { return wrap(shares.Open(ctx, a, id)) },
		"share": func(a access.Asker, id string) error {
			return wrap(shares.Answer(ctx, a, id, h.Key(), sharing.Answer{Recipient: "Advance", Purpose: access.ForSupport, Answer: journey.No, Classes: access.SetOf(access.Needs)}))
		},
		"take back": func(a access.Asker, id string) error { return wrap(shares.Withdraw(ctx, a, id, h.Key(), "none", "")) },
		"preview": func(a access.Asker, id string) error {
			return wrap(shares.Preview(ctx, a, id, sharing.Proposal{Recipient: "Advance", Purpose: access.ForSupport}))
		},
		"agreement": func(a access.Asker, id string) error {
			return wrap(shares.CheckAgreement(ctx, a, id, h.Key(), journey.AgreementChecked{}, ""))
		},
		"join":      func(a access.Asker, id string) error { return wrap(shares.Join(ctx, a, id, h.Key(), "idva-1")) },
		"leave":     func(a access.Asker, id string) error { return wrap(shares.Leave(ctx, a, id, h.Key(), "idva-1")) },
		"supervise": func(a access.Asker, id string) error { return wrap(shares.Supervise(ctx, a, id, h.Key(), "Advance")) },
		"card":      func(a access.Asker, id string) error { return wrap(gives.CardOf(ctx, a, id)) },
		"take card": func(a access.Asker, id string) error { return gives.TakeCard(ctx, a, id) },
		"see to":    func(a access.Asker, id string) error { return gives.SeeTo(ctx, a, id, h.Key(), "none", "") },
		"hold back": func(a access.Asker, id string) error {
			return gives.HoldBack(ctx, a, id, h.Key(), "none", true, "A reason")
		},
		"marking":       func(a access.Asker, id string) error { return wrap(h.desk.Marking(ctx, a, id)) },
		"mark":          func(a access.Asker, id string) error { return h.desk.Mark(ctx, a, id, h.Key(), conflict) },
		"conflict":      func(a access.Asker, id string) error { return wrap(h.desk.Conflict(ctx, a, id, "none")) },
		"keep conflict": func(a access.Asker, id string) error { return h.desk.Keep(ctx, a, id, "none", h.Key()) },
		"lift conflict": func(a access.Asker, id string) error { return h.desk.Lift(ctx, a, id, "none", h.Key(), "A reason") },
		"ask to open":   func(a access.Asker, id string) error { return wrap(h.desk.Ask(ctx, a, id, "none")) },
		"answer to open": func(a access.Asker, id string) error {
			return h.desk.Answer(ctx, a, id, "none", h.Key(), true, "A reason")
		},
	}
}

// like is an error as an asker meets it.
func like(err error) string {
	if err == nil {
		return "done"
	}
	var problems journey.Problems
	if errors.As(err, &problems) {
		return "to put right"
	}
	return fmt.Sprint(casework.KindOf(err), err)
}

// absentCase is a case there is none of.
const absentCase = "id99999999"

// TestForWhomAConflictBarsNoVerbWorks goes through every role, tied to her in every
// way there is, an opening and a permission among them: every verb answers as it
// answers for a case that does not exist.
func TestForWhomAConflictBarsNoVerbWorks(t *testing.T) {
	combinations, differed := 0, 0
	for _, asker := range near() {
		open := newHouse(t)
		row, verbs := open.tiedTo(asker), open.verbs()
		names := slices.Sorted(maps.Keys(verbs))
		for _, name := range names {
			if like(verbs[name](asker, row.Case)) != like(verbs[name](asker, absentCase)) {
				differed++
			}
		}
		for how, bar := range map[string]journey.ConflictEntry{
			"alone": {Account: asker.ID, From: journey.ConflictHers}, "with the agency": {Agency: asker.Agency, From: journey.ConflictHers},
		} {
			h := newHouse(t)
			row, verbs := h.tiedTo(asker), h.verbs()
			facts, err := h.Bench.Pen(caseworktest.Lead).MarkConflict(row, bar)
			h.must(err)
			_, err = h.Record.Append(ctx, casework.Change{Facts: facts, Entry: h.note(caseworktest.Lead)})
			h.must(err)
			written := len(h.Record.Facts())
			for _, name := range names {
				combinations++
				lines := len(h.Record.Ledger)
				hidden := like(verbs[name](asker, row.Case))
				tried := len(h.Record.Ledger) - lines
				absent := like(verbs[name](asker, absentCase))
				if hidden != absent || tried != len(h.Record.Ledger)-lines-tried {
					t.Errorf("%s, barred %s, %s: %q with %d lines, and of no case %q", asker.Role.Words()+" "+string(asker.Specialism), how, name, hidden, tried, absent)
				}
			}
			if len(h.Record.Facts()) != written {
				t.Errorf("%s, barred %s, wrote %d facts", asker.Role, how, len(h.Record.Facts())-written)
			}
		}
	}
	if differed < 60 {
		t.Errorf("only %d verbs tell her from nobody where no conflict bars: the test proves little", differed)
	}
	t.Logf("%d combinations of role, kind of conflict and verb; without a conflict %d of %d tell her from nobody", combinations, differed, combinations/2)
}
