package support_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"throughline/internal/casework"
	"throughline/internal/casework/caseworktest"
	"throughline/internal/casework/support"
	"throughline/internal/domain/access"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
	"throughline/internal/domain/need"
)

func number(n int) *int { return &n }

func screening(on calendar.Day, hers int, pathways ...need.Pathway) support.Screening {
	entry := support.Screening{On: on}
	for _, pathway := range pathways {
		entry.Answers = append(entry.Answers, journey.PathwayAnswer{Pathway: pathway, Asked: true, Present: true, Hers: number(hers), Words: "said " + string(pathway)})
	}
	return entry
}

func TestAWomansRecord(t *testing.T) {
	h := newHouse(t)
	caseID := h.hers("Amina")
	priya, today := caseworktest.Keyworker, calendar.DayOf(h.Now())
	any := casework.AnyVersion
	first := h.book(caseID, time.Hour)
	h.Wait(2 * time.Hour)
	h.must(h.desk.RecordAttendance(ctx, priya, caseID, any, h.Key(), journey.Meeting{
		Appointment: first, Outcome: journey.AttendedLate, Note: "Her bus was late", Minutes: 45,
	}))
	h.must(h.desk.Assess(ctx, priya, caseID, any, h.Key(), screening(today, 1, need.Accommodation, need.Health)))
	h.must(h.desk.SetTier(ctx, priya, caseID, any, h.Key(), support.TierChoice{Tier: need.TierMedium, Reason: "Two things at once"}))
	h.must(h.desk.SetGoal(ctx, priya, caseID, any, h.Key(), journey.GoalEntry{Words: "A flat", State: journey.GoalOpen, Review: today.AddDays(20)}))
	goal := h.Record.Facts()[len(h.Record.Facts())-1].Body.(journey.GoalSet).Goal
	h.must(h.desk.AgreePlan(ctx, priya, caseID, any, h.Key(), support.Answer{Answer: journey.PlanAgreedByHer, Words: "That is my plan"}))
	h.must(h.desk.RecordActivity(ctx, priya, caseID, any, h.Key(), journey.ActivityEntry{What: journey.Advocacy, On: today, Service: "Housing office"}))
	h.WaitDays(15)
	today = calendar.DayOf(h.Now())
	h.must(h.desk.Assess(ctx, priya, caseID, any, h.Key(), screening(today, 3, need.Accommodation)))
	h.must(h.desk.SetGoal(ctx, priya, caseID, any, h.Key(), journey.GoalEntry{Goal: goal, Words: "My own flat", State: journey.GoalReached}))
	next := h.book(caseID, 48*time.Hour)

	view, err := h.desk.Open(ctx, priya, caseID, "")
	if err != nil {
		t.Fatal(err)
	}
	if view.Who.Name() != "Amina Okafor" || view.Police != "01CW/100/26" || view.Worker != "Priya" || !view.NotesOpen {
		t.Errorf("who: %q %q %q", view.Who.Name(), view.Police, view.Worker)
	}
	if c := view.Condition; c == nil || c.Units != 1 || c.Required != 2 || c.State != journey.ConditionInProgress || c.Text != "Attend two appointments" || c.Stated || c.Rule.UnitsRequired != 2 || c.Rule.Clock != nil {
		t.Errorf("condition %+v", c)
	}
	if view.Tier.Tier != need.TierMedium || !view.Tier.Chosen || view.Tier.Weeks != 2 || view.Tier.Sessions != 1 || view.Tier.Design.SupportMonths != 3 || view.Tier.Why != "Two things at once" {
		t.Errorf("tier %+v", view.Tier)
	}
	if len(view.Goals) != 1 || view.Goals[0].Words != "My own flat" || view.Goals[0].State != journey.GoalReached || view.PlanWords != "That is my plan" {
		t.Errorf("goals %+v, plan %q", view.Goals, view.PlanWords)
	}
	if len(view.Needs) != 2 || *view.Needs[0].First.Hers != 1 || view.Needs[0].Latest == nil || *view.Needs[0].Latest.Hers != 3 || view.Needs[1].Latest != nil || view.Needs[1].First.Words != "said health" {
		t.Errorf("needs %+v", view.Needs)
	}
	if a := view.Appointments; len(a) != 2 || a[0].Note != "Her bus was late" || a[0].Outcome != journey.AttendedLate || a[1].ID != next || !a[1].Upcoming {
		t.Errorf("appointments %+v", a)
	}
	if len(view.Due) != 1 || view.Due[0].What != support.DueAppointment || view.Due[0].Days != 2 {
		t.Errorf("due %+v: the appointment, and no date for the condition", view.Due)
	}
	if view.Timeline[0].Kind != journey.KindBooked || view.Timeline[0].By != priya.ID || view.Timeline[len(view.Timeline)-1].Kind != journey.KindIdentity {
		t.Errorf("timeline from %s to %s", view.Timeline[0].Kind, view.Timeline[len(view.Timeline)-1].Kind)
	}
	if !view.May(support.VerbClose) || view.May(support.VerbAllocate) {
		t.Errorf("a keyworker may %v", view.Can)
	}
	line, _ := h.Record.Last()
	if line.What != "open case" || line.Case != caseID || !strings.Contains(line.Classes, "CN") {
		t.Errorf("the read was written down as %+v", line)
	}
}

