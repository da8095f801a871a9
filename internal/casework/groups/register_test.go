package groups_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"throughline/internal/casework"
	"throughline/internal/casework/caseworktest"
	"throughline/internal/casework/groups"
	"throughline/internal/casework/support"
	"throughline/internal/domain/access"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
)

func TestWhoRunsAGroupSeesWhatARoomNeedsToKnow(t *testing.T) {
	c := newCentre(t)
	group := c.group(10, ana, jo)
	amina := c.woman("Amina", priya, func(r *journey.Referral) { r.Urgent = []string{"risk_to_herself"} })
	beata := c.woman("Beata", priya)
	c.must(c.join(priya, amina, group, func(e *groups.Joining) {
		e.Needs, e.Ages = []journey.GroupNeed{journey.NeedsCreche, journey.NeedsStepFree}, []int{2, 5}
	}))
	c.must(c.join(priya, beata, group, waiting))
	for _, asker := range []access.Asker{ana, jo} {
		view := c.open(asker, group)
		if names(view.Members) != "Amina" || view.OtherWaits != 1 || len(view.List) != 0 {
			t.Fatalf("%s sees %q, waiting %q and %d more", asker.Name, names(view.Members), names(view.List), view.OtherWaits)
		}
		her := view.Members[0]
		if !her.Risk || her.Mine || !slices.Equal(her.Ages, []int{2, 5}) || !slices.Contains(her.Needs, journey.NeedsStepFree) || her.Worker != "Priya, Advance" {
			t.Errorf("%s sees %+v", asker.Name, her)
		}
		if _, err := c.cases.Open(ctx, asker, amina.Case, ""); casework.KindOf(err) != casework.NotFound {
			t.Errorf("%s opens her record: %v", asker.Name, err)
		}
	}
	// Once she left, she is no more than part of the sessions she came to.
	c.must(c.step(priya, amina, group, journey.PlaceLeft))
	if view := c.open(ana, group); len(view.Members) != 0 {
		t.Errorf("she left, and %q are shown", names(view.Members))
	}
	for _, asker := range []access.Asker{caseworktest.Officer, caseworktest.Commissioner, {ID: "i", Role: access.Specialist, Specialism: access.Immigration}} {
		if _, err := c.desk.Open(ctx, asker, group); casework.KindOf(err) != casework.Forbidden {
			t.Errorf("%s opens a group: %v", asker.Work(), err)
		}
		if _, err := c.desk.List(ctx, asker); casework.KindOf(err) != casework.Forbidden {
			t.Errorf("%s lists groups: %v", asker.Work(), err)
		}
	}
}

func TestOfTwoRegistersInTheSameInstantTheSecondIsToldOfTheFirst(t *testing.T) {
	c := newCentre(t)
	group := c.group(10, ana)
	amina, beata := c.woman("Amina", priya), c.woman("Beata", jo)
	c.must(c.join(lead, amina, group))
	c.must(c.join(lead, beata, group))
	c.WaitDays(1)
	c.Wait(3 * time.Hour)
	register, err := c.desk.Register(ctx, ana, group, c.first(group))
	c.must(err)
	second := func(meanwhile func()) error {
		raced := c.desk
		raced.Record = &caseworktest.Raced{Record: c.Record, Meanwhile: meanwhile}
		_, err := raced.TakeRegister(ctx, ana, group, c.first(group), register.Seen, c.Key(), map[string]groups.Marked{amina.Case: came("")})
		return err
	}
	if err := second(func() {
		c.must(c.take(lead, group, c.Key(), map[string]groups.Marked{amina.Case: {Outcome: journey.Missed}}))
	}); casework.KindOf(err) != casework.Conflict {
		t.Errorf("the second register: %v", err)
	}
	if row := c.row(amina.Case); row.Appointments.Missed != 1 || row.Appointments.OnTime != 0 {
		t.Errorf("what the first wrote is passed over: %+v", row.Appointments)
	}
	// What else is written of her in that instant is no reason to ask anew.
	register, err = c.desk.Register(ctx, ana, group, c.first(group))
	c.must(err)
	c.must(second(func() {
		_, err := c.cases.RecordContact(ctx, priya, amina.Case, casework.AnyVersion, c.Key(), journey.ContactEntry{At: calendar.At(c.Now()), How: journey.Phone, Spoke: true})
		c.must(err)
	}))
	if row := c.row(amina.Case); row.Appointments.OnTime != 1 {
		t.Errorf("the register was not taken: %+v", row.Appointments)
	}
}

