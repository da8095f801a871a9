package caseworktest

import (
	"context"
	"slices"
	"testing"
	"time"

	"throughline/internal/casework"
	"throughline/internal/domain/access"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
)

// Contract holds any casework.Record to what the verbs rely on. open returns an
// empty record that writes at the clock's time.
func Contract(t *testing.T, open func(t *testing.T, now casework.Clock) casework.Record) {
	for name, promise := range map[string]func(*testing.T, *held){
		"a change is written with its row":          promiseRow,
		"a key works once":                          promiseKey,
		"a case that moved on is a conflict":        promiseVersion,
		"words stay closed until opened":            promiseWords,
		"a correction replaces and is counted":      promiseCorrection,
		"what became of a condition is kept":        promiseCondition,
		"rows are chosen, ordered and counted":      promiseFilter,
		"a conflict hides her from lists":           promiseHidden,
		"ties put a case on a list":                 promiseTies,
		"who is too close does not see her":         promiseMatch,
		"a match that was lifted stays lifted":      promiseMatchOnce,
		"a match is part of the version":            promiseVersionAfterMatch,
		"a conflict follows her to each record":     promiseAlike,
		"a whole reference finds":                   promiseReference,
		"governance is shown what it oversees":      promiseOverseen,
		"a woman is found by name and birth date":   promiseFind,
		"what is loose has no woman's words":        promiseLoose,
		"every row is told once from a mark":        promiseChanges,
		"what is carried is counted":                promiseLoads,
		"facts of the service are read from a mark": promiseService,
		"messages wait to leave, each once":         promiseMessages,
		"a message is settled by one sender":        promiseSettled,
		"what is not there is not found":            promiseNone,
		"long work is done by one":                  promiseJobs,
		"long work is stopped and tried again":      promiseMovedJobs,
	} {
		t.Run(name, func(t *testing.T) {
			h := &held{t: t, now: Start}
			h.record = open(t, func() time.Time { return h.now })
			promise(t, h)
		})
	}
}

// held is a record held to its promises.
type held struct {
	t      *testing.T
	record casework.Record
	now    time.Time
	ids    int
}

var background = context.Background()

func (h *held) pen(asker access.Asker) journey.Pen {
	return journey.Pen{Now: h.now, By: asker.ID, Agency: asker.Agency, NewID: func() string {
		h.ids++
		return "held" + string(rune('a'+h.ids/26/26)) + string(rune('a'+h.ids/26%26)) + string(rune('a'+h.ids%26))
	}}
}

func (h *held) append(change casework.Change) casework.Receipt {
	h.t.Helper()
	change.Entry = Officer.Note(h.now, access.Append, access.ForReferral, "refer", 0)
	receipt, err := h.record.Append(background, change)
	if err != nil {
		h.t.Fatal(err)
	}
	return receipt
}

// refer writes a referral of a woman of this name, a day after the last one.
func (h *held) refer(asker access.Asker, name, woman string) casework.Receipt {
	h.t.Helper()
	h.now = h.now.AddDate(0, 0, 1)
	entry := Amina()
	entry.Scheme, entry.Pathway, entry.Identity.Given = "lwds", journey.ConditionalCaution, name
	facts, err := h.pen(asker).Refer(entry, woman)
	if err != nil {
		h.t.Fatal(err)
	}
	return h.append(casework.Change{Facts: facts, Seen: casework.AnyVersion})
}

func (h *held) row(caseID string) journey.Row {
	h.t.Helper()
	row, err := h.record.Row(background, caseID)
	if err != nil {
		h.t.Fatal(err)
	}
	return row
}

func (h *held) allocate(caseID string) casework.Change {
	h.t.Helper()
	facts, err := h.pen(Lead).Allocate(h.row(caseID), Keyworker.ID, Keyworker.Agency, "a reason")
	if err != nil {
		h.t.Fatal(err)
	}
	return casework.Change{Case: caseID, Seen: h.row(caseID).Version, Facts: facts}
}

func promiseRow(t *testing.T, h *held) {
	receipt := h.refer(Officer, "Amina", "")
	row := h.row(receipt.Case)
	if receipt.Woman == "" || receipt.Version != 4 || len(receipt.Facts) != 4 || receipt.Replayed || row.Version != receipt.Version || row.Woman != receipt.Woman {
		t.Errorf("receipt %+v of row %+v", receipt, row)
	}
	if row.Sender != Officer.Agency || row.Condition == nil || row.Condition.Required != 2 || row.Encounter == "" {
		t.Errorf("row %+v", row)
	}
	second := h.refer(Officer, "Amina", receipt.Woman)
	if second.Woman != receipt.Woman || h.row(receipt.Case).Version <= row.Version {
		t.Error("a fact of the woman does not move her other case on")
	}
}