func TestWhoMayOpenARecord(t *testing.T) {
	h := newHouse(t)
	caseID := h.hers("Amina")
	h.must(h.desk.RecordContact(ctx, caseworktest.Keyworker, caseID, casework.AnyVersion, h.Key(),
		journey.ContactEntry{At: calendar.At(h.Now()), How: journey.Phone, Spoke: true, Note: "canary"}))
	for _, asker := range []access.Asker{caseworktest.OtherWorker, caseworktest.Officer, caseworktest.Commissioner, caseworktest.Admin} {
		written := len(h.Record.Ledger)
		_, err := h.desk.Open(ctx, asker, caseID, "I would like to")
		_, none := h.desk.Open(ctx, asker, "no-such-case", "")
		if casework.KindOf(err) != casework.NotFound || casework.KindOf(none) != casework.NotFound {
			t.Errorf("%s %s: %v and %v, want both not found", asker.Role, asker.Name, err, none)
		}
		for _, line := range h.Record.Ledger[written:] { // both tries leave the same line, which names nobody
			if line.Reason != access.ReasonAbsent || line.Women != nil || line.Case != "" || line.Classes != "" || line.Said != "" {
				t.Errorf("the try of %s was written down as %+v", asker.Name, line)
			}
		}
		if len(h.Record.Ledger) != written+2 {
			t.Errorf("%d tries of %s were written down", len(h.Record.Ledger)-written, asker.Name)
		}
	}
	for reason, notes := range map[string]bool{"": false, "  ": false, "A call about her children": true} {
		view, err := h.desk.Open(ctx, caseworktest.Lead, caseID, reason)
		if err != nil {
			t.Fatal(err)
		}
		read := slices.ContainsFunc(view.Timeline, func(item support.TimelineItem) bool { return item.Text == "canary" })
		line, _ := h.Record.Last()
		if read != notes || view.NotesOpen != notes || (line.Purpose == access.ForSafeguarding) != notes || line.Said != strings.TrimSpace(reason) {
			t.Errorf("a lead with the reason %q reads notes: %t; ledger %+v", reason, read, line)
		}
		if view.May(support.VerbExcuse) || !view.May(support.VerbAllocate) {
			t.Errorf("a lead may %v", view.Can)
		}
	}
	h.Record.Deaf = errors.New("the disk is full")
	if view, err := h.desk.Open(ctx, caseworktest.Keyworker, caseID, ""); casework.KindOf(err) != casework.Unavailable || len(view.Timeline) > 0 {
		t.Errorf("a read that cannot be written down: %v", err)
	}
}

