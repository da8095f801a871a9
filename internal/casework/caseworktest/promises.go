package caseworktest

import (
	"slices"
	"testing"
	"time"

	"throughline/internal/casework"
	"throughline/internal/domain/access"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
)

// guard returns what safeguarding stands on in the record.
func (h *held) guard() casework.Guard {
	h.t.Helper()
	guard, ok := h.record.(casework.Guard)
	if !ok {
		h.t.Fatal("the record keeps no matchings")
	}
	return guard
}

func (h *held) match(matching casework.Matching) {
	h.t.Helper()
	entry := access.Asker{ID: matching.Account}.Note(h.now, access.Append, access.ForSafeguarding, "match", 0)
	if err := h.guard().Match(background, entry, matching); err != nil {
		h.t.Fatal(err)
	}
}

func promiseMatch(t *testing.T, h *held) {
	who := Amina().Identity
	who.Postcode = "W6 9JH"
	refer := func(who journey.Identity) journey.Row {
		entry := Amina()
		entry.Scheme, entry.Pathway, entry.Identity = "lwds", journey.ConditionalCaution, who
		facts, err := h.pen(Officer).Refer(entry, "")
		if err != nil {
			t.Fatal(err)
		}
		return h.row(h.append(casework.Change{Facts: facts, Seen: casework.AnyVersion}).Case)
	}
	other := journey.Identity{Given: "Grace", Family: "Okafor", Born: calendar.On(1985, time.May, 1), Postcode: "SE5 8AA", Phone: "07700 900555"}
	for _, row := range []struct {
		name     string
		matching casework.Matching
		hidden   bool
	}{
		{"last name and postcode", casework.Matching{From: journey.ConflictMatch, Who: journey.Identity{Family: "OKAFOR", Postcode: "w69jh"}}, true},
		{"phone", casework.Matching{From: journey.ConflictMatch, Who: journey.Identity{Phone: "+44 7700 900123"}}, true},
		{"a woman one knows", casework.Matching{From: journey.ConflictWorkers, Who: journey.Identity{Family: "okafor", Born: who.Born}}, true},
		{"a reference of the police", casework.Matching{From: journey.ConflictWorkers, Reference: "01cw 100 26"}, true},
		{"last name alone", casework.Matching{From: journey.ConflictMatch, Who: journey.Identity{Family: "Okafor"}}, false},
		{"postcode alone", casework.Matching{From: journey.ConflictMatch, Who: journey.Identity{Postcode: "W6 9JH"}}, false},
		{"another postcode", casework.Matching{From: journey.ConflictMatch, Who: journey.Identity{Family: "Okafor", Postcode: "W6 9JX"}}, false},
	} {
		before, after := row.matching, row.matching
		before.Account, after.Account = "before "+row.name, "after "+row.name
		h.match(before)
		hers := refer(who)
		h.match(after)
		for _, account := range []string{before.Account, after.Account} {
			asker := access.Asker{ID: account, Role: access.ServiceLead}
			got := h.listed(asker, casework.Filter{Woman: hers.Woman})
			if (len(got) == 0) != row.hidden {
				t.Errorf("%s: %s is shown %v", row.name, account, got)
			}
			if rows, err := h.record.Hidden(background, asker); err != nil || slices.ContainsFunc(rows, func(r journey.Row) bool { return r.Case == hers.Case }) != row.hidden {
				t.Errorf("%s: hidden from %s are %d, %v", row.name, account, len(rows), err)
			}
		}
	}
	grace := refer(other)
	if got := h.row(grace.Case).Door.Conflicts; slices.ContainsFunc(got, func(c journey.Conflict) bool {
		return c.Account != "before a reference of the police" && c.Account != "after a reference of the police"
	}) {
		t.Errorf("a woman of the same last name only is hidden: %+v", got)
	}
}

func promiseMatchOnce(t *testing.T, h *held) {
	who := Amina().Identity
	receipt := h.refer(Officer, "Amina", "")
	own := casework.Matching{Account: "near", From: journey.ConflictMatch, Who: journey.Identity{Phone: who.Phone}}
	h.match(own)
	h.match(own)
	row := h.row(receipt.Case)
	if len(row.Door.Conflicts) != 1 || row.Door.Conflicts[0].From != journey.ConflictMatch || row.Door.Conflicts[0].Account != "near" {
		t.Fatalf("matched twice: %+v", row.Door.Conflicts)
	}
	h.decide(Keyworker, receipt.Case, func(pen journey.Pen, row journey.Row) ([]journey.Fact, error) {
		return pen.LiftConflict(row, row.Door.Conflicts[0].ID, "second-1", "A shared house phone")
	})
	h.match(own)
	if again := h.refer(Officer, "Amina", receipt.Woman); len(h.row(again.Case).Door.Conflicts) != 0 {
		t.Errorf("what two people lifted came back: %+v", h.row(again.Case).Door.Conflicts)
	}
	h.match(casework.Matching{Account: "near", From: journey.ConflictWorkers, Women: []string{receipt.Woman}})
	if got := h.row(receipt.Case).Door.Conflicts; len(got) != 1 || got[0].From != journey.ConflictWorkers {
		t.Errorf("what is said anew does not hold: %+v", got)
	}
}

func promiseVersionAfterMatch(t *testing.T, h *held) {
	h.match(casework.Matching{Account: "near", From: journey.ConflictMatch, Who: journey.Identity{Phone: Amina().Identity.Phone}})
	receipt := h.refer(Officer, "Amina", "")
	if row := h.row(receipt.Case); row.Version != receipt.Version || len(row.Door.Conflicts) != 1 {
		t.Errorf("version %d, receipt %d, conflicts %+v", row.Version, receipt.Version, row.Door.Conflicts)
	}
}

