package journey

import (
	"encoding/json"
	"errors"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"throughline/internal/domain/access"
	"throughline/internal/domain/calendar"
)

// cooking is a group that a test plans.
func cooking() GroupSet {
	return GroupSet{Group: "cooking", Title: "Cooking together", Place: "Camden Hub", Places: 2, Workers: []string{"kw"}, Open: WomenOnly}
}

// told are facts as they were written, one after another.
func told(bodies ...Body) []Fact {
	facts := make([]Fact, len(bodies))
	for i, body := range bodies {
		facts[i] = Fact{Happened: calendar.OnDay(d("2021-03-01")), Body: body}
	}
	return facts
}

func at(text string) calendar.Moment {
	moment, err := calendar.ParseMoment(text)
	if err != nil {
		panic(err)
	}
	return moment
}

func TestAGroupStandsAsItWasLastWritten(t *testing.T) {
	later := cooking()
	later.Title, later.Places = "Cooking for two", 4
	first := SessionSet{Session: "one", Group: "cooking", At: at("2021-03-02T10:00:00Z"), Topic: "Soup"}
	second := SessionSet{Session: "two", Group: "cooking", At: at("2021-03-09T10:00:00Z")}
	moved := first
	moved.At = at("2021-03-16T10:00:00Z")
	groups := GroupsOf(told(cooking(), second, first, later, SessionCancelled{Session: "two", Group: "cooking"}, moved,
		SessionSet{Session: "lost", Group: "no such group"}, GroupEnded{Group: "no such group"}, SessionCancelled{Session: "none"}))
	if len(groups) != 1 || groups[0].Title != "Cooking for two" || groups[0].Places != 4 || groups[0].Ended.Known() {
		t.Fatalf("the groups are %+v", groups)
	}
	sessions := groups[0].Sessions
	if len(sessions) != 2 || sessions[0].Session != "two" || !sessions[0].Cancelled || sessions[1].Session != "one" || sessions[1].Cancelled || sessions[1].Topic != "Soup" {
		t.Errorf("its sessions are %+v", sessions)
	}
	if ended := GroupsOf(told(cooking(), GroupEnded{Group: "cooking"})); ended[0].Ended != d("2021-03-01") {
		t.Errorf("it ended on %s", ended[0].Ended)
	}
	if groups[0].RunBy("") || !groups[0].RunBy("kw") || groups[0].RunBy("other") {
		t.Error("not only its worker runs it")
	}
}

func TestSessionsComeEveryWeekAtTheSameTimeOfDay(t *testing.T) {
	group := ServiceGroup{GroupSet: cooking()}
	facts, err := pen().AddSessions(group, SessionEntry{First: at("2021-03-16T10:00:00Z"), Minutes: 90, Weeks: 3, Topics: []string{"Soup", "Bread"}})
	if err != nil || len(facts) != 3 {
		t.Fatalf("%d sessions, %v", len(facts), err)
	}
	var said []string
	for _, fact := range facts {
		body := fact.Body.(SessionSet)
		said = append(said, body.At.Words()+" "+body.Topic)
	}
	// The clocks go forward on 28 March.
	want := []string{"Tuesday 16 March 2021, 10am Soup", "Tuesday 23 March 2021, 10am Bread", "Tuesday 30 March 2021, 10am "}
	if !slices.Equal(said, want) {
		t.Errorf("the sessions are %q, want %q", said, want)
	}
	if ends := (Session{SessionSet: facts[0].Body.(SessionSet)}).Ends(); ends.Clock() != "11:30am" {
		t.Errorf("the first ends at %s", ends.Clock())
	}
}