// verbs are all that writes into a record, with an entry that is in order.
func verbs(h *house, missed string) map[string]func(asker access.Asker, caseID string, seen int, key string) (casework.Receipt, error) {
	now := calendar.At(h.Now())
	type verb = func(access.Asker, string, int, string) (casework.Receipt, error)
	return map[string]verb{
		"book": func(a access.Asker, id string, seen int, key string) (casework.Receipt, error) {
			return h.desk.Book(ctx, a, id, seen, key, support.Booking{At: calendar.At(caseworktest.Start.AddDate(0, 1, 0)), How: journey.Phone})
		},
		"attendance": func(a access.Asker, id string, seen int, key string) (casework.Receipt, error) {
			return h.desk.RecordAttendance(ctx, a, id, seen, key, journey.Meeting{At: now, How: journey.OneToOne, Outcome: journey.Attended, Note: "A note"})
		},
		"contact": func(a access.Asker, id string, seen int, key string) (casework.Receipt, error) {
			return h.desk.RecordContact(ctx, a, id, seen, key, journey.ContactEntry{At: now, How: journey.Phone, Note: "A note"})
		},
		"excuse": func(a access.Asker, id string, seen int, key string) (casework.Receipt, error) {
			return h.desk.DecideExcuse(ctx, a, id, seen, key, support.Excuse{Appointment: missed, Accepted: true, Reason: "Her child was ill"})
		},
		"assess": func(a access.Asker, id string, seen int, key string) (casework.Receipt, error) {
			return h.desk.Assess(ctx, a, id, seen, key, screening(now.Day(), 2, need.Health))
		},
		"tier": func(a access.Asker, id string, seen int, key string) (casework.Receipt, error) {
			return h.desk.SetTier(ctx, a, id, seen, key, support.TierChoice{Tier: need.TierHigh, Reason: "Much at once"})
		},
		"goal": func(a access.Asker, id string, seen int, key string) (casework.Receipt, error) {
			return h.desk.SetGoal(ctx, a, id, seen, key, journey.GoalEntry{Words: "A flat", State: journey.GoalOpen})
		},
		"plan": func(a access.Asker, id string, seen int, key string) (casework.Receipt, error) {
			return h.desk.AgreePlan(ctx, a, id, seen, key, support.Answer{Answer: journey.PlanNotAgreed})
		},
		"activity": func(a access.Asker, id string, seen int, key string) (casework.Receipt, error) {
			return h.desk.RecordActivity(ctx, a, id, seen, key, journey.ActivityEntry{What: journey.GroupActivity, On: now.Day()})
		},
		"answers": func(a access.Asker, id string, seen int, key string) (casework.Receipt, error) {
			return h.desk.AnswerOutcomes(ctx, a, id, seen, key, support.Answers{On: now.Day(), Wave: journey.Exit, Answers: map[string]string{"mental_health_improved": "yes"}})
		},
		"close": func(a access.Asker, id string, seen int, key string) (casework.Receipt, error) {
			return h.desk.Close(ctx, a, id, seen, key, support.Ending{On: now.Day(), Reason: journey.ClosedMovedAway})
		},
	}
}

// missed gives her an appointment she did not come to.
func (h *house) missed(caseID string) string {
	h.t.Helper()
	appointment := h.book(caseID, time.Hour)
	h.Wait(2 * time.Hour)
	h.attend(caseID, appointment, journey.Missed)
	return appointment
}

