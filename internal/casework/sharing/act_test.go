package sharing_test

import (
	"strings"
	"testing"

	"throughline/internal/casework"
	"throughline/internal/casework/caseworktest"
	"throughline/internal/casework/sharing"
	"throughline/internal/domain/access"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
)

func TestTheOfficeOfHerOrderDecides(t *testing.T) {
	for _, office := range []access.Asker{court, probation} {
		h := newHouse(t)
		today := calendar.DayOf(h.Now())
		met := journey.DecisionEntry{Decision: journey.DecidedMet, On: today}
		_, err := h.desk.Decide(ctx, office, h.caseID, h.Key(), met)
		h.wants(err, casework.NotFound, "before it is theirs")
		h.must(h.desk.Supervise(ctx, caseworktest.Keyworker, h.caseID, h.Key(), office.Agency))
		shared, err := h.desk.Read(ctx, office, h.caseID)
		if err != nil || !shared.MayDecide || len(shared.MayNote) != 0 {
			t.Fatalf("%+v, %v", shared, err)
		}
		_, err = h.desk.Decide(ctx, office, h.caseID, h.Key(), journey.DecisionEntry{On: today})
		h.wants(err, casework.Invalid, "nothing decided")
		h.must(h.desk.Decide(ctx, office, h.caseID, h.Key(), journey.DecisionEntry{Decision: journey.DecidedWithdrawn, On: today}))
		h.must(h.desk.Decide(ctx, office, h.caseID, h.Key(), met))
		if c := h.row().Condition; c.Decision != journey.DecidedMet || c.Decided != today {
			t.Errorf("the later decision stands: %+v", c)
		}
		for _, asker := range everybody {
			if asker.ID == office.ID || asker.Role.Police() {
				continue
			}
			if _, err := h.desk.Decide(ctx, asker, h.caseID, h.Key(), met); casework.KindOf(err) != casework.NotFound {
				t.Errorf("%s decides: %v", asker.Role, err)
			}
		}
	}
}

func TestASpecialistWritesWhatTheTableLets(t *testing.T) {
	h := newHouse(t)
	h.joinAll(probation.Agency)
	today := calendar.DayOf(h.Now())
	for _, test := range []struct {
		asker   access.Asker
		classes access.Classes
	}{
		{immigration, access.SetOf(access.Sealed)}, {idva, access.SetOf(access.Needs, access.Notes, access.Sealed)},
		{drugs, access.SetOf(access.Needs)}, {liaison, access.SetOf(access.Needs)}, {group, 0},
		{housing, 0}, {probation, 0}, {onward, 0}, {manager, 0},
	} {
		for _, class := range access.EveryClass {
			text := "written by " + test.asker.ID + " as " + class.String()
			_, err := h.desk.Write(ctx, test.asker, h.caseID, h.Key(), sharing.NoteEntry{Class: class, On: today, Text: text})
			if test.classes.Has(class) != (err == nil) {
				t.Errorf("%s writes %s: %v", test.asker.ID, class, err)
			}
			if err != nil {
				continue
			}
			shared, err := h.desk.Read(ctx, test.asker, h.caseID)
			if err != nil || !strings.Contains(bytesOf(t, shared.Pack), text) {
				t.Errorf("%s does not read back what was written: %v", test.asker.ID, err)
			}
			for _, other := range []access.Asker{housing, court, group} {
				if shared, err := h.desk.Read(ctx, other, h.caseID); err == nil && class != access.Needs && strings.Contains(bytesOf(t, shared.Pack), text) {
					t.Errorf("%s reads what %s wrote as %s", other.Role, test.asker.ID, class)
				}
			}
		}
	}
	for _, entry := range []sharing.NoteEntry{{}, {Class: access.Needs}, {Class: access.Needs, On: today}, {Class: access.Needs, On: today.AddDays(1), Text: "tomorrow"}, {Class: access.Needs, On: today.AddDays(-900), Text: "before she came"}} {
		_, err := h.desk.Write(ctx, idva, h.caseID, h.Key(), entry)
		h.wants(err, casework.Invalid, "a note that has to be put right")
	}
	_, err := h.desk.Write(ctx, idva, "no-such-case", h.Key(), sharing.NoteEntry{})
	h.wants(err, casework.NotFound, "a case there is none of")
	h.must(h.desk.Leave(ctx, caseworktest.Keyworker, h.caseID, h.Key(), idva.ID))
	_, err = h.desk.Write(ctx, idva, h.caseID, h.Key(), sharing.NoteEntry{Class: access.Needs, On: today, Text: "after leaving"})
	h.wants(err, casework.NotFound, "after leaving")
}