func TestHerWayIntoAGroupAndOut(t *testing.T) {
	step := func(s *story, on string, body GroupPlace) *story { body.Group = "cooking"; return s.tell(on, body) }
	asked := func() *story {
		return step(referred("2021-01-04"), "2021-01-10", GroupPlace{Step: PlaceAsked, Needs: []GroupNeed{NeedsQuiet}, AskFirst: Yes})
	}
	for _, row := range []struct {
		name  string
		story *story
		step  PlaceStep
		waits bool
		held  map[string]bool // on a day
	}{
		{"waits", asked(), PlaceAsked, true, map[string]bool{"2021-01-20": false}},
		{"is offered a place", step(asked(), "2021-01-12", GroupPlace{Step: PlaceOffered}), PlaceOffered, true, map[string]bool{"2021-01-20": false}},
		{"has a place", step(asked(), "2021-01-12", GroupPlace{Step: PlaceGiven}), PlaceGiven, false, map[string]bool{"2021-01-11": false, "2021-01-12": true, "2021-03-01": true}},
		{"gave it up", step(step(asked(), "2021-01-12", GroupPlace{Step: PlaceGiven}), "2021-02-01", GroupPlace{Step: PlaceLeft}), PlaceLeft, false,
			map[string]bool{"2021-01-12": true, "2021-02-01": true, "2021-02-02": false}},
		{"came back and waits", step(step(step(asked(), "2021-01-12", GroupPlace{Step: PlaceGiven}), "2021-02-01", GroupPlace{Step: PlaceLeft}), "2021-02-10", GroupPlace{Step: PlaceAsked}),
			PlaceAsked, true, map[string]bool{"2021-03-01": false}},
		{"had a place until her support ended", step(asked(), "2021-01-12", GroupPlace{Step: PlaceGiven}).tell("2021-02-01", Closed{Reason: ClosedCompleted}), PlaceLeft, false,
			map[string]bool{"2021-01-12": true, "2021-02-01": true, "2021-02-02": false}},
		{"waited until her support ended", asked().tell("2021-02-01", Closed{Reason: ClosedCompleted}), PlaceLeft, false, map[string]bool{"2021-01-20": false}},
	} {
		her := row.story.row(t, "")
		one, joined := her.InGroup("cooking")
		if !joined || one.Step != row.step || one.Asked.Known() != row.waits {
			t.Errorf("she %s: she stands to the group as %+v", row.name, one)
		}
		for on, held := range row.held {
			if one.Held(d(on)) != held {
				t.Errorf("she %s: on %s she has a place is %t", row.name, on, !held)
			}
		}
		if !slices.Contains(her.Ties(), Tie{"cooking", HoldsPlace}) {
			t.Errorf("she %s: her case is not on the list of the group", row.name)
		}
	}
	if one, _ := asked().row(t, "").InGroup("cooking"); !reflect.DeepEqual(one.Needs, []GroupNeed{NeedsQuiet}) || one.AskFirst != Yes {
		t.Errorf("what she needs is kept as %+v", one)
	}
}

// problemsOf names the fields that have to be put right.
func problemsOf(err error) string {
	var problems Problems
	if !errors.As(err, &problems) {
		return ""
	}
	fields := make([]string, len(problems))
	for i, problem := range problems {
		fields[i] = problem.Field
	}
	return strings.Join(fields, " ")
}