func TestEveryVerbWritesOnceAndTells(t *testing.T) {
	for name := range verbs(newHouse(t), "") {
		t.Run(name, func(t *testing.T) {
			h := newHouse(t)
			caseID := h.hers("Amina")
			verb := verbs(h, h.missed(caseID))[name]
			seen := h.row(caseID).Version
			receipt, err := verb(caseworktest.Keyworker, caseID, seen, "one key")
			if err != nil {
				t.Fatal(err)
			}
			line, _ := h.Record.Last()
			if len(receipt.Facts) == 0 || receipt.Version != seen+len(receipt.Facts) || line.Action != access.Append || line.Case != caseID || !slices.Equal(line.Facts, receipt.Facts) {
				t.Errorf("receipt %+v, ledger %+v", receipt, line)
			}
			again, err := verb(caseworktest.Keyworker, caseID, seen, "one key")
			if err != nil || !again.Replayed || again.Version != receipt.Version {
				t.Errorf("sent again: %+v, %v", again, err)
			}

			_, err = verb(caseworktest.Keyworker, caseID, seen, "another key")
			var changed support.Changed
			if casework.KindOf(err) != casework.Conflict || !errors.As(err, &changed) || len(changed.Since) != len(receipt.Facts) || changed.Version != receipt.Version {
				t.Errorf("on an old version: %v with %+v", err, changed)
			}
			if h.row(caseID).Version != receipt.Version {
				t.Error("something was written on an old version")
			}
		})
	}
}

func TestWhoMayWrite(t *testing.T) {
	leadMay := []string{"book", "assess", "tier", "goal", "plan", "activity", "answers", "close"}
	for name := range verbs(newHouse(t), "") {
		h := newHouse(t)
		caseID := h.hers("Amina")
		missed := h.missed(caseID)
		for _, row := range []struct {
			asker access.Asker
			want  casework.Kind
		}{
			{caseworktest.OtherWorker, casework.NotFound},
			{caseworktest.Officer, casework.NotFound},
			{caseworktest.OtherForce, casework.NotFound},
			{caseworktest.Commissioner, casework.NotFound},
			{caseworktest.Admin, casework.NotFound},
		} {
			if _, err := verbs(h, missed)[name](row.asker, caseID, casework.AnyVersion, h.Key()); casework.KindOf(err) != row.want || err == nil {
				t.Errorf("%s by %s: %v", name, row.asker.Role, err)
			}
		}
		_, err := verbs(h, missed)[name](caseworktest.Lead, caseID, casework.AnyVersion, h.Key())
		if may := slices.Contains(leadMay, name); may != (err == nil) || !may && casework.KindOf(err) != casework.Forbidden {
			t.Errorf("%s by the lead: %v, want %t", name, err, may)
		}
	}
}

func TestAKeyworkerSeesWhatWasWrittenMeanwhile(t *testing.T) {
	h := newHouse(t)
	caseID := h.hers("Amina")
	seen := h.row(caseID).Version
	h.must(h.desk.RecordContact(ctx, caseworktest.Keyworker, caseID, seen, h.Key(),
		journey.ContactEntry{At: calendar.At(h.Now()), How: journey.Phone, Spoke: true, Note: "She called"}))
	_, err := h.desk.Close(ctx, caseworktest.Keyworker, caseID, seen, h.Key(), support.Ending{On: calendar.DayOf(h.Now()), Reason: journey.ClosedCompleted})
	var changed support.Changed
	if !errors.As(err, &changed) || len(changed.Since) != 1 || changed.Since[0].Text != "She called" || changed.Since[0].Kind != journey.KindContact {
		t.Fatalf("conflict %v with %+v", err, changed)
	}
	h.must(h.desk.Close(ctx, caseworktest.Keyworker, caseID, changed.Version, h.Key(), support.Ending{On: calendar.DayOf(h.Now()), Reason: journey.ClosedCompleted}))
	if row := h.row(caseID); row.Open() {
		t.Error("she sent it again, and it was not closed")
	}
}