func promiseKey(t *testing.T, h *held) {
	receipt := h.refer(Officer, "Amina", "")
	change := h.allocate(receipt.Case)
	change.Key, change.Digest = "key", "digest"
	first := h.append(change)
	change.Facts = nil // what the verbs send where the case has moved on
	again := h.append(change)
	if !again.Replayed || again.Version != first.Version || again.Case != first.Case || h.row(receipt.Case).Version != first.Version {
		t.Errorf("sent again: %+v after %+v", again, first)
	}
	change.Digest = "other"
	if _, err := h.record.Append(background, change); casework.KindOf(err) != casework.Conflict {
		t.Errorf("the key for something else: %v", err)
	}
}

func promiseVersion(t *testing.T, h *held) {
	receipt := h.refer(Officer, "Amina", "")
	change := h.allocate(receipt.Case)
	change.Key, change.Digest = "first", "digest"
	h.append(change)
	change.Key = "second"
	if _, err := h.record.Append(background, change); casework.KindOf(err) != casework.Conflict {
		t.Errorf("on an old version: %v", err)
	}
	bare := change
	bare.Facts = nil // what the verbs send where the case has moved on
	if _, err := h.record.Append(background, bare); casework.KindOf(err) != casework.Conflict {
		t.Errorf("on an old version, with no fact: %v", err)
	}
	several := change // whose cases are named by their versions instead
	several.Case, several.Upon = "", map[string]int{receipt.Case: change.Seen}
	if _, err := h.record.Append(background, several); casework.KindOf(err) != casework.Conflict {
		t.Errorf("upon an old version of one of several cases: %v", err)
	}
	several.Key, several.Upon = "third", map[string]int{receipt.Case: h.row(receipt.Case).Version}
	h.append(several)
	change.Seen = casework.AnyVersion
	h.append(change)
}

func promiseWords(t *testing.T, h *held) {
	receipt := h.refer(Officer, "Amina", "")
	h.append(h.allocate(receipt.Case))
	for _, open := range []access.Classes{0, access.SetOf(access.Identity), access.SetOf(access.Plan, access.Offence), ^access.Classes(0)} {
		one, err := h.record.Case(background, receipt.Case, open)
		if err != nil {
			t.Fatal(err)
		}
		for _, fact := range one.Facts {
			if class := fact.Class(); fact.Words != nil && !open.Has(class) {
				t.Errorf("with %s open, a %s carries words", open, fact.Body.Kind())
			} else if fact.Words == nil && open.Has(class) && fact.Body.Kind() != journey.KindEncounter {
				t.Errorf("with %s open, a %s has lost its words", open, fact.Body.Kind())
			}
		}
		if named := one.Who.Given == "Amina"; named != open.Has(access.Identity) {
			t.Errorf("with %s open, she is named: %t", open, named)
		}
		if len(one.Facts) != 5 || !slices.IsSortedFunc(one.Facts, func(a, b journey.Fact) int { return a.Happened.Compare(b.Happened) }) {
			t.Errorf("%d facts, in the order they happened", len(one.Facts))
		}
	}
}

func promiseCorrection(t *testing.T, h *held) {
	receipt := h.refer(Officer, "Amina", "")
	one, err := h.record.Case(background, receipt.Case, 0)
	if err != nil {
		t.Fatal(err)
	}
	for _, fact := range one.Facts {
		if given, ok := fact.Body.(journey.ConditionGiven); ok {
			given.Units = 3
			fact.Supersedes, fact.Why, fact.ID, fact.Body = fact.ID, journey.CorrectionTyped, "", given
			h.append(casework.Change{Case: receipt.Case, Seen: receipt.Version, Facts: []journey.Fact{fact}})
		}
	}
	row := h.row(receipt.Case)
	if row.Condition.Required != 3 || row.Version != receipt.Version+1 {
		t.Errorf("%d required at version %d", row.Condition.Required, row.Version)
	}
	if one, _ = h.record.Case(background, receipt.Case, 0); len(one.Facts) != 4 {
		t.Errorf("%d facts stand, want the four that were not replaced", len(one.Facts))
	}
}

