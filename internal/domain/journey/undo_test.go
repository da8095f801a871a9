package journey

import (
	"fmt"
	"reflect"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"throughline/internal/domain/calendar"
)

// undo returns the fact that undoes another, written after all of them.
func undo(fact Fact, n int) Fact {
	return Fact{
		ID: fmt.Sprintf("fact-%04d", n), Woman: fact.Woman, Case: fact.Case, Happened: fact.Happened, Known: fact.Known,
		Supersedes: fact.ID, Why: CorrectionTyped, Body: Undone{},
	}
}

// withoutVersions are rows but for their versions, which count every fact ever
// written.
func withoutVersions(rows []Row) []Row {
	for i := range rows {
		rows[i].Version = 0
	}
	return rows
}

func TestAfterUndoingEverythingStandsAsIfItHadNeverBeenWritten(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		facts := drawJourney(t)
		replaced := Replaced(facts)
		var standing []Fact // what may be undone: nothing has been put in its place
		for _, fact := range facts {
			if _, is := replaced[fact.ID]; !is {
				standing = append(standing, fact)
			}
		}
		fact := rapid.SampledFrom(standing).Draw(t, "undone")
		before := slices.DeleteFunc(slices.Clone(facts), func(f Fact) bool { return f.ID == fact.ID })
		asAt := calendar.Day(0)
		if rapid.Bool().Draw(t, "as at a day") {
			asAt = calendar.On(2020, 1, 1).AddDays(rapid.IntRange(0, 500).Draw(t, "day"))
		}
		after := append(slices.Clone(facts), undo(fact, len(facts)))
		if got, want := Effective(after, asAt), Effective(before, asAt); !reflect.DeepEqual(got, want) {
			t.Fatalf("stands\n%+v\nwant\n%+v", got, want)
		}
		if got, want := withoutVersions(Fold(after, asAt)), withoutVersions(Fold(before, asAt)); !reflect.DeepEqual(got, want) {
			t.Fatalf("after undoing\n%+v\nwant\n%+v", got, want)
		}
	})
}

func TestWhatWasUndoneIsKnownByWhatItSaid(t *testing.T) {
	set := Fact{ID: "1", Case: "c", Body: GoalSet{Goal: "g", State: GoalOpen}}
	back := Fact{ID: "2", Case: "c", Supersedes: "1", Body: Undone{}}
	got := Undoings([]Fact{set, back})
	if want := []Undoing{{Fact: back, Of: set.Body}}; !reflect.DeepEqual(got, want) {
		t.Errorf("undone is %+v, want %+v", got, want)
	}
	if got := Undoings([]Fact{set}); len(got) > 0 {
		t.Errorf("where nothing was undone: %+v", got)
	}
}

func TestWhatAnUndoneEntryReplacedStandsAgainAndWhatATakenOutOneReplacedDoesNot(t *testing.T) {
	first := Fact{ID: "1", Case: "c", Body: GoalSet{Goal: "g", State: GoalOpen}}
	second := Fact{ID: "2", Case: "c", Supersedes: "1", Body: GoalSet{Goal: "g", State: GoalReached}}
	for _, row := range []struct {
		name string
		last Fact
		want []string // ids of what stands
	}{
		{"undone", Fact{ID: "3", Case: "c", Supersedes: "2", Body: Undone{}}, []string{"1"}},
		{"taken out", Fact{ID: "3", Case: "c", Supersedes: "2", Body: Withdrawn{}}, []string{"3"}},
		{"put right", Fact{ID: "3", Case: "c", Supersedes: "2", Body: GoalSet{Goal: "g"}}, []string{"3"}},
	} {
		var got []string
		for _, fact := range Effective([]Fact{first, second, row.last}, 0) {
			got = append(got, fact.ID)
		}
		if !slices.Equal(got, row.want) {
			t.Errorf("%s: %q stand, want %q", row.name, got, row.want)
		}
	}
}

func TestWhatMayBeUndone(t *testing.T) {
	at := time.Date(2026, time.March, 3, 14, 2, 0, 0, time.UTC)
	wrote := func(id, by string, minutes int, body Body) Fact {
		return Fact{ID: id, By: by, Written: at.Add(time.Duration(minutes) * time.Minute), Body: body}
	}
	for _, row := range []struct {
		name  string
		facts []Fact
		now   int // minutes later
		want  []string
	}{
		{"nothing was written", nil, 0, nil},
		{"a contact", []Fact{wrote("1", "priya", 0, ContactMade{})}, 9, []string{"1"}},
		{"ten minutes later", []Fact{wrote("1", "priya", 0, ContactMade{})}, 10, nil},
		{"somebody else's", []Fact{wrote("1", "ruth", 0, ContactMade{})}, 1, nil},
		{"hers, before somebody else's", []Fact{wrote("1", "priya", 0, ContactMade{}), wrote("2", "ruth", 1, ContactMade{})}, 2, []string{"1"}},
		{"the last of two", []Fact{wrote("2", "priya", 1, GoalSet{}), wrote("1", "priya", 0, ContactMade{})}, 2, []string{"2"}},
		{"all that one saving wrote", []Fact{wrote("1", "priya", 0, Booked{}), wrote("2", "priya", 0, Attendance{})}, 2, []string{"1", "2"}},
		{"what went to police", []Fact{wrote("1", "priya", 0, ReferredBack{})}, 1, nil},
		{"what hides her from somebody", []Fact{wrote("1", "priya", 0, ConflictMarked{})}, 1, nil},
		{"a contact, where what came after cannot be undone", []Fact{wrote("1", "priya", 0, ContactMade{}), wrote("2", "priya", 1, ReferredBack{})}, 2, nil},
		{"what an import brought", []Fact{{ID: "1", By: "priya", Written: at, Source: "contacts/1", Body: ContactMade{}}}, 1, nil},
		{"what nobody is named for", []Fact{wrote("1", "", 0, ContactMade{})}, 1, nil},
	} {
		by := "priya"
		if row.name == "what nobody is named for" {
			by = ""
		}
		var got []string
		for _, fact := range Undoable(row.facts, by, at.Add(time.Duration(row.now)*time.Minute)) {
			got = append(got, fact.ID)
		}
		if !slices.Equal(got, row.want) {
			t.Errorf("%s: %q, want %q", row.name, got, row.want)
		}
	}
}

func TestUndoingNamesWhatItUndoes(t *testing.T) {
	pen := Pen{Now: time.Date(2026, time.March, 3, 14, 5, 0, 0, time.UTC), By: "priya", Agency: "Riverside"}
	old := Fact{ID: "1", Woman: "w", Case: "c", Happened: calendar.OnDay(calendar.On(2026, 3, 2)), Body: ContactMade{}}
	facts, err := pen.Undo([]Fact{old})
	if err != nil || len(facts) != 1 || facts[0].Supersedes != "1" || facts[0].Case != "c" || facts[0].Woman != "w" || facts[0].Words != nil ||
		facts[0].Happened != old.Happened || facts[0].By != "priya" || facts[0].Body != (Undone{}) {
		t.Errorf("undone by %+v, %v", facts, err)
	}
	if _, err := pen.Undo(nil); err == nil {
		t.Error("nothing can be undone")
	}
}
