package safeguarding_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"throughline/internal/casework"
	"throughline/internal/casework/caseworktest"
	"throughline/internal/casework/safeguarding"
	"throughline/internal/domain/access"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
)

func search(q safeguarding.Declaration) safeguarding.Search {
	return safeguarding.Search{Purpose: access.ForSupport, Declaration: q}
}

func TestOnlyWholeDetailsFind(t *testing.T) {
	h := newHouse(t)
	hers := h.hers()
	born := caseworktest.Amina().Identity.Born
	reference := casework.Reference(hers.Case)
	year, month, day := born.Date()
	for _, row := range []struct {
		name  string
		query safeguarding.Declaration
		found bool
	}{
		{"last name and birth date", safeguarding.Declaration{Family: "Okafor", Born: born}, true},
		{"in other letters", safeguarding.Declaration{Family: " o'KAFOR", Born: born}, true},
		{"phone", safeguarding.Declaration{Phone: "+44 7700 900 123"}, true},
		{"reference", safeguarding.Declaration{Reference: strings.ToLower(reference)}, true},
		{"all of it", safeguarding.Declaration{Family: "Okafor", Born: born, Phone: "07700 900123"}, true},
		{"the beginning of the name", safeguarding.Declaration{Family: "Okaf", Born: born}, false},
		{"a name that sounds alike", safeguarding.Declaration{Family: "Okaford", Born: born}, false},
		{"her first name as the last", safeguarding.Declaration{Family: "Amina", Born: born}, false},
		{"a wildcard", safeguarding.Declaration{Family: "%", Phone: "07700 900124"}, false},
		{"a day beside", safeguarding.Declaration{Family: "Okafor", Born: born + 1}, false},
		{"another year", safeguarding.Declaration{Family: "Okafor", Born: calendar.On(year-1, month, day)}, false},
		{"part of the phone", safeguarding.Declaration{Phone: "7700 900123 4"}, false},
		{"name right, phone wrong", safeguarding.Declaration{Family: "Okafor", Born: born, Phone: "07700 900124"}, false},
		{"part of the reference", safeguarding.Declaration{Reference: reference[1:]}, false},
		{"a wildcard in the reference", safeguarding.Declaration{Reference: "%" + reference[3:]}, false},
	} {
		found, err := h.desk.Find(ctx, caseworktest.Lead, search(row.query))
		if err != nil {
			t.Errorf("%s: %v", row.name, err)
		}
		if (len(found.Cases) == 1) != row.found || found.More {
			t.Errorf("by %s: %+v", row.name, found)
		}
		line, _ := h.Record.Last()
		if line.Action != access.Find || line.Sought == "" || (line.Answers == 1) != row.found || strings.Contains(line.What+line.Reason, "Okafor") {
			t.Errorf("by %s the ledger says %+v", row.name, line)
		}
	}
}

func TestADayAndAMonthInTheOtherOrderAreANearMiss(t *testing.T) {
	h := newHouse(t)
	h.hers(func(who *journey.Identity) { who.Born = calendar.On(1990, time.March, 4) })
	for born, want := range map[calendar.Day]int{calendar.On(1990, time.March, 4): 1, calendar.On(1990, time.April, 3): 0} {
		if found, err := h.desk.Find(ctx, caseworktest.Lead, search(safeguarding.Declaration{Family: "Okafor", Born: born})); err != nil || len(found.Cases) != want {
			t.Errorf("born %s: %+v, %v", born.Short(), found, err)
		}
	}
}

func TestWhatWasPutRightIsFoundAndWhatWasWrongIsNot(t *testing.T) {
	h := newHouse(t)
	hers := h.hers()
	born := caseworktest.Amina().Identity.Born
	told := journey.Fact{
		Woman: hers.Woman, Happened: calendar.At(h.Now()), Known: calendar.At(h.Now()), Body: journey.IdentityTold{},
		Words: &journey.Words{Identity: &journey.Identity{Family: "Adeyemi", Phone: "07700 900777"}},
	}
	_, err := h.Record.Append(ctx, casework.Change{Facts: []journey.Fact{told}, Entry: h.note(caseworktest.Keyworker)})
	h.must(err)
	for name, want := range map[string]int{"Adeyemi": 1, "Okafor": 0} {
		if found, err := h.desk.Find(ctx, caseworktest.Lead, search(safeguarding.Declaration{Family: name, Born: born})); err != nil || len(found.Cases) != want {
			t.Errorf("by %s: %+v, %v", name, found, err)
		}
	}
	for phone, want := range map[string]int{"07700 900777": 1, "07700 900123": 0} {
		if found, err := h.desk.Find(ctx, caseworktest.Lead, search(safeguarding.Declaration{Phone: phone})); err != nil || len(found.Cases) != want {
			t.Errorf("by %s: %+v, %v", phone, found, err)
		}
	}
}

