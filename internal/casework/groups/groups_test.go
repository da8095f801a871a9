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

func TestPlacesAreGivenUntilTheyAreTakenAndThenThereIsAList(t *testing.T) {
	c := newCentre(t)
	group := c.group(2, ana)
	amina, beata, cora, dora := c.woman("Amina", priya), c.woman("Beata", priya), c.woman("Cora", jo), c.woman("Dora", priya)
	c.must(c.join(priya, amina, group))
	c.must(c.join(jo, cora, group))
	if got := says(c.join(priya, beata, group)); got != "No place is free: put her on the waiting list" {
		t.Errorf("a third place: %q", got)
	}
	c.must(c.join(priya, beata, group, waiting))
	c.Wait(time.Hour)
	c.must(c.join(priya, dora, group, waiting))

	view := c.open(priya, group)
	if names(view.Members) != "Amina" || view.OtherPlaces != 1 || names(view.List) != "Beata Dora" || !view.List[0].First || view.List[1].First {
		t.Errorf("her keyworker sees %q and %d others, and waiting %q", names(view.Members), view.OtherPlaces, names(view.List))
	}
	if free, stated := view.Free(); free != 0 || !stated {
		t.Errorf("%d places are free", free)
	}
	c.must(c.step(jo, cora, group, journey.PlaceLeft))
	c.must(c.step(priya, beata, group, journey.PlaceOffered))
	if view := c.open(priya, group); view.Taken != 2 || names(view.Members) != "Beata Amina" && names(view.Members) != "Amina Beata" {
		t.Errorf("a place that is offered is held for her: %d taken, %q", view.Taken, names(view.Members))
	}
	c.must(c.step(priya, beata, group, journey.PlaceGiven))
	if one, _ := c.row(beata.Case).InGroup(group); one.Step != journey.PlaceGiven {
		t.Errorf("she took it, and stands as %+v", one)
	}
	if list, err := c.desk.List(ctx, jo); err != nil || len(list) != 1 || list[0].Taken != 2 || list[0].Waiting != 1 || list[0].Next.Topic != "" || list[0].Next.At.Day() != calendar.DayOf(c.Now()).AddDays(1) {
		t.Errorf("the list says %+v, %v", list, err)
	}
}

func TestOneWhoMustNotMeetAnotherIsNotPlacedBesideHer(t *testing.T) {
	for name, tell := range map[string]func(c *centre, amina, beata journey.Row){
		"she who comes told it":    func(c *centre, amina, beata journey.Row) { c.tells(priya, amina, beata) },
		"she who is there told it": func(c *centre, amina, beata journey.Row) { c.tells(jo, beata, amina) },
	} {
		t.Run(name, func(t *testing.T) {
			c := newCentre(t)
			group := c.group(10, ana)
			amina, beata, cora := c.woman("Amina", priya), c.woman("Beata", jo), c.woman("Cora", priya)
			c.must(c.join(jo, beata, group))
			tell(c, amina, beata)
			before := len(c.Record.Facts())
			if got := says(c.join(priya, amina, group)); got != groups.Warning {
				t.Errorf("the keyworker is told %q", got)
			}
			if entry, _ := c.Record.Last(); entry.Reason != groups.ReasonWarned || !slices.Equal(entry.Women, []string{amina.Woman}) {
				t.Errorf("the warning is written down as %+v", entry)
			}
			if got := says(c.join(lead, amina, group)); !strings.Contains(got, "who wrote it down") || strings.Contains(got, "Beata") || strings.Contains(got, "Amina") {
				t.Errorf("the lead is told %q", got)
			}
			if len(c.Record.Facts()) != before {
				t.Error("something was written")
			}
			c.must(c.join(priya, cora, group)) // to whom it is nothing
			c.must(c.join(priya, amina, group, waiting))
			if got := says(c.step(priya, amina, group, journey.PlaceOffered)); got != groups.Warning {
				t.Errorf("an offer from the list: %q", got)
			}
			// The lead looked, says what she found, and it is sealed with the step.
			_, err := c.desk.Step(ctx, lead, amina.Case, c.Key(), group, journey.PlaceGiven, "They made it up")
			c.must(err)
			facts := c.Record.Facts()
			if last := facts[len(facts)-1]; last.Words == nil || last.Words.Text != "They made it up" {
				t.Errorf("what she found is written as %+v", last.Words)
			}
			if view := c.open(lead, group); len(view.Dangers) != 1 || strings.Contains(view.Dangers[0], "Beata") {
				t.Errorf("the lead reads %q", view.Dangers)
			}
			if view := c.open(priya, group); len(view.Dangers) != 0 {
				t.Errorf("a keyworker reads %q", view.Dangers)
			}
		})
	}
}

