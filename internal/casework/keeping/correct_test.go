package keeping_test

import (
	"errors"
	"slices"
	"testing"

	"throughline/internal/casework"
	"throughline/internal/casework/caseworktest"
	"throughline/internal/casework/keeping"
	"throughline/internal/domain/access"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
)

// supported is a world in which a keyworker supports the woman and wrote a note.
func supported(t *testing.T) (w *world, note string) {
	t.Helper()
	w = newWorld(t)
	row, err := w.room.Record.Row(background, w.caseID)
	if err != nil {
		t.Fatal(err)
	}
	facts, err := w.desk.Pen(caseworktest.Lead).Allocate(row, caseworktest.Keyworker.ID, caseworktest.Keyworker.Agency, "")
	if err != nil {
		t.Fatal(err)
	}
	w.append(facts...)
	now := calendar.At(w.room.Now())
	receipt := w.append(journey.Fact{
		Woman: w.woman, Case: w.caseID, Happened: now, Known: now, By: caseworktest.Keyworker.ID, Agency: "Advance",
		Body: journey.ContactMade{Spoke: true}, Words: &journey.Words{Text: "She came with her sister"},
	})
	return w, receipt.Facts[0]
}

func (w *world) history(asker access.Asker) keeping.History {
	w.t.Helper()
	history, err := w.desk.History(background, asker, w.caseID)
	if err != nil {
		w.t.Fatal(err)
	}
	return history
}

func entryOf(history keeping.History, fact string) keeping.Entry {
	i := slices.IndexFunc(history.Entries, func(e keeping.Entry) bool { return e.Fact == fact })
	if i < 0 {
		return keeping.Entry{}
	}
	return history.Entries[i]
}

func (w *world) correct(asker access.Asker, key string, entry keeping.Correction) error {
	return w.desk.Correct(background, asker, w.caseID, key, entry)
}

func TestAnEntryIsPutRightAndTheEarlierOneStays(t *testing.T) {
	w, note := supported(t)
	key := w.room.Key()
	entry := keeping.Correction{Fact: note, Rewording: journey.Rewording{Text: "She came with her daughter", Reason: "it was her daughter"}}
	for range 2 { // sent twice
		if err := w.correct(caseworktest.Keyworker, key, entry); err != nil {
			t.Fatal(err)
		}
	}
	history := w.history(caseworktest.Keyworker)
	old := entryOf(history, note)
	if old.Text != "She came with her sister" || !old.Replaced || old.TakenOut || old.Reason != "it was her daughter" || old.Right {
		t.Errorf("the earlier entry is %+v", old)
	}
	one, err := w.room.Record.Case(background, w.caseID, access.SetOf(access.Notes))
	if err != nil {
		t.Fatal(err)
	}
	var texts []string
	for _, fact := range one.Facts {
		if fact.Words != nil && fact.Body.Kind() == journey.KindContact {
			texts = append(texts, fact.Words.Text)
		}
	}
	if !slices.Equal(texts, []string{"She came with her daughter"}) {
		t.Errorf("the record says %q", texts)
	}
	entry.Text = "another"
	if err := w.correct(caseworktest.Keyworker, w.room.Key(), entry); casework.KindOf(err) != casework.Invalid {
		t.Errorf("what was put right is put right again: %v", err)
	}
}

func TestTheHistoryKeepsConflictsToItself(t *testing.T) {
	w, _ := supported(t)
	before := len(w.history(caseworktest.Keyworker).Entries)
	row := func() journey.Row {
		row, err := w.room.Record.Row(background, w.caseID)
		if err != nil {
			t.Fatal(err)
		}
		return row
	}
	pen := w.desk.Pen(caseworktest.Governance)
	step := func(facts []journey.Fact, err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		w.append(facts...)
	}
	step(pen.MarkConflict(row(), journey.ConflictEntry{Account: "officer-9", From: journey.ConflictHers, Story: "he is her brother"}))
	conflict := row().Door.Conflicts[0].ID
	step(pen.KeepConflict(row(), conflict))
	step(pen.AskLift(row(), conflict, "he is not her brother"))
	step(w.desk.Pen(caseworktest.Lead).LiftConflict(row(), conflict, caseworktest.Governance.ID, "she says so too"))
	step(pen.KeepApart(row(), journey.Identity{Phone: "07700 900999"}, "they fought"))
	step(pen.EndApart(row(), row().Apart[0].ID, "they made it up"))
	if entries := w.history(caseworktest.Keyworker).Entries; len(entries) != before {
		t.Errorf("the history tells of a conflict: %+v", entries[:len(entries)-before])
	}
}