func promiseReference(t *testing.T, h *held) {
	first := h.refer(Officer, "Amina", "")
	h.refer(Officer, "Grace", "")
	reference := casework.Reference(first.Case)
	if len(first.Case) < 8 { // of the ids of this test none is a whole reference
		reference = "none"
	}
	for typed, want := range map[string]int{reference: min(1, len(first.Case)/8), reference[1:]: 0, "%" + reference[:3]: 0, "________": 0} {
		if got := h.listed(Lead, casework.Filter{Reference: typed}); len(got) != want {
			t.Errorf("by %q: %v", typed, got)
		}
	}
}

func promiseOverseen(t *testing.T, h *held) {
	line := func(account, what, reason, sought string) access.Entry {
		entry := access.Asker{ID: account, Agency: "Advance", Role: access.Keyworker}.Note(h.now, access.Find, access.ForSupport, what, 0)
		entry.Reason, entry.Sought = reason, sought
		return entry
	}
	for _, entry := range []access.Entry{
		line("kw", "search", "", "Okafor"), line("kw", "open case", access.ReasonConflict, ""), line("kw", "open case", access.ReasonAbsent, ""),
		line("kw", "open case", access.ReasonOpened, ""), line("other", "search", "", "Okafor"), line("kw", "caseload", "", ""),
	} {
		if err := h.record.Witness(background, entry); err != nil {
			t.Fatal(err)
		}
		h.now = h.now.Add(time.Minute)
	}
	newest := func(asker access.Asker) (got []string) {
		lines, err := h.guard().Overseen(background, asker, 3)
		if err != nil {
			t.Fatal(err)
		}
		for _, one := range lines {
			got = append(got, one.Actor+" "+one.What+" "+one.Reason)
		}
		return got
	}
	if got := newest(Lead); !slices.Equal(got, []string{"other search ", "kw open case opened", "kw open case conflict"}) {
		t.Errorf("the newest three: %q", got)
	}
	count, first, err := h.guard().Searches(background, "kw", Start)
	if err != nil || count != 1 || !first.Equal(Start) {
		t.Errorf("searches: %d from %v, %v", count, first, err)
	}
	if count, _, err = h.guard().Searches(background, "kw", Start.Add(time.Second)); err != nil || count != 0 {
		t.Errorf("later searches: %d, %v", count, err)
	}
	barred := access.Asker{ID: "lead-9", Agency: "Advance", Role: access.ServiceLead}
	hidden := h.row(h.refer(Officer, "Amina", "").Case)
	h.decide(Keyworker, hidden.Case, func(pen journey.Pen, row journey.Row) ([]journey.Fact, error) {
		return pen.MarkConflict(row, journey.ConflictEntry{Account: barred.ID, From: journey.ConflictHers})
	})
	tried, found := line("kw", "open case", access.ReasonConflict, ""), line("kw", "search", access.ReasonConflict, "Okafor")
	tried.Case, found.Case = hidden.Case, hidden.Case
	for _, entry := range []access.Entry{found, tried, tried} {
		if err := h.record.Witness(background, entry); err != nil {
			t.Fatal(err)
		}
	}
	if got := newest(Lead); !slices.Equal(got, []string{"kw open case conflict", "kw open case conflict", "kw search conflict"}) {
		t.Errorf("of a woman who is hidden from another: %q", got)
	}
	if got := newest(barred); !slices.Equal(got, []string{"kw search conflict", "other search ", "kw open case opened"}) {
		t.Errorf("of a woman who is hidden from the reader, the searches alone and the places of no others: %q", got)
	}
}

func promiseAlike(t *testing.T, h *held) {
	refer := func(asker access.Asker) journey.Row { return h.row(h.refer(asker, "Amina", "").Case) }
	lead := access.Asker{ID: "lead-9", Agency: "Advance", Role: access.ServiceLead}
	before := refer(Officer)
	second := refer(OtherForce) // another record of hers: agencies do not know of each other's
	h.decide(Keyworker, before.Case, func(pen journey.Pen, row journey.Row) ([]journey.Fact, error) {
		return pen.MarkConflict(row, journey.ConflictEntry{Account: lead.ID, From: journey.ConflictHers})
	})
	h.decide(Keyworker, before.Case, func(pen journey.Pen, row journey.Row) ([]journey.Fact, error) {
		return pen.MarkConflict(row, journey.ConflictEntry{Agency: OtherForce.Agency, From: journey.ConflictHers})
	})
	third := refer(Officer)
	for name, row := range map[string]journey.Row{"the record it was marked on": before, "one there was": second, "one that came later": third} {
		if got := h.listed(lead, casework.Filter{Woman: row.Woman}); got != nil {
			t.Errorf("%s is shown: %v", name, got)
		}
	}
	if got := h.listed(OtherForce, casework.Filter{Woman: second.Woman}); len(got) != 1 {
		t.Errorf("from who referred her herself the referral vanished, and so she is told of: %v", got)
	}
	if got := h.listed(OtherForce, casework.Filter{Woman: third.Woman}); got != nil {
		t.Errorf("a referral of others is shown: %v", got)
	}
	for _, conflict := range h.row(third.Case).Door.Conflicts {
		if conflict.From != journey.ConflictAlike {
			t.Errorf("it became known by %s", conflict.From)
		}
	}
}
