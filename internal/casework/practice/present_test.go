package practice

import (
	"context"
	"errors"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"throughline/internal/casework"
	"throughline/internal/domain/access"
	"throughline/internal/domain/calendar"
	"throughline/internal/domain/journey"
	"throughline/internal/edge/record"
	"throughline/internal/edge/record/recordtest"
)

func priyas(rows []journey.Row) []journey.Row {
	var hers []journey.Row
	for _, row := range rows {
		if row.Worker == Priya {
			hers = append(hers, row)
		}
	}
	return hers
}

func TestTheSameSeedAndDayGiveTheSameFacts(t *testing.T) {
	today := day(t, "2026-11-21")
	if !reflect.DeepEqual(invented(t, 7, today), invented(t, 7, today)) {
		t.Error("the same seed and day gave two cohorts")
	}
	if reflect.DeepEqual(invented(t, 7, today).Facts, invented(t, 8, today).Facts) {
		t.Error("another seed gave the same cohort")
	}
}

func TestADayBeforeTheCasesOf2021HaveEndedIsNotTaken(t *testing.T) {
	if _, err := Invent(1, Earliest.AddDays(-1)); err == nil {
		t.Error("a day too early was taken")
	}
}

func TestPriyasLoadIsTheSameOnEveryDay(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		for range 2 { // two hundred days in the usual hundred checks
			priyasLoad(t)
		}
	})
}

func priyasLoad(t *rapid.T) {
	today := Earliest.AddDays(rapid.IntRange(0, 20*366).Draw(t, "day"))
	w := newWriter(rapid.Uint64().Draw(t, "seed"), today)
	w.present() // the cases of 2019 to 2021 have fixed dates
	cohort := Cohort{Facts: w.facts}
	rows := rowsOf(cohort, 0)
	open := count(priyas(rows), journey.Row.Open)
	year := count(priyas(rows), func(r journey.Row) bool { return r.Allocated > today.AddMonths(-12) })
	if open != 24 || year != 41 {
		t.Errorf("%s: Priya has %d open and %d taken on in a year, want 24 and 41", today, open, year)
	}
	if waiting := count(rows, func(r journey.Row) bool { return r.Open() && r.Worker == "" }); waiting != 6 {
		t.Errorf("%s: %d women wait for a keyworker, want 6", today, waiting)
	}
	sources, taken, placed := map[string]bool{}, map[string]bool{}, map[string]string{}
	for _, fact := range cohort.Facts {
		switch {
		case fact.Source == "" || sources[fact.Source]:
			t.Errorf("the source %q is missing or used twice", fact.Source)
		case fact.Happened.Compare(fact.Known) > 0 || fact.Known.Day() > today:
			t.Errorf("%s: %s happened %s, known %s", today, fact.Source, fact.Happened, fact.Known)
		case placed[fact.Case] != "" && placed[fact.Case] != fact.Woman && fact.Case != "":
			t.Errorf("the case %s is of two women", fact.Case)
		}
		sources[fact.Source], placed[fact.Case] = true, fact.Woman
		var at calendar.Moment
		switch body := fact.Body.(type) {
		case journey.Booked:
			at = body.At
		case journey.Attendance:
			at = body.At
			if at.Day() > today {
				t.Errorf("%s: what became of an appointment of %s is known", today, at)
			}
		}
		if at.Known() && at.Day() > reportDay {
			if key := fact.By + " " + at.String(); taken[key] {
				t.Errorf("%s: %s has two appointments at %s", today, fact.By, at)
			} else {
				taken[key] = true
			}
		}
	}
	for _, row := range rows {
		a := row.Appointments
		if row.Allocated.Known() && (row.Allocated < row.Referred || a.First.Known() && a.First < row.Allocated) ||
			row.Closed.Known() && (row.Closed < row.Referred || a.Last > row.Closed) {
			t.Errorf("%s: a case runs backwards: referred %s, allocated %s, came %s to %s, closed %s", today, row.Referred, row.Allocated, a.First, a.Last, row.Closed)
		}
	}
}

func TestHoursDoNotOverlap(t *testing.T) {
	for i := 1; i < len(hours); i++ {
		if hours[i]-hours[i-1] < 60 {
			t.Errorf("the hours %d and %d are less than the longest meeting apart", hours[i-1], hours[i])
		}
	}
}