func TestMoreThanOneWomanIsNoAnswer(t *testing.T) {
	h := newHouse(t)
	h.hers()
	h.hers(func(who *journey.Identity) { who.Given = "Grace" })
	query := search(safeguarding.Declaration{Family: "Okafor", Born: caseworktest.Amina().Identity.Born})
	found, err := h.desk.Find(ctx, caseworktest.Lead, query)
	if err != nil || !found.More || found.Cases != nil {
		t.Errorf("two of that name: %+v, %v", found, err)
	}
	line, _ := h.Record.Last()
	if line.Answers != 0 || line.Women != nil {
		t.Errorf("the ledger says %+v", line)
	}
}

func TestWhoFindsWhom(t *testing.T) {
	h := newHouse(t)
	hers := h.hers()
	query := search(safeguarding.Declaration{Family: "Okafor", Born: caseworktest.Amina().Identity.Born})
	none, err := h.desk.Find(ctx, stranger, search(safeguarding.Declaration{Family: "Nobody", Born: query.Born}))
	h.must(err)
	for _, row := range []struct {
		asker access.Asker
		found bool
		kind  casework.Kind
	}{
		{caseworktest.Lead, true, 0}, {caseworktest.Keyworker, true, 0}, {caseworktest.OtherWorker, false, 0}, {stranger, false, 0}, {manager, false, 0},
		{caseworktest.Officer, false, casework.Forbidden}, {caseworktest.Commissioner, false, casework.Forbidden}, {caseworktest.Admin, false, casework.Forbidden},
		{safety, false, casework.Forbidden}, {access.Asker{}, false, casework.Forbidden}, {access.InHerSpace(hers.Woman), false, casework.Forbidden},
	} {
		found, err := h.desk.Find(ctx, row.asker, query)
		if row.kind != 0 && casework.KindOf(err) != row.kind || row.kind == 0 && err != nil || (len(found.Cases) > 0) != row.found {
			t.Errorf("%s: %+v, %v", row.asker.Name, found, err)
		}
		if !row.found && (len(found.Cases) != len(none.Cases) || found.More != none.More) {
			t.Errorf("%s is told more than that there is none: %+v", row.asker.Name, found)
		}
	}
	if _, err := h.desk.Find(ctx, caseworktest.Lead, safeguarding.Search{Purpose: access.ForEvidence, Declaration: query.Declaration}); said(err) != "Choose what you search for" {
		t.Errorf("without a purpose: %v", err)
	}
	if _, err := h.desk.Find(ctx, caseworktest.Lead, search(safeguarding.Declaration{Family: "Okafor"})); casework.KindOf(err) != casework.Invalid {
		t.Errorf("by name alone: %v", err)
	}
}

func TestWhoIsBarredFindsNobodyAndTheTryIsWrittenDown(t *testing.T) {
	h := newHouse(t)
	hers := h.hers()
	h.mark(hers, journey.ConflictEntry{Account: caseworktest.Lead.ID})
	query := search(safeguarding.Declaration{Phone: "07700 900123"})
	found, err := h.desk.Find(ctx, caseworktest.Lead, query)
	if err != nil || found.Cases != nil || found.More {
		t.Errorf("found %+v, %v", found, err)
	}
	line, _ := h.Record.Last()
	if line.Reason != access.ReasonConflict || line.Case != hers.Case || line.Answers != 0 || line.Classes != "" {
		t.Errorf("the ledger says %+v", line)
	}
}

func TestThirtySearchesAnHour(t *testing.T) {
	h := newHouse(t)
	h.hers()
	query := search(safeguarding.Declaration{Phone: "07700 900123"})
	first := h.Now()
	for range safeguarding.SearchesAllowed {
		_, err := h.desk.Find(ctx, caseworktest.Lead, query)
		h.must(err)
		h.Wait(time.Minute)
	}
	_, err := h.desk.Find(ctx, caseworktest.Lead, query)
	var limit safeguarding.LimitReached
	if casework.KindOf(err) != casework.TooMany || !errors.As(err, &limit) || !limit.Until.Equal(first.Add(time.Hour)) || !strings.Contains(err.Error(), "30 searches") {
		t.Errorf("the one after: %v", err)
	}
	if err := h.desk.AskToOpen(ctx, caseworktest.Lead, h.Key(), query.Declaration, "She may be in danger"); casework.KindOf(err) != casework.TooMany {
		t.Errorf("asking to open goes round the limit: %v", err)
	}
	if _, err := h.desk.Find(ctx, caseworktest.Keyworker, query); err != nil {
		t.Errorf("somebody else: %v", err)
	}
	h.Wait(31 * time.Minute)
	if _, err := h.desk.Find(ctx, caseworktest.Lead, query); err != nil {
		t.Errorf("an hour after the first: %v", err)
	}
}