func TestWhatHasToBePutRightInAGroup(t *testing.T) {
	change := func(change func(*GroupSet)) error {
		entry := cooking()
		change(&entry)
		_, err := pen().SetGroup(entry)
		return err
	}
	group := ServiceGroup{GroupSet: cooking()}
	plan := func(change func(*SessionEntry)) error {
		entry := SessionEntry{First: at("2021-03-16T10:00:00Z"), Weeks: 1}
		change(&entry)
		_, err := pen().AddSessions(group, entry)
		return err
	}
	her := referred("2021-01-04").tell("2021-01-10", GroupPlace{Group: "cooking", Step: PlaceGiven}).row(t, "")
	ended := referred("2021-01-04").tell("2021-02-01", Closed{Reason: ClosedMovedAway}).row(t, "")
	join := func(row Row, entry GroupEntry) error { _, err := pen().JoinGroup(row, entry); return err }
	step := func(group string, step PlaceStep) error { _, err := pen().StepInGroup(her, group, step); return err }
	take := func(change func(*RegisterEntry)) error {
		entry := RegisterEntry{Session: Session{SessionSet: SessionSet{Session: "one", At: at("2021-03-01T10:00:00Z")}}, Outcome: Attended}
		change(&entry)
		_, err := pen().TakeRegister(her, entry)
		return err
	}
	for name, row := range map[string]struct {
		err  error
		want string
	}{
		"no name":                    {change(func(g *GroupSet) { g.Title = " " }), "title"},
		"a long name":                {change(func(g *GroupSet) { g.Title = strings.Repeat("a", 101) }), "title"},
		"much about it":              {change(func(g *GroupSet) { g.About = strings.Repeat("a", 501) }), "about"},
		"no pathway of the nine":     {change(func(g *GroupSet) { g.Pathway = "crafts" }), "pathway"},
		"nowhere":                    {change(func(g *GroupSet) { g.Place = "" }), "place"},
		"fewer places than none":     {change(func(g *GroupSet) { g.Places = -1 }), "places"},
		"nobody runs it":             {change(func(g *GroupSet) { g.Workers = nil }), "workers"},
		"open to somebody else":      {change(func(g *GroupSet) { g.Open = "members" }), "open"},
		"long terms":                 {change(func(g *GroupSet) { g.Terms = strings.Repeat("a", 501) }), "terms"},
		"a crèche for fewer":         {change(func(g *GroupSet) { g.Creche = -1 }), "creche"},
		"the oldest before":          {change(func(g *GroupSet) { g.YoungestYear, g.OldestYear = 5, 2 }), "youngest"},
		"a session on no day":        {plan(func(e *SessionEntry) { e.First = calendar.Moment{} }), "at"},
		"a session at no time":       {plan(func(e *SessionEntry) { e.First = calendar.OnDay(d("2021-03-16")) }), "at"},
		"a session of no length":     {plan(func(e *SessionEntry) { e.Minutes = -1 }), "minutes"},
		"no week":                    {plan(func(e *SessionEntry) { e.Weeks = 0 }), "weeks"},
		"more topics than sessions":  {plan(func(e *SessionEntry) { e.Topics = []string{"one", "two"} }), "topics"},
		"a long topic":               {plan(func(e *SessionEntry) { e.Topics = []string{strings.Repeat("a", 101)} }), "topics"},
		"no group":                   {join(referred("2021-01-04").row(t, ""), GroupEntry{}), "group"},
		"she is in it":               {join(her, GroupEntry{Group: "cooking"}), "group"},
		"her support ended":          {join(ended, GroupEntry{Group: "cooking"}), "group"},
		"a need of no list":          {join(her, GroupEntry{Group: "other", Needs: []GroupNeed{"a dog"}}), "needs"},
		"a crèche without ages":      {join(her, GroupEntry{Group: "other", Needs: []GroupNeed{NeedsCreche}}), "ages"},
		"ages without a crèche":      {join(her, GroupEntry{Group: "other", Ages: []int{3}}), "ages"},
		"a child of forty":           {join(her, GroupEntry{Group: "other", Needs: []GroupNeed{NeedsCreche}, Ages: []int{40}}), "ages"},
		"a step in no group":         {step("other", PlaceLeft), "step"},
		"a place twice":              {step("cooking", PlaceGiven), "step"},
		"an offer to her who has it": {step("cooking", PlaceOffered), "step"},
		"no step":                    {step("cooking", ""), "step"},
		"no outcome":                 {take(func(e *RegisterEntry) { e.Outcome = "" }), "outcome"},
		"a session called off":       {take(func(e *RegisterEntry) { e.Session.Cancelled = true }), "outcome"},
		"a session to come":          {take(func(e *RegisterEntry) { e.Session.At = at("2021-03-02T10:00:00Z") }), "outcome"},
		"before she was referred":    {take(func(e *RegisterEntry) { e.Session.At = at("2021-01-02T10:00:00Z") }), "outcome"},
		"a part of no condition":     {take(func(e *RegisterEntry) { e.Unit = "assessment" }), "counts"},
	} {
		if got := problemsOf(row.err); got != row.want {
			t.Errorf("%s: put right %q, want %q", name, got, row.want)
		}
	}
}