func TestPriyasDayShowsEverything(t *testing.T) {
	for _, today := range []calendar.Day{day(t, "2026-11-20"), day(t, "2026-11-22"), day(t, "2027-01-01"), day(t, "2028-02-29")} {
		rows := rowsOf(invented(t, 1, today), 0)
		var hers []journey.Row
		for _, row := range priyas(rows) {
			if row.Open() {
				hers = append(hers, row)
			}
		}
		bookedIn := func(from, to int) func(journey.Row) bool {
			return func(r journey.Row) bool {
				return slices.ContainsFunc(r.Appointments.Booked, func(at calendar.Moment) bool {
					return at.Day() >= today.AddDays(from) && at.Day() <= today.AddDays(to)
				})
			}
		}
		unsettled := func(r journey.Row) bool { return r.Condition != nil && !r.ConditionMet() }
		sent := func(r journey.Row) bool { return r.Open() && r.Sender == policeForce }
		women := map[string]int{}
		for _, row := range rows {
			women[row.Woman]++
		}
		for _, check := range []struct {
			what     string
			in       []journey.Row
			at, most int
			holds    func(journey.Row) bool
		}{
			{"open", hers, 24, 24, journey.Row.Open},
			{"taken on in a year", priyas(rows), 41, 41, func(r journey.Row) bool { return r.Allocated > today.AddMonths(-12) }},
			{"nowhere safe, nobody spoke to her", hers, 1, 1, func(r journey.Row) bool {
				return slices.Contains(r.Urgent, "nowhere_safe") && !r.Appointments.LastContact.Known()
			}},
			{"today", hers, 3, 3, bookedIn(0, 0)},
			{"came today", hers, 1, 1, func(r journey.Row) bool { return r.Appointments.Last == today }},
			{"this week", hers, 6, 16, bookedIn(1, 7)},
			{"without an outcome", hers, 2, 2, func(r journey.Row) bool {
				return slices.ContainsFunc(r.Appointments.Booked, func(at calendar.Moment) bool { return at.Over(calendar.OnDay(today)) })
			}},
			{"a date near", hers, 2, 2, func(r journey.Row) bool {
				return unsettled(r) && r.Condition.Due >= today && r.Condition.Due <= today.AddDays(14)
			}},
			{"a date passed", hers, 1, 1, func(r journey.Row) bool { return r.At(today).Condition == journey.ConditionTimePassed }},
			{"no date stated", hers, 4, 8, func(r journey.Row) bool { return unsettled(r) && !r.Condition.Due.Known() }},
			{"new", hers, 3, 3, func(r journey.Row) bool { return r.Appointments.LastContact < r.Allocated }},
			{"reviews", hers, 3, 3, func(r journey.Row) bool { return r.At(today).ReviewDue }},
			{"quiet three weeks", hers, 1, 1, func(r journey.Row) bool { return r.At(today).Silent >= 21 }},
			{"Polish", hers, 1, 1, func(r journey.Row) bool { return r.Language == "pl" && r.Interpreter == journey.Yes }},
			{"came back", hers, 1, 1, func(r journey.Row) bool { return women[r.Woman] == 2 }},
			{"goals", hers, 15, 24, func(r journey.Row) bool { return r.Goals >= 2 }},
			{"sent: decision needed", rows, 1, 60, func(r journey.Row) bool { return sent(r) && unsettled(r) && r.Condition.Due.Known() }},
			{"sent: waiting", rows, 4, 4, func(r journey.Row) bool { return sent(r) && r.Worker == "" }},
			{"sent: first appointment booked", rows, 2, 60, func(r journey.Row) bool {
				return sent(r) && r.Appointments.Attended() == 0 && bookedIn(0, 30)(r)
			}},
			{"sent: conditions met", rows, 5, 60, func(r journey.Row) bool { return sent(r) && r.ConditionMet() }},
			{"came by herself, and police see her", rows, 0, 0, func(r journey.Row) bool { return r.Pathway == journey.Voluntary && r.Sender != "" }},
		} {
			if got := count(check.in, check.holds); got < check.at || got > check.most {
				t.Errorf("%s: %s: %d, want %d to %d", today, check.what, got, check.at, check.most)
			}
		}
	}
}

// unsaid are the words that are written nowhere, as the house keeps them.
var unsaid = regexp.MustCompile(`(?i)\b(offenders?|subjects?|clients?|service users?|females?|victims?|failed to attend|non-?complian(t|ce)|refus(e|es|ed|al)|disengage(s|d|ment)?|invalid|not eligible|outcomes star|journey of change)\b`)

