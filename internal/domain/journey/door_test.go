package journey

import (
	"slices"
	"testing"
	"time"

	"throughline/internal/domain/access"
	"throughline/internal/domain/calendar"
)

// permitted is what she answered to sharing, to housing and for support.
func permitted(change func(*PermissionEntry)) PermissionEntry {
	entry := PermissionEntry{
		Recipient: "Housing", Purpose: access.ForSupport, Classes: access.SetOf(access.Identity, access.Needs), Answer: Yes, Until: d("2021-06-01"),
	}
	if change != nil {
		change(&entry)
	}
	return entry
}

func TestWhoMayComeFollowsFromTheFacts(t *testing.T) {
	s := referred("2021-01-04").
		tell("2021-02-01", PermissionAnswered{Permission: "p1", Recipient: "Housing", Purpose: access.ForSupport, Classes: access.SetOf(access.Needs), Answer: Yes, Until: d("2021-06-01")}).
		tell("2021-02-02", PermissionAnswered{Permission: "p2", Recipient: "Court", Purpose: access.ForCondition, Classes: access.SetOf(access.Needs), Answer: No}).
		tell("2021-02-03", ConflictMarked{Conflict: "c1", Account: "brother", From: ConflictHers}).
		tell("2021-02-03", ConflictMarked{Conflict: "c2", Agency: "His firm", From: ConflictWorkers}).
		tell("2021-02-04", SpecialistJoined{Account: "idva"}).
		tell("2021-02-04", SpecialistJoined{Account: "idva"}).
		tell("2021-02-05", Supervised{Agency: "Probation North"})
	row := s.row(t, "")
	want := []Tie{
		{"idva", access.Allocated}, {"His firm", access.Blocked}, {"brother", access.Blocked},
		{"Probation North", access.Ordered}, {"Housing", access.Shared},
	}
	if got := row.Ties(); !slices.Equal(got, want) {
		t.Errorf("ties %v, want %v", got, want)
	}
	s.tell("2021-02-10", PermissionWithdrawn{Permission: "p1"}).
		tell("2021-02-10", ConflictLifted{Conflict: "c1", Second: "other"}).
		tell("2021-02-10", SpecialistLeft{Account: "idva"}).
		tell("2021-02-10", Supervised{})
	want = []Tie{{"His firm", access.Blocked}, {"Housing", access.Shared}}
	if got := s.row(t, "").Ties(); !slices.Equal(got, want) {
		t.Errorf("afterwards ties %v, want %v", got, want)
	}
	s.tell("2021-02-11", TalkAsked{}).tell("2021-02-12", CopyAsked{}).tell("2021-02-13", DeletionAsked{})
	want = []Tie{{"His firm", access.Blocked}, {Keepers, access.Overseen}, {"Housing", access.Shared}}
	if got := s.row(t, "").Ties(); !slices.Equal(got, want) {
		t.Errorf("once she asks for a copy: ties %v, want %v", got, want)
	}
}

func TestAPermissionStandsFromHerAnswerToItsLastDayOrUntilSheTakesItBack(t *testing.T) {
	asked := d("2021-03-01").Start().Add(10 * time.Hour)
	given := Permission{ID: "p", Recipient: "Housing", Purpose: access.ForSupport, Classes: access.SetOf(access.Needs), Given: true, Asked: asked, Until: d("2021-03-28")}
	taken := given
	taken.Withdrawn = asked.Add(48 * time.Hour)
	refused := given
	refused.Given = false
	lastDay := d("2021-03-28").Start().Add(22 * time.Hour) // the day the clocks change
	for _, row := range []struct {
		name       string
		permission Permission
		at         time.Time
		want       PermissionState
	}{
		{"as she answers", given, asked, PermissionGiven},
		{"late on its last day", given, lastDay, PermissionGiven},
		{"the day after", given, d("2021-03-29").Start(), PermissionIsOver},
		{"before she takes it back", taken, asked.Add(47 * time.Hour), PermissionGiven},
		{"as she takes it back", taken, asked.Add(48 * time.Hour), PermissionTaken},
		{"long after it was taken back", taken, d("2021-05-01").Start(), PermissionTaken},
		{"a no", refused, asked, PermissionNo},
	} {
		if got := row.permission.State(row.at); got != row.want {
			t.Errorf("%s: %s, want %s", row.name, got, row.want)
		}
		question := access.Question{
			Asker: access.Asker{Agency: "Housing", Role: access.Partner}, Relation: access.Shared, Class: access.Needs,
			Action: access.Read, Purpose: access.ForSupport, Permission: row.permission.ForDoor(), At: row.at,
		}
		if got := question.Answer().Allow; got != (row.want == PermissionGiven) {
			t.Errorf("%s: the door says %v and the state %s", row.name, got, row.want)
		}
	}
}

