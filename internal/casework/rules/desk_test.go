package rules_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"throughline/internal/casework"
	"throughline/internal/casework/rules"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/scheme"
)

func TestTheListSaysWhatThisServiceRunsAndWhatIsToCome(t *testing.T) {
	h := newHouse(t)
	h.put(london(t, three...), h.tomorrow().AddDays(5))
	list := h.desk.List()
	if one := list[0]; one.Book.ID != "lwds" || !one.Runs || one.Next != h.tomorrow().AddDays(5) {
		t.Errorf("the first of the list is %s, run here %t, next %s", one.Book.ID, one.Runs, one.Next)
	}
}

func TestASchemeIsOpenedByItsEdition(t *testing.T) {
	h := newHouse(t)
	h.put(london(t, three...), h.tomorrow())
	now, err := h.desk.Open("lwds")
	if err != nil {
		t.Fatal(err)
	}
	if !now.Decides || now.From.Known() || !now.Runs || now.Settings["covered_areas"] == nil || len(now.History) != 2 {
		t.Errorf("what decides today: %+v", now)
	}
	next, err := h.desk.OpenEdition("lwds", h.tomorrow())
	if err != nil {
		t.Fatal(err)
	}
	if !next.ToCome || next.Line == nil || next.Line.Why != "agreed with the commissioner" || len(next.Changes) != 2 {
		t.Errorf("what is to come: %+v", next)
	}
	if first, err := h.desk.OpenEdition("lwds", 0); err != nil || !first.Decides {
		t.Errorf("the edition that came with the program: %+v, %v", first.Version, err)
	}
	for _, open := range []func() (rules.Sheet, error){
		func() (rules.Sheet, error) { return h.desk.Open("nowhere") },
		func() (rules.Sheet, error) { return h.desk.OpenEdition("lwds", h.tomorrow().AddDays(1)) },
	} {
		if _, err := open(); casework.KindOf(err) != casework.NotFound {
			t.Errorf("what there is not: %v", err)
		}
	}
}

func TestADraftIsCheckedAndTriedAndNothingIsKept(t *testing.T) {
	h := newHouse(t)
	broken, err := h.desk.Check("lwds", london(t, "title: London", "tittle: London", "- required: 2", "- required: -2"), 0)
	if err != nil {
		t.Fatal(err)
	}
	if broken.Book != nil || len(broken.Problems) < 2 || broken.Problems[0].Line == 0 {
		t.Errorf("a broken draft has the problems %v", broken.Problems)
	}
	if trial := h.desk.Try(broken, scheme.Encounter{}, h.tomorrow()); len(trial.Pathways) != 0 {
		t.Errorf("a broken draft answers %+v", trial)
	}
	draft, err := h.desk.Check("lwds", london(t, "age > 18", "age > 20"), 0)
	if err != nil {
		t.Fatal(err)
	}
	if len(draft.Problems) != 0 || len(draft.Changes) != 1 || draft.Follows.From.Known() || draft.Next.Known() {
		t.Errorf("the draft is found to be %+v", draft)
	}
	age := 19
	trial := h.desk.Try(draft, scheme.Encounter{Kind: "arrest", Area: "Central West", PoliceOutcome: "conditional_caution", Age: &age}, h.tomorrow())
	if first := trial.Pathways[0]; first.Before.Decision != scheme.Open || first.After.Decision != scheme.Closed {
		t.Errorf("at 19: %s before and %s after, want open and closed", first.Before.Decision, first.After.Decision)
	}
	if lines, err := h.store.Editions(ctx); err != nil || len(lines) != 0 || len(h.lines.All()) != 0 {
		t.Errorf("a draft was kept: %d lines, %v", len(lines), err)
	}
	if _, err := h.desk.Check("nowhere", london(t), 0); casework.KindOf(err) != casework.NotFound {
		t.Errorf("a draft of no scheme: %v", err)
	}
}

func TestAPathwayThatOnlyOneOfTwoHasIsTriedBesideNothing(t *testing.T) {
	h := newHouse(t)
	text := london(t)
	alone := strings.Replace(text[:strings.Index(text, "  - pathway: voluntary")],
		"      - id: voluntary\n        pathway: voluntary\n        text: She may ask for the same support herself, whatever police decide.\n        source: \"004:166\"\n", "", 1)
	draft, err := h.desk.Check("lwds", alone, 0)
	if err != nil || draft.Book == nil {
		t.Fatalf("%v %v", draft.Problems, err)
	}
	var got []string
	for _, one := range h.desk.Try(draft, scheme.Encounter{}, h.tomorrow()).Pathways {
		got = append(got, one.Pathway)
		if (one.After == nil) != (one.Pathway == "voluntary") || one.Before == nil {
			t.Errorf("%s: %+v", one.Pathway, one)
		}
	}
	if want := []string{"conditional_caution", "voluntary"}; !slices.Equal(got, want) {
		t.Errorf("tried %q, want %q", got, want)
	}
}

func TestADraftBetweenTwoEditionsSaysWhatComesAfter(t *testing.T) {
	h := newHouse(t)
	later := h.tomorrow().AddDays(30)
	h.put(london(t, "- required: 2", "- required: 4"), later)
	draft, err := h.desk.Check("lwds", london(t, three...), h.tomorrow())
	if err != nil || draft.Next != later || draft.Follows.From.Known() {
		t.Errorf("before the later one: next %s, follows %s, %v", draft.Next, draft.Follows.From, err)
	}
	draft, err = h.desk.Check("lwds", london(t, three...), later.AddDays(1))
	if err != nil || draft.Next.Known() || draft.Follows.From != later {
		t.Errorf("after it: next %s, follows %s, %v", draft.Next, draft.Follows.From, err)
	}
}

// kept is a store that answers what it holds.
type kept struct {
	lines []rules.Kept
	err   error
	rules.EditionStore
}

func (k kept) Editions(context.Context) ([]rules.Kept, error) { return k.lines, k.err }

func TestEditionsThatCannotBeReadStopTheStart(t *testing.T) {
	day := calendar.On(2026, 3, 4)
	for name, row := range map[string]struct {
		store kept
		says  string
	}{
		"the record does not answer":  {kept{err: errors.New("no such disk")}, "no such disk"},
		"a text of a later version":   {kept{lines: []rules.Kept{{Scheme: "lwds", From: day, Text: "id: lwds\nlater: yes\n"}}}, "cannot be read by this version"},
		"two editions of the one day": {kept{lines: []rules.Kept{{Scheme: "lwds", From: day, Text: london(t)}, {Scheme: "lwds", From: day, Text: london(t)}}}, "two editions of lwds begin on 2026-03-04"},
	} {
		_, err := rules.Open(ctx, shipped(t), row.store)
		if err == nil || !strings.Contains(err.Error(), row.says) {
			t.Errorf("%s: %v, want %q", name, err, row.says)
		}
	}
}

func TestAScenarioTableThatCannotBeReadIsOurFault(t *testing.T) {
	h := newHouse(t)
	h.desk.Scenarios = func(string) ([]scheme.Scenario, error) { return nil, errors.New("no table") }
	if _, err := h.desk.Check("lwds", london(t), 0); casework.KindOf(err) != casework.Internal {
		t.Errorf("without the table: %v", err)
	}
}
