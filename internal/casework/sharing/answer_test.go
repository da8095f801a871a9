package sharing_test

import (
	"slices"
	"strings"
	"testing"

	"throughline/internal/casework"
	"throughline/internal/casework/caseworktest"
	"throughline/internal/casework/sharing"
	"throughline/internal/domain/access"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
)

func TestWhomSheMayShareWithAndWhatTheyCouldGet(t *testing.T) {
	h := newHouse(t)
	var got []string
	for _, one := range h.open(caseworktest.Keyworker).Recipients {
		for _, offer := range one.Offers {
			got = append(got, one.Agency+", "+one.Who()+", "+string(offer.Purpose)+": "+offer.Classes.String())
		}
	}
	want := []string{
		"Clear Water, worker on drugs and alcohol, support: ND", "Clear Water, worker on drugs and alcohol, safeguarding: ND",
		"Minerva, keyworker, support: ID,OF,ND,CN,PL,CH", "Minerva, keyworker, safeguarding: ID,OF,ND,CN,PL,CH",
		"NHS Trust, liaison and diversion practitioner, support: ND", "NHS Trust, liaison and diversion practitioner, safeguarding: ND",
		"Probation, Central, probation, support: ND,PL", "Probation, Central, probation, condition: ND,PL",
		"Thameside Housing, partner, support: ID,ND,PL,CH", "Thameside Housing, partner, safeguarding: ID,ND,PL,CH",
		"Westgate Court, court, condition: ND,PL",
	}
	if !slices.Equal(got, want) {
		t.Errorf("recipients\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	for _, one := range h.open(caseworktest.Keyworker).Recipients {
		if one.Never&one.All() != 0 || !one.Never.Has(access.Sealed) {
			t.Errorf("%s never gets %s, and may get %s", one.Agency, one.Never, one.All())
		}
	}
}

func TestNobodySheIsHiddenFromIsOffered(t *testing.T) {
	h := newHouse(t)
	h.write(h.desk.Pen(caseworktest.Keyworker).MarkConflict(h.row(), journey.ConflictEntry{Agency: housing.Agency, From: journey.ConflictHers}))
	h.write(h.desk.Pen(caseworktest.Keyworker).MarkConflict(h.row(), journey.ConflictEntry{Account: idva.ID, From: journey.ConflictHers}))
	h.write(h.desk.Pen(caseworktest.Keyworker).MarkConflict(h.row(), journey.ConflictEntry{Agency: court.Agency, From: journey.ConflictHers}))
	view := h.open(caseworktest.Keyworker)
	if slices.ContainsFunc(view.Recipients, func(r sharing.Recipient) bool { return r.Agency == housing.Agency }) ||
		slices.ContainsFunc(view.Free, func(c sharing.Colleague) bool { return c.ID == idva.ID }) || slices.Contains(view.Offices, court.Agency) {
		t.Errorf("offered: %+v, %+v, %v", view.Recipients, view.Free, view.Offices)
	}
	_, err := h.desk.Answer(ctx, caseworktest.Keyworker, h.caseID, h.Key(), h.yes(housing.Agency, access.ForSupport, access.Needs))
	h.wants(err, casework.Invalid, "sharing with an agency she is hidden from")
	_, err = h.desk.Join(ctx, caseworktest.Keyworker, h.caseID, h.Key(), idva.ID)
	h.wants(err, casework.Invalid, "a specialist she is hidden from")
	_, err = h.desk.Supervise(ctx, caseworktest.Keyworker, h.caseID, h.Key(), court.Agency)
	h.wants(err, casework.Invalid, "a court she is hidden from")
}

func TestHerAnswersAreKeptWithWhoAskedAndWhatSheSaid(t *testing.T) {
	h := newHouse(t)
	today := calendar.DayOf(h.Now())
	h.shares(housing.Agency, access.ForSupport, access.Identity, access.Needs)
	no := h.yes(probation.Agency, access.ForSupport, access.Needs)
	no.Answer, no.Words = journey.No, "Not that"
	h.must(h.desk.Answer(ctx, caseworktest.Lead, h.caseID, h.Key(), no))
	herself := access.InHerSpace(h.woman)
	h.must(h.desk.Answer(ctx, herself, h.caseID, h.Key(), h.yes(onward.Agency, access.ForSupport, access.Plan)))

	view := h.open(herself)
	if len(view.Permissions) != 3 || !view.MayAnswer || view.MayArrange || view.Free != nil || view.Offices != nil {
		t.Fatalf("hers: %+v", view)
	}
	hers, declined, given := view.Permissions[0], view.Permissions[1], view.Permissions[2]
	if !hers.Herself() || hers.By != "" || hers.State != journey.PermissionGiven {
		t.Errorf("her own: %+v", hers)
	}
	if declined.State != journey.PermissionNo || declined.By != "Ruth" || declined.Words != "Not that" || declined.Until.Known() {
		t.Errorf("a no: %+v", declined)
	}
	if given.By != "Priya" || given.Agency != "Advance" || given.Words != "That is fine" || given.Until != today.AddDays(30) || given.Classes != access.SetOf(access.Identity, access.Needs) {
		t.Errorf("a yes: %+v", given)
	}

	h.must(h.desk.Withdraw(ctx, herself, h.caseID, h.Key(), given.ID, "I moved"))
	if after := h.open(caseworktest.Keyworker).Permissions[2]; after.State != journey.PermissionTaken || after.Back != "I moved" || after.Words != "That is fine" {
		t.Errorf("taken back: %+v", after)
	}
	_, err := h.desk.Withdraw(ctx, herself, h.caseID, h.Key(), given.ID, "")
	h.wants(err, casework.Invalid, "taking back what is taken back")
	h.WaitDays(40)
	if over := h.open(caseworktest.Keyworker).Permissions[0]; over.State != journey.PermissionIsOver {
		t.Errorf("after its last day: %+v", over)
	}
}

func TestTheNewestAnswerOnARecipientAndPurposeHolds(t *testing.T) {
	h := newHouse(t)
	h.shares(housing.Agency, access.ForSupport, access.Identity, access.Needs)
	h.shares(housing.Agency, access.ForSafeguarding, access.Children)
	h.shares(housing.Agency, access.ForSupport, access.Needs)
	standing := h.desk.Standing(housing, h.row())
	if got := standing.Allowed(access.Read, access.ForSupport); got != access.SetOf(access.Needs) {
		t.Errorf("after a narrower yes: %s", got)
	}
	no := h.yes(housing.Agency, access.ForSupport, access.Needs)
	no.Answer = journey.No
	h.must(h.desk.Answer(ctx, caseworktest.Keyworker, h.caseID, h.Key(), no))
	standing = h.desk.Standing(housing, h.row())
	if got := standing.Allowed(access.Read, access.ForSupport) | standing.Allowed(access.Read, access.ForSafeguarding); got != access.SetOf(access.Children) {
		t.Errorf("after a no: %s, want what she shares for another purpose", got)
	}
}

// Her no ends what was shared by a yes that came in while it was written.
func TestOfTwoAnswersAtOnceTheLaterHolds(t *testing.T) {
	h := newHouse(t)
	raced := &caseworktest.Raced{Record: h.Record, Meanwhile: func() { h.shares(housing.Agency, access.ForSupport, access.Needs) }}
	desk := h.desk
	desk.Record = raced
	no := h.yes(housing.Agency, access.ForSupport, access.Needs)
	no.Answer = journey.No
	h.must(desk.Answer(ctx, access.InHerSpace(h.woman), h.caseID, h.Key(), no))
	if got := h.desk.Standing(housing, h.row()).Allowed(access.Read, access.ForSupport); got != 0 {
		t.Errorf("after her no they may read %s", got)
	}
}

// A no is an answer: it is put to her again only after a while, unless she speaks
// of it. She herself never waits.
func TestANoRests(t *testing.T) {
	h := newHouse(t)
	no := h.yes(housing.Agency, access.ForSupport, access.Needs)
	no.Answer = journey.No
	h.must(h.desk.Answer(ctx, caseworktest.Keyworker, h.caseID, h.Key(), no))
	again := calendar.DayOf(h.Now()).AddDays(sharing.RestAfterNo)
	rests := func() calendar.Day {
		for _, one := range h.open(caseworktest.Keyworker).Recipients {
			if one.Agency == housing.Agency {
				return one.Rests
			}
		}
		return 0
	}
	if rests() != again {
		t.Errorf("rests until %s, want %s", rests(), again)
	}
	_, err := h.desk.Answer(ctx, caseworktest.Keyworker, h.caseID, h.Key(), h.yes(housing.Agency, access.ForSupport, access.Needs))
	h.wants(err, casework.Invalid, "asking again at once")
	raised := h.yes(housing.Agency, access.ForSupport, access.Needs)
	raised.Raised = true
	h.must(h.desk.Answer(ctx, caseworktest.Keyworker, h.caseID, h.Key(), raised))
	if rests().Known() {
		t.Error("a later yes still rests")
	}
	h.must(h.desk.Answer(ctx, caseworktest.Keyworker, h.caseID, h.Key(), no))
	h.must(h.desk.Answer(ctx, access.InHerSpace(h.woman), h.caseID, h.Key(), h.yes(housing.Agency, access.ForSupport, access.Needs)))
	h.must(h.desk.Answer(ctx, caseworktest.Keyworker, h.caseID, h.Key(), no))
	h.WaitDays(sharing.RestAfterNo)
	h.shares(housing.Agency, access.ForSupport, access.Needs)
}

func TestAnAnswerHasToBePutRight(t *testing.T) {
	h := newHouse(t)
	for what, change := range map[string]func(*sharing.Answer){
		"recipient: nobody":          func(a *sharing.Answer) { a.Recipient = "" },
		"recipient: not an agency":   func(a *sharing.Answer) { a.Recipient = "Nowhere" },
		"recipient: police":          func(a *sharing.Answer) { a.Recipient = caseworktest.Officer.Agency },
		"recipient: her own service": func(a *sharing.Answer) { a.Recipient = "Advance" },
		"purpose: none":              func(a *sharing.Answer) { a.Purpose = "" },
		"purpose: evidence":          func(a *sharing.Answer) { a.Purpose = access.ForEvidence },
		"classes: none":              func(a *sharing.Answer) { a.Classes = 0 },
		"classes: the offence, which housing does not get": func(a *sharing.Answer) { a.Classes = access.SetOf(access.Offence) },
		"classes: what is sealed":                          func(a *sharing.Answer) { a.Classes = access.SetOf(access.Sealed) },
		"answer: none":                                     func(a *sharing.Answer) { a.Answer = "" },
		"until: none":                                      func(a *sharing.Answer) { a.Until = 0 },
		"until: yesterday":                                 func(a *sharing.Answer) { a.Until = calendar.DayOf(h.Now()).AddDays(-1) },
		"until: in two years":                              func(a *sharing.Answer) { a.Until = calendar.DayOf(h.Now()).AddMonths(24) },
	} {
		entry := h.yes(housing.Agency, access.ForSupport, access.Needs)
		change(&entry)
		_, err := h.desk.Answer(ctx, caseworktest.Keyworker, h.caseID, h.Key(), entry)
		h.wants(err, casework.Invalid, what)
		field, _, _ := strings.Cut(what, ":")
		if err != nil && !strings.Contains(fields(err), field) {
			t.Errorf("%s: the fields are %s", what, fields(err))
		}
	}
	_, err := h.desk.Answer(ctx, caseworktest.Keyworker, h.caseID, "", h.yes(housing.Agency, access.ForSupport, access.Needs))
	h.wants(err, casework.Invalid, "without a key")
	if len(h.row().Door.Permissions) != 0 {
		t.Errorf("kept: %+v", h.row().Door.Permissions)
	}
}

// Only those who support her, and she herself, write down what she says; to
// everybody else there is no such case.
func TestWhoWritesDownWhatSheSays(t *testing.T) {
	h := newHouse(t)
	for _, one := range []access.Asker{idva, immigration, drugs, liaison} {
		h.must(h.desk.Join(ctx, caseworktest.Keyworker, h.caseID, h.Key(), one.ID))
	}
	h.must(h.desk.Supervise(ctx, caseworktest.Keyworker, h.caseID, h.Key(), probation.Agency))
	h.shares(onward.Agency, access.ForSupport, access.Identity, access.Plan)
	permission := h.row().Door.Permissions[0].ID
	another := access.InHerSpace("somebody-else")
	for _, asker := range append(slices.Clone(everybody), another) {
		if asker.ID == caseworktest.Keyworker.ID || asker.ID == caseworktest.Lead.ID {
			continue
		}
		_, err := h.desk.Open(ctx, asker, h.caseID)
		h.wants(err, casework.NotFound, string(asker.Role)+" opens")
		_, err = h.desk.Answer(ctx, asker, h.caseID, h.Key(), h.yes(housing.Agency, access.ForSupport, access.Needs))
		h.wants(err, casework.NotFound, string(asker.Role)+" answers")
		_, err = h.desk.Withdraw(ctx, asker, h.caseID, h.Key(), permission, "")
		h.wants(err, casework.NotFound, string(asker.Role)+" withdraws")
		_, err = h.desk.Preview(ctx, asker, h.caseID, sharing.Proposal{Recipient: housing.Agency, Purpose: access.ForSupport, Classes: access.SetOf(access.Needs), Until: calendar.DayOf(h.Now())})
		h.wants(err, casework.NotFound, string(asker.Role)+" previews")
		for what, act := range map[string]func() (casework.Receipt, error){
			"joins":      func() (casework.Receipt, error) { return h.desk.Join(ctx, asker, h.caseID, h.Key(), group.ID) },
			"leaves":     func() (casework.Receipt, error) { return h.desk.Leave(ctx, asker, h.caseID, h.Key(), idva.ID) },
			"supervises": func() (casework.Receipt, error) { return h.desk.Supervise(ctx, asker, h.caseID, h.Key(), court.Agency) },
			"checks": func() (casework.Receipt, error) {
				return h.desk.CheckAgreement(ctx, asker, h.caseID, h.Key(), checked, "")
			},
		} {
			_, err := act()
			h.wants(err, casework.NotFound, string(asker.Role)+" "+what)
		}
	}
	herself := access.InHerSpace(h.woman)
	_, err := h.desk.Join(ctx, herself, h.caseID, h.Key(), group.ID)
	h.wants(err, casework.NotFound, "she herself chooses who works with her")
	if view := h.open(caseworktest.Lead); !view.MayAnswer || !view.MayArrange {
		t.Errorf("the lead: %+v", view)
	}
}

func fields(err error) string {
	var text strings.Builder
	for _, problem := range problemsOf(err) {
		text.WriteString(problem.Field + " ")
	}
	return text.String()
}