func TestAnOutcomePutRightSupersedesTheFirst(t *testing.T) {
	h := newHouse(t)
	caseID := h.hers("Amina")
	appointment := h.book(caseID, time.Hour)
	h.Wait(2 * time.Hour)
	h.attend(caseID, appointment, journey.Missed)
	h.attend(caseID, appointment, journey.Attended)
	row := h.row(caseID)
	if row.Appointments.OnTime != 1 || row.Appointments.Missed != 0 || row.Condition.Units != 1 {
		t.Errorf("appointments %+v: she came", row.Appointments)
	}
	facts := h.Record.Facts()
	if last := facts[len(facts)-1]; last.Supersedes == "" || last.Why != journey.CorrectionTyped {
		t.Errorf("the second outcome supersedes %q", last.Supersedes)
	}
	_, err := h.desk.DecideExcuse(ctx, caseworktest.Keyworker, caseID, casework.AnyVersion, h.Key(), support.Excuse{Appointment: appointment, Reason: "None"})
	if casework.KindOf(err) != casework.Invalid {
		t.Errorf("an excuse for an appointment she came to: %v", err)
	}
}

func TestAnAnswerPutRightSupersedesTheFirst(t *testing.T) {
	h := newHouse(t)
	caseID := h.hers("Amina")
	priya, any, today := caseworktest.Keyworker, casework.AnyVersion, h.Bench.Today()
	entry := screening(today, 1, need.Accommodation, need.Health)
	h.must(h.desk.Assess(ctx, priya, caseID, any, h.Key(), entry))
	entry.Answers = entry.Answers[:1]
	entry.Answers[0].Present, entry.Answers[0].Words = false, "she has a flat"
	h.must(h.desk.Assess(ctx, priya, caseID, any, h.Key(), entry))
	for _, answer := range []string{"no", "yes"} {
		h.must(h.desk.AnswerOutcomes(ctx, priya, caseID, any, h.Key(),
			support.Answers{On: today, Wave: journey.Exit, Answers: map[string]string{"accommodation_improved": answer}}))
	}
	row := h.row(caseID)
	if row.Needs.Has(need.Accommodation) || !row.Needs.Has(need.Health) {
		t.Errorf("needs %v: accommodation was taken back, health was not", row.Needs.Pathways())
	}
	if got := row.Answer(journey.Exit, "accommodation_improved"); got != "yes" || len(row.Answers) != 1 {
		t.Errorf("she says %q now: %+v", got, row.Answers)
	}
	view, err := h.desk.Open(ctx, priya, caseID, "")
	if err != nil {
		t.Fatal(err)
	}
	if len(view.Needs) != 2 || view.Needs[1].First.Present || view.Needs[1].Latest != nil || view.Needs[1].First.Words != "she has a flat" {
		t.Errorf("the page shows %+v", view.Needs)
	}
}

func TestTodayAndTheRecordAgreeOnWhatIsNext(t *testing.T) {
	h := newHouse(t)
	caseID := h.hers("Amina")
	h.book(caseID, time.Hour)
	h.book(caseID, 3*time.Hour)
	h.Wait(2 * time.Hour)
	view, err := h.desk.Open(ctx, caseworktest.Keyworker, caseID, "")
	if err != nil {
		t.Fatal(err)
	}
	page, err := h.desk.Today(ctx, caseworktest.Keyworker)
	if err != nil || len(page.Outcomes) != 1 || len(page.Next) != 1 {
		t.Fatalf("today: %+v, %v", page, err)
	}
	if a := view.Appointments; !a[0].Unended || a[0].Upcoming || a[1].Unended || !a[1].Upcoming {
		t.Errorf("appointments %+v", a)
	}
	if len(view.Due) != 2 || view.Due[0].On != page.Outcomes[0].At || view.Due[1].On != page.Next[0].At {
		t.Errorf("the record says %+v; today says %+v and %+v", view.Due, page.Outcomes, page.Next)
	}
}

