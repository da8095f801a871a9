package journey

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"throughline/internal/domain/access"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/need"
)

func TestWhatSheAskedForWaitsUntilItIsSeenTo(t *testing.T) {
	asked := func(body Body) *story { return referred("2021-01-04").tell("2021-02-01", body) }
	ask := "fact-0002"
	for _, row := range []struct {
		name  string
		story *story
		waits []Kind
	}{
		{"a copy", asked(CopyAsked{}), []Kind{KindCopy}},
		{"a correction", asked(CorrectionAsked{}), []Kind{KindCorrection}},
		{"to have it deleted", asked(DeletionAsked{}), []Kind{KindDeletion}},
		{"another plan", asked(ChangeAsked{Goal: "goal-1"}), []Kind{KindChange}},
		{"to talk", asked(TalkAsked{}), []Kind{KindTalk}},
		{"that things are very hard", asked(CheckedIn{Rating: 0}), []Kind{KindCheckedIn}},
		{"that things are hard", asked(CheckedIn{Rating: 1}), []Kind{KindCheckedIn}},
		{"that things are in between", asked(CheckedIn{Rating: 2}), nil},
		{"two things", asked(CopyAsked{}).tell("2021-02-02", TalkAsked{}), []Kind{KindCopy, KindTalk}},
		{"a copy, and it was seen to", asked(CopyAsked{}).tell("2021-02-03", SeenTo{Ask: ask}), nil},
		{"a copy, and another thing was seen to", asked(CopyAsked{}).tell("2021-02-03", SeenTo{Ask: "fact-0009"}), []Kind{KindCopy}},
		{"to talk, and somebody spoke to her", asked(TalkAsked{}).tell("2021-02-03", ContactMade{How: Phone, Spoke: true}), nil},
		{"to talk, and nobody reached her", asked(TalkAsked{}).tell("2021-02-03", ContactMade{How: Phone}), []Kind{KindTalk}},
		{"to talk, and she came", asked(TalkAsked{}).meets("2021-02-03", Attended), nil},
		{"to talk, and she did not come", asked(TalkAsked{}).meets("2021-02-03", Missed), []Kind{KindTalk}},
		{"that things are hard, and somebody spoke to her", asked(CheckedIn{}).tell("2021-02-03", ContactMade{How: Phone, Spoke: true}), nil},
		{"a copy, and somebody spoke to her", asked(CopyAsked{}).tell("2021-02-03", ContactMade{How: Phone, Spoke: true}), []Kind{KindCopy}},
		{"to talk, after somebody spoke to her", referred("2021-01-04").tell("2021-01-20", ContactMade{How: Phone, Spoke: true}).tell("2021-02-01", TalkAsked{}), []Kind{KindTalk}},
	} {
		var waits []Kind
		for _, open := range row.story.row(t, "").Asks {
			waits = append(waits, open.What)
		}
		if !slices.Equal(waits, row.waits) {
			t.Errorf("she asked %s: waiting are %v, want %v", row.name, waits, row.waits)
		}
	}
}

func TestHowSheSaysThingsAreChangesNoAssessment(t *testing.T) {
	before := referred("2021-01-04").assessed("2021-01-12", need.Health)
	after := referred("2021-01-04").tell("2021-01-05", CheckedIn{Pathway: need.Accommodation, Rating: 3}).assessed("2021-01-12", need.Health)
	one, other := before.row(t, ""), after.row(t, "")
	if one.Assessed != other.Assessed || one.Needs != other.Needs || !other.Assessed.Known() {
		t.Errorf("assessed %s with %v, and without her word %s with %v", other.Assessed, other.Needs, one.Assessed, one.Needs)
	}
}

// her is the pen she writes with in her own space.
func her() Pen {
	return Pen{Now: d("2021-02-01").Start().Add(10 * 3600e9), By: "woman-1", Agency: access.Itself, NewID: func() string { return "new" }}
}

func TestHerAnswerFollowsNoEntryToThePolice(t *testing.T) {
	row := referred("2021-01-04").row(t, "")
	for _, entry := range []struct {
		body Body
		want access.Class
	}{
		{Referred{}, access.Notes}, {ConditionGiven{}, access.Notes}, {ContactMade{}, access.Notes}, {IdentityTold{}, access.Notes}, {BackgroundTold{}, access.Notes},
		{NeedAssessed{}, access.Needs}, {CheckedIn{}, access.Needs}, {GoalSet{}, access.Plan}, {Booked{}, access.Plan},
		{AnsweredBack{Class: access.SetOf(access.Plan)}, access.Plan},
	} {
		facts, err := her().AnswerBack(row, Fact{ID: "fact-1", Body: entry.body}, "It was not like that")
		if err != nil {
			t.Fatal(err)
		}
		if class := facts[0].Class(); class != entry.want {
			t.Errorf("her answer to a %s is %s, want %s", entry.body.Kind(), class, entry.want)
		}
	}
	if class := (Fact{Body: AnsweredBack{}}).Class(); class != access.Notes {
		t.Errorf("an answer that names no class is %s", class)
	}
}