func promiseFilter(t *testing.T, h *held) {
	first := h.refer(Officer, "Amina", "")
	second := h.refer(OtherForce, "Grace", "")
	third := h.refer(Officer, "Amina", first.Woman)
	h.append(h.allocate(second.Case))
	closing, err := h.pen(Keyworker).Close(h.row(second.Case), calendar.DayOf(h.now), journey.ClosedMovedAway, "", "")
	if err != nil {
		t.Fatal(err)
	}
	h.append(casework.Change{Case: second.Case, Seen: casework.AnyVersion, Facts: closing})
	for _, row := range []struct {
		name   string
		filter casework.Filter
		want   []string
		count  int
	}{
		{"all, newest first", casework.Filter{}, []string{third.Case, second.Case, first.Case}, 3},
		{"oldest first", casework.Filter{Order: casework.OldestFirst}, []string{first.Case, second.Case, third.Case}, 3},
		{"of one force", casework.Filter{Sender: Officer.Agency}, []string{third.Case, first.Case}, 2},
		{"of a woman", casework.Filter{Woman: first.Woman}, []string{third.Case, first.Case}, 2},
		{"of a keyworker", casework.Filter{Worker: Keyworker.ID}, []string{second.Case}, 1},
		{"waiting and open", casework.Filter{Waiting: true, Open: true}, []string{third.Case, first.Case}, 2},
		{"closed", casework.Filter{Closed: true}, []string{second.Case}, 1},
		{"since a day", casework.Filter{Since: h.row(third.Case).Referred}, []string{third.Case}, 1},
		{"of another scheme", casework.Filter{Scheme: "other"}, nil, 0},
		{"a page", casework.Filter{Limit: 1, Offset: 1}, []string{second.Case}, 3},
		{"beyond the last page", casework.Filter{Limit: 1, Offset: 9}, nil, 3},
	} {
		rows, err := h.record.Rows(background, Lead, row.filter)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, one := range rows {
			got = append(got, one.Case)
		}
		count, err := h.record.Count(background, Lead, row.filter)
		if !slices.Equal(got, row.want) || err != nil || count != row.count {
			t.Errorf("%s: %v of %d, want %v of %d", row.name, got, count, row.want, row.count)
		}
	}
}

// listed returns the cases an asker's list holds, and how many it counts.
func (h *held) listed(asker access.Asker, filter casework.Filter) []string {
	h.t.Helper()
	rows, err := h.record.Rows(background, asker, filter)
	if err != nil {
		h.t.Fatal(err)
	}
	var cases []string
	for _, row := range rows {
		cases = append(cases, row.Case)
	}
	if count, err := h.record.Count(background, asker, filter); err != nil || count != len(cases) {
		h.t.Errorf("%d cases are counted, %v are listed (%v)", count, cases, err)
	}
	return cases
}

// decide writes what the pen of an asker makes of a case as it stands.
func (h *held) decide(asker access.Asker, caseID string, facts func(journey.Pen, journey.Row) ([]journey.Fact, error)) {
	h.t.Helper()
	made, err := facts(h.pen(asker), h.row(caseID))
	if err != nil {
		h.t.Fatal(err)
	}
	h.append(casework.Change{Facts: made, Seen: casework.AnyVersion})
}

func promiseHidden(t *testing.T, h *held) {
	hers, others := h.refer(Officer, "Amina", "").Case, h.refer(Officer, "Grace", "").Case
	both, one := []string{others, hers}, []string{others}
	if got := h.listed(Lead, casework.Filter{}); !slices.Equal(got, both) {
		t.Fatalf("before any conflict: %v", got)
	}
	mark := func(entry journey.ConflictEntry) {
		entry.From = journey.ConflictHers
		h.decide(Keyworker, hers, func(pen journey.Pen, row journey.Row) ([]journey.Fact, error) { return pen.MarkConflict(row, entry) })
	}
	mark(journey.ConflictEntry{Account: Lead.ID, Story: "He is her brother"})
	mark(journey.ConflictEntry{Agency: OtherForce.Agency})
	for _, row := range []struct {
		asker access.Asker
		want  []string
	}{{Lead, one}, {OtherForce, one}, {Officer, both}, {Keyworker, both}, {access.Asker{}, both}} {
		if got := h.listed(row.asker, casework.Filter{}); !slices.Equal(got, row.want) {
			t.Errorf("%s of %s sees %v, want %v", row.asker.ID, row.asker.Agency, got, row.want)
		}
	}
	again := h.refer(Officer, "Amina", h.row(hers).Woman).Case
	if got := h.listed(Lead, casework.Filter{}); !slices.Equal(got, one) {
		t.Errorf("a new referral %s of hers is shown: %v", again, got)
	}
	conflict := h.row(hers).Door.Conflicts[0].ID
	h.decide(Keyworker, hers, func(pen journey.Pen, row journey.Row) ([]journey.Fact, error) {
		return pen.LiftConflict(row, conflict, "second-1", "Another man of that name")
	})
	if got := h.listed(Lead, casework.Filter{}); len(got) != 3 {
		t.Errorf("once it is lifted: %v", got)
	}
}