func TestAConflictWithWhoRunsItGivesTheSameWarning(t *testing.T) {
	c := newCentre(t)
	group := c.group(10, ana)
	amina := c.woman("Amina", priya)
	c.hide(amina, ana)
	if got := says(c.join(priya, amina, group)); got != groups.Warning {
		t.Errorf("the keyworker is told %q", got)
	}
	if got := says(c.join(lead, amina, group)); !strings.Contains(got, "must not see her record") {
		t.Errorf("the lead is told %q", got)
	}
	c.must(c.join(lead, amina, group, looked))
	if view := c.open(ana, group); view.Taken != 0 || len(view.Members)+view.OtherPlaces != 0 {
		t.Errorf("who is barred learns of her: %+v", view)
	}
	register, err := c.desk.Register(ctx, ana, group, c.first(group))
	if err != nil || len(register.Entries)+register.Others != 0 {
		t.Errorf("the register of who is barred holds %+v, %v", register.Entries, err)
	}
}

// For whom a woman is hidden the answer is that of a service she never came to,
// also where it would be a warning; the lead is told on the page of the group.
func TestAWarningTellsNobodyOfAWomanWhoIsHidden(t *testing.T) {
	c := newCentre(t)
	group := c.group(10, ana)
	amina, beata := c.woman("Amina", priya), c.woman("Beata", jo)
	c.hide(beata, priya)
	c.must(c.join(jo, beata, group))
	c.tells(jo, beata, amina)
	if view := c.open(priya, group); view.Taken != 0 || view.OtherPlaces != 0 || view.Meetings[0].Places != 0 {
		t.Errorf("she sees %d places taken", view.Taken)
	}
	c.must(c.join(priya, amina, group))
	if view := c.open(lead, group); len(view.Dangers) != 1 || !strings.Contains(view.Dangers[0], "Jo, Advance") {
		t.Errorf("the lead reads %q", view.Dangers)
	}
}

func TestWhomSheMustNotMeetIsShownToNobody(t *testing.T) {
	c := newCentre(t)
	amina, beata := c.woman("Amina", priya), c.woman("Beata", jo)
	c.tells(priya, amina, beata)
	her, told, err := c.desk.Tellings(ctx, priya, amina.Case)
	if err != nil || len(told) != 1 || told[0].By != "Priya, Advance" || her.Name != "Amina ReedAmina" {
		t.Fatalf("%+v, %+v, %v", her, told, err)
	}
	if _, told, err := c.desk.Tellings(ctx, jo, beata.Case); err != nil || len(told) != 0 {
		t.Errorf("the other's keyworker sees %+v, %v", told, err)
	}
	if row := c.row(beata.Case); len(row.Apart) != 0 {
		t.Errorf("the other's record says %+v", row.Apart)
	}
	if _, _, err := c.desk.Tellings(ctx, jo, amina.Case); casework.KindOf(err) != casework.NotFound {
		t.Errorf("another keyworker asks: %v", err)
	}
	view, err := c.cases.Open(ctx, priya, amina.Case, "")
	if err != nil || slices.ContainsFunc(view.Timeline, func(item support.TimelineItem) bool { return item.Kind == journey.KindApart }) {
		t.Errorf("the timeline tells of it, %v", err)
	}
	if got := says(c.desk.EndApart(ctx, priya, amina.Case, c.Key(), told[0].Apart, " ")); got != "Say why it is safe now" {
		t.Errorf("no reason: %q", got)
	}
	key := c.Key()
	for range 2 { // a double click
		c.must(c.desk.EndApart(ctx, lead, amina.Case, key, told[0].Apart, "they made it up"))
	}
	group := c.group(10, ana)
	c.must(c.join(jo, beata, group))
	c.must(c.join(priya, amina, group))
}