func TestARegisterIsTakenAtOnceByWhoRunsTheGroup(t *testing.T) {
	c := newCentre(t)
	group := c.group(10, ana)
	amina, beata, cora := c.woman("Amina", priya), c.woman("Beata", jo), c.woman("Cora", jo)
	for _, row := range []journey.Row{amina, beata, cora} {
		c.must(c.join(lead, row, group))
	}
	if got := says(c.take(ana, group, c.Key(), map[string]groups.Marked{amina.Case: came("")})); !strings.Contains(got, "still to come") {
		t.Errorf("before the session: %q", got)
	}
	c.WaitDays(1)
	c.Wait(3 * time.Hour)
	register, err := c.desk.Register(ctx, ana, group, c.first(group))
	if err != nil || len(register.Entries) != 3 || register.Entries[0].Condition || register.Entries[0].Suggested != "" {
		t.Fatalf("the register of who runs it is %+v, %v", register.Entries, err)
	}
	key, before := c.Key(), len(c.Record.Facts())
	marked := map[string]groups.Marked{amina.Case: came(""), beata.Case: {Outcome: journey.Missed}, cora.Case: {Outcome: journey.AttendedLate}}
	for range 2 { // a double click
		_, err := c.desk.TakeRegister(ctx, ana, group, c.first(group), register.Seen, key, marked)
		c.must(err)
	}
	if wrote := len(c.Record.Facts()) - before; wrote != 3 {
		t.Errorf("%d facts were written, want one for each woman", wrote)
	}
	if entry, _ := c.Record.Last(); len(entry.Women) != 3 {
		t.Errorf("the line names %d women", len(entry.Women))
	}
	// London states nothing about groups: whoever may not know of her condition
	// makes it no unit of it.
	if row := c.row(amina.Case); row.Appointments.OnTime != 1 || row.Condition.Units != 0 {
		t.Errorf("she came %d times and has %d units", row.Appointments.OnTime, row.Condition.Units)
	}
	if _, err := c.desk.TakeRegister(ctx, ana, group, c.first(group), register.Seen, c.Key(), marked); casework.KindOf(err) != casework.Conflict {
		t.Errorf("upon an old register: %v", err)
	}
	if err := c.take(ana, group, c.Key(), map[string]groups.Marked{amina.Case: came("")}); !strings.Contains(says(err), "written down before") {
		t.Errorf("what was said is left out: %v", err)
	}
	// Her keyworker puts it right later, and says that it counts.
	c.must(c.take(jo, group, c.Key(), map[string]groups.Marked{beata.Case: came("yes"), cora.Case: {Outcome: journey.AttendedLate, Counts: "no"}}))
	if row := c.row(beata.Case); row.Appointments.Missed != 0 || row.Appointments.OnTime != 1 || row.Condition.Units != 1 {
		t.Errorf("put right, she came %d times, missed %d, and has %d units", row.Appointments.OnTime, row.Appointments.Missed, row.Condition.Units)
	}
	view := c.open(lead, group)
	if one := view.Meetings[0]; one.Came != 3 || one.Said != 3 || one.Places != 3 || !one.Over {
		t.Errorf("the session is told as %+v", one)
	}
	timeline, err := c.cases.Open(ctx, jo, beata.Case, "")
	if err != nil || !slices.ContainsFunc(timeline.Timeline, func(item support.TimelineItem) bool { return item.Kind == journey.KindAttendance }) {
		t.Errorf("her timeline does not tell of it, %v", err)
	}
}

func TestWhoRunsAGroupSeesAWomanWhoLeftForALittleWhile(t *testing.T) {
	c := newCentre(t)
	group := c.group(10, ana)
	amina := c.woman("Amina", priya)
	c.must(c.join(priya, amina, group))
	c.WaitDays(1)
	c.Wait(3 * time.Hour)
	c.must(c.step(priya, amina, group, journey.PlaceLeft))
	for _, row := range []struct{ days, entries int }{{28, 1}, {1, 0}} {
		c.WaitDays(row.days)
		register, err := c.desk.Register(ctx, ana, group, c.first(group))
		if err != nil || len(register.Entries) != row.entries || register.Others != 1-row.entries {
			t.Errorf("after %d days more the register has %d women and %d others, %v", row.days, len(register.Entries), register.Others, err)
		}
	}
}