func TestARegisterCountsAsAGroupSessionAndALaterOneCorrectsIt(t *testing.T) {
	session := Session{SessionSet: SessionSet{Session: "one", At: at("2021-02-01T10:00:00Z"), Minutes: 90}}
	her := referred("2021-01-04").cautioned("2021-01-04", 2, "").row(t, "")
	first, err := pen().TakeRegister(her, RegisterEntry{Session: session, Outcome: Missed, Counts: Yes})
	if err != nil {
		t.Fatal(err)
	}
	if body := first[0].Body.(Attendance); body.Counts != "" || body.Minutes != 0 || body.How != Group {
		t.Errorf("she did not come, and it is written as %+v", body)
	}
	first[0].ID = "first"
	second, err := pen().TakeRegister(her, RegisterEntry{Session: session, Outcome: AttendedLate, Counts: Yes})
	if err != nil {
		t.Fatal(err)
	}
	if second = Correcting(second, first); second[0].Supersedes != "first" {
		t.Error("a later entry does not correct the one before")
	}
	second[0].ID = "second"
	all := append(referred("2021-01-04").cautioned("2021-01-04", 2, "").facts, first[0], second[0])
	for i := range all {
		all[i].Woman = "woman-1"
	}
	all[2].Case, all[3].Case = "case-1", "case-1"
	if row := Fold(all, 0)[0]; row.Appointments.Missed != 0 || row.Appointments.Late != 1 || row.Condition.Units != 1 {
		t.Errorf("the row counts %+v and %d units", row.Appointments, row.Condition.Units)
	}
}

func TestWhomSheMustNotMeetStandsInHerRecordAlone(t *testing.T) {
	her := referred("2021-01-04").row(t, "")
	facts, err := pen().KeepApart(her, Identity{Given: " Beata ", Family: "Novak", Born: d("1988-05-02")}, "they fought")
	if err != nil {
		t.Fatal(err)
	}
	body, err := json.Marshal(facts[0].Body)
	if err != nil || string(body) != `{"apart":"new-1"}` {
		t.Errorf("in clear stands %s, %v", body, err)
	}
	if facts[0].Class() != access.Sealed || facts[0].Case != "" || facts[0].Words.Other.Given != "Beata" || facts[0].Words.Identity != nil {
		t.Errorf("it is written as %+v with %+v", facts[0], facts[0].Words)
	}
	told := referred("2021-01-04").hers("2021-01-10", facts[0].Body)
	row, without := told.row(t, ""), referred("2021-01-04").row(t, "")
	if len(row.Apart) != 1 || row.Version != without.Version {
		t.Errorf("her row says %+v, in version %d of %d", row.Apart, row.Version, without.Version)
	}
	if _, err := pen().EndApart(row, "new-1", "they made it up"); err != nil {
		t.Error(err)
	}
	if row := told.hers("2021-01-12", ApartEnded{"new-1"}).row(t, ""); len(row.Apart) != 0 {
		t.Errorf("it ended, and her row says %+v", row.Apart)
	}
	for name, row := range map[string]struct {
		other  Identity
		reason string
		want   string
	}{
		"nobody":            {Identity{}, "they fought", "family"},
		"a name alone":      {Identity{Family: "Novak"}, "they fought", "family"},
		"born tomorrow":     {Identity{Family: "Novak", Born: d("2021-03-02")}, "they fought", "born"},
		"no reason":         {Identity{Phone: "07700 900123"}, " ", "reason"},
		"a phone is enough": {Identity{Phone: "07700 900123"}, "they fought", ""},
	} {
		_, err := pen().KeepApart(her, row.other, row.reason)
		if got := problemsOf(err); got != row.want {
			t.Errorf("%s: put right %q, want %q", name, got, row.want)
		}
	}
	if _, err := pen().EndApart(her, "new-1", ""); problemsOf(err) != "apart reason" {
		t.Errorf("ending what is not there: %v", err)
	}
}

func TestAnOfferIsStillAnOfferAcrossTheNight(t *testing.T) {
	asked := calendar.At(time.Date(2021, 1, 10, 9, 0, 0, 0, calendar.London))
	story := referred("2021-01-04")
	story.add(Fact{Case: "case-1", Happened: asked, Known: asked, Body: GroupPlace{Group: "cooking", Step: PlaceAsked}})
	one, _ := story.tell("2021-01-11", GroupPlace{Group: "cooking", Step: PlaceOffered}).row(t, "").InGroup("cooking")
	if one.Asked.Compare(asked) != 0 {
		t.Errorf("she waits since %s, want since she asked", one.Asked)
	}
}