func promiseTies(t *testing.T, h *held) {
	hers := h.refer(Officer, "Amina", "").Case
	h.refer(Officer, "Grace", "")
	for _, row := range []struct {
		how   access.Relation
		who   string
		facts func(journey.Pen, journey.Row) ([]journey.Fact, error)
	}{
		{access.Allocated, "idva-1", func(pen journey.Pen, row journey.Row) ([]journey.Fact, error) {
			return pen.JoinSpecialist(row, "idva-1")
		}},
		{access.Ordered, "Thames court", func(pen journey.Pen, row journey.Row) ([]journey.Fact, error) {
			return pen.Supervise(row, "Thames court")
		}},
		{access.Shared, "Housing", func(pen journey.Pen, row journey.Row) ([]journey.Fact, error) {
			return pen.AnswerPermission(row, journey.PermissionEntry{Recipient: "Housing", Purpose: access.ForSupport,
				Classes: access.SetOf(access.Identity, access.Needs), Answer: journey.Yes, Until: calendar.DayOf(pen.Now).AddDays(28)})
		}},
		{access.Opened, "keyworker-9", func(pen journey.Pen, row journey.Row) ([]journey.Fact, error) {
			return pen.AgreeOpening(row, "keyworker-9", "Elsewhere", "She may be in danger tonight")
		}},
	} {
		filter := casework.Filter{Tied: journey.Tie{Who: row.who, How: row.how}}
		if got := h.listed(Lead, filter); got != nil {
			t.Errorf("%s before: %v", row.how, got)
		}
		h.decide(Keyworker, hers, row.facts)
		if got := h.listed(Lead, filter); !slices.Equal(got, []string{hers}) {
			t.Errorf("%s: %v", row.how, got)
		}
	}
	h.decide(Keyworker, hers, func(pen journey.Pen, row journey.Row) ([]journey.Fact, error) {
		return pen.LeaveSpecialist(row, "idva-1")
	})
	if got := h.listed(Lead, casework.Filter{Tied: journey.Tie{Who: "idva-1", How: access.Allocated}}); got != nil {
		t.Errorf("a specialist who left still finds %v", got)
	}
	h.append(h.allocate(hers))
	if got := h.listed(Lead, casework.Filter{Organisation: Keyworker.Agency}); !slices.Equal(got, []string{hers}) {
		t.Errorf("of the keyworker's organisation: %v", got)
	}
}

func promiseFind(t *testing.T, h *held) {
	receipt := h.refer(Officer, "Amina", "")
	who := Amina().Identity
	for _, row := range []struct {
		name  string
		who   journey.Identity
		found bool
	}{
		{"name and birth date", journey.Identity{Given: who.Given, Family: "okafor", Born: who.Born}, true},
		{"phone", journey.Identity{Phone: who.Phone}, true},
		{"another birth date", journey.Identity{Given: who.Given, Family: who.Family, Born: who.Born + 400}, false},
		{"nothing", journey.Identity{}, false},
	} {
		found, err := h.record.Find(background, row.who)
		if err != nil || slices.Contains(found, receipt.Woman) != row.found {
			t.Errorf("by %s: %v, %v", row.name, found, err)
		}
	}
	named, err := h.record.Who(background, []string{receipt.Woman})
	if err != nil || named[receipt.Woman].Name() != "Amina Okafor" {
		t.Errorf("she is %v, %v", named, err)
	}
}

func promiseNone(t *testing.T, h *held) {
	_, row := h.record.Row(background, "none")
	_, one := h.record.Case(background, "none", 0)
	_, appended := h.record.Append(background, casework.Change{Case: "none", Seen: casework.AnyVersion, Facts: []journey.Fact{{
		Woman: "nobody", Case: "none", Happened: calendar.At(h.now), Known: calendar.At(h.now), Body: journey.TierSet{Tier: 1},
	}}})
	for name, err := range map[string]error{"a row": row, "a case": one, "a change": appended} {
		if casework.KindOf(err) != casework.NotFound {
			t.Errorf("%s of no case: %v", name, err)
		}
	}
}