func TestHerPlaceEndsWithHerSupport(t *testing.T) {
	c := newCentre(t)
	group := c.group(1, ana)
	amina, beata := c.woman("Amina", priya), c.woman("Beata", jo)
	c.must(c.join(priya, amina, group))
	c.must(c.join(jo, beata, group, waiting))
	c.WaitDays(1)
	c.Wait(3 * time.Hour)
	end := func(asker access.Asker, her journey.Row) {
		_, err := c.cases.Close(ctx, asker, her.Case, casework.AnyVersion, c.Key(), support.Ending{On: c.Bench.Today(), Reason: journey.ClosedCompleted})
		c.must(err)
	}
	end(priya, amina)
	view := c.open(lead, group)
	if view.Taken != 0 || len(view.Members) != 1 || !view.Members[0].WithSupport || names(view.List) != "Beata" {
		t.Errorf("the group has %d places taken, %+v, and %q wait", view.Taken, view.Members, names(view.List))
	}
	if view.Meetings[0].Places != 1 || view.Meetings[1].Places != 0 {
		t.Errorf("on the registers are %d women before and %d after", view.Meetings[0].Places, view.Meetings[1].Places)
	}
	// Whoever runs it can put the last register right, and learns of nobody who only waited.
	end(jo, beata)
	if view := c.open(ana, group); names(view.Members) != "Amina" || view.Waiting != 0 || len(view.List) != 0 || view.OtherWaits != 0 {
		t.Errorf("who runs it sees %q, and %d wait", names(view.Members), view.Waiting)
	}
	c.must(c.take(ana, group, c.Key(), map[string]groups.Marked{amina.Case: came("")}))
	if got := says(c.step(priya, amina, group, journey.PlaceLeft)); !strings.Contains(got, "not on the list") {
		t.Errorf("she leaves a group that she has left: %q", got)
	}
	c.WaitDays(29)
	if view := c.open(ana, group); len(view.Members) != 0 || view.OtherPlaces != 0 {
		t.Errorf("after 28 days the group still shows %+v", view.Members)
	}
}

func TestWhetherItCountsIsAskedWhereTheRulesDoNotSay(t *testing.T) {
	c := newCentre(t)
	group := c.group(10, priya)
	amina, beata := c.woman("Amina", priya), c.woman("Beata", jo)
	c.must(c.join(priya, amina, group))
	c.must(c.join(jo, beata, group))
	c.WaitDays(1)
	c.Wait(3 * time.Hour)
	if got := says(c.take(priya, group, c.Key(), map[string]groups.Marked{amina.Case: came(groups.ByTheRules)})); !strings.Contains(got, "do not state whether this counts") {
		t.Errorf("by rules that say nothing: %q", got)
	}
	if got := says(c.take(priya, group, c.Key(), map[string]groups.Marked{beata.Case: {Outcome: "danced"}})); !strings.Contains(got, "Choose what happened") {
		t.Errorf("an outcome of no list: %q", got)
	}
	c.must(c.take(priya, group, c.Key(), map[string]groups.Marked{amina.Case: came("no"), beata.Case: came("yes")}))
	if row := c.row(beata.Case); row.Condition.Units != 0 {
		t.Errorf("who may not know of her condition counted %d units", row.Condition.Units)
	}
	// Who neither runs it nor supports one of its women has an empty register.
	c.must(c.desk.CancelSession(ctx, lead, group, c.open(lead, group).Meetings[1].SessionSet.Session, c.Key()))
	register, err := c.desk.Register(ctx, ana, group, c.first(group))
	if err != nil || len(register.Entries) != 0 || register.Others != 2 || register.MayOff {
		t.Errorf("a stranger to the group has %+v, %v", register, err)
	}
	if err := c.take(ana, group, c.Key(), map[string]groups.Marked{amina.Case: came("yes")}); err != nil || c.row(amina.Case).Condition.Units != 0 {
		t.Errorf("a stranger to the group wrote in it: %v", err)
	}
}