func TestEveryTextIsFitToRead(t *testing.T) {
	for _, fact := range invented(t, 3, day(t, "2026-11-20")).Facts {
		var texts []string
		if words := fact.Words; words != nil {
			texts = append(texts, words.Text, words.Excuse)
			if who := words.Identity; who != nil {
				texts = append(texts, who.Name(), who.Interpret)
				if !regexp.MustCompile(`^07700 900\d{3}$`).MatchString(who.Phone) {
					t.Errorf("%s: %q may be somebody's number", fact.Source, who.Phone)
				}
				if strings.Trim(who.Postcode[len(who.Postcode)-2:], unusedLetters) != "" {
					t.Errorf("%s: %q may be somebody's postcode", fact.Source, who.Postcode)
				}
			}
		}
		if body, ok := fact.Body.(journey.Encounter); ok {
			texts = append(texts, body.Offence.Label)
		}
		for _, text := range texts {
			if found := unsaid.FindString(text); found != "" {
				t.Errorf("%s says %q in %q", fact.Source, found, text)
			}
		}
	}
}

func TestEveryRoleOfThePracticeSystemCanSignIn(t *testing.T) {
	names := map[string]access.Role{}
	for _, account := range Accounts() {
		if names[account.Name] != "" {
			t.Errorf("%s is the name of two", account.Name)
		}
		names[account.Name] = account.Role
	}
	for name, role := range map[string]access.Role{
		"officer": access.Officer, "reviewer": access.EvidenceReviewOfficer, "keyworker": access.Keyworker,
		"lead": access.ServiceLead, "commissioner": access.Commissioner, "admin": access.Administrator,
	} {
		if names[name] != role {
			t.Errorf("%s signs in as %q, want %q", name, names[name], role)
		}
	}
}

func TestARecordKeepsTheCohortAndKnowsItAgain(t *testing.T) {
	ctx, today := t.Context(), calendar.DayOf(recordtest.Noon)
	lines := &recordtest.Lines{}
	store, err := record.Open(ctx, record.Options{
		Vault: recordtest.Vault{}, Ledger: lines.Append, Folder: t.TempDir(), Now: func() time.Time { return recordtest.Noon },
	})
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := store.Close(); err != nil {
			t.Error(err)
		}
	}()
	cohort := invented(t, 1, today)
	for range 2 {
		if err := Load(ctx, store, access.Entry{Actor: "practice-admin"}, cohort); err != nil {
			t.Fatal(err)
		}
		if all, err := store.Count(ctx, access.Asker{}, casework.Filter{}); err != nil || all != len(rowsOf(cohort, 0)) {
			t.Errorf("the record keeps %d cases of %d, %v", all, len(rowsOf(cohort, 0)), err)
		}
	}
	if open, err := store.Count(ctx, access.Asker{}, casework.Filter{Worker: Priya, Open: true}); err != nil || open != 24 {
		t.Errorf("Priya has %d open, want 24, %v", open, err)
	}
}

// shelf takes what is imported, until it is full.
type shelf struct {
	facts []journey.Fact
	full  int
	entry access.Entry
}

func (s *shelf) Import(_ context.Context, entry access.Entry, bring func(casework.Intake) error) error {
	s.entry = entry
	return bring(s)
}

func (s *shelf) Lookup(context.Context, string) (string, string, bool, error) {
	return "", "", false, nil
}

var errFull = errors.New("the shelf is full")

func (s *shelf) Put(_ context.Context, fact journey.Fact) (casework.Verdict, error) {
	if len(s.facts) == s.full {
		return casework.RowNew, errFull
	}
	s.facts = append(s.facts, fact)
	return casework.RowNew, nil
}

func TestLoadBringsEveryFactInOneImport(t *testing.T) {
	cohort := invented(t, 1, day(t, "2026-11-20"))
	entry := access.Entry{Time: time.Unix(0, 0), Actor: "practice-admin", What: "load the practice cohort"}
	kept := &shelf{full: len(cohort.Facts)}
	if err := Load(t.Context(), kept, entry, cohort); err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(kept.facts, cohort.Facts) || kept.entry.What != entry.What {
		t.Error("what was brought is not the cohort")
	}
	if err := Load(t.Context(), &shelf{full: 5}, entry, cohort); !errors.Is(err, errFull) {
		t.Errorf("a full shelf answered %v", err)
	}
}