func TestWhatSheWritesIsHersAndChecked(t *testing.T) {
	row := referred("2021-01-04").tell("2021-01-20", CopyAsked{}).row(t, "")
	note := Fact{ID: "fact-9", By: "priya", Body: ContactMade{}}
	long := strings.Repeat("a", 4001)
	for _, row := range []struct {
		name  string
		field string // "" where it is written
		write func(Pen) ([]Fact, error)
	}{
		{"an answer", "", func(p Pen) ([]Fact, error) { return p.AnswerBack(row, note, "No") }},
		{"an empty answer", "answer", func(p Pen) ([]Fact, error) { return p.AnswerBack(row, note, "  ") }},
		{"an answer as long as a book", "answer", func(p Pen) ([]Fact, error) { return p.AnswerBack(row, note, long) }},
		{"how things are", "", func(p Pen) ([]Fact, error) { return p.CheckIn(row, "", 4, "") }},
		{"how things are in a pathway", "", func(p Pen) ([]Fact, error) { return p.CheckIn(row, need.Health, 0, "tired") }},
		{"a rating above the scale", "rating", func(p Pen) ([]Fact, error) { return p.CheckIn(row, "", 5, "") }},
		{"a rating below it", "rating", func(p Pen) ([]Fact, error) { return p.CheckIn(row, "", -1, "") }},
		{"a tenth pathway", "rating", func(p Pen) ([]Fact, error) { return p.CheckIn(row, "luck", 2, "") }},
		{"a wish to talk", "", func(p Pen) ([]Fact, error) { return p.AskToTalk(row, "", "") }},
		{"a wish to talk of the plan", "", func(p Pen) ([]Fact, error) { return p.AskToTalk(row, TalkPlan, "my flat") }},
		{"a wish to talk of nothing there is", "about", func(p Pen) ([]Fact, error) { return p.AskToTalk(row, "weather", "") }},
		{"a wish to talk, at length", "words", func(p Pen) ([]Fact, error) { return p.AskToTalk(row, "", long) }},
		{"another plan", "", func(p Pen) ([]Fact, error) { return p.AskForChange(row, "", "Not this") }},
		{"another plan, without a word", "words", func(p Pen) ([]Fact, error) { return p.AskForChange(row, "", "") }},
		{"a copy", "", func(p Pen) ([]Fact, error) { return p.AskForCopy(row), nil }},
		{"deletion", "", func(p Pen) ([]Fact, error) { return p.AskForDeletion(row), nil }},
		{"a correction", "", func(p Pen) ([]Fact, error) { return p.AskForCorrection(row, "fact-9", "My name") }},
		{"a correction of nothing", "words", func(p Pen) ([]Fact, error) { return p.AskForCorrection(row, "", "") }},
		{"that the copy was seen to", "", func(p Pen) ([]Fact, error) { return p.SeeTo(row, "fact-0002", "") }},
		{"that something nobody asked was seen to", "ask", func(p Pen) ([]Fact, error) { return p.SeeTo(row, "fact-0009", "") }},
		{"that a note is held back", "", func(p Pen) ([]Fact, error) { return p.HoldBack(row, note, true, "her mother") }},
		{"that a note is held back without a reason", "reason", func(p Pen) ([]Fact, error) { return p.HoldBack(row, note, true, " ") }},
		{"that her plan is held back", "held", func(p Pen) ([]Fact, error) { return p.HoldBack(row, Fact{Body: GoalSet{}}, true, "a reason") }},
		{"that her own word is held back", "held", func(p Pen) ([]Fact, error) {
			return p.HoldBack(row, Fact{By: "woman-1", Body: ContactMade{}}, true, "a reason")
		}},
	} {
		facts, err := row.write(her())
		var problems Problems
		switch errors.As(err, &problems); {
		case row.field != "" && (len(problems) == 0 || problems[0].Field != row.field):
			t.Errorf("%s: %v, want a problem with %q", row.name, err, row.field)
		case row.field != "":
		case err != nil || len(facts) != 1:
			t.Errorf("%s: %v, %v", row.name, facts, err)
		default:
			if fact := facts[0]; fact.Woman != "woman-1" || fact.Case != "case-1" || fact.By != "woman-1" || fact.Happened.Compare(calendar.At(her().Now)) != 0 {
				t.Errorf("%s: it is %+v", row.name, fact)
			}
		}
	}
}