func TestWhatThePenSaysAboutTheDoor(t *testing.T) {
	now := d("2021-03-01").Start().Add(12 * time.Hour)
	p := Pen{Now: now, By: "worker", Agency: "centre", NewID: func() string { return "id" }}
	row := referred("2021-01-04").row(t, "")
	row.Door = Door{
		Permissions: []Permission{{ID: "p1", Given: true, Asked: now.Add(-time.Hour), Until: d("2021-06-01")}, {ID: "p2", Given: true, Asked: now.Add(-time.Hour), Until: d("2021-02-01")}},
		Conflicts:   []Conflict{{ID: "c1", Account: "brother"}}, Specialists: []string{"idva"}, Supervisor: "Probation North",
	}
	closed := row
	closed.Closed = d("2021-02-20")
	type did struct {
		facts []Fact
		err   error
	}
	do := func(facts []Fact, err error) did { return did{facts, err} }
	for _, test := range []struct {
		name string
		did  did
		want problem
	}{
		{"a permission", do(p.AnswerPermission(row, permitted(nil))), problem{}},
		{"a no without a day", do(p.AnswerPermission(row, permitted(func(e *PermissionEntry) { e.Answer, e.Until = No, 0 }))), problem{}},
		{"for nobody", do(p.AnswerPermission(row, permitted(func(e *PermissionEntry) { e.Recipient = "" }))), problem{"recipient", "who would get it"}},
		{"for no purpose", do(p.AnswerPermission(row, permitted(func(e *PermissionEntry) { e.Purpose = "curiosity" }))), problem{"purpose", "what it is for"}},
		{"of nothing", do(p.AnswerPermission(row, permitted(func(e *PermissionEntry) { e.Classes = 0 }))), problem{"classes", "what would be shared"}},
		{"of counts", do(p.AnswerPermission(row, permitted(func(e *PermissionEntry) { e.Classes = access.SetOf(access.Aggregates) }))), problem{"classes", "what would be shared"}},
		{"without an answer", do(p.AnswerPermission(row, permitted(func(e *PermissionEntry) { e.Answer = "" }))), problem{"answer", "what she said"}},
		{"over already", do(p.AnswerPermission(row, permitted(func(e *PermissionEntry) { e.Until = d("2021-02-28") }))), problem{"until", "today or later"}},
		{"for ever", do(p.AnswerPermission(row, permitted(func(e *PermissionEntry) { e.Until = d("2022-03-02") }))), problem{"until", "within a year"}},

		{"taken back", do(p.WithdrawPermission(row, "p1", "I changed my mind")), problem{}},
		{"taken back when it was over", do(p.WithdrawPermission(row, "p2", "")), problem{"permission", "any more"}},
		{"taken back without one", do(p.WithdrawPermission(row, "p3", "")), problem{"permission", "no such permission"}},

		{"a conflict", do(p.MarkConflict(row, ConflictEntry{Account: "cousin", From: ConflictHers})), problem{}},
		{"a conflict with an agency", do(p.MarkConflict(row, ConflictEntry{Agency: "His firm", From: ConflictWorkers})), problem{}},
		{"a conflict with nobody", do(p.MarkConflict(row, ConflictEntry{From: ConflictHers})), problem{"who", "one person, or one whole agency"}},
		{"a conflict with both", do(p.MarkConflict(row, ConflictEntry{Account: "a", Agency: "b", From: ConflictHers})), problem{"who", "one person, or one whole agency"}},
		{"a conflict nobody says", do(p.MarkConflict(row, ConflictEntry{Account: "a"})), problem{"from", "who says so"}},
		{"a conflict that stands", do(p.MarkConflict(row, ConflictEntry{Account: "brother", From: ConflictHers})), problem{"who", "hidden from them already"}},
		{"lifted", do(p.LiftConflict(row, "c1", "second", "Another man")), problem{}},
		{"lifted alone", do(p.LiftConflict(row, "c1", "worker", "Another man")), problem{"second", "second person"}},
		{"lifted without a reason", do(p.LiftConflict(row, "c1", "second", " ")), problem{"reason", "Say why"}},
		{"lifted twice", do(p.LiftConflict(row, "c2", "second", "Another man")), problem{"conflict", "no such conflict"}},

		{"an opening", do(p.AgreeOpening(row, "other", "Elsewhere", "Danger")), problem{}},
		{"an opening for oneself", do(p.AgreeOpening(row, "worker", "Elsewhere", "Danger")), problem{"account", "Somebody else"}},
		{"an opening within one agency", do(p.AgreeOpening(row, "other", "centre", "Danger")), problem{"account", "another agency"}},
		{"an opening without a reason", do(p.AgreeOpening(row, "other", "Elsewhere", "")), problem{"reason", "Say why"}},

		{"a specialist", do(p.JoinSpecialist(row, "drugs")), problem{}},
		{"no specialist", do(p.JoinSpecialist(row, "")), problem{"specialist", "Choose"}},
		{"a specialist twice", do(p.JoinSpecialist(row, "idva")), problem{"specialist", "already"}},
		{"a specialist after support ended", do(p.JoinSpecialist(closed, "drugs")), problem{"specialist", "ended"}},
		{"a specialist leaves", do(p.LeaveSpecialist(row, "idva")), problem{}},
		{"a specialist who never came leaves", do(p.LeaveSpecialist(row, "drugs")), problem{"specialist", "do not work with her"}},
		{"another court", do(p.Supervise(row, "Thames court")), problem{}},
		{"the same court", do(p.Supervise(row, "Probation North")), problem{"agency", "already"}},
	} {
		expect(t, test.name, test.did.facts, test.did.err, test.want)
	}
}

func TestAnOpeningLastsFourHours(t *testing.T) {
	now := d("2021-03-01").Start().Add(12 * time.Hour)
	facts, err := Pen{Now: now, By: "second", Agency: "Elsewhere", NewID: func() string { return "o" }}.
		AgreeOpening(referred("2021-01-04").row(t, ""), "worker", "centre", "She may be in danger tonight")
	if err != nil {
		t.Fatal(err)
	}
	body := facts[0].Body.(OpeningAgreed)
	if want := calendar.At(now.Add(4 * time.Hour)); body.Until.Compare(want) != 0 || body.Second != "second" || body.SecondAgency != "Elsewhere" {
		t.Errorf("%+v, want until %v", body, want)
	}
}