func TestOnlyWhoRunsAGroupOrLeadsChangesIt(t *testing.T) {
	c := newCentre(t)
	group := c.group(10, ana)
	known := c.open(ana, group)
	entry := known.GroupSet
	entry.Title = "Cooking for all"
	if _, err := c.desk.Set(ctx, priya, known.Version, c.Key(), entry); casework.KindOf(err) != casework.Forbidden {
		t.Errorf("a keyworker who does not run it: %v", err)
	}
	if _, err := c.desk.Set(ctx, caseworktest.Officer, 0, c.Key(), entry); casework.KindOf(err) != casework.Forbidden {
		t.Errorf("an officer: %v", err)
	}
	key := c.Key()
	for range 2 {
		_, err := c.desk.Set(ctx, ana, known.Version, key, entry)
		c.must(err)
	}
	entry.Title = "Cooking for some"
	if _, err := c.desk.Set(ctx, lead, known.Version, c.Key(), entry); casework.KindOf(err) != casework.Conflict {
		t.Errorf("upon an old page: %v", err)
	}
	if _, err := c.desk.Set(ctx, ana, 0, c.Key(), journey.GroupSet{}); says(err) == "" {
		t.Errorf("an empty group: %v", err)
	}
	made := c.Key()
	one, err := c.desk.Set(ctx, priya, 0, made, journey.GroupSet{Title: "Walks", Place: "The park", Workers: []string{priya.ID}})
	c.must(err)
	if two, err := c.desk.Set(ctx, priya, 0, made, journey.GroupSet{Title: "Walks", Place: "The park", Workers: []string{priya.ID}}); err != nil || one != two {
		t.Errorf("a double click made %q and %q, %v", one, two, err)
	}
	if err := c.desk.CancelSession(ctx, priya, group, c.first(group), c.Key()); casework.KindOf(err) != casework.Forbidden {
		t.Errorf("a keyworker calls it off: %v", err)
	}
	if err := c.desk.CancelSession(ctx, ana, group, "none", c.Key()); casework.KindOf(err) != casework.NotFound {
		t.Errorf("no such session: %v", err)
	}
	off := c.Key()
	for range 2 {
		c.must(c.desk.CancelSession(ctx, ana, group, c.first(group), off))
	}
	for range 2 {
		c.must(c.desk.End(ctx, ana, group, "end"))
	}
	amina := c.woman("Amina", priya)
	if got := says(c.join(priya, amina, group)); !strings.Contains(got, "has ended") {
		t.Errorf("a group that has ended: %q", got)
	}
	if got := says(c.join(priya, amina, "none")); got != "Choose a group" {
		t.Errorf("no such group: %q", got)
	}
	if err := c.join(jo, amina, one); casework.KindOf(err) != casework.NotFound {
		t.Errorf("a keyworker of another caseload: %v", err)
	}
	if err := c.join(ana, amina, one); casework.KindOf(err) != casework.NotFound {
		t.Errorf("who runs groups: %v", err)
	}
	for _, missing := range []func() error{
		func() error { _, err := c.desk.Open(ctx, ana, "none"); return err },
		func() error { return c.desk.End(ctx, ana, "none", c.Key()) },
		func() error { _, err := c.desk.Register(ctx, ana, "none", "none"); return err },
		func() error { _, err := c.desk.Register(ctx, ana, group, "none"); return err },
	} {
		if err := missing(); casework.KindOf(err) != casework.NotFound {
			t.Errorf("what is not there: %v", err)
		}
	}
}