func TestWhatIsNotHersIsRefused(t *testing.T) {
	h := newHouse(t)
	caseID, other := h.hers("Amina"), h.hers("Grace")
	foreign := h.missed(other)
	for name, write := range map[string]func() (casework.Receipt, error){
		"another woman's appointment": func() (casework.Receipt, error) {
			return h.desk.RecordAttendance(ctx, caseworktest.Keyworker, caseID, casework.AnyVersion, h.Key(), journey.Meeting{Appointment: foreign, Outcome: journey.Attended})
		},
		"an excuse for it": func() (casework.Receipt, error) {
			return h.desk.DecideExcuse(ctx, caseworktest.Keyworker, caseID, casework.AnyVersion, h.Key(), support.Excuse{Appointment: foreign, Reason: "Ill"})
		},
		"a goal she does not have": func() (casework.Receipt, error) {
			return h.desk.SetGoal(ctx, caseworktest.Keyworker, caseID, casework.AnyVersion, h.Key(), journey.GoalEntry{Goal: "none", Words: "A flat", State: journey.GoalOpen})
		},
		"an appointment in the past": func() (casework.Receipt, error) {
			return h.desk.Book(ctx, caseworktest.Keyworker, caseID, casework.AnyVersion, h.Key(), support.Booking{At: calendar.At(h.Now().Add(-time.Hour)), How: journey.Phone})
		},
		"a change without a key": func() (casework.Receipt, error) {
			return h.desk.Book(ctx, caseworktest.Keyworker, caseID, casework.AnyVersion, "", support.Booking{At: calendar.At(h.Now().Add(time.Hour)), How: journey.Phone})
		},
	} {
		if _, err := write(); casework.KindOf(err) != casework.Invalid {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestClosedSupportCanOnlyBeAddedTo(t *testing.T) {
	h := newHouse(t)
	caseID := h.hers("Amina")
	missed := h.missed(caseID)
	h.must(h.desk.Close(ctx, caseworktest.Keyworker, caseID, casework.AnyVersion, h.Key(), support.Ending{On: calendar.DayOf(h.Now()), Reason: journey.ClosedMovedAway}))
	view, err := h.desk.Open(ctx, caseworktest.Keyworker, caseID, "")
	if err != nil {
		t.Fatal(err)
	}
	for name, write := range verbs(h, missed) {
		aftercare := slices.Contains([]string{"attendance", "contact", "excuse", "activity", "answers"}, name)
		_, err := write(caseworktest.Keyworker, caseID, casework.AnyVersion, h.Key())
		if aftercare != (err == nil) {
			t.Errorf("%s after closure: %v", name, err)
		}
	}
	for verb, may := range map[support.Verb]bool{support.VerbBook: false, support.VerbGoal: false, support.VerbContact: true, support.VerbClose: false} {
		if view.May(verb) != may {
			t.Errorf("may %s after closure: %t", verb, !may)
		}
	}
	if row := h.row(caseID); row.Open() {
		t.Error("aftercare reopened the case")
	}
}

func TestWhetherAnAppointmentCounts(t *testing.T) {
	h := newHouse(t)
	with := h.row(h.hers("Amina"))
	without := h.row(h.hers("Grace", func(r *journey.Referral) { r.Outcome, r.Condition = "no_further_action", nil }))
	for _, row := range []struct {
		name    string
		row     journey.Row
		how     journey.AppointmentKind
		outcome journey.Outcome
		want    journey.YesNo
	}{
		{"she came", with, journey.OneToOne, journey.Attended, journey.Yes},
		{"she came late", with, journey.OneToOne, journey.AttendedLate, journey.Yes},
		{"she did not come", with, journey.OneToOne, journey.Missed, ""},
		{"there is no condition", without, journey.OneToOne, journey.Attended, ""},
		{"a group, on which the sources are silent", with, journey.Group, journey.Attended, ""},
	} {
		if got := h.desk.SuggestCounts(row.row, row.how, row.outcome); got != row.want {
			t.Errorf("%s: %q, want %q", row.name, got, row.want)
		}
	}
}