func TestAnEntryInTheWrongRecordIsTakenOut(t *testing.T) {
	w, note := supported(t)
	if err := w.correct(caseworktest.Keyworker, w.room.Key(), keeping.Correction{Fact: note, Out: true, Rewording: journey.Rewording{Reason: "it is about another woman"}}); err != nil {
		t.Fatal(err)
	}
	if old := entryOf(w.history(caseworktest.Keyworker), note); !old.TakenOut || old.Reason != "it is about another woman" {
		t.Errorf("the entry is %+v", old)
	}
	one, err := w.room.Record.Case(background, w.caseID, access.SetOf(access.Notes))
	if err != nil {
		t.Fatal(err)
	}
	if slices.ContainsFunc(one.Facts, func(fact journey.Fact) bool { return fact.ID == note }) {
		t.Error("the entry stands still")
	}
}

func TestWhoSheIsIsPutRight(t *testing.T) {
	w, _ := supported(t)
	history := w.history(caseworktest.Keyworker)
	i := slices.IndexFunc(history.Entries, func(e keeping.Entry) bool { return e.Kind == journey.KindIdentity })
	who := *history.Entries[i].Identity
	who.Family = "Okafor-Hill"
	entry := keeping.Correction{Fact: history.Entries[i].Fact, Rewording: journey.Rewording{Identity: &who, Reason: "she has two names"}}
	if err := w.correct(caseworktest.Keyworker, w.room.Key(), entry); err != nil {
		t.Fatal(err)
	}
	if got := w.history(caseworktest.Keyworker).Name; got != "Amina Okafor-Hill" {
		t.Errorf("she is %q", got)
	}
}

func TestHerOwnAnswerStaysBesideTheEntry(t *testing.T) {
	w, note := supported(t)
	now := calendar.At(w.room.Now())
	hers := w.append(journey.Fact{
		Woman: w.woman, Case: w.caseID, Happened: now, Known: now, Agency: access.Itself,
		Body: journey.AnsweredBack{Entry: note, Class: access.SetOf(access.Notes)}, Words: &journey.Words{Text: "I came alone"},
	}).Facts[0]
	if entry := entryOf(w.history(caseworktest.Keyworker), note); entry.Answer != "I came alone" {
		t.Errorf("her answer is %q", entry.Answer)
	}
	if err := w.correct(caseworktest.Keyworker, w.room.Key(), keeping.Correction{Fact: hers, Out: true, Rewording: journey.Rewording{Reason: "x"}}); casework.KindOf(err) != casework.Invalid {
		t.Errorf("what she wrote is taken out: %v", err)
	}
}

func TestWhatIsMissingInACorrectionIsNamed(t *testing.T) {
	w, note := supported(t)
	history := w.history(caseworktest.Keyworker)
	of := func(kind journey.Kind) string {
		return history.Entries[slices.IndexFunc(history.Entries, func(e keeping.Entry) bool { return e.Kind == kind })].Fact
	}
	for _, row := range []struct {
		name  string
		entry keeping.Correction
		field string
	}{
		{"no words", keeping.Correction{Fact: note, Rewording: journey.Rewording{Reason: "x"}}, "text"},
		{"no reason", keeping.Correction{Fact: note, Rewording: journey.Rewording{Text: "x"}}, "reason"},
		{"taken out without a reason", keeping.Correction{Fact: note, Out: true}, "reason"},
		{"no name", keeping.Correction{Fact: of(journey.KindIdentity), Rewording: journey.Rewording{Reason: "x", Identity: &journey.Identity{}}}, "family"},
		{"what police entered", keeping.Correction{Fact: of(journey.KindReferred), Out: true, Rewording: journey.Rewording{Reason: "x"}}, ""},
		{"what police asked of her", keeping.Correction{Fact: of(journey.KindConditionGiven), Rewording: journey.Rewording{Reason: "x", Text: "y"}}, ""},
	} {
		var problems journey.Problems
		if err := w.correct(caseworktest.Keyworker, w.room.Key(), row.entry); !errors.As(err, &problems) || problems[0].Field != row.field {
			t.Errorf("%s: %v", row.name, err)
		}
	}
}

func TestWhoMayPutWhatRight(t *testing.T) {
	w, note := supported(t)
	entry := keeping.Correction{Fact: note, Rewording: journey.Rewording{Text: "other", Reason: "x"}}
	// A lead does not read notes without a reason, and so corrects none.
	if entry := entryOf(w.history(caseworktest.Lead), note); entry.Fact != "" {
		t.Errorf("a lead is shown the note: %+v", entry)
	}
	for _, asker := range []access.Asker{caseworktest.Lead, caseworktest.OtherWorker, caseworktest.Officer, caseworktest.Governance, access.InHerSpace(w.woman)} {
		if err := w.correct(asker, w.room.Key(), entry); casework.KindOf(err) != casework.NotFound {
			t.Errorf("%s corrects it: %v", asker.Role, err)
		}
	}
	for _, asker := range []access.Asker{caseworktest.OtherWorker, caseworktest.Officer, caseworktest.Governance, caseworktest.Admin} {
		if _, err := w.desk.History(background, asker, w.caseID); casework.KindOf(err) != casework.NotFound {
			t.Errorf("%s reads the history: %v", asker.Role, err)
		}
	}
}