func TestHerGroupsAndASearchStayWithinTheOwnCaseload(t *testing.T) {
	c := newCentre(t)
	group := c.group(10, ana)
	amina, beata := c.woman("Amina", priya, func(r *journey.Referral) { r.Urgent = []string{"interpreter"}; r.Identity.Interpret = "Polish" }), c.woman("Beata", jo)
	c.must(c.join(priya, amina, group))
	her, in, open, err := c.desk.Hers(ctx, priya, amina.Case)
	if err != nil || len(in) != 1 || len(open) != 0 || !slices.Equal(her.Suggested, []journey.GroupNeed{journey.NeedsInterpreter}) || her.Language != "Polish" {
		t.Errorf("%+v, in %d, open %d, %v", her, len(in), len(open), err)
	}
	if _, _, _, err := c.desk.Hers(ctx, jo, amina.Case); casework.KindOf(err) != casework.NotFound {
		t.Errorf("another keyworker: %v", err)
	}
	for text, want := range map[string]int{"beata": 1, "Reed": 1, "amina": 0, "": 0, casework.Reference(beata.Case): 1} {
		found, err := c.desk.Search(ctx, jo, group, text)
		if err != nil || len(found) != want {
			t.Errorf("searching %q: %+v, %v", text, found, err)
		}
	}
	for _, asker := range []access.Asker{lead, ana} {
		if found, err := c.desk.Search(ctx, asker, group, "Reed"); err != nil || len(found) != 0 {
			t.Errorf("%s finds %+v, %v", asker.Name, found, err)
		}
	}
}

func TestADiaryIsToldWhatConcernsIt(t *testing.T) {
	c := newCentre(t)
	group := c.group(6, ana)
	amina := c.woman("Amina", priya)
	c.must(c.join(priya, amina, group))
	day := calendar.DayOf(c.Now())
	for _, row := range []struct {
		asker access.Asker
		want  int
	}{{ana, 2}, {priya, 2}, {lead, 2}, {jo, 0}} {
		sessions, err := c.desk.Sessions(ctx, row.asker, day, day.AddDays(10))
		if err != nil || len(sessions) != row.want {
			t.Errorf("%s is told of %d sessions, %v", row.asker.Name, len(sessions), err)
		}
		for _, one := range sessions {
			if one.Taken != 1 || one.Places != 6 || one.Worker != ana.ID || !strings.HasPrefix(one.Href, "/groups/"+group+"/session/") {
				t.Errorf("%s is told %+v", row.asker.Name, one)
			}
		}
	}
	if _, err := c.desk.Sessions(ctx, caseworktest.Officer, day, day); casework.KindOf(err) != casework.Forbidden {
		t.Errorf("an officer: %v", err)
	}
	if people, err := c.desk.Choices(ctx, priya); err != nil || len(people) != 4 {
		t.Errorf("groups are run by one of %d, %v", len(people), err)
	}
}

func TestOnlyWhoCanOpenAGroupIsChosenToRunIt(t *testing.T) {
	c := newCentre(t)
	people, err := c.desk.Choices(ctx, lead)
	c.must(err)
	var offered []string
	for _, person := range people {
		offered = append(offered, person.ID)
	}
	if slices.Sort(offered); !slices.Equal(offered, slices.Sorted(slices.Values([]string{ana.ID, jo.ID, lead.ID, priya.ID}))) {
		t.Errorf("offered are %q", offered)
	}
	walks := journey.GroupSet{Title: "Walks", Place: "The park", Workers: []string{ana.ID, leyla.ID}}
	if _, err := c.desk.Set(ctx, lead, 0, c.Key(), walks); !strings.Contains(says(err), "Choose people who run groups") {
		t.Errorf("a specialist to whom no group opens: %v", err)
	}
	// Whoever ran it before somebody looked stays, until she is taken off.
	facts, err := c.Bench.Pen(lead).SetGroup(walks)
	c.must(err)
	_, err = c.Record.Append(ctx, casework.Change{Key: c.Key(), Facts: facts})
	c.must(err)
	walks.Group = facts[0].Body.(journey.GroupSet).Group
	known := c.open(lead, walks.Group)
	walks.Place = "The canal"
	_, err = c.desk.Set(ctx, lead, known.Version, c.Key(), walks)
	c.must(err)
}
